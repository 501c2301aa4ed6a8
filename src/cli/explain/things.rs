//! Incidents, records, charts, tables and their rows, for people.

use super::paper::{bullet, heading, labelled, lines, notes, paragraph, verbatim};
use crate::cli::{say, say_bold};
use crate::text::clip::truncate;
use crate::text::duration;
use crate::text::number::{plain, thousands};
use crate::text::plural::count;
use crate::trail::answer::{
    Cell, ChartTrail, IncidentLine, IncidentTrail, LinkTrail, ListTrail, Original, PageTrail, RecordLine, RecordTrail,
    RemarkTrail, RowTrail, Rows, TableTrail,
};
use std::path::Path;

const LABEL: usize = 20;
/// How wide a cell of a page's table is at most.
const CELL: usize = 40;
/// How long a cell of a line is at most.
const LAST: usize = 80;
/// How many entries of a list in a cell are named.
const LISTED: usize = 8;
/// How many records that only tell of an incident are named beside it.
const ATTACHED: usize = 3;

/// Incidents with their records, at most so many.
pub(super) fn incidents(list: &[IncidentLine], most: usize) {
    for incident in list.iter().take(most) {
        incident_line(incident);
        let (own, attached): (Vec<_>, Vec<_>) = incident.records.iter().partition(|record| record.fate != "attached");
        let named = if most == usize::MAX { attached.len() } else { ATTACHED };
        own.iter().chain(attached.iter().take(named)).for_each(|record| record_line(record, 4));
        if attached.len() > named {
            let more = count((attached.len() - named) as u64, "more record");
            paragraph(
                4,
                &format!("and {more} that tell of it ({}, …)", attached.first().map_or("", |r| r.source.as_str())),
            );
        }
    }
    if list.len() > most {
        say(&format!("  and {} more; --all names them", list.len() - most));
    }
}

fn incident_line(incident: &IncidentLine) {
    let at = if incident.started_at.is_empty() { "no start" } else { incident.started_at.as_str() };
    let length = incident.duration_s.map_or_else(|| "no duration".to_owned(), duration::compact);
    let service = if incident.service.is_empty() { "no service" } else { incident.service.as_str() };
    let severity =
        if incident.severity.is_empty() { String::new() } else { format!(", severity {}", incident.severity) };
    say_bold(&format!("  {}  {at}  {length}", incident.incident_id));
    paragraph(4, &format!("{} ({service}{severity})", incident.title));
}

fn record_line(record: &RecordLine, indent: usize) {
    let place = match (record.pointer.as_str(), record.row.as_str()) {
        (_, "") => "place not told: it is about a person".to_owned(),
        ("", row) => format!("row {row}"),
        (pointer, _) => format!("at {pointer}"),
    };
    let url = if record.url.is_empty() { String::new() } else { format!(", {}", record.url) };
    paragraph(indent, &format!("{}: {}, {place} ({}{url})", record.record_id, record.file, record.fate));
    match &record.original {
        Some(Original::Text(text)) => verbatim(indent + 4, text),
        Some(Original::Not(why)) => paragraph(indent + 4, &format!("not shown: {why}")),
        None => {}
    }
}

/// One incident with everything that is known of it.
pub(super) fn incident(incident: &IncidentTrail) {
    say_bold(&incident.line.incident_id);
    paragraph(2, &incident.line.title);
    notes(&incident.notes);
    heading("What is known of it (data/incidents)");
    cells(&incident.cells);
    heading(&format!("Records ({})", incident.line.records.len()));
    incident.line.records.iter().for_each(|record| record_line(record, 2));
    reasons(&incident.links, &incident.remarks);
    heading(&format!("Claims that rest on it ({})", incident.claims.len()));
    lines(&incident.claims);
}

/// One record, and what it counts for.
pub(super) fn record(record: &RecordTrail) {
    say_bold(&record.line.record_id);
    record_line(&record.line, 2);
    reasons(&record.links, &record.remarks);
    match &record.incident {
        Some(incident) => {
            heading("The incident that it counts for");
            incident_line(incident);
        }
        None => heading("It counts for no incident"),
    }
}

fn reasons(links: &[LinkTrail], remarks: &[RemarkTrail]) {
    if !links.is_empty() {
        heading("Why these records belong together (data/links)");
        for link in links {
            bullet(&format!("{} and {}, by {}: {}", link.record_a, link.record_b, link.signal, link.reason));
        }
    }
    if !remarks.is_empty() {
        heading("What was made of stated values (data/remarks)");
        for remark in remarks {
            bullet(&format!(
                "{} of {}: “{}” became “{}” ({})",
                remark.field, remark.record_id, remark.stated, remark.normalised, remark.rule
            ));
        }
    }
}

/// Values with what their columns mean.
fn cells(cells: &[Cell]) {
    let width = cells.iter().map(|cell| cell.column.chars().count()).max().unwrap_or(0).max(LABEL);
    for cell in cells {
        let seconds = cell.column.ends_with("_s").then(|| cell.value.parse().ok()).flatten();
        let value = seconds.map_or_else(|| value(&cell.value), |s| format!("{} = {}", plain(s), duration::words(s)));
        let meaning = if cell.meaning.is_empty() { String::new() } else { format!(" ({})", cell.meaning) };
        labelled(&cell.column, width, &format!("{value}{meaning}"));
    }
}

/// A value as people read it: long fractions cut, long lists by their first entries.
fn value(text: &str) -> String {
    let entries: Vec<&str> = text.split(';').collect();
    match entries.as_slice() {
        [""] => "unknown".to_owned(),
        [one] if one.contains('.') => one.parse().map_or_else(|_| text.to_owned(), plain),
        [_] => text.to_owned(),
        [first @ .., _] if first.len() > LISTED => {
            let named = first.iter().take(LISTED).copied().collect::<Vec<_>>().join("; ");
            format!("{named} and {} more", entries.len() - LISTED)
        }
        all => all.join("; "),
    }
}

/// A chart: what it shows, its files, and how to ask for a point.
pub(super) fn chart(chart: &ChartTrail, dir: &Path) {
    say_bold(&chart.id);
    paragraph(2, &chart.headline);
    [&chart.subtitle, &chart.footer, &chart.alt]
        .into_iter()
        .filter(|text| !text.is_empty())
        .for_each(|t| paragraph(2, t));
    heading(&format!("Files: {}", chart.files.join(", ")));
    paragraph(2, &format!("{}; the first one:", count(chart.points, "point")));
    cells(&chart.columns);
    asked(&chart.examples, dir);
    heading("Claims that it shows");
    lines(&chart.claims);
}

fn asked(examples: &[String], dir: &Path) {
    if !examples.is_empty() {
        heading("Ask for one of them");
        for example in examples {
            say(&format!("  retroscope explain {} {}", dir.display(), quoted(example)));
        }
    }
}

/// A subject as a shell takes it.
pub(super) fn quoted(subject: &str) -> String {
    let is_special = |c: char| c.is_whitespace() || "#!<>".contains(c);
    if subject.contains(is_special) { format!("'{subject}'") } else { subject.to_owned() }
}

/// A table: its columns with the values of its first row.
pub(super) fn table(table: &TableTrail, dir: &Path) {
    say_bold(&format!("data/{}", table.name));
    paragraph(2, &format!("{}; the first one, with what its columns mean:", count(table.rows, "row")));
    cells(&table.columns);
    asked(&table.examples, dir);
}

/// Rows of a table or points of a chart, each with its incidents.
pub(super) fn rows(rows: &Rows, most: usize) {
    for row in rows.rows.iter().take(most) {
        one_row(&rows.table, row, most);
    }
    if rows.rows.len() > most {
        say("");
        say(&format!("and {} more rows; --all shows them", rows.rows.len() - most));
    }
    if !rows.claims.is_empty() {
        heading("Claims that the chart shows");
        lines(&rows.claims);
    }
}

fn one_row(table: &str, row: &RowTrail, most: usize) {
    heading(&format!("{table}, row {}", row.number));
    cells(&row.cells);
    if !row.picked.is_empty() {
        say("");
        paragraph(2, &format!("{} ({}):", count(row.incidents.len() as u64, "incident"), row.picked));
        incidents(&row.incidents, most);
    }
}

/// Rows that fit, a line each.
pub(super) fn list(list: &ListTrail, dir: &Path, most: usize) {
    say_bold(&list.subject);
    let found = list.rows.len();
    let many = if found == 0 { "none".to_owned() } else { thousands(found as u64) };
    paragraph(2, &format!("{many} of {} of {}", count(list.of, "row"), list.table));
    for column in &list.blank {
        paragraph(2, &format!("{column} is unknown in every row of {}.", list.table));
    }
    let Some(first) = list.rows.first() else { return };
    say("");
    paragraph(2, &format!("{}:", list.columns.join(" · ")));
    let cell = |text: &String| if text.is_empty() { "–".to_owned() } else { truncate(text, LAST) };
    for row in list.rows.iter().take(most) {
        bullet(&row.cells.iter().map(cell).collect::<Vec<_>>().join(" · "));
    }
    if found > most {
        say(&format!("  and {} more; --all shows them", thousands((found - most) as u64)));
    }
    let name = list.table.trim_start_matches("data/");
    say("");
    say(&format!("  All of a row: retroscope explain {} '{name}:#{}'", dir.display(), first.number));
}

/// A table of a page, as it is worded there.
pub(super) fn page(page: &PageTrail) {
    say_bold(&format!("{} ({})", page.title, page.id));
    paragraph(2, &page.note);
    for row in &page.rows {
        say("");
        let named = page.columns.iter().zip(row);
        named.for_each(|(column, cell)| labelled(&truncate(column, CELL), LABEL, cell));
    }
    if !page.more.is_empty() {
        paragraph(2, &format!("The rest is in {}.", page.more));
    }
    heading("Claims beside it");
    lines(&page.claims);
}
