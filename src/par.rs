//! Parallel work in fixed chunks, results in input order. The one place that knows rayon.

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;
use std::cmp::Ordering;
use std::num::NonZero;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle, available_parallelism};

/// Items per unit of work; fixed, so that the cut never depends on the number of threads.
const CHUNK: usize = 2_048;

/// Bytes that may wait between who gives and who takes: enough for a part of a file, so that the next one is cut and read meanwhile.
const ROOM: usize = 32 << 20;
/// Weight of things of which two may wait, whatever they weigh.
pub const HALF: usize = ROOM / 2;

/// Variables that rayon reads by itself, the first that is set.
const VARIABLES: [&str; 2] = ["RAYON_NUM_THREADS", "RAYON_RS_NUM_CPUS"];

/// Applies `work` to chunks of the items; the results come in the order of the items.
pub fn chunks<T: Sync, U: Send>(items: &[T], work: impl Fn(&[T]) -> U + Sync + Send) -> Vec<U> {
    let parts: Vec<&[T]> = items.chunks(CHUNK).collect();
    parts.par_iter().with_max_len(1).map(|part| work(part)).collect()
}

/// Applies `work` to the places of a table in fixed stretches; the results come in their order.
pub fn ranges<U: Send>(len: usize, work: impl Fn(Range<usize>) -> U + Sync + Send) -> Vec<U> {
    let parts = (0..len.div_ceil(CHUNK)).into_par_iter().with_max_len(1);
    parts.map(|part| work(part * CHUNK..((part + 1) * CHUNK).min(len))).collect()
}

/// Applies `work` to each item, for few items of much work each; the results come in the order of the items.
pub fn each<T: Sync, U: Send>(items: &[T], work: impl Fn(&T) -> U + Sync + Send) -> Vec<U> {
    items.par_iter().with_max_len(1).map(work).collect()
}

/// Sorts by an order in which no two are equal, so that it is the same whatever the number of threads.
pub fn sort<T: Send>(items: &mut [T], order: impl Fn(&T, &T) -> Ordering + Sync) {
    items.par_sort_unstable_by(order);
}

/// Sorts by an order in which several may be equal; those stay as they came.
pub fn sort_stable<T: Send>(items: &mut [T], order: impl Fn(&T, &T) -> Ordering + Sync) {
    items.par_sort_by(order);
}

/// Both of two pieces of work, beside each other where a processor is free.
pub fn both<A: Send, B: Send>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B + Send) -> (A, B) {
    rayon::join(one, other)
}

/// Gives things on this thread that are taken, in the same order, on another one; on this one too where the run has one thread.
/// No more wait in between than weigh 32 MiB together, and the one that is being taken counts; a heavier one waits alone.
pub fn pipe<T: Send, R>(
    weigh: impl Fn(&T) -> usize,
    give: impl FnOnce(&mut dyn FnMut(T)) -> R,
    mut take: impl FnMut(T) + Send,
) -> R {
    if rayon::current_num_threads() == 1 {
        return give(&mut take);
    }
    let room = Room { taken: Mutex::new(Some(0)), freed: Condvar::new() };
    thread::scope(|scope| {
        let (send, receive) = channel::<(usize, T)>();
        let (room, end) = (&room, End(&room));
        let taking = scope.spawn(move || {
            let _end = end;
            for (weight, thing) in receive {
                take(thing);
                room.free(weight);
            }
        });
        let given = give(&mut |thing| {
            let weight = weigh(&thing).min(ROOM);
            room.wait_for(weight);
            // Nobody takes any more only after a panic over there, which is passed on below.
            drop(send.send((weight, thing)));
        });
        drop(send);
        taking.join().unwrap_or_else(|panic| resume_unwind(panic));
        given
    })
}

/// Work on things in the order in which they are handed over, on a thread of its own; nobody waits for it before the end.
pub struct Aside<S, T> {
    give: SyncSender<T>,
    working: JoinHandle<S>,
}

impl<S: Send + 'static, T: Send + 'static> Aside<S, T> {
    /// Begins with a state, which each thing changes. `most` things may wait to be worked on. The state is given back where no
    /// thread would wait otherwise.
    ///
    /// # Errors
    /// The run has one thread, or this is one of several that work beside each other.
    pub fn begin(state: S, most: usize, mut work: impl FnMut(&mut S, T) + Send + 'static) -> Result<Self, S> {
        if rayon::current_num_threads() == 1 || rayon::current_thread_index().is_some() {
            return Err(state);
        }
        let (give, receive) = sync_channel::<T>(most);
        let working = thread::spawn(move || {
            let mut state = state;
            receive.into_iter().for_each(|thing| work(&mut state, thing));
            state
        });
        Ok(Self { give, working })
    }

    /// Hands a thing over; waits where too many wait already.
    pub fn give(&self, thing: T) {
        // Nobody works any more only after a panic over there, which is passed on at the end.
        drop(self.give.send(thing));
    }

    /// Waits for the work and takes the state back.
    pub fn end(self) -> S {
        drop(self.give);
        self.working.join().unwrap_or_else(|panic| resume_unwind(panic))
    }
}

/// Things that are made one after the other, each by what is asked for: the next one is made while the one at hand is used, on a
/// thread of its own. One is always made ahead, so that how far the making went when nobody asks any more hangs neither on
/// threads nor on speed.
pub struct Ahead<S, Q, T>(Making<S, Q, T>);

enum Making<S, Q, T> {
    /// Where no thread would wait otherwise: made when it is asked for, and the next one with it.
    Here {
        state: S,
        ready: T,
        make: fn(&mut S, Q) -> T,
    },
    There {
        ask: Sender<Q>,
        made: Receiver<T>,
        working: JoinHandle<S>,
    },
}

impl<S: Send + 'static, Q: Default + Send + 'static, T: Send + 'static> Ahead<S, Q, T> {
    /// Begins with a state that each thing is made from.
    #[must_use]
    pub fn begin(mut state: S, make: fn(&mut S, Q) -> T) -> Self {
        if rayon::current_num_threads() == 1 || rayon::current_thread_index().is_some() {
            let ready = make(&mut state, Q::default());
            return Self(Making::Here { state, ready, make });
        }
        let (ask, asked) = channel::<Q>();
        let (give, made) = channel::<T>();
        let working = thread::spawn(move || {
            for what in asked {
                // What nobody takes any more is dropped; the state is as if it had been taken.
                drop(give.send(make(&mut state, what)));
            }
            state
        });
        // Nobody makes any more only after a panic over there, which is passed on when the next thing is taken.
        drop(ask.send(Q::default()));
        Self(Making::There { ask, made, working })
    }

    /// The next thing; asks for the one behind it.
    pub fn next(&mut self, ask_for: Q) -> Option<T> {
        match &mut self.0 {
            Making::Here { state, ready, make } => Some(std::mem::replace(ready, make(state, ask_for))),
            Making::There { ask, made, .. } => {
                drop(ask.send(ask_for));
                made.recv().ok()
            }
        }
    }

    /// The state, when no more is wanted.
    pub fn end(self) -> S {
        match self.0 {
            Making::Here { state, .. } => state,
            Making::There { ask, working, .. } => {
                drop(ask);
                working.join().unwrap_or_else(|panic| resume_unwind(panic))
            }
        }
    }
}

/// How much of a pipe is taken; nothing where nobody takes any more.
struct Room {
    taken: Mutex<Option<usize>>,
    freed: Condvar,
}

impl Room {
    fn held(&self) -> MutexGuard<'_, Option<usize>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_for(&self, weight: usize) {
        let full = |taken: &mut Option<usize>| taken.is_some_and(|taken| taken + weight > ROOM);
        let mut taken = self.freed.wait_while(self.held(), full).unwrap_or_else(PoisonError::into_inner);
        *taken = taken.map(|taken| taken + weight);
    }

    fn free(&self, weight: usize) {
        let mut taken = self.held();
        *taken = taken.map(|taken| taken.saturating_sub(weight));
        self.freed.notify_one();
    }
}

/// The end of who takes, be it a panic: nobody waits for room any more.
struct End<'a>(&'a Room);

impl Drop for End<'_> {
    fn drop(&mut self) {
        *self.0.held() = None;
        self.0.freed.notify_one();
    }
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
