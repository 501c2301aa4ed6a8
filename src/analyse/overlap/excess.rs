//! Are several incidents open at once for longer than the usual hours of the week make it? Each service keeps its own
//! weeks, bursts included; only the order of the weeks is drawn at random (within about a quarter, so that growth stays), for each service by
//! itself, so that nothing
//! but coming together at the same time is lost (`METHODS.md` 6.2).

use super::spans::Spans;
use super::storms::Storm;
use super::weeks::{WEEK, Weeks};
use crate::frame::dataset::IncidentView;
use crate::model::time::{MINUTE, Millis};
use crate::stats::cascade::shuffle_weeks;
use crate::stats::quantile;
use crate::stats::random::stream;
use crate::stats::sum;
use crate::stats::sweep::{self, Span};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Fewer incidents than this, or fewer services with one, have nothing to compare.
const FEWEST: u64 = 10;
const FEWEST_GROUPS: usize = 2;
/// Services with a group of their own; all others are one, because a group costs a pass over all weeks.
const MOST_GROUPS: usize = 20;
/// Width of the grid and random orders, from the finest on: the first that stays within the budget of steps is taken,
/// and the last one in any case.
const CHOICES: [(Millis, u64); 5] =
    [(5 * MINUTE, 999), (15 * MINUTE, 999), (15 * MINUTE, 499), (60 * MINUTE, 499), (60 * MINUTE, 199)];
const BUDGET: u64 = 30_000_000;
/// Name of the stream of random draws.
const STREAM: u64 = 0x45_78_63_65_73_73;

/// Time with many open at once against the same in weeks of random order. Times in milliseconds.
#[derive(Debug, Clone, PartialEq)]
pub struct Excess {
    /// So many open at once count: two, or twice the mean where that is more.
    pub level: u32,
    pub weeks: usize,
    pub groups: usize,
    pub incidents: u64,
    /// As it was, over the whole weeks, without the incidents of unusual storms.
    pub observed: Millis,
    /// Mean over the random orders, and what 95 of 100 of them give.
    pub expected: f64,
    pub range: [f64; 2],
    /// How often a random order gives at least as much; never 0.
    pub p: f64,
    pub replicates: u64,
    pub grid: Millis,
}

/// The levels of one group in one week: by how many the number of open ones changes at which slot.
type Changes = Vec<(usize, i64)>;

/// The test; `None` with fewer than eight weeks, ten incidents or two services.
#[must_use]
pub fn excess(view: &IncidentView, spans: &Spans, (weeks, storms): (&Weeks, &[Storm]), seed: u64) -> Option<Excess> {
    if !weeks.enough() {
        return None;
    }
    // In a storm of all services each has a busy week, which lies at another place in every random order: many open for
    // a day would be held against a few open for weeks.
    let is_aside = |row: usize| view.started.get(row).is_some_and(|at| storms.iter().any(|s| s.sets_aside(at)));
    let taken: Vec<(u32, Span)> = spans.taken.iter().filter(|(row, _)| !is_aside(*row as usize)).copied().collect();
    let groups = groups(view, &taken, weeks);
    let incidents: u64 = groups.iter().map(|g| g.len() as u64).sum();
    if incidents < FEWEST || groups.len() < FEWEST_GROUPS {
        return None;
    }
    let open: Vec<Span> = taken.iter().map(|(_, span)| *span).collect();
    let sweep = sweep::sweep(&open, [weeks.window.start, weeks.window.end]);
    let level = ((2.0 * sweep.mean).ceil() as u32).max(2);
    let cost = |grid: Millis| 2 * incidents + weeks.count as u64 * (WEEK / grid) as u64;
    let affordable = CHOICES.into_iter().find(|(grid, draws)| draws * cost(*grid) <= BUDGET);
    let (grid, replicates) = affordable.or(CHOICES.last().copied())?;
    let changes: Vec<Vec<Changes>> = groups.iter().map(|g| changes(g, weeks.count, grid)).collect();
    let mut order: Vec<Vec<usize>> = vec![(0..weeks.count).collect(); groups.len()];
    let mut slots = vec![0_i64; (WEEK / grid) as usize];
    let as_was = busy(&changes, &order, level, &mut slots);
    let null: Vec<u64> = (0..replicates)
        .map(|replicate| {
            let mut rng = stream(seed, &[STREAM, replicate]);
            for own in &mut order {
                own.sort_unstable();
                shuffle_weeks(own, &mut rng);
            }
            busy(&changes, &order, level, &mut slots)
        })
        .collect();
    let above = null.iter().filter(|n| **n >= as_was).count() as u64;
    let times = quantile::sorted(null.iter().map(|n| *n as f64 * grid as f64).collect());
    Some(Excess {
        level,
        weeks: weeks.count,
        groups: groups.len(),
        incidents,
        observed: sweep.time_at_level.iter().skip(level as usize).sum(),
        expected: sum::sum(times.iter().copied()) / replicates as f64,
        range: [quantile::linear(&times, 0.025)?, quantile::linear(&times, 0.975)?],
        p: (1 + above) as f64 / (1 + replicates) as f64,
        replicates,
        grid,
    })
}

/// Stretches on the wall clock of the weeks by service (by team where no service is stated), the largest groups first and
/// all small ones together at the end.
fn groups(view: &IncidentView, taken: &[(u32, Span)], weeks: &Weeks) -> Vec<Vec<[Millis; 2]>> {
    let mut of: BTreeMap<&str, Vec<[Millis; 2]>> = BTreeMap::new();
    let end = WEEK.saturating_mul(weeks.count as Millis);
    for (row, span) in taken {
        let (from, to) = (weeks.place(span.start), span.end.map_or(end, |at| weeks.place(at)));
        if to > 0 && from < end {
            let row = *row as usize;
            let name = view.service.get(row).filter(|s| !s.is_empty()).or_else(|| view.team.get(row)).unwrap_or("");
            of.entry(name).or_default().push([from.max(0), to.min(end)]);
        }
    }
    let mut groups: Vec<Vec<[Millis; 2]>> = of.into_values().collect();
    groups.sort_by_key(|g| Reverse(g.len()));
    let rest: Vec<[Millis; 2]> = groups.drain(MOST_GROUPS.min(groups.len())..).flatten().collect();
    groups.extend((!rest.is_empty()).then_some(rest));
    groups
}

/// What each week of a group adds to the slots. An incident is open in a slot if it is open in the middle of it.
fn changes(group: &[[Millis; 2]], weeks: usize, grid: Millis) -> Vec<Changes> {
    let per_week = WEEK / grid;
    let slot = |at: Millis| (at + grid - 1 - grid / 2).div_euclid(grid);
    let mut of: Vec<BTreeMap<usize, i64>> = vec![BTreeMap::new(); weeks];
    for [from, to] in group.iter().map(|span| span.map(slot)).filter(|[from, to]| from < to) {
        for week in from / per_week..=(to - 1) / per_week {
            let Some(changes) = usize::try_from(week).ok().and_then(|w| of.get_mut(w)) else { break };
            let first = (from - week * per_week).max(0);
            *changes.entry(first as usize).or_insert(0) += 1;
            if to < (week + 1) * per_week {
                *changes.entry((to - week * per_week) as usize).or_insert(0) -= 1;
            }
        }
    }
    of.into_iter().map(|changes| changes.into_iter().collect()).collect()
}

/// In how many slots so many are open, with the weeks of each group in its own order.
fn busy(changes: &[Vec<Changes>], order: &[Vec<usize>], level: u32, slots: &mut [i64]) -> u64 {
    let weeks = order.first().map_or(0, Vec::len);
    let mut busy = 0;
    for week in 0..weeks {
        slots.fill(0);
        for (group, order) in changes.iter().zip(order) {
            let own = order.get(week).and_then(|from| group.get(*from));
            for (slot, change) in own.into_iter().flatten() {
                if let Some(sum) = slots.get_mut(*slot) {
                    *sum += change;
                }
            }
        }
        let mut open = 0;
        for change in slots.iter() {
            open += change;
            busy += u64::from(open >= i64::from(level));
        }
    }
    busy
}
