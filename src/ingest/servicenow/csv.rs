//! ServiceNow incidents as CSV: the export of a list, or an audit log with one row per change.
//!
//! To get them: right-click a column header of the incident list, Export, CSV. Cells hold what the list shows, and times
//! are in the zone and format of the person who exports. An export stops at the row limit of the instance.
//!
//! What this export cannot answer: who was paged and when, and when the impact began; `opened_at` is the declaration.

use super::shared::{Fields, TOOL, read};
use crate::ingest::head::{Cells, Head};
use crate::ingest::plain::shape;
use crate::ingest::{Context, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::Role;
use crate::model::reject::Reason;

/// Headers of an audit log. A list export has either a state or a change counter, never both.
const AUDIT_LOG: [&str; 3] = ["number", "incident_state", "sys_mod_count"];

/// Labels that a spreadsheet export writes instead of field names, as header keys.
const LABELS: [(&str, &str); 11] = [
    ("opened_at", "opened"),
    ("resolved_at", "resolved"),
    ("closed_at", "closed"),
    ("sys_updated_on", "updated"),
    ("work_start", "actual_start"),
    ("cmdb_ci", "configuration_item"),
    ("business_service", "service"),
    ("problem_id", "problem"),
    ("contact_type", "channel"),
    ("close_code", "resolution_code"),
    ("close_notes", "resolution_notes"),
];

impl Fields for Cells {
    fn shown(&self, field: &str) -> &str {
        let value = self.get(field);
        if !value.is_empty() {
            return value;
        }
        LABELS.iter().find(|(name, _)| *name == field).map_or("", |(_, label)| self.get(label))
    }
}

/// The source; see the head of this file.
pub struct Csv;

impl Source for Csv {
    fn id(&self) -> &'static str {
        "servicenow-csv"
    }

    fn title(&self) -> &'static str {
        "ServiceNow incidents (CSV, one row per incident or per change)"
    }

    fn tool(&self) -> &'static str {
        TOOL
    }

    fn tool_title(&self) -> &'static str {
        "ServiceNow"
    }

    fn role(&self) -> Role {
        Role::Ticket
    }

    fn looks_for(&self) -> &'static str {
        "a table with the columns `number` and `short_description`, or `number`, `incident_state` and `sys_mod_count`"
    }

    fn recognises(&self, head: &Head) -> bool {
        head.has_headers(&["number", "short_description"]) || head.has_headers(&AUDIT_LOG)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Item::Row(cells) = item else {
            out.reject(origin, "", Reason::Malformed, format!("expected a table row, found {}", shape(item)));
            return;
        };
        let has = |name: &&str| cells.header.keys.iter().any(|key| key == name);
        read(*cells, AUDIT_LOG.iter().all(has), origin, out);
    }
}
