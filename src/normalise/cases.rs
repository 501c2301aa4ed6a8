//! Cases of event logs: rows come one by one, from one file or several, and a case is known when all are read.
//!
//! Every row becomes an entry of its case at once; what is kept until the end is one set of facts for each case.

use crate::model::incident::Status;
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, Kind, Record, Stamp, StatedIncident, StatedInvolvement};
use crate::model::row::RecordRow;
use crate::model::time::Millis;
use crate::normalise::status::status;
use crate::normalise::story::{Story, StoryEntry, story};
use crate::normalise::time::{TimeContext, iso, parse};
use std::collections::BTreeMap;

/// One case so far.
pub(super) struct Case {
    /// Row of its first record in the table of all records.
    pub(super) row: RecordRow,
    /// That record, without what it states.
    pub(super) record: Record,
    pub(super) context: TimeContext,
    pub(super) stated: StatedIncident,
    steps: Vec<StoryEntry>,
    newest: Millis,
}

/// All cases, in order of first appearance.
#[derive(Default)]
pub(super) struct Cases {
    place: BTreeMap<(String, String), usize>,
    list: Vec<Case>,
}

impl Cases {
    /// Whether a case of this record is known already.
    pub(super) fn knows(&self, record: &Record) -> bool {
        self.place.contains_key(&(record.source.clone(), record.native_id.clone()))
    }

    /// Takes one row with its time.
    pub(super) fn take(
        &mut self,
        row: RecordRow,
        record: &Record,
        stated: &StatedIncident,
        context: TimeContext,
        at: Millis,
    ) {
        let step = step(stated, at);
        let key = (record.source.clone(), record.native_id.clone());
        if let Some(case) = self.place.get(&key).and_then(|place| self.list.get_mut(*place)) {
            absorb(&mut case.stated, stated, at >= case.newest);
            case.newest = case.newest.max(at);
            case.steps.push(step);
            return;
        }
        self.place.insert(key, self.list.len());
        let facts = StatedIncident { events: Vec::new(), ..stated.clone() };
        self.list.push(Case { row, record: bare(record), context, stated: facts, steps: vec![step], newest: at });
    }

    /// All cases with what their rows together say; none is left.
    pub(super) fn settled(&mut self) -> Vec<Case> {
        self.place.clear();
        let mut list = std::mem::take(&mut self.list);
        for case in &mut list {
            if let Some(story) = story(&case.steps) {
                fill(&mut case.stated, &story);
            }
            case.steps = Vec::new();
        }
        list
    }
}

/// What the entries inside one record say, put into its facts; the record is told by them.
pub(super) fn told(stated: &StatedIncident, context: TimeContext) -> StatedIncident {
    let time = |stamp: &Stamp| parse(stamp, context).ok().flatten().map(|parsed| parsed.at);
    let steps: Vec<StoryEntry> = stated
        .events
        .iter()
        .filter_map(|event| {
            let at = time(&event.at)?;
            let state = StoryEntry::state_of(&event.value);
            Some(StoryEntry { at, kind: event.kind, state, team: String::new(), assignee: String::new() })
        })
        .collect();
    let mut facts = stated.clone();
    if let Some(story) = story(&steps) {
        fill(&mut facts, &story);
    }
    facts
}

fn step(stated: &StatedIncident, at: Millis) -> StoryEntry {
    let event = stated.events.first();
    let state = event.map_or("", |event| event.value.as_str());
    let assignee = stated.people.first().map(|part| part.person.name.clone() + &part.person.email + &part.person.id);
    StoryEntry {
        at,
        kind: event.map_or(EventKind::Other, |event| event.kind),
        state: StoryEntry::state_of(state),
        team: stated.teams.first().cloned().unwrap_or_default(),
        assignee: assignee.unwrap_or_default(),
    }
}

/// A record without what it states, for the origin and the ids.
fn bare(record: &Record) -> Record {
    let Record { source, role, entity, native_id, .. } = record;
    let origin = Origin { file: record.origin.file, row: record.origin.row, pointer: record.origin.pointer.clone() };
    Record { origin, source: source.clone(), role: *role, entity, native_id: native_id.clone(), body: Body::Reference }
}

/// What follows from the story goes where no field states it.
fn fill(stated: &mut StatedIncident, story: &Story) {
    let stamp = |at: Millis, field| Some(Stamp { text: iso(at), field });
    if [&stated.started_at, &stated.detected_at, &stated.declared_at].iter().all(|known| known.is_none()) {
        stated.started_at = stamp(story.begun, "at");
    }
    if stated.resolved_at.is_none() {
        stated.resolved_at = story.resolved.and_then(|at| stamp(at, "at"));
    }
    if stated.closed_at.is_none() {
        stated.closed_at = story.closed.and_then(|at| stamp(at, "at"));
    }
    if stated.modified_at.is_none() {
        stated.modified_at = stamp(story.last, "at");
    }
    // A word of the record's own that says nothing (a code, the name of a phase) gives way.
    if status(&stated.status).is_none() && story.state != Status::Unknown {
        story.state.code().clone_into(&mut stated.status);
    }
    if story.planned && stated.kind == Kind::Incident {
        stated.kind = Kind::Maintenance;
    }
    stated.reopen_count = stated.reopen_count.or(story.reopened);
    stated.reassignment_count = stated.reassignment_count.or(story.handed_over);
    stated.one_row_per_event = false;
}

/// Takes over what another row of the case states. The newer one wins; of people and links, all stay.
fn absorb(case: &mut StatedIncident, row: &StatedIncident, newer: bool) {
    for (known, said) in [
        (&mut case.title, &row.title),
        (&mut case.summary, &row.summary),
        (&mut case.severity, &row.severity),
        (&mut case.urgency, &row.urgency),
        (&mut case.number, &row.number),
        (&mut case.url, &row.url),
        (&mut case.detection, &row.detection),
        (&mut case.resolution, &row.resolution),
    ] {
        replace(known, said, !said.is_empty(), known.is_empty(), newer);
    }
    for (known, said) in [
        (&mut case.services, &row.services),
        (&mut case.components, &row.components),
        (&mut case.teams, &row.teams),
        (&mut case.environments, &row.environments),
        (&mut case.regions, &row.regions),
        (&mut case.factors, &row.factors),
    ] {
        replace(known, said, !said.is_empty(), known.is_empty(), newer);
    }
    for (known, said) in [
        (&mut case.started_at, &row.started_at),
        (&mut case.detected_at, &row.detected_at),
        (&mut case.declared_at, &row.declared_at),
        (&mut case.acknowledged_at, &row.acknowledged_at),
        (&mut case.mitigated_at, &row.mitigated_at),
    ] {
        // What began or was noticed first is what the oldest row states.
        replace(known, said, said.is_some(), known.is_none(), false);
    }
    for (known, said) in [(&mut case.resolved_at, &row.resolved_at), (&mut case.closed_at, &row.closed_at)] {
        replace(known, said, said.is_some(), known.is_none(), newer);
    }
    for (known, said) in [
        (&mut case.reopen_count, row.reopen_count),
        (&mut case.reassignment_count, row.reassignment_count),
        (&mut case.escalation_count, row.escalation_count),
        (&mut case.alert_count, row.alert_count),
    ] {
        *known = (*known).max(said);
    }
    case.customer_facing = case.customer_facing.max(row.customer_facing);
    row.links.iter().for_each(|link| push(&mut case.links, link));
    row.people.iter().for_each(|part: &StatedInvolvement| push(&mut case.people, part));
}

fn replace<T: Clone>(known: &mut T, said: &T, is_said: bool, is_free: bool, newer: bool) {
    if is_said && (is_free || newer) {
        known.clone_from(said);
    }
}

fn push<T: Clone + PartialEq>(list: &mut Vec<T>, one: &T) {
    if !list.contains(one) {
        list.push(one.clone());
    }
}
