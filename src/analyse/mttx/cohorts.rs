//! The incidents of one period with what is known of one metric, for comparisons between periods.

use super::values::{GroupIx, Metric, Reading, Subgroups, read};
use crate::frame::dataset::IncidentView;
use crate::model::period::{Period, Periods};
use crate::model::row::IncidentIx;
use crate::model::time::Millis;
use crate::stats::decomposition;
use crate::stats::quantile::{self, sorted};
use std::collections::BTreeMap;

/// Which earlier period the one under review is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Against {
    Previous,
    YearAgo,
}

impl Against {
    pub const ALL: [Self; 2] = [Self::Previous, Self::YearAgo];

    /// The earlier period; `None` when the data do not reach back to it, or when it is the other one.
    #[must_use]
    pub fn period(self, periods: &Periods) -> Option<&Period> {
        match self {
            Self::Previous => periods.previous.as_ref(),
            // Of a whole year both are the same, and one comparison is enough.
            Self::YearAgo => {
                let same = |p: &Period| periods.previous.as_ref().is_some_and(|b| b.window == p.window);
                periods.year_ago.as_ref().filter(|p| !same(p))
            }
        }
    }
}

/// One incident whose duration is known, or which is still open at this age.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Timed {
    pub row: IncidentIx,
    /// Rank, 1 the worst; 0 where none is stated.
    pub severity: u32,
    pub seconds: f64,
}

/// One metric over the incidents of one period, in the order of the incident table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cohort {
    pub known: Vec<Timed>,
    /// Still open when the exports were made, with their age then.
    pub open: Vec<Timed>,
    pub lost: Vec<Unmeasured>,
}

/// One incident that lacks the metric.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unmeasured {
    pub row: IncidentIx,
    /// Rank, 1 the worst; 0 where none is stated.
    pub severity: u32,
    /// The longest it can have been: an acknowledgement, mitigation or detection lies before the resolution, where that
    /// is known (`METHODS.md` section 10). Nothing bounds a time to detect where nobody noted the start.
    pub most: Option<f64>,
}

impl Cohort {
    /// Reads one metric of the included incidents for which `inside` holds. `as_of` is when the exports were made.
    #[must_use]
    pub fn of(metric: Metric, view: &IncidentView, as_of: Millis, inside: impl Fn(IncidentIx) -> bool) -> Self {
        let mut cohort = Self::default();
        for row in view.rows().filter(|&row| view.included.get(row) && inside(row)) {
            let severity = view.severity.get(row).unwrap_or(0);
            let timed = |seconds| Timed { row, severity, seconds };
            match read(metric, view, row) {
                Reading::Known(seconds) => cohort.known.push(timed(seconds)),
                Reading::Missing => {
                    // From an unknown start to the detection may be any time.
                    let begun = metric != Metric::Ttd || view.start_basis.get(row) == Some("stated");
                    let most = (metric != Metric::Ttr && begun).then(|| Metric::Ttr.value(view, row)).flatten();
                    cohort.lost.push(Unmeasured { row, severity, most });
                }
                Reading::Censored => {
                    let age = metric.origin(view, row).map(|from| as_of.saturating_sub(from).max(0) as f64 / 1000.0);
                    cohort.open.extend(age.map(timed));
                }
            }
        }
        cohort
    }

    /// The same incidents once per group they belong to, in the order of the groups' numbers.
    #[must_use]
    pub fn split(&self, groups: &Subgroups) -> BTreeMap<GroupIx, Self> {
        let mut parts: BTreeMap<GroupIx, Self> = BTreeMap::new();
        for timed in &self.known {
            groups.of_row(timed.row).iter().for_each(|g| parts.entry(*g).or_default().known.push(*timed));
        }
        for timed in &self.open {
            groups.of_row(timed.row).iter().for_each(|g| parts.entry(*g).or_default().open.push(*timed));
        }
        for lost in &self.lost {
            groups.of_row(lost.row).iter().for_each(|g| parts.entry(*g).or_default().lost.push(*lost));
        }
        parts
    }

    /// The incidents of the period under review.
    #[must_use]
    pub fn current(metric: Metric, view: &IncidentView, periods: &Periods) -> Self {
        Self::of(metric, view, periods.as_of, |row| view.in_period.get(row))
    }

    /// The incidents that began in an earlier period.
    #[must_use]
    pub fn earlier(metric: Metric, view: &IncidentView, periods: &Periods, period: &Period) -> Self {
        Self::of(metric, view, periods.as_of, |row| view.started.get(row).is_some_and(|at| period.contains(at)))
    }

    /// All incidents of the period, whether their duration is known or not.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.known.len() as u64 + self.open.len() as u64 + self.missing()
    }

    /// Those that lack the metric.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.lost.len() as u64
    }

    /// Between which values the median of type 1 lies, whatever the missing durations are: each at its smallest, then at
    /// its largest possible value (Manski 1989). The upper end may be open. `None` without any incident that is not open.
    #[must_use]
    pub fn bounds(&self) -> Option<(f64, Option<f64>)> {
        let (mut least, mut most) = (self.seconds(), self.seconds());
        least.extend(self.lost.iter().map(|_| 0.0));
        most.extend(self.lost.iter().filter_map(|lost| lost.most));
        let unbounded = self.lost.iter().filter(|lost| lost.most.is_none()).count();
        let low = quantile::inverted(&sorted(least), 0.5)?;
        Some((low, decomposition::missing_bounds(&sorted(most), unbounded, 0.5)?.1))
    }

    /// Share of the incidents that have the metric or may still get it; empty without incidents.
    #[must_use]
    pub fn coverage(&self) -> Option<f64> {
        let all = self.all();
        (all > 0).then(|| (all - self.missing()) as f64 / all as f64)
    }

    /// The durations, in the order of the incident table.
    #[must_use]
    pub fn seconds(&self) -> Vec<f64> {
        self.known.iter().map(|t| t.seconds).collect()
    }
}

/// Half the resolution of the times, which a zero stands for on a log scale: a minute where all durations are whole
/// minutes, else a second (`METHODS.md` section 1).
#[must_use]
pub fn half_resolution(values: &[f64]) -> f64 {
    let whole_minutes = values.iter().all(|v| v.rem_euclid(60.0) == 0.0);
    if whole_minutes { 30.0 } else { 0.5 }
}

/// Durations fit for logarithms: none below the half resolution of both samples together.
#[must_use]
pub fn positive(samples: [&[f64]; 2]) -> [Vec<f64>; 2] {
    let least = samples.map(half_resolution).into_iter().fold(f64::INFINITY, f64::min);
    samples.map(|values| values.iter().map(|v| v.max(least)).collect())
}
