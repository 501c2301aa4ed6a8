//! A list of people kept by hand: `people.csv` or `users.csv`.
//!
//! To make it: one row per person with `id` and `time_zone`; `name`, `email` and `team` where they are known. The id is
//! the one the pager or ticket tool uses, so that night hours are counted on the right clock. Somebody with ids in several
//! tools has a column for each (`pagerduty_id`, `servicenow_id`, `slack_id`, `gitlab_username`) or all of them in `id`,
//! with `;` between them; a log-in name that is the same everywhere stands in `handle`. Several addresses stand in `email`
//! in the same way.

use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::{cell, first};
use crate::ingest::tool::Tool;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, Role, StatedPerson};
use crate::model::reject::Reason;

/// The tool.
pub const TOOL: Tool = Tool { id: "people", title: "the list of people", role: Role::Table };

const ID: [&str; 4] = ["id", "user_id", "person_id", "sys_id"];
/// Log-in names that are the same in every tool.
const HANDLE: [&str; 5] = ["handle", "handles", "username", "login", "user_name"];
const NAME: [&str; 4] = ["name", "full_name", "user", "person"];
const EMAIL: [&str; 3] = ["email", "email_address", "mail"];
const ZONE: [&str; 4] = ["time_zone", "timezone", "tz", "zone"];
const TEAM: [&str; 3] = ["team", "teams", "group"];

/// Ends of the columns that hold the id in one tool, behind the tool's name.
const ID_ENDS: [&str; 6] = ["_user_id", "_account_id", "_id", "_username", "_login", "_handle"];
/// Beginnings of such columns, and the name of the tool elsewhere in this program.
const TOOLS: [(&str, &str); 25] = [
    ("pagerduty", "pagerduty"),
    ("pager_duty", "pagerduty"),
    ("pd", "pagerduty"),
    ("servicenow", "servicenow"),
    ("service_now", "servicenow"),
    ("snow", "servicenow"),
    ("slack", "slack"),
    ("opsgenie", "opsgenie"),
    ("jira", "jira"),
    ("atlassian", "jira"),
    ("victorops", "victorops"),
    ("splunk_on_call", "victorops"),
    ("incident_io", "incident-io"),
    ("firehydrant", "firehydrant"),
    ("rootly", "rootly"),
    ("squadcast", "squadcast"),
    ("zenduty", "zenduty"),
    ("xmatters", "xmatters"),
    ("grafana", "grafana-oncall"),
    ("grafana_oncall", "grafana-oncall"),
    ("datadog", "datadog"),
    ("github", "github"),
    ("gitlab", "gitlab"),
    ("better_stack", "better-stack"),
    ("statuspage", "statuspage"),
];

/// Columns that no list of people has. Tables of incidents often have an id and a zone or an address too.
const NOT_PEOPLE: [&str; 18] = [
    "number",
    "incident_number",
    "incident_id",
    "title",
    "short_description",
    "description",
    "summary",
    "status",
    "state",
    "severity",
    "priority",
    "impact",
    "urgency",
    "opened_at",
    "started_at",
    "resolved_at",
    "created_at",
    "date",
];

/// The source; see the head of this file.
pub struct People;

impl Source for People {
    const KIND: Export = Export {
        id: "people",
        title: "List of people (CSV)",
        tool: TOOL,
        looks_for: "a table with the columns `id` and `time_zone` and no column of an incident",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        let has = |names: &[&str]| names.iter().any(|name| head.has_headers(&[name]));
        let has_id = has(&ID) || has(&HANDLE) || head.headers.iter().any(|header| tool_of(header).is_some());
        has_id && (has(&ZONE) || (has(&NAME) && has(&EMAIL))) && !has(&NOT_PEOPLE)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(cells) = fields::row(item, origin, out) else { return };
        let any = |names: &[&str]| {
            names.iter().map(|name| cells.cell(name)).find(|value| !value.is_empty()).unwrap_or("").to_owned()
        };
        let person = StatedPerson {
            id: ids(cells),
            name: any(&NAME),
            email: any(&EMAIL),
            time_zone: any(&ZONE),
            team: any(&TEAM),
            machine: false,
        };
        let native_id = first(&[&person.id, &person.email, &person.name]).to_owned();
        if native_id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the row has no `id`, address or name");
            return;
        }
        TOOL.keep("user", native_id, Body::Person(Box::new(person)), origin, out);
    }
}

/// The tool whose id a column holds.
fn tool_of(header: &str) -> Option<&'static str> {
    let begin = ID_ENDS.iter().find_map(|end| header.strip_suffix(end))?;
    TOOLS.iter().find(|(name, _)| *name == begin).map(|(_, tool)| *tool)
}

/// All ids of a row with `;` between them; the tool's name stands before those that are of one tool.
fn ids(cells: Fields) -> String {
    let mut ids: Vec<String> = Vec::new();
    let mut add = |tool: Option<&str>, value: &str| {
        for id in value.split(';').map(|id| id.trim()).filter(|id| !id.is_empty()) {
            let id = id.strip_prefix('@').unwrap_or(id);
            let id = tool.map_or_else(|| id.to_owned(), |tool| format!("{tool}:{id}"));
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    };
    // The first of the columns for ids that is filled in, as for every other fact.
    add(None, ID.iter().map(|name| cells.cell(name)).find(|id| !id.is_empty()).unwrap_or(""));
    HANDLE.iter().for_each(|name| add(None, cells.cell(name)));
    for (_, key, value) in cells.columns() {
        if let Some(tool) = tool_of(key) {
            add(Some(tool), cell(value));
        }
    }
    ids.join(";")
}
