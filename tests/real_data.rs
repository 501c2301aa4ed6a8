//! Figures of real exports, computed independently (pandas) and reproduced from the raw files.

use crate::support::run::{GITHUB_FEED, Run, count, hours, run, run_all};
use crate::support::shared;
use retroscope::findings::Grade;
use std::collections::BTreeSet;
use std::path::PathBuf;

fn data(names: &[&str], toml: &str) -> Option<Run> {
    let base = shared()?.join("data");
    Some(run_all(&base, names, toml))
}

/// Every file's records are accounted for, and the totals of the table are those of the file.
fn adds_up(run: &Run) {
    for row in run.table("reconciliation") {
        let parts = ["kept", "attached", "merged", "excluded", "rejected"];
        let sum: u64 = parts.iter().map(|p| row[*p].parse::<u64>().unwrap()).sum();
        assert_eq!(row["read"], sum.to_string(), "{row:?}");
    }
    let read: u64 = run.review.files.iter().map(|f| f.read).sum();
    let counted: u64 = run.table("reconciliation").iter().map(|r| r["read"].parse::<u64>().unwrap()).sum();
    assert_eq!(read, counted);
    assert_eq!(run.table("records").len() as u64, read);
}

#[test]
fn servicenow_event_log() {
    let Some(run) = data(&["uci-servicenow"], "") else { return };
    adds_up(&run);
    let incidents = run.table("incidents");
    assert_eq!(run.table("records").len(), 43_333);
    assert_eq!(incidents.len(), 6_344);
    for (severity, n) in [("1", 64), ("2", 113), ("3", 5_861), ("4", 306)] {
        assert_eq!(count(&incidents, |r| r["severity"] == severity), n, "severity {severity}");
    }
    let ttr = run.mttx("ttr", "all", "", "all");
    assert_eq!(
        (hours(&ttr["median_s"]), hours(&ttr["p90_s"]), hours(&ttr["mean_s"])),
        ("76.2500".into(), "522.7933".into(), "256.8052".into())
    );
    assert_eq!((ttr["n"].as_str(), ttr["missing"].as_str(), ttr["censored"].as_str()), ("6013", "331", "0"));
    let medians: Vec<String> = ["1", "2", "3", "4"]
        .iter()
        .map(|s| format!("{:.2}", run.mttx("ttr", "severity", s, "all")["median_s"].parse::<f64>().unwrap() / 3_600.0))
        .collect();
    assert_eq!(medians, ["230.72", "93.17", "74.97", "95.56"]);
    assert_eq!(run.area("team", "Group 70", "all"), "1387");
    assert_eq!(run.area("team", "Group 25", "all"), "396");
    assert_eq!(count(&incidents, |r| r["team"].is_empty()), 939);
    assert_eq!(count(&incidents, |r| r["reopen_count"] != "0"), 96);
    assert_eq!(count(&incidents, |r| r["reassignment_count"] != "0"), 3_702);
    assert_eq!(
        incidents.iter().map(|r| &r["resolved_by"]).filter(|p| !p.is_empty()).collect::<BTreeSet<_>>().len(),
        158
    );
}

#[test]
fn servicenow_report_says_what_its_figures_can_carry() {
    let Some(base) = shared() else { return };
    let run = run(&[base.join("data/uci-servicenow")], "", "");
    let findings = &run.review.findings;
    assert!(
        findings.opening.contains("the data hold incidents of 22 days, 29 February – 21 March 2016."),
        "{}",
        findings.opening
    );
    let order = findings.claim("mttx.severity-order").unwrap();
    // The most critical take longest, but the least critical do not take the shortest time: over all four severities
    // there is no order, scipy.stats.kendalltau of scipy 1.17.1 has p = 0.924 as well.
    assert!(order.sentence.contains("Half of the 64 SEV1 incidents that began in Q1 2016 were over within 231 hours"));
    assert!(order.sentence.contains("these two may differ, but there is no evidence"), "{}", order.sentence);
    assert!((order.numbers["p"] - 0.924).abs() < 1e-3 && order.grade == Grade::NoEvidence, "{order:?}");
    assert!(order.lead.is_empty() && !findings.headlines.contains(&order.id), "{:?}", findings.headlines);
    let ttr = &findings.claim("mttx.ttr").unwrap().sentence;
    assert!(ttr.contains("331 incidents that are over have no end time: missing, not open."), "{ttr}");
    assert!(ttr.contains("The data cover 22 days of one quarter, so no periods are compared."), "{ttr}");
    assert!(findings.claims.iter().all(|c| c.compared_with.is_none()));
}

#[test]
fn servicenow_peak_and_closed_without_an_end() {
    let Some(run) = data(&["uci-servicenow"], "") else { return };
    let levels = run.table("concurrency");
    let top = levels.iter().max_by_key(|r| r["level"].parse::<u32>().unwrap()).unwrap();
    assert_eq!((top["level"].as_str(), top["first_at"].as_str()), ("1907", "2016-03-17T09:19:00Z"));
    let named = run.review.findings.claim("overlap.set-aside").expect("the incidents without an end are named");
    assert_eq!(named.incident_ids.len(), 331);
    assert!(named.sentence.contains("331"), "{}", named.sentence);
}

#[test]
fn servicenow_shared_problems_are_families() {
    let Some(run) = data(&["uci-servicenow"], "") else { return };
    let mut sizes: Vec<usize> = run.table("families").iter().map(|f| f["incidents"].parse().unwrap()).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    assert_eq!(sizes, [28, 21, 7, 5, 2, 2, 2]);
}

#[test]
fn google_cloud_snapshots() {
    for (file, rows, groups) in [("2020-11-07", 155, 147), ("2022-06-20", 150, 139), ("2022-06-28", 153, 142)] {
        let name = format!("gcp-status/incidents_{file}.json");
        let Some(run) = data(&[&name], "") else { return };
        adds_up(&run);
        assert_eq!(run.table("records").len(), rows, "{file}");
        let joined = run.table("links").iter().filter(|l| l["signal"] == "same-outage").count();
        assert_eq!(run.table("incidents").len(), groups, "{file}");
        assert_eq!(rows - joined, groups, "{file}: every row that was joined is listed");
    }
}

#[test]
fn google_cloud_versions_of_one_id() {
    let names = ["gcp-status/incidents_2022-06-20.json", "gcp-status/incidents_2022-06-28.json"];
    let Some(run) = data(&names, "") else { return };
    let records = run.table("records");
    let ids: BTreeSet<&String> = records.iter().map(|r| &r["record_id"]).collect();
    assert_eq!((records.len(), ids.len()), (303, 156));
    assert_eq!(run.table("links").iter().filter(|l| l["signal"] == "same-id").count(), 147);
    let incidents = run.table("incidents");
    let corrected = incidents.iter().find(|r| r["record_ids"].contains("huJFgyiNYPPypbw8PX9Y")).unwrap();
    assert!(corrected["resolved_at"].starts_with("2022-06-14T18:26"), "{}", corrected["resolved_at"]);
}

#[test]
fn google_cloud_outages_split_by_service_are_one_each() {
    let Some(run) = data(&["gcp-status"], "") else { return };
    let incidents = run.table("incidents");
    for (minute, rows) in [("2020-09-25T00:58", 8), ("2021-11-12T08:30", 10)] {
        let at: Vec<_> = incidents.iter().filter(|r| r["started_at"].starts_with(minute)).collect();
        assert_eq!(at.len(), 1, "{minute}");
        assert_eq!(at[0]["record_ids"].split(';').count(), rows, "{minute}");
    }
}

#[test]
fn cstate_with_planned_work() {
    let Some(run) = data(&["cstate-jenkins"], "[exclude]\nplanned_work = false") else { return };
    adds_up(&run);
    let incidents = run.table("incidents");
    assert_eq!(incidents.len(), 296);
    for (severity, n) in [("disrupted", 129), ("down", 112), ("notice", 55)] {
        assert_eq!(count(&incidents, |r| r["stated_severity"].eq_ignore_ascii_case(severity)), n, "{severity}");
    }
    let ttr = run.mttx("ttr", "all", "", "all");
    assert_eq!((hours(&ttr["median_s"]), hours(&ttr["p90_s"])), ("2.0000".into(), "24.8000".into()));
    assert_eq!((ttr["n"].as_str(), ttr["missing"].as_str()), ("288", "8"));
    assert_eq!(run.area("service", "ci.jenkins.io", "all"), "109");
    let disorder = run.review.findings.claim("quality.impossible-order").expect("ends before starts are listed");
    assert_eq!(disorder.incident_ids.len(), 8);
}

#[test]
fn cstate_leaves_planned_work_out_and_says_so() {
    let Some(run) = data(&["cstate-jenkins"], "") else { return };
    adds_up(&run);
    let incidents = run.table("incidents");
    let excluded = count(&incidents, |r| r["exclusion"] == "planned-work");
    assert_eq!(count(&incidents, |r| r["included"] == "false"), excluded);
    assert!(incidents.iter().filter(|r| r["title"].starts_with("Maintenance")).all(|r| r["included"] == "false"));
    assert!(incidents.iter().filter(|r| r["title"].starts_with("Outage")).all(|r| r["included"] == "true"));
    let claim = run.review.findings.claim("quality.excluded/planned-work").expect("the rule is printed");
    assert!(claim.sentence.contains(&excluded.to_string()), "{}", claim.sentence);
}

#[test]
fn two_sources_of_one_status_page() {
    let Some(run) = data(&["github-two-source"], GITHUB_FEED) else { return };
    adds_up(&run);
    let records = run.table("records");
    assert_eq!(count(&records, |r| r["source"] == "github-atom"), 399);
    assert_eq!(count(&records, |r| r["source"] == "statuspage"), 363);
    let incidents = run.table("incidents");
    assert_eq!(incidents.len(), 408);
    assert_eq!(count(&incidents, |r| r["sources"] == "github-atom;statuspage"), 354);
    assert_eq!(count(&incidents, |r| r["sources"] == "github-atom"), 45);
    assert_eq!(count(&incidents, |r| r["sources"] == "statuspage"), 9);
    let quarters = [
        "2022Q1", "2022Q2", "2022Q3", "2022Q4", "2023Q1", "2023Q2", "2023Q3", "2023Q4", "2024Q1", "2024Q2", "2024Q3",
        "2024Q4",
    ];
    let expected = [4, 26, 29, 42, 55, 35, 48, 26, 26, 37, 42, 19];
    let atom = |r: &crate::support::run::Row| r["sources"].contains("github-atom") && r["included"] == "true";
    let counted = quarters.map(|q| count(&incidents, |r| atom(r) && r["period"] == q));
    assert_eq!(counted, expected);
}

#[test]
fn one_status_feed_alone() {
    let Some(run) = data(&["github-two-source/github_atom_incidents.jsonl"], GITHUB_FEED) else { return };
    let ttr = run.mttx("ttr", "all", "", "all");
    assert_eq!(
        (ttr["n"].as_str(), hours(&ttr["median_s"]), hours(&ttr["p90_s"]), hours(&ttr["mean_s"])),
        ("389", "0.9833".into(), "4.3700".into(), "1.8045".into())
    );
    assert_eq!(run.area("component", "Actions", "all"), "126");
    let levels = run.table("concurrency");
    let seconds = |level: &str| levels.iter().find(|r| r["level"] == level).map(|r| r["seconds"].clone()).unwrap();
    assert_eq!([seconds("1"), seconds("2"), seconds("3")], ["2460300", "31980", "900"]);
}

fn pager(files: &[&str]) -> Option<Run> {
    let base = shared()?.join("samples/pagerduty");
    let paths: Vec<PathBuf> = files.iter().map(|f| base.join(f)).collect();
    Some(run(&paths, "", "all"))
}

#[test]
fn pager_with_its_log() {
    let Some(run) = pager(&["incidents.json", "log_entries.json", "oncalls.json"]) else { return };
    adds_up(&run);
    let incidents = run.table("incidents");
    assert_eq!(incidents.len(), 2, "the page that was merged is no incident of its own");
    let disk = incidents.iter().find(|r| r["title"].starts_with("disk")).unwrap();
    assert_eq!(disk["resolution"], "auto-resolved");
    let checkout = incidents.iter().find(|r| r["title"].starts_with("Checkout")).unwrap();
    assert_eq!((checkout["tta_s"].as_str(), checkout["resolution"].as_str()), ("89", "unknown"));
    let people = &run.review.data.people;
    let by_name = |name: &str| people.iter().find(|p| p.name == name).unwrap().pseudonym.clone();
    let part = |name: &str| run.table("involvements").into_iter().find(|r| r["person_id"] == by_name(name)).unwrap();
    assert_eq!((part("Priya Nair")["via"].as_str(), part("Priya Nair")["on_call"].as_str()), ("paged", "yes"));
    assert_eq!(part("Maya Okafor")["via"], "escalated");
    assert_eq!(
        (part("Tomasz Zielinski")["via"].as_str(), part("Tomasz Zielinski")["on_call"].as_str()),
        ("requested", "no")
    );
}

#[test]
fn pager_without_its_log_has_no_time_to_acknowledge() {
    let Some(run) = pager(&["incidents.json"]) else { return };
    let tta = run.mttx("tta", "all", "", "all");
    assert_eq!((tta["n"].as_str(), tta["median_s"].as_str()), ("0", ""));
    let claim = run.review.findings.claims.iter().find(|c| c.code == "mttx.tta").unwrap();
    assert!(claim.sentence.contains("not available"), "{}", claim.sentence);
}
