//! Linear issues: the CSV export of a workspace or a view, and issues of the API.
//!
//! To get them: Settings, Administration, Export, CSV; or the GraphQL query `issues` with `identifier title createdAt
//! startedAt completedAt canceledAt priorityLabel state { name type } team { name } assignee { name email } labels`.
//!
//! What this export cannot answer: when the impact began; `Created` is the declaration, and `Started` the moment when
//! somebody took it on.

use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::labels;
use crate::ingest::lenient::{clipped, push_name};
use crate::ingest::tool::Tool;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, LinkKind, Role, StatedIncident, StatedInvolvement, StatedPerson};
use crate::model::reject::Reason;

/// The tool.
pub const TOOL: Tool = Tool { id: "linear", title: "Linear", role: Role::Ticket };

/// The words of its priorities by their numbers, with the level that each stands for.
const PRIORITIES: [(&str, &str, &str); 4] =
    [("1", "urgent", "1 - Urgent"), ("2", "high", "2 - High"), ("3", "medium", "3 - Medium"), ("4", "low", "4 - Low")];

/// The source; see the head of this file.
pub struct Linear;

impl Source for Linear {
    const KIND: Export = Export {
        id: "linear",
        title: "Linear issues (CSV export or GraphQL JSON)",
        tool: TOOL,
        looks_for: "a table with the columns `ID`, `Team`, `Status`, `Created`, `Completed` and `Canceled`, or JSON objects with `identifier`, `createdAt` and `completedAt` or `priorityLabel`",
        arrays: &["data/issues/nodes"],
    };

    fn recognises(&self, head: &Head) -> bool {
        let of_object = |object: Fields| {
            let has = |key: &str| object.exact(key).is_some();
            has("identifier")
                && has("createdAt")
                && has("title")
                && (has("priorityLabel") || has("completedAt") || has("canceledAt"))
        };
        head.has_headers(&["id", "team", "title", "status", "created", "completed", "canceled"])
            || fields::sampled(head).any(of_object)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let issue = document.fields();
        let key = issue.first(&["identifier", "id"]).into_owned();
        if key.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the issue has no `ID`");
        }
        TOOL.keep("incident", key, Body::Incident(Box::new(read(issue))), origin, out);
    }
}

fn read(issue: Fields) -> StatedIncident {
    let mut teams = Vec::new();
    push_name(&mut teams, &issue.at("team").label());
    let mut incident = StatedIncident {
        url: issue.string("url"),
        title: issue.string("title"),
        summary: clipped(&issue.text("description")),
        status: state(issue),
        severity: priority(issue),
        teams,
        declared_at: issue.time(&["created", "createdAt"], "created"),
        acknowledged_at: issue.time(&["started", "startedAt"], "started"),
        resolved_at: issue.time(&["completed", "completedAt"], "completed"),
        closed_at: issue.time(&["canceled", "canceledAt", "archived", "archivedAt"], "canceled"),
        modified_at: issue.time(&["updated", "updatedAt"], "updated"),
        people: assignee(issue).into_iter().collect(),
        ..StatedIncident::default()
    };
    let named = issue.at("labels").said().into_owned();
    let mut names: Vec<String> = named.split(',').map(|name| name.trim().to_owned()).collect();
    names.extend(issue.at("labels").list("nodes").map(|label| label.label().into_owned()));
    labels::fill(names.iter().map(String::as_str).filter(|name| !name.is_empty()), &mut incident);
    fields::link(&mut incident.links, LinkKind::Related, &issue.first(&["parent_issue", "parent/identifier"]));
    fields::link(&mut incident.links, LinkKind::DuplicateOf, &issue.text("duplicate_of"));
    incident
}

/// The name of the state; where teams have their own names, its type says more.
fn state(issue: Fields) -> String {
    match &*issue.text("state/type") {
        "completed" => "done".to_owned(),
        "canceled" => "canceled".to_owned(),
        "started" => "in progress".to_owned(),
        "triage" | "backlog" | "unstarted" => "open".to_owned(),
        _ => match issue.first(&["status", "state/name", "state"]).into_owned() {
            word if ["backlog", "todo", "triage"].iter().any(|open| word.eq_ignore_ascii_case(open)) => {
                "open".to_owned()
            }
            word if word.eq_ignore_ascii_case("in review") => "in progress".to_owned(),
            word => word,
        },
    }
}

fn priority(issue: Fields) -> String {
    let stated = issue.first(&["priorityLabel", "priority"]).into_owned();
    let word = stated.to_lowercase();
    let number = issue.at("priority").said().into_owned();
    let known =
        PRIORITIES.iter().find(|(_, name, _)| *name == word).or_else(|| PRIORITIES.iter().find(|(n, ..)| *n == number));
    match known {
        Some((_, _, level)) => (*level).to_owned(),
        None if matches!(word.as_str(), "no priority" | "0" | "none") => String::new(),
        None => stated,
    }
}

fn assignee(issue: Fields) -> Option<StatedInvolvement> {
    let stated = issue.at("assignee");
    let person = if stated.is_object() {
        stated.person()
    } else {
        let name = stated.said().into_owned();
        let is_address = name.contains('@') && !name.contains(char::is_whitespace);
        let (name, email) = if is_address { (String::new(), name) } else { (name, String::new()) };
        StatedPerson { name, email, ..StatedPerson::default() }
    };
    (!fields::is_nobody(&person)).then(|| StatedInvolvement {
        person,
        role: "assignee".to_owned(),
        ..StatedInvolvement::default()
    })
}
