//! Which settings of two reports differ, and which of those can move a figure of one incident.

use crate::model::earlier::ReportTerms;
use std::collections::{BTreeMap, BTreeSet};

/// Beginnings of keys that decide what records mean.
const READING: [&str; 8] =
    ["severity.", "aliases.", "hierarchy.", "fields.", "mapping.", "zones.", "day_first.", "exclude."];

/// Keys whose values differ, with the values then and now; `None` where the key is not set.
#[must_use]
pub fn changed<'a>(then: &'a ReportTerms, now: &'a ReportTerms) -> BTreeMap<&'a str, [Option<&'a str>; 2]> {
    let keys: BTreeSet<&String> = then.settings.keys().chain(now.settings.keys()).collect();
    let of = |side: &'a ReportTerms, key: &String| side.settings.get(key).map(String::as_str);
    let both = keys.into_iter().map(|key| (key.as_str(), [of(then, key), of(now, key)]));
    both.filter(|(_, [a, b])| a != b).collect()
}

/// The settings that differ, asked for what they can move.
pub(super) struct Changes<'a>(pub(super) BTreeMap<&'a str, [Option<&'a str>; 2]>);

impl Changes<'_> {
    /// Whether any of these begins with this.
    pub(super) fn any(&self, beginning: &str) -> bool {
        self.0.keys().any(|key| key.starts_with(beginning))
    }

    /// Whether any of them decides what records mean.
    pub(super) fn any_reading(&self) -> bool {
        READING.iter().any(|beginning| self.any(beginning))
    }

    /// Whether how records of this tool are read was changed.
    pub(super) fn reads(&self, tool: &str) -> bool {
        let own = |key: &&str| {
            let named = |beginning: &str| {
                key.strip_prefix(beginning)
                    .is_some_and(|rest| rest == tool || rest.strip_prefix(tool).is_some_and(|r| r.starts_with('.')))
            };
            ["mapping.", "zones.", "day_first."].into_iter().any(named)
        };
        self.0.keys().any(own)
    }

    /// Whether an alias or a place in the hierarchy that names this area was changed.
    pub(super) fn names(&self, area: &str) -> bool {
        let bare = area.split_once(':').map_or(area, |(_, name)| name);
        self.0.iter().any(|(key, values)| {
            let stated = ["aliases.services.", "aliases.components.", "aliases.teams.", "hierarchy."];
            let Some(name) = stated.iter().find_map(|beginning| key.strip_prefix(beginning)) else { return false };
            let is_it = |text: &str| text.eq_ignore_ascii_case(bare) || text.eq_ignore_ascii_case(area);
            is_it(name) || values.iter().flatten().any(|value| is_it(value))
        })
    }
}
