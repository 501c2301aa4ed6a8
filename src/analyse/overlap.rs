//! **Question.** How many incidents were open at once, and were there more of them than people on call?
//! What else is asked of the same stretches: whether several were open for longer than the hours of the week explain,
//! which areas come together, whose attention was divided, and how many people would be enough.
//! **Method.** Every included incident is open from its start to its resolution, or from acknowledgement to mitigation
//! where those are known for at least half (half-open: one that ends where the next begins does not overlap it). A sweep over starts and ends gives the time at each number of open incidents. People on
//! call come from the shifts; the two step functions are compared piece by piece.
//! **Needs.** Starts and resolutions; for capacity, on-call shifts.
//! **Silent when.** Nothing has both; capacity when no export holds shifts.
//! **Known bias.** An incident counts as open until someone says otherwise, so late closing raises the level. Still open
//! incidents older than the longest one in a hundred are set aside and named.

pub mod attention;
pub mod capacity;
pub mod co_occurrence;
pub mod excess;
pub mod levels;
pub mod responders;
pub mod rotation_staffing;
pub mod rotations;
pub mod scan;
pub mod staffing;
pub mod storms;
pub mod weeks;

use crate::analyse::Analysis;
use crate::analyse::spans::Spans;
use crate::analyse::volume::stopped;
use crate::frame::DataSet;
use crate::model::row::IncidentIx;
use crate::model::time::{DAY, HOUR, Millis, Window};
use attention::Divided;
use capacity::Capacity;
use co_occurrence::CoOccurrence;
use excess::Excess;
use levels::Concurrency;
use rotation_staffing::OfRotation;
use rotations::Rotation;
use staffing::Staffing;
use std::collections::BTreeMap;
use storms::{Storm, StormThresholds};
use weeks::WholeWeeks;

pub struct Overlap;

/// Thresholds; METHODS 6.1 and 6.3.
#[derive(Debug, Clone)]
pub struct Params {
    /// A still open incident is never set aside before this age.
    pub stale_floor: Millis,
    /// So many open at once are a storm.
    pub storm_level: u32,
    /// So many beginning within [`Params::storm_within`] are a storm.
    pub storm_starts: usize,
    pub storm_within: Millis,
    /// A storm's peak is at least so many times the mean level; in busy data the thresholds rise with it.
    pub prominence: f64,
    /// A longer stretch is no storm but a backlog: tickets that come in faster than they are closed.
    pub longest_storm: Millis,
    /// At most so many storms, those with the highest peaks.
    pub most_storms: usize,
    /// Number from which the random draws derive.
    pub seed: u64,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            stale_floor: 7 * DAY,
            storm_level: 3,
            storm_starts: 4,
            storm_within: 6 * HOUR,
            prominence: 2.0,
            longest_storm: 14 * DAY,
            most_storms: 5,
            seed: 20_240_601,
        }
    }
}

/// What the sweep found.
pub struct Output {
    /// Incidents as stretches, and those that can't be one (over all data).
    pub spans: Spans,
    /// The period under review, up to the moment the exports were made; of a partial one what the data cover.
    pub period: Concurrency,
    /// All data, from the first start to the moment the exports were made.
    pub all: Concurrency,
    /// Over the period; `None` when no export holds shifts that touch it.
    pub capacity: Option<Capacity>,
    /// The same rotation by rotation, by name.
    pub rotations: Vec<Rotation>,
    /// Storms of the period, in order of time.
    pub storms: Vec<Storm>,
    pub thresholds: StormThresholds,
    /// Time with several open against what the hours of the week give; `None` where too little is known.
    pub excess: Option<Excess>,
    pub together: CoOccurrence,
    pub divided: Divided,
    /// `None` with fewer than eight whole weeks.
    pub staffing: Option<Staffing>,
    /// The same for each rotation by itself; empty with fewer than eight whole weeks.
    pub rotation_staffing: Vec<OfRotation>,
    storm_of: BTreeMap<IncidentIx, usize>,
}

impl Output {
    /// Id of the storm an incident belongs to, by row of the incident table.
    #[must_use]
    pub fn storm_id(&self, row: IncidentIx) -> Option<&str> {
        let number = self.storm_of.get(&row)?;
        self.storms.get(*number).map(|s| s.storm_id.as_str())
    }
}

impl Analysis for Overlap {
    type Params = Params;
    type Output = Output;

    fn run(data: &DataSet, params: &Params) -> Output {
        let view = data.incident_view();
        let periods = &data.periods;
        let spans = Spans::of(&view, periods.as_of, params.stale_floor);
        let first = periods.data.map_or(periods.as_of, |d| d.start);
        let everything = Window { start: first, end: periods.as_of.max(first) };
        // After the moment of the export nothing is known, so a level of 0 there would be a claim.
        let current = periods.current.window;
        // The same before the data begin, where they begin inside the period.
        let start = if periods.current.partial { current.start.max(first).min(current.end) } else { current.start };
        let window = Window { start, end: current.end.min(periods.as_of).max(start) };
        let period = Concurrency::of(&spans, window);
        let all = if everything == window { period.clone() } else { Concurrency::of(&spans, everything) };
        let (storms, thresholds) = storms::storms(data, &spans, &period, params);
        let weeks = WholeWeeks::of(periods, Window { end: told_until(data, window), ..window });
        let capacity = Capacity::of(data, &spans, window);
        let rotations = rotations::rotations(data, &spans, window);
        Output {
            excess: excess::excess(&view, &spans, (&weeks, &storms), params.seed),
            together: co_occurrence::together(&view, &weeks, &storms, params.seed),
            divided: attention::divided(data, window),
            staffing: staffing::staffing(data, &spans, (capacity.as_ref(), &weeks), params.seed),
            rotation_staffing: rotation_staffing::of_rotations(data, &spans, &rotations, &weeks, params.seed),
            rotations,
            capacity,
            storm_of: storms::of_rows(&view, &storms),
            spans,
            period,
            all,
            storms,
            thresholds,
        }
    }
}

/// Where the time ends of which weeks are compared: weeks after a collection stopped are empty for that reason alone.
fn told_until(data: &DataSet, window: Window) -> Millis {
    let stops = stopped::find(data).into_iter().filter(|stop| stop.affects_current).map(|stop| stop.last_at);
    stops.min().map_or(window.end, |last| window.end.min(last.max(window.start)))
}
