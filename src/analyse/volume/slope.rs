//! Whether the weekly number moves in one direction over all the weeks, and whether this period differs from the last.

use crate::stats::special::normal_inverse;
use crate::stats::sum::{mean, sum};
use crate::stats::trend::{mann_kendall, quasi_poisson};

/// Weeks of a quarter: slopes are told per quarter, because per week they are too small to picture.
pub const QUARTER: f64 = 13.0;
/// Pairs of weeks are quadratic in their number; ten years are enough, and the latest are kept.
const MAX: usize = 520;
/// Autocorrelation above which p-values are too small, and the number of weeks it needs (`METHODS` 9).
const ALIKE: f64 = 0.3;
const MIN_ALIKE: usize = 20;

/// Change per quarter of the weekly number.
#[derive(Debug, Clone, PartialEq)]
pub struct Slope {
    pub weeks: usize,
    pub incidents: u64,
    /// Per quarter, with its 95 % interval.
    pub ratio: f64,
    pub interval: [f64; 2],
    pub p: f64,
    /// Rank test of the same direction (Mann and Kendall), and incidents per week and quarter (Theil and Sen).
    pub rank_p: f64,
    pub rank_slope: f64,
    /// Autocorrelation of neighbouring weeks once the slope is taken out; needs twenty.
    pub alike: Option<f64>,
    /// The least ratio per quarter that so many weeks would show four times in five.
    pub detectable: f64,
    /// The same without the last quarter of weeks: per quarter, with its 95 % interval. `None` where too little is left.
    pub before: Option<(f64, [f64; 2])>,
}

impl Slope {
    #[must_use]
    pub fn weeks_are_alike(&self) -> bool {
        self.alike.is_some_and(|r| r > ALIKE)
    }

    /// Whether the direction is that of the last quarter alone: without it none is left, and less than half the slope.
    #[must_use]
    pub fn is_step(&self) -> bool {
        self.before.is_some_and(|(ratio, [low, high])| {
            let (before, whole) = (libm::log(ratio), libm::log(self.ratio));
            low <= 1.0 && 1.0 <= high && before * whole.signum() < whole.abs() / 2.0
        })
    }
}

/// Slope over complete weeks of equal length. `None` below eight weeks or twenty incidents.
#[must_use]
pub fn slope(counts: &[u64]) -> Option<Slope> {
    let counts = counts.get(counts.len().saturating_sub(MAX)..)?;
    let times: Vec<f64> = (0..counts.len()).map(|week| week as f64 / QUARTER).collect();
    let points: Vec<(f64, u64, f64)> = times.iter().zip(counts).map(|(t, n)| (*t, *n, 1.0)).collect();
    let wide = quasi_poisson(&points, 0.95)?;
    let pairs: Vec<(f64, f64)> = times.iter().zip(counts).map(|(t, n)| (*t, *n as f64)).collect();
    let rest = points.len().checked_sub(QUARTER as usize).and_then(|rest| points.get(..rest));
    let before = rest.and_then(|rest| quasi_poisson(rest, 0.95)).map(|found| (found.ratio, [found.low, found.high]));
    let ranks = mann_kendall(&pairs, 0.95)?;
    let left: Vec<f64> = pairs.iter().map(|(t, n)| n - libm::exp(wide.intercept + wide.slope * t)).collect();
    Some(Slope {
        weeks: counts.len(),
        incidents: counts.iter().sum(),
        ratio: wide.ratio,
        interval: [wide.low, wide.high],
        p: wide.p,
        rank_p: ranks.p,
        rank_slope: ranks.slope,
        alike: autocorrelation(&left).filter(|_| left.len() >= MIN_ALIKE),
        detectable: libm::exp(power() * wide.error),
        before,
    })
}

/// Standard errors between nothing and what is seen four times in five at 95 %.
fn power() -> f64 {
    normal_inverse(0.975) + normal_inverse(0.8)
}

/// Lag-1 autocorrelation. `None` below three values and when nothing varies.
fn autocorrelation(values: &[f64]) -> Option<f64> {
    let middle = mean(values).filter(|_| values.len() >= 3)?;
    let spread = sum(values.iter().map(|v| (v - middle).powi(2)));
    let next = sum(values.iter().zip(values.iter().skip(1)).map(|(a, b)| (a - middle) * (b - middle)));
    (spread > 0.0).then(|| next / spread)
}
