//! Whether the data reach into the period that was asked for at all.

use crate::report::Review;
use crate::text::date;

/// A period that the exports know nothing of, and the stretch that they know of, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncovered {
    /// `2019Q1`, as a period is typed.
    pub period: String,
    /// `5 January – 24 August 2026`
    pub known: String,
    /// Whether the period lies behind the last stamp, so that later exports would hold it.
    pub is_later: bool,
}

/// `None` where the period touches the stretch from the first start of any incident to the moment the exports were made.
/// Inside of it, a time without incidents is a quiet one or a hole, and the report says so; outside nobody has looked.
#[must_use]
pub fn uncovered(review: &Review) -> Option<Uncovered> {
    let (periods, view) = (&review.data.periods, review.data.incident_view());
    let first = view.rows().filter_map(|row| view.started.get(row)).min()?;
    let last = periods.as_of.max(periods.data.map_or(first, |data| data.end));
    let window = periods.current.window;
    let zone = periods.zone;
    (window.end <= first || window.start > last).then(|| Uncovered {
        period: periods.current.label.clone(),
        known: date::range(first, last.max(first.saturating_add(1)), zone),
        is_later: window.start > last,
    })
}
