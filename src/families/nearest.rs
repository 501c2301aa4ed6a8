//! Which earlier texts may be like this one: those that share its heaviest terms.

use crate::families::rows::Rows;
use crate::par;

/// Heaviest terms of a text that lead to others.
const LEADS: usize = 24;
/// Best texts by these terms that are compared in full.
pub const CANDIDATES: usize = 56;
/// Postings looked at over all texts, about; few texts are looked at more thoroughly than a million.
const EFFORT: usize = 30_000_000;

/// The texts under each heavy term, ascending.
struct Index {
    starts: Vec<usize>,
    postings: Vec<(u32, f32)>,
}

impl Index {
    fn of(leads: &[Vec<(u32, f32)>], terms: usize) -> Self {
        let mut starts = vec![0_usize; terms + 1];
        let all = || leads.iter().flatten();
        all().for_each(|(term, _)| starts.iter_mut().skip(*term as usize + 1).take(1).for_each(|s| *s += 1));
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut postings = vec![(0, 0.0); sum];
        for (row, lead) in (0_u32..).zip(leads) {
            for &(term, weight) in lead {
                let Some(at) = next.get_mut(term as usize) else { continue };
                postings.iter_mut().skip(*at).take(1).for_each(|p| *p = (row, weight));
                *at += 1;
            }
        }
        Self { starts, postings }
    }

    fn before(&self, term: u32, row: u32, most: usize) -> &[(u32, f32)] {
        let bounds = self.starts.get(term as usize..term as usize + 2);
        let all = bounds.and_then(|b| self.postings.get(*b.first()?..*b.get(1)?)).unwrap_or_default();
        let end = all.partition_point(|p| p.0 < row);
        all.get(end.saturating_sub(most)..end).unwrap_or_default()
    }
}

/// Earlier rows for each row, the most promising first, and how alike by the leading terms alone.
#[must_use]
pub fn candidates(rows: &Rows, terms: usize) -> Vec<Vec<u32>> {
    let numbers: Vec<u32> = (0_u32..).zip(0..rows.len()).map(|(n, _)| n).collect();
    let leads: Vec<Vec<(u32, f32)>> =
        par::chunks(&numbers, |part| part.iter().map(|&row| leads(rows, row)).collect::<Vec<_>>())
            .into_iter()
            .flatten()
            .collect();
    let index = Index::of(&leads, terms);
    let most = (EFFORT / rows.len().max(1)).clamp(128, 4_096);
    let found = par::chunks(&numbers, |part| {
        let mut scores = vec![0.0_f32; rows.len()];
        let mut touched: Vec<u32> = Vec::new();
        part.iter()
            .map(|&row| best(&index, leads.get(row as usize), row, most, &mut scores, &mut touched))
            .collect::<Vec<_>>()
    });
    found.into_iter().flatten().collect()
}

fn leads(rows: &Rows, row: u32) -> Vec<(u32, f32)> {
    let (terms, weights) = rows.row(row as usize);
    let mut leads: Vec<(u32, f32)> = terms.iter().copied().zip(weights.iter().copied()).collect();
    leads.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    leads.truncate(LEADS);
    leads
}

fn best(
    index: &Index,
    leads: Option<&Vec<(u32, f32)>>,
    row: u32,
    most: usize,
    scores: &mut [f32],
    touched: &mut Vec<u32>,
) -> Vec<u32> {
    for &(term, weight) in leads.into_iter().flatten() {
        for &(other, other_weight) in index.before(term, row, most) {
            let Some(score) = scores.get_mut(other as usize) else { continue };
            if *score <= 0.0 {
                touched.push(other);
            }
            *score += weight * other_weight;
        }
    }
    let score = |row: &u32| scores.get(*row as usize).copied().unwrap_or(0.0);
    let order = |a: &u32, b: &u32| score(b).total_cmp(&score(a)).then(b.cmp(a));
    let mut found = touched.clone();
    if found.len() > CANDIDATES {
        found.select_nth_unstable_by(CANDIDATES - 1, order);
        found.truncate(CANDIDATES);
    }
    found.sort_unstable_by(order);
    // The buffer held all that was touched, thousands a text.
    found.shrink_to_fit();
    for row in touched.drain(..) {
        scores.iter_mut().skip(row as usize).take(1).for_each(|s| *s = 0.0);
    }
    found
}
