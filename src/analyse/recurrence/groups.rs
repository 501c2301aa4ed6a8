//! Which incidents are the same problem: explicit links first, then titles that differ only in their variable parts.

use crate::analyse::recurrence::generic::Vocabulary;
use crate::frame::DataSet;
use crate::frame::col;
use crate::frame::dataset::IncidentView;
use crate::frame::read::{Codes, Texts};
use crate::par;
use crate::text::tokens;
use rustc_hash::FxHashMap;

/// By what the members of a group were joined; the weakest of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// They share a problem record.
    Linked,
    /// Their titles are the same once numbers, hosts, times and the like are masked.
    Wording,
}

/// Two or more incidents, rows ascending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub rows: Vec<u32>,
    pub basis: Basis,
    /// The shared title says too little to tell one problem from another.
    pub label: bool,
    /// A problem record that members share, the first by name; empty without.
    pub problem: String,
}

/// Titles as numbers; the same number is the same masked title.
pub struct Titles {
    /// Per row of the incident table; `None` for excluded incidents and those without a title.
    pub of_row: Vec<Option<u32>>,
    /// Masked titles by number, in order of first appearance.
    pub masked: Vec<String>,
}

impl Titles {
    #[must_use]
    pub fn of(view: &IncidentView) -> Self {
        // Masking is the costly part, and every title is masked by itself.
        let rows: Vec<usize> = (0..view.len).collect();
        let title = |row: usize| view.title.get(row).filter(|t| view.included.get(row) && !t.trim().is_empty());
        let texts = par::chunks(&rows, |rows| rows.iter().map(|&row| title(row).map(tokens::mask)).collect::<Vec<_>>());
        let mut index: FxHashMap<Box<str>, u32> = FxHashMap::default();
        let mut masked: Vec<String> = Vec::new();
        let mut number = |text: String| {
            if let Some(&code) = index.get(text.as_str()) {
                return code;
            }
            let code = u32::try_from(masked.len()).unwrap_or(u32::MAX);
            index.insert(text.as_str().into(), code);
            masked.push(text);
            code
        };
        let of_row = texts.into_iter().flatten().map(|text| text.map(&mut number)).collect();
        Self { of_row, masked }
    }
}

/// All groups of two or more, in no particular order but always the same one.
#[must_use]
pub fn find(data: &DataSet, view: &IncidentView, titles: &Titles) -> Vec<Group> {
    let vocabulary = Vocabulary::of(view);
    let labels: Vec<bool> = titles.masked.iter().map(|t| vocabulary.is_label(t)).collect();
    let is_label = |title: u32| labels.get(title as usize).copied().unwrap_or(true);
    let mut union = Union::new(view.len);
    let problems = link(data, view, &mut union);
    let mut first: Vec<Option<u32>> = vec![None; titles.masked.len()];
    for (row, title) in with_title(titles).filter(|(_, title)| !is_label(*title)) {
        match first.get_mut(title as usize) {
            Some(Some(leader)) => union.join(*leader, row),
            Some(slot) => *slot = Some(row),
            None => {}
        }
    }
    let mut groups = collect(view, &mut union, &problems);
    // What nothing else joined may still share a label; a label never joins two groups.
    let mut grouped = vec![false; view.len];
    let members = groups.iter().flat_map(|g| &g.rows);
    members.for_each(|&row| grouped.iter_mut().skip(row as usize).take(1).for_each(|g| *g = true));
    let mut labelled: Vec<Vec<u32>> = vec![Vec::new(); titles.masked.len()];
    for (row, title) in with_title(titles).filter(|(_, title)| is_label(*title)) {
        if !grouped.get(row as usize).copied().unwrap_or(true) {
            labelled.iter_mut().skip(title as usize).take(1).for_each(|rows| rows.push(row));
        }
    }
    groups.extend(labelled.into_iter().filter(|rows| rows.len() >= 2).map(|rows| Group {
        rows,
        basis: Basis::Wording,
        label: true,
        problem: String::new(),
    }));
    groups
}

fn with_title(titles: &Titles) -> impl Iterator<Item = (u32, u32)> + '_ {
    (0_u32..).zip(&titles.of_row).filter_map(|(row, title)| Some((row, (*title)?)))
}

/// Joins incidents that share a problem record. Returns the problem of each linked row.
fn link<'a>(data: &'a DataSet, view: &IncidentView, union: &mut Union) -> FxHashMap<u32, &'a str> {
    let incidents = Codes::of(&data.problems, col::INCIDENT);
    let names = Texts::of(&data.problems, col::PROBLEM);
    let mut leaders: FxHashMap<&str, u32> = FxHashMap::default();
    let mut problems: FxHashMap<u32, &str> = FxHashMap::default();
    for index in 0..data.problems.height() {
        let (Some(row), Some(name)) = (incidents.get(index), names.get(index)) else { continue };
        if (row as usize) < view.len && view.included.get(row as usize) && !name.trim().is_empty() {
            union.join(*leaders.entry(name).or_insert(row), row);
            let known = problems.entry(row).or_insert(name);
            *known = (*known).min(name);
        }
    }
    problems
}

fn collect(view: &IncidentView, union: &mut Union, problems: &FxHashMap<u32, &str>) -> Vec<Group> {
    let mut by_root: Vec<(u32, u32)> = (0_u32..)
        .zip(0..view.len)
        .filter(|&(_, row)| view.included.get(row))
        .map(|(row, _)| (union.root(row), row))
        .collect();
    by_root.sort_unstable();
    by_root
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|members| members.len() >= 2)
        .map(|members| {
            let rows: Vec<u32> = members.iter().map(|m| m.1).collect();
            let linked = |row: &u32| problems.contains_key(row);
            let basis = if rows.iter().all(linked) { Basis::Linked } else { Basis::Wording };
            let problem = rows.iter().filter_map(|row| problems.get(row)).min().map_or("", |name| name).to_owned();
            Group { rows, basis, label: false, problem }
        })
        .collect()
}

/// Disjoint sets with path halving; the smallest row is the root, so the result does not depend on the order of joins.
struct Union(Vec<u32>);

impl Union {
    fn new(len: usize) -> Self {
        Self((0_u32..).take(len).collect())
    }

    fn parent(&self, row: u32) -> u32 {
        self.0.get(row as usize).copied().unwrap_or(row)
    }

    fn root(&mut self, mut row: u32) -> u32 {
        while self.parent(row) != row {
            let above = self.parent(self.parent(row));
            self.0.iter_mut().skip(row as usize).take(1).for_each(|p| *p = above);
            row = above;
        }
        row
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.0.iter_mut().skip(a.max(b) as usize).take(1).for_each(|p| *p = a.min(b));
    }
}
