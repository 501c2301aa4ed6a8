//! Comparing two samples by ranks: the Mann–Whitney test and the Hodges–Lehmann shift or ratio.
//!
//! The interval is the inversion of the test, so that the two never contradict each other. Differences are never
//! written out: an order statistic of all m·n of them is found by bisection over the representable numbers, each step of
//! which counts with two pointers. O((m + n) · 64) after sorting, O(m + n) memory. (Mann and Whitney 1947; Hodges and
//! Lehmann 1963; Moses 1965.)

use crate::stats::poisson::tail_of;
use crate::stats::quantile::sorted;
use crate::stats::special::{normal_inverse, normal_sf};

/// Above this size per sample the normal approximation takes over from the exact distribution.
const LARGEST_EXACT: usize = 50;

/// A comparison of `x` (current) with `y` (previous).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MannWhitney {
    /// Pairs in which x is larger, ties counting half.
    pub u: f64,
    /// P(a random x is larger than a random y), 0.5 = no difference.
    pub superiority: f64,
    /// Standard deviation of `u` when nothing differs, corrected for ties; 0 when all values are equal.
    pub sigma: f64,
    /// Two-sided p-value: exact without ties and up to 50 values each, otherwise normal with continuity correction.
    pub p: f64,
    /// The normal approximation in every case.
    pub p_normal: f64,
    pub exact: bool,
}

/// Location of `x` relative to `y`: a difference from [`shift`], a factor from [`ratio`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LocationShift {
    pub estimate: f64,
    /// `None` where the samples are too small for this confidence (below 4 and 4 at 95 %).
    pub interval: Option<[f64; 2]>,
    /// Rank, from 1, of the lower end among the sorted differences.
    pub rank: u64,
    /// What the interval covers exactly; `None` where it rests on the normal approximation.
    pub coverage: Option<f64>,
    pub test: MannWhitney,
}

/// Two-sided test that neither sample tends to be larger. `None` when a sample is empty or holds a value that is not
/// finite; a verdict needs 8 values each. O(N log N), the exact distribution O((m·n)²/4) and only for small samples.
#[must_use]
pub fn mann_whitney(x: &[f64], y: &[f64]) -> Option<MannWhitney> {
    Some(test(&prepare(x)?, &prepare(y)?))
}

/// Hodges–Lehmann shift, the median of all x − y, with its interval. `None` as for [`mann_whitney`] and unless
/// 0 < conf < 1.
#[must_use]
pub fn shift(x: &[f64], y: &[f64], conf: f64) -> Option<LocationShift> {
    locate(&prepare(x)?, &prepare(y)?, conf)
}

/// Hodges–Lehmann ratio: "the typical value is 0.60 times what it was". `None` as for [`shift`], and when a value is
/// not positive: what a zero stands for is the caller's decision.
#[must_use]
pub fn ratio(x: &[f64], y: &[f64], conf: f64) -> Option<LocationShift> {
    let logs = |values: &[f64]| {
        let positive = values.iter().all(|v| *v > 0.0);
        positive.then(|| values.iter().map(|v| libm::log(*v)).collect::<Vec<f64>>())
    };
    let (x, y) = (prepare(x)?, prepare(y)?);
    let mut found = locate(&logs(&x)?, &logs(&y)?, conf)?;
    found.test = test(&x, &y);
    found.estimate = libm::exp(found.estimate);
    found.interval = found.interval.map(|ends| ends.map(libm::exp));
    Some(found)
}

fn prepare(values: &[f64]) -> Option<Vec<f64>> {
    // Adding zero turns −0 into 0, which the order of floating-point numbers would keep apart.
    let usable = !values.is_empty() && values.iter().all(|v| v.is_finite());
    usable.then(|| sorted(values.iter().map(|v| v + 0.0).collect()))
}

fn test(x: &[f64], y: &[f64]) -> MannWhitney {
    let (m, n) = (x.len() as f64, y.len() as f64);
    let u = wins(x, y);
    let (sigma, tied) = spread(x, y);
    let middle = m * n / 2.0;
    let z = ((u - middle).abs() - 0.5).max(0.0) / sigma;
    let p_normal = if sigma > 0.0 { (2.0 * normal_sf(z)).min(1.0) } else { 1.0 };
    let exact = !tied && x.len().max(y.len()) <= LARGEST_EXACT;
    let p = if exact {
        let masses = distribution(x.len(), y.len());
        let smaller = u.min(m * n - u) as usize;
        (2.0 * masses.iter().take(smaller + 1).sum::<f64>()).min(1.0)
    } else {
        p_normal
    };
    MannWhitney { u, superiority: u / (m * n), sigma, p, p_normal, exact }
}

/// Pairs in which x is larger, ties counting half, from ascending samples.
fn wins(x: &[f64], y: &[f64]) -> f64 {
    let (mut below, mut up_to, mut twice) = (0_usize, 0_usize, 0_u128);
    for value in x {
        while y.get(below).is_some_and(|other| other < value) {
            below += 1;
        }
        while y.get(up_to).is_some_and(|other| other <= value) {
            up_to += 1;
        }
        twice += (below + up_to) as u128;
    }
    twice as f64 / 2.0
}

/// Standard deviation of U under the null with its correction for ties, and whether there are any.
fn spread(x: &[f64], y: &[f64]) -> (f64, bool) {
    let (m, n) = (x.len() as f64, y.len() as f64);
    let total = m + n;
    let pooled = sorted(x.iter().chain(y).copied().collect());
    let groups = pooled.chunk_by(|a, b| a.total_cmp(b).is_eq()).map(|g| g.len() as f64);
    let ties: f64 = groups.map(|t| t * t * t - t).sum();
    let correction = if total > 1.0 { ties / (total * (total - 1.0)) } else { 0.0 };
    ((m * n / 12.0 * (total + 1.0 - correction)).max(0.0).sqrt(), ties > 0.0)
}

/// P(U = 0), P(U = 1), … without ties, by the recurrence over which sample holds the largest value. Adding positive
/// terms only keeps every digit.
pub(crate) fn distribution(m: usize, n: usize) -> Vec<f64> {
    let mut rows: Vec<Vec<f64>> = vec![vec![1.0]; n + 1];
    for i in 1..=m {
        let mut next: Vec<Vec<f64>> = vec![vec![1.0]];
        for j in 1..=n {
            let (share_x, share_y) = (i as f64 / (i + j) as f64, j as f64 / (i + j) as f64);
            let at = |row: Option<&Vec<f64>>, u: Option<usize>| row.zip(u).and_then(|(r, u)| r.get(u)).copied();
            let mass = |u: usize| {
                let with_x = at(rows.get(j), u.checked_sub(j)).unwrap_or(0.0);
                let with_y = at(next.last(), Some(u)).unwrap_or(0.0);
                share_x * with_x + share_y * with_y
            };
            let row: Vec<f64> = (0..=i * j).map(mass).collect();
            next.push(row);
        }
        rows = next;
    }
    rows.pop().unwrap_or_default()
}

fn locate(x: &[f64], y: &[f64], conf: f64) -> Option<LocationShift> {
    let tail = tail_of(conf)?;
    let test = test(x, y);
    let pairs = x.len() as u64 * y.len() as u64;
    let middle = [pairs.div_ceil(2), pairs / 2 + 1].map(|rank| difference(x, y, rank));
    let rank = if test.exact { exact_rank(x.len(), y.len(), tail) } else { normal_rank(pairs, test.sigma, tail) };
    let ends = |rank: u64| [difference(x, y, rank), difference(x, y, pairs - rank + 1)];
    let below = || distribution(x.len(), y.len()).iter().take(rank as usize).sum::<f64>();
    Some(LocationShift {
        estimate: f64::midpoint(middle[0], middle[1]),
        interval: (rank >= 1).then(|| ends(rank)),
        rank,
        coverage: (test.exact && rank >= 1).then(|| 1.0 - 2.0 * below()),
        test,
    })
}

/// The smallest q with P(U ≤ q) ≥ tail; 0 if even the widest interval would cover too little.
fn exact_rank(m: usize, n: usize, tail: f64) -> u64 {
    let mut below = 0.0;
    for (rank, mass) in (0..).zip(distribution(m, n)) {
        below += mass;
        if below >= tail {
            return rank;
        }
    }
    0
}

fn normal_rank(pairs: u64, sigma: f64, tail: f64) -> u64 {
    let rank = (pairs as f64 / 2.0 + normal_inverse(tail) * sigma + 0.5).floor();
    // A negative number becomes 0, which means that there is no interval.
    (rank as u64).min(pairs.div_ceil(2))
}

/// The difference x − y of this rank, from 1, among all of them; both samples ascending.
fn difference(x: &[f64], y: &[f64], rank: u64) -> f64 {
    let (mut low, mut high) = (ordered(f64::NEG_INFINITY), ordered(f64::INFINITY));
    while low < high {
        let middle = low + (high - low) / 2;
        if count(x, y, number(middle)) >= rank {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    number(low)
}

/// How many differences are at most `limit`.
fn count(x: &[f64], y: &[f64], limit: f64) -> u64 {
    let (mut first, mut found) = (0_usize, 0_u64);
    for value in x {
        while y.get(first).is_some_and(|other| value - other > limit) {
            first += 1;
        }
        found += (y.len() - first) as u64;
    }
    found
}

/// Numbers in an order that integers share, for a bisection that ends at an exact value.
fn ordered(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | (1 << 63) }
}

fn number(ordered: u64) -> f64 {
    f64::from_bits(if ordered >> 63 == 1 { ordered & !(1 << 63) } else { !ordered })
}
