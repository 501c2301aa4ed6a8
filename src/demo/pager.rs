//! PagerDuty: incidents, log entries, shifts and users, as the REST interface returns them.

use super::incident::{Incident, Page};
use super::organisation::{END, PEOPLE, Person, Rotation, SERVICES, START, TEAMS, WEEK, on_call, week};
use super::output::{Error, Pages, file, json};
use super::plan::Story;
use super::response::{Act, Entry, Helper, Medium, Response, respond};
use super::stories::LEDGER_LOCKS;
use crate::text::date::iso;
use serde::Serialize;
use serde_json::{Value, json};
use std::path::Path;

/// Address of a pager incident; other tools refer to it.
pub(super) fn address(id: &str) -> String {
    format!("https://harbour-vale.pagerduty.com/incidents/{id}")
}

/// An instant in seconds as the pager writes it.
pub(super) fn stamp(seconds: i64) -> String {
    iso(seconds * 1_000)
}

#[derive(Debug, Clone, Copy, Serialize)]
struct Ref<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
}

const NOBODY: Ref<'static> = Ref { id: "", kind: "user_reference", summary: "" };
const BOT: Ref<'static> = Ref { id: "PXBOT", kind: "service_reference", summary: "Deploy Bot" };
const MONITOR: Ref<'static> =
    Ref { id: "PXMON", kind: "generic_events_api_inbound_integration_reference", summary: "Monitoring" };

fn user(person: usize) -> Ref<'static> {
    PEOPLE.get(person).map_or(NOBODY, |p| Ref { id: p.id, kind: "user_reference", summary: p.name })
}

#[derive(Debug, Serialize)]
struct Priority {
    summary: String,
}

#[derive(Debug, Serialize)]
struct Counts {
    all: u64,
}

#[derive(Debug, Serialize)]
struct Reason<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    incident: Ref<'a>,
}

#[derive(Debug, Serialize)]
struct Record<'a> {
    id: &'a str,
    incident_number: u32,
    title: &'a str,
    html_url: String,
    status: &'static str,
    urgency: &'static str,
    priority: Option<Priority>,
    created_at: String,
    updated_at: String,
    resolved_at: Option<String>,
    last_status_change_at: String,
    last_status_change_by: Ref<'a>,
    service: Ref<'a>,
    escalation_policy: Ref<'a>,
    teams: [Ref<'a>; 1],
    assignments: [(); 0],
    acknowledgements: [(); 0],
    alert_counts: Counts,
    resolve_reason: Option<Reason<'a>>,
    incidents_responders: Vec<Responder<'a>>,
    custom_fields: Vec<Field>,
}

/// A field that Harbour & Vale added to its incidents.
#[derive(Debug, Serialize)]
struct Field {
    name: &'static str,
    display_name: &'static str,
    data_type: &'static str,
    value: Value,
}

/// What people wrote down once it was over. A merged alert has none of it.
fn fields(page: &Page, incident: &Incident) -> Vec<Field> {
    let mut fields = Vec::new();
    if page.resolved.is_some() && incident.planned.states_impact {
        let value = json!(incident.planned.felt);
        fields.push(Field { name: "customer_impact", display_name: "Customer impact", data_type: "boolean", value });
    }
    if page.resolved.is_some() && incident.states_factors {
        fields.push(Field {
            name: "contributing_factors",
            display_name: "Contributing factors",
            data_type: "string",
            value: json!(incident.factors),
        });
    }
    fields
}

/// Who was asked to help beside the assigned person.
#[derive(Debug, Serialize)]
struct Responder<'a> {
    state: &'static str,
    user: Ref<'a>,
    requester: Ref<'a>,
    requested_at: String,
    updated_at: String,
}

fn responder(helper: &Helper) -> Responder<'static> {
    Responder {
        state: "joined",
        user: user(helper.person),
        requester: user(helper.requester),
        requested_at: stamp(helper.requested),
        updated_at: stamp(helper.joined),
    }
}

/// The open files of the pager, and how many log entries were written.
pub(super) struct Pager {
    incidents: Pages,
    entries: Pages,
    numbered: u64,
    rotation: Rotation,
}

/// A notification that rings or shows on a phone: who, when, and whether for the famous bug.
pub(super) type Ring = (u8, i64, bool);

impl Pager {
    pub(super) fn create(folder: &Path, limit: usize, rotation: Rotation) -> Self {
        Self {
            incidents: Pages::new(folder.to_owned(), "incidents", "incidents", limit),
            entries: Pages::new(folder.to_owned(), "log_entries", "log_entries", limit),
            numbered: 0,
            rotation,
        }
    }

    /// Writes an incident with what was merged into it; adds the rings to the list. Returns the latest stamp.
    pub(super) fn write(&mut self, incident: &mut Incident, rings: &mut Vec<Ring>) -> Result<i64, Error> {
        let Some(parent) = incident.pager.take() else { return Ok(0) };
        let severity = incident.planned.severity;
        let mut latest = self.one(&parent, None, severity, incident, rings)?;
        let merged = std::mem::take(&mut incident.merged);
        for child in &merged {
            latest = latest.max(self.one(child, Some(&parent.id), severity, incident, rings)?);
        }
        incident.merged = merged;
        incident.pager = Some(parent);
        Ok(latest)
    }

    fn one(
        &mut self,
        page: &Page,
        into: Option<&str>,
        severity: u8,
        incident: &mut Incident,
        rings: &mut Vec<Ring>,
    ) -> Result<i64, Error> {
        let team = SERVICES.get(page.service).map_or(0, |s| s.team);
        let response = respond(page, (self.rotation, team), severity, into.is_some(), &mut incident.rng);
        // An open incident was looked at in the last minutes before the exports were made.
        let updated = page.resolved.unwrap_or_else(|| END - 30 - i64::from(page.number % 90));
        let alerts = 1 + incident.rng.below(12);
        let mut record = record(page, into, updated, &response, alerts);
        if into.is_none() {
            record.custom_fields = fields(page, incident);
        }
        self.incidents.push(&record)?;
        for entry in &response.entries {
            self.entry(page, entry)?;
            if let Act::Notified(Medium::Phone | Medium::Sms | Medium::Push) = entry.act {
                let is_famous = incident.planned.story == Story::Bug(LEDGER_LOCKS);
                rings.push((u8::try_from(entry.person).unwrap_or(u8::MAX), entry.at, is_famous));
            }
        }
        let last = response.entries.iter().map(|e| e.at).max().unwrap_or(page.created);
        Ok(last.max(updated))
    }

    fn entry(&mut self, page: &Page, entry: &Entry) -> Result<(), Error> {
        self.numbered += 1;
        let id = format!("RHV{:08}", self.numbered);
        self.entries.push(&log_entry(&id, page, entry))
    }

    /// Closes the files; returns the numbers of incident records and of log entries.
    pub(super) fn finish(self) -> Result<(usize, usize), Error> {
        let entries = self.entries.finish()?;
        Ok((self.incidents.finish()?, entries))
    }
}

fn record<'a>(page: &'a Page, into: Option<&'a str>, updated: i64, response: &Response, alerts: u64) -> Record<'a> {
    let changed = page.resolved.or(response.acknowledged).unwrap_or(page.created);
    let service = SERVICES.get(page.service);
    let team = service.and_then(|s| TEAMS.get(s.team));
    let status = match (page.resolved, response.acknowledged.is_some()) {
        (Some(_), _) => "resolved",
        (None, true) => "acknowledged",
        (None, false) => "triggered",
    };
    Record {
        id: &page.id,
        incident_number: page.number,
        title: &page.title,
        html_url: address(&page.id),
        status,
        urgency: if response.is_urgent { "high" } else { "low" },
        priority: page.priority.map(|level| Priority { summary: format!("P{level}") }),
        created_at: stamp(page.created),
        updated_at: stamp(updated),
        resolved_at: page.resolved.map(stamp),
        last_status_change_at: stamp(changed),
        last_status_change_by: response.actor.map_or(BOT, user),
        service: service.map_or(NOBODY, |s| Ref { id: s.id, kind: "service_reference", summary: s.name }),
        escalation_policy: team.map_or(NOBODY, |t| Ref {
            id: t.policy,
            kind: "escalation_policy_reference",
            summary: t.name,
        }),
        teams: [team.map_or(NOBODY, |t| Ref { id: t.id, kind: "team_reference", summary: t.name })],
        assignments: [],
        acknowledgements: [],
        alert_counts: Counts { all: alerts },
        resolve_reason: into.map(|id| Reason {
            kind: "merge_resolve_reason",
            incident: Ref { id, kind: "incident_reference", summary: "" },
        }),
        incidents_responders: response.helper.iter().map(responder).collect(),
        custom_fields: Vec::new(),
    }
}

#[derive(Debug, Serialize)]
struct Channel {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    notification: Option<Notification>,
}

#[derive(Debug, Serialize)]
struct Notification {
    #[serde(rename = "type")]
    kind: &'static str,
    status: &'static str,
}

#[derive(Debug, Serialize)]
struct LogEntry<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    created_at: String,
    incident: Ref<'a>,
    channel: Channel,
    #[serde(skip_serializing_if = "Option::is_none")]
    agent: Option<Ref<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<Ref<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assignees: Option<[Ref<'a>; 1]>,
}

fn log_entry<'a>(id: &'a str, page: &'a Page, entry: &Entry) -> LogEntry<'a> {
    let person = user(entry.person);
    let service = SERVICES.get(page.service).map(|s| Ref { id: s.id, kind: "service_reference", summary: s.name });
    let plain = |kind| Channel { kind, notification: None };
    let (kind, channel, agent, user, assignees) = match entry.act {
        Act::Triggered(channel) => ("trigger_log_entry", plain(channel), Some(MONITOR), None, None),
        Act::Assigned => ("assign_log_entry", plain("auto"), service, None, Some([person])),
        Act::Notified(medium) => {
            let notification = Some(Notification { kind: medium.kind(), status: "success" });
            ("notify_log_entry", Channel { kind: "auto", notification }, None, Some(person), None)
        }
        Act::Acknowledged => ("acknowledge_log_entry", plain("mobile"), Some(person), None, None),
        Act::Escalated => ("escalate_log_entry", plain("timeout"), service, None, Some([person])),
        Act::Resolved => ("resolve_log_entry", plain("website"), Some(person), None, None),
        Act::ResolvedByBot => ("resolve_log_entry", plain("api"), Some(BOT), None, None),
    };
    let incident = Ref { id: &page.id, kind: "incident_reference", summary: "" };
    LogEntry { id, kind, created_at: stamp(entry.at), incident, channel, agent, user, assignees }
}

/// Writes the users, and the shifts of all weeks from an instant on.
pub(super) fn write_people(folder: &Path, rotation: Rotation, from: i64) -> Result<(), Error> {
    let users: Vec<Value> = PEOPLE.iter().map(profile).collect();
    json(
        &folder.join("users.json"),
        &json!({"users": users, "limit": 100, "offset": 0, "total": null, "more": false}),
    )?;
    let mut shifts = Vec::new();
    for week in week(from)..=week(END - 1) {
        for team in 0..TEAMS.len() {
            shifts.push(shift(rotation, week, team, 0, false));
            shifts.push(shift(rotation, week, team, 1, false));
            // The major-incident policy borrows two of the schedules; its shifts are the same hours again.
            if team % 2 == 0 {
                shifts.push(shift(rotation, week, team, 0, true));
            }
        }
    }
    // One line per shift keeps the file small and still readable.
    let lines: Vec<String> = shifts.iter().map(Value::to_string).collect();
    let text = format!(
        "{{\"oncalls\":[\n{}\n],\"limit\":100,\"offset\":0,\"total\":null,\"more\":false}}\n",
        lines.join(",\n")
    );
    file(&folder.join("oncalls.json"), &text)
}

fn profile(person: &Person) -> Value {
    let team = TEAMS.get(person.team).map(|t| json!({"id": t.id, "type": "team_reference", "summary": t.name}));
    json!({
        "id": person.id, "type": "user", "name": person.name, "email": person.email, "time_zone": person.zone,
        "role": "user", "teams": [team],
    })
}

fn shift(rotation: Rotation, week: i64, team: usize, level: usize, is_borrowed: bool) -> Value {
    let (start, end) = (START + week * WEEK, START + (week + 1) * WEEK);
    let (id, name, policy) = TEAMS.get(team).map_or(("", "", ""), |t| (t.id, t.name, t.policy));
    let (policy, policy_name) = if is_borrowed { ("PEMAJ", "Major incidents") } else { (policy, name) };
    let kind = if level == 0 { "primary" } else { "secondary" };
    json!({
        "user": user(on_call(rotation, team, week, level)),
        "schedule": {"id": format!("{id}S{level}"), "type": "schedule_reference", "summary": format!("{name} {kind}")},
        "escalation_policy": {"id": policy, "type": "escalation_policy_reference", "summary": policy_name},
        "escalation_level": level + 1,
        "start": stamp(start),
        "end": stamp(end.min(END - 1)),
    })
}
