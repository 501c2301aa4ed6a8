//! Issues of Jira and Jira Service Management, from a search of the REST API.
//!
//! To get them: `GET /rest/api/3/search/jql?jql=project=OPS AND issuetype=Incident&fields=*all&expand=changelog,names`,
//! or `/rest/api/2/search` on a server of one's own, or the issues of a board.
//!
//! What this export cannot answer: who was paged and when, and when it began before somebody wrote it down, unless the
//! site has a field of its own for that. Without `expand=changelog` it knows neither acknowledgement nor reopenings.

use serde_json::Value;

use super::shared::{TOOL, browse, link, list, name, person, push, text};
use super::words::{self, Stage};
use super::{adf, fields, history};
use crate::ingest::head::{Head, header_key};
use crate::ingest::lenient::{first, leads_to_record, parse, push_name, stamp, web_addresses};
use crate::ingest::{Context, Export, Item, Output, Source, labels};
use crate::model::origin::Origin;
use crate::model::record::{
    Body, EventKind, LinkKind, Stamp, StatedEvent, StatedFollowUp, StatedIncident, StatedInvolvement, StatedLink,
    StatedResolver,
};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Issues;

impl Source for Issues {
    const KIND: Export = Export {
        id: "jira-issues",
        title: "Jira issues (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `key` and `fields`, in which stand `issuetype`, `status` or `summary`",
        arrays: &["issues"],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.objects.iter().any(is_issue)
    }

    fn read(&self, item: &Item, origin: &Origin, context: &Context, out: &mut Output) {
        let Some(issue) = parse::<Value>(item, origin, out) else { return };
        let (id, key) = (text(&issue, "/id"), text(&issue, "/key"));
        let native_id = first(&[&id, &key]).to_owned();
        if native_id.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the issue has neither `id` nor `key`");
        }
        let (entity, body) = if is_no_incident(&issue) {
            ("issue", Body::Reference)
        } else {
            ("incident", Body::Incident(Box::new(stated(&issue, &native_id, context))))
        };
        TOOL.keep(entity, native_id, body, origin, out);
    }
}

fn is_issue(object: &Value) -> bool {
    let fields = object.get("fields").filter(|fields| fields.is_object());
    let known = ["issuetype", "summary", "status", "created", "resolutiondate"];
    object.get("key").is_some_and(Value::is_string)
        && fields.is_some_and(|fields| known.iter().any(|key| fields.get(key).is_some()))
}

/// Parts of an issue are follow-ups of that issue, which lists them itself.
fn is_no_incident(issue: &Value) -> bool {
    let kind = name(issue.get("fields").unwrap_or(&Value::Null), "issuetype");
    let part = issue.pointer("/fields/issuetype/subtask").and_then(Value::as_bool).unwrap_or(false);
    part || words::is_other_type(&kind)
}

fn stated(issue: &Value, native_id: &str, context: &Context) -> StatedIncident {
    let fields = issue.get("fields").unwrap_or(&Value::Null);
    let key = text(issue, "/key");
    let category = category(fields);
    let mut incident = StatedIncident {
        number: if key == native_id { String::new() } else { key.clone() },
        url: browse(&text(issue, "/self"), &key),
        title: text(fields, "/summary"),
        summary: fields.get("description").map(adf::text).unwrap_or_default(),
        status: words::status(&name(fields, "status"), category),
        components: names(fields, "/components"),
        environments: environment(fields).into_iter().collect(),
        declared_at: at(fields, "created"),
        resolved_at: resolved(fields, category),
        modified_at: at(fields, "updated"),
        resolution: name(fields, "resolution"),
        links: links(fields, issue),
        people: assignee(fields).into_iter().collect(),
        bystanders: ["reporter", "creator"].iter().filter_map(|name| fields.get(*name).and_then(person)).collect(),
        follow_ups: parts(fields),
        custom: fields::custom(issue, &context.beside.names),
        effort_s: text(fields, "/timespent"),
        ..StatedIncident::default()
    };
    severity(fields, &mut incident);
    tell(issue, &mut incident);
    incident
}

fn at(fields: &Value, field: &'static str) -> Option<Stamp> {
    stamp(&text(fields, &format!("/{field}")), field)
}

/// The id of a category never changes; its key was seen to be wrong.
fn category(fields: &Value) -> Option<Stage> {
    let of = |key: &str| words::of_category(&text(fields, &format!("/status/statusCategory/{key}")));
    of("id").or_else(|| of("key"))
}

/// Some workflows set no resolution: then an issue that is done was done when it came into that category.
fn resolved(fields: &Value, category: Option<Stage>) -> Option<Stamp> {
    let into_category = || at(fields, "statuscategorychangedate").filter(|_| category == Some(Stage::Done));
    at(fields, "resolutiondate").or_else(into_category)
}

fn names(fields: &Value, pointer: &str) -> Vec<String> {
    let mut names = Vec::new();
    for one in list(fields, pointer) {
        push_name(&mut names, &text(one, "/name"));
    }
    names
}

/// The field is free text; only a short one names an environment rather than describing it.
fn environment(fields: &Value) -> Option<String> {
    let stated = fields.get("environment").map(adf::text).unwrap_or_default();
    (!stated.is_empty() && stated.chars().count() <= 40 && !stated.contains('\n')).then_some(stated)
}

/// A severity that the site asks for by itself is believed rather than the priority that every issue has.
fn severity(fields: &Value, incident: &mut StatedIncident) {
    let labels: Vec<String> = list(fields, "/labels").filter_map(Value::as_str).map(str::to_owned).collect();
    labels::fill(labels.iter().map(String::as_str), incident);
    let own = |name: &str| matches!(header_key(name).as_str(), "severity" | "incident_severity");
    if incident.custom.iter().any(|field| own(&field.name)) {
        incident.severity.clear();
    } else if incident.severity.is_empty() {
        incident.severity = name(fields, "priority");
    }
}

fn assignee(fields: &Value) -> Option<StatedInvolvement> {
    let person = fields.get("assignee").and_then(person)?;
    Some(StatedInvolvement { person, role: "assignee".to_owned(), ..StatedInvolvement::default() })
}

fn links(fields: &Value, issue: &Value) -> Vec<StatedLink> {
    let mut links = Vec::new();
    for one in list(fields, "/issuelinks") {
        let kind = ["/type/name", "/type/outward", "/type/inward"].map(|pointer| text(one, pointer)).join(" ");
        push(&mut links, link(&kind, true, &text(one, "/outwardIssue/key")));
        push(&mut links, link(&kind, false, &text(one, "/inwardIssue/key")));
    }
    let parent = text(fields, "/parent/key");
    push(&mut links, Some(StatedLink { kind: LinkKind::Related, target: parent }).filter(|l| !l.target.is_empty()));
    let comments = list(fields, "/comment/comments").filter_map(|comment| comment.get("body"));
    let own = text(issue, "/self");
    let site = own.split_once("/rest/").map_or("", |(site, _)| site);
    for said in fields.get("description").into_iter().chain(comments).map(adf::text) {
        for address in web_addresses(&said).filter(|a| leads_to_record(a) && (site.is_empty() || !a.starts_with(site)))
        {
            push(&mut links, Some(StatedLink { kind: LinkKind::ExternalRef, target: address.to_owned() }));
        }
    }
    for alert in alerts(fields) {
        push(&mut links, Some(StatedLink { kind: LinkKind::ExternalRef, target: alert }));
    }
    links
}

/// Alerts that a responder linked: `{"values":{"alertIds":[…]}}`, in a field of any number.
fn alerts(fields: &Value) -> Vec<String> {
    let all = fields.as_object().into_iter().flatten();
    let ids = all.flat_map(|(_, value)| list(value, "/values/alertIds"));
    ids.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn parts(fields: &Value) -> Vec<StatedFollowUp> {
    let part = |one: &Value| {
        let done = category(one.get("fields").unwrap_or(&Value::Null))
            .or_else(|| words::stage(&text(one, "/fields/status/name")));
        StatedFollowUp {
            id: text(one, "/key"),
            title: text(one, "/fields/summary"),
            owner: one.pointer("/fields/assignee").and_then(person).unwrap_or_default(),
            status: words::status(&text(one, "/fields/status/name"), done),
            ..StatedFollowUp::default()
        }
    };
    list(fields, "/subtasks").map(part).filter(|part| !part.id.is_empty() || !part.title.is_empty()).collect()
}

/// The history and the comments, as far as the export holds them. Counters are stated only when it holds all.
fn tell(issue: &Value, incident: &mut StatedIncident) {
    let Some(changelog) = issue.get("changelog").filter(|changelog| changelog.get("histories").is_some()) else {
        return incident.events.extend(comments(issue));
    };
    let told = history::told(list(changelog, "/histories"), "");
    let held = list(changelog, "/histories").count() as u64;
    let whole = changelog.get("total").and_then(Value::as_u64).is_some_and(|total| total <= held);
    let count = |kind: EventKind| {
        u32::try_from(told.events.iter().filter(|event| event.kind == kind).count()).ok().filter(|_| whole)
    };
    incident.reassignment_count = count(EventKind::Reassigned);
    incident.reopen_count = count(EventKind::Reopened).filter(|_| !told.doubtful);
    if whole {
        let first = told.events.iter().find(|event| event.kind == EventKind::Acknowledged);
        incident.acknowledged_at = first.map(|event| event.at.clone());
        incident.resolver = resolver(&told.events);
    }
    incident.events = told.events;
    incident.events.extend(comments(issue));
}

/// Who resolved it for good: whoever did so last.
fn resolver(events: &[StatedEvent]) -> StatedResolver {
    let last = events.iter().rev().find(|event| event.kind == EventKind::Resolved);
    match last.and_then(|event| event.actor.clone()) {
        Some(actor) if actor.machine => StatedResolver::Machine,
        Some(actor) => StatedResolver::Person(actor),
        None => StatedResolver::Unknown,
    }
}

fn comments(issue: &Value) -> Vec<StatedEvent> {
    list(issue, "/fields/comment/comments").filter_map(history::comment).collect()
}
