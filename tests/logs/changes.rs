//! Event logs: one row for each change of a case.

use super::{case, files, reviewed, trip};
use retroscope::ingest::happening::Happening::{self, *};
use retroscope::ingest::happening::happening;

#[test]
fn a_log_of_activities_gives_one_incident_a_case() {
    let trip = trip(case("event-log-case-activity-time"));
    for line in ["rows = \"event\"", "at = \"Complete Timestamp\"", "status = \"Activity\"", "id = \"Case ID\""] {
        trip.proposes(line);
    }
    assert_eq!(trip.rows.len(), 3);
    assert_eq!(trip.span("Case 1"), ("2026-01-05T08:00:00Z", "2026-01-05T10:00:00Z", "2026-01-07T10:00:00Z"));
    assert_eq!(trip.span("Case 2"), ("2026-01-12T22:00:00Z", "2026-01-13T06:00:00Z", "2026-01-15T06:00:00Z"));
    assert_eq!(trip.cell("Case 2", "reopen_count"), "1");
    assert_eq!(trip.cell("Case 1", "reopen_count"), "0");
    assert_eq!(trip.span("Case 3"), ("2026-02-02T12:00:00Z", "", ""));
    assert_eq!(trip.cell("Case 3", "status"), "open");
    assert_eq!(trip.cell("Case 2", "severity"), "1");
    // Whoever resolved it is a person; the opener alone took no part, and the account that closes is nobody.
    let part: std::collections::BTreeSet<String> =
        trip.table("involvements").iter().map(|row| row["incident_id"].clone() + &row["person_id"]).collect();
    assert!(part.iter().any(|p| p.starts_with("log:incident:Case 1")), "{part:?}");
    // Every row is kept as an entry of the history.
    let records = trip.table("records");
    let fates = |fate: &str| records.iter().filter(|row| row["fate"] == fate).count();
    assert_eq!((fates("kept"), fates("attached")), (3, 8));
}

#[test]
fn codes_of_activities_end_nothing_until_the_settings_say_which_does() {
    // The numbers are those that another tool uses for "resolved" and "closed".
    let text = "CaseID,ActivityID,CompleteTimestamp\n2,1,2026-04-03 16:55:38\n2,8,2026-04-03 16:55:53\n2,6,2026-04-05 17:15:52\n\
                3,1,2026-04-09 18:14:06\n3,8,2026-04-09 18:14:09\n3,7,2026-04-11 01:16:02\n4,1,2026-04-15 07:31:09\n4,9,2026-04-15 07:52:00\n";
    let trip = trip(files(&[("helpdesk.csv", text)]));
    assert_eq!(trip.rows.len(), 3);
    assert_eq!(trip.span("2"), ("2026-04-03T16:55:38Z", "", ""));
    assert!(trip.rows.iter().all(|row| row["status"] == "unknown" && row["closed_at"].is_empty()));
    assert!(trip.settings.contains("# \"6\" = \"resolved\"  # please decide"), "{}", trip.settings);
    let told = trip.settings.replace("# \"6\" = \"resolved\"", "\"6\" = \"resolved\"");
    std::fs::write(trip.home.path().join("retroscope.toml"), told).unwrap();
    let rows = reviewed(trip.home.path());
    let end = |id: &str| rows.iter().find(|row| row["incident_id"].ends_with(id)).unwrap()["resolved_at"].clone();
    assert_eq!((end(":2").as_str(), end(":3").as_str()), ("2026-04-05T17:15:52Z", ""));
}

#[test]
fn a_state_and_a_state_below_it_are_read_together() {
    let text = "SR Number;Change Date+Time;Status;Sub Status;Involved ST;SR Latest Impact;Product;Owner Country;Owner First Name\n\
                1-3642;2026-03-31T15:59:42+01:00;Accepted;In Progress;V30;Medium;PROD582;France;Frida\n\
                1-3642;2026-03-31T16:45:48+01:00;Queued;Awaiting Assignment;V5 3rd;Medium;PROD582;France;Frida\n\
                1-3642;2026-04-06T15:44:07+01:00;Accepted;In Progress;V5 3rd;Medium;PROD582;France;Anne\n\
                1-3642;2026-04-06T15:44:51+01:00;Completed;Resolved;V5 3rd;Medium;PROD582;France;Anne\n\
                1-3642;2026-04-14T00:00:00+01:00;Completed;Closed;V5 3rd;Medium;PROD582;France;Siebel\n\
                1-4671;2026-05-03T10:00:00+02:00;Accepted;In Progress;S43;High;PROD253;POLAND;Adam\n\
                1-4671;2026-05-04T10:00:00+02:00;Completed;In Call;S43;High;PROD253;POLAND;Adam\n";
    let trip = trip(files(&[("vinst.csv", text)]));
    trip.proposes("status = { join = [\"Status\", \"Sub Status\"] }");
    assert_eq!(trip.rows.len(), 2);
    assert_eq!(trip.span("1-3642"), ("2026-03-31T14:59:42Z", "2026-04-06T14:44:51Z", "2026-04-13T23:00:00Z"));
    assert_eq!(trip.cell("1-3642", "acknowledged_at"), "2026-03-31T14:59:42Z");
    assert_eq!(trip.cell("1-3642", "reassignment_count"), "1");
    assert_eq!(trip.cell("1-4671", "resolved_at"), "2026-05-04T08:00:00Z");
    // A country is a region, and no person.
    trip.proposes("region = \"Owner Country\"");
}

#[test]
fn a_list_of_changed_fields_in_order_of_time_is_a_log_too() {
    let text = "Row,Record,Field,Old value,New value,Changed by,Changed on\n\
                1,INC-7,State,New,In Progress,nquist,2026-02-01T10:10:00Z\n2,INC-7,Assignment group,,Network,nquist,2026-02-01T10:12:00Z\n\
                3,INC-7,Assignment group,Network,Database,odiaz,2026-02-01T11:12:00Z\n4,INC-8,State,New,In Progress,rpaz,2026-02-03T10:10:00Z\n\
                5,INC-7,State,In Progress,Resolved,odiaz,2026-02-01T12:10:00Z\n6,INC-8,State,In Progress,Resolved,rpaz,2026-02-03T11:10:00Z\n\
                7,INC-8,State,Resolved,In Progress,rpaz,2026-02-03T13:10:00Z\n8,INC-8,State,In Progress,Resolved,rpaz,2026-02-03T14:10:00Z\n";
    let trip = trip(files(&[("audit_2026.csv", text)]));
    assert_eq!(trip.rows.len(), 2);
    assert_eq!(trip.minutes("INC-7"), Some(120));
    assert_eq!(trip.cell("INC-7", "reassignment_count"), "2");
    assert_eq!(trip.minutes("INC-8"), Some(240));
    assert_eq!(trip.cell("INC-8", "reopen_count"), "1");
}

#[test]
fn a_log_in_german_newest_first_is_read_the_same() {
    let text = "Vorgang-Nr;Zeitpunkt;Ereignis;Bearbeiter;Priorität\n\
                V-2;15.01.2026 02:00;Wiedereröffnet;Eva Klein;niedrig\nV-2;15.01.2026 01:00;Behoben;Eva Klein;niedrig\n\
                V-2;14.01.2026 22:05;Weitergeleitet an Netzwerk;Ina Roth;niedrig\nV-2;14.01.2026 22:00;Ticket angelegt;Ina Roth;niedrig\n\
                V-1;05.01.2026 09:40;Störung behoben;Jan Bock;hoch\nV-1;05.01.2026 08:10;In Bearbeitung;Jan Bock;hoch\n\
                V-1;05.01.2026 08:00;Ticket angelegt;Ina Roth;hoch\n";
    let trip = trip(files(&[("Verlauf.csv", text)]));
    assert_eq!(trip.span("V-1"), ("2026-01-05T08:00:00Z", "2026-01-05T09:40:00Z", ""));
    assert_eq!(trip.cell("V-1", "acknowledged_at"), "2026-01-05T08:10:00Z");
    assert_eq!(trip.span("V-2"), ("2026-01-14T22:00:00Z", "", ""));
    assert_eq!((trip.cell("V-2", "reopen_count"), trip.cell("V-2", "status")), ("1", "open"));
}

#[test]
fn logs_of_orders_are_no_incidents() {
    let text = "Case ID,Activity,Complete Timestamp\n1,Create purchase order,2026-01-05 08:00:00\n1,Receive invoice,2026-01-06 08:00:00\n\
                1,Order completed,2026-01-07 08:00:00\n2,Create purchase order,2026-01-05 08:00:00\n2,Receive invoice,2026-01-09 08:00:00\n";
    let home = files(&[("log.csv", text)]);
    let (code, said) = super::run(home.path(), &["init", "in", "--out", "-"]);
    assert!(code == 0 || code == 2, "{said}");
    assert!(!said.lines().any(|line| line == "[mapping.fields]"), "{said}");
}

#[test]
fn a_list_of_incidents_whose_ids_repeat_is_no_log() {
    let text = "id,title,status,started_at,resolved_at\n1,Till slow,resolved,2026-01-05 08:00,2026-01-05 09:00\n\
                2,LAN down,open,2026-01-12 10:00,\n1,Mail stuck,closed,2026-02-03 07:00,2026-02-03 08:00\n2,VPN gone,resolved,2026-02-09 07:00,2026-02-09 09:00\n";
    let home = files(&[("outages.csv", text)]);
    let (_, said) = super::run(home.path(), &["init", "in", "--out", "-"]);
    assert!(!said.contains("rows = \"event\"  #"), "{said}");
}

#[test]
fn a_mapping_of_changes_needs_the_case_and_its_moment() {
    use retroscope::settings::Settings;
    let mapping = |rows: &str, fields: &str| {
        format!("[[mapping]]\nname = \"log\"\nfiles = [\"a.csv\"]\nrows = \"{rows}\"\n[mapping.fields]\n{fields}\n")
    };
    assert!(Settings::parse(&mapping("event", "id = \"Case\"\nat = \"When\""), "x").is_ok());
    assert!(Settings::parse(&mapping("event", "at = \"When\""), "x").is_err());
    assert!(Settings::parse(&mapping("incident", "id = \"Case\"\nat = \"When\""), "x").is_err());
}

#[test]
fn words_of_many_tools_say_what_happened_and_other_texts_do_not() {
    let told: &[(&str, Option<Happening>)] = &[
        ("Incident opened", Some(Opened)),
        ("Assigned to Nora Quist", Some(Assigned)),
        ("Resolve ticket", Some(Resolved)),
        ("Closed", Some(Closed)),
        ("Re-opened", Some(Reopened)),
        ("Wait", None),
        ("Take in charge ticket", Some(Acknowledged)),
        ("Accepted Wait - User", Some(Acknowledged)),
        ("Queued Awaiting Assignment", None),
        ("Completed Closed", Some(ResolvedAndClosed)),
        ("Reassignment", Some(HandedOver)),
        ("Assignment group Network", Some(HandedOver)),
        ("Status changed from New to Resolved", Some(Resolved)),
        ("New -> Work in progress", Some(Acknowledged)),
        ("IncidentResolved", Some(Resolved)),
        ("Closed - solved permanently", Some(Closed)),
        ("Quality Indicator Fixed", None),
        ("Problem Closure", None),
        ("Resolve SW anomaly", None),
        ("Waiting for resolution", None),
        ("Pending closure", None),
        ("not resolved", None),
        ("6", None),
        ("", None),
    ];
    for (said, expected) in told {
        assert_eq!(happening(said), *expected, "{said}");
    }
}
