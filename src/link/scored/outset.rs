//! What one record finds in another tool before anything is known of the two.
//!
//! At first that is one in four. Where enough pairs of two tools are known to teach what is usual, scores tell partners from
//! strangers well enough to count them: the share of records that have found one takes the place of one in four, and scores are
//! read anew with it, until little changes (Saerens, Latinne and Decaestecker 2002, of class priors). Where one ticket in
//! twenty has a page, most of what is a little alike is alike by chance. Only fewer than one in four are believed: more partners
//! than usual would show in the pairs that name each other.

use crate::link::scored::OUTSET;
use crate::link::scored::candidates::{Pair, WINDOW};
use crate::link::scored::evidence;
use crate::link::scored::habits::Habit;
use crate::link::scored::profile::{Profiles, Slot};
use crate::model::row::EntityIx;
use crate::model::time::Millis;
use rustc_hash::{FxHashMap, FxHashSet};

/// Fewest partners that are believed, as log odds: 1 in 50.
const LEAST: f64 = -3.9;
/// So many records weigh as much as what is usual everywhere.
const USUAL: f64 = 10.0;
/// Steps after which the share hardly moves.
const STEPS: usize = 50;

/// Best scores of the records of one slot in another one, in the order of the records.
type Best = FxHashMap<(Slot, Slot), Vec<f64>>;

/// Takes the share of records with a partner into the habits of their tools, and into the scores of the pairs.
pub(super) fn learn(profiles: &mut Profiles, known: &[(EntityIx, EntityIx)], pairs: &mut [Pair]) {
    let directions: Vec<(Slot, Slot)> = directions(profiles);
    if directions.is_empty() {
        return;
    }
    let best = best(profiles, pairs, &directions);
    for (one, other) in directions {
        let records = free(profiles, known, one, other);
        let found = best.get(&(one, other)).map_or(&[][..], Vec::as_slice);
        let outset = outset(found, records);
        let set = |habit: Option<&mut Habit>| habit.into_iter().for_each(|habit| habit.outset = outset);
        set(profiles.habits.get_mut(&(one, other)));
        set(profiles.habits.get_mut(&(other, one)));
    }
    for pair in pairs {
        pair.score = libm::round((pair.score + evidence::outset(profiles, pair.a, pair.b) - OUTSET) * 1e6) / 1e6;
    }
}

/// Pairs of slots whose habits are known, the one with fewer records first: each of its records can find a partner.
fn directions(profiles: &Profiles) -> Vec<(Slot, Slot)> {
    let mut sizes: FxHashMap<Slot, usize> = FxHashMap::default();
    let timed = profiles.entities().filter(|entity| profiles.earliest(*entity).is_some());
    timed.for_each(|entity| *sizes.entry(profiles.slot(entity)).or_default() += 1);
    let size = |slot: Slot| (sizes.get(&slot).copied(), profiles.slot_rank(slot));
    let mut directions: Vec<(Slot, Slot)> =
        profiles.habits.keys().copied().filter(|(one, other)| size(*one) < size(*other)).collect();
    directions.sort_by_key(|(one, other)| (profiles.slot_rank(*one), profiles.slot_rank(*other)));
    directions
}

fn best(profiles: &Profiles, pairs: &[Pair], directions: &[(Slot, Slot)]) -> Best {
    let wanted: FxHashSet<(Slot, Slot)> = directions.iter().copied().collect();
    // A record may be compared with several tools; each has a place of its own.
    let mut scores: FxHashMap<(EntityIx, Slot), f64> = FxHashMap::default();
    for pair in pairs {
        for (own, other) in [(pair.a, pair.b), (pair.b, pair.a)] {
            if wanted.contains(&(profiles.slot(own), profiles.slot(other))) {
                let score = scores.entry((own, profiles.slot(other))).or_insert(f64::NEG_INFINITY);
                *score = score.max(pair.score);
            }
        }
    }
    // Sums depend on the order of their parts in the last digits, and the order of records on which file was read first.
    let mut scores: Vec<((EntityIx, Slot), f64)> = scores.into_iter().collect();
    scores.sort_unstable_by_key(|((entity, slot), _)| (profiles.rank_of(*entity), profiles.slot_rank(*slot)));
    let mut best = Best::default();
    for ((entity, slot), score) in scores {
        best.entry((profiles.slot(entity), slot)).or_default().push(score);
    }
    best
}

/// Records of one slot that may have a partner in another one which is not known: those that begin while the other has records.
fn free(profiles: &Profiles, known: &[(EntityIx, EntityIx)], one: Slot, other: Slot) -> usize {
    let of = |slot: Slot| profiles.entities().filter(move |entity| profiles.slot(*entity) == slot);
    let begins = || of(other).filter_map(|entity| profiles.earliest(entity));
    let Some((first, last)) = begins().min().zip(begins().max()) else { return 0 };
    let both = known.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]);
    let taken: FxHashSet<EntityIx> =
        both.filter(|(a, b)| profiles.slot(*a) == one && profiles.slot(*b) == other).map(|(a, _)| a).collect();
    let is_near = |at: Millis| (first - WINDOW..=last + WINDOW).contains(&at);
    of(one).filter(|entity| !taken.contains(entity) && profiles.earliest(*entity).is_some_and(is_near)).count()
}

/// Log odds that one of so many records has a partner, by the best score of those that have a candidate.
#[must_use]
pub fn outset(best: &[f64], records: usize) -> f64 {
    let usual = chance(OUTSET);
    let mut at = OUTSET;
    for _ in 0..STEPS {
        let partners: f64 = best.iter().map(|score| chance(score - OUTSET + at)).sum();
        let share = (partners + USUAL * usual) / (records.max(best.len()) as f64 + USUAL);
        at = libm::log(share / (1.0 - share)).clamp(LEAST, OUTSET);
    }
    libm::round(at * 1e3) / 1e3
}

/// Probability of log odds.
pub(super) fn chance(odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-odds))
}
