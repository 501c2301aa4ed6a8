//! Whether what the texts of a family share tells one problem from another, or is said of everything here.

use crate::analyse::recurrence::generic::Vocabulary;
use crate::analyse::recurrence::titles::{MaskIx, Titles};
use crate::frame::DataSet;
use crate::frame::col;
use crate::frame::dataset::IncidentView;
use crate::frame::read::Texts;
use crate::frame::strings::Dictionary;
use crate::model::column::Column;
use crate::model::row::{IncidentIx, Ix, row_types};
use crate::par;
use crate::text::tokens;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// Incidents whose words are counted, spread evenly over the table: enough to know what is said all the time.
const SAMPLE: usize = 4_000;
/// A word that more than one in so many of the other incidents have says nothing of a family.
const ONE_IN: usize = 25;
/// So many others may have any word: in a small data set one more is already a large share.
const FEW: usize = 2;

row_types! {
    /// A word of titles and summaries.
    WordIx is "a word";
}

/// How often words are said in this data set. Words are numbers, found once for each title: as texts, of each incident of each
/// family, they took 2 % of a review of a million.
pub(super) struct Commonplace<'a> {
    titles: &'a Titles,
    of_title: Column<MaskIx, Vec<WordIx>>,
    summaries: Texts<'a, IncidentIx>,
    vocabulary: &'a Vocabulary,
    known: Dictionary<WordIx>,
    sample: FxHashSet<IncidentIx>,
    /// How many incidents of the sample say each of the known words.
    counts: Vec<usize>,
}

impl<'a> Commonplace<'a> {
    #[must_use]
    pub(super) fn of(data: &'a DataSet, view: &IncidentView, vocabulary: &'a Vocabulary, titles: &'a Titles) -> Self {
        let included: Vec<IncidentIx> = view.rows().filter(|row| view.included.get(*row)).collect();
        let step = included.len().div_ceil(SAMPLE).max(1);
        let sample: Vec<IncidentIx> = included.into_iter().step_by(step).collect();
        let summaries = data.incident_texts(col::SUMMARY);
        let mut known = Dictionary::default();
        let mut numbers = |words: Vec<String>| words.iter().map(|word| known.code(word)).collect::<Vec<WordIx>>();
        let masked: Vec<&str> = titles.masked.iter().map(String::as_str).collect();
        let of_title =
            par::chunks(&masked, |part| part.iter().map(|one| of_masked(vocabulary, one)).collect::<Vec<_>>());
        let of_title: Column<MaskIx, Vec<WordIx>> = of_title.into_iter().flatten().map(&mut numbers).collect();
        let of_summary = |row: &IncidentIx| {
            summaries.get(*row).map_or(Vec::new(), |text| of_masked(vocabulary, &tokens::mask(text)))
        };
        let said = par::chunks(&sample, |rows| rows.iter().map(of_summary).collect::<Vec<_>>());
        let said: Vec<Vec<WordIx>> = said.into_iter().flatten().map(numbers).collect();
        let mut counts = vec![0; known.len()];
        for (row, said) in sample.iter().zip(said) {
            let title = titles.get(*row).map_or(&[][..], |title| &of_title[title]);
            for word in distinct(said.into_iter().chain(title.iter().copied()).collect()) {
                counts.get_mut(word.place()).into_iter().for_each(|count| *count += 1);
            }
        }
        let sample = sample.into_iter().collect();
        Self { titles, of_title, summaries, vocabulary, known, sample, counts }
    }

    /// Whether most of these incidents share too little that is their own.
    #[must_use]
    pub(super) fn is_all(&self, rows: &[IncidentIx]) -> bool {
        let mut others = Dictionary::default();
        let words: Vec<Vec<WordIx>> = rows.iter().map(|row| self.words(*row, &mut others)).collect();
        let mut shared: BTreeMap<WordIx, usize> = BTreeMap::new();
        words.iter().flatten().for_each(|word| *shared.entry(*word).or_insert(0) += 1);
        let inside: Vec<&Vec<WordIx>> =
            rows.iter().zip(&words).filter(|(row, _)| self.sample.contains(*row)).map(|(_, words)| words).collect();
        let sampled = |word: WordIx| inside.iter().filter(|words| words.binary_search(&word).is_ok()).count();
        let is_own = |word: WordIx| {
            let others = self.counts.get(word.place()).map_or(0, |count| count.saturating_sub(sampled(word)));
            others <= FEW.max(self.sample.len() / ONE_IN)
        };
        // Of two texts both must have it.
        let most = shared.iter().filter(|(_, count)| **count * 2 >= rows.len().max(3)).map(|(word, _)| *word);
        let text = |word: WordIx| match word.place().checked_sub(self.known.len()) {
            None => self.known.get(word),
            Some(place) => others.get(WordIx::at(place)),
        };
        let own: FxHashSet<&str> = most.filter(|word| is_own(*word)).map(text).collect();
        self.vocabulary.says_little(&own)
    }

    /// The words of an incident, ascending. Words of summaries that are not known are numbered on.
    fn words(&self, row: IncidentIx, others: &mut Dictionary<WordIx>) -> Vec<WordIx> {
        let mut words = self.titles.get(row).map_or(Vec::new(), |title| self.of_title[title].clone());
        if let Some(text) = self.summaries.get(row) {
            self.vocabulary.each_word(text, |word| {
                let known = self.known.find(word);
                words.push(known.unwrap_or_else(|| WordIx::at(self.known.len() + others.code(word).place())));
            });
        }
        distinct(words)
    }
}

fn of_masked(vocabulary: &Vocabulary, masked: &str) -> Vec<String> {
    let mut words = Vec::new();
    vocabulary.each_word_of_masked(masked, |word| words.push(word.to_owned()));
    words
}

fn distinct(mut words: Vec<WordIx>) -> Vec<WordIx> {
    words.sort_unstable();
    words.dedup();
    words
}
