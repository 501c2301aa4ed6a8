//! What counts per week look like when nothing happens: limits from a negative binomial distribution by maximum
//! likelihood in which the highest counts only say that they are high, and from Poisson counts where those will do.

use crate::stats::special::{beta_i, gamma_p, ln_gamma};
use crate::stats::sum::sum;

/// Share of the counts, from the top, that are taken as "at least as high as the highest of the others".
pub const TRIMMED: f64 = 0.05;
/// Up to this variance over mean, and below this mean, counts are taken as Poisson.
const POISSON_DISPERSION: f64 = 1.2;
const POISSON_MEAN: f64 = 3.0;
/// Steps of each golden-section search, and the range of the logarithm of the size.
const STEPS: usize = 45;
const SIZES: [f64; 2] = [-3.0, 9.0];

/// The distribution of one more count of the same kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CountDistribution {
    pub mean: f64,
    /// Shape of the negative binomial distribution: its variance is mean + mean² / size.
    pub size: f64,
    /// Variance over mean that the fit found; 1 for Poisson counts.
    pub dispersion: f64,
    /// Whether the counts were taken as Poisson. The size then only stands for not knowing their mean exactly.
    pub poisson: bool,
}

/// Fits counts; the highest `trimmed` share (below one half) enters only as "at least as high".
///
/// `None` below 2 counts and without events. Poisson counts come with the predictive distribution under Jeffreys' prior,
/// since their mean is an estimate. O(different counts · 2,000).
#[must_use]
pub fn fit(counts: &[u64], trimmed: f64) -> Option<CountDistribution> {
    let sample = Sample::of(counts, trimmed).filter(|s| s.total > 0.0)?;
    let (mean, size) = sample.negative_binomial();
    let poisson_mean = sample.poisson();
    let dispersion = 1.0 + mean / size;
    let poisson = dispersion <= POISSON_DISPERSION || poisson_mean < POISSON_MEAN;
    if !poisson {
        return Some(CountDistribution { mean, size, dispersion, poisson });
    }
    let number = counts.len() as f64;
    let size = poisson_mean * number + 0.5;
    Some(CountDistribution { mean: size / number, size, dispersion, poisson })
}

impl CountDistribution {
    /// P(a count is at least this large).
    #[must_use]
    pub fn at_least(&self, count: u64) -> f64 {
        above(count, self.mean, self.size)
    }

    /// P(a count is at most this large).
    #[must_use]
    pub fn at_most(&self, count: u64) -> f64 {
        beta_i(self.size, count as f64 + 1.0, self.size / (self.size + self.mean))
    }

    /// The smallest and the largest count that leave more than `tail` on their side, themselves included.
    #[must_use]
    pub fn limits(&self, tail: f64) -> [u64; 2] {
        [first(|count| self.at_most(count) > tail), first(|count| self.at_least(count + 1) <= tail)]
    }
}

/// P(X ≥ count) of a negative binomial distribution.
fn above(count: u64, mean: f64, size: f64) -> f64 {
    if count == 0 { 1.0 } else { beta_i(count as f64, size, mean / (size + mean)) }
}

/// The first count at which a condition holds that stays true from there on.
fn first(reached: impl Fn(u64) -> bool) -> u64 {
    let mut high = 1_u64;
    while !reached(high) && high < 1 << 40 {
        high *= 2;
    }
    let mut low = 0;
    while low < high {
        let middle = low + (high - low) / 2;
        if reached(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// Counts with the highest set aside (censoring of type II).
struct Sample {
    /// Different counts below and at the threshold, with how often they come.
    kept: Vec<(f64, f64)>,
    number: f64,
    total: f64,
    /// The highest of the kept counts, and how many are at least as high and were set aside.
    threshold: u64,
    aside: f64,
}

impl Sample {
    fn of(counts: &[u64], trimmed: f64) -> Option<Self> {
        let mut sorted = counts.to_vec();
        sorted.sort_unstable();
        let aside = (counts.len() as f64 * trimmed.clamp(0.0, 0.5)) as usize;
        let kept = sorted.get(..sorted.len() - aside).filter(|_| counts.len() >= 2)?;
        Some(Self {
            kept: kept
                .chunk_by(|a, b| a == b)
                .filter_map(|run| Some((*run.first()? as f64, run.len() as f64)))
                .collect(),
            number: kept.len() as f64,
            total: sum(counts.iter().map(|c| *c as f64)),
            threshold: kept.last().copied()?,
            aside: aside as f64,
        })
    }

    fn events(&self) -> f64 {
        sum(self.kept.iter().map(|(value, times)| value * times))
    }

    /// Bounds of the logarithm of the mean. The mean of all counts may be pulled up far by those set aside.
    fn means(&self) -> [f64; 2] {
        let low = self.events().max(0.5) / self.number / 2.0;
        let high = (self.total / (self.number + self.aside)).max(low) * 2.0;
        [libm::log(low), libm::log(high)]
    }

    fn poisson(&self) -> f64 {
        let events = self.events();
        let likelihood = |mean: f64| {
            let tail = if self.threshold == 0 { 1.0 } else { gamma_p(self.threshold as f64, mean) };
            events * libm::log(mean) - self.number * mean + self.aside * libm::log(tail.max(1e-300))
        };
        libm::exp(highest(self.means(), |ln_mean| likelihood(libm::exp(ln_mean))).0)
    }

    fn negative_binomial(&self) -> (f64, f64) {
        let events = self.events();
        let best_mean = |size: f64| {
            let ways = sum(self.kept.iter().map(|(value, times)| times * (ln_gamma(value + size) - ln_gamma(size))));
            let likelihood = |mean: f64| {
                let tail = above(self.threshold, mean, size).max(1e-300);
                let none = self.number * size * libm::log(size / (size + mean));
                none + events * libm::log(mean / (size + mean)) + self.aside * libm::log(tail)
            };
            let (ln_mean, best) = highest(self.means(), |ln_mean| likelihood(libm::exp(ln_mean)));
            (libm::exp(ln_mean), ways + best)
        };
        let (ln_size, _) = highest(SIZES, |ln_size| best_mean(libm::exp(ln_size)).1);
        let size = libm::exp(ln_size);
        (best_mean(size).0, size)
    }
}

/// Golden section: where a function with one peak is highest, and how high.
fn highest([mut low, mut high]: [f64; 2], height: impl Fn(f64) -> f64) -> (f64, f64) {
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let inner = |low: f64, high: f64| [high - golden * (high - low), low + golden * (high - low)];
    let [mut first, mut second] = inner(low, high);
    let (mut at_first, mut at_second) = (height(first), height(second));
    for _ in 0..STEPS {
        if at_first >= at_second {
            (high, second, at_second) = (second, first, at_first);
            first = inner(low, high)[0];
            at_first = height(first);
        } else {
            (low, first, at_first) = (first, second, at_second);
            second = inner(low, high)[1];
            at_second = height(second);
        }
    }
    let middle = f64::midpoint(low, high);
    (middle, height(middle))
}
