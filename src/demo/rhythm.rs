//! How often incidents begin and how long they last: growth, the hours of the day, the days of the week, and the change
//! in what is reported.

use super::organisation::{DAY, END, HOUR, START};
use super::plan::whole;
use crate::stats::random::Rng;
use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::Tz;

/// From 2025-10-01 on monitoring reports more small things: the rate of P4 and P5 rises by four tenths.
pub(super) const REPORTING_CHANGE: i64 = START + 457 * DAY;
const MORE_SMALL_ONES: f64 = 1.4;

/// Shares of P1 to P5 before the change.
pub(super) const SHARES: [f64; 5] = [0.04, 0.14, 0.30, 0.34, 0.18];

/// Median minutes from impact to end by severity. They lie close together compared with the spread, as they do in life.
const MEDIANS: [f64; 5] = [105.0, 92.0, 76.0, 60.0, 44.0];
const SPREAD: f64 = 1.05;
/// An ordinary incident is over within four days, so that no open one is older.
const MAX_LENGTH: i64 = 4 * DAY - 2 * HOUR;

/// The running sum of the weights of all hours from the first one on.
#[derive(Debug)]
pub(super) struct Rhythm {
    first: i64,
    sums: Vec<f64>,
}

impl Rhythm {
    pub(super) fn new() -> Self {
        Self::of(START, END, weight)
    }

    /// The working hours of the larger part of the people, with no growth from one week to the next. The wall clock
    /// counts: a rhythm in UTC would move into the evening, and into sleep, when summer time begins.
    pub(super) fn steady(from: i64, to: i64) -> Self {
        let offsets: Vec<i64> = (0..=(to - from) / DAY).map(|day| offset(from + day * DAY + DAY / 2)).collect();
        Self::of(from, to, |hour| {
            let day = usize::try_from(hour / 24).unwrap_or(0);
            let (of_day, of_week) = hour_and_day(from + hour * HOUR + offsets.get(day).copied().unwrap_or(0));
            of_day * of_week
        })
    }

    fn of(first: i64, end: i64, weight: impl Fn(i64) -> f64) -> Self {
        let weights = (0..(end - first) / HOUR).scan(0.0, |sum, hour| {
            *sum += weight(hour);
            Some(*sum)
        });
        Self { first, sums: weights.collect() }
    }

    /// A moment at which an incident begins. The last two hours are left free for what follows a beginning.
    pub(super) fn moment(&self, rng: &mut Rng) -> i64 {
        let total = self.sums.last().copied().unwrap_or(1.0);
        let drawn = total * rng.next_f64();
        let hour = self.sums.partition_point(|sum| *sum <= drawn);
        let second = rng.below(3_600);
        let at = self.first + i64::try_from(hour).unwrap_or(0) * HOUR + i64::try_from(second).unwrap_or(0);
        at.min(END - 2 * HOUR)
    }

    /// A severity as common as it is at that time.
    pub(super) fn severity(&self, at: i64, rng: &mut Rng) -> u8 {
        let shares: Vec<f64> = (0..5).map(|level| share(level, at)).collect();
        let mut rest = rng.next_f64() * shares.iter().sum::<f64>();
        for (severity, share) in (1_u8..).zip(shares) {
            rest -= share;
            if rest < 0.0 {
                return severity;
            }
        }
        5
    }
}

fn share(level: usize, at: i64) -> f64 {
    let more = if level >= 3 && at >= REPORTING_CHANGE { MORE_SMALL_ONES } else { 1.0 };
    more * SHARES.get(level).copied().unwrap_or(0.0)
}

fn weight(hour: i64) -> f64 {
    let at = START + hour * HOUR;
    let growth = 1.0 + 0.25 * (at - START) as f64 / (END - START) as f64;
    let reported: f64 = (0..5).map(|level| share(level, at)).sum();
    let (of_day, of_week) = hour_and_day(at);
    growth * of_day * of_week * reported
}

/// The weights of the hour of the day and of the day of the week.
fn hour_and_day(at: i64) -> (f64, f64) {
    let hour = (at - START).div_euclid(HOUR);
    let of_day = hour.rem_euclid(24) as f64;
    let day = 1.0 + 0.6 * libm::cos(2.0 * std::f64::consts::PI * (of_day - 13.0) / 24.0);
    // The first hour is that of a Monday.
    let week = if hour.div_euclid(24).rem_euclid(7) >= 5 { 0.55 } else { 1.0 };
    (day, week)
}

/// Seconds by which the clocks of London are ahead of UTC.
fn offset(at: i64) -> i64 {
    let utc = DateTime::from_timestamp(at, 0).unwrap_or_default().naive_utc();
    i64::from(Tz::Europe__London.offset_from_utc_datetime(&utc).fix().local_minus_utc())
}

/// Seconds from impact to end, log-normal.
pub(super) fn length(severity: u8, rng: &mut Rng) -> i64 {
    let median = MEDIANS.get(usize::from(severity.saturating_sub(1))).copied().unwrap_or(60.0);
    whole(60.0 * median * libm::exp(SPREAD * rng.normal())).clamp(180, MAX_LENGTH)
}
