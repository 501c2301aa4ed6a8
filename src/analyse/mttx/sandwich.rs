//! What belongs beside a change of a duration before anybody believes it: the noise of the figure itself, the largest
//! incident, the mix of severities, incidents still open, and those without a time (`METHODS.md` 3.5 to 3.7 and 10).

use super::change::{Comparison, LEAST_FOR_VERDICT, estimate, missing_differs};
use super::cohorts::{Against, Cohort, half_resolution, positive};
use crate::stats::logs::log_moments;
use crate::stats::mix::{self, Stratum};
use crate::stats::noise::{self, Band};
use crate::stats::quantile::sorted;
use crate::stats::special::normal_inverse;
use crate::stats::sum::{mean, sum};
use crate::stats::survival::{self, Curve, Seen};
use std::collections::BTreeMap;

/// Fewer of a severity in either period are pooled with the others.
const LEAST_IN_STRATUM: usize = 3;
/// The decomposition and the noise band need so many on each side.
const LEAST: usize = 10;
/// Values dealt out in all random splits together, and the fewest splits: four metrics share the time of a run.
const BUDGET: u64 = 30_000_000;
const FEWEST_SPLITS: u64 = 999;
/// A curve needs so many ends, a test so many in each group.
const LEAST_ENDS: usize = 5;
const LEAST_FOR_TEST: usize = 10;

/// A stratum of the mix: one severity, or all those that are too rare.
#[derive(Debug, Clone, PartialEq)]
pub struct Severity {
    /// Rank; `None` for the pooled rest.
    pub rank: Option<u32>,
    pub n: [u64; 2],
    /// Geometric means in seconds.
    pub typical: [f64; 2],
}

/// How much of a change is the mix of severities, and how much lies within them. Ratios of geometric means.
#[derive(Debug, Clone, PartialEq)]
pub struct Mix {
    pub total: f64,
    pub mix: f64,
    pub within: f64,
    pub within_interval: [f64; 2],
    pub strata: Vec<Severity>,
    /// Share of the incidents that only one period has a stratum for; they are in none of the figures above.
    pub unmatched: f64,
    /// The current median, had the mix stayed as it was.
    pub reweighted_median: Option<f64>,
}

/// Survival of both periods.
#[derive(Debug, Clone, PartialEq)]
pub struct Survival {
    pub curves: [Option<Curve>; 2],
    /// Mean capped at `tau` seconds.
    pub tau: f64,
    pub restricted: [Option<f64>; 2],
    /// Log-rank test, stratified by severity; `None` below ten ends in either period.
    pub p: Option<f64>,
    /// Whether the current incidents were over sooner than expected if nothing had changed.
    pub sooner: Option<bool>,
}

/// One metric, all incidents, two periods. Index 0 is the period under review.
#[derive(Debug, Clone, PartialEq)]
pub struct Sandwich {
    pub change: Comparison,
    pub missing: [u64; 2],
    pub open: [u64; 2],
    pub all: [u64; 2],
    /// Ratio of the typical duration without the largest incident of each period.
    pub without_largest: Option<f64>,
    /// Means without the largest incident of each period.
    pub means_without: [Option<f64>; 2],
    pub noise: Option<Band>,
    pub mix: Option<Mix>,
    /// Only where an incident of either period is still open.
    pub survival: Option<Survival>,
    /// Between which values each median lies, whatever the missing durations are; the upper end may be open.
    pub bounds: [Option<(f64, Option<f64>)>; 2],
    /// Fisher's exact p-value: does the share of missing times differ?
    pub missing_p: Option<f64>,
}

/// Looks at one change from all sides. `seed` and `path` name the stream of random splits.
#[must_use]
pub fn sandwich(change: &Comparison, cohorts: [&Cohort; 2], seed: u64, path: [u64; 2]) -> Sandwich {
    let seconds = cohorts.map(|c| sorted(c.seconds()));
    let [current, earlier] = &seconds;
    let rest = seconds.each_ref().map(|s| s.split_last().map_or(&[][..], |(_, rest)| rest));
    let enough = current.len().min(earlier.len()) > LEAST_FOR_VERDICT;
    let mix = mix(cohorts);
    Sandwich {
        missing: cohorts.map(Cohort::missing),
        open: cohorts.map(|c| c.open.len() as u64),
        all: cohorts.map(Cohort::all),
        without_largest: enough.then(|| estimate(rest)).flatten(),
        means_without: rest.map(mean),
        // Nothing is said of the noise of a year, so none is drawn.
        noise: (change.against == Against::Previous).then(|| noise(cohorts, seed, path)).flatten(),
        mix,
        survival: survival(cohorts),
        bounds: cohorts.map(Cohort::bounds),
        missing_p: missing_differs(cohorts),
        change: change.clone(),
    }
}

/// Random splits that keep the number of each severity in each period, so that the mix is not taken for noise.
fn noise(cohorts: [&Cohort; 2], seed: u64, path: [u64; 2]) -> Option<Band> {
    if cohorts.iter().any(|c| c.known.len() < LEAST) {
        return None;
    }
    let pairs = cohorts.map(|c| c.known.iter().map(|t| (t.seconds, t.severity)).collect::<Vec<(f64, u32)>>());
    let [current, earlier] = &pairs;
    let resolution = cohorts.map(|c| 2.0 * half_resolution(&c.seconds())).into_iter().fold(f64::INFINITY, f64::min);
    let [_, group] = path;
    // Groups are many; the fewest splits do for a table.
    let most = if group == 0 { noise::REPLICATES } else { FEWEST_SPLITS };
    let replicates = (BUDGET / (current.len() + earlier.len()).max(1) as u64).clamp(FEWEST_SPLITS, most);
    noise::random_splits(current, earlier, resolution, replicates, (seed, &path))
}

/// Severities that both periods have enough of; the others in one stratum, if both periods then have some of it.
fn strata(cohorts: [&Cohort; 2]) -> (BTreeMap<Option<u32>, [Vec<f64>; 2]>, f64) {
    let values = cohorts.map(Cohort::seconds);
    let [current, earlier] = &values;
    let fit = positive([current, earlier]);
    let mut all: BTreeMap<u32, [Vec<f64>; 2]> = BTreeMap::new();
    for (side, (cohort, seconds)) in cohorts.iter().zip(&fit).enumerate() {
        for (timed, seconds) in cohort.known.iter().zip(seconds) {
            let lists = all.entry(timed.severity).or_default();
            lists.iter_mut().skip(side).take(1).for_each(|list| list.push(*seconds));
        }
    }
    let mut strata: BTreeMap<Option<u32>, [Vec<f64>; 2]> = BTreeMap::new();
    for (severity, lists) in all {
        let enough = lists.iter().all(|l| l.len() >= LEAST_IN_STRATUM);
        let pooled = strata.entry(enough.then_some(severity)).or_default();
        pooled.iter_mut().zip(lists).for_each(|(to, from)| to.extend(from));
    }
    let total: usize = cohorts.iter().map(|c| c.known.len()).sum();
    let alone = strata.get(&None).is_some_and(|lists| lists.iter().any(|l| l.len() < LEAST_IN_STRATUM));
    let set_aside = if alone { strata.remove(&None).map_or(0, |l| l.iter().map(Vec::len).sum()) } else { 0 };
    (strata, if total > 0 { set_aside as f64 / total as f64 } else { 0.0 })
}

/// One stratum in both periods: how many, and the mean and variance of the logs.
struct Measured {
    rank: Option<u32>,
    n: [u64; 2],
    means: [f64; 2],
    variances: [f64; 2],
}

impl Measured {
    fn of(rank: Option<u32>, [current, earlier]: &[Vec<f64>; 2]) -> Option<Self> {
        let ((mean, variance), (mean_before, variance_before)) = (log_moments(current)?, log_moments(earlier)?);
        Some(Self {
            rank,
            n: [current.len() as u64, earlier.len() as u64],
            means: [mean, mean_before],
            variances: [variance, variance_before],
        })
    }
}

fn mix(cohorts: [&Cohort; 2]) -> Option<Mix> {
    let (strata, unmatched) = strata(cohorts);
    let sizes = [0, 1].map(|side: usize| strata.values().filter_map(|l| l.get(side)).map(Vec::len).sum::<usize>());
    if strata.len() < 2 || sizes.iter().any(|n| *n < LEAST) {
        return None;
    }
    let measured = strata.iter().map(|(rank, lists)| Measured::of(*rank, lists));
    let rows: Vec<Measured> = measured.collect::<Option<_>>()?;
    let stratum = |m: &Measured| Stratum { previous: (m.n[1], m.means[1]), current: (m.n[0], m.means[0]) };
    let split = mix::kitagawa(&rows.iter().map(stratum).collect::<Vec<_>>())?;
    // Weights are treated as fixed.
    let variance = sum(rows.iter().map(|m| {
        let [now, before] = m.n.map(|n| n as f64);
        let weight = f64::midpoint(now / sizes[0] as f64, before / sizes[1] as f64);
        weight * weight * (m.variances[1] / before + m.variances[0] / now)
    }));
    let half = -normal_inverse(0.025) * variance.sqrt();
    Some(Mix {
        total: libm::exp(split.total),
        mix: libm::exp(split.mix),
        within: libm::exp(split.within),
        within_interval: [libm::exp(split.within - half), libm::exp(split.within + half)],
        strata: rows.iter().map(|m| Severity { rank: m.rank, n: m.n, typical: m.means.map(libm::exp) }).collect(),
        unmatched,
        reweighted_median: reweighted(&strata, sizes),
    })
}

/// The current median under the earlier mix: each incident weighs as much as its severity did before.
fn reweighted(strata: &BTreeMap<Option<u32>, [Vec<f64>; 2]>, [now, before]: [usize; 2]) -> Option<f64> {
    let mut weighted = Vec::new();
    for [current, earlier] in strata.values() {
        let weight = (earlier.len() as f64 / before as f64) / (current.len() as f64 / now as f64);
        weighted.extend(current.iter().map(|value| (*value, weight)));
    }
    mix::weighted_quantile(&weighted, 0.5)
}

fn survival(cohorts: [&Cohort; 2]) -> Option<Survival> {
    if cohorts.iter().all(|c| c.open.is_empty()) {
        return None;
    }
    let seen = |cohort: &Cohort| -> Vec<Seen> {
        let ended = cohort.known.iter().map(|t| (t.seconds, true));
        ended.chain(cohort.open.iter().map(|t| (t.seconds, false))).collect()
    };
    let seen = cohorts.map(seen);
    let enough = |least: usize| cohorts.iter().all(|c| c.known.len() >= least);
    let curves = [0, 1].map(|side: usize| {
        let usable = cohorts.get(side).is_some_and(|c| c.known.len() >= LEAST_ENDS);
        usable.then(|| seen.get(side).and_then(|s| survival::kaplan_meier(s, 0.95))).flatten()
    });
    let tau = curves.iter().flatten().map(|c| c.longest).fold(f64::INFINITY, f64::min);
    let tau = if tau.is_finite() { tau } else { 0.0 };
    let restricted = curves.each_ref().map(|c| c.as_ref().and_then(|c| c.restricted_mean(tau)).map(|r| r.mean));
    let test = enough(LEAST_FOR_TEST).then(|| stratified(cohorts)).flatten();
    Some(Survival { curves, tau, restricted, p: test.map(|t| t.p), sooner: test.map(|t| t.observed > t.expected) })
}

fn stratified(cohorts: [&Cohort; 2]) -> Option<survival::LogRank> {
    let mut strata: BTreeMap<u32, [Vec<Seen>; 2]> = BTreeMap::new();
    for (side, cohort) in cohorts.iter().enumerate() {
        let ended = cohort.known.iter().map(|t| (t, true));
        for (timed, over) in ended.chain(cohort.open.iter().map(|t| (t, false))) {
            let lists = strata.entry(timed.severity).or_default();
            lists.iter_mut().skip(side).take(1).for_each(|list| list.push((timed.seconds, over)));
        }
    }
    let groups: Vec<[&[Seen]; 2]> = strata.values().map(|[a, b]| [a.as_slice(), b.as_slice()]).collect();
    survival::log_rank(&groups)
}

impl Sandwich {
    /// The current median, from the curve where incidents are still open.
    #[must_use]
    pub fn medians(&self) -> [Option<f64>; 2] {
        match &self.survival {
            Some(survival) => survival.curves.each_ref().map(|c| c.as_ref().and_then(|c| c.median())),
            None => self.change.medians,
        }
    }

    /// The smallest and largest ratio of medians that the missing durations leave possible.
    #[must_use]
    pub fn bounded_ratio(&self) -> Option<[Option<f64>; 2]> {
        let [current, earlier] = self.bounds;
        let ((lo, hi), (lo_before, hi_before)) = (current?, earlier?);
        let ratio = |a: f64, b: f64| (b > 0.0).then(|| a / b);
        Some([hi_before.and_then(|b| ratio(lo, b)), hi.and_then(|a| ratio(a, lo_before))])
    }
}
