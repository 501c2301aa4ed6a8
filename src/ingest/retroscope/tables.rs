//! Everything else that a Retroscope report consists of: its other tables, the manifest, the findings, the numbers behind
//! the charts, and the text. They are recognised so that a folder with an earlier report in it can be loaded; a review is
//! computed from exports and needs none of them, but for the numbers and names of families, which it keeps, for what was
//! asked for, of which it says what became, and for what the figures of that period hung on, of which it says what changed.
//!
//! What these files cannot answer: anything that the exports they were computed from don't.

use super::incidents::TOOL;
use super::parts;
use crate::ingest::document;
use crate::ingest::head::{Cells, Head};
use crate::ingest::lenient::fingerprint;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::family::EarlierFamily;
use crate::model::origin::Origin;
use crate::model::record::Body;
use crate::model::reject::Reason;
use crate::report::contract;

/// How the editions as Markdown begin.
const TITLES: [&str; 2] = ["# Incident review", "# On-call review"];
/// How the pack of a storm begins: its first line, and its second.
const PACK: [&str; 2] = ["# The storm of ", "*Storm S-"];

/// The source; see the head of this file.
pub struct Tables;

impl Source for Tables {
    const KIND: Export = Export {
        id: "own-tables",
        title: "other parts of an earlier Retroscope report: tables, findings, manifest, text (nothing a review needs)",
        tool: TOOL,
        looks_for: "a table, the `manifest.json`, the `findings.json` or the Markdown of a Retroscope report",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        contract::table_with(&head.headers).is_some()
            || head.objects.iter().any(|object| {
                let made_by = object.get("made_by").and_then(serde_json::Value::as_str);
                made_by.is_some_and(|by| by.starts_with(TOOL.id)) && object.get("schema_version").is_some()
            })
            || is_report(&head.text)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let (entity, native_id) = match item {
            Item::Row(cells) => match contract::table_with(&cells.header.keys) {
                Some("families") => {
                    let body = Body::Family(Box::new(family(cells)));
                    return TOOL.keep("row", format!("families/{}", origin.row), body, origin, out);
                }
                Some(table) => {
                    if let Some(part) = parts::of_row(table, &|column| cells.get(column)) {
                        let body = Body::Earlier(Box::new(part));
                        return TOOL.keep("row", format!("{table}/{}", origin.row), body, origin, out);
                    }
                    ("row", format!("{table}/{}", origin.row))
                }
                None => return out.reject(origin, "", Reason::Malformed, "the row is of no table of a report"),
            },
            Item::Json(text) => {
                let Some(document) = document::json(item, origin, out) else { return };
                let part = parts::of_document(document.fields());
                let body = part.map_or(Body::Reference, |part| Body::Earlier(Box::new(part)));
                return TOOL.keep("document", fingerprint(text), body, origin, out);
            }
            Item::Text { stem, .. } => ("document", (*stem).to_owned()),
        };
        TOOL.keep(entity, native_id, Body::Reference, origin, out);
    }
}

/// What a later report needs to call the same problem by the same number and name.
fn family(cells: &Cells) -> EarlierFamily {
    let ids = cells.get("incident_ids").split(';').map(str::trim).filter(|id| !id.is_empty());
    EarlierFamily {
        family_id: cells.get("family_id").trim().to_owned(),
        name: cells.get("name").trim().to_owned(),
        incident_ids: ids.map(str::to_owned).collect(),
    }
}

/// A title alone could be anybody's; the line below it counts incidents and records, or names the storm.
#[must_use]
pub fn is_report(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else { return false };
    let counts = second.starts_with('*') && second.contains(" incident") && second.contains(" record");
    let edition = counts && TITLES.iter().any(|title| first.starts_with(title));
    let [title, opening] = PACK;
    edition || (first.starts_with(title) && second.starts_with(opening))
}
