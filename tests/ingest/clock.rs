//! Tests of `ingest/review/clock`.

use chrono::NaiveDate;
use retroscope::ingest::review::clock::{day_alone, leading};
use retroscope::ingest::review::day::Day;

#[test]
fn a_clock_is_read_in_the_forms_that_time_lines_have() {
    let near = NaiveDate::from_ymd_opt(2026, 2, 3);
    for (text, clock, day, zone, rest) in [
        ("**16:58 UTC** - x", "16:58", "", "UTC", "** - x"),
        ("16:58: x", "16:58", "", "", ": x"),
        ("[16:58] x", "16:58", "", "", "] x"),
        ("2026-02-03 11:38", "11:38", "2026-02-03", "", ""),
        ("2026-02-03T11:38:20Z x", "11:38:20", "2026-02-03", "Z", " x"),
        ("Feb 3, 4:58 PM PST: x", "16:58", "2026-02-03", "PST", ": x"),
        ("At 16:58 UTC, we", "16:58", "", "UTC", ", we"),
        ("16:58 UTC on 3 February 2026 x", "16:58", "2026-02-03", "UTC", " x"),
        ("~4pm x", "16:00", "", "", " x"),
        ("1658Z x", "16:58", "", "Z", " x"),
        ("16:58 – x", "16:58", "", "", " – x"),
        ("12:05 a.m. x", "00:05", "", "", " x"),
        ("`09:10` CET x", "09:10", "", "CET", " x"),
    ] {
        let (found, behind) = leading(text, near).expect(text);
        let zone_text =
            found.zone.as_ref().map_or(String::new(), |zone| zone.text(near.unwrap().and_hms_opt(0, 0, 0).unwrap()));
        let day_text = found.day.as_ref().map_or(String::new(), Day::text);
        assert_eq!(
            (found.text.as_str(), day_text.as_str(), zone_text.as_str(), behind),
            (clock, day, zone, rest),
            "{text}"
        );
    }
    for none in ["25:00 x", "12:75 x", "10 nodes", "2026", "1.2.3", "4 am-pods", "1658 requests", "10:30x", "a:b"] {
        assert_eq!(leading(none, near), None, "{none}");
    }
    assert!(day_alone("**February 3, 2026**", None).is_some() && day_alone("2026-02-03 it broke", None).is_none());
}
