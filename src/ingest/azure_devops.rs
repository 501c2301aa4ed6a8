//! Azure DevOps work items: the CSV of a query, and work items of the API.
//!
//! To get them: Boards, Queries, a query over bugs and incidents with the columns of dates, Export to CSV; or
//! `GET _apis/wit/workitems?ids=…&$expand=all`.
//!
//! What this export cannot answer: when the impact began; the creation is the declaration. Tasks, stories and test cases
//! between the incidents are set aside.

use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::{clipped, push_name, stamp};
use crate::ingest::tool::Tool;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{
    Body, LinkKind, Role, Stamp, StatedIncident, StatedInvolvement, StatedPerson, StatedResolver,
};
use crate::model::reject::Reason;

/// The tool.
pub const TOOL: Tool = Tool { id: "azure-devops", title: "Azure DevOps", role: Role::Ticket };

/// Work that is planned or built, and no incident.
const OTHER_WORK: [&str; 9] = [
    "task",
    "user story",
    "feature",
    "epic",
    "product backlog item",
    "requirement",
    "test case",
    "test suite",
    "test plan",
];

/// The source; see the head of this file.
pub struct AzureDevops;

impl Source for AzureDevops {
    const KIND: Export = Export {
        id: "azure-devops",
        title: "Azure DevOps work items (CSV of a query, or API JSON)",
        tool: TOOL,
        looks_for: "a table with the columns `ID`, `Work Item Type`, `Title` and `State`, or JSON objects with `fields` of the names `System.…`",
        arrays: &["value", "workItems"],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_headers(&["id", "work_item_type", "title"])
            || fields::sampled(head).any(|object| object.at("fields").exact("System.Title").is_some())
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let work = document.fields();
        let id = work.string("id");
        if id.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the work item has no `ID`");
        }
        let fields = Work(work);
        let sort = fields.text("WorkItemType").to_lowercase();
        let body =
            if OTHER_WORK.contains(&sort.as_str()) { Body::Reference } else { Body::Incident(Box::new(read(&fields))) };
        let entity = if matches!(body, Body::Reference) { "work-item" } else { "incident" };
        TOOL.keep(entity, id, body, origin, out);
    }
}

/// The fields of a work item: by their reference names in the API, by their labels in a table.
struct Work<'a>(Fields<'a>);

impl Work<'_> {
    fn value(&self, name: &str) -> Fields<'_> {
        let fields = self.0.at("fields");
        let spaces = ["System.", "Microsoft.VSTS.Common.", "Microsoft.VSTS.CMMI.", "Custom."];
        let own = spaces.iter().map(|space| fields.at(&format!("{space}{name}"))).find(|value| !value.is_null());
        own.unwrap_or_else(|| self.0.at(&header(name)))
    }

    fn text(&self, name: &str) -> String {
        self.value(name).said().into_owned()
    }

    fn time(&self, names: &[&'static str]) -> Option<Stamp> {
        names.iter().find_map(|name| stamp(&self.text(name), name))
    }

    /// `Nora Quist <nora@example.com>`, or an object with both.
    fn person(&self, name: &str) -> Option<StatedPerson> {
        let stated = self.value(name);
        let (name, email) = if stated.is_object() {
            (stated.first(&["displayName", "name"]).into_owned(), stated.first(&["uniqueName", "email"]).into_owned())
        } else {
            let whole = stated.said().into_owned();
            match whole.split_once('<') {
                Some((name, email)) => (name.trim().to_owned(), email.trim_end_matches('>').trim().to_owned()),
                None if whole.contains('@') => (String::new(), whole),
                None => (whole, String::new()),
            }
        };
        let email = if email.contains('@') { email } else { String::new() };
        let person = StatedPerson { name, email, ..StatedPerson::default() };
        (!fields::is_nobody(&person)).then_some(person)
    }
}

/// `CreatedDate` as the header `created_date`.
fn header(name: &str) -> String {
    let mut key = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !key.is_empty() {
            key.push('_');
        }
        key.extend(c.to_lowercase());
    }
    key
}

fn read(fields: &Work) -> StatedIncident {
    let state = fields.text("State");
    let is_done = ["done", "closed", "completed"].iter().any(|word| state.eq_ignore_ascii_case(word));
    let closed = fields.time(&["ClosedDate"]);
    // Where states have no "resolved", done is the end.
    let resolved = fields
        .time(&["ResolvedDate"])
        .or_else(|| closed.clone().filter(|_| is_done && !state.eq_ignore_ascii_case("closed")));
    let (mut components, mut teams) = (Vec::new(), Vec::new());
    let area = fields.text("AreaPath");
    if let Some((_, last)) = area.rsplit_once('\\') {
        push_name(&mut components, last);
    }
    push_name(&mut teams, &fields.text("Team"));
    let assignee = fields.person("AssignedTo").map(|person| StatedInvolvement {
        person,
        role: "assignee".to_owned(),
        ..StatedInvolvement::default()
    });
    let mut incident = StatedIncident {
        title: fields.text("Title"),
        summary: clipped(&fields.text("Description")),
        status: word(&state).to_owned(),
        severity: [fields.text("Severity"), fields.text("Priority")]
            .into_iter()
            .find(|s| !s.is_empty())
            .unwrap_or_default(),
        components,
        teams,
        declared_at: fields.time(&["CreatedDate"]),
        acknowledged_at: fields.time(&["ActivatedDate"]),
        resolved_at: resolved,
        closed_at: closed,
        modified_at: fields.time(&["ChangedDate"]),
        resolution: fields.text("Reason"),
        resolver: fields.person("ResolvedBy").map_or(StatedResolver::Unknown, StatedResolver::Person),
        people: assignee.into_iter().collect(),
        ..StatedIncident::default()
    };
    let tags = fields.text("Tags");
    crate::ingest::labels::fill(tags.split(';').map(str::trim).filter(|tag| !tag.is_empty()), &mut incident);
    fields::link(&mut incident.links, LinkKind::Related, &fields.text("Parent"));
    incident
}

/// States of the usual processes, in words that other tools use.
fn word(state: &str) -> &str {
    match state.to_lowercase().as_str() {
        "to do" | "proposed" | "approved" => "new",
        "doing" | "committed" | "active" => "in progress",
        "removed" => "cancelled",
        _ => state,
    }
}
