//! ServiceNow incidents: CSV exports of a list, the audit log with one row per change, and the Table API.
//!
//! All of them use the same field names, so the mapping stands here once; a source only says how a field is looked up.

use crate::ingest::Output;
use crate::ingest::length;
use crate::ingest::lenient::{cell, clipped, count, first, push_name, stamp};
use crate::ingest::tool::Tool;
use crate::model::origin::Origin;
use crate::model::record::{
    Body, LinkKind, Role, Stamp, StatedIncident, StatedInvolvement, StatedLink, StatedPerson, StatedResolver,
};
use crate::model::reject::Reason;

/// The tool.
pub const TOOL: Tool = Tool { id: "servicenow", title: "ServiceNow", role: Role::Ticket };

/// Resolvers that are no people. Compared in lower case.
const MACHINES: [&str; 3] = ["system", "event management", "system administrator (event management)"];

/// Words in a resolver or a close code that say that nobody did it by hand. Compared as whole words in lower case.
const AUTOMATIC: [&str; 9] = [
    "auto",
    "automatic",
    "automatically",
    "automated",
    "automation",
    "autoresolve",
    "autoresolved",
    "autoclose",
    "autoclosed",
];

/// Fields with people who took no part in the response.
const BYSTANDERS: [&str; 2] = ["caller_id", "opened_by"];

/// How a source looks up a field. Both return nothing for an absent field.
pub(super) trait Columns {
    /// What the user interface shows: `Priya Nair`, `1 - Critical`.
    fn shown(&self, field: &str) -> &str;

    /// What the database holds: a sys_id, a code, a time in UTC. The same as `shown` where an export has only one.
    fn stored(&self, field: &str) -> &str {
        self.shown(field)
    }

    /// Whether times are stored values, which are in UTC whatever the zone of whoever asked. Display values are not.
    fn has_stored_times(&self) -> bool {
        false
    }
}

/// The first field that is set, as shown.
pub(super) fn any<'a>(fields: &'a dyn Columns, names: &[&str]) -> &'a str {
    names.iter().map(|name| cell(fields.shown(name))).find(|value| !value.is_empty()).unwrap_or("")
}

/// The first stored time that is set, with the name of its field. Display values of times are in the format and zone of
/// whoever asked, so they are used only where nothing is stored.
pub(super) fn time(fields: &dyn Columns, names: &[&'static str]) -> Option<Stamp> {
    names.iter().find_map(|name| {
        let (stored, shown) = (cell(fields.stored(name)), cell(fields.shown(name)));
        if fields.has_stored_times() && is_stored_time(stored) {
            return stamp(&format!("{stored} UTC"), name);
        }
        stamp(first(&[stored, shown]), name)
    })
}

/// `2026-08-11 14:11:05`
fn is_stored_time(text: &str) -> bool {
    text.len() == 19 && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ':' | ' '))
}

pub(super) fn read(fields: &dyn Columns, one_row_per_event: bool, origin: &Origin, out: &mut Output) {
    let number = cell(fields.shown("number"));
    let sys_id = cell(fields.stored("sys_id"));
    // Rows of an audit log share the number and nothing else; everywhere else the sys_id never changes.
    let native_id = if one_row_per_event { first(&[number, sys_id]) } else { first(&[sys_id, number]) };
    if native_id.is_empty() {
        out.reject(origin, "", Reason::NoIdentifier, "the row has neither `number` nor `sys_id`");
        return;
    }
    // The task table holds problems and changes between the incidents.
    let other = is_other_task(number, cell(fields.stored("sys_class_name")));
    let (entity, body) = if other {
        ("task", Body::Reference)
    } else {
        ("incident", Body::Incident(Box::new(stated(fields, native_id, one_row_per_event))))
    };
    TOOL.keep(entity, native_id, body, origin, out);
}

fn stated(fields: &dyn Columns, native_id: &str, one_row_per_event: bool) -> StatedIncident {
    let number = any(fields, &["number"]);
    StatedIncident {
        number: if number == native_id { String::new() } else { number.to_owned() },
        title: any(fields, &["short_description"]).to_owned(),
        summary: clipped(any(fields, &["description", "close_notes"])),
        status: any(fields, &["state", "incident_state"]).to_owned(),
        severity: any(fields, &["priority"]).to_owned(),
        urgency: any(fields, &["urgency"]).to_owned(),
        services: names(fields, &["cmdb_ci", "business_service"]),
        components: names(fields, &["category", "subcategory"]),
        teams: names(fields, &["assignment_group"]),
        declared_at: time(fields, &["opened_at"]),
        acknowledged_at: time(fields, &["work_start"]),
        resolved_at: time(fields, &["resolved_at"]).or_else(|| end_by_length(fields)),
        closed_at: time(fields, &["closed_at"]),
        modified_at: time(fields, &["sys_updated_on", "sys_updated_at"]),
        detection: any(fields, &["contact_type"]).to_owned(),
        resolution: any(fields, &["close_code", "closed_code"]).to_owned(),
        resolver: resolver(fields),
        reopen_count: count(any(fields, &["reopen_count"])),
        reassignment_count: count(any(fields, &["reassignment_count"])),
        links: links(fields),
        people: assignee(fields).into_iter().collect(),
        bystanders: BYSTANDERS.iter().filter_map(|field| person(fields, field)).collect(),
        one_row_per_event,
        ..StatedIncident::default()
    }
}

/// The end of a ticket whose export holds only how long it took: from opened to resolved, in older instances to closed.
/// `business_duration` leaves nights out, so it leads to no end.
fn end_by_length(fields: &dyn Columns) -> Option<Stamp> {
    let stated =
        ["calendar_duration", "calendar_stc"].iter().flat_map(|name| [fields.stored(name), fields.shown(name)]);
    let length = stated.filter_map(|text| length::seconds(cell(text), 1.0)).find(|length| *length > 0)?;
    let opened = time(fields, &["opened_at"])?;
    stamp(&format!("{} + {length} s", opened.text), "duration")
}

fn names(fields: &dyn Columns, of: &[&str]) -> Vec<String> {
    let mut names = Vec::new();
    for field in of {
        push_name(&mut names, any(fields, &[field]));
    }
    names
}

/// A person field: the name as shown, and the sys_id where the export holds it apart from the name.
pub(super) fn person(fields: &dyn Columns, field: &str) -> Option<StatedPerson> {
    let (shown, stored) = (cell(fields.shown(field)), cell(fields.stored(field)));
    let id = if stored == shown && !is_sys_id(stored) { "" } else { stored };
    let name = if is_sys_id(shown) { "" } else { shown };
    (!shown.is_empty() || !stored.is_empty()).then(|| StatedPerson {
        id: id.to_owned(),
        name: name.to_owned(),
        ..StatedPerson::default()
    })
}

pub(super) fn is_sys_id(text: &str) -> bool {
    text.len() == 32 && text.chars().all(|c| c.is_ascii_hexdigit())
}

fn assignee(fields: &dyn Columns) -> Option<StatedInvolvement> {
    let person = person(fields, "assigned_to")?;
    Some(StatedInvolvement { person, role: "assignee".to_owned(), ..StatedInvolvement::default() })
}

fn resolver(fields: &dyn Columns) -> StatedResolver {
    let by = any(fields, &["resolved_by"]).to_lowercase();
    let code = any(fields, &["close_code", "closed_code"]).to_lowercase();
    let machine = MACHINES.contains(&by.as_str()) || mentions_auto(&by) || mentions_auto(&code);
    match person(fields, "resolved_by") {
        _ if machine => StatedResolver::Machine,
        Some(person) => StatedResolver::Person(person),
        None => StatedResolver::Unknown,
    }
}

fn mentions_auto(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| AUTOMATIC.contains(&word))
}

fn links(fields: &dyn Columns) -> Vec<StatedLink> {
    const KINDS: [(&str, LinkKind); 4] = [
        ("problem_id", LinkKind::Problem),
        ("parent_incident", LinkKind::Parent),
        ("parent", LinkKind::Parent),
        ("correlation_id", LinkKind::ExternalRef),
    ];
    let mut links: Vec<StatedLink> = Vec::new();
    for (field, kind) in KINDS {
        let target = any(fields, &[field]);
        let known = links.iter().any(|link| link.kind == kind && link.target == target);
        if !target.is_empty() && !known {
            links.push(StatedLink { kind, target: target.to_owned() });
        }
    }
    links
}

/// Beginnings of numbers in tables that extend `task` as incidents do.
const OTHER_TASKS: [&str; 9] = ["PRB", "CHG", "RITM", "REQ", "SCTASK", "PTASK", "CTASK", "TASK", "STRY"];

/// Whether a record is a task of another kind than an incident, as far as its number and its class say.
pub(super) fn is_other_task(number: &str, class: &str) -> bool {
    let class = class.trim().to_lowercase();
    OTHER_TASKS
        .iter()
        .any(|prefix| number.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())))
        || (number.is_empty() && !class.is_empty() && class != "incident")
        || ["problem", "change_request", "change request", "sc_req_item", "sc_request"].contains(&class.as_str())
}
