//! What each tool states about each incident, kept apart: in the incident table the tools are already one.
//!
//! One row per incident and tool. Several versions or event rows of one tool are one row: its earliest start, its latest
//! end, and every field that any of them states.

use crate::frame::columns::IncidentColumns;
use crate::frame::records::{NO_TIME, Records};
use crate::model::column::Column;
use crate::model::incident::{Detection, Resolution};
use crate::model::record::Role;
use crate::model::remark::RemarkRule;
use crate::model::row::{IncidentIx, IncidentRow, RecordRow, StatingIx, ToolIx};
use crate::model::time::Millis;
use std::collections::BTreeMap;

/// Fields whose coverage is counted, with the names of the incident table, in the order in which they are listed.
pub const FIELDS: [&str; 13] = [
    "title",
    "severity",
    "service",
    "team",
    "customer_facing",
    "started_at",
    "detected_at",
    "acknowledged_at",
    "mitigated_at",
    "resolved_at",
    "closed_at",
    "detection",
    "resolution",
];

/// Orders of times that cannot be, as further bits: the event lies before the start.
pub const ORDERS: [(&str, u32); 4] =
    [("acknowledged_at", 16), ("mitigated_at", 17), ("resolved_at", 18), ("closed_at", 19)];
const SAME_DETECTED: u32 = 20;
const SAYS_NO_CUSTOMERS: u32 = 21;

/// What one tool states about one incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stated {
    pub incident: IncidentIx,
    /// One of [`StatedRows::tools`].
    pub tool: StatingIx,
    /// Which kind of system the tool is.
    pub role: Role,
    started: Millis,
    resolved: Millis,
    closed: Millis,
    bits: u32,
}

impl Stated {
    /// Whether the tool states the field of this index in [`FIELDS`].
    #[must_use]
    pub fn has(&self, field: usize) -> bool {
        u32::try_from(field).is_ok_and(|bit| self.bit(bit))
    }

    /// Whether a bit of [`ORDERS`] is set.
    #[must_use]
    pub fn bit(&self, bit: u32) -> bool {
        self.bits.checked_shr(bit).is_some_and(|bits| bits & 1 == 1)
    }

    /// Detection and start are stated, and the same.
    #[must_use]
    pub fn detected_at_start(&self) -> bool {
        self.bit(SAME_DETECTED)
    }

    /// The tool says that no customer noticed.
    #[must_use]
    pub fn denies_customers(&self) -> bool {
        self.bit(SAYS_NO_CUSTOMERS)
    }

    /// The stated start; else detection, else declaration.
    #[must_use]
    pub fn started(&self) -> Option<Millis> {
        (self.started != NO_TIME).then_some(self.started)
    }

    #[must_use]
    pub fn resolved(&self) -> Option<Millis> {
        (self.resolved != NO_TIME).then_some(self.resolved)
    }

    #[must_use]
    pub fn closed(&self) -> Option<Millis> {
        (self.closed != NO_TIME).then_some(self.closed)
    }
}

/// The times of one record of an incident that has records whose times were read as UTC for want of a zone, and others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordTimes {
    pub incident: IncidentIx,
    /// One of [`StatedRows::tools`].
    pub tool: StatingIx,
    /// Whether this is such a record itself.
    pub assumed: bool,
    /// Begin (by whichever time there is), detection, declaration; and resolution, closure.
    pub begins: [Option<Millis>; 3],
    pub ends: [Option<Millis>; 2],
}

/// All rows, in the order of incidents, then of records.
#[derive(Debug, Clone, Default)]
pub struct StatedRows {
    pub tools: Column<StatingIx, String>,
    pub rows: Vec<Stated>,
    /// Clocks that can be compared, superseded versions of records among them, in the order of incidents.
    pub clocks: Vec<RecordTimes>,
}

impl StatedRows {
    /// Rows of the records in `members`, one list per incident.
    #[must_use]
    pub fn of(
        columns: &IncidentColumns,
        members: &Column<IncidentIx, Vec<IncidentRow>>,
        of_row: &Column<IncidentRow, IncidentIx>,
        store: &Records,
    ) -> Self {
        let mut tools = Tools::default();
        let mut rows: Vec<Stated> = Vec::with_capacity(members.len());
        for (incident, records) in members.enumerate() {
            let first = rows.len();
            for &row in believed(columns, store, records) {
                let tool = tools.number(columns, row);
                let stated = stated(columns, row, incident, tool);
                match rows.iter_mut().skip(first).find(|known| known.tool == tool) {
                    Some(known) => join(known, &stated),
                    None => rows.push(stated),
                }
            }
        }
        rows.shrink_to_fit();
        let clocks = clocks(columns, (members.len(), of_row), store, &mut tools);
        Self { tools: tools.names, rows, clocks }
    }
}

/// The records of an incident that come from its tools. An earlier report of ours repeats them, and what it filled in no
/// tool states; only an incident that is in nothing else goes by it. Its records come last.
fn believed<'a>(columns: &IncidentColumns, store: &Records, records: &'a [IncidentRow]) -> &'a [IncidentRow] {
    let is_own = |row: &IncidentRow| store.is_of_report(columns.record[*row]);
    let tools = records.iter().take_while(|row| !is_own(row)).count();
    if tools == 0 { records } else { records.get(..tools).unwrap_or(records) }
}

fn clocks(
    columns: &IncidentColumns,
    (incidents, of_row): (usize, &Column<IncidentRow, IncidentIx>),
    records: &Records,
    tools: &mut Tools,
) -> Vec<RecordTimes> {
    let without = records.remarks.iter().filter(|r| r.rule == RemarkRule::ZoneAssumedUtc);
    let mut assumed: Column<RecordRow, bool> = Column::filled(records.len(), false);
    without.for_each(|remark| assumed[remark.record] = true);
    let is_assumed = |row: IncidentRow| assumed[columns.record[row]];
    // Only where one record has a zone and another has none is there something to compare.
    let mut sides: Column<IncidentIx, [bool; 2]> = Column::filled(incidents, [false; 2]);
    for (row, incident) in of_row.enumerate() {
        let [zoned, bare] = &mut sides[*incident];
        *(if is_assumed(row) { bare } else { zoned }) = true;
    }
    let mut clocks = Vec::new();
    for (row, incident) in of_row.enumerate().filter(|(_, incident)| sides[**incident] == [true; 2]) {
        let (started, detected, declared) =
            (columns.started.get(row), columns.detected.get(row), columns.declared.get(row));
        clocks.push(RecordTimes {
            incident: *incident,
            tool: tools.number(columns, row),
            assumed: is_assumed(row),
            begins: [started.or(detected).or(declared), detected, declared],
            ends: [columns.resolved.get(row), columns.closed.get(row)],
        });
    }
    clocks.sort_by_key(|clock| clock.incident);
    clocks
}

/// Tools by number, in order of first appearance.
#[derive(Default)]
struct Tools {
    names: Column<StatingIx, String>,
    numbers: BTreeMap<ToolIx, StatingIx>,
}

impl Tools {
    fn number(&mut self, columns: &IncidentColumns, row: IncidentRow) -> StatingIx {
        let names = &mut self.names;
        *self.numbers.entry(columns.source[row]).or_insert_with(|| names.push(columns.tool(row).to_owned()))
    }
}

fn join(known: &mut Stated, more: &Stated) {
    known.bits |= more.bits;
    known.resolved = known.resolved.max(more.resolved);
    known.closed = known.closed.max(more.closed);
    if known.started == NO_TIME || (more.started != NO_TIME && more.started < known.started) {
        known.started = more.started;
    }
}

fn stated(all: &IncidentColumns, row: IncidentRow, incident: IncidentIx, tool: StatingIx) -> Stated {
    let (started, resolved) = (all.started.get(row), all.resolved.get(row));
    let (acknowledged, mitigated, closed) = (all.acknowledged.get(row), all.mitigated.get(row), all.closed.get(row));
    let known = [
        all.title.some(row).is_some(),
        all.severity[row] > 0,
        all.services.some(row).is_some(),
        all.teams.some(row).is_some(),
        all.customer_facing[row].is_some(),
        started.is_some(),
        all.detected.get(row).is_some(),
        acknowledged.is_some(),
        mitigated.is_some(),
        resolved.is_some(),
        closed.is_some(),
        all.detection[row] != Detection::Unknown,
        all.resolution[row] != Resolution::Unknown,
    ];
    let fields = (0_u32..).zip(known).fold(0, |bits, (bit, known)| bits | (u32::from(known) << bit));
    let begin = started.or(all.detected.get(row)).or(all.declared.get(row));
    let before = |at: Option<Millis>| at.zip(begin).is_some_and(|(at, begin)| at < begin);
    let orders = ORDERS.iter().zip([acknowledged, mitigated, resolved, closed]);
    let orders = orders.fold(0, |bits, ((_, bit), at)| bits | (u32::from(before(at)) << bit));
    let same = started.is_some() && started == all.detected.get(row);
    let denies = all.customer_facing[row] == Some(false);
    Stated {
        incident,
        tool,
        started: begin.unwrap_or(NO_TIME),
        resolved: resolved.unwrap_or(NO_TIME),
        closed: closed.unwrap_or(NO_TIME),
        role: all.role[row],
        bits: fields | orders | (u32::from(same) << SAME_DETECTED) | (u32::from(denies) << SAYS_NO_CUSTOMERS),
    }
}
