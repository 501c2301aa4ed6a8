//! Distribution functions, good to about 1e-11 (relative, in both tails) for the sizes that occur here.
//!
//! Tails are computed directly, never as one minus the other side. Series and continued fractions as in Abramowitz and
//! Stegun 6.5, 26.2 and 26.5, evaluated by Lentz' method; log-gamma and erfc are those of `libm`, which gives the same
//! bits on every platform.

use crate::stats::bisection;
use std::f64::consts::SQRT_2;

const TINY: f64 = 1e-300;
const EPSILON: f64 = 1e-16;
/// A continued fraction needs about the square root of the larger parameter in steps; this is enough for 1e9.
const STEPS: u32 = 100_000;

/// Natural logarithm of the gamma function, for positive arguments.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// Regularised lower incomplete gamma function P(a, x), for a > 0; 0 for x ≤ 0.
#[must_use]
pub fn gamma_p(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x < a + 1.0 {
        gamma_series(a, x)
    } else {
        1.0 - gamma_fraction(a, x)
    }
}

/// Regularised upper incomplete gamma function Q(a, x) = 1 − P(a, x), for a > 0; 1 for x ≤ 0.
#[must_use]
pub fn gamma_q(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        1.0
    } else if x < a + 1.0 {
        1.0 - gamma_series(a, x)
    } else {
        gamma_fraction(a, x)
    }
}

fn gamma_weight(a: f64, x: f64) -> f64 {
    libm::exp(a * libm::log(x) - x - ln_gamma(a))
}

fn gamma_series(a: f64, x: f64) -> f64 {
    let (mut term, mut total, mut n) = (1.0 / a, 1.0 / a, a);
    for _ in 0..STEPS {
        n += 1.0;
        term *= x / n;
        total += term;
        if term.abs() < total.abs() * EPSILON {
            break;
        }
    }
    total * gamma_weight(a, x)
}

fn gamma_fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut lentz = Lentz { c: 1.0 / TINY, d: 1.0 / b, value: 1.0 / b };
    for i in 1..STEPS {
        let i = f64::from(i);
        b += 2.0;
        if lentz.step(-i * (i - a), b) {
            break;
        }
    }
    lentz.value * gamma_weight(a, x)
}

/// Regularised incomplete beta function I_x(a, b), for a, b > 0; x is limited to 0 to 1.
#[must_use]
pub fn beta_i(a: f64, b: f64, x: f64) -> f64 {
    beta_sides(a, b, x, 1.0 - x).0
}

/// I_x(a, b) and its complement, from x and y = 1 − x, so that neither loses digits when x is close to 0 or 1.
#[must_use]
pub(crate) fn beta_sides(a: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if y <= 0.0 {
        return (1.0, 0.0);
    }
    let ln_beta = ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    let weight = libm::exp(a * libm::log(x) + b * libm::log(y) - ln_beta);
    if x < (a + 1.0) / (a + b + 2.0) {
        let side = weight * beta_fraction(a, b, x) / a;
        (side, 1.0 - side)
    } else {
        let side = weight * beta_fraction(b, a, y) / b;
        (1.0 - side, side)
    }
}

fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let first = 1.0 / guard(1.0 - (a + b) * x / (a + 1.0));
    let mut lentz = Lentz { c: 1.0, d: first, value: first };
    for m in 1..STEPS {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        lentz.step(even, 1.0);
        if lentz.step(odd, 1.0) {
            break;
        }
    }
    lentz.value
}

/// Modified Lentz evaluation of a continued fraction, started after its first denominator: `c` and `d` are the ratios of
/// successive numerators and of successive denominators.
struct Lentz {
    c: f64,
    d: f64,
    value: f64,
}

impl Lentz {
    /// Adds the partial numerator `a` and denominator `b`; true when nothing changes any more.
    fn step(&mut self, a: f64, b: f64) -> bool {
        self.d = 1.0 / guard(b + a * self.d);
        self.c = guard(b + a / self.c);
        let factor = self.c * self.d;
        self.value *= factor;
        (factor - 1.0).abs() < 3.0 * EPSILON
    }
}

fn guard(x: f64) -> f64 {
    if x.abs() < TINY { TINY } else { x }
}

/// P(Z > z) for a standard normal Z.
#[must_use]
pub fn normal_sf(z: f64) -> f64 {
    libm::erfc(z / SQRT_2) / 2.0
}

/// The z with P(Z ≤ z) = p. Infinite at p = 0 and 1.
#[must_use]
pub fn normal_inverse(p: f64) -> f64 {
    if p <= 0.0 {
        f64::NEG_INFINITY
    } else if p >= 1.0 {
        f64::INFINITY
    } else if p < 0.5 {
        -bisection::first(0.0, 40.0, |z| normal_sf(z) <= p)
    } else if p > 0.5 {
        bisection::first(0.0, 40.0, |z| normal_sf(z) <= 1.0 - p)
    } else {
        0.0
    }
}

/// P(X > x) for chi-squared with `df` degrees of freedom.
#[must_use]
pub fn chi2_sf(x: f64, df: f64) -> f64 {
    gamma_q(df / 2.0, x / 2.0)
}

/// P(T > t) for Student's t with `df` degrees of freedom.
#[must_use]
pub fn t_sf(t: f64, df: f64) -> f64 {
    let square = t * t;
    let tail = beta_sides(df / 2.0, 0.5, df / (df + square), square / (df + square)).0 / 2.0;
    if t < 0.0 { 1.0 - tail } else { tail }
}

/// The t with P(T > t) = `tail` for Student's t with `df` degrees of freedom; for 0 < `tail` ≤ 0.5 (0 at 0.5 and above,
/// infinite at 0).
#[must_use]
pub fn t_upper(tail: f64, df: f64) -> f64 {
    if tail >= 0.5 {
        0.0
    } else if tail <= 0.0 {
        f64::INFINITY
    } else {
        bisection::first_positive(4.0, |t| t_sf(t, df) <= tail)
    }
}

/// The `p` quantile of a gamma distribution with this shape and rate, both positive. 0 at p ≤ 0, infinite at p ≥ 1.
#[must_use]
pub fn gamma_inverse(p: f64, shape: f64, rate: f64) -> f64 {
    if p <= 0.0 {
        0.0
    } else if p >= 1.0 {
        f64::INFINITY
    } else if p < 0.5 {
        bisection::first_positive(shape, |x| gamma_p(shape, x) >= p) / rate
    } else {
        bisection::first_positive(shape, |x| gamma_q(shape, x) <= 1.0 - p) / rate
    }
}

/// The `p` quantile of a beta distribution with positive parameters. Bisection, so that it neither hangs nor leaves the
/// range from 0 to 1.
#[must_use]
pub fn beta_inverse(p: f64, a: f64, b: f64) -> f64 {
    if p <= 0.0 {
        0.0
    } else if p >= 1.0 {
        1.0
    } else if p < 0.5 {
        bisection::first(0.0, 1.0, |x| beta_i(a, b, x) >= p)
    } else {
        1.0 - bisection::first(0.0, 1.0, |y| beta_i(b, a, y) >= 1.0 - p)
    }
}
