//! Average link in time order: a text joins the earlier family it is most like on average, or founds one.

use crate::families::score::Features;
use crate::families::vectors::Vectors;

/// Members of a large family that are compared, spread evenly.
const MOST_MEMBERS: usize = 16;

/// Why a text is in its family.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Join {
    pub row: u32,
    /// The member it is most like.
    pub nearest: u32,
    /// Mean score over the members that were compared.
    pub score: f32,
    /// How it compares with the nearest member.
    pub features: Features,
}

/// Families as found.
#[derive(Debug, Default)]
pub struct Grouping {
    /// Number of the family of each row; every row has one, alone or not.
    pub family_of: Vec<u32>,
    /// Rows of each family, ascending.
    pub members: Vec<Vec<u32>>,
    /// One per row that joined an earlier family, in order of row.
    pub joins: Vec<Join>,
}

impl Grouping {
    /// The join with the lowest score in a family: the first place to look at when it seems wrong.
    #[must_use]
    pub fn weakest(&self, family: u32) -> Option<&Join> {
        let own = |join: &&Join| self.family_of.get(join.row as usize) == Some(&family);
        self.joins.iter().filter(own).min_by(|a, b| a.score.total_cmp(&b.score).then(a.row.cmp(&b.row)))
    }
}

/// Rows in time order with their candidates; `threshold` is the least mean score that joins.
#[must_use]
pub fn group(vectors: &Vectors, crowd: &[f32], candidates: &[Vec<u32>], threshold: f32) -> Grouping {
    let mut out = Grouping::default();
    for (row, found) in (0_u32..).zip(candidates) {
        let mut families: Vec<u32> = found.iter().filter_map(|c| out.family_of.get(*c as usize).copied()).collect();
        families.sort_unstable();
        families.dedup();
        let joins = families.iter().filter_map(|f| {
            let members = out.members.get(*f as usize)?;
            Some((*f, compare(vectors, crowd, row, members)?))
        });
        // The earlier family wins a draw.
        let best =
            joins.filter(|j| j.1.score >= threshold).max_by(|a, b| a.1.score.total_cmp(&b.1.score).then(b.0.cmp(&a.0)));
        if let Some((family, join)) = best {
            out.members.iter_mut().skip(family as usize).take(1).for_each(|m| m.push(row));
            out.family_of.push(family);
            out.joins.push(join);
        } else {
            out.family_of.push(u32::try_from(out.members.len()).unwrap_or(u32::MAX));
            out.members.push(vec![row]);
        }
    }
    out
}

fn compare(vectors: &Vectors, crowd: &[f32], row: u32, members: &[u32]) -> Option<Join> {
    let step = members.len().div_ceil(MOST_MEMBERS).max(1);
    let scored: Vec<(u32, Features)> =
        members.iter().step_by(step).map(|&m| (m, Features::of(vectors, crowd, row as usize, m as usize))).collect();
    let mean = scored.iter().map(|s| s.1.score()).sum::<f32>() / scored.len().max(1) as f32;
    let (nearest, features) =
        scored.into_iter().max_by(|a, b| a.1.score().total_cmp(&b.1.score()).then(b.0.cmp(&a.0)))?;
    Some(Join { row, nearest, score: mean, features })
}
