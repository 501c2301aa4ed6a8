//! Problems out of the log of Nagios and its kin.
//!
//! To get it: `nagios.log` and the rotated files beside it (`archives/nagios-01-05-2026-00.log`).
//!
//! What this export cannot answer: what was not watched. Problems that reach over two files are two records; the later one
//! begins with the state at the head of its file.

use crate::ingest::container::nagios::COLUMNS;
use crate::ingest::head::Head;
use crate::ingest::plain::{push_name, row, stamp};
use crate::ingest::tool::Tool;
use crate::ingest::{Context, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, Kind, Role, StatedEvent, StatedIncident, StatedPerson, StatedResolver};

/// The tool.
pub const TOOL: Tool = Tool { id: "nagios", title: "Nagios", role: Role::Pager };

/// States with the levels that they stand for.
const STATES: [(&str, &str); 5] = [
    ("DOWN", "1 - Down"),
    ("UNREACHABLE", "2 - Unreachable"),
    ("CRITICAL", "2 - Critical"),
    ("UNKNOWN", "3 - Unknown"),
    ("WARNING", "4 - Warning"),
];

/// The source; see the head of this file.
pub struct Nagios;

impl Source for Nagios {
    fn id(&self) -> &'static str {
        "nagios"
    }

    fn title(&self) -> &'static str {
        "Nagios log (alerts of hosts and services)"
    }

    fn tool(&self) -> Tool {
        TOOL
    }

    fn looks_for(&self) -> &'static str {
        "a log with lines such as `[1767600000] SERVICE ALERT: host;service;CRITICAL;HARD;…`"
    }

    fn recognises(&self, head: &Head) -> bool {
        head.has_headers(&COLUMNS)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(cells) = row(item, origin, out) else { return };
        let (host, service, began) = (cells.get("nagios_host"), cells.get("nagios_service"), cells.get("began"));
        let state = cells.get("nagios_state");
        let ended = stamp(cells.get("ended"), "ended");
        let mut services = Vec::new();
        push_name(&mut services, service);
        let by = StatedPerson { name: cells.get("acknowledged_by").to_owned(), ..StatedPerson::default() };
        let acknowledged = stamp(cells.get("acknowledged"), "acknowledged").map(|at| StatedEvent {
            actor: (!by.name.is_empty()).then_some(by),
            ..StatedEvent::changed(EventKind::Acknowledged, at, "")
        });
        let severity = STATES.iter().find(|(word, _)| *word == state).map_or(state, |(_, level)| level);
        let what = if service.is_empty() { host.to_owned() } else { format!("{service} on {host}") };
        let incident = StatedIncident {
            title: format!("{what} is {}", state.to_lowercase()),
            kind: Kind::Alert,
            status: if ended.is_some() { "resolved" } else { "open" }.to_owned(),
            severity: severity.to_owned(),
            services,
            components: vec![host.to_owned()],
            started_at: stamp(began, "began"),
            detected_at: stamp(cells.get("confirmed"), "confirmed"),
            resolver: if ended.is_some() { StatedResolver::Machine } else { StatedResolver::Unknown },
            resolved_at: ended,
            detection: "nagios".to_owned(),
            events: acknowledged.into_iter().collect(),
            ..StatedIncident::default()
        };
        TOOL.keep("problem", format!("{host}/{service}/{began}"), Body::Incident(Box::new(incident)), origin, out);
    }
}
