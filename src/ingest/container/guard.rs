//! Libraries that give up by panicking, kept from the terminal.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The threads that a library keeps for itself begin with this.
const OF_A_LIBRARY: &str = "polars";

static ONCE: Once = Once::new();
/// How many guarded reads are going on, on any thread.
static GOING_ON: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Silences the message of a panic that [`guarded`] is about to catch: one on its own thread, or on a library's threads
/// while it waits for them. All others go where they went before.
fn install() {
    ONCE.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |info| {
            let here = GUARDED.try_with(Cell::get).unwrap_or(false);
            let named = |thread: &std::thread::Thread| thread.name().is_some_and(|n| n.starts_with(OF_A_LIBRARY));
            let there = || GOING_ON.load(Ordering::Relaxed) > 0 && named(&std::thread::current());
            if !here && !there() {
                before(info);
            }
        }));
    });
}

/// Runs a library's reader of a binary format. The libraries are careful, but a damaged file must never end a run: where
/// one of them gives up by panicking, the file is refused like any other that can't be read. Nothing of our own belongs
/// inside, because a mistake of ours would be hidden too.
///
/// # Errors
/// What the reader says, or that it gave up.
pub fn guarded<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    install();
    let before = GUARDED.replace(true);
    GOING_ON.fetch_add(1, Ordering::Relaxed);
    let outcome = catch_unwind(AssertUnwindSafe(read));
    GOING_ON.fetch_sub(1, Ordering::Relaxed);
    GUARDED.set(before);
    outcome.unwrap_or_else(|_| Err("its inside makes no sense".to_owned()))
}
