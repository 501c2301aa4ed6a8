//! The numbers of a chart as CSV, in a shape that never changes with the data: one row per plotted value.

mod load;
mod recurrence;
mod statistics;

use crate::findings::{Bar, Durations, Exhibit, Figure, Lane, Series, Span};
use crate::render::chart::axis::{finite, iso};
use crate::text::rows::Rows;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const HOURS: usize = 24;

/// The plotted numbers. Times are ISO 8601 in UTC, durations are seconds, shares run from 0 to 1. Text that a
/// spreadsheet would take for a formula is led by an apostrophe.
#[must_use]
pub fn csv(exhibit: &Exhibit) -> String {
    let cells = match &exhibit.figure {
        Figure::Weeks { unit, starts_ms, series } => weeks(unit, starts_ms, series),
        Figure::Pareto { unit, bars, others } => pareto(unit, bars, others.as_ref()),
        Figure::Durations { groups, ghost, open_s } => durations(groups, ghost.as_deref(), open_s),
        Figure::Concurrency { starts_ms, bucket_s, peak, mean, marks } => {
            concurrency(starts_ms, *bucket_s, (peak, mean), marks)
        }
        Figure::Ribbon { starts_ms, bucket_s, demand, people } => ribbon(starts_ms, *bucket_s, demand, people),
        Figure::HourWeek { unit, cells, classes } => hour_week(unit, cells, classes),
        Figure::NoiseBand { bands } => statistics::noise_band(bands),
        Figure::Waterfall { unit, steps } => statistics::waterfall(unit, steps),
        Figure::Survival { curves } => statistics::survival(curves),
        Figure::Funnel { unit, exposure_unit, centre, limits, points } => {
            statistics::funnel((unit, exposure_unit), *centre, limits, points)
        }
        Figure::Ranks { unit, mean, rows } => statistics::ranks(unit, *mean, rows),
        Figure::Control { unit, starts_ms, values, limits } => {
            statistics::control(unit, starts_ms, values, limits.as_ref())
        }
        Figure::Register { severities, rows, .. } => recurrence::register(severities, rows),
        Figure::Quarters { unit, columns, series } => recurrence::quarters(unit, columns, series),
        Figure::Costs { unit, rows, .. } => recurrence::costs(unit, rows),
        Figure::Nights { first_ms, least, teams } => load::nights(*first_ms, *least, teams),
        Figure::Lorenz { unit, panels } => load::lorenz(unit, panels),
        Figure::Shifts { reference, panels } => load::shifts(*reference, panels),
        Figure::Warnings { peaks_ms, rules, .. } => load::warnings(peaks_ms, rules),
        Figure::Lanes { lanes, .. } => self::lanes(lanes),
    };
    let mut table = Vec::new();
    // Writing to memory does not fail.
    let mut out = Rows::to(&mut table);
    let written = cells.iter().try_for_each(|row| out.row(row)).and_then(|()| Ok(out.finish()?));
    debug_assert!(written.is_ok(), "{written:?}");
    String::from_utf8(table).unwrap_or_default()
}

type Cells = Vec<Vec<String>>;

fn header(names: &[&str]) -> Cells {
    vec![names.iter().map(|n| (*n).to_owned()).collect()]
}

/// A text cell.
fn text(value: &str) -> String {
    value.to_owned()
}

fn figure(value: f64) -> String {
    format!("{}", finite(value))
}

fn weeks(unit: &str, starts_ms: &[i64], series: &[Series]) -> Cells {
    let mut rows = header(&["week_start", "series", "value", "unit"]);
    for (week, start) in starts_ms.iter().enumerate() {
        for s in series {
            let value = s.values.get(week).copied().unwrap_or(0.0);
            rows.push(vec![iso(*start), text(&s.name), figure(value), text(unit)]);
        }
    }
    rows
}

fn pareto(unit: &str, bars: &[Bar], others: Option<&Bar>) -> Cells {
    let mut rows = header(&["rank", "name", "value", "share", "unit"]);
    for (at, bar) in bars.iter().chain(others).enumerate() {
        let rank = if at < bars.len() { (at + 1).to_string() } else { "others".to_owned() };
        rows.push(vec![rank, text(&bar.name), figure(bar.value), figure(bar.share), text(unit)]);
    }
    rows
}

/// The groups, then the earlier period, then the ages of incidents that are not over: those are of no group and have
/// no share.
fn durations(groups: &[Durations], ghost: Option<&Durations>, open_s: &[f64]) -> Cells {
    let mut rows = header(&["group", "n", "zeros", "point", "seconds", "share"]);
    for group in groups.iter().chain(ghost) {
        let mut row = |point: &str, seconds: f64, share: f64| {
            let (n, zeros) = (group.n.to_string(), group.zeros.to_string());
            rows.push(vec![text(&group.name), n, zeros, point.to_owned(), figure(seconds), figure(share)]);
        };
        row("p25", group.p25_s, 0.25);
        row("median", group.median_s, 0.5);
        row("p75", group.p75_s, 0.75);
        row("p90", group.p90_s, 0.9);
        for (seconds, share) in &group.ecdf {
            row("ecdf", *seconds, *share);
        }
    }
    for age in open_s {
        let empty = String::new;
        rows.push(vec![empty(), empty(), empty(), "still-open".to_owned(), figure(*age), empty()]);
    }
    rows
}

fn concurrency(starts_ms: &[i64], bucket_s: i64, (peak, mean): (&[u32], &[f64]), marks: &[Span]) -> Cells {
    let mut rows = header(&["bucket_start", "bucket_seconds", "peak", "mean", "mark"]);
    for (at, start) in starts_ms.iter().enumerate() {
        let end = start.saturating_add(bucket_s.saturating_mul(1000));
        let inside: Vec<&str> =
            marks.iter().filter(|m| m.start_ms < end && m.end_ms > *start).map(|m| m.label.as_str()).collect();
        let peak = peak.get(at).copied().unwrap_or(0).to_string();
        let mean = figure(mean.get(at).copied().unwrap_or(0.0));
        rows.push(vec![iso(*start), bucket_s.to_string(), peak, mean, text(&inside.join("; "))]);
    }
    rows
}

/// A number of people that is not known stays empty.
fn ribbon(starts_ms: &[i64], bucket_s: i64, demand: &[u32], people: &[Option<u32>]) -> Cells {
    let mut rows = header(&["bucket_start", "bucket_seconds", "most_open", "fewest_on_call"]);
    for (at, (start, demand)) in starts_ms.iter().zip(demand).enumerate() {
        let people = people.get(at).copied().flatten().map(|n| n.to_string()).unwrap_or_default();
        rows.push(vec![iso(*start), bucket_s.to_string(), demand.to_string(), people]);
    }
    rows
}

fn hour_week(unit: &str, cells: &[f64], classes: &[String]) -> Cells {
    let mut rows = header(&["weekday", "hour", "value", "class", "unit"]);
    for (at, value) in cells.iter().enumerate() {
        let day = DAYS.get(at / HOURS).copied().unwrap_or_default().to_owned();
        let class = classes.get(at).map_or("", String::as_str);
        rows.push(vec![day, (at % HOURS).to_string(), figure(*value), text(class), text(unit)]);
    }
    rows
}

fn lanes(lanes: &[Lane]) -> Cells {
    let mut rows = header(&["lane", "incident", "start", "end", "severity", "pages"]);
    for lane in lanes {
        for bar in &lane.bars {
            let end = bar.end_ms.map_or_else(String::new, iso);
            let severity = bar.severity.map_or_else(String::new, |rank| rank.to_string());
            let pages = bar.pages_ms.len().to_string();
            rows.push(vec![text(&lane.name), text(&bar.name), iso(bar.start_ms), end, severity, pages]);
        }
    }
    rows
}
