//! Nights and weekends by a person's own clock, against the reference vectors.

use crate::support::shared;
use chrono::{DateTime, TimeZone};
use chrono_tz::Tz;
use retroscope::model::hours::HourProfile;
use retroscope::model::night::{engaged, night};
use retroscope::model::time::MINUTE;
use serde_json::Value;

fn rows(id: &str) -> Option<Vec<Value>> {
    let text = std::fs::read_to_string(shared()?.join("stat_vectors.json")).unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    let found = all["vectors"].as_array().unwrap().iter().find(|v| v["id"] == id).unwrap();
    let rows = found["expected"].as_array().unwrap().clone();
    assert!(!rows.is_empty());
    Some(rows)
}

/// Nights from 22 to 6, business from 9 to 17, as in the vectors.
fn profile() -> HourProfile {
    HourProfile::named("rootly").unwrap()
}

fn zone(name: &Value) -> Tz {
    name.as_str().unwrap().parse().unwrap()
}

#[test]
fn nights_are_as_long_as_the_clocks_make_them() {
    for row in rows("night_length").unwrap_or_default() {
        let (start, end) = night(row[1].as_str().unwrap().parse().unwrap(), &profile(), zone(&row[0]));
        assert_eq!(Some((end - start) / MINUTE), row[2].as_i64(), "{row}");
    }
}

#[test]
fn stretches_are_divided_by_the_local_clock() {
    for row in rows("local_time_nights").unwrap_or_default() {
        let [start, end] = [0, 1].map(|i| DateTime::parse_from_rfc3339(row[i].as_str().unwrap()).unwrap());
        let local = zone(&row[2]).from_utc_datetime(&start.naive_utc());
        assert_eq!(local.format("%Y-%m-%dT%H:%M:%S%:z").to_string(), row[3], "{row}");
        assert_eq!(
            (local.format("%a").to_string().into(), local.format("%-H").to_string()),
            (row[4].clone(), row[5].to_string())
        );
        let found = engaged(start.timestamp_millis(), end.timestamp_millis(), &profile(), zone(&row[2]));
        let minutes = [found.sleep, found.weekend, found.off].map(|length| Some(length / MINUTE));
        assert_eq!(minutes, [6, 7, 8].map(|i| row[i].as_i64()), "{row}");
        let evenings: Vec<Value> = found.nights.iter().map(|d| d.to_string().into()).collect();
        assert_eq!(&evenings, row[9].as_array().unwrap(), "{row}");
    }
}

#[test]
fn stretches_that_are_none_take_nothing() {
    for (start, end) in [(5, 5), (9, 3), (i64::MIN, i64::MAX), (i64::MIN, 0)] {
        let found = engaged(start, end, &profile(), Tz::UTC);
        assert!(found.sleep <= found.off && found.weekend <= found.off, "{found:?}");
    }
}

#[test]
fn sleep_may_lie_within_one_day() {
    let shifted = HourProfile { sleep_from: 9, sleep_to: 17, business_from: 20, business_to: 24, ..profile() };
    let day = "2026-03-02".parse().unwrap();
    let (start, end) = night(day, &shifted, Tz::UTC);
    assert_eq!(end - start, 8 * 60 * MINUTE);
    // From noon to the next midnight: five hours of sleep, four of business.
    let found = engaged(start + 180 * MINUTE, start + 900 * MINUTE, &shifted, Tz::UTC);
    assert_eq!((found.sleep, found.off, found.nights), (300 * MINUTE, 480 * MINUTE, vec![day]));
}

/// Evening, zone, first instant and the one after the last (UTC), and minutes: nights from 22 to 6 around both changes of
/// 2026, worked out from the offsets of the zones.
const SWITCHES: [(&str, &str, &str, &str, i64); 8] = [
    ("2026-03-07", "America/New_York", "2026-03-08T03:00:00Z", "2026-03-08T10:00:00Z", 420),
    ("2026-10-31", "America/New_York", "2026-11-01T02:00:00Z", "2026-11-01T11:00:00Z", 540),
    ("2026-03-28", "Europe/London", "2026-03-28T22:00:00Z", "2026-03-29T05:00:00Z", 420),
    ("2026-10-24", "Europe/London", "2026-10-24T21:00:00Z", "2026-10-25T06:00:00Z", 540),
    ("2026-04-04", "Australia/Lord_Howe", "2026-04-04T11:00:00Z", "2026-04-04T19:30:00Z", 510),
    ("2026-10-03", "Australia/Lord_Howe", "2026-10-03T11:30:00Z", "2026-10-03T19:00:00Z", 450),
    ("2026-03-28", "Asia/Kolkata", "2026-03-28T16:30:00Z", "2026-03-29T00:30:00Z", 480),
    ("2026-10-24", "Asia/Kolkata", "2026-10-24T16:30:00Z", "2026-10-25T00:30:00Z", 480),
];

fn millis(stamp: &str) -> i64 {
    DateTime::parse_from_rfc3339(stamp).unwrap().timestamp_millis()
}

#[test]
fn both_nights_with_a_change_of_clocks_are_right_to_the_minute() {
    for (evening, zone, from, to, minutes) in SWITCHES {
        let (zone, evening): (Tz, chrono::NaiveDate) = (zone.parse().unwrap(), evening.parse().unwrap());
        assert_eq!(night(evening, &profile(), zone), (millis(from), millis(to)), "{evening} {zone}");
        assert_eq!(millis(to) - millis(from), minutes * MINUTE, "{evening} {zone}");
        // Each minute of three hours before to three hours after is asleep or not, and belongs to this night or to none.
        let mut asleep = 0;
        for at in (millis(from) - 180 * MINUTE..millis(to) + 180 * MINUTE).step_by(MINUTE as usize) {
            let found = engaged(at, at + MINUTE, &profile(), zone);
            let inside = millis(from) <= at && at < millis(to);
            assert_eq!(found.sleep, if inside { MINUTE } else { 0 }, "{zone} {at}");
            assert_eq!(found.nights, if inside { vec![evening] } else { Vec::new() }, "{zone} {at}");
            asleep += i64::from(inside);
        }
        assert_eq!(asleep, minutes);
    }
}

#[test]
fn a_page_is_asleep_exactly_within_the_night_of_its_clock() {
    use chrono::{Datelike, Timelike};
    for (_, zone, from, to, _) in SWITCHES {
        let zone: Tz = zone.parse().unwrap();
        let class = |at: i64| {
            let local = zone.from_utc_datetime(&DateTime::from_timestamp_millis(at).unwrap().naive_utc());
            profile().class(local.weekday().num_days_from_monday(), local.hour()).code()
        };
        for at in (millis(from) - 60 * MINUTE..millis(to) + 60 * MINUTE).step_by(MINUTE as usize) {
            assert_eq!(class(at) == "sleep", millis(from) <= at && at < millis(to), "{zone} {at}");
        }
    }
}

#[test]
fn a_night_that_begins_in_a_gap_or_a_repeated_hour_begins_after_the_gap_or_the_first_time() {
    let from = |hour: u32| HourProfile { sleep_from: hour, sleep_to: 9, ..profile() };
    for (evening, zone, hour, begins) in [
        ("2026-03-08", "America/New_York", 2, "2026-03-08T07:00:00Z"),
        ("2026-11-01", "America/New_York", 1, "2026-11-01T05:00:00Z"),
        ("2026-03-29", "Europe/London", 1, "2026-03-29T01:00:00Z"),
        ("2026-10-25", "Europe/London", 1, "2026-10-25T00:00:00Z"),
        ("2026-10-04", "Australia/Lord_Howe", 2, "2026-10-03T15:30:00Z"),
        ("2026-10-04", "Asia/Kolkata", 2, "2026-10-03T20:30:00Z"),
    ] {
        let found = night(evening.parse().unwrap(), &from(hour), zone.parse().unwrap()).0;
        assert_eq!(found, millis(begins), "{evening} {zone}");
    }
}
