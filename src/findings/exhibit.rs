//! What a chart shows: plain numbers with their units. Drawing adds nothing to it.

pub mod figure;
pub mod load;
pub mod recurrence;

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

impl Exhibit {
    /// What is read to whoever does not see the chart: the finding once, and what is drawn.
    #[must_use]
    pub fn told(&self) -> String {
        let finding = self.headline.trim_end_matches('.');
        if self.alt.contains(finding) { self.alt.clone() } else { format!("{finding}. {}", self.alt).trim().to_owned() }
    }
}

/// One series of a stacked or grouped figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    pub name: String,
    #[serde(with = "crate::text::json::number")]
    pub values: Vec<f64>,
}

/// One bar of a ranking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bar {
    pub name: String,
    #[serde(with = "crate::text::json::number")]
    pub value: f64,
    /// Share of all incidents, 0 to 1 (shares may add up to more than 1 when an incident touches several areas).
    #[serde(with = "crate::text::json::number")]
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
    #[serde(with = "crate::text::json::number")]
    pub ecdf: Vec<(f64, f64)>,
    #[serde(with = "crate::text::json::number")]
    pub p25_s: f64,
    #[serde(with = "crate::text::json::number")]
    pub median_s: f64,
    #[serde(with = "crate::text::json::number")]
    pub p75_s: f64,
    #[serde(with = "crate::text::json::number")]
    pub p90_s: f64,
}

/// A stretch of time to mark.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Span {
    pub label: String,
    pub start_ms: i64,
    pub end_ms: i64,
}

/// The list of figures, handed to a macro as `Kind file`: the kind of [`Figure`] with its shape in [`figure`], and the file of
/// `render/chart` that draws it. Here it becomes the enum, there the modules and the way from a figure to its chart.
macro_rules! figures {
    ($each:ident) => {
        $each! {
            Weeks weeks,
            Pareto pareto,
            Durations durations,
            Concurrency concurrency,
            Ribbon ribbon,
            HourWeek hour_week,
            NoiseBand noise_band,
            Waterfall waterfall,
            Survival survival,
            Funnel funnel,
            Ranks ranks,
            Control control,
            Register register,
            Quarters quarters,
            Costs costs,
            Nights nights,
            Lorenz lorenz,
            Shifts shifts,
            Warnings warnings,
            Lanes lanes,
        }
    };
}
pub(crate) use figures;

macro_rules! kinds {
    ($($Kind:ident $file:ident,)+) => {
        /// A chart by its kind, with what it shows.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "kind", rename_all = "kebab-case")]
        pub enum Figure {
            $($Kind(figure::$Kind),)+
        }
    };
}
figures!(kinds);

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
    #[serde(with = "crate::text::json::number")]
    pub observed: f64,
    /// 2.5 % and 97.5 % of the random splits.
    #[serde(with = "crate::text::json::number")]
    pub band: [f64; 2],
    /// Share of random splits with a change at least as large, 0 to 1.
    #[serde(with = "crate::text::json::number")]
    pub share: f64,
}

/// One bar of a waterfall.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FallStep {
    pub name: String,
    #[serde(with = "crate::text::json::number")]
    pub from: f64,
    #[serde(with = "crate::text::json::number")]
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
    #[serde(with = "crate::text::json::number")]
    pub median_s: Option<f64>,
    /// Seconds, share still open from then on, and its 95 % interval where there is one; ascending, at most 400.
    pub steps: Vec<SurvivalStep>,
    /// Ages in seconds of incidents still open; at most 200.
    #[serde(with = "crate::text::json::number")]
    pub open_s: Vec<f64>,
}

/// One step of a [`SurvivalCurve`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SurvivalStep {
    #[serde(with = "crate::text::json::number")]
    pub seconds: f64,
    #[serde(with = "crate::text::json::number")]
    pub share: f64,
    #[serde(default, with = "crate::text::json::number")]
    pub band: Option<[f64; 2]>,
}

/// Limits of a funnel at one exposure: 95 % and 99.8 %.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FunnelLimit {
    #[serde(with = "crate::text::json::number")]
    pub exposure: f64,
    #[serde(with = "crate::text::json::number")]
    pub inner: [f64; 2],
    #[serde(with = "crate::text::json::number")]
    pub outer: [f64; 2],
}

/// One area of a funnel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FunnelPoint {
    pub name: String,
    #[serde(with = "crate::text::json::number")]
    pub exposure: f64,
    #[serde(with = "crate::text::json::number")]
    pub rate: f64,
    /// Beyond the outer limits; labelled.
    pub outside: bool,
}

/// One area of a [`Figure::Ranks`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RankRow {
    pub name: String,
    /// The rate as counted, and drawn towards the mean.
    #[serde(with = "crate::text::json::number")]
    pub raw: f64,
    #[serde(with = "crate::text::json::number")]
    pub shrunk: f64,
    #[serde(with = "crate::text::json::number")]
    pub interval: [f64; 2],
    /// Best and worst rank the area may have, 1 the most incidents.
    #[serde(with = "crate::text::json::number")]
    pub ranks: [f64; 2],
}

/// Limits of a control chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ControlLimits {
    #[serde(with = "crate::text::json::number")]
    pub centre: f64,
    #[serde(with = "crate::text::json::number")]
    pub low: f64,
    #[serde(with = "crate::text::json::number")]
    pub high: f64,
    /// Fewer than 12 points: drawn dashed.
    pub provisional: bool,
    /// Places of unusual weeks in the list of values.
    pub signals: Vec<usize>,
    /// Low and high limit of each week where they depend on how much lies behind its value; else empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[serde(with = "crate::text::json::number")]
    pub each: Vec<Option<[f64; 2]>>,
}
