//! Why a record is in its family, in figures that a report can quote.

use crate::families::group::Way;
use crate::families::score::{Features, each, probability};
use crate::families::vectors::Vectors;
use crate::families::{Families, Text, words};

/// Words named at most.
const MAX_WORDS: usize = 8;

/// How a record came to its family.
#[derive(Debug, Clone, PartialEq)]
pub enum Why {
    /// First of its family.
    Founded,
    /// The same as an earlier record but for numbers, stamps, machines and calls to look.
    Same { earlier: u32 },
    /// Named as the same problem as an earlier record.
    Linked,
    /// Like the earlier records of the family on average.
    Alike(MatchFigures),
}

/// The figures behind a match of texts.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchFigures {
    /// The record it is most like.
    pub nearest: u32,
    /// Mean probability over the members that were compared, 0..=1, and the least that would have been enough.
    pub score: f32,
    pub least: f32,
    /// How it compares with the nearest.
    pub features: Features,
    /// Shared words and what each adds to the cosine of all words, most first.
    pub shared: Vec<(String, f32)>,
    /// So many of these words carry the match: without them it would not have been enough. `None` where even without
    /// all of them it would.
    pub carried_by: Option<usize>,
}

impl Families {
    /// Why a record is in its family. `texts` are those the families were found in.
    #[must_use]
    pub fn why(&self, texts: &[Text], record: usize) -> Option<Why> {
        let text = *self.distinct.of.get(record)?;
        let earlier = *self.distinct.first.get(text as usize)?;
        if earlier as usize != record {
            return Some(Why::Same { earlier });
        }
        Some(match self.grouping.ways.get(text as usize)? {
            Way::Founded => Why::Founded,
            Way::Linked => Why::Linked,
            Way::Alike(join) => {
                let nearest = *self.distinct.first.get(join.nearest as usize)?;
                let features = self.compare(text as usize, join.nearest as usize);
                let mut shared = self.shared(texts.get(record)?, text as usize, join.nearest as usize);
                let carried_by = carried_by(&features, &shared, self.threshold);
                shared.truncate(MAX_WORDS);
                let least = probability(self.threshold);
                Why::Alike(MatchFigures { nearest, score: join.score, least, features, shared, carried_by })
            }
        })
    }

    /// The record that joined its family with the lowest score: the first place to look at when a family seems wrong.
    /// A least score above this one would have split the family there. `None` where no text had to be compared.
    #[must_use]
    pub fn weakest(&self, family: u32) -> Option<(u32, f32)> {
        let members = self.grouping.members.get(family as usize)?;
        let joins = members.iter().filter_map(|&text| match self.grouping.ways.get(text as usize)? {
            Way::Alike(join) => Some((*self.distinct.first.get(text as usize)?, join.score)),
            Way::Founded | Way::Linked => None,
        });
        joins.min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))
    }

    /// The words two distinct texts share and what each adds to the cosine of all words, most first. `text` is either
    /// of them, as terms are only numbers here.
    #[must_use]
    pub fn shared(&self, text: &Text, a: usize, b: usize) -> Vec<(String, f32)> {
        let names = names(&self.vectors, text);
        let mut shared = Vec::new();
        each(&self.vectors, a, b, |x, y| {
            let name = names.binary_search_by_key(&x.term, |n| n.0).ok().and_then(|at| names.get(at));
            shared.push((name.map(|n| n.1.clone()).unwrap_or_default(), x.weight() * y.weight()));
        });
        shared.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        shared
    }
}

fn names(vectors: &Vectors, text: &Text) -> Vec<(u32, String)> {
    let mut names: Vec<(u32, String)> = Vec::new();
    for part in [text.title, text.description] {
        words::each(part, |word| names.extend(vectors.number_of(word).map(|n| (n, word.to_owned()))));
    }
    names.sort_unstable();
    names.dedup_by_key(|n| n.0);
    names
}

/// The log odds without a word are taken to fall by its share of what words add to them.
fn carried_by(features: &Features, shared: &[(String, f32)], threshold: f32) -> Option<usize> {
    let whole: f32 = shared.iter().map(|s| s.1).sum();
    let odds = features.odds();
    let of_words = features.of_words();
    let mut left = odds;
    // Of families that are one by the mean of all their texts, this pair need not have been enough.
    if odds < threshold {
        return None;
    }
    let enough = shared.iter().position(|word| {
        left -= of_words * word.1 / whole.max(f32::MIN_POSITIVE);
        left < threshold
    });
    enough.map(|at| at + 1)
}
