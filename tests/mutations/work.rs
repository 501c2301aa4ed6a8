//! Work by the thousand on all threads, and what went wrong in it.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

/// After this time it hangs. Far more than it takes, because machines differ.
const MAX_TIME: Duration = Duration::from_secs(900);

/// All files below a folder, in order.
pub(super) fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() { walk(&entry, found) } else { found.push(entry) }
    }
}

/// What was at work when nothing came to an end.
type Working = Arc<Mutex<BTreeSet<usize>>>;

/// Numbers from nought on, handed out to as many threads as there are. Threads of our own: one of a shared pool that waits
/// for a pool inside its work would take up further work meanwhile, and pile it on its stack.
pub(super) fn on_all_threads(number: usize, run: impl Fn(usize) + Sync) {
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= number {
                        break;
                    }
                    run(at);
                }
            });
        }
    });
}

/// Runs every piece of work on all threads; names of those that go wrong. A hang is a failure that names its variant.
pub(super) fn each<T: Send + Sync + 'static>(
    work: Vec<T>,
    run: impl Fn(&T) -> (String, Option<String>) + Send + Sync + 'static,
) -> Vec<String> {
    let working: Working = Arc::default();
    let (done, finished) = mpsc::channel();
    let inside = Arc::clone(&working);
    std::thread::spawn(move || {
        let wrong: Mutex<BTreeMap<usize, String>> = Mutex::default();
        on_all_threads(work.len(), |number| {
            inside.lock().unwrap().insert(number);
            let outcome = catch_unwind(AssertUnwindSafe(|| run(&work[number])));
            inside.lock().unwrap().remove(&number);
            let told = match outcome {
                Ok((name, wrong)) => wrong.map(|wrong| format!("{name}: {wrong}")),
                Err(panic) => Some(format!("variant {number} panics: {}", message(panic.as_ref()))),
            };
            if let Some(told) = told {
                // At once, because a hang later on must not hide it.
                println!("{told}");
                wrong.lock().unwrap().insert(number, told);
            }
        });
        // The receiver is gone when the time was over.
        let _ = done.send(wrong.into_inner().unwrap().into_values().collect());
    });
    finished.recv_timeout(MAX_TIME).unwrap_or_else(|_| panic!("hangs in the variants {:?}", working.lock().unwrap()))
}

/// What a panic said.
pub(super) fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("?").to_owned()
}
