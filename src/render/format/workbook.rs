//! `review.xlsx`: the statements, the incidents behind them and every table of the pages, for people who go on with figures.
//!
//! Cells are typed: a count is a number, a share a percentage, a day a date. Texts are texts whatever they begin with, so
//! nothing in them can be run. What it holds is what the pages say; every row of the data is in `data/`.

use crate::findings::{Findings, Table};
use crate::render::ANALYST;
use crate::render::view::{ReportView, grade_label};
use crate::text::{clip, number, units, visible};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatUnderline, Url, Workbook, Worksheet, XlsxError,
};
use std::collections::BTreeSet;

/// Most letters of a cell and of the name of a sheet, as workbooks allow them.
const CELL: usize = 32_000;
const NAME: usize = 31;
/// Widths of columns in letters: of figures, of names of sheets, and of whole sentences.
const NARROW: f64 = 14.0;
const WIDE: f64 = 28.0;
const SENTENCE: f64 = 70.0;
/// Texts longer than this make a column as wide as a sentence.
const LONG: usize = 40;

/// One sheet.
struct Sheet {
    title: String,
    note: String,
    columns: Vec<(String, bool)>,
    rows: Vec<Vec<String>>,
}

/// The workbook of a report, as bytes; the same findings give the same bytes.
///
/// # Errors
/// A mistake of ours: a sheet that no workbook can hold.
pub fn workbook(findings: &Findings) -> Result<Vec<u8>, XlsxError> {
    let view = ReportView::new(findings, &ANALYST);
    let mut sheets = vec![claims(findings), incidents(findings)];
    sheets.extend(findings.sections.iter().flat_map(|section| &section.tables).map(of_table));
    sheets.retain(|sheet| !sheet.rows.is_empty());
    let names = names(&sheets);
    let mut book = Workbook::new();
    // The clock has no say in what a report is.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(line(&view.title)).set_creation_datetime(&made));
    contents(book.add_worksheet(), &view, &sheets, &names)?;
    for (sheet, name) in sheets.iter().zip(&names) {
        let page = book.add_worksheet();
        page.set_name(name)?;
        fill(page, sheet)?;
    }
    book.save_to_buffer()
}

fn line(text: &str) -> String {
    clip::truncate(&visible::line(text), CELL)
}

/// What the report is about, its statements in short, and which sheet holds what.
fn contents(page: &mut Worksheet, view: &ReportView, sheets: &[Sheet], names: &[String]) -> Result<(), XlsxError> {
    let top = Format::new().set_align(FormatAlign::Top);
    let linked = top.clone().set_font_color("#0F5F8F").set_underline(FormatUnderline::Single);
    let (bold, wrapped) = (Format::new().set_bold(), Format::new().set_text_wrap().set_align(FormatAlign::Top));
    page.set_name("Contents")?;
    page.set_column_width(0, WIDE)?.set_column_width(1, SENTENCE)?.set_column_width(2, NARROW)?;
    page.write_string_with_format(0, 0, line(&view.title), &Format::new().set_bold().set_font_size(14))?;
    page.merge_range(1, 0, 1, 2, &line(&view.opening), &wrapped)?;
    page.set_row_height(1, 60)?;
    for (at, head) in ["sheet", "what it holds", "rows"].iter().enumerate() {
        page.write_string_with_format(3, at as u16, *head, &bold)?;
    }
    for (row, (sheet, name)) in (4_u32..).zip(sheets.iter().zip(names)) {
        let link = Url::new(format!("internal:'{}'!A1", name.replace('\'', "''"))).set_text(name);
        page.write_url_with_format(row, 0, link, &linked)?;
        let says = if sheet.note.is_empty() { &sheet.title } else { &sheet.note };
        page.write_string_with_format(row, 1, line(says), &wrapped)?;
        page.write_number_with_format(row, 2, sheet.rows.len() as f64, &top)?;
        heighten(page, row, &[(says, SENTENCE), (name, WIDE)])?;
    }
    page.set_freeze_panes(4, 0)?;
    page.set_print_fit_to_pages(1, 0);
    Ok(())
}

fn claims(findings: &Findings) -> Sheet {
    let heads = [
        ("claim", false),
        ("section", false),
        ("how sure", false),
        ("basis", false),
        ("statement", false),
        ("n", true),
        ("from", true),
        ("to", true),
        ("q", true),
        ("coverage", true),
        ("period", false),
        ("compared with", false),
        ("incidents", true),
        ("figures", false),
    ];
    let place = |id: &str| findings.sections.iter().find(|section| section.claims.iter().any(|claim| claim == id));
    let figure = |value: Option<f64>| value.filter(|v| v.is_finite()).map_or_else(String::new, |v| v.to_string());
    let rows = findings.claims.iter().map(|claim| {
        let said = [claim.lead.as_str(), claim.sentence.as_str()].join(" ").trim().to_owned();
        let named =
            claim.numbers.iter().map(|(name, value)| format!("{name} = {}", units::worded(*value, units::of(name))));
        vec![
            claim.id.clone(),
            place(&claim.id).map_or_else(String::new, |section| section.title.clone()),
            grade_label(claim.grade, claim.basis).to_owned(),
            claim.basis.code().to_owned(),
            said,
            claim.n.map_or_else(String::new, |n| n.to_string()),
            figure(claim.interval.map(|i| i[0])),
            figure(claim.interval.map(|i| i[1])),
            figure(claim.q),
            claim.coverage.filter(|c| c.is_finite()).map_or_else(String::new, number::percent),
            claim.period.clone(),
            claim.compared_with.clone().unwrap_or_default(),
            claim.incident_ids.len().to_string(),
            named.collect::<Vec<_>>().join("; "),
        ]
    });
    Sheet {
        title: "Statements".to_owned(),
        note: "Every statement of the report, with what it rests on.".to_owned(),
        columns: heads.map(|(name, numeric)| (name.to_owned(), numeric)).to_vec(),
        rows: rows.collect(),
    }
}

fn incidents(findings: &Findings) -> Sheet {
    let heads = ["incident", "began", "lasted", "severity", "service", "title", "stands in"];
    let rows = findings.behind.iter().map(|line| {
        [&line.incident_id, &line.began, &line.lasted, &line.severity, &line.service, &line.title, &line.place]
            .map(Clone::clone)
            .to_vec()
    });
    Sheet {
        title: "Incidents behind statements".to_owned(),
        note: "The first eight incidents of each statement, in order of time; all are in data/incidents.".to_owned(),
        columns: heads.map(|name| (name.to_owned(), false)).to_vec(),
        rows: rows.collect(),
    }
}

fn of_table(table: &Table) -> Sheet {
    let more = if table.more.is_empty() { String::new() } else { format!(" The rest is in {}.", table.more) };
    Sheet {
        title: table.title.clone(),
        note: format!("{}{more}", table.note).trim().to_owned(),
        columns: table.columns.iter().map(|column| (column.name.clone(), column.numeric)).collect(),
        rows: table.rows.clone(),
    }
}

/// The title in at most so many letters, cut between words where it can be.
fn shortened(title: &str, most: usize) -> String {
    if title.chars().count() <= most {
        return title.to_owned();
    }
    let kept: String = title.chars().take(most - 1).collect();
    let whole = kept.rsplit_once(' ').map(|(words, _)| words).filter(|words| words.chars().count() * 2 > most);
    format!("{}…", whole.unwrap_or(&kept).trim_end_matches(['\'', ' ']))
}

/// Names that workbooks take, each of them once.
fn names(sheets: &[Sheet]) -> Vec<String> {
    let mut taken = BTreeSet::from(["contents".to_owned()]);
    let plain = |title: &str| -> String {
        let kept: String = visible::line(title).chars().map(|c| if "[]:*?/\\".contains(c) { ' ' } else { c }).collect();
        kept.trim_matches(['\'', ' ']).to_owned()
    };
    let mut named = |sheet: &Sheet| {
        let title = plain(&sheet.title);
        let title = if title.is_empty() { "Table".to_owned() } else { title };
        let tried = (1..).map(|n: u32| {
            let end = if n == 1 { String::new() } else { format!(" ({n})") };
            format!("{}{end}", shortened(&title, NAME - end.chars().count()))
        });
        let mut tried = tried.filter(|name| taken.insert(name.to_lowercase()));
        tried.next().unwrap_or_default()
    };
    sheets.iter().map(&mut named).collect()
}

fn fill(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let flush = head.clone().set_align(FormatAlign::Right);
    let longest = |at: usize| sheet.rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max();
    let widths: Vec<f64> = (0..sheet.columns.len()).map(|at| width(longest(at).unwrap_or(0))).collect();
    for (at, ((name, numeric), wide)) in (0_u16..).zip(sheet.columns.iter().zip(&widths)) {
        page.write_string_with_format(0, at, line(name), if *numeric { &flush } else { &head })?;
        page.set_column_width(at, *wide)?;
    }
    let heads: Vec<(&str, f64)> = sheet.columns.iter().map(|c| c.0.as_str()).zip(widths.iter().copied()).collect();
    heighten(page, 0, &heads)?;
    let formats = Formats::new();
    for (at, row) in (1_u32..).zip(&sheet.rows) {
        for (column, (text, (_, numeric))) in (0_u16..).zip(row.iter().zip(&sheet.columns)) {
            put(page, (at, column), text, *numeric, &formats)?;
        }
        let cells: Vec<(&str, f64)> = row.iter().map(String::as_str).zip(widths.iter().copied()).collect();
        heighten(page, at, &cells)?;
    }
    let (last, columns) = (sheet.rows.len() as u32, sheet.columns.len() as u16);
    page.set_freeze_panes(1, 0)?;
    // On paper a table is as wide as the sheet, and its head stands on every page.
    page.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    page.autofilter(0, 0, last, columns.saturating_sub(1))?;
    Ok(())
}

/// Points of a line of text.
const LINE: f64 = 15.0;
/// Lines of a row at most; workbooks allow 27.
const LINES: usize = 20;

/// Makes a row as high as its longest text is in a column of its width: not every program does so by itself.
fn heighten(page: &mut Worksheet, row: u32, cells: &[(&str, f64)]) -> Result<(), XlsxError> {
    let lines = |(text, wide): &(&str, f64)| (text.chars().count() as f64 / (wide * 0.95)).ceil() as usize;
    let most = cells.iter().map(lines).max().unwrap_or(1).min(LINES);
    if most > 1 {
        page.set_row_height(row, LINE * most as f64)?;
    }
    Ok(())
}

fn width(longest: usize) -> f64 {
    match longest {
        0..=12 => NARROW,
        13..=LONG => longest as f64 + 2.0,
        _ => SENTENCE,
    }
}

struct Formats {
    text: Format,
    flush: Format,
    whole: Format,
    decimal: Format,
    percent: Format,
    day: Format,
}

impl Formats {
    fn new() -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        Self {
            text: top().set_text_wrap(),
            flush: top().set_align(FormatAlign::Right),
            whole: top().set_num_format("#,##0"),
            decimal: top().set_num_format("#,##0.0###"),
            percent: top().set_num_format("0.#%"),
            day: top().set_align(FormatAlign::Left).set_num_format("yyyy-mm-dd"),
        }
    }
}

/// What a cell of a page is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Worth {
    Number(f64),
    /// From 0 to 1.
    Share(f64),
    /// Year, month, day.
    Day(u16, u8, u8),
    Text,
}

/// Reads a worded cell: `1,234`, `3.4`, `12 %`, `2026-05-14`. Anything else is a text, "under 0.1 %" and "fewer than five" too.
#[must_use]
pub fn worth(text: &str) -> Worth {
    let text = text.trim();
    if let Some(day) = day(text) {
        return day;
    }
    let (figure, is_share) = text.strip_suffix('%').map_or((text, false), |rest| (rest.trim_end(), true));
    let plain = figure.replace([',', '\u{202F}'], "");
    let bare = plain.strip_prefix(['-', '−']).unwrap_or(&plain);
    let is_number = bare.starts_with(|c: char| c.is_ascii_digit())
        && bare.ends_with(|c: char| c.is_ascii_digit())
        && bare.chars().all(|c| c.is_ascii_digit() || c == '.');
    let signed = if bare.len() == plain.len() { bare.to_owned() } else { format!("-{bare}") };
    match signed.parse::<f64>().ok().filter(|_| is_number) {
        // Leading zeros belong to a name, and what a number cannot hold exactly would be another one.
        Some(_) if !is_share && bare.len() > 1 && bare.starts_with('0') && !bare.starts_with("0.") => Worth::Text,
        Some(value) if value.abs() > 9e15 => Worth::Text,
        Some(value) if is_share => Worth::Share(value / 100.0),
        Some(value) => Worth::Number(value),
        None => Worth::Text,
    }
}

fn day(text: &str) -> Option<Worth> {
    let date = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == 10)?;
    let year = u16::try_from(chrono::Datelike::year(&date)).ok().filter(|year| (1900..=9999).contains(year))?;
    Some(Worth::Day(year, chrono::Datelike::month(&date) as u8, chrono::Datelike::day(&date) as u8))
}

fn put(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    numeric: bool,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match worth(text) {
        Worth::Day(year, month, day) => {
            page.write_datetime_with_format(row, column, ExcelDateTime::from_ymd(year, month, day)?, &formats.day)?;
        }
        Worth::Number(value) if numeric => {
            let format = if value.fract() == 0.0 { &formats.whole } else { &formats.decimal };
            page.write_number_with_format(row, column, value, format)?;
        }
        Worth::Share(value) if numeric => {
            page.write_number_with_format(row, column, value, &formats.percent)?;
        }
        _ if text.is_empty() => {}
        _ => {
            let format = if numeric { &formats.flush } else { &formats.text };
            page.write_string_with_format(row, column, line(text), format)?;
        }
    }
    Ok(())
}
