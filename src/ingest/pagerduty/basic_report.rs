//! PagerDuty's basic incident report, as CSV.
//!
//! To get it: Analytics, then Reports, Incidents, Download CSV, on plans without advanced analytics.
//!
//! What this export cannot answer: it has no id and no title; a row is the incident with its number, which other exports
//! describe. When somebody acknowledged, and who took part, is not in it.

use super::measured::{by_number, same_number};
use super::shared::TOOL;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::{count, first, push_name, stamp};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, StatedIncident, StatedPerson, StatedResolver};
use crate::model::reject::Reason;

/// Words in the place of a person that say that nobody did it by hand. Compared in lower case.
const MACHINES: [&str; 7] =
    ["auto", "auto-resolved", "auto resolved", "automatically", "timeout", "api", "integration"];

/// The source; see the head of this file.
pub struct BasicReport;

impl Source for BasicReport {
    const KIND: Export = Export {
        id: "pagerduty-basic-report",
        title: "PagerDuty incident report, basic (CSV)",
        tool: TOOL,
        looks_for: "a table with the columns `#`, `Opened On` and `Resolve By`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        let ended =
            ["resolve_by", "resolved_by", "escalations"].iter().any(|by| head.has_headers(&["resolved_on", by]));
        ended && head.has_headers(&["opened_on", "service"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(cells) = fields::row(item, origin, out) else { return };
        let number = number(cells);
        if number.is_empty() {
            out.reject(origin, "", Reason::NoIdentifier, "the row has no number under `#`");
            return;
        }
        TOOL.keep("basic-report", by_number(number), Body::Incident(Box::new(stated(cells, number))), origin, out);
    }
}

// The header `#` has no letters, so its key is empty.
fn number(cells: Fields<'_>) -> &str {
    first(&[cells.cell(""), cells.cell("incident_number"), cells.cell("number")]).trim_start_matches('#')
}

fn stated(cells: Fields, number: &str) -> StatedIncident {
    let mut services = Vec::new();
    push_name(&mut services, cells.cell("service"));
    StatedIncident {
        number: number.to_owned(),
        title: first(&[cells.raw("description"), cells.raw("title")]).to_owned(),
        urgency: cells.raw("urgency").to_owned(),
        services,
        detected_at: stamp(cells.cell("opened_on"), "Opened On"),
        resolved_at: stamp(cells.cell("resolved_on"), "Resolved On"),
        resolver: resolver(first(&[cells.cell("resolve_by"), cells.cell("resolved_by")])),
        escalation_count: count(cells.raw("escalations")),
        links: vec![same_number(number)],
        ..StatedIncident::default()
    }
}

fn resolver(by: &str) -> StatedResolver {
    match by {
        "" => StatedResolver::Unknown,
        by if MACHINES.contains(&by.to_lowercase().as_str()) => StatedResolver::Machine,
        name => StatedResolver::Person(StatedPerson { name: name.to_owned(), ..StatedPerson::default() }),
    }
}
