//! Long incidents that come independently of each other are no coming together.

use super::{Made, case, is_evidence, quarters, told};
use retroscope::findings::{Findings, Grade};
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
