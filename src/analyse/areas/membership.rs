//! Which areas each incident touches, as numbers.

use crate::frame::dataset::IncidentView;
use crate::frame::strings::Dictionary;
use crate::model::row::IncidentIx;
use std::collections::BTreeSet;

/// The kinds of area, in the order in which a reader looks for them.
pub const KINDS: [&str; 6] = ["service", "team", "component", "environment", "region", "factor"];

/// Index of a kind in [`KINDS`].
#[must_use]
pub fn kind_index(kind: &str) -> Option<usize> {
    KINDS.iter().position(|k| *k == kind)
}

/// `kind` and `name` of one entry of the `areas` column; entries of unknown kind or without a name are no areas.
#[must_use]
pub fn parse(entry: &str) -> Option<(usize, &str)> {
    let (kind, name) = entry.split_once(':')?;
    let name = name.trim();
    (!name.is_empty()).then_some((kind_index(kind.trim())?, name))
}

/// Areas of a row, in stated order; the same area may come twice.
pub fn areas_of<'a>(view: &IncidentView<'a>, row: IncidentIx) -> impl Iterator<Item = (usize, &'a str)> + use<'a> {
    view.areas.get(row).unwrap_or("").split(';').filter_map(parse)
}

/// Whether a row touches this area.
#[must_use]
pub fn touches(view: &IncidentView, row: IncidentIx, kind: &str, name: &str) -> bool {
    areas_of(view, row).any(|(k, n)| KINDS.get(k) == Some(&kind) && n == name)
}

/// Areas as numbers, given out in order of first appearance, each counted once per incident.
#[derive(Default)]
pub struct Numbering {
    names: Dictionary,
    kinds: Vec<usize>,
    /// Lists of areas as they stand in the table, and what is in each: many incidents share one list.
    lists: Dictionary,
    members: Vec<Vec<usize>>,
}

impl Numbering {
    /// Calls `each(area, kind)` for every distinct area of the row, in stated order.
    pub fn visit(&mut self, view: &IncidentView, row: IncidentIx, mut each: impl FnMut(usize, usize)) {
        let list = view.areas.get(row).unwrap_or("");
        if list.is_empty() {
            return;
        }
        let number = self.lists.code(list) as usize;
        if number == self.members.len() {
            let members = self.number(list);
            self.members.push(members);
        }
        for &area in self.members.get(number).into_iter().flatten() {
            each(area, self.kinds.get(area).copied().unwrap_or(0));
        }
    }

    fn number(&mut self, list: &str) -> Vec<usize> {
        let (mut members, mut seen) = (Vec::new(), BTreeSet::new());
        for (kind, name) in list.split(';').filter_map(parse) {
            let area = self.names.code(&format!("{kind}:{name}")) as usize;
            if area == self.kinds.len() {
                self.kinds.push(kind);
            }
            if seen.insert(area) {
                members.push(area);
            }
        }
        members
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// The number of an area, if any incident names it.
    #[must_use]
    pub fn find(&self, kind: usize, name: &str) -> Option<usize> {
        self.names.find(&format!("{kind}:{name}")).map(|area| area as usize)
    }

    /// Place of an area's kind in [`KINDS`].
    #[must_use]
    pub fn kind_number(&self, area: usize) -> usize {
        self.kinds.get(area).copied().unwrap_or(0)
    }

    #[must_use]
    pub fn kind(&self, area: usize) -> &'static str {
        self.kinds.get(area).and_then(|&k| KINDS.get(k)).copied().unwrap_or("")
    }

    #[must_use]
    pub fn name(&self, area: usize) -> &str {
        let code = u32::try_from(area).unwrap_or(u32::MAX);
        self.names.get(code).split_once(':').map_or("", |(_, name)| name)
    }
}
