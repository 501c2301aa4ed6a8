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
