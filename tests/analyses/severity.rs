use super::{analyse, claim, sentence};
use crate::support::builder::{Builder, Inc};
use retroscope::findings::Grade;
use retroscope::findings::rule::{Facts, Part, Rule};
use retroscope::findings::severity::Severity;
use retroscope::frame::DataSet;
use retroscope::text::wording::{Support, violations};

fn part(data: &DataSet) -> Part {
    let results = analyse(data);
    let part = Severity.part(&Facts::new(data, &results, false));
    for claim in &part.claims {
        assert_eq!(violations(&claim.sentence, Support::default()), [], "{}", claim.sentence);
    }
    part
}

/// So many incidents of SEV1, SEV2, … in a month.
fn month(month: u32, counts: &[u32]) -> Vec<Inc> {
    let of = |(rank, n): (usize, &u32)| {
        let n = *n;
        (0..n).map(move |i| Inc::at(&format!("2026-{month:02}-{:02} 10:00", 1 + i % 28)).sev(rank as u32 + 1))
    };
    counts.iter().enumerate().flat_map(of).collect()
}

#[test]
fn a_mix_that_moved_is_told_and_flagged() {
    let data = Builder::quarter(2026, 3).incidents(month(5, &[5, 8, 37])).incidents(month(8, &[5, 20, 25])).build();
    let severity = analyse(&data).severity;
    let moved = severity.moved.clone().unwrap();
    // Chi-squared of (5, 20, 25) against (5, 8, 37) by hand.
    assert!((moved.chi2 - 7.465_437_788).abs() < 1e-8 && moved.df == 2 && (moved.p - 0.023_927_690_46).abs() < 1e-9);
    assert!(severity.mix_moved);
    assert!((moved.worst[0] - 0.24).abs() < 1e-12);
    let part = part(&data);
    assert_eq!(
        sentence(&part, "severity.mix"),
        "50 incidents that began in Q3 2026 state a severity: 5 SEV1, 20 SEV2 and 25 SEV3."
    );
    let told = claim(&part, "severity.mix-moved");
    assert_eq!((told.grade, told.compared_with.as_deref()), (Grade::Evidence, Some("Q2 2026")));
    assert!(
        told.sentence.contains(
            "SEV1 and SEV2 were 25 of 50 incidents, and 13 of 50 in Q2 2026, a difference of 24 percentage points"
        ),
        "{}",
        told.sentence
    );
}

#[test]
fn rare_severities_are_joined_before_the_test() {
    let data = Builder::quarter(2026, 3).incidents(month(5, &[1, 19, 20])).incidents(month(8, &[1, 20, 19])).build();
    let severity = analyse(&data).severity;
    // Two SEV1 in all expect one in each period, so SEV1 and SEV2 are one group.
    assert_eq!(severity.moved.as_ref().map(|m| m.df), Some(1));
    assert!(!severity.mix_moved);
    let part = part(&data);
    let told = claim(&part, "severity.mix-moved");
    assert_eq!(told.grade, Grade::NoEvidence);
    assert!(
        told.sentence.contains("A difference below about 31 percentage points would not show."),
        "{}",
        told.sentence
    );
}

#[test]
fn the_share_of_the_worst_moves_over_quarters() {
    let quarters = [(2, [2, 3, 15]), (5, [4, 6, 10]), (8, [5, 10, 5])];
    let data = quarters.iter().fold(Builder::quarter(2026, 3), |b, (m, counts)| b.incidents(month(*m, counts))).build();
    let drift = analyse(&data).severity.drift.unwrap();
    // 5, 10, 15 of 20: z = √10.
    assert_eq!(drift.quarters, 3);
    assert!((drift.z - 10.0_f64.sqrt()).abs() < 1e-9);
    assert_eq!(claim(&part(&data), "severity.drift").grade, Grade::Evidence);
}

#[test]
fn a_severity_that_is_recorded_more_often_is_a_weak_signal_at_most() {
    let silent = (0..30).map(|i| Inc::at(&format!("2026-05-{:02} 12:00", 1 + i % 28)));
    let data = Builder::quarter(2026, 3)
        .incidents(month(5, &[5, 8, 37]))
        .incidents(silent)
        .incidents(month(8, &[5, 20, 25]))
        .build();
    let part = part(&data);
    let told = claim(&part, "severity.mix-moved");
    assert_eq!(told.grade, Grade::Weak);
    assert!(told.robustness[0].contains("recording change"), "{:?}", told.robustness);
}

#[test]
fn too_few_severities_say_so() {
    let data = Builder::quarter(2026, 3)
        .incidents(month(5, &[3]))
        .incidents((1..=20).map(|d| Inc::at(&format!("2026-08-{d:02} 10:00"))))
        .build();
    let part = part(&data);
    assert_eq!(claim(&part, "severity.mix").grade, Grade::NotAssessable);
    assert_eq!(claim(&part, "severity.mix-moved").grade, Grade::NotAssessable);
    assert_eq!(part.unknowns.len(), 1);
    assert!(!analyse(&data).severity.mix_moved);
}

#[test]
fn one_quarter_that_differs_is_no_direction() {
    let counts = |month: u32| if month == 8 { [3, 17, 20] } else { [1, 7, 32] };
    let incidents = [2, 5, 8].into_iter().fold(Builder::quarter(2026, 3), |b, m| b.incidents(month(m, &counts(m))));
    let year_before = |builder: Builder, (year, m): (i32, u32)| {
        let moved = move |day: u32| Inc::at(&format!("{year}-{m:02}-{day:02} 10:00"));
        let ranks = [(1_u32, 1_u32), (7, 2), (32, 3)];
        let all = ranks.into_iter().flat_map(move |(n, rank)| (0..n).map(move |i| moved(1 + i % 28).sev(rank)));
        builder.incidents(all.collect::<Vec<_>>())
    };
    let data = [(2025, 2), (2025, 5), (2025, 8), (2025, 11)].into_iter().fold(incidents, year_before).build();
    let drift = analyse(&data).severity.drift.unwrap();
    assert!(drift.p < 0.05 && drift.is_step(), "{drift:?}");
    let part = part(&data);
    let told = claim(&part, "severity.drift");
    assert_eq!(told.grade, Grade::NoEvidence);
    assert!(drift.before.is_some());
    let said = told.sentence.contains("all of it in the last quarter; without that it is ");
    assert!(said, "{}", told.sentence);
    assert!(told.method.contains("the same without the last quarter"), "{}", told.method);
}
