//! Which incidents of two reports are the same: those that share a record, however they are called.

use crate::model::earlier::{ReportedIncident, ReportedPeriod};
use rustc_hash::FxHashMap;

/// Incidents of both reports that hang together by records: one of each side where nothing was regrouped.
#[derive(Debug, Default)]
pub(super) struct Pairing<'a> {
    pub(super) then: Vec<&'a ReportedIncident>,
    pub(super) now: Vec<&'a ReportedIncident>,
}

impl<'a> Pairing<'a> {
    /// Ids as the later report has them, else as the earlier one has.
    pub(super) fn ids(&self) -> impl Iterator<Item = &'a str> {
        let shown = if self.now.is_empty() { &self.then } else { &self.now };
        shown.iter().map(|one| one.id.as_str())
    }
}

/// Tool and native id of a record id; the part between them says only which export it was read from.
#[must_use]
pub fn key(id: &str) -> (&str, &str) {
    let mut parts = id.splitn(3, ':');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(tool), Some(_), Some(native)) => (tool, native),
        _ => ("", id),
    }
}

/// The ids of its records.
pub(super) fn ids(one: &ReportedIncident) -> impl Iterator<Item = &str> {
    let ids = if one.record_ids.is_empty() { one.id.as_str() } else { one.record_ids.as_str() };
    ids.split(';').map(str::trim).filter(|id| !id.is_empty())
}

/// The root of a place, with the way to it shortened.
fn root(above: &mut [usize], place: usize) -> usize {
    let mut at = place;
    while let Some(&next) = above.get(at).filter(|next| **next != at) {
        if let Some(further) = above.get(next).copied()
            && let Some(own) = above.get_mut(at)
        {
            *own = further;
        }
        at = next;
    }
    at
}

/// All incidents of both reports, brought together; in the order of the earlier one, then of the later one.
pub(super) fn pairings<'a>(then: &'a ReportedPeriod, now: &'a ReportedPeriod) -> Vec<Pairing<'a>> {
    let all: Vec<&ReportedIncident> = then.incidents.iter().chain(&now.incidents).collect();
    let mut above: Vec<usize> = (0..all.len()).collect();
    let mut first: FxHashMap<(&str, &str), usize> = FxHashMap::default();
    for (place, one) in all.iter().enumerate() {
        for id in ids(one) {
            let known = *first.entry(key(id)).or_insert(place);
            let (a, b) = (root(&mut above, known), root(&mut above, place));
            // The lower one stays the root, which keeps the order.
            if let Some(higher) = above.get_mut(a.max(b)) {
                *higher = a.min(b);
            }
        }
    }
    let mut places: FxHashMap<usize, usize> = FxHashMap::default();
    let mut found: Vec<Pairing> = Vec::new();
    for (place, one) in all.into_iter().enumerate() {
        let at = *places.entry(root(&mut above, place)).or_insert_with(|| {
            found.push(Pairing::default());
            found.len() - 1
        });
        if let Some(pairing) = found.get_mut(at) {
            if place < then.incidents.len() { pairing.then.push(one) } else { pairing.now.push(one) }
        }
    }
    found
}
