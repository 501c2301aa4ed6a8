//! How evenly bouts of interruptions fall on the time that people were on call, and how unevenly chance alone would spread
//! them. People without time on call are not compared: there is nothing to hold their pages against.

use crate::analyse::load::bouts::bouts;
use crate::analyse::load::params::Params;
use crate::analyse::load::person::{Diary, time_inside};
use crate::model::hours::HourClass;
use crate::model::period::Period;
use crate::model::time::HOUR;
use crate::stats::concentration::{monte_carlo_p, multinomial_null};
use crate::stats::quantile;
use crate::stats::sum::sum;
use std::cell::RefCell;

/// Fewest people and bouts to say anything.
pub const MIN_PEOPLE: usize = 5;
pub const MIN_BOUTS: u64 = 20;

/// Most random draws of a bout, or of a person's share, so that large data take no longer than they need; never fewer replicates than 99.
const MAX_DRAWS: u64 = 10_000_000;

/// Parts of the Lorenz curve.
const TENTHS: usize = 10;

/// One figure, and what chance alone makes of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AgainstChance {
    pub observed: f64,
    /// Median and 95 % quantile of random spreads of as many bouts over the same time on call.
    pub typical: f64,
    pub most: f64,
    /// Share of random spreads at least as uneven (never 0).
    pub p: f64,
}

/// Bouts over time on call.
#[derive(Debug, Clone, PartialEq)]
pub struct Inequality {
    /// People with time on call in the period.
    pub people: u64,
    /// Their bouts.
    pub bouts: u64,
    pub on_call_hours: f64,
    /// 0: everybody has the same rate per hour on call.
    pub gini: AgainstChance,
    /// Share of the bouts in the fifth of the time on call that had most per hour.
    pub fifth: AgainstChance,
    /// Share of the bouts in the quietest 0, 10, …, 100 % of the time on call; no point is one person.
    pub lorenz: Vec<f64>,
    /// The same for random spreads: 2.5 % and 97.5 % of them, at each tenth for itself.
    pub chance: Vec<[f64; 2]>,
}

/// All bouts, those outside working hours, and bouts of people without time on call.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Spreads {
    pub all: Option<Inequality>,
    pub unpleasant: Option<Inequality>,
    pub elsewhere: u64,
}

impl Spreads {
    #[must_use]
    pub fn of(diaries: &[Diary], period: &Period, params: &Params) -> Self {
        let (mut hours, mut all, mut unpleasant, mut elsewhere) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for diary in diaries {
            let firsts = bouts(diary, params.bout);
            let own: Vec<HourClass> = firsts
                .iter()
                .filter_map(|place| diary.pages.get(*place))
                .filter(|p| period.contains(p.at))
                .map(|p| p.class)
                .collect();
            let time = time_inside(&diary.shifts, period.window);
            if time > 0 {
                hours.push(time as f64 / HOUR as f64);
                all.push(own.len() as f64);
                unpleasant.push(own.iter().filter(|c| **c != HourClass::Business).count() as f64);
            } else {
                elsewhere += own.len() as u64;
            }
        }
        Self { all: spread(&all, &hours, params), unpleasant: spread(&unpleasant, &hours, params), elsewhere }
    }
}

/// `None` for too few people or bouts. O(replicates · (bouts + people · log people)).
#[must_use]
pub fn spread(counts: &[f64], hours: &[f64], params: &Params) -> Option<Inequality> {
    let bouts = sum(counts.iter().copied()) as u64;
    if counts.len() < MIN_PEOPLE || bouts < MIN_BOUTS {
        return None;
    }
    let observed = curve(counts, hours)?;
    let replicates = params.replicates.min((MAX_DRAWS / bouts.max(counts.len() as u64)).max(99));
    let against = |measure: &dyn Fn(&[[f64; 2]]) -> f64| -> Option<AgainstChance> {
        let of_draw = |draw: &[f64]| curve(draw, hours).map_or(0.0, |c| measure(&c));
        let null = multinomial_null(bouts, hours, replicates, params.seed, of_draw)?;
        let value = measure(&observed);
        let p = monte_carlo_p(value, &null);
        let null = quantile::sorted(null);
        Some(AgainstChance {
            observed: value,
            typical: quantile::median(&null)?,
            most: quantile::linear(&null, 0.95)?,
            p,
        })
    };
    Some(Inequality {
        people: counts.len() as u64,
        bouts,
        on_call_hours: sum(hours.iter().copied()),
        gini: against(&gini)?,
        fifth: against(&|c| 1.0 - at(c, 0.8))?,
        lorenz: tenths(&observed),
        chance: envelope(bouts, hours, replicates, params.seed)?,
    })
}

/// Range of random spreads at each tenth of the time: 2.5 % and 97.5 % of the heights of their curves there.
fn envelope(bouts: u64, hours: &[f64], replicates: u64, seed: u64) -> Option<Vec<[f64; 2]>> {
    let curves = RefCell::new(Vec::new());
    multinomial_null(bouts, hours, replicates, seed, |draw| {
        curves.borrow_mut().push(curve(draw, hours).map_or_else(Vec::new, |c| tenths(&c)));
        0.0
    })?;
    let curves = curves.into_inner();
    let range = |tenth: usize| {
        let heights = quantile::sorted(curves.iter().filter_map(|c: &Vec<f64>| c.get(tenth).copied()).collect());
        Some([quantile::linear(&heights, 0.025)?, quantile::linear(&heights, 0.975)?])
    };
    (0..=TENTHS).map(range).collect()
}

/// Heights of a curve at 0, 10, …, 100 %.
fn tenths(curve: &[[f64; 2]]) -> Vec<f64> {
    (0..=TENTHS).map(|tenth| at(curve, tenth as f64 / TENTHS as f64)).collect()
}

/// The Lorenz curve over exposure: the quietest per hour first. Cumulative shares of hours and of counts, from (0, 0).
fn curve(counts: &[f64], hours: &[f64]) -> Option<Vec<[f64; 2]>> {
    let (events, time) = (sum(counts.iter().copied()), sum(hours.iter().copied()));
    if !(events > 0.0 && time > 0.0) {
        return None;
    }
    let mut pairs: Vec<(f64, f64)> = counts.iter().copied().zip(hours.iter().copied()).filter(|p| p.1 > 0.0).collect();
    pairs.sort_by(|a, b| (a.0 / a.1).total_cmp(&(b.0 / b.1)).then(a.1.total_cmp(&b.1)));
    let mut points = vec![[0.0, 0.0]];
    let (mut x, mut y) = (0.0, 0.0);
    for (count, hours) in pairs {
        (x, y) = (x + hours / time, y + count / events);
        points.push([x, y]);
    }
    Some(points)
}

/// Twice the area between the curve and the diagonal; for equal hours the usual Gini coefficient.
fn gini(curve: &[[f64; 2]]) -> f64 {
    let areas = curve.iter().zip(curve.iter().skip(1)).map(|([x0, y0], [x1, y1])| (x1 - x0) * (y1 + y0));
    (1.0 - sum(areas)).max(0.0)
}

/// Height of the curve at a share of the hours, straight between its points.
fn at(curve: &[[f64; 2]], x: f64) -> f64 {
    let pairs = curve.iter().zip(curve.iter().skip(1));
    let inside = |([x0, y0], [x1, y1]): (&[f64; 2], &[f64; 2])| {
        (x <= *x1 && x1 > x0).then(|| y0 + (y1 - y0) * ((x - x0) / (x1 - x0)).clamp(0.0, 1.0))
    };
    pairs.map(inside).find_map(|y| y).unwrap_or(1.0).clamp(0.0, 1.0)
}
