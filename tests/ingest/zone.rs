//! Tests of `ingest/review/zone`.

use chrono::NaiveDate;
use retroscope::ingest::review::zone::{Zone, leading, of_all, stated};

#[test]
fn a_zone_is_read_where_reviews_write_it() {
    let noon = |month| NaiveDate::from_ymd_opt(2026, month, 3).unwrap().and_hms_opt(12, 0, 0).unwrap();
    for (text, month, offset, rest) in [
        (" UTC - text", 2, 0, " - text"),
        (" (UTC): text", 2, 0, ": text"),
        ("Z text", 2, 0, " text"),
        (" PT text", 2, -28_800, " text"),
        (" PT text", 7, -25_200, " text"),
        ("+02:00 text", 2, 7_200, " text"),
        (" UTC+5 text", 2, 18_000, " text"),
        (" JST", 2, 32_400, ""),
    ] {
        let (zone, behind) = leading(text).expect(text);
        assert_eq!((zone.offset(noon(month)), behind), (offset, rest), "{text}");
    }
    for no_zone in [" text", " Et cetera", " - text", " et al", ""] {
        assert_eq!(leading(no_zone), None, "{no_zone}");
    }
}

#[test]
fn one_sentence_speaks_for_all_clocks() {
    let utc = Zone::utc();
    assert_eq!(of_all("It broke.\nAll times in UTC."), Some(utc.clone()));
    assert_eq!(stated("timeline utc"), Some(utc));
    assert_eq!(stated("Time (Pacific)"), Some(Zone::Named(chrono_tz::Tz::America__Los_Angeles)));
    assert_eq!(of_all("Times are in Europe/Berlin"), Some(Zone::Named(chrono_tz::Tz::Europe__Berlin)));
    assert_eq!(of_all("It broke at noon."), None);
}
