//! When a fix pays back, and what it would have saved had it come early (`METHODS.md` 7, "For families").

use crate::analyse::recurrence::cost::sum_of;
use crate::analyse::recurrence::occurrences::Occurrence;
use crate::analyse::recurrence::rate::OccurrenceRate;
use crate::frame::dataset::IncidentView;
use crate::model::column::Column;
use crate::model::row::IncidentIx;

/// Hours that a fix may take, where nobody says: small, middling, large.
pub const CASES: [f64; 3] = [80.0, 160.0, 320.0];
/// Mean length of a month, in seconds.
const MONTH: f64 = 365.25 / 12.0 * 86_400.0;
/// Spared is what came after so many occurrences.
const SOLVED_AFTER: usize = 2;

/// Fix effort against what the problem takes.
#[derive(Debug, Clone, PartialEq)]
pub struct BreakEven {
    /// Responder hours per occurrence, and of how many occurrences they are known.
    pub hours_each: f64,
    pub known: u64,
    /// Occurrences per month with an interval at 95 %.
    pub per_month: [f64; 3],
    pub cases: Vec<FixCase>,
}

/// One case: a fix of so many hours pays back after so many months.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FixCase {
    pub fix_hours: f64,
    pub months: f64,
    /// From the ends of the rate.
    pub low: f64,
    pub high: f64,
}

/// What came after the second occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Avoidable {
    pub occurrences: u64,
    pub responder_s: Option<f64>,
    pub duration_s: f64,
}

/// `None` without hands-on time or without a rate.
#[must_use]
pub fn break_even(
    view: &IncidentView,
    rows: &[IncidentIx],
    occurrences: &[Occurrence],
    efforts: &Column<IncidentIx, Option<f64>>,
    rate: OccurrenceRate,
    fix_hours: &[f64],
) -> Option<BreakEven> {
    let total = sum_of(efforts, rows.iter().copied())?;
    let mut known: Vec<usize> = rows
        .iter()
        .filter(|row| efforts[**row].is_some())
        .filter_map(|row| view.started.get(*row))
        .map(|start| occurrences.partition_point(|o| o.start <= start))
        .collect();
    known.sort_unstable();
    known.dedup();
    let hours_each = total / 3_600.0 / known.len() as f64;
    if !hours_each.is_finite() || hours_each <= 0.0 || rate.low <= 0.0 {
        return None;
    }
    let per_month = [rate.mean, rate.low, rate.high].map(|r| r * MONTH);
    let [mean, low, high] = per_month;
    let case = |&fix_hours: &f64| FixCase {
        fix_hours,
        months: fix_hours / hours_each / mean,
        low: fix_hours / hours_each / high,
        high: fix_hours / hours_each / low,
    };
    Some(BreakEven { hours_each, known: known.len() as u64, per_month, cases: fix_hours.iter().map(case).collect() })
}

/// The cost of all occurrences after the second; `None` where there are no more.
#[must_use]
pub fn avoidable(
    view: &IncidentView,
    rows: &[IncidentIx],
    occurrences: &[Occurrence],
    efforts: &Column<IncidentIx, Option<f64>>,
) -> Option<Avoidable> {
    let from = occurrences.get(SOLVED_AFTER)?.start;
    let later = || rows.iter().copied().filter(|row| view.started.get(*row).is_some_and(|start| start >= from));
    let lengths = later().filter_map(|row| view.ttr.get(row)).filter(|s| *s >= 0.0);
    Some(Avoidable {
        occurrences: occurrences.len().saturating_sub(SOLVED_AFTER) as u64,
        responder_s: sum_of(efforts, later()),
        duration_s: crate::stats::sum::sum(lengths),
    })
}
