//! Shares: intervals of one, comparison of two, trend over several. All cost O(1) or O(groups), Fisher O(n).

use crate::stats::binomial;
use crate::stats::poisson::tail_of;
use crate::stats::special::{beta_inverse, ln_gamma, normal_inverse, normal_sf};
use crate::stats::sum::sum;

/// Wilson's score interval for `k` of `n` (Wilson 1927). `None` unless k ≤ n, n > 0 and 0 < conf < 1.
#[must_use]
pub fn wilson(k: u64, n: u64, conf: f64) -> Option<[f64; 2]> {
    let z = -normal_inverse(tail_of(conf)?);
    if n == 0 || k > n {
        return None;
    }
    let (share, n, square) = (k as f64 / n as f64, n as f64, z * z);
    let middle = share + square / (2.0 * n);
    let half = z * (share * (1.0 - share) / n + square / (4.0 * n * n)).sqrt();
    let scale = 1.0 + square / n;
    Some([((middle - half) / scale).max(0.0), ((middle + half) / scale).min(1.0)])
}

/// Exact interval for `k` of `n` (Clopper and Pearson 1934). `None` as for [`wilson`].
#[must_use]
pub fn clopper_pearson(k: u64, n: u64, conf: f64) -> Option<[f64; 2]> {
    let tail = tail_of(conf)?;
    if n == 0 || k > n {
        return None;
    }
    let (a, b) = (k as f64, (n - k) as f64);
    let low = if k == 0 { 0.0 } else { beta_inverse(tail, a, b + 1.0) };
    let high = if k == n { 1.0 } else { 1.0 - beta_inverse(tail, b, a + 1.0) };
    Some([low, high])
}

/// Difference of two shares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    pub difference: f64,
    /// Newcombe's hybrid score interval (1998, method 10).
    pub low: f64,
    pub high: f64,
    /// Fisher's exact two-sided p-value.
    pub p: f64,
}

/// `k1` of `n1` minus `k2` of `n2`. `None` as for [`wilson`] of either.
#[must_use]
pub fn difference(first: (u64, u64), second: (u64, u64), conf: f64) -> Option<Difference> {
    let ((k1, n1), (k2, n2)) = (first, second);
    let ([l1, u1], [l2, u2]) = (wilson(k1, n1, conf)?, wilson(k2, n2, conf)?);
    let (p1, p2) = (k1 as f64 / n1 as f64, k2 as f64 / n2 as f64);
    let difference = p1 - p2;
    Some(Difference {
        difference,
        low: difference - libm::hypot(p1 - l1, u2 - p2),
        high: difference + libm::hypot(u1 - p1, p2 - l2),
        p: fisher(first, second),
    })
}

/// Probability of all tables with these margins that are no likelier than the one seen.
fn fisher((k1, n1): (u64, u64), (k2, n2): (u64, u64)) -> f64 {
    let hits = k1 + k2;
    let choose = |n: u64, k: u64| ln_gamma(n as f64 + 1.0) - ln_gamma(k as f64 + 1.0) - ln_gamma((n - k) as f64 + 1.0);
    let mass = |k: u64| libm::exp(choose(n1, k) + choose(n2, hits - k) - choose(n1 + n2, hits));
    let limit = mass(k1) * (1.0 + 1e-7);
    sum((hits.saturating_sub(n2)..=hits.min(n1)).map(mass).filter(|m| *m <= limit)).min(1.0)
}

/// Exact two-sided test of `a` against `b` equally likely outcomes (sign test, direction of a sequence). 1 for no
/// outcomes.
#[must_use]
pub fn sign_test(a: u64, b: u64) -> f64 {
    (2.0 * binomial::cdf(a.min(b), a.saturating_add(b), 0.5)).min(1.0)
}

/// A normal test statistic with its two-sided p-value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrendTest {
    pub z: f64,
    pub p: f64,
}

/// Cochran–Armitage trend of shares over scored groups `(k, n, score)`. `None` below 3 groups, for k > n, and where
/// nothing varies (no hits, only hits, one score).
#[must_use]
pub fn cochran_armitage(groups: &[(u64, u64, f64)]) -> Option<TrendTest> {
    if groups.len() < 3 || groups.iter().any(|g| g.0 > g.1) {
        return None;
    }
    let total = sum(groups.iter().map(|g| g.1 as f64));
    let share = sum(groups.iter().map(|g| g.0 as f64)) / total;
    let mean = sum(groups.iter().map(|g| g.1 as f64 * g.2)) / total;
    let top = sum(groups.iter().map(|g| (g.0 as f64 - g.1 as f64 * share) * (g.2 - mean)));
    let spread = share * (1.0 - share) * sum(groups.iter().map(|g| g.1 as f64 * (g.2 - mean).powi(2)));
    let z = top / spread.sqrt();
    z.is_finite().then(|| TrendTest { z, p: 2.0 * normal_sf(z.abs()) })
}
