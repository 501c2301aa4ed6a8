//! Do events of one kind follow events of another more often than their shared rhythm explains?
//!
//! The rhythm is kept by moving whole weeks: whatever happens at the same hours of the week still does, only not in the
//! same week. Shifts by any other amount call shared business hours a cascade.

use crate::stats::quantile;
use crate::stats::random::{Rng, stream};
use crate::stats::sum::sum;
use std::ops::Range;

/// How many replicates at least as large as the observed count end the simulation (Besag and Clifford 1991): a pair that
/// is clearly ordinary needs no more.
const ENOUGH: u64 = 10;

/// How many of `first` are followed by at least one of `then` within `(0, window]`. Both ascending. Counting pairs
/// instead would count one storm k² times. O(n).
#[must_use]
pub fn followed(first: &[i64], then: &[i64], window: i64) -> u64 {
    let mut next = 0;
    let mut found = 0;
    for at in first {
        while then.get(next).is_some_and(|t| t <= at) {
            next += 1;
        }
        found += u64::from(then.get(next).is_some_and(|t| t.saturating_sub(*at) <= window));
    }
    found
}

/// What all shifts along a ring give.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ring {
    pub observed: u64,
    /// Mean over all shifts but none.
    pub mean: f64,
    /// Share of all shifts, none included, with at least as many.
    pub p: f64,
    /// Pairs within the window, and how many a random shift gives.
    pub pairs: u64,
    pub pairs_expected: f64,
}

/// Tries every shift of `then` on a ring of `length` instants, with `first` and `then` inside it. Only where nothing has
/// a rhythm; for incidents, [`weeks`]. `None` for a ring of fewer than 2 instants, a window that does not fit, and events
/// outside. O(length · events · log events).
#[must_use]
pub fn ring(first: &[i64], then: &[i64], window: i64, length: i64) -> Option<Ring> {
    let inside = first.iter().chain(then).all(|t| (0..length).contains(t));
    if length < 2 || window < 1 || window >= length || !inside {
        return None;
    }
    let mut ordered = then.to_vec();
    ordered.sort_unstable();
    // Events in [from, from + window] along the ring.
    let within = |from: i64| {
        let below = |t: i64| ordered.partition_point(|o| *o < t) as u64;
        let end = from + window;
        if end <= length { below(end) - below(from) } else { below(length) - below(from) + below(end - length) }
    };
    let count = |shift: i64| {
        let hits = first.iter().map(|a| within((a + 1 - shift).rem_euclid(length)));
        hits.fold((0, 0), |(followed, pairs), n| (followed + u64::from(n > 0), pairs + n))
    };
    let (observed, pairs) = count(0);
    let others: Vec<u64> = (1..length).map(|shift| count(shift).0).collect();
    let above = others.iter().filter(|o| **o >= observed).count();
    Some(Ring {
        observed,
        mean: sum(others.iter().map(|o| *o as f64)) / others.len() as f64,
        p: (1 + above) as f64 / length as f64,
        pairs,
        pairs_expected: first.len() as f64 * then.len() as f64 * window as f64 / length as f64,
    })
}

/// A count against weeks in random order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Permuted {
    pub observed: f64,
    /// Mean over the replicates drawn.
    pub mean: f64,
    /// What the middle 95 of 100 of them give; rough where the drawing ended early.
    pub range: [f64; 2],
    /// P(at least as many); never 0.
    pub p: f64,
    /// How many replicates were drawn.
    pub replicates: u64,
}

/// How often `then` follows `first` within `(0, window]`, against an order of the weeks of `then` at random. Instants
/// count from the beginning of the first week on a clock on which all weeks are `week` long (local wall clock), and lie
/// inside `count` weeks. Both ascending.
///
/// Drawing stops at ten replicates with at least as many, or after `most`; replicate `r` draws from
/// `stream(seed, path + r)`. `None` without events, for instants outside, fewer than 2 weeks, and a week or window
/// that is not positive. Needs 8 weeks, 5 events each and 3 observed. O(replicates · n).
#[must_use]
pub fn weeks(
    [first, then]: [&[i64]; 2],
    window: i64,
    (week, count): (i64, usize),
    most: u64,
    (seed, path): (u64, &[u64]),
) -> Option<Permuted> {
    let end = week.checked_mul(i64::try_from(count).ok()?)?;
    let inside = first.iter().chain(then).all(|t| (0..end).contains(t));
    if first.is_empty() || then.is_empty() || !inside || count < 2 || week < 1 || window < 1 || most < 1 {
        return None;
    }
    let mut places: Vec<&[i64]> = Vec::with_capacity(count);
    let mut rest = then;
    for limit in (1..).map(|i| i * week).take(count) {
        let (now, later) = rest.split_at_checked(rest.partition_point(|t| *t < limit))?;
        places.push(now);
        rest = later;
    }
    let observed = followed(first, then, window);
    let mut order: Vec<usize> = (0..count).collect();
    let mut moved = Vec::with_capacity(then.len());
    let draw = |replicate: u64| {
        let path: Vec<u64> = path.iter().copied().chain([replicate]).collect();
        order.sort_unstable();
        stream(seed, &path).shuffle(&mut order);
        moved.clear();
        for (to, from) in (0_i64..).zip(&order) {
            let by = (to - *from as i64) * week;
            moved.extend(places.get(*from).into_iter().flat_map(|w| w.iter().map(|t| t + by)));
        }
        followed(first, &moved, window) as f64
    };
    Some(sequential(observed as f64, most, draw))
}

/// About so many weeks are put in another order among themselves.
const BLOCK: usize = 13;

/// Puts weeks in random order, quarter by quarter: over years all areas grow together, and weeks of different years in
/// one order would show that as coming together. Fewer than 26 are one block.
pub fn shuffle_weeks(order: &mut [usize], rng: &mut Rng) {
    for block in blocks(order.len()) {
        order.get_mut(block).into_iter().for_each(|block| rng.shuffle(block));
    }
}

/// The stretches of weeks whose order [`shuffle_weeks`] changes, each within itself.
pub fn blocks(weeks: usize) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    (1..=(weeks / BLOCK).max(1)).rev().map(move |left| {
        let block = from..from + (weeks - from).div_ceil(left);
        from = block.end;
        block
    })
}

/// The same for many events in few weeks, with the order of [`shuffle_weeks`]: `table[i * count + j]` is how many are followed in week `i` when week `j` of the
/// others lies there, so a draw costs one look per week rather than one per event; only cells of one of the [`blocks`] are
/// looked at. What crosses the end of a week counts in neither. `None` for a table of another size and fewer than 2 weeks. O(replicates · weeks).
#[must_use]
pub fn aligned(table: &[u64], count: usize, most: u64, (seed, path): (u64, &[u64])) -> Option<Permuted> {
    if count < 2 || most < 1 || count.checked_mul(count) != Some(table.len()) {
        return None;
    }
    let mut order: Vec<usize> = (0..count).collect();
    let total = |order: &[usize]| {
        let cells = order.iter().enumerate().filter_map(|(week, from)| table.get(week * count + from));
        cells.sum::<u64>() as f64
    };
    let observed = total(&order);
    let draw = |replicate: u64| {
        let path: Vec<u64> = path.iter().copied().chain([replicate]).collect();
        order.sort_unstable();
        shuffle_weeks(&mut order, &mut stream(seed, &path));
        total(&order)
    };
    Some(sequential(observed, most, draw))
}

/// Monte-Carlo test that ends early where the answer is clear.
fn sequential(observed: f64, most: u64, mut draw: impl FnMut(u64) -> f64) -> Permuted {
    let (mut above, mut drawn) = (0, Vec::new());
    for replicate in 0..most {
        let value = draw(replicate);
        drawn.push(value);
        above += u64::from(value >= observed - 1e-12);
        if above == ENOUGH {
            let p = above as f64 / drawn.len() as f64;
            return Permuted::of(observed, drawn, p);
        }
    }
    Permuted::of(observed, drawn, (1 + above) as f64 / (1 + most) as f64)
}

impl Permuted {
    fn of(observed: f64, drawn: Vec<f64>, p: f64) -> Self {
        let replicates = drawn.len() as u64;
        let mean = sum(drawn.iter().copied()) / drawn.len().max(1) as f64;
        let drawn = quantile::sorted(drawn);
        let end = |share: f64| quantile::linear(&drawn, share).unwrap_or(mean);
        Self { observed, mean, range: [end(0.025), end(0.975)], p, replicates }
    }
}

/// How many bins have `level` or more open over all areas, against each area's weeks in an order of its own at random:
/// do areas overlap more than their rhythms make them? Each area gives how many it has open per bin, with `per_week`
/// bins a week.
///
/// All `replicates` are drawn; replicate `r` draws from `stream(seed, path + r)`. `None` below 2 areas or 2 weeks, for
/// areas of unequal length and lengths that are not whole weeks. Needs 8 weeks and 10 incidents.
/// O(replicates · areas · bins).
#[must_use]
pub fn overlap(
    areas: &[Vec<u8>],
    per_week: usize,
    level: u16,
    replicates: u64,
    (seed, path): (u64, &[u64]),
) -> Option<Permuted> {
    let bins = areas.first()?.len();
    let equal = areas.iter().all(|a| a.len() == bins);
    let whole = per_week > 0 && bins.is_multiple_of(per_week) && bins / per_week >= 2;
    if areas.len() < 2 || !equal || !whole || replicates < 1 {
        return None;
    }
    let mut open = vec![0_u16; bins];
    let add = |open: &mut [u16], area: &[u8]| {
        open.iter_mut().zip(area).for_each(|(slot, more)| *slot = slot.saturating_add(u16::from(*more)));
    };
    let busy = |open: &[u16]| open.iter().filter(|n| **n >= level).count() as f64;
    areas.iter().for_each(|area| add(&mut open, area));
    let observed = busy(&open);
    let (mut above, mut drawn) = (0_u64, Vec::new());
    let mut order: Vec<usize> = Vec::new();
    for replicate in 0..replicates {
        let path: Vec<u64> = path.iter().copied().chain([replicate]).collect();
        let mut rng = stream(seed, &path);
        open.fill(0);
        for area in areas {
            order.clear();
            order.extend(0..bins / per_week);
            rng.shuffle(&mut order);
            for (slots, from) in open.chunks_exact_mut(per_week).zip(&order) {
                let week = area.get(from * per_week..(from + 1) * per_week).unwrap_or_default();
                add(slots, week);
            }
        }
        let value = busy(&open);
        drawn.push(value);
        above += u64::from(value >= observed);
    }
    Some(Permuted::of(observed, drawn, (1 + above) as f64 / (1 + replicates) as f64))
}
