//! Statements of the analysis of the same name.

use crate::findings::rule::{Facts, Part, Rule};

pub struct Load;

impl Rule for Load {
    fn part(&self, _facts: &Facts) -> Part {
        Part::default()
    }
}
