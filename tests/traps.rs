//! Bad values that real exports hold, each with what becomes of it in rejects, remarks or quality.

use crate::support::run::{Row, Run, run_all};
use crate::support::shared;

const MAPPING: &str = r#"
[[mapping]]
name = "own"
files = ["own.csv"]
[mapping.fields]
id = "id"
title = "title"
started_at = "start"
resolved_at = "end"
status = "status"
severity = "severity"
"#;

/// Reviews rows of `id,title,start,end,status,severity`, one good row before them.
fn own(rows: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let good = "g0,Fine,2026-07-01T10:00:00Z,2026-07-01T10:31:07Z,resolved,SEV2";
    std::fs::write(folder.path().join("own.csv"), format!("id,title,start,end,status,severity\n{good}\n{rows}\n"))
        .unwrap();
    run_all(folder.path(), &["own.csv"], MAPPING)
}

/// The lines of `quality` that a check wrote: tool, field, found, note.
fn checks(run: &Run) -> Vec<String> {
    let rows: Vec<Row> = run.table("quality");
    let line = |r: &Row| format!("{} {} {} {}", r["source"], r["field"], r["suspicious"], r["note"]);
    rows.iter().filter(|r| !r["note"].is_empty()).map(line).collect()
}

fn has(run: &Run, line: &str) -> bool {
    checks(run).iter().any(|c| c.starts_with(line))
}

/// The rules that changed a stated value.
fn rules(run: &Run, stated: &str) -> Vec<String> {
    run.table("remarks").into_iter().filter(|r| r["stated"] == stated).map(|r| r["rule"].clone()).collect()
}

fn rejected(run: &Run) -> Vec<String> {
    run.table("rejects").into_iter().map(|r| r["reason"].clone()).collect()
}

#[test]
fn days_and_months_without_padding_or_zone() {
    let run =
        own("a1,One,13/7/2026 9:05,13/7/2026 9:40,resolved,SEV1\na2,Two,2/7/2026 9:05,2/7/2026 9:40,resolved,SEV1");
    assert_eq!(rules(&run, "13/7/2026 9:05"), ["zone-assumed-utc"]);
    assert!(has(&run, "own started_at 2 zone-assumed-utc"), "{:?}", checks(&run));
}

#[test]
fn a_day_that_could_be_a_month_is_left_out() {
    let run = own("a1,One,2/7/2026 9:05,,open,SEV1");
    assert_eq!(rules(&run, "2/7/2026 9:05"), ["ambiguous-date"]);
    assert!(has(&run, "own started_at 1 ambiguous-date"), "{:?}", checks(&run));
}

#[test]
fn a_question_mark_and_minus_one_hundred_are_no_values() {
    let run = own("a1,One,2026-07-03T10:00:00Z,?,-100,?");
    assert_eq!(rules(&run, "-100"), ["status-unknown"]);
    assert!(has(&run, "own status 1 status-unknown"), "{:?}", checks(&run));
    assert!(run.table("incidents").iter().any(|r| r["title"] == "One" && r["resolved_at"].is_empty()));
}

#[test]
fn ids_with_and_without_zeros_stay_two() {
    let run = own("007,One,2026-07-03T10:00:00Z,,open,SEV1\n7,Two,2026-07-05T10:00:00Z,,open,SEV1");
    assert_eq!(run.table("incidents").len(), 3);
}

#[test]
fn a_fixed_offset_is_believed_also_in_summer() {
    let run = own("a1,One,2026-07-03T10:00:00+01:00,,open,SEV1");
    assert_eq!(rules(&run, "2026-07-03T10:00:00+01:00"), ["to-utc"]);
    assert!(run.table("incidents").iter().any(|r| r["started_at"].starts_with("2026-07-03T09:00:00")));
}

#[test]
fn epoch_seconds_as_text() {
    let run = own("a1,One,1783072800,,open,SEV1");
    assert_eq!(rules(&run, "1783072800"), ["to-utc"]);
}

#[test]
fn a_clock_time_without_a_date_is_no_time() {
    let run = own("a1,One,6:06 PM PDT,,open,SEV1");
    assert_eq!(rules(&run, "6:06 PM PDT"), ["not-a-time"]);
    assert_eq!(rejected(&run), ["no-time"]);
    assert!(has(&run, "own started_at 1 not-a-time"), "{:?}", checks(&run));
}

#[test]
fn a_word_or_a_range_where_a_time_should_be() {
    let run = own(
        "a1,One,2026-07-03T10:00:00Z,yes,resolved,SEV1\na2,Two,2026-07-04T10:00:00Z,2026-07-04 - 2026-07-05,resolved,SEV1",
    );
    assert_eq!(rules(&run, "yes"), ["not-a-time"]);
    assert_eq!(rules(&run, "2026-07-04 - 2026-07-05"), ["not-a-time"]);
    assert!(has(&run, "own resolved_at 2 not-a-time"), "{:?}", checks(&run));
}

#[test]
fn years_that_no_incident_has() {
    let run = own("a1,One,1628-03-01T10:00:00Z,,open,SEV1\na2,Two,1969-12-31T23:59:59Z,,open,SEV1");
    assert_eq!(rules(&run, "1628-03-01T10:00:00Z"), ["impossible-time"]);
    assert!(has(&run, "own started_at 2 impossible-time"), "{:?}", checks(&run));
    assert_eq!(rejected(&run).len(), 2);
}

#[test]
fn an_unknown_word_for_a_severity_is_named() {
    let run = own("a1,One,2026-07-03T10:00:00Z,,open,dissrupted");
    let said = rules(&run, "dissrupted");
    assert!(said == ["severity-unknown"] || said == ["severity-mapped"], "{said:?}");
}

#[test]
fn other_scripts_pass_unchanged() {
    let run = own("a1,Сбой оплаты 支付,2026-07-03T10:00:00Z,,open,SEV1");
    assert!(run.table("incidents").iter().any(|r| r["title"] == "Сбой оплаты 支付"));
}

#[test]
fn an_end_before_the_start_and_one_at_it() {
    let run = own(
        "a1,One,2026-07-03T10:00:00Z,2026-07-03T09:00:00Z,resolved,SEV1\na2,Two,2026-07-04T10:00:00Z,2026-07-04T10:00:00Z,resolved,SEV1",
    );
    assert!(has(&run, "own resolved_at 1 impossible-order"), "{:?}", checks(&run));
    assert!(has(&run, "own resolved_at 1 zero-length"), "{:?}", checks(&run));
    assert_eq!(rules(&run, "2026-07-03T09:00:00Z"), ["impossible-order"]);
}

#[test]
fn real_exports_have_their_weaknesses_named() {
    let Some(shared) = shared() else { return };
    let of = |name: &str| run_all(&shared.join("data"), &[name], "");
    let servicenow = of("uci-servicenow");
    assert!(has(&servicenow, "servicenow started_at 1 collection-stopped"), "{:?}", checks(&servicenow));
    assert!(has(&servicenow, "servicenow resolved_at 6013 zone-assumed-utc"));
    let jenkins = of("cstate-jenkins");
    assert!(has(&jenkins, "cstate resolved_at 59 heaping: multiples of 5 minutes"), "{:?}", checks(&jenkins));
    assert!(has(&jenkins, "cstate resolved_at 5 impossible-order"));
    let gcp = of("gcp-status");
    assert!(has(&gcp, "gcp started_at 1 gap: 2020-11-05"), "{:?}", checks(&gcp));
    assert!(!has(&gcp, "gcp started_at 1 collection-stopped"));
}

/// Reviews one Markdown page of a status site beside a good one.
fn page(front: &str, body: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let good = "---\ntitle: Fine\ndate: 2026-07-01 10:00:00\nresolved: true\nresolvedWhen: 2026-07-01 10:31:07\nseverity: down\naffected: [ci]\nsection: issue\n---\nAll well.\n";
    std::fs::write(folder.path().join("good.md"), good).unwrap();
    std::fs::write(folder.path().join("odd.md"), format!("---\n{front}---\n{body}\n")).unwrap();
    run_all(folder.path(), &["good.md", "odd.md"], "")
}

fn titled<'a>(rows: &'a [Row], title: &str) -> Option<&'a Row> {
    rows.iter().find(|r| r["title"] == title)
}

#[test]
fn clock_times_with_odd_digits_and_words_for_an_end() {
    for end in ["2026-07-03T5:35", "2026-07-03T015:00", "2026-07-03 10:40 -00:00", "yes", "2026-07-03 - 2026-07-04", ""]
    {
        let run = page(
            &format!(
                "title: Odd\ndate: 2026-07-03 10:00:00\nresolved: true\nresolvedWhen: {end}\nseverity: down\naffected: [ci]\nsection: issue\n"
            ),
            "Late.",
        );
        let rows = run.table("incidents");
        let row = titled(&rows, "Odd").unwrap_or_else(|| panic!("{end}: the page is lost"));
        let remarks: Vec<String> =
            run.table("remarks").into_iter().map(|r| format!("{} {}", r["stated"], r["rule"])).collect();
        let kept = row["resolved_at"].starts_with("2026-07-03T") || row["resolved_at"].starts_with("2026-07-04T");
        let named = remarks.iter().any(|r| r.starts_with(end) && !end.is_empty());
        // Either the value is read, or what could not be read is named; nothing is made up for one that is empty.
        assert!(
            kept || named || row["resolved_at"].is_empty() && (end.is_empty() || end == "yes"),
            "{end}: {row:?} {remarks:?}"
        );
    }
}

#[test]
fn a_misspelt_word_and_other_words_of_pages_are_named() {
    for (word, known) in [("dissrupted", false), ("Down", true)] {
        let run = page(
            &format!(
                "title: Odd\ndate: 2026-07-03 10:00:00\nresolved: false\nseverity: {word}\naffected: [ci]\nsection: issue\n"
            ),
            "Late.",
        );
        let rules = rules(&run, word);
        let expected = if known { "severity-mapped" } else { "severity-unknown" };
        assert!(rules.contains(&expected.to_owned()), "{word}: {rules:?}");
        assert!(known || has(&run, "cstate severity 1 severity-unknown"), "{:?}", checks(&run));
    }
    let run = own("a1,One,2026-07-03T10:00:00Z,,Observing,SEV1");
    assert_eq!(rules(&run, "Observing"), ["status-unknown"]);
}

#[test]
fn front_matter_that_is_never_closed_loses_no_page() {
    let folder = tempfile::tempdir().unwrap();
    let good = "---\ntitle: Fine\ndate: 2026-07-01 10:00:00\nresolved: true\nresolvedWhen: 2026-07-01 10:31:07\nseverity: down\naffected: [ci]\nsection: issue\n---\nAll well.\n";
    std::fs::write(folder.path().join("good.md"), good).unwrap();
    let open = "---\ntitle: Never closed\ndate: 2026-07-03 10:00:00\nresolved: false\nseverity: down\naffected: [ci]\nsection: issue\n\nStill looking.\n";
    std::fs::write(folder.path().join("open.md"), open).unwrap();
    let run = run_all(folder.path(), &["good.md", "open.md"], "");
    let rows = run.table("incidents");
    let found = titled(&rows, "Never closed").is_some() || rejected(&run).len() == 1;
    let told = run.review.files.iter().any(|file| file.shown.ends_with("open.md") && file.problem.is_some());
    assert!(found || told, "{rows:?} {:?}", run.review.files);
}

#[test]
fn a_header_that_occurs_twice_keeps_both_columns() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("own.csv"),
        "id,title,start,end,status,severity,title\na1,,2026-07-03T10:00:00Z,,open,SEV1,Second column\n",
    )
    .unwrap();
    let run = run_all(folder.path(), &["own.csv"], MAPPING);
    assert!(titled(&run.table("incidents"), "Second column").is_some(), "{:?}", run.table("incidents"));
}

#[test]
fn a_status_as_a_number_and_a_page_in_html() {
    let run = own(
        "a1,One,2026-07-03T10:00:00Z,2026-07-03T11:00:00Z,7,SEV1\na2,<p>Two&nbsp;of <b>them</b></p>,2026-07-05T10:00:00Z,,1,SEV2",
    );
    let rows = run.table("incidents");
    assert_eq!(titled(&rows, "One").map(|r| r["status"].as_str()), Some("closed"));
    assert_eq!(titled(&rows, "Two of them").map(|r| r["status"].as_str()), Some("open"), "{rows:?}");
    let remarks = run.table("remarks");
    assert!(remarks.iter().any(|r| r["rule"] == "plain-text" && r["stated"].contains("&nbsp;")), "{remarks:?}");
}

#[test]
fn a_system_account_is_nobody_and_first_names_join_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let mut rows = String::from("number,opened_at,short_description,state,assigned_to,resolved_at,sys_updated_on\n");
    for n in 1..=10 {
        let who = if n <= 7 {
            "System"
        } else if n == 8 {
            "Priya"
        } else if n == 9 {
            "Priya Nair"
        } else {
            "Priya Shah"
        };
        rows.push_str(&format!(
            "INC{n:07},2026-07-{n:02} 10:00:00,thing {n},Closed,{who},2026-07-{n:02} 11:00:00,2026-07-{n:02} 12:00:00\n"
        ));
    }
    std::fs::write(folder.path().join("incident.csv"), rows).unwrap();
    let run = run_all(folder.path(), &["incident.csv"], "");
    let people: std::collections::BTreeSet<String> = run
        .table("involvements")
        .into_iter()
        .map(|r| r["person_id"].clone())
        .filter(|p| p.starts_with("person"))
        .collect();
    assert_eq!(people.len(), 3, "three people, and the account that owns most is none of them");
}
