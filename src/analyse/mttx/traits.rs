//! What incidents differ in beside their severity: where they happened, who ended them, whether they came back.

use super::cohorts::Timed;
use crate::analyse::areas::membership::{areas_of, kind_index};
use crate::frame::DataSet;
use crate::frame::dataset::IncidentView;
use crate::frame::strings::Dictionary;
use crate::model::column::Column;
use crate::model::row::IncidentIx;
use std::collections::BTreeMap;

/// What the incidents of two periods may be sorted by, so that like is compared with like (`METHODS.md` 17.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    Severity,
    Service,
    Team,
    /// A machine, or a person by team where that is known.
    Resolver,
    SeverityAndService,
}

impl By {
    pub const ALL: [Self; 5] = [Self::Severity, Self::Service, Self::Team, Self::Resolver, Self::SeverityAndService];
}

/// One level per row of the incident table; 0 where nothing is stated.
#[derive(Debug, Clone, Default)]
pub struct IncidentTraits {
    service: Column<IncidentIx, u32>,
    team: Column<IncidentIx, u32>,
    resolver: Column<IncidentIx, u32>,
    reopened: Column<IncidentIx, bool>,
}

impl IncidentTraits {
    /// Reads all rows once. O(n).
    #[must_use]
    pub fn of(data: &DataSet) -> Self {
        let view = data.incident_view();
        let people = data.people.iter().filter(|p| !p.machine);
        let teams: BTreeMap<&str, &str> = people.map(|p| (p.pseudonym.as_str(), p.team.as_str())).collect();
        let named = |kind: &str| {
            let place = kind_index(kind);
            levels(&view, |row| areas_of(&view, row).find(|(k, _)| Some(*k) == place).map(|(_, name)| name.to_owned()))
        };
        Self {
            service: named("service"),
            team: named("team"),
            resolver: levels(&view, |row| resolver(&view, row, &teams)),
            reopened: view.rows().map(|row| view.reopen_count.get(row).is_some_and(|n| n > 0)).collect(),
        }
    }

    /// The level of an incident.
    #[must_use]
    pub fn level(&self, by: By, timed: &Timed) -> u64 {
        let of = |levels: &Column<IncidentIx, u32>| u64::from(levels[timed.row]);
        match by {
            By::Severity => u64::from(timed.severity),
            By::Service => of(&self.service),
            By::Team => of(&self.team),
            By::Resolver => of(&self.resolver),
            By::SeverityAndService => (u64::from(timed.severity) << 32) | of(&self.service),
        }
    }

    /// Whether an incident was taken up again after it had been resolved.
    #[must_use]
    pub fn is_reopened(&self, row: IncidentIx) -> bool {
        self.reopened[row]
    }
}

fn levels(view: &IncidentView, of: impl Fn(IncidentIx) -> Option<String>) -> Column<IncidentIx, u32> {
    let mut codes: Dictionary = Dictionary::default();
    codes.code("");
    view.rows().map(|row| of(row).map_or(0, |level| codes.code(&level))).collect()
}

/// The first of several services or teams stands for an incident, as the strata may not overlap.
fn resolver(view: &IncidentView, row: IncidentIx, teams: &BTreeMap<&str, &str>) -> Option<String> {
    let by = view.resolved_by.get(row).unwrap_or("");
    if view.resolution.get(row) == Some("auto-resolved") || matches!(by, "auto" | "machine") {
        return Some("machine".to_owned());
    }
    if matches!(by, "" | "unknown" | "merge") {
        return None;
    }
    Some(format!("team:{}", teams.get(by).copied().unwrap_or("")))
}
