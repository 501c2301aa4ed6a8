//! How much of a rotation's time would be above with as many people on call as it has, and with one more, if next quarter's
//! weeks are like those of the period. The draws are those of [`super::staffing`]; the demand is the rotation's own open
//! incidents, one person each, because nobody of another rotation is asked to take them.

use super::rotations::Rotation;
use super::staffing::{Staffed, by_week, staffed};
use super::weeks::WholeWeeks;
use crate::analyse::duty;
use crate::analyse::spans::Spans;
use crate::frame::DataSet;
use crate::model::row::IncidentIx;
use crate::model::time::{Millis, Window};
use crate::stats::sweep::{self, Span};
use std::collections::BTreeMap;

/// One rotation's demand above its people.
#[derive(Debug, Clone, PartialEq)]
pub struct OfRotation {
    /// Place among the rotations.
    pub rotation: usize,
    /// People on call for most of the time that its shifts cover.
    pub now: u32,
    /// With as many, and with one more.
    pub rows: [Staffed; 2],
}

/// Rotations with anything open in the whole weeks of the period, in their order; none with fewer than eight weeks.
#[must_use]
pub fn of_rotations(
    data: &DataSet,
    spans: &Spans,
    rotations: &[Rotation],
    weeks: &WholeWeeks,
    seed: u64,
) -> Vec<OfRotation> {
    if !weeks.enough() {
        return Vec::new();
    }
    let rosters = duty::rosters(data, weeks.window);
    let one = |(at, rotation): (usize, &Rotation)| {
        let roster = rosters.get(&rotation.name)?;
        let now = usual(roster.values().flatten().copied(), weeks.window)?;
        let span = |row: &IncidentIx| {
            let place = spans.taken.binary_search_by_key(row, |(row, _)| *row).ok()?;
            spans.taken.get(place).map(|(_, span)| *span)
        };
        let open: Vec<Span> = rotation.rows.iter().filter_map(span).collect();
        let weekly = by_week(&sweep::steps(&open, [weeks.window.start, weeks.window.end]), weeks);
        let with = |people: u32| staffed(&weekly, &weekly, people, seed);
        Some(OfRotation { rotation: at, now, rows: [with(now)?, with(now + 1)?] }).filter(|_| !open.is_empty())
    };
    rotations.iter().enumerate().filter_map(one).collect()
}

/// How many are on call for the longest part of the time that has anybody; of equals the fewest.
fn usual(shifts: impl Iterator<Item = Window>, window: Window) -> Option<u32> {
    let spans: Vec<Span> = shifts.map(|w| Span { start: w.start, end: Some(w.end) }).collect();
    let mut time: BTreeMap<u32, Millis> = BTreeMap::new();
    for piece in sweep::steps(&spans, [window.start, window.end]).pieces().filter(|p| p.level > 0) {
        *time.entry(piece.level).or_insert(0) += piece.end - piece.start;
    }
    time.into_iter().max_by_key(|(people, time)| (*time, std::cmp::Reverse(*people))).map(|(people, _)| people)
}
