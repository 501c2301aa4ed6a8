//! The verdict on rotations against the demo's own pages, acts and turns, and in worlds in which nothing was planted.

use super::raw::units::{Counted, paged_at_night, rotations};
use super::raw::{self, PROFILES};
use crate::support::run::{Run, run};
use retroscope::analyse::load::verdict::{LoadVerdict, OnCallUnit};
use retroscope::demo::{Options, Scenario};
use std::path::Path;

fn review(folder: &Path, options: &Options) -> Run {
    retroscope::demo::write(folder, options).unwrap();
    let settings = std::fs::read_to_string(folder.join("retroscope.toml")).unwrap();
    run(&[folder.to_owned()], &settings, "2026Q2")
}

fn said(unit: &OnCallUnit) -> Counted {
    let p = unit.parts;
    Counted {
        people: p.people,
        shifts: p.shifts,
        any: p.any,
        over: p.over,
        red_weeks: p.red_weeks,
        red_run: p.red_run,
        red_people: p.red_people,
        flagged: p.flagged_weeks,
        night_pages: p.night_pages,
        mild: p.mild,
    }
}

/// Severities of incidents that are linked by their likeness may come from the wrong record, so mild pages may differ by
/// what linking gets wrong; everything else is exact.
#[test]
fn the_parts_of_two_thousand_incidents_are_those_of_the_exports() {
    let folder = tempfile::tempdir().unwrap();
    let demo = folder.path().join("demo");
    let found = review(&demo, &Options { incidents: 2_000, seed: 20_240_601, scenario: Scenario::Typical });
    let window = found.review.data.periods.current.window;
    let people = raw::people(&demo);
    let counted = rotations(&demo, &people, PROFILES[0], [window.start / 1_000, window.end / 1_000]);
    let units = &found.review.results.load.verdicts.rotations;
    assert_eq!(units.iter().map(|u| &u.name).collect::<Vec<_>>(), counted.keys().collect::<Vec<_>>());
    assert!(counted.values().map(|c| c.over).sum::<u64>() > 20, "{counted:?}");
    assert!(counted.values().any(|c| c.red_run >= 2), "{counted:?}");
    for unit in units {
        let (mut found, wanted) = (said(unit), counted[&unit.name].clone());
        assert!(found.mild.abs_diff(wanted.mild) * 50 <= wanted.mild + 49, "{}: {found:?}, {wanted:?}", unit.name);
        found.mild = wanted.mild;
        assert_eq!(found, wanted, "{}", unit.name);
    }
}

/// The planted rotation has nights disturbed in week after week. Its incidents also lie open beside each other beyond the
/// line, but hardly anybody worked on two at once.
#[test]
fn the_planted_rotation_is_over_the_line() {
    let folder = tempfile::tempdir().unwrap();
    let found = review(folder.path(), &Options { incidents: 600, seed: 20_240_601, scenario: Scenario::Typical });
    let load = &found.review.results.load;
    let ledger = load.verdicts.rotations.iter().find(|u| u.name == "Ledger primary").unwrap();
    assert!(ledger.is_shown);
    assert_eq!(ledger.parts.state(&load.params.lines, 1.0), LoadVerdict::Over, "{:?}", ledger.parts);
    assert_eq!(ledger.parts.crossed(&load.params.lines, 1.0), [false, true, false], "{:?}", ledger.parts);
    assert!(ledger.parts.work_known && ledger.parts.open_above > 50 * ledger.parts.above, "{:?}", ledger.parts);
    let claim = found.review.findings.claim("load.verdict").unwrap();
    assert!(claim.sentence.contains("“Ledger primary”"), "{}", claim.sentence);
    let decide = found.review.findings.claims.iter().find(|c| c.code == "oncall.decide").unwrap();
    assert_eq!(decide.id, "oncall.decide/load.verdict");
    assert!(decide.sentence.contains("over the line"), "{}", decide.sentence);
    let judged = load.verdicts.told().len();
    let not_judged = load.verdicts.rotations.len() - judged;
    assert_eq!(claim.lead.contains("the others"), not_judged == 0, "{}", claim.lead);
    assert_eq!(claim.sentence.contains("not judged."), not_judged > 0, "{}", claim.sentence);
    println!("{} {}\n{}", claim.lead, claim.sentence, claim.brief);
    println!("{:#?}", claim.robustness);
    findings_for_people(folder.path(), &found);
}

/// Rows of night pages against the people whom the exports say were paged, and cells that small numbers would tell.
fn findings_for_people(demo: &Path, found: &Run) {
    let window = found.review.data.periods.current.window;
    let paged = paged_at_night(demo, &raw::people(demo), PROFILES[0], [window.start / 1_000, window.end / 1_000]);
    assert!(paged.values().any(|people| people.len() < 5) && paged.values().any(|people| people.len() >= 5));
    let table = |id: &str| {
        let tables = found.review.findings.sections.iter().flat_map(|s| &s.tables);
        &tables.into_iter().find(|t| t.id == id).unwrap().rows
    };
    let services = table("night-pages-by-service");
    println!("{services:#?}");
    for row in services.iter().filter(|row| !row[0].starts_with("others")) {
        assert!(paged.get(&row[0]).is_some_and(|people| people.len() >= 5), "{row:?}");
    }
    let decide = found.review.findings.claim("oncall.decide/oncall.waking-problems").unwrap();
    assert!(decide.sentence.starts_with("Which follow-up is meant to stop the pages of “"), "{}", decide.sentence);
    let problems = table("waking-problems");
    assert!(problems.iter().all(|row| row[1] == "not shown" || row[1].parse::<u64>().unwrap() >= 5), "{problems:?}");
    assert!(services.iter().any(|row| row[0].starts_with("others")));
    let small = ["1", "2", "3", "4"];
    for row in &table("load-verdict")[2..] {
        assert!(!small.contains(&row[6].as_str()), "{row:?}");
    }
    for claim in found.review.findings.claims.iter().filter(|c| c.code.starts_with("oncall.")) {
        println!("{}: {} {}", claim.id, claim.lead, claim.sentence);
    }
}

/// Of worlds in which nothing was planted few may have a rotation over the line: a few nights in a row come by chance.
#[test]
fn where_nothing_was_planted_rotations_are_calm() {
    let mut over = Vec::new();
    for seed in 1..=8 {
        let folder = tempfile::tempdir().unwrap();
        let found = review(folder.path(), &Options { incidents: 300, seed, scenario: Scenario::Null });
        let load = &found.review.results.load;
        let told = load.verdicts.told();
        assert!(told.len() > 2, "{seed}");
        let state = |u: &&&OnCallUnit| u.parts.state(&load.params.lines, 1.0) != LoadVerdict::Calm;
        over.extend(told.iter().filter(state).map(|u| (seed, u.name.clone(), u.parts)));
    }
    assert!(over.len() <= 2, "{over:#?}");
}
