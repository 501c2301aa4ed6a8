//! Which pairs are compared: records of two tools that begin near each other and share a rare word, a title or an area.
//!
//! For each key only the nearest records in time are looked at, so that the work grows with the number of records and
//! not with the square of how dense they are.

use crate::link::scored::difference::REACH;
use crate::link::scored::evidence;
use crate::link::scored::profile::Profiles;
use crate::link::union::Union;
use crate::model::time::Millis;
use crate::par;
use rustc_hash::FxHashMap;

/// Records with a key in common are compared when they begin within this.
const WINDOW: Millis = 12 * 3_600_000;
/// How many on either side, for each key.
const NEAREST: usize = 3;
/// The same where the clocks may differ by hours.
const AROUND: usize = 8;
/// How many of a title's rarest words are keys.
const RAREST: usize = 3;
/// How many of its areas are keys.
const AREAS: usize = 3;
/// Pairs below this can become neither a link nor a rival of one.
const LEAST: f64 = 0.0;

/// A pair that was compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    pub(super) score: f64,
    pub(super) a: u32,
    pub(super) b: u32,
}

/// Entities of one slot by key, in order of their beginning.
#[derive(Debug, Default)]
struct Index {
    by_key: FxHashMap<(Key, u32), Vec<u32>>,
    size: usize,
}

/// Entities by slot and key.
#[derive(Debug)]
pub(super) struct Indexes {
    slots: Vec<Index>,
    /// All of them, in order.
    order: Vec<u32>,
}

impl Indexes {
    pub(super) fn of(profiles: &Profiles) -> Self {
        let mut order = profiles.in_order();
        let compared = profiles.compared();
        let is_compared = |entity: u32| compared.get(profiles.tool_of(entity) as usize) == Some(&true);
        order.retain(|entity| profiles.earliest(*entity).is_some() && is_compared(*entity));
        let mut slots: Vec<Index> = (0..profiles.slots()).map(|_| Index::default()).collect();
        for entity in &order {
            let Some(index) = slots.get_mut(profiles.slot(*entity) as usize) else { continue };
            index.size += 1;
            for key in keys(profiles, *entity) {
                index.by_key.entry(key).or_default().push(*entity);
            }
        }
        Self { slots, order }
    }

    /// For each other tool's slot the record that is most like this one by its names, whatever the clocks say.
    pub(super) fn partners(&self, profiles: &Profiles, entity: u32) -> Vec<u32> {
        let keys = keys(profiles, entity);
        let keys = keys.iter().filter(|(key, _)| matches!(key, Key::Word | Key::Title));
        let at = profiles.earliest(entity).unwrap_or(0);
        let others = (0_u32..).zip(&self.slots).filter(|(slot, _)| slot / 2 != profiles.tool_of(entity));
        let partner = |(_, index): (u32, &Index)| {
            let lists = keys.clone().filter_map(|key| index.by_key.get(key));
            let around = lists.flat_map(|list| {
                let middle = list.partition_point(|other| profiles.earliest(*other).unwrap_or(0) < at);
                let range = middle.saturating_sub(AROUND)..(middle + AROUND).min(list.len());
                list.get(range).unwrap_or(&[]).iter().copied()
            });
            let is_in_reach =
                |other: &u32| profiles.earliest(*other).is_some_and(|other| other.abs_diff(at) <= REACH.unsigned_abs());
            let mut around: Vec<u32> = around.filter(is_in_reach).collect();
            around.sort_unstable();
            around.dedup();
            partner(profiles, entity, &around)
        };
        others.filter_map(partner).collect()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Word,
    Title,
    Area,
    /// No key but time: for tools that name the same thing in different words.
    Time,
}

/// All pairs worth knowing, in no particular order but always the same.
pub(super) fn pairs(profiles: &Profiles, indexes: &Indexes, union: &mut Union) -> Vec<Pair> {
    let roots: Vec<u32> = (0..u32::try_from(profiles.len()).unwrap_or(0)).map(|entity| union.root(entity)).collect();
    let found = par::chunks(&indexes.order, |entities| {
        let mut found = Vec::new();
        for &entity in entities {
            compare(profiles, &indexes.slots, &roots, entity, &mut found);
        }
        found
    });
    found.into_iter().flatten().collect()
}

fn keys(profiles: &Profiles, entity: u32) -> Vec<(Key, u32)> {
    let mut words = profiles.words.get(entity).to_vec();
    words.sort_by(|a, b| {
        let uses = profiles.word_uses(*a).cmp(&profiles.word_uses(*b));
        uses.then_with(|| profiles.word(*a).cmp(profiles.word(*b)))
    });
    let mut keys: Vec<(Key, u32)> = words.into_iter().take(RAREST).map(|word| (Key::Word, word)).collect();
    keys.extend(profiles.title.get(entity as usize).map(|title| (Key::Title, *title)));
    let mut areas = profiles.areas.get(entity).to_vec();
    areas.sort_by(|a, b| profiles.area(*a).cmp(profiles.area(*b)));
    keys.extend(areas.into_iter().take(AREAS).map(|area| (Key::Area, area)));
    keys.push((Key::Time, 0));
    keys
}

/// Compares one entity with its nearest in every larger slot; the smaller one asks, because it has fewer questions.
fn compare(profiles: &Profiles, indexes: &[Index], roots: &[u32], entity: u32, found: &mut Vec<Pair>) {
    let own_slot = profiles.slot(entity);
    let Some(own) = indexes.get(own_slot as usize) else { return };
    let root = |entity: u32| roots.get(entity as usize).copied().unwrap_or(entity);
    let keys = keys(profiles, entity);
    for (slot, index) in (0_u32..).zip(indexes) {
        let smaller = (index.size, profiles.slot_rank(slot)) < (own.size, profiles.slot_rank(own_slot));
        if slot == own_slot || index.size == 0 || smaller {
            continue;
        }
        let mut near: Vec<u32> = keys
            .iter()
            .filter_map(|key| index.by_key.get(key).map(|list| (key, list)))
            .flat_map(|(key, list)| nearest(profiles, list, (entity, slot), key.0))
            .collect();
        near.sort_unstable();
        near.dedup();
        for other in near.into_iter().filter(|other| root(*other) != root(entity)) {
            let score = evidence::score(profiles, entity, other);
            if score >= LEAST {
                found.push(Pair { score, a: entity, b: other });
            }
        }
    }
}

fn nearest<'a>(
    profiles: &'a Profiles,
    list: &'a [u32],
    (entity, slot): (u32, u32),
    key: Key,
) -> impl Iterator<Item = u32> + 'a {
    // The moment as the other tool's clock shows it.
    let at = profiles.earliest(entity).unwrap_or(0) + profiles.later(profiles.tool_of(entity), slot / 2);
    let window = if key == Key::Time { WINDOW / 6 } else { WINDOW };
    let middle = list.partition_point(|other| profiles.earliest(*other).unwrap_or(0) < at);
    let range = middle.saturating_sub(NEAREST)..(middle + NEAREST).min(list.len());
    let near = list.get(range).unwrap_or(&[]);
    near.iter()
        .copied()
        .filter(move |other| profiles.earliest(*other).is_some_and(|o| o.abs_diff(at) <= window.unsigned_abs()))
}

/// What titles and areas must tell by themselves, in nats, and by how much more than with any other record around.
const ALIKE: f64 = 2.5;

const MARGIN: f64 = 1.0;

/// The best of several records by what their names tell, if it is clearly the best.
pub(super) fn partner(profiles: &Profiles, entity: u32, others: &[u32]) -> Option<u32> {
    let mut scores: Vec<(f64, u32)> =
        others.iter().map(|other| (evidence::by_names(profiles, entity, *other), *other)).collect();
    scores.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| profiles.rank_of(x.1).cmp(&profiles.rank_of(y.1))));
    let next = scores.get(1).map_or(f64::NEG_INFINITY, |(score, _)| *score);
    scores.first().filter(|(score, _)| *score >= ALIKE && score - next >= MARGIN).map(|(_, other)| *other)
}
