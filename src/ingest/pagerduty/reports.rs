//! PagerDuty incidents as people download them: the advanced report and the list of Insights, as CSV.
//!
//! To get them: Analytics, then Reports (or Insights), Incidents, Download CSV; the report also at
//! `/api/v1/reports/raw/incidents.csv` with `since` and `until`. A report ends at 20,000 rows without a word.
//!
//! What this export cannot answer: who was paged when, what was merged, and how an incident was noticed. The report has
//! neither status nor priority. Without an `id` column a row is known by its number.

use super::measured;
use super::shared::{TOOL, keep, row};
use crate::ingest::head::Head;
use crate::ingest::{Context, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, Role};
use crate::model::reject::Reason;

/// Columns of which each says that PagerDuty measured the incidents.
const MEASURES: [&str; 5] =
    ["seconds_to_first_ack", "seconds_to_resolve", "auto_resolved", "sleep_hour_interruptions", "engaged_seconds"];

/// The source; see the head of this file.
pub struct Reports;

impl Source for Reports {
    fn id(&self) -> &'static str {
        "pagerduty-reports"
    }

    fn title(&self) -> &'static str {
        "PagerDuty incident reports (CSV of Reports or Insights)"
    }

    fn tool(&self) -> &'static str {
        TOOL
    }

    fn tool_title(&self) -> &'static str {
        "PagerDuty"
    }

    fn role(&self) -> Role {
        Role::Pager
    }

    fn looks_for(&self) -> &'static str {
        "a table with the columns `incident_number`, `created_on` or `created_at`, and `seconds_to_first_ack` or the like"
    }

    fn recognises(&self, head: &Head) -> bool {
        let created = head.has_headers(&["created_on"]) || head.has_headers(&["created_at"]);
        let named = ["incident_number", "incident_id", "incident"].iter().any(|name| head.has_headers(&[name]));
        created && named && MEASURES.iter().any(|measure| head.has_headers(&[measure]))
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(cells) = row(item, origin, out) else { return };
        let native_id = measured::native_id(cells);
        if native_id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the row has neither `id` nor `incident_number`");
            return;
        }
        keep("report", native_id, Body::Incident(Box::new(measured::stated(cells))), origin, out);
    }
}
