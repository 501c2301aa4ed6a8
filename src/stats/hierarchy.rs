//! Many tests in a tree: questions, their metrics, and the tests of each metric.
//!
//! A level is tested only where its parent was rejected, and at a stricter level the fewer parents were (Yekutieli 2008;
//! Benjamini and Bogomolov 2014; Bogomolov, Peterson, Benjamini and Sabatti 2021, "TreeBH"). The p-value of a parent is
//! that of Simes (1986) over its children.

use crate::stats::multiplicity::adjust;
use std::collections::BTreeMap;

/// One test with its place in the tree; numbers of questions and metrics are free, equal ones belong together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TestLeaf {
    pub question: usize,
    /// Within the question.
    pub metric: usize,
    /// 0 to 1.
    pub p: f64,
}

/// The p-value of "none of these is true" (Simes 1986), for tests that are independent or depend positively. 1 without
/// any test. O(m log m).
#[must_use]
pub fn simes(p: &[f64]) -> f64 {
    let all: Vec<Option<f64>> = p.iter().copied().map(Some).collect();
    adjust(&all).into_iter().flatten().fold(1.0, f64::min)
}

/// The smallest level at which each test is rejected together with its metric and its question, in input order: its q.
///
/// A node without siblings is its parent, and costs nothing. O(m log m) for a bounded number of metrics per question.
#[must_use]
pub fn hierarchical(leaves: &[TestLeaf]) -> Vec<f64> {
    let mut tree: BTreeMap<usize, BTreeMap<usize, Vec<usize>>> = BTreeMap::new();
    for (at, leaf) in leaves.iter().enumerate() {
        tree.entry(leaf.question).or_default().entry(leaf.metric).or_default().push(at);
    }
    let p_of = |places: &Vec<usize>| -> Vec<f64> { places.iter().filter_map(|at| Some(leaves.get(*at)?.p)).collect() };
    let metrics: Vec<Vec<f64>> =
        tree.values().map(|metrics| metrics.values().map(|places| simes(&p_of(places))).collect()).collect();
    let questions: Vec<f64> = metrics.iter().map(|p| simes(p)).collect();
    let root = Level { parent: None, steps: vec![(0.0, 1.0)] };
    let asked = root.family(&questions);
    let mut found = vec![1.0; leaves.len()];
    for ((parts, p), q) in tree.values().zip(&metrics).zip(&asked) {
        let level = root.within(&asked, *q);
        let measured = level.family(p);
        for (places, q) in parts.values().zip(&measured) {
            let tested = level.within(&measured, *q).family(&p_of(places));
            for (at, q) in places.iter().zip(tested) {
                if let Some(slot) = found.get_mut(*at) {
                    *slot = q;
                }
            }
        }
    }
    found
}

/// The part of an overall level at which a family is tested, as a step function of the overall level.
struct Level {
    /// The q of the parent: below this overall level the family is not tested at all.
    parent: Option<f64>,
    /// From each overall level on, this part of it; ascending.
    steps: Vec<(f64, f64)>,
}

impl Level {
    /// The q of every member of a family: Benjamini and Hochberg within it, at its part of the level. An only child is
    /// its parent.
    fn family(&self, p: &[f64]) -> Vec<f64> {
        if let ([_], Some(parent)) = (p, self.parent) {
            return vec![parent];
        }
        let within = adjust(&p.iter().copied().map(Some).collect::<Vec<_>>());
        within.into_iter().map(|w| self.least(w.unwrap_or(1.0))).collect()
    }

    /// The smallest overall level whose part reaches `within`.
    fn least(&self, within: f64) -> f64 {
        for (step, (from, part)) in self.steps.iter().enumerate() {
            let level = from.max(within / part);
            let until = self.steps.get(step + 1).map_or(f64::INFINITY, |next| next.0);
            if level < until {
                return level.min(1.0);
            }
        }
        1.0
    }

    /// The level for the children of the member with this q, of a family with these.
    fn within(&self, family: &[f64], own: f64) -> Self {
        let mut found: Vec<f64> = family.to_vec();
        found.sort_by(f64::total_cmp);
        let inherited = self.steps.iter().map(|s| s.0);
        let mut from: Vec<f64> = found.iter().copied().chain(inherited).filter(|at| *at >= own).collect();
        from.sort_by(f64::total_cmp);
        from.dedup();
        let steps = from.into_iter().map(|at| {
            let chosen = found.partition_point(|q| *q <= at);
            (at, self.part(at) * chosen as f64 / found.len().max(1) as f64)
        });
        Self { parent: Some(own), steps: steps.collect() }
    }

    fn part(&self, at: f64) -> f64 {
        let known = self.steps.partition_point(|s| s.0 <= at);
        known.checked_sub(1).and_then(|step| self.steps.get(step)).map_or(1.0, |s| s.1)
    }
}
