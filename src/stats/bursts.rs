//! Kleinberg's two-state automaton (2002): which stretches of a series are busy. It has no p-value, so it may shade a
//! chart but carries no claim.

use crate::stats::special::ln_gamma;
use crate::stats::sum::sum;

/// The cheapest assignment of states.
#[derive(Debug, Clone, PartialEq)]
pub struct Bursts {
    /// Per bin, whether it is busy.
    pub busy: Vec<bool>,
    pub cost: f64,
    /// Share of relevant events in the quiet state.
    pub quiet_share: f64,
}

/// Bins `(relevant, all)` events in order of time; the busy state has `factor` times the share (2), entering it costs
/// `entry` · ln n (1), leaving it nothing, and the series begins quiet. `None` below 2 bins, where relevant events exceed all,
/// without relevant events, where every event is relevant, and for a factor not above 1 or a negative entry. O(bins).
#[must_use]
pub fn bursts(bins: &[(u64, u64)], factor: f64, entry: f64) -> Option<Bursts> {
    let all = sum(bins.iter().map(|b| b.1 as f64));
    let quiet_share = sum(bins.iter().map(|b| b.0 as f64)) / all;
    let usable = bins.len() >= 2 && bins.iter().all(|b| b.0 <= b.1) && quiet_share > 0.0 && quiet_share < 1.0;
    if !(usable && factor > 1.0 && entry >= 0.0 && factor.is_finite() && entry.is_finite()) {
        return None;
    }
    // A share of 1 would make a single other event impossible.
    let busy_share = (quiet_share * factor).min(0.9999);
    let enter = entry * libm::log(bins.len() as f64);
    let (mut quiet, mut busy) = (0.0, f64::INFINITY);
    // Per bin: whether the cheapest way to be quiet, and to be busy, in it was busy in the one before.
    let mut before: Vec<[bool; 2]> = Vec::with_capacity(bins.len());
    for bin in bins {
        let came = [busy < quiet, busy <= quiet + enter];
        let next = f64::min(quiet, busy) + cost(*bin, quiet_share);
        busy = f64::min(busy, quiet + enter) + cost(*bin, busy_share);
        quiet = next;
        before.push(came);
    }
    let mut state = busy < quiet;
    let total = quiet.min(busy);
    let mut states = Vec::with_capacity(bins.len());
    for [to_quiet, to_busy] in before.into_iter().rev() {
        states.push(state);
        state = if state { to_busy } else { to_quiet };
    }
    states.reverse();
    Some(Bursts { busy: states, cost: total, quiet_share })
}

/// Minus the logarithm of the binomial probability.
fn cost((relevant, all): (u64, u64), share: f64) -> f64 {
    let (r, d) = (relevant as f64, all as f64);
    let ways = ln_gamma(d + 1.0) - ln_gamma(r + 1.0) - ln_gamma(d - r + 1.0);
    -(ways + r * libm::log(share) + (d - r) * libm::log(1.0 - share))
}
