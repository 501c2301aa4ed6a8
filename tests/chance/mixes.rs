//! A change of a duration that is one of what kind of incidents there were is no evidence of any other, by whatever the
//! incidents can be sorted; the mix of severities is graded by the effect that is printed.

use super::{Made, case, in_headlines, is_evidence, quarters, table_of, told};
use retroscope::findings::{Claim, Findings, Grade};
use retroscope::stats::random::{Rng, stream};

fn ttr(findings: &Findings) -> &Claim {
    findings.claim("mttx.ttr").unwrap()
}

#[test]
fn what_services_explain_is_no_evidence() {
    let found = case("3-simpson-by-service");
    let claim = ttr(&found);
    assert_eq!(claim.grade, Grade::NoEvidence);
    for part in [
        "no evidence of a change, because it depends on the mix of services",
        // Planted: every service takes 1.3 times as long.
        "Within services the typical incident took 1.29 times as long (plausible 1.15–1.46)",
    ] {
        assert!(claim.sentence.contains(part), "{part}: {}", claim.sentence);
    }
    // No other sentence may call the fall a signal, as a whole or for a severity.
    let falls = found.claims.iter().filter(|c| c.sentence.contains("over sooner"));
    assert_eq!(falls.map(|c| c.id.as_str()).collect::<Vec<_>>(), Vec::<&str>::new());
    assert!(found.claim("mttx.noise/ttr").unwrap().grade == Grade::NoEvidence);
    assert!(!in_headlines(&found, "mttx.ttr"));
}

/// Incidents of teams, each with its own median now and before; `shares` deals the teams, now and before.
fn of_teams(seed: u64, n: usize, shares: [&[usize]; 2], medians: [[f64; 3]; 2]) -> Findings {
    let mut rng = stream(seed, &[401]);
    let mut rows = Vec::new();
    for (side, window) in quarters().into_iter().enumerate() {
        for at in 0..n {
            let team = shares[side][at % shares[side].len()];
            let made = Made::within(&mut rng, window).lasting(&mut rng, medians[side][team], 0.8);
            rows.push((made, ["red", "green", "blue"][team]));
        }
    }
    table_of("team", &rows)
}

#[test]
fn what_teams_explain_is_no_evidence_either() {
    // The slow team takes on most of it: every team is faster than before, all together are slower.
    let medians = [[900.0, 3_000.0, 18_000.0], [1_100.0, 3_700.0, 22_000.0]];
    let found = of_teams(3, 120, [&[0, 1, 2, 2, 2, 2], &[0, 0, 0, 0, 1, 2]], medians);
    let claim = ttr(&found);
    assert!(claim.numbers["ratio"] > 1.8, "{:?}", claim.numbers);
    assert!(claim.sentence.contains("because it depends on the mix of teams"), "{}", claim.sentence);
    assert_eq!(claim.grade, Grade::NoEvidence);
    assert!(!found.claims.iter().any(|c| c.grade != Grade::NoEvidence && c.sentence.contains("took longer")));
}

#[test]
fn a_change_within_all_of_them_stays_evidence() {
    let mut kept = 0;
    for seed in 0..4 {
        let found = of_teams(seed, 100, [&[0, 1, 2], &[0, 1, 2]], [[4_000.0; 3], [2_000.0; 3]]);
        kept += usize::from(is_evidence(ttr(&found)));
    }
    assert!(kept >= 3, "{kept} of 4");
}

#[test]
fn reopened_incidents_stand_beside_the_figure_without_them() {
    let found = super::case_at("18-reopened", Some("2026-07-10T00:00:00Z"));
    reopened(&found, "13 of 40");
    let claim = ttr(&found);
    assert!(claim.sentence.contains("Without those that were reopened (13 of 40 now, none of 40 before)"), "{claim:?}");
}

fn reopened(found: &Findings, of: &str) {
    let claim = ttr(found);
    let caveat = format!("{of} were reopened; their time runs to the last resolution.");
    assert!(claim.caveats.contains(&caveat), "{:?}", claim.caveats);
    assert!(!is_evidence(claim) && claim.grade != Grade::Weak, "{claim:?}");
    assert!(claim.sentence.contains("without them the mean is"), "{}", claim.sentence);
}

#[test]
fn another_file_of_reopened_incidents() {
    // Twelve of the 60 before were reopened, and none now: a fall that is none.
    let mut rng = stream(9, &[402]);
    let mut csv = "number,opened_at,short_description,priority,state,assignment_group,cmdb_ci,resolved_at,closed_at,reopen_count,sys_updated_on\n".to_owned();
    for (side, window) in quarters().into_iter().enumerate() {
        for at in 0..60 {
            let again = side == 1 && at % 3 == 0;
            let mut made = Made::within(&mut rng, window).lasting(&mut rng, 3_600.0, 0.7);
            made.seconds += if again { 6 * 86_400 } else { 0 };
            let time = |second: i64| {
                chrono::DateTime::from_timestamp(second, 0).unwrap().format("%Y-%m-%d %H:%M:%S").to_string()
            };
            let (start, end, after) =
                (time(made.start), time(made.start + made.seconds), time(made.start + made.seconds + 3_600));
            csv.push_str(&format!(
                "INC{side}{at:05},{start},valve {} {at},3 - Moderate,Closed,Ops,a,{end},{after},{},{after}\n",
                ["disk", "mail", "cart"][at % 3],
                u64::from(again)
            ));
        }
    }
    let found = super::from_csv("incident.csv", &csv, "[zones]\nservicenow = \"UTC\"\n", Some("2026-07-20T00:00:00Z"));
    let claim = ttr(&found);
    assert!(claim.sentence.contains("Without those that were reopened (none of 60 now, 20 of 60 before)"), "{claim:?}");
    assert!(claim.sentence.contains("depends on the incidents that were reopened"), "{}", claim.sentence);
    assert_eq!(claim.grade, Grade::NoEvidence);
}

/// Whether the sentence on the mix of severities, its grade and its interval say one thing.
fn agrees(found: &Findings) {
    let claim = found.claim("severity.mix-moved").unwrap();
    let [low, high] = claim.interval.unwrap();
    let excludes = low > 0.0 || high < 0.0;
    assert_eq!(is_evidence(claim), excludes, "{claim:?}");
    assert_eq!(claim.numbers["p"] < 0.05, excludes, "{claim:?}");
    assert_eq!(claim.sentence.starts_with("There is evidence"), excludes, "{}", claim.sentence);
    let moved = "The mix of severities moved";
    assert!(excludes || !found.claims.iter().any(|c| c.caveats.iter().any(|caveat| caveat.starts_with(moved))));
}

#[test]
fn the_mix_of_severities_is_graded_by_the_effect_that_is_printed() {
    let found = case("7-severity-mix-against-its-interval");
    agrees(&found);
    assert_eq!(found.claim("severity.mix-moved").unwrap().grade, Grade::NoEvidence);
}

fn of_severities(rng: &mut Rng, n: [usize; 2], shares: [&[u32]; 2]) -> Findings {
    let mut all = Vec::new();
    for (side, window) in quarters().into_iter().enumerate() {
        for at in 0..n[side] {
            all.push(Made { severity: shares[side][at % shares[side].len()], ..Made::within(rng, window) });
        }
    }
    told(&all)
}

#[test]
fn other_mixes_of_severities() {
    let mut rng = stream(21, &[403]);
    // The middle moves and the worst stay; then a few more of the worst, and many; last, no severe one at all.
    agrees(&of_severities(&mut rng, [60, 60], [&[1, 3, 3, 3, 3, 5], &[1, 3, 4, 4, 5, 5]]));
    agrees(&of_severities(&mut rng, [33, 36], [&[1, 2, 3], &[1, 3, 3, 3]]));
    agrees(&of_severities(&mut rng, [80, 90], [&[1, 2, 3], &[2, 3, 3, 3, 4]]));
    let mild = of_severities(&mut rng, [60, 60], [&[3, 4], &[3, 4, 4, 4]]);
    agrees(&mild);
    assert!(mild.claim("severity.mix-moved").unwrap().sentence.contains("SEV3 were 30 of 60 incidents"));
}

#[test]
fn one_severity_is_the_same_mix() {
    for (found, severity, n) in [
        (case("17-one-severity"), "SEV2", 60),
        (of_severities(&mut stream(22, &[403]), [14, 14], [&[4], &[4]]), "SEV4", 14),
    ] {
        let claim = found.claim("severity.mix-moved").unwrap();
        let wanted =
            format!("have the same one, {severity}: {n} in Q2 2026 and {n} in Q1 2026. Their mix is the same.");
        assert!(claim.sentence.contains(&wanted), "{}", claim.sentence);
        assert!(claim.grade == Grade::Fact && !claim.sentence.contains("too few"), "{claim:?}");
    }
}
