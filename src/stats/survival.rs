//! Durations of which some are still running: Kaplan–Meier, restricted means, the log-rank test, competing events.
//!
//! Times are of any one unit. At equal times events come before censorings. Every function sorts once and sweeps:
//! O(n log n). `None` for empty input and for times that are negative or not finite. A curve deserves to be shown from
//! 5 events on, a test from 10 per group.

use crate::stats::poisson::tail_of;
use crate::stats::special::{chi2_sf, normal_inverse};
use crate::stats::sum::sum;

/// Two levels of a curve closer than this are one: products of fractions are not exact.
const LEVEL: f64 = 1e-9;

/// One duration: how long it was seen, and whether it ended (`true`) or was still running (`false`).
pub type CensoredDuration = (f64, bool);

/// State of the curve right after one event time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SurvivalPoint {
    pub time: f64,
    pub at_risk: u64,
    pub events: u64,
    /// P(still running after this time).
    pub survival: f64,
    /// Greenwood's standard error.
    pub error: f64,
    /// Log-log interval; `None` once the curve is at 0.
    pub interval: Option<[f64; 2]>,
    /// Greenwood's sum up to here.
    greenwood: f64,
}

/// A Kaplan–Meier curve (Kaplan and Meier 1958), one step per event time.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    pub steps: Vec<SurvivalPoint>,
    pub n: usize,
    pub longest: f64,
}

/// The curve with log-log intervals. Without events it has no steps and stays at 1.
#[must_use]
pub fn kaplan_meier(seen: &[CensoredDuration], conf: f64) -> Option<Curve> {
    let z = -normal_inverse(tail_of(conf)?);
    let coded: Vec<(f64, u8)> = seen.iter().map(|(t, e)| (*t, u8::from(*e))).collect();
    let tallies = tally(&coded)?;
    let (mut survival, mut greenwood) = (1.0, 0.0);
    let mut steps = Vec::new();
    for t in tallies.iter().filter(|t| t.first > 0) {
        let (d, n) = (t.first as f64, t.at_risk as f64);
        survival *= (n - d) / n;
        greenwood += if n > d { d / (n * (n - d)) } else { 0.0 };
        let width = z * f64::sqrt(greenwood) / libm::log(survival).abs();
        let end = |sign: f64| libm::pow(survival, libm::exp(sign * width));
        steps.push(SurvivalPoint {
            time: t.time,
            at_risk: t.at_risk,
            events: t.first,
            survival,
            error: survival * f64::sqrt(greenwood),
            interval: (survival > 0.0).then(|| [end(1.0), end(-1.0)]),
            greenwood,
        });
    }
    Some(Curve { steps, n: seen.len(), longest: tallies.last()?.time })
}

/// A restricted mean and its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RestrictedMean {
    pub mean: f64,
    pub error: f64,
}

impl Curve {
    /// The `q` quantile: the first time at which no more than 1 − q are still running; `None` if not reached.
    #[must_use]
    pub fn quantile(&self, q: f64) -> Option<f64> {
        self.steps.iter().find(|s| s.survival <= 1.0 - q + 1e-12).map(|s| s.time)
    }

    /// The median: where the curve stays at one half between two event times, the middle of them (the convention of R's
    /// `survfit`). Without censored durations it is then the median of the values, and no two figures differ for one thing.
    #[must_use]
    pub fn median(&self) -> Option<f64> {
        let at = self.steps.iter().position(|s| s.survival <= 0.5 + LEVEL)?;
        let (step, next) = (self.steps.get(at)?, self.steps.get(at + 1));
        let flat = next.filter(|_| (step.survival - 0.5).abs() <= LEVEL);
        Some(flat.map_or(step.time, |next| f64::midpoint(step.time, next.time)))
    }

    /// Ends of the interval of the median, each `None` while the band has not reached one half.
    #[must_use]
    pub fn median_interval(&self) -> [Option<f64>; 2] {
        let first = |side: usize| {
            let end = |s: &SurvivalPoint| s.interval.map_or(0.0, |i| *i.get(side).unwrap_or(&0.0));
            self.steps.iter().find(|s| end(s) <= 0.5 + 1e-12).map(|s| s.time)
        };
        [first(0), first(1)]
    }

    /// P(still running after `time`).
    #[must_use]
    pub fn at(&self, time: f64) -> f64 {
        self.steps.iter().take_while(|s| s.time <= time).last().map_or(1.0, |s| s.survival)
    }

    /// Mean duration capped at `tau`, the area under the curve up to there. `None` unless 0 < tau ≤ the longest time.
    #[must_use]
    pub fn restricted_mean(&self, tau: f64) -> Option<RestrictedMean> {
        if !(tau > 0.0 && tau <= self.longest) {
            return None;
        }
        let inside: Vec<&SurvivalPoint> = self.steps.iter().take_while(|s| s.time < tau).collect();
        let ends = inside.iter().skip(1).map(|s| s.time).chain([tau]);
        let areas: Vec<f64> = inside.iter().zip(ends).map(|(s, end)| s.survival * (end - s.time)).collect();
        let mean = inside.first().map_or(tau, |s| s.time) + sum(areas.iter().copied());
        let (mut after, mut variance, mut left) = (0.0, 0.0, inside.as_slice());
        for area in areas.iter().rev() {
            after += area;
            let Some((step, earlier)) = left.split_last() else { break };
            let before = earlier.last().map_or(0.0, |s| s.greenwood);
            variance += (step.greenwood - before) * after * after;
            left = earlier;
        }
        Some(RestrictedMean { mean, error: variance.max(0.0).sqrt() })
    }
}

/// Result of a log-rank test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogRank {
    /// Events in the first group, and how many were expected if nothing differed.
    pub observed: f64,
    pub expected: f64,
    pub variance: f64,
    pub chi2: f64,
    /// 1 where the groups can't be compared (no variance).
    pub p: f64,
}

/// Log-rank test of two groups, summed over strata (one stratum for the plain test). Strata in which a group is empty
/// add nothing. (Mantel 1966.) `None` without strata or for impossible times.
#[must_use]
pub fn log_rank(strata: &[[&[CensoredDuration]; 2]]) -> Option<LogRank> {
    let (mut observed, mut expected, mut variance) = (0.0, 0.0, 0.0);
    for groups in strata {
        let [first, second] = *groups;
        let valid = |s: &&CensoredDuration| s.0.is_finite() && s.0 >= 0.0;
        if !first.iter().chain(second).all(|s| valid(&s)) {
            return None;
        }
        let mut all: Vec<(f64, bool, bool)> = first.iter().map(|s| (s.0, s.1, true)).collect();
        all.extend(second.iter().map(|s| (s.0, s.1, false)));
        all.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let (mut n, mut n1) = (all.len() as f64, first.len() as f64);
        for group in all.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
            let d = group.iter().filter(|s| s.1).count() as f64;
            observed += group.iter().filter(|s| s.1 && s.2).count() as f64;
            expected += d * n1 / n;
            variance += if n > 1.0 { d * (n1 / n) * ((n - n1) / n) * (n - d) / (n - 1.0) } else { 0.0 };
            n -= group.len() as f64;
            n1 -= group.iter().filter(|s| s.2).count() as f64;
        }
    }
    if strata.is_empty() {
        return None;
    }
    let chi2 = if variance > 0.0 { (observed - expected).powi(2) / variance } else { 0.0 };
    Some(LogRank { observed, expected, variance, chi2, p: chi2_sf(chi2, 1.0) })
}

/// How a competing-event duration ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompetingEvent {
    Open,
    /// The event of interest (done).
    First,
    /// The competing event (cancelled).
    Second,
}

/// Cumulative incidence right after a time. The three shares add up to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Incidence {
    pub time: f64,
    pub first: f64,
    pub second: f64,
    pub open: f64,
}

/// Aalen–Johansen cumulative incidence with a competing event (Aalen and Johansen 1978), one row per event time. Unlike
/// one minus Kaplan–Meier it does not pretend that cancelled items might still be done. Needs about 10 items.
#[must_use]
pub fn aalen_johansen(seen: &[(f64, CompetingEvent)]) -> Option<Vec<Incidence>> {
    let coded: Vec<(f64, u8)> = seen.iter().map(|(t, o)| (*t, *o as u8)).collect();
    let mut row = Incidence { time: 0.0, first: 0.0, second: 0.0, open: 1.0 };
    let mut rows = Vec::new();
    for t in tally(&coded)?.iter().filter(|t| t.first + t.second > 0) {
        let n = t.at_risk as f64;
        row.time = t.time;
        row.first += row.open * t.first as f64 / n;
        row.second += row.open * t.second as f64 / n;
        row.open *= (t.at_risk - t.first - t.second) as f64 / n;
        rows.push(row);
    }
    Some(rows)
}

struct Tally {
    time: f64,
    at_risk: u64,
    first: u64,
    second: u64,
}

/// Counts per distinct time, ascending.
fn tally(coded: &[(f64, u8)]) -> Option<Vec<Tally>> {
    if coded.is_empty() || !coded.iter().all(|c| c.0.is_finite() && c.0 >= 0.0) {
        return None;
    }
    let mut ordered = coded.to_vec();
    ordered.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut at_risk = ordered.len() as u64;
    let mut rows = Vec::new();
    for group in ordered.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let of = |code: u8| group.iter().filter(|c| c.1 == code).count() as u64;
        rows.push(Tally { time: group.first()?.0, at_risk, first: of(1), second: of(2) });
        at_risk -= group.len() as u64;
    }
    Some(rows)
}
