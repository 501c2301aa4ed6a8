//! Tests of `ingest/mapped/midnight`.

use retroscope::ingest::mapped::midnight::clock;

#[test]
fn the_time_of_day_is_found_behind_a_date() {
    for (text, expected) in [
        ("2026-08-03 23:40", Some(1_420)),
        ("8/3/2026 1:10 AM", Some(70)),
        ("8/3/2026 12:10 AM", Some(10)),
        ("8/3/2026 12:10 p.m.", Some(730)),
        ("3.8.2026 9:05 PM", Some(1_265)),
        ("3.8.2026", None),
        ("3.8.2026 25:00", None),
        ("3.8.2026 9:", None),
        ("3.8.2026 4000000000:30", None),
    ] {
        assert_eq!(clock(text), expected, "{text}");
    }
}
