//! The same id again: another version in another file, or one row per event.

use crate::frame::columns::IncidentColumns;
use crate::frame::records::{NO_TIME, Records};
use crate::link::union::Union;
use crate::model::column::Column;
use crate::model::link::{Link, Signal};
use crate::model::row::{EntityIx, IncidentRow, KindIx, ToolIx};
use rustc_hash::{FxHashMap, FxHashSet};
use std::hash::{Hash, Hasher};

/// Shorter numbers are counted anew in every project or service.
const SHORTEST_NUMBER: usize = 6;

/// Distinct (tool, native id) pairs, in order of first appearance.
#[derive(Debug, Default)]
pub struct Entities {
    /// Row of the version that is believed: the newest.
    pub newest: Column<EntityIx, IncidentRow>,
    /// Entity of each row.
    pub of_row: Column<IncidentRow, EntityIx>,
}

/// Finds the entities. The newest `modified` wins; without one, or at a tie, the later row in input order. For sources
/// that write one row per event, the last row of the file holds the final state. A row of an earlier report is an older
/// version of the record that it repeats, where an export holds that.
#[must_use]
pub fn entities(columns: &IncidentColumns, records: &Records, links: &mut Vec<Link>) -> Entities {
    let repeats = repeated(columns, records);
    let mut index: FxHashMap<(ToolIx, KindIx, &str), EntityIx> = FxHashMap::default();
    let mut entities = Entities { newest: Column::new(), of_row: Column::with_capacity(columns.len()) };
    for row in columns.rows() {
        let stands_for = repeats.get(&row).copied().unwrap_or(row);
        let key = (columns.source[row], entity(columns, records, stands_for), columns.native_id.get(row));
        let newest = &mut entities.newest;
        let entity = *index.entry(key).or_insert_with(|| newest.push(stands_for));
        entities.of_row.push(entity);
        if stands_for == row && supersedes(columns, row, newest[entity]) {
            newest[entity] = row;
        }
    }
    report(columns, records, &entities, links);
    entities
}

/// Rows of earlier reports whose record an export holds, each with a row of that record: the report tells what was counted
/// then, and nothing of it may count again.
fn repeated(columns: &IncidentColumns, records: &Records) -> FxHashMap<IncidentRow, IncidentRow> {
    let is_of_report = |row: &IncidentRow| records.is_of_report(columns.record[*row]);
    let mut repeats = FxHashMap::default();
    if !columns.rows().any(|row| is_of_report(&row)) {
        return repeats;
    }
    let name = |row: IncidentRow| (columns.source[row], columns.native_id.get(row));
    let mut exported: FxHashMap<(ToolIx, &str), IncidentRow> = FxHashMap::default();
    for row in columns.rows().filter(|row| !is_of_report(row)) {
        exported.entry(name(row)).or_insert(row);
    }
    for row in columns.rows().filter(is_of_report) {
        if let Some(original) = exported.get(&name(row)) {
            repeats.insert(row, *original);
        }
    }
    repeats
}

/// The kind of export a row comes from, as the middle part of its record id says.
fn entity(columns: &IncidentColumns, records: &Records, row: IncidentRow) -> KindIx {
    records.entity[columns.record[row]]
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
    let mut first: FxHashMap<(ToolIx, &str), Vec<(EntityIx, KindIx)>> = FxHashMap::default();
    for (one, &at) in entities.newest.enumerate() {
        let source = columns.source[at];
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
            let record = |entity: EntityIx| columns.record[entities.newest[entity]];
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
    let mut kind_of: FxHashMap<ToolIx, KindIx> = FxHashMap::default();
    let mut numbers: FxHashSet<u64> = FxHashSet::default();
    let hash = |source: ToolIx, name: &str| {
        let mut hasher = rustc_hash::FxHasher::default();
        (source, name).hash(&mut hasher);
        hasher.finish()
    };
    for &at in &entities.newest {
        let (source, kind) = (columns.source[at], entity(columns, records, at));
        if *kind_of.entry(source).or_insert(kind) != kind {
            return true;
        }
        if let Some(number) = columns.number.some(at).filter(|number| number.len() >= SHORTEST_NUMBER) {
            numbers.insert(hash(source, number));
        }
    }
    entities.newest.iter().any(|at| numbers.contains(&hash(columns.source[*at], columns.native_id.get(*at))))
}

/// The only other record that has as its number what this one has as its id, or the other way about: a list exported
/// without ids goes by the number.
fn stands_for_id(
    columns: &IncidentColumns,
    entities: &Entities,
    one: EntityIx,
    name: &str,
    known: &[(EntityIx, KindIx)],
) -> Option<EntityIx> {
    let is_id = |entity: EntityIx| columns.native_id.get(entities.newest[entity]) == name;
    let mut others = known.iter().map(|(other, _)| *other).filter(|other| *other != one && is_id(*other) != is_id(one));
    let other = others.next()?;
    (name.len() >= SHORTEST_NUMBER && others.next().is_none()).then_some(other)
}

fn supersedes(columns: &IncidentColumns, row: IncidentRow, newest: IncidentRow) -> bool {
    if columns.one_row_per_event[row] && columns.one_row_per_event[newest] {
        return true;
    }
    let modified = |row: IncidentRow| columns.modified.get(row).unwrap_or(NO_TIME);
    modified(row) >= modified(newest)
}

// Event rows of one incident are no news to anybody; only versions in different files are listed.
fn report(columns: &IncidentColumns, records: &Records, entities: &Entities, links: &mut Vec<Link>) {
    for (row, entity) in entities.of_row.enumerate() {
        let newest = entities.newest[*entity];
        if newest == row || columns.one_row_per_event[row] {
            continue;
        }
        links.push(Link {
            kind: "same-record",
            record_a: columns.record[row],
            record_b: columns.record[newest],
            signal: Signal::SameId,
            score: 1.0,
            reason: superseded(columns, records, row).to_owned(),
        });
    }
}

fn superseded(columns: &IncidentColumns, records: &Records, row: IncidentRow) -> &'static str {
    if records.is_of_report(columns.record[row]) {
        "an earlier report says what was counted then; the export is used"
    } else {
        "the same id; the version with the newest modified stamp is used"
    }
}
