//! Incidents and records, down to file and row.

use crate::report::earlier::EarlierError;
use crate::report::read::{TableRow, rows};
use crate::trail::Report;
use crate::trail::answer::{
    ClaimLine, IncidentLine, IncidentTrail, LinkTrail, NoteTrail, RecordLine, RecordTrail, RemarkTrail, Trail,
};
use crate::trail::row::told as cells_of;
use std::collections::{BTreeMap, BTreeSet};

const INCIDENTS: &str = "data/incidents";

/// Incidents by their ids, in order of these, each with its records.
pub(super) fn lines(report: &Report, ids: &[String]) -> Result<Vec<IncidentLine>, EarlierError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let wanted: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
    let found = rows(&report.earlier, INCIDENTS, &|row| wanted.contains(row.get("incident_id")))?.unwrap_or_default();
    let mut known = with_records(report, &found)?;
    // An incident whose row is gone keeps its id.
    let line = |id: &String| known.remove(id).unwrap_or(IncidentLine { incident_id: id.clone(), ..Default::default() });
    Ok(ids.iter().map(line).collect())
}

/// Rows of `data/incidents` as lines, with their records.
pub(super) fn with_records(
    report: &Report,
    found: &[TableRow],
) -> Result<BTreeMap<String, IncidentLine>, EarlierError> {
    let mut lines: BTreeMap<String, IncidentLine> =
        found.iter().map(|row| (row.get("incident_id").to_owned(), line(row))).collect();
    let of_them = |row: &TableRow| lines.contains_key(row.get("incident_id"));
    for row in rows(&report.earlier, "data/records", &of_them)?.unwrap_or_default() {
        if let Some(line) = lines.get_mut(row.get("incident_id")) {
            line.records.push(record(&row));
        }
    }
    for line in lines.values_mut() {
        // The record that gave it its name first, then what became incidents, then what only tells of it.
        let id = line.incident_id.clone();
        line.records.sort_by_key(|r| (r.record_id != id, r.fate != "kept", r.fate != "merged"));
    }
    Ok(lines)
}

fn line(row: &TableRow) -> IncidentLine {
    let text = |column: &str| row.get(column).to_owned();
    IncidentLine {
        incident_id: text("incident_id"),
        started_at: text("started_at"),
        title: text("title"),
        service: text("service"),
        severity: text("severity"),
        duration_s: row.get("ttr_s").parse().ok(),
        records: Vec::new(),
    }
}

fn record(row: &TableRow) -> RecordLine {
    let text = |column: &str| row.get(column).to_owned();
    RecordLine {
        record_id: text("record_id"),
        fate: text("fate"),
        source: text("source"),
        file: text("file"),
        row: text("row"),
        pointer: text("pointer"),
        native_id: text("native_id"),
        url: text("url"),
        original: None,
    }
}

/// Incidents and records of this id, here or in their tool, or of this address.
pub(super) fn of(report: &Report, subject: &str) -> Result<Vec<Trail>, EarlierError> {
    let is_named = |row: &TableRow| {
        ["record_id", "incident_id", "native_id", "url"]
            .iter()
            .any(|column| row.get(column).eq_ignore_ascii_case(subject))
    };
    let found = rows(&report.earlier, "data/records", &is_named)?.unwrap_or_default();
    let exact: Vec<&TableRow> =
        found.iter().filter(|row| row.get("incident_id").eq_ignore_ascii_case(subject)).collect();
    // An incident is called by one of its records: asked for that, people want the incident.
    let named: Vec<&TableRow> = if exact.is_empty() { found.iter().collect() } else { exact.clone() };
    let incident_ids: BTreeSet<String> = if exact.is_empty() && found.iter().any(|r| r.get("record_id") == subject) {
        BTreeSet::new()
    } else {
        named.iter().map(|row| row.get("incident_id").to_owned()).filter(|id| !id.is_empty()).collect()
    };
    if incident_ids.is_empty() {
        let records = named.iter().map(|row| told(report, row).map(|r| Trail::Record(Box::new(r))));
        let records = records.collect::<Result<Vec<_>, _>>()?;
        return if records.is_empty() { unrecorded(report, subject) } else { Ok(records) };
    }
    incident_ids.iter().map(|id| whole(report, id)).filter_map(Result::transpose).collect()
}

/// An incident in a report without a table of records.
fn unrecorded(report: &Report, subject: &str) -> Result<Vec<Trail>, EarlierError> {
    Ok(whole(report, subject)?.into_iter().collect())
}

fn whole(report: &Report, id: &str) -> Result<Option<Trail>, EarlierError> {
    let found = rows(&report.earlier, INCIDENTS, &|row| row.get("incident_id") == id)?.unwrap_or_default();
    let Some(row) = found.first() else { return Ok(None) };
    let line = with_records(report, &found)?.remove(id).unwrap_or_default();
    let ids: BTreeSet<&str> = line.records.iter().map(|r| r.record_id.as_str()).collect();
    let (links, remarks) = (links(report, &ids)?, remarks(report, &ids)?);
    let behind = report.findings.claims.iter().filter(|claim| claim.incident_ids.iter().any(|of| of == id));
    let cells = cells_of("incidents", row).into_iter().filter(|cell| !cell.value.is_empty()).collect();
    let claims = behind.map(ClaimLine::from).collect();
    let notes = NoteTrail::of(&report.findings, |note| note.incident == id);
    Ok(Some(Trail::Incident(Box::new(IncidentTrail { line, notes, cells, links, remarks, claims }))))
}

fn told(report: &Report, row: &TableRow) -> Result<RecordTrail, EarlierError> {
    let ids = BTreeSet::from([row.get("record_id")]);
    let incident = lines(report, &[row.get("incident_id").to_owned()])?.pop();
    Ok(RecordTrail {
        line: record(row),
        incident: incident.filter(|incident| !incident.incident_id.is_empty()),
        links: links(report, &ids)?,
        remarks: remarks(report, &ids)?,
    })
}

fn links(report: &Report, ids: &BTreeSet<&str>) -> Result<Vec<LinkTrail>, EarlierError> {
    let between = |row: &TableRow| ids.contains(row.get("record_a")) || ids.contains(row.get("record_b"));
    let found = rows(&report.earlier, "data/links", &between)?.unwrap_or_default();
    let link = |row: &TableRow| LinkTrail {
        record_a: row.get("record_a").to_owned(),
        record_b: row.get("record_b").to_owned(),
        signal: row.get("signal").to_owned(),
        reason: row.get("reason").to_owned(),
    };
    Ok(found.iter().map(link).collect())
}

fn remarks(report: &Report, ids: &BTreeSet<&str>) -> Result<Vec<RemarkTrail>, EarlierError> {
    let found = rows(&report.earlier, "data/remarks", &|row| ids.contains(row.get("record_id")))?.unwrap_or_default();
    let text = |row: &TableRow, column: &str| row.get(column).to_owned();
    let remark = |row: &TableRow| RemarkTrail {
        record_id: text(row, "record_id"),
        field: text(row, "field"),
        stated: text(row, "stated"),
        normalised: text(row, "normalised"),
        rule: text(row, "rule"),
    };
    Ok(found.iter().map(remark).collect())
}
