//! Bursts of incidents, each counted as one: the check beside a comparison of counts (`METHODS.md` 17.2).

use crate::model::time::{HOUR, Millis, Window};

/// So many beginning within so long are a burst, as for storms (`METHODS.md` 6.3); in busy data twice what is usual, where
/// that is more.
const WITHIN: Millis = 6 * HOUR;
const STARTS: usize = 4;
const PROMINENCE: f64 = 2.0;

/// Incidents that began in a window, ascending, with each burst counted as one. O(n).
#[must_use]
pub fn count(starts: &[Millis], window: Window) -> u64 {
    let usual = PROMINENCE * starts.len() as f64 * WITHIN as f64 / window.len().max(1) as f64;
    let least = STARTS.max(usual.ceil() as usize);
    let mut in_burst = vec![false; starts.len()];
    for (first, (from, to)) in starts.iter().zip(starts.iter().skip(least - 1)).enumerate() {
        if to - from <= WITHIN {
            in_burst.iter_mut().skip(first).take(least).for_each(|burst| *burst = true);
        }
    }
    let alone = in_burst.iter().filter(|burst| !**burst).count() as u64;
    let mut bursts = 0;
    let mut last: Option<Millis> = None;
    for at in starts.iter().zip(&in_burst).filter(|(_, burst)| **burst).map(|(at, _)| *at) {
        // Two bursts that lie apart are two.
        bursts += u64::from(last.is_none_or(|last| at - last > WITHIN));
        last = Some(at);
    }
    alone + bursts
}
