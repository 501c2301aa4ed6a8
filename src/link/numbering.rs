//! Numbers that start again: lists that are kept per file or sheet number their rows from 1 in each of them, and the same
//! number then stands for several incidents. They must not be taken for versions of one.
//!
//! Two records of one tool and one id are different records when title, times and area are all different. Where that is
//! not decided by the records themselves, the other numbers of the same two files or sheets decide. Records whose numbers
//! start again get the name of their file or sheet before the number; nothing of them is dropped, and each says so.

mod places;
mod verdict;

use crate::frame::columns::IncidentColumns;
use crate::frame::events::{EventColumns, incident_key};
use crate::frame::records::Records;
use crate::model::remark::{Remark, RemarkRule};
use crate::model::row::{IncidentRow, KindIx, RecordRow, ReferenceRow, ToolIx};
use crate::model::time::Millis;
use places::{Place, Places};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use verdict::{Tallies, Verdict};

/// How many of the last records of a number a further one is held against: in a file that repeats one number a hundred
/// thousand times each would otherwise be held against all.
const MAX: usize = 16;

/// The new ids of records whose numbers start again.
#[derive(Debug, Default)]
pub struct Renamed {
    /// New ids of a tool's id, with the start of each record, in input order.
    by_key: BTreeMap<String, Vec<(Millis, String)>>,
}

impl Renamed {
    /// What an id stands for that something else states: the record that begins nearest to that moment, or the first.
    #[must_use]
    pub fn find(&self, source: &str, id: &str, at: Option<Millis>) -> Option<&str> {
        self.of_key(&incident_key(source, id), at)
    }

    fn of_key(&self, key: &str, at: Option<Millis>) -> Option<&str> {
        let all = self.by_key.get(key)?;
        let away = |(start, _): &&(Millis, String)| at.map_or(0, |at| at.abs_diff(*start));
        all.iter().min_by_key(away).map(|(_, name)| name.as_str())
    }
}

/// Gives records whose numbers start again ids of their own. To be called before anything is linked.
pub fn apart(columns: &mut IncidentColumns, records: &mut Records, events: &mut EventColumns) -> Renamed {
    let repeated = repeated(columns, records);
    if repeated.is_empty() {
        return Renamed::default();
    }
    let mut places = Places::default();
    let groups = groups(columns, records, &repeated, &mut places);
    if groups.iter().all(|group| group.len() < 2) {
        return Renamed::default();
    }
    let names = names(columns, records, &repeated, &groups, &mut places);
    rename(columns, records, events, names)
}

/// Rows of each id that several rows of one tool and kind of export have, in input order. Rows that are changes of one
/// incident repeat its id on purpose, and an earlier report repeats what exports say.
fn repeated(columns: &IncidentColumns, records: &Records) -> Vec<Vec<IncidentRow>> {
    let mut hashed: Vec<(u64, IncidentRow)> = Vec::with_capacity(columns.len());
    for row in columns.rows() {
        let is_of_report = records.is_of_report(columns.record[row]);
        if !columns.one_row_per_event[row] && !is_of_report && columns.native_id.some(row).is_some() {
            let mut hasher = rustc_hash::FxHasher::default();
            key(columns, records, row).hash(&mut hasher);
            hashed.push((hasher.finish(), row));
        }
    }
    hashed.sort_unstable();
    let several = hashed.chunk_by(|a, b| a.0 == b.0).filter(|chunk| chunk.len() > 1);
    let mut found: Vec<Vec<IncidentRow>> = several.map(|chunk| chunk.iter().map(|(_, row)| *row).collect()).collect();
    // Of two ids with one digest, which practically never meet, neither is looked at.
    found.retain(|rows| {
        let first = rows.first().map(|row| key(columns, records, *row));
        rows.iter().all(|row| Some(key(columns, records, *row)) == first)
    });
    found.sort_unstable();
    found
}

/// Tool, kind of export and id.
fn key<'a>(columns: &'a IncidentColumns, records: &Records, row: IncidentRow) -> (ToolIx, KindIx, &'a str) {
    let (source, entity) = kind(columns, records, row);
    (source, entity, columns.native_id.get(row))
}

fn kind(columns: &IncidentColumns, records: &Records, row: IncidentRow) -> (ToolIx, KindIx) {
    (columns.source[row], records.entity[columns.record[row]])
}

/// Rows that are one record, for each of the repeated ids; the first of a group is the first row of it.
fn groups(
    columns: &IncidentColumns,
    records: &Records,
    repeated: &[Vec<IncidentRow>],
    places: &mut Places,
) -> Vec<Vec<Vec<IncidentRow>>> {
    let mut tallies = Tallies::default();
    for pair in repeated.iter().flat_map(|rows| rows.windows(2)) {
        if let [a, b] = pair {
            let pair = (places.of(columns, records, *a), places.of(columns, records, *b));
            tallies.count(columns, (*a, *b), pair);
        }
    }
    repeated.iter().map(|rows| split(columns, records, rows, &tallies, places)).collect()
}

/// The rows of one id, those of one record together.
fn split(
    columns: &IncidentColumns,
    records: &Records,
    rows: &[IncidentRow],
    tallies: &Tallies,
    places: &mut Places,
) -> Vec<Vec<IncidentRow>> {
    let mut groups: Vec<Vec<IncidentRow>> = Vec::new();
    let mut of_start: FxHashMap<Millis, usize> = FxHashMap::default();
    for &row in rows {
        let start = verdict::start(columns, row);
        let place = places.of(columns, records, row);
        let mut is_same = |group: &Vec<IncidentRow>| {
            let last = group.last().copied().unwrap_or(row);
            let verdict = match verdict::of(columns, last, row) {
                Verdict::Open => tallies.decide((places.of(columns, records, last), place)),
                clear => clear,
            };
            verdict == Verdict::Same
        };
        let known = start.and_then(|start| of_start.get(&start).copied());
        let near = groups.len().saturating_sub(MAX);
        let at = known.or_else(|| groups.iter().skip(near).position(&mut is_same).map(|at| at + near));
        let at = at.unwrap_or(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(row),
            None => groups.push(vec![row]),
        }
        start.into_iter().for_each(|start| _ = of_start.insert(start, at));
    }
    groups
}

/// New ids by row. Where most numbers that two places share stand for different records, all records of these places are
/// named by place; else only those whose number stands for several.
fn names(
    columns: &IncidentColumns,
    records: &Records,
    repeated: &[Vec<IncidentRow>],
    groups: &[Vec<Vec<IncidentRow>>],
    places: &mut Places,
) -> BTreeMap<IncidentRow, String> {
    let mut by_kind: BTreeMap<(ToolIx, KindIx), (usize, usize, BTreeSet<Place>)> = BTreeMap::new();
    for (rows, groups) in repeated.iter().zip(groups) {
        let Some(first) = rows.first() else { continue };
        let (all, other, where_) = by_kind.entry(kind(columns, records, *first)).or_default();
        *all += 1;
        if groups.len() > 1 {
            *other += 1;
            where_.extend(rows.iter().map(|row| places.of(columns, records, *row)));
        }
    }
    by_kind.retain(|_, (_, other, _)| *other > 0);
    let mut taken: BTreeSet<(ToolIx, KindIx, String)> = BTreeSet::new();
    let mut names = BTreeMap::new();
    for groups in groups.iter().filter(|groups| groups.len() > 1) {
        for group in groups {
            let Some(of) = group.first().map(|row| kind(columns, records, *row)) else { continue };
            let concerned = by_kind.get(&of).map(|(_, _, places)| places);
            let name = first_name(columns, records, group, concerned, places);
            let Some(name) = name else { continue };
            let numbered = (2..).map(|n: u32| format!("{name} ({n})"));
            let free = std::iter::once(name.clone()).chain(numbered).find(|n| taken.insert((of.0, of.1, n.clone())));
            names.extend(group.iter().map(|row| (*row, free.clone().unwrap_or_default())));
        }
    }
    by_kind.retain(|_, (all, other, _)| *other * 2 >= *all);
    let alone = repeated.iter().zip(groups).filter(|(_, groups)| groups.len() == 1);
    let alone: BTreeMap<IncidentRow, &Vec<IncidentRow>> =
        alone.flat_map(|(rows, _)| rows.iter().map(move |row| (*row, rows))).collect();
    for row in columns.rows() {
        let Some((_, _, concerned)) = by_kind.get(&kind(columns, records, row)) else { continue };
        let own = [row];
        let rows = alone.get(&row).map_or(&own[..], |rows| rows.as_slice());
        let is_concerned = rows.iter().any(|row| concerned.contains(&places.of(columns, records, *row)));
        if !names.contains_key(&row) && is_concerned {
            names.extend(first_name(columns, records, rows, Some(concerned), places).map(|name| (row, name)));
        }
    }
    names
}

/// What one record is called that stands in several places: by the first in alphabetical order, so that the order of files
/// does not matter.
fn first_name(
    columns: &IncidentColumns,
    records: &Records,
    rows: &[IncidentRow],
    concerned: Option<&BTreeSet<Place>>,
    places: &mut Places,
) -> Option<String> {
    rows.iter().map(|row| places.name(columns, records, *row, concerned)).min()
}

/// Puts the new ids in place of the old ones, wherever these stand.
fn rename(
    columns: &mut IncidentColumns,
    records: &mut Records,
    events: &mut EventColumns,
    names: BTreeMap<IncidentRow, String>,
) -> Renamed {
    let mut renamed = Renamed::default();
    let mut of_record: BTreeMap<RecordRow, String> = BTreeMap::new();
    let (mut ids, mut numbers) = (BTreeMap::new(), BTreeMap::new());
    for (row, name) in names {
        let record = columns.record[row];
        let old = columns.native_id.get(row).to_owned();
        let known = renamed.by_key.entry(incident_key(columns.tool(row), &old)).or_default();
        known.push((verdict::start(columns, row).unwrap_or(0), name.clone()));
        records.remarks.push(&Remark {
            record,
            field: "id",
            stated: old.clone(),
            normalised: name.clone(),
            rule: RemarkRule::NumberedAgain,
        });
        if columns.number.some(row).is_none() {
            numbers.insert(row, old);
        }
        of_record.insert(record, name.clone());
        ids.insert(row, name);
    }
    retarget(columns, records, &ids);
    columns.native_id.replace(&ids);
    columns.number.replace(&numbers);
    records.native_id.replace(&of_record);
    for row in events.rows() {
        let old = events.key_of(row).to_owned();
        let source = old.split('\u{1}').next().unwrap_or("").to_owned();
        let own = of_record.get(&events.record[row]);
        // An entry inside a record may be about another one, which it names.
        let own = own.filter(|name| renamed.by_key.get(&old).is_some_and(|all| all.iter().any(|(_, n)| n == *name)));
        let name = own.map(String::as_str).or_else(|| renamed.of_key(&old, Some(events.at[row])));
        if let Some(key) = name.map(|name| incident_key(&source, name)) {
            events.key[row] = events.keys.code(&key);
        }
    }
    renamed
}

/// A record that states a number of its own list means the record of that list.
fn retarget(columns: &mut IncidentColumns, records: &Records, ids: &BTreeMap<IncidentRow, String>) {
    let mut places = Places::default();
    let mut in_place: BTreeMap<(ToolIx, Place, &str), &str> = BTreeMap::new();
    for (row, name) in ids {
        let place = places.of(columns, records, *row);
        in_place.entry((columns.source[*row], place, columns.native_id.get(*row))).or_insert(name);
    }
    let mut targets: BTreeMap<ReferenceRow, String> = BTreeMap::new();
    for (at, &row) in columns.link_row.enumerate() {
        if ids.contains_key(&row) {
            let place = places.of(columns, records, row);
            let target = in_place.get(&(columns.source[row], place, columns.link_target.get(at).trim()));
            target.into_iter().for_each(|name| _ = targets.insert(at, (*name).to_owned()));
        }
    }
    if !targets.is_empty() {
        columns.link_target.replace(&targets);
    }
}
