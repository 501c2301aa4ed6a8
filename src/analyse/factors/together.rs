//! What is recorded together more often than chance would have it.

use crate::analyse::areas::membership::{KINDS, areas_of};
use crate::frame::dataset::IncidentView;
use crate::model::column::Column;
use crate::model::row::{FamilyIx, IncidentIx};
use crate::stats::hypergeometric;
use crate::stats::multiplicity::adjust;
use crate::stats::proportion::difference;
use std::collections::{BTreeMap, BTreeSet};

/// Below this number of incidents of either, a pair is not tested (`METHODS` 4.5: a rule blind to the direction).
pub const MIN: u64 = 5;
/// An incident that lists more factors than this lists everything; the first ones by name are used.
const MAX: usize = 20;

/// Tests are quadratic in names, so the most common ones are tested; rarer ones could not be told from chance anyway.
const MAX_FACTORS: usize = 30;
const MAX_AREAS: usize = 50;

/// What one incident, or all of one problem, is recorded with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorUnit {
    /// Row of the incident table; of several the first.
    pub row: IncidentIx,
    /// How many incidents it stands for.
    pub incidents: u64,
    /// At most twenty, in order of name.
    pub factors: BTreeSet<String>,
    /// Services and teams by kind.
    pub places: BTreeSet<(&'static str, String)>,
}

/// One for each of these rows.
#[must_use]
pub fn units(
    view: &IncidentView,
    rows: &[IncidentIx],
    of_row: &BTreeMap<IncidentIx, BTreeSet<String>>,
) -> Vec<FactorUnit> {
    let places = |row: IncidentIx| {
        let own = areas_of(view, row).filter_map(|(kind, name)| Some((KINDS.get(kind).copied()?, name.to_owned())));
        own.filter(|place| matches!(place.0, "service" | "team")).collect()
    };
    let factors = |row: IncidentIx| of_row.get(&row).into_iter().flatten().take(MAX).cloned().collect();
    rows.iter()
        .map(|row| FactorUnit { row: *row, incidents: 1, factors: factors(*row), places: places(*row) })
        .collect()
}

/// The same with the incidents of one problem as one, which has what at least half of them have: they are recorded alike
/// because they are one thing, and forty of them say no more than one. O(n log n).
#[must_use]
pub fn independent(units: &[FactorUnit], family_of: &Column<IncidentIx, Option<FamilyIx>>) -> Vec<FactorUnit> {
    let mut families: BTreeMap<FamilyIx, Vec<&FactorUnit>> = BTreeMap::new();
    let mut alone: Vec<FactorUnit> = Vec::new();
    for unit in units {
        match family_of[unit.row] {
            Some(family) => families.entry(family).or_default().push(unit),
            None => alone.push(unit.clone()),
        }
    }
    alone.extend(families.into_values().filter_map(|members| joined(&members)));
    alone.sort_by_key(|unit| unit.row);
    alone
}

fn joined(members: &[&FactorUnit]) -> Option<FactorUnit> {
    let first = members.first()?;
    let half = members.len().div_ceil(2);
    Some(FactorUnit {
        row: first.row,
        incidents: members.iter().map(|unit| unit.incidents).sum(),
        factors: most(half, members.iter().flat_map(|unit| &unit.factors)),
        places: most(half, members.iter().flat_map(|unit| &unit.places)),
    })
}

/// What comes at least so often.
fn most<'a, T: Ord + Clone + 'a>(least: usize, all: impl Iterator<Item = &'a T>) -> BTreeSet<T> {
    let mut counts: BTreeMap<&T, usize> = BTreeMap::new();
    all.for_each(|one| *counts.entry(one).or_insert(0) += 1);
    counts.into_iter().filter(|(_, n)| *n >= least).map(|(one, _)| one.clone()).collect()
}

/// Two things recorded for the same incidents.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorPair {
    pub first: String,
    pub second: String,
    /// `factor`, `service` or `team`: what the second one is.
    pub kind: &'static str,
    /// Independent incidents with the first, the second, both, and all that record a factor.
    pub n: [u64; 4],
    /// How many incidents the ones with both stand for: more where a problem occurred again.
    pub incidents: u64,
    /// Rows of the independent incidents with both, ascending.
    pub rows: Vec<IncidentIx>,
    /// Independent incidents with both, if chance alone decided.
    pub expected: f64,
    /// The middle 95 % of what chance gives.
    pub range: [u64; 2],
    pub p: f64,
    /// Adjusted for all tests of the table.
    pub q: f64,
}

/// Things of each incident, and how many incidents have each, each two.
#[derive(Default)]
struct Tally<'a> {
    single: BTreeMap<(&'static str, &'a str), u64>,
    /// The rows of units, and the incidents that they stand for.
    both: BTreeMap<(&'a str, &'static str, &'a str), (Vec<IncidentIx>, u64)>,
}

/// Pairs of factors.
#[must_use]
pub fn factors(units: &[FactorUnit]) -> Vec<FactorPair> {
    let mut tally = Tally::default();
    for unit in units {
        let own: Vec<&str> = unit.factors.iter().map(String::as_str).collect();
        for (i, first) in own.iter().enumerate() {
            *tally.single.entry(("factor", first)).or_insert(0) += 1;
            for second in own.iter().skip(i + 1) {
                tally.add((first, "factor", second), unit);
            }
        }
    }
    tally.pairs(units.len() as u64, |first, kind, second| kind == "factor" && first < second)
}

/// Factors with services and teams.
#[must_use]
pub fn areas(units: &[FactorUnit]) -> Vec<FactorPair> {
    let mut tally = Tally::default();
    for unit in units {
        let own = || unit.factors.iter().map(String::as_str);
        own().for_each(|factor| *tally.single.entry(("factor", factor)).or_insert(0) += 1);
        for (kind, name) in &unit.places {
            *tally.single.entry((*kind, name.as_str())).or_insert(0) += 1;
            own().for_each(|factor| tally.add((factor, *kind, name.as_str()), unit));
        }
    }
    tally.pairs(units.len() as u64, |_, kind, _| kind != "factor")
}

impl<'a> Tally<'a> {
    fn add(&mut self, pair: (&'a str, &'static str, &'a str), unit: &FactorUnit) {
        let (rows, incidents) = self.both.entry(pair).or_default();
        rows.push(unit.row);
        *incidents += unit.incidents;
    }

    /// Tests every pair of which both are common enough, also those that never meet: the number of tests must not depend
    /// on what was found.
    fn pairs(&self, all: u64, wanted: impl Fn(&str, &str, &str) -> bool) -> Vec<FactorPair> {
        let factors = self.common(MAX_FACTORS, |kind| kind == "factor");
        let areas = self.common(MAX_AREAS, |kind| kind != "factor");
        let mut pairs = Vec::new();
        for (_, first, n_first) in &factors {
            let others = factors.iter().chain(&areas).filter(|(kind, second, _)| wanted(first, kind, second));
            for (kind, second, n_second) in others {
                let (rows, incidents) = self.both.get(&(*first, *kind, *second)).cloned().unwrap_or_default();
                let pair = test(first, kind, second, [*n_first, *n_second, rows.len() as u64, all]);
                pairs.extend(pair.map(|pair| FactorPair { incidents, rows, ..pair }));
            }
        }
        let q = adjust(&pairs.iter().map(|pair| Some(pair.p)).collect::<Vec<_>>());
        pairs.iter_mut().zip(q).for_each(|(pair, q)| pair.q = q.unwrap_or(1.0));
        pairs.sort_by(|a, b| {
            a.p.total_cmp(&b.p).then_with(|| (a.kind, &a.first, &a.second).cmp(&(b.kind, &b.first, &b.second)))
        });
        pairs
    }

    /// The most common things of some kinds.
    fn common(&self, most: usize, of: impl Fn(&str) -> bool) -> Vec<(&'static str, &str, u64)> {
        let enough = self.single.iter().filter(|(key, n)| of(key.0) && **n >= MIN);
        let mut common: Vec<_> = enough.map(|((kind, name), n)| (*kind, *name, *n)).collect();
        common.sort_by_key(|entry| std::cmp::Reverse(entry.2));
        common.truncate(most);
        common
    }
}

fn test(first: &str, kind: &'static str, second: &str, n: [u64; 4]) -> Option<FactorPair> {
    let [with, other, both, all] = n;
    // Where every incident has one of the two, nothing can be compared.
    let without = all.checked_sub(with).filter(|n| *n > 0)?;
    let p = difference((both, with), (other.checked_sub(both)?, without), 0.95)?.p;
    Some(FactorPair {
        first: first.to_owned(),
        second: second.to_owned(),
        kind,
        n,
        incidents: both,
        rows: Vec::new(),
        expected: with as f64 * other as f64 / all as f64,
        range: hypergeometric::range(with, other, all, 0.95)?,
        p,
        q: 1.0,
    })
}
