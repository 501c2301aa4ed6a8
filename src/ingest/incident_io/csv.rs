//! incident.io incidents as a table: the export of the incidents list, and Insights.
//!
//! To get it: Incidents → Export. One column for each custom field, role, time stamp and duration of the account; the
//! columns are recognised by their names.
//!
//! What this export cannot answer: who was paged, into which incident one was merged, follow-ups.

use super::shared::TOOL;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::{cell, stamp};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, Kind, StatedField, StatedIncident, StatedInvolvement, StatedPerson, StatedResolver};
use crate::model::reject::Reason;

const REFERENCE: [&str; 4] = ["reference", "incident_reference", "incident", "id"];
const LEAD: [&str; 4] = ["incident_lead", "lead", "incident_commander", "commander"];
/// Columns that have a field of their own; all others are fields of the account.
const OWN: [&str; 18] = [
    "reference",
    "incident_reference",
    "incident",
    "id",
    "incident_id",
    "name",
    "summary",
    "status",
    "severity",
    "type",
    "incident_type",
    "mode",
    "visibility",
    "permalink",
    "url",
    "created_at",
    "updated_at",
    "reported_at",
];

/// The source; see the head of this file.
pub struct Csv;

impl Source for Csv {
    const KIND: Export = Export {
        id: "incident-io-csv",
        title: "incident.io incidents (CSV export)",
        tool: TOOL,
        looks_for: "a table with references like `INC-318`, `Name`, `Status`, `Severity` and columns that end in ` at`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        let at = REFERENCE.iter().find_map(|name| head.headers.iter().position(|own| own == name));
        let is_reference = |row: &Vec<String>| at.and_then(|at| row.get(at)).is_some_and(|v| reference(v));
        let has_time = head.headers.iter().any(|own| own.ends_with("_at"));
        head.has_headers(&["name", "status", "severity"]) && has_time && head.rows.iter().any(is_reference)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(cells) = fields::row(item, origin, out) else { return };
        let number = REFERENCE.iter().map(|name| cells.cell(name)).find(|v| reference(v)).unwrap_or("");
        // The id of the API joins this row to the incident of other exports; the reference stands in where it is missing.
        let id = ["incident_id", "id"].iter().map(|name| cells.cell(name)).find(|v| !v.is_empty() && !reference(v));
        let Some(id) = id.or(Some(number).filter(|n| !n.is_empty())) else {
            out.reject(origin, "", Reason::NoIdentifier, "the row has no reference like INC-318");
            return;
        };
        TOOL.keep("report", id.to_owned(), Body::Incident(Box::new(stated(cells, number))), origin, out);
    }
}

/// `INC-318`
fn reference(value: &str) -> bool {
    value.trim().split_once('-').is_some_and(|(word, number)| {
        word.eq_ignore_ascii_case("inc") && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
    })
}

fn stated(cells: Fields, number: &str) -> StatedIncident {
    let get = |name: &str| cells.cell(name).to_owned();
    let status = get("status");
    StatedIncident {
        number: number.to_owned(),
        url: [get("permalink"), get("url")].into_iter().find(|v| !v.is_empty()).unwrap_or_default(),
        title: get("name"),
        summary: get("summary"),
        kind: match get("mode").to_lowercase().as_str() {
            "test" | "tutorial" => Kind::Test,
            "retrospective" => Kind::Backfilled,
            _ => Kind::Incident,
        },
        severity: get("severity"),
        detected_at: stamp(&get("reported_at"), "Reported at"),
        declared_at: stamp(&get("created_at"), "Created at"),
        modified_at: stamp(&get("updated_at"), "Updated at"),
        resolver: if status.eq_ignore_ascii_case("merged") { StatedResolver::Merge } else { StatedResolver::Unknown },
        status,
        people: people(cells),
        custom: fields(cells),
        ..StatedIncident::default()
    }
}

fn people(cells: Fields) -> Vec<StatedInvolvement> {
    let name = LEAD.iter().map(|name| cells.cell(name)).find(|v| !v.is_empty());
    let lead = name.map(|name| {
        let (name, email) = if name.contains('@') { ("", name) } else { (name, "") };
        let person = StatedPerson { name: name.to_owned(), email: email.to_owned(), ..StatedPerson::default() };
        StatedInvolvement { person, role: "commander".to_owned(), ..StatedInvolvement::default() }
    });
    lead.into_iter().collect()
}

/// Everything else by its name; cells of fields with several values are joined by commas.
fn fields(cells: Fields) -> Vec<StatedField> {
    let is_own = |key: &str| OWN.contains(&key) || LEAD.contains(&key);
    cells
        .columns()
        .filter(|(_, key, value)| !is_own(key) && !cell(value).is_empty())
        .map(|(name, key, value)| {
            let parts: Vec<String> = if key.ends_with("_at") {
                vec![cell(value).to_owned()]
            } else {
                value.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
            };
            StatedField { name: name.to_owned(), values: parts }
        })
        .collect()
}
