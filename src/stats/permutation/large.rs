//! Many values: the limit that the splits tend to, in place of draws.
//!
//! The sum of what the current period gets is, over all splits that keep the strata, as good as normal (Hájek 1960). What it
//! still lacks is known: its third and fourth cumulants come from the values, and Cornish and Fisher (1937) bend the quantiles
//! of the normal distribution by them. The ratio of means follows from the sum of the values, that of geometric means from the
//! sum of their logarithms; medians have a file of their own. Instead of drawing splits, as many as else are drawn are laid
//! evenly over that distribution, so that whatever is read off drawn splits is read off them in the same way; no share is
//! smaller than it could be there.
//!
//! It is used where what is left out is less than a third of what 9,999 draws are off by chance, and nowhere else: not below
//! 5,000 values in each of two periods of a size, not where a few values hold so much that the sum is not yet near its limit.

mod medians;

use super::{Band, Entry, Pool, REPLICATES, SAME, Stratum, change};
use crate::stats::special::normal_inverse;
use medians::Medians;
use std::sync::LazyLock;

/// Least Σ n(1 − n/N) over the strata, N values of which the current period has n: that of two periods with 5,000 values each.
/// With fewer, the steps of the counts around the median begin to show, and drawing costs little.
const LEAST_SIZE: f64 = 2_500.0;
/// Most strata: the tables of places around the medians hold a share of each.
const MAX_STRATA: usize = 64;
/// What any share may be off by because the cumulants from the fifth on, and products of three, are left out. A share near one
/// half of 9,999 draws is off by 0.005, and by 0.0016 near the ends of the band, where what is left out is a third as well.
const LEFT_OUT: f64 = 0.0015;

/// The 9,999 quantiles of the standard normal distribution in the middles of as many equal parts, ascending.
static POINTS: LazyLock<Vec<f64>> =
    LazyLock::new(|| (0..REPLICATES).map(|place| normal_inverse((place as f64 + 0.5) / REPLICATES as f64)).collect());
/// Pairs the k-th point with the (k · PARTNER)-th: a lattice that fills the square evenly, as no convergent of
/// PARTNER / 9,999 is near to it (partial quotients of at most 2; Niederreiter 1992, chapter 5).
const PARTNER: usize = 4_144;

/// The band without draws; `None` where that is not safe. O(N · strata at most), after the pool is sorted.
pub(super) fn limit(pool: &Pool) -> Option<Band> {
    let size: f64 = pool.strata.iter().map(|s| s.all() * s.mixed()).sum();
    if size < LEAST_SIZE || pool.strata.len() > MAX_STRATA {
        return None;
    }
    let [values, logs] = [Sum::new(pool, |e| e.value)?, Sum::new(pool, |e| e.log)?];
    let current: f64 = pool.strata.iter().map(|s| s.needed as f64).sum();
    let earlier = pool.entries.len() as f64 - current;
    let mean = |sum: f64| change(sum / current, (values.total - sum) / earlier);
    let geometric_mean = |sum: f64| sum / current - (logs.total - sum) / earlier;
    // Where splits differ by little more than by rounding, the one observed is only comparable when it is added up as they are.
    let spread = [
        values.deviation / values.mean + values.deviation / (values.total - values.mean),
        logs.deviation / current + logs.deviation / earlier,
    ];
    if !spread.into_iter().all(|spread| spread > 1_000.0 * SAME) {
        return None;
    }
    let medians = Medians::new(pool)?;
    let pairs = POINTS.iter().enumerate().map(|(at, point)| {
        let partner = POINTS.get(at * PARTNER % POINTS.len()).copied().unwrap_or(0.0);
        medians.change(*point, partner)
    });
    let laid = [
        POINTS.iter().map(|point| mean(values.at(*point).clamp(0.0, values.total))).collect(),
        pairs.collect(),
        POINTS.iter().map(|point| geometric_mean(logs.at(*point))).collect(),
    ];
    Some(super::band(pool.observed(), laid, 0, 1))
}

impl Stratum {
    fn all(self) -> f64 {
        self.left as f64
    }

    /// The share of the current period.
    fn share(self) -> f64 {
        self.needed as f64 / self.all()
    }

    /// Variance of whether one value goes to the current period.
    fn mixed(self) -> f64 {
        self.share() * (1.0 - self.share())
    }

    /// N/(N − 1), by which drawing without replacement spreads more than its parts.
    fn without_replacement(self) -> f64 {
        self.all() / (self.all() - 1.0).max(1.0)
    }
}

/// The sum of what the current period gets, over all splits.
struct Sum {
    /// Of both periods.
    total: f64,
    mean: f64,
    deviation: f64,
    skewness: f64,
    /// Kurtosis, less the 3 of the normal distribution.
    excess: f64,
}

impl Sum {
    /// `None` where the sum is not near enough to what [`Sum::at`] makes of it. The cumulants are those of independent values
    /// from the third on, which is off by a share of 1/N.
    fn new(pool: &Pool, of: impl Fn(&Entry) -> f64) -> Option<Self> {
        let mut totals = vec![0.0; pool.strata.len()];
        for entry in &pool.entries {
            totals.get_mut(entry.stratum).into_iter().for_each(|total| *total += of(entry));
        }
        let strata: Vec<(Stratum, f64)> =
            pool.strata.iter().zip(&totals).map(|(stratum, total)| (*stratum, total / stratum.all())).collect();
        // A stratum that is all of one period has no part in what varies.
        let deviations = || {
            let moved = |entry: &Entry| {
                let (stratum, mean) = strata.get(entry.stratum).filter(|(stratum, _)| stratum.mixed() > 0.0)?;
                Some((*stratum, of(entry) - mean))
            };
            pool.entries.iter().filter_map(moved)
        };
        let (mut variance, mut third, mut fourth, mut fifth, mut largest) = (0.0, 0.0, 0.0, 0.0, 0.0_f64);
        for (stratum, deviation) in deviations() {
            let (mixed, square) = (stratum.mixed(), deviation * deviation);
            variance += mixed * stratum.without_replacement() * square;
            third += mixed * (1.0 - 2.0 * stratum.share()) * square * deviation;
            fourth += mixed * (1.0 - 6.0 * mixed) * square * square;
            fifth += mixed * square * square * deviation.abs();
            largest = largest.max(deviation.abs());
        }
        let smaller = deviations().filter(|(_, deviation)| deviation.abs() < largest / 2.0);
        let blur: f64 = smaller.map(|(stratum, deviation)| stratum.mixed() * deviation * deviation).sum();
        let deviation = libm::sqrt(variance);
        let cube = variance * deviation;
        let sum = Self {
            total: totals.iter().sum(),
            mean: strata.iter().map(|(stratum, mean)| stratum.needed as f64 * mean).sum(),
            deviation,
            skewness: third / cube,
            excess: fourth / (variance * variance),
        };
        // The steps of the largest values show unless what the smaller ones add spreads over half of one.
        (blur >= largest * largest / 4.0 && sum.left_out(fifth / (cube * variance)) <= LEFT_OUT).then_some(sum)
    }

    /// The largest part of a share that the terms of the next order come to: He₄(0) φ(0)/120 of the fifth cumulant, He₆(0)
    /// φ(0)/144 of skewness times excess, He₈(0) φ(0)/1,296 of the cube of the skewness. They are largest at the middle.
    fn left_out(&self, fifth: f64) -> f64 {
        let skewness = self.skewness.abs();
        fifth / 100.0 + skewness * self.excess.abs() / 24.0 + skewness * skewness * skewness / 31.0
    }

    /// The quantile that belongs to one of the standard normal distribution (Cornish and Fisher 1937).
    fn at(&self, z: f64) -> f64 {
        let (square, skewness) = (z * z, self.skewness);
        let bent = z + skewness * (square - 1.0) / 6.0 + self.excess * z * (square - 3.0) / 24.0
            - skewness * skewness * z * (2.0 * square - 5.0) / 36.0;
        self.mean + self.deviation * bent
    }
}
