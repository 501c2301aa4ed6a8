//! The reader of delimited tables: every row has as many cells as the header, or says why it can't be used.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retroscope_fuzz::ingest::container::bytes;
use retroscope_fuzz::ingest::container::table::{RowRead, TableReader};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = bytes::decode(data.to_vec(), None, &mut Vec::new()) else { return };
    let Ok(mut table) = TableReader::open(&text) else { return };
    let width = table.header.keys.len();
    assert_eq!(width, table.header.stated.len());
    let lines = text.bytes().filter(|b| matches!(b, b'\n' | b'\r')).count() + 1;
    let mut rows = 0;
    for row in table.by_ref() {
        rows += 1;
        match row {
            RowRead::Cells(cells) => {
                assert!(
                    cells.values.last().is_some_and(|cell| !cell.trim().is_empty()),
                    "the last cell holds something"
                );
                assert_eq!(cells.padded().len(), width, "a cell for every column");
            }
            RowRead::TooMany(cells) => assert!(cells > width),
            RowRead::Malformed(cause) => assert!(!cause.is_empty()),
            RowRead::NeverClosed(behind) => assert!(behind <= lines),
        }
        assert!(rows <= lines, "no more rows than lines");
    }
    let _ = table.looks_cut();
});
