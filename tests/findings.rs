//! Tests of findings: overlap, load, and the composition of all parts.

mod codes;
mod compose;
mod grade;
mod limits;
mod load;
mod oncall;
mod overlap;
mod quality;
mod retrospective;
mod stopped;
mod tree;
mod worth;

use crate::support::builder::{Builder, Inc};
use crate::support::words;
use retroscope::analyse::{self, Params, Results};
use retroscope::findings::compose::compose;
use retroscope::findings::rule::Facts;
use retroscope::findings::{Claim, Findings, Grade};
use retroscope::frame::DataSet;
use retroscope::text::wording::{Support, violations};
use std::collections::BTreeSet;

pub(crate) fn results(data: &DataSet) -> Results {
    analyse::run(data, &Params::default(), &|_| {})
}

/// Everything that is said about a data set, checked for what must hold of any findings.
pub(crate) fn findings(data: &DataSet) -> Findings {
    let results = results(data);
    let findings = compose(&Facts::new(data, &results, false));
    check(&findings);
    findings
}

pub(crate) fn claim<'a>(findings: &'a Findings, id: &str) -> &'a Claim {
    findings.claim(id).unwrap_or_else(|| panic!("no claim {id}"))
}

/// What must hold whatever the data are.
pub(crate) fn check(findings: &Findings) {
    let ids: BTreeSet<&str> = findings.claims.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(ids.len(), findings.claims.len(), "claim ids are unique");
    let exhibits: BTreeSet<&str> = findings.exhibits.iter().map(|e| e.id.as_str()).collect();
    assert_eq!(exhibits.len(), findings.exhibits.len(), "exhibit ids are unique");
    let sections: BTreeSet<&str> = findings.sections.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(sections.len(), findings.sections.len(), "section ids are unique");
    let tables: Vec<&str> = findings.sections.iter().flat_map(|s| &s.tables).map(|t| t.id.as_str()).collect();
    assert_eq!(tables.iter().collect::<BTreeSet<_>>().len(), tables.len(), "table ids are unique: {tables:?}");
    let budgets = findings.budgets.iter().map(|b| &b.claim);
    let told = findings.sections.iter().flat_map(|s| &s.claims);
    for id in findings.headlines.iter().chain(budgets).chain(told).chain(&findings.mttx) {
        assert!(ids.contains(id.as_str()), "nothing is called {id}");
    }
    let drawn = findings.sections.iter().flat_map(|s| &s.exhibits);
    for id in findings.claims.iter().flat_map(|c| &c.exhibits).chain(drawn) {
        assert!(exhibits.contains(id.as_str()), "no exhibit {id}");
    }
    assert!(findings.headlines.len() <= 5 && findings.asks.len() <= 3);
    assert_eq!(findings.headlines.iter().collect::<BTreeSet<_>>().len(), findings.headlines.len());
    for claim in &findings.claims {
        assert!(claim.id == claim.code || claim.id.starts_with(&format!("{}/", claim.code)), "{}", claim.id);
        // Names of areas begin as the exports write them, and some sentences begin with one.
        let small = claim.sentence.chars().next().is_none_or(char::is_lowercase);
        assert!(!small || claim.code.starts_with("areas."), "{}: {}", claim.id, claim.sentence);
        assert!(claim.numbers.values().all(|n| n.is_finite()), "{} has a figure that is none", claim.id);
        assert!(claim.coverage.is_none_or(|c| (0.0..=1.0).contains(&c)), "{}", claim.id);
        assert!(!findings.headlines.contains(&claim.id) || claim.grade != Grade::NotAssessable, "{}", claim.id);
    }
    for table in findings.sections.iter().flat_map(|s| &s.tables) {
        assert!(table.rows.iter().all(|r| r.len() == table.columns.len()), "{} has ragged rows", table.id);
        assert!(table.rows.len() <= 41, "{} is too long", table.id);
    }
    sentences(findings).iter().for_each(|s| well_formed(s));
    words::check(findings);
}

/// Every sentence of ours.
fn sentences(findings: &Findings) -> Vec<String> {
    let mut all: Vec<String> = vec![findings.opening.clone()];
    for claim in &findings.claims {
        all.push(claim.sentence.clone());
        all.extend(claim.caveats.clone());
        all.push(format!("{}.", claim.method.trim_end_matches('.')));
    }
    all.extend(findings.unknowns.clone());
    all.extend(findings.asks.clone());
    all.extend(findings.sections.iter().flat_map(|s| s.method.clone()));
    all.extend(findings.sections.iter().flat_map(|s| &s.tables).map(|t| t.note.clone()));
    all.extend(findings.exhibits.iter().map(|e| e.alt.clone()));
    for pack in &findings.packs {
        all.extend(pack.opening.iter().chain(&pack.notes).cloned());
        all.extend(pack.parts.iter().flat_map(|part| part.items.iter().cloned()));
        all.extend(pack.parts.iter().flat_map(|part| &part.tables).map(|table| table.note.clone()));
    }
    all.extend(findings.named.iter().map(|table| table.note.clone()));
    all
}

fn well_formed(sentence: &str) {
    assert_eq!(violations(sentence, Support::default()), [], "in: {sentence}");
    assert!(sentence.ends_with(['.', '?', '”']), "no full stop: {sentence}");
    assert!(!sentence.contains("  ") && !sentence.contains(" .") && !sentence.contains(" ,"), "blanks: {sentence}");
    assert!(!sentence.contains(".."), "unfinished: {sentence}");
    for wrong in [" 1 incidents", " 1 people", " 1 times", " 1 records", " 1 hours", " 1 nights", "1 interruptions"] {
        assert!(!format!(" {sentence}").contains(wrong), "plural: {sentence}");
    }
}

/// Incidents of half an hour, each at its time.
pub(crate) fn short(starts: &[&str]) -> Vec<Inc> {
    starts.iter().map(|start| Inc::at(start).minutes(30).title("disk full on the replica")).collect()
}

/// Ten people in one team, in UTC.
pub(crate) fn with_people(builder: Builder, n: usize) -> Builder {
    (0..n).fold(builder, |b, i| b.person(&format!("P-{i:02}"), "UTC", "payments"))
}
