//! Whether the time to resolve goes with severity, by a test of the whole order (`METHODS.md` 17.10).

use super::change::{Comparison, compare};
use super::cohorts::{Against, Cohort};
use super::values::{Group, Metric};
use crate::stats::ordered::{self, Jonckheere};
use crate::stats::quantile::{median, sorted};
use std::collections::BTreeMap;

/// From so many known durations on, a severity takes part in the test.
pub const MIN_IN_LEVEL: usize = 10;
/// Names the stream of random orders beside those of the noise bands, which begin with 0 to 7.
const STREAM: u64 = 100;

/// One severity of the period under review.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// 1 the worst.
    pub rank: u32,
    /// Known times to resolve, and all incidents.
    pub n: u64,
    pub all: u64,
    /// Seconds.
    pub median: f64,
}

/// The order of the severities that have enough incidents.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// From the most to the least critical, two or more.
    pub levels: Vec<Level>,
    /// Severities with fewer than [`MIN_IN_LEVEL`], with their known durations.
    pub left_out: Vec<(u32, u64)>,
    /// Along the ranks: positive where the less critical ones take longer.
    pub test: Jonckheere,
    /// The most critical level held against the least critical one, as if the former were the current period.
    pub ends: Comparison,
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
        Some(Level { rank: *rank, n, all: n + open.get(rank).copied().unwrap_or(0), median })
    };
    let group = Group { kind: "severity", name: String::new() };
    Some(Order {
        levels: tested.iter().filter_map(level).collect(),
        left_out: few.iter().map(|(rank, values)| (*rank, values.len() as u64)).collect(),
        test,
        ends: compare(Metric::Ttr, &group, Against::Previous, [samples.first()?, samples.last()?]),
    })
}
