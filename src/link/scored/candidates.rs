//! Which pairs are compared: records of two tools that begin near each other and share a rare word, a title or an area.
//!
//! For each key only the nearest records in time are looked at, so that the work grows with the number of records and
//! not with the square of how dense they are.

use crate::link::scored::difference::REACH;
use crate::link::scored::evidence;
use crate::link::scored::profile::{AreaIx, Profiles, Slot, TitleIx, WordIx};
use crate::link::union::Union;
use crate::model::column::Column;
use crate::model::row::{EntityIx, ToolIx};
use crate::model::time::Millis;
use crate::par;
use rustc_hash::FxHashMap;

/// Records with a key in common are compared when they begin within this.
pub(super) const WINDOW: Millis = 12 * 3_600_000;
/// How many on either side, for each key.
const NEAREST: usize = 3;
/// The same where the clocks may differ by hours.
const AROUND: usize = 8;
/// How many of a title's rarest words are keys.
const RAREST: usize = 3;
/// How many of its areas are keys.
const AREAS: usize = 3;
/// Pairs below this can become neither a link nor a rival of one.
const MIN: f64 = 0.0;

/// A pair that was compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    pub(super) score: f64,
    pub(super) a: EntityIx,
    pub(super) b: EntityIx,
}

/// Entities of one slot by key, in order of their beginning.
#[derive(Debug, Default)]
struct Index {
    by_key: FxHashMap<Key, Vec<EntityIx>>,
    size: usize,
}

/// Entities by slot and key.
#[derive(Debug)]
pub(super) struct Indexes {
    slots: Column<Slot, Index>,
    /// All of them, in order.
    order: Vec<EntityIx>,
}

impl Indexes {
    pub(super) fn of(profiles: &Profiles) -> Self {
        let mut order = profiles.in_order();
        let compared = profiles.compared();
        let is_compared = |entity: EntityIx| compared[profiles.tool_of(entity)];
        order.retain(|entity| profiles.earliest(*entity).is_some() && is_compared(*entity));
        let mut slots: Column<Slot, Index> = (0..profiles.slots()).map(|_| Index::default()).collect();
        for entity in &order {
            let index = &mut slots[profiles.slot(*entity)];
            index.size += 1;
            for key in keys(profiles, *entity) {
                index.by_key.entry(key).or_default().push(*entity);
            }
        }
        Self { slots, order }
    }

    /// For each other tool's slot the record that is most like this one by its names, whatever the clocks say.
    pub(super) fn partners(&self, profiles: &Profiles, entity: EntityIx) -> Vec<EntityIx> {
        let keys = keys(profiles, entity);
        let keys = keys.iter().filter(|key| matches!(key, Key::Word(_) | Key::Title(_)));
        let at = profiles.earliest(entity).unwrap_or(0);
        let others = self.slots.enumerate().filter(|(slot, _)| slot.tool() != profiles.tool_of(entity));
        let partner = |(_, index): (Slot, &Index)| {
            let lists = keys.clone().filter_map(|key| index.by_key.get(key));
            let around = lists.flat_map(|list| {
                let middle = list.partition_point(|other| profiles.earliest(*other).unwrap_or(0) < at);
                let range = middle.saturating_sub(AROUND)..(middle + AROUND).min(list.len());
                list.get(range).unwrap_or(&[]).iter().copied()
            });
            let is_in_reach = |other: &EntityIx| {
                profiles.earliest(*other).is_some_and(|other| other.abs_diff(at) <= REACH.unsigned_abs())
            };
            let mut around: Vec<EntityIx> = around.filter(is_in_reach).collect();
            around.sort_unstable();
            around.dedup();
            partner(profiles, entity, &around)
        };
        others.filter_map(partner).collect()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Word(WordIx),
    Title(TitleIx),
    Area(AreaIx),
    /// No key but time: for tools that name the same thing in different words.
    Time,
}

/// All pairs worth knowing, in no particular order but always the same.
pub(super) fn pairs(profiles: &Profiles, indexes: &Indexes, union: &mut Union) -> Vec<Pair> {
    let roots: Column<EntityIx, EntityIx> = profiles.entities().map(|entity| union.root(entity)).collect();
    let found = par::chunks(&indexes.order, |entities| {
        let mut found = Vec::new();
        for &entity in entities {
            compare(profiles, &indexes.slots, &roots, entity, &mut found);
        }
        found
    });
    found.into_iter().flatten().collect()
}

fn keys(profiles: &Profiles, entity: EntityIx) -> Vec<Key> {
    let mut words = profiles.words.get(entity).to_vec();
    words.sort_by(|a, b| {
        let uses = profiles.word_uses(*a).cmp(&profiles.word_uses(*b));
        uses.then_with(|| profiles.word(*a).cmp(profiles.word(*b)))
    });
    let mut keys: Vec<Key> = words.into_iter().take(RAREST).map(Key::Word).collect();
    keys.push(Key::Title(profiles.title[entity]));
    let mut areas = profiles.areas.get(entity).to_vec();
    areas.sort_by(|a, b| profiles.area(*a).cmp(profiles.area(*b)));
    keys.extend(areas.into_iter().take(AREAS).map(Key::Area));
    keys.push(Key::Time);
    keys
}

/// Compares one entity with its nearest in every larger slot; the smaller one asks, because it has fewer questions.
fn compare(
    profiles: &Profiles,
    indexes: &Column<Slot, Index>,
    roots: &Column<EntityIx, EntityIx>,
    entity: EntityIx,
    found: &mut Vec<Pair>,
) {
    let own_slot = profiles.slot(entity);
    let own = &indexes[own_slot];
    let keys = keys(profiles, entity);
    for (slot, index) in indexes.enumerate() {
        let smaller = (index.size, profiles.slot_rank(slot)) < (own.size, profiles.slot_rank(own_slot));
        if slot == own_slot || index.size == 0 || smaller {
            continue;
        }
        let mut near: Vec<EntityIx> = keys
            .iter()
            .filter_map(|key| index.by_key.get(key).map(|list| (key, list)))
            .flat_map(|(key, list)| nearest(profiles, list, (entity, slot.tool()), *key))
            .collect();
        near.sort_unstable();
        near.dedup();
        for other in near.into_iter().filter(|other| roots[*other] != roots[entity]) {
            let score = evidence::score(profiles, entity, other);
            if score >= MIN {
                found.push(Pair { score, a: entity, b: other });
            }
        }
    }
}

fn nearest<'a>(
    profiles: &'a Profiles,
    list: &'a [EntityIx],
    (entity, tool): (EntityIx, ToolIx),
    key: Key,
) -> impl Iterator<Item = EntityIx> + 'a {
    // The moment as the other tool's clock shows it.
    let at = profiles.earliest(entity).unwrap_or(0) + profiles.later(profiles.tool_of(entity), tool);
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
pub(super) fn partner(profiles: &Profiles, entity: EntityIx, others: &[EntityIx]) -> Option<EntityIx> {
    let mut scores: Vec<(f64, EntityIx)> =
        others.iter().map(|other| (evidence::by_names(profiles, entity, *other), *other)).collect();
    scores.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| profiles.rank_of(x.1).cmp(&profiles.rank_of(y.1))));
    let next = scores.get(1).map_or(f64::NEG_INFINITY, |(score, _)| *score);
    scores.first().filter(|(score, _)| *score >= ALIKE && score - next >= MARGIN).map(|(_, other)| *other)
}
