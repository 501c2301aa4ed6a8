//! Which of the compared pairs become links.

use crate::link::scored::candidates::Pair;
use crate::link::scored::evidence::{self, Evidence};
use crate::link::scored::profile::{Profiles, Slot};
use crate::link::scored::{ENOUGH, OUTSET};
use crate::link::union::Union;
use crate::model::column::{Column, missing};
use crate::model::row::EntityIx;
use rustc_hash::{FxHashMap, FxHashSet};

/// A partner must be better than the next one by this much; else nobody can tell which of the two is meant.
const MARGIN: f64 = 1.0;
/// Any two records of a group may lack evidence for each other, but not have this much against.
const MIN_IN_GROUP: f64 = -2.5;

/// Evidence from which a relation is worth naming although it is not enough for one incident.
const WORTH_SAYING: f64 = 2.0;
/// Words, areas and ends must give at least this much by themselves.
const MIN_BESIDE_TIME: f64 = 1.0;
/// Records that an incident must have before it is compared as a whole.
const WITNESSES: usize = 3;
/// Rivals of a pair that are looked at. Who has more, nobody can tell apart.
const MAX_RIVALS: usize = 256;
/// Records of one tool that speak for a large group: the earliest. Explicit links can bring a hundred thousand together,
/// and each further record would be held against all of them.
const MAX_SPEAKERS: usize = 64;

/// The groups as they grow.
struct Growing<'a> {
    profiles: &'a Profiles,
    union: &'a mut Union,
    /// The next member of each entity's group; the last one leads back to the first.
    next: Column<EntityIx, EntityIx>,
    /// Members of the group of each root.
    sizes: Column<EntityIx, u32>,
    /// Slots of the groups that have several members, by root, ascending.
    slots: FxHashMap<EntityIx, Vec<Slot>>,
    /// Those who speak for a group with more members than [`MAX_SPEAKERS`], by root.
    speakers: FxHashMap<EntityIx, Vec<EntityIx>>,
}

/// The pairs of each entity, the best first, as numbers one after the other.
struct Rivals {
    numbers: Vec<u32>,
    ends: Vec<u32>,
}

impl Rivals {
    fn of(pairs: &[Pair], entities: usize) -> Self {
        let mut ends = vec![0_u32; entities + 1];
        for entity in pairs.iter().flat_map(|pair| [pair.a, pair.b]) {
            ends.get_mut(entity.place() + 1).into_iter().for_each(|count| *count += 1);
        }
        let mut sum = 0;
        for count in &mut ends {
            sum += *count;
            *count = sum;
        }
        let mut at: Vec<u32> = ends.clone();
        let mut numbers = vec![0_u32; sum as usize];
        for (number, pair) in (0_u32..).zip(pairs) {
            for entity in [pair.a, pair.b] {
                let Some(place) = at.get_mut(entity.place()) else { continue };
                numbers.get_mut(*place as usize).into_iter().for_each(|slot| *slot = number);
                *place += 1;
            }
        }
        Self { numbers, ends }
    }

    fn get(&self, entity: EntityIx) -> &[u32] {
        let end = |at: usize| self.ends.get(at).map(|end| *end as usize);
        let bounds = end(entity.place()).zip(end(entity.place() + 1));
        match bounds.and_then(|(from, to)| self.numbers.get(from..to)) {
            Some(numbers) => numbers,
            None => missing(entity, self.ends.len().saturating_sub(1)),
        }
    }
}

/// A link that was made, with the evidence for it.
pub(super) struct Chosen {
    pub(super) a: EntityIx,
    pub(super) b: EntityIx,
    pub(super) evidence: Evidence,
    /// Whether the two are one incident now; otherwise they are related: near each other, and perhaps more.
    pub(super) joined: bool,
}

/// Joins pairs, the best first, and gives back what was joined.
pub(super) fn choose(profiles: &Profiles, mut pairs: Vec<Pair>, union: &mut Union) -> Vec<Chosen> {
    let order = |pair: &Pair| {
        let (a, b) = (profiles.rank_of(pair.a), profiles.rank_of(pair.b));
        (a.min(b), a.max(b))
    };
    pairs.sort_by(|x, y| y.score.total_cmp(&x.score).then_with(|| order(x).cmp(&order(y))));
    let rivals = Rivals::of(&pairs, profiles.len());
    let mut growing = Growing::of(profiles, union);
    let mut chosen = Vec::new();
    for pair in pairs.iter().filter(|pair| pair.score >= ENOUGH) {
        let is_clear = growing.union.root(pair.a) != growing.union.root(pair.b)
            && growing.tools_differ(pair.a, pair.b)
            && !is_rivalled(&mut growing, &pairs, &rivals, *pair);
        if !is_clear {
            continue;
        }
        let evidence = evidence::of(profiles, pair.a, pair.b);
        let is_more = evidence.beside_time() >= MIN_BESIDE_TIME;
        if is_more && growing.may_join(pair.a, pair.b) && growing.join(pair.a, pair.b) {
            chosen.push(Chosen { a: pair.a, b: pair.b, evidence, joined: true });
        }
    }
    join_left_over(&mut growing, &pairs, &rivals, &mut chosen);
    chosen
}

/// Entities that no other record by itself is like enough, but that an incident known to several tools is like as a whole.
fn join_left_over(growing: &mut Growing, pairs: &[Pair], rivals: &Rivals, chosen: &mut Vec<Chosen>) {
    for entity in growing.profiles.in_order() {
        let numbers = rivals.get(entity);
        if numbers.is_empty() || growing.size(entity) > 1 {
            continue;
        }
        let mut partners: Vec<EntityIx> = Vec::new();
        let mut roots: FxHashSet<EntityIx> = FxHashSet::default();
        for pair in numbers.iter().filter_map(|number| pairs.get(*number as usize)) {
            let other = if pair.a == entity { pair.b } else { pair.a };
            let root = growing.union.root(other);
            if roots.insert(root) {
                partners.push(other);
            }
        }
        let mut found: Vec<(EntityIx, Evidence)> = Vec::new();
        for other in partners {
            if growing.size(other) >= WITNESSES {
                let group = growing.group(other);
                found.push((other, evidence::against(growing.profiles, entity, &group)));
            }
        }
        let rank = |entity: EntityIx| growing.profiles.rank_of(entity);
        found.sort_by(|x, y| y.1.total().total_cmp(&x.1.total()).then_with(|| rank(x.0).cmp(&rank(y.0))));
        let next = found.get(1).map_or(f64::NEG_INFINITY, |(_, evidence)| evidence.total());
        let Some((other, evidence)) = found.into_iter().next() else { continue };
        let is_enough =
            evidence.total() >= ENOUGH && evidence.has_common_name() && evidence.beside_time() >= MIN_BESIDE_TIME / 2.0;
        let joined = is_enough
            && evidence.total() - next >= MARGIN
            && growing.may_join(entity, other)
            && growing.join(entity, other);
        if joined || evidence.total() >= WORTH_SAYING {
            chosen.push(Chosen { a: entity, b: other, evidence, joined });
        }
    }
}

/// Whether one of the two has another partner in the other's tool that is nearly as good and still free.
fn is_rivalled(growing: &mut Growing, pairs: &[Pair], rivals: &Rivals, pair: Pair) -> bool {
    for (own, other) in [(pair.a, pair.b), (pair.b, pair.a)] {
        // The best come first.
        let near = rivals.get(own).iter().filter_map(|number| pairs.get(*number as usize));
        for (looked_at, rival) in near.take_while(|rival| rival.score > pair.score - MARGIN).enumerate() {
            let third = if rival.a == own { rival.b } else { rival.a };
            if looked_at >= MAX_RIVALS {
                return true;
            }
            if third != other
                && growing.profiles.slot(third) == growing.profiles.slot(other)
                && growing.union.root(third) != growing.union.root(other)
                && growing.union.root(third) != growing.union.root(own)
                && growing.tools_differ(own, third)
            {
                return true;
            }
        }
    }
    false
}

impl<'a> Growing<'a> {
    fn of(profiles: &'a Profiles, union: &'a mut Union) -> Self {
        let mut next: Column<EntityIx, EntityIx> = profiles.entities().collect();
        let mut sizes: Column<EntityIx, u32> = Column::filled(profiles.len(), 1);
        let mut slots: FxHashMap<EntityIx, Vec<Slot>> = FxHashMap::default();
        for entity in profiles.entities() {
            let root = union.root(entity);
            if root != entity {
                next.swap(root, entity);
                sizes[root] += 1;
                let known = slots.entry(root).or_insert_with(|| vec![profiles.slot(root)]);
                insert(known, profiles.slot(entity));
            }
        }
        let mut growing = Self { profiles, union, next, sizes, slots, speakers: FxHashMap::default() };
        let is_large = |root: &EntityIx| growing.sizes[*root] as usize > MAX_SPEAKERS;
        for root in profiles.entities().filter(is_large).collect::<Vec<_>>() {
            let speakers = growing.fewer(growing.circle(root));
            growing.speakers.insert(root, speakers);
        }
        growing
    }

    fn size(&mut self, entity: EntityIx) -> usize {
        self.sizes[self.union.root(entity)] as usize
    }

    /// The members of a group; of a large one those who speak for it.
    fn group(&mut self, entity: EntityIx) -> Vec<EntityIx> {
        let root = self.union.root(entity);
        self.speakers.get(&root).cloned().unwrap_or_else(|| self.circle(entity))
    }

    fn circle(&self, entity: EntityIx) -> Vec<EntityIx> {
        let mut group = vec![entity];
        let mut at = self.next[entity];
        while at != entity {
            group.push(at);
            at = self.next[at];
        }
        group
    }

    /// The earliest records of each slot.
    fn fewer(&self, mut group: Vec<EntityIx>) -> Vec<EntityIx> {
        group.sort_by_key(|entity| {
            (self.profiles.slot_rank(self.profiles.slot(*entity)), self.profiles.rank_of(*entity))
        });
        let of_slot = group.chunk_by(|a, b| self.profiles.slot(*a) == self.profiles.slot(*b));
        of_slot.flat_map(|part| part.iter().take(MAX_SPEAKERS)).copied().collect()
    }

    /// Whether the two groups have no tool in common.
    fn tools_differ(&mut self, a: EntityIx, b: EntityIx) -> bool {
        let (a, b) = (self.union.root(a), self.union.root(b));
        match (self.slots.get(&a), self.slots.get(&b)) {
            (None, None) => self.profiles.slot(a) != self.profiles.slot(b),
            (Some(many), None) => many.binary_search(&self.profiles.slot(b)).is_err(),
            (None, Some(many)) => many.binary_search(&self.profiles.slot(a)).is_err(),
            (Some(one), Some(other)) => !one.iter().any(|slot| other.binary_search(slot).is_ok()),
        }
    }

    /// No tool twice, and no tool of either group that speaks against one of the other.
    fn may_join(&mut self, a: EntityIx, b: EntityIx) -> bool {
        if self.union.root(a) == self.union.root(b) || !self.tools_differ(a, b) {
            return false;
        }
        let (one, other) = (self.group(a), self.group(b));
        self.by_tool(&one).iter().all(|x| self.by_tool(&other).iter().all(|y| self.best(x, y) >= MIN_IN_GROUP))
    }

    /// The records of a group, those of one tool together: pages that were merged look unlike the ticket about their
    /// survivor, so it is enough that one of a tool's records agrees.
    fn by_tool(&self, group: &[EntityIx]) -> Vec<Vec<EntityIx>> {
        let mut tools: std::collections::BTreeMap<Slot, Vec<EntityIx>> = std::collections::BTreeMap::new();
        for entity in group {
            tools.entry(self.profiles.slot(*entity)).or_default().push(*entity);
        }
        tools.into_values().collect()
    }

    fn best(&self, one: &[EntityIx], other: &[EntityIx]) -> f64 {
        // How many partners there are at all is nothing that two records say against each other.
        let said = |x: EntityIx, y: EntityIx| {
            evidence::score(self.profiles, x, y) - evidence::outset(self.profiles, x, y) + OUTSET
        };
        let scores = one.iter().flat_map(|x| other.iter().map(move |y| said(*x, *y)));
        scores.fold(f64::NEG_INFINITY, f64::max)
    }

    fn join(&mut self, a: EntityIx, b: EntityIx) -> bool {
        let (one, other) = (self.union.root(a), self.union.root(b));
        let (first, second) = (self.group(one), self.group(other));
        if !self.union.join(one, other) {
            return false;
        }
        // Two circles become one when two of their members change their next ones.
        self.next.swap(one, other);
        let root = self.union.root(one);
        let size = self.sizes[one] + self.sizes[other];
        self.sizes[root] = size;
        let profiles = self.profiles;
        let mut slots = self.slots.remove(&one).unwrap_or_else(|| vec![profiles.slot(one)]);
        let more = self.slots.remove(&other).unwrap_or_else(|| vec![profiles.slot(other)]);
        more.into_iter().for_each(|slot| insert(&mut slots, slot));
        self.slots.insert(root, slots);
        self.speakers.remove(&one);
        self.speakers.remove(&other);
        if size as usize > MAX_SPEAKERS {
            let speakers = self.fewer([first, second].concat());
            self.speakers.insert(root, speakers);
        }
        true
    }
}

/// Puts a slot into an ascending list that does not have it yet.
fn insert(list: &mut Vec<Slot>, slot: Slot) {
    if let Err(place) = list.binary_search(&slot) {
        list.insert(place, slot);
    }
}
