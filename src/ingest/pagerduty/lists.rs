//! PagerDuty services, teams, escalation policies, priorities and schedules without their shifts, as `GET /services`,
//! `GET /teams`, … return them, and the aggregated figures of the analytics.
//!
//! To get them: page through the addresses. They are needed where other exports hold only ids.
//!
//! What these lists cannot answer: anything about incidents. Of priorities, business services and aggregated figures a
//! review needs nothing: incidents state their priority by name, and figures are counted from the incidents.

use serde::Deserialize;
use serde_json::Value;

use super::shared::{Ref, TOOL};
use crate::ingest::head::Head;
use crate::ingest::lenient::{List, fingerprint, parse};
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

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Page<'a> {
    #[serde(borrow)]
    services: List<Ref<'a>>,
    #[serde(borrow)]
    teams: List<Ref<'a>>,
    #[serde(borrow)]
    escalation_policies: List<Ref<'a>>,
    #[serde(borrow)]
    priorities: List<Ref<'a>>,
    #[serde(borrow)]
    business_services: List<Ref<'a>>,
}

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
        head.objects.iter().any(|object| is_listed(object) || is_page(object) || is_figures(object))
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(value) = parse::<Value>(item, origin, out) else { return };
        if is_figures(&value) {
            TOOL.keep("figures", fingerprint(&value.to_string()), Body::Reference, origin, out);
            return;
        }
        if is_page(&value) {
            let Some(page) = parse::<Page>(item, origin, out) else { return };
            read_page(&page, origin, out);
            return;
        }
        let Some(one) = parse::<Ref>(item, origin, out) else { return };
        if one.id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the object has no `id`");
            return;
        }
        let (entity, kind) = listed(one.kind.get()).unwrap_or(("object", None));
        TOOL.keep(
            entity,
            one.id.owned(),
            body(kind.and_then(|kind| name(kind, &one)).into_iter().collect()),
            origin,
            out,
        );
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
fn is_listed(object: &Value) -> bool {
    let text = |key: &str| object.get(key).and_then(Value::as_str);
    let has = |key: &str| object.get(key).is_some();
    text("type").is_some_and(|kind| listed(kind).is_some())
        && has("id")
        && has("summary")
        && !has("final_schedule")
        && !has("schedule_layers")
}

/// A page that came as one object: its first member tells.
fn is_page(object: &Value) -> bool {
    let arrays = ["services", "teams", "escalation_policies", "priorities", "business_services"];
    object.get("id").is_none()
        && arrays.iter().any(|name| object.get(name).and_then(|list| list.get(0)).is_some_and(is_listed))
}

fn is_figures(object: &Value) -> bool {
    FIGURES.iter().filter(|figure| object.get(figure).is_some()).count() >= 2
        && object.get("incident_number").is_none()
        && object.get("incident_id").is_none()
}

fn name(kind: NameKind, one: &Ref) -> Option<StatedName> {
    let name = one.label();
    (!name.is_empty() && !one.id.is_empty()).then(|| StatedName { kind, id: one.id.owned(), name: name.to_owned() })
}

fn read_page(page: &Page, origin: &Origin, out: &mut Output) {
    let lists = [
        (Some(NameKind::Service), &page.services),
        (Some(NameKind::Team), &page.teams),
        (Some(NameKind::Policy), &page.escalation_policies),
        (None, &page.priorities),
        (None, &page.business_services),
    ];
    let all = || lists.iter().flat_map(|(kind, list)| list.0.iter().map(move |one| (*kind, one)));
    let names: Vec<StatedName> = all().filter_map(|(kind, one)| name(kind?, one)).collect();
    let first = all().next().map(|(_, one)| one.id.owned()).unwrap_or_default();
    TOOL.keep("list", first, body(names), origin, out);
}
