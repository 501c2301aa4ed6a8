//! What a chart shows: plain numbers with their units. Drawing adds nothing to it.

use serde::{Deserialize, Serialize};

/// One chart. The headline is the finding, computed from the data; the subtitle says what, in which unit, over which
/// period; the footer gives n and where the numbers are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exhibit {
    /// File stem of the chart and of its numbers (`incidents-per-week`).
    pub id: String,
    pub headline: String,
    pub subtitle: String,
    pub footer: String,
    /// What a person who can't see the chart should know: one or two sentences.
    pub alt: String,
    pub figure: Figure,
}

/// One series of a stacked or grouped figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    pub name: String,
    pub values: Vec<f64>,
}

/// One bar of a ranking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bar {
    pub name: String,
    pub value: f64,
    /// Share of all incidents, 0 to 1 (shares may add up to more than 1 when an incident touches several areas).
    pub share: f64,
}

/// A group of durations on a log axis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Durations {
    pub name: String,
    pub n: u64,
    /// Number of zero-length incidents; they stand in a gutter left of the axis.
    pub zeros: u64,
    /// Points of the empirical distribution: (seconds, share of incidents that were over by then), both ascending,
    /// at most 400 of them.
    pub ecdf: Vec<(f64, f64)>,
    pub p25_s: f64,
    pub median_s: f64,
    pub p75_s: f64,
    pub p90_s: f64,
}

/// A stretch of time to mark.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Span {
    pub label: String,
    pub start_ms: i64,
    pub end_ms: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Figure {
    /// Counts per week, stacked by severity, worst severity at the bottom. `starts_ms` are the weeks' first instants.
    Weeks { unit: String, starts_ms: Vec<i64>, series: Vec<Series> },
    /// Areas by number of incidents, largest first; `others` sums up the bars left out.
    Pareto { unit: String, bars: Vec<Bar>, others: Option<Bar> },
    /// Distribution of a duration per group, on a log axis from 1 minute to weeks. The first group is the one for all.
    Durations { groups: Vec<Durations> },
    /// Number of incidents open at once: per bucket of `bucket_s` seconds the highest level reached in it.
    Concurrency { starts_ms: Vec<i64>, bucket_s: i64, peak: Vec<u32>, mean: Vec<f64>, marks: Vec<Span> },
    /// Interruptions per local weekday (0 = Monday) and local hour: `cells[weekday * 24 + hour]`. `classes` holds the
    /// hour class of each cell (`business`, `off`, `sleep`).
    HourWeek { unit: String, cells: Vec<f64>, classes: Vec<String> },
}
