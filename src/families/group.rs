//! Average link in time order: a text joins the earlier family it is most like on average, or founds one. Families that are
//! alike on average in the end are one (`merge.rs`).

use crate::families::ragged::Flat;
use crate::families::score::probability;

/// Members of a large family that are compared, spread evenly.
const MAX_MEMBERS: usize = 12;
/// Families that are weighed for a text, by their most alike member.
const MAX_FAMILIES: usize = 8;

/// Why a text is in its family.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Join {
    /// The member it is most like.
    pub nearest: u32,
    /// Mean probability over the members that were compared.
    pub score: f32,
}

/// How a text came to its family.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Way {
    /// First of its family.
    Founded,
    /// Named as the same problem as an earlier member.
    Linked,
    /// Like the members on average.
    Alike(Join),
}

/// Families of distinct texts.
#[derive(Debug, Default)]
pub struct Grouping {
    pub family_of: Vec<u32>,
    /// Ascending.
    pub members: Vec<Vec<u32>>,
    pub ways: Vec<Way>,
}

/// What grouping needs to know. Texts are numbered in time order.
pub struct Task<'a, F: Fn(usize, usize) -> f32> {
    /// Candidates of each text and their log odds, best first.
    pub ranked: &'a Flat<(u32, f32)>,
    /// Further matches, of texts that came often: a text, an earlier one and their log odds.
    pub often: &'a [(u32, u32, f32)],
    /// Texts with the same number are linked, by what people wrote or by the same title; a text by itself has its own.
    pub linked: &'a [u32],
    /// Texts of which people said that they are one problem with another.
    pub said: &'a [u32],
    /// Log odds of a text and an earlier one.
    pub compare: F,
    /// Least log odds that join.
    pub threshold: f32,
}

impl<F: Fn(usize, usize) -> f32 + Sync> Task<'_, F> {
    #[must_use]
    pub fn group(&self) -> Grouping {
        let mut out = Grouping::default();
        // Family of the linked texts seen so far.
        let mut homes: Vec<Option<u32>> = vec![None; self.linked.len()];
        for (row, found) in self.ranked.rows().enumerate() {
            let home = self.linked.get(row).and_then(|link| homes.get(*link as usize).copied().flatten());
            let (family, way) = match home {
                Some(family) => (family, Way::Linked),
                None => match self.best(&out, row, found) {
                    Some((family, join)) => (family, Way::Alike(join)),
                    None => (u32::try_from(out.members.len()).unwrap_or(u32::MAX), Way::Founded),
                },
            };
            if way == Way::Founded {
                out.members.push(Vec::new());
            }
            if let Some(members) = out.members.get_mut(family as usize) {
                members.push(u32::try_from(row).unwrap_or(u32::MAX));
            }
            out.family_of.push(family);
            out.ways.push(way);
            if let Some(home) = self.linked.get(row).and_then(|link| homes.get_mut(*link as usize)) {
                *home = Some(family);
            }
        }
        self.merged(out)
    }

    /// The family that the row is most like on average, if it is enough. The earlier family wins a draw.
    fn best(&self, so_far: &Grouping, row: usize, found: &[(u32, f32)]) -> Option<(u32, Join)> {
        let mut families: Vec<u32> = Vec::new();
        // A mean reaches the threshold only where a member does.
        for (other, _) in found.iter().take_while(|f| f.1 >= self.threshold) {
            let family = so_far.family_of.get(*other as usize).copied()?;
            if families.len() < MAX_FAMILIES && !families.contains(&family) {
                families.push(family);
            }
        }
        let least = probability(self.threshold);
        families
            .into_iter()
            .filter_map(|f| Some((f, self.mean(row, found, so_far.members.get(f as usize)?))))
            .filter(|(_, score)| *score >= least)
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
            .and_then(|(family, score)| {
                let own = |f: &&(u32, f32)| so_far.family_of.get(f.0 as usize) == Some(&family);
                Some((family, Join { nearest: found.iter().find(own)?.0, score }))
            })
    }

    /// Mean probability over the members.
    fn mean(&self, row: usize, found: &[(u32, f32)], members: &[u32]) -> f32 {
        let step = members.len().div_ceil(MAX_MEMBERS).max(1);
        let compared = members.iter().step_by(step);
        let odds = |member: u32| {
            let known = found.iter().find(|f| f.0 == member);
            known.map_or_else(|| (self.compare)(row, member as usize), |f| f.1)
        };
        let number = compared.len().max(1) as f32;
        compared.map(|&member| probability(odds(member))).sum::<f32>() / number
    }
}
