//! Hostile and merely huge files under a small budget: refused by name and reason, the other files are read, the totals add
//! up. The limits are shares of one figure, so a file of megabytes against 8 MiB stands for one of gigabytes against the
//! default; `tests/attack/memory.py` measures those.

use super::{ONE, TWO};
use crate::support::pack::{gzip, parquet, zip};
use polars::prelude::Column;
use retroscope::ingest::SOURCES;
use retroscope::ingest::container::budget::Budget;
use retroscope::ingest::files::{FileReport, read_within};
use retroscope::ingest::inputs::expand;
use retroscope::model::record::Record;
use retroscope::model::reject::{Reason, Reject};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The attacked file's report and what was read of it.
struct Found {
    report: FileReport,
    records: Vec<Record>,
    rejects: Vec<Reject>,
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/attack")
}

/// Reads a file and a good one behind it. The good one has to be read whatever the first one is.
fn beside(name: &str, bytes: &[u8]) -> Found {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), bytes).unwrap();
    std::fs::write(folder.path().join("zz-good.json"), format!("[{ONE},{TWO}]")).unwrap();
    let inputs = expand(&[folder.path().display().to_string()], &[]).unwrap();
    let (mut records, mut rejects) = (Vec::new(), Vec::new());
    let mut reports = read_within(&inputs, SOURCES, Budget::of_mib(8), &|_| {}, &mut |batch| {
        records.extend(batch.records.into_iter().map(|r| (batch.file, r)));
        rejects.extend(batch.rejects.into_iter().map(|r| (batch.file, r)));
    });
    assert_eq!(records.iter().filter(|(file, _)| *file == 1).count(), 2, "{name}: the good file is read");
    assert!(reports[1].problem.is_none());
    let records: Vec<Record> = records.into_iter().filter(|(file, _)| *file == 0).map(|(_, r)| r).collect();
    let rejects: Vec<Reject> = rejects.into_iter().filter(|(file, _)| *file == 0).map(|(_, r)| r).collect();
    let report = reports.swap_remove(0);
    assert_eq!(report.read, (records.len() + rejects.len()) as u64, "{name}: the totals add up");
    assert_eq!(report.bytes, bytes.len() as u64, "{name}: its size is told");
    Found { report, records, rejects }
}

/// Refused, for a reason with these words, with nothing of it read and a hint that helps.
fn refused(name: &str, bytes: &[u8], words: &str) {
    let found = beside(name, bytes);
    let problem = found.report.problem.unwrap_or_else(|| panic!("{name} is no problem"));
    assert!(problem.message.contains(words), "{name}: {problem:?}");
    assert!(problem.message.starts_with("is refused: ") && problem.hint.contains("held_mib"), "{name}: {problem:?}");
    assert_eq!((found.records.len(), found.rejects.len()), (0, 0), "{name}");
}

/// Read up to a place, and not behind it.
fn read_in_part(name: &str, bytes: &[u8], words: &str) -> Found {
    let found = beside(name, bytes);
    let problem = found.report.problem.clone().unwrap_or_else(|| panic!("{name} is no problem"));
    assert!(problem.message.contains(words), "{name}: {problem:?}");
    assert!(problem.message.starts_with("is not read to its end: "), "{name}: {problem:?}");
    assert!(problem.hint.contains("What stood before was read"), "{name}: {problem:?}");
    found
}

/// As many packed bytes as it takes to write one block so often.
fn filler(head: &[u8], block: &[u8], times: usize) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(head).unwrap();
    for _ in 0..times {
        packed.write_all(block).unwrap();
    }
    packed.finish().unwrap()
}

#[test]
fn packed_files_that_grow_like_no_export_are_refused_unread() {
    let block = [b' '; 1 << 20];
    refused("spaces.json.gz", &filler(b"", &block, 260), "200 : 1");
    let lines = format!("{ONE}\n").repeat(4_000);
    refused("lines.json.gz", &filler(b"", lines.as_bytes(), (260 << 20) / lines.len() + 1), "200 : 1");
    refused("spaces.json.zst", &std::fs::read(cases().join("z3g.json.zst")).unwrap(), "200 : 1");
    let small = read_within_default(&filler(b"", lines.as_bytes(), 3));
    assert!(small.problem.is_none() && small.read == 12_000, "a small file may be as empty as it likes: {small:?}");
}

fn read_within_default(bytes: &[u8]) -> FileReport {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.json.gz");
    std::fs::write(&path, bytes).unwrap();
    let inputs = expand(&[path.display().to_string()], &[]).unwrap();
    read_within(&inputs, SOURCES, Budget::default(), &|_| {}, &mut |_| {}).swap_remove(0)
}

#[test]
fn a_line_that_never_ends_stops_the_file_there() {
    let endless = [format!("{ONE}\n").as_bytes(), b"{\"id\":\"", "x".repeat(3 << 20).as_bytes(), b"\"}\n"].concat();
    assert_eq!(read_in_part("a.jsonl", &endless, "longer than 1 MiB").records.len(), 1);
    let alone = [b"{\"id\":\"".as_slice(), "x".repeat(3 << 20).as_bytes(), b"\"}\n"].concat();
    refused("a.json", &alone, "longer than 1 MiB");
    refused("a.json.gz", &gzip(&alone), "longer than 1 MiB");
    let header = "number,short_description,opened_at,sys_updated_on\n";
    let row = "INC1,x,2026-05-04 10:00:00,2026-05-05 10:00:00\n";
    let cell = format!("{header}{}2,\"{}", row.repeat(4_000), "x\n".repeat(1 << 20));
    let found = read_in_part("a.csv", cell.as_bytes(), "longer than 1 MiB");
    assert_eq!(found.records.len(), 4_000);
    refused("a.md", &"# a title\n".repeat(60_000).into_bytes(), "a document of more than 256 KiB");
}

#[test]
fn one_record_of_a_thousand_objects_costs_itself_only() {
    let bushy = format!("{},\"x\":[{}]}}", &ONE[..ONE.len() - 1], vec!["{\"a\":{}}"; 30_000].join(","));
    let found = beside("a.jsonl", format!("{ONE}\n{bushy}\n{TWO}\n").as_bytes());
    assert_eq!(found.records.len(), 2);
    assert_eq!((found.rejects[0].reason, found.rejects[0].origin.row), (Reason::TooLarge, 2));
    let alone = format!("{{\"x\":[{}]}}", vec!["{\"a\":{}}"; 30_000].join(","));
    refused("a.json", alone.as_bytes(), "as a parsed tree");
    let cell = format!(
        "number,short_description,opened_at,sys_updated_on\nINC1,\"[{}]\",2026-05-04 10:00:00,\nINC2,x,2026-05-04 10:00:00,\n",
        vec!["{}"; 30_000].join(",")
    );
    let found = beside("a.csv", cell.as_bytes());
    assert_eq!((found.records.len(), found.rejects[0].reason), (1, Reason::TooLarge));
}

#[test]
fn what_piles_up_is_counted() {
    let ones = format!("{{\"incidents\":[{}]}}", vec!["1"; 40_000].join(","));
    refused("a.json", ones.as_bytes(), "more than 8192 records");
    refused("a.json", format!("[[{}]]", vec!["1"; 40_000].join(",")).as_bytes(), "more than 8192 records");
    refused("a.json", format!("[\n{}", "x\n".repeat(40_000)).as_bytes(), "more than 8192 records");
    let lines = format!("{ONE}\n{}", "{}\n".repeat(60_000));
    let found = read_in_part("a.jsonl", lines.as_bytes(), "more than 2048");
    assert!(found.rejects.len() < 20_000);
    let streams: String = (0..4_000)
        .map(|n| format!("{{\"type\":\"RECORD\",\"record\":{{\"stream\":\"s{n}\",\"data\":{{\"x\":1}}}}}}\n"))
        .collect();
    refused("a.jsonl", streams.as_bytes(), "streams");
    let unread = beside("a.jsonl", "{\"a\":1}\n".repeat(30_000).as_bytes());
    assert_eq!(unread.report.units.len(), 1, "one line for all parts: {:?}", unread.report.units);
    assert_eq!(unread.report.units[0].notes, ["30000 objects, not read"]);
}

#[test]
fn tables_wider_than_a_spreadsheet_are_refused() {
    let header = (0..100_000).map(|n| format!("c{n}")).collect::<Vec<_>>().join(",");
    refused("a.csv", format!("{header}\n1,2\n").as_bytes(), "100000 columns");
    let wide = format!("number,short_description,opened_at,sys_updated_on{}\n", ",x".repeat(16_000));
    let found = beside("a.csv", format!("{wide}{}", "INC1,x,2026-05-04 10:00:00,\n".repeat(200)).as_bytes());
    assert_eq!(found.records.len(), 200, "rows are taken as far as they fit: {:?}", found.report.problem);
}

#[test]
fn workbooks_are_looked_at_before_they_are_opened() {
    let case = |name: &str| std::fs::read(cases().join(name)).unwrap();
    refused("a.xlsx", &case("sstcount.xlsx"), "declares 4294967295 texts");
    let same = beside("a.xlsx", &case("samesheet_heavy.xlsx"));
    assert!(same.report.problem.is_some() && same.records.is_empty(), "{:?}", same.report);
    let bad = beside("a.xlsx", &case("badref.xlsx"));
    assert!(bad.records.is_empty());
    // With checks of arithmetic in the library it gives up, without them its table comes out empty.
    let bad = bad.report.problem.unwrap().message;
    assert!(bad.contains("can't be read") || bad.contains("without a table"), "{bad}");
    assert!(read_in_part("a.xlsx", &shared(3_000, 2_000, 1), "repeated").records.len() < 1_000);
    assert_eq!(beside("a.xlsx", &shared(10, 2_000, 1)).records.len(), 2_000);
    let again = beside("a.xlsx", &shared(10, 20, 30));
    assert_eq!(again.records.len(), 20, "a sheet that is listed thirty times is read once");
    assert!(again.report.notes.iter().any(|note| note.contains("29 sheets show the same cells")));
    let mut overlap = shared(10, 20, 1);
    let entries: Vec<usize> = memchr::memmem::find_iter(&overlap, b"PK\x01\x02").collect();
    overlap.copy_within(entries[0] + 42..entries[0] + 46, entries[1] + 42);
    refused("a.xlsx", &overlap, "on top of each other");
    let mut many = b"PK\x03\x04".to_vec();
    many.extend(b"PK\x01\x02".repeat(20_000));
    refused("a.xlsx", &many, "10000 files");
}

/// A workbook of one part, listed so many times, in which one text of some length stands in all rows.
fn shared(length: usize, rows: usize, sheets: usize) -> Vec<u8> {
    let texts =
        ["number", "short_description", "opened_at", "sys_updated_on", &"x".repeat(length), "2026-05-04 10:00:00"];
    let cell = |column: char, row: usize, text: usize| format!("<c r=\"{column}{row}\" t=\"s\"><v>{text}</v></c>");
    let row = |row: usize, texts: [usize; 4]| {
        let cells: String = "ABCD".chars().zip(texts).map(|(column, text)| cell(column, row, text)).collect();
        format!("<row r=\"{row}\">{cells}</row>")
    };
    let body: String = (2..rows + 2).map(|n| row(n, [4, 4, 5, 5])).collect();
    let list: String =
        (0..sheets).map(|n| format!("<sheet name=\"S{n}\" sheetId=\"{}\" r:id=\"rId1\"/>", n + 1)).collect();
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let items: String = texts.iter().map(|text| format!("<si><t>{text}</t></si>")).collect();
    let parts = [
        (
            "_rels/.rels",
            format!(
                "<Relationships><Relationship Id=\"r\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        ("xl/workbook.xml", format!("<workbook xmlns:r=\"{relations}\"><sheets>{list}</sheets></workbook>")),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships><Relationship Id=\"rId1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/sharedStrings.xml", format!("<sst uniqueCount=\"6\">{items}</sst>")),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet><sheetData>{}{body}</sheetData></worksheet>", row(1, [0, 1, 2, 3])),
        ),
    ];
    zip(&parts.map(|(name, text)| (name.to_owned(), text)))
}

#[test]
fn what_a_parquet_file_declares_is_not_believed() {
    let case = |name: &str| std::fs::read(cases().join(name)).unwrap();
    refused("a.parquet", &case("list200m.parquet"), "");
    let footer = beside("a.parquet", &case("footer.parquet")).report.problem.unwrap();
    assert!(footer.message.contains("can't be read"), "{footer:?}");
    let long = "x".repeat(3_000);
    let column = |name: &str, value: &str| Column::new(name.into(), vec![value; 2_000]);
    let stamp = "2026-08-11 14:02:33";
    let columns = |text: &str| {
        let number = Column::new("number".into(), (0..2_000).map(|n| format!("INC{n}")).collect::<Vec<_>>());
        vec![number, column("short_description", text), column("opened_at", stamp), column("sys_updated_on", stamp)]
    };
    let found = read_in_part("a.parquet", &parquet(columns(&long)), "repeated");
    assert!(found.records.len() < 1_000);
    assert_eq!(beside("a.parquet", &parquet(columns("short"))).records.len(), 2_000);
}

#[test]
fn every_plain_number_in_a_parquet_file_is_read() {
    for (name, left) in [("numbers.parquet", ": half, money"), ("numbers-bare.parquet", ": money")] {
        let found = beside(name, &std::fs::read(cases().join(name)).unwrap());
        assert_eq!(found.records.len(), 2, "{name}: {:?}", found.report);
        let note = found.report.notes.iter().find(|note| note.contains("no plain values")).cloned();
        assert!(note.is_some_and(|note| note.ends_with(left)), "{name}: {:?}", found.report.notes);
    }
    let raw = std::fs::read(cases().join("numbers.parquet")).unwrap();
    let mut seen = Vec::new();
    let budget = Budget::default();
    retroscope::ingest::container::parquet::read(raw, budget, &mut |opened| {
        let names = opened.header.stated.clone();
        for row in opened.rows {
            if let Ok(retroscope::ingest::container::table::RowRead::Cells(cells)) = row {
                seen.push(names.iter().cloned().zip(cells.values).collect::<std::collections::BTreeMap<_, _>>());
            }
        }
    })
    .unwrap();
    for kind in ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"] {
        assert_eq!(
            (seen[0][&format!("n_{kind}")].as_str(), seen[1][&format!("n_{kind}")].as_str()),
            ("3", ""),
            "{kind}"
        );
    }
    let first = |name: &str| seen[0][name].as_str();
    assert_eq!(
        (first("priority"), first("n_float32"), first("t32"), first("t64")),
        ("2", "1.5", "01:02:03", "04:05:06")
    );
    assert_eq!((first("words"), first("small_list")), ("x", "1, 2"));
}

#[test]
fn a_library_that_gives_up_says_nothing_on_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(cases().join("badref.xlsx"), folder.path().join("badref.xlsx")).unwrap();
    std::fs::write(folder.path().join("good.json"), format!("[{ONE},{TWO}]")).unwrap();
    let out = folder.path().join("report");
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_retroscope"))
        .arg("review")
        .args([folder.path().join("badref.xlsx"), folder.path().join("good.json")])
        .arg("--out")
        .arg(&out)
        .env("RUST_BACKTRACE", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(run.status.success() && said.contains("badref.xlsx"), "{said}");
    assert!(!said.contains("panicked") && !said.contains("backtrace"), "{said}");
}

#[test]
fn the_budget_is_a_setting() {
    use retroscope::settings::Settings;
    let settings = Settings::parse("[limits]\nheld_mib = 64\n", "a.toml").unwrap();
    assert_eq!(settings.budget, Budget::of_mib(64));
    assert_eq!(settings.shown["limits.held_mib"], "64");
    assert_eq!(Settings::defaults().unwrap().budget, Budget::default());
    let error = Settings::parse("[limits]\nheld_mib = 1\n", "a.toml").unwrap_err().to_string();
    assert!(error.contains("limits.held_mib is 1; it can be 8"), "{error}");
}

fn lines(of: &[(&str, usize)]) -> Vec<u8> {
    of.iter().map(|(line, times)| format!("{line}\n").repeat(*times)).collect::<String>().into_bytes()
}

#[test]
fn a_file_of_which_most_is_refused_is_soon_told_from_one_with_some_bad_records() {
    // With 8 MiB, 2,048 refused records are many where they are most, and 8,192 are in any case.
    let found = read_in_part("lines.jsonl", &lines(&[(ONE, 3), ("{}", 600_000)]), "of its records can't be used");
    assert_eq!(found.records.len(), 3);
    let found = beside("lines.jsonl", &lines(&[(ONE, 5_000), ("{}", 3_000)]));
    assert!(found.report.problem.is_none(), "{:?}", found.report.problem);
    assert_eq!((found.records.len(), found.rejects.len()), (5_000, 3_000));
}

/// A record that speaks of no moment is refused later, and counts among those that can't be used all the same.
#[test]
fn a_file_of_records_without_a_time_is_soon_told_too() {
    let timeless = r#"{"id":"Q1","type":"incident","title":"a","urgency":"high","service":{"summary":"s"}}"#;
    let found = read_in_part("lines.jsonl", &lines(&[(ONE, 3), (timeless, 100_000)]), "of its records can't be used");
    assert!((2_048..40_000).contains(&found.records.len()), "{}", found.records.len());
    let found = beside("lines.jsonl", &lines(&[(ONE, 5_000), (timeless, 3_000)]));
    assert!(found.report.problem.is_none(), "{:?}", found.report.problem);
    assert_eq!((found.records.len(), found.rejects.len()), (8_000, 0));
}

/// What a table costs hangs on the cells that are there, not on the width of its header.
#[test]
fn short_rows_below_a_wide_header_hold_what_they_hold() {
    use retroscope::ingest::container::table::{RowRead, TableReader};
    let header: String = (0..16_000).map(|n| format!(",c{n}")).collect();
    let text = format!("id{header}\n{}a,,b, ,\n", "1\n".repeat(50_000));
    let mut table = TableReader::open(&text).unwrap_or_else(|_| panic!("there is a header"));
    let rows: Vec<Vec<String>> = table
        .by_ref()
        .map(|row| match row {
            RowRead::Cells(cells) => {
                assert_eq!(cells.get("c15999"), "");
                cells.values
            }
            _ => panic!("a row"),
        })
        .collect();
    assert_eq!(rows.len(), 50_001);
    assert_eq!(
        (rows[0].as_slice(), rows[50_000].as_slice()),
        (&["1".to_owned()][..], &["a", "", "b"].map(str::to_owned)[..])
    );
}

#[test]
fn of_a_file_of_no_known_kind_the_rest_is_not_looked_at() {
    refused("lines.jsonl", &lines(&[("{\"a\":1}", 1), ("{}", 1_600_000)]), "are of no kind that is known");
}
