//! Values in the unit of their figure: in words, and as round marks of a linear axis.

use super::axis::{DAY_S, HOUR_S, MINUTE_S, duration, finite, number};

/// Steps between the marks of a linear axis of durations, in seconds.
const DURATION_STEPS: &[f64] = &[
    1.0,
    5.0,
    10.0,
    30.0,
    MINUTE_S,
    2.0 * MINUTE_S,
    5.0 * MINUTE_S,
    10.0 * MINUTE_S,
    20.0 * MINUTE_S,
    30.0 * MINUTE_S,
    HOUR_S,
    2.0 * HOUR_S,
    3.0 * HOUR_S,
    6.0 * HOUR_S,
    12.0 * HOUR_S,
    DAY_S,
    2.0 * DAY_S,
    5.0 * DAY_S,
];

/// How the values of a figure are read: as durations or as plain numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    Seconds,
    Plain,
}

impl Measure {
    pub(super) fn of(unit: &str) -> Self {
        if matches!(unit.trim(), "s" | "seconds" | "second") { Self::Seconds } else { Self::Plain }
    }

    /// A value in words; durations below zero keep their sign.
    pub(super) fn words(self, value: f64) -> String {
        match self {
            Self::Seconds if finite(value) <= -0.5 => format!("\u{2212}{}", duration(-finite(value))),
            Self::Seconds => duration(finite(value)),
            Self::Plain => rate(value),
        }
    }

    /// A value in words with its unit, for a sentence.
    pub(super) fn with_unit(self, value: f64, unit: &str) -> String {
        match self {
            Self::Seconds => self.words(value),
            Self::Plain => format!("{} {unit}", self.words(value)).trim_end().to_owned(),
        }
    }

    /// Round marks that cover `low` to `high`.
    pub(super) fn steps(self, low: f64, high: f64, wanted: f64) -> Vec<f64> {
        let (low, high) = (finite(low), finite(high));
        match self {
            Self::Plain => steps(low, high, wanted),
            Self::Seconds => {
                let rough = (high - low) / wanted.max(1.0);
                match DURATION_STEPS.iter().find(|s| **s >= rough) {
                    Some(step) => whole_steps(low, high, *step),
                    None => steps(low / DAY_S, high / DAY_S, wanted).into_iter().map(|d| d * DAY_S).collect(),
                }
            }
        }
    }
}

/// A rate or another number that may be small: three figures, never more than three decimals.
pub(super) fn rate(value: f64) -> String {
    let value = finite(value);
    let decimals = match value.abs() {
        size if size < 1.0 => 3,
        size if size < 10.0 => 2,
        size if size < 100.0 => 1,
        _ => return number(value.round()),
    };
    let text = format!("{value:.decimals$}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.replace('-', "\u{2212}") }
}

/// Round steps (1, 2, 5 times a power of ten, of any size) that cover `low` to `high`, about `wanted` of them.
pub(super) fn steps(low: f64, high: f64, wanted: f64) -> Vec<f64> {
    let (low, high) = (finite(low), finite(high));
    let high = if high > low { high } else { low + low.abs().max(1.0) };
    // Neighbouring steps must differ as numbers, also around a large value.
    let span = (high - low).max(low.abs().max(high.abs()) * 1e-6).max(1e-6);
    let rough = span / wanted.max(1.0);
    let power = libm::pow(10.0, libm::log10(rough).floor());
    let factor = [1.0, 2.0, 5.0, 10.0].into_iter().find(|f| f * power >= rough * 0.999).unwrap_or(10.0);
    whole_steps(low, high, factor * power)
}

/// The multiples of `step` from the last one at or below `low` to the first one at or above `high`, at most 51.
fn whole_steps(low: f64, high: f64, step: f64) -> Vec<f64> {
    let first = (low / step + 1e-9).floor();
    let last = (high / step - 1e-9).ceil().max(first + 1.0);
    (0..=((last - first) as u32).min(50)).map(|i| (first + f64::from(i)) * step).collect()
}
