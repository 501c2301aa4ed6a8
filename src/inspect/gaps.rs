//! Holes in what was exported: stretches without any start where there should have been some, and tools whose exports
//! end before the others.

use crate::model::time::{DAY, Millis};
use crate::normalise::loaded::Loaded;
use std::collections::BTreeMap;

/// Shorter stretches are quiet weeks, whatever the rate.
const MIN_GAP: Millis = 14 * DAY;
/// A stretch this many times longer than the usual distance between starts has a chance of e^-20 in a steady stream; real
/// streams come in bursts, so less would cry wolf.
const TIMES_USUAL: f64 = 20.0;
/// Fewer starts have no usual distance.
const MIN: usize = 10;

/// A stretch without starts in one tool's exports.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportGap {
    pub tool: String,
    pub from: Millis,
    pub to: Millis,
    /// Mean distance between the tool's starts outside the gap, milliseconds.
    pub usual: f64,
    /// It lies at the end: the other tools go on.
    pub at_end: bool,
}

/// All gaps, by tool, then time.
#[must_use]
pub fn gaps(loaded: &Loaded) -> Vec<ExportGap> {
    let mut starts: BTreeMap<&str, Vec<Millis>> = BTreeMap::new();
    let all = &loaded.incidents;
    for row in all.rows() {
        let tool = all.tool(row);
        if let Some(at) = all.started.get(row).or(all.detected.get(row)).or(all.declared.get(row)) {
            starts.entry(tool).or_default().push(at);
        }
    }
    let latest = starts.values().flatten().copied().max();
    let mut found = Vec::new();
    for (tool, mut times) in starts {
        times.sort_unstable();
        of_tool(tool, &times, latest, &mut found);
    }
    found
}

fn of_tool(tool: &str, times: &[Millis], latest: Option<Millis>, found: &mut Vec<ExportGap>) {
    let (Some(first), Some(last)) = (times.first(), times.last()) else { return };
    if times.len() < MIN {
        return;
    }
    let longest = times.windows(2).filter_map(|w| Some(w.last()? - w.first()?)).max().unwrap_or(0);
    // The usual distance is taken without the longest stretch, which is what is being judged.
    let usual = (last - first - longest) as f64 / (times.len() - 2).max(1) as f64;
    let is_gap = |span: Millis| span >= MIN_GAP && span as f64 > TIMES_USUAL * usual;
    let gap = |from: Millis, to: Millis, at_end: bool| ExportGap { tool: tool.to_owned(), from, to, usual, at_end };
    for pair in times.windows(2) {
        if let [from, to] = pair
            && is_gap(to - from)
        {
            found.push(gap(*from, *to, false));
        }
    }
    if let Some(latest) = latest.filter(|latest| is_gap(latest - last)) {
        found.push(gap(*last, latest, true));
    }
}
