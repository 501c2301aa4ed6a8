//! One metric of one group in two periods: how many times as long the typical incident took, and how sure that is.

use super::cohorts::{Against, Cohort, positive};
use super::values::{Metric, Subgroup, Subgroups};
use crate::model::row::Ix;
use crate::stats::log_scale::{LimitTest, MeanRatio, detectable_ratio, mean_ratio};
use crate::stats::multiplicity::adjust;
use crate::stats::proportion;
use crate::stats::quantile::{linear, median, sorted};
use crate::stats::ranks;
use crate::stats::sum::{mean, sum};

/// From so many durations on each side, a verdict (`METHODS.md` 3.4).
pub const MIN_FOR_VERDICT: usize = 8;
/// From so many on, the ratio of geometric means.
const MIN_FOR_MEANS: usize = 10;
/// Outside these ratios of the spread of logs, "the spread changed too".
const SAME_SPREAD: [f64; 2] = [0.67, 1.5];

/// How the typical duration changed. Ratios are current over earlier.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DurationRatio {
    /// Hodges–Lehmann.
    pub estimate: f64,
    /// 95 % and 90 %.
    pub interval: Option<[f64; 2]>,
    pub inner: Option<[f64; 2]>,
    /// Mann–Whitney, two-sided.
    pub p: f64,
    /// P(a random current incident takes longer than a random earlier one).
    pub superiority: f64,
}

/// One comparison. Index 0 is the period under review, index 1 the earlier one.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricChange {
    pub metric: Metric,
    pub group: Subgroup,
    pub against: Against,
    /// Known durations.
    pub n: [u64; 2],
    pub medians: [Option<f64>; 2],
    pub means: [Option<f64>; 2],
    /// `None` below [`MIN_FOR_VERDICT`] on either side.
    pub ratio: Option<DurationRatio>,
    /// Ratio of geometric means by Welch's t on logs.
    pub geometric: Option<MeanRatio>,
    /// The spread of the logs changed by a factor outside 0.67 to 1.5.
    pub spread_changed: bool,
    /// The ratio below 1 that would show with a probability of 80 %; its inverse is the smallest visible rise.
    pub detectable: Option<f64>,
    /// Adjusted over all comparisons of this metric table and pair of periods.
    pub q: Option<f64>,
}

/// Compares the durations of a group. Order of the values is of no account.
#[must_use]
pub fn compare(metric: Metric, group: &Subgroup, against: Against, samples: [&[f64]; 2]) -> MetricChange {
    let n = samples.map(<[f64]>::len);
    let enough = |least: usize| n.iter().all(|&n| n >= least);
    let logs_of = positive(samples);
    let [current, earlier] = &logs_of;
    MetricChange {
        metric,
        group: group.clone(),
        against,
        n: n.map(|n| n as u64),
        medians: samples.map(|values| median(&sorted(values.to_vec()))),
        means: samples.map(mean),
        ratio: enough(MIN_FOR_VERDICT).then(|| ratio(current, earlier)).flatten(),
        geometric: enough(MIN_FOR_MEANS).then(|| mean_ratio(current, earlier, 0.95)).flatten(),
        spread_changed: enough(MIN_FOR_MEANS) && spread_changed(current, earlier),
        detectable: enough(MIN_FOR_VERDICT).then(|| detectable(current, earlier)).flatten(),
        q: None,
    }
}

fn ratio(current: &[f64], earlier: &[f64]) -> Option<DurationRatio> {
    let [wide, inner] = ranks::ratios(current, earlier, [0.95, 0.90])?;
    Some(DurationRatio {
        estimate: wide.estimate,
        interval: wide.interval,
        inner: inner.interval,
        p: wide.test.p,
        superiority: wide.test.superiority,
    })
}

/// The Hodges–Lehmann ratio alone, for looking at a change in another way.
#[must_use]
pub fn estimate(samples: [&[f64]; 2]) -> Option<f64> {
    let [current, earlier] = positive(samples);
    ranks::typical_ratio(&current, &earlier)
}

/// By the pooled standard deviation of the logs within the two samples: the effect that was seen plays no part in it.
fn detectable(current: &[f64], earlier: &[f64]) -> Option<f64> {
    let squares = |values: &[f64]| {
        let logs: Vec<f64> = values.iter().map(|v| libm::log(*v)).collect();
        mean(&logs).map(|middle| sum(logs.iter().map(|l| (l - middle).powi(2))))
    };
    let degrees = (current.len() + earlier.len()).checked_sub(2).filter(|d| *d > 0)?;
    let sigma = ((squares(current)? + squares(earlier)?) / degrees as f64).sqrt();
    detectable_ratio(sigma, [current.len() as u64, earlier.len() as u64], 0.95, 0.8, LimitTest::MannWhitney)
}

fn spread_changed(current: &[f64], earlier: &[f64]) -> bool {
    let width = |values: &[f64]| {
        let values = sorted(values.to_vec());
        linear(&values, 0.75).zip(linear(&values, 0.25)).map(|(high, low)| libm::log(high / low))
    };
    match width(current).zip(width(earlier)) {
        Some((a, b)) if a > 0.0 && b > 0.0 => !(SAME_SPREAD[0]..=SAME_SPREAD[1]).contains(&(a / b)),
        _ => false,
    }
}

/// Every group in two periods with its incidents: all, then each severity, service and team with enough durations on
/// both sides, in the order of the groups. The q-values count all of them.
#[must_use]
pub fn table(
    metric: Metric,
    groups: &Subgroups,
    against: Against,
    cohorts: [&Cohort; 2],
) -> Vec<(MetricChange, [Cohort; 2])> {
    let [mut current, mut earlier] = cohorts.map(|cohort| cohort.split(groups));
    let mut rows: Vec<(MetricChange, [Cohort; 2])> = Vec::new();
    for (at, group) in groups.groups.enumerate() {
        let sides = [&mut current, &mut earlier].map(|side| side.remove(&at).unwrap_or_default());
        let [now, before] = sides.each_ref().map(Cohort::seconds);
        if at.place() == 0 || now.len().min(before.len()) >= MIN_FOR_VERDICT {
            rows.push((compare(metric, group, against, [&now, &before]), sides));
        }
    }
    let adjusted = adjust(&rows.iter().map(|(r, _)| r.ratio.map(|ratio| ratio.p)).collect::<Vec<_>>());
    for ((row, _), q) in rows.iter_mut().zip(adjusted) {
        row.q = q;
    }
    rows
}

/// Whether the share of incidents without the metric differs between the periods: Fisher's exact p-value.
#[must_use]
pub fn missing_differs(cohorts: [&Cohort; 2]) -> Option<f64> {
    let [current, earlier] = cohorts.map(|c| (c.missing(), c.all()));
    if current.0 + earlier.0 == 0 {
        return None;
    }
    proportion::difference(current, earlier, 0.95).map(|d| d.p)
}
