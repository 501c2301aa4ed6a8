//! Tools whose incidents begin long after those of the others: a collection that was connected later, or whose export
//! reaches less far back. More incidents since then are no more incidents.
//!
//! The same chance as for a silence at the end, with time turned round.

use super::stopped::{HAND_OVER, Stopped};
use super::stopped::{LOOK_BACK, MATTERS, Tool, all_between, quiet, tools};
use crate::frame::DataSet;
use crate::model::time::{DAY, Millis};

/// A tool whose incidents begin later than the data.
#[derive(Debug, Clone, PartialEq)]
pub struct Began {
    pub tool: String,
    /// Start of its first incident.
    pub first_at: Millis,
    /// The first moment that any export knows.
    pub since: Millis,
    /// Incidents that the rate of its first year would have given before.
    pub expected: f64,
    /// Chance of a silence this complete, had it delivered all along.
    pub p: f64,
    /// Share of all incidents of its first year that only this tool tells of, 0 to 1.
    pub share: f64,
    /// A comparison of the period under review with the one before would compare a time with this tool to one without.
    pub affects_current: bool,
}

/// All tools that began later than the others, in order of their names; one that takes the place of a tool that stopped
/// is named there.
#[must_use]
pub fn find(data: &DataSet, stopped: &[Stopped]) -> Vec<Began> {
    let tools = tools(data);
    let Some(since) = tools.iter().filter_map(|t| t.told.first()).map(|t| t.at).min() else { return Vec::new() };
    let takes_over = |began: &Began| stopped.iter().any(|s| (s.last_at - began.first_at).abs() <= HAND_OVER);
    tools.iter().filter_map(|tool| of_tool(data, tool, since)).filter(|began| !takes_over(began)).collect()
}

fn of_tool(data: &DataSet, tool: &Tool, since: Millis) -> Option<Began> {
    let backwards: Vec<Millis> = tool.told.iter().rev().map(|t| -t.at).collect();
    let (last, p) = quiet(&backwards, -since)?;
    let first_at = -last;
    let until = first_at.saturating_add(LOOK_BACK).min(tool.told.last()?.at);
    let within: Vec<_> = tool.told.iter().filter(|t| t.at <= until).collect();
    let alone = within.iter().filter(|t| t.alone).count();
    let share = alone as f64 / all_between(data, first_at, until).max(1) as f64;
    Some(Began {
        tool: tool.name.to_owned(),
        first_at,
        since,
        expected: within.len().saturating_sub(1) as f64 / (until - first_at).max(DAY) as f64
            * (first_at - since) as f64,
        p,
        share,
        affects_current: share * missed(data, first_at) >= MATTERS,
    })
}

/// Part of the period before that is without the tool, if the period under review has it.
fn missed(data: &DataSet, first_at: Millis) -> f64 {
    let periods = &data.periods;
    let Some(before) = periods.previous.as_ref().map(|p| p.window) else { return 0.0 };
    if first_at >= periods.current.window.end || before.is_empty() {
        return 0.0;
    }
    (first_at.min(before.end) - before.start).max(0) as f64 / before.len() as f64
}
