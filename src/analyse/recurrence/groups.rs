//! Which incidents are the same problem: explicit links first, then titles that differ only in their variable parts, then
//! texts that are alike.

use crate::analyse::recurrence::commonplace::Commonplace;
use crate::analyse::recurrence::evidence::{Signs, Tie, TieSign};
use crate::analyse::recurrence::generic::Vocabulary;
use crate::analyse::recurrence::links::Links;
use crate::analyse::recurrence::text_matches::{Alike, Ask};
use crate::analyse::recurrence::titles::{MaskIx, Titles};
use crate::frame::DataSet;
use crate::frame::dataset::IncidentView;
use crate::model::column::Column;
use crate::model::row::IncidentIx;
use crate::par;
use rustc_hash::{FxHashMap, FxHashSet};

/// By what the members of a group were joined; the weakest of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FamilyBasis {
    /// They share a problem record, or an annotation says so.
    Linked,
    /// Their titles are the same once numbers, hosts, times and the like are masked.
    Wording,
    /// Their texts are alike.
    Similarity,
}

impl FamilyBasis {
    /// The word in tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Linked => "linked",
            Self::Wording => "same-title",
            Self::Similarity => "similar-text",
        }
    }
}

/// Two or more incidents.
#[derive(Debug, Clone, PartialEq)]
pub struct RelatedIncidents {
    /// Rows of the incident table, ascending.
    pub rows: Vec<IncidentIx>,
    pub basis: FamilyBasis,
    /// What the incidents share says too little to tell one problem from another.
    pub label: bool,
    /// A problem record that members share, the first by name; empty without.
    pub problem: String,
    /// Why each member is here, in order of time.
    pub ties: Vec<Tie>,
}

/// All groups of two or more, in no particular order but always the same one.
#[must_use]
pub fn find(data: &DataSet, view: &IncidentView, titles: &Titles, least: f64) -> Vec<RelatedIncidents> {
    let vocabulary = Vocabulary::of(view);
    let labels: Column<MaskIx, bool> = titles.masked.iter().map(|t| vocabulary.is_label(t)).collect();
    let is_label = |title: MaskIx| labels[title];
    let speaks = |row: IncidentIx| titles.get(row).is_some_and(|title| !is_label(title));
    let links = Links::of(data, view);
    let mut pairs = links.pairs();
    pairs.extend(same_titles(titles, |title| !is_label(title)));
    let alike = Alike::of(data, view, speaks, &Ask { links: &pairs, least });
    let signs = Signs { links: &links, titles, alike: &alike };
    let found = taken_apart(&links, alike.groups());
    let commonplace = Commonplace::of(data, view, &vocabulary);
    let judged =
        par::chunks(&found, |part| part.iter().map(|rows| group(&signs, rows, &commonplace)).collect::<Vec<_>>());
    let mut groups: Vec<RelatedIncidents> = judged.into_iter().flatten().collect();
    let grouped: Vec<IncidentIx> = found.into_iter().flatten().collect();
    groups.extend(labelled(titles, &grouped, is_label, &signs));
    groups
}

/// Each row with the first one that has the same title.
fn same_titles(titles: &Titles, counts: impl Fn(MaskIx) -> bool) -> Vec<(IncidentIx, IncidentIx)> {
    let mut first: Column<MaskIx, Option<IncidentIx>> = Column::filled(titles.masked.len(), None);
    let mut pairs = Vec::new();
    for (row, title) in with_title(titles).filter(|(_, title)| counts(*title)) {
        match first[title] {
            Some(leader) => pairs.push((leader, row)),
            None => first[title] = Some(row),
        }
    }
    pairs
}

fn with_title(titles: &Titles) -> impl Iterator<Item = (IncidentIx, MaskIx)> + '_ {
    titles.of_row.enumerate().filter_map(|(row, title)| Some((row, (*title)?)))
}

/// Without the members that people say are another problem.
fn taken_apart(links: &Links, groups: Vec<Vec<IncidentIx>>) -> Vec<Vec<IncidentIx>> {
    let stay = |rows: Vec<IncidentIx>| {
        if !links.take_apart() {
            return rows;
        }
        let others: FxHashSet<IncidentIx> = rows.iter().copied().collect();
        rows.into_iter().filter(|row| !links.stands_apart(*row, &others)).collect::<Vec<IncidentIx>>()
    };
    groups.into_iter().map(stay).filter(|rows| rows.len() >= 2).collect()
}

fn group(signs: &Signs, rows: &[IncidentIx], commonplace: &Commonplace) -> RelatedIncidents {
    let ties = signs.ties(rows);
    let by = |sign: TieSign| ties.iter().filter_map(|tie| tie.joined).any(|joined| joined.0 == sign);
    let basis = if by(TieSign::Text) {
        FamilyBasis::Similarity
    } else if by(TieSign::Title) {
        FamilyBasis::Wording
    } else {
        FamilyBasis::Linked
    };
    let problem = rows.iter().filter_map(|row| signs.links.problems(*row).first()).min();
    let mut rows = rows.to_vec();
    rows.sort_unstable();
    let label = basis == FamilyBasis::Similarity && commonplace.is_all(&rows);
    RelatedIncidents { rows, basis, label, problem: problem.map_or("", |name| name).to_owned(), ties }
}

/// What nothing else joined may still share a label; a label never joins two groups.
fn labelled(
    titles: &Titles,
    grouped: &[IncidentIx],
    is_label: impl Fn(MaskIx) -> bool,
    signs: &Signs,
) -> Vec<RelatedIncidents> {
    let mut is_free: Column<IncidentIx, bool> = Column::filled(titles.of_row.len(), true);
    grouped.iter().for_each(|&row| is_free[row] = false);
    let mut found: FxHashMap<MaskIx, Vec<IncidentIx>> = FxHashMap::default();
    for (row, title) in with_title(titles).filter(|(_, title)| is_label(*title)) {
        if is_free[row] {
            found.entry(title).or_default().push(row);
        }
    }
    let mut found: Vec<(MaskIx, Vec<IncidentIx>)> = found.into_iter().filter(|(_, rows)| rows.len() >= 2).collect();
    found.sort_unstable();
    let group = |(_, rows): (MaskIx, Vec<IncidentIx>)| {
        let ties = signs.ties(&signs.alike.in_time(&rows));
        RelatedIncidents { rows, basis: FamilyBasis::Wording, label: true, problem: String::new(), ties }
    };
    found.into_iter().map(group).collect()
}
