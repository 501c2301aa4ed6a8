//! Open incidents against people on call.

use crate::analyse::duty::{Roster, on_call};
use crate::analyse::spans::Spans;
use crate::frame::DataSet;
use crate::model::intervals::{self, merge};
use crate::model::row::IncidentIx;
use crate::model::time::{Millis, Window};
use crate::stats::sweep::{self, Span, Steps};

/// Hours above capacity. Times in milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capacity {
    /// Time covered by at least one shift of any kind. Outside it nobody is on call because nothing was exported, so
    /// nothing is compared there.
    pub covered: Millis,
    /// Distinct people with a shift inside it.
    pub people: u64,
    /// Time with more incidents open than people on call.
    pub above: Millis,
    /// Of it, time with nobody on call.
    pub nobody: Millis,
    /// Number of unbroken stretches above.
    pub stretches: u64,
    /// The longest of them; of equals the first.
    pub longest: Option<Window>,
    /// The most that were open at once in it.
    pub longest_peak: u32,
    /// Rows of the incidents open at some time during the longest stretch.
    pub longest_rows: Vec<IncidentIx>,
    /// Rows of the incidents open during any stretch above.
    pub rows: Vec<IncidentIx>,
    /// People on call at each moment of the window.
    pub roster: Steps,
    /// The stretches of [`Capacity::covered`], without overlap.
    pub known: Vec<Window>,
}

/// The stretches within which the roster is known: those of all shifts, also of machine accounts and of nobody known.
fn covered(data: &DataSet, window: Window) -> Vec<Window> {
    let view = data.shift_view();
    let bounds = |open: Millis, at: Option<Millis>| at.unwrap_or(open).clamp(window.start, window.end);
    let shift =
        |row| Window { start: bounds(window.start, view.start.get(row)), end: bounds(window.end, view.end.get(row)) };
    let mut shifts: Vec<Window> = (0..view.len).map(shift).filter(|w| !w.is_empty()).collect();
    merge(&mut shifts);
    shifts
}

impl Capacity {
    /// Compares over the window; `None` without shifts in it.
    #[must_use]
    pub fn of(data: &DataSet, spans: &Spans, window: Window) -> Option<Self> {
        let covered = covered(data, window);
        if !data.has_shifts || covered.is_empty() {
            return None;
        }
        let shifts = on_call(data, window);
        let open: Vec<Span> = spans.taken.iter().map(|(_, span)| *span).collect();
        let found = compare(&shifts, &open, window, &covered);
        Some(Self {
            covered: covered.iter().map(|w| w.len()).sum(),
            people: shifts.len() as u64,
            above: found.above,
            nobody: found.nobody,
            stretches: found.stretches.len() as u64,
            longest: found.longest,
            longest_peak: found.longest.map_or(0, |w| highest(&open, w)),
            longest_rows: found.longest.map_or_else(Vec::new, |w| spans.within(w.start, w.end).collect()),
            rows: rows_within(spans, &found.stretches),
            roster: roster(&shifts, window),
            known: covered,
        })
    }
}

fn highest(open: &[Span], window: Window) -> u32 {
    let steps = sweep::steps(open, [window.start, window.end]);
    steps.pieces().filter(|piece| !piece.is_empty()).map(|piece| piece.level).max().unwrap_or(0)
}

/// Stretches with more open than on call.
pub struct AboveCapacity {
    /// Time in all, and what of it had nobody on call.
    pub above: Millis,
    pub nobody: Millis,
    /// Without overlap, in order of time.
    pub stretches: Vec<Window>,
    /// The longest of them; of equals the first.
    pub longest: Option<Window>,
}

/// Compares open incidents with people on call within the covered time, which is sorted and doesn't overlap.
#[must_use]
pub fn compare(shifts: &Roster, open: &[Span], window: Window, covered: &[Window]) -> AboveCapacity {
    let open = sweep::steps(open, [window.start, window.end]);
    let above = above(&open, &roster(shifts, window), covered);
    let mut stretches: Vec<Window> = above.iter().map(|a| a.0).collect();
    merge(&mut stretches);
    AboveCapacity {
        above: above.iter().map(|a| a.0.len()).sum(),
        nobody: above.iter().filter(|a| a.1 == 0).map(|a| a.0.len()).sum(),
        longest: stretches.iter().copied().max_by_key(|w| (w.len(), std::cmp::Reverse(w.start))),
        stretches,
    }
}

/// How many people are on call at each moment.
fn roster(shifts: &Roster, window: Window) -> Steps {
    let spans: Vec<Span> = shifts.values().flatten().map(|w| Span { start: w.start, end: Some(w.end) }).collect();
    sweep::steps(&spans, [window.start, window.end])
}

/// Stretches of a window with more incidents open than people on call, without overlap; empty without shifts.
#[must_use]
pub fn stretches_above(data: &DataSet, spans: &Spans, window: Window) -> Vec<Window> {
    let open: Vec<Span> = spans.taken.iter().map(|(_, span)| *span).collect();
    compare(&on_call(data, window), &open, window, &covered(data, window)).stretches
}

/// Pieces of the covered time with more open than on call, and how many were on call. Both functions have the same
/// window.
fn above(open: &Steps, roster: &Steps, covered: &[Window]) -> Vec<(Window, u32)> {
    let mut found = Vec::new();
    let people: Vec<_> = roster.pieces().collect();
    let mut next = 0;
    for piece in open.pieces().filter(|p| p.level > 0) {
        while people.get(next).is_some_and(|p| p.end <= piece.start) {
            next += 1;
        }
        for on_call in people.iter().skip(next).take_while(|p| p.start < piece.end) {
            let common = Window { start: piece.start, end: piece.end };
            let common = common.common(Window { start: on_call.start, end: on_call.end });
            if piece.level > on_call.level && !common.is_empty() {
                found.extend(intervals::common(common, covered).map(|part| (part, on_call.level)));
            }
        }
    }
    found
}

/// Rows open during any of the stretches, which are sorted and don't overlap.
fn rows_within(spans: &Spans, stretches: &[Window]) -> Vec<IncidentIx> {
    let touches = |span: &Span| intervals::meets(stretches, span.start, span.end);
    spans.taken.iter().filter(|(_, span)| touches(span)).map(|(row, _)| *row).collect()
}
