//! "Among the three with most" needs every difference from the areas below to hold, all at once.

use super::{Made, case, is_evidence, quarters, told};
use retroscope::findings::{Findings, Grade};
use retroscope::stats::random::{Rng, stream};

const CODE: &str = "areas.ranks";

fn named(findings: &Findings) -> f64 {
    let claim = findings.claim(CODE).unwrap();
    assert!(!claim.sentence.contains("surely"), "{}", claim.sentence);
    claim.numbers.get("probably_among_three").copied().unwrap_or(0.0)
}

/// Incidents of the quarter, `shares` of each hundred to each service.
fn spread(rng: &mut Rng, n: usize, shares: &[u64]) -> Vec<Made> {
    let [now, _] = quarters();
    let all: u64 = shares.iter().sum();
    let service = |rng: &mut Rng| {
        let mut left = rng.below(all);
        let mut at = 0;
        while left >= shares[at] {
            left -= shares[at];
            at += 1;
        }
        format!("s{at:02}")
    };
    (0..n).map(|_| Made { service: service(rng), ..Made::within(rng, now) }).collect()
}

#[test]
fn none_of_four_equals_is_among_three() {
    let found = case("14-surely-among-three-of-four-equals");
    assert_eq!(named(&found), 0.0);
    let claim = found.claim(CODE).unwrap();
    assert_eq!(claim.grade, Grade::NoEvidence, "{}", claim.sentence);
    assert!(claim.sentence.starts_with("None of 12 services with 287 incidents is clearly among the three"));
}

#[test]
fn equals_are_named_in_few_files() {
    let (mut wrong, files) = (0, 20);
    for seed in 0..files {
        let mut rng = stream(seed, &[191]);
        // Five equals among ten, 150 incidents: 12 of 40 files named one of them.
        let found = told(&spread(&mut rng, 150, &[4, 4, 4, 4, 4, 1, 1, 1, 1, 1]));
        wrong += usize::from(named(&found) > 0.0);
    }
    assert!(wrong <= 2, "{wrong} of {files}");
}

#[test]
fn what_stands_out_is_probably_among_three() {
    let mut rng = stream(1, &[192]);
    let found = told(&spread(&mut rng, 300, &[12, 8, 1, 1, 1, 1, 1, 1, 1, 1]));
    let claim = found.claim(CODE).unwrap();
    assert!(is_evidence(claim) && claim.q.is_some_and(|q| q <= 0.05), "{claim:?}");
    assert!(
        claim.sentence.contains("s00 and s01 are probably among the three with the most incidents"),
        "{}",
        claim.sentence
    );
}

#[test]
fn concentration_against_equal_areas_is_a_description() {
    for shares in [&[12, 8, 1, 1, 1, 1, 1, 1, 1, 1][..], &[1; 10]] {
        let mut rng = stream(2, &[193]);
        let found = told(&spread(&mut rng, 300, shares));
        let claim = found.claim("areas.concentration").unwrap();
        assert_eq!(claim.grade, Grade::Fact, "{}", claim.sentence);

        assert!(!claim.sentence.contains("evidence"), "{}", claim.sentence);
    }
}
