//! Any table, JSON or NDJSON file that a mapping in the settings describes: one row per incident, or one per event.
//!
//! To use it: list the columns once under `[[mapping]]` in the settings. Nothing is guessed; a column that is not listed
//! is not read, and a file that no mapping names is not touched by this source.
//!
//! What it cannot answer: whatever the file does not hold. Log entries and shifts have sources of their own.

mod fields;
mod log;
pub mod mapping;
pub mod midnight;
mod shift;

use crate::ingest::tool::Tool;
use std::borrow::Cow;

use glob::{MatchOptions, Pattern};
use serde_json::Value;

use crate::ingest::head::{Cells, Head};
use crate::ingest::length;
use crate::ingest::lenient::{cell, clipped, count, first, push_name, shape, stamp};
use crate::ingest::{AnySource, Context, Export, Item, Output};
use crate::model::origin::Origin;
use crate::model::record::{
    Body, EventKind, Kind, LinkKind, Record, Role, Stamp, StatedEvent, StatedIncident, StatedInvolvement, StatedLink,
    StatedPerson, StatedResolver,
};
use crate::model::reject::Reason;
use crate::model::ticket::StatedTicket;
use fields::{Column, Target};
use mapping::{Invalid, Mapping, RoleName, RowMeaning};

/// A star stays within one folder, as in a shell; two stars do not.
const WITHIN_FOLDER: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: false };

/// A reader made from one mapping of the settings.
#[derive(Debug)]
pub struct Mapped {
    mapping: Mapping,
    files: Vec<Pattern>,
    columns: Vec<Place>,
    kind: Export,
}

/// Where the values of one fact stand.
#[derive(Debug)]
struct Place {
    target: Target,
    columns: Vec<Column>,
    /// All columns together hold one value; otherwise the first that is set holds it.
    joined: bool,
}

impl Mapped {
    /// Checks a mapping and makes it ready to read.
    ///
    /// # Errors
    /// Says which setting can't be used, and what could stand there instead.
    pub fn new(mapping: Mapping) -> Result<Self, Invalid> {
        mapping.check()?;
        let files = mapping.files.iter().filter_map(|pattern| Pattern::new(pattern).ok()).collect();
        let mut columns = Vec::new();
        for (name, from) in &mapping.fields {
            if let Some(target) = Target::named(name) {
                let joined = from.is_joined();
                columns.push(Place { target, columns: from.columns().map(Column::new).collect(), joined });
            }
        }
        let kind = Export {
            id: "mapped",
            title: "Table or JSON read through a mapping of the settings",
            tool: Tool { id: "mapped", title: "a mapping", role: mapping.role.role() },
            looks_for: "a file that a `[[mapping]]` of the settings names in `files`",
            arrays: arrays(mapping.records.as_deref()),
        };
        Ok(Self { mapping, files, columns, kind })
    }

    /// The mapping this reader was made from; its zone and day order are applied where times are read.
    #[must_use]
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// Whether the mapping names this file, by its path, by the end of its path, or by its name alone.
    #[must_use]
    pub fn names(&self, path: &str) -> bool {
        let path = path.replace('\\', "/");
        let starts = path.match_indices('/').map(|(at, _)| at + 1);
        let tails = std::iter::once(0).chain(starts).filter_map(|at| path.get(at..));
        let named = |tail: &str| self.files.iter().any(|pattern| pattern.matches_with(tail, WITHIN_FOLDER));
        tails.into_iter().any(named)
    }
}

/// The way to the array, as [`Export`] wants it: a key, or keys with `/` between them. A mapping lives as long as the run, and there are a handful of them, so
/// giving its one short name away for good costs nothing.
fn arrays(records: Option<&str>) -> &'static [&'static str] {
    match records.map(|pointer| pointer.trim_matches('/')) {
        Some(name) if !name.is_empty() => {
            let name: &'static str = Box::leak(name.to_owned().into_boxed_str());
            Box::leak(Box::new([name]))
        }
        _ => &[],
    }
}

impl AnySource for Mapped {
    fn kind(&self) -> &Export {
        &self.kind
    }

    fn recognises(&self, head: &Head) -> bool {
        self.names(&head.path) || self.names(&head.name)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        match item {
            Item::Row(cells) => self.read_one(&Lookup::Row(cells), origin, out),
            Item::Json(text) => match serde_json::from_str::<Value>(text) {
                Ok(value) => self.read_one(&Lookup::Object(&value), origin, out),
                Err(error) => out.reject(origin, "", Reason::Malformed, error.to_string()),
            },
            Item::Text { .. } => {
                let detail = format!("expected a table row or a JSON object, found {}", shape(item));
                out.reject(origin, "", Reason::Malformed, detail);
            }
        }
    }
}

impl Mapped {
    fn read_one(&self, from: &Lookup, origin: &Origin, out: &mut Output) {
        if self.mapping.rows == RowMeaning::Shift {
            return self.read_shift(from, origin, out);
        }
        let (id, incident) = self.stated(from);
        let Some(native_id) = identifier(&id, &incident) else {
            return out.reject(origin, "", Reason::NoIdentifier, "none of the columns mapped to `id` holds a value");
        };
        let (entity, body) = match self.mapping.role {
            RoleName::Support => ("ticket", Body::Ticket(Box::new(ticket(incident)))),
            _ => ("incident", Body::Incident(Box::new(incident))),
        };
        out.records.push(Record {
            origin: origin.clone(),
            source: self.mapping.name.clone(),
            role: self.kind.tool.role,
            entity,
            native_id,
            body,
        });
    }
}

/// What a ticket of a support desk says of the incident that it is about.
fn ticket(incident: StatedIncident) -> StatedTicket {
    let (problems, references): (Vec<StatedLink>, Vec<StatedLink>) =
        incident.links.into_iter().partition(|link| link.kind == LinkKind::Problem);
    let targets = |links: Vec<StatedLink>| links.into_iter().map(|link| link.target).collect();
    StatedTicket {
        references: targets(references),
        problems: targets(problems),
        at: incident.declared_at.or(incident.started_at).or(incident.detected_at),
    }
}

/// Without an id column, what people refer to stands for it; at last the start and the title together.
fn identifier(id: &str, incident: &StatedIncident) -> Option<String> {
    let stated = first(&[id, &incident.number, &incident.url]);
    if !stated.is_empty() {
        return Some(stated.to_owned());
    }
    let start = incident.started_at.as_ref().or(incident.detected_at.as_ref()).or(incident.declared_at.as_ref());
    let start = start.or(incident.events.iter().map(|event| &event.at).min_by(|a, b| a.text.cmp(&b.text)))?;
    (!incident.title.is_empty()).then(|| format!("{}/{}", start.text, incident.title))
}

/// Where values are looked up.
enum Lookup<'a> {
    Row(&'a Cells),
    Object(&'a Value),
}

impl Lookup<'_> {
    fn all(&self, column: &Column) -> Vec<Cow<'_, str>> {
        let values = match self {
            Self::Row(cells) => {
                let of_key = cells.header.keys.iter().zip(&cells.values).filter(|(key, _)| **key == column.key);
                of_key.map(|(_, value)| Cow::Borrowed(value.as_str())).collect()
            }
            Self::Object(object) => column.in_object(object),
        };
        values.into_iter().filter(|value| !cell(value).is_empty()).collect()
    }
}

impl Mapped {
    fn stated(&self, from: &Lookup) -> (String, StatedIncident) {
        let mut id = String::new();
        let mut incident = StatedIncident {
            customer_facing: self.mapping.customer_facing.or((self.kind.tool.role == Role::StatusPage).then_some(true)),
            kind: self.mapping.kind.as_deref().map(kind).unwrap_or_default(),
            one_row_per_event: self.mapping.rows == RowMeaning::Event,
            ..StatedIncident::default()
        };
        for place in &self.columns {
            let values = self.values(place, from);
            match place.target {
                _ if values.is_empty() => {}
                Target::Id => id = values.into_iter().next().unwrap_or_default(),
                target => fill(&mut incident, target, &values),
            }
        }
        if self.is_log() {
            self.tell_change(from, &mut incident);
            return (id, incident);
        }
        if let Lookup::Object(object) = from {
            self.tell_updates(object, &mut incident);
        }
        self.past_midnight(&mut incident);
        if incident.resolved_at.is_none() {
            incident.resolved_at = self.end_by_length(&incident, from);
        }
        (id, incident)
    }

    /// The values of one fact: of several columns the first that is set, or all of them as one.
    fn values(&self, place: &Place, from: &Lookup) -> Vec<String> {
        if place.joined {
            let parts = place.columns.iter().map(|column| self.first_set(column, from));
            let parts: Option<Vec<String>> = parts.collect();
            return parts.map(|parts| vec![parts.join(" ")]).unwrap_or_default();
        }
        // Whoever is named in any of the columns is known; of a fact, the first that is set counts.
        if place.target == Target::Reporter {
            let all = place.columns.iter().flat_map(|column| from.all(column));
            return all.flat_map(|value| self.parts(place.target, &value)).collect();
        }
        let found = place.columns.iter().map(|column| from.all(column)).find(|values| self.any_set(values));
        let Some(values) = found else { return Vec::new() };
        values.iter().flat_map(|value| self.parts(place.target, value)).collect()
    }

    fn first_set(&self, column: &Column, from: &Lookup) -> Option<String> {
        from.all(column).into_iter().find(|value| !self.is_null(value)).map(|value| value.trim().to_owned())
    }

    /// The end of an incident whose export states how long it took: the start and the length, for whoever reads times.
    fn end_by_length(&self, incident: &StatedIncident, from: &Lookup) -> Option<Stamp> {
        let units = [(Target::DurationS, 1.0), (Target::DurationMin, 60.0), (Target::DurationH, 3_600.0)];
        let start =
            [&incident.started_at, &incident.detected_at, &incident.declared_at].into_iter().flatten().next()?;
        let length = self.columns.iter().find_map(|place| {
            let (_, unit) = units.iter().find(|(target, _)| *target == place.target)?;
            length::seconds(self.values(place, from).first()?, *unit)
        })?;
        let text = format!("{} + {length} s", start.text.trim());
        Some(Stamp { text, field: "duration" })
    }

    fn any_set(&self, values: &[Cow<str>]) -> bool {
        values.iter().any(|value| !self.is_null(value))
    }

    fn is_null(&self, value: &str) -> bool {
        cell(value).is_empty() || self.mapping.nulls.iter().any(|null| null == value.trim())
    }

    /// One stated value as the values it stands for: split, translated, cut to the tail of a reference.
    fn parts(&self, target: Target, value: &str) -> Vec<String> {
        let separator = self.mapping.split.as_deref().filter(|separator| target.is_list() && !separator.is_empty());
        let whole: Vec<&str> = separator.map_or_else(|| vec![value], |separator| value.split(separator).collect());
        let mut parts = Vec::new();
        for part in whole.into_iter().map(str::trim).filter(|part| !self.is_null(part)) {
            parts.push(self.mapping.translated(target.name(), part).to_owned());
            if target == Target::Reference && self.mapping.reference_tail {
                parts.extend(tail(part).map(str::to_owned));
            }
        }
        parts
    }
}

/// The last part of the path of an address, which is the id of what it leads to. The address itself is kept as well:
/// the other source may know its records by their addresses.
fn tail(reference: &str) -> Option<&str> {
    let path = reference.split(['?', '#']).next()?.trim_end_matches('/');
    let (_, tail) = path.split_once("://")?.1.rsplit_once('/')?;
    (!tail.is_empty()).then_some(tail)
}

fn fill(incident: &mut StatedIncident, target: Target, values: &[String]) {
    let one = || values.first().cloned().unwrap_or_default();
    let at = |name: &'static str| values.first().and_then(|text| stamp(text, name));
    match target {
        Target::Id => {}
        Target::Number => incident.number = one(),
        Target::Url => incident.url = one(),
        Target::Title => incident.title = one(),
        Target::Summary => incident.summary = clipped(&one()),
        Target::Status => incident.status = one(),
        Target::Severity => incident.severity = one(),
        Target::Urgency => incident.urgency = one(),
        Target::Kind if incident.kind == Kind::Incident => incident.kind = kind(&one()),
        Target::CustomerFacing => incident.customer_facing = yes_or_no(&one()).or(incident.customer_facing),
        Target::Detection => incident.detection = one(),
        Target::Resolution => incident.resolution = one(),
        Target::ReopenCount => incident.reopen_count = count(&one()),
        Target::ReassignmentCount => incident.reassignment_count = count(&one()),
        Target::EscalationCount => incident.escalation_count = count(&one()),
        Target::AlertCount => incident.alert_count = count(&one()),
        Target::Assignee => involve(incident, values, "assignee"),
        Target::Responder => involve(incident, values, "responder"),
        Target::Commander => involve(incident, values, "commander"),
        Target::Resolver => incident.resolver = resolver(&one()),
        Target::Reporter => incident.bystanders.extend(values.iter().map(|value| named(value))),
        Target::ReopenedAt => reopened(incident, values),
        Target::Service => names(&mut incident.services, values),
        Target::Component => names(&mut incident.components, values),
        Target::Team => names(&mut incident.teams, values),
        Target::Environment => names(&mut incident.environments, values),
        Target::Region => names(&mut incident.regions, values),
        Target::Factor => names(&mut incident.factors, values),
        Target::Reference => refer(incident, LinkKind::ExternalRef, values),
        Target::Problem => refer(incident, LinkKind::Problem, values),
        Target::Parent => refer(incident, LinkKind::Parent, values),
        Target::DuplicateOf => refer(incident, LinkKind::DuplicateOf, values),
        Target::MergedInto => refer(incident, LinkKind::MergedInto, values),
        Target::Related => refer(incident, LinkKind::Related, values),
        _ => set_time(incident, target, at(target.name())),
    }
}

/// A record has one time of re-opening at most, whatever happened before; a stated count says more.
fn reopened(incident: &mut StatedIncident, values: &[String]) {
    if let Some(at) = values.first().and_then(|text| stamp(text, "reopened_at")) {
        incident.events.push(StatedEvent::changed(EventKind::Reopened, at, ""));
        incident.reopen_count = incident.reopen_count.or(Some(1));
    }
}

fn set_time(incident: &mut StatedIncident, target: Target, at: Option<Stamp>) {
    match target {
        Target::StartedAt => incident.started_at = at,
        Target::DetectedAt => incident.detected_at = at,
        Target::DeclaredAt => incident.declared_at = at,
        Target::AcknowledgedAt => incident.acknowledged_at = at,
        Target::MitigatedAt => incident.mitigated_at = at,
        Target::ResolvedAt => incident.resolved_at = at,
        Target::ClosedAt => incident.closed_at = at,
        Target::ModifiedAt => incident.modified_at = at,
        _ => {}
    }
}

fn names(list: &mut Vec<String>, values: &[String]) {
    values.iter().for_each(|value| push_name(list, value));
}

fn refer(incident: &mut StatedIncident, kind: LinkKind, values: &[String]) {
    for target in values {
        let link = StatedLink { kind, target: target.clone() };
        if !incident.links.contains(&link) {
            incident.links.push(link);
        }
    }
}

fn named(value: &str) -> StatedPerson {
    let is_address = value.contains('@') && !value.contains(char::is_whitespace);
    let (name, email) = if is_address { ("", value) } else { (value, "") };
    StatedPerson { name: name.to_owned(), email: email.to_owned(), ..StatedPerson::default() }
}

fn involve(incident: &mut StatedIncident, values: &[String], role: &str) {
    for value in values {
        let person = named(value);
        incident.people.push(StatedInvolvement { person, role: role.to_owned(), ..StatedInvolvement::default() });
    }
}

/// The value map can turn any name into `machine`; nothing else is taken for one.
fn resolver(value: &str) -> StatedResolver {
    if value.eq_ignore_ascii_case("machine") { StatedResolver::Machine } else { StatedResolver::Person(named(value)) }
}

/// Types of tickets that ask for something.
pub const REQUESTS: [&str; 14] = [
    "request",
    "request for information",
    "information request",
    "service request",
    "requests",
    "service requests",
    "rfi",
    "request for change",
    "change request",
    "feature request",
    "inquiry",
    "question",
    "how-to",
    "access request",
];

/// Whether a type of a ticket says that it asks for something.
#[must_use]
pub fn is_request(kind: &str) -> bool {
    REQUESTS.iter().any(|word| kind.trim().eq_ignore_ascii_case(word))
}

fn kind(value: &str) -> Kind {
    match value.trim().to_lowercase().as_str() {
        "alert" => Kind::Alert,
        "maintenance"
        | "maintenances"
        | "scheduled"
        | "planned"
        | "scheduled maintenance"
        | "planned maintenance"
        | "scheduled_maintenance"
        | "wartung" => Kind::Maintenance,
        "drill" => Kind::Drill,
        "test" => Kind::Test,
        other if is_request(other) => Kind::Request,
        _ => Kind::Incident,
    }
}

fn yes_or_no(value: &str) -> Option<bool> {
    match value.trim().to_lowercase().as_str() {
        "yes" | "true" | "1" | "y" => Some(true),
        "no" | "false" | "0" | "n" => Some(false),
        _ => None,
    }
}
