//! What is known of each kind of area beyond its counts, and how all incidents compare with earlier periods.

use crate::analyse::areas::change::{ChangeTable, CountChange};
use crate::analyse::areas::evenness::Evenness;
use crate::analyse::areas::exposure::{self, Amounts, Blind, Exposed, MEASURES, exposed};
use crate::analyse::areas::funnel::{Funnel, funnel};
use crate::analyse::areas::membership::{KINDS, NumberedArea};
use crate::analyse::areas::ranks::{ShrunkenRates, rank};
use crate::analyse::areas::rows::{AreaRow, against};
use crate::analyse::areas::slots::Slots;
use crate::analyse::areas::spread::{AreaConcentration, spread};
use crate::analyse::areas::tally::AreaTally;
use crate::frame::DataSet;
use crate::stats::rate_ratio::Clusters;
use std::collections::{BTreeMap, BTreeSet};

/// One kind of area in the period under review.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaKind {
    pub name: &'static str,
    /// Areas that incidents of any of the periods name, or that have exposure.
    pub areas: u64,
    /// Whether areas are weighed by exposure; else all are taken as equal.
    pub weighted: bool,
    /// Shrunken rates and ranks, one per area; empty where areas differ no more than by chance, or are fewer than five.
    pub ranking: Option<ShrunkenRates>,
    pub spread: Option<AreaConcentration>,
    /// Against the same period a year ago: areas with incidents in either, in order of name.
    pub year_ago: Vec<(String, CountChange)>,
    /// Areas whose exposure is known for the whole period, and the funnel where all have the same measure.
    pub exposed: Vec<Exposed>,
    pub funnel: Option<Funnel>,
}

/// All incidents of the period under review against earlier periods.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overall {
    /// Against the period before and the same one a year ago; adjusted together.
    pub previous: Option<CountChange>,
    pub year_ago: Option<CountChange>,
    /// Incidents known to have reached customers, against the period before.
    pub customers: Option<CountChange>,
    /// Customer-facing of the period before: stated yes, stated no, not known.
    pub customer_before: Option<[u64; 3]>,
    pub evenness: Option<Evenness>,
    /// Severity rank (0: not stated), worst first, with the incidents of this period and of the one before.
    pub severities: Vec<(u32, [u64; 2])>,
}

/// Fills the shrunken rates of the rows, and tells the rest.
#[must_use]
pub fn all(
    data: &DataSet,
    tally: &AreaTally,
    slots: &Slots,
    rows: &mut [AreaRow],
    seed: u64,
) -> (Vec<AreaKind>, Overall) {
    let known: Vec<Known> = (0..slots.len()).map(|slot| known(data, slots, slot)).collect();
    let counted = Counted { tally, slots, known };
    let kinds = KINDS.iter().enumerate().map(|(number, name)| kind(&counted, rows, name, number, seed)).collect();
    (kinds, overall(tally, slots))
}

/// Areas without incidents of which something is known.
#[must_use]
pub fn blind(data: &DataSet, tally: &AreaTally, slots: &Slots) -> Vec<Blind> {
    let places: Vec<usize> = (0..KINDS.len()).filter(|place| KINDS.get(*place) != Some(&"factor")).collect();
    exposure::blind(&known(data, slots, slots.current()), &places, tally, slots.current())
}

type Known<'a> = BTreeMap<(usize, &'a str), Amounts>;

fn known<'a>(data: &'a DataSet, slots: &Slots, slot: usize) -> Known<'a> {
    slots.window(slot).map_or_else(Known::new, |window| exposure::amounts(&data.exposure, window))
}

/// What all kinds are worked out from.
struct Counted<'a> {
    tally: &'a AreaTally,
    slots: &'a Slots,
    /// Exposure per slot.
    known: Vec<Known<'a>>,
}

impl Counted<'_> {
    /// Counts of one kind in one slot with the weight of each area: its exposure over the mean exposure, by the first
    /// measure that is known of all; else 1. Areas that are known by exposure alone stand behind the others.
    fn weighted(&self, kind: usize, areas: &[NumberedArea], slot: usize) -> Vec<(u64, f64)> {
        let none = Known::new();
        let known = self.known.get(slot).unwrap_or(&none);
        let name = |area: &NumberedArea| self.tally.numbering.name(*area);
        let listed: BTreeSet<NumberedArea> = areas.iter().copied().collect();
        let new = |n: &str| self.tally.numbering.find(kind, n).is_none_or(|area| !listed.contains(&area));
        let others = known.keys().filter(|(k, n)| *k == kind && new(n));
        let names: Vec<&str> = areas.iter().map(name).chain(others.map(|(_, n)| *n)).collect();
        let amount = |measure: usize, name: &str| {
            known.get(&(kind, name))?.whole.get(measure).copied().flatten().filter(|n| *n > 0.0)
        };
        let all = |measure: usize| names.iter().map(|name| amount(measure, name)).collect::<Option<Vec<f64>>>();
        let found = (0..MEASURES.len()).find_map(all).filter(|amounts| !amounts.is_empty());
        let amounts = found.unwrap_or_else(|| vec![1.0; names.len()]);
        let mean = amounts.iter().sum::<f64>() / amounts.len().max(1) as f64;
        let counts = areas.iter().map(|area| self.tally.at(*area, slot)).chain(std::iter::repeat(0));
        counts.zip(amounts).map(|(count, amount)| (count, amount / mean)).collect()
    }
}

fn kind(counted: &Counted, rows: &mut [AreaRow], name: &'static str, number: usize, seed: u64) -> AreaKind {
    let Counted { tally, slots, known } = counted;
    let (areas, current, seed) = (tally.catalogue(name), slots.current(), [seed, number as u64]);
    let ranking = |slot: usize| {
        let counts = counted.weighted(number, &areas, slot);
        rank(&counts, slots.weeks(slot), slot == current)
    };
    let rankings: Vec<Option<ShrunkenRates>> = (0..slots.len()).map(ranking).collect();
    fill(tally, slots, rows, &areas, &rankings);
    let weights: Vec<f64> = counted.weighted(number, &areas, current).into_iter().map(|(_, weight)| weight).collect();
    let (mut shares, mut first): (Vec<f64>, Vec<u64>) =
        areas.iter().map(|a| (tally.share(*a), tally.first(*a))).unzip();
    shares.resize(weights.len(), 0.0);
    first.resize(weights.len(), 0);
    let year_ago = slots.year_ago().map_or_else(Vec::new, |slot| against(tally, slots, &areas, [current, slot]));
    let named =
        |(area, change): (&NumberedArea, Option<CountChange>)| Some((tally.numbering.name(*area).to_owned(), change?));
    let exposed = known.get(current).map_or_else(Vec::new, |known| exposed(known, number, tally, current));
    AreaKind {
        name,
        areas: weights.len() as u64,
        weighted: weights.iter().any(|w| (w - 1.0).abs() > 1e-9),
        ranking: rankings.into_iter().nth(current).flatten(),
        spread: spread(&shares, &first, &weights, seed),
        year_ago: areas.iter().zip(year_ago).filter_map(named).collect(),
        funnel: funnel(&exposed),
        exposed,
    }
}

/// Puts shrunken rates into the rows of one kind.
fn fill(
    tally: &AreaTally,
    slots: &Slots,
    rows: &mut [AreaRow],
    areas: &[NumberedArea],
    rankings: &[Option<ShrunkenRates>],
) {
    let kind = areas.first().map_or("", |area| tally.numbering.kind(*area));
    let names: Vec<&str> = areas.iter().map(|area| tally.numbering.name(*area)).collect();
    let rate = |slot: usize, place: usize| rankings.get(slot)?.as_ref()?.rates.get(place).copied();
    for row in rows.iter_mut().filter(|row| row.kind == kind) {
        let Ok(place) = names.binary_search(&row.area.as_str()) else { continue };
        let Some(slot) = (0..slots.shown()).find(|slot| slots.label(*slot) == row.period) else { continue };
        row.shrunk_rate = rate(slot, place).map(|r| r.0);
        row.shrunk_previous = slots.previous(slot).and_then(|before| rate(before, place)).map(|r| r.0);
        if slot == slots.current() {
            let rank = |r: &ShrunkenRates| r.ranks.get(place).copied().flatten().map(|set| set.map(|rank| rank as f64));
            row.rank = rankings.get(slot).and_then(Option::as_ref).and_then(rank);
            row.shrunk = rate(slot, place).map(|r| r.1);
        }
    }
}

fn overall(tally: &AreaTally, slots: &Slots) -> Overall {
    let current = slots.current();
    let previous = slots.previous(current);
    let count = |slot: usize| tally.incidents.get(slot).copied().unwrap_or(0);
    let customer = |slot: usize| tally.customer.get(slot).copied().unwrap_or_default();
    let evenness = tally.evenness();
    let clusters = |found: Option<Evenness>| found.map_or(Clusters::NONE, |evenness| evenness.clusters());
    let against = |slot: usize| {
        let counted = |slot: usize| (count(slot) - tally.aside_of_all(slot), slots.weeks(slot));
        let change = CountChange::clustered(counted(current), counted(slot), clusters(evenness));
        change.filter(|_| slots.comparable([current, slot])).map(|c| c.of_all([count(current), count(slot)]))
    };
    let to_previous = previous.and_then(against).map(|c| c.with_episodes(tally.episodes(0)));
    let mut both = [to_previous, slots.year_ago().and_then(against)];
    ChangeTable::adjust(&mut both);
    let [to_previous, to_year_ago] = both;
    let usable =
        |slot: &usize| slots.comparable([current, *slot]) && [current, *slot].iter().all(|s| stated(customer(*s)));
    let customers = previous.filter(usable).and_then(|slot| {
        let felt = |slot: usize| customer(slot)[0];
        let counted = |slot: usize| (felt(slot) - tally.customers_aside(slot), slots.weeks(slot));
        let change = CountChange::clustered(counted(current), counted(slot), clusters(tally.customers_evenness()))?;
        Some(change.of_all([felt(current), felt(slot)]).with_episodes(tally.episodes(1)).alone())
    });
    let severity = |counts: &Vec<u64>, slot: usize| counts.get(slot).copied().unwrap_or(0);
    let split = previous.map_or_else(Vec::new, |before| {
        let pair = |(rank, counts): (&u32, &Vec<u64>)| (*rank, [severity(counts, current), severity(counts, before)]);
        let mut split: Vec<_> = tally.severities.iter().map(pair).filter(|(_, n)| n.iter().any(|n| *n > 0)).collect();
        // What is not stated stands last.
        split.sort_by_key(|(rank, _)| rank.wrapping_sub(1));
        split
    });
    Overall {
        previous: to_previous,
        year_ago: to_year_ago,
        customers,
        customer_before: previous.map(customer),
        evenness,
        severities: split,
    }
}

/// Whether it is known of any incident if customers noticed.
fn stated([yes, no, _]: [u64; 3]) -> bool {
    yes + no > 0
}

/// Tests made in all tables.
#[must_use]
pub fn tests(rows: &[AreaRow], kinds: &[AreaKind], overall: &Overall) -> u64 {
    let tested = |change: &CountChange| change.p.is_some();
    let in_rows = rows.iter().filter_map(|r| r.change.as_ref()).filter(|c| tested(c)).count();
    let year_ago = kinds.iter().flat_map(|k| &k.year_ago).filter(|(_, c)| tested(c)).count();
    let against_chance = kinds.iter().filter_map(|k| k.spread.as_ref()?.chance.as_ref()).count();
    let Overall { previous, year_ago: before, customers, .. } = overall;
    let alone = [previous, before, customers].into_iter().flatten().filter(|c| tested(c)).count();
    (in_rows + year_ago + against_chance + alone) as u64
}
