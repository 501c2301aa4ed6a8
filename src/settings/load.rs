//! `[load]`: thresholds of what is said about the load of people.

use crate::analyse::load::Params;
use crate::analyse::load::params::{Thresholds, Warning};
use crate::model::time::{DAY, HOUR, MINUTE, Millis};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// The section as written.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Load {
    /// Pages to one person within so many minutes of the first are one bout.
    pub bout_min: i64,
    /// So many minutes of work in sleep hours disturb a night, also without a page.
    pub night_work_min: i64,
    /// The reference line: at most so many incidents in so many hours on call.
    pub shift_incidents: i64,
    pub shift_h: i64,
    /// The other reference line: at most so many percent of a person's time on call.
    pub on_call_percent: i64,
    /// Days over which the rules for early warning add up.
    pub warning_days: i64,
    /// A rule was early if it fired at most so many days before a peak.
    pub warning_lead_days: i64,
    pub flags: Flags,
}

/// `[load.flags]`: when a person's week gets each flag.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Flags {
    /// More incidents than so many in one shift.
    pub incidents: i64,
    /// At least so many disturbed nights.
    pub nights: i64,
    /// At least so many of them in a row.
    pub run: i64,
    /// Rest shorter than so many hours.
    pub rest_h: i64,
    /// Engaged on at least so many weekends in a row.
    pub weekends: i64,
    /// Longer than so many hours on two or more incidents at once.
    pub overlap_h: i64,
}

impl Default for Load {
    fn default() -> Self {
        Self {
            bout_min: 30,
            night_work_min: 15,
            shift_incidents: 2,
            shift_h: 12,
            on_call_percent: 25,
            warning_days: 7,
            warning_lead_days: 14,
            flags: Flags::default(),
        }
    }
}

impl Default for Flags {
    fn default() -> Self {
        Self { incidents: 2, nights: 2, run: 3, rest_h: 11, weekends: 2, overlap_h: 4 }
    }
}

/// Key, stated value, what can stand there, and in words what it counts.
type Limit = (&'static str, i64, RangeInclusive<i64>, &'static str);

impl Load {
    fn limits(&self) -> [Limit; 13] {
        let flags = &self.flags;
        [
            ("bout_min", self.bout_min, 1..=720, "minutes"),
            ("night_work_min", self.night_work_min, 1..=480, "minutes"),
            ("shift_incidents", self.shift_incidents, 0..=100, "incidents"),
            ("shift_h", self.shift_h, 1..=168, "hours"),
            ("on_call_percent", self.on_call_percent, 1..=100, "percent"),
            ("warning_days", self.warning_days, 2..=28, "days"),
            ("warning_lead_days", self.warning_lead_days, 1..=60, "days"),
            ("flags.incidents", flags.incidents, 0..=100, "incidents"),
            ("flags.nights", flags.nights, 1..=7, "nights"),
            ("flags.run", flags.run, 1..=28, "nights"),
            ("flags.rest_h", flags.rest_h, 1..=23, "hours"),
            ("flags.weekends", flags.weekends, 1..=26, "weekends"),
            ("flags.overlap_h", flags.overlap_h, 0..=168, "hours"),
        ]
    }

    /// The thresholds; `gap` is how close together pages count once, `seed` where random draws begin.
    ///
    /// # Errors
    /// A value out of its range; the message names the key and the range.
    pub fn check(&self, gap: Millis, seed: u64) -> Result<Params, String> {
        if let Some((key, value, range, unit)) =
            self.limits().into_iter().find(|(_, value, range, _)| !range.contains(value))
        {
            return Err(format!("load.{key} is {value}; it can be {} to {} {unit}", range.start(), range.end()));
        }
        if self.bout_min.saturating_mul(MINUTE) < gap {
            return Err(format!(
                "load.bout_min is {} minutes, which is shorter than hours.interruption_gap_s; a bout holds interruptions",
                self.bout_min
            ));
        }
        let count = |n: i64| u64::try_from(n).unwrap_or(0);
        let flags = &self.flags;
        Ok(Params {
            gap,
            bout: self.bout_min * MINUTE,
            night_work: self.night_work_min * MINUTE,
            shift: self.shift_h * HOUR,
            shift_incidents: count(self.shift_incidents),
            on_call_share: self.on_call_percent as f64 / 100.0,
            flags: Thresholds {
                incidents: count(flags.incidents),
                nights: count(flags.nights),
                run: count(flags.run),
                rest_hours: count(flags.rest_h),
                weekends: count(flags.weekends),
                overlap_hours: count(flags.overlap_h),
            },
            seed,
            warning: Warning {
                lead: self.warning_lead_days * DAY,
                days: usize::try_from(self.warning_days).unwrap_or(7),
                ..Warning::default()
            },
            ..Params::default()
        })
    }

    /// Keys and values in effect, for the manifest.
    #[must_use]
    pub fn shown(&self) -> Vec<(String, String)> {
        self.limits().into_iter().map(|(key, value, _, _)| (format!("load.{key}"), value.to_string())).collect()
    }
}
