//! How the page for leaders fits on one sheet of paper: the size of its letters, and whether charts find room.
//!
//! Paper gives no feedback, so the height is estimated: characters a line of a common typeface, in points.

use super::{ClaimView, ReportView};
use serde::Serialize;

/// Millimetres to a point of type.
const POINT: f64 = 0.3528;
/// What both A4 and Letter have between the margins of the style sheet, in millimetres, with some to spare.
const HEIGHT: f64 = 250.0;
/// Mean width of a character and height of a line, in sizes of type: those of Noto Sans, which is wider than most.
const CHARACTER: f64 = 0.525;
const LINE: f64 = 1.39;
/// A strip with a chart, or two beside each other.
const STRIP: f64 = 61.0;
/// Sizes in points, as the style sheet has them, largest first.
const SIZES: [(&str, f64); 3] = [("large", 9.25), ("medium", 8.6), ("small", 8.0)];
/// Below this, letters are too small to be read for the sake of a chart.
const WITH_CHARTS: f64 = 8.6;

/// How a page is set for paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Print {
    /// `large`, `medium` or `small`.
    pub size: &'static str,
    pub charts: bool,
}

impl Print {
    /// Width between the margins of the style sheet, in millimetres, that both A4 and Letter have.
    pub const WIDTH: f64 = 182.0;

    /// What is left below the words of a page that is set like that, in millimetres.
    #[must_use]
    pub fn room(view: &ReportView, print: &Self) -> f64 {
        let size = SIZES.iter().find(|(name, _)| *name == print.size).map_or(WITH_CHARTS, |(_, size)| *size);
        HEIGHT - height(view, size)
    }

    /// The largest letters with charts; without charts the largest; at last the smallest that can be read.
    #[must_use]
    pub fn of(view: &ReportView) -> Self {
        let fits = |size: f64, charts: bool| is_room(view, size, charts);
        let with = SIZES.iter().filter(|(_, size)| *size >= WITH_CHARTS).find(|(_, size)| fits(*size, true));
        let without = SIZES.iter().find(|(_, size)| fits(*size, false)).or(SIZES.last());
        let found = with.or(without).map_or("small", |(name, _)| name);
        Self { size: found, charts: with.is_some() && !view.exhibits.is_empty() }
    }

    /// Whether the page as it is fits on the sheet when it is set like that; at the smallest letters it may not.
    #[must_use]
    pub fn fits(view: &ReportView, print: &Self) -> bool {
        SIZES.iter().any(|(name, size)| *name == print.size && is_room(view, *size, print.charts))
    }
}

fn is_room(view: &ReportView, size: f64, charts: bool) -> bool {
    height(view, size) + if charts { STRIP } else { 0.0 } <= HEIGHT
}

/// Estimated height of everything but charts, in millimetres.
fn height(view: &ReportView, size: f64) -> f64 {
    let line = size * POINT * LINE;
    let lines = |text: &str, share: f64, scale: f64| {
        let room = Print::WIDTH * share / (size * scale * POINT * CHARACTER);
        (text.chars().count() as f64 / room.floor().max(10.0)).ceil()
    };
    let text = |text: &str| lines(text, 1.0, 1.0) * line;
    let cell = 0.88;
    let said = |c: &ClaimView| {
        let pack = if c.pack.is_some() { " Retrospective pack S-00" } else { "" };
        let notes: f64 = c.notes.iter().map(|note| lines(note, 1.0, cell) * line * cell + 0.2 * line).sum();
        text(&format!("{} {} trail{pack}", c.lead, c.sentence)) + notes
    };
    let title = 2.0 * line + lines(&view.opening, 1.0, 1.0) * line + 0.9 * line;
    let headlines: f64 = view.headlines.iter().map(|c| said(c) + 0.4 * line).sum();
    let row = |this: &str, sure: &str| {
        lines(this, 0.43, cell).max(lines(&format!("{sure} trail"), 0.33, cell)) * line * cell + 0.35 * line
    };
    let table: f64 =
        view.budgets.iter().map(|b| row(&b.this_quarter, &[&b.certainty, b.notes.join(" ").as_str()].join(" "))).sum();
    let table = if view.budgets.is_empty() { 0.0 } else { table + 1.9 * line };
    let paragraphs = [&view.mttx, &view.asked, &view.moved];
    let paragraphs: f64 = paragraphs.into_iter().flatten().map(|c| said(c) + 0.6 * line).sum();
    let asks: f64 = view.asks.iter().map(|ask| lines(ask, 0.93, 1.0) * line + 0.2 * line).sum();
    let asks = if view.asks.is_empty() { 0.0 } else { asks + 2.3 * line };
    let unknowns: usize = view.unknowns.iter().map(|u| u.chars().count() + 1).sum();
    let unknowns = lines(&"x".repeat(unknowns + 28), 1.0, cell) * line * cell + 0.6 * line;
    let words: usize = view.glossary.iter().map(|t| t.name.chars().count() + t.meaning.chars().count() + 3).sum();
    let words = if words == 0 { 0.0 } else { lines(&"x".repeat(words + 10), 1.0, cell) * line * cell + 0.6 * line };
    let foot = lines(&view.colophon, 0.6, 0.8) * line * 0.8 + 0.8 * line;
    // Measured against printed pages, which never were longer than this.
    0.94 * (title + headlines + table + paragraphs + asks + unknowns + words + foot)
}
