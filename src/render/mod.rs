//! Findings in, documents and charts out. Nothing is computed here: what is printed was worded in `findings`.

pub mod chart;
pub mod edition;
pub mod face;
pub mod format;
pub mod incidents;
mod passed_on;
pub mod steps;
pub mod storm_pack;
pub mod view;

pub use edition::{ALL, ANALYST, EXECUTIVE, Edition, MANAGERS, ONCALL};
pub use format::Format;
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
pub const MAIL: &str = "executive.eml";
pub const MESSAGE: &str = "slack.txt";

/// What is drawn of a review.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    pub editions: &'a [Edition],
    /// What is made beside the pages, which are always made as HTML and Markdown, and the charts, which are always drawn as SVG.
    pub formats: &'a [Format],
}

/// Writes a report of findings alone: pages tell no more incidents than stand below statements.
///
/// # Errors
/// As for [`documents`].
pub fn render(findings: &Findings, wanted: Wanted<'_>, sink: &mut dyn Sink) -> Result<(), SinkError> {
    report(findings, None, wanted, sink)
}

/// Writes `findings.json` and everything that [`documents`] makes from it and from the incidents of the report.
///
/// # Errors
/// As for [`documents`].
pub fn report(
    findings: &Findings,
    lines: Option<&ReportIncidents>,
    wanted: Wanted<'_>,
    sink: &mut dyn Sink,
) -> Result<(), SinkError> {
    let (json, changed) = json::filtered(findings).map_err(SinkError::internal)?;
    put(sink, FINDINGS, &json)?;
    // Anchors, column widths and line breaks follow from texts. Where the filter changed one, everything is drawn from
    // what is written, as it will be when it is drawn again.
    if !changed {
        return documents(findings, lines, wanted, sink);
    }
    documents(&serde_json::from_str(&json).map_err(SinkError::internal)?, lines, wanted, sink)
}

/// Writes `<edition>.md` and `<edition>.html` for every edition, `storms/<id>.md` and `.html` for every storm, and
/// `charts/<id>.svg` and `charts/<id>.csv` for every exhibit, and what is made of them in other formats. The last step of a
/// review, and all of drawing a report again.
///
/// # Errors
/// When the sink can't be written to, or (a mistake of ours, not of the input) a template doesn't fit its view.
pub fn documents(
    findings: &Findings,
    lines: Option<&ReportIncidents>,
    wanted: Wanted<'_>,
    sink: &mut dyn Sink,
) -> Result<(), SinkError> {
    let editions = wanted.editions;
    let mut drawn = BTreeSet::new();
    for exhibit in &findings.exhibits {
        let stem = file_stem(&exhibit.id);
        if drawn.insert(stem.clone()) {
            put(sink, &format!("charts/{stem}.svg"), &chart::svg(exhibit, chart::WIDE))?;
            put(sink, &format!("charts/{stem}.csv"), &chart::csv(exhibit))?;
        }
    }
    for edition in editions {
        let view = ReportView::among(findings, edition, editions);
        let markdown = format::markdown::document(&view, edition).map_err(SinkError::internal)?;
        put(sink, &format!("{}.md", edition.id), &markdown)?;
        let html = format::html::document(&view, edition, findings, lines).map_err(SinkError::internal)?;
        put(sink, &format!("{}.html", edition.id), &html)?;
    }
    packs(findings, editions, sink)?;
    put(sink, MESSAGE, &format::slack::message(&ReportView::new(findings, &EXECUTIVE)))?;
    for (path, bytes) in passed_on::files(findings, wanted)? {
        sink.write(&path, &bytes)?;
    }
    Ok(())
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
