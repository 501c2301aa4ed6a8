//! Both medians of a split of many values, from two normal numbers.
//!
//! In ascending order of all values, the current period has K(i) of the first i. K is as good as normal at each place and at
//! any two places together: its mean is Σ n·p, its covariance Σ n(1 − n/N)·N/(N − 1)·p(1 − p′) over the strata, where the
//! shares p ≤ p′ of a stratum lie up to the two places (hypergeometric counts). The value of rank r lies up to place i where
//! K(i) ≥ r, which is where K(i) exceeds r − ½ once K counts in fractions. So the first number puts the current median at its
//! place. There K is known, and what the current period does not have the previous one has: the second number puts its median
//! at its place, given that. Nothing is asked of the values between the places: they may be equal, or far apart.

use crate::stats::permutation::{Pool, Stratum, change};
use crate::stats::quantile::median;

/// Least deviation of the count at the place of either median. Its skewness, at most (1 − 2n/N)(1 − 2p) over the deviation, is
/// left out: where half of that is left of 1, as with a period a third as large and a median a quarter up its strata, a share is
/// off by 0.0008. Between equal strata nothing is, as their medians lie in the middle.
const LEAST_DEVIATION: f64 = 20.0;
/// So many deviations around its expected place a median is looked for; no point lies outside 4, nor two together outside 6.
const REACH: f64 = 6.0;

pub(super) struct Medians {
    /// n(1 − n/N)·N/(N − 1) of each stratum.
    weights: Vec<f64>,
    current: Window,
    previous: Window,
}

/// Places in ascending order around that of one median.
struct Window {
    rows: Vec<Row>,
    /// Both middle ranks, which are the same where the number of values is odd.
    ranks: [f64; 2],
}

/// A place behind an entry of the pool.
struct Row {
    value: f64,
    /// How many entries lie up to here.
    place: f64,
    /// How many of them are of the current period: mean and deviation.
    expected: f64,
    deviation: f64,
    /// Which share of each stratum lies up to here.
    shares: Vec<f64>,
}

/// A place at which the count of the current period is known.
#[derive(Clone, Copy)]
struct Known<'a> {
    row: &'a Row,
    count: f64,
}

impl Medians {
    /// `None` where either count varies too little for a normal one.
    pub(super) fn new(pool: &Pool) -> Option<Self> {
        let weight = |s: &Stratum| s.all() * s.mixed() * s.without_replacement();
        let weights: Vec<f64> = pool.strata.iter().map(weight).collect();
        let needed = pool.strata.iter().map(|s| s.needed).sum::<u64>();
        let left = pool.entries.len() as u64 - needed;
        let current = Window::new(pool, &weights, needed, |_, expected| expected)?;
        let previous = Window::new(pool, &weights, left, |place, expected| place - expected)?;
        Some(Self { weights, current, previous })
    }

    /// The logarithm of the ratio of the medians of a split, current to previous, of two standard normal numbers.
    pub(super) fn change(&self, first: f64, second: f64) -> f64 {
        let [low, high] = self.current.ranks;
        let at = |rank: f64| self.current.place(|row| row.expected + first * row.deviation >= rank - 0.5);
        let places = [at(low), at(high)];
        let [lower, upper] = places.map(|at| self.current.rows.get(at));
        let before = self.current.rows.get(places[0].saturating_sub(1));
        let (Some(lower), Some(upper), Some(before)) = (lower, upper, before) else { return 0.0 };
        // The last place before the median, and the first one from which it is reached.
        let known = [Known { row: before, count: low - 1.0 }, Known { row: upper, count: high }];
        let [other_lower, other_upper] = self.previous.ranks.map(|rank| self.previous_at(rank, known, second));
        let middle = |values: [f64; 2]| median(&values).unwrap_or(0.0);
        change(middle([lower.value, upper.value]), middle([other_lower, other_upper]))
    }

    /// The value of a rank of the previous period, where the count of the current one is known at two places beside each other.
    fn previous_at(&self, rank: f64, [before, after]: [Known<'_>; 2], number: f64) -> f64 {
        let is_below = before.row.place - before.count >= rank;
        let known = if is_below { before } else { after };
        let reached = |row: &Row| {
            let (below, above) = if row.place <= known.row.place { (row, known.row) } else { (known.row, row) };
            let parts = self.weights.iter().zip(below.shares.iter().zip(&above.shares));
            let covariance: f64 = parts.map(|(weight, (below, above))| weight * below * (1.0 - above)).sum();
            let variance = known.row.deviation * known.row.deviation;
            let slope = covariance / variance.max(f64::MIN_POSITIVE);
            let left = (row.deviation * row.deviation - slope * covariance).max(0.0);
            let count = row.expected + slope * (known.count - known.row.expected) + number * libm::sqrt(left);
            row.place - count >= rank - 0.5
        };
        // On the side where the rank does not lie nothing has to be asked. Between both middle values of the current period lie
        // none but those of the previous one.
        let between = before.row.place + 1.0 + rank - (before.row.place - before.count);
        let holds = |row: &Row| match () {
            () if is_below => row.place >= known.row.place || reached(row),
            () if after.row.place - after.count >= rank => row.place >= between,
            () => row.place > known.row.place && reached(row),
        };
        let at = self.previous.place(holds);
        self.previous.rows.get(at).map_or(0.0, |row| row.value)
    }
}

impl Window {
    /// `count` says how many values of the period are expected up to a place, of which the current one expects so many.
    fn new(pool: &Pool, weights: &[f64], size: u64, count: impl Fn(f64, f64) -> f64) -> Option<Self> {
        let middle = size as f64 / 2.0;
        let reach = 1.0 + REACH * libm::sqrt(weights.iter().sum::<f64>() / 4.0);
        let mut shares = vec![0.0; weights.len()];
        let (mut rows, mut expected) = (Vec::new(), 0.0);
        for (place, entry) in (1_u32..).zip(&pool.entries) {
            let (Some(stratum), Some(share)) = (pool.strata.get(entry.stratum), shares.get_mut(entry.stratum)) else {
                continue;
            };
            *share += 1.0 / stratum.all();
            expected += stratum.share();
            let place = f64::from(place);
            if (count(place, expected) - middle).abs() <= reach {
                let variance: f64 = weights.iter().zip(&shares).map(|(weight, p)| weight * p * (1.0 - p)).sum();
                let deviation = libm::sqrt(variance.max(0.0));
                rows.push(Row { value: entry.value, place, expected, deviation, shares: shares.clone() });
            }
        }
        let window = Self { rows, ranks: [size.div_ceil(2) as f64, (size / 2 + 1) as f64] };
        let centre = window.rows.get(window.place(|row| count(row.place, row.expected) >= middle))?;
        (centre.deviation >= LEAST_DEVIATION).then_some(window)
    }

    /// The first row of which something holds that holds of all behind it, or the last one.
    fn place(&self, holds: impl Fn(&Row) -> bool) -> usize {
        self.rows.partition_point(|row| !holds(row)).min(self.rows.len().saturating_sub(1))
    }
}
