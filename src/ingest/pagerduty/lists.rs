//! PagerDuty services, teams, escalation policies, priorities and schedules without their shifts, as `GET /services`,
//! `GET /teams`, … return them, and the aggregated figures of the analytics.
//!
//! To get them: page through the addresses. They are needed where other exports hold only ids.
//!
//! What these lists cannot answer: anything about incidents. Of priorities, business services and aggregated figures a
//! review needs nothing: incidents state their priority by name, and figures are counted from the incidents.

use crate::ingest::document;
use crate::ingest::fields::{self, Fields};

use super::shared::{Ref, TOOL};
use crate::ingest::head::Head;
use crate::ingest::lenient::fingerprint;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, NameKind, StatedName};
use crate::model::reject::Reason;

/// Types of the objects, each also with `_reference`, and what their names stand for.
const TYPES: [(&str, Option<NameKind>); 7] = [
    ("service", Some(NameKind::Service)),
    ("team", Some(NameKind::Team)),
    ("escalation_policy", Some(NameKind::Policy)),
    ("priority", None),
    ("schedule", None),
    ("business_service", None),
    ("vendor", None),
];

/// Lists that a page may be, and what the names in them stand for.
const LISTS: [(&str, Option<NameKind>); 5] = [
    ("services", Some(NameKind::Service)),
    ("teams", Some(NameKind::Team)),
    ("escalation_policies", Some(NameKind::Policy)),
    ("priorities", None),
    ("business_services", None),
];

/// Aggregated figures have at least two of these.
const FIGURES: [&str; 9] = [
    "mean_seconds_to_resolve",
    "mean_seconds_to_first_ack",
    "mean_seconds_to_engage",
    "mean_time_to_acknowledge_seconds",
    "total_incident_count",
    "total_interruptions",
    "total_sleep_hour_interruptions",
    "total_engaged_seconds",
    "mean_engaged_seconds",
];

/// The source; see the head of this file.
pub struct Lists;

impl Source for Lists {
    const KIND: Export = Export {
        id: "pagerduty-lists",
        title: "PagerDuty services, teams, escalation policies, priorities and figures (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects of `type` service, team, escalation_policy or priority with `summary`, or with `mean_seconds_to_resolve`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        fields::sampled(head).any(|object| is_listed(object) || is_page(object) || is_figures(object))
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::json(item, origin, out) else { return };
        let one = document.fields();
        if is_figures(one) {
            TOOL.keep("figures", fingerprint(&one.value().to_string()), Body::Reference, origin, out);
            return;
        }
        if is_page(one) {
            return read_page(one, origin, out);
        }
        if one.text("id").is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the object has no `id`");
            return;
        }
        let (entity, kind) = listed(&one.text("type")).unwrap_or(("object", None));
        let names = kind.and_then(|kind| name(kind, Ref(one))).into_iter().collect();
        TOOL.keep(entity, one.string("id"), body(names), origin, out);
    }
}

fn body(names: Vec<StatedName>) -> Body {
    if names.is_empty() { Body::Reference } else { Body::Names(names) }
}

fn listed(kind: &str) -> Option<(&'static str, Option<NameKind>)> {
    let kind = kind.strip_suffix("_reference").unwrap_or(kind);
    TYPES.iter().find(|(name, _)| *name == kind).copied()
}

// A schedule with shifts is a source of its own.
fn is_listed(object: Fields) -> bool {
    let has = |key: &str| object.exact(key).is_some();
    object.at("type").plain().is_some_and(|kind| listed(kind).is_some())
        && has("id")
        && has("summary")
        && !has("final_schedule")
        && !has("schedule_layers")
}

/// A page that came as one object: its first member tells.
fn is_page(object: Fields) -> bool {
    object.exact("id").is_none() && LISTS.iter().any(|(name, _)| object.at(name).items().next().is_some_and(is_listed))
}

fn is_figures(object: Fields) -> bool {
    FIGURES.iter().filter(|figure| object.exact(figure).is_some()).count() >= 2
        && object.exact("incident_number").is_none()
        && object.exact("incident_id").is_none()
}

fn name(kind: NameKind, one: Ref) -> Option<StatedName> {
    let (id, name) = (one.id(), one.label());
    (!name.is_empty() && !id.is_empty()).then(|| StatedName { kind, id: id.into_owned(), name: name.into_owned() })
}

fn read_page(page: Fields, origin: &Origin, out: &mut Output) {
    let all = || LISTS.iter().flat_map(|(list, kind)| page.list(list).map(|one| (*kind, Ref(one))));
    let names: Vec<StatedName> = all().filter_map(|(kind, one)| name(kind?, one)).collect();
    let first = all().next().map(|(_, one)| one.id().into_owned()).unwrap_or_default();
    TOOL.keep("list", first, body(names), origin, out);
}
