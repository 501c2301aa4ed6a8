//! Load per shift: incidents that reached a person in about twelve hours on call, time on call, and the cadence of each
//! rotation. Distributions only, never one person.

use crate::analyse::duty;
use crate::analyse::load::params::Params;
use crate::analyse::load::person::{Diary, reach, time_inside};
use crate::frame::DataSet;
use crate::model::period::Period;
use crate::model::row::PersonIx;
use crate::model::time::{DAY, HOUR, Millis, Window};
use crate::stats::poisson::{self, Rate};
use crate::stats::proportion::wilson;
use crate::stats::quantile;
use std::collections::BTreeSet;

const CONFIDENCE: f64 = 0.95;

/// A part of somebody's time on call of about the reference length, and how many incidents reached the person in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShiftPiece {
    pub window: Window,
    pub incidents: u64,
}

/// Incidents per shift of about 12 hours.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PerShift {
    /// Shifts of about 12 hours: longer stretches on call are divided into equal parts.
    pub shifts: u64,
    /// Incidents that reached the person in their shift, over all shifts; one that reached two people counts for both.
    pub incidents: u64,
    /// Shifts with more incidents than the reference.
    pub over: u64,
    /// Mean per shift with its Garwood interval at 95 %.
    pub mean: Option<Rate>,
    /// Wilson interval at 95 % of the share of shifts over the reference.
    pub over_range: Option<[f64; 2]>,
    /// Shifts with 0, 1, 2, 3, and 4 or more incidents.
    pub spread: [u64; 5],
}

/// How much of the time people were on call.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OnCallShare {
    /// Share of each person's time, ascending; people without any time on call in the period are not here.
    pub shares: Vec<f64>,
    /// People above the reference share.
    pub over: u64,
    pub median: Option<f64>,
}

/// One schedule in the period.
#[derive(Debug, Clone, PartialEq)]
pub struct RotationShifts {
    pub schedule: String,
    pub people: u64,
    /// Who they are.
    pub members: BTreeSet<PersonIx>,
    /// Stretches on call; shifts of one person that touch are one.
    pub stretches: u64,
    pub median_hours: Option<f64>,
    /// Median weeks from the end of a person's stretch to the same person's next one, and how many there are.
    pub weeks_between: Option<f64>,
    /// The shortest of them.
    pub shortest_between: Option<f64>,
    pub gaps: u64,
    pub per_shift: PerShift,
}

/// Everything about the period.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PeriodShifts {
    pub people: u64,
    pub per_shift: PerShift,
    pub on_call: OnCallShare,
    /// By name.
    pub rotations: Vec<RotationShifts>,
}

/// Divides stretches into parts of about `length` and counts the distinct incidents with a page in each.
#[must_use]
pub fn pieces(diary: &Diary, stretches: &[Window], length: Millis) -> Vec<ShiftPiece> {
    let mut found = Vec::new();
    for stretch in stretches {
        let parts = ((stretch.len() + length / 2) / length).max(1);
        for part in 0..parts {
            let cut =
                |n: Millis| stretch.start + (i128::from(stretch.len()) * i128::from(n) / i128::from(parts)) as Millis;
            let window = Window { start: cut(part), end: cut(part + 1) };
            found.push(ShiftPiece { window, incidents: diary.reached_within(window).len() as u64 });
        }
    }
    found
}

impl PerShift {
    #[must_use]
    pub fn of(pieces: &[ShiftPiece], most: u64) -> Self {
        let (shifts, incidents) = (pieces.len() as u64, pieces.iter().map(|p| p.incidents).sum());
        let over = pieces.iter().filter(|p| p.incidents > most).count() as u64;
        let mut spread = [0; 5];
        for piece in pieces {
            spread.iter_mut().skip(piece.incidents.min(4) as usize).take(1).for_each(|n| *n += 1);
        }
        Self {
            shifts,
            incidents,
            over,
            mean: poisson::rate(incidents, shifts as f64, CONFIDENCE),
            over_range: wilson(over, shifts, CONFIDENCE),
            spread,
        }
    }
}

impl PeriodShifts {
    /// Shifts that begin in the period; `None` without any. O(shifts + pages).
    #[must_use]
    pub fn of(data: &DataSet, diaries: &[Diary], period: &Period, params: &Params) -> Option<Self> {
        let begins = |p: &ShiftPiece| period.contains(p.window.start);
        let on_roster = |d: &&Diary| time_inside(&d.shifts, period.window) > 0;
        let all: Vec<ShiftPiece> =
            diaries.iter().flat_map(|d| pieces(d, &d.shifts, params.shift)).filter(begins).collect();
        (!all.is_empty()).then(|| Self {
            people: diaries.iter().filter(on_roster).count() as u64,
            per_shift: PerShift::of(&all, params.shift_incidents),
            on_call: on_call(diaries, period, params.on_call_share),
            rotations: rotations(data, diaries, period, params),
        })
    }
}

/// Against the time from the first to the last moment of the period for which any shift is known.
fn on_call(diaries: &[Diary], period: &Period, line: f64) -> OnCallShare {
    let shifts = || diaries.iter().flat_map(|d| crate::model::intervals::inside(&d.shifts, period.window));
    let known = shifts().map(|w| w.start).min().zip(shifts().map(|w| w.end).max());
    let length = known.map_or(0, |(start, end)| end - start);
    let times = diaries.iter().map(|d| time_inside(&d.shifts, period.window)).filter(|t| *t > 0 && length > 0);
    let shares = quantile::sorted(times.map(|t| t as f64 / length as f64).collect());
    OnCallShare { over: shares.iter().filter(|s| **s > line).count() as u64, median: quantile::median(&shares), shares }
}

fn rotations(data: &DataSet, diaries: &[Diary], period: &Period, params: &Params) -> Vec<RotationShifts> {
    let diary =
        |person: PersonIx| diaries.binary_search_by_key(&person, |d| d.person).ok().and_then(|at| diaries.get(at));
    let mut found = Vec::new();
    for (schedule, people) in duty::rosters(data, reach(data)) {
        let (mut hours, mut gaps, mut all, mut members) = (Vec::new(), Vec::new(), Vec::new(), BTreeSet::new());
        for (diary, stretches) in people.iter().filter_map(|(person, list)| Some((diary(*person)?, list))) {
            let begun: Vec<&Window> = stretches.iter().filter(|w| period.contains(w.start)).collect();
            members.extend((time_inside(stretches, period.window) > 0).then_some(diary.person));
            hours.extend(begun.iter().map(|w| w.len() as f64 / HOUR as f64));
            let pairs = stretches.iter().zip(stretches.iter().skip(1));
            let ended = pairs.filter(|(_, next)| period.contains(next.start));
            gaps.extend(ended.map(|(last, next)| (next.start - last.end) as f64 / (7 * DAY) as f64));
            all.extend(pieces(diary, stretches, params.shift).into_iter().filter(|p| period.contains(p.window.start)));
        }
        let gaps = quantile::sorted(gaps);
        if !members.is_empty() {
            found.push(RotationShifts {
                schedule,
                people: members.len() as u64,
                members,
                stretches: hours.len() as u64,
                median_hours: quantile::median(&quantile::sorted(hours)),
                gaps: gaps.len() as u64,
                weeks_between: quantile::median(&gaps),
                shortest_between: gaps.first().copied(),
                per_shift: PerShift::of(&all, params.shift_incidents),
            });
        }
    }
    found
}
