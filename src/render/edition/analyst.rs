//! For the analyst: everything, with definitions, tables and the trail.

use super::{Edition, Term};

pub const ANALYST: Edition = Edition {
    id: "analyst",
    title: "Incident review for analysts",
    brief: false,
    headlines: usize::MAX,
    exhibits: 0,
    unknowns: usize::MAX,
    evidence: 8,
    trail: true,
    steps: &[],
    named: false,
    markdown: include_str!("../../templates/analyst.md"),
    html: include_str!("../../templates/analyst.html"),
};

/// The words a reader meets in every section. `{gap}` stands for how close together pages count once in this run.
pub const GLOSSARY: &[Term] = &[
    Term { name: "MTTD", meaning: "time from the start of an incident until somebody or something detected it." },
    Term { name: "MTTA", meaning: "time from detection (or the alert) until a person acknowledged it." },
    Term { name: "MTTM", meaning: "time from the start until customers no longer felt it." },
    Term {
        name: "MTTR",
        meaning: "time from the start until the incident was resolved. Like the other three it is never shown without its spread, \
                  because durations are so unequal that a mean mostly tells how long the longest one was.",
    },
    Term {
        name: "median",
        meaning: "half of all incidents took less, half took more. Medians of stages don't add up to the median of the whole.",
    },
    Term { name: "n", meaning: "the number of incidents (or other units) a statement rests on." },
    Term {
        name: "range",
        meaning: "the plausible values given the data at hand, at 95 % confidence unless stated otherwise.",
    },
    Term {
        name: "q",
        meaning: "the share of false alarms to expect among statements that look as clear as this one. It is adjusted for every test of the report \
                  that could have been worded as evidence, question by question; for what was found by looking through many of a kind, \
                  for all of that kind. A headline has to pass once more, among everything that could have been one.",
    },
    Term { name: "coverage", meaning: "the share of incidents whose data sufficed for this statement." },
    Term {
        name: "fact",
        meaning: "a count of what is in the data. It isn't a sample, so the count has no range; a rate made of it has one.",
    },
    Term {
        name: "inferred from the records",
        meaning: "concluded by a rule from what records say; none of them states it. The words or the rule stand beside it.",
    },
    Term { name: "assumed, not stated", meaning: "taken for granted by a setting or a rule; no record states it." },
    Term { name: "not enough data to say", meaning: "too few incidents, or too many gaps, for the method." },
    Term {
        name: "no evidence",
        meaning: "the data fits with no change, difference or direction at all. One smaller than the stated limit wouldn't have been seen.",
    },
    Term { name: "about the same", meaning: "the data rules out a change that would matter." },
    Term { name: "weak signal", meaning: "worth watching, not worth acting on alone." },
    Term {
        name: "evidence",
        meaning: "unlikely to be chance, and it holds when the largest incident is left out and when the mix is held equal.",
    },
    Term {
        name: "strong evidence",
        meaning: "very unlikely to be chance, large enough to matter, and it holds in every check.",
    },
    Term {
        name: "observed, computed, inferred, assumed, asserted",
        meaning: "where a statement comes from: stated in the data; counted from it; concluded from it by a rule; taken for granted by a setting; said by a person.",
    },
    Term {
        name: "contributing factor",
        meaning: "one of several conditions that had to come together. An incident may have many.",
    },
    Term { name: "family", meaning: "incidents judged to be the same underlying problem." },
    Term { name: "storm", meaning: "a stretch of time with unusually many incidents at once." },
    Term { name: "interruption", meaning: "pages to one person within {gap}, counted once. E-mail doesn't count." },
];
