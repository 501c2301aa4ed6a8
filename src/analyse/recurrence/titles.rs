//! Titles as numbers: the same number is the same title but for numbers, ids, machines and calls to look.

use crate::analyse::areas::membership;
use crate::analyse::recurrence::generic::{self, Vocabulary};
use crate::families::dedup;
use crate::frame::dataset::IncidentView;
use crate::model::column::Column;
use crate::model::row::{IncidentIx, row_types};
use crate::par;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

row_types! {
    /// A title without what changes from one occurrence to the next.
    pub MaskIx is "a masked title";
}

/// Which titles are too general. A title that names little but areas is one where those are the areas of its incidents: "image
/// resizer times out" of the shop tells what is wrong with the shop, and of the image resizer next to nothing.
fn labels(
    view: &IncidentView,
    vocabulary: &Vocabulary,
    (of_row, masked): (&Column<IncidentIx, Option<MaskIx>>, &Column<MaskIx, String>),
) -> Column<MaskIx, bool> {
    let mut labels: Column<MaskIx, bool> = masked.iter().map(|title| vocabulary.may_be_label(title)).collect();
    let mut lists: BTreeMap<MaskIx, BTreeSet<&str>> = BTreeMap::new();
    for (row, title) in of_row.enumerate().filter_map(|(row, title)| Some((row, (*title)?))) {
        if labels[title] {
            lists.entry(title).or_default().insert(view.areas.get(row).unwrap_or(""));
        }
    }
    for (title, lists) in lists {
        let areas = lists.into_iter().flat_map(membership::areas_in);
        let names: FxHashSet<&str> = areas.map(|(_, name)| name).collect();
        let words: FxHashSet<String> = names.into_iter().flat_map(generic::words_of_name).collect();
        // Where no area is stated, nobody can tell whose the names are.
        labels[title] = words.is_empty() || generic::is_label(&masked[title], &words);
    }
    labels
}

/// The masked titles of a data set.
pub struct Titles {
    /// Per row of the incident table; `None` for excluded incidents and those without a title.
    pub of_row: Column<IncidentIx, Option<MaskIx>>,
    /// Masked titles by number, in order of first appearance; of titles that differ in names of machines the first, with its name.
    pub masked: Column<MaskIx, String>,
    /// Which of them are too general to stand for one problem.
    labels: Column<MaskIx, bool>,
}

impl Titles {
    /// Masks all titles; `vocabulary` tells labels from problems.
    #[must_use]
    pub(super) fn of(view: &IncidentView, vocabulary: &Vocabulary) -> Self {
        // Masking is the costly part, and every title is masked by itself.
        let rows: Vec<IncidentIx> = view.rows().collect();
        let title = |row: IncidentIx| view.title.get(row).filter(|t| view.included.get(row) && !t.trim().is_empty());
        let keys = par::chunks(&rows, |rows| rows.iter().map(|&row| title(row).map(dedup::title)).collect::<Vec<_>>());
        let mut index: FxHashMap<String, MaskIx> = FxHashMap::default();
        let mut masked: Column<MaskIx, String> = Column::new();
        let mut number = |(key, title): (String, &str)| {
            *index.entry(key).or_insert_with(|| masked.push(dedup::title_with_machines(title)))
        };
        let keys = rows.iter().zip(keys.into_iter().flatten());
        let of_row = keys.map(|(&row, key)| key.zip(title(row)).map(&mut number)).collect();
        let labels = labels(view, vocabulary, (&of_row, &masked));
        Self { of_row, masked, labels }
    }

    /// Number of a row's title.
    #[must_use]
    pub fn get(&self, row: IncidentIx) -> Option<MaskIx> {
        self.of_row[row]
    }

    /// Whether a title is too general to stand for one problem.
    #[must_use]
    pub fn is_label(&self, title: MaskIx) -> bool {
        self.labels[title]
    }

    /// Whether a row has a title that can tell its problem from another.
    #[must_use]
    pub fn speaks(&self, row: IncidentIx) -> bool {
        self.get(row).is_some_and(|title| !self.is_label(title))
    }
}
