//! When a problem occurred, and whether it is famous.

use crate::frame::dataset::IncidentView;
use crate::model::row::IncidentIx;
use crate::model::time::{DAY, Millis};

/// Members less than this apart, end to start, are one occurrence: a re-open or a storm.
pub const GAP: Millis = DAY;
/// A famous bug occurred at least this often …
pub const FAMOUS_OCCURRENCES: usize = 3;
/// … within this time …
pub const FAMOUS_WITHIN: Millis = 180 * DAY;
/// … spread over at least this time …
pub const FAMOUS_SPAN: Millis = 14 * DAY;
/// … and an earlier one was over this long before the latest, so that there was time to know of it.
pub const FAMOUS_KNOWN: Millis = 7 * DAY;

/// One stretch in which the problem was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    pub start: Millis,
    /// Latest end of a member that has ended, or start of one that has not: an incident that is forgotten open must not
    /// swallow all that come after it.
    pub end: Millis,
    /// Earliest end of a member that is known to be over.
    pub over: Option<Millis>,
    pub incidents: u32,
    /// Row of the member that began first; its quarter is that of the occurrence.
    pub first: IncidentIx,
    /// Rank of the worst severity that a member has, 1 the worst.
    pub severity: Option<u32>,
}

/// The occurrences of a family, in order of time. Members without a start are in none.
#[must_use]
pub fn find(view: &IncidentView, rows: &[IncidentIx]) -> Vec<Occurrence> {
    let mut members: Vec<Occurrence> = rows.iter().filter_map(|&row| member(view, row)).collect();
    members.sort_unstable_by_key(|m| (m.start, m.end, m.over, m.first));
    let mut found: Vec<Occurrence> = Vec::new();
    for member in members {
        match found.last_mut().filter(|last| member.start.saturating_sub(last.end) < GAP) {
            Some(last) => {
                last.end = last.end.max(member.end);
                last.over = [last.over, member.over].into_iter().flatten().min();
                last.severity = [last.severity, member.severity].into_iter().flatten().min();
                last.incidents += 1;
            }
            None => found.push(member),
        }
    }
    found
}

/// One incident as an occurrence of its own.
fn member(view: &IncidentView, row: IncidentIx) -> Option<Occurrence> {
    let start = view.started.get(row)?;
    let over = end(view, row);
    let end = over.unwrap_or(start);
    let severity = view.severity.get(row).filter(|rank| *rank > 0);
    Some(Occurrence { start, end, over, incidents: 1, first: row, severity })
}

/// When an incident was over. An end before the start is an error of the clock and tells nothing.
#[must_use]
pub fn end(view: &IncidentView, row: IncidentIx) -> Option<Millis> {
    let start = view.started.get(row)?;
    view.resolved.get(row).or_else(|| view.closed.get(row)).filter(|&end| end >= start)
}

/// The rule of a famous bug: at some time in its history the problem occurred [`FAMOUS_OCCURRENCES`] times within
/// [`FAMOUS_WITHIN`], spread over [`FAMOUS_SPAN`], and was over for [`FAMOUS_KNOWN`] before it came again.
#[must_use]
pub fn is_famous(occurrences: &[Occurrence]) -> bool {
    famous_from(occurrences).is_some()
}

/// Place of the occurrence with which the rule was first met: from it on the problem is famous.
#[must_use]
pub fn famous_from(occurrences: &[Occurrence]) -> Option<usize> {
    let mut first = 0;
    for (latest, occurrence) in occurrences.iter().enumerate() {
        let recent = |o: &&Occurrence| occurrence.start.saturating_sub(o.start) <= FAMOUS_WITHIN;
        while occurrences.get(first).is_some_and(|o| !recent(&o)) {
            first += 1;
        }
        let Some(window) = occurrences.get(first..latest) else { continue };
        let Some(earliest) = window.first() else { continue };
        let spread = occurrence.start.saturating_sub(earliest.start) >= FAMOUS_SPAN;
        let known = |o: &Occurrence| o.over.is_some_and(|over| occurrence.start.saturating_sub(over) >= FAMOUS_KNOWN);
        if window.len() + 1 >= FAMOUS_OCCURRENCES && spread && window.iter().any(known) {
            return Some(latest);
        }
    }
    None
}

/// Gaps between occurrences, end to start, in seconds.
#[must_use]
pub fn gaps(occurrences: &[Occurrence]) -> Vec<f64> {
    occurrences
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some(b.start.saturating_sub(a.end) as f64 / 1000.0),
            _ => None,
        })
        .collect()
}
