//! Records of two tools that are known to be one incident, as habits are learned from them.

use crate::link::scored::evidence;
use crate::link::scored::habits::{Habit, KnownPair};
use crate::link::scored::profile::{Profiles, Slot};
use crate::model::row::EntityIx;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Known pairs of two slots with the ranks of both records.
type Found = BTreeMap<(Slot, Slot), Vec<(u32, u32, KnownPair)>>;

/// The habits of all pairs of slots of which enough pairs are known, in both directions.
pub(super) fn habits(profiles: &Profiles, known: &[(EntityIx, EntityIx)]) -> FxHashMap<(Slot, Slot), Habit> {
    let mut found = Found::new();
    for &(a, b) in known {
        // Ordered by the names of the tools, so that nothing hangs on which file was read first.
        let rank = |entity: EntityIx| profiles.slot_rank(profiles.slot(entity));
        let (a, b) = if rank(a) > rank(b) { (b, a) } else { (a, b) };
        if let Some(pair) = pair(profiles, a, b) {
            let slots = (profiles.slot(a), profiles.slot(b));
            found.entry(slots).or_default().push((profiles.rank_of(a), profiles.rank_of(b), pair));
        }
    }
    let mut habits = FxHashMap::default();
    for ((one, other), mut pairs) in found {
        pairs.sort_by_key(|(a, b, _)| (*a, *b));
        let pairs: Vec<KnownPair> = pairs.into_iter().map(|(_, _, pair)| pair).collect();
        if let Some(habit) = Habit::of(&pairs) {
            habits.insert((other, one), habit.mirrored());
            habits.insert((one, other), habit);
        }
    }
    habits
}

/// What is learned of two records; `None` where one has no time.
fn pair(profiles: &Profiles, a: EntityIx, b: EntityIx) -> Option<KnownPair> {
    let says = |entity: EntityIx| profiles.words.get(entity).len() > 1;
    Some(KnownPair {
        begin: profiles.start_gap(a, b)?,
        end: profiles.end_gap(a, b),
        lengths: profiles.length(a).zip(profiles.length(b)),
        alike: (says(a) && says(b)).then(|| evidence::likeness(profiles, a, b).1),
    })
}
