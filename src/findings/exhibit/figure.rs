//! The shape of each kind of figure: what its chart needs, as plain numbers.
//!
//! Charts are drawn in `render/chart`, a file each.

use crate::findings::exhibit::load::{Lorenz as Panel, ShiftLoad, TeamCalendar, WarningRule};
use crate::findings::exhibit::recurrence::{Cost, Problem, Quarter};
use crate::findings::exhibit::{
    Bar, ControlLimits, Durations as Group, FallStep, FunnelLimit, FunnelPoint, Lane, NoiseBand as Band, RankRow,
    Series, Span, SurvivalCurve,
};
use serde::{Deserialize, Serialize};

/// Counts per week, stacked by severity, worst severity at the bottom. `starts_ms` are the weeks' first instants.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weeks {
    /// By whose clock the axis reads (IANA); UTC where none is named.
    #[serde(default)]
    pub zone: String,
    pub unit: String,
    pub starts_ms: Vec<i64>,
    pub series: Vec<Series>,
}

/// Areas by number of incidents, largest first; `others` sums up the bars left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pareto {
    pub unit: String,
    pub bars: Vec<Bar>,
    pub others: Option<Bar>,
}

/// Distribution of a duration per group, on a log axis from 1 minute to weeks. The first group is the one for all.
/// `ghost` is the same for an earlier period, drawn pale behind the first group; `open_s` are the ages of incidents
/// that are not over, drawn as open marks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Durations {
    pub groups: Vec<Group>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ghost: Option<Box<Group>>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[serde(with = "crate::text::json::number")]
    pub open_s: Vec<f64>,
}

/// Number of incidents open at once: per bucket of `bucket_s` seconds the highest level reached in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Concurrency {
    /// By whose clock the axis reads (IANA); UTC where none is named.
    #[serde(default)]
    pub zone: String,
    pub starts_ms: Vec<i64>,
    pub bucket_s: i64,
    pub peak: Vec<u32>,
    #[serde(with = "crate::text::json::number")]
    pub mean: Vec<f64>,
    pub marks: Vec<Span>,
}

/// Open incidents against people on call: per bucket of `bucket_s` seconds the most open at once and the fewest on
/// call, which is unknown where the shifts don't cover all of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ribbon {
    /// By whose clock the axis reads (IANA); UTC where none is named.
    #[serde(default)]
    pub zone: String,
    pub starts_ms: Vec<i64>,
    pub bucket_s: i64,
    pub demand: Vec<u32>,
    pub people: Vec<Option<u32>>,
}

/// Interruptions per local weekday (0 = Monday) and local hour: `cells[weekday * 24 + hour]`. `classes` holds the
/// hour class of each cell (`business`, `off`, `sleep`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HourWeek {
    pub unit: String,
    #[serde(with = "crate::text::json::number")]
    pub cells: Vec<f64>,
    pub classes: Vec<String>,
}

/// What chance alone does to a figure from one period to the next, beside the change that was seen. Ratios, current
/// over earlier, on a log axis around 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoiseBand {
    pub bands: Vec<Band>,
}

/// From the earlier figure to the current one in steps. Seconds; the first and the last bar stand on the axis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Waterfall {
    pub unit: String,
    pub steps: Vec<FallStep>,
}

/// Share still open by time since the start, on a log axis; marks where open incidents drop out of sight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Survival {
    pub curves: Vec<SurvivalCurve>,
}

/// Rate of each area against its exposure, with the limits within which chance alone keeps an area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Funnel {
    pub unit: String,
    pub exposure_unit: String,
    #[serde(with = "crate::text::json::number")]
    pub centre: f64,
    pub limits: Vec<FunnelLimit>,
    pub points: Vec<FunnelPoint>,
}

/// Shrunken rate of each area with its interval, and the ranks it may have. Largest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ranks {
    pub unit: String,
    #[serde(with = "crate::text::json::number")]
    pub mean: f64,
    pub rows: Vec<RankRow>,
}

/// One value per week with the limits of a control chart; `limits` is missing when there are too few points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Control {
    /// By whose clock the axis reads (IANA); UTC where none is named.
    #[serde(default)]
    pub zone: String,
    pub unit: String,
    pub starts_ms: Vec<i64>,
    #[serde(with = "crate::text::json::number")]
    pub values: Vec<Option<f64>>,
    pub limits: Option<ControlLimits>,
}

/// Problems and when they occurred, one row each. `columns` are the quarters in order of time, `focus` is the period
/// under review, `severities` are the names that occurrences point at, worst first, and `more` are problems that
/// the chart leaves out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Register {
    /// By whose clock the axis reads (IANA); UTC where none is named.
    #[serde(default)]
    pub zone: String,
    pub columns: Vec<Span>,
    pub focus: Span,
    pub severities: Vec<String>,
    pub rows: Vec<Problem>,
    pub more: u64,
}

/// Counts per quarter, stacked from the first series up, each with one value per column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quarters {
    pub unit: String,
    pub columns: Vec<Quarter>,
    pub series: Vec<Series>,
}

/// What problems took, the most first; `part` names the share of a bar that belongs to the period under review.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Costs {
    pub unit: String,
    pub part: String,
    pub rows: Vec<Cost>,
    pub more: u64,
}

/// Disturbed nights of teams, one cell per evening from `first_ms` (midnight UTC of the local date) on. `least` is the
/// number of people from which on a cell is of the second level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Nights {
    pub first_ms: i64,
    pub least: u64,
    pub teams: Vec<TeamCalendar>,
}

/// How unevenly something falls on the time of people, against chance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lorenz {
    pub unit: String,
    pub panels: Vec<Panel>,
}

/// Shifts by the number of incidents in them; more than `reference` is above the line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shifts {
    pub reference: u64,
    pub panels: Vec<ShiftLoad>,
}

/// Days on which rules would have spoken, with the peaks and how many days before one count as early.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Warnings {
    pub start_ms: i64,
    pub end_ms: i64,
    pub lead_days: u64,
    pub peaks_ms: Vec<i64>,
    pub rules: Vec<WarningRule>,
}

/// Incidents as bars in lanes, over the time from `start_ms` to `end_ms`, with stretches to mark. The clock of the axis
/// is that of `zone` (IANA).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lanes {
    pub zone: String,
    pub start_ms: i64,
    pub end_ms: i64,
    pub lanes: Vec<Lane>,
    pub marks: Vec<Span>,
}
