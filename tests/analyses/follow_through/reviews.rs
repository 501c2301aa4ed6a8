//! Written reviews as files, beside the tickets of a desk: who has one, how soon, and what followed.

use crate::support::run::{Run, run};
use retroscope::findings::Grade;
use std::fmt::Write;

const DESK: &str = r#"
[zones]
review = "UTC"
desk = "UTC"
[[mapping]]
name = "desk"
files = ["desk.csv"]
[mapping.fields]
id = "id"
title = "title"
started_at = "start"
resolved_at = "end"
severity = "severity"
"#;

/// The day of July on which a review was last changed, and those on which its follow-ups were created.
type Written = (Option<u32>, &'static [u32]);

/// Reviews of incidents that ended on 2 July, severity 2; and tickets with nothing but a severity.
fn reviewed(written: &[Written], tickets: &[(&str, &str)]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    for (nth, (changed, created)) in written.iter().enumerate() {
        let letter = char::from(b'a' + u8::try_from(nth).unwrap());
        let mut text = format!(
            "---\ntitle: \"Outage of part {letter}{letter}{letter}\"\ndate: 2026-07-02\nseverity: SEV2\nservices: [part-{letter}]\n\
             start_time: 2026-07-02T{nth:02}:00:00Z\nend_time: 2026-07-02T{nth:02}:30:00Z\n"
        );
        if let Some(day) = changed {
            writeln!(text, "last_modified: 2026-07-{day:02}T12:00:00Z").unwrap();
        }
        text.push_str("---\n\n## Summary\nSomething broke.\n\n## Action items\n\n");
        text.push_str("| Action | Owner | Due | Status | Created |\n| --- | --- | --- | --- | --- |\n");
        for day in *created {
            writeln!(text, "| Repair {letter} of day {day} | | | open | 2026-07-{day:02} |").unwrap();
        }
        std::fs::write(folder.path().join(format!("2026-07-02-{letter}.md")), text).unwrap();
    }
    let mut desk = "id,title,start,end,severity\n".to_owned();
    for (nth, (day, severity)) in tickets.iter().enumerate() {
        writeln!(desk, "T{nth},Ticket of {day} number {nth},{day}T01:00:00Z,{day}T02:00:00Z,{severity}").unwrap();
    }
    std::fs::write(folder.path().join("desk.csv"), desk).unwrap();
    run(&[folder.path().to_owned()], DESK, "2026Q3")
}

#[test]
fn serious_incidents_without_a_review_are_counted_and_late_ones_told_apart() {
    let tickets = [
        ("2026-07-20", "SEV1"),
        ("2026-07-21", "SEV2"),
        ("2026-07-22", "SEV3"),
        ("2026-09-25", "SEV1"),
        ("2026-09-30", "SEV4"),
    ];
    let run = reviewed(&[(None, &[]), (None, &[])], &tickets);
    let claim = run.review.findings.claim("follow-through.reviews").unwrap();
    assert_eq!(
        claim.sentence,
        "3 of 5 incidents of severity 1 or 2 that began in Q3 2026 have no written review on record. 1 of them is open or ended less than 14 days before the exports were made."
    );
    assert_eq!((claim.grade, claim.coverage), (Grade::Fact, Some(0.4)));
    assert_eq!(claim.incident_ids.len(), 3);
    let rows = &run
        .review
        .findings
        .sections
        .iter()
        .flat_map(|s| &s.tables)
        .find(|t| t.id == "reviews-by-severity")
        .unwrap()
        .rows;
    let row = |name: &str| rows.iter().find(|row| row[0] == name).unwrap()[1..].join(" ");
    assert_eq!(["SEV1", "SEV2", "SEV3", "SEV4"].map(row), ["2 0 2", "3 2 1", "1 0 1", "1 0 1"]);
}

/// The day of a review is the one on which it says that it was last changed: 3, 4, 6, 9 and 24 days after the second of July.
#[test]
fn days_from_the_end_to_the_review_have_a_median_and_a_range() {
    let written: [Written; 6] =
        [(Some(5), &[]), (Some(6), &[]), (Some(8), &[]), (Some(11), &[]), (Some(26), &[]), (None, &[])];
    let run = reviewed(&written, &[("2026-09-30", "SEV4")]);
    let claim = run.review.findings.claim("follow-through.review-days").unwrap();
    assert_eq!(
        claim.sentence,
        "Half of 5 reviews in Q3 2026 were written more than 6 days after the end of the incident (range 3–24 days)."
    );
    let few = reviewed(&written[..3], &[("2026-09-30", "SEV4")]);
    let claim = few.review.findings.claim("follow-through.review-days").unwrap();
    assert_eq!(claim.grade, Grade::NotAssessable);
    assert_eq!(
        claim.sentence,
        "How soon reviews are written cannot be said: the end and a later day of the review are on record for 3 of 3 reviewed incidents, and it takes 5."
    );
    let dayless = reviewed(&[(None, &[]), (None, &[])], &[("2026-09-30", "SEV4")]);
    assert_eq!(
        dayless.review.findings.claim("follow-through.review-days").unwrap().sentence,
        "How soon reviews are written cannot be said: none of the reviews of 2 incidents states the day on which it was written or last changed."
    );
}

/// Created within two weeks of the review; where its day is not known, of the end of the incident.
#[test]
fn follow_ups_of_a_review_are_soon_late_or_of_no_known_day() {
    let written: [Written; 4] = [(Some(10), &[24]), (Some(10), &[25]), (None, &[16, 28]), (None, &[])];
    let run = reviewed(&written, &[("2026-09-30", "SEV4")]);
    let claim = run.review.findings.claim("follow-through.review-actions").unwrap();
    assert_eq!(
        claim.sentence,
        "2 of 4 reviewed incidents in Q3 2026 have a follow-up that was created within 14 days."
    );
}
