//! Two counts over two stretches of time, compared.
//!
//! The exact conditional test and interval of a rate ratio; many of them in one table are adjusted together (Benjamini
//! and Hochberg 1995). Nothing is said of fewer than five events in all.

use crate::stats::multiplicity;
use crate::stats::rate_ratio::{self, Clusters};
use std::collections::BTreeMap;

/// Coverage of the interval, and of the narrower one that "about the same" rests on.
const CONFIDENCE: f64 = 0.95;
const INNER: f64 = 0.90;
/// Fewer events than this in both periods together are not tested.
pub const MIN_EVENTS: u64 = 5;
/// A change with a smaller p-value would have been seen.
const SEEN: f64 = 0.05;
/// Adjusted p-values up to this are worth watching.
pub const WATCH: f64 = 0.10;

/// A count and an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CountChange {
    pub current: u64,
    pub before: u64,
    /// Those that the rates are made of: without what bounds a stretch of time that is inferred from the incidents, and
    /// without what began after a collection stopped.
    pub counted: [u64; 2],
    /// Weeks in which each of them could be seen, the current one first.
    pub weeks: [f64; 2],
    /// Current rate over earlier rate; empty where the earlier count is 0.
    pub ratio: Option<f64>,
    /// 95 % interval; the upper end is empty where it is not bounded.
    pub low: f64,
    pub high: Option<f64>,
    /// 90 % interval, where both ends are bounded.
    pub inner: Option<[f64; 2]>,
    /// Central p-value; empty below [`MIN_EVENTS`].
    pub p: Option<f64>,
    /// Adjusted for all tests of the same table; empty where there is no p-value.
    pub q: Option<f64>,
    /// How much more than chance makes them the weeks of these incidents vary; interval and p-value allow for it, once.
    pub clusters: Clusters,
    /// The ratio where a burst of incidents counts as one; there only where there was a burst.
    pub episodes: Option<f64>,
}

impl CountChange {
    /// Compares two counts. `None` without exposure and without any event.
    #[must_use]
    pub fn between(current: (u64, f64), before: (u64, f64)) -> Option<Self> {
        Self::clustered(current, before, Clusters::NONE)
    }

    /// The same where weeks vary more than chance would make them; exact where they do not.
    #[must_use]
    pub fn clustered(current: (u64, f64), before: (u64, f64), clusters: Clusters) -> Option<Self> {
        if current.0 + before.0 == 0 {
            return None;
        }
        let wide = rate_ratio::clustered(current, before, CONFIDENCE, clusters)?;
        let narrow = rate_ratio::clustered(current, before, INNER, clusters)?;
        let tested = current.0 + before.0 >= MIN_EVENTS;
        Some(Self {
            current: current.0,
            before: before.0,
            counted: [current.0, before.0],
            weeks: [current.1, before.1],
            ratio: wide.ratio,
            low: wide.low,
            high: wide.high,
            inner: narrow.high.map(|high| [narrow.low, high]),
            p: tested.then_some(wide.p),
            q: None,
            clusters: if clusters.widen() { clusters } else { Clusters::NONE },
            episodes: None,
        })
    }

    /// The same with its own p-value as adjusted one: a test that stands alone.
    #[must_use]
    pub fn alone(self) -> Self {
        Self { q: self.p, ..self }
    }

    /// The same for so many incidents in all, of which some are in no rate.
    #[must_use]
    pub fn of_all(self, [current, before]: [u64; 2]) -> Self {
        Self { current, before, ..self }
    }

    /// The same with the counts in which a burst counts as one.
    #[must_use]
    pub fn with_episodes(self, counts: Option<[u64; 2]>) -> Self {
        let ratio =
            |[now, then]: [u64; 2]| (then > 0).then(|| now as f64 / then as f64 * self.weeks[1] / self.weeks[0]);
        Self { episodes: counts.and_then(ratio), ..self }
    }

    /// Whether the current rate is the higher one.
    #[must_use]
    pub fn rose(&self) -> bool {
        self.counted[0] as f64 * self.weeks[1] > self.counted[1] as f64 * self.weeks[0]
    }

    /// Whether it belongs on the watch list.
    #[must_use]
    pub fn watched(&self) -> bool {
        self.q.is_some_and(|q| q <= WATCH)
    }
}

/// The smallest count above, and the largest below, that would have been seen as a change from `before`.
///
/// "Seen" means a p-value below 0.05, exact where `clusters` widens nothing. There may be no smaller count: from 3 no fall can be seen. O(log² count).
#[must_use]
pub fn detectable(before: u64, weeks: [f64; 2], clusters: Clusters) -> (Option<u64>, Option<u64>) {
    let [now, then] = weeks;
    let p = |k: u64| rate_ratio::clustered((k, now), (before, then), CONFIDENCE, clusters).map_or(1.0, |r| r.p);
    if !(now > 0.0 && then > 0.0) {
        return (None, None);
    }
    let expected = (before as f64 * now / then).floor().clamp(0.0, 1e15) as u64;
    let mut step = 1_u64;
    while p(expected.saturating_add(step)) >= SEEN && step < 1 << 50 {
        step *= 2;
    }
    let above = first(expected, expected.saturating_add(step), |k| p(k) < SEEN);
    // Counting downwards, the first count that is seen.
    let below = (p(0) < SEEN).then(|| expected - first(0, expected, |down| p(expected - down) < SEEN));
    (Some(above), below)
}

/// The first number above `low` and up to `high` for which a condition holds that stays true once it is.
fn first(mut low: u64, mut high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

/// Comparisons by their counts; many areas share the same small ones.
#[derive(Default)]
pub struct ChangeTable(BTreeMap<(u64, u64), Option<CountChange>>);

impl ChangeTable {
    /// One change per pair of counts `(current, before)`, adjusted for all that are tested.
    #[must_use]
    pub fn family(pairs: &[(u64, u64)], weeks: [f64; 2]) -> Vec<Option<CountChange>> {
        let mut known = Self::default();
        let mut changes: Vec<Option<CountChange>> = pairs.iter().map(|pair| known.between(*pair, weeks)).collect();
        Self::adjust(&mut changes);
        changes
    }

    /// One comparison of counts `(current, before)` over these weeks, which are the same for a table.
    pub fn between(&mut self, (now, then): (u64, u64), weeks: [f64; 2]) -> Option<CountChange> {
        *self.0.entry((now, then)).or_insert_with(|| CountChange::between((now, weeks[0]), (then, weeks[1])))
    }

    /// Adjusts the p-values of one table.
    pub fn adjust(changes: &mut [Option<CountChange>]) {
        let p: Vec<Option<f64>> = changes.iter().map(|c| c.and_then(|c| c.p)).collect();
        for (change, q) in changes.iter_mut().zip(multiplicity::adjust(&p)) {
            if let Some(change) = change {
                change.q = q;
            }
        }
    }
}
