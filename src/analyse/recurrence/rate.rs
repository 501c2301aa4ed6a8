//! How often a problem comes: gaps, bursts, when it may come next, and whether it hides (`METHODS.md` 5.3 and 7).

use crate::analyse::recurrence::occurrences::{Occurrence, gaps};
use crate::model::time::{DAY, Millis};
use crate::stats::quantile;
use crate::stats::rate_ratio::{RateRatio, rate_ratio};
use crate::stats::recurrence::{self, Burstiness};
use crate::stats::renewal::renewal;
use crate::stats::sum::mean;

/// Burstiness and regularity need so many gaps.
pub const MIN_GAPS: usize = 5;
/// Whether a problem hides is asked from so many occurrences on.
pub const MIN_OCCURRENCES: usize = 6;
/// Gaps that vary less than this (standard deviation over mean) look scheduled.
pub const REGULAR: f64 = 0.25;
/// The rate is taken from so much of the latest history.
pub const RATE_WINDOW: Millis = 365 * DAY;
/// A next occurrence is spoken of from so many occurrences after the first on.
pub const MIN_FOR_NEXT: u64 = 2;

/// Gaps that vary less than this come regularly: how long ago the last occurrence was says when the next one may come.
pub const RENEWAL: f64 = 0.5;

/// When the next occurrence may come, in seconds from the day of the export: at a constant rate, or where gaps are
/// regular by the time since the last one (`METHODS.md` 17.12).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NextOccurrence {
    /// Occurrences that count, and over how long in seconds.
    pub count: u64,
    pub time_s: f64,
    /// Mean time from start to start in seconds, where it is regular.
    pub every_s: Option<f64>,
    pub median_s: f64,
    /// 80 % range.
    pub low_s: f64,
    pub high_s: f64,
    /// Chance of at least one within 30 days.
    pub within_30_days: f64,
}

/// Occurrences per second with an interval at 95 %.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OccurrenceRate {
    pub mean: f64,
    pub low: f64,
    pub high: f64,
}

/// The later half of the history of a problem against the earlier one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Halves {
    /// Occurrences of the later and the earlier half, and how long a half is, in days.
    pub later: u64,
    pub earlier: u64,
    pub days: f64,
    pub ratio: RateRatio,
    /// Mean severity ranks (1 the worst) of the later and the earlier half, where both are known.
    pub severity: Option<[f64; 2]>,
    /// Adjusted for all families that were looked at.
    pub q: Option<f64>,
}

impl Halves {
    /// The later half is no graver than the earlier one.
    #[must_use]
    pub fn no_graver(&self) -> bool {
        self.severity.is_some_and(|[later, earlier]| later >= earlier)
    }
}

/// Median, and burstiness from [`MIN_GAPS`] gaps on.
#[must_use]
pub fn spread(occurrences: &[Occurrence]) -> (Option<f64>, Option<Burstiness>) {
    let between = gaps(occurrences);
    let bursts = (between.len() >= MIN_GAPS).then(|| recurrence::burstiness(&between)).flatten();
    (quantile::median(&quantile::sorted(between)), bursts)
}

/// Times from start to start in seconds and how much they vary; nothing below [`MIN_GAPS`].
fn rhythm(occurrences: &[Occurrence]) -> Option<(Vec<f64>, f64)> {
    let between = |pair: &[Occurrence]| match pair {
        [a, b] => Some(b.start.saturating_sub(a.start) as f64 / 1_000.0),
        _ => None,
    };
    let starts: Vec<f64> = occurrences.windows(2).filter_map(between).collect();
    let variation = recurrence::burstiness(&starts)?.variation;
    (starts.len() >= MIN_GAPS).then_some((starts, variation))
}

/// Mean time from start to start, in seconds, of a problem that comes as regularly as if it were scheduled. The forecast
/// must say so too: it goes by the rhythm, and the time at which the next one would be due is not behind its range.
#[must_use]
pub fn scheduled(occurrences: &[Occurrence], next: Option<&NextOccurrence>, as_of: Millis) -> Option<f64> {
    let (_, variation) = rhythm(occurrences)?;
    let next = next.filter(|_| variation < REGULAR)?;
    let every = next.every_s?;
    let since = as_of.saturating_sub(occurrences.last()?.start) as f64 / 1_000.0;
    let due = (every - since).max(0.0);
    // An overdue one is due now, and its range begins there.
    (due <= next.high_s && (since >= every || due >= next.low_s)).then_some(every)
}

/// Occurrences of the latest [`RATE_WINDOW`] and its length in seconds. Where the time begins with the first occurrence,
/// that one is its beginning and doesn't count.
#[must_use]
pub fn exposure(occurrences: &[Occurrence], as_of: Millis) -> Option<(u64, f64)> {
    let first = occurrences.first()?.start;
    let window = as_of.saturating_sub(RATE_WINDOW);
    let (from, counted) = if first >= window { (first, first.saturating_add(1)) } else { (window, window) };
    let count = occurrences.iter().filter(|o| o.start >= counted).count() as u64;
    let time = as_of.saturating_sub(from);
    (time > 0).then_some((count, time as f64 / 1_000.0))
}

/// The wait for the next occurrence: by the rhythm of a problem that comes regularly, else at the pace of `exposure`.
#[must_use]
pub fn next(exposure: (u64, f64), occurrences: &[Occurrence], as_of: Millis) -> Option<NextOccurrence> {
    let steady = steady(exposure)?;
    Some(regular(steady, occurrences, as_of).unwrap_or(steady))
}

/// The same by the rhythm; nothing where the gaps vary too much, and where it is overdue by more than they ever varied.
fn regular(steady: NextOccurrence, occurrences: &[Occurrence], as_of: Millis) -> Option<NextOccurrence> {
    let (starts, _) = rhythm(occurrences).filter(|(_, variation)| *variation < RENEWAL)?;
    let since = as_of.saturating_sub(occurrences.last()?.start).max(0) as f64 / 1_000.0;
    let wait = renewal(&starts, since)?;
    Some(NextOccurrence {
        every_s: mean(&starts),
        median_s: wait.wait(0.5),
        low_s: wait.wait(0.1),
        high_s: wait.wait(0.9),
        within_30_days: 1.0 - wait.none_within(30.0 * 86_400.0),
        ..steady
    })
}

fn steady((count, time_s): (u64, f64)) -> Option<NextOccurrence> {
    let wait = recurrence::next(count, time_s).filter(|_| count >= MIN_FOR_NEXT)?;
    Some(NextOccurrence {
        count,
        time_s,
        every_s: None,
        median_s: wait.wait(0.5),
        low_s: wait.wait(0.1),
        high_s: wait.wait(0.9),
        within_30_days: 1.0 - wait.none_within(30.0 * 86_400.0),
    })
}

/// The rate behind it.
#[must_use]
pub fn rate((count, time_s): (u64, f64)) -> Option<OccurrenceRate> {
    let (mean, [low, high]) = recurrence::next(count, time_s).filter(|_| count >= MIN_FOR_NEXT)?.rate(0.95);
    Some(OccurrenceRate { mean, low, high })
}

/// The two halves of the time from the first occurrence (which doesn't count) to the export. Cut in the middle of the
/// time, so that the cut doesn't depend on what is seen.
#[must_use]
pub fn halves(occurrences: &[Occurrence], as_of: Millis) -> Option<Halves> {
    if occurrences.len() < MIN_OCCURRENCES {
        return None;
    }
    let (first, rest) = occurrences.split_first()?;
    let half = as_of.saturating_sub(first.start) / 2;
    let middle = first.start.saturating_add(half);
    let later: Vec<&Occurrence> = rest.iter().filter(|o| o.start >= middle).collect();
    let earlier: Vec<&Occurrence> = rest.iter().filter(|o| o.start < middle).collect();
    let days = half as f64 / DAY as f64;
    let (after, before) = (later.len() as u64, earlier.len() as u64);
    let ratio = rate_ratio((after, days), (before, days), 0.95)?;
    let grave = |half: &[&Occurrence]| {
        let known: Vec<f64> = half.iter().filter_map(|o| o.severity).map(f64::from).collect();
        mean(&known)
    };
    let mut before_too = earlier;
    before_too.push(first);
    let severity = grave(&later).zip(grave(&before_too)).map(|(later, earlier)| [later, earlier]);
    Some(Halves { later: after, earlier: before, days, ratio, severity, q: None })
}
