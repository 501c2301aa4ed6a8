//! Texts as weighted terms: BM25F over title and description, the title's words, and the title's letters.

use crate::families::rows::Rows;
use crate::families::{Text, words};
use crate::par;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// Weight of a title word against one of the description, and the two length corrections (BM25F).
const TITLE_WEIGHT: f32 = 3.0;
const TITLE_B: f32 = 0.5;
const DESCRIPTION_B: f32 = 0.75;
const K1: f32 = 2.0;
/// Terms kept per text, heaviest first.
const MOST_TERMS: usize = 96;
/// Letter groups fall into this many buckets; a few collisions do no harm.
const BUCKETS: u64 = 1 << 18;
/// Texts per block: what is held before terms are numbered.
const BLOCK: usize = 65_536;

/// All texts as rows, in the order of the texts.
#[derive(Debug, Default)]
pub struct Vectors {
    /// BM25F weights of title and description.
    pub text: Rows,
    /// Title words only.
    pub title: Rows,
    /// Groups of three and four letters of the title.
    pub letters: Rows,
    /// Description words only.
    pub description: Rows,
    /// Parts of the component.
    pub component: Vec<Box<[u32]>>,
    /// Records that have each term, with what rarity is computed.
    pub idf: Vec<f32>,
    /// How alike the components of two texts are by chance.
    pub component_by_chance: f32,
    numbers: FxHashMap<u64, u32>,
}

/// Numbered term counts of a text: (term, in the title, in the description).
type Row = Box<[(u32, u16, u16)]>;

/// Term counts of a text: (hash or number, in the title, in the description).
type Counts = Vec<(u64, u16, u16)>;

impl Vectors {
    #[must_use]
    pub fn of(texts: &[Text]) -> Self {
        let mut out = Self::default();
        let mut rows: Vec<Row> = Vec::with_capacity(texts.len());
        let mut letters: Vec<Box<[u32]>> = Vec::with_capacity(texts.len());
        let mut df: Vec<u32> = Vec::new();
        for block in texts.chunks(BLOCK) {
            let counted = par::chunks(block, |t| t.iter().map(|t| (count(t), grams(t.title))).collect::<Vec<_>>());
            for (counts, grams) in counted.into_iter().flatten() {
                let mut row: Vec<(u32, u16, u16)> =
                    counts.into_iter().map(|(hash, t, d)| (out.number(hash, &mut df), t, d)).collect();
                row.sort_unstable();
                rows.push(row.into());
                letters.push(grams);
            }
        }
        let number = texts.len() as f32;
        out.idf = df.iter().map(|&df| ((number + 1.0) / (df as f32 + 0.5)).ln()).collect();
        out.weigh(&rows);
        out.spell(&letters);
        out.component = texts.iter().map(|t| parts(t.component)).collect();
        out.component_by_chance = by_chance(&out.component);
        out
    }

    /// The number of a term in these texts, where it has one.
    #[must_use]
    pub fn number_of(&self, term: &str) -> Option<u32> {
        self.numbers.get(&hash(term)).copied()
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

    fn weigh(&mut self, rows: &[Row]) {
        let lengths = |row: &[(u32, u16, u16)]| {
            row.iter().fold((0.0_f32, 0.0_f32), |sum, r| (sum.0 + f32::from(r.1), sum.1 + f32::from(r.2)))
        };
        let sums = rows
            .iter()
            .map(|r| lengths(r))
            .fold((0.0_f64, 0.0_f64), |s, l| (s.0 + f64::from(l.0), s.1 + f64::from(l.1)));
        let number = (rows.len() as f64).max(1.0);
        let average = ((sums.0 / number).max(1.0) as f32, (sums.1 / number).max(1.0) as f32);
        for row in rows {
            let length = lengths(row);
            let norm_t = 1.0 - TITLE_B + TITLE_B * length.0 / average.0;
            let norm_d = 1.0 - DESCRIPTION_B + DESCRIPTION_B * length.1 / average.1;
            let saturate = |tf: f32| tf / (K1 + tf);
            let idf = |term: u32| self.idf.get(term as usize).copied().unwrap_or(0.0);
            let title = |t: u16| TITLE_WEIGHT * f32::from(t) / norm_t;
            let description = |d: u16| f32::from(d) / norm_d;
            let text = row.iter().map(|&(term, t, d)| (term, idf(term) * saturate(title(t) + description(d))));
            self.text.push(unit(text.collect()));
            let words = row.iter().filter(|r| r.1 > 0).map(|&(term, _, _)| (term, idf(term)));
            self.title.push(unit(words.collect()));
            let said = row.iter().filter(|r| r.2 > 0).map(|&(term, _, d)| (term, idf(term) * saturate(description(d))));
            self.description.push(unit(said.collect()));
        }
    }

    fn spell(&mut self, letters: &[Box<[u32]>]) {
        let mut df = vec![0_u32; BUCKETS as usize];
        letters.iter().flat_map(|row| row.iter()).for_each(|&gram| {
            df.iter_mut().skip(gram as usize).take(1).for_each(|df| *df += 1);
        });
        let number = letters.len() as f32;
        let idf: Vec<f32> = df.iter().map(|&df| ((number + 1.0) / (df as f32 + 1.0)).ln() + 1.0).collect();
        for row in letters {
            let weight = |gram: u32| (gram, idf.get(gram as usize).copied().unwrap_or(1.0));
            self.letters.push(unit(row.iter().copied().map(weight).collect()));
        }
    }
}

/// The heaviest terms, scaled to length 1, in order of term.
fn unit(mut row: Vec<(u32, f32)>) -> impl Iterator<Item = (u32, f32)> {
    if row.len() > MOST_TERMS {
        row.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        row.truncate(MOST_TERMS);
        row.sort_unstable_by_key(|r| r.0);
    }
    let length = row.iter().map(|r| r.1 * r.1).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    row.into_iter().map(move |(term, weight)| (term, weight / length))
}

fn hash(term: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(term.as_bytes());
    hasher.finish()
}

fn count(text: &Text) -> Counts {
    let mut seen: Vec<(u64, bool)> = Vec::new();
    words::each(text.title, |term| seen.push((hash(term), true)));
    words::each(text.description, |term| seen.push((hash(term), false)));
    seen.sort_unstable();
    seen.chunk_by(|a, b| a.0 == b.0)
        .map(|run| {
            let title = run.iter().filter(|r| r.1).count();
            let cap = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
            (run.first().map_or(0, |r| r.0), cap(title), cap(run.len() - title))
        })
        .collect()
}

/// Buckets of the groups of three and four letters of each word, with a blank on either side.
fn grams(title: &str) -> Box<[u32]> {
    let mut out = Vec::new();
    let mut word: Vec<char> = Vec::new();
    for part in title.split(|c: char| !c.is_alphabetic()).filter(|p| !p.is_empty()) {
        word.clear();
        word.push(' ');
        word.extend(part.chars().flat_map(char::to_lowercase));
        word.push(' ');
        for size in [3, 4] {
            out.extend(word.windows(size).map(|gram| {
                let mixed = gram
                    .iter()
                    .fold(size as u64, |h, &c| (h ^ u64::from(c)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23));
                (mixed % BUCKETS) as u32
            }));
        }
    }
    out.sort_unstable();
    out.dedup();
    out.into()
}

/// The parts of a component such as `hdfs/datanode;fs`, as hashes.
fn parts(component: &str) -> Box<[u32]> {
    let parts = component.split([';', ',', '/']).map(str::trim).filter(|p| !p.is_empty());
    let mut hashes: Vec<u32> = parts.map(|p| (hash(&p.to_lowercase()) >> 32) as u32).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes.into()
}

/// Parts in common of all parts of either.
#[must_use]
pub fn jaccard(a: &[u32], b: &[u32]) -> f32 {
    let common = a.iter().filter(|part| b.contains(part)).count();
    let all = a.len() + b.len() - common;
    if all == 0 { 0.0 } else { common as f32 / all as f32 }
}

/// Mean over pairs that lie far apart, which are as good as random.
fn by_chance(components: &[Box<[u32]>]) -> f32 {
    let half = components.len() / 2;
    let step = (half / 5_000).max(1);
    let pairs = components.iter().zip(components.iter().skip(half)).step_by(step);
    let (sum, number) = pairs.fold((0.0, 0.0_f32), |(sum, n), (a, b)| (sum + jaccard(a, b), n + 1.0));
    sum / number.max(1.0)
}
