//! What is known of each kind of area beyond its counts, and how all incidents compare with earlier periods.

use crate::analyse::areas::change::{Change, Table};
use crate::analyse::areas::evenness::Evenness;
use crate::analyse::areas::membership::KINDS;
use crate::analyse::areas::ranks::{Ranking, rank};
use crate::analyse::areas::rows::{Row, against};
use crate::analyse::areas::slots::Slots;
use crate::analyse::areas::spread::{Spread, spread};
use crate::analyse::areas::tally::Tally;

/// One kind of area in the period under review.
#[derive(Debug, Clone, PartialEq)]
pub struct Kind {
    pub name: &'static str,
    /// Areas that incidents of any of the periods name.
    pub areas: u64,
    /// Shrunken rates and ranks, one per area; empty where areas differ no more than by chance, or are fewer than five.
    pub ranking: Option<Ranking>,
    pub spread: Option<Spread>,
    /// How unevenly incidents of the kind come, week by week.
    pub evenness: Option<Evenness>,
    /// Against the same period a year ago: areas with incidents in either, in order of name.
    pub year_ago: Vec<(String, Change)>,
}

/// All incidents of the period under review against earlier periods.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overall {
    /// Against the period before and the same one a year ago; adjusted together.
    pub previous: Option<Change>,
    pub year_ago: Option<Change>,
    /// Incidents known to have reached customers, against the period before.
    pub customers: Option<Change>,
    /// Customer-facing of the period before: stated yes, stated no, not known.
    pub customer_before: Option<[u64; 3]>,
    pub evenness: Option<Evenness>,
    /// Severity rank (0: not stated), worst first, with the incidents of this period and of the one before.
    pub severities: Vec<(u32, [u64; 2])>,
}

/// Fills the shrunken rates of the rows, and tells the rest.
#[must_use]
pub fn all(tally: &Tally, slots: &Slots, rows: &mut [Row], seed: u64) -> (Vec<Kind>, Overall) {
    let kinds = (0_u64..).zip(KINDS).map(|(number, name)| kind(tally, slots, rows, name, [seed, number])).collect();
    (kinds, overall(tally, slots))
}

fn kind(tally: &Tally, slots: &Slots, rows: &mut [Row], name: &'static str, seed: [u64; 2]) -> Kind {
    let areas = tally.catalogue(name);
    let current = slots.current();
    let weights = vec![1.0; areas.len()];
    let ranking = |slot: usize, seed: Option<[u64; 2]>| {
        let counts: Vec<(u64, f64)> = areas.iter().zip(&weights).map(|(a, w)| (tally.at(*a, slot), *w)).collect();
        rank(&counts, slots.weeks(slot), seed)
    };
    let rankings: Vec<Option<Ranking>> =
        (0..slots.len()).map(|slot| ranking(slot, (slot == current).then_some(seed))).collect();
    fill(tally, slots, rows, &areas, &rankings);
    let (shares, first): (Vec<f64>, Vec<u64>) = areas.iter().map(|a| (tally.share(*a), tally.first(*a))).unzip();
    let year_ago = slots.year_ago().map_or_else(Vec::new, |slot| against(tally, slots, &areas, [current, slot]));
    let named = |(area, change): (&usize, Option<Change>)| Some((tally.numbering.name(*area).to_owned(), change?));
    let place = KINDS.iter().position(|k| *k == name);
    Kind {
        name,
        areas: areas.len() as u64,
        ranking: rankings.into_iter().nth(current).flatten(),
        spread: spread(&shares, &first, &weights, seed),
        evenness: Evenness::of(tally.weekly(place)),
        year_ago: areas.iter().zip(year_ago).filter_map(named).collect(),
    }
}

/// Puts shrunken rates into the rows of one kind.
fn fill(tally: &Tally, slots: &Slots, rows: &mut [Row], areas: &[usize], rankings: &[Option<Ranking>]) {
    let kind = areas.first().map_or("", |area| tally.numbering.kind(*area));
    let names: Vec<&str> = areas.iter().map(|area| tally.numbering.name(*area)).collect();
    let rate = |slot: usize, place: usize| rankings.get(slot)?.as_ref()?.rates.get(place).copied();
    for row in rows.iter_mut().filter(|row| row.kind == kind) {
        let Ok(place) = names.binary_search(&row.area.as_str()) else { continue };
        let Some(slot) = (0..slots.shown()).find(|slot| slots.label(*slot) == row.period) else { continue };
        row.shrunk_rate = rate(slot, place).map(|r| r.0);
        row.shrunk_previous = slots.previous(slot).and_then(|before| rate(before, place)).map(|r| r.0);
        if slot == slots.current() {
            let rank = |r: &Ranking| r.ranks.get(place).copied();
            row.rank = rankings.get(slot).and_then(Option::as_ref).and_then(rank);
            row.shrunk = rate(slot, place).map(|r| r.1);
        }
    }
}

fn overall(tally: &Tally, slots: &Slots) -> Overall {
    let current = slots.current();
    let previous = slots.previous(current);
    let count = |slot: usize| tally.incidents.get(slot).copied().unwrap_or(0);
    let customer = |slot: usize| tally.customer.get(slot).copied().unwrap_or_default();
    let against =
        |slot: usize| Change::between((count(current), slots.weeks(current)), (count(slot), slots.weeks(slot)));
    let mut both = [previous.and_then(against), slots.year_ago().and_then(against)];
    Table::adjust(&mut both);
    let [to_previous, to_year_ago] = both;
    let customers = previous.filter(|slot| [current, *slot].iter().all(|s| stated(customer(*s)))).and_then(|slot| {
        let now = (customer(current)[0], slots.weeks(current));
        Change::between(now, (customer(slot)[0], slots.weeks(slot))).map(Change::alone)
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
        evenness: Evenness::of(tally.weekly(None)),
        severities: split,
    }
}

/// Whether it is known of any incident if customers noticed.
fn stated([yes, no, _]: [u64; 3]) -> bool {
    yes + no > 0
}

/// Tests made in all tables.
#[must_use]
pub fn tests(rows: &[Row], kinds: &[Kind], overall: &Overall) -> u64 {
    let tested = |change: &Change| change.p.is_some();
    let in_rows = rows.iter().filter_map(|r| r.change.as_ref()).filter(|c| tested(c)).count();
    let year_ago = kinds.iter().flat_map(|k| &k.year_ago).filter(|(_, c)| tested(c)).count();
    let against_chance = kinds.iter().filter_map(|k| k.spread.as_ref()?.chance.as_ref()).count();
    let Overall { previous, year_ago: before, customers, .. } = overall;
    let alone = [previous, before, customers].into_iter().flatten().filter(|c| tested(c)).count();
    (in_rows + year_ago + against_chance + alone) as u64
}
