//! ServiceNow incidents as a table: the export of a list (CSV or a workbook), or an audit log with one row per change.
//!
//! To get them: right-click a column header of the incident list, Export, CSV or Excel. Cells hold what the list shows,
//! and times are in the zone and format of the person who exports. An export stops at the row limit of the instance.
//!
//! What this export cannot answer: who was paged and when, and when the impact began; `opened_at` is the declaration.

use super::row::{column, with_fields};
use super::shared::{TOOL, is_other_task, read};
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;

/// Headers of an audit log. A list export has either a state or a change counter, never both.
const AUDIT_LOG: [&str; 3] = ["number", "incident_state", "sys_mod_count"];

/// Columns that only ServiceNow lists have, and times under their names or labels; one of each makes a list without
/// descriptions an incident list.
const OWN: [&str; 5] = ["assignment_group", "sys_updated_on", "caller_id", "caller", "sys_id"];
const OPENED: [&str; 2] = ["opened_at", "opened"];

/// The source; see the head of this file.
pub struct Csv;

impl Source for Csv {
    const KIND: Export = Export {
        id: "servicenow-csv",
        title: "ServiceNow incidents (CSV or workbook, one row per incident or per change)",
        tool: TOOL,
        looks_for: "a table with the columns `number` and `short_description`, or `number`, `incident_state` and `sys_mod_count`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        (head.has_headers(&AUDIT_LOG) || is_task_list(head)) && !is_other_list(head)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let has = |cells: &crate::ingest::head::Cells, name: &str| cells.header.keys.iter().any(|key| key == name);
        let log = matches!(item, Item::Row(cells) if AUDIT_LOG.iter().all(|name| has(cells, name)));
        with_fields(item, origin, out, |fields, out| read(fields, log, origin, out));
    }
}

/// Whether a table lists tasks: incidents, problems or changes.
pub(super) fn is_task_list(head: &Head) -> bool {
    let any = |names: &[&str]| names.iter().any(|name| head.has_headers(&[name]));
    head.has_headers(&["number", "short_description"]) || (head.has_headers(&["number"]) && any(&OWN) && any(&OPENED))
}

/// Whether the sampled rows are all problems, changes or requests.
pub(super) fn is_other_list(head: &Head) -> bool {
    let numbers = column(head, "number");
    !numbers.is_empty() && numbers.iter().all(|number| is_other_task(number, ""))
}
