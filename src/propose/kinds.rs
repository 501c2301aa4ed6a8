//! Records that are no incidents among those that are: planned work has a folder, a word or a mark of its own.

use crate::propose::evidence::has_word;
use crate::propose::shape::Shape;
use crate::propose::{Matching, Meaning};

/// Words for planned work in names of files, folders and columns.
const PLANNED: &[&str] = &["maintenance", "maintenances", "scheduled", "planned", "wartung", "wartungen"];
/// Columns that say what sort of record a row is.
const SORTS: &[&str] = &["type", "kind", "category", "art", "typ"];

impl Matching<'_> {
    /// Finds what says that a record is planned work. A folder or a file of such records says it for all.
    pub(super) fn match_kind(&mut self, file: &str) -> Option<&'static str> {
        let named = file.to_lowercase();
        if !named.contains("incident")
            && named
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| ["maintenance", "maintenances", "wartungen"].contains(&word))
        {
            return Some("maintenance");
        }
        let says = |c: &usize| {
            let Some(column) = self.columns.get(*c).filter(|_| self.free(*c)) else { return false };
            let sorted = has_word(column, SORTS) && column.filled().any(is_planned);
            sorted || (self.shape(*c) == Shape::Flag && has_word(column, PLANNED) && column.words.len() <= 2)
        };
        if let Some(column) = (0..self.columns.len()).find(says) {
            self.take(column, "kind", false);
        }
        None
    }

    /// A mark of planned work says yes or no, and a word what it is; the mapping has to say what that means.
    pub(super) fn kinds_to_decide(&self) -> Vec<Meaning> {
        let Some(column) = self.column_of("kind") else { return Vec::new() };
        let yes = |value: &&str| ["true", "yes", "y"].iter().any(|yes| value.eq_ignore_ascii_case(yes));
        let values = self.columns.get(column).map(|own| own.distinct()).unwrap_or_default();
        let meaning =
            |value: &str| Meaning { target: "kind", stated: value.to_owned(), means: "maintenance", needed: true };
        let found: Vec<Meaning> =
            values.into_iter().filter(|value| yes(value) || is_planned(value)).map(meaning).collect();
        if found.is_empty() && self.shape(column) == Shape::Flag { vec![meaning("true")] } else { found }
    }
}

fn is_planned(value: &str) -> bool {
    value.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| PLANNED.contains(&word))
}
