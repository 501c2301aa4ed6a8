//! When a person was on two or more incidents at once.

use crate::analyse::load::person::Diary;
use crate::model::intervals::merge;
use crate::model::time::Window;
use crate::stats::sweep::{Span, steps};

/// Stretches in which the person's own work was on at least two incidents, without overlap. O(n log n).
#[must_use]
pub fn overlapped(diary: &Diary) -> Vec<Window> {
    let spans: Vec<Span> = diary.work.iter().map(|(w, _)| Span { start: w.start, end: Some(w.end) }).collect();
    let first = spans.first().map(|s| s.start);
    let last = diary.work.iter().map(|(w, _)| w.end).max();
    let Some(limits) = first.zip(last) else { return Vec::new() };
    let steps = steps(&spans, [limits.0, limits.1]);
    let mut found: Vec<Window> =
        steps.pieces().filter(|p| p.level >= 2).map(|p| Window { start: p.start, end: p.end }).collect();
    merge(&mut found);
    found
}
