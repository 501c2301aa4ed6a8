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
    /// Slots beyond these hold periods that the current one is compared with and that are not shown.
    shown: usize,
    quarters: usize,
    before: Option<usize>,
    year_ago: Option<usize>,
    observed: Option<Window>,
}

impl Slots {
    #[must_use]
    pub fn of(data: &DataSet) -> Self {
        let Periods { current, previous, year_ago, quarters, as_of, data: span, .. } = &data.periods;
        let observed = span.map(|s| Window { start: s.start, end: s.end.max(*as_of) });
        let mut periods = quarters.clone();
        let quarters = periods.len();
        let current = place(&mut periods, current);
        let shown = periods.len();
        let before = previous.as_ref().map(|p| place(&mut periods, p));
        let year_ago = year_ago.as_ref().map(|p| place(&mut periods, p));
        Self { periods, current, shown, quarters, before, year_ago, observed }
    }

    /// Number of slots to count in, the hidden ones included.
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
        self.shown
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
        if slot == self.current && self.before.is_some() {
            return self.before;
        }
        let start = self.periods.get(slot)?.window.start;
        self.periods.iter().take(self.quarters).position(|p| p.window.end == start)
    }

    /// The slot of the same period a year before the one under review, if the data reach back to it.
    #[must_use]
    pub fn year_ago(&self) -> Option<usize> {
        self.year_ago
    }

    /// What could be seen of this slot: the whole period, or what the data cover of a partial one.
    #[must_use]
    pub fn window(&self, slot: usize) -> Option<Window> {
        let period = self.periods.get(slot)?;
        Some(match self.observed {
            Some(seen) if period.partial => {
                Window { start: period.window.start.max(seen.start), end: period.window.end.min(seen.end) }
            }
            _ => period.window,
        })
    }

    /// Weeks in which incidents of this slot could be seen.
    #[must_use]
    pub fn weeks(&self, slot: usize) -> f64 {
        self.window(slot).map_or(0.0, |window| window.len() as f64 / WEEK)
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

/// The place of a period among the others, where it is put behind them if it is none of them.
fn place(periods: &mut Vec<Period>, wanted: &Period) -> usize {
    let known = periods.iter().position(|p| p.window == wanted.window);
    known.unwrap_or_else(|| {
        periods.push(wanted.clone());
        periods.len() - 1
    })
}
