//! Tables of the report, their rows, and the tables of its pages.

use crate::findings::Table as PageTable;
use crate::report::contract::meanings::meaning;
use crate::report::contract::{TABLES, TableContract};
use crate::report::earlier::EarlierError;
use crate::report::read::{TableRow as Read, rows as read};
use crate::trail::answer::{self, Cell, ClaimLine, PageTrail, Rows, TableTrail, Trail};
use crate::trail::row::{is_called, shortest, told};
use crate::trail::{Report, charts, filter, picked};

/// How many rows are shown as examples of what can be asked.
const EXAMPLES: usize = 3;

/// A table of the folder by name (`areas`, `data/areas`).
fn known(name: &str) -> Option<&'static TableContract> {
    let name = name.strip_prefix("data/").unwrap_or(name);
    TABLES.iter().find(|table| table.name == name)
}

/// The table of this name: its columns, and how its rows can be asked for.
pub(super) fn tables(report: &Report, name: &str) -> Result<Option<Trail>, EarlierError> {
    let Some(table) = known(name) else { return Ok(None) };
    let Some(all) = read(&report.earlier, &format!("data/{}", table.name), &|_| true)? else { return Ok(None) };
    let columns = table.columns.iter().map(|(column, _)| Cell {
        column: (*column).to_owned(),
        value: all.first().map_or_else(String::new, |row| row.get(column).to_owned()),
        meaning: meaning(table.name, column),
    });
    // Columns that name people are there only where they were asked for.
    let stands = |cell: &Cell| all.first().is_none_or(|row| row.columns.contains(&cell.column));
    Ok(Some(Trail::Table(TableTrail {
        name: table.name.to_owned(),
        rows: all.len() as u64,
        columns: columns.filter(stands).collect(),
        examples: all
            .iter()
            .take(EXAMPLES)
            .map(|row| format!("{}:{}", table.name, shortest(table.name, row, &all)))
            .collect(),
    })))
}

/// Rows of the table or chart of this name, or cells of them (`areas:service/checkout-api:share`).
pub(super) fn rows(report: &Report, name: &str, wanted: &str) -> Result<Vec<Trail>, EarlierError> {
    let mut answers = Vec::new();
    let data = known(name).map(|table| (format!("data/{}", table.name), table.name.to_owned()));
    let drawn = charts::known(report, name).map(|table| (table.clone(), table));
    for (file, table) in data.into_iter().chain(drawn) {
        let mut found = read(&report.earlier, &file, &|row| is_called(&table, row, wanted))?.unwrap_or_default();
        let mut column = None;
        if found.is_empty()
            && let Some((row, cell)) = wanted.rsplit_once(':')
        {
            found = read(&report.earlier, &file, &|other| is_called(&table, other, row))?.unwrap_or_default();
            found.retain(|row| row.columns.iter().any(|name| name == cell));
            column = Some(cell.to_owned()).filter(|_| !found.is_empty());
        }
        if found.is_empty() {
            found = around(report, &file, wanted)?;
        }
        // People mostly ask about the period of the report.
        found.sort_by_key(|row| row.get("period") != report.earlier.manifest.period);
        let mut rows = Vec::new();
        for row in &found {
            let mut cells = told(&table, row);
            cells.retain(|cell| column.as_ref().is_none_or(|wanted| cell.column == *wanted));
            let (picked, incidents) = picked::behind(report, &table, row)?;
            rows.push(answer::RowTrail { number: row.number, cells, picked, incidents });
        }
        if !rows.is_empty() {
            answers.push(Trail::Rows(Rows { claims: charts::claims(report, &file), table: file, rows }));
        }
    }
    Ok(answers)
}

/// Rows of the table of this name that fit (`follow_ups:overdue=true,team=Ledger`).
pub(super) fn fitting(report: &Report, name: &str, wanted: &str) -> Result<Option<Trail>, EarlierError> {
    let Some(table) = known(name) else { return Ok(None) };
    filter::listed(report, &format!("data/{}", table.name), table.name, wanted)
}

/// The points of the stretch of time that holds a moment, where a chart has such.
fn around(report: &Report, file: &str, wanted: &str) -> Result<Vec<Read>, EarlierError> {
    let is_time = wanted.len() >= 10 && wanted.chars().all(|c| c.is_ascii_digit() || "-:.TZ".contains(c));
    let column = ["bucket_start", "week_start"];
    let start = |row: &Read| column.iter().map(|name| row.get(name)).find(|at| !at.is_empty()).map(str::to_owned);
    if !is_time || !file.starts_with("charts/") {
        return Ok(Vec::new());
    }
    let all = read(&report.earlier, file, &|row| start(row).is_some())?.unwrap_or_default();
    let Some(before) = all.iter().filter_map(&start).filter(|at| at.as_str() <= wanted).max() else {
        return Ok(Vec::new());
    };
    // Behind the last stretch lies no point.
    let last = all.iter().filter_map(&start).max();
    let is_last = last.as_ref() == Some(&before) && !before.starts_with(wanted.get(..10).unwrap_or_default());
    Ok(if is_last { Vec::new() } else { all.into_iter().filter(|row| start(row).as_ref() == Some(&before)).collect() })
}

/// Every table of a page, with the statements of its part.
fn pages(report: &Report) -> impl Iterator<Item = (&PageTable, Vec<ClaimLine>)> {
    let findings = &report.findings;
    let lines = |ids: Vec<&String>| {
        ids.into_iter().filter_map(|id| findings.claim(id)).map(ClaimLine::from).collect::<Vec<ClaimLine>>()
    };
    let sections = findings
        .sections
        .iter()
        .flat_map(move |section| section.tables.iter().map(move |t| (t, lines(section.claims.iter().collect()))));
    let parts = findings.packs.iter().flat_map(|pack| &pack.parts);
    let packs = parts.flat_map(move |part| part.tables.iter().map(move |t| (t, lines(part.claims.iter().collect()))));
    sections.chain(packs).chain(findings.named.iter().map(|table| (table, Vec::new())))
}

/// The names of all tables of pages.
pub(super) fn page_names(report: &Report) -> Vec<String> {
    pages(report).map(|(table, _)| table.id.clone()).collect()
}

fn page_of(table: &PageTable, claims: Vec<ClaimLine>, rows: Vec<Vec<String>>) -> Trail {
    Trail::Page(PageTrail {
        id: table.id.clone(),
        title: table.title.clone(),
        note: table.note.clone(),
        more: table.more.clone(),
        columns: table.columns.iter().map(|column| column.name.clone()).collect(),
        rows,
        claims,
    })
}

/// Tables of pages with this id.
pub(super) fn page(report: &Report, id: &str) -> Vec<Trail> {
    pages(report)
        .filter(|(table, _)| table.id == id)
        .map(|(table, claims)| page_of(table, claims, table.rows.clone()))
        .collect()
}

/// Rows of a page's table that hold this text in one of their cells.
pub(super) fn page_rows(report: &Report, id: &str, wanted: &str) -> Vec<Trail> {
    let has = |row: &&Vec<String>| row.iter().any(|cell| cell.eq_ignore_ascii_case(wanted));
    let place = wanted.strip_prefix('#').and_then(|n| n.parse::<usize>().ok()).and_then(|n| n.checked_sub(1));
    let of = |table: &PageTable| match place {
        Some(at) => table.rows.get(at).cloned().into_iter().collect(),
        None => table.rows.iter().filter(has).cloned().collect::<Vec<_>>(),
    };
    let found = pages(report).filter(|(table, _)| table.id == id).map(|(table, claims)| (of(table), table, claims));
    found.filter(|(rows, ..)| !rows.is_empty()).map(|(rows, table, claims)| page_of(table, claims, rows)).collect()
}
