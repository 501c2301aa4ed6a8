//! **Question.** Where do incidents happen, how certain is it which areas have most, and what has changed?
//! **Method.** Counts of included incidents per area and period, full counting: an incident in two services counts in
//! both, so shares of one kind may add up to more than 1. Rates per week with the exact Poisson interval (Garwood 1936);
//! changes by the exact conditional test, or quasi-Poisson where the weeks of what is compared vary more than chance makes them, adjusted over all areas of a kind (Benjamini and Hochberg 1995); rates drawn
//! towards the mean of all areas with rank intervals (Marshall 1991); concentration against chance; what weeks of uneven
//! volume do to the intervals. Divided by deploys, requests or services where they are given.
//! **Needs.** Areas of at least one kind; periods. Five areas for ranks, five events for a test, twenty for concentration.
//! **Silent when.** No incident names an area of a kind: then everything of that kind is unknown, not an area of its own.
//! **Known bias.** Counts are of declared incidents: an area that reports more has more. An area that was picked because
//! it had most will mostly have fewer next time, by chance alone.

pub mod chance;
pub mod change;
pub mod compare;
pub mod episodes;
pub mod evenness;
pub mod exposure;
pub mod funnel;
pub mod groups;
pub mod measures;
pub mod membership;
pub mod ranks;
pub mod rows;
pub mod slots;
pub mod spread;
pub mod tally;

use crate::analyse::Analysis;
use crate::frame::DataSet;
use compare::{AreaKind, Overall};
use exposure::Blind;
use groups::AreaGroup;
use slots::Slots;
use tally::AreaTally;

pub use rows::{AreaRow, CONFIDENCE, Total};

pub struct Areas;

/// Seed of everything that is drawn.
pub struct Params {
    pub seed: u64,
}

impl Default for Params {
    fn default() -> Self {
        Self { seed: 20_240_601 }
    }
}

pub struct Output {
    /// Sorted by kind, area, period. Only areas with incidents in the period or in the one before.
    pub rows: Vec<AreaRow>,
    /// One per period, quarters first, oldest first.
    pub totals: Vec<Total>,
    /// Index of the period under review in `totals`.
    pub current: usize,
    /// What is known of each kind of area in the period under review, in the order of [`membership::KINDS`].
    pub kinds: Vec<AreaKind>,
    /// All incidents of the period under review against earlier ones.
    pub overall: Overall,
    /// Groups of areas by the path in their names.
    pub groups: Vec<AreaGroup>,
    /// Areas without incidents of which it is known that something could have happened.
    pub blind: Vec<Blind>,
    /// Tests made, in all tables together.
    pub tests: u64,
}

impl Output {
    /// Totals of the period under review.
    #[must_use]
    pub fn total(&self) -> Option<&Total> {
        self.totals.get(self.current)
    }

    /// Areas of one kind in the period under review that have incidents, most first, ties by name.
    #[must_use]
    pub fn ranking<'a>(&'a self, kind: &'a str) -> Vec<&'a AreaRow> {
        let mut rows: Vec<&AreaRow> = self.current(kind).filter(|r| r.incidents > 0).collect();
        rows.sort_by(|a, b| b.incidents.cmp(&a.incidents).then_with(|| a.area.cmp(&b.area)));
        rows
    }

    /// All rows of one kind in the period under review, those without incidents included, in order of name.
    pub fn current<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a AreaRow> {
        let period = self.total().map_or("", |t| t.period.as_str());
        self.rows.iter().filter(move |r| r.kind == kind && r.period == period)
    }

    /// What is known of one kind.
    #[must_use]
    pub fn kind(&self, name: &str) -> Option<&AreaKind> {
        membership::kind_index(name).and_then(|place| self.kinds.get(place))
    }
}

impl Analysis for Areas {
    type Params = Params;
    type Output = Output;

    fn run(data: &DataSet, params: &Params) -> Output {
        let slots = Slots::covered(data);
        let mut tally = AreaTally::of(data, &slots);
        let (mut rows, totals) = (rows::rows(&tally, &slots), rows::totals(&tally, &slots));
        let (kinds, overall) = compare::all(data, &tally, &slots, &mut rows, params.seed);
        let blind = compare::blind(data, &tally, &slots);
        let groups = groups::of(data, &slots, &mut tally.numbering);
        let tests = compare::tests(&rows, &kinds, &overall);
        Output { rows, totals, current: slots.current(), kinds, overall, groups, blind, tests }
    }
}
