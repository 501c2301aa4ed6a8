//! The splitter of JSON files: whatever the bytes are, its pieces lie inside the text, in order, and none overlaps another.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retroscope_fuzz::ingest::container::budget::Budget;
use retroscope_fuzz::ingest::container::documents::{Documents, Known, Start};
use retroscope_fuzz::ingest::{SOURCES, mend};
use serde_json::Value;
use std::sync::LazyLock;

static ARRAYS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut names: Vec<&'static str> = SOURCES.iter().flat_map(|source| source.kind().arrays.iter().copied()).collect();
    names.sort_unstable();
    names.dedup();
    names
});

/// What can be read at all reads the same once more when it is written out.
fn mended_or_refused(piece: &str) {
    if let Some(value) = mend::value(piece) {
        let again = serde_json::from_str::<Value>(&value.to_string());
        assert!(again.is_ok_and(|again| again == value), "a mended piece is JSON");
    }
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    // What a source says about an object is anybody's guess here; both answers have to work.
    let says_yes = data.len() % 2 == 0;
    let is_record = |_: &Value| says_yes;
    let known = Known { arrays: &ARRAYS, is_record: &is_record, budget: Budget::default() };
    let start = Start { part: data.len() % 3 == 0, ..Start::default() };
    let documents = Documents::split(text, &known, start);
    for unit in &documents.units {
        for piece in &unit.pieces {
            assert!(piece.span.start < piece.span.end && piece.span.end <= text.len());
            assert!(text.get(piece.span.start..piece.span.end).is_some(), "a piece is whole characters");
            assert!(piece.row > 0, "rows are counted from one");
            mended_or_refused(piece.span.of(text));
        }
        for pair in unit.pieces.windows(2) {
            assert!(pair[0].span.end <= pair[1].span.start, "pieces follow each other");
            assert!(pair[0].row <= pair[1].row, "rows go up");
        }
    }
    for found in &documents.breaks {
        assert!(found.at <= text.len() && found.lost <= text.len());
    }
});
