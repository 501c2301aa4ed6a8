//! Control charts, and whether counts vary more than Poisson counts do. All O(n).

use crate::stats::quantile::{median, sorted};
use crate::stats::special::chi2_sf;
use crate::stats::sum::{mean, sum};

/// Individuals chart (Wheeler). Durations go in as logarithms: raw ones are too skewed for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Individuals {
    pub centre: f64,
    /// Mean (or median) moving range.
    pub range: f64,
    pub lower: f64,
    pub upper: f64,
    /// Upper limit of the moving ranges.
    pub range_upper: f64,
    /// Points, from 0, beyond the limits.
    pub beyond: Vec<usize>,
    /// Last points of runs of 8 or more on one side of the centre.
    pub runs: Vec<usize>,
}

/// Limits are centre ± 2.66 mean moving ranges; give `floor` 0 for counts. Draw them from 12 points on, dashed from 8.
/// `None` below 8 points and when nothing moves.
#[must_use]
pub fn individuals(values: &[f64], floor: Option<f64>) -> Option<Individuals> {
    if values.len() < 8 {
        return None;
    }
    let moves: Vec<f64> = values.iter().zip(values.iter().skip(1)).map(|(a, b)| (b - a).abs()).collect();
    chart(values, (mean(values)?, mean(&moves)?), [2.66, 3.268], floor)
}

/// The same from the median and the median moving range, which one extreme point does not move: median ± 3.145 of them.
#[must_use]
pub fn individuals_by_median(values: &[f64], floor: Option<f64>) -> Option<Individuals> {
    if values.len() < 8 {
        return None;
    }
    let moves = values.iter().zip(values.iter().skip(1)).map(|(a, b)| (b - a).abs()).collect();
    chart(values, (median(&sorted(values.to_vec()))?, median(&sorted(moves))?), [3.145, 3.865], floor)
}

fn chart(
    values: &[f64],
    (centre, range): (f64, f64),
    [width, range_width]: [f64; 2],
    floor: Option<f64>,
) -> Option<Individuals> {
    if !(range > 0.0 && range.is_finite()) {
        return None;
    }
    let (upper, raw) = (centre + width * range, centre - width * range);
    let lower = floor.map_or(raw, |f| raw.max(f));
    let outside = |v: f64| v > upper || v < lower;
    let beyond = values.iter().enumerate().filter(|(_, v)| outside(**v)).map(|(i, _)| i).collect();
    Some(Individuals {
        centre,
        range,
        lower,
        upper,
        range_upper: range_width * range,
        beyond,
        runs: runs(values, centre),
    })
}

fn runs(values: &[f64], centre: f64) -> Vec<usize> {
    let side = |v: f64| v.partial_cmp(&centre).filter(|o| o.is_ne());
    let (mut last, mut length, mut ends) = (None, 0, Vec::new());
    for (at, value) in values.iter().enumerate() {
        let now = side(*value);
        length = if now.is_some() && now == last { length + 1 } else { 1 };
        last = now;
        if length == 8 {
            ends.push(at);
        } else if length > 8
            && let Some(end) = ends.last_mut()
        {
            *end = at;
        }
    }
    ends
}

/// Rates with varying exposure.
#[derive(Debug, Clone, PartialEq)]
pub struct Rates {
    pub centre: f64,
    /// Lower and upper limit per point (u-chart).
    pub limits: Vec<[f64; 2]>,
    /// How much more neighbouring points differ than Poisson counts would; above 1.2 use `laney`.
    pub sigma_z: f64,
    /// Limits widened by `sigma_z` (Laney 2002).
    pub laney: Vec<[f64; 2]>,
}

/// u-chart of `(count, exposure)`. `None` below 8 points, for exposure that is not positive, and without events.
#[must_use]
pub fn rates(points: &[(u64, f64)]) -> Option<Rates> {
    if points.len() < 8 || !points.iter().all(|p| p.1 > 0.0 && p.1.is_finite()) {
        return None;
    }
    let centre = sum(points.iter().map(|p| p.0 as f64)) / sum(points.iter().map(|p| p.1));
    let error = |exposure: f64| (centre / exposure).sqrt();
    let z: Vec<f64> = points.iter().map(|p| (p.0 as f64 / p.1 - centre) / error(p.1)).collect();
    let moves: Vec<f64> = z.iter().zip(z.iter().skip(1)).map(|(a, b)| (b - a).abs()).collect();
    let sigma_z = mean(&moves)? / 1.128;
    let band = |width: f64| -> Vec<[f64; 2]> {
        let ends = |p: &(u64, f64)| [(centre - width * error(p.1)).max(0.0), centre + width * error(p.1)];
        points.iter().map(ends).collect()
    };
    (centre > 0.0).then(|| Rates { centre, limits: band(3.0), sigma_z, laney: band(3.0 * sigma_z) })
}

/// Variance of counts over their mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dispersion {
    pub mean: f64,
    pub variance: f64,
    /// 1 for Poisson counts; also the Fano factor.
    pub index: f64,
    pub chi2: f64,
    /// P(at least this dispersed) for Poisson counts.
    pub p_upper: f64,
}

/// Index of dispersion test (Fisher 1950). `None` below 2 counts and without events; needs 8 weeks with a mean of 1.
#[must_use]
pub fn dispersion(counts: &[u64]) -> Option<Dispersion> {
    let values: Vec<f64> = counts.iter().map(|c| *c as f64).collect();
    let mean = mean(&values).filter(|m| *m > 0.0 && values.len() >= 2)?;
    let degrees = (values.len() - 1) as f64;
    let squares = sum(values.iter().map(|v| (v - mean).powi(2)));
    let (variance, chi2) = (squares / degrees, squares / mean);
    Some(Dispersion { mean, variance, index: variance / mean, chi2, p_upper: chi2_sf(chi2, degrees) })
}
