//! Work by the thousand on all threads, and what went wrong in it.

use rayon::prelude::*;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

/// After this time it hangs. Far more than it takes, because machines differ.
const MOST_TIME: Duration = Duration::from_secs(900);

/// All files below a folder, in order.
pub(super) fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() { walk(&entry, found) } else { found.push(entry) }
    }
}

/// What was at work when nothing came to an end.
type Working = Arc<Mutex<BTreeMap<usize, String>>>;

/// Runs every piece of work on all threads; names of those that go wrong. A hang is a failure that names its variant.
pub(super) fn each<T: Send + 'static>(
    work: Vec<T>,
    run: impl Fn(&T) -> (String, Option<String>) + Send + Sync + 'static,
) -> Vec<String> {
    let working: Working = Arc::default();
    let (done, finished) = mpsc::channel();
    let inside = Arc::clone(&working);
    std::thread::spawn(move || {
        let numbered: Vec<(usize, T)> = work.into_iter().enumerate().collect();
        let wrong: Vec<String> = numbered
            .into_par_iter()
            .filter_map(|(number, one)| {
                inside.lock().unwrap().insert(number, format!("variant {number}"));
                let outcome = catch_unwind(AssertUnwindSafe(|| run(&one)));
                inside.lock().unwrap().remove(&number);
                match outcome {
                    Ok((name, wrong)) => wrong.map(|wrong| format!("{name}: {wrong}")),
                    Err(panic) => Some(format!("variant {number} panics: {}", message(panic.as_ref()))),
                }
            })
            .collect();
        // The receiver is gone when the time was over.
        let _ = done.send(wrong);
    });
    finished.recv_timeout(MOST_TIME).unwrap_or_else(|_| panic!("hangs in {:?}", working.lock().unwrap()))
}

/// What a panic said.
pub(super) fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("?").to_owned()
}
