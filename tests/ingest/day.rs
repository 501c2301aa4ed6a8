//! Tests of `ingest/review/day`.

use chrono::NaiveDate;
use retroscope::ingest::review::day::{Day, find, leading, of_name};

fn third() -> Day {
    Day::Known(NaiveDate::from_ymd_opt(2026, 2, 3).unwrap())
}

#[test]
fn a_day_is_read_as_it_is_written() {
    let near = NaiveDate::from_ymd_opt(2026, 2, 10);
    for text in [
        "2026-02-03",
        "2026/2/3",
        "20260203",
        "3.2.2026",
        "February 3, 2026",
        "Feb. 3rd, 2026",
        "Tuesday, 3 February 2026",
        "3rd of February 2026",
        "03-Feb-2026",
        "3. Februar 2026",
        "Feb 3",
        "3 Feb",
    ] {
        assert_eq!(leading(text, near), Some((third(), "")), "{text}");
    }
    assert_eq!(leading("Feb 3 16:58", near), Some((third(), " 16:58")));
    assert_eq!(leading("02/03/2026 x", near), Some((Day::Stated("02/03/2026".to_owned()), " x")));
    for none in ["16:58", "3 pods", "may 5x", "May we", "1. first", "2026", "Feb", "31.02.2026", "Mon"] {
        assert_eq!(leading(none, None), None, "{none}");
    }
}

#[test]
fn a_day_is_found_in_sentences_and_names() {
    assert_eq!(find("On Tuesday, February 3rd, 2026 it broke"), Some(third()));
    assert_eq!(find("see https://x.example/2026/01/01/y and 2026-02-03"), Some(third()));
    assert_eq!(find("version 1.2.2026-beta of build-2026-02-03x"), None);
    assert_eq!(find("Between February 3 and February 6, 2026"), Some(third()));
    assert_eq!(find("On February 3-6, 2026"), Some(third()));
    assert_eq!(of_name("2026-02-03-flags-down"), Some(third()));
    assert_eq!(of_name("PM_20260203_mail"), Some(third()));
    assert_eq!(of_name("INC-20260203001"), None);
    assert_eq!(of_name("PM-014"), None);
}
