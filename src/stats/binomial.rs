//! The binomial distribution.

use crate::stats::random::Rng;
use crate::stats::special::{beta_sides, ln_gamma};

/// P(X ≤ k) for X ~ Bin(n, p), by the incomplete beta function; exact to about 1e-10 up to n = 1e6.
///
/// 1 for k ≥ n. O(√n) at worst, near the mean.
#[must_use]
pub fn cdf(k: u64, n: u64, p: f64) -> f64 {
    if k >= n { 1.0 } else { beta_sides(as_f64(n - k), as_f64(k + 1), 1.0 - p, p).0 }
}

/// P(X ≥ k), computed directly and not as the complement of [`cdf`]. 1 for k = 0, 0 for k > n.
#[must_use]
pub fn at_least(k: u64, n: u64, p: f64) -> f64 {
    if k == 0 {
        1.0
    } else if k > n {
        0.0
    } else {
        beta_sides(as_f64(k), as_f64(n - k + 1), p, 1.0 - p).0
    }
}

/// Natural logarithm of P(X = k); minus infinity where that is impossible.
#[must_use]
pub fn ln_pmf(k: u64, n: u64, p: f64) -> f64 {
    if k > n {
        return f64::NEG_INFINITY;
    }
    let choices = ln_gamma(as_f64(n) + 1.0) - ln_gamma(as_f64(k) + 1.0) - ln_gamma(as_f64(n - k) + 1.0);
    choices + times_ln(k, libm::log(p)) + times_ln(n - k, libm::log1p(-p))
}

/// `count · ln`, where nothing times minus infinity is nothing.
fn times_ln(count: u64, ln: f64) -> f64 {
    if count == 0 { 0.0 } else { as_f64(count) * ln }
}

fn as_f64(n: u64) -> f64 {
    n as f64
}

/// A binomial number by inversion, outwards from the most likely count. O(√(n p (1 − p))).
#[must_use]
pub fn draw(n: u64, p: f64, rng: &mut Rng) -> u64 {
    if n == 0 || p <= 0.0 {
        return 0;
    }
    if p >= 1.0 {
        return n;
    }
    let mode = (((n + 1) as f64 * p) as u64).min(n);
    let odds = p / (1.0 - p);
    let top = libm::exp(ln_pmf(mode, n, p));
    let mut left = rng.next_f64() - top;
    if left < 0.0 {
        return mode;
    }
    let (mut below, mut above, mut low, mut high) = (top, top, mode, mode);
    while (low > 0 && below > 0.0) || (high < n && above > 0.0) {
        if high < n && above > 0.0 {
            above *= (n - high) as f64 / (high + 1) as f64 * odds;
            high += 1;
            left -= above;
            if left < 0.0 {
                return high;
            }
        }
        if low > 0 && below > 0.0 {
            below *= low as f64 / ((n - low + 1) as f64 * odds);
            low -= 1;
            left -= below;
            if left < 0.0 {
                return low;
            }
        }
    }
    // What rounding leaves over, about 1e-12, goes to the most likely count.
    mode
}
