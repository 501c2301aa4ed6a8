//! The same id again: another version in another file, or one row per event.

use crate::frame::columns::IncidentColumns;
use crate::frame::records::{NO_TIME, Records};
use crate::link::groups::Union;
use crate::model::link::{Link, Signal};
use rustc_hash::FxHashMap;

/// Distinct (tool, native id) pairs, in order of first appearance.
#[derive(Debug, Default)]
pub struct Entities {
    /// Row of the version that is believed: the newest.
    pub newest: Vec<u32>,
    /// Entity of each row.
    pub of_row: Vec<u32>,
}

/// Finds the entities. The newest `modified` wins; without one, or at a tie, the later row in input order. For sources
/// that write one row per event, the last row of the file holds the final state.
#[must_use]
pub fn entities(columns: &IncidentColumns, records: &Records, links: &mut Vec<Link>) -> Entities {
    let mut index: FxHashMap<(u32, u32, &str), u32> = FxHashMap::default();
    let mut entities = Entities { newest: Vec::new(), of_row: Vec::with_capacity(columns.len()) };
    for row in 0..columns.len() {
        let source = columns.source.get(row).copied().unwrap_or(0);
        let kind = entity(columns, records, row);
        let next = u32::try_from(entities.newest.len()).unwrap_or(u32::MAX);
        let entity = *index.entry((source, kind, columns.native_id.get(row))).or_insert(next);
        entities.of_row.push(entity);
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        match entities.newest.get_mut(entity as usize) {
            None => entities.newest.push(row),
            Some(newest) => {
                if supersedes(columns, row, *newest) {
                    *newest = row;
                }
            }
        }
    }
    report(columns, &entities, links);
    entities
}

/// The kind of export a row comes from, as the middle part of its record id says.
fn entity(columns: &IncidentColumns, records: &Records, row: usize) -> u32 {
    let record = columns.record.get(row).copied().unwrap_or(0);
    records.entity.get(record as usize).copied().unwrap_or(0)
}

/// Unites entities that are one tool's same id in several kinds of its exports (the incident list and the analytics of
/// a pager): each knows what the others leave out, so none supersedes another. Exports for people state the number where
/// those for programs state the id, so a number counts as an id between kinds; within one kind it need not be unique.
pub fn unite(
    columns: &IncidentColumns,
    records: &Records,
    entities: &Entities,
    union: &mut Union,
    links: &mut Vec<Link>,
) {
    if records.entities.len() < 2 {
        return;
    }
    let mut first: FxHashMap<(u32, &str), Vec<(u32, u32)>> = FxHashMap::default();
    for (one, &row) in (0_u32..).zip(&entities.newest) {
        let at = row as usize;
        let source = columns.source.get(at).copied().unwrap_or(0);
        let kind = entity(columns, records, at);
        let names = [columns.native_id.get(at), columns.number.get(at)];
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            let known = first.entry((source, name)).or_default();
            let other = known.iter().find(|(other, of)| *of != kind && *other != one).map(|(other, _)| *other);
            if !known.contains(&(one, kind)) && known.iter().all(|(_, of)| *of != kind) {
                known.push((one, kind));
            }
            let Some(other) = other.filter(|other| union.root(*other) != union.root(one)) else { continue };
            if !union.join(one, other) {
                continue;
            }
            let record = |e: u32| {
                let row = entities.newest.get(e as usize).copied().unwrap_or(0);
                columns.record.get(row as usize).copied().unwrap_or(0)
            };
            links.push(Link {
                kind: "same-record",
                record_a: record(one),
                record_b: record(other),
                signal: Signal::SameId,
                score: 1.0,
                reason: format!("{name} in another kind of export of the same tool"),
            });
        }
    }
}

fn supersedes(columns: &IncidentColumns, row: u32, newest: u32) -> bool {
    let event = |r: u32| columns.one_row_per_event.get(r as usize).copied().unwrap_or(false);
    if event(row) && event(newest) {
        return true;
    }
    let modified = |r: u32| columns.modified.get(r as usize).unwrap_or(NO_TIME);
    modified(row) >= modified(newest)
}

// Event rows of one incident are no news to anybody; only versions in different files are listed.
fn report(columns: &IncidentColumns, entities: &Entities, links: &mut Vec<Link>) {
    for (row, entity) in entities.of_row.iter().enumerate() {
        let Some(&newest) = entities.newest.get(*entity as usize) else { continue };
        if newest as usize == row || columns.one_row_per_event.get(row).copied().unwrap_or(false) {
            continue;
        }
        let record = |r: usize| columns.record.get(r).copied().unwrap_or(0);
        links.push(Link {
            kind: "same-record",
            record_a: record(row),
            record_b: record(newest as usize),
            signal: Signal::SameId,
            score: 1.0,
            reason: "the same id; the version with the newest modified stamp is used".to_owned(),
        });
    }
}
