//! Log entries find their incident, and tell what the incident record itself does not know.

use crate::frame::columns::IncidentColumns;
use crate::frame::events::{EventColumns, incident_key};
use crate::link::groups::Groups;
use crate::model::column::Column;
use crate::model::incident::{Detection, ResolvedBy};
use crate::model::record::EventKind;
use crate::model::row::{EntryRow, IncidentIx, KeyIx, MentionIx};
use crate::model::time::Millis;
use crate::par;

/// What the log entries of one incident say. Everything optional: `None` is "no entry says so".
#[derive(Debug, Clone, Copy, Default)]
pub struct LogSummary {
    pub acknowledged: Option<Millis>,
    pub mitigated: Option<Millis>,
    pub detection: Detection,
    pub resolved_by: ResolvedBy,
    /// `None` when the incident has no entries of its own log; then a count of zero would be a lie.
    pub escalations: Option<u32>,
    pub reassignments: Option<u32>,
    pub reopened: Option<u32>,
}

/// What is counted while the entries of one incident pass by, apart for the log of the tool and for histories inside records: both tell
/// of the same happenings, so their numbers must never be added up.
#[derive(Debug, Default)]
struct Tallies {
    own_log: Tally,
    histories: Tally,
}

#[derive(Debug, Default)]
struct Tally {
    escalations: Option<u32>,
    reassignments: Option<u32>,
    reopened: Option<u32>,
    last_resolved: Option<Millis>,
    last_escalated: Option<Millis>,
    last_reassigned: Option<Millis>,
}

/// Entries in the order (incident, time, input order), with the incident of each.
#[derive(Debug, Default)]
pub struct Attached {
    /// Incident of each entry; `None` where it is in no export.
    pub incident: Column<EntryRow, Option<IncidentIx>>,
    /// Entries of known incidents, sorted.
    pub order: Vec<EntryRow>,
    pub told: Column<IncidentIx, LogSummary>,
}

impl Attached {
    /// Entries of known incidents with their incidents, in order.
    pub fn entries(&self) -> impl Iterator<Item = (IncidentIx, EntryRow)> {
        self.order.iter().filter_map(|row| Some((self.incident[*row]?, *row)))
    }

    /// Frees the rows of single entries; what they told stays.
    pub fn forget_entries(&mut self) {
        self.incident = Column::new();
        self.order = Vec::new();
    }
}

/// Attaches the entries. Superseded and merged records bring their entries along: those pages rang too.
#[must_use]
pub fn attach(columns: &IncidentColumns, events: &EventColumns, groups: &Groups) -> Attached {
    let mut of_key: Column<KeyIx, Option<IncidentIx>> = Column::filled(events.keys.len(), None);
    for row in columns.rows() {
        let key = incident_key(columns.tool(row), columns.native_id.get(row));
        if let Some(key) = events.keys.find(&key) {
            of_key[key] = Some(groups.of_row[row]);
        }
    }
    let incident: Column<EntryRow, Option<IncidentIx>> = events.key.iter().map(|key| of_key[*key]).collect();
    let mut order: Vec<EntryRow> = incident.rows().filter(|row| incident[*row].is_some()).collect();
    let key = |row: &EntryRow| (incident[*row], events.at[*row], *row);
    par::sort(&mut order, |a, b| key(a).cmp(&key(b)));
    let mut attached = Attached { incident, order, told: Column::new() };
    attached.told = told(events, &attached, groups.len());
    attached
}

/// What the entries tell of each incident.
fn told(events: &EventColumns, attached: &Attached, incidents: usize) -> Column<IncidentIx, LogSummary> {
    let mut told = Column::filled(incidents, LogSummary::default());
    let (mut tallies, mut current) = (Tallies::default(), None);
    for (incident, row) in attached.entries() {
        if current.replace(incident) != Some(incident) {
            tallies = Tallies::default();
        }
        tell(&mut told[incident], &mut tallies, &Event::at(events, row));
    }
    told
}

/// One event row.
struct Event<'a> {
    kind: EventKind,
    at: Millis,
    actor: Option<MentionIx>,
    automatic: bool,
    detection: &'a str,
    embedded: bool,
}

impl<'a> Event<'a> {
    fn at(events: &'a EventColumns, row: EntryRow) -> Self {
        Self {
            kind: events.kind[row],
            at: events.at[row],
            actor: events.actor[row],
            automatic: events.automatic[row],
            detection: events.detections.get(events.detection[row]),
            embedded: events.embedded[row],
        }
    }
}

// Entries come in time order, so the first acknowledgement and the last resolution fall out by themselves.
fn tell(told: &mut LogSummary, tallies: &mut Tallies, event: &Event) {
    if event.embedded {
        tally(&mut tallies.histories, event);
    } else {
        let counts = &mut tallies.own_log;
        for count in [&mut counts.escalations, &mut counts.reassignments, &mut counts.reopened] {
            count.get_or_insert(0);
        }
        tally(counts, event);
    }
    let (log, history) = (&tallies.own_log, &tallies.histories);
    told.escalations = log.escalations.max(history.escalations);
    told.reassignments = log.reassignments.max(history.reassignments);
    told.reopened = log.reopened.max(history.reopened);
    match event.kind {
        EventKind::Acknowledged => {
            told.acknowledged.get_or_insert(event.at);
        }
        EventKind::Triggered if told.detection == Detection::Unknown => told.detection = detection(event.detection),
        EventKind::Mitigated => {
            told.mitigated.get_or_insert(event.at);
        }
        // A log without names does not say that no person did it.
        EventKind::Resolved if event.embedded && event.actor.is_none() && !event.automatic => {}
        EventKind::Resolved => {
            let human = event.actor.filter(|_| !event.automatic);
            told.resolved_by = human.map_or(ResolvedBy::Machine, ResolvedBy::Person);
        }
        _ => {}
    }
}

fn tally(counts: &mut Tally, event: &Event) {
    let count = |slot: &mut Option<u32>| *slot = Some(slot.map_or(1, |n| n + 1));
    match event.kind {
        EventKind::Triggered | EventKind::Unacknowledged if counts.last_resolved.take().is_some() => {
            count(&mut counts.reopened);
        }
        EventKind::Reopened => {
            counts.last_resolved = None;
            count(&mut counts.reopened);
        }
        // One escalation to two people is two rows, and in some exports two entries, of one moment.
        EventKind::Escalated if counts.last_escalated.replace(event.at) != Some(event.at) => {
            count(&mut counts.escalations);
        }
        EventKind::Reassigned if counts.last_reassigned.replace(event.at) != Some(event.at) => {
            count(&mut counts.reassignments);
        }
        EventKind::Resolved => counts.last_resolved = Some(event.at),
        _ => {}
    }
}

/// A trigger made on the web site is a person's; any other channel is a machine's.
fn detection(channel: &str) -> Detection {
    match channel {
        "" => Detection::Unknown,
        "web_trigger" | "website" | "web" | "mobile" => Detection::Human,
        _ => Detection::Monitor,
    }
}
