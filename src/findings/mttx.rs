//! Statements of the analysis of the same name.

use crate::findings::rule::{Facts, Part, Rule};

pub struct Mttx;

impl Rule for Mttx {
    fn part(&self, _facts: &Facts) -> Part {
        Part::default()
    }
}
