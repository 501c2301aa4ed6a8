//! Whether values rise or fall along ordered groups: the Jonckheere–Terpstra test.

use crate::stats::quantile::sorted;
use crate::stats::random::stream;
use crate::stats::special::normal_sf;
use crate::stats::sum::sum;

/// Up to so many values in all, the p-value comes from random orders instead of the normal approximation.
const LARGEST_PERMUTED: usize = 100;
/// Random orders drawn for it.
const REPLICATES: u64 = 9_999;

/// The test of "along the groups, values rise (or fall)".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Jonckheere {
    /// Pairs from two different groups in which the value of the later group is larger, ties counting half.
    pub j: f64,
    /// How many pairs there are; `j` is half of them when nothing differs.
    pub pairs: f64,
    /// Variance of `j` when nothing differs, corrected for ties; 0 when all values are equal.
    pub variance: f64,
    /// Positive when values rise along the groups.
    pub z: f64,
    /// Two-sided; from random orders of up to 100 values, else normal.
    pub p: f64,
    /// The normal approximation in every case, without continuity correction.
    pub p_normal: f64,
}

impl Jonckheere {
    /// P(a random value of a later group is larger than one of an earlier group), 0.5 = no order.
    #[must_use]
    pub fn rising(&self) -> f64 {
        self.j / self.pairs
    }
}

/// Tests ordered groups. `seed` and `path` name the stream of the random orders. `None` with values in fewer than two
/// groups and for a value that is not finite; a verdict needs 10 values in each group. (Terpstra 1952; Jonckheere 1954;
/// variance with ties after Hollander, Wolfe and Chicken 2014, 6.2.) O(N log N + N · groups · replicates).
#[must_use]
pub fn jonckheere(groups: &[&[f64]], seed: u64, path: &[u64]) -> Option<Jonckheere> {
    let sizes: Vec<f64> = groups.iter().map(|g| g.len() as f64).filter(|n| *n > 0.0).collect();
    if sizes.len() < 2 || !groups.iter().all(|g| g.iter().all(|v| v.is_finite())) {
        return None;
    }
    let mut labelled: Vec<(f64, usize)> =
        groups.iter().enumerate().flat_map(|(at, g)| g.iter().map(move |v| (v + 0.0, at))).collect();
    labelled.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let values = sorted(labelled.iter().map(|l| l.0).collect());
    let ties: Vec<usize> = values.chunk_by(|a, b| a.total_cmp(b).is_eq()).map(<[f64]>::len).collect();
    let mut labels: Vec<usize> = labelled.iter().map(|l| l.1).collect();
    let total = values.len() as f64;
    let pairs = (total * total - sum(sizes.iter().map(|n| n * n))) / 2.0;
    let variance = variance(total, &sizes, &ties.iter().map(|t| *t as f64).collect::<Vec<_>>());
    let j = count(&labels, &ties, groups.len());
    let z = if variance > 0.0 { (j - pairs / 2.0) / variance.sqrt() } else { 0.0 };
    let p_normal = (2.0 * normal_sf(z.abs())).min(1.0);
    let small = values.len() <= LARGEST_PERMUTED && variance > 0.0;
    let p = if small { permuted(&mut labels, &ties, groups.len(), j, (seed, path)) } else { p_normal };
    Some(Jonckheere { j, pairs, variance, z, p, p_normal })
}

/// A quarter of the variance of Kendall's S with ties in both orders.
fn variance(n: f64, sizes: &[f64], ties: &[f64]) -> f64 {
    let over = |list: &[f64], f: fn(f64) -> f64| sum(list.iter().map(|t| f(*t)));
    let five = |t: f64| t * (t - 1.0) * (2.0 * t + 5.0);
    let three = |t: f64| t * (t - 1.0) * (t - 2.0);
    let two = |t: f64| t * (t - 1.0);
    let first = (five(n) - over(sizes, five) - over(ties, five)) / 72.0;
    let second = if n > 2.0 { over(sizes, three) * over(ties, three) / (36.0 * three(n)) } else { 0.0 };
    let third = over(sizes, two) * over(ties, two) / (8.0 * two(n));
    (first + second + third).max(0.0)
}

/// The statistic, from the groups of the values in ascending order and the lengths of the runs of equal values.
fn count(labels: &[usize], ties: &[usize], groups: usize) -> f64 {
    let mut seen = vec![0_u64; groups];
    let add = |list: &mut [u64], label: usize| list.get_mut(label).into_iter().for_each(|n| *n += 1);
    let earlier = |list: &[u64], label: usize| list.iter().take(label).sum::<u64>();
    let (mut twice, mut rest) = (0_u64, labels);
    for &tied in ties {
        let (now, later) = rest.split_at(tied.min(rest.len()));
        // Values of earlier groups that are smaller count twice, equal ones once.
        twice += now.iter().map(|&label| 2 * earlier(&seen, label)).sum::<u64>();
        if tied > 1 {
            let mut equal = vec![0_u64; groups];
            now.iter().for_each(|&label| add(&mut equal, label));
            twice += now.iter().map(|&label| earlier(&equal, label)).sum::<u64>();
        }
        now.iter().for_each(|&label| add(&mut seen, label));
        rest = later;
    }
    twice as f64 / 2.0
}

/// Two-sided share of random orders at least as far out; the order observed counts as one more (Phipson and Smyth 2010).
fn permuted(labels: &mut [usize], ties: &[usize], groups: usize, observed: f64, (seed, path): (u64, &[u64])) -> f64 {
    let mut rng = stream(seed, path);
    let (mut above, mut below) = (0_u64, 0_u64);
    for _ in 0..REPLICATES {
        rng.shuffle(labels);
        let drawn = count(labels, ties, groups);
        above += u64::from(drawn >= observed);
        below += u64::from(drawn <= observed);
    }
    (2.0 * (1 + above.min(below)) as f64 / (REPLICATES + 1) as f64).min(1.0)
}
