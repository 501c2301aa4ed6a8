//! How likely two texts are the same problem: a logistic score whose terms can be shown.

use crate::families::vectors::{Vectors, jaccard};

/// Weights of a logistic regression on labelled duplicate reports of three trackers.
const INTERCEPT: f32 = -5.96;
const TEXT: f32 = 9.58;
const LETTERS: f32 = 5.09;
const COMPONENT: f32 = 1.31;
const TITLE: f32 = -0.67;
const DESCRIPTION: f32 = 2.42;
const CROWD_LATER: f32 = -4.14;
const CROWD_EARLIER: f32 = -5.39;
/// Ranks of the neighbours whose likeness tells how crowded it is around a text.
const CROWD_FROM: usize = 3;
const CROWD_LEN: usize = 8;

/// What a comparison found. Each part but `crowd` lies in 0..=1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Features {
    /// BM25F cosine of title and description.
    pub text: f32,
    /// Cosine of the letter groups of the titles.
    pub letters: f32,
    /// Jaccard of the parts of the components, less what chance gives.
    pub component: f32,
    /// Cosine of the title words.
    pub title: f32,
    /// Cosine of the description words.
    pub description: f32,
    /// How alike the later text is to its further neighbours, and the earlier one to its own.
    pub crowd: (f32, f32),
}

impl Features {
    #[must_use]
    pub fn of(vectors: &Vectors, crowd: &[f32], later: usize, earlier: usize) -> Self {
        let around = |row: usize| crowd.get(row).copied().unwrap_or(0.0);
        let component = match (vectors.component.get(later), vectors.component.get(earlier)) {
            (Some(a), Some(b)) => jaccard(a, b) - vectors.component_by_chance,
            _ => 0.0,
        };
        Self {
            text: vectors.text.dot(later, earlier),
            letters: vectors.letters.dot(later, earlier),
            component,
            title: vectors.title.dot(later, earlier),
            description: vectors.description.dot(later, earlier),
            crowd: (around(later), around(earlier)),
        }
    }

    /// Name and share of each part of the score; with the intercept they add up to its log odds.
    #[must_use]
    pub fn contributions(&self) -> [(&'static str, f32); 7] {
        [
            ("text", TEXT * self.text),
            ("title letters", LETTERS * self.letters),
            ("component", COMPONENT * self.component),
            ("title words", TITLE * self.title),
            ("description words", DESCRIPTION * self.description),
            ("crowd around the later", CROWD_LATER * self.crowd.0),
            ("crowd around the earlier", CROWD_EARLIER * self.crowd.1),
        ]
    }

    /// Probability, 0..=1, before the data set is taken into account.
    #[must_use]
    pub fn score(&self) -> f32 {
        let odds = self.contributions().iter().fold(INTERCEPT, |sum, part| sum + part.1);
        1.0 / (1.0 + libm::expf(-odds))
    }
}

/// How crowded it is around each text: mean cosine of the neighbours after the nearest three, in either direction.
#[must_use]
pub fn crowd(cosines: &[Vec<(u32, f32)>]) -> Vec<f32> {
    let mut near: Vec<Vec<f32>> = vec![Vec::new(); cosines.len()];
    for (row, found) in cosines.iter().enumerate() {
        for &(other, cosine) in found {
            for at in [row, other as usize] {
                near.iter_mut().skip(at).take(1).for_each(|n| keep(n, cosine));
            }
        }
    }
    near.iter().map(|n| n.iter().skip(CROWD_FROM).sum::<f32>() / CROWD_LEN as f32).collect()
}

/// Keeps the best few in descending order, so that memory stays bounded.
fn keep(best: &mut Vec<f32>, cosine: f32) {
    let at = best.partition_point(|b| *b >= cosine);
    if at < CROWD_FROM + CROWD_LEN {
        best.insert(at, cosine);
        best.truncate(CROWD_FROM + CROWD_LEN);
    }
}
