//! Families that turned out to be one: texts come in time order, and what was too unlike the few members that a family had then
//! may be like those that it has in the end.
//!
//! Two families become one where their members are alike on average, by the same least probability that a text needs to join.
//! The most alike come first, and one that grew meanwhile is compared again. Two of which people said what belongs to each stay two:
//! who keeps two problem records means two problems. (A text by itself joins what it is most like, whatever people made of it later.)

use crate::families::group::{Grouping, Join, Task, Way};
use crate::families::score::probability;
use crate::par;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// Members of each of two families that are compared, spread evenly.
const MAX_MEMBERS: usize = 6;
/// Other families that a text may bring its family together with: those of its best matches.
const MAX_OTHERS: usize = 4;

impl<F: Fn(usize, usize) -> f32 + Sync> Task<'_, F> {
    /// The grouping with like families brought together. Families stay in the order of their first text.
    pub(super) fn merged(&self, mut found: Grouping) -> Grouping {
        let near: Vec<(u32, u32)> = self.near(&found).into_iter().collect();
        let judged = par::chunks(&near, |part| {
            part.iter().filter_map(|(a, b)| self.judged(&found, *a, *b)).collect::<Vec<(f32, u32, u32)>>()
        });
        let mut pairs: Vec<(f32, u32, u32)> = judged.into_iter().flatten().collect();
        let order = |x: &(f32, u32, u32), y: &(f32, u32, u32)| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2)));
        pairs.sort_by(order);
        let mut homes: Vec<u32> = (0_u32..).take(found.members.len()).collect();
        let mut grown: FxHashSet<u32> = FxHashSet::default();
        let mut said = self.said_of(&found);
        for (mean, a, b) in pairs {
            let (one, other) = (home(&mut homes, a), home(&mut homes, b));
            let (one, other) = (one.min(other), one.max(other));
            if one == other || (said.contains(&one) && said.contains(&other)) {
                continue;
            }
            let has_grown = grown.contains(&one) || grown.contains(&other);
            let mean = if has_grown { self.judged(&found, one, other).map(|judged| judged.0) } else { Some(mean) };
            if let Some(mean) = mean {
                self.join(&mut found, one, other, mean);
                homes.iter_mut().skip(other as usize).take(1).for_each(|home| *home = one);
                grown.insert(one);
                if said.contains(&other) {
                    said.insert(one);
                }
            }
        }
        if !grown.is_empty() {
            found.renumber();
        }
        found
    }

    /// Families with a text that people said something of.
    fn said_of(&self, found: &Grouping) -> FxHashSet<u32> {
        self.said.iter().filter_map(|text| found.family_of.get(*text as usize).copied()).collect()
    }

    /// Pairs of families of which a text of one has an earlier one of the other that would be enough by itself. Not of two that
    /// people made.
    fn near(&self, found: &Grouping) -> BTreeSet<(u32, u32)> {
        let said = self.said_of(found);
        let family = |row: usize| found.family_of.get(row).copied();
        let may = |own: u32, other: u32| own != other && !(said.contains(&own) && said.contains(&other));
        let mut pairs = BTreeSet::new();
        for (row, ranked) in self.ranked.rows().enumerate() {
            let Some(own) = family(row) else { continue };
            let mut others: Vec<u32> = Vec::new();
            for (other, _) in ranked.iter().take_while(|r| r.1 >= self.threshold) {
                let other = family(*other as usize).filter(|other| may(own, *other) && !others.contains(other));
                others.extend(other.filter(|_| others.len() < MAX_OTHERS));
            }
            pairs.extend(others.into_iter().map(|other| (own.min(other), own.max(other))));
        }
        let often = self.often.iter().filter(|found| found.2 >= self.threshold);
        let often = often.filter_map(|found| Some((family(found.0 as usize)?, family(found.1 as usize)?)));
        pairs.extend(
            often.filter(|(own, other)| may(*own, *other)).map(|(own, other)| (own.min(other), own.max(other))),
        );
        pairs
    }

    /// Mean probability between the members of two families, if it is enough.
    fn judged(&self, found: &Grouping, a: u32, b: u32) -> Option<(f32, u32, u32)> {
        let (one, other) = (sample(found.members.get(a as usize)?), sample(found.members.get(b as usize)?));
        let pairs = one.iter().flat_map(|x| other.iter().map(|y| (*x.max(y), *x.min(y))));
        let sum: f32 =
            pairs.map(|(later, earlier)| probability((self.compare)(later as usize, earlier as usize))).sum();
        let mean = sum / (one.len() * other.len()).max(1) as f32;
        (mean >= probability(self.threshold)).then_some((mean, a, b))
    }

    /// Moves the members of the later family to the earlier one; its first text is joined to the text before it that it is most
    /// like.
    fn join(&self, found: &mut Grouping, one: u32, other: u32, mean: f32) {
        let moved = found.members.get_mut(other as usize).map(std::mem::take).unwrap_or_default();
        let Some(&first) = moved.first() else { return };
        let Some(members) = found.members.get(one as usize) else { return };
        // The best of all where it is known, else the best of some.
        let own = |text: &u32| found.family_of.get(*text as usize) == Some(&one);
        let known = self.ranked.row(first as usize).iter().map(|ranked| ranked.0).find(own);
        let before = members.get(..members.partition_point(|member| *member < first)).unwrap_or_default();
        let odds = |member: &u32| (self.compare)(first as usize, *member as usize);
        let best = || sample(before).into_iter().max_by(|x, y| odds(x).total_cmp(&odds(y)).then(y.cmp(x)));
        let nearest = known.or_else(best);
        let Some(members) = found.members.get_mut(one as usize) else { return };
        members.extend(&moved);
        // Two ascending runs, which this sort brings together in one pass.
        members.sort();
        moved
            .iter()
            .for_each(|&member| found.family_of.iter_mut().skip(member as usize).take(1).for_each(|f| *f = one));
        if let (Some(nearest), Some(way)) = (nearest, found.ways.get_mut(first as usize)) {
            *way = Way::Alike(Join { nearest, score: mean });
        }
    }
}

/// Where a family went, by the families that each was joined to. The way is halved for who comes next.
fn home(homes: &mut [u32], family: u32) -> u32 {
    let mut at = family;
    while let Some(next) = homes.get(at as usize).copied().filter(|next| *next != at) {
        let behind = homes.get(next as usize).copied().unwrap_or(next);
        if let Some(own) = homes.get_mut(at as usize) {
            *own = behind;
        }
        at = behind;
    }
    at
}

fn sample(members: &[u32]) -> Vec<u32> {
    let step = members.len().div_ceil(MAX_MEMBERS).max(1);
    members.iter().copied().step_by(step).collect()
}

impl Grouping {
    /// Numbers the families anew, without those that have no member any more.
    fn renumber(&mut self) {
        self.members.retain(|members| !members.is_empty());
        for (family, members) in (0_u32..).zip(&self.members) {
            for member in members {
                self.family_of.iter_mut().skip(*member as usize).take(1).for_each(|f| *f = family);
            }
        }
    }
}
