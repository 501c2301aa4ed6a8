//! Which ranks counts may have, all at once: every statement about every pair holds together at the level asked for.
//!
//! An item is clearly above another when the exact conditional test of the two says so at the level of Tukey's range of
//! as many normal numbers as there are items, which is what all pairs together may reach by chance. An item may have
//! any rank that is not ruled out by those clearly above and below it (Klein, Wright and Wieczorek 2020; Mogstad,
//! Romano, Shaikh and Wilhelm 2024). Unequal exposures make it cautious (Hayter 1984).

use crate::stats::binomial;
use crate::stats::special::{normal_inverse, normal_sf};
use crate::stats::sum::sum;
use std::collections::BTreeMap;

/// Step and reach of the integral over the largest of the numbers; the error is far below 10⁻¹⁰.
const STEP: f64 = 0.05;
const REACH: f64 = 9.0;

/// P(the range of `items` independent standard normal numbers is larger than `range`). 1 at 0 and below, and for fewer
/// than two items. O(1).
#[must_use]
pub fn range_sf(range: f64, items: usize) -> f64 {
    if range.is_nan() || range <= 0.0 || items < 2 {
        return 1.0;
    }
    // Far beyond what the integral reaches nothing is left; an infinite range has no end of steps.
    if range > 4.0 * REACH {
        return 0.0;
    }
    let others = (items - 1) as f64;
    let density = |z: f64| libm::exp(-z * z / 2.0) / (2.0 * std::f64::consts::PI).sqrt();
    // The largest lies at z, and all others between z less the range and z.
    let inside = |z: f64| (normal_sf(z - range) - normal_sf(z)).max(0.0);
    let steps = ((2.0 * REACH + range) / STEP) as u64;
    let at = |step: u64| -REACH + STEP * step as f64;
    let held = sum((0..=steps).map(|s| density(at(s)) * libm::pow(inside(at(s)), others)));
    (1.0 - STEP * items as f64 * held).clamp(0.0, 1.0)
}

/// The range that is exceeded with this probability, by bisection.
fn range_upper(tail: f64, items: usize) -> f64 {
    let (mut low, mut high) = (0.0, 40.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if range_sf(middle, items) > tail { low = middle } else { high = middle }
    }
    high
}

/// P(the first count is at least as large), given the sum of both, if both had the same rate. Exact.
fn above((count, exposure): (u64, f64), (other, beside): (u64, f64)) -> f64 {
    binomial::at_least(count, count + other, exposure / (exposure + beside))
}

fn usable(counts: &[(u64, f64)]) -> bool {
    counts.len() >= 2 && counts.iter().all(|c| c.1 > 0.0 && c.1.is_finite())
}

/// The best and the worst rank (1 = highest rate) that each of the first `most` items by rate may have, `None` for the
/// others; all of them together hold with probability `conf`. Items are counts with their exposures.
///
/// `None` below two items, for exposure that is not positive, and unless 0 < conf < 1. O(most · different items).
#[must_use]
pub fn rank_sets(counts: &[(u64, f64)], conf: f64, most: usize) -> Option<Vec<Option<[u64; 2]>>> {
    if !(usable(counts) && conf > 0.0 && conf < 1.0) {
        return None;
    }
    let level = normal_sf(range_upper(1.0 - conf, counts.len()) / std::f64::consts::SQRT_2);
    // Equal items share their tests.
    let mut kinds: BTreeMap<(u64, u64), u64> = BTreeMap::new();
    counts.iter().for_each(|c| *kinds.entry((c.0, c.1.to_bits())).or_default() += 1);
    let kinds: Vec<((u64, f64), u64)> =
        kinds.into_iter().map(|((count, bits), items)| ((count, f64::from_bits(bits)), items)).collect();
    let rate = |c: &(u64, f64)| c.0 as f64 / c.1;
    let mut order: Vec<usize> = (0..counts.len()).collect();
    let rate_at = |at: usize| counts.get(at).map_or(0.0, rate);
    order.sort_by(|a, b| rate_at(*b).total_cmp(&rate_at(*a)).then(a.cmp(b)));
    let mut known: BTreeMap<(u64, u64), [u64; 2]> = BTreeMap::new();
    let mut sets = vec![None; counts.len()];
    for &at in order.iter().take(most) {
        let Some(own) = counts.get(at) else { continue };
        let set = *known.entry((own.0, own.1.to_bits())).or_insert_with(|| {
            let many = |fits: &dyn Fn(&(u64, f64)) -> bool| -> u64 {
                kinds.iter().filter(|(other, _)| fits(other)).map(|(_, items)| items).sum()
            };
            let over = many(&|other| rate(other) > rate(own) && above(*other, *own) <= level);
            let under = many(&|other| rate(other) < rate(own) && above(*own, *other) <= level);
            [1 + over, counts.len() as u64 - under]
        });
        sets.get_mut(at).into_iter().for_each(|slot| *slot = Some(set));
    }
    Some(sets)
}

/// The smallest joint error at which an item is among the `first`: as many items as it takes are clearly below it.
/// `None` as for [`rank_sets`], without such an item and where everything is among the first. O(items log items).
#[must_use]
pub fn among_first(counts: &[(u64, f64)], at: usize, first: usize) -> Option<f64> {
    let own = counts.get(at).filter(|_| usable(counts))?;
    let below = counts.len().checked_sub(first).filter(|n| *n > 0)?;
    let others = counts.iter().enumerate().filter(|(other, _)| *other != at);
    let mut tests: Vec<f64> = others.map(|(_, other)| above(*own, *other)).collect();
    tests.sort_unstable_by(f64::total_cmp);
    let p = tests.get(below - 1)?;
    Some(range_sf(-normal_inverse(*p) * std::f64::consts::SQRT_2, counts.len()))
}
