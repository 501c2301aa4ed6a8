//! Damaged exports by the ten thousand: every sample, recording and case, cut, with flipped bits, without keys, with
//! values of other types. Nothing may panic or hang, and what is read and what is refused must add up. And by the thousand:
//! whole reviews of changed sets of them (`reviews`).

mod reviews;
mod spoil;
mod twist;
mod work;

use crate::support::shared;
use retroscope::ingest::SOURCES;
use retroscope::ingest::files::read_all;
use retroscope::ingest::inputs::Input;
use retroscope::stats::random::stream;
use spoil::Export;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use work::{each, message, walk};

/// How many damaged files are read at least.
const VARIANTS: usize = 20_000;
/// A large file is damaged less often, in proportion to its size in these bytes.
const OFTEN: usize = 16 << 10;

/// Files of the cases below a folder that are inputs.
fn cases(folder: &str) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder), &mut paths);
    let of_source = folder.starts_with("sources");
    paths.retain(|path| {
        let (name, stem) = (path.file_name().unwrap(), path.file_stem().unwrap());
        if of_source { stem == "input" } else { name != "EXPECT.md" }
    });
    paths
}

/// Our own cases, and what is shared where that is at hand.
fn paths() -> Vec<PathBuf> {
    let mut paths = cases("sources");
    paths.extend(cases("field"));
    if let Some(shared) = shared() {
        let mut others = Vec::new();
        walk(&shared.join("samples"), &mut others);
        walk(&shared.join("fixtures"), &mut others);
        others.retain(|p| p.file_name().is_some_and(|n| n != "README.md") && p.extension().is_none_or(|e| e != "yaml"));
        paths.extend(others);
    }
    paths
}

fn exports() -> Vec<Export> {
    paths().iter().map(|path| Export::open(path)).collect()
}

/// Which export is damaged by which seed.
fn variants(exports: &[Export]) -> Vec<(usize, u64)> {
    let mut variants: Vec<(usize, u64)> = Vec::new();
    let mut round = 0;
    while variants.len() < VARIANTS {
        let often = |export: &Export| round % (1 + export.size() as u64 / OFTEN as u64) == 0;
        variants.extend(exports.iter().enumerate().filter(|(_, e)| often(e)).map(|(at, _)| (at, round)));
        round += 1;
    }
    variants
}

/// Sources that came with what people really bring.
const BROUGHT: [&str; 12] = [
    "linear",
    "azure-devops",
    "trello-cards",
    "trello-actions",
    "slack-channel",
    "zabbix",
    "nagios",
    "status-feed",
    "review",
    "review-undated",
    "review-template",
    "github-issues",
];

/// The largest files that people bring are among those that are damaged, each of them many times.
#[test]
fn the_largest_of_what_people_bring_are_damaged_too() {
    let mut brought = cases("field");
    brought.extend(BROUGHT.iter().flat_map(|source| cases(&format!("sources/{source}"))));
    let size = |path: &PathBuf| std::fs::metadata(path).unwrap().len();
    brought.sort_by_key(|path| (std::cmp::Reverse(size(path)), path.clone()));
    let all = paths();
    let exports: Vec<Export> = all.iter().map(|path| Export::open(path)).collect();
    let variants = variants(&exports);
    for path in &brought[..12] {
        let at = all.iter().position(|own| own == path).unwrap_or_else(|| panic!("{} is left out", path.display()));
        let times = variants.iter().filter(|(own, _)| *own == at).count();
        assert!(times >= 20, "{} is damaged {times} times", path.display());
    }
}

/// Reads one damaged file, and says how many records it still gave, or what does not add up.
fn reads(name: &str, bytes: &[u8]) -> Result<u64, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let input = Input { shown: name.to_owned(), path, forced: None, kept: None };
    let (mut records, mut rejects) = (0, 0);
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        read_all(&[input], SOURCES, &|_| {}, &mut |batch| {
            records += batch.records.len() as u64;
            rejects += batch.rejects.len() as u64;
        })
    }));
    let report = match outcome {
        Ok(mut reports) => reports.remove(0),
        Err(panic) => return Err(format!("panics: {}", message(panic.as_ref()))),
    };
    let in_units: u64 = report.units.iter().map(|unit| unit.records).sum();
    if report.read != records + rejects || in_units > report.read {
        return Err(format!("{records} records and {rejects} rejects, but {report:?}"));
    }
    let silent = report.read == 0 && report.problem.is_none() && report.notes.is_empty() && report.units.is_empty();
    if silent { Err(format!("passed over in silence: {report:?}")) } else { Ok(records) }
}

#[test]
fn no_damage_to_a_file_stops_or_confuses_the_reading() {
    let exports = Arc::new(exports());
    assert!(exports.len() > 20);
    let variants = variants(&exports);
    let number = variants.len();
    let useful = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&useful);
    let wrong = each(variants, move |(at, seed)| {
        let export = &exports[*at];
        let (how, bytes) = export.spoilt(&mut stream(*seed, &[*at as u64]));
        let outcome = reads(&export.name, &bytes);
        counted.fetch_add(usize::from(outcome.as_ref().is_ok_and(|records| *records > 0)), Ordering::Relaxed);
        (format!("{}, seed {seed} ({how})", export.shown), outcome.err())
    });
    let useful = useful.load(Ordering::Relaxed);
    println!("{number} variants of damaged files, {useful} of them with records");
    // Damage that leaves nothing to read would prove little.
    assert!(useful > number / 4, "only {useful} of {number} variants gave a record");
    assert!(wrong.is_empty(), "{} of {number} variants go wrong:\n{}", wrong.len(), wrong.join("\n"));
}
