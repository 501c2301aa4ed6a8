//! Whatever the bytes are: no panic, and the totals add up.

use crate::support::shared;
use proptest::prelude::*;
use retroscope::ingest::SOURCES;
use retroscope::ingest::files::read_all;
use retroscope::ingest::inputs::expand;
use retroscope::model::record::Stamp;
use retroscope::normalise::stamp::DayOrder;
use retroscope::normalise::time::{TimeContext, parse};
use retroscope::pipeline::{self, Asked, Request};
use retroscope::settings::Settings;
use retroscope::stats::random::{Rng, stream};
use std::path::PathBuf;

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
    fn a_period_as_typed_never_panics(text in "[0-9Qq.-]{0,24}") {
        let _ = pipeline::asked(&text);
    }
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
