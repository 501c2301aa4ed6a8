//! What people say about incidents being the same problem: shared problem records, and annotations.

use crate::frame::DataSet;
use crate::frame::col;
use crate::frame::dataset::IncidentView;
use crate::frame::read::{Rows, Texts};
use crate::model::row::IncidentIx;
use rustc_hash::{FxHashMap, FxHashSet};

/// Explicit links between included incidents, by row of the incident table.
pub struct Links<'a> {
    /// Problem records of each linked row, ascending by name.
    problems: FxHashMap<IncidentIx, Vec<&'a str>>,
    /// Pairs of rows that people call the same problem, and the other rows of each row in them.
    same: Vec<(IncidentIx, IncidentIx)>,
    partners: FxHashMap<IncidentIx, Vec<IncidentIx>>,
    /// Rows that an annotation takes apart: who leaves, and from whom.
    apart: FxHashMap<IncidentIx, FxHashSet<IncidentIx>>,
}

impl<'a> Links<'a> {
    #[must_use]
    pub fn of(data: &'a DataSet, view: &IncidentView) -> Self {
        let incidents = Rows::of(&data.problems, col::INCIDENT);
        let names = Texts::of(&data.problems, col::PROBLEM);
        let is_included = |row: IncidentIx| view.included.get(row);
        let mut problems: FxHashMap<IncidentIx, Vec<&str>> = FxHashMap::default();
        for index in 0..data.problems.height() {
            let (Some(row), Some(name)) = (incidents.get(index), names.get(index)) else { continue };
            if is_included(row) && !name.trim().is_empty() {
                problems.entry(row).or_default().push(name);
            }
        }
        problems.values_mut().for_each(|list| list.sort_unstable());
        let said = |is_same: bool| {
            let both = data.kin.iter().filter(move |kin| kin.is_same == is_same);
            both.map(|kin| (kin.incident, kin.other)).filter(|(a, b)| is_included(*a) && is_included(*b)).collect()
        };
        let same: Vec<(IncidentIx, IncidentIx)> = said(true);
        let mut partners: FxHashMap<IncidentIx, Vec<IncidentIx>> = FxHashMap::default();
        for &(a, b) in &same {
            partners.entry(a).or_default().push(b);
            partners.entry(b).or_default().push(a);
        }
        let mut apart: FxHashMap<IncidentIx, FxHashSet<IncidentIx>> = FxHashMap::default();
        for (leaves, stays) in said(false) {
            apart.entry(leaves).or_default().insert(stays);
        }
        Self { problems, same, partners, apart }
    }

    /// Problem records of a row, ascending by name.
    #[must_use]
    pub fn problems(&self, row: IncidentIx) -> &[&'a str] {
        self.problems.get(&row).map_or(&[], Vec::as_slice)
    }

    /// Rows that people call the same problem as this one.
    #[must_use]
    pub fn partners(&self, row: IncidentIx) -> &[IncidentIx] {
        self.partners.get(&row).map_or(&[], Vec::as_slice)
    }

    /// Pairs of rows that are one problem, each row linked to the first with the same record.
    #[must_use]
    pub fn pairs(&self) -> Vec<(IncidentIx, IncidentIx)> {
        let mut rows: Vec<IncidentIx> = self.problems.keys().copied().collect();
        rows.sort_unstable();
        let mut leaders: FxHashMap<&str, IncidentIx> = FxHashMap::default();
        let named = rows.iter().flat_map(|&row| self.problems(row).iter().map(move |name| (*name, row)));
        let mut pairs: Vec<(IncidentIx, IncidentIx)> =
            named.map(|(name, row)| (*leaders.entry(name).or_insert(row), row)).filter(|(a, b)| a != b).collect();
        pairs.extend(&self.same);
        pairs
    }

    /// Whether any annotation takes rows apart.
    #[must_use]
    pub fn take_apart(&self) -> bool {
        !self.apart.is_empty()
    }

    /// Whether an annotation says that this row is another problem than one of these.
    #[must_use]
    pub fn stands_apart(&self, row: IncidentIx, others: &FxHashSet<IncidentIx>) -> bool {
        self.apart.get(&row).is_some_and(|stays| !stays.is_disjoint(others))
    }
}
