//! When the exports were made: which ends stand for "not yet" and are no ends, and what began later than the user says the
//! exports were made (`METHODS.md` 17.9).

use crate::frame::columns::IncidentColumns;
use crate::frame::records::Records;
use crate::model::incident::Status;
use crate::model::remark::{Remark, RemarkRule};
use crate::model::row::{IncidentRow, ToolIx};
use crate::model::time::{DAY, Millis};
use crate::normalise::loaded::Loaded;
use chrono::{DateTime, SecondsFormat};
use std::collections::BTreeMap;

/// The rule by which what began after the stated moment of export is left out.
pub const LATER: &str = "after-as-of";
/// An export is made within a day of the latest thing that it tells, where its tool says when records were last changed.
const GRACE: Millis = DAY;
/// Years from here on (1 January 2099) mean "never".
const NEVER: Millis = 4_070_908_800_000;
/// An end this far past every other stamp is none.
const FAR: Millis = 365 * DAY;

/// Records that began after the moment at which the exports are said to have been made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Later {
    pub count: u64,
    /// The one that began first: its id, the file and row it stands in, and when it began.
    pub record: String,
    pub file: String,
    pub row: u32,
    pub at: Millis,
}

/// A moment given as a day lasts for that day.
fn limit(as_of: Millis) -> Millis {
    if as_of.rem_euclid(DAY) == 0 { as_of.saturating_add(DAY) } else { as_of.saturating_add(1) }
}

fn begins(columns: &IncidentColumns, row: IncidentRow) -> Option<Millis> {
    let stamps = [columns.started.get(row), columns.detected.get(row), columns.declared.get(row)];
    stamps.into_iter().flatten().min()
}

/// What began later than the stated moment; `None` where nothing did.
#[must_use]
pub fn later(loaded: &Loaded, as_of: Millis) -> Option<Later> {
    let (columns, records) = (&loaded.incidents, &loaded.records);
    let late = rows_after(columns, as_of);
    let (at, row) = late.iter().min().copied()?;
    let record = columns.record[row];
    Some(Later {
        count: late.len() as u64,
        record: records.id(record),
        file: records.file_name(record).to_owned(),
        row: records.row[record],
        at,
    })
}

/// Work that is announced says when it will be: none of its times has come.
fn is_ahead(columns: &IncidentColumns, row: IncidentRow) -> bool {
    columns.status[row] == Status::Scheduled
}

fn rows_after(columns: &IncidentColumns, as_of: Millis) -> Vec<(Millis, IncidentRow)> {
    let limit = limit(as_of);
    let begun = columns.rows().filter(|row| !is_ahead(columns, *row));
    begun.filter_map(|row| Some((begins(columns, row)?, row))).filter(|(at, _)| *at >= limit).collect()
}

/// Where somebody said when the exports were made, ends and beginnings go by that.
pub fn as_stated(loaded: &mut Loaded, as_of: Option<Millis>) {
    if let Some(as_of) = as_of {
        settle(loaded, Some(as_of));
        leave_out_later(loaded, as_of);
    }
}

/// Leaves out of statistics what began after the stated moment.
fn leave_out_later(loaded: &mut Loaded, as_of: Millis) {
    let columns = &mut loaded.incidents;
    let late = rows_after(columns, as_of);
    if !late.is_empty() {
        let rules: BTreeMap<IncidentRow, String> = late.into_iter().map(|(_, row)| (row, LATER.to_owned())).collect();
        columns.exclusion.replace(&rules);
    }
}

/// Takes back ends that stand for "not yet", each with a remark, and settles the latest stamp without them. `as_of`: when the
/// exports were made, where somebody said so.
pub fn settle(loaded: &mut Loaded, as_of: Option<Millis>) {
    let bounds = Bounds::of(&loaded.incidents, as_of);
    take_back(&mut loaded.incidents, &mut loaded.records, &bounds);
    let columns = &loaded.incidents;
    let stamps = columns.rows().flat_map(|row| told(columns, row).into_iter().chain(ends(columns, row)));
    loaded.latest = stamps.flatten().chain(loaded.events.at.iter().copied()).max();
}

/// Stamps that are no ends.
fn told(columns: &IncidentColumns, row: IncidentRow) -> [Option<Millis>; 4] {
    if is_ahead(columns, row) {
        return [columns.modified.get(row), None, None, None];
    }
    [columns.started.get(row), columns.detected.get(row), columns.declared.get(row), columns.modified.get(row)]
}

fn ends(columns: &IncidentColumns, row: IncidentRow) -> [Option<Millis>; 2] {
    if is_ahead(columns, row) {
        return [None; 2];
    }
    [columns.resolved.get(row), columns.closed.get(row)]
}

/// From which moment on an end is none.
struct Bounds {
    all: Millis,
    /// After it ends are later than the stated moment of export, but may be real.
    stated: Option<Millis>,
    /// Of the tools that state when records were made and last changed.
    of_source: BTreeMap<ToolIx, Millis>,
}

impl Bounds {
    fn of(columns: &IncidentColumns, as_of: Option<Millis>) -> Self {
        let mut of_source: BTreeMap<ToolIx, Millis> = BTreeMap::new();
        let mut dated: BTreeMap<ToolIx, bool> = BTreeMap::new();
        let (mut last, mut late) = (Millis::MIN, Vec::new());
        for row in columns.rows() {
            let source = columns.source[row];
            let known = told(columns, row).into_iter().flatten().max();
            last = last.max(known.unwrap_or(Millis::MIN));
            let latest = of_source.entry(source).or_insert(Millis::MIN);
            *latest = (*latest).max(known.unwrap_or(Millis::MIN));
            // Every record has to say it: one with a date of change alone says little about the others.
            *dated.entry(source).or_insert(true) &=
                columns.modified.get(row).is_some() && begins(columns, row).is_some();
        }
        for row in columns.rows() {
            late.extend(ends(columns, row).into_iter().flatten().filter(|end| *end > last));
        }
        of_source.retain(|source, _| dated.get(source).copied().unwrap_or(false));
        of_source.values_mut().for_each(|latest| *latest = latest.saturating_add(GRACE));
        Self { all: NEVER.min(far(last, late)), stated: as_of.map(limit), of_source }
    }

    fn is_placeholder(&self, source: ToolIx, end: Millis) -> bool {
        end >= self.all
            || self.stated.is_some_and(|limit| end >= limit)
            || self.of_source.get(&source).is_some_and(|limit| end > *limit)
    }
}

/// The first end that lies a year or more past every stamp before it.
fn far(last: Millis, mut ends: Vec<Millis>) -> Millis {
    ends.sort_unstable();
    let mut before = last;
    for end in ends {
        if before != Millis::MIN && end.saturating_sub(before) >= FAR {
            return end;
        }
        before = end;
    }
    Millis::MAX
}

fn take_back(columns: &mut IncidentColumns, records: &mut Records, bounds: &Bounds) {
    for row in columns.rows() {
        let source = columns.source[row];
        let record = columns.record[row];
        let [resolved, closed] = ends(columns, row).map(|end| end.filter(|at| bounds.is_placeholder(source, *at)));
        let mitigated =
            columns.mitigated.get(row).filter(|at| !is_ahead(columns, row) && bounds.is_placeholder(source, *at));
        for (field, end) in [("mitigated_at", mitigated), ("resolved_at", resolved), ("closed_at", closed)] {
            let Some(at) = end else { continue };
            let column = match field {
                "mitigated_at" => &mut columns.mitigated,
                "closed_at" => &mut columns.closed,
                _ => &mut columns.resolved,
            };
            column.clear(row);
            let rule = RemarkRule::PlaceholderEnd;
            records.remarks.push(&Remark { record, field, stated: text(at), normalised: String::new(), rule });
        }
        // It ended after the stated moment, so at that moment it was open.
        let was_open = resolved.or(closed).is_some() && bounds.stated.is_some() && ends(columns, row) == [None; 2];
        if was_open && columns.status[row].is_over() {
            columns.status[row] = Status::Open;
        }
    }
}

fn text(at: Millis) -> String {
    DateTime::from_timestamp_millis(at).map_or_else(String::new, |at| at.to_rfc3339_opts(SecondsFormat::Secs, true))
}
