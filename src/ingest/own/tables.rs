//! Everything else that a Retroscope report consists of: its other tables, the manifest, the findings, the numbers behind
//! the charts, and the text. They are recognised so that a folder with an earlier report in it can be loaded; a review is
//! computed from exports and needs none of them, but for the numbers and names of families, which it keeps.
//!
//! What these files cannot answer: anything that the exports they were computed from don't.

use super::incidents::TOOL;
use crate::ingest::head::{Cells, Head};
use crate::ingest::plain::fingerprint;
use crate::ingest::tool::Tool;
use crate::ingest::{Context, Item, Output, Source};
use crate::model::family::EarlierFamily;
use crate::model::origin::Origin;
use crate::model::record::Body;
use crate::model::reject::Reason;

/// Columns by which the tables are known. All columns of one line are needed.
const TABLES: [(&str, &[&str]); 45] = [
    ("records", &["record_id", "incident_id", "fate", "pointer", "native_id"]),
    ("remarks", &["record_id", "field", "stated", "normalised", "rule"]),
    ("quality", &["source", "field", "present", "missing", "suspicious", "note"]),
    ("rejects", &["source", "file", "row", "record_id", "reason", "detail"]),
    ("reconciliation", &["source", "file", "read", "kept", "attached", "merged"]),
    ("links", &["kind", "record_a", "record_b", "signal", "score"]),
    ("involvements", &["incident_id", "person_id", "role", "via", "on_call"]),
    ("interruptions", &["incident_id", "person_id", "local_at", "hour_class"]),
    ("shifts", &["person_id", "schedule", "level", "start_at", "end_at"]),
    ("follow_ups", &["follow_up_id", "incident_id", "due_at", "size_grade"]),
    ("factors", &["incident_id", "factor", "basis", "quote"]),
    ("history", &["incident_id", "at", "kind", "value", "automatic", "record_id"]),
    ("areas", &["kind", "area", "period", "rate_per_week"]),
    ("mttx", &["metric", "group_kind", "group", "period", "censored"]),
    ("families", &["family_id", "occurrences", "first_seen", "last_seen"]),
    ("concurrency", &["level", "seconds", "seconds_at_least", "share"]),
    ("storms", &["storm_id", "start_at", "peak_at", "peak_concurrency"]),
    ("load", &["person_id", "week", "on_call_s", "disturbed_nights"]),
    ("claims", &["claim_id", "code", "grade", "basis", "sentence"]),
    ("problems", &["incident_id", "problem", "record_id"]),
    ("mttx_changes", &["metric", "group_kind", "earlier_period", "earlier_n", "superiority"]),
    ("charts/area-funnel", &["exposure", "rate", "exposure_unit"]),
    ("charts/area-ranks", &["name", "counted", "shrunken", "best_rank", "worst_rank"]),
    ("charts/control", &["week_start", "value", "unusual", "centre", "provisional"]),
    ("charts/mix", &["step", "name", "kind", "from", "to", "unit"]),
    ("charts/noise", &["figure", "ratio", "random_low", "random_high"]),
    ("charts/survival", &["group", "point", "seconds", "share_open"]),
    ("charts/areas-pareto", &["rank", "name", "value", "share", "unit"]),
    ("charts/concurrency", &["bucket_start", "bucket_seconds", "peak", "mean"]),
    ("charts/demand-capacity", &["bucket_start", "most_open", "fewest_on_call"]),
    ("charts/durations", &["group", "n", "zeros", "point", "seconds"]),
    ("charts/incidents-per-week", &["week_start", "series", "value", "unit"]),
    ("charts/interruptions-by-hour", &["weekday", "hour", "value", "class"]),
    ("charts/cost-of-problems", &["rank", "famous", "in_period", "known_incidents"]),
    ("charts/disturbed-nights", &["team", "night_of", "people_disturbed"]),
    ("charts/early-warning", &["what", "rule", "day", "came"]),
    ("charts/incidents-per-shift", &["rotation", "incidents_in_shift", "shifts", "reference"]),
    ("charts/new-and-known", &["quarter", "series", "value", "note"]),
    ("charts/register", &["family", "famous", "state", "mark"]),
    ("charts/spread", &["which", "share_of_time", "random_low", "random_high"]),
    ("family_links", &["family_id", "joined_by", "other_id", "score_needed"]),
    ("charts/storm", &["lane", "incident", "severity", "pages"]),
    ("family_changes", &["family_id", "incident_id", "change", "reason"]),
    ("ledger", &["incident_id", "ending", "ending_basis", "came_back_at"]),
    ("people", &["person_id", "pseudonym"]),
];

/// How the editions as Markdown begin.
const TITLES: [&str; 2] = ["# Incident review", "# On-call review"];
/// How the pack of a storm begins: its first line, and its second.
const PACK: [&str; 2] = ["# The storm of ", "*Storm S-"];

/// The source; see the head of this file.
pub struct Tables;

impl Source for Tables {
    fn id(&self) -> &'static str {
        "own-tables"
    }

    fn title(&self) -> &'static str {
        "other parts of an earlier Retroscope report: tables, findings, manifest, text (nothing a review needs)"
    }

    fn tool(&self) -> Tool {
        TOOL
    }

    fn looks_for(&self) -> &'static str {
        "a table, the `manifest.json`, the `findings.json` or the Markdown of a Retroscope report"
    }

    fn recognises(&self, head: &Head) -> bool {
        table(&head.headers).is_some()
            || head.objects.iter().any(|object| {
                let made_by = object.get("made_by").and_then(serde_json::Value::as_str);
                made_by.is_some_and(|by| by.starts_with(TOOL.id)) && object.get("schema_version").is_some()
            })
            || is_report(&head.text)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let (entity, native_id) = match item {
            Item::Row(cells) => match table(&cells.header.keys) {
                Some("families") => {
                    let body = Body::Family(Box::new(family(cells)));
                    return TOOL.keep("row", format!("families/{}", origin.row), body, origin, out);
                }
                Some(table) => ("row", format!("{table}/{}", origin.row)),
                None => return out.reject(origin, "", Reason::Malformed, "the row is of no table of a report"),
            },
            Item::Json(text) => ("document", fingerprint(text)),
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

fn table(headers: &[String]) -> Option<&'static str> {
    let has = |column: &&str| headers.iter().any(|own| own == column);
    TABLES.iter().find(|(_, columns)| columns.iter().all(has)).map(|(name, _)| *name)
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
