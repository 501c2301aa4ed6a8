//! One error budget per report: every test that may be worded as evidence, in one tree (`METHODS.md` 17.1).
//!
//! Rules register their tests here and ask for their grades; nobody adjusts a p-value by itself. The tree is root,
//! question, metric, test; its arithmetic is in `stats/hierarchy`. What repeats another test on the same incidents counts
//! once. What may stand among the headlines is adjusted once more, over all that may.

use crate::findings::Grade;
use crate::findings::grade::{Contrast, EVIDENCE, Graded, WATCH, grade};
use crate::model::row::IncidentIx;
use crate::stats::hierarchy::{TestLeaf, hierarchical};
use crate::stats::multiplicity::adjust;
use crate::text::plural::count;
use std::collections::{BTreeMap, BTreeSet};

/// A headline whose q over all that could be one is larger stays in its section.
pub const MAX_OF_A_HEADLINE: f64 = 0.05;

/// What a report asks of the data, one branch of the tree each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    Count,
    Durations,
    Mix,
    Recurrence,
    Overlap,
    Load,
    FollowThrough,
}

/// What a test was made on: equal ones on equal values are the same test.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sample {
    sum: u64,
    n: u64,
}

impl Sample {
    /// Of rows of the incident table with the value that the test takes from each; in any order. O(n).
    #[must_use]
    pub fn of(rows: impl Iterator<Item = (IncidentIx, u64)>) -> Self {
        rows.fold(Self::default(), |sample, (row, value)| Self {
            sum: sample.sum.wrapping_add(mixed(mixed(row.place() as u64).wrapping_add(value))),
            n: sample.n + 1,
        })
    }
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014): a change of one bit changes half of the others.
fn mixed(value: u64) -> u64 {
    let z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// One test that may be worded as evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// By which the rule asks for it: the id of its claim; more words follow a `@` where one claim words several.
    pub id: String,
    pub question: Question,
    /// What is measured, within the question.
    pub metric: &'static str,
    /// Unadjusted.
    pub p: f64,
    /// `None` where no other test can be the same.
    pub sample: Option<Sample>,
    /// Whether the claim may become a headline.
    pub headline: bool,
}

impl Test {
    #[must_use]
    pub fn new(question: Question, metric: &'static str, id: impl Into<String>, p: f64) -> Self {
        Self { id: id.into(), question, metric, p, sample: None, headline: false }
    }

    /// Made on these incidents.
    #[must_use]
    pub fn on(self, sample: Sample) -> Self {
        Self { sample: Some(sample), ..self }
    }

    /// May become a headline.
    #[must_use]
    pub fn for_headline(self) -> Self {
        Self { headline: true, ..self }
    }
}

/// The tests of one report with their adjusted p-values.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tree {
    known: BTreeMap<String, Adjusted>,
    tests: u64,
    questions: u64,
    headlines: u64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Adjusted {
    q: f64,
    /// Over everything that may become a headline.
    headline: Option<f64>,
}

impl Tree {
    /// Adjusts all tests of a report. Those without a probability are not counted; of several on the same incidents
    /// within one question the first stands for all.
    #[must_use]
    pub fn of(tests: Vec<Test>) -> Self {
        let tests: Vec<Test> = tests.into_iter().filter(|t| (0.0..=1.0).contains(&t.p)).collect();
        let stands_for = stand_ins(&tests);
        let counted: Vec<usize> = (0..tests.len()).filter(|at| stands_for.get(*at) == Some(at)).collect();
        let kept: Vec<&Test> = counted.iter().filter_map(|at| tests.get(*at)).collect();
        let found: BTreeMap<usize, f64> = counted.iter().copied().zip(hierarchical(&leaves(&kept))).collect();
        // A headline is one whichever of several equal tests words it.
        let news: BTreeSet<usize> =
            tests.iter().zip(&stands_for).filter(|(t, _)| t.headline).map(|(_, at)| *at).collect();
        let eligible: Vec<Option<f64>> =
            counted.iter().map(|at| tests.get(*at).filter(|_| news.contains(at)).map(|t| t.p)).collect();
        let headlines: BTreeMap<usize, f64> =
            counted.iter().zip(adjust(&eligible)).filter_map(|(at, q)| Some((*at, q?))).collect();
        let adjusted = |at: usize| {
            let place = stands_for.get(at)?;
            Some(Adjusted { q: *found.get(place)?, headline: headlines.get(place).copied() })
        };
        let known = tests.iter().enumerate().filter_map(|(at, t)| Some((t.id.clone(), adjusted(at)?))).collect();
        let questions: BTreeSet<Question> = kept.iter().map(|t| t.question).collect();
        Self { known, tests: kept.len() as u64, questions: questions.len() as u64, headlines: headlines.len() as u64 }
    }

    /// The adjusted p-value of a registered test.
    #[must_use]
    pub fn q(&self, id: &str) -> Option<f64> {
        self.known.get(id).map(|a| a.q)
    }

    /// Whether a test carries a headline; `None` where it is none that was registered for one.
    #[must_use]
    pub fn carries_headline(&self, id: &str) -> Option<bool> {
        Some(self.known.get(id)?.headline? <= MAX_OF_A_HEADLINE)
    }

    /// Grades a change by its q in the tree. What was not registered is a weak signal at most.
    #[must_use]
    pub fn grade(&self, id: &str, mut change: Contrast) -> Graded {
        match self.q(id) {
            Some(q) => change.q = Some(q),
            None => change.caps.push((Grade::Weak, "It is one of many looks and no test of its own.".to_owned())),
        }
        grade(&change)
    }

    /// Grades a test whose effect is no ratio, by its q, and by its own p for a weak signal. What a cap keeps out of the tree
    /// goes by its own p, so that the cap has something to take away.
    #[must_use]
    pub fn verdict(&self, id: &str, p: f64) -> Grade {
        match self.q(id).unwrap_or(p) {
            q if q <= EVIDENCE => Grade::Evidence,
            q if q <= WATCH || p <= EVIDENCE => Grade::Weak,
            _ => Grade::NoEvidence,
        }
    }

    /// "adjusted for all 12 tests of this report, by question (hierarchical, Benjamini and Hochberg)".
    #[must_use]
    pub fn adjusted(&self) -> String {
        match self.tests {
            1 => "the only test of this report".to_owned(),
            n => format!(
                "adjusted for all {} of this report, question by question (Benjamini and Hochberg within a hierarchy)",
                count(n, "test")
            ),
        }
    }

    /// How many different tests there are, of how many questions, and how many may become headlines.
    #[must_use]
    pub fn size(&self) -> [u64; 3] {
        [self.tests, self.questions, self.headlines]
    }
}

/// For each test the first one on the same incidents within its question: itself for most.
fn stand_ins(tests: &[Test]) -> Vec<usize> {
    let mut first: BTreeMap<(Question, Sample, u64), usize> = BTreeMap::new();
    let all = tests.iter().enumerate();
    all.map(|(at, test)| match test.sample {
        Some(sample) => *first.entry((test.question, sample, test.p.to_bits())).or_insert(at),
        None => at,
    })
    .collect()
}

fn leaves(tests: &[&Test]) -> Vec<TestLeaf> {
    let mut metrics: Vec<&'static str> = tests.iter().map(|t| t.metric).collect();
    metrics.sort_unstable();
    metrics.dedup();
    let metric = |t: &Test| metrics.binary_search(&t.metric).unwrap_or(0);
    tests.iter().map(|t| TestLeaf { question: t.question as usize, metric: metric(t), p: t.p }).collect()
}

/// The q of claims that weigh something, and are a weak signal at most: adjusted for all of their kind, in their order. They
/// are no tests of the tree, so that they take nothing from those that may be evidence (Benjamini and Hochberg 1995).
#[must_use]
pub fn among_their_kind(p: &[Option<f64>]) -> Vec<Option<f64>> {
    adjust(p)
}

/// Grades what was found by looking through many of its kind: a weak signal at most, until the next period confirms it. Its
/// q counts the tests of its own table.
#[must_use]
pub fn screened(mut change: Contrast, why: &str) -> Graded {
    change.caps.push((Grade::Weak, why.to_owned()));
    grade(&change)
}
