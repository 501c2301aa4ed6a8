//! PagerDuty incidents as tables: the advanced report and the list of Insights, as people download them, and incidents
//! that somebody copied into a warehouse.
//!
//! To get them: Analytics, then Reports (or Insights), Incidents, Download CSV; the report also at
//! `/api/v1/reports/raw/incidents.csv` with `since` and `until`. A report ends at 20,000 rows without a word.
//!
//! What this export cannot answer: who was paged when, what was merged, and how an incident was noticed. The report has
//! neither status nor priority. Without an `id` column a row is known by its number.

use super::measured;
use super::shared::TOOL;
use crate::ingest::fields;
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::Body;
use crate::model::reject::Reason;

/// Columns of which each says that the incidents are PagerDuty's.
const OWN: [&str; 9] = [
    "seconds_to_first_ack",
    "seconds_to_resolve",
    "auto_resolved",
    "sleep_hour_interruptions",
    "engaged_seconds",
    "escalation_policy",
    "escalation_policy_id",
    "escalation_policy_name",
    "escalation_policy_summary",
];

/// The source; see the head of this file.
pub struct Reports;

impl Source for Reports {
    const KIND: Export = Export {
        id: "pagerduty-reports",
        title: "PagerDuty incident reports (tables, as Reports and Insights give them)",
        tool: TOOL,
        looks_for: "a table with the columns `incident_number`, `created_on` or `created_at`, and `escalation_policy_name`, `seconds_to_first_ack` or the like",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        let created = head.has_headers(&["created_on"]) || head.has_headers(&["created_at"]);
        let named = ["incident_number", "incident_id", "incident"].iter().any(|name| head.has_headers(&[name]));
        created && named && OWN.iter().any(|own| head.has_headers(&[own])) && !head.has_headers(&["unique_id"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(facts) = fields::row(item, origin, out) else { return };
        let native_id = measured::native_id(facts);
        if native_id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the row has neither `id` nor `incident_number`");
            return;
        }
        TOOL.keep("report", native_id, Body::Incident(Box::new(measured::stated(facts))), origin, out);
    }
}
