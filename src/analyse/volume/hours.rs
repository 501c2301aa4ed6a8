//! Whether incidents begin in working hours more often than at other hours, in the reporting zone.

use crate::analyse::volume::ratio::{VolumeRatio, ratio};
use crate::frame::DataSet;
use crate::model::hours::HourClass;
use crate::model::time::{HOUR, Millis, Window};
use crate::stats::rate_ratio::Clusters;
use chrono::{DateTime, Datelike, Timelike};

/// Hours of fifty years; a longer period comes from a wrong date.
const MAX: i64 = 438_000;

/// Incidents of the period under review by hour class.
#[derive(Debug, Clone, PartialEq)]
pub struct Hours {
    /// In working hours, at other hours.
    pub incidents: [u64; 2],
    /// Hours of either in the time that the data cover of the period.
    pub hours: [f64; 2],
    /// Incidents per working hour over those per other hour.
    pub ratio: VolumeRatio,
}

/// `None` below five incidents, and when the period has hours of one kind only.
#[must_use]
pub fn compare(data: &DataSet, clusters: Clusters) -> Option<Hours> {
    let zone = data.periods.zone;
    let working = |at: Millis| {
        let local = DateTime::from_timestamp_millis(at).filter(|d| d.year().abs() < 200_000)?.with_timezone(&zone);
        Some(data.profile.class(local.weekday().num_days_from_monday(), local.hour()) == HourClass::Business)
    };
    let window = covered(data)?;
    let mut hours = [0.0, 0.0];
    for hour in 0..(window.len() / HOUR).min(MAX) {
        let [on, off] = &mut hours;
        *(if working(window.start + hour * HOUR)? { on } else { off }) += 1.0;
    }
    let view = data.incident_view();
    let mut incidents = [0_u64, 0];
    for row in view.rows().filter(|&row| view.included.get(row) && view.in_period.get(row)) {
        let Some(at) = view.started.get(row) else { continue };
        let [on, off] = &mut incidents;
        *(if working(at)? { on } else { off }) += 1;
    }
    Some(Hours { incidents, hours, ratio: ratio(incidents, hours, clusters)? })
}

/// The period, or what the data cover of a partial one.
fn covered(data: &DataSet) -> Option<Window> {
    let (periods, span) = (&data.periods, data.periods.data?);
    let current = periods.current.window;
    let seen = Window { start: current.start.max(span.start), end: current.end.min(span.end.max(periods.as_of)) };
    Some(if periods.current.partial { seen } else { current }).filter(|w| !w.is_empty())
}
