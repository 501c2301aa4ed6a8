//! Tests of `ingest/review/offsets`.

use retroscope::ingest::review::day::find;
use retroscope::ingest::review::offsets::{anchor, leading, of_line};

#[test]
fn offsets_are_read_in_the_forms_that_time_lines_have() {
    for (text, seconds, rest) in [
        ("T+12 paged", 720, " paged"),
        ("T+0:12 paged", 720, " paged"),
        ("T-5m config pushed", -300, " config pushed"),
        ("+12 min: paged", 720, ": paged"),
        ("+1h30m x", 5_400, " x"),
        ("+1 hour 5 minutes x", 3_900, " x"),
        ("**T+90s** x", 90, "** x"),
        ("T0: errors", 0, ": errors"),
        ("T=0 errors", 0, " errors"),
        ("T0+5min x", 300, " x"),
        ("T+01:02:03 x", 3_723, " x"),
        ("T + 5 x", 300, " x"),
    ] {
        assert_eq!(leading(text), Some((seconds, rest)), "{text}");
    }
    for none in ["+12 nodes", "T1 disks", "-5 % traffic", "The", "T0.5", "+49 30 123456", "12 min later", "T-shirts"] {
        assert_eq!(leading(none), None, "{none}");
    }
    assert_eq!(of_line("| T+12 | paged |"), Some((720, "paged".to_owned())));
    assert_eq!(of_line("- +5 min - rolled back"), Some((300, "rolled back".to_owned())));
}

#[test]
fn the_moment_they_count_from_has_a_clock() {
    let day = find("2026-02-03");
    let at = |text: &str| anchor(text, day.as_ref(), None, None).and_then(|row| row.stamp("x")).map(|stamp| stamp.text);
    for text in [
        "T0 = 11:38 UTC",
        "T0 (2026-02-03 11:38 UTC): errors",
        "T+12 (11:50 UTC) paged",
        "| T+0 | 11:38 UTC | errors |",
        "All times are relative to 11:38 UTC.",
        "where T0 is the first failed request, 11:38 UTC",
    ] {
        assert_eq!(at(text).as_deref(), Some("2026-02-03 11:38 UTC"), "{text}");
    }
    assert_eq!(at("T+12 paged, back at 13:00"), None);
    assert_eq!(at("T0 errors begin"), None);
}
