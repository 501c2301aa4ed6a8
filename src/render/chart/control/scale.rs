//! The axis of values: linear for numbers, logarithmic for durations, whose usual range spans minutes to days.

use crate::render::chart::axis::{DURATION_TICKS, HOUR_S, MINUTE_S, finite};
use crate::render::chart::elapsed;
use crate::render::chart::measure::Measure;
use std::ops::Range;

/// Where values stand, and what they are called.
pub(super) struct ValueAxis {
    /// Places of the marks in the coordinates of the plot, with their names, ascending.
    pub(super) ticks: Vec<(f64, String)>,
    kind: Kind,
}

enum Kind {
    Numbers,
    /// Seconds in the unit of the figure, and the stretch of the axis in seconds.
    Durations(f64, Range<f64>),
}

/// Seconds in a unit of time; nothing for any other.
fn seconds_in(unit: &str) -> Option<f64> {
    match unit.trim() {
        "s" | "second" | "seconds" => Some(1.0),
        "min" | "minute" | "minutes" => Some(MINUTE_S),
        "h" | "hour" | "hours" => Some(HOUR_S),
        _ => None,
    }
}

impl ValueAxis {
    /// An axis that holds all values, which are in the unit of the figure.
    pub(super) fn new(unit: &str, values: &[f64]) -> Self {
        match seconds_in(unit) {
            Some(seconds) => Self::durations(seconds, values),
            None => Self::numbers(values),
        }
    }

    fn durations(seconds: f64, values: &[f64]) -> Self {
        let reach = elapsed::reach(values.iter().map(|v| v * seconds));
        let inside = DURATION_TICKS.iter().filter(|tick| reach.start <= tick.0 && tick.0 <= reach.end);
        let ticks = inside.map(|(at, name)| (libm::log(*at), (*name).to_owned())).collect();
        Self { ticks, kind: Kind::Durations(seconds, reach) }
    }

    fn numbers(values: &[f64]) -> Self {
        let (least, most) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(*v), h.max(*v)));
        let (least, most) = if least <= most { (least, most) } else { (0.0, 1.0) };
        // The axis begins at 0 unless that would flatten everything against its upper end.
        let least = if least >= 0.0 && most - least > most * 0.25 { 0.0 } else { least };
        let marks = Measure::Plain.steps(least, most + (most - least) * 0.05, 5.0);
        let ticks = marks.into_iter().map(|at| (at, Measure::Plain.words(at))).collect();
        Self { ticks, kind: Kind::Numbers }
    }

    pub(super) fn is_of_durations(&self) -> bool {
        matches!(self.kind, Kind::Durations(..))
    }

    /// The place of a value in the coordinates of the plot. One that a log axis has no place for stands at its end.
    pub(super) fn place(&self, value: f64) -> f64 {
        match &self.kind {
            Kind::Numbers => finite(value),
            Kind::Durations(seconds, reach) => libm::log(finite(value * seconds).clamp(reach.start, reach.end)),
        }
    }

    /// From the lower to the upper end of the plot.
    pub(super) fn ends(&self) -> Range<f64> {
        match &self.kind {
            Kind::Numbers => self.ticks.first().map_or(0.0, |t| t.0)..self.ticks.last().map_or(1.0, |t| t.0),
            Kind::Durations(_, reach) => libm::log(reach.start)..libm::log(reach.end),
        }
    }

    pub(super) fn words(&self, value: f64) -> String {
        match self.kind {
            Kind::Numbers => Measure::Plain.words(value),
            Kind::Durations(seconds, _) => Measure::Seconds.words(value * seconds),
        }
    }

    /// A value with its unit, for a sentence.
    pub(super) fn with_unit(&self, value: f64, unit: &str) -> String {
        if self.is_of_durations() { self.words(value) } else { Measure::Plain.with_unit(value, unit) }
    }
}
