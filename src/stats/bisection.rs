//! Roots of monotone functions, for inverse distributions.

/// Relative width at which the search stops.
const PRECISION: f64 = 1e-14;
const STEPS: usize = 200;

/// The smallest x in [low, high] at which `reached` holds, to a relative precision of 1e-14, for a condition that is
/// false below some point and true from there on. Plain bisection: every step is safe, and 200 of them cost less than
/// one sentence costs to print.
#[must_use]
pub fn first(mut low: f64, mut high: f64, reached: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..STEPS {
        let middle = low + (high - low) / 2.0;
        if (high - low).abs() <= PRECISION * high.abs().max(f64::MIN_POSITIVE) {
            break;
        }
        if reached(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    low + (high - low) / 2.0
}

/// The same on [0, ∞): the upper end is found by doubling from `guess`.
#[must_use]
pub fn first_positive(guess: f64, reached: impl Fn(f64) -> bool) -> f64 {
    let mut high = guess.max(1.0);
    for _ in 0..STEPS {
        if reached(high) {
            break;
        }
        high *= 2.0;
    }
    first(0.0, high, reached)
}
