//! What belongs together, joined one by one.

use crate::model::column::Column;
use crate::model::row::{self, EntityIx};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Union-find over entities; the smaller number is always the root, so the result does not depend on the order of joins.
#[derive(Debug)]
pub struct Union {
    above: Column<EntityIx, EntityIx>,
    apart: Apart,
    /// Entities that a person said stand for themselves.
    alone: BTreeSet<EntityIx>,
}

/// Groups that a person said are not one incident. A group goes by a label of its own, so that of two groups that join
/// the one with fewer others to stay away from takes the label of the other one: each is renamed a few times only.
#[derive(Debug, Default)]
struct Apart {
    /// Labels of roots, where they are not their own.
    label: FxHashMap<EntityIx, EntityIx>,
    others: FxHashMap<EntityIx, BTreeSet<EntityIx>>,
}

impl Apart {
    fn label(&self, root: EntityIx) -> EntityIx {
        self.label.get(&root).copied().unwrap_or(root)
    }

    fn keep(&mut self, a: EntityIx, b: EntityIx) {
        let (a, b) = (self.label(a), self.label(b));
        self.others.entry(a).or_default().insert(b);
        self.others.entry(b).or_default().insert(a);
    }

    fn is_kept(&self, a: EntityIx, b: EntityIx) -> bool {
        self.others.get(&self.label(a)).is_some_and(|others| others.contains(&self.label(b)))
    }

    /// Two groups became one, of which the first is the root.
    fn join(&mut self, root: EntityIx, other: EntityIx) {
        if self.others.is_empty() {
            return;
        }
        let (a, b) = (self.label(root), self.label(other));
        let number = |label: EntityIx| self.others.get(&label).map_or(0, BTreeSet::len);
        let (kept, gone) = if number(a) < number(b) { (b, a) } else { (a, b) };
        for third in self.others.remove(&gone).unwrap_or_default() {
            if let Some(others) = self.others.get_mut(&third) {
                others.remove(&gone);
                others.insert(kept);
            }
            self.others.entry(kept).or_default().insert(third);
        }
        self.label.insert(root, kept);
    }
}

impl Union {
    #[must_use]
    pub fn of(len: usize) -> Self {
        Self { above: row::rows(len).collect(), apart: Apart::default(), alone: BTreeSet::new() }
    }

    /// From now on no join brings these two together.
    pub fn keep_apart(&mut self, a: EntityIx, b: EntityIx) {
        let (a, b) = (self.root(a), self.root(b));
        self.apart.keep(a, b);
    }

    /// From now on no join brings this one together with any other.
    pub fn keep_alone(&mut self, entity: EntityIx) {
        self.alone.insert(entity);
    }

    pub fn root(&mut self, mut at: EntityIx) -> EntityIx {
        loop {
            let up = self.above[at];
            if up == at {
                return at;
            }
            let higher = self.above[up];
            self.above[at] = higher;
            at = up;
        }
    }

    /// Brings two together unless a person said otherwise; whether they are together now.
    pub fn join(&mut self, a: EntityIx, b: EntityIx) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return true;
        }
        if self.alone.contains(&a) || self.alone.contains(&b) || self.apart.is_kept(a, b) {
            return false;
        }
        let (root, other) = (a.min(b), a.max(b));
        self.above[other] = root;
        self.apart.join(root, other);
        true
    }
}
