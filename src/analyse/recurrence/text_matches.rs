//! Incidents whose texts tell of the same problem in other words.

use crate::families::explain::Why;
use crate::families::{Families, Options, Text, find_with};
use crate::frame::DataSet;
use crate::frame::col;
use crate::frame::dataset::IncidentView;
use crate::model::column::Column;
use crate::model::row::IncidentIx;
use crate::model::time::Millis;

/// Words of a match that are kept: enough to see what it rests on.
const MAX_WORDS: usize = 6;
/// By how much the least probability that joins is moved to see what hangs on it.
pub const MOVED: f32 = 0.05;
/// More different texts than this are not grouped again.
const MAX_MOVED: usize = 20_000;

/// What decides besides the texts.
pub struct Ask<'a> {
    /// Rows that people say are one problem.
    pub links: &'a [(IncidentIx, IncidentIx)],
    /// Rows with the same title.
    pub same: &'a [(IncidentIx, IncidentIx)],
    /// Least probability that joins.
    pub least: f64,
}

/// Families of the incidents' texts, in order of time.
pub struct Alike<'a> {
    /// Row of each record that was compared, in order of time.
    order: Vec<IncidentIx>,
    /// Place of each row in that order; `None` for rows that are left out of statistics.
    place: Column<IncidentIx, Option<u32>>,
    texts: Vec<Text<'a>>,
    families: Families,
}

impl<'a> Alike<'a> {
    /// Compares the texts of all included incidents. `speaks` tells whether a row's title names a problem: the text of one
    /// that does not is left out, as it would be like all others that say nothing.
    #[must_use]
    pub fn of(data: &'a DataSet, view: &IncidentView<'a>, speaks: impl Fn(IncidentIx) -> bool, ask: &Ask) -> Self {
        let mut order: Vec<IncidentIx> = view.rows().filter(|row| view.included.get(*row)).collect();
        order.sort_by_key(|&row| {
            let started: Option<Millis> = view.started.get(row);
            (started.is_none(), started, row)
        });
        let mut place = Column::filled(view.len(), None);
        for (at, &row) in (0_u32..).zip(&order) {
            place[row] = Some(at);
        }
        let summaries = data.incident_texts(col::SUMMARY);
        let text = |row: IncidentIx| {
            let started = view.started.get(row).map(|at| at.div_euclid(1_000));
            if !speaks(row) {
                return Text { at: started, ..Text::default() };
            }
            let (title, description) = (view.title.get(row).unwrap_or(""), summaries.get(row).unwrap_or(""));
            Text { title, description, component: view.service.get(row).unwrap_or(""), at: started }
        };
        let texts: Vec<Text> = order.iter().map(|&row| text(row)).collect();
        let at = |row: IncidentIx| place[row];
        let placed = |pairs: &[(IncidentIx, IncidentIx)]| -> Vec<(u32, u32)> {
            pairs.iter().filter_map(|&(a, b)| Some((at(a)?, at(b)?))).collect()
        };
        let (links, same) = (placed(ask.links), placed(ask.same));
        let options = Options { links: &links, same: &same, time_gap: false, least: Some(ask.least as f32) };
        let families = find_with(&texts, &options);
        Self { order, place, texts, families }
    }

    /// Rows of each family of two or more, in order of time; families in order of their first member.
    #[must_use]
    pub fn groups(&self) -> Vec<Vec<IncidentIx>> {
        self.rows(self.families.members())
    }

    /// The same with the least probability that joins a little lower, and a little higher (`METHODS.md` 5.1). `None` where the
    /// texts are so many that grouping them twice more would cost a review too much.
    #[must_use]
    pub fn moved_groups(&self) -> Option<[Vec<Vec<IncidentIx>>; 2]> {
        let few = self.families.distinct.first.len() <= MAX_MOVED;
        few.then(|| [-MOVED, MOVED].map(|moved| self.rows(self.families.members_at(moved))))
    }

    fn rows(&self, members: Vec<Vec<u32>>) -> Vec<Vec<IncidentIx>> {
        let members = members.into_iter().filter(|members| members.len() >= 2);
        members.map(|members| members.iter().filter_map(|at| self.order.get(*at as usize)).copied().collect()).collect()
    }

    /// Rows in order of time.
    #[must_use]
    pub fn in_time(&self, rows: &[IncidentIx]) -> Vec<IncidentIx> {
        let mut rows = rows.to_vec();
        rows.sort_by_key(|row| self.place[*row]);
        rows
    }

    /// Whether the first of two compared rows comes before the second in order of time.
    #[must_use]
    pub fn is_before(&self, first: IncidentIx, second: IncidentIx) -> bool {
        let place = |row: IncidentIx| self.place[row];
        place(first) < place(second)
    }

    /// The member that a row's text was joined to, with the figures where texts differ; `None` where texts joined nothing.
    #[must_use]
    pub fn why(&self, row: IncidentIx) -> Option<(IncidentIx, Option<TextMatch>)> {
        let at = self.place[row]?;
        let row_of = |at: u32| self.order.get(at as usize).copied();
        match self.families.why(&self.texts, at as usize)? {
            Why::Founded | Why::Linked => None,
            Why::Same { earlier } => Some((row_of(earlier)?, None)),
            Why::Alike(found) => {
                let text = self.texts.get(at as usize).copied().unwrap_or_default();
                let carried = found.carried_by.unwrap_or(found.shared.len());
                let (mut words, mut carried_by) = (Vec::new(), 0);
                for (rank, (stem, share)) in found.shared.iter().enumerate() {
                    let Some(word) = as_written(&text, stem).filter(|_| words.len() < MAX_WORDS) else { continue };
                    words.push((word, f64::from(*share)));
                    carried_by += u64::from(rank < carried);
                }
                let parts = found.features.contributions().into_iter().filter(|part| part.1 != 0.0);
                let similarity = TextMatch {
                    score: f64::from(found.score),
                    least: f64::from(found.least),
                    parts: parts.map(|(name, share)| (name, f64::from(share))).collect(),
                    words,
                    carried_by: found.carried_by.map(|_| carried_by),
                };
                Some((row_of(found.nearest)?, Some(similarity)))
            }
        }
    }
}

/// The first word of a text with this stem, in small letters; `None` for an identifier, whose parts are words of their own.
fn as_written(text: &Text, stem: &str) -> Option<String> {
    let parts = [text.title, text.description].into_iter().flat_map(|part| part.split(|c: char| !c.is_alphanumeric()));
    parts.filter(|word| !word.is_empty()).map(str::to_lowercase).find(|word| word.starts_with(stem))
}

/// How a text matches the family that it joined.
#[derive(Debug, Clone, PartialEq)]
pub struct TextMatch {
    /// Mean probability over the members that were compared, 0..=1, and the least that would have been enough.
    pub score: f64,
    pub least: f64,
    /// Parts of the score of the nearest member and what each adds to the log odds, in a fixed order.
    pub parts: Vec<(&'static str, f64)>,
    /// Shared words and what each adds to the cosine of all words, most first.
    pub words: Vec<(String, f64)>,
    /// So many of the words carry the match: without them it would not have been enough.
    pub carried_by: Option<u64>,
}
