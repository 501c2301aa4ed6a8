//! Tools whose incidents end, or all but end, although they used to come steadily: a collection that stopped.
//!
//! The chance of so long a silence is that of `METHODS` 5.4: had nothing changed, each day with incidents would be as
//! likely before as after. Days rather than incidents are counted, because a storm of forty says no more about how
//! steadily a tool delivers than a single incident does.

use crate::frame::DataSet;
use crate::model::column::Column;
use crate::model::row::{IncidentIx, StatingIx};
use crate::model::time::{DAY, Millis};
use crate::stats::recurrence::silence;

/// Shorter silences are quiet weeks or a holiday, whatever the rate.
const MIN_SILENCE: Millis = 14 * DAY;
/// Days with incidents below which nobody knows how steadily a tool delivers.
const MIN: usize = 10;
/// What went before counts for a year at most: how steadily a tool delivered three years ago says little about today.
pub(super) const LOOK_BACK: Millis = 365 * DAY;
/// Several tools are looked at in every run, and "stopped" takes away all comparisons: once in a thousand.
const UNLIKELY: f64 = 0.001;
/// A fall is looked for at every day, so it must be far less likely than a silence up to the known end.
const VERY_UNLIKELY: f64 = 1e-6;
/// A fall that is no stop leaves more than this share of the rate, in the busiest service and in the others.
const LEFT: f64 = 0.1;
/// Shortest time after a fall.
const AFTER: Millis = 28 * DAY;
/// A tool that begins this close to the end of another takes its place.
pub(super) const HAND_OVER: Millis = 28 * DAY;
/// A smaller part of the period's incidents does not change what its counts can show.
pub const MATTERS: f64 = 0.05;

/// A tool whose incidents stop.
#[derive(Debug, Clone, PartialEq)]
pub struct Stopped {
    pub tool: String,
    /// Start of the last incident before the silence.
    pub last_at: Millis,
    /// The last moment that any export knows.
    pub until: Millis,
    /// Incidents that the rate before would have given until then, and those that came.
    pub expected: f64,
    pub seen: u64,
    /// Chance of a silence this complete, had nothing changed.
    pub p: f64,
    /// Share of all incidents of the year before that only this tool tells of, 0 to 1.
    pub share: f64,
    /// How many days before the silence the data cover, where that is less than the year that is looked at.
    pub days: Option<u64>,
    /// The tool that begins when this one ends.
    pub successor: Option<String>,
    /// A comparison of the period under review with the one before would compare a time with this tool to one without.
    pub affects_current: bool,
}

/// One included incident as a tool tells it.
pub(super) struct Told {
    pub(super) at: Millis,
    row: IncidentIx,
    /// No other tool tells of it.
    pub(super) alone: bool,
}

/// Starts of one tool, in order of time.
pub(super) struct Tool<'a> {
    pub(super) name: &'a str,
    pub(super) told: Vec<Told>,
}

/// All tools that stopped, in order of their names.
#[must_use]
pub fn find(data: &DataSet) -> Vec<Stopped> {
    let tools = tools(data);
    let latest = tools.iter().filter_map(|t| t.told.last()).map(|t| t.at).max();
    let Some(until) = latest.map(|at| at.max(data.periods.as_of)) else { return Vec::new() };
    tools.iter().filter_map(|tool| of_tool(data, tool, &tools, until)).collect()
}

pub(super) fn tools(data: &DataSet) -> Vec<Tool<'_>> {
    let view = data.incident_view();
    let mut tools: Column<StatingIx, Tool> =
        data.stated.tools.iter().map(|name| Tool { name, told: Vec::new() }).collect();
    // Rows come in the order of incidents, so the tools of one incident stand together.
    for group in data.stated.rows.chunk_by(|a, b| a.incident == b.incident) {
        for stated in group {
            let row = stated.incident;
            let Some(at) = stated.started() else { continue };
            if view.included.get(row) {
                tools[stated.tool].told.push(Told { at, row, alone: group.len() == 1 });
            }
        }
    }
    let mut tools: Vec<Tool> = tools.into_iter().collect();
    tools.retain(|tool| !tool.told.is_empty());
    tools.iter_mut().for_each(|tool| tool.told.sort_by_key(|t| (t.at, t.row)));
    tools.sort_by(|a, b| a.name.cmp(b.name));
    tools
}

fn of_tool(data: &DataSet, tool: &Tool, tools: &[Tool], until: Millis) -> Option<Stopped> {
    let times: Vec<Millis> = tool.told.iter().map(|t| t.at).collect();
    let (last_at, p) = match fall(&times, until).filter(|(at, _)| others_fall_too(data, tool, *at, until)) {
        Some(found) => found,
        None => quiet(&times, until)?,
    };
    let from = last_at.saturating_sub(LOOK_BACK).max(*times.first()?);
    let within = |t: &&Told| from <= t.at && t.at <= last_at;
    let before = tool.told.iter().filter(within).count();
    let alone = tool.told.iter().filter(within).filter(|t| t.alone).count();
    let span = (last_at - from).max(DAY) as f64;
    let share = alone as f64 / all_between(data, from, last_at).max(1) as f64;
    Some(Stopped {
        tool: tool.name.to_owned(),
        last_at,
        until,
        // The first one only begins the time in which the others came.
        expected: before.saturating_sub(1) as f64 / span * (until - last_at) as f64,
        seen: times.iter().filter(|&&at| at > last_at).count() as u64,
        p,
        share,
        days: (from > last_at.saturating_sub(LOOK_BACK)).then(|| ((last_at - from).max(0) as u64).div_ceil(DAY as u64)),
        successor: successor(tool.name, tools, last_at),
        affects_current: share * lost(data, last_at, until) >= MATTERS,
    })
}

/// Part of the period under review that is silent, if the period before was not silent already.
fn lost(data: &DataSet, last_at: Millis, until: Millis) -> f64 {
    let periods = &data.periods;
    let current = periods.current.window;
    let since = periods.previous.as_ref().map_or(current.start, |p| p.window.start);
    let silent = until.min(current.end).saturating_sub(last_at.max(current.start)).max(0);
    if last_at < since || current.is_empty() { 0.0 } else { silent as f64 / current.len() as f64 }
}

pub(super) fn all_between(data: &DataSet, from: Millis, to: Millis) -> usize {
    let view = data.incident_view();
    let inside = |row: &IncidentIx| {
        view.included.get(*row) && view.started.get(*row).is_some_and(|at| (from..=to).contains(&at))
    };
    view.rows().filter(inside).count()
}

fn successor(own: &str, tools: &[Tool], last_at: Millis) -> Option<String> {
    let begins = |tool: &&Tool| tool.told.first().is_some_and(|t| (t.at - last_at).abs() <= HAND_OVER);
    let goes_on = |tool: &&Tool| tool.told.iter().filter(|t| t.at > last_at).count() >= MIN;
    tools.iter().filter(|t| t.name != own).filter(begins).find(goes_on).map(|t| t.name.to_owned())
}

/// Days on which something started, ascending, each by its first start.
fn days(times: &[Millis]) -> Vec<Millis> {
    times.chunk_by(|a, b| a.div_euclid(DAY) == b.div_euclid(DAY)).filter_map(|day| day.first().copied()).collect()
}

/// Silence up to the end: longer than every earlier one of the last year, and unlikely.
pub(super) fn quiet(times: &[Millis], until: Millis) -> Option<(Millis, f64)> {
    let last = *times.last()?;
    let from = last.saturating_sub(LOOK_BACK);
    let known: Vec<Millis> = days(times).into_iter().filter(|&at| at >= from).collect();
    let (first, stretch) = (*known.first()?, until - last);
    let longest = known.iter().zip(known.iter().skip(1)).map(|(a, b)| b - a).max()?;
    if known.len() < MIN || stretch < MIN_SILENCE || stretch <= longest {
        return None;
    }
    // Time runs from the first known day, so that day is not counted.
    let p = silence(known.len() as u64 - 1, (last - first) as f64, 0, stretch as f64)?;
    (p <= UNLIKELY).then_some((last, p))
}

/// A fall to a tenth or less that lasts to the end: the day after which the two rates fit best.
fn fall(times: &[Millis], until: Millis) -> Option<(Millis, f64)> {
    let days = days(times);
    let first = *days.first()?;
    let mut best: Option<(f64, usize)> = None;
    for (i, &at) in days.iter().enumerate().skip(MIN) {
        let (before, after) = (i as f64, (days.len() - i - 1) as f64);
        let (long, rest) = ((at - first) as f64, (until - at) as f64);
        if until - at < AFTER || after / rest > LEFT * before / long {
            continue;
        }
        let fit = before * libm::log(before / long) + if after > 0.0 { after * libm::log(after / rest) } else { 0.0 };
        if best.is_none_or(|(known, _)| fit > known) {
            best = Some((fit, i));
        }
    }
    let (_, i) = best?;
    let at = *days.get(i)?;
    // The last start of that day, not its first.
    let last = times.iter().copied().filter(|t| t.div_euclid(DAY) == at.div_euclid(DAY)).max()?;
    let from = days.partition_point(|&d| d < at.saturating_sub(LOOK_BACK));
    let (before, after) = ((i - from) as u64, (days.len() - i - 1) as u64);
    let p = silence(before, (at - *days.get(from)?) as f64, after, (until - at) as f64)?;
    (before >= MIN as u64 && p <= VERY_UNLIKELY).then_some((last, p))
}

/// Whether the incidents outside the busiest service fall as well. Where they go on, something was repaired there, and
/// the collection works.
fn others_fall_too(data: &DataSet, tool: &Tool, at: Millis, until: Millis) -> bool {
    let view = data.incident_view();
    let mut services: Vec<&str> = tool.told.iter().filter_map(|t| view.service.get(t.row)).collect();
    services.sort_unstable();
    let busiest = services.chunk_by(|a, b| a == b).max_by_key(|c| c.len()).and_then(|c| c.first().copied());
    let others: Vec<Millis> =
        tool.told.iter().filter(|t| busiest.is_none() || view.service.get(t.row) != busiest).map(|t| t.at).collect();
    let before = others.iter().filter(|&&t| t <= at).count();
    let Some(&first) = others.first().filter(|_| before >= MIN) else { return true };
    let after = (others.len() - before) as f64 / (until - at).max(1) as f64;
    after <= 2.0 * LEFT * before as f64 / (at - first).max(1) as f64
}
