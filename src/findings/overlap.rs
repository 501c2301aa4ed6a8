//! Statements of the analysis of the same name.

use crate::findings::rule::{Facts, Part, Rule};

pub struct Overlap;

impl Rule for Overlap {
    fn part(&self, _facts: &Facts) -> Part {
        Part::default()
    }
}
