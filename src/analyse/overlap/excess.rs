//! Are several incidents open at once for longer than the usual hours of the week make it? All incidents of a service that
//! start in one week move together by whole weeks, drawn at random (within about a quarter, so that growth stays) for each
//! service by itself: bursts, hours of the week and durations stay, and nothing but coming together at the same time is lost.
//! What runs over the end of the weeks goes on at their beginning, so that the time that incidents take is the same in every
//! order; an incident that lasts for weeks is moved as a whole and not broken up (`METHODS.md` 6.2 and 17.6).

use super::storms::Storm;
use super::weeks::{WEEK, WholeWeeks};
use crate::analyse::spans::Spans;
use crate::frame::dataset::IncidentView;
use crate::model::row::IncidentIx;
use crate::model::time::{MINUTE, Millis};
use crate::stats::coincidence::shuffle_weeks;
use crate::stats::quantile;
use crate::stats::random::{Rng, stream};
use crate::stats::sum;
use crate::stats::sweep::{self, Span};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Fewer incidents than this, or fewer services with one, have nothing to compare.
const MIN: u64 = 10;
const MIN_GROUPS: usize = 2;
/// Services with a group of their own; all others are one, because a group costs a pass over all weeks.
const MAX_GROUPS: usize = 20;
/// Width of the grid and random orders, from the finest on: the first that stays within the budget of steps is taken,
/// and the last one in any case.
const CHOICES: [(Millis, u64); 5] =
    [(5 * MINUTE, 999), (15 * MINUTE, 999), (15 * MINUTE, 499), (60 * MINUTE, 499), (60 * MINUTE, 199)];
const BUDGET: u64 = 30_000_000;
/// Weeks among which incidents move, as for [`shuffle_weeks`].
const QUARTER: usize = 13;
/// Name of the stream of random draws.
const STREAM: u64 = 0x45_78_63_65_73_73;

/// Time with many open at once against the same with the incidents of each service moved by whole weeks. Times in milliseconds.
#[derive(Debug, Clone, PartialEq)]
pub struct Excess {
    /// So many open at once count: two, or twice the mean where that is more.
    pub level: u32,
    pub weeks: usize,
    pub groups: usize,
    pub incidents: u64,
    /// As it was, over the whole weeks, without the incidents of unusual storms.
    pub observed: Millis,
    /// Mean over the random moves, and what 95 of 100 of them give.
    pub expected: f64,
    pub range: [f64; 2],
    /// How often random moves give as much or as little, two-sided; never 0.
    pub p: f64,
    /// The same for one less and one more open at once, where either ever happens, and whether it was more than by chance:
    /// what comes together does so whatever number is looked at.
    pub neighbours: Vec<(bool, f64)>,
    pub replicates: u64,
    pub grid: Millis,
}

/// Stretches of one group that move together, on a grid: from the beginning of the week in which they start.
struct Block {
    /// The week, counted from the first; those that began before it and reach into it have their own, below 0.
    week: i64,
    /// First slot, counted from the beginning of the week, and the number of slots.
    stretches: Vec<[i64; 2]>,
}

/// The blocks of one group, by week.
type Blocks = Vec<Block>;

/// The test; `None` with fewer than eight weeks, ten incidents or two services.
#[must_use]
pub fn excess(
    view: &IncidentView,
    spans: &Spans,
    (weeks, storms): (&WholeWeeks, &[Storm]),
    seed: u64,
) -> Option<Excess> {
    if !weeks.enough() {
        return None;
    }
    // In a storm of all services each has a busy week, which lies at another place in every random order: many open for
    // a day would be held against a few open for weeks.
    let is_aside = |row: IncidentIx| view.started.get(row).is_some_and(|at| storms.iter().any(|s| s.sets_aside(at)));
    let taken: Vec<(IncidentIx, Span)> = spans.taken.iter().filter(|(row, _)| !is_aside(*row)).copied().collect();
    let groups = groups(view, &taken, weeks);
    let incidents: u64 = groups.iter().map(|g| g.len() as u64).sum();
    if incidents < MIN || groups.len() < MIN_GROUPS {
        return None;
    }
    let open: Vec<Span> = taken.iter().map(|(_, span)| *span).collect();
    let sweep = sweep::sweep(&open, [weeks.window.start, weeks.window.end]);
    let level = ((2.0 * sweep.mean).ceil() as u32).max(2);
    let cost = |grid: Millis| 2 * incidents + weeks.count as u64 * (WEEK / grid) as u64;
    let affordable = CHOICES.into_iter().find(|(grid, draws)| draws * cost(*grid) <= BUDGET);
    let (grid, replicates) = affordable.or(CHOICES.last().copied())?;
    let blocks: Vec<Blocks> = groups.iter().map(|g| blocks(g, grid)).collect();
    let per_week = WEEK / grid;
    let slots = usize::try_from(per_week).unwrap_or(0) * weeks.count;
    let levels = [level - 1, level, level + 1].map(i64::from);
    let clock = WeekSlots { per_week, slots, levels };
    let own: Vec<(&Block, i64)> = blocks.iter().flatten().map(|block| (block, block.week.max(0))).collect();
    let as_was = clock.busy(&own);
    let drawn = |replicate: u64| {
        let mut rng = stream(seed, &[STREAM, replicate]);
        let mut placed: Vec<(&Block, i64)> = Vec::new();
        blocks.iter().for_each(|own| place(own, weeks.count, &mut rng, &mut placed));
        clock.busy(&placed)
    };
    let null: Vec<[u64; 3]> = (0..replicates).map(drawn).collect();
    let neighbours = [0, 2].into_iter().filter(|at| *at > 0 || level > 2);
    let times = quantile::sorted(null.iter().map(|[_, n, _]| *n as f64 * grid as f64).collect());
    Some(Excess {
        level,
        weeks: weeks.count,
        groups: groups.len(),
        incidents,
        observed: sweep.time_at_level.iter().skip(level as usize).sum(),
        expected: sum::sum(times.iter().copied()) / replicates as f64,
        range: [quantile::linear(&times, 0.025)?, quantile::linear(&times, 0.975)?],
        p: held(&as_was, &null, 1)?.1,
        neighbours: neighbours.filter_map(|at| held(&as_was, &null, at)).collect(),
        replicates,
        grid,
    })
}

/// Whether there was more of one of the levels than chance makes on the mean, and how often chance makes as much or as
/// little, two-sided; `None` where it never is.
fn held(as_was: &[u64; 3], null: &[[u64; 3]], at: usize) -> Option<(bool, f64)> {
    let seen = as_was.get(at).copied()?;
    let drawn = || null.iter().filter_map(|busy| busy.get(at).copied());
    let (above, below) = (drawn().filter(|n| *n >= seen).count(), drawn().filter(|n| *n <= seen).count());
    let known = seen > 0 || drawn().any(|n| n > 0);
    let more = drawn().sum::<u64>() < seen * null.len() as u64;
    known.then_some((more, ((2 * (1 + above.min(below))) as f64 / (1 + null.len()) as f64).min(1.0)))
}

/// A stretch on the wall clock of the weeks: the week in which it started, and what of it lies in the weeks.
type Stretch = (i64, [Millis; 2]);

/// Stretches by service (by team where no service is stated), the largest groups first and all small ones together at the
/// end.
fn groups(view: &IncidentView, taken: &[(IncidentIx, Span)], weeks: &WholeWeeks) -> Vec<Vec<Stretch>> {
    let mut of: BTreeMap<&str, Vec<Stretch>> = BTreeMap::new();
    let end = WEEK.saturating_mul(weeks.count as Millis);
    for (row, span) in taken {
        let (from, to) = (weeks.place(span.start), span.end.map_or(end, |at| weeks.place(at)));
        if to > 0 && from < end {
            let service = view.service.get(*row).filter(|s| !s.is_empty());
            let name = service.or_else(|| view.team.get(*row)).unwrap_or("");
            of.entry(name).or_default().push((from.div_euclid(WEEK), [from.max(0), to.min(end)]));
        }
    }
    let mut groups: Vec<Vec<Stretch>> = of.into_values().collect();
    groups.sort_by_key(|g| Reverse(g.len()));
    let rest: Vec<Stretch> = groups.drain(MAX_GROUPS.min(groups.len())..).flatten().collect();
    groups.extend((!rest.is_empty()).then_some(rest));
    groups
}

/// The blocks of a group. An incident is open in a slot if it is open in the middle of it.
fn blocks(group: &[Stretch], grid: Millis) -> Blocks {
    let slot = |at: Millis| (at + grid - 1 - grid / 2).div_euclid(grid);
    let mut of: BTreeMap<i64, Vec<[i64; 2]>> = BTreeMap::new();
    for (week, span) in group {
        let [from, to] = span.map(slot);
        if from < to {
            of.entry(*week).or_default().push([from - (*week).max(0) * (WEEK / grid), to - from]);
        }
    }
    of.into_iter().map(|(week, stretches)| Block { week, stretches }).collect()
}

/// Draws a week for every block of a group: those of the weeks change places with each other, so that a service never has two
/// weeks in one; what began before them comes anywhere in the first quarter.
fn place<'a>(blocks: &'a Blocks, weeks: usize, rng: &mut Rng, placed: &mut Vec<(&'a Block, i64)>) {
    let mut order: Vec<usize> = (0..weeks).collect();
    shuffle_weeks(&mut order, rng);
    let first = weeks.div_ceil((weeks / QUARTER).max(1)) as u64;
    for block in blocks {
        let own = usize::try_from(block.week).ok().and_then(|week| order.get(week));
        placed.push((block, own.map_or_else(|| rng.below(first) as i64, |week| *week as i64)));
    }
}

/// Where the number of open incidents changes on the wall clock, and by how much.
trait Changes {
    fn add(&mut self, slot: i64, change: i64);
}

/// A slot each: right where most slots change.
impl Changes for &mut [i64] {
    fn add(&mut self, slot: i64, change: i64) {
        let slot = usize::try_from(slot).ok().and_then(|at| self.get_mut(at));
        slot.into_iter().for_each(|slot| *slot += change);
    }
}

/// Only the slots that change: the demo's 300 incidents have 600 of them among 52,000, and its review takes a tenth less.
impl Changes for &mut Vec<(i64, i64)> {
    fn add(&mut self, slot: i64, change: i64) {
        self.push((slot, change));
    }
}

/// Sorting changes costs this many steps of the walk over all slots for each of them.
const SORTING: usize = 16;

/// The wall clock of the weeks: its slots in a week and in all, and the levels that are looked at.
struct WeekSlots {
    per_week: i64,
    slots: usize,
    levels: [i64; 3],
}

impl WeekSlots {
    /// In how many slots at least so many are open, for each of three levels, with each block in its week.
    fn busy(&self, placed: &[(&Block, i64)]) -> [u64; 3] {
        let stretches: usize = placed.iter().map(|(block, _)| block.stretches.len()).sum();
        if 2 * stretches * SORTING < self.slots {
            let mut changes = Vec::with_capacity(4 * stretches);
            self.lay(placed, &mut changes);
            changes.sort_unstable();
            self.among(&changes)
        } else {
            let mut changes = vec![0; self.slots];
            self.lay(placed, changes.as_mut_slice());
            self.over_all(&changes)
        }
    }

    /// What runs over the end begins again.
    fn lay(&self, placed: &[(&Block, i64)], mut changes: impl Changes) {
        let all = self.slots as i64;
        for (block, week) in placed {
            for [first, length] in &block.stretches {
                let from = (first + week * self.per_week).rem_euclid(all.max(1));
                let to = from + length;
                changes.add(from, 1);
                // At the end itself nothing has to be taken away.
                changes.add(to.min(all), -1);
                if to > all {
                    changes.add(0, 1);
                    changes.add(to - all, -1);
                }
            }
        }
    }

    fn over_all(&self, changes: &[i64]) -> [u64; 3] {
        let (mut open, mut busy) = (0, [0; 3]);
        for change in changes {
            open += change;
            busy.iter_mut().zip(self.levels).for_each(|(busy, level)| *busy += u64::from(open >= level));
        }
        busy
    }

    /// From one change to the next; they are in order.
    fn among(&self, changes: &[(i64, i64)]) -> [u64; 3] {
        let (mut open, mut busy) = (0, [0; 3]);
        let ends = changes.iter().skip(1).map(|(at, _)| *at).chain([self.slots as i64]);
        for ((from, change), to) in changes.iter().zip(ends) {
            open += change;
            let length = (to.min(self.slots as i64) - from).max(0).unsigned_abs();
            busy.iter_mut().zip(self.levels).filter(|(_, level)| open >= *level).for_each(|(busy, _)| *busy += length);
        }
        busy
    }
}
