//! Zenduty incidents, as `GET /api/incidents/` returns them, and its lists of teams, services and escalation policies.
//!
//! To get them: page through `https://www.zenduty.com/api/incidents/?page=1` and keep each answer as a file. Incidents name
//! their team by its id; `GET /api/account/teams/` knows what it is called.
//!
//! What this export cannot answer: who else was paged, escalations, and how an incident was noticed; only the person it
//! is assigned to is named. The impact start is unknown; `creation_date` is when the pager noticed.

use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::{clipped, first, push_name, stamp};
use crate::ingest::tool::Tool;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{
    Body, LinkKind, NameKind, Role, Stamp, StatedIncident, StatedInvolvement, StatedLink, StatedName, StatedPerson,
    StatedResolver, Via,
};
use crate::model::reject::Reason;

/// The tool.
pub const TOOL: Tool = Tool { id: "zenduty", title: "Zenduty", role: Role::Pager };

/// Zenduty's own words for the numbers that its interface sends.
const STATUSES: [(&str, &str); 3] = [("1", "triggered"), ("2", "acknowledged"), ("3", "resolved")];
const URGENCIES: [(&str, &str); 2] = [("0", "low"), ("1", "high")];

/// The source; see the head of this file.
pub struct Zenduty;

impl Source for Zenduty {
    const KIND: Export = Export {
        id: "zenduty",
        title: "Zenduty incidents, teams, services and policies (REST API JSON; incidents also CSV)",
        tool: TOOL,
        looks_for: "JSON objects or a table with `unique_id`, `incident_number` and `creation_date`",
        arrays: &["results"],
    };

    fn recognises(&self, head: &Head) -> bool {
        ["creation_date", "merged_with", "acknowledged_date", "resolved_date"].iter().any(|own| {
            let keys = ["unique_id", "incident_number", own];
            head.has_keys(&keys) || head.has_headers(&keys)
        }) || fields::sampled(head).any(|object| listed(object).is_some())
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::json_or_row(item, origin, out) else { return };
        let fields = document.fields();
        if let (Item::Json(_), Some(kind)) = (item, listed(fields)) {
            return read_name(kind, fields, origin, out);
        }
        let native_id = fields.first(&["unique_id", "incident_number"]);
        if native_id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the incident has neither `unique_id` nor `incident_number`");
            return;
        }
        TOOL.keep("incident", native_id, Body::Incident(Box::new(stated(fields))), origin, out);
    }
}

/// What an object of a list is, by the keys that only its kind has.
fn listed(object: Fields) -> Option<NameKind> {
    let has = |key: &str| object.exact(key).is_some();
    if !has("unique_id") || !has("name") || has("incident_number") {
        None
    } else if has("rules") && has("repeat_policy") {
        Some(NameKind::Policy)
    } else if has("escalation_policy") && (has("acknowledgement_timeout") || has("auto_resolve_timeout")) {
        Some(NameKind::Service)
    } else {
        (has("account") && (has("members") || has("owner"))).then_some(NameKind::Team)
    }
}

fn read_name(kind: NameKind, fields: Fields, origin: &Origin, out: &mut Output) {
    let (id, name) = (fields.string("unique_id"), fields.string("name"));
    if id.is_empty() {
        out.reject(origin, "", Reason::NoIdentifier, "the object has no `unique_id`");
        return;
    }
    let entity = match kind {
        NameKind::Team => "team",
        NameKind::Policy => "escalation-policy",
        NameKind::Service | NameKind::Component => "service",
    };
    TOOL.keep(entity, id.clone(), Body::Names(vec![StatedName { kind, id, name }]), origin, out);
}

fn time(fields: Fields, field: &'static str) -> Option<Stamp> {
    stamp(&fields.text(field), field)
}

fn coded(fields: Fields, path: &str, words: &[(&str, &str)]) -> String {
    let stated = fields.string(path);
    words.iter().find(|(code, _)| *code == stated).map_or(stated, |(_, word)| (*word).to_owned())
}

fn stated(fields: Fields) -> StatedIncident {
    let (mut services, mut teams) = (Vec::new(), Vec::new());
    push_name(&mut services, &fields.first(&["service/name", "service_object/name", "service/unique_id", "service"]));
    push_name(
        &mut teams,
        &fields.first(&[
            "team/name",
            "service/team_name",
            "service_object/team_name",
            "service/team",
            "team/unique_id",
            "team",
        ]),
    );
    StatedIncident {
        number: fields.string("incident_number"),
        title: fields.string("title"),
        summary: clipped(&fields.text("summary")),
        status: coded(fields, "status", &STATUSES),
        severity: fields
            .first(&["team_priority/name", "priority/name", "team_priority_name", "priority_name"])
            .into_owned(),
        urgency: coded(fields, "urgency", &URGENCIES),
        services,
        teams,
        policy: fields
            .first(&[
                "escalation_policy/name",
                "escalation_policy_object/name",
                "escalation_policy/unique_id",
                "escalation_policy",
            ])
            .into_owned(),
        detected_at: time(fields, "creation_date"),
        acknowledged_at: time(fields, "acknowledged_date"),
        resolved_at: time(fields, "resolved_date"),
        resolver: if merged(fields).is_some() { StatedResolver::Merge } else { StatedResolver::Unknown },
        links: merged(fields).into_iter().chain(alert_key(fields)).collect(),
        people: assignee(fields).into_iter().collect(),
        ..StatedIncident::default()
    }
}

/// The survivor, as its id, its number or the whole object.
fn merged(fields: Fields) -> Option<StatedLink> {
    let target = fields.first(&["merged_with/unique_id", "merged_with/incident_number", "merged_with"]).into_owned();
    (!target.is_empty()).then_some(StatedLink { kind: LinkKind::MergedInto, target })
}

fn alert_key(fields: Fields) -> Option<StatedLink> {
    let target = fields.first(&["incident_key"]).into_owned();
    (!target.is_empty()).then_some(StatedLink { kind: LinkKind::AlertKey, target })
}

fn assignee(fields: Fields) -> Option<StatedInvolvement> {
    let part =
        |name: &str| fields.first(&[&format!("assigned_to/{name}"), &format!("assigned_to/user/{name}")]).into_owned();
    let name = format!("{} {}", part("first_name"), part("last_name"));
    // JSON has the id where a table has the name.
    let plain = fields.at("assigned_to").said().into_owned();
    let (id, shown) = if !matches!(fields, Fields::Row(_)) { (plain, String::new()) } else { (String::new(), plain) };
    let person = StatedPerson {
        id: first(&[&part("username"), &id]).to_owned(),
        name: first(&[&name, &part("name"), &fields.text("assigned_to_name"), &shown]).to_owned(),
        email: part("email"),
        ..StatedPerson::default()
    };
    let known = !person.id.is_empty() || !person.name.is_empty() || !person.email.is_empty();
    known.then(|| StatedInvolvement { person, role: "assignee".to_owned(), via: Via::Paged, ..Default::default() })
}
