//! Issues of Jira and Jira Service Management, from a search of the REST API.
//!
//! To get them: `GET /rest/api/3/search/jql?jql=project=OPS AND issuetype=Incident&fields=*all&expand=changelog,names`,
//! or `/rest/api/2/search` on a server of one's own, or the issues of a board.
//!
//! What this export cannot answer: who was paged and when, and when it began before somebody wrote it down, unless the
//! site has a field of its own for that. Without `expand=changelog` it knows neither acknowledgement nor reopenings.

use serde_json::Number;

use super::shared::{TOOL, browse, link, name, person, push};
use super::words::{self, Stage};
use super::{adf, history, own_fields};
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::{Head, header_key};
use crate::ingest::lenient::{first, leads_to_record, push_name, stamp, web_addresses};
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
        fields::sampled(head).any(is_issue)
    }

    fn read(&self, item: &Item, origin: &Origin, context: &Context, out: &mut Output) {
        let Some(document) = document::json(item, origin, out) else { return };
        let issue = document.fields();
        let (id, key) = (issue.string("id"), issue.string("key"));
        let native_id = first(&[&id, &key]).to_owned();
        if native_id.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the issue has neither `id` nor `key`");
        }
        let (entity, body) = if is_no_incident(issue) {
            ("issue", Body::Reference)
        } else {
            ("incident", Body::Incident(Box::new(stated(issue, &native_id, context))))
        };
        TOOL.keep(entity, native_id, body, origin, out);
    }
}

fn is_issue(object: Fields) -> bool {
    let fields = object.at("fields");
    let known = ["issuetype", "summary", "status", "created", "resolutiondate"];
    object.at("key").plain().is_some() && fields.is_object() && known.iter().any(|key| fields.exact(key).is_some())
}

/// Parts of an issue are follow-ups of that issue, which lists them itself.
fn is_no_incident(issue: Fields) -> bool {
    let kind = name(issue.at("fields"), "issuetype");
    let part = issue.at("fields/issuetype/subtask").said() == "true";
    part || words::is_other_type(&kind)
}

fn stated(issue: Fields, native_id: &str, context: &Context) -> StatedIncident {
    let fields = issue.at("fields");
    let key = issue.string("key");
    let category = category(fields);
    let mut incident = StatedIncident {
        number: if key == native_id { String::new() } else { key.clone() },
        url: browse(&issue.text("self"), &key),
        title: fields.string("summary"),
        summary: adf::text(fields.at("description")),
        status: words::status(&name(fields, "status"), category),
        components: names(fields, "components"),
        environments: environment(fields).into_iter().collect(),
        declared_at: at(fields, "created"),
        resolved_at: resolved(fields, category),
        modified_at: at(fields, "updated"),
        resolution: name(fields, "resolution"),
        links: links(fields, issue),
        people: assignee(fields).into_iter().collect(),
        bystanders: ["reporter", "creator"].iter().filter_map(|name| person(fields.at(name))).collect(),
        follow_ups: parts(fields),
        custom: own_fields::custom(issue, &context.beside.names),
        effort_s: fields.string("timespent"),
        ..StatedIncident::default()
    };
    severity(fields, &mut incident);
    tell(issue, &mut incident);
    incident
}

fn at(fields: Fields, field: &'static str) -> Option<Stamp> {
    stamp(&fields.text(field), field)
}

/// The id of a category never changes; its key was seen to be wrong.
fn category(fields: Fields) -> Option<Stage> {
    let of = |key: &str| words::of_category(&fields.text(&format!("status/statusCategory/{key}")));
    of("id").or_else(|| of("key"))
}

/// Some workflows set no resolution: then an issue that is done was done when it came into that category.
fn resolved(fields: Fields, category: Option<Stage>) -> Option<Stamp> {
    let into_category = || at(fields, "statuscategorychangedate").filter(|_| category == Some(Stage::Done));
    at(fields, "resolutiondate").or_else(into_category)
}

fn names(fields: Fields, path: &str) -> Vec<String> {
    let mut names = Vec::new();
    for one in fields.at(path).items() {
        push_name(&mut names, &one.text("name"));
    }
    names
}

/// The field is free text; only a short one names an environment rather than describing it.
fn environment(fields: Fields) -> Option<String> {
    let stated = adf::text(fields.at("environment"));
    (!stated.is_empty() && stated.chars().count() <= 40 && !stated.contains('\n')).then_some(stated)
}

/// A severity that the site asks for by itself is believed rather than the priority that every issue has.
fn severity(fields: Fields, incident: &mut StatedIncident) {
    let labels: Vec<String> = fields.at("labels").items().filter_map(Fields::written).map(str::to_owned).collect();
    labels::fill(labels.iter().map(String::as_str), incident);
    let own = |name: &str| matches!(header_key(name).as_str(), "severity" | "incident_severity");
    if incident.custom.iter().any(|field| own(&field.name)) {
        incident.severity.clear();
    } else if incident.severity.is_empty() {
        incident.severity = name(fields, "priority");
    }
}

fn assignee(fields: Fields) -> Option<StatedInvolvement> {
    let person = person(fields.at("assignee"))?;
    Some(StatedInvolvement { person, role: "assignee".to_owned(), ..StatedInvolvement::default() })
}

fn links(fields: Fields, issue: Fields) -> Vec<StatedLink> {
    let mut links = Vec::new();
    for one in fields.at("issuelinks").items() {
        let kind = ["type/name", "type/outward", "type/inward"].map(|path| one.text(path)).join(" ");
        push(&mut links, link(&kind, true, &one.text("outwardIssue/key")));
        push(&mut links, link(&kind, false, &one.text("inwardIssue/key")));
    }
    let parent = fields.string("parent/key");
    push(&mut links, Some(StatedLink { kind: LinkKind::Related, target: parent }).filter(|l| !l.target.is_empty()));
    let comments = fields.at("comment/comments").items().map(|comment| comment.at("body"));
    let own = issue.string("self");
    let site = own.split_once("/rest/").map_or("", |(site, _)| site);
    for said in std::iter::once(fields.at("description")).chain(comments).map(adf::text) {
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
fn alerts(fields: Fields) -> Vec<String> {
    let all = fields.members().into_iter();
    let ids = all.flat_map(|(_, value)| value.at("values/alertIds").items());
    ids.filter_map(Fields::written).map(str::to_owned).collect()
}

fn parts(fields: Fields) -> Vec<StatedFollowUp> {
    let part = |one: Fields| {
        let done = category(one.at("fields")).or_else(|| words::stage(&one.text("fields/status/name")));
        StatedFollowUp {
            id: one.string("key"),
            title: one.string("fields/summary"),
            owner: person(one.at("fields/assignee")).unwrap_or_default(),
            status: words::status(&one.text("fields/status/name"), done),
            ..StatedFollowUp::default()
        }
    };
    fields.at("subtasks").items().map(part).filter(|part| !part.id.is_empty() || !part.title.is_empty()).collect()
}

/// The history and the comments, as far as the export holds them. Counters are stated only when it holds all.
fn tell(issue: Fields, incident: &mut StatedIncident) {
    let changelog = issue.at("changelog");
    if changelog.exact("histories").is_none() {
        return incident.events.extend(comments(issue));
    }
    let told = history::told(changelog.at("histories").items(), "");
    let held = changelog.at("histories").items().count() as u64;
    let whole = changelog.at("total").number().and_then(Number::as_u64).is_some_and(|total| total <= held);
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

fn comments(issue: Fields) -> Vec<StatedEvent> {
    issue.at("fields/comment/comments").items().filter_map(history::comment).collect()
}
