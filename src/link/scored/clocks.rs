//! Tools whose clocks differ by a steady amount: one of them runs wrong, or its zone was taken for another one.
//!
//! Records that are alike whatever their times (one incident by reference, or titles and areas that hardly anything else
//! has in common) are looked at across many hours. Where the times of most of them lie the same amount apart, that amount
//! is taken off before records are compared. Without it such tools would share nothing, and each incident would count twice.

use crate::link::scored::candidates::Indexes;
use crate::link::scored::difference::{Apart, MAX, Steady};
use crate::link::scored::profile::{Profiles, Slot};
use crate::link::union::Union;
use crate::model::row::{EntityIx, ToolIx};
use crate::model::time::{HOUR, MINUTE, Millis};
use crate::par;
use std::collections::{BTreeMap, BTreeSet};

/// Records of a tool that are looked at: a clock that is wrong is wrong everywhere.
const SAMPLE: usize = 2_000;
/// Larger groups hold other things beside one record of each tool.
const MAX_GROUP: usize = 6;
/// Fewer pairs show nothing steady.
const MIN: usize = 5;
/// A stretch this long must hold six in ten of the differences.
const STRETCH: Millis = 10 * MINUTE;
/// Zones differ by multiples of this, to which people may be late by a few minutes.
const STEP: Millis = HOUR / 2;
const LATE: Millis = 3 * MINUTE;
/// An amount that no zone explains must be held to within this by the beginnings, and by the ends too. People who write
/// things down later do so by an amount that changes, and not twice by the same.
const NARROW: Millis = 6 * MINUTE;
/// Less than this is the ordinary way of a record from one tool to the next.
const SMALL: Millis = 2 * MINUTE;

/// The steady differences, each pair of tools once, in the order of their names.
pub(super) fn find(
    profiles: &Profiles,
    indexes: &Indexes,
    union: &mut Union,
    known: &[(EntityIx, EntityIx)],
) -> Vec<Steady> {
    let asked = sample(profiles, union);
    let alike = par::chunks(&asked, |some| {
        some.iter().flat_map(|a| indexes.partners(profiles, *a).into_iter().map(|b| (*a, b))).collect::<Vec<_>>()
    });
    // Two records may each ask for the other.
    let pairs = known.iter().copied().chain(alike.into_iter().flatten());
    let mut pairs: Vec<(EntityIx, EntityIx)> = pairs.map(|(a, b)| (a.min(b), a.max(b))).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut found: BTreeMap<(ToolIx, ToolIx), Vec<Apart>> = BTreeMap::new();
    for (a, b) in pairs {
        let (a, b) = if profiles.tool_name(a) > profiles.tool_name(b) { (b, a) } else { (a, b) };
        if let Some(apart) = profiles.apart(a, b) {
            found.entry((profiles.tool_of(a), profiles.tool_of(b))).or_default().push(apart);
        }
    }
    let steady = found.into_iter().filter_map(|((a, b), all)| {
        let (by, low, high) = steady(&all)?;
        Some(Steady { tool: b, other: a, by, low, high })
    });
    let mut steady: Vec<Steady> = steady.collect();
    let name = |tool: ToolIx| profiles.tools[tool].clone();
    steady.sort_by_key(|s| (name(s.other), name(s.tool)));
    steady
}

/// Pairs of records that are one incident already, of groups in which each tool has one record: which of several a
/// record of another tool goes with, nobody knows.
pub(super) fn united(profiles: &Profiles, union: &mut Union) -> Vec<(EntityIx, EntityIx)> {
    let mut groups: BTreeMap<EntityIx, Vec<EntityIx>> = BTreeMap::new();
    for entity in profiles.entities() {
        let root = union.root(entity);
        if root != entity {
            groups.entry(root).or_insert_with(|| vec![root]).push(entity);
        }
    }
    let mut pairs = Vec::new();
    for group in groups.into_values().filter(|group| group.len() <= MAX_GROUP) {
        let tools: BTreeSet<ToolIx> = group.iter().map(|entity| profiles.tool_of(*entity)).collect();
        if tools.len() < group.len() {
            continue;
        }
        for (at, a) in group.iter().enumerate() {
            pairs.extend(group.iter().skip(at + 1).map(|b| (*a, *b)));
        }
    }
    pairs
}

/// Records that are asked for a partner: of each tool some, evenly over its time, of those that stand alone.
fn sample(profiles: &Profiles, union: &mut Union) -> Vec<EntityIx> {
    let mut of_slot: BTreeMap<Slot, Vec<EntityIx>> = BTreeMap::new();
    for entity in profiles.in_order() {
        if union.root(entity) == entity && profiles.earliest(entity).is_some() {
            of_slot.entry(profiles.slot(entity)).or_default().push(entity);
        }
    }
    let some = of_slot.into_values().flat_map(|all| {
        let step = all.len().div_ceil(SAMPLE).max(1);
        all.into_iter().step_by(step).collect::<Vec<_>>()
    });
    some.collect()
}

/// The amount, and the stretch in which the differences lie, if they are steady and not what two tools always differ by.
pub fn steady(all: &[Apart]) -> Option<(Millis, Millis, Millis)> {
    let core = densest(all)?;
    let (low, high) = (edge(&core, 5), edge(&core, 95));
    let middle = edge(&core, 50);
    let ends: Vec<Millis> = core.iter().filter_map(|apart| apart.end).collect();
    let near = |at: Millis| ends.iter().filter(|end| (**end - at).abs() <= STRETCH / 2).count();
    let zone = (middle + STEP / 2).div_euclid(STEP) * STEP;
    let is_zone = zone != 0 && zone.abs() <= MAX && low - LATE <= zone && zone <= high + LATE;
    // Ends that agree show two clocks that agree: what begins later there begins later by itself.
    let contradicted = ends.len() >= MIN && near(0) * 2 > ends.len();
    let whole = |by: Millis| Some((by, core.first()?.begin, core.last()?.begin));
    if is_zone && !contradicted {
        return whole(zone);
    }
    let nearest = low.abs().min(high.abs());
    let is_off = low.signum() == high.signum() && nearest >= SMALL && nearest * 2 >= high - low;
    let is_alike = core.iter().filter(|apart| apart.alike).count() * 2 > core.len();
    let is_both = ends.len() >= MIN && near(middle) * 10 >= ends.len() * 7;
    (high - low <= NARROW && is_off && is_alike && is_both).then(|| whole(middle)).flatten()
}

/// The differences in the stretch that holds most of them, ascending, if it holds enough.
fn densest(all: &[Apart]) -> Option<Vec<Apart>> {
    let mut sorted = all.to_vec();
    sorted.sort_by_key(|apart| (apart.begin, apart.end));
    let begin = |at: usize| sorted.get(at).map_or(Millis::MAX, |apart| apart.begin);
    let (mut best, mut from) = (0..0, 0);
    for to in 0..sorted.len() {
        while begin(to) - begin(from) > STRETCH {
            from += 1;
        }
        if to + 1 - from > best.len() {
            best = from..to + 1;
        }
    }
    let is_enough = best.len() >= MIN && best.len() * 10 >= sorted.len() * 6;
    is_enough.then(|| sorted.get(best).unwrap_or(&[]).to_vec())
}

/// The difference below which so many percent lie.
fn edge(sorted: &[Apart], percent: usize) -> Millis {
    let at = sorted.len().saturating_sub(1) * percent / 100;
    sorted.get(at).map_or(0, |apart| apart.begin)
}
