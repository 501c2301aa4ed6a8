//! Six flags per person and week, counted and never weighed; METHODS 7.8. They say what the schedule held, nothing about
//! anybody's health.

use crate::analyse::load::params::FlagThresholds;
use crate::model::time::{HOUR, Millis};

/// What the flags look at. `None` where the exports can't tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FlagMeasures {
    /// Most incidents in one shift of the week.
    pub shift_incidents: Option<u64>,
    pub nights: u64,
    /// Longest run of disturbed nights that reaches into the week.
    pub run: u64,
    /// Shortest rest of a night of the week; `None` where none was shorter than an hour above the threshold.
    pub rest: Option<Millis>,
    /// Weekends in a row with an engagement, up to the one of this week.
    pub weekends: u64,
    /// Time on two or more incidents at once.
    pub overlap: Option<Millis>,
}

/// The flags in the order of METHODS 7.8.
pub const CODES: [&str; 6] = ["incidents", "nights", "run", "rest", "weekends", "overlap"];

impl FlagMeasures {
    /// Which flags are up.
    #[must_use]
    pub fn flags(&self, at: &FlagThresholds) -> [bool; 6] {
        [
            self.shift_incidents.is_some_and(|n| n > at.incidents),
            self.nights >= at.nights && self.nights > 0,
            self.run >= at.run && self.run > 0,
            self.rest.is_some_and(|rest| rest < at.rest()),
            self.weekends >= at.weekends && self.weekends > 0,
            self.overlap.is_some_and(|time| time > hours(at.overlap_hours)),
        ]
    }

    #[must_use]
    pub fn count(&self, at: &FlagThresholds) -> u64 {
        self.flags(at).iter().filter(|up| **up).count() as u64
    }
}

fn hours(n: u64) -> Millis {
    i64::try_from(n).unwrap_or(i64::MAX).saturating_mul(HOUR)
}

impl FlagThresholds {
    /// The length of rest below which the flag is up.
    #[must_use]
    pub fn rest(&self) -> Millis {
        hours(self.rest_hours)
    }

    /// One step easier to reach.
    #[must_use]
    pub fn lower(&self) -> Self {
        Self {
            incidents: self.incidents.saturating_sub(1),
            nights: self.nights.saturating_sub(1),
            run: self.run.saturating_sub(1),
            rest_hours: self.rest_hours.saturating_add(1),
            weekends: self.weekends.saturating_sub(1),
            overlap_hours: self.overlap_hours.saturating_sub(1),
        }
    }

    /// One step harder to reach.
    #[must_use]
    pub fn higher(&self) -> Self {
        Self {
            incidents: self.incidents.saturating_add(1),
            nights: self.nights.saturating_add(1),
            run: self.run.saturating_add(1),
            rest_hours: self.rest_hours.saturating_sub(1),
            weekends: self.weekends.saturating_add(1),
            overlap_hours: self.overlap_hours.saturating_add(1),
        }
    }
}

/// Person-weeks per flag at the thresholds, and one step to either side; how many flags the weeks have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flagged {
    /// Person-weeks with a page, work or time on call.
    pub weeks: u64,
    /// People behind them, and those with any flag.
    pub people: u64,
    pub flagged_people: u64,
    /// Per flag: one step easier, as set, one step harder.
    pub counts: [[u64; 3]; 6],
    /// Person-weeks with 0 to 6 flags, as set.
    pub sums: [u64; 7],
    /// Person-weeks with three or more flags: one step easier, as set, one step harder (all thresholds together).
    pub three_or_more: [u64; 3],
}

impl Flagged {
    /// Adds one week.
    pub fn add(&mut self, measures: &FlagMeasures, thresholds: &FlagThresholds) {
        self.weeks += 1;
        let steps = [thresholds.lower(), *thresholds, thresholds.higher()];
        for (step, at) in steps.iter().enumerate() {
            for (counts, up) in self.counts.iter_mut().zip(measures.flags(at)) {
                counts.iter_mut().skip(step).take(1).for_each(|n| *n += u64::from(up));
            }
            let three = u64::from(measures.count(at) >= 3);
            self.three_or_more.iter_mut().skip(step).take(1).for_each(|n| *n += three);
        }
        let sum = measures.count(thresholds) as usize;
        self.sums.iter_mut().skip(sum).take(1).for_each(|n| *n += 1);
    }

    /// Person-weeks with at least one flag.
    #[must_use]
    pub fn any(&self) -> u64 {
        self.sums.iter().skip(1).sum()
    }
}
