//! Lengths of time as people read them. All take seconds.
//!
//! One rule for sentences, so that two durations in one sentence can be compared at a glance:
//!
//! | length | reads | |
//! |---|---|---|
//! | under a minute | "45 seconds" | |
//! | under an hour | "38 minutes" | |
//! | under two days | "2 h 05 min" | hours run up to 47, because "1 day 3 h" hides how long a night was |
//! | under ten days | "2.5 days" | |
//! | longer | "14 days" | |
//!
//! Rounding happens before the unit is chosen: 59.7 minutes are "1 h 00 min", never "60 minutes".

use crate::text::number::{decimal, fixed};
use crate::text::plural::count;

/// For sentences (see the table above). Not finite: "unknown".
#[must_use]
pub fn words(seconds: f64) -> String {
    signed(seconds, |s| {
        if round(s) < 60 {
            count(round(s), "second")
        } else if round(s / 60.0) < 60 {
            count(round(s / 60.0), "minute")
        } else if round(s / 60.0) < 2 * 24 * 60 {
            let (hours, minutes) = hours_and_minutes(s);
            format!("{hours} h {minutes:02} min")
        } else {
            days(s)
        }
    })
}

/// For tables and chart labels: "45 s", "38 min", "2 h 05 min", "2.5 days", "14 days".
#[must_use]
pub fn compact(seconds: f64) -> String {
    signed(seconds, |s| {
        if round(s) < 60 {
            format!("{} s", round(s))
        } else if round(s / 60.0) < 60 {
            format!("{} min", round(s / 60.0))
        } else if round(s / 60.0) < 2 * 24 * 60 {
            let (hours, minutes) = hours_and_minutes(s);
            format!("{hours} h {minutes:02} min")
        } else {
            days(s)
        }
    })
}

/// For sums and means, where people think in hours whatever the size: "1.8 hours", "402 hours", "1 hour".
#[must_use]
pub fn hours(seconds: f64) -> String {
    signed(seconds, |s| {
        let figure = decimal(s / 3600.0);
        let figure = figure.strip_suffix(".0").unwrap_or(&figure);
        format!("{figure} {}", if figure == "1" { "hour" } else { "hours" })
    })
}

/// For marks of charts and lines of tables: as [`compact`], without minutes that are none: "6 h". Not finite: "0 s".
#[must_use]
pub fn brief(seconds: f64) -> String {
    let text = compact(if seconds.is_finite() { seconds.max(0.0) } else { 0.0 });
    text.strip_suffix(" 00 min").map_or(text.clone(), str::to_owned)
}

fn signed(seconds: f64, positive: impl Fn(f64) -> String) -> String {
    if !seconds.is_finite() {
        "unknown".to_owned()
    } else if seconds <= -0.5 {
        format!("-{}", positive(-seconds))
    } else {
        positive(seconds.max(0.0))
    }
}

/// Half away from zero. The input is finite and not negative; a cast from `f64` saturates.
fn round(value: f64) -> u64 {
    value.round() as u64
}

fn hours_and_minutes(seconds: f64) -> (u64, u64) {
    let minutes = round(seconds / 60.0);
    (minutes / 60, minutes % 60)
}

fn days(seconds: f64) -> String {
    format!("{} days", day_figure(seconds))
}

/// One decimal below ten days, and only where it is not zero.
fn day_figure(seconds: f64) -> String {
    let days = seconds / 86_400.0;
    let figure = fixed(days, usize::from(days < 9.95));
    figure.strip_suffix(".0").map_or(figure.clone(), str::to_owned)
}
