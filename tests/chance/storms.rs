//! What is of one storm is told of that storm: durations and counts that hang on it are no evidence of anything else.

use crate::support::builder::{Builder, Inc};
use retroscope::analyse::{Params, Results, run};
use retroscope::findings::areas::Areas;
use retroscope::findings::mttx::Mttx;
use retroscope::findings::overlap::Overlap;
use retroscope::findings::rule::{Facts, Rule};
use retroscope::findings::severity::Severity;
use retroscope::findings::{Claim, Grade};
use retroscope::frame::DataSet;
use retroscope::model::row::IncidentIx;

/// Incidents at odd hours over a quarter, of lengths around one hour that repeat in the same order.
fn usual(first_month: u32, n: u32, service: &'static str, minutes: i64) -> impl Iterator<Item = Inc> {
    (0..n).map(move |i| {
        let at = format!("2026-{:02}-{:02} {:02}:00", first_month + i % 3, 1 + (i * 7) % 27, (5 * i + 3) % 24);
        Inc::at(&at).minutes(minutes + 11 * i64::from((i * 5) % 9)).sev(3).service(service)
    })
}

/// Thirty of them within an hour, each open for ten hours or so, so many of them in a service of their own.
fn storm(own: u32, service: &'static str) -> impl Iterator<Item = Inc> {
    (0..30).map(move |i| {
        let service = if i < own { service } else { "mail" };
        Inc::at(&format!("2026-08-12 10:{:02}", 2 * i)).minutes(560 + 3 * i64::from(i)).sev(3).service(service)
    })
}

fn data(builder: Builder) -> (DataSet, Results) {
    let data = builder.build();
    let results = run(&data, &Params::default(), &|_| {});
    (data, results)
}

fn told(rule: &dyn Rule, (data, results): &(DataSet, Results), id: &str) -> Claim {
    let part = rule.part(&Facts::new(data, results, false));
    part.claims.iter().find(|claim| claim.id == id).unwrap_or_else(|| panic!("no {id}")).clone()
}

#[test]
fn a_recovery_time_that_hangs_on_a_storm_is_no_evidence_of_a_change() {
    let quiet = || Builder::quarter(2026, 3).incidents(usual(4, 40, "shop", 40)).incidents(usual(7, 40, "shop", 40));
    let stormy = data(quiet().incidents(storm(30, "shop")));
    assert!(stormy.1.overlap.storms.iter().any(|storm| storm.is_unusual()), "a storm is found");
    let claim = told(&Mttx, &stormy, "mttx.ttr");
    assert!(claim.numbers["p"] < 0.01, "{:?}", claim.numbers);
    assert_eq!(claim.grade, Grade::NoEvidence, "{}", claim.sentence);
    assert!(claim.sentence.contains("because it depends on the storms"), "{}", claim.sentence);
    assert_eq!(claim.lead, "Recovery times: no evidence of a change outside the storms.");
    assert!(claim.brief.contains("Outside the storms it was"), "{}", claim.brief);
    assert!(claim.robustness.iter().any(|line| line.contains("Without the 30 incidents that began in storms")));
    // Random splits do not know of the storm either.
    let splits = told(&Mttx, &stormy, "mttx.noise/ttr");
    assert!(splits.numbers["p"] <= 0.05, "{:?}", splits.numbers);
    assert_eq!(splits.grade, Grade::NoEvidence, "{}", splits.sentence);
    assert!(splits.sentence.contains("because that depends on the storms"), "{}", splits.sentence);
}

#[test]
fn what_is_left_within_severities_hangs_on_the_storm_as_well() {
    let mild = |month: u32| usual(month, 30, "mail", 40).map(|inc| inc.sev(4));
    let quiet = Builder::quarter(2026, 3)
        .incidents(usual(4, 40, "shop", 40).chain(mild(4)))
        .incidents(usual(7, 40, "shop", 40).chain(mild(7)));
    let found = data(quiet.incidents(storm(30, "shop")));
    let within = told(&Mttx, &found, "mttx.mix/ttr");
    assert!(within.numbers["p"] <= 0.05, "{:?}", within.numbers);
    assert_eq!(within.grade, Grade::NoEvidence, "{}", within.sentence);
    assert!(within.sentence.contains("because that depends on the storms"), "{}", within.sentence);
    assert!(within.robustness.iter().any(|line| line.contains("Without the 30 incidents that began in storms")));
    // What is graded has a q, also where it is a weak signal at most.
    let graded = ["mttx.mix/ttr", "mttx.noise/ttr", "mttx.groups/ttr"].map(|id| told(&Mttx, &found, id).q);
    assert!(graded.iter().all(Option::is_some), "{graded:?}");
}

/// A stratum that only one period has is in no figure, so it is in no number beside it either.
#[test]
fn a_geometric_mean_within_severities_is_of_those_that_both_periods_have() {
    let mild = |month: u32| usual(month, 30, "mail", 40).map(|inc| inc.sev(4));
    let unstated = usual(7, 2, "mail", 40).map(|inc| inc.sev(0));
    let quiet = Builder::quarter(2026, 3)
        .incidents(usual(4, 40, "shop", 40).chain(mild(4)))
        .incidents(usual(7, 40, "shop", 40).chain(mild(7)).chain(unstated));
    let within = told(&Mttx, &data(quiet), "mttx.mix/ttr");
    assert_eq!(within.n, Some(140));
    let opening = "The geometric mean of the time to resolve of the 70 incidents in Q3 2026 was ";
    assert!(within.sentence.starts_with(opening), "{}", within.sentence);
    assert!(within.sentence.contains(" times that of the 70 in Q2 2026."), "{}", within.sentence);
}

#[test]
fn a_change_of_all_stands_beside_a_storm() {
    let slower = Builder::quarter(2026, 3).incidents(usual(4, 40, "shop", 40)).incidents(usual(7, 40, "shop", 160));
    let claim = told(&Mttx, &data(slower.incidents(storm(30, "shop"))), "mttx.ttr");
    assert!(claim.grade.is_at_least(Grade::Evidence), "{:?}: {}", claim.grade, claim.sentence);
}

#[test]
fn a_service_with_more_incidents_in_a_storm_alone_is_a_weak_signal_at_most() {
    let even = |now: u32| {
        Builder::quarter(2026, 3)
            .incidents(usual(4, 10, "shop", 40))
            .incidents(usual(4, 30, "mail", 40))
            .incidents(usual(7, now, "shop", 40))
            .incidents(usual(7, 30, "mail", 40))
    };
    let claim = told(&Areas, &data(even(20).incidents(storm(8, "shop"))), "areas.change/shop");
    assert!(!claim.grade.is_at_least(Grade::Evidence), "{:?}: {}", claim.grade, claim.sentence);
    let reason = "Without the 8 incidents that began in storms it is 20 against 10";
    assert!(claim.robustness.iter().any(|line| line.contains(reason)), "{:?}", claim.robustness);
    // Three times as many without any storm is evidence, and stays it with one.
    let more = told(&Areas, &data(even(44).incidents(storm(0, "shop"))), "areas.change/shop");
    assert!(more.grade.is_at_least(Grade::Evidence), "{:?}: {}", more.grade, more.sentence);
}

/// What is left without the storms stands beside every count that rose, with its range, whether it takes anything away or not.
#[test]
fn what_is_left_without_storms_stands_beside_every_rise() {
    let steady = || {
        Builder::quarter(2026, 3)
            .incidents(usual(4, 30, "mail", 40))
            .incidents(usual(4, 1, "shop", 40))
            .incidents(usual(7, 30, "mail", 40))
            .incidents(usual(7, 6, "shop", 40))
    };
    let found = data(steady().incidents(storm(3, "shop")));
    // 9 against 1 in a small service: evidence or not, it says what is left of it.
    let small = told(&Areas, &found, "areas.change/shop");
    let line = "Without the 3 incidents that began in storms it is 6 against 1, 5.93 times the weekly rate (plausible ";
    assert!(small.robustness.iter().any(|said| said.starts_with(line)), "{:?}", small.robustness);
    // All of them rose by the storm alone: a weak signal at most, with the same figures.
    let all = told(&Areas, &found, "areas.total-change");
    assert!(!all.grade.is_at_least(Grade::Evidence), "{}", all.sentence);
    // A rise that stands without them says so too.
    let more = Builder::quarter(2026, 3)
        .incidents(usual(4, 20, "shop", 40))
        .incidents(usual(7, 80, "shop", 40))
        .incidents(storm(12, "shop"));
    let stands = told(&Areas, &data(more), "areas.change/shop");
    let kept = "Without the 12 incidents that began in storms it is 80 against 20, ";
    let said = stands.robustness.iter().find(|said| said.starts_with(kept)).expect("what is left");
    assert!(said.ends_with(": still more.") && stands.grade.is_at_least(Grade::Evidence), "{said}");
}

#[test]
fn a_mix_of_severities_that_a_storm_moved_is_a_weak_signal_at_most() {
    let mild = |month: u32| usual(month, 40, "shop", 40).map(|inc| inc.sev(4));
    let quiet =
        || Builder::quarter(2026, 3).incidents(mild(4)).incidents(usual(4, 10, "mail", 40).map(|inc| inc.sev(2)));
    let now = |builder: Builder| builder.incidents(mild(7)).incidents(usual(7, 10, "mail", 40).map(|inc| inc.sev(2)));
    let moved = data(now(quiet()).incidents(storm(30, "shop").map(|inc| inc.sev(2))));
    let claim = told(&Severity, &moved, "severity.mix-moved");
    assert!(claim.numbers["p"] < 0.01 && claim.grade == Grade::Weak, "{:?} {}", claim.grade, claim.sentence);
    let left = "Without the 30 incidents that began in storms they are 10 of 50, a difference of 0 percentage points";
    assert!(claim.robustness.iter().any(|said| said.starts_with(left)), "{:?}", claim.robustness);
}

/// Two storms that are each held against all the rest would each leave the other one in.
#[test]
fn the_largest_of_several_storms_says_what_was_left_without_all_of_them() {
    let again = (0..20).map(|i| Inc::at(&format!("2026-09-02 14:{:02}", 2 * i)).minutes(300).sev(3).service("mail"));
    let both = Builder::quarter(2026, 3)
        .incidents(usual(4, 40, "shop", 40))
        .incidents(usual(7, 40, "shop", 40))
        .incidents(storm(0, "shop"))
        .incidents(again);
    let (data, results) = data(both);
    let part = Overlap.part(&Facts::new(&data, &results, false));
    let storms: Vec<&Claim> = part.claims.iter().filter(|claim| claim.code == "overlap.storm").collect();
    let unusual: Vec<&&Claim> =
        storms.iter().filter(|claim| claim.numbers.get("p").is_some_and(|p| *p < 0.05)).collect();
    assert_eq!(unusual.len(), 2, "{storms:?}");
    let told: Vec<bool> = unusual.iter().map(|claim| claim.brief.contains("Without the two such storms")).collect();
    assert_eq!(told, [true, false], "{unusual:?}");
    let rest = data.incident_view().len() as u64 - 40 - storms_rows(&results);
    assert!(unusual[0].brief.contains(&format!("there were {rest} (40 in Q2 2026)")), "{}", unusual[0].brief);
}

fn storms_rows(results: &Results) -> u64 {
    let rows: std::collections::BTreeSet<IncidentIx> =
        results.overlap.storms.iter().filter(|storm| storm.is_unusual()).flat_map(|storm| storm.rows.clone()).collect();
    rows.len() as u64
}
