//! Counts above the marks of a column in which they hide each other: twenty of them must not look like seven.

use super::{FLAG, Frame, MAST, Row, radius};
use crate::findings::Span;
use crate::findings::exhibit::recurrence::Occurred;
use crate::render::chart::axis::number;
use crate::render::chart::labels;
use crate::render::chart::sheet::{Face, Sheet, TEXT};
use crate::render::chart::theme::Token;
use std::ops::Range;

/// Middle of a count above the line of its row: between the marks of this row and of the one above.
const ABOVE: f64 = MAST - 2.0;
/// Fewer marks than this are counted at a glance.
const FEW: usize = 4;
/// Free room on both sides of a count.
const GAP: f64 = 2.0;

impl Frame<'_> {
    /// Writes how many occurrences the crowded columns of a row have, where flags leave room.
    pub(super) fn counts(&self, sheet: &Sheet, spans: &[Span], (problem, _, line): Row<'_>) {
        let inside = |at_ms: i64| self.window.contains(&at_ms);
        let flags: Vec<f64> = problem.fixes.iter().filter(|f| inside(f.at_ms)).map(|f| self.at(f.at_ms)).collect();
        for span in spans {
            let column = |o: &&Occurred| inside(o.at_ms) && (span.start_ms..span.end_ms).contains(&o.at_ms);
            let own: Vec<&Occurred> = problem.occurrences.iter().filter(column).collect();
            if own.len() < FEW || !self.is_crowded(&own) {
                continue;
            }
            let words = number(own.len() as f64);
            let half = labels::width(&words, TEXT, true) / 2.0 + GAP;
            let Some(x) = place(&(self.at(span.start_ms)..self.at(span.end_ms)), half, &flags) else { continue };
            let title = format!("{}: {words} occurrences in {}", problem.name, span.label);
            let face = Face::new(Token::Ink).bold().centred().halo();
            sheet.mark(&title, |s| s.text(x, line - ABOVE, &words, face));
        }
    }

    /// Whether at least half of the marks cover more than half of a neighbour.
    fn is_crowded(&self, own: &[&Occurred]) -> bool {
        let mut marks: Vec<(f64, f64)> =
            own.iter().map(|o| (self.at(o.at_ms), radius(o.severity, (self.severities, self.scale)))).collect();
        marks.sort_by(|a, b| a.0.total_cmp(&b.0));
        let pairs = || marks.iter().zip(marks.iter().skip(1));
        let covered = pairs().filter(|(a, b)| b.0 - a.0 < a.1.max(b.1)).count();
        covered * 2 >= pairs().count()
    }
}

/// The middle of a count that is twice `half` wide: that of its column, or beside it where a flag stands there.
fn place(column: &Range<f64>, half: f64, flags: &[f64]) -> Option<f64> {
    let (low, high) = (column.start + half, column.end - half);
    let free = |x: &f64| flags.iter().all(|flag| (flag - x).abs() >= half + FLAG);
    [f64::midpoint(low, high), low, high].into_iter().filter(|_| low <= high).find(free)
}
