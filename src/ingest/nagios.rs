//! Problems out of the log of Nagios and its kin, or out of answers in JSON.
//!
//! To get it: `nagios.log` and the rotated files beside it (`archives/nagios-01-05-2026-00.log`), or
//! `archivejson.cgi?query=alertlist&formatoptions=enumerate` with a start and an end, or of Nagios XI
//! `api/v1/objects/statehistory` and `api/v1/objects/notifications`. `query=notificationlist` tells who was told, and of a
//! problem from then on only; beside the list of alerts both tell of one incident, if the first notification went out when the
//! state was confirmed. With a delay before the first notification the log is better, which holds both.
//!
//! What this export cannot answer: what was not watched; with the notifications of Nagios XI, who was told. Problems that reach
//! over two files are two records; the later one begins with the state at the head of its file.

use crate::ingest::container::nagios::{COLUMNS, PARTS};
use crate::ingest::fields;
use crate::ingest::head::Head;
use crate::ingest::lenient::{push_name, stamp};
use crate::ingest::tool::Tool;
use crate::ingest::{Context, Export, Item, Output, Source};
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
    const KIND: Export = Export {
        id: "nagios",
        title: "Nagios problems of hosts and services (log, archivejson.cgi, Nagios XI)",
        tool: TOOL,
        looks_for: "a log with lines such as `[1767600000] SERVICE ALERT: host;service;CRITICAL;HARD;…`, or JSON with `alertlist`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_headers(&COLUMNS)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(cells) = fields::row(item, origin, out) else { return };
        let (host, service, began) = (cells.raw("nagios_host"), cells.raw("nagios_service"), cells.raw("began"));
        let (state, confirmed) = (cells.raw("nagios_state"), cells.raw("confirmed"));
        let ended = stamp(cells.raw("ended"), "ended");
        let mut services = Vec::new();
        push_name(&mut services, service);
        let by = StatedPerson { name: cells.raw("acknowledged_by").to_owned(), ..StatedPerson::default() };
        let acknowledged = stamp(cells.raw("acknowledged"), "acknowledged").map(|at| StatedEvent {
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
            detected_at: stamp(confirmed, "confirmed"),
            resolver: if ended.is_some() { StatedResolver::Machine } else { StatedResolver::Unknown },
            resolved_at: ended,
            detection: "nagios".to_owned(),
            // Lists of alerts and of notifications agree on the moment of confirmation, and not on the beginning.
            outage_key: format!("{what}, confirmed {confirmed}"),
            events: acknowledged.into_iter().chain(told(cells.raw("notified"))).collect(),
            ..StatedIncident::default()
        };
        TOOL.keep("problem", format!("{host}/{service}/{began}"), Body::Incident(Box::new(incident)), origin, out);
    }
}

/// Pages and mails: when, to whom, and by which command.
fn told(stated: &str) -> impl Iterator<Item = StatedEvent> + '_ {
    stated.split(PARTS[1]).filter_map(|told| {
        let mut parts = told.split(PARTS[0]);
        let (at, who, by) = (parts.next()?, parts.next()?, parts.next()?.to_lowercase());
        let calls = ["sms", "pager", "phone", "call", "push", "page", "signal", "telegram"]
            .iter()
            .any(|word| by.contains(word));
        let kind = if calls { EventKind::Notified } else { EventKind::Emailed };
        let person = StatedPerson { name: who.to_owned(), ..StatedPerson::default() };
        let people = if who.is_empty() { Vec::new() } else { vec![person] };
        Some(StatedEvent { people, automatic: true, ..StatedEvent::changed(kind, stamp(at, "notified")?, "") })
    })
}
