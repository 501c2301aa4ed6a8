//! Ends: lengths in their place, midnight, dates of other programs, and dates that stand for "not yet".

use super::{case, files, trip};
use retroscope::ingest::length::{seconds, with_unit};
use retroscope::model::record::Stamp;
use retroscope::normalise::time::{TimeContext, iso, parse};

fn read(text: &str) -> Option<String> {
    let context = TimeContext { zone: Some(chrono_tz::Tz::UTC), ..TimeContext::default() };
    parse(&Stamp { text: text.to_owned(), field: "test" }, context).ok().flatten().map(|parsed| iso(parsed.at))
}

#[test]
fn a_ticket_table_with_lengths_has_ends() {
    let trip = trip(case("servicenow-duration-instead-of-end"));
    let minutes: Vec<Option<i64>> = (101..=106).map(|n| trip.minutes(&format!("INC0000{n}"))).collect();
    assert_eq!(minutes, [Some(120), Some(1_440), Some(30), None, Some(180), Some(60)]);
    // How far a length reaches is told as what it is.
    let remarks = trip.table("remarks");
    assert_eq!(remarks.iter().filter(|row| row["rule"] == "end-from-length").count(), 5);
}

#[test]
fn lengths_in_the_words_of_a_list_view_are_read_too() {
    let text = "Number,Short description,Opened,State,Assignment group,Duration,Business duration\n\
                INC0000201,Mail queue stands,2026-01-05 08:00:00,Closed,Mail,2 Hours,30 Minutes\n\
                INC0000202,Wireless drops,2026-01-12 10:00:00,Closed,Network,1 Day 2 Hours 30 Minutes,1 Hour\n\
                INC0000203,Login page broken,2026-01-13 10:00:00,Closed,Network,1970-01-01 00:45:00,\n\
                INC0000204,Printer jams,2026-01-14 10:00:00,In Progress,Devices,3 Days,1 Day\n";
    let trip = trip(files(&[("list.csv", text)]));
    let minutes: Vec<Option<i64>> = (201..=204).map(|n| trip.minutes(&format!("INC0000{n}"))).collect();
    assert_eq!(minutes, [Some(120), Some(1_590), Some(45), None]);
}

#[test]
fn hours_with_decimal_commas_and_the_end_of_a_day() {
    let trip = trip(case("decimal-comma-and-24h"));
    trip.proposes("duration_h = \"Dauer (Std.)\"");
    let hours: Vec<Option<i64>> = ["Kasse langsam", "Lager ohne Netz", "Druckserver aus", "VPN weg"]
        .iter()
        .map(|title| trip.minutes(title))
        .collect();
    assert_eq!(hours, [Some(45), Some(90), Some(210), Some(135)]);
    assert_eq!(trip.span("O10"), ("2026-04-10T23:00:00Z", "2026-04-11T00:00:00Z", ""));
    assert_eq!(trip.span("O11"), ("2026-04-12T00:00:00Z", "2026-04-12T00:40:00Z", ""));
    assert_eq!(trip.rows.iter().filter(|row| row["resolved_at"].is_empty()).count(), 0);
}

#[test]
fn other_words_for_lengths_lead_to_the_same() {
    let french = "Réf;Intitulé;Début;Durée (heures);Gravité\nA1;Panne caisse;13/07/2026 08:15;0,5;Majeure\nA2;Recherche lente;19/07/2026 22:05;12,25;Mineure\n";
    let english = "Ref,Outage,Began,Downtime,Severity\nB1,Till down for all,2026-05-01 08:00,1d 04:30,high\nB2,Search was stale,2026-05-03 08:00,0d 00:20,low\n";
    let iso = "Ref,Outage,Began,Duration,Severity\nC1,Mail down for all,2026-06-01 08:00,PT1H30M,high\nC2,VPN was down,2026-06-03 08:00,P1DT2H,low\n";
    let trip = trip(files(&[("pannes.csv", french), ("outages.csv", english), ("downtimes.csv", iso)]));
    let minutes: Vec<Option<i64>> = ["A1", "A2", "B1", "B2", "C1", "C2"].iter().map(|id| trip.minutes(id)).collect();
    assert_eq!(minutes, [Some(30), Some(735), Some(1_710), Some(20), Some(90), Some(1_560)]);
}

#[test]
fn how_long_it_has_lasted_so_far_is_no_end() {
    let text = "ID,Message,Begin,Status,Duration,Priority\n1,Web node is down,2026-01-05 08:00,CLOSED,1h 21m,High\n\
                2,Replication lags behind,2026-02-20 12:00,ACTIVE,38d 4h,Low\n3,Disk is full,2026-03-02 12:00,CLOSED,5m,Low\n";
    let trip = trip(files(&[("problems.csv", text)]));
    assert_eq!(["1", "2", "3"].map(|id| trip.minutes(id)), [Some(81), None, Some(5)]);
}

#[test]
fn dates_that_stand_for_not_yet_are_no_ends() {
    let trip = trip(case("placeholder-end-in-the-future"));
    let minutes: Vec<Option<i64>> = (1..=7).map(|n| trip.minutes(&format!("T{n}"))).collect();
    assert_eq!(minutes, [Some(60), Some(50), Some(30), Some(60), Some(120), Some(180), None]);
    let remarks = trip.table("remarks");
    let odd: Vec<_> = remarks.iter().filter(|row| row["rule"] == "placeholder-end").collect();
    assert_eq!(odd.len(), 1, "{odd:?}");
    assert!(odd[0]["stated"].starts_with("2099-12-31"), "{odd:?}");
    let page = std::fs::read_to_string(trip.home.path().join("out/executive.html")).unwrap();
    assert!(!page.contains("2099"));
}

#[test]
fn an_end_later_than_the_export_can_know_is_none() {
    // Both stamps are stated, so that an end two days behind the last of them can't have happened yet.
    let text = "key,headline,created,updated,finished\nK1,Till slow for all,2026-01-05T08:00:00Z,2026-01-05T09:30:00Z,2026-01-05T09:00:00Z\n\
                K2,LAN down for all,2026-01-12T10:00:00Z,2026-01-12T11:00:00Z,2026-01-12T10:50:00Z\nK3,Mail was stuck,2026-02-03T07:00:00Z,2026-02-03T07:30:00Z,2026-02-05T08:00:00Z\n";
    let trip = trip(files(&[("outages.csv", text)]));
    assert_eq!(["K1", "K2", "K3"].map(|id| trip.minutes(id)), [Some(60), Some(50), None]);
    // Without the second stamp, the same end is nothing odd.
    let plain: String = text
        .lines()
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            format!("{},{},{},{}\n", cells[0], cells[1], cells[2], cells[4])
        })
        .collect();
    assert_eq!(super::trip(files(&[("outages.csv", plain.as_str())])).minutes("K3"), Some(2_940));
}

#[test]
fn days_of_a_spreadsheet_are_dates_in_columns_of_times_only() {
    let text = "Ticket,Problem,Opened,Resolved,Room\n46001,Till slow for all,46027.375,46027.4375,46027\n46002,LAN down for all,46034,46034.5,46028\n";
    let trip = trip(files(&[("incidents.csv", text)]));
    assert_eq!(trip.span("46001"), ("2026-01-05T09:00:00Z", "2026-01-05T10:30:00Z", ""));
    assert_eq!(trip.minutes("46002"), Some(720));
    assert!(trip.settings.contains("# not used: \"Room\""), "{}", trip.settings);
}

#[test]
fn dates_of_browsers_mail_and_unix_tools_are_read_with_their_zone() {
    for (text, expected) in [
        ("Mon Jan 05 2026 08:00:00 GMT+0000 (Coordinated Universal Time)", "2026-01-05T08:00:00Z"),
        ("Wed Jan 14 2026 22:05:00 GMT+0100 (Mitteleuropäische Normalzeit)", "2026-01-14T21:05:00Z"),
        ("Mon, 05 Jan 2026 08:00:00 +0200", "2026-01-05T06:00:00Z"),
        ("Mon, 5 Jan 2026 08:00:00 GMT", "2026-01-05T08:00:00Z"),
        ("Mon Jan  5 08:00:00 2026", "2026-01-05T08:00:00Z"),
        ("Mon Jan  5 08:00:00 CET 2026", "2026-01-05T07:00:00Z"),
        ("2026-04-10 24:00", "2026-04-11T00:00:00Z"),
        ("2026-12-31T24:00:00+01:00", "2026-12-31T23:00:00Z"),
        ("46027.375", "2026-01-05T09:00:00Z"),
    ] {
        assert_eq!(read(text).as_deref(), Some(expected), "{text}");
    }
    for text in ["2026-04-10 24:01", "2026-04-10 25:00", "12345", "99999", "Mon Jan 2026"] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn a_length_is_read_in_the_forms_that_exports_hold() {
    for (stated, unit, expected) in [
        ("90", 60.0, Some(5_400)),
        ("1,5", 3_600.0, Some(5_400)),
        ("1:30", 60.0, Some(5_400)),
        ("01:30:05", 60.0, Some(5_405)),
        ("1.04:30:00", 1.0, Some(102_600)),
        ("1 day, 4:30:00", 1.0, Some(102_600)),
        ("1d 04:30", 60.0, Some(102_600)),
        ("1h25", 60.0, Some(5_100)),
        ("1 Std. 5 Minuten", 60.0, Some(3_900)),
        ("2 Tage und 3 Stunden", 60.0, Some(183_600)),
        ("PT1H30M", 1.0, Some(5_400)),
        ("P1DT2H", 1.0, Some(93_600)),
        ("P2W", 1.0, Some(1_209_600)),
        ("1970-01-02 02:00:00", 1.0, Some(93_600)),
        ("P1M", 1.0, None),
        ("", 60.0, None),
        ("soon", 60.0, None),
        ("-5", 60.0, None),
        ("1:75", 60.0, None),
        ("5 parsecs", 60.0, None),
        ("25 min 10", 60.0, None),
    ] {
        assert_eq!(seconds(stated, unit), expected, "{stated}");
    }
    assert_eq!((with_unit("90"), with_unit("90 min")), (None, Some(5_400)));
}
