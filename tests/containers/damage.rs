//! Damage and oddities of containers, read by a source that takes any object with an `x`, and tables with a column `x`.

use retroscope::ingest::container::envelope::Keys;
use retroscope::ingest::files::{FileReport, read_all};
use retroscope::ingest::head::Head;
use retroscope::ingest::inputs::expand;
use retroscope::ingest::tool::Tool;
use retroscope::ingest::{Context, Export, Item, Output, Source};
use retroscope::model::origin::Origin;
use retroscope::model::record::{Body, Record, Role, StatedIncident};
use retroscope::model::reject::{Reason, Reject};
use std::io::Write;

const PLAIN: Tool = Tool { id: "plain", title: "plain", role: Role::Table };

struct Plain;

impl Source for Plain {
    const KIND: Export =
        Export { id: "plain", title: "things with an x", tool: PLAIN, looks_for: "x", arrays: &["things", "thing"] };

    fn recognises(&self, head: &Head) -> bool {
        head.has_keys(&["x"]) || head.has_headers(&["x"])
    }
    fn read(&self, item: &Item, origin: &Origin, context: &Context, out: &mut Output) {
        let x = match item {
            Item::Json(text) => match serde_json::from_str::<serde_json::Value>(text) {
                Ok(value) => value["x"].to_string(),
                Err(error) => return out.reject(origin, "", Reason::Malformed, error.to_string()),
            },
            Item::Row(cells) => cells.all("x").collect::<Vec<_>>().join("|"),
            Item::Text { .. } => return out.reject(origin, "", Reason::Malformed, "text"),
        };
        let body =
            Body::Incident(Box::new(StatedIncident { title: context.zone.clone(), ..StatedIncident::default() }));
        PLAIN.keep("incident", x, body, origin, out);
    }
}

pub(super) struct Found {
    pub(super) records: Vec<Record>,
    rejects: Vec<Reject>,
    pub(super) report: FileReport,
}

pub(super) fn read(name: &str, bytes: impl AsRef<[u8]>) -> Found {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let inputs = expand(&[path.display().to_string()], &[]).unwrap();
    let (mut records, mut rejects) = (Vec::new(), Vec::new());
    let mut reports = read_all(&inputs, &[&Plain], &|_| {}, &mut |batch| {
        records.extend(batch.records);
        rejects.extend(batch.rejects);
    });
    let report = reports.remove(0);
    assert_eq!(report.read, (records.len() + rejects.len()) as u64, "{name}: the totals add up");
    Found { records, rejects, report }
}

fn ids(found: &Found) -> Vec<&str> {
    found.records.iter().map(|r| r.native_id.as_str()).collect()
}

fn rows(found: &Found) -> Vec<u32> {
    found.records.iter().map(|r| r.origin.row).collect()
}

fn pointers(found: &Found) -> Vec<&str> {
    found.records.iter().map(|r| r.origin.pointer.as_str()).collect()
}

pub(super) fn noted(found: &Found, words: &str) -> bool {
    let of_units = found.report.units.iter().flat_map(|u| &u.notes);
    found.report.notes.iter().chain(of_units).any(|n| n.contains(words))
}

#[test]
fn a_broken_line_costs_no_other_line() {
    let broken = [
        "{\"x\":{\"y\":2}",
        "{\"x\":2",
        "{\"x\":\"two}",
        "{\"x\":[2}",
        "{\"x\":",
        "{\"x\"",
        "{",
        "}",
        "]",
        "[",
        "null",
        "two",
        "{\"x\":2}}",
        "{\"x\":[{\"y\":[",
    ];
    for line in broken {
        let found = read("a.ndjson", format!("{{\"x\":1}}\n{line}\n{{\"x\":3}}\n{{\"x\":4}}\n"));
        let kept: Vec<&str> = ids(&found).into_iter().filter(|id| *id != "2").collect();
        assert_eq!(kept, ["1", "3", "4"], "{line}");
        assert_eq!(found.rejects.len(), 1, "{line}: {:?}", found.rejects);
        assert_eq!((found.rejects[0].reason, found.rejects[0].origin.row), (Reason::Malformed, 2), "{line}");
        assert_eq!(rows(&found).last(), Some(&4), "{line}");
    }
}

#[test]
fn many_broken_lines_are_read_in_linear_time() {
    let text = format!("{{\"x\":1}}\n{}{{\"x\":2}}\n", "{\"x\":{\"y\":\"cut off\n".repeat(200_000));
    let found = read("a.ndjson", text);
    assert_eq!((ids(&found), found.rejects.len()), (vec!["1", "2"], 200_000));
}

#[test]
fn a_row_of_json_lines_is_its_line() {
    let found = read("a.ndjson", "\n{\"x\":1}\n\n\r\n{\"x\":2}\n{\"x\":3}");
    assert_eq!(rows(&found), [2, 5, 6]);
    assert_eq!(pointers(&found), ["", "", ""]);
}

#[test]
fn pretty_printed_arrays_go_on_behind_a_broken_element() {
    let text = "{\n  \"things\": [\n    {\n      \"x\": 1\n    },\n    {\n      \"x\": [2\n    },\n    {\n      \"x\": 3\n    }\n  ],\n  \"more\": true\n}\n";
    let found = read("a.json", text);
    assert_eq!(ids(&found), ["1", "3"]);
    assert_eq!(pointers(&found), ["/things/0", "/things/2"]);
    assert_eq!((found.rejects.len(), found.rejects[0].origin.row), (1, 2));
    let missing_brace = "[\n  {\n    \"x\": 1,\n  {\n    \"x\": 2\n  }\n]\n";
    let found = read("a.json", missing_brace);
    assert_eq!((ids(&found), found.rejects.len()), (vec!["2"], 1));
}

#[test]
fn pages_behind_a_page_that_breaks_off_are_read() {
    for cut in ["{\"things\":[{\"x\":1},{\"x\":2},{\"x\"", "{\"things\":[{\"x\":1},{\"x\":2},{\"x\":\"thr"] {
        let found = read("pages.json", format!("{cut}\n{{\"things\":[{{\"x\":4}}]}}\n"));
        assert_eq!(ids(&found), ["1", "2", "4"], "{cut}");
        assert_eq!(found.rejects.len(), 1);
        assert!(found.report.problem.is_some());
    }
    let laid_out = "{\n  \"things\": [\n    {\"x\": 1}\n  ]\n}\n{\n  \"things\": [\n    {\"x\": 2}\n  ]\n}\n";
    assert_eq!(ids(&read("pages.json", laid_out)), ["1", "2"]);
}

#[test]
fn every_cut_of_a_file_reads_what_stands_before_it() {
    let whole =
        "{\"page\":{\"time_zone\":\"Asia/Tokyo\"},\"things\":[{\"x\":1,\"s\":\"a]\"},{\"x\":2},{\"x\":{\"y\":[3]}}]}";
    let ends: Vec<usize> = ["a]\"}", "\"x\":2}", "[3]}}"].map(|e| whole.find(e).unwrap() + e.len()).to_vec();
    for cut in 1..whole.len() {
        let found = read("cut.json", &whole[..cut]);
        let expected = ends.iter().filter(|end| **end <= cut).count();
        assert_eq!(found.records.len(), expected, "cut at {cut}");
        assert_eq!(found.rejects.len(), 1, "cut at {cut}");
        assert_eq!(found.rejects[0].reason, Reason::Truncated, "cut at {cut}");
    }
}

#[test]
fn a_record_with_a_known_key_inside_is_still_a_record() {
    let found =
        read("a.ndjson", "{\"id\":\"a\",\"x\":1,\"things\":[{\"x\":9}]}\n{\"id\":\"b\",\"x\":2,\"thing\":{\"x\":8}}\n");
    assert_eq!(ids(&found), ["1", "2"]);
}

#[test]
fn an_array_of_envelopes_points_into_both() {
    let found =
        read("slurped.json", "[{\"things\":[{\"x\":1},{\"x\":2}]},{\"things\":[{\"x\":3}]},{\"thing\":{\"x\":4}}]");
    assert_eq!(ids(&found), ["1", "2", "3", "4"]);
    assert_eq!(pointers(&found), ["/0/things/0", "/0/things/1", "/1/things/0", "/2/thing"]);
}

#[test]
fn pages_that_are_arrays_are_gathered() {
    let found = read("slurped.json", "[[{\"x\":1},{\"x\":2}],[],[{\"x\":3}]]");
    assert_eq!((ids(&found), rows(&found)), (vec!["1", "2", "3"], vec![1, 2, 3]));
    assert_eq!(pointers(&found), ["/0/0", "/0/1", "/2/0"]);
    let odd = read("slurped.json", "[[{\"x\":1}],{\"x\":2},[{\"x\":3}");
    assert_eq!((ids(&odd), odd.rejects.len()), (vec!["1", "2"], 1));
}

#[test]
fn streams_of_one_file_are_told_apart() {
    let line = |stream: &str, data: &str| {
        format!("{{\"type\":\"RECORD\",\"record\":{{\"stream\":\"{stream}\",\"emitted_at\":1,\"data\":{data}}}}}\n")
    };
    let text = [line("things", "{\"x\":1}"), line("people", "{\"who\":1}"), line("things", "{\"x\":2}")].concat();
    let found = read("all.log", format!("{{\"type\":\"LOG\",\"log\":{{}}}}\n{text}"));
    assert_eq!((ids(&found), rows(&found)), (vec!["1", "2"], vec![2, 4]));
    let kinds: Vec<Option<&str>> = found.report.units.iter().map(|u| u.source).collect();
    assert_eq!(kinds, [Some("plain"), None]);
    assert!(noted(&found, "1 object, not read") && noted(&found, "1 connector messages"));
}

#[test]
fn zones_stand_around_the_records() {
    let zone = |text: &str| match read("a.json", text).records.remove(0).body {
        Body::Incident(incident) => incident.title.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(zone("{\"page\":{\"time_zone\":\"Asia/Tokyo\"},\"things\":[{\"x\":1}]}"), "Asia/Tokyo");
    assert_eq!(zone("{\"things\":[{\"x\":1}],\"time_zone\":\"Etc/UTC\"}"), "Etc/UTC");
    let two = "{\"page\":{\"id\":\"p\",\"time_zone\":\"Asia/Tokyo\"},\"things\":[{\"x\":1}]}\n{\"page\":{\"id\":\"q\"},\"things\":[{\"x\":2}]}";
    assert_eq!(read("a.json", two).report.units.len(), 2, "two pages with different zones are two units");
}

#[test]
fn every_part_of_a_packed_file_is_read() {
    let zstd =
        |text: &str| ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest);
    let skippable = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];
    let frames = [skippable.to_vec(), zstd("{\"x\":1}\n"), skippable.to_vec(), zstd("{\"x\":2}\n")].concat();
    assert_eq!(ids(&read("a.json.zst", &frames)), ["1", "2"]);
    let gzip = |text: &str| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all(text.as_bytes()).unwrap();
        packed.finish().unwrap()
    };
    assert_eq!(ids(&read("a.json.gz", [gzip("{\"x\":1}\n"), gzip("{\"x\":2}\n")].concat())), ["1", "2"]);
    let lines: String = (0..20_000).map(|n| format!("{{\"x\":{n},\"y\":\"{}\"}}\n", n * 7_919 % 65_537)).collect();
    for (name, packed) in [("a.gz", gzip(&lines)), ("a.zst", zstd(&lines))] {
        let found = read(name, &packed[..packed.len() / 2]);
        let least = if name == "a.gz" { 5_000 } else { 0 };
        assert!((least..15_000).contains(&found.records.len()), "{name}: {}", found.records.len());
        assert!(found.report.problem.unwrap().message.contains("unpacked"), "{name}");
    }
    let table: String = (0..20_000).map(|n| format!("{n},{}\n", n * 7_919 % 65_537)).collect();
    let packed = gzip(&format!("n,x\n{table}"));
    let found = read("a.csv.gz", &packed[..packed.len() / 2]);
    let last = found.records.last().unwrap();
    assert_eq!(last.native_id, ((last.origin.row - 1) * 7_919 % 65_537).to_string(), "no value is cut short");
}

#[test]
fn one_strange_byte_leaves_the_other_letters_alone() {
    let found = read("a.ndjson", [&b"{\"x\":\"caf\xc3\xa9 \xc3\xbc\xc3\xb6\"}\n{\"x\":\"na\xefve\"}\n"[..]].concat());
    assert_eq!(ids(&found), ["\"café üö\"", "\"naïve\""]);
    assert!(noted(&found, "Windows-1252"));
    let old = read("a.ndjson", b"{\"x\":\"caf\xe9 \x80\"}\n{\"x\":\"na\xefve\"}\n");
    assert_eq!(ids(&old), ["\"café €\"", "\"naïve\""]);
}

#[test]
fn tables_keep_what_they_state() {
    assert_eq!(ids(&read("a.csv", "x,y,x\n1,2,3\n4\n")), ["1|3", "4"], "repeated headers, short rows");
    assert_eq!(ids(&read("a.csv", "sep=;\r\nx;y\r\n1,5;2\r\n")), ["1,5"], "the delimiter that Excel states");
    let mixed = read("a.csv", "x,y\r\n1,a\r\r\n2,b\n\n\n ,\n3,\"c\r\nd\"\r4,e");
    assert_eq!((ids(&mixed), rows(&mixed)), (vec!["1", "2", "3", "4"], vec![1, 2, 3, 4]));
    let one = read("a.csv", "x^y\n1^2\n").report.problem.unwrap();
    assert!(one.hint.contains("delimiter"), "{one:?}");
}

#[test]
fn a_cell_never_closed_is_no_row() {
    let found = read("a.csv", "x,y\n1,a\n2,\"b\n3,c\n4,d\n");
    assert_eq!(ids(&found), ["1"]);
    assert_eq!((found.rejects[0].reason, found.rejects[0].origin.row), (Reason::Truncated, 2));
    assert!(found.rejects[0].detail.contains("2 lines"), "{}", found.rejects[0].detail);
    let inches = read("a.csv", "x,y\n1,5\" disk\n2,\"a \"\"b\"\"\"\n");
    assert_eq!((ids(&inches), inches.rejects.len()), (vec!["1", "2"], 0), "quotes inside cells are letters");
}

#[test]
fn rows_of_a_raw_layer_are_all_accounted_for() {
    let head = "id,params,data,url,input,created_at\n";
    let row = |data: &str| format!("1,{{}},\"{}\",https://x,,2026-01-01\n", data.replace('"', "\"\""));
    let text = [
        row("{\"x\":1}"),
        row(""),
        row("{\n \"x\": 2\n}"),
        "1,2,3,4,5,6,7,8\n".to_owned(),
        row("{\"x\":3"),
        row("{\"x\":4}"),
    ];
    let found = read("raw.csv", format!("{head}{}", text.concat()));
    assert_eq!((ids(&found), rows(&found)), (vec!["1", "2", "4"], vec![1, 3, 6]));
    let refused: Vec<(u32, Reason)> = found.rejects.iter().map(|r| (r.origin.row, r.reason)).collect();
    assert_eq!(refused, [(2, Reason::Malformed), (4, Reason::TooManyCells), (5, Reason::Malformed)]);
}

#[test]
fn the_order_does_not_depend_on_the_threads() {
    let lines: String =
        (0..100_000).map(|n| format!("{{\"x\":{n}}}\n{}", if n % 1_000 == 7 { "oops\n" } else { "" })).collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ndjson");
    std::fs::write(&path, lines).unwrap();
    let inputs = expand(&[path.display().to_string()], &[]).unwrap();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let mut seen = Vec::new();
            read_all(&inputs, &[&Plain], &|_| {}, &mut |batch| {
                seen.extend(batch.records.into_iter().map(|r| (r.origin.row, r.native_id)));
                seen.extend(batch.rejects.into_iter().map(|r| (r.origin.row, r.detail)));
            });
            seen
        })
    };
    let (one, two) = (with(1), with(2));
    assert_eq!(one.len(), 100_100);
    assert_eq!(one, two);
    let values: Vec<&str> = one.iter().take(100_000).map(|(_, id)| id.as_str()).collect();
    assert!(values.iter().enumerate().all(|(n, id)| *id == n.to_string()), "in the order of the file");
}

#[test]
fn large_packed_lines_are_read_in_parts() {
    // Digits without a pattern, so that packing leaves more than the 4 MiB from which packed lines are read in parts.
    let mut state = 1_u64;
    let mut noise = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state
    };
    let number = 220_000;
    let mut text: String =
        (0..number).map(|n| format!("{{\"x\":{n},\"a\":{},\"b\":{},\"c\":{}}}\n", noise(), noise(), noise())).collect();
    text.push_str("{\"x\":");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    assert!(packed.len() > 4 << 20 && text.len() > 16 << 20, "{} from {}", packed.len(), text.len());
    let found = read("big.ndjson.gz", &packed);
    assert_eq!(found.records.len(), number);
    assert!(
        found.records.iter().enumerate().all(|(n, r)| r.native_id == n.to_string() && r.origin.row as usize == n + 1)
    );
    assert_eq!((found.rejects.len(), found.rejects[0].reason), (1, Reason::Truncated));
    assert!(found.rejects[0].detail.contains(&format!("byte {}", text.len())), "{}", found.rejects[0].detail);
    assert_eq!(found.report.bytes, packed.len() as u64);
    let digest = <sha2::Sha256 as sha2::Digest>::digest(&packed);
    let hex: String = digest.iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(found.report.sha256, hex);
    assert_eq!(found.report.units.len(), 1);
}

#[test]
fn inputs_are_named_as_given_and_forced_by_any_name() {
    let home = tempfile::tempdir().unwrap();
    for name in ["in/a.json", "in/target/b.json"] {
        let path = home.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "x").unwrap();
    }
    let folder = home.path().join("in").display().to_string();
    let found = expand(&[folder.clone(), format!("plain={folder}/a.json")], &["plain"]).unwrap();
    assert_eq!(found.len(), 1, "the build folder is left out: {found:?}");
    assert_eq!(found[0].forced.as_deref(), Some("plain"));
    assert_eq!(found[0].shown, format!("{folder}/a.json"));
}

/// Lists deeper inside are found by their paths, which need not come in the order of the text: none of them is taken for one
/// that was read already.
#[test]
fn lists_deeper_inside_are_all_read_whatever_their_order() {
    use retroscope::ingest::container::budget::Budget;
    use retroscope::ingest::container::documents::{Documents, Known, Start};
    let text = r#"{"data":{"outages":[{"id":1},{"id":2}],"alerts":[{"id":3}]}}"#;
    let known =
        Known { keys: &Keys::of(&["data/alerts", "data/outages"]), is_record: &|_| false, budget: Budget::default() };
    let found = Documents::split(text, &known, Start::default());
    let units = found.units.iter().map(|unit| (unit.name.as_str(), unit.pieces.iter().map(|p| p.row).collect()));
    assert_eq!(units.collect::<Vec<(&str, Vec<u32>)>>(), [("data/outages", vec![1, 2]), ("data/alerts", vec![3])]);
}

/// The lists of a list that breaks off do not reach into each other, and nothing is taken twice (found by fuzzing).
#[test]
fn lists_of_a_broken_list_keep_to_themselves() {
    use retroscope::ingest::container::budget::Budget;
    use retroscope::ingest::container::documents::{Documents, Known, Start};
    let texts = [
        "{\"data\":[[e\" \"][\"\"]",
        "{\"data\":[[{\"a\":1],[{\"a\":2}],[{\"a\":3}",
        "{\"users\":[PU1\",\"typeaeacme.e5\0\0\0le\",\"\",\"pi\u{6}\0]\"users\":[PU1\",\"typeaeacme.e5\0\0\0le\",\"\",\"t\0_zonee\"",
    ];
    for (text, says) in texts.into_iter().flat_map(|text| [(text, true), (text, false)]) {
        let known = Known { keys: &Keys::of(&["data", "users"]), is_record: &|_| says, budget: Budget::default() };
        for part in [false, true] {
            let found = Documents::split(text, &known, Start { part, ..Start::default() });
            for unit in &found.units {
                let overlaps = unit.pieces.windows(2).any(|pair| pair[0].span.end > pair[1].span.start);
                assert!(!overlaps, "{text}: {:?}", unit.pieces);
            }
        }
    }
}
