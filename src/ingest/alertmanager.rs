//! Prometheus Alertmanager: notifications as its webhook sends them, alerts and groups of alerts as its API lists them.
//!
//! To get them: log what the webhook receives, one notification per line; `GET /api/v2/alerts` or `/api/v2/alerts/groups`;
//! `amtool alert query -o json`.
//!
//! What this export cannot answer: who responded. There is no acknowledgement, and the end is always the machine's. A
//! notification or a group is one incident, however many alerts it holds; the same group firing again later is another.

use crate::ingest::tool::Tool;

use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::push_name;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, Kind, LinkKind, Role, Stamp, StatedIncident, StatedLink, StatedResolver};
use crate::model::reject::Reason;

/// The tool.
pub const TOOL: Tool = Tool { id: "alertmanager", title: "Alertmanager", role: Role::Pager };

/// Labels that name the thing that alerts, the most telling first.
const SERVICE: [&str; 4] = ["service", "app", "application", "job"];
const COMPONENT: [&str; 3] = ["component", "instance", "host"];
const PLACE: [&str; 4] = ["region", "cluster", "datacenter", "zone"];

/// The source; see the head of this file.
pub struct Alertmanager;

impl Source for Alertmanager {
    const KIND: Export = Export {
        id: "alertmanager",
        title: "Prometheus Alertmanager notifications, alerts or groups (JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `groupKey` and `alerts`, or `fingerprint` and `startsAt`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        let is_group = |o: Fields| o.list("alerts").any(|a| !a.text("startsAt").is_empty() && a.has("labels"));
        head.has_keys(&["groupKey", "alerts"])
            || head.has_keys(&["fingerprint", "startsAt"])
            || head.has_keys(&["labels", "startsAt", "generatorURL"])
            || fields::sampled(head).any(is_group)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let stated = document.fields();
        let alerts: Vec<Fields> =
            if stated.at("alerts").is_list() { stated.list("alerts").collect() } else { vec![stated] };
        let Some(start) = alerts.iter().map(|a| a.string("startsAt")).filter(|t| fields::is_set(t)).min() else {
            out.reject(origin, &stated.text("groupKey"), Reason::NoTime, "no alert has a `startsAt`");
            return;
        };
        let is_group = stated.at("alerts").is_list();
        let key = if is_group { group_key(stated) } else { alert_key(stated) };
        let incident = read(stated, &alerts, &start);
        let entity = if is_group { "group" } else { "alert" };
        TOOL.keep(entity, format!("{key}/{start}"), Body::Incident(Box::new(incident)), origin, out);
    }
}

/// A group is known by its key, which the API does not print: there its labels stand for it.
fn group_key(group: Fields) -> String {
    let key = group.string("groupKey");
    if key.is_empty() { format!("{}{}", group.text("receiver/name"), group.at("labels").value()) } else { key }
}

fn alert_key(alert: Fields) -> String {
    let key = alert.string("fingerprint");
    if key.is_empty() { alert.at("labels").value().to_string() } else { key }
}

fn read(stated: Fields, alerts: &[Fields], start: &str) -> StatedIncident {
    let end = end(stated, alerts);
    let title = title(stated, alerts);
    let last =
        alerts.iter().flat_map(|a| [a.string("startsAt"), a.string("updatedAt")]).filter(|t| fields::is_set(t)).max();
    let modified = last.into_iter().chain(end.clone()).max();
    let named = |keys: &[&str]| {
        let mut names = Vec::new();
        for alert in alerts {
            push_name(&mut names, &label(*alert, keys));
        }
        names
    };
    StatedIncident {
        url: stated.string("generatorURL"),
        summary: stated.first(&["commonAnnotations/description", "annotations/description"]).into_owned(),
        kind: Kind::Alert,
        status: if end.is_some() { "resolved" } else { "active" }.to_owned(),
        severity: worst(alerts),
        services: named(&SERVICE),
        components: named(&COMPONENT),
        teams: named(&["team", "owner"]),
        environments: named(&["environment", "env", "stage"]),
        regions: named(&PLACE),
        detected_at: Some(Stamp { text: start.to_owned(), field: "startsAt" }),
        resolver: if end.is_some() { StatedResolver::Machine } else { StatedResolver::Unknown },
        resolved_at: end.map(|text| Stamp { text, field: "endsAt" }),
        modified_at: modified.map(|text| Stamp { text, field: "updatedAt" }),
        detection: "alert".to_owned(),
        alert_count: count(stated, alerts),
        links: keys(stated, alerts),
        title,
        ..StatedIncident::default()
    }
}

fn label(alert: Fields, keys: &[&str]) -> String {
    keys.iter().map(|key| alert.at("labels").at(key).said().into_owned()).find(|v| !v.is_empty()).unwrap_or_default()
}

fn title(stated: Fields, alerts: &[Fields]) -> String {
    let common = stated.first(&["commonAnnotations/summary", "annotations/summary"]).into_owned();
    let name = || alerts.iter().map(|a| label(*a, &["alertname"])).find(|n| !n.is_empty()).unwrap_or_default();
    let own = || alerts.iter().map(|a| a.string("annotations/summary")).find(|n| !n.is_empty()).unwrap_or_default();
    let common_name = stated.first(&["commonLabels/alertname", "groupLabels/alertname"]).into_owned();
    [common_name, name(), common, own()].into_iter().find(|t| !t.is_empty()).unwrap_or_default()
}

/// The severity of a group is the worst of its alerts, in the words that rules usually have.
fn worst(alerts: &[Fields]) -> String {
    let order = ["critical", "page", "error", "high", "major", "warning", "medium", "minor", "low", "info", "none"];
    let place = |word: &String| order.iter().position(|o| word.eq_ignore_ascii_case(o)).unwrap_or(order.len());
    alerts
        .iter()
        .map(|a| label(*a, &["severity", "priority"]))
        .filter(|w| !w.is_empty())
        .min_by_key(place)
        .unwrap_or_default()
}

/// The latest end, when all alerts have one that has come. The API gives active alerts an end in the future, which is
/// when they would time out.
fn end(stated: Fields, alerts: &[Fields]) -> Option<String> {
    if stated.at("status").said() == "firing" {
        return None;
    }
    let over = |alert: &Fields| {
        let (end, updated) = (alert.string("endsAt"), alert.string("updatedAt"));
        let active = alert.text("status/state") == "active" || alert.at("status").said() == "firing";
        let ahead = !updated.is_empty() && end > updated;
        (fields::is_set(&end) && !active && !ahead).then_some(end)
    };
    let ends: Option<Vec<String>> = alerts.iter().map(over).collect();
    ends?.into_iter().max()
}

/// Receivers take the key of the group or the fingerprint of the alert for their own key.
fn keys(stated: Fields, alerts: &[Fields]) -> Vec<StatedLink> {
    let mut links = Vec::new();
    fields::link(&mut links, LinkKind::AlertKey, &stated.text("groupKey"));
    alerts.iter().for_each(|alert| fields::link(&mut links, LinkKind::AlertKey, &alert.text("fingerprint")));
    links
}

fn count(stated: Fields, alerts: &[Fields]) -> Option<u32> {
    let truncated = stated.count("truncatedAlerts").unwrap_or(0);
    u32::try_from(alerts.len()).ok().map(|n| n + truncated)
}
