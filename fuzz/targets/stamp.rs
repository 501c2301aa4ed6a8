//! The grammar of times: an instant between 1990 and 2100, or a reason; and the instant, written out, reads as itself.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retroscope_fuzz::model::record::Stamp;
use retroscope_fuzz::normalise::stamp::{DayOrder, moment, plain};
use retroscope_fuzz::normalise::time::{EARLIEST, LATEST, TimeContext, iso, parse};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Some(short) = plain(text) {
        assert_eq!(moment(text, DayOrder::Unknown), Ok(short), "{text}");
    }
    let stamp = |text: &str| Stamp { text: text.to_owned(), field: "at" };
    let zones = [None, Some(chrono_tz::Europe::Berlin), Some(chrono_tz::Australia::Lord_Howe)];
    for order in [DayOrder::Unknown, DayOrder::DayFirst, DayOrder::MonthFirst] {
        for zone in zones {
            let Ok(Some(parsed)) = parse(&stamp(text), TimeContext { zone, order }) else { continue };
            assert!((EARLIEST..LATEST).contains(&parsed.at), "{text}");
            let again = parse(&stamp(&iso(parsed.at)), TimeContext { zone, order });
            let same = again.is_ok_and(|again| again.is_some_and(|again| again.at.abs_diff(parsed.at) < 1_000));
            assert!(same, "{text} is {}, which reads otherwise", iso(parsed.at));
        }
    }
});
