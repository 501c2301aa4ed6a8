//! Who is a person, and what can be said where nobody is known to have been paged.

use super::organisation::{self, PEOPLE};
use crate::support::run::{GITHUB_FEED, Run, run};
use crate::support::shared;
use retroscope::findings::{Claim, Grade};
use std::collections::BTreeMap;

fn organisation() -> Run {
    let folder = tempfile::tempdir().unwrap();
    organisation::write(folder.path());
    run(&[folder.path().to_owned()], "[zones]\nservicenow = \"UTC\"\n", "all")
}

/// Interruptions and acts of the organisation are counted here as they are written: one page per incident, by the turn.
#[test]
fn people_with_one_first_name_are_two_and_machines_are_nobody() {
    let run = organisation();
    let data = &run.review.data;
    let mut pages: BTreeMap<&str, u64> = BTreeMap::new();
    for week in &run.review.results.load.weeks {
        let person = &data.people[week.person];
        assert!(!person.machine, "{} is no person", person.name);
        *pages.entry(person.name.as_str()).or_default() += week.interruptions;
    }
    let mut planted: BTreeMap<&str, u64> = BTreeMap::new();
    for (person, n) in organisation::pages() {
        *planted.entry(PEOPLE[person].0).or_default() += n;
    }
    pages.retain(|_, n| *n > 0);
    assert_eq!(pages, planted);
    assert!(pages["Ingrid Quackenbush"] > 0 && pages["Ingrid Ravensworth"] > 0, "{pages:?}");
    // The machine has acted and been paged more often than anybody.
    let robot: Vec<_> = data.people.iter().filter(|p| p.name == organisation::ROBOT).collect();
    assert!(robot.len() == 1 && robot[0].machine, "{robot:?}");
    let top: u64 = {
        let mut n: Vec<u64> = pages.values().copied().collect();
        n.sort_unstable();
        n.iter().rev().take(3).sum()
    };
    assert_eq!(run.review.results.load.top_three, Some(top));
}

fn load_claims(run: &Run) -> Vec<&Claim> {
    run.review.findings.claims.iter().filter(|c| c.code.starts_with("load.")).collect()
}

/// Everything about load but who resolved: it cannot be said, and the report says so.
fn silent(run: &Run) {
    for claim in load_claims(run).into_iter().filter(|c| c.code != "load.resolvers") {
        assert_eq!(claim.grade, Grade::NotAssessable, "{}", claim.sentence);
        assert!(claim.sentence.contains("cannot be said"), "{}", claim.sentence);
    }
    assert!(load_claims(run).len() >= 3);
    let unknowns = &run.review.findings.unknowns;
    assert!(unknowns.iter().any(|u| u.starts_with("What it took from responders: no export says who was paged.")));
    assert!(run.table("load").is_empty() && run.table("interruptions").is_empty());
    let load = run.review.findings.sections.iter().find(|s| s.id == "load").unwrap();
    assert!(load.tables.is_empty() && load.exhibits.is_empty());
}

#[test]
fn resolvers_of_servicenow_are_told_with_their_caveat_and_nothing_else() {
    let Some(base) = shared() else { return };
    let run = run(&[base.join("data/uci-servicenow")], "", "");
    silent(&run);
    let claim = *load_claims(&run).iter().find(|c| c.code == "load.resolvers").unwrap();
    // Of the last row of each of the 6,344 incidents 6,309 name a resolver; counted from the file.
    assert_eq!(
        claim.sentence,
        "Of 6,309 incidents in Q1 2016 that name a person as resolver, half were resolved by 20 people and four fifths by 53 people, out of 158 people."
    );
    assert!(claim.caveats.iter().any(|c| c.contains("need not be who was woken")), "{:?}", claim.caveats);
    assert!(!run.review.findings.headlines.iter().any(|h| h.starts_with("load.")), "no headline");
}

#[test]
fn a_status_page_says_nothing_of_load() {
    let Some(base) = shared() else { return };
    let run = run(&[base.join("data/github-two-source")], GITHUB_FEED, "");
    silent(&run);
    assert!(load_claims(&run).iter().all(|c| c.code != "load.resolvers"));
}
