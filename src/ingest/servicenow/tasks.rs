//! ServiceNow problems, changes, requests and service levels. Incidents name their problem themselves; a review needs
//! nothing more of these tables, but they often lie beside the incidents.
//!
//! What this export cannot answer: anything about incidents.

use super::csv::{is_other_list, is_task_list};
use super::row::{sampled, with_fields};
use super::shared::{TOOL, any, is_other_task};
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::first;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::Body;
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Tasks;

impl Source for Tasks {
    const KIND: Export = Export {
        id: "servicenow-tasks",
        title: "ServiceNow problems, changes, requests or service levels (nothing a review needs)",
        tool: TOOL,
        looks_for: "rows of `problem`, `change_request`, `sc_request` or `task_sla`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        let levels = head.has_headers(&["task", "sla", "stage"]) || head.has_keys(&["sys_id", "task", "sla"]);
        let tasks = !head.objects.is_empty() && fields::sampled(head).all(is_task);
        levels || tasks || (is_task_list(head) && is_other_list(head))
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        with_fields(item, origin, out, |fields, out| {
            let id = first(&[fields.stored("sys_id"), any(fields, &["number", "task"])]);
            if id.is_empty() {
                return out.reject(origin, "", Reason::NoIdentifier, "the row has neither `number` nor `sys_id`");
            }
            TOOL.keep("task", id, Body::Reference, origin, out);
        });
    }
}

fn is_task(object: Fields) -> bool {
    object.exact("sys_id").is_some()
        && object.exact("number").is_some()
        && is_other_task(sampled(object, "number"), sampled(object, "sys_class_name"))
}
