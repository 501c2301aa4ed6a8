//! Families of texts: which records tell of the same problem, and why.
//!
//! Texts come in time order. Those that are the same but for numbers, stamps, machines and calls to look are one
//! ([`distinct`]). What people linked is one family ([`links`]). Every other text finds candidates by rare words ([`nearest`]), is scored against
//! them in full ([`score`]) and joins the earlier family it is most like on average ([`group`]), if that is enough for
//! these texts ([`threshold`]); families that are alike in the end are one (`merge`), and texts that came often are looked for once more
//! among very many (`often`). No model, no network, the same families for any number of threads.

pub mod candidates;
pub mod components;
pub mod dedup;
pub mod density;
pub mod explain;
pub mod group;
pub mod links;
mod merge;
pub mod ngrams;
mod often;
pub mod ragged;
pub mod score;
pub mod threshold;
pub mod vectors;
pub mod words;

use crate::par;
use dedup::Distinct;
use density::Neighbourhood;
use group::{Grouping, Task};
use ragged::Flat;
use score::{Features, Setting};
use vectors::Vectors;

/// What is compared. All parts may be empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Text<'a> {
    pub title: &'a str,
    pub description: &'a str,
    pub component: &'a str,
    /// Seconds since 1970, for the time between two texts.
    pub at: Option<i64>,
}

/// What else is known, and what counts.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Options<'a> {
    /// Records that people linked as one problem.
    pub links: &'a [(u32, u32)],
    /// Records that are one problem though nobody says so, such as those with the same title.
    pub same: &'a [(u32, u32)],
    /// Whether a short time between two texts speaks for one problem. It finds reports filed twice, and works against
    /// problems that come back after a long time.
    pub time_gap: bool,
    /// Least probability that joins a family, 0..1, where these texts themselves would ask for less. A list of duplicates
    /// is read by somebody who checks it; a problem that is said to have come back is believed.
    pub least: Option<f32>,
}

/// Log odds of a text that is like no other.
const NO_MATCH: f32 = -8.0;

/// Families of the records, and earlier records like each one.
#[derive(Debug)]
pub struct Families {
    /// The distinct texts: all that follows is about these.
    pub distinct: Distinct,
    pub vectors: Vectors,
    pub around: Neighbourhood,
    pub grouping: Grouping,
    /// Per text: earlier texts and their log odds, best first.
    pub ranked: Flat<(u32, f32)>,
    /// Matches of texts that came often, where there are too many texts to look through all of them so thoroughly.
    often: Vec<often::Match>,
    /// Least log odds that join a family in these texts.
    pub threshold: f32,
    /// Texts with the same number are linked.
    linked: Vec<u32>,
    /// Texts that people linked with another one.
    said: Vec<u32>,
    setting: Setting,
}

/// Groups texts that are in time order.
#[must_use]
pub fn find(texts: &[Text]) -> Families {
    find_with(texts, &Options::default())
}

/// Groups texts that are in time order, with what else is known.
#[must_use]
pub fn find_with(texts: &[Text], options: &Options) -> Families {
    let distinct = Distinct::of(texts);
    let firsts: Vec<Text> = distinct.first.iter().filter_map(|&record| texts.get(record as usize).copied()).collect();
    let linked = links::join(&distinct, options.links.iter().chain(options.same));
    let said = links::said(&distinct, options.links);
    let vectors = Vectors::of(&firsts);
    drop(firsts);
    let (around, candidates) = look_around(&vectors);
    let mut out = Families {
        distinct,
        vectors,
        around,
        grouping: Grouping::default(),
        ranked: Flat::default(),
        often: Vec::new(),
        threshold: 0.0,
        linked,
        said,
        setting: Setting { timed: options.time_gap, by_machines: 0.0 },
    };
    out.setting.by_machines = threshold::by_machines(out.copies());
    out.ranked = out.rank(&candidates);
    drop(candidates);
    out.often = often::matches(&out);
    let asked = options.least.map_or(f32::NEG_INFINITY, score::odds);
    out.threshold = threshold::threshold(out.best(), out.copies()).max(asked);
    out.grouping = out.group(out.threshold);
    out
}

/// How crowded it is around each text, and the candidates that are compared in full, by the cosine of all words.
fn look_around(vectors: &Vectors) -> (Neighbourhood, Flat<u32>) {
    let candidates = candidates::candidates(vectors);
    let cosines = each_row(candidates.len(), |row| {
        candidates.row(row).iter().map(|&other| score::cosine(vectors, row, other as usize)).collect()
    });
    let most = candidates::SearchEffort::over(vectors.len()).compared;
    let nearest = each_row(candidates.len(), |row| nearest(candidates.row(row), cosines.row(row), most));
    (Neighbourhood::of(&candidates, &cosines), nearest)
}

/// So many of the candidates with the highest cosines.
fn nearest(candidates: &[u32], cosines: &[f32], most: usize) -> Vec<u32> {
    let mut found: Vec<(u32, f32)> = candidates.iter().copied().zip(cosines.iter().copied()).collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    found.into_iter().take(most).map(|f| f.0).collect()
}

/// Rows found in parallel, in order.
fn each_row<T: Send>(number: usize, work: impl Fn(usize) -> Vec<T> + Sync + Send) -> Flat<T> {
    let rows: Vec<usize> = (0..number).collect();
    let mut out = Flat::default();
    out.append(par::chunks(&rows, |part| {
        let mut flat = Flat::default();
        part.iter().for_each(|&row| flat.push(work(row)));
        flat
    }));
    out
}

impl Families {
    /// Compares a distinct text with an earlier one.
    #[must_use]
    pub fn compare(&self, later: usize, earlier: usize) -> Features {
        Features::of(&self.vectors, &self.around, later, earlier, self.setting)
    }

    fn rank(&self, candidates: &Flat<u32>) -> Flat<(u32, f32)> {
        each_row(candidates.len(), |row| self.weighed(row, candidates.row(row)))
    }

    /// Earlier texts with their log odds, best first.
    fn weighed(&self, row: usize, earlier: &[u32]) -> Vec<(u32, f32)> {
        let odds = |other: u32| (other, self.compare(row, other as usize).odds());
        let mut scored: Vec<(u32, f32)> = earlier.iter().map(|&other| odds(other)).collect();
        scored.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        scored
    }

    /// Log odds of each text's best match; a text that came more than once matches itself.
    fn best(&self) -> Vec<f32> {
        let mut best: Vec<f32> =
            self.ranked.rows().map(|row| row.first().map_or(NO_MATCH, |b| b.1.max(NO_MATCH))).collect();
        for (record, &text) in (0_u32..).zip(&self.distinct.of) {
            if self.distinct.first.get(text as usize) != Some(&record) {
                let itself = Features::of_itself(&self.vectors, &self.around, text as usize, self.setting).odds();
                best.iter_mut().skip(text as usize).take(1).for_each(|b| *b = b.max(itself));
            }
        }
        best
    }

    /// Share of records whose text came before.
    fn copies(&self) -> f32 {
        1.0 - self.distinct.first.len() as f32 / self.distinct.of.len().max(1) as f32
    }

    /// Number of the family of each record.
    #[must_use]
    pub fn family_of(&self, record: usize) -> Option<u32> {
        let text = *self.distinct.of.get(record)?;
        self.grouping.family_of.get(text as usize).copied()
    }

    /// First record of a family.
    #[must_use]
    pub fn founder(&self, family: u32) -> Option<u32> {
        let text = *self.grouping.members.get(family as usize)?.first()?;
        self.distinct.first.get(text as usize).copied()
    }

    /// Calls `visit` with each record in order and at most so many earlier records like it with their probability, best
    /// first: those with the same text, the latest first, then the first record with each text like it.
    ///
    /// # Errors
    /// What `visit` returns.
    pub fn each_earlier<E>(
        &self,
        most: usize,
        mut visit: impl FnMut(usize, &[(u32, f32)]) -> Result<(), E>,
    ) -> Result<(), E> {
        // The record before each one that has the same text.
        let mut before: Vec<Option<u32>> = Vec::with_capacity(self.distinct.of.len());
        let mut latest: Vec<Option<u32>> = vec![None; self.distinct.first.len()];
        for (record, &text) in (0_u32..).zip(&self.distinct.of) {
            before.push(latest.get_mut(text as usize).and_then(|l| l.replace(record)));
            let same = std::iter::successors(before.last().copied().flatten(), |at| *before.get(*at as usize)?);
            let ranked = self.ranked.row(text as usize).iter();
            let alike = ranked.filter_map(|r| Some((*self.distinct.first.get(r.0 as usize)?, score::probability(r.1))));
            let earlier: Vec<(u32, f32)> = same.map(|at| (at, 1.0)).chain(alike).take(most).collect();
            visit(record as usize, &earlier)?;
        }
        Ok(())
    }

    fn group(&self, threshold: f32) -> Grouping {
        let compare = |later: usize, earlier: usize| self.compare(later, earlier).odds();
        Task { ranked: &self.ranked, often: &self.often, linked: &self.linked, said: &self.said, compare, threshold }
            .group()
    }

    /// Records of each family, ascending; families in order of their first record.
    #[must_use]
    pub fn members(&self) -> Vec<Vec<u32>> {
        self.members_of(&self.grouping)
    }

    /// The same with the least probability that joins moved by so much.
    #[must_use]
    pub fn members_at(&self, moved: f32) -> Vec<Vec<u32>> {
        self.members_of(&self.group(score::odds(score::probability(self.threshold) + moved)))
    }

    fn members_of(&self, grouping: &Grouping) -> Vec<Vec<u32>> {
        let mut out = vec![Vec::new(); grouping.members.len()];
        for (record, text) in (0_u32..).zip(&self.distinct.of) {
            let family = grouping.family_of.get(*text as usize);
            if let Some(members) = family.and_then(|f| out.get_mut(*f as usize)) {
                members.push(record);
            }
        }
        out
    }
}
