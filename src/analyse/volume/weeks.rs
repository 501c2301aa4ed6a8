//! Incidents per week and severity, and which weeks the data cover from end to end.

use crate::frame::DataSet;
use crate::model::time::{DAY, Millis, Window};
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeZone};
use chrono_tz::Tz;
use std::collections::BTreeMap;
use std::ops::Range;

/// More weeks than this (fifty years) come from a wrong date; the latest are kept.
const MAX_WEEKS: usize = 2_600;

/// Counts per week. Weeks begin on Monday, midnight in the reporting zone.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WeekCounts {
    pub starts_ms: Vec<Millis>,
    /// Severity rank (`None`: not stated), worst first, and its counts, one per week.
    pub series: Vec<(Option<u32>, Vec<u64>)>,
    /// Included incidents counted.
    pub incidents: u64,
    /// Weeks that lie within the period and the data from their first to their last day. The others hold fewer incidents
    /// for that reason alone.
    pub whole: Range<usize>,
}

impl WeekCounts {
    /// Incidents of all severities, one count per week.
    #[must_use]
    pub fn totals(&self) -> Vec<u64> {
        let of = |week: usize| self.series.iter().filter_map(|s| s.1.get(week)).sum();
        (0..self.starts_ms.len()).map(of).collect()
    }

    /// The week that holds an instant.
    #[must_use]
    pub fn holding(&self, at: Millis) -> Option<usize> {
        self.starts_ms.partition_point(|&start| start <= at).checked_sub(1)
    }
}

/// Counts included incidents from the first of the context quarters (or of the period) to the end of the period.
#[must_use]
pub fn count(data: &DataSet) -> WeekCounts {
    let Some(window) = context(data) else { return WeekCounts::default() };
    let mut starts_ms = week_starts(window, data.periods.zone);
    let cut_first = starts_ms.first().is_some_and(|&first| first < window.start);
    let cut_last = starts_ms.pop().is_none_or(|end| end > window.end);
    let view = data.incident_view();
    let mut series: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
    let mut incidents = 0;
    for row in view.rows().filter(|&row| view.included.get(row)) {
        let Some(at) = view.started.get(row).filter(|&at| window.contains(at)) else { continue };
        let Some(week) = starts_ms.partition_point(|&start| start <= at).checked_sub(1) else { continue };
        // Unknown severity sorts behind all known ones.
        let rank = view.severity.get(row).unwrap_or(u32::MAX);
        let counts = series.entry(rank).or_insert_with(|| vec![0; starts_ms.len()]);
        if let Some(count) = counts.get_mut(week) {
            *count += 1;
            incidents += 1;
        }
    }
    let series = series.into_iter().map(|(rank, counts)| ((rank != u32::MAX).then_some(rank), counts)).collect();
    let last = starts_ms.len() - usize::from(cut_last && !starts_ms.is_empty());
    let whole = usize::from(cut_first).min(last)..last;
    WeekCounts { starts_ms, series, incidents, whole }
}

/// What the chart covers: the context and the period, as far as there are data.
fn context(data: &DataSet) -> Option<Window> {
    let periods = &data.periods;
    let span = periods.data?;
    let first = periods.quarters.first().map_or(periods.current.window.start, |q| q.window.start);
    let start = first.min(periods.current.window.start).max(span.start);
    let end = periods.current.window.end.min(span.end.max(periods.as_of));
    (start < end).then_some(Window { start, end })
}

/// Starts of the weeks that touch the window, and at last the end of the last one.
fn week_starts(window: Window, zone: Tz) -> Vec<Millis> {
    let Some(mut monday) = monday_of(window.start, zone) else { return vec![window.start, Millis::MAX] };
    let mut starts = Vec::new();
    while let Some(start) = midnight(monday, zone) {
        starts.push(start);
        let Some(next) = monday.checked_add_days(Days::new(7)).filter(|_| start < window.end) else { break };
        monday = next;
    }
    starts.split_off(starts.len().saturating_sub(MAX_WEEKS + 1))
}

fn monday_of(at: Millis, zone: Tz) -> Option<NaiveDate> {
    let day =
        DateTime::from_timestamp_millis(at).filter(|d| d.year().abs() < 200_000)?.with_timezone(&zone).date_naive();
    day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday())))
}

/// The first instant of a local day; where the clock skips midnight, the hour after.
fn midnight(day: NaiveDate, zone: Tz) -> Option<Millis> {
    let local = day.and_hms_opt(0, 0, 0)?;
    let instant = zone.from_local_datetime(&local).earliest();
    let later = || zone.from_local_datetime(&day.and_hms_opt(1, 0, 0)?).earliest();
    instant.or_else(later).map(|at| at.timestamp_millis()).filter(|at| at.abs() < Millis::MAX - DAY)
}
