//! Parallel work in fixed chunks, results in input order. The one place that knows rayon.

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::mpsc::sync_channel;
use std::thread::{self, available_parallelism};

/// Items per unit of work; fixed, so that the cut never depends on the number of threads.
const CHUNK: usize = 2_048;

/// How many things may wait between who gives and who takes: half of the batches that readers deliver at once, so that the next ones are
/// read meanwhile, and no more, because each holds a few thousand records. Twice as many take 300 MiB more where records are long.
const WAITING: usize = 4;

/// Variables that rayon reads by itself, the first that is set.
const VARIABLES: [&str; 2] = ["RAYON_NUM_THREADS", "RAYON_RS_NUM_CPUS"];

/// Applies `work` to chunks of the items; the results come in the order of the items.
pub fn chunks<T: Sync, U: Send>(items: &[T], work: impl Fn(&[T]) -> U + Sync + Send) -> Vec<U> {
    let parts: Vec<&[T]> = items.chunks(CHUNK).collect();
    parts.par_iter().with_max_len(1).map(|part| work(part)).collect()
}

/// Applies `work` to each item, for few items of much work each; the results come in the order of the items.
pub fn each<T: Sync, U: Send>(items: &[T], work: impl Fn(&T) -> U + Sync + Send) -> Vec<U> {
    items.par_iter().with_max_len(1).map(work).collect()
}

/// Both of two pieces of work, beside each other where a processor is free.
pub fn both<A: Send, B: Send>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B + Send) -> (A, B) {
    rayon::join(one, other)
}

/// Gives things on this thread that are taken, in the same order, on another one; on this one too where the run has one thread.
/// Few wait in between.
pub fn pipe<T: Send, R>(give: impl FnOnce(&mut dyn FnMut(T)) -> R, mut take: impl FnMut(T) + Send) -> R {
    if rayon::current_num_threads() == 1 {
        return give(&mut take);
    }
    thread::scope(|scope| {
        let (send, receive) = sync_channel(WAITING);
        let taking = scope.spawn(move || receive.into_iter().for_each(take));
        // Nobody takes any more only after a panic over there, which is passed on below.
        let given = give(&mut |thing| drop(send.send(thing)));
        drop(send);
        taking.join().unwrap_or_else(|panic| resume_unwind(panic));
        given
    })
}

/// The most threads that a run gets: four for each processor are more than can be of use, and each costs memory and time to
/// start. Never fewer than eight, so that small numbers mean the same on every machine.
#[must_use]
pub fn most_threads() -> usize {
    available_parallelism().map_or(1, NonZero::get).saturating_mul(4).max(8)
}

/// Sets the number of threads for the whole run, at most [`most_threads`]. Without a number the environment decides, and
/// else the number of processors. Returns the number that was asked for when it was cut.
///
/// # Errors
/// The pool was already in use.
pub fn set_threads(asked: Option<usize>) -> Result<Option<usize>, String> {
    let set = |name: &str| std::env::var(name).ok()?.parse::<usize>().ok();
    let stated = asked.or_else(|| VARIABLES.into_iter().find_map(set));
    let cut = stated.filter(|n| *n > most_threads());
    let Some(number) = cut.map(|_| most_threads()).or(asked) else { return Ok(None) };
    rayon::ThreadPoolBuilder::new().num_threads(number).build_global().map_err(|e| e.to_string())?;
    Ok(cut)
}
