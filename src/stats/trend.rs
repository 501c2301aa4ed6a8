//! Trends over equally or unequally spaced points. Quadratic in the points: aggregate to weeks or months first.

use crate::stats::poisson::tail_of;
use crate::stats::quantile::{median, sorted};
use crate::stats::special::{normal_inverse, normal_sf, t_sf, t_upper};
use crate::stats::sum::sum;

/// Mann–Kendall test and Theil–Sen slope.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// Rising minus falling pairs.
    pub s: i64,
    pub variance: f64,
    pub z: f64,
    /// Two-sided; exact up to 10 points without ties.
    pub p: f64,
    /// The normal approximation in every case.
    pub p_normal: f64,
    /// Median slope per unit of time, and its interval.
    pub slope: f64,
    pub low: f64,
    pub high: f64,
    /// Of the line with this slope through the median time and value.
    pub intercept: f64,
}

/// Points `(time, value)` in order of time, which must increase strictly. `None` below 3 points (a verdict needs 8) and
/// for values that are not finite. (Mann 1945; Kendall 1955; Sen 1968.) O(n² log n).
#[must_use]
pub fn mann_kendall(points: &[(f64, f64)], conf: f64) -> Option<Trend> {
    let tail = tail_of(conf)?;
    let ordered = points.iter().zip(points.iter().skip(1)).all(|(a, b)| a.0 < b.0);
    if points.len() < 3 || !ordered || !points.iter().all(|p| p.0.is_finite() && p.1.is_finite()) {
        return None;
    }
    let pairs = || points.iter().enumerate().flat_map(|(i, a)| points.iter().skip(i + 1).map(move |b| (a, b)));
    let s: i64 = pairs().map(|(a, b)| b.1.partial_cmp(&a.1).map_or(0, |o| o as i64)).sum();
    let slopes = sorted(pairs().map(|(a, b)| (b.1 - a.1) / (b.0 - a.0)).collect());
    let n = points.len() as f64;
    let scale = |t: f64| t * (t - 1.0) * (2.0 * t + 5.0);
    let values = sorted(points.iter().map(|p| p.1 + 0.0).collect());
    let ties: f64 = values.chunk_by(|a, b| a.total_cmp(b).is_eq()).map(|g| scale(g.len() as f64)).sum();
    let variance = (scale(n) - ties) / 18.0;
    let distance = (s.abs() - 1).max(0) as f64;
    let z = if variance > 0.0 { distance / variance.sqrt() * s.signum() as f64 } else { 0.0 };
    let p_normal = (2.0 * normal_sf(z.abs())).min(1.0);
    let exact = points.len() <= 10 && ties <= 0.0;
    let width = -normal_inverse(tail) * variance.max(0.0).sqrt();
    let count = slopes.len() as f64;
    let at = |rank: f64| slopes.get((rank.max(0.0) as usize).min(slopes.len() - 1)).copied();
    let (slope, times) = (median(&slopes)?, points.iter().map(|p| p.0).collect::<Vec<f64>>());
    Some(Trend {
        s,
        variance,
        z,
        p: if exact { exact_p(points.len(), s) } else { p_normal },
        p_normal,
        slope,
        intercept: median(&values)? - slope * median(&times)?,
        low: at(((count - width) / 2.0).round_ties_even() - 1.0)?,
        high: at(((count + width) / 2.0).round_ties_even())?,
    })
}

/// Two-sided p of S over all orders: the number of inversions, built up value by value.
fn exact_p(n: usize, s: i64) -> f64 {
    let mut masses = vec![1.0_f64];
    for size in 2..=n {
        let mut next = vec![0.0; masses.len() + size - 1];
        for (i, mass) in masses.iter().enumerate() {
            next.iter_mut().skip(i).take(size).for_each(|slot| *slot += mass / size as f64);
        }
        masses = next;
    }
    let largest = (masses.len() - 1) as i64;
    let extreme = (0..).zip(&masses).filter(|(inversions, _)| largest - 2 * inversions >= s.abs());
    (2.0 * sum(extreme.map(|(_, mass)| *mass))).min(1.0)
}

/// Log-linear trend of counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateTrend {
    pub intercept: f64,
    /// Change of the log rate per unit of time, and its standard error.
    pub slope: f64,
    pub error: f64,
    /// Pearson dispersion; the error uses it when it is above 1.
    pub dispersion: f64,
    /// exp(slope) and its interval.
    pub ratio: f64,
    pub low: f64,
    pub high: f64,
    pub p: f64,
}

/// Quasi-Poisson regression of `(time, count, exposure)` with offset ln exposure, t with n − 2 degrees of freedom.
/// `None` below 8 points, below 20 events, without exposure, when time does not vary, and when it does not converge
/// (50 steps). O(n).
#[must_use]
pub fn quasi_poisson(points: &[(f64, u64, f64)], conf: f64) -> Option<RateTrend> {
    let tail = tail_of(conf)?;
    let usable = |p: &(f64, u64, f64)| p.0.is_finite() && p.2 > 0.0 && p.2.is_finite();
    let events = sum(points.iter().map(|p| p.1 as f64));
    if points.len() < 8 || events < 20.0 || !points.iter().all(usable) {
        return None;
    }
    let centre = sum(points.iter().map(|p| p.0)) / points.len() as f64;
    let mut a = libm::log(events / sum(points.iter().map(|p| p.2)));
    let mut b = 0.0;
    let expected = |a: f64, b: f64, p: &(f64, u64, f64)| p.2 * libm::exp(a + b * (p.0 - centre));
    let fit = |a: f64, b: f64| sum(points.iter().map(|p| p.1 as f64 * (a + b * (p.0 - centre)) - expected(a, b, p)));
    for _ in 0..50 {
        let [i0, i1, i2] = [0, 1, 2].map(|k| sum(points.iter().map(|p| expected(a, b, p) * (p.0 - centre).powi(k))));
        let [g0, g1] =
            [0, 1].map(|k| sum(points.iter().map(|p| (p.1 as f64 - expected(a, b, p)) * (p.0 - centre).powi(k))));
        let determinant = i0 * i2 - i1 * i1;
        if !(determinant > 0.0 && determinant.is_finite()) {
            return None;
        }
        let (da, db) = ((i2 * g0 - i1 * g1) / determinant, (i0 * g1 - i1 * g0) / determinant);
        let before = fit(a, b);
        let mut step = 1.0;
        // A step that overflows gives no comparable figure and is halved too.
        let good = |step: f64| fit(a + step * da, b + step * db) >= before - 1e-9 * before.abs();
        while step > 1e-6 && !good(step) {
            step /= 2.0;
        }
        a += step * da;
        b += step * db;
        if da.abs() + db.abs() < 1e-12 * (1.0 + a.abs() + b.abs()) {
            let error = (i0 / determinant).sqrt();
            let pearson = points.iter().map(|p| (p.1 as f64 - expected(a, b, p)).powi(2) / expected(a, b, p));
            let degrees = (points.len() - 2) as f64;
            let dispersion = sum(pearson) / degrees;
            let error = error * dispersion.max(1.0).sqrt();
            let half = t_upper(tail, degrees) * error;
            let [ratio, low, high] = [b, b - half, b + half].map(libm::exp);
            let p = 2.0 * t_sf((b / error).abs(), degrees);
            let found = RateTrend { intercept: a - b * centre, slope: b, error, dispersion, ratio, low, high, p };
            // An interval beyond what a number holds says nothing.
            return (high.is_finite() && p.is_finite()).then_some(found);
        }
    }
    None
}
