//! Datadog incidents, as `GET /api/v2/incidents` and `GET /api/v2/incidents/search` return them.
//!
//! To get them: page through `https://api.datadoghq.com/api/v2/incidents?page[size]=100&include=users`.
//!
//! What this export cannot answer: acknowledgements, and who was paged. Imported incidents were created when they were
//! imported; the time of declaration is theirs. Durations (`time_to_repair`, …) are not used: 0 stands for "not
//! computed", and the times they are made of are there.

use std::collections::BTreeSet;

use serde_json::Value;

use super::shared::{TOOL, is_one, person, user};
use crate::ingest::head::Head;
use crate::ingest::lenient::joined;
use crate::ingest::paths::{self, at, first, is_nobody, link, list, text, values, when};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{
    Body, EventKind, Kind, LinkKind, Stamp, StatedEvent, StatedField, StatedIncident, StatedInvolvement, StatedLink,
    StatedPerson,
};
use crate::model::reject::Reason;

/// Fields that every account has; the others are the organisation's own.
const KNOWN: [&str; 7] = ["severity", "state", "summary", "detection_method", "services", "teams", "slug"];

/// The source; see the head of this file.
pub struct Incidents;

impl Source for Incidents {
    const KIND: Export = Export {
        id: "datadog-incidents",
        title: "Datadog incidents (REST API JSON, or a table made of it)",
        tool: TOOL,
        looks_for: "JSON objects of `type` incidents with `attributes.public_id` and `attributes.fields`",
        arrays: &["data", "data/attributes/incidents"],
    };

    fn recognises(&self, head: &Head) -> bool {
        let table = head.has_headers(&["id", "attributes_public_id", "attributes_title"])
            || head.has_headers(&["id", "attributes_publicid", "attributes_title"])
            || head.has_headers(&["id", "public_id", "customer_impacted"]);
        table
            || head.objects.iter().any(|object| {
                let incident = unwrapped(object);
                let has = |key: &str| !at(incident, &format!("attributes/{key}")).is_null();
                is_one(incident, &["incidents"]) && has("public_id") && (has("fields") || has("customer_impacted"))
            })
    }

    fn read(&self, item: &Item, origin: &Origin, context: &Context, out: &mut Output) {
        let Some(object) = paths::object(item, origin, out) else { return };
        let incident = unwrapped(&object);
        let id = text(incident, "id");
        if id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the incident has no `id`");
            return;
        }
        TOOL.keep("incident", id, Body::Incident(Box::new(stated(incident, context))), origin, out);
    }
}

/// Results of a search stand in a `data` of their own. An envelope with something beside its `data` is no result.
fn unwrapped(object: &Value) -> &Value {
    let inner = at(object, "data");
    let alone = object.as_object().is_some_and(|members| members.len() == 1);
    if alone && inner.is_object() { inner } else { object }
}

fn stated(incident: &Value, context: &Context) -> StatedIncident {
    let inside = at(incident, "attributes");
    let of = if inside.is_object() { inside } else { incident };
    let field = |name: &str| at(of, &format!("fields/{name}/value"));
    let texts = [text(of, "fields/summary/value"), text(of, "customer_impact_scope")];
    let (from, to) = impact(incident, context);
    let states = states(of);
    StatedIncident {
        number: text(of, "public_id"),
        title: text(of, "title"),
        summary: joined(texts.iter().map(String::as_str)),
        kind: if paths::yes_or_no(of, "is_test") == Some(true) { Kind::Test } else { Kind::Incident },
        status: first(of, &["state", "fields/state/value"]),
        severity: known(first(of, &["severity", "fields/severity/value"])),
        customer_facing: paths::yes_or_no(of, "customer_impacted"),
        services: values(field("services")),
        teams: values(field("teams")),
        started_at: when(of, &["customer_impact_start"], "customer_impact_start").or(from),
        detected_at: when(of, &["detected"], "detected"),
        declared_at: when(of, &["declared"], "declared").or_else(|| when(of, &["created"], "created")),
        mitigated_at: when(of, &["customer_impact_end"], "customer_impact_end").or(to),
        resolved_at: when(of, &["resolved"], "resolved"),
        modified_at: when(of, &["modified"], "modified"),
        detection: known(text(of, "fields/detection_method/value")),
        reopen_count: reopened(&states),
        links: links(incident, context),
        people: people(incident, context),
        events: states.into_iter().map(|state| state.entry).collect(),
        custom: own_fields(of),
        ..StatedIncident::default()
    }
}

/// `UNKNOWN` stands for "nobody has decided yet".
fn known(stated: String) -> String {
    if stated.eq_ignore_ascii_case("unknown") { String::new() } else { stated }
}

/// From the first start to the last end of the impacts that the answer includes. No end while one of them goes on.
fn impact(incident: &Value, context: &Context) -> (Option<Stamp>, Option<Stamp>) {
    let impacts = paths::related(incident, "impacts", context);
    let all = |key: &str, name: &'static str| -> Vec<Option<Stamp>> {
        impacts.iter().map(|impact| when(impact, &[key], name)).collect()
    };
    let earliest =
        all("attributes/start_at", "impacts.start_at").into_iter().flatten().min_by(|a, b| a.text.cmp(&b.text));
    let ends: Option<Vec<Stamp>> = all("attributes/end_at", "impacts.end_at").into_iter().collect();
    (earliest, ends.unwrap_or_default().into_iter().max_by(|a, b| a.text.cmp(&b.text)))
}

/// A stretch of time in one state.
struct State {
    from: i64,
    entry: StatedEvent,
}

/// The history of the state, in the order of time. Spans are stated by state, in seconds since 1970, and some twice.
fn states(of: &Value) -> Vec<State> {
    let mut seen = BTreeSet::new();
    for (state, told) in at(of, "field_analytics/state").as_object().into_iter().flatten() {
        for span in list(told, "spans") {
            if let Some(from) = at(span, "start").as_i64() {
                seen.insert((from, state.to_lowercase()));
            }
        }
    }
    seen.into_iter().map(|(from, state)| State { from, entry: entry(from, &state) }).collect()
}

/// Nobody is named for a change of state. A resolution without a name would read as one by a machine, so that entry is
/// kept as the change of status that it is.
fn entry(from: i64, state: &str) -> StatedEvent {
    let kind = if state == "stable" { EventKind::Mitigated } else { EventKind::Status };
    StatedEvent {
        incident: String::new(),
        kind,
        at: Stamp { text: from.to_string(), field: "field_analytics.state" },
        actor: None,
        people: Vec::new(),
        automatic: false,
        detection: String::new(),
        value: if kind == EventKind::Status { state.to_owned() } else { String::new() },
    }
}

/// How often the state went back from an end to anything else. Known only where the history is there.
fn reopened(states: &[State]) -> Option<u32> {
    let ended = |state: &State| matches!(state.entry.value.as_str(), "resolved" | "completed");
    let back = states.windows(2).filter(|pair| match pair {
        [before, after] => ended(before) && !ended(after) && before.from < after.from,
        _ => false,
    });
    let count = u32::try_from(back.count()).ok();
    if states.is_empty() { None } else { count }
}

fn people(incident: &Value, context: &Context) -> Vec<StatedInvolvement> {
    let mut people: Vec<StatedInvolvement> = Vec::new();
    let mut add = |person: StatedPerson, role: &str, joined_at: Option<Stamp>| {
        if !is_nobody(&person) {
            let role = role.to_owned();
            people.push(StatedInvolvement { person, role, joined_at, ..StatedInvolvement::default() });
        }
    };
    add(user(incident, "commander_user", context), "commander", None);
    for responder in paths::related(incident, "responders", context) {
        let joined = when(responder, &["attributes/created"], "responders.created");
        add(responding(responder, context), "responder", joined);
    }
    let declared = user(incident, "declared_by_user", context);
    let created = user(incident, "created_by_user", context);
    add(if is_nobody(&declared) { created } else { declared }, "reporter", None);
    people
}

/// A responder is an object of its own, with an id of its own, that leads to a user.
fn responding(responder: &Value, context: &Context) -> StatedPerson {
    if text(responder, "type") == "users" {
        return person(responder);
    }
    let user = user(responder, "user", context);
    if is_nobody(&user) { StatedPerson { id: String::new(), ..person(responder) } } else { user }
}

/// Issues that integrations made of the incident.
fn links(incident: &Value, context: &Context) -> Vec<StatedLink> {
    let mut links = Vec::new();
    for integration in paths::related(incident, "integrations", context) {
        for issue in list(integration, "attributes/metadata/issues") {
            link(&mut links, LinkKind::ExternalRef, &first(issue, &["issue_key", "redirect_url", "issue_url"]));
        }
        for record in list(integration, "attributes/metadata/incidents") {
            link(&mut links, LinkKind::ExternalRef, &first(record, &["id", "url", "redirect_url"]));
        }
    }
    links
}

fn own_fields(of: &Value) -> Vec<StatedField> {
    let fields = at(of, "fields").as_object().into_iter().flatten();
    let own = fields.filter(|(name, _)| !KNOWN.contains(&name.as_str()));
    own.filter_map(|(name, field)| paths::field(name, at(field, "value"))).collect()
}
