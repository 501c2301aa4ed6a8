//! Whatever the bytes are: no panic, and the totals add up.

use crate::support::shared;
use proptest::prelude::*;
use retroscope::ingest::SOURCES;
use retroscope::ingest::files::read_all;
use retroscope::ingest::inputs::expand;
use retroscope::model::record::Stamp;
use retroscope::normalise::stamp::{self, DayOrder};
use retroscope::normalise::time::{TimeContext, parse};
use retroscope::par;
use retroscope::pipeline::{self, Asked, Request};
use retroscope::settings::Settings;
use retroscope::stats::random::{Rng, stream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_time_or_has_a_reason(text in "\\PC{0,40}") {
        for order in [DayOrder::Unknown, DayOrder::DayFirst] {
            let _ = parse(&Stamp { text: text.clone(), field: "at" }, TimeContext { zone: None, order });
        }
    }

    #[test]
    fn anything_like_a_time_is_read_or_has_a_reason(text in "[0-9]{1,4}[-/. ][0-9A-Za-z]{1,4}[-/. ][0-9]{1,4}[T ,]?[0-9:. ]{0,12}[APMZ+-]{0,3}[0-9:]{0,5}") {
        for order in [DayOrder::Unknown, DayOrder::MonthFirst] {
            let _ = parse(&Stamp { text: text.clone(), field: "at" }, TimeContext { zone: None, order });
        }
    }

    #[test]
    fn the_short_way_to_a_time_leads_to_the_same_time(text in "[0-9]{3,5}-(0[1-9]|[0-9]{1,2})-([0-2][0-9]|[0-9]{1,2})[T ,][0-2]?[0-9](:[0-6]?[0-9]){1,2}([.,][0-9]{0,10})?(|Z|z| UTC|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{1,2})") {
        the_same_time(&text);
    }

    #[test]
    fn a_period_as_typed_never_panics(text in "[0-9Qq.-]{0,24}") {
        let _ = pipeline::asked(&text);
    }
}

/// What is read the short way is read the same the long way.
fn the_same_time(text: &str) -> bool {
    let Some(short) = stamp::plain(text) else { return false };
    for order in [DayOrder::Unknown, DayOrder::DayFirst, DayOrder::MonthFirst] {
        assert_eq!(stamp::moment(text, order), Ok(short), "{text}");
    }
    true
}

/// Both ways over every shape of the parts; the short one is taken for what exports write, and not for much else.
#[test]
fn times_as_exports_write_them_are_read_the_short_way() {
    let dates =
        ["2026-06-01", "2024-02-29", "2023-02-29", "2026-13-01", "0000-01-01", "9999-12-31", "2026-6-01", "26-06-01"];
    let between = ["T", " ", "t", "  ", ", "];
    let times = ["00:00:00", "23:59:59", "24:00:00", "23:59:60", "8:15:00", "08:15", "08:15:0", "08.15.00"];
    let long = format!(".{}", "3".repeat(60));
    let fractions = ["", ".", ".1", ".12", ".123", ".9999999", ",123", ".12x", &long];
    let zones = [
        "", "Z", "z", "+00:00", "-00:00", "+05:45", "-12:00", "+15:59", "+16:00", "+05:60", "+0545", "+05", " UTC",
        "Z ", "[UTC]",
    ];
    let (mut tried, mut short) = (0, 0);
    for date in dates {
        for blank in between {
            for time in times {
                for fraction in fractions {
                    for zone in zones {
                        tried += 1;
                        short += u32::from(the_same_time(&format!("{date}{blank}{time}{fraction}{zone}")));
                    }
                }
            }
        }
    }
    // Dates that there are, `T` or a blank, times of a day, fractions with digits or none, offsets or none.
    assert_eq!((tried, short), (43_200, 4 * 2 * 2 * 5 * 7));
}

/// Who takes is slower, or faster, than who gives, and things are light, heavy or heavier than all that may wait: nothing is lost,
/// and the order is that of giving.
#[test]
fn a_pipe_keeps_the_order_and_loses_nothing() {
    for weight in [0, 1 << 10, 10 << 20, 1 << 40] {
        for slow in [None, Some(true), Some(false)] {
            let pause = |who: bool| {
                if slow == Some(who) {
                    std::thread::sleep(std::time::Duration::from_micros(200));
                }
            };
            let mut taken = Vec::new();
            let give = |sink: &mut dyn FnMut(u32)| {
                for number in 0..300 {
                    pause(true);
                    sink(number);
                }
                300
            };
            let take = |number: u32| {
                pause(false);
                taken.push(number);
            };
            let given = par::pipe(|_| weight, give, take);
            assert_eq!((given, taken), (300, (0..300).collect()));
        }
    }
}

/// Of things of 10 MiB three fill the room, the one that is being taken among them.
#[test]
fn few_things_wait_in_a_pipe() {
    let (given, taken) = (AtomicU32::new(0), AtomicU32::new(0));
    let give = |sink: &mut dyn FnMut(())| {
        for _ in 0..60 {
            sink(());
            given.fetch_add(1, Ordering::SeqCst);
            assert!(given.load(Ordering::SeqCst) <= taken.load(Ordering::SeqCst) + 3);
        }
    };
    let take = |()| {
        std::thread::sleep(std::time::Duration::from_millis(1));
        taken.fetch_add(1, Ordering::SeqCst);
    };
    par::pipe(|()| 10 << 20, give, take);
    assert_eq!(taken.into_inner(), 60);
}

/// What goes wrong while taking is not lost either, and who gives does not wait for ever.
#[test]
#[should_panic(expected = "the hundredth")]
fn a_panic_at_the_end_of_a_pipe_is_passed_on() {
    let give = |sink: &mut dyn FnMut(u32)| (0..1_000).for_each(sink);
    par::pipe(|_| 10 << 20, give, |number| assert!(number != 100, "the hundredth"));
}

/// Reads bytes as a file of a name; records and rejects must be all there is.
fn totals_add_up(folder: &std::path::Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    let inputs = expand(&[path.display().to_string()], &[]).unwrap();
    let mut counted = 0;
    let reports =
        read_all(&inputs, SOURCES, &|_| {}, &mut |batch| counted += batch.records.len() + batch.rejects.len());
    assert_eq!(reports[0].read, counted as u64, "{name}");
    std::fs::remove_file(&path).unwrap();
}

/// The sample exports and the first exports of the demo.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let demo = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/demo");
    let mut folders = vec![demo];
    folders.extend(shared().map(|s| s.join("samples")));
    let given: Vec<String> = folders.iter().map(|f| f.display().to_string()).collect();
    let small = |(name, bytes): &(String, Vec<u8>)| bytes.len() < 20_000 && !name.ends_with(".toml");
    let file = |input: pipeline::Input| {
        let name = input.path.file_name().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read(&input.path).unwrap())
    };
    pipeline::expand(&given).unwrap().into_iter().map(file).filter(small).collect()
}

/// One small damage: cut off, a bit flipped, a piece doubled or removed, a value of another type.
fn damage(bytes: &[u8], rng: &mut Rng) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if bytes.is_empty() {
        return bytes;
    }
    let at = rng.place(bytes.len());
    let end = (at + 1 + rng.place(12)).min(bytes.len());
    match rng.below(5) {
        0 => bytes.truncate(at),
        1 => bytes[at] ^= 1 << rng.below(8),
        2 => drop(bytes.drain(at..end)),
        3 => {
            let piece = bytes[at..end].to_vec();
            bytes.splice(at..at, piece);
        }
        _ => {
            let other = [&b"null"[..], b"{}", b"[]", b"-1", b"\"\"", b"1e999", b"true"][rng.place(7)].to_vec();
            bytes.splice(at..end, other);
        }
    }
    bytes
}

#[test]
fn damaged_exports_never_stop_a_run_and_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let seeds = seeds();
    assert!(seeds.len() > 15, "the demo's small files are there");
    let mut rng = stream(20_240_601, &[1]);
    for _ in 0..60 {
        for (name, bytes) in &seeds {
            totals_add_up(folder.path(), name, &damage(bytes, &mut rng));
        }
    }
}

#[test]
fn damaged_exports_go_through_the_whole_pipeline() {
    let folder = tempfile::tempdir().unwrap();
    let demo = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/demo");
    let names = [
        "pagerduty/log_entries-0001.json",
        "pagerduty/users.json",
        "servicenow/incident.csv",
        "statuspage/incidents.json",
    ];
    let page = std::fs::read(demo.join("pagerduty/incidents-0001.json")).unwrap();
    let settings = Settings::defaults().unwrap();
    let mut rng = stream(20_240_601, &[2]);
    for round in 0..25 {
        let mut given = vec![folder.path().join("incidents.json").display().to_string()];
        std::fs::write(&given[0], damage(&page, &mut rng)).unwrap();
        let name = names[round % names.len()];
        let path = folder.path().join(name.replace('/', "-"));
        std::fs::write(&path, damage(&std::fs::read(demo.join(name)).unwrap(), &mut rng)).unwrap();
        given.push(path.display().to_string());
        let inputs = pipeline::expand(&given).unwrap();
        let request = Request { inputs: &inputs, settings: &settings, period: Asked::All, as_of: None, names: false };
        let (_, review) = pipeline::review(&request, &|_| {});
        review.iter().for_each(|r| crate::support::words::check(&r.findings));
        let records = review.map_or(0, |r| r.data.records.len());
        assert!(records > 0 || round > 0, "round {round}");
    }
}
