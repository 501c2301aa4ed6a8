//! The periods that analyses count in: every quarter of context, then the period under review where it is none of them.

use crate::analyse::volume::stopped;
use crate::frame::DataSet;
use crate::frame::dataset::IncidentView;
use crate::model::period::{Period, Periods};
use crate::model::row::IncidentIx;
use crate::model::time::{Millis, Window};

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
    /// The first and the last incident of all, where the time that the data cover is inferred from them: start and row.
    first: Option<(Millis, IncidentIx)>,
    last: Option<(Millis, IncidentIx)>,
    /// Starts of the last incidents before collections stopped that most incidents came from.
    stops: Vec<Millis>,
}

/// A rate per week is that of at least so many.
pub const MIN_WEEKS: f64 = 2.0;
/// Whole stretches shorter than that are compared with each other when they differ by no more than this.
const SAME_LENGTH: f64 = 1.1;
/// A collection that this share of all incidents is known from alone ends what the data cover.
const MAX: f64 = 0.5;

impl Slots {
    #[must_use]
    pub fn of(data: &DataSet) -> Self {
        let Periods { current, previous, year_ago, quarters, as_of, data: span, .. } = &data.periods;
        // What nobody stated is not known: without a stated moment of export the data cover what their incidents span.
        let end = |span: &Window| if data.periods.as_of_stated { span.end.max(*as_of) } else { span.end };
        let observed = span.map(|s| Window { start: s.start, end: end(&s) });
        let mut periods = quarters.clone();
        let quarters = periods.len();
        let current = place(&mut periods, current);
        let shown = periods.len();
        let before = previous.as_ref().map(|p| place(&mut periods, p));
        let year_ago = year_ago.as_ref().map(|p| place(&mut periods, p));
        let (first, last, stops) = (None, None, Vec::new());
        Self { periods, current, shown, quarters, before, year_ago, observed, first, last, stops }
    }

    /// The same for rates: with what bounds the time that the data cover.
    #[must_use]
    pub fn covered(data: &DataSet) -> Self {
        let view = data.incident_view();
        let starts = || {
            let included = view.rows().filter(|&row| view.included.get(row));
            included.filter_map(|row| Some((view.started.get(row)?, row)))
        };
        let most = stopped::find(data).into_iter().filter(|s| s.share >= MAX);
        Self {
            first: starts().min(),
            last: starts().max().filter(|_| !data.periods.as_of_stated),
            stops: most.map(|s| s.last_at).collect(),
            ..Self::of(data)
        }
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

    /// What could be seen of this slot: the whole period, or what the data cover of a partial one; up to the end of a
    /// collection that stopped in it.
    #[must_use]
    pub fn window(&self, slot: usize) -> Option<Window> {
        let period = self.periods.get(slot)?;
        let mut window = match self.observed {
            Some(seen) if period.partial => period.window.common(seen),
            _ => period.window,
        };
        if let Some(stop) = self.stop(slot) {
            window.end = window.end.min(stop);
        }
        Some(window)
    }

    /// The first collection that stopped in this slot.
    #[must_use]
    pub fn stop(&self, slot: usize) -> Option<Millis> {
        let period = self.periods.get(slot)?;
        self.stops.iter().copied().filter(|at| period.contains(*at)).min()
    }

    /// Whether the first incident of all begins what is known of this slot, and the last one ends it.
    #[must_use]
    pub fn inferred(&self, slot: usize) -> [bool; 2] {
        let Some(period) = self.periods.get(slot) else { return [false; 2] };
        // A period that is all the data begins with its first incident and is not partial for it.
        let bounds = |at: Millis, edge: Millis| (period.partial && period.contains(at)) || at == edge;
        [
            self.first.is_some_and(|(at, _)| bounds(at, period.window.start)),
            self.last.is_some_and(|(at, _)| bounds(at, period.window.end.saturating_sub(1)))
                && self.stop(slot).is_none(),
        ]
    }

    /// Whether an incident of this slot is in none of its rates. A stretch of time that is inferred from incidents has one
    /// gap less than it has incidents, so that one of those that bound it does not count; nor does what began after the
    /// collection stopped.
    #[must_use]
    pub fn is_aside(&self, slot: usize, row: IncidentIx, started: Option<Millis>) -> bool {
        let [begun, ended] = self.inferred(slot);
        let opens = begun && self.first.is_some_and(|(_, first)| first == row);
        let closes = ended && !begun && self.last.is_some_and(|(_, last)| last == row);
        opens || closes || self.stop(slot).zip(started).is_some_and(|(stop, at)| at > stop)
    }

    /// Whether two slots can be compared: at least two weeks of each, or two whole stretches of about one length.
    #[must_use]
    pub fn comparable(&self, [slot, before]: [usize; 2]) -> bool {
        let [now, then] = [slot, before].map(|s| self.weeks(s));
        let whole =
            |slot: usize| self.stop(slot).is_none() && self.periods.get(slot).is_some_and(|period| !period.partial);
        let alike = now.max(then) <= SAME_LENGTH * now.min(then);
        now.min(then) >= MIN_WEEKS || (alike && whole(slot) && whole(before))
    }

    /// Weeks in which incidents of this slot could be seen.
    #[must_use]
    pub fn weeks(&self, slot: usize) -> f64 {
        self.window(slot).map_or(0.0, |window| window.len().max(0) as f64 / WEEK)
    }

    /// The slots that hold this incident. Excluded incidents are in none.
    pub fn holding<'a>(&'a self, view: &IncidentView<'a>, row: IncidentIx) -> impl Iterator<Item = usize> + use<'a> {
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
