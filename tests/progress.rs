//! What people who watch a run are told: how far it is, never more than is done.

use crate::support::run::settings;
use retroscope::ingest::SOURCES;
use retroscope::ingest::container::budget::Budget;
use retroscope::ingest::files::read_within;
use retroscope::pipeline::{self, EDITIONS, ReadProgress, Request, Step, Wanted, asked, expand};
use std::cell::RefCell;
use std::path::Path;
use std::sync::Mutex;

/// What is told while files are read with little room, so that a few megabytes are a large file.
fn told(folder: &Path) -> Vec<ReadProgress> {
    let inputs = expand(&[folder.display().to_string()]).unwrap();
    let told = RefCell::new(Vec::new());
    read_within(&inputs, SOURCES, Budget::of_mib(8), &|progress| told.borrow_mut().push(progress), &mut |_| {});
    told.into_inner()
}

#[test]
fn reading_tells_bytes_that_were_read_inside_large_files_too() {
    let folder = tempfile::tempdir().unwrap();
    let entry = |n: usize| {
        format!(
            r#"{{"id":"R{n}","type":"notify_log_entry","created_at":"2026-07-01T00:00:00Z","incident":{{"id":"Q{n}"}},"summary":"{}"}}"#,
            "Notified by phone. ".repeat(8)
        ) + "\n"
    };
    let lines: String = (0..20_000).map(entry).collect();
    let rows: String = (0..60_000).map(|n| format!("INC{n},2026-07-01 00:00:00,a text of some length {n}\n")).collect();
    std::fs::write(folder.path().join("a.jsonl"), &lines).unwrap();
    std::fs::write(folder.path().join("b.csv"), format!("number,opened_at,short_description\n{rows}")).unwrap();
    std::fs::write(folder.path().join("c.json"), "[]").unwrap();
    let told = told(folder.path());
    let all: u64 = std::fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().metadata().unwrap().len()).sum();
    assert!(told.iter().all(|p| (p.all, p.files) == (all, 3)), "{told:?}");
    assert!(told.is_sorted_by_key(|p| (p.done, p.bytes)), "{told:?}");
    let of = |file: usize| told.iter().filter(|p| p.done == file).map(|p| p.bytes).collect::<Vec<_>>();
    let first = lines.len() as u64;
    assert_eq!(of(0).first(), Some(&0));
    assert!(of(0).len() > 3 && of(1).len() > 3, "{told:?}");
    assert!(of(1).iter().all(|bytes| *bytes >= first) && of(1).contains(&first), "{told:?}");
    // Full only when all is done.
    assert_eq!(told.iter().filter(|p| p.done == 3).map(|p| p.bytes).collect::<Vec<_>>(), [all]);
}

#[test]
fn a_run_tells_its_steps_in_order_and_every_row_that_it_writes() {
    let told = Mutex::new(Vec::new());
    let step = |step: Step| told.lock().unwrap().push(step);
    let inputs = expand(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo").display().to_string()]).unwrap();
    let settings = settings("");
    let request =
        Request { inputs: &inputs, settings: &settings, period: asked("all").unwrap(), as_of: None, names: false };
    let (_, review) = pipeline::review(&request, &step);
    let folder = tempfile::tempdir().unwrap();
    let wanted = Wanted { editions: EDITIONS, formats: &[] };
    pipeline::write_report(&review.unwrap(), &settings, wanted, false, &folder.path().join("report"), &step).unwrap();
    let told = told.into_inner().unwrap();
    let stage = |step: &Step| match step {
        Step::Reading(_) => 0,
        Step::Linking => 1,
        Step::Analysing { .. } => 2,
        Step::Wording => 3,
        Step::Writing(_) => 4,
        Step::Drawing => 5,
    };
    assert!(told.is_sorted_by_key(stage), "{told:?}");
    let mut numbers: Vec<(usize, usize)> = told
        .iter()
        .filter_map(|s| if let Step::Analysing { number, of, .. } = s { Some((*number, *of)) } else { None })
        .collect();
    numbers.sort_unstable();
    let of = numbers.len();
    assert!(of > 10 && numbers.iter().copied().eq((1..=of).map(|n| (n, of))), "{numbers:?}");
    let written: Vec<_> = told.iter().filter_map(|s| if let Step::Writing(w) = s { Some(*w) } else { None }).collect();
    assert!(
        written.is_sorted_by_key(|w| w.done) && written.iter().all(|w| w.done <= w.rows && w.rows == written[0].rows)
    );
    assert!(written.len() > 20 && written[0].rows > 1_000, "{written:?}");
}
