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
    /// Their titles are the same but for numbers, ids, machines and calls to look.
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
    /// The same incidents are together with a little less or more likeness asked for.
    pub steady: bool,
}

/// How many problems with two incidents or more there are, labels left out: with a little less likeness asked for, as they
/// are, and with a little more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FamilySensitivity {
    pub problems: [u64; 3],
}

impl FamilySensitivity {
    /// The larger of the two changes, as a share of what there is.
    #[must_use]
    pub fn change(&self) -> f64 {
        let [fewer, now, more] = self.problems;
        fewer.abs_diff(now).max(more.abs_diff(now)) as f64 / now.max(1) as f64
    }
}

/// All groups of two or more, in no particular order but always the same one, and what hangs on the likeness asked for.
#[must_use]
pub(super) fn find(
    (data, view): (&DataSet, &IncidentView),
    (titles, vocabulary): (&Titles, &Vocabulary),
    links: &Links,
    least: f64,
) -> (Vec<RelatedIncidents>, Option<FamilySensitivity>) {
    let is_label = |title: MaskIx| titles.is_label(title);
    let (said, same) = (links.pairs(), same_titles(titles, |title| !is_label(title)));
    let alike = Alike::of(data, view, |row| titles.speaks(row), &Ask { links: &said, same: &same, least });
    let signs = Signs { links, titles, alike: &alike };
    let found = taken_apart(links, alike.groups());
    let commonplace = Commonplace::of(data, view, vocabulary, titles);
    let judged =
        par::chunks(&found, |part| part.iter().map(|rows| group(&signs, rows, &commonplace)).collect::<Vec<_>>());
    let mut groups: Vec<RelatedIncidents> = judged.into_iter().flatten().collect();
    let moved = alike.moved_groups().map(|moved| moved.map(|groups| taken_apart(links, groups)));
    let sensitivity = moved.map(|moved| sensitivity((&found, &mut groups), moved, &commonplace));
    let grouped: Vec<IncidentIx> = found.into_iter().flatten().collect();
    groups.extend(labelled(titles, &grouped, is_label, &signs));
    (groups, sensitivity)
}

/// Counts the problems that are left when the likeness is moved, and marks those that stay as they are.
fn sensitivity(
    (found, groups): (&[Vec<IncidentIx>], &mut [RelatedIncidents]),
    moved: [Vec<Vec<IncidentIx>>; 2],
    commonplace: &Commonplace,
) -> FamilySensitivity {
    let labels: FxHashMap<&[IncidentIx], bool> =
        found.iter().map(Vec::as_slice).zip(groups.iter().map(|group| group.label)).collect();
    let is_label = |rows: &[IncidentIx]| labels.get(rows).copied().unwrap_or_else(|| commonplace.is_all(rows));
    let problems = |groups: &[Vec<IncidentIx>]| groups.iter().filter(|rows| !is_label(rows)).count() as u64;
    let counts = [problems(&moved[0]), problems(found), problems(&moved[1])];
    let kept = moved.map(|groups| groups.into_iter().collect::<FxHashSet<Vec<IncidentIx>>>());
    for (rows, group) in found.iter().zip(groups) {
        group.steady = kept.iter().all(|kept| kept.contains(rows));
    }
    FamilySensitivity { problems: counts }
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
    RelatedIncidents { rows, basis, label, problem: problem.map_or("", |name| name).to_owned(), ties, steady: true }
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
        RelatedIncidents { rows, basis: FamilyBasis::Wording, label: true, problem: String::new(), ties, steady: true }
    };
    found.into_iter().map(group).collect()
}
