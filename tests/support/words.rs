//! The word rules over everything that a review says, wherever in the suite the review is made.

use crate::support::{figures, leaders};
use retroscope::findings::codes;
use retroscope::findings::ranges::range;
use retroscope::findings::{Claim, Findings, Grade, Pack};
use retroscope::text::blame::objections;
use retroscope::text::comparison::{Comparison, Reach, compares_periods, comparison_gaps, evidence_gaps};
use retroscope::text::wording::{Support, violations};

/// Fails with the first sentences that break a word rule, or the first figures that differ from place to place.
#[track_caller]
pub(crate) fn check(findings: &Findings) {
    let problems = problems(findings);
    assert!(problems.is_empty(), "{}", problems.iter().take(8).cloned().collect::<Vec<_>>().join("\n"));
    figures::check(findings);
}

/// Everything that the word rules object to, with the place where it stands.
pub(crate) fn problems(findings: &Findings) -> Vec<String> {
    let mut problems: Vec<String> = findings.claims.iter().flat_map(of_claim).collect();
    problems.extend(findings.claims.iter().filter_map(|claim| registered(claim, findings)));
    // What is no claim leans on no grade.
    let mut add = |place: &str, text: &str| problems.extend(words(place, text, Support::default()));
    add("opening", &findings.opening);
    findings.asks.iter().for_each(|text| add("ask", text));
    findings.unknowns.iter().for_each(|text| add("unknown", text));
    for budget in &findings.budgets {
        let evidence = findings.claim(&budget.claim).is_some_and(is_evidence);
        let support = Support { evidence, ..Support::default() };
        for text in [&budget.this_quarter, &budget.certainty] {
            problems.extend(words("budget", text, support));
        }
    }
    for claim in findings.claims.iter().filter(|c| is_evidence(c)) {
        // Every code that is graded has its q: of the one error budget of the report.
        if claim.q.is_none_or(|q| q > 0.05) {
            problems.push(format!("{}: evidence with q {:?}", claim.id, claim.q));
        }
    }
    for claim in &findings.claims {
        // A range has to say what it is a range of.
        if claim.interval.is_some_and(|ends| range(&claim.code, ends).starts_with("range ")) {
            problems.push(format!("{}: a range of nothing that findings/ranges.rs knows", claim.id));
        }
    }
    for exhibit in &findings.exhibits {
        let shown = |claim: &&Claim| claim.exhibits.contains(&exhibit.id);
        let evidence = findings.claims.iter().filter(shown).any(is_evidence);
        let support = Support { evidence, ..Support::default() };
        for text in [&exhibit.headline, &exhibit.alt] {
            problems.extend(words(&exhibit.id, text, support));
        }
    }
    for section in &findings.sections {
        let notes = section.tables.iter().map(|table| &table.note);
        for text in section.method.iter().chain(notes) {
            problems.extend(words(&section.id, text, Support::default()));
        }
    }
    problems.extend(findings.packs.iter().flat_map(of_pack));
    problems.extend(leaders::problems(findings));
    problems
}

/// What the registry of codes does not know of a claim: its code, its grade, or its place among the headlines.
fn registered(claim: &Claim, findings: &Findings) -> Option<String> {
    let Some(code) = codes::find(&claim.id).filter(|code| code.code == claim.code) else {
        return Some(format!("{} is no code in the registry", claim.code));
    };
    let reach = match claim.grade {
        Grade::Evidence | Grade::Strong => codes::GradeReach::Evidence,
        Grade::Weak | Grade::NoEvidence | Grade::AboutSame => codes::GradeReach::Weak,
        Grade::Fact | Grade::NotAssessable => codes::GradeReach::Fact,
    };
    let headed = findings.headlines.contains(&claim.id) && !code.headline;
    (reach > code.reach || headed)
        .then(|| format!("{}: {:?} is more than the registry says of it", claim.id, claim.grade))
}

/// What the word rules object to in a pack; its claims are looked at with all others.
fn of_pack(pack: &Pack) -> Vec<String> {
    let tables = pack.parts.iter().flat_map(|part| &part.tables);
    let items = pack.parts.iter().flat_map(|part| &part.items);
    let notes = tables.map(|table| &table.note);
    let said = pack.opening.iter().chain(&pack.notes).chain(items).chain(notes);
    said.flat_map(|text| words(&pack.id, text, Support::default())).collect()
}

fn is_evidence(claim: &Claim) -> bool {
    matches!(claim.grade, Grade::Evidence | Grade::Strong)
}

fn words(place: &str, text: &str, support: Support) -> Vec<String> {
    let found = violations(text, support).into_iter().chain(objections(text));
    found.map(|v| format!("{place}: \"{}\" ({}) in: {text}", v.phrase, v.reason)).collect()
}

/// What the word rules object to in one claim, comparisons included.
pub(crate) fn of_claim(claim: &Claim) -> Vec<String> {
    let support = Support { evidence: is_evidence(claim), ..Support::default() };
    let said = [&claim.lead, &claim.sentence, &claim.method].into_iter().chain(&claim.caveats).chain(&claim.robustness);
    let mut problems: Vec<String> = said.flat_map(|text| words(&claim.id, text, support)).collect();
    let text = format!("{} {}", claim.lead, claim.sentence);
    match &claim.compared_with {
        Some(other) => {
            let of = Comparison { period: &claim.period, compared_with: other, reach: reach(claim.grade) };
            let gaps = comparison_gaps(&text, of);
            let gap = |gap| format!("{}: compares with {other} but names no {gap:?}: {text}", claim.id);
            problems.extend(gaps.into_iter().map(gap));
        }
        None if compares_periods(&text) => {
            problems.push(format!("{}: compares periods, but compared_with is not set: {text}", claim.id));
        }
        None if weighs_evidence(claim.grade) => {
            let gap = |gap| format!("{}: weighs evidence but names no {gap:?}: {text}", claim.id);
            problems.extend(evidence_gaps(&text, reach(claim.grade)).into_iter().map(gap));
        }
        None => {}
    }
    problems
}

fn weighs_evidence(grade: Grade) -> bool {
    !matches!(grade, Grade::Fact | Grade::NotAssessable)
}

fn reach(grade: Grade) -> Reach {
    match grade {
        Grade::NotAssessable => Reach::NotAssessable,
        Grade::NoEvidence => Reach::Nothing,
        Grade::Fact | Grade::AboutSame | Grade::Weak | Grade::Evidence | Grade::Strong => Reach::Stated,
    }
}
