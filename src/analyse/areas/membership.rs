//! Which areas each incident touches, as numbers.

use crate::frame::dataset::IncidentView;
use crate::frame::strings::Dictionary;
use crate::model::column::Column;
use crate::model::row::{IncidentIx, row_types};
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
    areas_in(view.areas.get(row).unwrap_or(""))
}

/// Areas of a list, as the `areas` column holds it.
pub fn areas_in(list: &str) -> impl Iterator<Item = (usize, &str)> {
    list.split(';').filter_map(parse)
}

/// Whether a row touches this area.
#[must_use]
pub fn touches(view: &IncidentView, row: IncidentIx, kind: &str, name: &str) -> bool {
    areas_of(view, row).any(|(k, n)| KINDS.get(k) == Some(&kind) && n == name)
}

row_types! {
    /// An area, as a numbering of areas knows it.
    pub NumberedArea is "a numbered area";
}

/// Areas as numbers, given out in order of first appearance, each counted once per incident.
#[derive(Default)]
pub struct Numbering {
    names: Dictionary<NumberedArea>,
    kinds: Column<NumberedArea, usize>,
    /// Lists of areas as they stand in the table, and what is in each: many incidents share one list.
    lists: Dictionary,
    members: Column<u32, Vec<NumberedArea>>,
}

impl Numbering {
    /// Calls `each(area, kind)` for every distinct area of the row, in stated order.
    pub fn visit(&mut self, view: &IncidentView, row: IncidentIx, mut each: impl FnMut(NumberedArea, usize)) {
        let list = view.areas.get(row).unwrap_or("");
        if list.is_empty() {
            return;
        }
        let number = self.lists.code(list);
        if number == self.members.next_row() {
            let members = self.number(list);
            self.members.push(members);
        }
        for &area in &self.members[number] {
            each(area, self.kinds[area]);
        }
    }

    fn number(&mut self, list: &str) -> Vec<NumberedArea> {
        let (mut members, mut seen) = (Vec::new(), BTreeSet::new());
        for (kind, name) in list.split(';').filter_map(parse) {
            let area = self.names.code(&format!("{kind}:{name}"));
            if area == self.kinds.next_row() {
                self.kinds.push(kind);
            }
            if seen.insert(area) {
                members.push(area);
            }
        }
        members
    }

    /// All areas, in the order of their numbers.
    pub fn areas(&self) -> impl Iterator<Item = NumberedArea> + use<> {
        self.kinds.rows()
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
    pub fn find(&self, kind: usize, name: &str) -> Option<NumberedArea> {
        self.names.find(&format!("{kind}:{name}"))
    }

    /// Place of an area's kind in [`KINDS`].
    #[must_use]
    pub fn kind_number(&self, area: NumberedArea) -> usize {
        self.kinds[area]
    }

    #[must_use]
    pub fn kind(&self, area: NumberedArea) -> &'static str {
        KINDS.get(self.kinds[area]).copied().unwrap_or("")
    }

    #[must_use]
    pub fn name(&self, area: NumberedArea) -> &str {
        self.names.get(area).split_once(':').map_or("", |(_, name)| name)
    }
}
