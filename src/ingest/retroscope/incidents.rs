//! The table of incidents that a Retroscope report writes, so that a review can look back further than its exports.
//!
//! To get it: `data/incidents.csv` or `data/incidents.parquet` of an earlier report.
//!
//! A row is stated as a record of the tool it was read from, under that tool's id: beside the original export it counts as an
//! older version of it, of which nothing is used, and without it the row stands for it. What the report counted is kept
//! beside it, to say what has changed since.
//!
//! What this table cannot answer: who responded and was paged. Its people are pseudonyms, which mean nothing elsewhere.

use super::parts;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::{count, first, push_name, stamp};
use crate::ingest::tool::Tool;
use crate::ingest::{Context, Export, Item, Output, SOURCES, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, Kind, LinkKind, Record, Role, StatedIncident, StatedLink, StatedResolver};
use crate::model::reject::Reason;

/// The tool.
pub const TOOL: Tool = Tool { id: "retroscope", title: "an earlier report", role: Role::Table };

/// The middle part of the record ids: another word than that of any export, so that neither supersedes the other, and
/// one that sorts behind them, so that the original stays the record that names the incident.
const ENTITY: &str = "reviewed";

/// Columns of the table that no other has together.
pub(super) const COLUMNS: [&str; 4] = ["incident_id", "record_ids", "start_basis", "stated_severity"];

/// The source; see the head of this file.
pub struct Incidents;

impl Source for Incidents {
    const KIND: Export = Export {
        id: "own-incidents",
        title: "incidents of an earlier Retroscope report",
        tool: TOOL,
        looks_for: "a table with the columns `incident_id`, `record_ids`, `start_basis` and `stated_severity`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_headers(&COLUMNS)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(cells) = fields::row(item, origin, out) else { return };
        let id = cells.raw("incident_id");
        let Some((tool, native_id)) = parts(id) else {
            return out.reject(origin, id, Reason::NoIdentifier, "`incident_id` is not of the form tool:kind:id");
        };
        out.records.push(Record {
            origin: origin.clone(),
            source: tool.to_owned(),
            role: role(tool),
            entity: ENTITY,
            native_id: native_id.to_owned(),
            body: Body::Incident(Box::new(stated(cells, tool))),
        });
    }
}

/// Tool and native id of a record id. Native ids may hold colons.
fn parts(record_id: &str) -> Option<(&str, &str)> {
    let mut parts = record_id.splitn(3, ':');
    let (tool, kind, id) = (parts.next()?, parts.next()?, parts.next()?);
    (!tool.is_empty() && !kind.is_empty() && !id.is_empty()).then_some((tool, id))
}

/// The role that the tool's exports have; a tool of a mapping is a table.
fn role(tool: &str) -> Role {
    SOURCES.iter().find(|source| source.kind().tool.id == tool).map_or(Role::Table, |source| source.kind().tool.role)
}

fn stated(cells: Fields, tool: &str) -> StatedIncident {
    let at = |key: &'static str| stamp(cells.raw(key), key);
    // The start of the table may have been taken from the detection or the declaration, which are stated themselves.
    let started_at = at("started_at").filter(|_| matches!(cells.raw("start_basis"), "" | "stated"));
    StatedIncident {
        title: cells.raw("title").to_owned(),
        summary: cells.raw("summary").to_owned(),
        kind: kind(cells.raw("kind")),
        status: cells.raw("status").to_owned(),
        severity: first(&[cells.raw("stated_severity"), cells.raw("severity")]).to_owned(),
        customer_facing: match cells.raw("customer_facing") {
            "yes" | "true" => Some(true),
            "no" | "false" => Some(false),
            _ => None,
        },
        services: areas(cells, "service", "service:"),
        teams: areas(cells, "team", "team:"),
        components: areas(cells, "", "component:"),
        factors: areas(cells, "", "factor:"),
        environments: names(cells.raw("environment")),
        started_at,
        detected_at: at("detected_at"),
        declared_at: at("declared_at"),
        acknowledged_at: at("acknowledged_at"),
        mitigated_at: at("mitigated_at"),
        resolved_at: at("resolved_at"),
        closed_at: at("closed_at"),
        detection: match cells.raw("detection") {
            "unknown" => "",
            "human" => "manual",
            other => other,
        }
        .to_owned(),
        // Our codes are our words with hyphens.
        resolution: Some(cells.raw("resolution")).filter(|code| *code != "unknown").unwrap_or("").replace('-', " "),
        resolver: match cells.raw("resolved_by") {
            "auto" => StatedResolver::Machine,
            "merge" => StatedResolver::Merge,
            _ => StatedResolver::Unknown,
        },
        reopen_count: count(cells.raw("reopen_count")),
        reassignment_count: count(cells.raw("reassignment_count")),
        escalation_count: count(cells.raw("escalation_count")),
        alert_count: count(cells.raw("alert_count")),
        links: links(cells, tool),
        reported: Some(Box::new(parts::incident(&|column| cells.raw(column)))),
        ..StatedIncident::default()
    }
}

fn kind(code: &str) -> Kind {
    match code {
        "alert" => Kind::Alert,
        "maintenance" => Kind::Maintenance,
        "drill" => Kind::Drill,
        "test" => Kind::Test,
        "backfilled" => Kind::Backfilled,
        "request" => Kind::Request,
        _ => Kind::Incident,
    }
}

fn names(list: &str) -> Vec<String> {
    let mut names = Vec::new();
    list.split(';').for_each(|name| push_name(&mut names, name));
    names
}

/// All areas of a kind; the column of its own holds the first of them only.
fn areas(cells: Fields, column: &str, prefix: &str) -> Vec<String> {
    let mut found = Vec::new();
    push_name(&mut found, cells.raw(column));
    for area in cells.raw("areas").split(';').filter_map(|area| area.trim().strip_prefix(prefix)) {
        push_name(&mut found, area);
    }
    found
}

/// The records of other tools that were found to be the same incident.
fn links(cells: Fields, tool: &str) -> Vec<StatedLink> {
    let others = cells.raw("record_ids").split(';').filter_map(parts).filter(|(of, _)| *of != tool);
    others.map(|(_, id)| StatedLink { kind: LinkKind::ExternalRef, target: id.to_owned() }).collect()
}
