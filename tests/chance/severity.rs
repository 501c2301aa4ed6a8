//! "More critical incidents take longer" needs a test of the whole order.

use super::{Made, case, in_headlines, is_evidence, quarters, told};
use retroscope::findings::{Findings, Grade};
use retroscope::stats::random::{Rng, stream};

const CODE: &str = "mttx.severity-order";

fn silent(findings: &Findings) {
    assert!(!in_headlines(findings, CODE), "{:?}", findings.claim(CODE));
    if let Some(claim) = findings.claim(CODE) {
        assert!(claim.lead.is_empty() && !is_evidence(claim) && claim.grade != Grade::Fact, "{claim:?}");
    }
}

/// Incidents of the quarter under review; `median` gives that of a severity.
fn quarter(rng: &mut Rng, n: usize, shares: &[u32], median: impl Fn(u32) -> f64) -> Vec<Made> {
    let [now, _] = quarters();
    let one = |at: usize, rng: &mut Rng| {
        let severity = shares[at % shares.len()];
        Made { severity, ..Made::within(rng, now).lasting(rng, median(severity), 1.0) }
    };
    (0..n).map(|at| one(at, rng)).collect()
}

#[test]
fn severities_dealt_at_random_are_no_headline() {
    silent(&case("5-severity-order-by-chance"));
    let simpson = case("3-simpson-by-service");
    silent(&simpson);
    let claim = simpson.claim(CODE).unwrap();
    assert_eq!(claim.grade, Grade::NoEvidence);
    // scipy.stats.kendalltau(severity, seconds, method="asymptotic") of scipy 1.17.1 on this file.
    assert!((claim.numbers["p"] - 0.823_077_557).abs() < 1e-7, "{:?}", claim.numbers);
    assert!(claim.sentence.contains("half of the 97 of SEV2 within 35 minutes"), "{}", claim.sentence);
}

#[test]
fn shuffled_severities_are_evidence_in_few_files() {
    let (mut bold, files) = (0, 24);
    for seed in 0..files {
        let mut rng = stream(seed, &[171]);
        let found = told(&quarter(&mut rng, 90, &[1, 2, 2, 3, 3, 4], |_| 3_000.0));
        bold += usize::from(in_headlines(&found, CODE));
    }
    // Half of five in a hundred go this way; three of 24 or more would come up in 2 of 100 runs.
    assert!(bold <= 2, "in bold in {bold} of {files} files in which nothing goes with severity");
}

#[test]
fn an_order_that_is_there_is_told_with_its_range() {
    let mut rng = stream(3, &[172]);
    let found = told(&quarter(&mut rng, 160, &[1, 2, 3, 4], |severity| 14_000.0 / f64::from(severity).powi(2)));
    let claim = found.claim(CODE).unwrap();
    assert_eq!(claim.grade, Grade::Strong);
    assert!(claim.lead.ends_with("take longest here."), "{}", claim.lead);
    assert!(in_headlines(&found, CODE));
    let [low, high] = claim.interval.unwrap();
    assert!(low > 3.0 && high < 50.0, "16 times as long was planted: {low} to {high}");
    assert!(claim.sentence.contains("strong evidence that more critical incidents take longer"), "{}", claim.sentence);
}

#[test]
fn the_expected_order_is_no_news_and_nine_are_too_few() {
    let mut rng = stream(4, &[173]);
    let found = told(&quarter(&mut rng, 160, &[1, 2, 3, 4], |severity| 600.0 * f64::from(severity).powi(2)));
    let claim = found.claim(CODE).unwrap();
    assert!(is_evidence(claim) && claim.lead.is_empty() && !in_headlines(&found, CODE), "{claim:?}");
    assert!(claim.sentence.contains("more critical incidents are over sooner"), "{}", claim.sentence);
    // Nine of each of four severities, sixteen times as long: nothing is tested, nothing is said.
    let found = told(&quarter(&mut rng, 36, &[1, 2, 3, 4], |severity| 14_000.0 / f64::from(severity).powi(2)));
    assert!(found.claim(CODE).is_none());
}

#[test]
fn a_severity_with_a_handful_is_left_out_and_named() {
    let mut rng = stream(5, &[174]);
    let mut shares = vec![2, 2, 3, 3];
    shares.extend([2, 2, 3, 3].repeat(6));
    shares.push(1);
    let found = told(&quarter(&mut rng, 145, &shares, |severity| if severity == 2 { 9_000.0 } else { 1_500.0 }));
    let claim = found.claim(CODE).unwrap();
    assert_eq!(claim.lead, "More critical incidents take longer here.");
    assert!(claim.caveats.iter().any(|c| c == "Too few to be tested: SEV1 (5 known times)."), "{:?}", claim.caveats);
}

/// So many incidents of four severities, one in thirty the most critical: it takes four times as long, and the least
/// critical ones, which are more, a little longer than most.
fn one_apart() -> Findings {
    let [now, _] = quarters();
    let mut rng = stream(6, &[176]);
    let one = |at: usize, rng: &mut Rng| {
        let severity = [1, 2, 2, 4, 4, 4].get(at % 30).copied().unwrap_or(3);
        let median = [0.0, 12_000.0, 3_600.0, 3_000.0, 4_800.0][severity as usize];
        Made { severity, ..Made::within(rng, now).lasting(rng, median, 0.9) }
    };
    told(&(0..600).map(|at| one(at, &mut rng)).collect::<Vec<Made>>())
}

#[test]
fn a_severity_that_stands_apart_is_told_though_there_is_no_order() {
    let found = one_apart();
    let claim = found.claim("mttx.severity-order").unwrap();
    assert_eq!(claim.grade, Grade::NoEvidence, "{}", claim.sentence);
    let said = &claim.sentence;
    assert!(said.contains("over all 4"), "{said}");
    assert!(said.contains("Severity against severity, a typical SEV1 incident took "), "{said}");
    assert!(said.contains("times as long as one of SEV3 (plausible "), "{said}");
    // Pairs are looked through because the test of the order found nothing: no evidence, and each a comparison.
    assert!(said.contains("that allows for all 6 pairs, and is a weak signal at most"), "{said}");
    assert!(found.comparisons_made >= 7, "{}", found.comparisons_made);
    // A bound of the two ends is none of the order, and none where they differ.
    let bound = said.contains("times as long would not show");
    assert!(!bound || said.contains("between these two less than about"), "{said}");
}
