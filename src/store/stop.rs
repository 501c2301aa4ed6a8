//! What has to be gone when a run is told to stop, and the gate that keeps it from growing meanwhile.
//!
//! Whoever makes something temporary does so behind the gate and registers it in the same breath. A signal closes the gate
//! for good: what is registered is removed, and nothing can be made any more until the process ends. The exchange at the end of
//! a transaction stands behind the gate as well, so that a signal comes either before it or after all of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Something that may not stay behind.
#[derive(Debug, PartialEq, Eq)]
enum Trace {
    /// A file.
    File(PathBuf),
    /// A folder with everything in it.
    Tree(PathBuf),
    /// A folder that was made on the way; it goes when nobody has put anything into it.
    Way(PathBuf),
}

#[derive(Debug)]
struct State {
    traces: Vec<Trace>,
    complete: Vec<String>,
}

static STATE: Mutex<State> = Mutex::new(State { traces: Vec::new(), complete: Vec::new() });

/// The right to make, move and remove. Held for moments only: a signal waits for it.
pub(super) struct Gate(MutexGuard<'static, State>);

/// Waits for the right to make, move or remove something.
pub(super) fn gate() -> Gate {
    Gate(STATE.lock().unwrap_or_else(PoisonError::into_inner))
}

impl Gate {
    pub(super) fn file(&mut self, path: &Path) {
        self.0.traces.push(Trace::File(path.to_owned()));
    }

    pub(super) fn tree(&mut self, path: &Path) {
        self.0.traces.push(Trace::Tree(path.to_owned()));
    }

    pub(super) fn way(&mut self, path: &Path) {
        self.0.traces.push(Trace::Way(path.to_owned()));
    }

    /// Whatever is registered under this path is gone, or is no longer temporary.
    pub(super) fn forget(&mut self, path: &Path) {
        self.0.traces.retain(|trace| {
            let (Trace::File(own) | Trace::Tree(own) | Trace::Way(own)) = trace;
            own != path
        });
    }

    /// Something stands at its target, whatever happens from now on.
    pub(super) fn complete(&mut self, shown: &str) {
        self.0.complete.push(shown.to_owned());
    }
}

/// Removes everything temporary and keeps the gate shut: no other thread makes, moves or removes anything after this. Returns
/// what had been completed before.
pub fn clean_up() -> Vec<String> {
    let mut gate = gate();
    for trace in gate.0.traces.drain(..).rev() {
        // What can't be removed now is removed by the next run that writes there.
        let _ = match trace {
            Trace::File(path) => fs::remove_file(path),
            Trace::Tree(path) => fs::remove_dir_all(path),
            Trace::Way(path) => fs::remove_dir(path),
        };
    }
    let complete = gate.0.complete.clone();
    std::mem::forget(gate);
    complete
}
