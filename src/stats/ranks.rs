//! Comparing two samples by ranks: the Mann–Whitney test and the Hodges–Lehmann shift or ratio.
//!
//! The interval is the inversion of the test, so that the two never contradict each other. Differences are never
//! written out all at once: an order statistic of all m·n of them is found by bisection, each step of which counts with two
//! pointers, until no more than m + n of them are left to choose from. O((m + n) log n) after sorting for samples that are
//! spread at all evenly, never above O((m + n) · 128), and O(m + n) memory. (Mann and Whitney 1947; Hodges and Lehmann 1963;
//! Moses 1965.)

use crate::stats::poisson::tail_of;
use crate::stats::quantile::sorted;
use crate::stats::special::{normal_inverse, normal_sf};
use std::cell::OnceCell;

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
    let (x, y) = (prepare(x)?, prepare(y)?);
    Some(test(&x, &y, &ExactNull::of(&x, &y)))
}

/// Hodges–Lehmann shift, the median of all x − y, with its interval. `None` as for [`mann_whitney`] and unless
/// 0 < conf < 1.
#[must_use]
pub fn shift(x: &[f64], y: &[f64], conf: f64) -> Option<LocationShift> {
    let (x, y) = (prepare(x)?, prepare(y)?);
    let exact = ExactNull::of(&x, &y);
    let [found] = locate(&x, &y, [conf], &exact)?;
    Some(found)
}

/// Hodges–Lehmann ratio: "the typical value is 0.60 times what it was". `None` as for [`shift`], and when a value is
/// not positive: what a zero stands for is the caller's decision.
#[must_use]
pub fn ratio(x: &[f64], y: &[f64], conf: f64) -> Option<LocationShift> {
    ratios(x, y, [conf]).map(|[found]| found)
}

/// The same with an interval of each confidence; what does not depend on it is done once.
#[must_use]
pub fn ratios<const N: usize>(x: &[f64], y: &[f64], confs: [f64; N]) -> Option<[LocationShift; N]> {
    let (x, y) = (prepare(x)?, prepare(y)?);
    let exact = ExactNull::of(&x, &y);
    let found = locate(&logs(&x)?, &logs(&y)?, confs, &exact)?;
    let test = test(&x, &y, &exact);
    Some(found.map(|found| LocationShift {
        test,
        estimate: libm::exp(found.estimate),
        interval: found.interval.map(|ends| ends.map(libm::exp)),
        ..found
    }))
}

/// The estimate of [`ratio`] alone.
#[must_use]
pub fn typical_ratio(x: &[f64], y: &[f64]) -> Option<f64> {
    Some(libm::exp(middle(&logs(&prepare(x)?)?, &logs(&prepare(y)?)?)))
}

/// Logarithms of ascending values; `None` unless all are positive.
fn logs(values: &[f64]) -> Option<Vec<f64>> {
    let positive = values.iter().all(|v| *v > 0.0);
    positive.then(|| values.iter().map(|v| libm::log(*v)).collect())
}

fn prepare(values: &[f64]) -> Option<Vec<f64>> {
    // Adding zero turns −0 into 0, which the order of floating-point numbers would keep apart.
    let usable = !values.is_empty() && values.iter().all(|v| v.is_finite());
    usable.then(|| sorted(values.iter().map(|v| v + 0.0).collect()))
}

fn test(x: &[f64], y: &[f64], null: &ExactNull) -> MannWhitney {
    let (m, n) = (x.len() as f64, y.len() as f64);
    let u = wins(x, y);
    let (sigma, tied) = spread(x, y);
    let middle = m * n / 2.0;
    let z = ((u - middle).abs() - 0.5).max(0.0) / sigma;
    let p_normal = if sigma > 0.0 { (2.0 * normal_sf(z)).min(1.0) } else { 1.0 };
    let exact = !tied && x.len().max(y.len()) <= LARGEST_EXACT;
    let p = if exact {
        let smaller = u.min(m * n - u) as usize;
        (2.0 * null.masses().iter().take(smaller + 1).sum::<f64>()).min(1.0)
    } else {
        p_normal
    };
    MannWhitney { u, superiority: u / (m * n), sigma, p, p_normal, exact }
}

/// The exact distribution of U for two sizes, made when it is asked for first: a comparison asks up to six times.
struct ExactNull {
    sizes: [usize; 2],
    masses: OnceCell<Vec<f64>>,
}

impl ExactNull {
    fn of(x: &[f64], y: &[f64]) -> Self {
        Self { sizes: [x.len(), y.len()], masses: OnceCell::new() }
    }

    fn masses(&self) -> &[f64] {
        let [m, n] = self.sizes;
        self.masses.get_or_init(|| distribution(m, n))
    }
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
    let ties = ties(x, y);
    let correction = if total > 1.0 { ties / (total * (total - 1.0)) } else { 0.0 };
    ((m * n / 12.0 * (total + 1.0 - correction)).max(0.0).sqrt(), ties > 0.0)
}

/// The sum of t³ − t over the groups of t equal values of both ascending samples together.
fn ties(mut x: &[f64], mut y: &[f64]) -> f64 {
    let mut sum = 0.0;
    while let Some(least) = x.first().into_iter().chain(y.first()).copied().reduce(f64::min) {
        let equal = |side: &[f64]| side.iter().take_while(|v| v.total_cmp(&least).is_eq()).count();
        let taken = [equal(x), equal(y)];
        (x, y) = (x.split_at(taken[0]).1, y.split_at(taken[1]).1);
        let t = (taken[0] + taken[1]) as f64;
        sum += t * t * t - t;
    }
    sum
}

/// P(U = 0), P(U = 1), … without ties, by the recurrence over which sample holds the largest value. Adding positive
/// terms only keeps every digit.
pub(crate) fn distribution(m: usize, n: usize) -> Vec<f64> {
    let mut rows: Vec<Vec<f64>> = vec![vec![1.0]; n + 1];
    for i in 1..=m {
        let mut last: Vec<f64> = vec![1.0];
        for (j, row) in rows.iter_mut().enumerate() {
            if j > 0 {
                let (share_x, share_y) = (i as f64 / (i + j) as f64, j as f64 / (i + j) as f64);
                let mut next = vec![0.0; i * j + 1];
                next.iter_mut().zip(&last).for_each(|(mass, with_y)| *mass = share_y * with_y);
                next.iter_mut().skip(j).zip(row.iter()).for_each(|(mass, with_x)| *mass += share_x * with_x);
                *row = next;
            }
            last.clone_from(row);
        }
    }
    rows.pop().unwrap_or_default()
}

fn locate<const N: usize>(x: &[f64], y: &[f64], confs: [f64; N], null: &ExactNull) -> Option<[LocationShift; N]> {
    let test = test(x, y, null);
    let pairs = x.len() as u64 * y.len() as u64;
    let estimate = middle(x, y);
    let mut tails = [0.0; N];
    for (tail, conf) in tails.iter_mut().zip(confs) {
        *tail = tail_of(conf)?;
    }
    Some(tails.map(|tail| {
        let rank = if test.exact { exact_rank(null, tail) } else { normal_rank(pairs, test.sigma, tail) };
        let below = || null.masses().iter().take(rank as usize).sum::<f64>();
        LocationShift {
            estimate,
            interval: (rank >= 1).then(|| [rank, pairs - rank + 1].map(|rank| difference(x, y, rank))),
            rank,
            coverage: (test.exact && rank >= 1).then(|| 1.0 - 2.0 * below()),
            test,
        }
    }))
}

/// The median of all differences.
fn middle(x: &[f64], y: &[f64]) -> f64 {
    let pairs = x.len() as u64 * y.len() as u64;
    let lower = difference(x, y, pairs.div_ceil(2));
    let upper = if pairs.is_multiple_of(2) { difference(x, y, pairs / 2 + 1) } else { lower };
    f64::midpoint(lower, upper)
}

/// The smallest q with P(U ≤ q) ≥ tail; 0 if even the widest interval would cover too little.
fn exact_rank(null: &ExactNull, tail: f64) -> u64 {
    let mut below = 0.0;
    for (rank, mass) in (0..).zip(null.masses()) {
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

/// The difference x − y of this rank, from 1, among all of them; both samples ascending and not empty.
fn difference(x: &[f64], y: &[f64], rank: u64) -> f64 {
    let ends = |a: Option<&f64>, b: Option<&f64>| a.zip(b).map_or(f64::NAN, |(a, b)| a - b);
    // From the smallest to the largest of all, and how many lie below and up to these.
    let (mut low, mut high) = (ordered(ends(x.first(), y.last())), ordered(ends(x.last(), y.first())));
    let (mut below, mut up_to) = (0, x.len() as u64 * y.len() as u64);
    let few = (x.len() + y.len()) as u64;
    let mut step = 0_u32;
    while low < high && up_to - below > few {
        let middle = halfway(low, high, step);
        let found = count(x, y, number(middle));
        if found >= rank {
            (high, up_to) = (middle, found);
        } else {
            (low, below) = (middle + 1, found);
        }
        step += 1;
    }
    if low >= high { number(low) } else { chosen(x, y, [number(low), number(high)], rank - below) }
}

/// Steps in which the stretch is halved by value, which takes few where differences are spread evenly. After them it is
/// halved by how many numbers lie in it, which ends wherever they lie.
const BY_VALUE: u32 = 64;

fn halfway(low: u64, high: u64, step: u32) -> u64 {
    let by_value = ordered(f64::midpoint(number(low), number(high)));
    if step < BY_VALUE && (low..high).contains(&by_value) { by_value } else { low + (high - low) / 2 }
}

/// The difference of this rank, from 1, among those within the limits.
fn chosen(x: &[f64], y: &[f64], [low, high]: [f64; 2], rank: u64) -> f64 {
    let (mut first, mut end) = (0_usize, 0_usize);
    let mut within: Vec<f64> = Vec::new();
    for value in x {
        while y.get(first).is_some_and(|other| value - other > high) {
            first += 1;
        }
        while y.get(end).is_some_and(|other| value - other >= low) {
            end += 1;
        }
        within.extend(y.get(first..end).unwrap_or_default().iter().map(|other| value - other));
    }
    let at = (rank as usize).saturating_sub(1).min(within.len().saturating_sub(1));
    if within.is_empty() { low } else { *within.select_nth_unstable_by(at, f64::total_cmp).1 }
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

/// Numbers in an order that integers share, for a bisection that ends at an exact value. Both zeros are one, as they are where
/// differences are compared with them.
fn ordered(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits >> 63 == 1 { !bits + 1 } else { bits | (1 << 63) }
}

fn number(ordered: u64) -> f64 {
    f64::from_bits(if ordered >> 63 == 1 { ordered & !(1 << 63) } else { !(ordered - 1) })
}
