//! Why each incident is in its family, in figures that a report can quote.

use crate::analyse::recurrence::links::Links;
use crate::analyse::recurrence::text_matches::{Alike, TextMatch};
use crate::analyse::recurrence::titles::{MaskIx, Titles};
use crate::model::row::IncidentIx;
use rustc_hash::{FxHashMap, FxHashSet};

/// What joins two incidents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TieSign {
    /// They share a problem record.
    Problem,
    /// People say so: an annotation, or a ticket closed as a duplicate of one that was over long before.
    Stated,
    /// Their titles are the same but for numbers, ids, machines and calls to look.
    Title,
    /// Their texts are alike.
    Text,
}

impl TieSign {
    /// The word in tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Problem => "problem-record",
            Self::Stated => "stated",
            Self::Title => "same-title",
            Self::Text => "similar-text",
        }
    }
}

/// What joined one incident to its family.
#[derive(Debug, Clone, PartialEq)]
pub struct Tie {
    /// Row of the incident table.
    pub row: IncidentIx,
    /// How, and to which member; `None` for the member that the others were joined to.
    pub joined: Option<(TieSign, IncidentIx)>,
    /// Where texts had to be compared; other ties are certain.
    pub similarity: Option<TextMatch>,
}

/// Everything a tie may rest on.
pub struct Signs<'a> {
    pub links: &'a Links<'a>,
    pub titles: &'a Titles,
    pub alike: &'a Alike<'a>,
}

impl Signs<'_> {
    /// The ties of one family, whose rows come in order of time; the surest sign of each member first.
    #[must_use]
    pub fn ties(&self, rows: &[IncidentIx]) -> Vec<Tie> {
        let members: FxHashSet<IncidentIx> = rows.iter().copied().collect();
        let mut by_problem: FxHashMap<&str, Vec<IncidentIx>> = FxHashMap::default();
        let mut by_title: FxHashMap<MaskIx, Vec<IncidentIx>> = FxHashMap::default();
        for &row in rows {
            self.links.problems(row).iter().for_each(|name| by_problem.entry(name).or_default().push(row));
            self.titles.get(row).into_iter().for_each(|title| by_title.entry(title).or_default().push(row));
        }
        let shared = |row: IncidentIx, first: bool| {
            let pick = |list: &Vec<IncidentIx>| list.get(usize::from(!first)).copied().filter(|other| *other != row);
            let problem = || self.links.problems(row).iter().find_map(|name| by_problem.get(name).and_then(pick));
            let fits = |other: &IncidentIx| members.contains(other) && first == self.alike.is_before(*other, row);
            let said = || self.links.partners(row).iter().copied().find(fits);
            let titled = || self.titles.get(row).and_then(|title| by_title.get(&title).and_then(pick));
            let signs = problem().map(|other| (TieSign::Problem, other));
            let signs = signs.or_else(|| said().map(|other| (TieSign::Stated, other)));
            signs.or_else(|| titled().map(|other| (TieSign::Title, other)))
        };
        let founder = rows.first().copied();
        let tie = |&row: &IncidentIx| {
            // A sign shared with an earlier member, then the text, then a sign that ties it through a later one.
            if let Some(joined) = shared(row, true) {
                return Tie { row, joined: Some(joined), similarity: None };
            }
            if let Some((other, similarity)) = self.alike.why(row) {
                return Tie { row, joined: Some((TieSign::Text, other)), similarity };
            }
            Tie { row, joined: shared(row, false).filter(|_| founder != Some(row)), similarity: None }
        };
        rows.iter().map(tie).collect()
    }
}
