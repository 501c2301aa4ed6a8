//! Datadog incidents, as `GET /api/v2/incidents` and `GET /api/v2/incidents/search` return them.
//!
//! To get them: page through `https://api.datadoghq.com/api/v2/incidents?page[size]=100&include=users`.
//!
//! What this export cannot answer: acknowledgements, and who was paged. Imported incidents were created when they were
//! imported; the time of declaration is theirs. Durations (`time_to_repair`, …) are not used: 0 stands for "not
//! computed", and the times they are made of are there.

use std::collections::BTreeSet;

use super::shared::{TOOL, is_one, person, user};
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::joined;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{
    Body, EventKind, Kind, LinkKind, Stamp, StatedEvent, StatedField, StatedIncident, StatedInvolvement, StatedLink,
    StatedPerson,
};
use crate::model::reject::Reason;
use serde_json::Number;

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
            || fields::sampled(head).any(|object| {
                let incident = unwrapped(object);
                let has = |key: &str| incident.has(&format!("attributes/{key}"));
                is_one(incident, &["incidents"]) && has("public_id") && (has("fields") || has("customer_impacted"))
            })
    }

    fn read(&self, item: &Item, origin: &Origin, context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let object = document.fields();
        let incident = unwrapped(object);
        let id = incident.string("id");
        if id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the incident has no `id`");
            return;
        }
        TOOL.keep("incident", id, Body::Incident(Box::new(stated(incident, context))), origin, out);
    }
}

/// Results of a search stand in a `data` of their own. An envelope with something beside its `data` is no result.
fn unwrapped(object: Fields<'_>) -> Fields<'_> {
    let inner = object.at("data");
    let alone = object.members().len() == 1;
    if alone && inner.is_object() { inner } else { object }
}

fn stated(incident: Fields, context: &Context) -> StatedIncident {
    let inside = incident.at("attributes");
    let of = if inside.is_object() { inside } else { incident };
    let field = |name: &str| of.at(&format!("fields/{name}/value"));
    let texts = [of.string("fields/summary/value"), of.string("customer_impact_scope")];
    let (from, to) = impact(incident, context);
    let states = states(of);
    StatedIncident {
        number: of.string("public_id"),
        title: of.string("title"),
        summary: joined(texts.iter().map(String::as_str)),
        kind: if of.flag("is_test") == Some(true) { Kind::Test } else { Kind::Incident },
        status: of.first(&["state", "fields/state/value"]).into_owned(),
        severity: known(of.first(&["severity", "fields/severity/value"]).into_owned()),
        customer_facing: of.flag("customer_impacted"),
        services: field("services").values(),
        teams: field("teams").values(),
        started_at: of.time(&["customer_impact_start"], "customer_impact_start").or(from),
        detected_at: of.time(&["detected"], "detected"),
        declared_at: of.time(&["declared"], "declared").or_else(|| of.time(&["created"], "created")),
        mitigated_at: of.time(&["customer_impact_end"], "customer_impact_end").or(to),
        resolved_at: of.time(&["resolved"], "resolved"),
        modified_at: of.time(&["modified"], "modified"),
        detection: known(of.string("fields/detection_method/value")),
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
fn impact(incident: Fields, context: &Context) -> (Option<Stamp>, Option<Stamp>) {
    let impacts = || incident.related("impacts", context);
    let all = |key: &str, name: &'static str| -> Vec<Option<Stamp>> {
        impacts().map(|impact| impact.time(&[key], name)).collect()
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
fn states(of: Fields) -> Vec<State> {
    let mut seen = BTreeSet::new();
    for (state, told) in of.at("field_analytics/state").members() {
        for span in told.list("spans") {
            if let Some(from) = span.at("start").number().and_then(Number::as_i64) {
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

fn people(incident: Fields, context: &Context) -> Vec<StatedInvolvement> {
    let mut people: Vec<StatedInvolvement> = Vec::new();
    let mut add = |person: StatedPerson, role: &str, joined_at: Option<Stamp>| {
        if !fields::is_nobody(&person) {
            let role = role.to_owned();
            people.push(StatedInvolvement { person, role, joined_at, ..StatedInvolvement::default() });
        }
    };
    add(user(incident, "commander_user", context), "commander", None);
    for responder in incident.related("responders", context) {
        let joined = responder.time(&["attributes/created"], "responders.created");
        add(responding(responder, context), "responder", joined);
    }
    let declared = user(incident, "declared_by_user", context);
    let created = user(incident, "created_by_user", context);
    add(if fields::is_nobody(&declared) { created } else { declared }, "reporter", None);
    people
}

/// A responder is an object of its own, with an id of its own, that leads to a user.
fn responding(responder: Fields, context: &Context) -> StatedPerson {
    if responder.text("type") == "users" {
        return person(responder);
    }
    let user = user(responder, "user", context);
    if fields::is_nobody(&user) { StatedPerson { id: String::new(), ..person(responder) } } else { user }
}

/// Issues that integrations made of the incident.
fn links(incident: Fields, context: &Context) -> Vec<StatedLink> {
    let mut links = Vec::new();
    for integration in incident.related("integrations", context) {
        for issue in integration.list("attributes/metadata/issues") {
            fields::link(&mut links, LinkKind::ExternalRef, &issue.first(&["issue_key", "redirect_url", "issue_url"]));
        }
        for record in integration.list("attributes/metadata/incidents") {
            fields::link(&mut links, LinkKind::ExternalRef, &record.first(&["id", "url", "redirect_url"]));
        }
    }
    links
}

fn own_fields(of: Fields) -> Vec<StatedField> {
    let fields = of.at("fields").members().into_iter();
    let own = fields.filter(|(name, _)| !KNOWN.contains(name));
    own.filter_map(|(name, field)| field.at("value").custom(name)).collect()
}
