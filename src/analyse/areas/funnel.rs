//! Incidents of each area against its exposure, with the limits within which chance alone keeps it.
//!
//! Limits are exact Poisson quantiles around the overall rate, interpolated between counts (Spiegelhalter 2005).

use crate::analyse::areas::exposure::{Exposed, MEASURES, Measure};
use crate::stats::special::gamma_q;

/// Fewer areas say nothing about one of them.
const MIN_AREAS: usize = 3;
/// Exposures at which the limits are drawn.
const STEPS: u32 = 60;
const INNER: f64 = 0.025;
const OUTER: f64 = 0.001;

/// The funnel of one kind of area.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    pub measure: Measure,
    /// Incidents of all areas over their exposure.
    pub overall: f64,
    /// In order of name.
    pub points: Vec<Point>,
    pub limits: Vec<Limit>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    pub area: String,
    pub incidents: u64,
    pub exposure: f64,
    pub rate: f64,
    /// 99.8 % limits at its exposure, and whether it lies beyond them.
    pub outer: [f64; 2],
    pub outside: bool,
}

/// Limits of the rate at one exposure: 95 % and 99.8 %.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    pub exposure: f64,
    pub inner: [f64; 2],
    pub outer: [f64; 2],
}

/// By the first measure that every area of the list has, with more than one value. `None` below three areas, without any
/// incident, and where no measure is known of all.
#[must_use]
pub fn funnel(areas: &[Exposed]) -> Option<Funnel> {
    let known = |place: usize| -> Option<Vec<f64>> {
        let amount = |area: &Exposed| area.amounts.get(place).copied().flatten().filter(|n| *n > 0.0);
        areas.iter().map(amount).collect()
    };
    let differs = |amounts: &Vec<f64>| amounts.iter().zip(amounts.iter().skip(1)).any(|(a, b)| (a - b).abs() > 1e-9);
    let usable = |(place, measure): (usize, Measure)| Some((measure, known(place).filter(differs)?));
    let (measure, amounts) = MEASURES.into_iter().enumerate().find_map(usable)?;
    let events: u64 = areas.iter().map(|a| a.incidents).sum();
    if areas.len() < MIN_AREAS || events == 0 {
        return None;
    }
    let overall = events as f64 / amounts.iter().sum::<f64>();
    let point = |(area, exposure): (&Exposed, &f64)| {
        let (rate, outer) = (area.incidents as f64 / exposure, limit(overall, *exposure).outer);
        let outside = rate < outer[0] || rate > outer[1];
        Point { area: area.area.clone(), incidents: area.incidents, exposure: *exposure, rate, outer, outside }
    };
    let (low, high) = amounts.iter().fold((f64::INFINITY, 0.0_f64), |(low, high), n| (low.min(*n), high.max(*n)));
    // Steps by equal factors, because exposures differ by factors.
    let at = |step: u32| low * libm::pow(high / low, f64::from(step) / f64::from(STEPS));
    Some(Funnel {
        measure,
        overall,
        points: areas.iter().zip(&amounts).map(point).collect(),
        limits: (0..=STEPS).map(|step| limit(overall, at(step))).collect(),
    })
}

/// Limits of the rate at an exposure, around the overall rate.
#[must_use]
pub fn limit(overall: f64, exposure: f64) -> Limit {
    let mean = overall * exposure;
    let ends = |tail: f64| [quantile(tail, mean) / exposure, quantile(1.0 - tail, mean) / exposure];
    Limit { exposure, inner: ends(INNER), outer: ends(OUTER) }
}

/// The `p` quantile of a Poisson count with this mean, interpolated: the smallest k with P(X ≤ k) ≥ p, less the part of
/// its probability that is not needed. Never below 0.
fn quantile(p: f64, mean: f64) -> f64 {
    let cdf = |k: u64| gamma_q(k as f64 + 1.0, mean);
    let (mut low, mut high) = (0_u64, 1_u64);
    while cdf(high) < p && high < 1 << 50 {
        low = high;
        high *= 2;
    }
    if cdf(0) >= p {
        return 0.0;
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if cdf(middle) >= p {
            high = middle;
        } else {
            low = middle;
        }
    }
    let (at, below) = (cdf(high), cdf(high - 1));
    (high as f64 - (at - p) / (at - below).max(f64::MIN_POSITIVE)).max(0.0)
}
