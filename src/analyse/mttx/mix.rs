//! How much of a change is a change of what kind of incidents there were (Kitagawa 1955; `METHODS.md` 3.7 and 17.4).

use super::cohorts::{Cohort, positive};
use super::traits::{By, IncidentTraits};
use crate::stats::decomposition::{self, Stratum};
use crate::stats::log_scale::log_moments;
use crate::stats::special::{normal_inverse, normal_sf};
use crate::stats::sum::sum;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Fewer of a level in either period are pooled with the others.
const MIN_IN_STRATUM: usize = 3;
/// The decomposition needs so many on each side.
const MIN: usize = 10;
/// Levels with a stratum of their own, those with most incidents; the rest is pooled.
const MAX_LEVELS: usize = 12;
/// Where more than this share of the incidents of a period is pooled or left out, cells are too small to compare within.
const MAX_POOLED: f64 = 0.5;

/// A stratum of the mix: one level, or all those that are too rare.
#[derive(Debug, Clone, PartialEq)]
pub struct MixStratum {
    /// The rank of a severity, else a number without meaning; `None` for the pooled rest.
    pub level: Option<u64>,
    pub n: [u64; 2],
    /// Geometric means in seconds.
    pub typical: [f64; 2],
}

/// How much of a change is the mix, and how much lies within the strata. Ratios of geometric means.
#[derive(Debug, Clone, PartialEq)]
pub struct MixShift {
    pub by: By,
    pub total: f64,
    pub mix: f64,
    pub within: f64,
    pub within_interval: [f64; 2],
    /// Two-sided p-value of `within`, by the same normal approximation as its interval.
    pub p: f64,
    pub strata: Vec<MixStratum>,
    /// Share of the incidents that only one period has a stratum for; they are in none of the figures above.
    pub unmatched: f64,
    /// The current median, had the mix stayed as it was.
    pub reweighted_median: Option<f64>,
}

impl MixShift {
    /// How many incidents of each period the figures are made of, that under review first: those in strata that both have.
    #[must_use]
    pub fn n(&self) -> [u64; 2] {
        self.strata.iter().fold([0; 2], |[now, then], s| [now + s.n[0], then + s.n[1]])
    }
}

/// Durations of both periods per stratum.
struct Strata {
    lists: BTreeMap<Option<u64>, [Vec<f64>; 2]>,
    /// Shares of the incidents that only one period has a stratum for, and of those that are pooled.
    unmatched: f64,
    pooled: f64,
}

/// The decomposition by one of the traits; `None` with too few durations or a single stratum, and where the cells of two
/// traits together are too small.
#[must_use]
pub fn mix(cohorts: [&Cohort; 2], traits: &IncidentTraits, by: By) -> Option<MixShift> {
    let strata = Strata::of(cohorts, traits, by);
    let lists = &strata.lists;
    let sizes = [0, 1].map(|side: usize| lists.values().filter_map(|l| l.get(side)).map(Vec::len).sum::<usize>());
    let too_small = by != By::Severity && strata.pooled + strata.unmatched > MAX_POOLED;
    if lists.len() < 2 || sizes.iter().any(|n| *n < MIN) || too_small {
        return None;
    }
    let measured = lists.iter().map(|(level, lists)| Measured::of(*level, lists));
    let rows: Vec<Measured> = measured.collect::<Option<_>>()?;
    let stratum = |m: &Measured| Stratum { previous: (m.n[1], m.means[1]), current: (m.n[0], m.means[0]) };
    let split = decomposition::kitagawa(&rows.iter().map(stratum).collect::<Vec<_>>())?;
    // Weights are treated as fixed.
    let variance = sum(rows.iter().map(|m| {
        let [now, before] = m.n.map(|n| n as f64);
        let weight = f64::midpoint(now / sizes[0] as f64, before / sizes[1] as f64);
        weight * weight * (m.variances[1] / before + m.variances[0] / now)
    }));
    let half = -normal_inverse(0.025) * variance.sqrt();
    let p = if variance > 0.0 { 2.0 * normal_sf(split.within.abs() / variance.sqrt()) } else { 1.0 };
    Some(MixShift {
        by,
        total: libm::exp(split.total),
        mix: libm::exp(split.mix),
        within: libm::exp(split.within),
        within_interval: [libm::exp(split.within - half), libm::exp(split.within + half)],
        p: p.min(1.0),
        strata: rows.iter().map(|m| MixStratum { level: m.level, n: m.n, typical: m.means.map(libm::exp) }).collect(),
        unmatched: strata.unmatched,
        reweighted_median: reweighted(lists, sizes),
    })
}

impl Strata {
    /// Levels that both periods have enough of; the others in one stratum, if both periods then have some of it.
    fn of(cohorts: [&Cohort; 2], traits: &IncidentTraits, by: By) -> Self {
        let values = cohorts.map(Cohort::seconds);
        let [current, earlier] = &values;
        let fit = positive([current, earlier]);
        let mut all: BTreeMap<u64, [Vec<f64>; 2]> = BTreeMap::new();
        for (side, (cohort, seconds)) in cohorts.iter().zip(&fit).enumerate() {
            for (timed, seconds) in cohort.known.iter().zip(seconds) {
                let lists = all.entry(traits.level(by, timed)).or_default();
                lists.iter_mut().skip(side).take(1).for_each(|list| list.push(*seconds));
            }
        }
        let mut sizes: Vec<(Reverse<usize>, u64)> =
            all.iter().map(|(level, lists)| (Reverse(lists.iter().map(Vec::len).sum()), *level)).collect();
        sizes.sort_unstable();
        let most: BTreeSet<u64> = sizes.into_iter().take(MAX_LEVELS).map(|(_, level)| level).collect();
        let mut strata: BTreeMap<Option<u64>, [Vec<f64>; 2]> = BTreeMap::new();
        for (level, lists) in all {
            let own = most.contains(&level) && lists.iter().all(|l| l.len() >= MIN_IN_STRATUM);
            let pooled = strata.entry(own.then_some(level)).or_default();
            pooled.iter_mut().zip(lists).for_each(|(to, from)| to.extend(from));
        }
        let total: usize = cohorts.iter().map(|c| c.known.len()).sum();
        let share = |lists: &[Vec<f64>; 2]| lists.iter().map(Vec::len).sum::<usize>() as f64 / total.max(1) as f64;
        let rest = strata.get(&None).map_or(0.0, share);
        let alone = strata.get(&None).is_some_and(|lists| lists.iter().any(|l| l.len() < MIN_IN_STRATUM));
        if alone {
            strata.remove(&None);
        }
        let [unmatched, pooled] = if alone { [rest, 0.0] } else { [0.0, rest] };
        Self { lists: strata, unmatched, pooled }
    }
}

/// One stratum in both periods: how many, and the mean and variance of the logs.
struct Measured {
    level: Option<u64>,
    n: [u64; 2],
    means: [f64; 2],
    variances: [f64; 2],
}

impl Measured {
    fn of(level: Option<u64>, [current, earlier]: &[Vec<f64>; 2]) -> Option<Self> {
        let ((mean, variance), (mean_before, variance_before)) = (log_moments(current)?, log_moments(earlier)?);
        Some(Self {
            level,
            n: [current.len() as u64, earlier.len() as u64],
            means: [mean, mean_before],
            variances: [variance, variance_before],
        })
    }
}

/// The current median under the earlier mix: each incident weighs as much as its stratum did before.
fn reweighted(strata: &BTreeMap<Option<u64>, [Vec<f64>; 2]>, [now, before]: [usize; 2]) -> Option<f64> {
    let mut weighted = Vec::new();
    for [current, earlier] in strata.values() {
        let weight = (earlier.len() as f64 / before as f64) / (current.len() as f64 / now as f64);
        weighted.extend(current.iter().map(|value| (*value, weight)));
    }
    decomposition::weighted_quantile(&weighted, 0.5)
}
