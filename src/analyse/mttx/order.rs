//! Whether the time to resolve goes with severity, by a test of the whole order (`METHODS.md` 17.10).

use super::change::{MetricChange, compare};
use super::cohorts::{Against, Cohort};
use super::values::{Metric, Subgroup};
use crate::stats::multiplicity::holm;
use crate::stats::ordered::{self, Jonckheere};
use crate::stats::quantile::{median, sorted};
use std::collections::BTreeMap;

/// From so many known durations on, a severity takes part in the test.
pub const MIN_IN_LEVEL: usize = 10;
/// Where the order is clearer than this by itself, its pairs say nothing more.
const ORDERED: f64 = 0.05;
/// Names the stream of random orders beside those of the noise bands, which begin with 0 to 7.
const STREAM: u64 = 100;

/// One severity of the period under review.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeverityLevel {
    /// 1 the worst.
    pub rank: u32,
    /// Known times to resolve, and all incidents.
    pub n: u64,
    pub all: u64,
    /// Seconds.
    pub median: f64,
}

/// Two severities held against each other, as if the more critical one were the current period.
#[derive(Debug, Clone, PartialEq)]
pub struct SeverityGap {
    /// Ranks, the more critical first.
    pub ranks: [u32; 2],
    pub found: MetricChange,
    /// Adjusted for all pairs of severities (Holm).
    pub p: f64,
}

/// The order of the severities that have enough incidents.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// From the most to the least critical, two or more.
    pub levels: Vec<SeverityLevel>,
    /// Severities with fewer than [`MIN_IN_LEVEL`], with their known durations.
    pub left_out: Vec<(u32, u64)>,
    /// Along the ranks: positive where the less critical ones take longer.
    pub test: Jonckheere,
    /// The most critical level held against the least critical one, as if the former were the current period.
    pub ends: MetricChange,
    /// Every two of three or more severities, the least likely first. Empty where the order shows by itself.
    pub pairs: Vec<SeverityGap>,
}

/// Tests the order of the severities of one cohort; `None` unless two of them have enough known durations.
#[must_use]
pub fn order(cohort: &Cohort, seed: u64) -> Option<Order> {
    let mut known: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
    let mut open: BTreeMap<u32, u64> = BTreeMap::new();
    cohort.known.iter().for_each(|t| known.entry(t.severity).or_default().push(t.seconds));
    cohort.open.iter().for_each(|t| *open.entry(t.severity).or_default() += 1);
    cohort.lost.iter().for_each(|l| *open.entry(l.severity).or_default() += 1);
    // An incident without a severity has no place in the order.
    known.remove(&0);
    let (tested, few): (Vec<_>, Vec<_>) = known.into_iter().partition(|(_, values)| values.len() >= MIN_IN_LEVEL);
    let samples: Vec<&[f64]> = tested.iter().map(|(_, values)| values.as_slice()).collect();
    let test = ordered::jonckheere(&samples, seed, &[STREAM])?;
    let level = |(rank, values): &(u32, Vec<f64>)| {
        let n = values.len() as u64;
        let median = median(&sorted(values.clone()))?;
        Some(SeverityLevel { rank: *rank, n, all: n + open.get(rank).copied().unwrap_or(0), median })
    };
    let group = Subgroup { kind: "severity", name: String::new() };
    let pairs = if test.p > ORDERED && tested.len() > 2 { pairs(&tested, &group) } else { Vec::new() };
    Some(Order {
        levels: tested.iter().filter_map(level).collect(),
        left_out: few.iter().map(|(rank, values)| (*rank, values.len() as u64)).collect(),
        test,
        ends: compare(Metric::Ttr, &group, Against::Previous, [samples.first()?, samples.last()?]),
        pairs,
    })
}

/// Every two of the severities. A test along all of them misses one that stands apart from the others.
fn pairs(tested: &[(u32, Vec<f64>)], group: &Subgroup) -> Vec<SeverityGap> {
    let mut pairs: Vec<SeverityGap> = Vec::new();
    for (at, (rank, values)) in tested.iter().enumerate() {
        for (other, others) in tested.iter().skip(at + 1) {
            let found = compare(Metric::Ttr, group, Against::Previous, [values, others]);
            let p = found.ratio.map(|ratio| ratio.p);
            pairs.extend(p.map(|p| SeverityGap { ranks: [*rank, *other], found, p }));
        }
    }
    let adjusted = holm(&pairs.iter().map(|pair| Some(pair.p)).collect::<Vec<_>>());
    pairs.iter_mut().zip(adjusted).for_each(|(pair, p)| pair.p = p.unwrap_or(1.0));
    pairs.sort_by(|a, b| a.p.total_cmp(&b.p).then(a.ranks.cmp(&b.ranks)));
    pairs
}
