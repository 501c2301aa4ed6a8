//! What stands on the slides: the page for leaders, a thought a slide, with the tables and the figures behind it.

use crate::findings::{Findings, Table};
use crate::render::view::{ClaimView, ReportView};
use crate::text::leaders::sentences;
use crate::text::sentence::capital;

/// Letters of a slide at most; what goes beyond is on the page.
const MOST: usize = 900;
/// Rows of a table on a slide.
const ROWS: usize = 9;
/// Headlines behind the first one that find room on a slide.
const MORE: usize = 3;

/// One slide.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Slide {
    pub title: String,
    pub paragraphs: Vec<Paragraph>,
    pub table: Option<Grid>,
    pub columns: Option<Columns>,
    /// Claims that it tells of, and what the table leaves out: for whoever speaks.
    pub notes: Vec<String>,
}

/// A paragraph, with what stands before it in bold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Paragraph {
    pub lead: String,
    pub text: String,
}

/// A table: heads, whether they stand over figures, and rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    pub heads: Vec<(String, bool)>,
    pub rows: Vec<Vec<String>>,
}

/// A chart of columns, in the order of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns {
    pub name: String,
    pub labels: Vec<String>,
    pub values: Vec<f64>,
}

/// The slides of a report. A slide about which nothing is known is left out.
#[must_use]
pub fn slides(findings: &Findings, view: &ReportView) -> Vec<Slide> {
    let all = [
        Some(title(view)),
        view.headlines.first().map(insight),
        others(view),
        customers(findings, view),
        problems(findings),
        people(findings, view),
        promises(view),
        asks(view),
        Some(appendix(view)),
    ];
    all.into_iter().flatten().collect()
}

fn said(text: &str) -> Paragraph {
    Paragraph { text: text.to_owned(), ..Paragraph::default() }
}

fn title(view: &ReportView) -> Slide {
    Slide {
        title: view.title.clone(),
        paragraphs: vec![said(&view.opening)],
        notes: vec!["Each slide names in its notes the statements that it tells of; `retroscope explain` says what stands behind them.".to_owned()],
        ..Slide::default()
    }
}

/// A sentence a paragraph, as many as find room.
fn insight(claim: &ClaimView) -> Slide {
    let mut room = MOST;
    let fits = |sentence: &&str| {
        room = room.saturating_sub(sentence.chars().count());
        room > 0
    };
    Slide {
        title: heading(claim),
        paragraphs: sentences(&claim.sentence).into_iter().take_while(fits).map(said).collect(),
        notes: vec![claim.id.clone()],
        ..Slide::default()
    }
}

/// The lead without its full stop, as heads have none; else the first sentence.
fn heading(claim: &ClaimView) -> String {
    let lead = if claim.lead.is_empty() {
        sentences(&claim.sentence).first().copied().unwrap_or_default()
    } else {
        &claim.lead
    };
    lead.trim_end_matches('.').to_owned()
}

fn others(view: &ReportView) -> Option<Slide> {
    let more: Vec<&ClaimView> = view.headlines.iter().skip(1).take(MORE).collect();
    let short = |claim: &&ClaimView| Paragraph {
        lead: claim.lead.clone(),
        text: sentences(&claim.sentence).into_iter().take(2).collect::<Vec<_>>().join(" "),
    };
    (!more.is_empty()).then(|| Slide {
        title: "What else stands out".to_owned(),
        paragraphs: more.iter().map(short).collect(),
        notes: more.iter().map(|claim| claim.id.clone()).collect(),
        ..Slide::default()
    })
}

/// What the line of the page for leaders says whose statement is of this section, as a slide.
fn line(view: &ReportView, section: &str) -> Option<Slide> {
    let line = view.budgets.iter().find(|line| line.claim.split('.').next() == Some(section))?;
    Some(Slide {
        title: line.title.clone(),
        paragraphs: [&line.this_quarter, &line.certainty]
            .into_iter()
            .filter(|text| !text.is_empty())
            .map(|text| said(&whole(text)))
            .collect(),
        notes: vec![line.claim.clone()],
        ..Slide::default()
    })
}

/// Parts of a line as sentences.
fn whole(text: &str) -> String {
    let text = capital(text.trim());
    if text.ends_with(['.', '?', '!']) { text } else { format!("{text}.") }
}

fn table<'a>(findings: &'a Findings, id: &str) -> Option<&'a Table> {
    findings.table(id).filter(|table| !table.rows.is_empty())
}

fn customers(findings: &Findings, view: &ReportView) -> Option<Slide> {
    let slide = line(view, "areas")?;
    Some(Slide { columns: by_period(findings), ..slide })
}

/// Incidents that reached customers, per period; nothing with fewer than two, or with one of which it is not known.
fn by_period(findings: &Findings) -> Option<Columns> {
    let table = table(findings, "incidents-by-period")?;
    let at = table.columns.iter().position(|column| column.name == "reached customers")?;
    let cells = table.rows.iter().rev().map(|row| {
        let value = row.get(at)?.replace(',', "").parse::<f64>().ok()?;
        Some((row.first()?.clone(), value))
    });
    let cells = cells.collect::<Option<Vec<_>>>().filter(|cells| cells.len() > 1)?;
    let (labels, values) = cells.into_iter().unzip();
    Some(Columns { name: "Incidents that reached customers".to_owned(), labels, values })
}

/// Some columns of a table, in this order.
fn grid(table: &Table, columns: &[usize], wanted: impl Fn(&Vec<String>) -> bool) -> Grid {
    let heads = columns.iter().filter_map(|at| table.columns.get(*at)).map(|c| (c.name.clone(), c.numeric)).collect();
    let cells = |row: &Vec<String>| columns.iter().filter_map(|at| row.get(*at)).cloned().collect();
    Grid { heads, rows: table.rows.iter().filter(|row| wanted(row)).take(ROWS).map(cells).collect() }
}

fn problems(findings: &Findings) -> Option<Slide> {
    let table = table(findings, "problems-to-solve")?;
    let left = table.rows.len().saturating_sub(ROWS);
    let more = (left > 0).then(|| format!("{left} more are on the page for managers."));
    Some(Slide {
        title: table.title.clone(),
        table: Some(grid(table, &[0, 1, 2, 3, 4, 5, 6, 9], |_| true)),
        notes: [Some("recurrence.famous-bug".to_owned()), Some(table.note.clone()), more]
            .into_iter()
            .flatten()
            .collect(),
        ..Slide::default()
    })
}

fn people(findings: &Findings, view: &ReportView) -> Option<Slide> {
    let slide = line(view, "load")?;
    // The first rows are the lines that verdicts are held against.
    let is_rotation = |row: &Vec<String>| {
        row.get(1).is_some_and(|verdict| ["calm", "strained", "over the line"].contains(&verdict.as_str()))
    };
    let grid = table(findings, "load-verdict").map(|table| grid(table, &[0, 1, 2, 3, 4, 5], is_rotation));
    Some(Slide { table: grid.filter(|grid| !grid.rows.is_empty()), ..slide })
}

fn promises(view: &ReportView) -> Option<Slide> {
    let mut slide = line(view, "follow-through").unwrap_or_default();
    if let Some(claim) = &view.mttx {
        slide.paragraphs.push(Paragraph { lead: claim.lead.clone(), text: claim.sentence.clone() });
        slide.notes.push(claim.id.clone());
        slide.title = if slide.title.is_empty() {
            "Recovery times".to_owned()
        } else {
            format!("{}, and recovery times", slide.title)
        };
    }
    (!slide.paragraphs.is_empty()).then_some(slide)
}

fn asks(view: &ReportView) -> Option<Slide> {
    let asked = (1..).zip(&view.asks).map(|(n, ask)| Paragraph { lead: format!("{n}."), text: ask.clone() });
    (!view.asks.is_empty()).then(|| Slide {
        title: view.asks_title.clone(),
        paragraphs: asked.collect(),
        notes: vec!["The next review counts each check again when this report is among its inputs.".to_owned()],
        ..Slide::default()
    })
}

fn appendix(view: &ReportView) -> Slide {
    let words =
        view.glossary.iter().map(|term| Paragraph { lead: format!("{}:", term.name), text: term.meaning.clone() });
    Slide {
        title: "What this report cannot say, and where it comes from".to_owned(),
        paragraphs: view.unknowns.iter().map(|text| said(text)).chain(words).chain([said(&view.colophon)]).collect(),
        notes: vec!["analyst.html has every statement with its incidents; review.xlsx has the tables.".to_owned()],
        ..Slide::default()
    }
}
