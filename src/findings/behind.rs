//! The incidents that stand below statements: a line each with what it was, how long it took and where an export tells of it.

use crate::findings::Findings;
use crate::findings::draft::{ends_unrecorded, is_open, service, severity, zone};
use crate::findings::rule::Facts;
use crate::frame::dataset::IncidentView;
use crate::model::row::{IncidentIx, RecordRow};
use crate::text::{clip, date, duration, number};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Incidents of a statement that get a line; `explain` tells of all.
pub const SHOWN: usize = 8;
/// Characters of a title.
const TITLE: usize = 90;

/// An incident as it stands on the page with the trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Behind {
    pub incident_id: String,
    /// "14 May 2026, 09:41", in the zone of the period; "not known" without a start.
    pub began: String,
    /// "1 h 30 min", "still open", "not known".
    pub lasted: String,
    pub severity: String,
    pub service: String,
    pub title: String,
    /// "incidents.json, row 12": where the record stands that the incident is called after.
    pub place: String,
}

/// Adds a line for each incident that a statement shows, in order of time.
pub(in crate::findings) fn add(facts: &Facts, findings: &mut Findings) {
    period_first(facts, findings);
    let shown = findings.claims.iter().flat_map(|claim| claim.incident_ids.iter().take(SHOWN));
    let wanted: BTreeSet<&str> = shown.map(String::as_str).collect();
    let view = facts.data.incident_view();
    let mut rows: Vec<IncidentIx> =
        view.rows().filter(|row| view.id.get(*row).is_some_and(|id| wanted.contains(id))).collect();
    rows.sort_by_key(|row| (view.started.get(*row), *row));
    let places = places(facts, &rows);
    findings.behind = rows.iter().map(|row| line(facts, &view, *row, places.get(row).copied())).collect();
}

/// Whoever asks what stands behind a statement of this quarter wants the incidents of this quarter before those of two
/// years ago. Within and without the period, the order of the rule stays.
fn period_first(facts: &Facts, findings: &mut Findings) {
    let view = facts.data.incident_view();
    let of_period = view.rows().filter(|row| view.in_period.get(*row)).filter_map(|row| view.id.get(row));
    let of_period: BTreeSet<&str> = of_period.collect();
    for claim in &mut findings.claims {
        claim.incident_ids.sort_by_key(|id| !of_period.contains(id.as_str()));
    }
}

/// The records that incidents are called after.
fn places(facts: &Facts, rows: &[IncidentIx]) -> BTreeMap<IncidentIx, RecordRow> {
    let (records, view) = (&facts.data.records, facts.data.incident_view());
    let wanted: BTreeSet<IncidentIx> = rows.iter().copied().collect();
    let mut found = BTreeMap::new();
    for record in records.rows() {
        let Some(row) = records.incident[record].filter(|row| wanted.contains(row)) else { continue };
        if view.id.get(row).is_some_and(|id| records.id(record) == id) {
            // Of several versions the first is as good as any: `explain` names them all.
            found.entry(row).or_insert(record);
        }
    }
    found
}

fn line(facts: &Facts, view: &IncidentView, row: IncidentIx, record: Option<RecordRow>) -> Behind {
    let zone = zone(&facts.data.periods);
    let unknown = || "not known".to_owned();
    Behind {
        incident_id: view.id.get(row).unwrap_or_default().to_owned(),
        began: view.started.get(row).map_or_else(unknown, |at| date::day_and_time(at, zone)),
        lasted: lasted(facts, view, row).unwrap_or_else(unknown),
        severity: severity(view, row).unwrap_or_else(|| "–".to_owned()),
        service: service(view, row),
        title: clip::truncate(view.title.get(row).unwrap_or_default(), TITLE),
        place: record.map_or_else(String::new, |record| place(facts, record)),
    }
}

fn lasted(facts: &Facts, view: &IncidentView, row: IncidentIx) -> Option<String> {
    if let Some(took) = view.ttr.get(row) {
        return Some(duration::brief(took));
    }
    (is_open(view, row) && !ends_unrecorded(facts)).then(|| "still open".to_owned())
}

/// The file without its folders, and the row in it as the tables count it.
fn place(facts: &Facts, record: RecordRow) -> String {
    let records = &facts.data.records;
    let file = records.file_name(record);
    let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
    match records.row[record] {
        0 => file.to_owned(),
        row => format!("{file}, row {}", number::thousands(u64::from(row))),
    }
}
