//! PagerDuty analytics of incidents, as `POST /analytics/raw/incidents` returns them.
//!
//! To get them: page through the address with `filters.created_at_start` and `filters.created_at_end`, `starting_after`
//! and `"time_zone": "Etc/UTC"`, and keep each answer whole: its times have no offset, and their zone stands beside the
//! records. Data are up to a day late.
//!
//! What this export cannot answer: when each responder was called and came (the responses of each incident tell), what
//! was merged, and how an incident was noticed. Times derived from durations are exact to a second.

use crate::ingest::document;

use super::measured;
use super::shared::TOOL;
use crate::ingest::head::Head;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::Body;
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Analytics;

impl Source for Analytics {
    const KIND: Export = Export {
        id: "pagerduty-analytics",
        title: "PagerDuty analytics of incidents (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `incident_number` and `seconds_to_first_ack` or `sleep_hour_interruptions`",
        arrays: &["data"],
    };

    fn recognises(&self, head: &Head) -> bool {
        let measures = ["seconds_to_first_ack", "sleep_hour_interruptions", "seconds_to_engage"];
        measures.iter().any(|measure| head.has_keys(&["incident_number", measure]))
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::json(item, origin, out) else { return };
        let facts = document.fields();
        let native_id = measured::native_id(facts);
        if native_id.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the incident has neither `id` nor `incident_number`");
            return;
        }
        TOOL.keep("analytics", native_id, Body::Incident(Box::new(measured::stated(facts))), origin, out);
    }
}
