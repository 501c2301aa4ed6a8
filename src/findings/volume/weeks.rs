//! The charts of weeks: how many incidents, and which weeks are unusual.

use crate::analyse::volume::control::Chart;
use crate::findings::draft::zone;
use crate::findings::exhibit::figure;
use crate::findings::rule::Facts;
use crate::findings::{ControlLimits, Exhibit, Figure, Series};
use crate::text::plural::{agree, count};
use crate::text::{date, number, wording};

/// Fewer weeks than this show no course that their counts don't tell.
const LEAST_WEEKS: usize = 4;

/// Incidents per week, by severity; nothing without incidents, or of a few weeks.
#[must_use]
pub fn exhibit(facts: &Facts) -> Option<Exhibit> {
    let weeks = &facts.results.volume.weeks;
    let zone = zone(&facts.data.periods);
    let mut per_week = weeks.totals();
    let told = told(facts, &per_week);
    per_week.truncate(told);
    let most = per_week.iter().copied().max().filter(|&most| most > 0 && per_week.len() >= LEAST_WEEKS)?;
    let busiest = per_week.iter().position(|&n| n == most)?;
    let day = date::day(*weeks.starts_ms.get(busiest)?, zone);
    // The first and the last week, and those after a collection stopped, hold fewer for that reason alone.
    let whole = facts.results.volume.points.clone();
    let mut ordered = per_week.get(whole).unwrap_or_default().to_vec();
    ordered.sort_unstable();
    let typical = match ordered.get(ordered.len().saturating_sub(1) / 2).copied().unwrap_or(0) {
        0 => "none".to_owned(),
        n => format!("{} or fewer", number::thousands(n)),
    };
    let n_weeks = ordered.len() as u64;
    let last = last_day(facts, *weeks.starts_ms.last()?);
    let span =
        date::range(*weeks.starts_ms.first()?, weeks.starts_ms.get(told).map_or(last, |end| last.min(*end)), zone);
    let headline = if n_weeks < LEAST_WEEKS as u64 {
        format!("The busiest week, from {day}, had {}", count(most, "incident"))
    } else {
        format!(
            "The busiest week, from {day}, had {}; half of the {} complete weeks had {typical}",
            count(most, "incident"),
            number::thousands(n_weeks)
        )
    };
    let name = |rank: Option<u32>| match rank {
        Some(rank) => wording::severity(u8::try_from(rank).unwrap_or(u8::MAX)),
        None => "severity not stated".to_owned(),
    };
    let series = weeks.series.iter().map(|(rank, counts)| Series {
        name: name(*rank),
        values: counts.iter().take(told).map(|&n| n as f64).collect(),
    });
    Some(Exhibit {
        id: "incidents-per-week".to_owned(),
        alt: format!("Stacked bars of incidents per week by severity, {span}. {headline}."),
        headline,
        subtitle: format!("Incidents that began per week, by severity, {span}"),
        footer: format!(
            "n = {}; the first and the last week may be incomplete; numbers in charts/incidents-per-week.csv",
            number::thousands(weeks.incidents)
        ),
        figure: Figure::Weeks(figure::Weeks {
            zone: zone.to_string(),
            unit: "incidents per week".to_owned(),
            starts_ms: weeks.starts_ms.iter().take(told).copied().collect(),
            series: series.collect(),
        }),
    })
}

/// The weeks up to the last incident where a collection stopped, else all: what follows is no course of anything.
fn told(facts: &Facts, per_week: &[u64]) -> usize {
    let last = per_week.iter().rposition(|&n| n > 0);
    let last = last.filter(|_| facts.results.volume.breaks().next().is_some());
    last.map_or(per_week.len(), |last| last + 1)
}

/// End of what the chart covers: the end of the period, or of the data where they stop earlier.
fn last_day(facts: &Facts, last_week: i64) -> i64 {
    let periods = &facts.data.periods;
    let data_end = periods.data.map_or(periods.as_of, |d| d.end.max(periods.as_of));
    periods.current.window.end.min(data_end).max(last_week.saturating_add(1))
}

/// Control chart of the weekly number; nothing without limits, because a line of a few points shows none.
#[must_use]
pub fn control(facts: &Facts) -> Option<Exhibit> {
    let chart = &facts.results.volume.counts;
    chart.limits.as_ref()?;
    let (points, unusual) = (chart.points as u64, unusual(chart));
    let some = if unusual == 0 { "None".to_owned() } else { number::thousands(unusual) };
    let headline =
        format!("{some} of {} {} unusual", count(points, "complete week"), agree(unusual.max(1), "is", "are"));
    draw(facts, chart, "volume-control", "incidents per week", "Incidents per complete week", headline, |v| v)
}

/// Control chart of the weekly median time to resolve, in hours.
#[must_use]
pub fn resolve(facts: &Facts) -> Option<Exhibit> {
    let chart = facts.results.volume.durations.as_ref()?;
    chart.limits.as_ref()?;
    let (points, unusual) = (chart.points as u64, unusual(chart));
    let verb = if unusual > 1 { "have" } else { "has" };
    let some = if unusual == 0 { "None".to_owned() } else { number::thousands(unusual) };
    let headline = format!("{some} of {} {verb} an unusual median time to resolve", count(points, "week"));
    let subtitle = "Median time to resolve per week of start, where at least three are known";
    draw(facts, chart, "volume-resolve", "hours", subtitle, headline, |v| libm::exp(v) / 3_600.0)
}

fn unusual(chart: &Chart) -> u64 {
    chart.limits.as_ref().map_or(0, |l| l.beyond.len() as u64)
}

fn draw(
    facts: &Facts,
    chart: &Chart,
    id: &str,
    unit: &str,
    subtitle: &str,
    headline: String,
    scale: impl Fn(f64) -> f64,
) -> Option<Exhibit> {
    let starts = &facts.results.volume.weeks.starts_ms;
    let span = date::range(*starts.first()?, last_day(facts, *starts.last()?), zone(&facts.data.periods));
    let limits = chart.limits.as_ref().map(|l| ControlLimits {
        centre: scale(l.centre),
        low: scale(l.low),
        high: scale(l.high),
        provisional: l.provisional,
        signals: l.signals(),
        each: l.each.iter().map(|week| week.map(|ends| ends.map(&scale))).collect(),
    });
    (chart.points > 0).then(|| Exhibit {
        id: id.to_owned(),
        alt: format!("Line of {unit} with the limits within which weeks like these stay, {span}. {headline}."),
        headline,
        subtitle: format!("{subtitle}, {span}"),
        footer: format!("n = {}; numbers in charts/{id}.csv", count(chart.points as u64, "week")),
        figure: Figure::Control(figure::Control {
            zone: zone(&facts.data.periods).to_string(),
            unit: unit.to_owned(),
            starts_ms: starts.clone(),
            values: chart.values.iter().map(|v| v.map(&scale)).collect(),
            limits,
        }),
    })
}
