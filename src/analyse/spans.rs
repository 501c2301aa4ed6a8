//! Which incidents take time, and which can't: the first question of every count of open incidents.

use crate::frame::dataset::IncidentView;
use crate::model::column::Column;
use crate::model::row::IncidentIx;
use crate::model::time::{Millis, SECOND, Window};
use crate::stats::quantile;
use crate::stats::sweep::Span;

/// What an incident's stretch of time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SpanBasis {
    /// From the start to the resolution, for all of them.
    #[default]
    Whole,
    /// From the acknowledgement to the mitigation where both are known, and the whole of it where they are not.
    Response,
}

/// Share of the incidents with a known end whose response must be known: with fewer, most would be counted from start
/// to end and a few not, and a level would be neither of the two.
const MIN_KNOWN: f64 = 0.5;

/// Included incidents as stretches of time, and those that can't be one. Rows of the incident table throughout.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spans {
    /// Row and stretch of every incident that takes time, in order of rows; an open one ends at `as_of`.
    pub taken: Vec<(IncidentIx, Span)>,
    /// Still open, and older than [`Spans::stale_after_s`] when the exports were made: forgotten rather than going on.
    pub stale: Vec<IncidentIx>,
    /// Over, without a time of its end.
    pub endless: Vec<IncidentIx>,
    /// The end lies before the start.
    pub reversed: Vec<IncidentIx>,
    /// Begin and end in the same instant: counted, but they take no time.
    pub zero_length: Vec<IncidentIx>,
    /// Without a start.
    pub timeless: Vec<IncidentIx>,
    /// Still open and counted up to `as_of`.
    pub open: u64,
    /// Age in seconds from which a still open incident is set aside.
    pub stale_after_s: u64,
    pub basis: SpanBasis,
    /// Of the incidents that are over and take time: how many there are, and for how many acknowledgement and mitigation
    /// are known and lie in order between start and end.
    pub over: u64,
    pub response_known: u64,
}

enum Reading {
    Timeless,
    Reversed,
    ZeroLength,
    Ended(Millis, Millis),
    Endless,
    Open(Millis),
}

/// Whether the record says that the incident goes on. A missing end alone doesn't: the end may just not be recorded.
fn is_open(view: &IncidentView, row: IncidentIx) -> bool {
    view.closed.get(row).is_none()
        && view.status.get(row).is_some_and(|s| matches!(s, "open" | "acknowledged" | "mitigated"))
}

fn read(view: &IncidentView, row: IncidentIx) -> Reading {
    let Some(start) = view.started.get(row) else { return Reading::Timeless };
    match view.resolved.get(row) {
        Some(end) if end < start => Reading::Reversed,
        Some(end) if end == start => Reading::ZeroLength,
        Some(end) => Reading::Ended(start, end),
        None if is_open(view, row) => Reading::Open(start),
        None => Reading::Endless,
    }
}

/// Acknowledgement and mitigation of an incident that is over, where they lie in order between its start and its end.
fn response(view: &IncidentView, row: IncidentIx, [start, end]: [Millis; 2]) -> Option<Span> {
    let (from, to) = (view.acknowledged.get(row)?, view.mitigated.get(row)?);
    (start <= from && from < to && to <= end).then_some(Span { start: from, end: Some(to) })
}

impl Spans {
    /// Reads all included incidents, as the time of active response where that is known for at least half of them. Open ones run to `as_of` unless they are older than the longest one in a hundred
    /// of the resolved ones and older than `stale_floor`. O(n log n).
    #[must_use]
    pub fn of(view: &IncidentView, as_of: Millis, stale_floor: Millis) -> Self {
        let mut spans = Self::default();
        let mut open: Vec<(IncidentIx, Millis)> = Vec::new();
        let mut durations: Vec<f64> = Vec::new();
        let mut responses: Vec<(usize, Span)> = Vec::new();
        for row in view.rows().filter(|&row| view.included.get(row)) {
            match read(view, row) {
                Reading::Timeless => spans.timeless.push(row),
                Reading::Reversed => spans.reversed.push(row),
                Reading::Endless => spans.endless.push(row),
                Reading::ZeroLength => {
                    durations.push(0.0);
                    spans.zero_length.push(row);
                }
                Reading::Ended(start, end) => {
                    durations.push(end.saturating_sub(start) as f64);
                    responses.extend(response(view, row, [start, end]).map(|span| (spans.taken.len(), span)));
                    spans.taken.push((row, Span { start, end: Some(end) }));
                }
                Reading::Open(start) => open.push((row, start)),
            }
        }
        spans.answered(responses);
        let p99 = quantile::linear(&quantile::sorted(durations), 0.99).unwrap_or(0.0) as Millis;
        let limit = p99.max(stale_floor);
        spans.stale_after_s = u64::try_from(limit / SECOND).unwrap_or(0);
        for (row, start) in open {
            if as_of.saturating_sub(start) > limit {
                spans.stale.push(row);
            } else {
                spans.open += 1;
                spans.taken.push((row, Span { start, end: Some(as_of.max(start)) }));
            }
        }
        spans.taken.sort_unstable_by_key(|taken| taken.0);
        spans
    }

    /// Puts the time of active response in the place of the whole, where it is known often enough.
    fn answered(&mut self, responses: Vec<(usize, Span)>) {
        (self.over, self.response_known) = (self.taken.len() as u64, responses.len() as u64);
        if responses.is_empty() || (self.response_known as f64) < MIN_KNOWN * self.over as f64 {
            return;
        }
        self.basis = SpanBasis::Response;
        for (place, span) in responses {
            if let Some(slot) = self.taken.get_mut(place) {
                slot.1 = span;
            }
        }
    }

    /// For each row of the incident table its place in [`Spans::taken`], where it takes time inside the window. O(n).
    #[must_use]
    pub fn places(&self, view: &IncidentView, window: Window) -> Column<IncidentIx, Option<usize>> {
        let mut places = Column::filled(view.len(), None);
        for (place, (row, span)) in self.taken.iter().enumerate() {
            let inside = span.start < window.end && span.end.is_none_or(|end| end > window.start);
            if inside {
                places[*row] = Some(place);
            }
        }
        places
    }

    /// Rows of the incidents that are open at some time within `[start, end)`.
    pub fn within(&self, start: Millis, end: Millis) -> impl Iterator<Item = IncidentIx> + '_ {
        let open = move |span: &Span| span.start < end && span.end.is_none_or(|e| e > start);
        self.taken.iter().filter(move |(_, span)| open(span)).map(|(row, _)| *row)
    }
}
