//! Log entries find their incident, and tell what the incident record itself does not know.

use crate::frame::columns::IncidentColumns;
use crate::frame::events::{EventColumns, NOBODY, incident_key};
use crate::link::groups::Groups;
use crate::model::incident::{Detection, ResolvedBy};
use crate::model::record::EventKind;
use crate::model::time::Millis;

/// Marks an entry whose incident is in no export.
pub const NO_INCIDENT: u32 = u32::MAX;

/// What the log entries of one incident say. Everything optional: `None` is "no entry says so".
#[derive(Debug, Clone, Copy, Default)]
pub struct Told {
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
    /// Incident of each event row.
    pub incident: Vec<u32>,
    /// Event rows of known incidents, sorted.
    pub order: Vec<u32>,
    pub told: Vec<Told>,
}

impl Attached {
    /// Frees the rows of single entries; what they told stays.
    pub fn forget_entries(&mut self) {
        self.incident = Vec::new();
        self.order = Vec::new();
    }
}

/// Attaches the entries. Superseded and merged records bring their entries along: those pages rang too.
#[must_use]
pub fn attach(columns: &IncidentColumns, events: &EventColumns, groups: &Groups) -> Attached {
    let mut of_key = vec![NO_INCIDENT; events.keys.len()];
    for row in 0..columns.len() {
        let source = columns.sources.get(columns.source.get(row).copied().unwrap_or(0));
        let key = incident_key(source, columns.native_id.get(row));
        if let Some(slot) = events.keys.find(&key).and_then(|code| of_key.get_mut(code as usize)) {
            *slot = groups.of_row.get(row).copied().unwrap_or(NO_INCIDENT);
        }
    }
    let incident: Vec<u32> =
        events.key.iter().map(|key| of_key.get(*key as usize).copied().unwrap_or(NO_INCIDENT)).collect();
    let mut order: Vec<u32> = (0..u32::try_from(events.len()).unwrap_or(u32::MAX))
        .filter(|row| incident.get(*row as usize) != Some(&NO_INCIDENT))
        .collect();
    let at = |row: &u32| events.at.get(*row as usize).copied().unwrap_or(0);
    order.sort_by_key(|row| (incident.get(*row as usize).copied(), at(row), *row));
    let mut told = vec![Told::default(); groups.len()];
    let (mut tallies, mut current) = (Tallies::default(), NO_INCIDENT);
    for &row in &order {
        let row = row as usize;
        let of_row = incident.get(row).copied().unwrap_or(NO_INCIDENT);
        if of_row != current {
            (tallies, current) = (Tallies::default(), of_row);
        }
        let slot = incident.get(row).and_then(|i| told.get_mut(*i as usize));
        if let (Some(told), Some(event)) = (slot, Event::at(events, row)) {
            tell(told, &mut tallies, &event);
        }
    }
    Attached { incident, order, told }
}

/// One event row.
struct Event<'a> {
    kind: EventKind,
    at: Millis,
    actor: u32,
    automatic: bool,
    detection: &'a str,
    embedded: bool,
}

impl<'a> Event<'a> {
    fn at(events: &'a EventColumns, row: usize) -> Option<Self> {
        Some(Self {
            kind: *events.kind.get(row)?,
            at: *events.at.get(row)?,
            actor: *events.actor.get(row)?,
            automatic: *events.automatic.get(row)?,
            detection: events.detections.get(*events.detection.get(row)?),
            embedded: *events.embedded.get(row)?,
        })
    }
}

// Entries come in time order, so the first acknowledgement and the last resolution fall out by themselves.
fn tell(told: &mut Told, tallies: &mut Tallies, event: &Event) {
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
        EventKind::Resolved if event.embedded && event.actor == NOBODY && !event.automatic => {}
        EventKind::Resolved => {
            let human = event.actor != NOBODY && !event.automatic;
            told.resolved_by = if human { ResolvedBy::Person(event.actor) } else { ResolvedBy::Machine };
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
