//! The reader that the settings describe: a `[[mapping]]` in front, a file behind a line of `=`. Any mapping is taken or
//! refused with a reason, and a reader made from one gives a record or a reject for every row.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retroscope_fuzz::ingest::container::budget::Budget;
use retroscope_fuzz::ingest::container::documents::{Documents, Known, Start};
use retroscope_fuzz::ingest::container::table::{RowRead, TableReader};
use retroscope_fuzz::ingest::mapped::Mapped;
use retroscope_fuzz::ingest::{AnySource, Item};
use retroscope_fuzz::read_one;

/// What separates the settings from the file.
const BETWEEN: &str = "\n====\n";

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Some((settings, file)) = text.split_once(BETWEEN) else { return };
    let Ok(mut mapping) = toml::from_str::<retroscope_fuzz::ingest::mapped::mapping::Mapping>(settings) else { return };
    // The name of the array is given away for good, once a run; ten million runs would fill the memory.
    let records = mapping.records.take();
    let source = match Mapped::new(mapping) {
        Ok(source) => source,
        Err(invalid) => return assert!(!invalid.problem.is_empty() && !invalid.setting.is_empty()),
    };
    let _ = source.names(file);
    if file.trim_start().starts_with(['{', '[']) {
        read_json(&source, file, records.as_deref());
    } else if let Ok(table) = TableReader::open(file) {
        for row in table {
            if let RowRead::Cells(cells) = row {
                read_one(&source, &Item::Row(&cells));
            }
        }
    }
});

fn read_json(source: &dyn AnySource, file: &str, records: Option<&str>) {
    // Names that live as long as the program; which of them it is changes nothing in the reader.
    let arrays: &[&'static str] = if records.is_some() { &["records", "data/outages"] } else { &[] };
    let known = Known { arrays, is_record: &|_| false, budget: Budget::default() };
    let documents = Documents::split(file, &known, Start::default());
    for piece in documents.units.iter().flat_map(|unit| &unit.pieces) {
        read_one(source, &Item::Json(piece.span.of(file)));
    }
}
