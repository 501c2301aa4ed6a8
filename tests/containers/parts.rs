//! A file read in parts gives what the same file gives when it is read whole.

use super::ONE;
use crate::support::pack::{gzip, utf16_le};
use retroscope::ingest::SOURCES;
use retroscope::ingest::container::budget::Budget;
use retroscope::ingest::files::{FileReport, read_within};
use retroscope::ingest::inputs::expand;

/// What was read: records and rejects with their places, and the report.
fn read(name: &str, bytes: &[u8], budget: Budget) -> (Vec<String>, FileReport) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let inputs = expand(&[path.display().to_string()], &[]).unwrap();
    let (mut records, mut rejects) = (Vec::new(), Vec::new());
    let mut reports = read_within(&inputs, SOURCES, budget, &|_| {}, &mut |batch| {
        records.extend(batch.records.iter().map(|r| format!("{:?} {:?} {}", r.origin, r.body, batch.zone)));
        rejects.extend(batch.rejects.iter().map(|r| format!("{r:?}")));
    });
    records.append(&mut rejects);
    (records, reports.swap_remove(0))
}

#[track_caller]
fn same(name: &str, text: &[u8], records: usize) {
    let (whole, report) = read(name, text, Budget::default());
    assert_eq!(whole.len(), records, "{name}: {:?}", report.problem);
    let (parts, in_parts) = read(name, text, Budget::of_mib(8));
    let differs = whole.iter().zip(&parts).find(|(a, b)| a != b);
    assert!(differs.is_none(), "{name}: {differs:?}");
    assert_eq!((parts.len(), &in_parts.problem), (records, &report.problem), "{name}");
    assert_eq!(
        (in_parts.read, in_parts.bytes, &in_parts.sha256),
        (report.read, report.bytes, &report.sha256),
        "{name}"
    );
    let units = |report: &FileReport| {
        report.units.iter().map(|u| (u.source, u.container.clone(), u.records)).collect::<Vec<_>>()
    };
    assert_eq!(units(&in_parts), units(&report), "{name}");
}

fn incident(n: usize) -> String {
    ONE.replace("QA1", &format!("Q{n}")).replace("card gateway", &format!("gateway \\\" ] }} {n}"))
}

const NUMBER: usize = 6_000;

#[test]
fn lists_are_cut_between_their_elements() {
    let all: Vec<String> = (0..NUMBER).map(incident).collect();
    let list = all.join(",\n ");
    same("array.json", format!("[{list}]").as_bytes(), NUMBER);
    same(
        "envelope.json",
        format!("{{\"time_zone\":\"Asia/Tokyo\",\"limit\":100,\"incidents\":[{list}],\"more\":false}}").as_bytes(),
        NUMBER,
    );
    let pages: Vec<String> = all.chunks(100).map(|page| format!("{{\"incidents\":[{}]}}", page.join(","))).collect();
    same("pages.json", pages.join("\n").as_bytes(), NUMBER);
    same("slurped.json", format!("[{}]", pages.join(",")).as_bytes(), NUMBER);
    let two = format!("{{\"incidents\":[{list}]}}\n{{\"incidents\":[{list}]}}");
    same("two.json", two.as_bytes(), 2 * NUMBER);
    same("packed.json.gz", &gzip(format!("[{list}]").as_bytes()), NUMBER);
    same("utf16.json", &utf16_le(&format!("[{list}]")), NUMBER);
}

#[test]
fn lines_are_cut_at_their_ends() {
    let lines: String = (0..NUMBER).map(|n| incident(n) + if n % 7 == 0 { "\r\n\n" } else { "\n" }).collect();
    same("lines.jsonl", lines.as_bytes(), NUMBER);
    let broken: String =
        (0..NUMBER).map(|n| if n % 100 == 7 { "{\"id\":\n".to_owned() } else { incident(n) + "\n" }).collect();
    same("broken.jsonl", broken.as_bytes(), NUMBER);
}

#[test]
fn tables_are_cut_at_the_ends_of_rows() {
    let header = ["number", "short_description", "opened_at", "sys_updated_on", "work_notes"];
    let row = |n: usize, separator: &str| {
        let notes = format!("\"a \"\"quoted\"\" word{separator}\nand line {n}\"");
        let title = format!("5\" disk {n}");
        [format!("INC{n}"), title, "2026-05-04 10:00:00".to_owned(), "2026-05-05 10:00:00".to_owned(), notes]
            .join(separator)
    };
    for (separator, end) in [(",", "\n"), (";", "\r\n"), ("\t", "\r"), (",", "\n\n")] {
        let rows: String = (0..NUMBER).map(|n| row(n, separator) + end).collect();
        same("incident.csv", format!("{}{end}{rows}", header.join(separator)).as_bytes(), NUMBER);
    }
    let stated: String = (0..NUMBER).map(|n| row(n, ";") + "\n").collect();
    same(
        "stated.csv",
        format!("sep=;\nnumber;short_description;opened_at;sys_updated_on;work_notes\n{stated}").as_bytes(),
        NUMBER,
    );
    let open: String = (0..NUMBER).map(|n| row(n, ",") + "\n").collect();
    let open = format!("{}\n{open}INC1,\"never closed,\n1,2\n", header.join(","));
    same("open.csv", open.as_bytes(), NUMBER + 1);
    let raw: String = (0..NUMBER)
        .map(|n| format!("{n},{{}},\"{}\",https://x,,2026-01-01\n", incident(n).replace('"', "\"\"")))
        .collect();
    same("raw.csv", format!("id,params,data,url,input,created_at\n{raw}").as_bytes(), NUMBER);
}

/// Large files are digested on a thread of their own, small ones on the spot, and a group of them beside each other.
#[test]
fn digests_are_those_of_the_bytes() {
    use sha2::{Digest, Sha256};
    let hex = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let list = |n: usize| format!("[{}]", (0..n).map(incident).collect::<Vec<_>>().join(",")).into_bytes();
    let files = [list(3), list(16_000), list(4_000), list(1)];
    assert!(files[1].len() > 3 << 20, "more than a few pieces");
    let folder = tempfile::tempdir().unwrap();
    for (n, bytes) in files.iter().enumerate() {
        std::fs::write(folder.path().join(format!("{n}.json")), bytes).unwrap();
    }
    let inputs = expand(&[folder.path().display().to_string()], &[]).unwrap();
    for budget in [Budget::default(), Budget::of_mib(64), Budget::of_mib(8)] {
        let mut ids: Vec<(u32, String)> = Vec::new();
        let reports = read_within(&inputs, SOURCES, budget, &|_| {}, &mut |batch| {
            ids.extend(batch.records.iter().map(|record| (batch.file, record.native_id.clone())));
        });
        for (report, bytes) in reports.iter().zip(&files) {
            assert_eq!((report.sha256.clone(), report.bytes), (hex(bytes), bytes.len() as u64), "{}", report.shown);
        }
        let expected = (0..4).zip([3, 16_000, 4_000, 1]);
        let expected: Vec<_> = expected.flat_map(|(file, n)| (0..n).map(move |id| (file, format!("Q{id}")))).collect();
        assert!(ids == expected, "in the order of files and rows");
    }
}
