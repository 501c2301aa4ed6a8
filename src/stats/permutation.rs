//! How far a figure swings from one period to the next when nothing has changed.
//!
//! Both periods are put together and dealt out again at random in the same sizes (Davidović 2021); the ratios that come
//! out are the noise band. It is a permutation test, so the same splits say how often chance alone gives a ratio at
//! least as far out as the one seen. Values are pooled and sorted once; a replicate is then one pass in which each value
//! goes to the current period with probability "still needed / still left", which draws every split with the same
//! chance and meets the values in the order in which the median needs them.

mod large;

use crate::par;
use crate::stats::quantile::{median, sorted};
use crate::stats::random::{Rng, stream};
use std::ops::Range;

/// Replicates where nothing else is said.
pub const REPLICATES: u64 = 9_999;
/// Fewest replicates, however many values there are.
const MIN: u64 = 999;
/// Most values dealt out in all replicates together: about a second.
const BUDGET: u64 = 200_000_000;
/// The band leaves out this share of the splits at each side.
const TAIL: f64 = 0.025;
/// Logarithms of ratios closer than this are the same split, summed up in another order.
const SAME: f64 = 1e-12;
/// Splits dealt one after the other; stretches of so many are dealt beside each other.
const TOGETHER: usize = 128;
/// Most values of which [`every_split`] tries all splits.
const MAX_EXACT: usize = 20;

/// One figure: its ratio current / previous, and what chance alone does to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    pub ratio: f64,
    /// The middle 95 % of the splits, and their median: it is not 1 where strata are kept and their mix differs.
    pub low: f64,
    pub high: f64,
    pub centre: f64,
    /// Share of splits that lie at least as far (as a ratio) from the median of the splits, on either side.
    pub share: f64,
    /// Two-sided: twice the smaller of the shares of splits at least as high and at least as low.
    pub p: f64,
}

/// The three figures. One is `None` where a ratio would divide by 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    pub mean: Option<Figure>,
    /// Type 7.
    pub median: Option<Figure>,
    pub geometric_mean: Option<Figure>,
    /// How many splits the figures rest on; 0 where none were made, as the limit was used that splits of so many values tend to.
    pub splits: u64,
}

/// A duration, and the number of the stratum (severity, say) whose count in each period the reshuffle keeps. Give all
/// values the same number for a plain reshuffle.
pub type StratifiedItem = (f64, u32);

/// The band of random splits. `resolution` is that of the time stamps: for the geometric mean a duration counts as
/// at least half of it. Replicate `r` draws from `stream(seed, path + r)`.
///
/// [`REPLICATES`] splits are drawn, fewer where these would deal out more than 2 · 10⁸ values, but never below 999; the
/// result says how many. `None` for an empty period, a negative or infinite value, a resolution that is not positive;
/// a verdict needs 10 values in each period. O(N log N + N · replicates), no allocation per replicate. Of many values none
/// are drawn, see [`random_splits`].
#[must_use]
pub fn noise_band(
    current: &[StratifiedItem],
    previous: &[StratifiedItem],
    resolution: f64,
    seed: u64,
    path: &[u64],
) -> Option<Band> {
    let affordable = BUDGET / (current.len() + previous.len()).max(1) as u64;
    random_splits(current, previous, resolution, affordable.clamp(MIN, REPLICATES), (seed, path))
}

/// The same from a given number of splits. `None` also for none at all. From about 5,000 values in each period on the limit is
/// used that splits tend to, where it is safe (`permutation/large.rs` says where, and why): then nothing is drawn, and the band
/// differs from that of draws by less than draws do from each other. O(N log N).
#[must_use]
pub fn random_splits(
    current: &[StratifiedItem],
    previous: &[StratifiedItem],
    resolution: f64,
    replicates: u64,
    (seed, path): (u64, &[u64]),
) -> Option<Band> {
    splits([current, previous], resolution, replicates, (seed, path), large::limit)
}

/// The same, drawn however many values there are. O(N log N + N · replicates).
#[must_use]
pub fn drawn_splits(
    current: &[StratifiedItem],
    previous: &[StratifiedItem],
    resolution: f64,
    replicates: u64,
    (seed, path): (u64, &[u64]),
) -> Option<Band> {
    splits([current, previous], resolution, replicates, (seed, path), |_| None)
}

/// The band that `known` tells, else that of draws.
fn splits(
    [current, previous]: [&[StratifiedItem]; 2],
    resolution: f64,
    replicates: u64,
    (seed, path): (u64, &[u64]),
    known: impl FnOnce(&Pool) -> Option<Band>,
) -> Option<Band> {
    let pool = Pool::new(current, previous, resolution).filter(|_| replicates > 0)?;
    if let Some(band) = known(&pool) {
        return Some(band);
    }
    let stretches: Vec<Range<u64>> =
        (0..replicates).step_by(TOGETHER).map(|from| from..replicates.min(from + TOGETHER as u64)).collect();
    let dealt = par::each(&stretches, |stretch| deal_stretch(&pool, stretch.clone(), seed, path));
    let mut drawn = [0; 3].map(|_| Vec::new());
    for changes in dealt.into_iter().flatten() {
        drawn.iter_mut().zip(changes).for_each(|(list, change)| list.push(change));
    }
    Some(band(pool.observed(), drawn, replicates, 1))
}

/// The logarithms of the three ratios of each split of a stretch.
fn deal_stretch(pool: &Pool, replicates: Range<u64>, seed: u64, path: &[u64]) -> Vec<[f64; 3]> {
    let mut hands = pool.hands();
    let mut path: Vec<u64> = path.iter().copied().chain([0]).collect();
    let mut counters = pool.strata.clone();
    let deal = |replicate| {
        if let Some(last) = path.last_mut() {
            *last = replicate;
        }
        counters.copy_from_slice(&pool.strata);
        let mut rng = stream(seed, &path);
        hands.deal(&pool.entries, |entry| takes(&mut counters, entry.stratum, &mut rng))
    };
    replicates.map(deal).collect()
}

/// The same from every possible split, each once: nothing random, and the share is exact. `None` also above 20 values.
/// O(N · 2^N).
#[must_use]
pub fn every_split(current: &[StratifiedItem], previous: &[StratifiedItem], resolution: f64) -> Option<Band> {
    let pool = Pool::new(current, previous, resolution)?;
    if pool.entries.len() > MAX_EXACT {
        return None;
    }
    let mut hands = pool.hands();
    let mut found = [0; 3].map(|_| Vec::new());
    for mask in 0_u64..1 << pool.entries.len() {
        let mut taken = vec![0; pool.strata.len()];
        for (at, entry) in pool.entries.iter().enumerate() {
            if let Some(count) = taken.get_mut(entry.stratum) {
                *count += (mask >> at) & 1;
            }
        }
        if taken.iter().zip(&pool.strata).all(|(taken, stratum)| *taken == stratum.needed) {
            let mut at = mask << 1;
            let changes = hands.deal(&pool.entries, |_| {
                at >>= 1;
                at & 1 == 1
            });
            found.iter_mut().zip(changes).for_each(|(list, change)| list.push(change));
        }
    }
    let splits = found.first().map_or(0, |list| list.len() as u64);
    Some(band(pool.observed(), found, splits, 0))
}

/// Both periods together, ascending.
struct Pool {
    entries: Vec<Entry>,
    strata: Vec<Stratum>,
}

struct Entry {
    value: f64,
    log: f64,
    stratum: usize,
    current: bool,
}

/// How many values of a stratum the current period still needs, and how many are left.
#[derive(Clone, Copy)]
struct Stratum {
    needed: u64,
    left: u64,
}

impl Pool {
    fn new(current: &[StratifiedItem], previous: &[StratifiedItem], resolution: f64) -> Option<Self> {
        let all = || current.iter().map(|i| (*i, true)).chain(previous.iter().map(|i| (*i, false)));
        let total: f64 = all().map(|((value, _), _)| value).sum();
        let usable = all().all(|((value, _), _)| value >= 0.0) && total.is_finite();
        if current.is_empty() || previous.is_empty() || !usable || !(resolution > 0.0 && resolution.is_finite()) {
            return None;
        }
        let mut names: Vec<u32> = all().map(|((_, name), _)| name).collect();
        names.sort_unstable();
        names.dedup();
        let mut strata = vec![Stratum { needed: 0, left: 0 }; names.len()];
        let mut entries: Vec<Entry> = Vec::with_capacity(current.len() + previous.len());
        for ((value, name), current) in all() {
            let stratum = names.partition_point(|other| *other < name);
            if let Some(slot) = strata.get_mut(stratum) {
                slot.needed += u64::from(current);
                slot.left += 1;
            }
            // Adding zero turns −0 into 0, which the order of floating-point numbers would keep apart.
            let log = libm::log(value.max(resolution / 2.0));
            entries.push(Entry { value: value + 0.0, log, stratum, current });
        }
        // Equal values are also ordered by stratum, so that the order of the input changes nothing.
        entries.sort_unstable_by(|a, b| a.value.total_cmp(&b.value).then(a.stratum.cmp(&b.stratum)));
        Some(Self { entries, strata })
    }

    fn hands(&self) -> Hands {
        let needed = self.strata.iter().map(|s| s.needed).sum::<u64>() as usize;
        let left = self.entries.len() - needed;
        Hands([left, needed].map(|size| Hand { values: Vec::with_capacity(size), logs: 0.0 }))
    }

    fn observed(&self) -> [f64; 3] {
        self.hands().deal(&self.entries, |entry| entry.current)
    }
}

/// Whether the next value goes to the current period: selection sampling (Knuth 1969, algorithm S) in each stratum.
fn takes(counters: &mut [Stratum], stratum: usize, rng: &mut Rng) -> bool {
    let Some(Stratum { needed, left }) = counters.get_mut(stratum) else { return false };
    let taken = rng.below(*left) < *needed;
    *left -= 1;
    *needed -= u64::from(taken);
    taken
}

/// The previous and the current period of one split.
struct Hands([Hand; 2]);

struct Hand {
    values: Vec<f64>,
    logs: f64,
}

impl Hands {
    /// Deals the pool out and returns the logarithms of the three ratios.
    fn deal(&mut self, pool: &[Entry], mut current: impl FnMut(&Entry) -> bool) -> [f64; 3] {
        for hand in &mut self.0 {
            hand.values.clear();
            hand.logs = 0.0;
        }
        for entry in pool {
            if let Some(hand) = self.0.get_mut(usize::from(current(entry))) {
                hand.values.push(entry.value);
                hand.logs += entry.log;
            }
        }
        let [previous, current] = &self.0;
        let size = |hand: &Hand| hand.values.len() as f64;
        let mean = |hand: &Hand| hand.values.iter().sum::<f64>() / size(hand);
        let middle = |hand: &Hand| median(&hand.values).unwrap_or(0.0);
        [
            change(mean(current), mean(previous)),
            change(middle(current), middle(previous)),
            current.logs / size(current) - previous.logs / size(previous),
        ]
    }
}

/// ln(current / previous); two zeros are no change.
fn change(current: f64, previous: f64) -> f64 {
    if current <= 0.0 && previous <= 0.0 { 0.0 } else { libm::log(current) - libm::log(previous) }
}

/// `own` is 1 where the split observed counts as one more replicate (Phipson and Smyth 2010), so that no share is 0.
fn band(observed: [f64; 3], drawn: [Vec<f64>; 3], splits: u64, own: u64) -> Band {
    let [mean, middle, geometric_mean] = observed;
    let [means, middles, geometric_means] = drawn;
    Band {
        mean: figure(mean, means, own),
        median: figure(middle, middles, own),
        geometric_mean: figure(geometric_mean, geometric_means, own),
        splits,
    }
}

fn figure(observed: f64, drawn: Vec<f64>, own: u64) -> Option<Figure> {
    let splits = drawn.len() as u64;
    let ascending = sorted(drawn);
    // Splits with a ratio of 0 may leave no middle; distances then count from "no change".
    let centre = median(&ascending).filter(|middle| middle.is_finite()).unwrap_or(0.0);
    let many = |fits: &dyn Fn(f64) -> bool| ascending.iter().filter(|change| fits(**change)).count() as u64 + own;
    let far = many(&|change| (change - centre).abs() >= (observed - centre).abs() - SAME);
    let tail = many(&|change| change >= observed - SAME).min(many(&|change| change <= observed + SAME));
    // The same number of splits is left out at both sides, so that exchanging the periods inverts the band.
    let out = (((splits + 1) as f64 * TAIL) as usize).max(1);
    let low = ascending.get(out - 1)?;
    let high = ascending.get(ascending.len().checked_sub(out)?)?;
    let [ratio, low, high, centre] = [observed, *low, *high, centre].map(libm::exp);
    let of_all = |count: u64| count as f64 / (splits + own) as f64;
    let (share, p) = (of_all(far), of_all(2 * tail).min(1.0));
    (ratio.is_finite() && high.is_finite()).then_some(Figure { ratio, low, high, centre, share, p })
}
