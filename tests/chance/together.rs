//! Long incidents that come independently of each other are no coming together.

use super::verdicts::claim;
use super::{Made, case, is_evidence, quarters, told};
use crate::support::builder::{Builder, Inc};
use retroscope::analyse::overlap::excess::Excess;
use retroscope::analyse::{Params, run};
use retroscope::findings::overlap::Overlap;
use retroscope::findings::{Claim, Findings, Grade};
use retroscope::stats::random::{Rng, stream};

fn excess(findings: &Findings) -> Grade {
    findings.claim("overlap.excess").map_or(Grade::NotAssessable, |claim| claim.grade)
}

#[test]
fn independent_long_incidents_are_no_evidence() {
    let found = case("13-long-incidents-together");
    let claim = found.claim("overlap.excess").unwrap();
    assert!(!is_evidence(claim), "{claim:?}");
    assert!(claim.method.contains("move together"), "{}", claim.method);
}

/// Both quarters of six services, of which every `nth` lasts one to three weeks.
fn independent(rng: &mut Rng, n: usize, nth: usize) -> Vec<Made> {
    let mut all = Vec::new();
    for window in quarters() {
        for at in 0..n {
            let mut made = Made::within(rng, window).lasting(rng, 3_600.0, 1.0);
            if at % nth == 0 {
                made.seconds = 7 * 86_400 + i64::try_from(rng.below(14 * 86_400)).unwrap();
            }
            all.push(Made { service: format!("s{}", rng.below(6)), ..made });
        }
    }
    all
}

#[test]
fn other_files_of_long_ones() {
    let found = (0..10).filter(|seed| {
        let told = told(&independent(&mut stream(*seed, &[431]), 70, 6));
        matches!(excess(&told), Grade::Evidence | Grade::Strong)
    });
    let n = found.count();
    assert!(n <= 1, "evidence in {n} of 10 files of independent incidents");
}

#[test]
fn services_that_fail_together_are_still_found() {
    let mut rng = stream(77, &[432]);
    let mut all = independent(&mut rng, 30, 1_000);
    for window in quarters() {
        // Two at a time are no storm.
        for _ in 0..20 {
            let first = Made::within(&mut rng, window);
            for service in 0..2 {
                let start = first.start + 300 * service;
                all.push(Made { start, seconds: 5 * 3_600, service: format!("s{service}"), severity: 2 });
            }
        }
    }
    let grade = excess(&told(&all));
    assert!(matches!(grade, Grade::Evidence | Grade::Strong), "{grade:?}");
}

/// What is said of so many hours with two open, where random moves give so many.
fn seen(hours: i64, expected: f64, range: [f64; 2], p: f64) -> Claim {
    const HOUR: i64 = 3_600_000;
    let data = Builder::quarter(2026, 3).incidents([Inc::at("2026-07-01 10:00").minutes(60)]).build();
    let mut results = run(&data, &Params::default(), &|_| {});
    let ms = |hours: f64| hours * HOUR as f64;
    results.overlap.excess = Some(Excess {
        level: 2,
        weeks: 13,
        groups: 4,
        incidents: 80,
        observed: hours * HOUR,
        expected: ms(expected),
        range: range.map(ms),
        p,
        neighbours: vec![(hours as f64 > expected, p)],
        replicates: 999,
        grid: 300_000,
    });
    claim(&Overlap, &data, &results, "overlap.excess")
}

#[test]
fn less_time_together_is_not_told_as_more() {
    let less = seen(12, 40.0, [25.0, 61.0], 0.004);
    assert!(less.grade.is_at_least(Grade::Weak), "{less:?}");
    assert!(less.sentence.contains("come at the same time less often than"), "{}", less.sentence);
    let more = seen(90, 40.0, [25.0, 61.0], 0.004);
    assert!(more.sentence.contains("come at the same time more often than"), "{}", more.sentence);
}

#[test]
fn what_lies_inside_its_own_range_is_no_signal() {
    for (hours, p) in [(47, 0.088), (70, 0.07)] {
        let inside = seen(hours, 56.0, [46.0, 72.0], p);
        assert_eq!(inside.grade, Grade::NoEvidence, "{}", inside.sentence);
        assert!(inside.sentence.contains("more or less often"), "{}", inside.sentence);
        assert!(!inside.robustness.iter().any(|line| line.contains("The direction holds")), "{:?}", inside.robustness);
    }
}
