//! One question has one verdict and one reason.

use crate::support::builder::{Builder, Inc};
use retroscope::analyse::mttx::censored::Within;
use retroscope::analyse::mttx::cohorts::Against;
use retroscope::analyse::mttx::mix::MixShift;
use retroscope::analyse::mttx::robustness::Robustness;
use retroscope::analyse::mttx::traits::By;
use retroscope::analyse::mttx::values::Metric;
use retroscope::analyse::{Params, Results, run};
use retroscope::findings::mttx::Mttx;
use retroscope::findings::rule::{Facts, Rule};
use retroscope::findings::{Claim, Grade};
use retroscope::frame::DataSet;

pub(super) fn claim(rule: &dyn Rule, data: &DataSet, results: &Results, id: &str) -> Claim {
    let part = rule.part(&Facts::new(data, results, false));
    part.claims.iter().find(|claim| claim.id == id).unwrap_or_else(|| panic!("no {id}")).clone()
}

/// Both quarters, 60 incidents each, of the one under review three still open.
fn slower(now: i64) -> (DataSet, Results) {
    let of = |first: u32, minutes: i64| {
        (0..60_u32).map(move |i| {
            let at = format!("2026-{:02}-{:02} {:02}:00", first + i % 3, 1 + (i * 7) % 27, (5 * i + 3) % 24);
            Inc::at(&at).minutes(minutes + 11 * i64::from((i * 5) % 9)).sev(3).service(["a", "b"][i as usize % 2])
        })
    };
    let open = (1..4).map(|day| Inc::at(&format!("2026-09-{day:02} 10:00")).sev(3).service("a").open());
    let data = Builder::quarter(2026, 3)
        .exported("2026-10-01 00:00")
        .incidents(of(4, 40))
        .incidents(of(7, now))
        .incidents(open)
        .build();
    let results = run(&data, &Params::default(), &|_| {});
    (data, results)
}

fn change(results: &mut Results, with: impl FnOnce(&mut Robustness)) {
    let is = |s: &&mut Robustness| {
        s.change.group.kind == "all" && s.change.metric == Metric::Ttr && s.change.against == Against::Previous
    };
    with(results.mttx.robustnesses.iter_mut().find(is).unwrap());
}

fn both(data: &DataSet, results: &Results) -> [Claim; 2] {
    ["mttx.ttr", "mttx.open-change/ttr"].map(|id| claim(&Mttx, data, results, id))
}

fn mix(by: By, total: f64, within: f64, within_interval: [f64; 2]) -> MixShift {
    let mix = total / within;
    MixShift {
        by,
        total,
        mix,
        within,
        within_interval,
        p: 0.5,
        strata: Vec::new(),
        unmatched: 0.0,
        reweighted_median: None,
    }
}

/// A test within severities of one service that finds nothing.
fn nothing_within(s: &mut Robustness) {
    let survival = s.survival.as_mut().unwrap();
    survival.within = vec![Within { by: By::SeverityAndService, p: 0.4, sooner: false }];
}

#[test]
fn what_a_mix_takes_away_is_taken_from_both_comparisons() {
    let (data, mut results) = slower(160);
    for told in both(&data, &results) {
        assert!(told.grade.is_at_least(Grade::Evidence), "{told:?}");
    }
    change(&mut results, |s| {
        nothing_within(s);
        (s.mix, s.mixes) = (None, Vec::new());
    });
    for told in both(&data, &results) {
        assert_eq!(told.grade, Grade::NoEvidence, "{}", told.sentence);
        let reason = "because it depends on the mix of severities and services";
        assert!(told.sentence.contains(reason), "{}", told.sentence);
        assert!(!told.robustness.iter().any(|r| r.contains("holds after allowing for the mix of severities and")));
    }
    // The same where only the ratio of those that are over shows it.
    change(&mut results, |s| {
        s.survival.as_mut().unwrap().within.clear();
        s.mixes = vec![mix(By::Service, 2.9, 1.02, [0.8, 1.3])];
    });
    for told in both(&data, &results) {
        assert_eq!(told.grade, Grade::NoEvidence, "{}", told.sentence);
        assert!(told.sentence.contains("because it depends on the mix of services"), "{}", told.sentence);
    }
}

#[test]
fn a_ratio_that_is_clear_within_the_kinds_stands_in_both() {
    let (data, mut results) = slower(160);
    change(&mut results, |s| {
        nothing_within(s);
        s.mixes = vec![mix(By::SeverityAndService, 2.9, 2.7, [2.0, 3.6])];
    });
    for told in both(&data, &results) {
        assert!(told.grade.is_at_least(Grade::Evidence), "{told:?}");
        assert!(!told.robustness.iter().any(|line| line.contains("there is no evidence")), "{:?}", told.robustness);
    }
}

#[test]
fn without_a_change_of_those_that_are_over_there_is_none_with_the_open_one() {
    let (data, mut results) = slower(40);
    change(&mut results, |s| {
        let survival = s.survival.as_mut().unwrap();
        (survival.ratio, survival.p, survival.sooner) = (Some((1.67, [1.23, 2.26])), Some(0.002), Some(false));
        survival.within.clear();
    });
    let [over, open] = both(&data, &results);
    assert!(!over.grade.is_at_least(Grade::Weak), "{}", over.sentence);
    assert_eq!(open.grade, Grade::NoEvidence, "{}", open.sentence);
    assert!(open.sentence.contains("no evidence of a change, because"), "a reason is given: {}", open.sentence);
}
