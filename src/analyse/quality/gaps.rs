//! Stretches without starts, and exports that stop or all but stop.

use crate::analyse::quality::Check;
use crate::frame::stated::Stated;
use crate::model::time::{DAY, Millis};

/// Shorter stretches are quiet weeks, whatever the rate.
const MIN_GAP: Millis = 14 * DAY;
/// A stretch this many times longer than the usual distance has a chance of e^-20 in a steady stream.
const TIMES_USUAL: f64 = 20.0;
/// Fewer starts have no usual distance.
const MIN: usize = 10;
/// After it, starts come at most a tenth as often.
const COLLAPSE: f64 = 10.0;
/// Fewest starts before a collapse, and its shortest length.
const BEFORE: usize = 30;
const AFTER: Millis = 28 * DAY;

/// Adds gaps and stops of all tools. The last moment known is the latest start of any, or when the exports were made.
pub fn check(tools: &[(&str, Vec<Stated>)], as_of: Millis, checks: &mut Vec<Check>) {
    let starts = tools.iter().flat_map(|t| &t.1).filter_map(Stated::started);
    let end = starts.max().unwrap_or(as_of).max(as_of);
    for (tool, rows) in tools {
        let mut times: Vec<Millis> = rows.iter().filter_map(Stated::started).collect();
        times.sort_unstable();
        of_tool(tool, &times, end, checks);
    }
}

fn of_tool(tool: &str, times: &[Millis], end: Millis, checks: &mut Vec<Check>) {
    let (Some(&first), Some(&last)) = (times.first(), times.last()) else { return };
    if times.len() < MIN {
        return;
    }
    let looked = times.len() as u64;
    let found = |code: &'static str, from: Millis, to: Millis| Check {
        suspicious: 1,
        span: Some([from, to]),
        ..Check::of(code, tool, "started_at", looked, Vec::new())
    };
    if let Some(from) = collapse(times, end) {
        checks.push(found("collection-stopped", from, end));
        return;
    }
    let longest = times.windows(2).filter_map(|w| Some(w.last()? - w.first()?)).max().unwrap_or(0);
    let usual = (last - first - longest) as f64 / (times.len() - 2).max(1) as f64;
    let is_gap = |span: Millis| span >= MIN_GAP && span as f64 > TIMES_USUAL * usual;
    for pair in times.windows(2) {
        if let [from, to] = pair
            && is_gap(to - from)
        {
            checks.push(found("gap", *from, *to));
        }
    }
    if is_gap(end - last) {
        checks.push(found("collection-stopped", last, end));
    }
}

/// The start after which there are at most a tenth as many per day, chosen where the two rates fit best.
fn collapse(times: &[Millis], end: Millis) -> Option<Millis> {
    let first = *times.first()?;
    let mut best: Option<(f64, Millis)> = None;
    for (i, &at) in times.iter().enumerate().skip(BEFORE) {
        let (before, after) = ((i + 1) as f64, (times.len() - i - 1) as f64);
        if end - at < AFTER || at == first {
            continue;
        }
        let (rate, later) = (before / (at - first) as f64, after / (end - at) as f64);
        let fit = before * libm::log(rate) + if after > 0.0 { after * libm::log(later) } else { 0.0 };
        if later * COLLAPSE <= rate && best.is_none_or(|(known, _)| fit > known) {
            best = Some((fit, at));
        }
    }
    best.map(|(_, at)| at)
}
