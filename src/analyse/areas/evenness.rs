//! Whether incidents come more unevenly than a Poisson count would, week by week.
//!
//! Weeks are counted from the beginning of each period and held against that period's own mean, so that a change between
//! periods is not taken for unevenness. Needs eight whole weeks in all and five incidents (Fisher 1950): given their total,
//! the statistic has the mean that it should have however few they are, and a little less spread.

use crate::model::time::{DAY, Millis, Window};
use crate::stats::control_chart::dispersion;
use crate::stats::rate_ratio::Clusters;
use crate::stats::special::chi2_sf;

const WEEK: Millis = 7 * DAY;
const MIN_WEEKS: usize = 8;
const MIN_EVENTS: u64 = 5;
/// Below this probability Poisson intervals are too narrow.
const UNEVEN: f64 = 0.05;
/// More weeks than this (fifty years) come from a wrong date.
const MAX_WEEKS: usize = 2_600;

/// Counts per whole week of one window.
#[derive(Debug, Clone)]
pub struct Weekly {
    window: Window,
    counts: Vec<u64>,
}

impl Weekly {
    #[must_use]
    pub fn new(window: Window) -> Self {
        let weeks = usize::try_from(window.len() / WEEK).unwrap_or(0).min(MAX_WEEKS);
        Self { window, counts: vec![0; weeks] }
    }

    /// The same weeks without anything in them.
    #[must_use]
    pub fn blank(&self) -> Self {
        Self { window: self.window, counts: vec![0; self.counts.len()] }
    }

    #[must_use]
    pub fn window(&self) -> Window {
        self.window
    }

    /// Counts an instant; outside whole weeks of the window it is left out.
    pub fn add(&mut self, at: Millis) {
        let week = at.checked_sub(self.window.start).filter(|since| *since >= 0).map(|since| since / WEEK);
        if let Some(count) = week.and_then(|w| usize::try_from(w).ok()).and_then(|w| self.counts.get_mut(w)) {
            *count += 1;
        }
    }
}

/// How weekly counts vary.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evenness {
    pub weeks: u64,
    /// Incidents per week over all of them.
    pub mean: f64,
    /// Variance over mean, never below 1: factor by which variances are larger than those of Poisson counts.
    pub factor: f64,
    /// Probability of weeks at least this uneven by chance.
    pub p: f64,
    /// Weeks less the number of windows.
    pub degrees: f64,
}

impl Evenness {
    /// Of one or more windows together. `None` below the least number of weeks and of incidents.
    #[must_use]
    pub fn of<'a>(windows: impl IntoIterator<Item = &'a Weekly>) -> Option<Self> {
        let (mut weeks, mut events, mut chi2, mut degrees) = (0, 0, 0.0, 0.0);
        for counts in windows.into_iter().map(|w| &w.counts) {
            weeks += counts.len();
            events += counts.iter().sum::<u64>();
            if let Some(own) = dispersion(counts) {
                chi2 += own.chi2;
                degrees += counts.len() as f64 - 1.0;
            }
        }
        let mean = events as f64 / weeks.max(1) as f64;
        (weeks >= MIN_WEEKS && events >= MIN_EVENTS && degrees > 0.0).then(|| Self {
            weeks: weeks as u64,
            mean,
            factor: (chi2 / degrees).max(1.0),
            p: chi2_sf(chi2, degrees),
            degrees,
        })
    }

    /// What interval and p-value have to allow for.
    #[must_use]
    pub fn clusters(&self) -> Clusters {
        if self.uneven() { Clusters { factor: self.factor, degrees: self.degrees } } else { Clusters::NONE }
    }

    #[must_use]
    pub fn uneven(&self) -> bool {
        self.p < UNEVEN
    }
}
