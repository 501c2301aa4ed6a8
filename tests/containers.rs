//! What surrounds the records: the same page in every wrapping gives the same records, and damage is named.

mod damage;
mod limits;
mod lines_beside;
mod missing;
mod parts;
mod sheets;

use retroscope::ingest::SOURCES;
use retroscope::ingest::files::{FileReport, read_all};
use retroscope::ingest::inputs::expand;
use retroscope::model::record::{Body, Record};
use retroscope::model::reject::{Reason, Reject};
use std::io::Write;
use std::path::Path;

const ONE: &str = r#"{"id":"QA1","incident_number":1,"title":"card gateway","created_at":"2026-05-04T10:00:00Z","status":"resolved","resolved_at":"2026-05-04T11:00:00Z","urgency":"high","service":{"id":"S1","summary":"card-gateway"},"escalation_policy":{"id":"E1"}}"#;
const TWO: &str = r#"{"id":"QA2","incident_number":2,"title":"queue \"grows\" } ] ,","created_at":"2026-05-05T10:00:00Z","status":"triggered","urgency":"low","service":{"id":"S2","summary":"queue"},"escalation_policy":{"id":"E1"}}"#;

struct Found {
    records: Vec<Record>,
    rejects: Vec<Reject>,
    report: FileReport,
}

fn read(name: &str, bytes: &[u8]) -> Found {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let inputs = expand(&[path.display().to_string()], &[]).unwrap();
    let (mut records, mut rejects) = (Vec::new(), Vec::new());
    let mut reports = read_all(&inputs, SOURCES, &|_| {}, &mut |batch| {
        records.extend(batch.records);
        rejects.extend(batch.rejects);
    });
    let report = reports.remove(0);
    assert_eq!(report.read, (records.len() + rejects.len()) as u64, "{name}: the totals add up");
    Found { records, rejects, report }
}

fn facts(records: &[Record]) -> Vec<(String, Body)> {
    records.iter().map(|r| (r.id(), r.body.clone())).collect()
}

#[test]
fn the_same_page_in_every_wrapping() {
    let native = format!("{{\"incidents\":[{ONE},{TWO}],\"limit\":100,\"more\":false}}");
    let expected = facts(&read("native.json", native.as_bytes()).records);
    assert_eq!(expected.len(), 2);
    let airbyte = |record: &str| {
        format!("{{\"type\":\"RECORD\",\"record\":{{\"stream\":\"incidents\",\"emitted_at\":1,\"data\":{record}}}}}\n")
    };
    let singer = |record: &str| format!("{{\"type\":\"RECORD\",\"stream\":\"incidents\",\"record\":{record}}}\n");
    let raw_layer =
        |record: &str, id: u32| format!("{id},\"{{}}\",\"{}\",https://x,,2026-01-01\n", record.replace('"', "\"\""));
    let utf16 = |mark: [u8; 2], bytes: fn(u16) -> [u8; 2]| {
        mark.into_iter().chain(native.encode_utf16().flat_map(bytes)).collect::<Vec<u8>>()
    };
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(native.as_bytes()).unwrap();
    let zstd = ruzstd::encoding::compress_to_vec(native.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest);
    let wrappings: Vec<(&str, Vec<u8>)> = vec![
        ("array.json", format!("[{ONE},\n {TWO}]").into()),
        ("lines.ndjson", format!("{ONE}\n\n{TWO}\r\n").into()),
        ("single.json", format!("{{\"incident\":{ONE}}}\n{{\"incident\":{TWO}}}").into()),
        ("pages.json", format!("{{\"incidents\":[{ONE}]}}\n{{\"incidents\":[{TWO}]}}").into()),
        ("slurped.json", format!("[{{\"incidents\":[{ONE}]}},{{\"incidents\":[{TWO}]}}]").into()),
        (
            "airbyte.log",
            format!(
                "{{\"type\":\"LOG\",\"log\":{{\"message\":\"x\"}}}}\n{}{{\"type\":\"STATE\",\"state\":{{}}}}\n{}",
                airbyte(ONE),
                airbyte(TWO)
            )
            .into(),
        ),
        (
            "singer.json",
            format!("{{\"type\":\"SCHEMA\",\"stream\":\"incidents\",\"schema\":{{}}}}\n{}{}", singer(ONE), singer(TWO))
                .into(),
        ),
        ("raw.csv", format!("id,params,data,url,input,created_at\n{}{}", raw_layer(ONE, 1), raw_layer(TWO, 2)).into()),
        ("table.json", format!("{{\"columns\":[],\"rows\":[{ONE},{TWO}]}}").into()),
        ("bom.json", [b"\xef\xbb\xbf".as_slice(), native.as_bytes()].concat()),
        ("utf16le.json", utf16([0xff, 0xfe], u16::to_le_bytes)),
        ("utf16be.json", utf16([0xfe, 0xff], u16::to_be_bytes)),
        ("page.json.gz", gzip.finish().unwrap()),
        ("page.json.zst", zstd),
    ];
    for (name, bytes) in wrappings {
        let found = read(name, &bytes);
        assert_eq!(facts(&found.records), expected, "{name}: {:?}", found.report);
        assert!(found.rejects.is_empty(), "{name}");
    }
}

#[test]
fn records_know_where_they_stood() {
    let found = read("page.json", format!("{{\"incidents\":[{ONE},{TWO}]}}").as_bytes());
    let origins: Vec<(u32, &str)> = found.records.iter().map(|r| (r.origin.row, r.origin.pointer.as_str())).collect();
    assert_eq!(origins, [(1, "/incidents/0"), (2, "/incidents/1")]);
}

#[test]
fn damage_is_named_and_costs_only_what_it_hit() {
    let whole = format!("{{\"incidents\":[{ONE},{TWO}]}}");
    let cut = read("cut.json", &whole.as_bytes()[..whole.len() - 20]);
    assert_eq!((cut.records.len(), cut.rejects.len()), (1, 1));
    assert_eq!(cut.rejects[0].reason, Reason::Truncated);
    let noise = read("noise.ndjson", format!("{ONE}\nnot json at all\n{TWO}\n").as_bytes());
    assert_eq!((noise.records.len(), noise.rejects.len()), (2, 1));
    assert_eq!(noise.rejects[0].reason, Reason::Malformed);
    let deep = read("deep.json", "[".repeat(100_000).as_bytes());
    assert_eq!(deep.records.len(), 0);
    let nested = format!("[{ONE},{{\"a\":{}1{}}}]", "[".repeat(5_000), "]".repeat(5_000));
    assert_eq!(read("nested.json", nested.as_bytes()).records.len(), 1);
}

#[test]
fn files_without_records_say_what_they_are() {
    let message =
        |name: &str, bytes: &[u8]| read(name, bytes).report.problem.unwrap_or_else(|| panic!("{name}")).message;
    assert!(message("empty.json", b"").contains("empty"));
    assert!(message("blank.csv", b" \n\n ").contains("empty"));
    assert!(message("picture.csv", b"\x89PNG\r\n\x1a\n").contains("PNG"));
    assert!(message("sheet.xlsx", b"PK\x03\x04rest").contains("Office"));
    assert!(message("broken.json.gz", b"\x1f\x8brest").contains("unpacked"));
    let unknown = read("own.csv", b"Ticket;Headline\n1;x\n").report.problem.unwrap();
    assert!(unknown.message.contains("ticket, headline") && unknown.hint.contains("[[mapping]]"), "{unknown:?}");
}

/// Rows of a ServiceNow list with the given separators and ends of line.
fn list(separator: &str, end: &str) -> String {
    [
        ["number", "short_description", "opened_at", "sys_updated_on"],
        ["INC1", "\"a \"\"quoted\"\" word\nand a second line\"", "2026-05-04 10:00:00", "2026-05-05 10:00:00"],
        ["INC2", "\"x;y,z\tw\"", "2026-05-04 11:00:00", "2026-05-05 10:00:00"],
    ]
    .map(|row| row.join(separator) + end)
    .concat()
}

fn titles(found: &Found) -> Vec<String> {
    let title = |record: &Record| match &record.body {
        Body::Incident(incident) => incident.title.clone(),
        other => panic!("{other:?}"),
    };
    found.records.iter().map(title).collect()
}

#[test]
fn tables_with_any_delimiter_and_any_end_of_line() {
    for separator in [",", ";", "\t"] {
        for end in ["\n", "\r\n", "\r", "\n\n", "\r\n\n"] {
            let found = read("incident.csv", list(separator, end).as_bytes());
            assert_eq!(titles(&found), ["a \"quoted\" word\nand a second line", "x;y,z\tw"], "{separator:?} {end:?}");
            assert_eq!(found.records[1].origin.row, 2);
        }
    }
}

#[test]
fn rows_that_do_not_fit_the_header() {
    let text = "number,short_description,opened_at,sys_updated_on\nINC1,a,b,2026-05-04 10:00:00,2026-05-05\nINC2,short,2026-05-04 10:00:00\nINC3,ok,2026-05-04 10:00:00,2026-05-05,,\n";
    let found = read("incident.csv", text.as_bytes());
    assert_eq!(found.records.iter().map(|r| r.native_id.as_str()).collect::<Vec<_>>(), ["INC2", "INC3"]);
    assert_eq!(
        (found.rejects.len(), found.rejects[0].reason, found.rejects[0].origin.row),
        (1, Reason::TooManyCells, 1)
    );
}

#[test]
fn old_encodings_are_read_with_a_note() {
    let found = read(
        "incident.csv",
        b"number,short_description,opened_at,sys_updated_on\nINC1,caf\xe9,2026-05-04 10:00:00,2026-05-05 10:00:00\n",
    );
    assert_eq!(titles(&found), ["café"]);
    assert!(found.report.notes.iter().any(|n| n.contains("Windows-1252")), "{:?}", found.report.notes);
}

fn names(folder: &Path, args: &[&str]) -> Vec<String> {
    let given: Vec<String> = args.iter().map(|a| folder.join(a).display().to_string()).collect();
    let shown = |path: &Path| path.strip_prefix(folder).unwrap().display().to_string();
    expand(&given, &["people"]).unwrap().iter().map(|i| shown(&i.path)).collect()
}

#[test]
fn folders_and_patterns_become_files_in_a_fixed_order() {
    let home = tempfile::tempdir().unwrap();
    for name in ["b.json", "a.json", "sub/c.json", ".hidden/x.json", ".y.json", "truth/summary.json", "truth/z.csv"] {
        let path = home.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "x").unwrap();
    }
    std::os::unix::fs::symlink(home.path(), home.path().join("sub/loop")).unwrap();
    assert_eq!(names(home.path(), &[""]), ["a.json", "b.json", "sub/c.json"]);
    assert_eq!(names(home.path(), &["*.json", "a.json"]), ["a.json", "b.json"], "a file named twice is read once");
    assert_eq!(names(home.path(), &["truth"]).len(), 2, "named outright, it is read");
    let forced = expand(&[format!("people={}", home.path().join("a.json").display())], &["people"]).unwrap();
    assert_eq!(forced[0].forced.as_deref(), Some("people"));
    assert!(expand(&["nowhere".to_owned()], &[]).is_err());
}
