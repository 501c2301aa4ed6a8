//! Texts as weighted words: BM25F over title and description, and the letters of the title.

use crate::families::ragged::Flat;
use crate::families::words::hash;
use crate::families::{Text, components, ngrams, words};
use crate::par;
use components::Components;
use ngrams::Letters;
use rustc_hash::FxHashMap;

/// Weight of a title word against one of the description, and the two length corrections (BM25F).
const TITLE_WEIGHT: f32 = 3.0;
const TITLE_B: f32 = 0.5;
const DESCRIPTION_B: f32 = 0.75;
const K1: f32 = 2.0;
/// Words kept per text, heaviest first.
const MAX_WORDS: usize = 96;
/// Texts per block: what is held twice at most.
const BLOCK: usize = 65_536;
/// Weights lie in 0..=1 and are kept in two bytes.
const UNIT: f32 = 65_535.0;

/// A word of a text. Words that no other text has are left out, as they can't be shared; the lengths count them.
#[derive(Debug, Clone, Copy)]
pub struct TextWord {
    pub term: u32,
    weight: u16,
    /// Times in the title and in the description, at most 255.
    pub title: u8,
    pub said: u8,
}

impl TextWord {
    /// Its share of the text's length, 0..=1.
    #[must_use]
    pub fn weight(&self) -> f32 {
        f32::from(self.weight) / UNIT
    }
}

/// Lengths of a text, all its words counted.
#[derive(Debug, Clone, Copy, Default)]
pub struct TextLengths {
    /// Euclidean length and sum of the rarities of the title's words.
    pub title: f32,
    pub title_sum: f32,
    /// Euclidean length of the description, and its correction for many words.
    pub said: f32,
    pub said_norm: f32,
}

/// All texts, in order.
#[derive(Debug, Default)]
pub struct Vectors {
    /// Words of each text, ascending by term.
    pub words: Flat<TextWord>,
    pub lengths: Vec<TextLengths>,
    pub letters: Letters,
    pub components: Components,
    times: Vec<Option<i64>>,
    /// Rarity of each term.
    pub idf: Vec<f32>,
    numbers: FxHashMap<u64, u32>,
}

/// Words of a text before they are numbered: (hash, in the title, in the description).
type Counts = Vec<(u64, u8, u8)>;

impl Vectors {
    #[must_use]
    pub fn of(texts: &[Text]) -> Self {
        let mut out = Self::default();
        let mut blocks: Vec<Flat<TextWord>> = Vec::new();
        let mut df: Vec<u32> = Vec::new();
        for block in texts.chunks(BLOCK) {
            let counted = par::chunks(block, |part| part.iter().map(count).collect::<Vec<_>>());
            let mut rows = Flat::default();
            for counts in counted.into_iter().flatten() {
                rows.push(counts.into_iter().map(|(hash, title, said)| {
                    let term = out.number(hash, &mut df);
                    TextWord { term, weight: 0, title, said }
                }));
            }
            blocks.push(rows);
        }
        let number = texts.len() as f32;
        out.idf = df.iter().map(|&df| libm::logf((number + 1.0) / (df as f32 + 0.5))).collect();
        out.weigh(blocks, &df);
        out.numbers.retain(|_, term| df.get(*term as usize).is_some_and(|df| *df > 1));
        out.numbers.shrink_to_fit();
        out.letters = Letters::of(texts);
        out.components = Components::of(texts);
        out.times = texts.iter().map(|t| t.at).collect();
        out
    }

    /// Number of texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The number of a word that two texts or more have.
    #[must_use]
    pub fn number_of(&self, word: &str) -> Option<u32> {
        self.numbers.get(&hash(word)).copied()
    }

    /// Days between two texts, where both have a time.
    #[must_use]
    pub fn days_between(&self, a: usize, b: usize) -> Option<f32> {
        let at = |row: usize| self.times.get(row).copied().flatten();
        Some(at(a)?.abs_diff(at(b)?) as f32 / 86_400.0)
    }

    /// Rarity of a term.
    #[must_use]
    pub fn rarity(&self, term: u32) -> f32 {
        self.idf.get(term as usize).copied().unwrap_or(0.0)
    }

    fn number(&mut self, hash: u64, df: &mut Vec<u32>) -> u32 {
        let next = u32::try_from(df.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(hash).or_insert(next);
        if number == next {
            df.push(0);
        }
        if let Some(df) = df.get_mut(number as usize) {
            *df += 1;
        }
        number
    }

    fn weigh(&mut self, blocks: Vec<Flat<TextWord>>, df: &[u32]) {
        let mut sums = (0.0_f64, 0.0_f64);
        for word in blocks.iter().flat_map(|b| b.items()) {
            sums = (sums.0 + f64::from(word.title), sums.1 + f64::from(word.said));
        }
        let number = blocks.iter().map(Flat::len).sum::<usize>().max(1) as f64;
        let average = ((sums.0 / number).max(1.0) as f32, (sums.1 / number).max(1.0) as f32);
        for block in blocks {
            let rows: Vec<&[TextWord]> = block.rows().collect();
            let weighed = par::chunks(&rows, |part| {
                let mut words = Flat::default();
                let lengths: Vec<TextLengths> = part
                    .iter()
                    .map(|row| {
                        let (kept, lengths) = self.weighed(row, average, df);
                        words.push(kept);
                        lengths
                    })
                    .collect();
                (words, lengths)
            });
            for (words, lengths) in weighed {
                self.words.append(vec![words]);
                self.lengths.extend(lengths);
            }
        }
    }

    /// The words of a text with their weights, ascending by term, and the text's lengths.
    fn weighed(&self, row: &[TextWord], average: (f32, f32), df: &[u32]) -> (Vec<TextWord>, TextLengths) {
        let count = row.iter().fold((0.0, 0.0), |n, w| (n.0 + f32::from(w.title), n.1 + f32::from(w.said)));
        let title_norm = 1.0 - TITLE_B + TITLE_B * count.0 / average.0;
        let said_norm = 1.0 - DESCRIPTION_B + DESCRIPTION_B * count.1 / average.1;
        let mut lengths = TextLengths { said_norm, ..TextLengths::default() };
        let mut heavy: Vec<(f32, TextWord)> = Vec::with_capacity(row.len());
        for &word in row {
            let idf = self.rarity(word.term);
            let often = TITLE_WEIGHT * f32::from(word.title) / title_norm + f32::from(word.said) / said_norm;
            heavy.push((idf * saturate(often), word));
            if word.title > 0 {
                lengths.title += idf * idf;
                lengths.title_sum += idf;
            }
            lengths.said += (idf * saturate(f32::from(word.said) / said_norm)).powi(2);
        }
        lengths.title = lengths.title.sqrt();
        lengths.said = lengths.said.sqrt();
        if heavy.len() > MAX_WORDS {
            heavy.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.term.cmp(&b.1.term)));
            heavy.truncate(MAX_WORDS);
        }
        let length = heavy.iter().map(|h| h.0 * h.0).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        let shareable = |word: &TextWord| df.get(word.term as usize).is_some_and(|df| *df > 1);
        let mut kept: Vec<TextWord> = heavy
            .into_iter()
            .filter(|h| shareable(&h.1))
            .map(|(weight, word)| TextWord { weight: (weight / length * UNIT) as u16, ..word })
            .collect();
        kept.sort_unstable_by_key(|word| word.term);
        (kept, lengths)
    }
}

/// How much a word counts that comes so often: the second time tells less than the first.
#[must_use]
pub fn saturate(often: f32) -> f32 {
    often / (K1 + often)
}

fn count(text: &Text) -> Counts {
    let mut seen: Vec<(u64, bool)> = Vec::new();
    words::each(text.title, |word| seen.push((hash(word), true)));
    words::each(text.description, |word| seen.push((hash(word), false)));
    seen.sort_unstable();
    seen.chunk_by(|a, b| a.0 == b.0)
        .map(|run| {
            let title = run.iter().filter(|r| r.1).count();
            let cap = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
            (run.first().map_or(0, |r| r.0), cap(title), cap(run.len() - title))
        })
        .collect()
}
