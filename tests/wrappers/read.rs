//! Reading a wrapped file and comparing it with the bare one.

use crate::support::pack;
use retroscope::ingest::SOURCES;
use retroscope::ingest::files::{FileReport, read_all};
use retroscope::ingest::inputs::expand;
use retroscope::model::origin::Origin;
use retroscope::model::record::Record;
use retroscope::model::reject::{Reason, Reject};
use std::collections::BTreeSet;

pub(super) struct Found {
    pub(super) records: Vec<Record>,
    pub(super) rejects: Vec<Reject>,
    pub(super) report: FileReport,
}

pub(super) fn read(name: &str, bytes: &[u8]) -> Found {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let inputs = expand(&[path.display().to_string()], &[]).unwrap();
    let (mut records, mut rejects) = (Vec::new(), Vec::new());
    let mut reports = read_all(&inputs, SOURCES, &|_| {}, &mut |batch| {
        records.extend(batch.records);
        rejects.extend(batch.rejects);
    });
    Found { records, rejects, report: reports.remove(0) }
}

/// What a wrapped file must give of what the bare one gave.
pub(super) enum Expected {
    All,
    /// Everything twice.
    Twice,
    /// What stood in these rows. `whole` is false where the wrapper leaves away what stood around the records and they may
    /// need it (zone, account, included objects): then only their ids are compared.
    Rows {
        rows: BTreeSet<u32>,
        whole: bool,
    },
}

pub(super) struct Wrapped {
    pub(super) name: String,
    pub(super) file: String,
    pub(super) bytes: Vec<u8>,
    expected: Expected,
}

impl Wrapped {
    pub(super) fn new(name: &str, extension: &str, bytes: impl Into<Vec<u8>>, expected: Expected) -> Self {
        Self { name: name.to_owned(), file: format!("input.{extension}"), bytes: bytes.into(), expected }
    }

    /// Whether the wrapper hands over the records without the key they stood under.
    pub(super) fn is_bare(&self) -> bool {
        matches!(self.expected, Expected::Rows { .. })
    }

    /// Whether every record stands in it twice.
    pub(super) fn is_doubled(&self) -> bool {
        matches!(self.expected, Expected::Twice)
    }

    /// What is wrong with how it reads, if anything is.
    pub(super) fn differs(&self, id: &str, base: &Found) -> Option<String> {
        let found = read(&self.file, &self.bytes);
        let problem = || found.report.problem.as_ref().map_or_else(String::new, |p| format!(" ({})", p.message));
        if found.report.read != (found.records.len() + found.rejects.len()) as u64 {
            return Some(format!("the totals do not add up: {:?}", found.report));
        }
        for unit in &found.report.units {
            if unit.source != Some(id) {
                return Some(format!("taken by {:?} instead of {id}{}", unit.source, problem()));
            }
        }
        let (rows, whole, times) = match &self.expected {
            Expected::All => (None, true, 1),
            Expected::Twice => (None, true, 2),
            Expected::Rows { rows, whole } => (Some(rows), *whole, 1),
        };
        // Without an identifier, a record that holds a list of a known name can't be told from an envelope.
        let counts = |r: &&Reject| r.reason != Reason::NoIdentifier;
        let is_meant = |origin: &Origin| rows.is_none_or(|rows| rows.contains(&origin.row));
        let mut expected: Vec<String> = Vec::new();
        for _ in 0..times {
            expected.extend(base.records.iter().filter(|r| is_meant(&r.origin)).map(|r| shown(r, whole)));
            expected.extend(base.rejects.iter().filter(|r| is_meant(&r.origin)).filter(counts).map(refused));
        }
        let mut actual: Vec<String> = found.records.iter().map(|r| shown(r, whole)).collect();
        actual.extend(found.rejects.iter().filter(counts).map(refused));
        // Pages of several arrays are read array by array.
        expected.sort();
        actual.sort();
        if expected.len() != actual.len() {
            return Some(format!("{} records instead of {}{}", actual.len(), expected.len(), problem()));
        }
        let (one, other) = expected.iter().zip(&actual).find(|(one, other)| one != other)?;
        Some(difference(one, other))
    }
}

fn shown(record: &Record, whole: bool) -> String {
    if !whole {
        return format!("{} {}", record.source, record.entity);
    }
    // What has no id of its own is called by its row, which is a part of where it stood.
    let (kind, last) = record.native_id.rsplit_once('/').unwrap_or(("", &record.native_id));
    let may_be_row = last.len() < 5 && last.bytes().all(|b| b.is_ascii_digit());
    let native_id = if may_be_row { kind.to_owned() } else { record.native_id.clone() };
    format!("{:?}", Record { origin: Origin::default(), native_id, ..record.clone() })
}

fn refused(reject: &Reject) -> String {
    format!("reject {:?}", reject.reason)
}

/// The surroundings of the first letter that differs.
fn difference(one: &str, other: &str) -> String {
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let around = |text: &str| text.chars().skip(same.saturating_sub(60)).take(160).collect::<String>();
    format!("a record differs:\n    expected …{}…\n    read     …{}…", around(one), around(other))
}

/// What can be done to any text.
pub(super) fn packed(extension: &str, text: &str) -> Vec<Wrapped> {
    let ways = [
        ("UTF-8 with a byte order mark", "", pack::utf8_marked(text)),
        ("UTF-16 LE", "", pack::utf16_le(text)),
        ("UTF-16 BE", "", pack::utf16_be(text)),
        ("gzip", ".gz", pack::gzip(text.as_bytes())),
        ("zstd", ".zst", pack::zstd(text.as_bytes())),
        ("gzip of UTF-16", ".gz", pack::gzip(&pack::utf16_le(text))),
    ];
    let wrapped = |(name, end, bytes)| Wrapped::new(name, &format!("{extension}{end}"), bytes, Expected::All);
    ways.map(wrapped).into_iter().collect()
}
