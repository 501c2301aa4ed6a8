//! Texts that came often look for each other once more.
//!
//! Among very many texts the search of each one reaches only the latest that share its words, and a text is as old as its first record:
//! a problem that has been told a thousand times since two years ago is out of reach, though most records are of such problems. Those
//! texts are few, so that they can be looked through more thoroughly among themselves. What they find counts where families are
//! brought together in the end.

use crate::families::candidates::{SearchEffort, among};
use crate::families::score;
use crate::families::{Families, nearest};
use crate::par;

/// Texts that are looked through once more, at most: those that came most often.
const MAX_TEXTS: usize = 20_000;
/// Records of a text, from which on it came often.
const MIN_RECORDS: u32 = 2;
/// Better matches of a text that are kept.
const KEPT: usize = 8;

/// A text, an earlier one and their log odds.
pub(super) type Match = (u32, u32, f32);

/// What the texts that came most often find among themselves; nothing where all texts are no more than those may be.
#[must_use]
pub(super) fn matches(found: &Families) -> Vec<Match> {
    let texts = found.distinct.first.len();
    if texts <= MAX_TEXTS || SearchEffort::over(texts) == SearchEffort::over(MAX_TEXTS) {
        return Vec::new();
    }
    let rows = most_often(&found.distinct.of, texts);
    let candidates = among(&found.vectors, &rows);
    let compared = SearchEffort::over(rows.len()).compared;
    let parts = par::ranges(rows.len(), |part| {
        let rows = part.filter_map(|place| Some((place, *rows.get(place)?)));
        rows.flat_map(|(place, row)| best(found, row, candidates.row(place), compared)).collect::<Vec<Match>>()
    });
    parts.into_iter().flatten().collect()
}

/// The texts with most records, ascending; of two with as many, the earlier.
fn most_often(text_of: &[u32], texts: usize) -> Vec<u32> {
    let mut records = vec![0_u32; texts];
    for text in text_of {
        records.iter_mut().skip(*text as usize).take(1).for_each(|n| *n += 1);
    }
    let mut often: Vec<(u32, u32)> = (0_u32..).zip(records).filter(|(_, n)| *n >= MIN_RECORDS).collect();
    often.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut rows: Vec<u32> = often.into_iter().take(MAX_TEXTS).map(|(text, _)| text).collect();
    rows.sort_unstable();
    rows
}

/// The best of these earlier texts: those with the highest cosine are compared in full.
fn best(found: &Families, row: u32, candidates: &[u32], compared: usize) -> Vec<Match> {
    let at = row as usize;
    let cosines: Vec<f32> = candidates.iter().map(|other| score::cosine(&found.vectors, at, *other as usize)).collect();
    let matches = found.weighed(at, &nearest(candidates, &cosines, compared));
    matches.into_iter().take(KEPT).map(|(other, odds)| (row, other, odds)).collect()
}
