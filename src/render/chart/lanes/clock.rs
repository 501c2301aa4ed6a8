//! Hours along an axis, by the clock of one zone.

use crate::render::chart::axis;
use crate::render::chart::labels;
use crate::render::chart::sheet::TEXT;
use chrono::{DateTime, Timelike};
use chrono_tz::Tz;
use std::ops::Range;

const HOUR: i64 = 3_600_000;
/// Distances between two marks, in hours.
const STEPS: [i64; 7] = [1, 2, 3, 4, 6, 12, 24];
/// Above this, days are marked and hours are not.
const LONGEST: i64 = 8 * 24 * HOUR;
const GAP: f64 = 14.0;

/// A mark; the first of a day names it.
pub(super) struct Tick {
    pub(super) at_ms: i64,
    pub(super) label: String,
    pub(super) day: Option<String>,
}

/// The zone of the axis. One that nobody knows is read as UTC.
pub(super) struct Zone(Tz);

impl Zone {
    pub(super) fn of(name: &str) -> Self {
        Self(name.parse().unwrap_or(Tz::UTC))
    }

    fn at(&self, ms: i64) -> Option<DateTime<Tz>> {
        DateTime::from_timestamp_millis(ms).map(|at| at.with_timezone(&self.0))
    }

    /// "12 May 2026, 13:15".
    pub(super) fn words(&self, ms: i64) -> String {
        self.at(ms).map_or_else(String::new, |at| at.format("%-d %b %Y, %H:%M").to_string())
    }

    /// Marks on whole hours of the zone whose labels have room.
    pub(super) fn ticks(&self, window: Range<i64>, room: f64) -> Vec<Tick> {
        let length = window.end.saturating_sub(window.start).max(1);
        if length > LONGEST {
            let days = axis::times(window.start, window.end, room, TEXT);
            return days.into_iter().map(|t| Tick { at_ms: t.at_ms, label: t.label, day: t.year }).collect();
        }
        let wide = labels::width("00:00", TEXT, false).max(labels::width("30 Sep", TEXT, false)) + GAP;
        let fits = |step: &i64| room * (step * HOUR) as f64 / length as f64 >= wide;
        let step = STEPS.into_iter().find(|step| fits(step)).unwrap_or(24);
        let mut ticks = Vec::new();
        let mut named = None;
        // Quarters of an hour, because some zones are apart from UTC by them.
        let quarter = HOUR / 4;
        let mut at_ms = window.start.div_euclid(quarter).saturating_add(1).saturating_mul(quarter);
        while at_ms <= window.end {
            let Some(at) = self.at(at_ms) else { break };
            if at.minute() == 0 && i64::from(at.hour()) % step == 0 {
                let day = (named != Some(at.date_naive())).then(|| at.format("%-d %b").to_string());
                named = Some(at.date_naive());
                ticks.push(Tick { at_ms, label: at.format("%H:%M").to_string(), day });
            }
            at_ms = at_ms.saturating_add(quarter);
        }
        ticks
    }
}
