//! Zabbix problems: the list of problems as CSV, and problems or events of the API.
//!
//! To get them: Monitoring, Problems, filter by time, Export to CSV; or `problem.get` / `event.get` with
//! `selectHosts`, `selectAcknowledges` and `selectTags`.
//!
//! What this export cannot answer: who was paged, and from the list when somebody acknowledged. The duration of an open
//! problem is how long it has lasted so far, so it is not read.

use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::{push_name, stamp};
use crate::ingest::tool::Tool;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{
    Body, EventKind, Kind, Role, Stamp, StatedEvent, StatedIncident, StatedPerson, StatedResolver,
};
use crate::model::reject::Reason;

/// The tool.
pub const TOOL: Tool = Tool { id: "zabbix", title: "Zabbix", role: Role::Pager };

/// Zabbix counts its severities upwards; here 1 is worst. Its number, its word, the level with its word.
const SEVERITIES: [(&str, &str, &str); 6] = [
    ("5", "disaster", "1 - Disaster"),
    ("4", "high", "2 - High"),
    ("3", "average", "3 - Average"),
    ("2", "warning", "4 - Warning"),
    ("1", "information", "5 - Information"),
    ("0", "not classified", "5 - Not classified"),
];

/// Bit of an action on a problem by which somebody acknowledges it.
const ACKNOWLEDGED: u32 = 2;

/// The source; see the head of this file.
pub struct Zabbix;

impl Source for Zabbix {
    const KIND: Export = Export {
        id: "zabbix",
        title: "Zabbix problems (CSV of the problem list, or API JSON)",
        tool: TOOL,
        looks_for: "a table with the columns `Severity`, `Recovery time`, `Host` and `Problem`, or JSON objects with `eventid`, `clock` and `severity`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_headers(&["severity", "recovery_time", "host", "problem"])
            || (head.has_keys(&["eventid", "clock", "name", "severity"]))
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let stated = document.fields();
        let begun = stated.first(&["time", "clock"]).into_owned();
        let id = stated.string("eventid");
        let host = hosts(stated).join(",");
        let id = if id.is_empty() { format!("{begun}/{host}/{}", stated.text("problem")) } else { id };
        if begun.is_empty() {
            return out.reject(origin, &id, Reason::NoTime, "the problem has no time");
        }
        TOOL.keep("problem", id, Body::Incident(Box::new(read(stated, &begun))), origin, out);
    }
}

fn read(stated: Fields, begun: &str) -> StatedIncident {
    let end = recovery(stated);
    let mut services = Vec::new();
    tagged(stated, &["service", "application"]).iter().for_each(|name| push_name(&mut services, name));
    let state = stated.string("status");
    let over = end.is_some() || state.eq_ignore_ascii_case("resolved");
    StatedIncident {
        title: stated.first(&["problem", "name"]).into_owned(),
        summary: stated.first(&["info", "opdata", "operational_data"]).into_owned(),
        kind: Kind::Alert,
        status: if over { "resolved" } else { "open" }.to_owned(),
        severity: severity(&stated.text("severity")),
        services,
        components: hosts(stated),
        detected_at: stamp(begun, "time"),
        resolver: if over { StatedResolver::Machine } else { StatedResolver::Unknown },
        resolved_at: end,
        detection: "zabbix".to_owned(),
        events: acknowledgements(stated),
        ..StatedIncident::default()
    }
}

/// The end of a problem; `0` stands for none in the API.
fn recovery(stated: Fields) -> Option<Stamp> {
    let end = stated.first(&["recovery_time", "r_clock"]).into_owned();
    if end == "0" { None } else { stamp(&end, "recovery_time") }
}

fn severity(stated: &str) -> String {
    let word = stated.trim().to_lowercase();
    let known = SEVERITIES.iter().find(|(number, name, _)| *number == word || *name == word);
    known.map_or_else(|| stated.trim().to_owned(), |(_, _, level)| (*level).to_owned())
}

fn hosts(stated: Fields) -> Vec<String> {
    let mut names = Vec::new();
    push_name(&mut names, &stated.text("host"));
    for host in stated.list("hosts") {
        push_name(&mut names, &host.first(&["name", "host"]));
    }
    names
}

/// Values of tags: `Application: nginx, service: shop` in the list, objects in the API.
fn tagged(stated: Fields, names: &[&str]) -> Vec<String> {
    let is_named = |tag: &str| names.iter().any(|name| tag.trim().eq_ignore_ascii_case(name));
    let objects = stated.list("tags").map(|tag| (tag.string("tag"), tag.string("value")));
    let in_cell = stated.at("tags").said().into_owned();
    let pairs = in_cell.split(',').filter_map(|pair| pair.split_once(':')).map(|(a, b)| (a.to_owned(), b.to_owned()));
    objects.chain(pairs).filter(|(tag, _)| is_named(tag)).map(|(_, value)| value.trim().to_owned()).collect()
}

fn acknowledgements(stated: Fields) -> Vec<StatedEvent> {
    let entry = |action: Fields| {
        let bits: u32 = action.text("action").parse().ok()?;
        let name = format!("{} {}", action.text("name"), action.text("surname"));
        let login = action.first(&["username", "alias"]).into_owned();
        let person = StatedPerson {
            id: action.string("userid"),
            name: if name.trim().is_empty() { login } else { name.trim().to_owned() },
            ..StatedPerson::default()
        };
        let kind = if bits & ACKNOWLEDGED > 0 { EventKind::Acknowledged } else { EventKind::Note };
        let at = stamp(&action.text("clock"), "acknowledges.clock")?;
        let actor = (!fields::is_nobody(&person)).then_some(person);
        Some(StatedEvent { actor, ..StatedEvent::changed(kind, at, "") })
    };
    stated.at("acknowledges").items().filter_map(entry).collect()
}
