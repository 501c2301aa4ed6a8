//! Linear issues: the CSV export of a workspace or a view, and issues of the API.
//!
//! To get them: Settings, Administration, Export, CSV; or the GraphQL query `issues` with `identifier title createdAt
//! startedAt completedAt canceledAt priorityLabel state { name type } team { name } assignee { name email } labels`.
//!
//! What this export cannot answer: when the impact began; `Created` is the declaration, and `Started` the moment when
//! somebody took it on.

use crate::ingest::head::Head;
use crate::ingest::labels;
use crate::ingest::lenient::{clipped, push_name};
use crate::ingest::paths::{self, at, first, label, list, said, text, when};
use crate::ingest::tool::Tool;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, LinkKind, Role, StatedIncident, StatedInvolvement, StatedPerson};
use crate::model::reject::Reason;
use serde_json::Value;

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
        let of_object = |object: &Value| {
            let has = |key: &str| object.get(key).is_some();
            has("identifier")
                && has("createdAt")
                && has("title")
                && (has("priorityLabel") || has("completedAt") || has("canceledAt"))
        };
        head.has_headers(&["id", "team", "title", "status", "created", "completed", "canceled"])
            || head.objects.iter().any(of_object)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(issue) = paths::object(item, origin, out) else { return };
        let key = first(&issue, &["identifier", "id"]);
        if key.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the issue has no `ID`");
        }
        TOOL.keep("incident", key, Body::Incident(Box::new(read(&issue))), origin, out);
    }
}

fn read(issue: &Value) -> StatedIncident {
    let mut teams = Vec::new();
    push_name(&mut teams, &label(at(issue, "team")));
    let mut incident = StatedIncident {
        url: text(issue, "url"),
        title: text(issue, "title"),
        summary: clipped(&text(issue, "description")),
        status: state(issue),
        severity: priority(issue),
        teams,
        declared_at: when(issue, &["created", "createdAt"], "created"),
        acknowledged_at: when(issue, &["started", "startedAt"], "started"),
        resolved_at: when(issue, &["completed", "completedAt"], "completed"),
        closed_at: when(issue, &["canceled", "canceledAt", "archived", "archivedAt"], "canceled"),
        modified_at: when(issue, &["updated", "updatedAt"], "updated"),
        people: assignee(issue).into_iter().collect(),
        ..StatedIncident::default()
    };
    let named = said(at(issue, "labels"));
    let mut names: Vec<String> = named.split(',').map(|name| name.trim().to_owned()).collect();
    names.extend(list(at(issue, "labels"), "nodes").iter().map(label));
    labels::fill(names.iter().map(String::as_str).filter(|name| !name.is_empty()), &mut incident);
    paths::link(&mut incident.links, LinkKind::Related, &first(issue, &["parent_issue", "parent/identifier"]));
    paths::link(&mut incident.links, LinkKind::DuplicateOf, &text(issue, "duplicate_of"));
    incident
}

/// The name of the state; where teams have their own names, its type says more.
fn state(issue: &Value) -> String {
    match text(issue, "state/type").as_str() {
        "completed" => "done".to_owned(),
        "canceled" => "canceled".to_owned(),
        "started" => "in progress".to_owned(),
        "triage" | "backlog" | "unstarted" => "open".to_owned(),
        _ => match first(issue, &["status", "state/name", "state"]) {
            word if ["backlog", "todo", "triage"].iter().any(|open| word.eq_ignore_ascii_case(open)) => {
                "open".to_owned()
            }
            word if word.eq_ignore_ascii_case("in review") => "in progress".to_owned(),
            word => word,
        },
    }
}

fn priority(issue: &Value) -> String {
    let stated = first(issue, &["priorityLabel", "priority"]);
    let word = stated.to_lowercase();
    let number = said(at(issue, "priority"));
    let known =
        PRIORITIES.iter().find(|(_, name, _)| *name == word).or_else(|| PRIORITIES.iter().find(|(n, ..)| *n == number));
    match known {
        Some((_, _, level)) => (*level).to_owned(),
        None if matches!(word.as_str(), "no priority" | "0" | "none") => String::new(),
        None => stated,
    }
}

fn assignee(issue: &Value) -> Option<StatedInvolvement> {
    let stated = at(issue, "assignee");
    let person = if stated.is_object() {
        paths::person(stated)
    } else {
        let name = said(stated);
        let is_address = name.contains('@') && !name.contains(char::is_whitespace);
        let (name, email) = if is_address { (String::new(), name) } else { (name, String::new()) };
        StatedPerson { name, email, ..StatedPerson::default() }
    };
    (!paths::is_nobody(&person)).then(|| StatedInvolvement {
        person,
        role: "assignee".to_owned(),
        ..StatedInvolvement::default()
    })
}
