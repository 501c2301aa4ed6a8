//! Which earlier texts may be like this one: those that share its heaviest words.

use crate::families::ragged::Flat;
use crate::families::vectors::{TextWord, Vectors};
use crate::par;

/// How thoroughly candidates are looked for: few texts more so than a million.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchEffort {
    /// Heaviest words of a text that lead to others.
    pub leads: usize,
    /// Latest texts looked at behind each of them.
    pub postings: usize,
    /// Best texts by these words, whose cosine of all words is computed.
    pub candidates: usize,
    /// Best texts by this cosine that are compared in full.
    pub compared: usize,
}

impl SearchEffort {
    #[must_use]
    pub fn over(texts: usize) -> Self {
        let share = |all: usize, least: usize, most: usize| (all / texts.max(1)).clamp(least, most);
        Self {
            leads: share(1_000_000, 12, 24),
            postings: share(30_000_000, 128, 4_096),
            candidates: share(1_000_000, 20, 56),
            compared: share(600_000, 12, 56),
        }
    }
}

/// The texts under each heavy word, ascending.
struct Index {
    starts: Vec<usize>,
    postings: Vec<(u32, f32)>,
}

impl Index {
    fn of(leads: &Flat<(u32, f32)>, terms: usize) -> Self {
        let mut starts = vec![0_usize; terms + 1];
        for &(term, _) in leads.items() {
            starts.iter_mut().skip(term as usize + 1).take(1).for_each(|s| *s += 1);
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut postings = vec![(0, 0.0); sum];
        for (row, lead) in (0_u32..).zip(leads.rows()) {
            for &(term, weight) in lead {
                let Some(at) = next.get_mut(term as usize) else { continue };
                if let Some(posting) = postings.get_mut(*at) {
                    *posting = (row, weight);
                }
                *at += 1;
            }
        }
        Self { starts, postings }
    }

    /// The latest texts under a word that came before the row.
    fn before(&self, term: u32, row: u32, most: usize) -> &[(u32, f32)] {
        let bounds = self.starts.get(term as usize..term as usize + 2);
        let all = bounds.and_then(|b| self.postings.get(*b.first()?..*b.get(1)?)).unwrap_or_default();
        let end = all.partition_point(|p| p.0 < row);
        all.get(end.saturating_sub(most)..end).unwrap_or_default()
    }
}

/// Earlier rows for each row, the most promising first.
#[must_use]
pub fn candidates(vectors: &Vectors) -> Flat<u32> {
    let all: Vec<u32> = (0_u32..).take(vectors.len()).collect();
    among(vectors, &all)
}

/// Earlier ones of these ascending rows for each of them, the most promising first; as thoroughly as their number allows.
#[must_use]
pub fn among(vectors: &Vectors, rows: &[u32]) -> Flat<u32> {
    let effort = SearchEffort::over(rows.len());
    let mut leading = Flat::default();
    leading.append(par::chunks(rows, |part| {
        let mut out = Flat::default();
        part.iter().for_each(|&row| out.push(leads(vectors.words.row(row as usize), effort.leads)));
        out
    }));
    let index = Index::of(&leading, vectors.idf.len());
    // From here on rows are counted by their place in the list.
    let row_at = |place: u32| rows.get(place as usize).copied().unwrap_or(u32::MAX);
    let mut found = Flat::default();
    found.append(par::ranges(rows.len(), |part| {
        let mut search = Search { index: &index, effort, scores: vec![0.0; rows.len()], touched: Vec::new() };
        let mut out = Flat::default();
        for place in part {
            out.push(search.best(leading.row(place), place).into_iter().map(row_at));
        }
        out
    }));
    found
}

fn leads(words: &[TextWord], most: usize) -> Vec<(u32, f32)> {
    let mut leads: Vec<(u32, f32)> = words.iter().map(|word| (word.term, word.weight())).collect();
    leads.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    leads.truncate(most);
    leads
}

/// Adds up the leading words' products per earlier row; the buffers serve one row after the other.
struct Search<'a> {
    index: &'a Index,
    effort: SearchEffort,
    scores: Vec<f32>,
    touched: Vec<(f32, u32)>,
}

impl Search<'_> {
    fn best(&mut self, leads: &[(u32, f32)], row: usize) -> Vec<u32> {
        self.touched.clear();
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        for &(term, weight) in leads {
            for &(other, other_weight) in self.index.before(term, row, self.effort.postings) {
                let Some(score) = self.scores.get_mut(other as usize) else { continue };
                if *score <= 0.0 {
                    self.touched.push((0.0, other));
                }
                *score += weight * other_weight;
            }
        }
        for (found, other) in &mut self.touched {
            if let Some(score) = self.scores.get_mut(*other as usize) {
                *found = std::mem::take(score);
            }
        }
        // Of two that are equally promising, the later.
        let order = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1));
        let most = self.effort.candidates;
        if self.touched.len() > most {
            self.touched.select_nth_unstable_by(most - 1, order);
            self.touched.truncate(most);
        }
        self.touched.sort_unstable_by(order);
        self.touched.iter().map(|found| found.1).collect()
    }
}
