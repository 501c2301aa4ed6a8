//! GitLab issues and incidents, from the REST API or GraphQL.
//!
//! To get them: `GET /api/v4/projects/{id}/issues?issue_type=incident&per_page=100`, page by page, or the nodes of
//! `project { issues(types: INCIDENT) { nodes { … } } }`.
//!
//! What this export cannot answer: who was paged, and how often an issue was opened again. When it began, was noticed and
//! was mitigated stands in the timeline of an incident, which only GraphQL has (see `timeline`).

use super::shared::{TOOL, detection, id_of, is_other_type, members, outside, person, severity};
use super::timeline;
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::{clipped, stamp};
use crate::ingest::task_list::tasks;
use crate::ingest::{Context, Export, Item, Output, Source, labels};
use crate::model::origin::Origin;
use crate::model::record::{Body, LinkKind, Stamp, StatedIncident, StatedInvolvement, StatedLink, StatedResolver};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Issues;

impl Source for Issues {
    const KIND: Export = Export {
        id: "gitlab-issues",
        title: "GitLab issues and incidents (REST or GraphQL JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `iid` and `project_id`, or with `iid` and `webUrl`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        fields::sampled(head).any(is_issue)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::json(item, origin, out) else { return };
        let issue = document.fields();
        let native_id = native_id(issue);
        if native_id.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the issue has neither an address nor `iid` or `id`");
        }
        let other = is_other_type(&issue.first(&["type", "issue_type", "workItemType/name"]));
        let (entity, body) = if other || is_merge_request(issue) {
            ("work-item", Body::Reference)
        } else {
            ("incident", Body::Incident(Box::new(stated(issue, &native_id))))
        };
        TOOL.keep(entity, native_id, body, origin, out);
    }
}

fn is_issue(object: Fields) -> bool {
    let has = |key: &str| object.exact(key).is_some();
    let issue = has("title") && (has("state") || has("description") || has("created_at") || has("createdAt"));
    let milestone = has("start_date") && !has("labels") && !has("author");
    has("iid") && issue && !milestone && (has("project_id") || has("webUrl"))
}

fn is_merge_request(issue: Fields) -> bool {
    issue.exact("merge_status").is_some() || issue.first(&["web_url", "webUrl"]).contains("/merge_requests/")
}

fn native_id(issue: Fields) -> String {
    let of_address = id_of(&issue.first(&["web_url", "webUrl"]));
    let full = issue.string("references/full");
    of_address
        .or_else(|| full.contains('#').then_some(full))
        .unwrap_or_else(|| issue.first(&["id", "iid"]).into_owned())
}

fn stated(issue: Fields, native_id: &str) -> StatedIncident {
    let body = issue.string("description");
    let mut incident = StatedIncident {
        number: issue.string("iid"),
        url: issue.first(&["web_url", "webUrl"]).into_owned(),
        title: issue.string("title"),
        summary: clipped(&body),
        status: status(issue),
        severity: severity(&issue.text("severity")),
        declared_at: at(issue, ["created_at", "createdAt"], "created_at"),
        resolved_at: at(issue, ["closed_at", "closedAt"], "closed_at"),
        closed_at: at(issue, ["closed_at", "closedAt"], "closed_at"),
        modified_at: at(issue, ["updated_at", "updatedAt"], "updated_at"),
        detection: noticed(issue),
        resolver: resolver(issue),
        links: links(issue, native_id, &body),
        people: people(issue),
        follow_ups: tasks(&body, native_id),
        effort_s: issue.first(&["time_stats/total_time_spent", "totalTimeSpent"]).into_owned(),
        ..StatedIncident::default()
    };
    // Nobody logs "no time": zero is what an issue has whose time nobody wrote down.
    if incident.effort_s == "0" {
        incident.effort_s.clear();
    }
    let stated_labels: Vec<String> = members(issue, "labels").map(label).collect();
    labels::fill(stated_labels.iter().map(String::as_str), &mut incident);
    timeline::fill(members(issue, "incidentManagementTimelineEvents"), &mut incident);
    incident
}

fn label(label: Fields) -> String {
    label.plain().map_or_else(|| label.first(&["name", "title"]).into_owned(), str::to_owned)
}

fn at(issue: Fields, paths: [&str; 2], field: &'static str) -> Option<Stamp> {
    stamp(&issue.first(&paths), field)
}

/// While an issue is open, the state of its escalation says more. A closed one was moved or closed as a duplicate, or
/// it is just closed.
fn status(issue: Fields) -> String {
    let state = issue.string("state");
    let escalation = issue.first(&["escalationStatus", "escalation_status"]).into_owned();
    let open = !state.eq_ignore_ascii_case("closed");
    if open && !escalation.is_empty() && !escalation.eq_ignore_ascii_case("ignored") { escalation } else { state }
}

fn noticed(issue: Fields) -> String {
    if !issue.first(&["service_desk_reply_to", "serviceDeskReplyTo"]).is_empty() {
        return "customer e-mail".to_owned();
    }
    detection(&issue.text("author/username"), &issue.text("author/name")).to_owned()
}

fn resolver(issue: Fields) -> StatedResolver {
    match person(issue.at("closed_by")) {
        Some(person) if person.machine => StatedResolver::Machine,
        Some(person) => StatedResolver::Person(person),
        None => StatedResolver::Unknown,
    }
}

fn people(issue: Fields) -> Vec<StatedInvolvement> {
    let mut people: Vec<StatedInvolvement> = Vec::new();
    for person in members(issue, "assignees").chain([issue.at("assignee")]).filter_map(person) {
        if people.iter().all(|known| known.person.id != person.id || known.person.name != person.name) {
            people.push(StatedInvolvement { person, role: "assignee".to_owned(), ..StatedInvolvement::default() });
        }
    }
    people
}

fn links(issue: Fields, native_id: &str, body: &str) -> Vec<StatedLink> {
    let mut links: Vec<StatedLink> = Vec::new();
    links.extend(duplicate(issue, native_id));
    let moved = issue.first(&["moved_to_id", "movedTo/webUrl"]).into_owned();
    let moved = id_of(&moved).unwrap_or(moved);
    links.extend((!moved.is_empty()).then_some(StatedLink { kind: LinkKind::MergedInto, target: moved }));
    links.extend(outside(body));
    links
}

/// The survivor, as an address of the API; it names the project by its number, so only one of the same project can be
/// said to be the one with that path.
fn duplicate(issue: Fields, native_id: &str) -> Option<StatedLink> {
    let link = |target: String| StatedLink { kind: LinkKind::DuplicateOf, target };
    let graph = issue.string("duplicatedToIssue/webUrl");
    if let Some(target) = id_of(&graph) {
        return Some(link(target));
    }
    let address = issue.string("_links/closed_as_duplicate_of");
    let (project, number) = address.split_once("/projects/")?.1.split_once("/issues/")?;
    let path = native_id.split_once('#').map(|(path, _)| path).filter(|_| project == issue.string("project_id"));
    Some(link(path.map_or_else(|| address.clone(), |path| format!("{path}#{number}"))))
}
