//! Whether what the texts of a family share tells one problem from another, or is said of everything here.

use crate::analyse::recurrence::generic::Vocabulary;
use crate::frame::DataSet;
use crate::frame::col;
use crate::frame::dataset::IncidentView;
use crate::frame::read::Texts;
use crate::model::row::IncidentIx;
use crate::par;
use rustc_hash::{FxHashMap, FxHashSet};

/// Incidents whose words are counted, spread evenly over the table: enough to know what is said all the time.
const SAMPLE: usize = 4_000;
/// A word that more than one in so many of the other incidents have says nothing of a family.
const ONE_IN: usize = 25;
/// So many others may have any word: in a small data set one more is already a large share.
const FEW: usize = 2;

/// How often words are said in this data set.
pub(super) struct Commonplace<'a> {
    view: &'a IncidentView<'a>,
    summaries: Texts<'a, IncidentIx>,
    vocabulary: &'a Vocabulary,
    sample: FxHashSet<IncidentIx>,
    counts: FxHashMap<String, usize>,
}

impl<'a> Commonplace<'a> {
    #[must_use]
    pub(super) fn of(data: &'a DataSet, view: &'a IncidentView<'a>, vocabulary: &'a Vocabulary) -> Self {
        let included: Vec<IncidentIx> = view.rows().filter(|row| view.included.get(*row)).collect();
        let step = included.len().div_ceil(SAMPLE).max(1);
        let sample: Vec<IncidentIx> = included.into_iter().step_by(step).collect();
        let summaries = data.incident_texts(col::SUMMARY);
        let mut out = Self { view, summaries, vocabulary, sample: FxHashSet::default(), counts: FxHashMap::default() };
        let words = par::chunks(&sample, |rows| rows.iter().map(|row| out.words(*row)).collect::<Vec<_>>());
        for word in words.into_iter().flatten().flatten() {
            *out.counts.entry(word).or_insert(0) += 1;
        }
        out.sample = sample.into_iter().collect();
        out
    }

    /// Whether most of these incidents share too little that is their own.
    #[must_use]
    pub(super) fn is_all(&self, rows: &[IncidentIx]) -> bool {
        let words: Vec<FxHashSet<String>> = rows.iter().map(|row| self.words(*row)).collect();
        let mut shared: FxHashMap<&str, usize> = FxHashMap::default();
        words.iter().flatten().for_each(|word| *shared.entry(word).or_insert(0) += 1);
        let sampled = |word: &str| {
            let inside = rows.iter().zip(&words).filter(|(row, _)| self.sample.contains(*row));
            inside.filter(|(_, words)| words.contains(word)).count()
        };
        let is_own = |word: &str| {
            let others = self.counts.get(word).map_or(0, |count| count.saturating_sub(sampled(word)));
            others <= FEW.max(self.sample.len() / ONE_IN)
        };
        // Of two texts both must have it.
        let most = shared.iter().filter(|(_, count)| **count * 2 >= rows.len().max(3)).map(|(word, _)| *word);
        let own: FxHashSet<&str> = most.filter(|word| is_own(word)).collect();
        self.vocabulary.says_little(&own)
    }

    fn words(&self, row: IncidentIx) -> FxHashSet<String> {
        let mut words = FxHashSet::default();
        for text in [self.view.title.get(row), self.summaries.get(row)].into_iter().flatten() {
            self.vocabulary.each_word(text, |word| {
                words.insert(word.to_owned());
            });
        }
        words
    }
}
