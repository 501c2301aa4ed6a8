//! How likely two texts are the same problem: a logistic score whose parts can be shown.

use crate::families::density::Neighbourhood;
use crate::families::vectors::{TextWord, Vectors, saturate};

/// Number of parts of a score.
pub const PARTS: usize = 12;

/// Names of the parts and their weights, without and with the time between the texts: logistic regressions on the
/// earlier 60 % of labelled duplicate reports of three trackers, each tracker counting the same.
const WEIGHTS: [(&str, f32, f32); PARTS] = [
    ("words", 2.136, 0.5),
    ("letters of the title", 4.028, 3.457),
    ("component", 0.834, 0.479),
    ("words of the title", -4.347, -4.292),
    ("words of the description", 1.069, 0.854),
    ("crowd around the later", -2.548, -2.501),
    ("crowd around the earlier", -3.412, -3.067),
    ("nearer neighbours of the later", -0.413, -0.386),
    ("nearer neighbours of the earlier", -0.433, -0.455),
    ("one title found in the other text", 2.495, 2.876),
    ("either title found in the other text", 3.424, 3.875),
    ("days between", 0.0, -0.539),
];
/// Share of each title's words, by rarity, that the other one has, from which on a crowd counts for less, and from which on it
/// counts for nothing: where machines write the titles of one component, a crowd is mostly one problem told in many ways.
const NEARLY_ALL: (f32, f32) = (0.7, 0.85);
const INTERCEPT: (f32, f32) = (-4.789, -1.752);
/// Parts that words add to.
const OF_WORDS: [usize; 6] = [0, 1, 3, 4, 9, 10];

/// What is known of all texts that decides how two of them are compared.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Setting {
    /// Whether the days between two texts count.
    pub timed: bool,
    /// How far machines wrote them, 0..=1.
    pub by_machines: f32,
}

/// What a comparison found.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Features {
    /// In the order of the parts: cosines and shares in 0..=1, the component less what chance gives, logarithms of one
    /// more than a number of neighbours or days.
    pub values: [f32; PARTS],
    /// Whether the days between count.
    timed: bool,
}

impl Features {
    /// Compares a text with an earlier one.
    #[must_use]
    pub fn of(vectors: &Vectors, around: &Neighbourhood, later: usize, earlier: usize, setting: Setting) -> Self {
        let shared = Shared::of(vectors, later, earlier);
        let both = shared.found.0.min(shared.found.1);
        let crowded = crowded(vectors, (later, earlier), both, setting);
        let values = [
            shared.words,
            vectors.letters.alike(later, earlier),
            vectors.components.alike(later, earlier),
            shared.title,
            shared.said,
            around.crowd(later) * crowded,
            around.crowd(earlier) * crowded,
            around.rank(later, shared.words),
            around.rank(earlier, shared.words),
            shared.found.0.max(shared.found.1),
            both,
            vectors.days_between(later, earlier).map_or(USUAL_DAYS, libm::log1pf),
        ];
        Self { values, timed: setting.timed }
    }

    /// A text and a copy of it.
    #[must_use]
    pub fn of_itself(vectors: &Vectors, around: &Neighbourhood, row: usize, setting: Setting) -> Self {
        let crowded = crowded(vectors, (row, row), 1.0, setting);
        let (component, crowd) = (vectors.components.alike(row, row), around.crowd(row) * crowded);
        let values = [1.0, 1.0, component, 1.0, 1.0, crowd, crowd, 0.0, 0.0, 1.0, 1.0, USUAL_DAYS];
        Self { values, timed: setting.timed }
    }

    /// Cosine of all words, 0..=1.
    #[must_use]
    pub fn words(&self) -> f32 {
        let [words, ..] = self.values;
        words
    }

    /// Name and share of each part; with the intercept they add up to the log odds.
    #[must_use]
    pub fn contributions(&self) -> [(&'static str, f32); PARTS] {
        let mut parts = WEIGHTS.map(|(name, plain, timed)| (name, if self.timed { timed } else { plain }));
        parts.iter_mut().zip(self.values).for_each(|(part, value)| part.1 *= value);
        parts
    }

    /// Log odds where no part adds anything.
    #[must_use]
    pub fn intercept(&self) -> f32 {
        if self.timed { INTERCEPT.1 } else { INTERCEPT.0 }
    }

    /// Log odds that both tell of the same problem, before the data set is taken into account.
    #[must_use]
    pub fn odds(&self) -> f32 {
        self.contributions().iter().fold(self.intercept(), |sum, part| sum + part.1)
    }

    /// What shared words add to the log odds.
    #[must_use]
    pub fn of_words(&self) -> f32 {
        let parts = self.contributions();
        OF_WORDS.iter().filter_map(|&at| parts.get(at)).map(|part| part.1.max(0.0)).sum()
    }
}

/// How far a crowd counts between two texts of which each has this share of the other's title, 0..=1: in full unless both are of
/// one component.
fn crowded(vectors: &Vectors, (a, b): (usize, usize), both: f32, setting: Setting) -> f32 {
    if !vectors.components.are_same(a, b) {
        return 1.0;
    }
    let (from, to) = NEARLY_ALL;
    1.0 - setting.by_machines * ((both - from) / (to - from)).clamp(0.0, 1.0)
}

/// Logarithm of one more than the usual days between two texts, where a time is missing.
const USUAL_DAYS: f32 = 5.5;

/// Probability of log odds.
#[must_use]
pub fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-odds))
}

/// Log odds of a probability; one that is no probability is taken for the nearest that is.
#[must_use]
pub fn odds(probability: f32) -> f32 {
    let p = probability.clamp(f32::EPSILON, 1.0 - f32::EPSILON);
    libm::logf(p / (1.0 - p))
}

/// What two texts have in common, word by word.
#[derive(Debug, Clone, Copy, Default)]
struct Shared {
    words: f32,
    title: f32,
    said: f32,
    /// Share of the later title's words, by rarity, that the earlier text has, and the other way round.
    found: (f32, f32),
}

impl Shared {
    fn of(vectors: &Vectors, a: usize, b: usize) -> Self {
        let length = |row: usize| vectors.lengths.get(row).copied().unwrap_or_default();
        let (left, right) = (length(a), length(b));
        let mut out = Self::default();
        each(vectors, a, b, |x, y| {
            let idf = vectors.rarity(x.term);
            out.words += x.weight() * y.weight();
            if x.title > 0 {
                out.found.0 += idf;
            }
            if y.title > 0 {
                out.found.1 += idf;
            }
            if x.title > 0 && y.title > 0 {
                out.title += idf * idf;
            }
            let said = |word: &TextWord, norm: f32| idf * saturate(f32::from(word.said) / norm);
            if x.said > 0 && y.said > 0 {
                out.said += said(x, left.said_norm) * said(y, right.said_norm);
            }
        });
        let share = |part: f32, whole: f32| if whole > 0.0 { (part / whole).min(1.0) } else { 0.0 };
        out.title = share(out.title, left.title * right.title);
        out.said = share(out.said, left.said * right.said);
        out.found = (share(out.found.0, left.title_sum), share(out.found.1, right.title_sum));
        out
    }
}

/// Cosine of all words of two texts, 0..=1.
#[must_use]
pub fn cosine(vectors: &Vectors, a: usize, b: usize) -> f32 {
    let mut sum = 0.0;
    each(vectors, a, b, |x, y| sum += x.weight() * y.weight());
    sum
}

/// Calls `shared` with each word that both texts have, ascending by term.
pub fn each<'a>(vectors: &'a Vectors, a: usize, b: usize, mut shared: impl FnMut(&'a TextWord, &'a TextWord)) {
    let (mut left, mut right) = (vectors.words.row(a).iter(), vectors.words.row(b).iter());
    let (mut x, mut y) = (left.next(), right.next());
    while let (Some(word), Some(other)) = (x, y) {
        if word.term == other.term {
            shared(word, other);
        }
        if word.term <= other.term {
            x = left.next();
        }
        if other.term <= word.term {
            y = right.next();
        }
    }
}
