//! Stretches of time: joined, cut and asked in one place. All are half-open, `[start, end)`.
//!
//! A *sorted* list neither overlaps nor touches and ascends, as [`merge`] leaves it.

use crate::model::time::{Millis, Window};

impl Window {
    /// What two stretches have in common; empty where that is nothing.
    #[must_use]
    pub fn common(self, other: Self) -> Self {
        Self { start: self.start.max(other.start), end: self.end.min(other.end) }
    }

    /// For how long two stretches run beside each other, in milliseconds.
    #[must_use]
    pub fn shared(self, other: Self) -> Millis {
        let both = self.common(other);
        both.end.saturating_sub(both.start).max(0)
    }
}

/// Sorts stretches and joins those that overlap or touch. O(n log n).
pub fn merge(list: &mut Vec<Window>) {
    list.sort_unstable_by_key(|w| (w.start, w.end));
    list.dedup_by(|next, last| {
        let touches = next.start <= last.end;
        if touches {
            last.end = last.end.max(next.end);
        }
        touches
    });
}

/// Whether a stretch of a sorted list holds the moment. O(log n).
#[must_use]
pub fn covers(list: &[Window], at: Millis) -> bool {
    let next = list.partition_point(|w| w.end <= at);
    list.get(next).is_some_and(|w| w.start <= at)
}

/// Whether a stretch of a sorted list runs beside this one, whose end may be open. O(log n).
#[must_use]
pub fn meets(list: &[Window], start: Millis, end: Option<Millis>) -> bool {
    let next = list.partition_point(|w| w.end <= start);
    list.get(next).is_some_and(|w| end.is_none_or(|end| w.start < end))
}

/// What a stretch has in common with those of a sorted list, in order. O(log n + parts).
pub fn common(one: Window, list: &[Window]) -> impl Iterator<Item = Window> + '_ {
    let from = list.partition_point(|w| w.end <= one.start);
    let meeting = list.iter().skip(from).take_while(move |w| w.start < one.end);
    meeting.map(move |w| w.common(one))
}

/// The parts of stretches, in whatever order, that lie inside a window.
pub fn inside(list: &[Window], window: Window) -> impl Iterator<Item = Window> + '_ {
    list.iter().map(move |w| w.common(window)).filter(|w| !w.is_empty())
}

/// The time that stretches take together; what overlaps counts as often as it is there.
#[must_use]
pub fn time(list: impl IntoIterator<Item = Window>) -> Millis {
    list.into_iter().map(Window::len).sum()
}
