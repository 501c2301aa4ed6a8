//! Families keep their number and their name from report to report.

use super::{LOCK, on};
use crate::analyses::analyse;
use crate::support::builder::Builder;
use crate::support::rows::row;
use retroscope::analyse::recurrence::Output;
use retroscope::analyse::recurrence::evidence::TieSign;
use retroscope::analyse::recurrence::history::MemberReason;

const LAG: &str = "Queue consumer lag grows";

fn named(found: &Output) -> Vec<(&str, &str)> {
    found.families.iter().map(|f| (f.family_id.as_str(), f.name.as_str())).collect()
}

#[test]
fn numbers_and_names_are_taken_over_and_new_families_get_the_next_ones() {
    let data = Builder::quarter(2026, 3)
        .incident(on("2026-04-01", "Certificate expired on gateway").id("test:i:1"))
        .incident(on("2026-04-03", LAG).id("test:i:2"))
        .incident(on("2026-05-03", LAG).id("test:i:3"))
        .incident(on("2026-05-20", LOCK).id("test:i:4"))
        .incident(on("2026-06-20", LOCK).id("test:i:5"))
        .incident(on("2026-07-20", LOCK).id("test:i:6"))
        .incident(on("2026-07-21", "Certificate expired on gateway").id("test:i:7"))
        .earlier_family("FB-01", "The lock", &["test:i:4", "test:i:5"])
        .earlier_family("FB-04", LAG, &["test:reviewed:2", "test:i:3", "test:i:99"])
        .build();
    let found = analyse(&data).recurrence;
    assert_eq!(named(&found), [("FB-01", "The lock"), ("FB-04", LAG), ("FB-05", "Certificate expired on gateway")]);
    assert_eq!(
        [found.family_id(row(0)), found.family_id(row(3)), found.family_id(row(1))],
        [Some("FB-05"), Some("FB-01"), Some("FB-04")]
    );
    let changes: Vec<_> = found
        .changes
        .iter()
        .map(|c| (c.family_id.as_str(), c.incident_id.as_str(), c.joined, c.reason.clone()))
        .collect();
    let expected = [
        ("FB-01", "test:i:6", true, MemberReason::Joined(TieSign::Title)),
        ("FB-04", "test:i:99", false, MemberReason::NotInInputs),
    ];
    assert_eq!(changes, expected);
}

#[test]
fn the_family_with_most_common_incidents_goes_on_and_the_rest_is_told() {
    let data = Builder::quarter(2026, 3)
        .incident(on("2026-04-01", LAG).id("test:i:1"))
        .incident(on("2026-04-03", LAG).id("test:i:2"))
        .incident(on("2026-05-01", LOCK).id("test:i:3"))
        .incident(on("2026-05-03", LOCK).id("test:i:4"))
        .incident(on("2026-06-03", LOCK).id("test:i:5"))
        .incident(on("2026-06-04", "Certificate expired on gateway").id("test:i:6"))
        .incident(on("2026-06-05", LOCK).id("test:i:7").excluded())
        .earlier_family("FB-02", "Both", &["test:i:2", "test:i:3", "test:i:4", "test:i:5", "test:i:6", "test:i:7"])
        .build();
    let found = analyse(&data).recurrence;
    assert_eq!(named(&found), [("FB-02", "Both"), ("FB-03", LAG)]);
    let left: Vec<_> = found.changes.iter().map(|c| (c.incident_id.as_str(), c.reason.clone())).collect();
    let moved = MemberReason::MovedTo("FB-03".to_owned());
    assert_eq!(left, [("test:i:2", moved), ("test:i:6", MemberReason::Alone), ("test:i:7", MemberReason::Excluded)]);
}

#[test]
fn the_same_table_in_two_formats_is_one_report() {
    let with = |times: usize| {
        let incidents = [on("2026-05-01", LOCK).id("test:i:1"), on("2026-06-01", LOCK).id("test:i:2")];
        let mut builder = Builder::quarter(2026, 3).incidents(incidents);
        for _ in 0..times {
            builder = builder.earlier_family("FB-09", "The lock", &["test:i:1", "test:i:2"]);
        }
        analyse(&builder.build()).recurrence
    };
    let (one, two) = (with(1), with(2));
    assert_eq!((named(&one), one.changes.len()), (vec![("FB-09", "The lock")], 0));
    assert_eq!((one.families, two.changes.len()), (two.families, 0));
}
