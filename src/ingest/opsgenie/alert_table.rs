//! Opsgenie alerts as a table: the list of alerts has a button that saves it, and scripts write the same columns.
//!
//! To get it: in the list of alerts, "Export" or "Download as CSV".
//!
//! What this export cannot answer: when an alert was acknowledged or closed, so no response time follows from it; the
//! JSON of the same alerts has both. The columns with dates carry no zone, so the milliseconds are used.

use super::shared::{TOOL, by_username};
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::{cell, count, first, push_name, stamp};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::StatedLink;
use crate::model::record::{Body, Kind, LinkKind, Stamp, StatedField, StatedIncident, StatedInvolvement};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct AlertTable;

impl Source for AlertTable {
    const KIND: Export = Export {
        id: "opsgenie-alert-table",
        title: "Opsgenie alerts (CSV)",
        tool: TOOL,
        looks_for: "a table with the columns `TinyID`, `Alias` and `Message`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        ["tinyid", "tiny_id"].iter().any(|number| head.has_headers(&[number, "alias", "message"]))
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(cells) = fields::row(item, origin, out) else { return };
        let id = any(cells, &["alert_id", "alertid", "id"]);
        if id.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the row has no `Alert ID`");
        }
        TOOL.keep("alert-row", id.to_owned(), Body::Incident(Box::new(stated(cells))), origin, out);
    }
}

fn any<'a>(cells: Fields<'a>, keys: &[&str]) -> &'a str {
    keys.iter().map(|key| cells.cell(key)).find(|value| !value.is_empty()).unwrap_or("")
}

fn stated(cells: Fields) -> StatedIncident {
    let owner = by_username(any(cells, &["owner"])).filter(|person| !person.machine);
    let owned = owner.map(|person| StatedInvolvement { person, role: "owner".to_owned(), ..Default::default() });
    let key = any(cells, &["alias"]);
    let links = (!key.is_empty()).then(|| StatedLink { kind: LinkKind::AlertKey, target: key.to_owned() });
    let alias = StatedField { name: "alias".to_owned(), values: vec![any(cells, &["alias"]).to_owned()] };
    StatedIncident {
        number: any(cells, &["tinyid", "tiny_id"]).to_owned(),
        title: any(cells, &["message"]).to_owned(),
        summary: any(cells, &["description"]).to_owned(),
        kind: Kind::Alert,
        status: status(cells),
        severity: any(cells, &["priority"]).to_owned(),
        teams: teams(cells),
        detected_at: time(cells, ["createdat", "created_at"], ["createdatdate", "created_at_date"], "CreatedAt"),
        modified_at: time(cells, ["updatedat", "updated_at"], ["updatedatdate", "updated_at_date"], "UpdatedAt"),
        detection: any(cells, &["integration", "integrationtype", "integration_type"]).to_owned(),
        alert_count: count(any(cells, &["count"])),
        links: links.into_iter().collect(),
        people: owned.into_iter().collect(),
        custom: Some(alias).filter(|field| field.values.iter().all(|value| !value.is_empty())).into_iter().collect(),
        ..StatedIncident::default()
    }
}

fn status(cells: Fields) -> String {
    let status = any(cells, &["status"]);
    let taken = status.eq_ignore_ascii_case("open") && any(cells, &["acknowledged"]).eq_ignore_ascii_case("true");
    if taken { "acknowledged".to_owned() } else { status.to_owned() }
}

/// Milliseconds as long as no spreadsheet has rounded them (`1.78646E+12`), else the date.
fn time(cells: Fields, millis: [&str; 2], date: [&str; 2], field: &'static str) -> Option<Stamp> {
    let exact = any(cells, &millis);
    let rounded = exact.contains(['e', 'E']) && exact.starts_with(|c: char| c.is_ascii_digit()) && exact.contains('+');
    stamp(first(&[if rounded { "" } else { exact }, any(cells, &date), exact]), field)
}

fn teams(cells: Fields) -> Vec<String> {
    let mut teams = Vec::new();
    for column in ["teams", "team", "owner_team", "ownerteam"] {
        for name in cells.all(column).into_iter().flat_map(|all| all.split([',', ';', '|'])) {
            push_name(&mut teams, cell(name.trim_matches(['[', ']', '"', ' '])));
        }
    }
    teams
}
