//! Areas whose incidents tend to begin within the same hour. Incidents that follow those of another area within an hour
//! are counted, held against weeks in random order, adjusted for all pairs and both orders, and asked which of the two
//! tends to come first (`METHODS.md` 6.4). It says nothing of what brings them together.

use super::storms::Storm;
use super::weeks::{WEEK, WholeWeeks};
use crate::analyse::areas::membership::{KINDS, areas_of};
use crate::frame::dataset::IncidentView;
use crate::model::row::IncidentIx;
use crate::model::time::{HOUR, Millis};
use crate::par;
use crate::stats::coincidence::{Permuted, aligned, blocks, followed};
use crate::stats::multiplicity::adjust;
use crate::stats::proportion::sign_test;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Incidents within so long after another follow it.
pub const NEAR: Millis = HOUR;
/// Fewer incidents of an area can't be told from chance; fewer that follow are not drawn for, and count as ordinary.
pub const MIN: usize = 5;
const MIN_FOLLOWED: u64 = 3;
/// Areas compared, those with most incidents: 22 have 462 ordered pairs, and 9,999 draws can tell one among 500.
const MAX_AREAS: usize = 22;
const MAX_DRAWS: u64 = 9_999;
/// Where by its number alone more than this share of an area's incidents is followed, being followed says nothing.
const CROWDED: f64 = 0.5;
/// Adjusted p-values up to this keep their incidents for the evidence.
const LISTED: f64 = 0.10;
/// Name of the stream of random draws.
const STREAM: u64 = 0x54_6f_67;

/// Two areas. Index 0 of each list is about the first one being followed by the second, index 1 the other way round.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaPair {
    pub first: String,
    pub second: String,
    /// Incidents of each that don't name both.
    pub n: [u64; 2],
    pub followed: [u64; 2],
    /// With the weeks of the second in random order; `None` where too few follow to draw for.
    pub expected: [Option<f64>; 2],
    /// And what 95 of 100 random orders give.
    pub range: [Option<[f64; 2]>; 2],
    pub p: [f64; 2],
    /// Adjusted for all pairs and both orders.
    pub q: [f64; 2],
    /// How likely so uneven a split of the two orders is if both are equally common.
    pub direction_p: f64,
    /// Rows of the incidents that are followed or follow, for pairs with a small adjusted p-value.
    pub rows: Vec<IncidentIx>,
}

impl AreaPair {
    /// The smaller adjusted p-value.
    #[must_use]
    pub fn best(&self) -> f64 {
        self.q.into_iter().fold(1.0, f64::min)
    }
}

/// What was compared, and what came of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CoOccurrence {
    /// `service`, `component` or `team`: the first of which two have enough incidents. Empty where none has.
    pub kind: &'static str,
    pub areas: usize,
    /// Areas with enough incidents beyond those compared.
    pub beyond: usize,
    /// Ordered pairs tested.
    pub tests: u64,
    /// Pairs not tested because one of them has incidents in most hours anyway.
    pub crowded: u64,
    pub weeks: usize,
    /// Incidents of unusual storms, which are left aside: in a storm everything comes together.
    pub aside: u64,
    /// The least likely first.
    pub pairs: Vec<AreaPair>,
}

/// An incident of an area: when on the wall clock of the weeks, and its row.
type Begun = (Millis, IncidentIx);

/// Compares the areas of one kind over whole weeks.
#[must_use]
pub fn together(view: &IncidentView, weeks: &WholeWeeks, storms: &[Storm], seed: u64) -> CoOccurrence {
    let mut found = CoOccurrence { weeks: weeks.count, ..CoOccurrence::default() };
    if !weeks.enough() {
        return found;
    }
    let mut kinds: BTreeMap<&'static str, BTreeMap<&str, Vec<Begun>>> = BTreeMap::new();
    found.aside = collect(view, weeks, storms, &mut kinds);
    for kind in ["service", "component", "team"] {
        let areas = kinds.remove(kind).unwrap_or_default();
        let mut areas: Vec<(&str, Vec<Begun>)> = areas.into_iter().filter(|(_, list)| list.len() >= MIN).collect();
        if areas.len() < 2 {
            continue;
        }
        areas.iter_mut().for_each(|(_, list)| list.sort_unstable());
        areas.sort_by_key(|(_, list)| Reverse(list.len()));
        found.beyond = areas.len().saturating_sub(MAX_AREAS);
        areas.truncate(MAX_AREAS);
        (found.kind, found.areas) = (kind, areas.len());
        test_all(&areas, weeks.count, seed, &mut found);
        break;
    }
    found
}

/// Puts every incident of the weeks to its areas, once each; returns how many lie in unusual storms.
fn collect<'a>(
    view: &IncidentView<'a>,
    weeks: &WholeWeeks,
    storms: &[Storm],
    kinds: &mut BTreeMap<&'static str, BTreeMap<&'a str, Vec<Begun>>>,
) -> u64 {
    let mut aside = 0;
    for row in view.rows().filter(|&row| view.included.get(row)) {
        let Some(at) = view.started.get(row).filter(|at| weeks.window.contains(*at)) else { continue };
        if storms.iter().any(|s| s.sets_aside(at)) {
            aside += 1;
            continue;
        }

        for (kind, name) in areas_of(view, row).collect::<BTreeSet<(usize, &str)>>() {
            if let Some(kind @ ("service" | "component" | "team")) = KINDS.get(kind).copied() {
                kinds.entry(kind).or_default().entry(name).or_default().push((weeks.place(at), row));
            }
        }
    }
    aside
}

fn test_all(areas: &[(&str, Vec<Begun>)], weeks: usize, seed: u64, found: &mut CoOccurrence) {
    let (mut compared, mut lists) = (Vec::new(), Vec::new());
    for (i, first) in areas.iter().enumerate() {
        for (j, second) in areas.iter().enumerate().skip(i + 1) {
            if [first, second].iter().any(|area| is_crowded(area.1.len(), weeks)) {
                found.crowded += 1;
                continue;
            }
            let own = [without(&first.1, &second.1), without(&second.1, &first.1)];
            if own.iter().any(|list| list.len() < MIN) {
                continue;
            }
            compared.push(([first.0, second.0], [STREAM, i as u64, j as u64], lists.len()));
            lists.push(own);
        }
    }
    let test =
        |(names, path, own): &([&str; 2], [u64; 3], usize)| Some(test(*names, lists.get(*own)?, weeks, (seed, path)));
    let mut pairs: Vec<_> = par::each(&compared, test).into_iter().flatten().collect();
    let q = adjust(&pairs.iter().flat_map(|pair| pair.p.map(Some)).collect::<Vec<_>>());
    for ((pair, own), q) in pairs.iter_mut().zip(&lists).zip(q.chunks_exact(2)) {
        if let [one, other] = q {
            pair.q = [one.unwrap_or(1.0), other.unwrap_or(1.0)];
        }
        if pair.best() <= LISTED {
            pair.rows = near(own);
        }
    }
    found.tests = 2 * pairs.len() as u64;
    pairs.sort_by(|a, b| {
        let p = |pair: &AreaPair| pair.p.into_iter().fold(1.0, f64::min);
        a.best()
            .total_cmp(&b.best())
            .then(p(a).total_cmp(&p(b)))
            .then_with(|| (&a.first, &a.second).cmp(&(&b.first, &b.second)))
    });
    found.pairs = pairs;
}

/// Incidents of one area that don't name the other one too: those would come together by being one.
fn without(own: &[Begun], other: &[Begun]) -> Vec<Begun> {
    own.iter().filter(|begun| other.binary_search(begun).is_err()).copied().collect()
}

/// Whether so many incidents fill the hours: with them evenly spread, most moments are followed by one.
fn is_crowded(n: usize, weeks: usize) -> bool {
    let per_hour = n as f64 * NEAR as f64 / (WEEK as f64 * weeks.max(1) as f64);
    1.0 - libm::exp(-per_hour) > CROWDED
}

fn test(names: [&str; 2], own: &[Vec<Begun>; 2], weeks: usize, (seed, path): (u64, &[u64; 3])) -> AreaPair {
    let by_week = own.each_ref().map(|list| weekly(list, weeks));
    let [stream, i, j] = *path;
    let ask = |from: usize, to: usize| -> (u64, Option<Permuted>) {
        let (Some(from_weeks), Some(to_weeks)) = (by_week.get(from), by_week.get(to)) else { return (0, None) };
        let observed = from_weeks.iter().zip(to_weeks).map(|(a, b)| followed(a, b, NEAR)).sum();
        if observed < MIN_FOLLOWED {
            return (observed, None);
        }
        // A week is put in the place of others of its block alone, which is an eighth of all cells in two years.
        let mut table = vec![0; weeks * weeks];
        for (place, other) in
            blocks(weeks).flat_map(|block| block.clone().flat_map(move |i| block.clone().map(move |j| (i, j))))
        {
            let pair = from_weeks.get(place).zip(to_weeks.get(other));
            let cell = table.get_mut(place * weeks + other);
            cell.zip(pair).into_iter().for_each(|(cell, (a, b))| *cell = followed(a, b, NEAR));
        }
        (observed, aligned(&table, weeks, MAX_DRAWS, (seed, &[stream, i, j, from as u64])))
    };
    let [(there, one), (back, other)] = [ask(0, 1), ask(1, 0)];
    let p = |result: Option<Permuted>| result.map_or(1.0, |r| r.p);
    AreaPair {
        first: names[0].to_owned(),
        second: names[1].to_owned(),
        n: own.each_ref().map(|list| list.len() as u64),
        followed: [there, back],
        expected: [one.map(|r| r.mean), other.map(|r| r.mean)],
        range: [one.map(|r| r.range), other.map(|r| r.range)],
        p: [p(one), p(other)],
        q: [1.0; 2],
        direction_p: sign_test(there, back),
        rows: Vec::new(),
    }
}

/// Moments within each week.
fn weekly(list: &[Begun], weeks: usize) -> Vec<Vec<i64>> {
    let mut of = vec![Vec::new(); weeks];
    for (at, _) in list {
        let week = usize::try_from(at.div_euclid(WEEK)).ok().and_then(|w| of.get_mut(w));
        week.into_iter().for_each(|own| own.push(at.rem_euclid(WEEK)));
    }
    of
}

/// Rows of the incidents of both that lie near one of the other, in order.
fn near([one, other]: &[Vec<Begun>; 2]) -> Vec<IncidentIx> {
    let close = |own: &[Begun], others: &[Begun]| -> Vec<IncidentIx> {
        let has = |at: Millis| {
            let from = others.partition_point(|(t, _)| *t < at - NEAR);
            others.get(from).is_some_and(|(t, _)| *t <= at + NEAR)
        };
        own.iter().filter(|(at, _)| has(*at)).map(|(_, row)| *row).collect()
    };
    let mut rows: Vec<IncidentIx> = close(one, other).into_iter().chain(close(other, one)).collect();
    rows.sort_unstable();
    rows
}
