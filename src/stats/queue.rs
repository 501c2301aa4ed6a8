//! Concurrency to expect: M/G/∞ and the Erlang formulas, at an offered load of `load` erlangs (arrival rate times mean
//! duration).

use crate::stats::special::gamma_p;

/// P(at least `level` open at once) when arrivals are independent: Poisson, whatever the durations. O(√load).
#[must_use]
pub fn at_least(level: u64, load: f64) -> f64 {
    if level == 0 { 1.0 } else { gamma_p(level as f64, load) }
}

/// Overlapping pairs to expect among independent arrivals at `rate` over `time`.
#[must_use]
pub fn overlapping_pairs(rate: f64, time: f64, load: f64) -> f64 {
    rate * time * load
}

/// Erlang B: share of arrivals that find all `staff` busy and are handed off. 1 without staff; O(staff).
#[must_use]
pub fn erlang_b(load: f64, staff: u64) -> f64 {
    (1..=staff).fold(1.0, |blocked, c| load * blocked / (c as f64 + load * blocked))
}

/// Erlang C: share of arrivals that wait. `None` unless load < staff: the queue would grow without end.
#[must_use]
pub fn erlang_c(load: f64, staff: u64) -> Option<f64> {
    let c = staff as f64;
    let blocked = erlang_b(load, staff);
    (load >= 0.0 && load < c).then(|| c * blocked / (c - load * (1.0 - blocked)))
}
