//! Takes back comparisons that the data cannot carry: when a collection stopped, fewer incidents are no
//! improvement, and when one joined, more are no decline.

use crate::findings::rule::{Facts, Part};
use crate::findings::volume::{began, comparable, stopped};
use crate::findings::{Claim, Grade};
use crate::model::row::IncidentIx;
use crate::text::plural::count;
use std::collections::BTreeSet;

/// Rules that ask `comparable::caps` word their sentences for it. This step is for all others: a sentence that states a
/// change is put aside, a comparison never is a headline, and every one of them says why.
pub fn apply(parts: &mut [Part], facts: &Facts) {
    match (comparable::reason(facts), empty(facts)) {
        (Some(reason), None) => take_back(parts, &compares, &|claim| cap(claim, &reason), &reason),
        // Nothing that is counted in it was seen at all.
        (Some(reason), Some(_)) => take_back(parts, &compares, &|claim| silence(claim, &reason), &reason),
        (None, Some(reason)) => {
            // A line through the weeks ends in the empty ones, and falls because of them.
            let leans = |claim: &Claim| compares(claim) || claim.code == "volume.slope";
            take_back(parts, &leans, &|claim| put_aside(claim, "no incident", &reason), &reason);
        }
        (None, None) => {}
    }
}

/// Why nothing can be compared with a period in which no incident began: it may have been quiet, or an export is missing.
fn empty(facts: &Facts) -> Option<String> {
    let view = facts.data.incident_view();
    let counts = |row: &IncidentIx| view.included.get(*row);
    let is_empty =
        view.rows().any(|row| counts(&row)) && !view.rows().filter(counts).any(|row| view.in_period.get(row));
    is_empty.then(|| NOTHING.to_owned())
}

/// What nobody can tell of a period without incidents.
pub const NOTHING: &str = "It may have been quiet, or an export is missing.";

fn take_back(parts: &mut [Part], leans: &dyn Fn(&Claim) -> bool, cap: &dyn Fn(&mut Claim), reason: &str) {
    for part in parts {
        let mut capped: BTreeSet<String> = BTreeSet::new();
        for claim in part.claims.iter_mut().filter(|c| leans(c) && c.code != stopped::CODE && c.code != began::CODE) {
            cap(claim);
            capped.insert(claim.id.clone());
        }
        part.headlines.retain(|id| !capped.contains(id));
        without_repeats(part, &capped);
        for budget in part.budgets.iter_mut().filter(|b| capped.contains(&b.claim)) {
            reason.clone_into(&mut budget.certainty);
            let claim = part.claims.iter().find(|c| c.id == budget.claim);
            claim.into_iter().for_each(|c| budget.this_quarter.clone_from(&c.sentence));
        }
    }
}

/// That nothing can be said of a change is said once of each kind of figure and not of every service by itself.
fn without_repeats(part: &mut Part, capped: &BTreeSet<String>) {
    let mut told: BTreeSet<String> = BTreeSet::new();
    let mut is_repeat = |claim: &Claim| {
        capped.contains(&claim.id)
            && claim.id != claim.code
            && claim.grade == Grade::NotAssessable
            && !told.insert(claim.code.clone())
    };
    let gone: BTreeSet<String> = part.claims.extract_if(.., |claim| is_repeat(claim)).map(|claim| claim.id).collect();
    if let Some(section) = &mut part.section {
        section.claims.retain(|id| !gone.contains(id));
    }
}

/// A claim that gives a figure of the period before compares, whether or not it says with what.
fn compares(claim: &Claim) -> bool {
    claim.compared_with.is_some() || claim.numbers.keys().any(|name| name.starts_with("previous_"))
}

fn cap(claim: &mut Claim, reason: &str) {
    match claim.grade {
        // Figures of each period stand as counted; they only must not be set against each other.
        Grade::Fact | Grade::NotAssessable | Grade::NoEvidence => {
            if !claim.sentence.contains(reason) {
                claim.sentence.push_str(&format!(" {reason}"));
            }
            claim.caveats.push(reason.to_owned());
        }
        Grade::AboutSame | Grade::Weak | Grade::Evidence | Grade::Strong => {
            let n = count(claim.n.unwrap_or(0), "incident");
            put_aside(claim, &n, reason);
        }
    }
}

/// As [`cap`]; that there is no evidence of a change is no statement either.
fn silence(claim: &mut Claim, reason: &str) {
    if claim.grade == Grade::NoEvidence {
        claim.grade = Grade::AboutSame;
    }
    cap(claim, reason);
}

/// Takes back a stated change. "About the same" is a finding as well: a rise may hide behind what is missing.
fn put_aside(claim: &mut Claim, n: &str, reason: &str) {
    if matches!(claim.grade, Grade::Fact | Grade::NotAssessable | Grade::NoEvidence) {
        return;
    }
    claim.grade = Grade::NotAssessable;
    let before = claim.compared_with.as_deref().unwrap_or("the period before");
    claim.sentence = format!("With {n} in {}, a change since {before} is not stated. {reason}", claim.period);
    claim.lead.clear();
    claim.caveats.push(reason.to_owned());
}
