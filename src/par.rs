//! Parallel work in fixed chunks, results in input order. The one place that knows rayon.

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

/// Items per unit of work; fixed, so that the cut never depends on the number of threads.
const CHUNK: usize = 2_048;

/// Applies `work` to chunks of the items; the results come in the order of the items.
pub fn chunks<T: Sync, U: Send>(items: &[T], work: impl Fn(&[T]) -> U + Sync + Send) -> Vec<U> {
    let parts: Vec<&[T]> = items.chunks(CHUNK).collect();
    parts.par_iter().with_max_len(1).map(|part| work(part)).collect()
}

/// Sets the number of threads for the whole run.
///
/// # Errors
/// The pool was already in use.
pub fn set_threads(number: usize) -> Result<(), String> {
    rayon::ThreadPoolBuilder::new().num_threads(number).build_global().map_err(|e| e.to_string())
}
