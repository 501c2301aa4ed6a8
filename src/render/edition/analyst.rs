//! For the analyst: everything, with definitions, tables and the trail.

use super::{Edition, Term};
use crate::findings::behind;

pub const ANALYST: Edition = Edition {
    id: "analyst",
    title: "Incident review for analysts",
    brief: false,
    headlines: usize::MAX,
    exhibits: 0,
    unknowns: usize::MAX,
    evidence: behind::SHOWN,
    trail: true,
    steps: &[],
    named: false,
    markdown: include_str!("../../templates/analyst.md"),
    html: include_str!("../../templates/analyst.html"),
};

/// The words a reader meets in every section, at most ten. `{gap}` stands for how close together pages count once in this run.
pub const GLOSSARY: &[Term] = &[
    Term {
        name: "MTTD, MTTA, MTTM, MTTR",
        words: &["MTT", "Time to ", "Recovery", "recovery", "time to "],
        meaning: "times of an incident: from its start until somebody or something detected it; from detection (or the alert) until a person acknowledged it; \
                  from the start until customers no longer felt it; from the start until it was resolved. They are never shown without their \
                  spread, because durations are so unequal that a mean mostly tells how long the longest one was.",
    },
    Term {
        name: "median, range",
        words: &["median", "range", "plausible", "Half of"],
        meaning: "half of all took less, half took more, and medians of stages don't add up to that of the whole; a range holds the plausible \
                  values given the data at hand, at 95 % confidence unless stated otherwise.",
    },
    Term {
        name: "n, coverage",
        words: &["n = ", "coverage"],
        meaning: "the number of incidents (or other units) a statement rests on, and the share of incidents whose data sufficed for it.",
    },
    Term {
        name: "q",
        words: &["q = ", "q < "],
        meaning: "the share of false alarms to expect among statements that look as clear as this one. It is adjusted for every test of the report \
                  that could have been worded as evidence, question by question; for what was found by looking through many of a kind, \
                  for all of that kind. A headline has to pass once more, among everything that could have been one.",
    },
    Term {
        name: "fact, inferred, assumed",
        words: &["fact", "inferred", "assumed"],
        meaning: "a fact counts what is in the data; it isn't a sample, so the count has no range, and a rate made of it has one. What a rule concludes \
                  from what records say is inferred from the records; what a setting or a rule takes for granted is assumed, not stated.",
    },
    Term {
        name: "no evidence, about the same, weak signal, evidence, strong evidence",
        words: &["evidence", "about the same", "weak signal", "not enough data"],
        meaning: "the data fits with no change, difference or direction at all, and one smaller than the stated limit wouldn't have been seen; it rules out a \
                  change that would matter; worth watching, not worth acting on alone; unlikely to be chance, and it holds when the largest \
                  incident is left out and when the mix is held equal; very unlikely to be chance, large enough to matter, and it holds in every \
                  check. Not enough data to say: too few incidents, or too many gaps, for the method.",
    },
    Term {
        name: "observed, computed, inferred, assumed, asserted",
        words: &["observed", "computed", "inferred", "assumed", "asserted"],
        meaning: "where a statement comes from: stated in the data; counted from it; concluded from it by a rule; taken for granted by a setting; said by a person.",
    },
    Term {
        name: "family, contributing factor",
        words: &["famil", "Famil", "contributing factor"],
        meaning: "incidents judged to be the same underlying problem; one of several conditions that had to come together, of which an incident may have many.",
    },
    Term { name: "storm", words: &["storm"], meaning: "a stretch of time with unusually many incidents at once." },
    Term {
        name: "interruption",
        words: &["interruption", "Interruption"],
        meaning: "pages to one person within {gap}, counted once. E-mail doesn't count.",
    },
];
