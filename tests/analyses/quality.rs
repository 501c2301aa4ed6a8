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

#[test]
fn clocks_of_two_tools_that_differ_by_whole_hours() {
    use retroscope::frame::stated::StatedRows;
    use retroscope::model::incident::{Incident, Times};
    let hour = 3_600_000;
    let mut columns = retroscope::frame::columns::IncidentColumns::default();
    let mut data =
        Builder::quarter(2026, 3).incidents((1..=3).map(|d| Inc::at(&format!("2026-07-0{d} 10:00")))).build();
    let records = &mut data.records;
    let origin = retroscope::model::origin::Origin::default();
    for (i, tool) in (0..3_i64).flat_map(|i| [(i, "bare"), (i, "sure")]) {
        let at = 1_783_000_000_000 + i * 50 * hour + if tool == "bare" && i < 2 { 2 * hour + 60_000 } else { 0 };
        let row = retroscope::frame::records::Row {
            source: tool,
            entity: "incident",
            native_id: &i.to_string(),
            origin: &origin,
            url: "",
            modified: None,
            fate: retroscope::frame::records::Fate::Kept,
        };
        let record = records.push(&row);
        let times = Times { started: Some(at), ..Times::default() };
        columns.push(&Incident { record, source: tool.to_owned(), times, ..Incident::default() });
    }
    data.stated = StatedRows::of(&columns, &[vec![0, 1], vec![2, 3], vec![4, 5]]);
    assert!(analyse(&data).quality.of("zone-suspicion").next().is_none(), "all offsets were stated");
    let rule = retroscope::model::remark::Rule::ZoneAssumedUtc;
    let stated = String::new();
    let remark =
        retroscope::model::remark::Remark { record: 0, field: "start", normalised: stated.clone(), stated, rule };
    data.records.remarks.push(&remark);
    let quality = analyse(&data).quality;
    let check = quality.of("zone-suspicion").next().unwrap();
    assert_eq!((check.source.as_str(), check.other.as_str(), check.size), ("bare", "sure", Some(2)));
    assert_eq!((check.looked, check.suspicious), (Some(3), 2));
    let findings = crate::findings::findings(&data);
    let claim = findings.claims.iter().find(|c| c.code == "quality.zone-suspicion").unwrap();
    assert!(claim.sentence.contains("2 incidents") && claim.sentence.contains("zones.bare"), "{}", claim.sentence);
}
