//! Statements of the analysis of the same name.

use crate::findings::rule::{Facts, Part, Rule};

pub struct Areas;

impl Rule for Areas {
    fn part(&self, _facts: &Facts) -> Part {
        Part::default()
    }
}
