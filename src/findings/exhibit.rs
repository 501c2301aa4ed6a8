//! What a chart shows: plain numbers with their units. Drawing adds nothing to it.

pub mod load;
pub mod recurrence;

use load::{Lorenz, ShiftLoad, TeamCalendar, WarningRule};
use recurrence::{Cost, Problem, Quarter};
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
    /// `ghost` is the same for an earlier period, drawn pale behind the first group; `open_s` are the ages of incidents
    /// that are not over, drawn as open marks.
    Durations {
        groups: Vec<Durations>,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        ghost: Option<Box<Durations>>,
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        open_s: Vec<f64>,
    },
    /// Number of incidents open at once: per bucket of `bucket_s` seconds the highest level reached in it.
    Concurrency { starts_ms: Vec<i64>, bucket_s: i64, peak: Vec<u32>, mean: Vec<f64>, marks: Vec<Span> },
    /// Open incidents against people on call: per bucket of `bucket_s` seconds the most open at once and the fewest on
    /// call, which is unknown where the shifts don't cover all of it.
    Ribbon { starts_ms: Vec<i64>, bucket_s: i64, demand: Vec<u32>, people: Vec<Option<u32>> },
    /// Interruptions per local weekday (0 = Monday) and local hour: `cells[weekday * 24 + hour]`. `classes` holds the
    /// hour class of each cell (`business`, `off`, `sleep`).
    HourWeek { unit: String, cells: Vec<f64>, classes: Vec<String> },
    /// What chance alone does to a figure from one period to the next, beside the change that was seen. Ratios, current
    /// over earlier, on a log axis around 1.
    NoiseBand { bands: Vec<NoiseBand> },
    /// From the earlier figure to the current one in steps. Seconds; the first and the last bar stand on the axis.
    Waterfall { unit: String, steps: Vec<FallStep> },
    /// Share still open by time since the start, on a log axis; marks where open incidents drop out of sight.
    Survival { curves: Vec<SurvivalCurve> },
    /// Rate of each area against its exposure, with the limits within which chance alone keeps an area.
    Funnel { unit: String, exposure_unit: String, centre: f64, limits: Vec<FunnelLimit>, points: Vec<FunnelPoint> },
    /// Shrunken rate of each area with its interval, and the ranks it may have. Largest first.
    Ranks { unit: String, mean: f64, rows: Vec<RankRow> },
    /// One value per week with the limits of a control chart; `limits` is missing when there are too few points.
    Control { unit: String, starts_ms: Vec<i64>, values: Vec<Option<f64>>, limits: Option<ControlLimits> },
    /// Problems and when they occurred, one row each. `columns` are the quarters in order of time, `focus` is the period
    /// under review, `severities` are the names that occurrences point at, worst first, and `more` are problems that
    /// the chart leaves out.
    Register { columns: Vec<Span>, focus: Span, severities: Vec<String>, rows: Vec<Problem>, more: u64 },
    /// Counts per quarter, stacked from the first series up, each with one value per column.
    Quarters { unit: String, columns: Vec<Quarter>, series: Vec<Series> },
    /// What problems took, the most first; `part` names the share of a bar that belongs to the period under review.
    Costs { unit: String, part: String, rows: Vec<Cost>, more: u64 },
    /// Disturbed nights of teams, one cell per evening from `first_ms` (midnight UTC of the local date) on. `least` is the
    /// number of people from which on a cell is of the second level.
    Nights { first_ms: i64, least: u64, teams: Vec<TeamCalendar> },
    /// How unevenly something falls on the time of people, against chance.
    Lorenz { unit: String, panels: Vec<Lorenz> },
    /// Shifts by the number of incidents in them; more than `reference` is above the line.
    Shifts { reference: u64, panels: Vec<ShiftLoad> },
    /// Days on which rules would have spoken, with the peaks and how many days before one count as early.
    Warnings { start_ms: i64, end_ms: i64, lead_days: u64, peaks_ms: Vec<i64>, rules: Vec<WarningRule> },
    /// Incidents as bars in lanes, over the time from `start_ms` to `end_ms`, with stretches to mark. The clock of the axis
    /// is that of `zone` (IANA).
    Lanes { zone: String, start_ms: i64, end_ms: i64, lanes: Vec<Lane>, marks: Vec<Span> },
}

/// One lane of a [`Figure::Lanes`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lane {
    pub name: String,
    /// By start.
    pub bars: Vec<LaneBar>,
}

/// One incident in its lane.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LaneBar {
    /// Id and title, told to whoever points at it.
    pub name: String,
    pub start_ms: i64,
    /// `None` where no end is known.
    pub end_ms: Option<i64>,
    /// Rank of the severity, 1 the worst; `None` where it is not stated.
    pub severity: Option<u32>,
    /// When people were paged for it.
    pub pages_ms: Vec<i64>,
}

/// One figure of a [`Figure::NoiseBand`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoiseBand {
    /// "mean", "median", "geometric mean".
    pub name: String,
    /// Current over earlier, as seen.
    pub observed: f64,
    /// 2.5 % and 97.5 % of the random splits.
    pub band: [f64; 2],
    /// Share of random splits with a change at least as large, 0 to 1.
    pub share: f64,
}

/// One bar of a waterfall.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FallStep {
    pub name: String,
    pub from: f64,
    pub to: f64,
    /// A standing total rather than a step between two.
    pub total: bool,
}

/// A Kaplan–Meier curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SurvivalCurve {
    pub name: String,
    pub n: u64,
    /// How many of the n are still open.
    pub open: u64,
    /// Seconds by which half are over, where that is reached.
    #[serde(default)]
    pub median_s: Option<f64>,
    /// Seconds, share still open from then on, and its 95 % interval where there is one; ascending, at most 400.
    pub steps: Vec<SurvivalStep>,
    /// Ages in seconds of incidents still open; at most 200.
    pub open_s: Vec<f64>,
}

/// One step of a [`SurvivalCurve`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SurvivalStep {
    pub seconds: f64,
    pub share: f64,
    pub band: Option<[f64; 2]>,
}

/// Limits of a funnel at one exposure: 95 % and 99.8 %.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FunnelLimit {
    pub exposure: f64,
    pub inner: [f64; 2],
    pub outer: [f64; 2],
}

/// One area of a funnel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FunnelPoint {
    pub name: String,
    pub exposure: f64,
    pub rate: f64,
    /// Beyond the outer limits; labelled.
    pub outside: bool,
}

/// One area of a [`Figure::Ranks`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RankRow {
    pub name: String,
    /// The rate as counted, and drawn towards the mean.
    pub raw: f64,
    pub shrunk: f64,
    pub interval: [f64; 2],
    /// Best and worst rank the area may have, 1 the most incidents.
    pub ranks: [f64; 2],
}

/// Limits of a control chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ControlLimits {
    pub centre: f64,
    pub low: f64,
    pub high: f64,
    /// Fewer than 12 points: drawn dashed.
    pub provisional: bool,
    /// Places of unusual weeks in the list of values.
    pub signals: Vec<usize>,
    /// Low and high limit of each week where they depend on how much lies behind its value; else empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub each: Vec<Option<[f64; 2]>>,
}
