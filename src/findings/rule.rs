//! A rule turns the output of one analysis into its part of the report.

use crate::analyse::Results;
use crate::findings::RULES;
use crate::findings::tree::{Test, Tree};
use crate::findings::{Budget, Claim, Exhibit, Section};
use crate::frame::DataSet;

/// What every rule may look at.
pub struct Facts<'a> {
    pub data: &'a DataSet,
    pub results: &'a Results,
    /// Print names of people instead of pseudonyms (never in `executive`).
    pub names: bool,
    /// The error budget of the report; rules ask it for every grade.
    pub tree: Tree,
}

impl<'a> Facts<'a> {
    /// The facts of a report, with the tests of all rules registered and adjusted.
    #[must_use]
    pub fn new(data: &'a DataSet, results: &'a Results, names: bool) -> Self {
        let mut facts = Self { data, results, names, tree: Tree::default() };
        facts.tree = Tree::of(RULES.iter().flat_map(|rule| rule.tests(&facts)).collect());
        facts
    }
}

/// What a rule contributes.
#[derive(Debug, Default)]
pub struct Part {
    /// The section of the analyst's edition; `None` when there is nothing at all to say.
    pub section: Option<Section>,
    pub claims: Vec<Claim>,
    /// Ids of claims that deserve a leader's attention, best first. At most five are shown in all.
    pub headlines: Vec<String>,
    pub exhibits: Vec<Exhibit>,
    pub budgets: Vec<Budget>,
    /// Claim id of the paragraph on MTTR, from the rule that has it.
    pub mttx: Option<String>,
    /// Complete sentences: what this data cannot say.
    pub unknowns: Vec<String>,
    /// How many comparisons between periods, groups or areas were made.
    pub comparisons: u64,
}

/// One rule.
pub trait Rule: Sync {
    /// The tests that its claims may word as evidence. The tree of the facts is still empty here.
    fn tests(&self, _facts: &Facts) -> Vec<Test> {
        Vec::new()
    }

    fn part(&self, facts: &Facts) -> Part;
}
