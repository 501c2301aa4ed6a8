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

/// Least mean score that joins a family, chosen on labelled duplicate reports of three trackers.
pub const THRESHOLD: f32 = 0.2;

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
    let grouping = group::group(&vectors, &crowd, &candidates, THRESHOLD);
    Families { vectors, grouping, ranked, crowd }
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
