//! Groups of three and four letters of a title, which survive a typing error and another ending.

use crate::families::ragged::Flat;
use crate::families::{Text, words};
use crate::par;
use crate::text::machine;

/// Letter groups fall into so many buckets; a few collisions do no harm.
const BUCKETS: usize = 1 << 16;

#[derive(Debug, Default)]
pub struct Letters {
    /// Buckets of each text, ascending.
    groups: Flat<u16>,
    lengths: Vec<f32>,
    /// Squared rarity of each bucket.
    squares: Vec<f32>,
}

impl Letters {
    #[must_use]
    pub fn of(texts: &[Text]) -> Self {
        let mut out = Self::default();
        out.groups.append(par::chunks(texts, |part| {
            let mut rows = Flat::default();
            let mut word = Vec::new();
            part.iter().for_each(|text| rows.push(groups(text.title, &mut word)));
            rows
        }));
        let mut df = vec![0_u32; BUCKETS];
        for &group in out.groups.items() {
            df.iter_mut().skip(usize::from(group)).take(1).for_each(|df| *df += 1);
        }
        let number = texts.len() as f32;
        out.squares = df.iter().map(|&df| (libm::logf((number + 1.0) / (df as f32 + 1.0)) + 1.0).powi(2)).collect();
        out.lengths = out.groups.rows().map(|row| row.iter().map(|g| out.square(*g)).sum::<f32>().sqrt()).collect();
        out
    }

    fn square(&self, group: u16) -> f32 {
        self.squares.get(usize::from(group)).copied().unwrap_or(0.0)
    }

    /// Cosine of two titles' letter groups, 0..=1; 0 for a title without letters.
    #[must_use]
    pub fn alike(&self, a: usize, b: usize) -> f32 {
        let length = |row: usize| self.lengths.get(row).copied().unwrap_or(0.0);
        let product = length(a) * length(b);
        if product <= 0.0 {
            return 0.0;
        }
        let (mut left, mut right) = (self.groups.row(a).iter(), self.groups.row(b).iter());
        let (mut x, mut y) = (left.next(), right.next());
        let mut sum = 0.0;
        while let (Some(&group), Some(&other)) = (x, y) {
            if group == other {
                sum += self.square(group);
            }
            if group <= other {
                x = left.next();
            }
            if other <= group {
                y = right.next();
            }
        }
        (sum / product).min(1.0)
    }
}

/// Buckets of the groups of three and four letters of each word, with a blank on either side.
fn groups(title: &str, word: &mut Vec<char>) -> Vec<u16> {
    let mut out = Vec::new();
    let without = words::is_without_machines(title);
    let runs = words::runs(title).filter(|run| !(without && machine::is_name(run)));
    let parts = runs.flat_map(|run| run.split(|c: char| !c.is_alphabetic()));
    let parts = parts.filter(|part| !part.is_empty() && !words::is_call(part));
    for part in parts.take(MAX_WORDS) {
        word.clear();
        word.push(' ');
        word.extend(part.chars().flat_map(char::to_lowercase).take(MAX_LETTERS));
        word.push(' ');
        for size in [3, 4] {
            out.extend(word.windows(size).map(|group| {
                let mixed = group
                    .iter()
                    .fold(size as u64, |h, &c| (h ^ u64::from(c)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23));
                (mixed % BUCKETS as u64) as u16
            }));
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// A title longer than this is a pasted text.
const MAX_WORDS: usize = 60;
const MAX_LETTERS: usize = 60;
