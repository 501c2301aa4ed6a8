//! The same id again: another version in another file, or one row per event.

use crate::frame::columns::IncidentColumns;
use crate::frame::records::{NO_TIME, Records};
use crate::link::union::Union;
use crate::model::link::{Link, Signal};
use rustc_hash::{FxHashMap, FxHashSet};
use std::hash::{Hash, Hasher};

/// Shorter numbers are counted anew in every project or service.
const SHORTEST_NUMBER: usize = 6;

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
    if !may_meet(columns, records, entities) {
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
            let other = other.or_else(|| stands_for_id(columns, entities, one, name, known));
            if !known.contains(&(one, kind)) && (known.iter().all(|(_, of)| *of != kind) || known.len() < 2) {
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

/// Whether any tool has two kinds of exports, or an id that is another record's number. Most sets have neither, and a
/// table of all ids of a million incidents is not made for nothing.
fn may_meet(columns: &IncidentColumns, records: &Records, entities: &Entities) -> bool {
    let mut kind_of: FxHashMap<u32, u32> = FxHashMap::default();
    let mut numbers: FxHashSet<u64> = FxHashSet::default();
    let hash = |source: u32, name: &str| {
        let mut hasher = rustc_hash::FxHasher::default();
        (source, name).hash(&mut hasher);
        hasher.finish()
    };
    for &row in &entities.newest {
        let at = row as usize;
        let (source, kind) = (columns.source.get(at).copied().unwrap_or(0), entity(columns, records, at));
        if *kind_of.entry(source).or_insert(kind) != kind {
            return true;
        }
        if let Some(number) = columns.number.some(at).filter(|number| number.len() >= SHORTEST_NUMBER) {
            numbers.insert(hash(source, number));
        }
    }
    let source = |at: usize| columns.source.get(at).copied().unwrap_or(0);
    let mut rows = entities.newest.iter().map(|row| *row as usize);
    rows.any(|at| numbers.contains(&hash(source(at), columns.native_id.get(at))))
}

/// The only other record that has as its number what this one has as its id, or the other way about: a list exported
/// without ids goes by the number.
fn stands_for_id(
    columns: &IncidentColumns,
    entities: &Entities,
    one: u32,
    name: &str,
    known: &[(u32, u32)],
) -> Option<u32> {
    let is_id = |entity: u32| {
        let row = entities.newest.get(entity as usize).copied().unwrap_or(0);
        columns.native_id.get(row as usize) == name
    };
    let mut others = known.iter().map(|(other, _)| *other).filter(|other| *other != one && is_id(*other) != is_id(one));
    let other = others.next()?;
    (name.len() >= SHORTEST_NUMBER && others.next().is_none()).then_some(other)
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
