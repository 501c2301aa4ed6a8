//! Thresholds of the questions on load; METHODS 7 and PRODUCT 8 say where they come from.

use crate::analyse::overlap;
use crate::model::hours::INTERRUPTION_GAP;
use crate::model::time::{DAY, HOUR, MINUTE, Millis};

/// Everything that may be set.
#[derive(Debug, Clone)]
pub struct Params {
    /// Pages to one person within so long of the first count once; they are counted before the analysis.
    pub gap: Millis,
    /// Pages to one person within so long of the first are one bout.
    pub bout: Millis,
    /// So much work inside the sleep hours disturbs a night, also without a page.
    pub night_work: Millis,
    /// A still open incident is never set aside before this age, as in the analysis of overlap.
    pub stale_floor: Millis,
    /// Length of the shift that the reference line is about, and most incidents in it (Google, "Site Reliability
    /// Engineering": two per 12 hours).
    pub shift: Millis,
    pub shift_incidents: u64,
    /// Largest share of time on call (the same source).
    pub on_call_share: f64,
    pub flags: FlagThresholds,
    pub lines: Lines,
    /// Random draws for what chance alone does.
    pub replicates: u64,
    /// Number from which they derive.
    pub seed: u64,
    pub warning: Warning,
}

/// When a week of a person gets a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlagThresholds {
    /// More than so many incidents in one shift.
    pub incidents: u64,
    /// At least so many disturbed nights.
    pub nights: u64,
    /// At least so many of them in a row.
    pub run: u64,
    /// Less than so many hours of rest.
    pub rest_hours: u64,
    /// Engaged on at least so many weekends in a row.
    pub weekends: u64,
    /// More than so many hours on two or more incidents at once.
    pub overlap_hours: u64,
}

/// When the replay calls something a hard stretch, and when its rules fire.
#[derive(Debug, Clone)]
pub struct Warning {
    /// A firing within so long before a peak is early.
    pub lead: Millis,
    /// Days over which strain and rules add up.
    pub days: usize,
    /// A hard stretch is one whose strain lies at or above this quantile of all days.
    pub hard: f64,
    /// Fewest days of history.
    pub least_days: usize,
}

/// Where the lines are drawn. All are our own assumption but the incidents per shift, which stand in [`Params`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lines {
    /// Over the line from more than this share of shifts above the reference on.
    pub shifts: f64,
    /// Disturbed nights of one person that make a week red, how many red weeks in a row count, and for which share of the
    /// people.
    pub nights: u64,
    pub weeks: u64,
    pub people: f64,
    /// More than this share of the time with more incidents open than people on call.
    pub above: f64,
    /// Strained from so many person-weeks on with at least so many flags.
    pub flags: u64,
    pub flagged_weeks: u64,
    /// Strained where at least this share of night pages, and so many of them, are mild: of this severity or milder, or
    /// without an act before morning.
    pub mild: f64,
    pub mild_pages: u64,
    pub mild_severity: u32,
    /// Units of fewer people or shifts are not told of.
    pub least_people: u64,
    pub least_shifts: u64,
}

impl Default for Lines {
    fn default() -> Self {
        Self {
            shifts: 0.1,
            nights: 2,
            weeks: 2,
            people: 0.25,
            above: 0.02,
            flags: 3,
            flagged_weeks: 2,
            mild: 0.5,
            mild_pages: 10,
            mild_severity: 4,
            least_people: 5,
            least_shifts: 20,
        }
    }
}

impl Default for Params {
    fn default() -> Self {
        Self {
            gap: INTERRUPTION_GAP,
            bout: 30 * MINUTE,
            night_work: 15 * MINUTE,
            stale_floor: overlap::Params::default().stale_floor,
            shift: 12 * HOUR,
            shift_incidents: 2,
            on_call_share: 0.25,
            flags: FlagThresholds { incidents: 2, nights: 2, run: 3, rest_hours: 11, weekends: 2, overlap_hours: 4 },
            lines: Lines::default(),
            replicates: 999,
            seed: 20_240_601,
            warning: Warning::default(),
        }
    }
}

impl Default for Warning {
    fn default() -> Self {
        Self { lead: 14 * DAY, days: 7, hard: 0.9, least_days: 56 }
    }
}
