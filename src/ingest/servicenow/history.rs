//! The history of ServiceNow incidents: the audit table (who changed which field), or the metric table (how long a field
//! had a value).
//!
//! To get them: `GET /api/now/table/sys_audit?tablename=incident`, or `/metric_instance` and `/incident_metric`.
//!
//! What this export cannot answer: who was paged. The metric table does not say who acted, and nothing of what an
//! instance does not measure.

use super::row::with_fields;
use super::shared::{Columns, TOOL, any, is_sys_id, time};
use crate::ingest::head::Head;
use crate::ingest::lenient::{cell, first};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, StatedEvent, StatedPerson};
use crate::model::reject::Reason;

const AUDIT: [&str; 4] = ["documentkey", "fieldname", "newvalue", "tablename"];
const METRICS: [[&str; 4]; 2] =
    [["id", "definition", "start", "value"], ["mi_id", "mi_definition", "mi_start", "mi_value"]];

/// The states of an instance that was not customised, as codes and as words in lower case.
const NEW: [&str; 2] = ["1", "new"];
const WORKING: [&str; 3] = ["2", "in progress", "work in progress"];
const ENDED: [&str; 4] = ["6", "7", "resolved", "closed"];
const RESOLVED: [&str; 2] = ["6", "resolved"];

/// The source; see the head of this file.
pub struct History;

impl Source for History {
    const KIND: Export = Export {
        id: "servicenow-history",
        title: "ServiceNow incident history (sys_audit or metric_instance)",
        tool: TOOL,
        looks_for: "rows with `tablename`, `documentkey`, `fieldname` and `newvalue`, or with `definition`, `id`, `value` and `start`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        let all = |keys: &[&str]| head.has_keys(keys) || head.has_headers(keys);
        all(&AUDIT) || METRICS.iter().any(|keys| all(keys))
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        with_fields(item, origin, out, |fields, out| {
            let change = FieldChange::of(fields);
            let incident = change.incident;
            if incident.is_empty() {
                return out.reject(origin, "", Reason::NoIdentifier, "the row does not say which record it is about");
            }
            // Rows of the metric view have no id of their own.
            let numbered = format!("{incident}/{}", origin.row);
            let native_id = first(&[fields.stored("sys_id"), fields.stored("mi_sys_id"), &numbered]).to_owned();
            // One entry of a list, because an audit table never says that it holds the whole history.
            let body = event(fields, &change).map_or(Body::Reference, |event| Body::Events(vec![event]));
            TOOL.keep("history", &native_id, body, origin, out);
        });
    }
}

/// What a row says that changed, in the words of either table.
struct FieldChange<'a> {
    incident: &'a str,
    table: &'a str,
    field: String,
    old: &'a str,
    new: &'a str,
    /// The stored form of the new value.
    id: &'a str,
    user: &'a str,
}

impl<'a> FieldChange<'a> {
    fn of(fields: &'a dyn Columns) -> Self {
        let stored = |names: &[&str]| {
            names.iter().map(|name| cell(fields.stored(name))).find(|value| !value.is_empty()).unwrap_or("")
        };
        let definition = any(fields, &["definition", "mi_definition"]).to_lowercase();
        let field = any(fields, &["fieldname", "field", "mi_field"]).to_lowercase();
        Self {
            incident: stored(&["documentkey", "inc_sys_id", "id", "mi_id", "inc_number"]),
            table: any(fields, &["tablename", "table", "mi_table"]),
            field: if field.is_empty() { measured(&definition).to_owned() } else { field },
            old: any(fields, &["oldvalue"]),
            new: any(fields, &["newvalue", "value", "mi_value"]),
            id: stored(&["newvalue", "value", "mi_value"]),
            user: any(fields, &["user", "sys_created_by"]),
        }
    }
}

/// The field that a metric measures, by the names of the metrics that come with the product.
fn measured(definition: &str) -> &'static str {
    let fields = [
        ("state", "state"),
        ("assigned to", "assigned_to"),
        ("assignment group", "assignment_group"),
        ("priority", "priority"),
    ];
    fields.iter().find(|(words, _)| definition.contains(words)).map_or("", |(_, field)| field)
}

fn event(fields: &dyn Columns, change: &FieldChange) -> Option<StatedEvent> {
    let of_incident = matches!(change.table, "" | "incident" | "Incident" | "task");
    let audited = !any(fields, &["documentkey"]).is_empty();
    let at = time(fields, &["start", "mi_start", "sys_created_on"])?;
    let (kind, value) = match change.field.as_str() {
        "state" | "incident_state" => state(change, audited),
        "assigned_to" if !change.new.is_empty() => (EventKind::Assigned, ""),
        "assignment_group" if !change.old.is_empty() => (EventKind::Reassigned, change.new),
        "priority" => (EventKind::Severity, change.new),
        _ => return None,
    };
    let people = if kind == EventKind::Assigned { vec![named(change.new, change.id)] } else { Vec::new() };
    let actor = (audited && !change.user.is_empty()).then(|| named(change.user, ""));
    let automatic = actor.as_ref().is_some_and(|person| person.machine);
    let event = StatedEvent {
        incident: change.incident.to_owned(),
        kind,
        at,
        actor,
        people,
        automatic,
        detection: String::new(),
        value: value.to_owned(),
    };
    of_incident.then_some(event)
}

/// Only the audit table says what was before and who did it; without that, a change of state is no more than one.
fn state<'a>(change: &FieldChange<'a>, audited: bool) -> (EventKind, &'a str) {
    let (old, new) = (change.old.to_lowercase(), change.new.to_lowercase());
    let is = |words: &[&str], value: &String| words.contains(&value.as_str());
    let kind = if audited && is(&ENDED, &old) && !is(&ENDED, &new) {
        EventKind::Reopened
    } else if is(&WORKING, &new) && (!audited || is(&NEW, &old)) {
        EventKind::Acknowledged
    } else if audited && is(&RESOLVED, &new) && !change.user.is_empty() {
        EventKind::Resolved
    } else {
        EventKind::Status
    };
    (kind, change.new)
}

fn named(shown: &str, stored: &str) -> StatedPerson {
    let id = if is_sys_id(shown) { shown } else { stored };
    StatedPerson {
        id: if is_sys_id(id) { id.to_owned() } else { String::new() },
        name: if is_sys_id(shown) { String::new() } else { shown.to_owned() },
        machine: matches!(shown.to_lowercase().as_str(), "system" | "guest" | "event.management"),
        ..StatedPerson::default()
    }
}
