//! Statements of the analysis of the same name.

use crate::findings::rule::{Facts, Part, Rule};

pub struct Recurrence;

impl Rule for Recurrence {
    fn part(&self, _facts: &Facts) -> Part {
        Part::default()
    }
}
