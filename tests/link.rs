//! Records of one incident become one, and nothing else does.

mod clocks;
mod habits;
mod likeness;
mod numbering;
mod people;
mod steady;

use crate::support::run::{Row, Run, count, run};
use std::path::PathBuf;

/// Exports in a folder of their own, reviewed as a whole.
fn review(files: &[(&str, String)]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = files
        .iter()
        .map(|(name, text)| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        })
        .collect();
    run(&paths, "", "all")
}

/// A pager page; every element is the part of an incident that differs.
fn pager(incidents: &[String]) -> String {
    format!("{{\"incidents\":[{}]}}", incidents.join(","))
}

fn incident(id: &str, number: u32, more: &str) -> String {
    format!(
        r#"{{"id":"{id}","incident_number":{number},"title":"title of {id}","status":"resolved","urgency":"high",
        "created_at":"2026-05-04T10:00:00Z","resolved_at":"2026-05-04T11:00:00Z","html_url":"https://x.pagerduty.com/incidents/{id}",
        "service":{{"id":"S","summary":"svc-{id}"}},"escalation_policy":{{"id":"E"}}{more}}}"#
    )
}

fn tickets(rows: &[&str]) -> String {
    let header = "number,opened_at,short_description,state,resolved_at,correlation_id,problem_id,sys_updated_on";
    format!("{header}\n{}\n", rows.join("\n"))
}

fn find<'a>(rows: &'a [Row], id: &str) -> &'a Row {
    rows.iter().find(|r| r["incident_id"].ends_with(id)).unwrap_or_else(|| panic!("no incident {id}"))
}

#[test]
fn the_newest_version_of_an_id_wins_whatever_the_order_of_files() {
    let version = |modified: &str, end: &str| {
        let text = incident("QA1", 1, &format!(r#","updated_at":"{modified}""#));
        pager(&[text.replace("2026-05-04T11:00:00Z", end)])
    };
    let old = version("2026-05-04T12:00:00Z", "2026-05-04T11:00:00Z");
    let new = version("2026-05-06T12:00:00Z", "2026-05-04T10:30:00Z");
    for files in [[("a.json", old.clone()), ("b.json", new.clone())], [("a.json", new), ("b.json", old)]] {
        let run = review(&files);
        let incidents = run.table("incidents");
        assert_eq!((incidents.len(), incidents[0]["ttr_s"].as_str()), (1, "1800"));
        let fates: Vec<String> = run.table("records").iter().map(|r| r["fate"].clone()).collect();
        assert_eq!(fates.iter().filter(|f| *f == "merged").count(), 1);
        assert_eq!(run.table("links")[0]["signal"], "same-id");
    }
}

#[test]
fn a_merged_page_is_part_of_its_survivor_and_does_not_end_it() {
    let merged = incident("QA2", 2, r#","resolve_reason":{"type":"merge_resolve_reason","incident":{"id":"QA1"}}"#)
        .replace("2026-05-04T11:00:00Z", "2026-05-04T10:01:00Z");
    let survivor = incident("QA1", 1, "")
        .replace(r#""resolved_at":"2026-05-04T11:00:00Z","#, "")
        .replace("resolved\"", "acknowledged\"");
    let run = review(&[("a.json", pager(&[merged, survivor]))]);
    let incidents = run.table("incidents");
    assert_eq!(incidents.len(), 1);
    assert!(incidents[0]["incident_id"].ends_with("QA1"));
    assert_eq!((incidents[0]["status"].as_str(), incidents[0]["resolved_at"].as_str()), ("acknowledged", ""));
    assert_eq!(incidents[0]["areas"], "service:svc-QA1;service:svc-QA2");
}

#[test]
fn references_join_tools() {
    let ticket = tickets(&[
        "INC1,2026-05-04 10:05:00,by id,Closed,2026-05-04 11:30:00,QA1,,2026-05-05 00:00:00",
        "INC2,2026-05-04 10:06:00,by address,Closed,2026-05-04 11:30:00,https://x.pagerduty.com/incidents/QA2/,,2026-05-05 00:00:00",
        "INC3,2026-05-04 10:07:00,by number,Closed,2026-05-04 11:30:00,PD-40003,,2026-05-05 00:00:00",
        "INC4,2026-05-04 10:08:00,a short number says nothing,Closed,2026-05-04 11:30:00,4,,2026-05-05 00:00:00",
        "INC5,2026-05-04 10:09:00,nobody,Closed,2026-05-04 11:30:00,QA99,,2026-05-05 00:00:00",
    ]);
    let page =
        pager(&[incident("QA1", 1, ""), incident("QA2", 2, ""), incident("QA3", 40003, ""), incident("QA4", 4, "")]);
    let run = review(&[("a.json", page), ("b.csv", ticket)]);
    let incidents = run.table("incidents");
    assert_eq!(incidents.len(), 6);
    for (pager, ticket) in [("QA1", "INC1"), ("QA2", "INC2"), ("QA3", "INC3")] {
        assert!(find(&incidents, pager)["record_ids"].contains(ticket), "{pager}");
    }
    for alone in ["QA4", "INC4", "INC5"] {
        assert!(!find(&incidents, alone)["record_ids"].contains(';'), "{alone}");
    }
    let reasons: Vec<String> = run.table("links").iter().map(|l| l["reason"].clone()).collect();
    assert!(reasons.iter().any(|r| r.contains("INC2") && r.contains("URL of pagerduty:incident:QA2")), "{reasons:?}");
    assert_eq!(find(&incidents, "QA1")["resolved_at"], "2026-05-04T11:00:00Z", "the pager is believed for the end");
}

#[test]
fn a_target_that_fits_two_records_joins_neither() {
    let other = r#"{"page":{"url":"https://status.x"},"incidents":[{"id":"QA1","name":"same id elsewhere","status":"resolved","impact":"minor",
        "created_at":"2026-05-04T10:00:00Z","started_at":"2026-05-04T10:00:00Z","incident_updates":[],"components":[]}]}"#;
    let ticket = tickets(&["INC1,2026-05-04 10:05:00,x,Closed,2026-05-04 11:30:00,QA1,,2026-05-05 00:00:00"]);
    let run = review(&[("a.json", pager(&[incident("QA1", 1, "")])), ("b.json", other.to_owned()), ("c.csv", ticket)]);
    assert_eq!(run.table("incidents").len(), 3);
}

#[test]
fn a_shared_problem_is_recurrence_and_no_identity() {
    let ticket = tickets(&[
        "INC1,2026-05-04 10:05:00,x,Closed,2026-05-04 11:30:00,,PRB1,2026-05-05 00:00:00",
        "INC2,2026-05-14 10:05:00,y,Closed,2026-05-14 11:30:00,,PRB1,2026-05-15 00:00:00",
    ]);
    let run = review(&[("a.csv", ticket)]);
    assert_eq!(run.table("incidents").len(), 2);
    assert_eq!(run.table("families")[0]["incidents"], "2");
    assert_eq!(run.table("links")[0]["signal"], "problem");
}

#[test]
fn of_one_row_per_change_the_last_row_of_the_file_holds() {
    let text = "number,incident_state,sys_mod_count,reassignment_count,reopen_count,opened_at,sys_updated_at,priority,assignment_group,resolved_at,closed_at\n\
        INC1,New,0,0,0,29/2/2016 01:16,29/2/2016 01:20,3 - Moderate,A,?,?\n\
        INC2,New,0,0,0,1/3/2016 01:16,1/3/2016 01:20,1 - Critical,A,?,?\n\
        INC1,Closed,2,1,0,29/2/2016 01:16,1/3/2016 09:00,2 - High,B,29/2/2016 03:16,1/3/2016 09:00\n";
    let run = review(&[("log.csv", text.to_owned())]);
    let incidents = run.table("incidents");
    let first = find(&incidents, "INC1");
    assert_eq!((first["severity"].as_str(), first["team"].as_str(), first["ttr_s"].as_str()), ("2", "B", "7200"));
    let fates = run.table("records");
    assert_eq!((count(&fates, |r| r["fate"] == "kept"), count(&fates, |r| r["fate"] == "attached")), (2, 1));
}

/// Log entries of an incident: (type, minute:second, more).
fn entries(incident: &str, list: &[(&str, &str, &str)]) -> String {
    let rows: Vec<String> = list
        .iter()
        .enumerate()
        .map(|(n, (kind, at, more))| {
            format!(r#"{{"id":"{incident}-{n}","type":"{kind}_log_entry","created_at":"2026-05-04T10:{at}Z","incident":{{"id":"{incident}"}}{more}}}"#)
        })
        .collect();
    format!("{{\"log_entries\":[{}]}}", rows.join(","))
}

fn page_by(medium: &str, person: &str) -> String {
    format!(
        r#","user":{{"id":"{person}","type":"user_reference","summary":"Person {person}"}},"channel":{{"type":"auto","notification":{{"type":"{medium}_notification"}}}}"#
    )
}

#[test]
fn pages_close_together_count_once_and_mail_not_at_all() {
    let pages: Vec<(&str, String, &str)> = vec![
        ("00:00", page_by("phone", "P1"), "first"),
        ("00:59", page_by("sms", "P1"), "within a minute of the first"),
        ("01:00", page_by("push", "P1"), "still within: sixty seconds"),
        ("01:01", page_by("push", "P1"), "a minute and a second: the next one"),
        ("01:30", page_by("phone", "P2"), "another person"),
        ("05:00", page_by("email", "P1"), "mail"),
    ];
    let list: Vec<(&str, &str, &str)> = pages.iter().map(|(at, more, _)| ("notify", *at, more.as_str())).collect();
    let run = review(&[("a.json", pager(&[incident("QA1", 1, "")])), ("b.json", entries("QA1", &list))]);
    let times: Vec<String> = run.table("interruptions").iter().map(|r| r["at"].clone()).collect();
    assert_eq!(times, ["2026-05-04T10:00:00Z", "2026-05-04T10:01:01Z", "2026-05-04T10:01:30Z"]);
}

#[test]
fn the_log_tells_of_acknowledgement_and_of_machines() {
    let machine = r#","agent":{"id":"S","type":"service_reference"},"channel":{"type":"timeout"}"#;
    let person = r#","agent":{"id":"P1","type":"user_reference","summary":"Person P1"},"channel":{"type":"mobile"}"#;
    let list = [
        ("acknowledge", "03:00", person),
        ("acknowledge", "02:00", person),
        ("resolve", "40:00", machine),
        ("trigger", "50:00", ""),
        ("resolve", "55:00", machine),
    ];
    let run = review(&[("a.json", pager(&[incident("QA1", 1, "")])), ("b.json", entries("QA1", &list))]);
    let incidents = run.table("incidents");
    let row = find(&incidents, "QA1");
    assert_eq!(
        (row["tta_s"].as_str(), row["resolved_by"].as_str(), row["resolution"].as_str(), row["reopen_count"].as_str()),
        ("120", "auto", "auto-resolved", "1")
    );
}

#[test]
fn entries_of_an_incident_that_no_export_holds_are_refused() {
    let list = [("notify", "00:00", page_by("phone", "P1"))];
    let list: Vec<(&str, &str, &str)> = list.iter().map(|(a, b, c)| (*a, *b, c.as_str())).collect();
    let run = review(&[("a.json", pager(&[incident("QA1", 1, "")])), ("b.json", entries("QA9", &list))]);
    let rejects = run.table("rejects");
    assert_eq!((rejects.len(), rejects[0]["reason"].as_str()), (1, "unknown-incident"));
    assert!(rejects[0]["detail"].contains("QA9"));
    assert_eq!(count(&run.table("records"), |r| r["fate"] == "rejected"), 1);
    assert!(run.table("interruptions").is_empty());
}

#[test]
fn the_same_export_twice_and_files_in_any_order_change_no_figure() {
    let a = || pager(&[incident("QA1", 1, ""), incident("QA2", 2, "")]);
    let b = || tickets(&["INC1,2026-05-04 10:05:00,x,Closed,2026-05-04 11:30:00,QA1,,2026-05-05 00:00:00"]);
    let once = review(&[("a.json", a()), ("b.csv", b())]);
    let twice = review(&[("0.csv", b()), ("1.json", a()), ("2.json", a()), ("3.csv", b())]);
    for table in ["incidents", "areas", "mttx", "concurrency", "families", "interruptions", "load"] {
        assert_eq!(once.table(table), twice.table(table), "{table}");
    }
}

/// The list, the analytics, a report and a basic report of one pager are one incident; each adds what the others lack.
#[test]
fn exports_of_one_pager_are_one_incident_and_short_numbers_never_join_tools() {
    let list = pager(&[incident("QA1", 4211, "")]);
    let measured = r#"{"data":[{"id":"QA1","incident_number":4211,"description":"title of QA1","status":"resolved",
        "created_at":"2026-05-04T10:00:00","resolved_at":"2026-05-04T11:00:00","seconds_to_first_ack":89,"engaged_seconds":6292,
        "total_interruptions":3,"sleep_hour_interruptions":1,"escalation_count":2}],"time_zone":"Etc/UTC"}"#;
    let basic = "#,Service,Opened On,Resolved On,Resolve By,Duration,# Escalations\n\
                 4211,svc-QA1,2026-05-04T10:00:00Z,2026-05-04T11:00:00Z,Ann Lee,1h,2\n";
    let insights = "Incident Number,Description,Created At,Seconds To First Ack,Priority\n\
                    4211,title of QA1,2026-05-04T10:00:00Z,89,P2\n";
    let ticket = tickets(&["4211,2026-05-20 10:00:00,printer,7,2026-05-20 11:00:00,,,2026-05-20 11:00:00"]);
    let run = review(&[
        ("a.csv", basic.to_owned()),
        ("b.json", measured.to_owned()),
        ("c.csv", insights.to_owned()),
        ("d.json", list),
        ("e.csv", ticket),
    ]);
    let incidents = run.table("incidents");
    assert_eq!(incidents.len(), 2);
    let one = find(&incidents, "pagerduty:incident:QA1");
    assert_eq!((one["tta_s"].as_str(), one["ttr_s"].as_str()), ("89", "3600"));
    assert_eq!((one["severity"].as_str(), one["escalation_count"].as_str()), ("2", "2"));
    assert_eq!((one["stated_interruptions"].as_str(), one["stated_effort_s"].as_str()), ("3", "6292"));
    let alone = review(&[("a.csv", basic.to_owned()), ("e.csv", tickets(&["4211,2026-05-20 10:00:00,printer,7,,,,"]))]);
    assert_eq!(alone.table("incidents").len(), 2, "the ticket with the same number is another thing");
}

/// A reference to a pager incident finds it although the analytics hold it a second time.
#[test]
fn a_reference_finds_an_incident_that_two_exports_hold() {
    let list = pager(&[incident("QA1", 1, "")]);
    let measured =
        r#"[{"id":"QA1","incident_number":1,"created_at":"2026-05-04T10:00:00Z","seconds_to_first_ack":60}]"#;
    let ticket = tickets(&["INC0000077,2026-05-04 10:05:00,checkout,7,2026-05-04 11:00:00,QA1,,2026-05-04 11:00:00"]);
    let run = review(&[("a.json", list), ("b.json", measured.to_owned()), ("c.csv", ticket)]);
    assert_eq!(run.table("incidents").len(), 1);
}

/// Two people of one level are two responses and one escalation; the count that the pager states holds.
#[test]
fn responses_tell_who_came_and_count_no_escalations() {
    let measured = r#"[{"id":"QA1","incident_number":1,"created_at":"2026-05-04T10:00:00Z","seconds_to_first_ack":60,
        "escalation_count":1}]"#;
    let called = |who: &str, how: &str| {
        format!(
            r#"{{"responder_id":"{who}","responder_name":"{who} Name","responder_type":"{how}","response_status":"joined",
            "requested_at":"2026-05-04T10:10:00","responded_at":"2026-05-04T10:12:00"}}"#
        )
    };
    let answer = format!(
        r#"{{"incident_id":"QA1","time_zone":"Etc/UTC","responses":[{},{},{}]}}"#,
        called("PU1", "escalated"),
        called("PU2", "escalated"),
        called("PU3", "added_responder")
    );
    let row = |who: &str| {
        format!(
            r#"{{"responder_id":"{who}","incident_id":"QA1","incident_number":1,"incident_created_at":"2026-05-04T10:00:00Z"}}"#
        )
    };
    let rows = format!("[{},{}]", row("PU3"), row("PU4"));
    let run = review(&[("a.json", measured.to_owned()), ("b.json", answer), ("c.json", rows)]);
    let incidents = run.table("incidents");
    assert_eq!((incidents.len(), incidents[0]["escalation_count"].as_str()), (1, "1"));
    let responders = run.table("involvements");
    assert_eq!(responders.len(), 4, "everybody once");
    assert_eq!(responders.iter().filter(|r| r["joined_at"] == "2026-05-04T10:12:00Z").count(), 3);
    assert_eq!(responders.iter().filter(|r| r["on_call"] == "no").count(), 1, "who was asked to help");
}

/// Two people of one level are called at once: in one entry, or in two of the same second.
#[test]
fn an_escalation_to_two_people_is_one() {
    let entry = |id: &str, at: &str, people: &[&str]| {
        let people: Vec<String> = people.iter().map(|p| format!(r#"{{"id":"{p}","type":"user_reference"}}"#)).collect();
        format!(
            r#"{{"id":"{id}","type":"escalate_log_entry","created_at":"{at}","incident":{{"id":"QA1"}},"assignees":[{}]}}"#,
            people.join(",")
        )
    };
    let log = format!(
        r#"{{"log_entries":[{},{},{}]}}"#,
        entry("L1", "2026-05-04T10:05:00Z", &["P1", "P2"]),
        entry("L2", "2026-05-04T10:15:00Z", &["P3"]),
        entry("L3", "2026-05-04T10:15:00Z", &["P4"])
    );
    let run = review(&[("a.json", pager(&[incident("QA1", 1, "")])), ("b.json", log)]);
    assert_eq!(run.table("incidents")[0]["escalation_count"], "2");
    assert_eq!(run.table("involvements").len(), 4);
}

/// A script put the log into the incident, and the same log is a file of its own: nothing happened twice.
#[test]
fn a_log_inside_the_incident_and_the_same_log_beside_it_count_once() {
    let entry = |id: &str, kind: &str, minute: u32| {
        format!(
            r#"{{"id":"{id}","type":"{kind}_log_entry","created_at":"2026-05-04T10:{minute:02}:00Z","incident":{{"id":"QA1"}}}}"#
        )
    };
    let log = [
        entry("L1", "trigger", 0),
        entry("L2", "escalate", 5),
        entry("L3", "escalate", 10),
        entry("L4", "resolve", 20),
        entry("L5", "trigger", 30),
        entry("L6", "resolve", 59),
    ]
    .join(",");
    let inside = pager(&[incident("QA1", 1, &format!(r#","log_entries":[{log}]"#))]);
    let beside = format!(r#"{{"log_entries":[{log}]}}"#);
    for files in [vec![("a.json", inside.clone())], vec![("a.json", inside), ("b.json", beside)]] {
        let incidents = review(&files).table("incidents");
        let (escalations, reopened) = (&incidents[0]["escalation_count"], &incidents[0]["reopen_count"]);
        assert_eq!((escalations.as_str(), reopened.as_str()), ("2", "1"), "{} files", files.len());
    }
}

/// Every message holds the incident as it stood; the last one that says when it ended is its final state.
#[test]
fn webhook_messages_are_one_incident_with_a_history() {
    let message = |kind: &str, at: &str, status: &str, priority: &str| {
        format!(
            r#"{{"event":{{"event_type":"incident.{kind}","occurred_at":"{at}","agent":{{"id":"PU1","type":"user_reference"}},"data":{{"id":"QH1","type":"incident","number":88,"status":"{status}","created_at":"2026-05-04T10:00:00Z","title":"slow","priority":{{"summary":"{priority}"}},"assignees":[{{"id":"PU1","type":"user_reference"}}]}}}}}}"#
        )
    };
    let archive = [
        message("triggered", "2026-05-04T10:00:00Z", "triggered", ""),
        message("acknowledged", "2026-05-04T10:02:00Z", "acknowledged", ""),
        message("escalated", "2026-05-04T10:05:00Z", "acknowledged", ""),
        message("resolved", "2026-05-04T10:30:00Z", "resolved", "P2"),
        message("priority_updated", "2026-05-05T09:00:00Z", "resolved", "P1"),
    ];
    let incidents = review(&[("a.jsonl", archive.join("\n"))]).table("incidents");
    assert_eq!(incidents.len(), 1);
    let of = |column: &str| incidents[0][column].as_str();
    assert_eq!((of("tta_s"), of("ttr_s"), of("escalation_count"), of("status")), ("120", "1800", "1", "resolved"));
}

/// An escalation may name two incidents: it counts for the one that is there, and is not refused for the other beside that.
#[test]
fn a_record_that_found_one_of_its_incidents_is_not_refused_for_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let incident = serde_json::json!({"incidents": [{"id": "01J5A", "reference": "INC-318", "name": "Checkout fails",
        "created_at": "2026-08-11T14:00:00Z", "incident_status": {"category": "closed", "name": "Closed"},
        "severity": {"name": "Major", "rank": 3}, "visibility": "public", "mode": "standard"}]});
    let escalation = |id: &str, related: &[&str]| {
        let related: Vec<_> = related.iter().map(|id| serde_json::json!({"id": id, "reference": "INC-1"})).collect();
        let event = |n: u32, kind: &str| {
            serde_json::json!({"event": kind, "id": format!("{id}{n}"),
            "occurred_at": format!("2026-08-11T14:02:{n:02}Z"), "users": [{"id": "01U", "name": "Priya Nair"}]})
        };
        serde_json::json!({"id": id, "title": "Checkout", "created_at": "2026-08-11T14:02:00Z", "status": "acked",
            "escalation_path_id": "01P", "related_incidents": related, "related_alerts": [],
            "events": [event(1, "triggered"), event(2, "notified_users"), event(3, "acked")]})
    };
    let both = [escalation("01ES1", &["01J5A", "again-377"]), escalation("01ES2", &["again-377", "01J5A"])];
    let escalations = serde_json::json!({"escalations": [both[0], both[1], escalation("01ES3", &["again-377"])]});
    std::fs::write(folder.path().join("incidents.json"), incident.to_string()).unwrap();
    std::fs::write(folder.path().join("escalations.json"), escalations.to_string()).unwrap();
    let run = crate::support::run::run(&[folder.path().to_owned()], "", "all");
    let fate = |id: &str| {
        let records = run.table("records");
        records.iter().find(|row| row["native_id"] == id).unwrap_or_else(|| panic!("{records:?}"))["fate"].clone()
    };
    assert_eq!(["01ES1", "01ES2", "01ES3"].map(fate), ["attached", "attached", "rejected"]);
    let rejects = run.table("rejects");
    assert_eq!(rejects.len(), 1, "{rejects:?}");
}
