//! Families of texts: which records tell of the same problem, and why.
//!
//! Texts come in time order. Candidates share rare terms ([`nearest`]), are scored in full ([`score`]) and join the
//! earlier family they are most like on average ([`group`]). No model, no network, the same families for any number of
//! threads.

pub mod group;
pub mod nearest;
pub mod rows;
pub mod score;
pub mod vectors;
pub mod words;

use crate::par;
use group::Grouping;
use score::Features;
use vectors::Vectors;

/// Score from which a best match is near certain.
const NEAR_CERTAIN: f32 = 0.95;
/// Share of texts with a near certain match where [`USUAL_THRESHOLD`] fits. Both were chosen on three trackers.
const USUAL_SHARE: f32 = 0.0235;
const USUAL_THRESHOLD: f32 = 0.35;
/// Bounds of the threshold, whatever the texts are like.
const LEAST_THRESHOLD: f32 = 0.08;
const MOST_THRESHOLD: f32 = 0.45;

/// What is compared. All parts may be empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Text<'a> {
    pub title: &'a str,
    pub description: &'a str,
    pub component: &'a str,
}

/// Families of the texts, and earlier texts like each one.
#[derive(Debug)]
pub struct Families {
    pub vectors: Vectors,
    pub grouping: Grouping,
    /// Per text: earlier texts and their scores, best first.
    pub ranked: Vec<Vec<(u32, f32)>>,
    /// How crowded it is around each text.
    pub crowd: Vec<f32>,
    /// Least mean score that joined a family in these texts.
    pub threshold: f32,
}

/// The acceptance threshold for these texts, from their best scores and without any label.
///
/// Where many texts repeat an earlier one almost word for word, repeats in other words are common too, and a lower
/// score is as good a sign. The form (inverse square) was chosen on three trackers and is no law.
#[must_use]
pub fn threshold(ranked: &[Vec<(u32, f32)>]) -> f32 {
    let certain = ranked.iter().filter(|r| r.first().is_some_and(|best| best.1 >= NEAR_CERTAIN)).count();
    let share = (certain as f32 / ranked.len().max(1) as f32).max(f32::MIN_POSITIVE);
    let ratio = USUAL_SHARE / share;
    (USUAL_THRESHOLD * ratio * ratio).clamp(LEAST_THRESHOLD, MOST_THRESHOLD)
}

/// Groups texts that are in time order.
#[must_use]
pub fn find(texts: &[Text]) -> Families {
    let vectors = Vectors::of(texts);
    let candidates = nearest::candidates(&vectors.text, vectors.idf.len());
    let rows: Vec<usize> = (0..texts.len()).collect();
    let found = |row: usize| candidates.get(row).into_iter().flatten().copied();
    let cosines = par::chunks(&rows, |rows| {
        let cosines = |&row: &usize| found(row).map(|c| (c, vectors.text.dot(row, c as usize))).collect::<Vec<_>>();
        rows.iter().map(cosines).collect::<Vec<_>>()
    });
    let cosines: Vec<Vec<(u32, f32)>> = cosines.into_iter().flatten().collect();
    let crowd = score::crowd(&cosines);
    drop(cosines);
    let ranked = par::chunks(&rows, |rows| {
        let score = |row: usize, c: u32| (c, Features::of(&vectors, &crowd, row, c as usize).score());
        let rank = |&row: &usize| {
            let mut scored: Vec<(u32, f32)> = found(row).map(|c| score(row, c)).collect();
            scored.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            scored
        };
        rows.iter().map(rank).collect::<Vec<_>>()
    });
    let ranked: Vec<Vec<(u32, f32)>> = ranked.into_iter().flatten().collect();
    let threshold = threshold(&ranked);
    let grouping = group::group(&vectors, &crowd, &candidates, threshold);
    Families { vectors, grouping, ranked, crowd, threshold }
}

impl Families {
    /// The terms two texts share and what each adds to their BM25F cosine, most first. `terms` are the words of either
    /// text, as numbers hold no words.
    #[must_use]
    pub fn shared(&self, text: &Text, a: usize, b: usize) -> Vec<(String, f32)> {
        let mut names: Vec<(u32, String)> = Vec::new();
        for part in [text.title, text.description] {
            words::each(part, |term| names.extend(self.vectors.number_of(term).map(|n| (n, term.to_owned()))));
        }
        names.sort_unstable();
        let mut shared = Vec::new();
        self.vectors.text.shared(a, b, |term, part| {
            let name = names.iter().find(|n| n.0 == term).map(|n| n.1.clone()).unwrap_or_default();
            shared.push((name, part));
        });
        shared.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        shared
    }
}
