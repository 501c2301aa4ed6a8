//! Tools whose exports were not read.

use super::{case, files, trip};

#[test]
fn an_issue_tracker_with_dates_of_a_browser() {
    let trip = trip(case("javascript-dates"));
    assert!(trip.inspected.contains("Linear issues"), "{}", trip.inspected);
    assert_eq!(trip.span("OPS-1"), ("2026-01-05T08:00:00Z", "2026-01-05T09:30:00Z", ""));
    assert_eq!(trip.span("OPS-2"), ("2026-01-14T21:05:00Z", "2026-01-14T23:35:00Z", ""));
    assert_eq!(trip.span("OPS-3"), ("2026-02-03T16:20:00Z", "", ""));
    assert_eq!(["OPS-1", "OPS-2", "OPS-3"].map(|id| trip.cell(id, "severity")), ["1", "2", "3"]);
    assert_eq!(trip.cell("OPS-1", "team"), "Platform");
    assert_eq!(trip.cell("OPS-1", "acknowledged_at"), "2026-01-05T08:05:00Z");
}

#[test]
fn problems_of_a_monitor_with_their_running_length() {
    let trip = trip(case("monitoring-problem-still-running"));
    assert!(trip.inspected.contains("Zabbix problems"), "{}", trip.inspected);
    assert_eq!(trip.rows.len(), 5);
    let cell = |title: &str, column: &str| trip.cell(title, column).to_owned();
    assert_eq!(cell("Service nginx is not running", "resolved_at"), "2026-01-05T09:21:05Z");
    assert_eq!(cell("High CPU utilisation", "resolved_at"), "");
    assert_eq!(cell("High CPU utilisation", "status"), "open");
    let severities = [
        "Unavailable by ICMP ping",
        "Service nginx is not running",
        "Replication lag over 60 s",
        "High CPU utilisation",
        "Zabbix agent is not available",
    ]
    .map(|title| cell(title, "severity"));
    assert_eq!(severities, ["1", "2", "3", "4", "5"]);
    assert!(cell("Replication lag over 60 s", "areas").contains("db01"));
    let manifest = std::fs::read_to_string(trip.home.path().join("out/manifest.json")).unwrap();
    assert!(manifest.contains("2026-03-02T07:01:00Z"), "the exports end with the last stamp:\n{manifest}");
}

#[test]
fn problems_of_the_same_monitor_through_its_api() {
    let text = r#"{"jsonrpc":"2.0","result":[
        {"eventid":"901","source":"0","object":"0","clock":"1767600000","r_eventid":"905","r_clock":"1767603600","name":"Shop does not answer","severity":"5","acknowledged":"1",
         "hosts":[{"hostid":"1","host":"web01","name":"Web 1"}],"tags":[{"tag":"service","value":"shop"}],
         "acknowledges":[{"userid":"3","clock":"1767600300","action":"6","message":"on it","username":"nquist","name":"Nora","surname":"Quist"}]},
        {"eventid":"902","source":"0","object":"0","clock":"1767700000","r_eventid":"0","r_clock":"0","name":"Disk fills","severity":"2","acknowledged":"0","hosts":[{"host":"db01"}],"tags":[],"acknowledges":[]}],"id":1}"#;
    let trip = trip(files(&[("problems.json", text)]));
    assert_eq!(trip.minutes("901"), Some(60));
    assert_eq!((trip.cell("901", "service"), trip.cell("901", "severity")), ("shop", "1"));
    assert_eq!(trip.cell("901", "acknowledged_at"), "2026-01-05T08:05:00Z");
    assert_eq!((trip.minutes("902"), trip.cell("902", "severity")), (None, "4"));
}

#[test]
fn the_site_of_a_watched_page_is_the_service() {
    let trip = trip(case("upptime-service-in-label"));
    let count =
        |service: &str| trip.rows.iter().filter(|row| row["service"] == service && row["included"] == "true").count();
    assert_eq!((count("Shop"), count("Search"), count("Login")), (3, 2, 2));
    let real: Vec<_> = trip.rows.iter().filter(|row| row["included"] == "true").collect();
    assert_eq!(real.len(), 7);
    assert_eq!(real.iter().filter(|row| row["resolved_at"].is_empty()).count(), 1);
    assert_eq!(trip.rows.iter().filter(|row| row["exclusion"] == "planned-work").count(), 1);
}

#[test]
fn the_same_from_the_command_line_and_ordinary_issues_stay_ordinary() {
    let text = r#"[
        {"number":4,"title":"⚠️ Docs Portal has degraded performance","state":"CLOSED","stateReason":"COMPLETED","createdAt":"2026-02-01T10:00:00Z","closedAt":"2026-02-01T10:30:00Z","url":"https://github.com/acme/up/issues/4","labels":[{"name":"status"},{"name":"docs-portal"}]},
        {"number":5,"title":"Backups are down since noon","state":"OPEN","stateReason":null,"createdAt":"2026-02-02T10:00:00Z","closedAt":null,"url":"https://github.com/acme/up/issues/5","labels":[{"name":"bug"}]}]"#;
    let trip = trip(files(&[("issues.json", text)]));
    assert_eq!(trip.cell("⚠️ Docs Portal has degraded performance", "service"), "Docs Portal");
    assert_eq!(trip.cell("Backups are down since noon", "service"), "");
}

#[test]
fn work_items_of_a_query_and_of_the_api() {
    let table = "ID,Work Item Type,Title,Assigned To,State,Tags,Severity,Area Path,Created Date,Activated Date,Resolved Date,Closed Date\n\
        41,Bug,Checkout answers 500,Nora Quist <nora@example.com>,Closed,service:checkout; hot,1 - Critical,Shop\\Payments,1/5/2026 8:00:00 AM,1/5/2026 8:10:00 AM,1/5/2026 9:30:00 AM,1/20/2026 9:00:00 AM\n\
        42,User Story,Nicer buttons,,Active,,,Shop\\Web,1/13/2026 8:00:00 AM,,,\n";
    let api = r#"{"count":1,"value":[{"id":51,"rev":4,"fields":{"System.WorkItemType":"Issue","System.Title":"Mail queue stands","System.State":"Done","System.CreatedDate":"2026-02-03T10:00:00Z",
        "Microsoft.VSTS.Common.ClosedDate":"2026-02-03T12:00:00Z","Microsoft.VSTS.Common.Priority":2,"System.AssignedTo":{"displayName":"Omar Diaz","uniqueName":"omar@example.com"}},"url":"https://dev.azure.com/acme/_apis/wit/workItems/51"}]}"#;
    let trip = trip(files(&[("query.csv", table), ("items.json", api)]));
    assert_eq!(trip.rows.len(), 2);
    assert_eq!(trip.span("41"), ("2026-01-05T08:00:00Z", "2026-01-05T09:30:00Z", "2026-01-20T09:00:00Z"));
    assert_eq!((trip.cell("41", "service"), trip.cell("41", "severity")), ("checkout", "1"));
    assert!(trip.cell("41", "areas").contains("Payments"));
    assert_eq!((trip.minutes("51"), trip.cell("51", "severity")), (Some(120), "2"));
}

#[test]
fn cards_of_a_board_end_where_they_go_to_done() {
    let text = r#"{"id":"5f0000000000000000000001","name":"Incidents","lists":[{"id":"L1","name":"Open"},{"id":"L2","name":"Done"}],
      "cards":[
        {"id":"695b71000000000000000011","idBoard":"B","idList":"L2","name":"Till slow","desc":"","closed":false,"dateLastActivity":"2026-01-05T10:00:00.000Z","labels":[{"id":"x","name":"P1","color":"red"}],"shortUrl":"https://trello.com/c/abc"},
        {"id":"695cc2800000000000000012","idBoard":"B","idList":"L1","name":"Mail stuck","desc":"","closed":false,"dateLastActivity":"2026-01-06T10:00:00.000Z","labels":[]}],
      "actions":[
        {"id":"a2","idMemberCreator":"m1","type":"updateCard","date":"2026-01-05T09:30:00.000Z","data":{"card":{"id":"695b71000000000000000011","name":"Till slow"},"listBefore":{"name":"Open"},"listAfter":{"name":"Done"}},"memberCreator":{"fullName":"Nora Quist","username":"nq"}},
        {"id":"a1","idMemberCreator":"m1","type":"createCard","date":"2026-01-05T08:06:00.000Z","data":{"card":{"id":"695b71000000000000000011","name":"Till slow"}},"memberCreator":{"fullName":"Nora Quist","username":"nq"}},
        {"id":"a0","idMemberCreator":"m1","type":"addMemberToBoard","date":"2026-01-01T08:06:00.000Z","data":{"board":{"id":"B"}},"memberCreator":{"fullName":"Nora Quist"}}]}"#;
    let trip = trip(files(&[("board.json", text)]));
    assert_eq!(trip.rows.len(), 2, "{:?}", trip.rows);
    assert_eq!(trip.row("Till slow")["resolved_at"], "2026-01-05T09:30:00Z");
    assert_eq!(trip.row("Till slow")["severity"], "1");
    assert_eq!(trip.row("Mail stuck")["resolved_at"], "");
}

#[test]
fn the_channel_of_an_incident_is_its_timeline() {
    let day = r#"[{"type":"message","subtype":"channel_join","user":"U1","text":"<@U1> has joined the channel","ts":"1767600000.000100"},
      {"type":"message","user":"U1","text":"Checkout answers 500 for everybody, is this resolved?","ts":"1767600060.000200","user_profile":{"real_name":"Nora Quist"}},
      {"type":"message","user":"U2","text":"rolled back, looks better","ts":"1767601800.000300","user_profile":{"real_name":"Omar Diaz"}},
      {"type":"message","user":"U1","text":":white_check_mark: Incident resolved. Thanks all","ts":"1767603600.000400","user_profile":{"real_name":"Nora Quist"}}]"#;
    let general = r#"[{"type":"message","user":"U1","text":"lunch?","ts":"1767600060.000200"}]"#;
    let trip =
        trip(files(&[("export/inc-42-checkout/2026-01-05.json", day), ("export/general/2026-01-05.json", general)]));
    assert_eq!(trip.rows.len(), 1, "{:?}", trip.rows);
    assert_eq!(trip.span("inc 42 checkout"), ("2026-01-05T08:00:00Z", "2026-01-05T09:00:00Z", ""));
}

#[test]
fn the_log_of_a_monitor_tells_of_problems_that_were_confirmed() {
    let log = include_str!("../cases/sources/nagios/log/input.log");
    let trip = trip(files(&[("nagios.log", log)]));
    assert_eq!(trip.rows.len(), 2, "{:?}", trip.rows);
    assert_eq!(trip.minutes("HTTP on web01 is critical"), Some(60));
    assert_eq!(trip.cell("HTTP on web01 is critical", "acknowledged_at"), "2026-01-05T08:05:00Z");
    assert_eq!(trip.cell("HTTP on web01 is critical", "detected_at"), "2026-01-05T08:02:00Z");
    assert_eq!(trip.minutes("db01 is down"), None);
    assert_eq!(trip.cell("db01 is down", "severity"), "1");
}
