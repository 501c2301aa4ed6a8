//! The scan statistic: was any stretch of time busier than the usual rhythm and chance explain (Kulldorff 1997)?

use crate::par;
use crate::stats::concentration::{WeightedCells, monte_carlo_p};
use crate::stats::random::stream;
use crate::stats::sum::{running, sum};

/// A stretch of bins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cluster {
    /// First bin, from 0, and number of bins.
    pub start: usize,
    pub width: usize,
    pub count: u64,
    /// Events that the baseline gives this stretch.
    pub expected: f64,
    /// Rate inside over rate outside; `None` where nothing happened outside.
    pub relative_risk: Option<f64>,
    pub llr: f64,
    /// How often the largest of all stretches is as unusual by chance. For further clusters that is conservative.
    pub p: f64,
}

/// Counts per bin with the weight of each bin in the baseline (its share of the usual week times its exposure; only
/// where nothing is known of the rhythm all equal, and then day and night alone make clusters).
#[derive(Debug, Clone)]
pub struct Scan {
    /// Cumulative baseline, scaled so that it ends at the number of events.
    expected: Vec<f64>,
    events: u64,
    widest: usize,
    /// Bins that hold events, with their counts: a stretch that begins or ends with an empty bin is never the most
    /// unusual one, so no other bins need be tried.
    busy: Vec<(usize, f64)>,
}

impl Scan {
    /// Stretches of 1 to `widest` bins. `None` without events, for lists of different lengths, for weights that are
    /// negative or not finite, and where a bin with events has no weight. Needs 10 events.
    #[must_use]
    pub fn new(counts: &[u64], baseline: &[f64], widest: usize) -> Option<Self> {
        let events = counts.iter().try_fold(0_u64, |all, c| all.checked_add(*c)).filter(|e| *e > 0)?;
        let weight = sum(baseline.iter().copied());
        let usable = counts.iter().zip(baseline).all(|(c, b)| *b >= 0.0 && (*c == 0 || *b > 0.0));
        if counts.len() != baseline.len() || !usable || !weight.is_finite() || widest == 0 {
            return None;
        }
        let expected = running(baseline.iter().map(|b| b / weight * events as f64));
        let busy = busy(counts.iter().map(|c| *c as f64));
        Some(Self { expected, events, widest, busy })
    }

    /// The most unusual stretch, and up to `most` in all that do not overlap; fewer where no other is above its baseline.
    /// p from `replicates` draws of all events from the baseline; replicate `r` draws from `stream(seed, path + r)`.
    /// O(replicates · (bins + events · widest stretch in events)).
    #[must_use]
    pub fn clusters(&self, most: usize, replicates: u64, seed: u64, path: &[u64]) -> Vec<Cluster> {
        let null = self.null(replicates, seed, path);
        let mut found: Vec<Cluster> = Vec::new();
        let mut left = vec![self.busy.clone()];
        while found.len() < most {
            // Pieces between clusters found so far; the earliest wins a tie.
            let best = left.iter().map(|piece| self.best(piece)).enumerate();
            let best = best.filter_map(|(i, b)| Some((i, b?)));
            let Some((piece, stretch)) = best.reduce(|a, b| if b.1.llr > a.1.llr + 1e-12 { b } else { a }) else {
                break;
            };
            let taken = left.remove(piece);
            let end = stretch.start + stretch.width;
            let (earlier, rest): (Vec<_>, Vec<_>) = taken.into_iter().partition(|b| b.0 < stretch.start);
            let later = rest.into_iter().filter(|b| b.0 >= end).collect();
            left.insert(piece, later);
            left.insert(piece, earlier);
            found.push(Cluster { p: monte_carlo_p(stretch.llr, &null), ..stretch });
        }
        found
    }

    /// The largest ratio of each replicate.
    fn null(&self, replicates: u64, seed: u64, path: &[u64]) -> Vec<f64> {
        let cells = WeightedCells::of(self.expected.clone());
        let one = |replicate: u64| {
            let path: Vec<u64> = path.iter().copied().chain([replicate]).collect();
            let counts = cells.draw(self.events, &mut stream(seed, &path));
            self.best(&busy(counts)).map_or(0.0, |c| c.llr)
        };
        let all: Vec<u64> = (0..replicates).collect();
        par::each(&all, |replicate| one(*replicate))
    }

    /// The stretch with the largest ratio; of equal ones the first, then the narrowest.
    fn best(&self, busy: &[(usize, f64)]) -> Option<Cluster> {
        let total = self.events as f64;
        let mut best: Option<Cluster> = None;
        let mut least = 1e-12;
        for (at, (start, _)) in busy.iter().enumerate() {
            let before = start.checked_sub(1).and_then(|b| self.expected.get(b)).copied().unwrap_or(0.0);
            let mut count = 0.0;
            for (end, events) in busy.iter().skip(at).take_while(|b| b.0 - start < self.widest) {
                count += events;
                let expected = self.expected.get(*end).copied().unwrap_or(total) - before;
                if cannot_exceed(count, expected, total, least) {
                    continue;
                }
                let llr = ratio(count, expected, total);
                if llr > least {
                    least = llr + 1e-12;
                    let outside = (total - count) / (total - expected);
                    best = Some(Cluster {
                        start: *start,
                        width: end - start + 1,
                        count: count as u64,
                        expected,
                        relative_risk: (outside > 0.0).then(|| count / expected / outside),
                        llr,
                        p: 1.0,
                    });
                }
            }
        }
        best
    }
}

fn busy(counts: impl IntoIterator<Item = f64>) -> Vec<(usize, f64)> {
    counts.into_iter().enumerate().filter(|c| c.1 > 0.0).collect()
}

/// Whether the ratio stays below `least`, told without a logarithm: nine of ten stretches end here, and a scan takes a third
/// of the time. With ln x ≤ (x − 1)/√x and ln x ≤ x − 1, the ratio is at most (count − expected)·(√(count/expected) −
/// (total − count)/(total − expected)); with ln x ≤ x − 1 twice, total·(count − expected)²/(expected·(total − expected)).
fn cannot_exceed(count: f64, expected: f64, total: f64, least: f64) -> bool {
    let (more, rest) = (count - expected, total - expected);
    if more <= 0.0 || rest <= 0.0 || expected <= 0.0 {
        return true;
    }
    // What the sums of the bounds may have lost to rounding.
    let least = least * (1.0 - 1e-9);
    total * more * more < least * expected * rest || more * ((count / expected).sqrt() - (total - count) / rest) < least
}

/// Log-likelihood ratio of `count` events where `expected` of `total` were due; 0 where there are no more than that.
fn ratio(count: f64, expected: f64, total: f64) -> f64 {
    if count <= expected || expected >= total || expected <= 0.0 {
        return 0.0;
    }
    let rest = total - count;
    let outside = if rest > 0.0 { rest * libm::log(rest / (total - expected)) } else { 0.0 };
    count * libm::log(count / expected) + outside
}
