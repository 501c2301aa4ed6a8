//! The periods that analyses count in: every quarter of context, then the period under review where it is none of them.

use crate::frame::DataSet;
use crate::frame::dataset::IncidentView;
use crate::model::period::{Period, Periods};
use crate::model::time::Window;

/// Milliseconds of a week.
const WEEK: f64 = 7.0 * 86_400_000.0;

/// The periods, quarters first and oldest first.
pub struct Slots {
    periods: Vec<Period>,
    current: usize,
    /// The last slot holds the period before the current one for comparison only; it is not shown.
    hidden: bool,
    observed: Option<Window>,
}

impl Slots {
    #[must_use]
    pub fn of(data: &DataSet) -> Self {
        let Periods { current, previous, quarters, as_of, data: span, .. } = &data.periods;
        let mut periods = quarters.clone();
        let known = |periods: &[Period], wanted: &Period| periods.iter().position(|p| p.window == wanted.window);
        let index = known(&periods, current).unwrap_or_else(|| {
            periods.push(current.clone());
            periods.len() - 1
        });
        let before = previous.as_ref().filter(|p| known(&periods, p).is_none());
        periods.extend(before.cloned());
        let observed = span.map(|s| Window { start: s.start, end: s.end.max(*as_of) });
        Self { hidden: before.is_some(), periods, current: index, observed }
    }

    /// Number of slots to count in, the hidden one included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.periods.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.periods.is_empty()
    }

    /// Number of slots to show.
    #[must_use]
    pub fn shown(&self) -> usize {
        self.periods.len() - usize::from(self.hidden)
    }

    #[must_use]
    pub fn current(&self) -> usize {
        self.current
    }

    #[must_use]
    pub fn label(&self, slot: usize) -> &str {
        self.periods.get(slot).map_or("", |p| p.label.as_str())
    }

    /// The slot right before this one, if the data reach back to it.
    #[must_use]
    pub fn previous(&self, slot: usize) -> Option<usize> {
        let start = self.periods.get(slot)?.window.start;
        let before = |p: &Period| p.window.end == start;
        let is_quarter = |i: &usize| slot != self.current || self.hidden == (*i + 1 == self.periods.len());
        self.periods.iter().position(before).filter(is_quarter)
    }

    /// Weeks in which incidents of this slot could be seen: the whole period, or what the data cover of a partial one.
    #[must_use]
    pub fn weeks(&self, slot: usize) -> f64 {
        let Some(period) = self.periods.get(slot) else { return 0.0 };
        let window = match self.observed {
            Some(seen) if period.partial => {
                Window { start: period.window.start.max(seen.start), end: period.window.end.min(seen.end) }
            }
            _ => period.window,
        };
        window.len() as f64 / WEEK
    }

    /// The slots that hold this incident. Excluded incidents are in none.
    pub fn holding<'a>(&'a self, view: &IncidentView<'a>, row: usize) -> impl Iterator<Item = usize> + use<'a> {
        let (included, in_period) = (view.included.get(row), view.in_period.get(row));
        let started = view.started.get(row);
        self.periods.iter().enumerate().filter_map(move |(slot, period)| {
            let inside = if slot == self.current { in_period } else { started.is_some_and(|at| period.contains(at)) };
            (included && inside).then_some(slot)
        })
    }
}
