//! What there was to go wrong in each area: deploys, requests and services run, where somebody keeps them.

use crate::analyse::areas::membership::parse;
use crate::analyse::areas::tally::AreaTally;
use crate::model::exposure::Exposure;
use crate::model::time::{Millis, Window};
use crate::stats::poisson::{self, Rate};
use std::collections::BTreeMap;

/// Places of the measures in every list of three.
pub const MEASURES: [Measure; 3] = [Measure::Requests, Measure::Deploys, Measure::Services];
/// A measure counts as known for a period when it covers at least this share of it.
const MIN_COVER: f64 = 0.9;

/// What incidents are divided by, in the order in which one is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// In millions.
    Requests,
    Deploys,
    Services,
}

impl Measure {
    fn of(self, row: &Exposure) -> Option<f64> {
        match self {
            Self::Requests => row.requests.map(|n| n / 1e6),
            Self::Deploys => row.deploys,
            Self::Services => row.services,
        }
    }
}

/// Figures of one area in one window, in the order of [`MEASURES`]; empty where not known, or for too little of the window.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Amounts {
    pub whole: [Option<f64>; 3],
    /// What is known of the window, be it ever so little.
    pub part: [Option<f64>; 3],
}

/// Amounts per kind and name. Stretches that overlap are not added up: the longest is taken, and what lies beside it.
#[must_use]
pub fn amounts(rows: &[Exposure], window: Window) -> BTreeMap<(usize, &str), Amounts> {
    let mut of_area: BTreeMap<(usize, &str), Vec<&Exposure>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.from < window.end && row.to > window.start && row.from < row.to) {
        if let Some(area) = parse(&row.area) {
            of_area.entry(area).or_default().push(row);
        }
    }
    let measured = |mut rows: Vec<&Exposure>| {
        rows.sort_by_key(|row| (row.from - row.to, row.from));
        let both = MEASURES.map(|measure| amount(&rows, measure, window));
        Amounts {
            whole: both.map(|found| found.filter(|(_, cover)| *cover >= MIN_COVER).map(|(amount, _)| amount)),
            part: both.map(|found| found.map(|(amount, _)| amount)),
        }
    };
    of_area.into_iter().map(|(area, rows)| (area, measured(rows))).collect()
}

/// Amount in the window, and the share of the window it is known for. Longest rows first.
fn amount(rows: &[&Exposure], measure: Measure, window: Window) -> Option<(f64, f64)> {
    // None of them overlap, so only the last one that begins before the end of another can reach into it.
    let mut taken: BTreeMap<Millis, Millis> = BTreeMap::new();
    let (mut total, mut covered) = (0.0, 0.0);
    for (row, value) in rows.iter().filter_map(|row| Some((row, measure.of(row)?))) {
        if taken.range(..row.to).next_back().is_some_and(|(_, to)| row.from < *to) {
            continue;
        }
        taken.insert(row.from, row.to);
        let inside = (row.to.min(window.end) - row.from.max(window.start)) as f64;
        covered += inside;
        // Services are run all the time, deploys and requests add up over it.
        total +=
            if measure == Measure::Services { value * inside } else { value * inside / (row.to - row.from) as f64 };
    }
    let total = if measure == Measure::Services { total / covered.max(1.0) } else { total };
    (!taken.is_empty()).then(|| (total, covered / window.len().max(1) as f64))
}

/// One area with what is known of it in the period under review.
#[derive(Debug, Clone, PartialEq)]
pub struct Exposed {
    pub area: String,
    pub incidents: u64,
    pub amounts: [Option<f64>; 3],
    /// Incidents per million requests, per deploy, per service, with the exact 95 % interval.
    pub rates: [Option<Rate>; 3],
}

/// Areas of one kind with at least one figure for the whole period, in order of name.
#[must_use]
pub fn exposed(known: &BTreeMap<(usize, &str), Amounts>, kind: usize, tally: &AreaTally, slot: usize) -> Vec<Exposed> {
    let own = known.iter().filter(|((k, _), amounts)| *k == kind && amounts.whole.iter().any(Option::is_some));
    let one = |((_, name), amounts): (&(usize, &str), &Amounts)| {
        let incidents = tally.numbering.find(kind, name).map_or(0, |area| tally.at(area, slot));
        let rate = |amount: Option<f64>| poisson::rate(incidents, amount?, 0.95);
        Exposed { area: (*name).to_owned(), incidents, amounts: amounts.whole, rates: amounts.whole.map(rate) }
    };
    own.map(one).collect()
}

/// An area without incidents in the period of which it is known that something could have happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Blind {
    pub kind: usize,
    pub area: String,
    /// In the order of [`MEASURES`], as far as the period is covered.
    pub amounts: [Option<f64>; 3],
    /// Incidents in other periods, and how many of them customers reported.
    pub elsewhere: [u64; 2],
}

/// Areas with exposure, or with incidents that customers reported, and none in the slot; in order of kind, then name.
#[must_use]
pub fn blind(known: &BTreeMap<(usize, &str), Amounts>, kinds: &[usize], tally: &AreaTally, slot: usize) -> Vec<Blind> {
    let mut found: BTreeMap<(usize, String), Blind> = BTreeMap::new();
    for ((kind, name), amounts) in known.iter().filter(|(_, a)| a.part.iter().flatten().any(|n| *n > 0.0)) {
        let area = tally.numbering.find(*kind, name);
        if area.is_none_or(|area| tally.at(area, slot) == 0) {
            let elsewhere = area.map(|area| tally.ever[area]).unwrap_or_default();
            let one = Blind { kind: *kind, area: (*name).to_owned(), amounts: amounts.part, elsewhere };
            found.insert((*kind, (*name).to_owned()), one);
        }
    }
    for (area, [incidents, customers]) in tally.ever.enumerate() {
        let (kind, name) = (tally.numbering.kind_number(area), tally.numbering.name(area));
        if *customers > 0 && kinds.contains(&kind) && tally.at(area, slot) == 0 {
            found.entry((kind, name.to_owned())).or_insert_with(|| Blind {
                kind,
                area: name.to_owned(),
                amounts: [None; 3],
                elsewhere: [*incidents, *customers],
            });
        }
    }
    found.into_values().collect()
}
