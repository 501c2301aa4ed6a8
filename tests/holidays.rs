//! Holidays out of calendars and tables, and what they change: business hours of the people who have them are off.

use crate::support::run::{Run, run};
use chrono::NaiveDate;
use std::path::PathBuf;

/// Pages at 10 in the morning in Berlin on Friday 1 May 2026 (a holiday there), Monday 4 May, and at 3 in the night of
/// 1 May; one of each for a person in Berlin and for one in London.
fn with(files: &[(&str, &[u8])]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let incident = r#"{"incidents":[{"id":"QA1","incident_number":1,"title":"cards fail","status":"resolved","urgency":"high",
        "created_at":"2026-05-01T00:00:00Z","resolved_at":"2026-05-05T00:00:00Z","service":{"id":"S","summary":"cards"},
        "html_url":"https://x.pagerduty.com/incidents/QA1","escalation_policy":{"id":"E"}}]}"#;
    let mut entries = Vec::new();
    for (person, number) in [("PB", 0), ("PL", 1)] {
        for (at, nth) in [("2026-05-01T08:00:00Z", 0), ("2026-05-04T08:00:00Z", 1), ("2026-05-01T01:00:00Z", 2)] {
            entries.push(format!(
                r#"{{"id":"L{number}{nth}","type":"notify_log_entry","created_at":"{at}","incident":{{"id":"QA1"}},
                "channel":{{"type":"auto","notification":{{"type":"phone"}}}},"user":{{"id":"{person}","summary":"{person}"}},
                "agent":{{"id":"S","type":"service_reference"}}}}"#
            ));
        }
    }
    let log = format!("{{\"log_entries\":[{}]}}", entries.join(","));
    let people = "id,time_zone,name\npagerduty:PB,Europe/Berlin,PB\npagerduty:PL,Europe/London,PL\n";
    let base = [("i.json", incident.as_bytes()), ("l.json", log.as_bytes()), ("people.csv", people.as_bytes())];
    let paths: Vec<PathBuf> = base
        .iter()
        .chain(files)
        .map(|(name, bytes)| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            path
        })
        .collect();
    run(&paths, "", "all")
}

/// Zone, wall clock and class of each interruption.
fn classes(run: &Run) -> Vec<(String, String, String)> {
    let mut found: Vec<_> = run
        .table("interruptions")
        .into_iter()
        .map(|r| (r["zone"].clone(), r["local_at"].chars().take(13).collect(), r["hour_class"].clone()))
        .collect();
    found.sort();
    found
}

/// (date, zone, name) of all holidays.
fn days(run: &Run) -> Vec<(String, String, String)> {
    let all = &run.review.data.holidays;
    all.iter().map(|h| (h.date.to_string(), h.zone.clone().unwrap_or_default(), h.name.clone())).collect()
}

fn refused(run: &Run) -> Vec<(String, String, String)> {
    let rows = run.table("rejects").into_iter().filter(|r| r["source"] == "holidays");
    rows.map(|r| (r["row"].clone(), r["reason"].clone(), r["detail"].clone())).collect()
}

fn event(lines: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
}

#[test]
fn business_hours_of_a_holiday_are_off_where_it_is_one() {
    let class = |berlin: &str, london: &str| {
        let row = |zone: &str, at: &str, class: &str| (zone.to_owned(), at.to_owned(), class.to_owned());
        vec![
            row("Europe/Berlin", "2026-05-01T03", "sleep"),
            row("Europe/Berlin", "2026-05-01T10", berlin),
            row("Europe/Berlin", "2026-05-04T10", "business"),
            row("Europe/London", "2026-05-01T02", "sleep"),
            row("Europe/London", "2026-05-01T09", london),
            row("Europe/London", "2026-05-04T09", "business"),
        ]
    };
    assert_eq!(classes(&with(&[])), class("business", "business"));
    let table = |zone: &str| format!("date,zone,name\n2026-05-01,{zone},Labour Day\n");
    assert_eq!(classes(&with(&[("d.csv", table("Europe/Berlin").as_bytes())])), class("off", "business"));
    assert_eq!(classes(&with(&[("d.csv", table("").as_bytes())])), class("off", "off"));
    assert_eq!(classes(&with(&[("d.csv", table("Asia/Tokyo").as_bytes())])), class("business", "business"));
}

#[test]
fn the_end_of_a_calendar_event_is_no_part_of_it() {
    let text = event("DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:Christmas");
    let found = days(&with(&[("d.ics", text.as_bytes())]));
    let day = |date: &str| (date.to_owned(), String::new(), "Christmas".to_owned());
    assert_eq!(found, [day("2026-12-25"), day("2026-12-26")]);
    for ending in ["", "\r\nDTEND;VALUE=DATE:20261225", "\r\nDURATION:P1D"] {
        let text = event(&format!("DTSTART;VALUE=DATE:20261225\r\nSUMMARY:Christmas{ending}"));
        assert_eq!(days(&with(&[("d.ics", text.as_bytes())])), [day("2026-12-25")], "{ending}");
    }
}

#[test]
fn folded_lines_byte_order_marks_and_other_line_ends_change_nothing() {
    let dressed = "\u{feff}begin:vcalendar\nX-WR-TIMEZONE:Europe/Berlin\nBEGIN:VEVENT\nDTSTART;VALUE=DA\n TE:20260501\n\
                   SUMMARY;LANGUAGE=en:Labour\\, and May \n\tDay\nEND:VEVENT\nEND:VCALENDAR\n";
    let found = days(&with(&[("no-suffix", dressed.as_bytes())]));
    let expected = ("2026-05-01".to_owned(), "Europe/Berlin".to_owned(), "Labour, and May Day".to_owned());
    assert_eq!(found, [expected]);
}

#[test]
fn rotas_meetings_rules_and_seasons_are_refused_with_what_was_found() {
    let whole = "DTSTART;VALUE=DATE:20260501";
    let cases = [
        ("DTSTART:20260504T090000Z\r\nDTEND:20260511T090000Z\r\nSUMMARY:Primary", "malformed", "20260504T090000Z"),
        (&format!("{whole}\r\nSUMMARY:On call: PB"), "malformed", "on-call rota"),
        (&format!("{whole}\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:x"), "malformed", "FREQ=YEARLY"),
        (&format!("{whole}\r\nSTATUS:CANCELLED\r\nSUMMARY:x"), "malformed", "cancelled"),
        (&format!("{whole}\r\nDTEND;VALUE=DATE:20260701\r\nSUMMARY:x"), "malformed", "61 days"),
        (&format!("{whole}\r\nDTEND;VALUE=DATE:20260430\r\nSUMMARY:x"), "malformed", "before its start"),
        (&format!("{whole}\r\nDURATION:P1W\r\nSUMMARY:x"), "malformed", "P1W"),
        ("DTSTART;VALUE=DATE:20260231\r\nSUMMARY:x", "impossible-time", "20260231"),
        ("SUMMARY:x", "no-time", "DTSTART"),
    ];
    for (lines, reason, words) in cases {
        let run = with(&[("d.ics", event(lines).as_bytes())]);
        let found = refused(&run);
        assert_eq!(found.len(), 1, "{lines}");
        assert_eq!(found[0].1, reason, "{lines}");
        assert!(found[0].2.contains(words), "{lines}: {}", found[0].2);
        assert!(days(&run).is_empty(), "{lines}");
    }
}

#[test]
fn a_calendar_that_is_cut_off_keeps_its_whole_events() {
    let text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260501\r\nSUMMARY:a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\n";
    let run = with(&[("d.ics", text.as_bytes())]);
    assert_eq!(days(&run).len(), 1);
    let found: Vec<(String, String)> = refused(&run).into_iter().map(|(row, why, _)| (row, why)).collect();
    assert_eq!(found, [("2".to_owned(), "truncated".to_owned())]);
}

#[test]
fn tables_say_their_days_as_they_are_used_to_and_wrong_rows_are_refused() {
    let table = "\u{feff}\"Date\";\"Time zone\";\"Name\"\r\n01.05.2026;Europe/Berlin;Tag der Arbeit\r\n25/12/2026;;Christmas\r\n\
                 03/04/2026;;Good Friday\r\n2026-05-25;CET time;Whit Monday\r\n2026-05-14 10:00;;Ascension\r\n;;none\r\n\
                 01.05.2026;Europe/Berlin;Tag der Arbeit\r\n";
    let run = with(&[("d.csv", table.as_bytes())]);
    let found: Vec<String> = days(&run).into_iter().map(|(date, zone, _)| format!("{date} {zone}")).collect();
    // The 25th of a month decides that this file writes the day first.
    assert_eq!(found, ["2026-04-03 ", "2026-05-01 Europe/Berlin", "2026-12-25 "]);
    let wrong: Vec<(String, String)> = refused(&run).into_iter().map(|(row, why, _)| (row, why)).collect();
    assert_eq!(wrong, [("4", "malformed"), ("5", "malformed"), ("6", "no-time")].map(|(a, b)| (a.into(), b.into())));
    let totals = run.table("reconciliation").into_iter().find(|r| r["source"] == "holidays").unwrap();
    assert_eq!(["read", "attached", "rejected"].map(|c| totals[c].as_str()), ["7", "4", "3"]);
    let untold = with(&[("d.csv", b"date,zone\n03/04/2026,\n")]);
    assert!(days(&untold).is_empty() && refused(&untold)[0].2.contains("may be two dates"));
}

#[test]
fn easter_and_the_days_around_it_are_those_of_the_calendar() {
    // Easter Sunday 2026 is 5 April (computus); Good Friday two days before, Easter Monday a day after.
    let table = "date,holiday\n2026-04-03,Good Friday\n2026-04-06,Easter Monday\n";
    let run = with(&[("d.csv", table.as_bytes())]);
    let weekdays: Vec<String> = run.review.data.holidays.iter().map(|h| h.date.format("%A").to_string()).collect();
    assert_eq!(weekdays, ["Friday", "Monday"]);
    assert_eq!(run.review.data.holidays[1].date, NaiveDate::from_ymd_opt(2026, 4, 5).unwrap().succ_opt().unwrap());
}
