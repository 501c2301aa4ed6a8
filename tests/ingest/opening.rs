//! Tests of `ingest/review/opening`.

use retroscope::ingest::review::day::find;
use retroscope::ingest::review::opening::stretch;
use retroscope::ingest::review::row::TimelineRow;

#[test]
fn begin_and_end_are_found_in_a_sentence() {
    let day = find("2026-02-03");
    for (text, begin, end) in [
        ("it was down from 16:58 to 18:46 UTC.", "2026-02-03 16:58 UTC", "2026-02-03 18:46 UTC"),
        ("Between 11:10 PM and 12:20 AM PST it failed", "2026-02-03 23:10 PST", "2026-02-04 00:20 PST"),
        ("On February 5, 2026 at 10:02 UTC we saw errors", "2026-02-05 10:02 UTC", ""),
        ("From 09:00 – 09:40 CET", "2026-02-03 09:00 CET", "2026-02-03 09:40 CET"),
    ] {
        let (from, to) = stretch(text, day.as_ref(), None, None).expect(text);
        let shown = |row: &TimelineRow| row.stamp("x").map_or(String::new(), |stamp| stamp.text);
        assert_eq!(
            (shown(&from), to.as_ref().map_or(String::new(), shown)),
            (begin.to_owned(), end.to_owned()),
            "{text}"
        );
    }
    assert!(stretch("it broke at noon for 3 hours on 4 nodes", day.as_ref(), None, None).is_none());
}
