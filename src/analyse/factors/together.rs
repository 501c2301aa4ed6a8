//! What is recorded together more often than chance would have it.

use crate::analyse::areas::membership::{KINDS, areas_of};
use crate::frame::dataset::IncidentView;
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

/// Two things recorded for the same incidents.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    pub first: String,
    pub second: String,
    /// `factor`, `service` or `team`: what the second one is.
    pub kind: &'static str,
    /// Incidents with the first, the second, both, and all that record a factor.
    pub n: [u64; 4],
    /// Incidents with both, if chance alone decided.
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
    both: BTreeMap<(&'a str, &'static str, &'a str), u64>,
}

/// Pairs of factors.
#[must_use]
pub fn factors(rows: &[usize], of_row: &BTreeMap<usize, BTreeSet<String>>) -> Vec<Pair> {
    let mut tally = Tally::default();
    for row in rows {
        let own: Vec<&str> = of_row.get(row).into_iter().flatten().map(String::as_str).take(MAX).collect();
        for (i, first) in own.iter().enumerate() {
            *tally.single.entry(("factor", first)).or_insert(0) += 1;
            for second in own.iter().skip(i + 1) {
                *tally.both.entry((first, "factor", second)).or_insert(0) += 1;
            }
        }
    }
    tally.pairs(rows.len() as u64, |first, kind, second| kind == "factor" && first < second)
}

/// Factors with services and teams.
#[must_use]
pub fn areas(view: &IncidentView, rows: &[usize], of_row: &BTreeMap<usize, BTreeSet<String>>) -> Vec<Pair> {
    let mut tally = Tally::default();
    for row in rows {
        let own = || of_row.get(row).into_iter().flatten().map(String::as_str).take(MAX);
        let places: BTreeSet<(&'static str, &str)> = areas_of(view, *row)
            .filter_map(|(kind, name)| Some((KINDS.get(kind).copied()?, name)))
            .filter(|p| matches!(p.0, "service" | "team"))
            .collect();
        own().for_each(|factor| *tally.single.entry(("factor", factor)).or_insert(0) += 1);
        for (kind, name) in places {
            *tally.single.entry((kind, name)).or_insert(0) += 1;
            own().for_each(|factor| *tally.both.entry((factor, kind, name)).or_insert(0) += 1);
        }
    }
    tally.pairs(rows.len() as u64, |_, kind, _| kind != "factor")
}

impl Tally<'_> {
    /// Tests every pair of which both are common enough, also those that never meet: the number of tests must not depend
    /// on what was found.
    fn pairs(&self, all: u64, wanted: impl Fn(&str, &str, &str) -> bool) -> Vec<Pair> {
        let factors = self.common(MAX_FACTORS, |kind| kind == "factor");
        let areas = self.common(MAX_AREAS, |kind| kind != "factor");
        let mut pairs = Vec::new();
        for (_, first, n_first) in &factors {
            let others = factors.iter().chain(&areas).filter(|(kind, second, _)| wanted(first, kind, second));
            for (kind, second, n_second) in others {
                let both = self.both.get(&(*first, *kind, *second)).copied().unwrap_or(0);
                pairs.extend(test(first, kind, second, [*n_first, *n_second, both, all]));
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

fn test(first: &str, kind: &'static str, second: &str, n: [u64; 4]) -> Option<Pair> {
    let [with, other, both, all] = n;
    // Where every incident has one of the two, nothing can be compared.
    let without = all.checked_sub(with).filter(|n| *n > 0)?;
    let p = difference((both, with), (other.checked_sub(both)?, without), 0.95)?.p;
    Some(Pair {
        first: first.to_owned(),
        second: second.to_owned(),
        kind,
        n,
        expected: with as f64 * other as f64 / all as f64,
        range: hypergeometric::range(with, other, all, 0.95)?,
        p,
        q: 1.0,
    })
}
