use super::analyse;
use crate::support::builder::{Builder, Inc};
use crate::support::run::{Row, Run, run_all};

const MAPPINGS: &str = r#"
[[mapping]]
name = "left"
files = ["left.csv"]
[mapping.fields]
id = "id"
title = "title"
started_at = "start"
resolved_at = "end"
detected_at = "seen"
reference = "other"
"#;

fn left(rows: impl IntoIterator<Item = String>) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let rows: Vec<String> = rows.into_iter().collect();
    let text = format!("id,title,start,end,seen,other\n{}\n", rows.join("\n"));
    std::fs::write(folder.path().join("left.csv"), text).unwrap();
    run_all(folder.path(), &["left.csv"], MAPPINGS)
}

fn found(run: &Run, code: &str) -> Option<Row> {
    run.table("quality").into_iter().find(|r| r["note"].starts_with(code))
}

/// Odd minutes and seconds, so that nothing heaps.
fn row(i: u32, end: &str, seen: &str) -> String {
    let (day, minute) = (1 + i % 28, (i * 7) % 60);
    format!("L{i},Outage number {i},2026-07-{day:02}T0{}:{minute:02}:13Z,{end},{seen},", i % 10)
}

#[test]
fn coverage_counts_each_field_of_each_tool() {
    let run = left(
        (0..4).map(|i| row(i, if i == 0 { "" } else { "2026-08-01T10:03:0{}Z" }, "").replace("{}", &i.to_string())),
    );
    let rows = run.table("quality");
    let end = rows.iter().find(|r| r["field"] == "resolved_at" && r["note"].is_empty()).unwrap();
    assert_eq!((end["source"].as_str(), end["present"].as_str(), end["missing"].as_str()), ("left", "3", "1"));
}

#[test]
fn five_ends_in_one_second_are_one_act_and_four_are_not() {
    let ends = |n: u32| left((0..n).map(|i| row(i, "2026-08-01T10:03:07Z", "")));
    assert_eq!(found(&ends(5), "bulk-closure").unwrap()["suspicious"], "5");
    assert!(found(&ends(4), "bulk-closure").is_none());
}

#[test]
fn detection_at_the_start_is_not_measured() {
    let same = left((0..6).map(|i| {
        let at = row(i, "", "").split(',').nth(2).unwrap().to_owned();
        row(i, "", if i < 4 { &at } else { "2026-08-01T10:03:07Z" })
    }));
    assert_eq!(found(&same, "simultaneous").unwrap()["suspicious"], "4");
}

#[test]
fn round_durations_heap() {
    let heap = left((0..24).map(|i| {
        let (day, extra) = (1 + i, if i < 16 { 30 } else { 31 });
        format!("L{i},Outage number {i},2026-07-{day:02}T08:00:00Z,2026-07-{day:02}T08:{extra}:00Z,,")
    }));
    let row = found(&heap, "heaping").unwrap();
    assert_eq!((row["present"].as_str(), row["suspicious"].as_str()), ("24", "16"));
    assert_eq!(row["note"], "heaping: multiples of 15 minutes");
}

#[test]
fn a_data_set_without_records_has_no_checks() {
    let quality = analyse(&Builder::quarter(2026, 3).incident(Inc::at("2026-07-02 10:00")).build()).quality;
    assert!(quality.checks.is_empty() && quality.coverage.is_empty());
}

const RIGHT: &str = r#"
[[mapping]]
name = "right"
files = ["right.csv"]
[mapping.fields]
id = "id"
title = "title"
started_at = "start"
reference = "url"
url = "url"
"#;

/// Three incidents in two tools; the left one is two hours and a minute ahead in two of them.
fn two_clocks(offset: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let row = |i: u32, side: &str, hour: u32, offset: &str| {
        let start = format!("2026-07-{:02}T{hour}:{:02}:00{offset}", 10 + i * 3, u32::from(side == "L"));
        let other = format!("https://status.example/incidents/{i}");
        format!("{side}{i},Outage {i} of the shop,{start},,,{other}")
    };
    let text = |rows: Vec<String>| format!("id,title,start,end,seen,url\n{}\n", rows.join("\n"));
    let left = (0..3).map(|i| row(i, "L", if i < 2 { 12 } else { 10 }, offset)).collect();
    let right = (0..3).map(|i| row(i, "R", 10, "Z")).collect();
    std::fs::write(folder.path().join("left.csv"), text(left)).unwrap();
    std::fs::write(folder.path().join("right.csv"), text(right)).unwrap();
    let left = MAPPINGS.replace("reference = \"other\"", "reference = \"url\"");
    run_all(folder.path(), &["left.csv", "right.csv"], &format!("{left}{RIGHT}"))
}

#[test]
fn clocks_of_two_tools_that_differ_by_whole_hours() {
    assert!(found(&two_clocks("Z"), "zone-suspicion").is_none(), "all offsets are stated");
    let run = two_clocks("");
    let row = found(&run, "zone-suspicion").unwrap_or_else(|| panic!("{:?}", run.table("links")));
    assert_eq!((row["source"].as_str(), row["present"].as_str(), row["suspicious"].as_str()), ("left", "3", "2"));
    assert_eq!(row["note"], "zone-suspicion: +2 hours from right; set zones.left");
    let claims = &run.review.findings.claims;
    let claim = claims.iter().find(|c| c.code == "quality.zone-suspicion").unwrap();
    assert!(claim.sentence.contains("2 incidents") && claim.sentence.contains("zones.left"), "{}", claim.sentence);
}
