//! ServiceNow incidents as the Table API returns them, with stored values, display values, or both.
//!
//! To get them: `GET /api/now/table/incident?sysparm_display_value=all`, page by page, or the list address with
//! `JSONv2`. With `all` names and times in UTC are both there; with `false` people and groups are bare identifiers.
//!
//! What this export cannot answer: the history of a record; only its present state is returned (see `history`).

use super::row::{sampled, with_fields};
use super::shared::{TOOL, is_other_task, read};
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;

/// The source; see the head of this file.
pub struct Api;

impl Source for Api {
    const KIND: Export = Export {
        id: "servicenow-api",
        title: "ServiceNow incidents (Table API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `sys_id` and `number` (a number of a problem or a change is not an incident)",
        arrays: &["result", "records"],
    };

    fn recognises(&self, head: &Head) -> bool {
        fields::sampled(head).any(is_incident)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        with_fields(item, origin, out, |fields, out| read(fields, false, origin, out));
    }
}

/// Whether an object has what incidents have. Problems and changes have the same fields; their numbers tell them apart.
fn is_incident(object: Fields) -> bool {
    let has = |key: &str| object.exact(key).is_some();
    let task = has("sys_id") && (has("number") || (has("short_description") && has("opened_at")));
    task && !is_other_task(sampled(object, "number"), sampled(object, "sys_class_name"))
}
