//! How much would be above with one, two, three … people on call, if next quarter's weeks are like those of the period?
//! Whole weeks are drawn at random, so that the rhythm of the week and its bursts stay (`METHODS.md` 7.12).

use super::capacity::Capacity;
use super::weeks::{MIN, WholeWeeks};
use crate::analyse::spans::Spans;
use crate::frame::DataSet;
use crate::model::column::Column;
use crate::model::intervals::{self, merge};
use crate::model::row::{IncidentIx, PersonIx};
use crate::model::time::{Millis, Window};
use crate::stats::quantile;
use crate::stats::random::stream;
use crate::stats::sweep::{self, Span, Steps};
use std::collections::BTreeMap;

/// Weeks of a quarter, and how many quarters are drawn.
pub const QUARTER: usize = 13;
const DRAWS: u64 = 999;
/// Numbers of people that are tried at most.
const MAX: u32 = 8;
/// Share of the incidents on which somebody's work must be known for it to be the demand.
const MIN_KNOWN: f64 = 0.5;
/// Name of the stream of random draws.
const STREAM: u64 = 0x53_74_61_66;

/// What people are needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// Pieces of work: one for each person on each incident.
    Work,
    /// Open incidents, one person each, where too little is known of who worked when.
    Incidents,
}

/// One number of people on call.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Staffed {
    pub people: u32,
    /// Time with more demand than people, in the whole weeks of the period.
    pub observed: Millis,
    /// Time with more incidents open than people, in the same weeks, whatever the demand is.
    pub open: Millis,
    /// In a quarter of weeks drawn from them: the median, and what 95 of 100 quarters have. Milliseconds.
    pub median: f64,
    pub range: [f64; 2],
}

/// Demand above each number of people.
#[derive(Debug, Clone, PartialEq)]
pub struct Staffing {
    pub demand: Demand,
    /// Whole weeks drawn from, and quarters drawn.
    pub weeks: usize,
    pub draws: u64,
    /// Most that were needed at once.
    pub peak: u32,
    /// How many are on call for most of the time of which that is known.
    pub now: Option<u32>,
    /// By number of people.
    pub rows: Vec<Staffed>,
    /// Share of the period's incidents on which somebody's work is known.
    pub coverage: f64,
}

/// The simulation; `None` with fewer than eight whole weeks and where nothing was ever open.
#[must_use]
pub fn staffing(
    data: &DataSet,
    spans: &Spans,
    (capacity, weeks): (Option<&Capacity>, &WholeWeeks),
    seed: u64,
) -> Option<Staffing> {
    if weeks.count < MIN {
        return None;
    }
    let (steps, demand, coverage) = demand(data, spans, weeks.window);
    let above = by_week(&steps, weeks);
    let open = by_week(&open_steps(data, spans, weeks.window), weeks);
    let peak = steps.levels.iter().copied().max().filter(|peak| *peak > 0)?;
    let now = capacity.and_then(usual);
    let rows = tried(&above, peak, now)
        .map(|people| staffed(&above, &open, people, seed))
        .collect::<Option<Vec<Staffed>>>()?;
    Some(Staffing { demand, weeks: weeks.count, draws: DRAWS, peak, now, rows, coverage })
}

/// What is needed at each moment, and for what share of the incidents work is known.
fn demand(data: &DataSet, spans: &Spans, window: Window) -> (Steps, Demand, f64) {
    let places = spans.places(&data.incident_view(), window);
    let work = work(data, &places);
    let mut known: Vec<IncidentIx> = work.iter().map(|(key, _)| key.0).collect();
    known.dedup();
    let open = || places.iter().flatten().filter_map(|place| spans.taken.get(*place)).map(|(_, span)| *span);
    let coverage = known.len() as f64 / open().count().max(1) as f64;
    let (list, demand): (Vec<Span>, Demand) =
        if coverage >= MIN_KNOWN { (pieces(&work), Demand::Work) } else { (open().collect(), Demand::Incidents) };
    (sweep::steps(&list, [window.start, window.end]), demand, coverage)
}

/// How many incidents are open at each moment.
fn open_steps(data: &DataSet, spans: &Spans, window: Window) -> Steps {
    let places = spans.places(&data.incident_view(), window);
    let open = places.iter().flatten().filter_map(|place| spans.taken.get(*place)).map(|(_, span)| *span);
    sweep::steps(&open.collect::<Vec<Span>>(), [window.start, window.end])
}

/// One stretch of work with its incident and person.
type Work = ((IncidentIx, PersonIx), Window);

/// Work of people on the incidents that have a place, by incident and person.
fn work(data: &DataSet, places: &Column<IncidentIx, Option<usize>>) -> Vec<Work> {
    let view = data.engagement_view();
    let stretch = |row: usize| {
        let key = (view.incident.get(row)?, view.person.get(row)?);
        let window = Window { start: view.start.get(row)?, end: view.end.get(row)? };
        let human = !data.people[key.1].machine;
        let counts = places[key.0].is_some();
        (human && counts && !window.is_empty()).then_some((key, window))
    };
    let mut work: Vec<Work> = (0..view.len).filter_map(stretch).collect();
    work.sort_unstable_by_key(|(key, window)| (*key, window.start, window.end));
    work
}

/// What each person did on each incident, without overlap.
fn pieces(work: &[Work]) -> Vec<Span> {
    let mut spans = Vec::with_capacity(work.len());
    for own in work.chunk_by(|a, b| a.0 == b.0) {
        let mut list: Vec<Window> = own.iter().map(|(_, window)| *window).collect();
        merge(&mut list);
        spans.extend(list.into_iter().map(|w| Span { start: w.start, end: Some(w.end) }));
    }
    spans
}

/// For each week the time at or above each level; index 0 is the whole week.
#[must_use]
pub fn by_week(steps: &Steps, weeks: &WholeWeeks) -> Vec<Vec<Millis>> {
    let mut pieces = steps.pieces().peekable();
    let mut found = Vec::with_capacity(weeks.count);
    for week in weeks.windows() {
        let mut times: Vec<Millis> = Vec::new();
        while let Some(piece) = pieces.peek().copied() {
            let time = week.shared(Window { start: piece.start, end: piece.end });
            let level = piece.level as usize;
            if times.len() <= level {
                times.resize(level + 1, 0);
            }
            times.iter_mut().skip(level).take(1).for_each(|slot| *slot += time);
            if piece.end > week.end {
                break;
            }
            pieces.next();
        }
        let mut sum = 0;
        times.iter_mut().rev().for_each(|time| {
            sum += *time;
            *time = sum;
        });
        found.push(times);
    }
    found
}

/// Time above so many people in a week.
fn time_above(week: &[Millis], people: u32) -> Millis {
    week.get(people as usize + 1).copied().unwrap_or(0)
}

/// How many are on call for the longest part of the known time; of equals the fewest.
fn usual(capacity: &Capacity) -> Option<u32> {
    let mut time: BTreeMap<u32, Millis> = BTreeMap::new();
    for piece in capacity.roster.pieces() {
        let piece_of = Window { start: piece.start, end: piece.end };
        *time.entry(piece.level).or_insert(0) += intervals::time(intervals::common(piece_of, &capacity.known));
    }
    let most = time.into_iter().max_by_key(|(people, time)| (*time, std::cmp::Reverse(*people)));
    most.map(|(people, _)| people).filter(|people| *people > 0)
}

/// The numbers that are tried: from one, or from the first with less than half of the time above it, in even steps, so
/// that they end near the peak; today's number and the next one are always among them.
fn tried(above: &[Vec<Millis>], peak: u32, now: Option<u32>) -> impl Iterator<Item = u32> {
    let all: Millis = above.iter().map(|w| w.first().copied().unwrap_or(0)).sum();
    let total = |people: u32| above.iter().map(|w| time_above(w, people)).sum::<Millis>();
    let first = (1..=peak).find(|people| total(*people) * 2 <= all).unwrap_or(1);
    let step = (peak - first.min(peak)).div_ceil(MAX).max(1);
    let even = (0..MAX).map(|i| first + i * step).filter(|people| *people <= peak);
    let own = now.into_iter().flat_map(|n| [n, n + 1]);
    even.chain(own).collect::<std::collections::BTreeSet<u32>>().into_iter()
}

/// Time with more demand than so many people, as it was and in quarters drawn from the weeks; `open` is demand counted in
/// incidents.
#[must_use]
pub fn staffed(above: &[Vec<Millis>], open: &[Vec<Millis>], people: u32, seed: u64) -> Option<Staffed> {
    let weeks: Vec<Millis> = above.iter().map(|w| time_above(w, people)).collect();
    let draw = |replicate: u64| {
        // The same weeks for every number of people, so that more people never have more above them.
        let mut rng = stream(seed, &[STREAM, replicate]);
        let drawn = (0..QUARTER).filter_map(|_| weeks.get(rng.below(weeks.len() as u64) as usize));
        drawn.sum::<Millis>() as f64
    };
    let drawn = quantile::sorted((0..DRAWS).map(draw).collect());
    Some(Staffed {
        people,
        observed: weeks.iter().sum(),
        open: open.iter().map(|w| time_above(w, people)).sum(),
        median: quantile::linear(&drawn, 0.5)?,
        range: [quantile::linear(&drawn, 0.025)?, quantile::linear(&drawn, 0.975)?],
    })
}
