//! Findings in, documents and charts out. Nothing is computed here: what is printed was worded in `findings`.

pub mod chart;
pub mod edition;
pub mod format;
pub mod incidents;
pub mod steps;
pub mod storm_pack;
pub mod view;

pub use edition::{ALL, ANALYST, EXECUTIVE, Edition, MANAGERS, ONCALL};
pub use storm_pack::PackView;
pub use view::ReportView;

use crate::findings::Findings;
use crate::report::FINDINGS;
use crate::report::lines::ReportIncidents;
use crate::report::sink::{Sink, SinkError};
use crate::text::{json, visible};
use std::collections::BTreeSet;

/// Files of a report that go into other tools.
pub const WORKBOOK: &str = "review.xlsx";
pub const SLIDES: &str = "executive.pptx";
pub const MESSAGE: &str = "slack.txt";

/// Writes a report of findings alone: pages tell no more incidents than stand below statements.
///
/// # Errors
/// As for [`documents`].
pub fn render(findings: &Findings, editions: &[Edition], sink: &mut dyn Sink) -> Result<(), SinkError> {
    report(findings, None, editions, sink)
}

/// Writes `findings.json` and everything that [`documents`] makes from it and from the incidents of the report.
///
/// # Errors
/// As for [`documents`].
pub fn report(
    findings: &Findings,
    lines: Option<&ReportIncidents>,
    editions: &[Edition],
    sink: &mut dyn Sink,
) -> Result<(), SinkError> {
    let (json, changed) = json::filtered(findings).map_err(SinkError::internal)?;
    put(sink, FINDINGS, &json)?;
    // Anchors, column widths and line breaks follow from texts. Where the filter changed one, everything is drawn from
    // what is written, as it will be when it is drawn again.
    if !changed {
        return documents(findings, lines, editions, sink);
    }
    documents(&serde_json::from_str(&json).map_err(SinkError::internal)?, lines, editions, sink)
}

/// Writes `<edition>.md` and `<edition>.html` for every edition, `storms/<id>.md` and `.html` for every storm, and
/// `charts/<id>.svg` and `charts/<id>.csv` for every exhibit. The last step of a review, and all of drawing a report again.
///
/// # Errors
/// When the sink can't be written to, or (a mistake of ours, not of the input) a template doesn't fit its view.
pub fn documents(
    findings: &Findings,
    lines: Option<&ReportIncidents>,
    editions: &[Edition],
    sink: &mut dyn Sink,
) -> Result<(), SinkError> {
    let mut drawn = BTreeSet::new();
    for exhibit in &findings.exhibits {
        let stem = file_stem(&exhibit.id);
        if drawn.insert(stem.clone()) {
            put(sink, &format!("charts/{stem}.svg"), &chart::svg(exhibit, chart::WIDE))?;
            put(sink, &format!("charts/{stem}.csv"), &chart::csv(exhibit))?;
        }
    }
    for edition in editions {
        let mut view = ReportView::new(findings, edition);
        view.has_trail = editions.iter().any(|other| other.trail);
        let markdown = format::markdown::document(&view, edition).map_err(SinkError::internal)?;
        put(sink, &format!("{}.md", edition.id), &markdown)?;
        let html = format::html::document(&view, edition, findings, lines).map_err(SinkError::internal)?;
        put(sink, &format!("{}.html", edition.id), &html)?;
    }
    packs(findings, editions, sink)?;
    to_paste(findings, sink)
}

/// What goes into other tools: `review.xlsx`, `executive.pptx` and `slack.txt`, whatever the editions.
fn to_paste(findings: &Findings, sink: &mut dyn Sink) -> Result<(), SinkError> {
    let book = format::workbook::workbook(findings).map_err(SinkError::internal)?;
    sink.write(WORKBOOK, &book)?;
    let page = ReportView::new(findings, &EXECUTIVE);
    let slides = format::slides::presentation(findings, &page).map_err(SinkError::internal)?;
    sink.write(SLIDES, &slides)?;
    put(sink, MESSAGE, &format::slack::message(&page))
}

/// `storms/<id>.md` and `storms/<id>.html`, whatever the editions: they lead to them.
fn packs(findings: &Findings, editions: &[Edition], sink: &mut dyn Sink) -> Result<(), SinkError> {
    for pack in &findings.packs {
        let view = PackView::new(pack, findings, editions);
        let markdown = format::markdown::pack(&view).map_err(SinkError::internal)?;
        put(sink, &format!("storms/{}.md", view.stem), &markdown)?;
        let html = format::html::pack(&view, findings).map_err(SinkError::internal)?;
        put(sink, &format!("storms/{}.html", view.stem), &html)?;
    }
    Ok(())
}

/// The one way of a document into a report. Each format makes the texts in its slots visible and escapes them; this
/// holds for what a format forgets, so that no document with an active character is ever written.
fn put(sink: &mut dyn Sink, path: &str, document: &str) -> Result<(), SinkError> {
    sink.write(path, visible::page(document).as_bytes())
}

/// The id of an exhibit as a file name that every file system takes.
pub(crate) fn file_stem(id: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' };
    let stem: String = id.chars().map(plain).collect();
    if stem.is_empty() { "chart".to_owned() } else { stem }
}
