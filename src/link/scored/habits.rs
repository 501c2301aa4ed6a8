//! What pairs of two tools that are known to be one incident have in common: how soon the second tool follows the first, how
//! near their ends lie, and how much their titles share.
//!
//! What is usual differs from one organisation to the next: here a robot files the ticket in the same second, there somebody
//! does within a quarter of an hour, never before the page. Where enough pairs are known, their times say which, and what is
//! only likely is judged by it. Records that state no reference may come by another way, so that a part of the
//! judgement stays with what is usual everywhere.

use crate::link::scored::OUTSET;

/// Fewer known pairs show no habit.
const MIN: usize = 30;
/// So many known pairs weigh as much as what is usual everywhere.
const PRIOR: f64 = 10.0;
/// How far a habit is believed of records that state no reference.
const TRUST: f64 = 0.95;
/// Bounds of the stretches in which gaps are counted, in seconds.
const BOUNDS: [f64; 11] = [30.0, 60.0, 120.0, 300.0, 600.0, 1_200.0, 1_800.0, 3_600.0, 7_200.0, 14_400.0, 28_800.0];
const STRETCHES: usize = BOUNDS.len() + 1;
/// Seconds below which clocks, typing and polling blur any gap.
const BLUR: f64 = 30.0;

/// Bounds of the gaps between ends, in seconds, and what each tells where nothing else is known, in nats. People write down an
/// end when they get to it, so a late one says little; an early one says much. Beyond the last bound it depends on the length.
const ENDS: [(f64, f64); 5] = [(1.0, 2.2), (120.0, 1.8), (600.0, 1.3), (1_800.0, 0.8), (3_600.0, 0.0)];
/// Most that ends tell, in nats: many things are closed at once that have nothing to do with each other.
const MOST_OF_ENDS: f64 = 4.0;
const LATE_END: f64 = 0.0;
const FAR_END: f64 = -0.7;
const CLASSES: usize = ENDS.len() + 2;
const USUAL_ENDS: [f64; CLASSES] = [ENDS[0].1, ENDS[1].1, ENDS[2].1, ENDS[3].1, ENDS[4].1, LATE_END, FAR_END];

/// Bounds of what two titles share of what both say, and how often titles of one incident share so little where people write
/// them by themselves.
const LIKENESS: [(f64, f64); 4] = [(0.0, 0.25), (0.15, 0.15), (0.35, 0.15), (0.6, 0.15)];

/// Two ends: seconds between them, and the longer of the two lengths.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EndGap {
    pub gap: f64,
    pub longer: f64,
}

/// One known pair: by how many seconds the second begins after the first, the lengths of both and how their ends lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KnownPair {
    pub begin: f64,
    pub end: Option<EndGap>,
    pub lengths: Option<(f64, f64)>,
    /// Share of what both titles say that both say, 0..=1; `None` where one says next to nothing.
    pub alike: Option<f64>,
}

/// What the known pairs of two tools show.
#[derive(Debug, Clone, PartialEq)]
pub struct Habit {
    /// Pairs that it was learned from.
    pub pairs: usize,
    /// Log odds that any two records of the tools are one incident.
    pub outset: f64,
    /// How many times likelier than usual the beginning lies in a stretch: before the first record, behind it.
    begin: [[f64; STRETCHES]; 2],
    /// Nats that the ends tell, by class.
    end: [f64; CLASSES],
    /// Nats that titles lose by sharing so little where known pairs share more, by likeness.
    unlike: [f64; LIKENESS.len()],
}

/// Density, per second, with which a record of another tool about the same incident begins this many seconds before or after
/// it: a mixture of two exponentials (within minutes, sometimes an hour or two). Both directions together give 1.
#[must_use]
pub fn usual(gap: f64) -> f64 {
    let gap = gap.abs().max(BLUR);
    let near = |scale: f64, share: f64| share * libm::exp(-gap / scale) / scale;
    (near(600.0, 0.75) + near(5_400.0, 0.25)) / 2.0
}

/// Share of gaps in one direction that are shorter than this, as usual.
fn usual_below(gap: f64) -> f64 {
    let below = |scale: f64, share: f64| share * (1.0 - libm::exp(-gap / scale));
    (below(600.0, 0.75) + below(5_400.0, 0.25)) / 2.0
}

fn stretch(gap: f64) -> usize {
    let gap = gap.abs();
    BOUNDS.iter().position(|bound| gap < *bound).unwrap_or(BOUNDS.len())
}

fn class(end: EndGap) -> usize {
    let EndGap { gap, longer } = end;
    match ENDS.iter().position(|(bound, _)| gap <= *bound) {
        // Ends in the same second of incidents that lasted no longer are no coincidence of ends.
        Some(0) if longer <= ENDS[0].0 => 1,
        Some(class) => class,
        None if gap <= longer / 2.0 => ENDS.len(),
        None => ENDS.len() + 1,
    }
}

/// Nats that two ends tell where no habit is known.
#[must_use]
pub fn usual_end(end: EndGap) -> f64 {
    USUAL_ENDS[class(end)]
}

impl Habit {
    /// Learns from known pairs in the order of time; `None` where they are too few.
    #[must_use]
    pub fn of(pairs: &[KnownPair]) -> Option<Self> {
        let learned = || Self {
            pairs: pairs.len(),
            outset: OUTSET,
            begin: begins(pairs),
            end: ends(pairs),
            unlike: unlike(pairs),
        };
        (pairs.len() >= MIN).then(learned)
    }

    /// The same with the first tool as the second.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        let [before, behind] = self.begin;
        Self { begin: [behind, before], ..self.clone() }
    }

    /// Density, per second, with which the second record begins so many seconds after the first; negative ones before it.
    #[must_use]
    pub fn begin(&self, gap: f64) -> f64 {
        usual(gap) * self.begin[usize::from(gap >= 0.0)][stretch(gap)]
    }

    /// Nats that two titles lose by sharing as little as this, 0 or less.
    #[must_use]
    pub fn unlike(&self, alike: f64) -> f64 {
        LIKENESS.iter().zip(self.unlike).find(|((most, _), _)| alike <= *most).map_or(0.0, |(_, nats)| nats)
    }

    /// Nats that two ends tell.
    #[must_use]
    pub fn end(&self, end: EndGap) -> f64 {
        self.end[class(end)]
    }
}

fn begins(pairs: &[KnownPair]) -> [[f64; STRETCHES]; 2] {
    let mut counts = [[0.0_f64; STRETCHES]; 2];
    for pair in pairs {
        counts[usize::from(pair.begin >= 0.0)][stretch(pair.begin)] += 1.0;
    }
    let all = pairs.len() as f64;
    // Below half a minute nobody can tell which of the two began first.
    let near = f64::midpoint(counts[0][0], counts[1][0]);
    (counts[0][0], counts[1][0]) = (near, near);
    counts.map(|side| {
        let mut before = 0.0;
        let mut at = 0;
        side.map(|count| {
            let below = BOUNDS.get(at).map_or(0.5, |bound| usual_below(*bound));
            let share = below - before;
            (at, before) = (at + 1, below);
            let learned = (count + PRIOR * share) / (all + PRIOR) / share;
            TRUST * learned + 1.0 - TRUST
        })
    })
}

fn unlike(pairs: &[KnownPair]) -> [f64; LIKENESS.len()] {
    let shares: Vec<f64> = pairs.iter().filter_map(|pair| pair.alike).collect();
    let all = shares.len() as f64;
    let mut least = -1.0;
    LIKENESS.map(|(most, usual)| {
        let known = shares.iter().filter(|alike| **alike > least && **alike <= most).count() as f64;
        least = most;
        let learned = (known + PRIOR * usual) / (all + PRIOR) / usual;
        libm::log(TRUST * learned + 1.0 - TRUST).min(0.0)
    })
}

/// What ends of known pairs tell against what those of two incidents with such lengths would be like that begin alike: lengths
/// of neighbours in time, exchanged.
fn ends(pairs: &[KnownPair]) -> [f64; CLASSES] {
    let mut known = [0.0_f64; CLASSES];
    let mut chance = [0.0_f64; CLASSES];
    let lengths: Vec<(f64, f64)> = pairs.iter().filter_map(|pair| pair.lengths).collect();
    pairs.iter().filter_map(|pair| pair.end).for_each(|end| known[class(end)] += 1.0);
    let others = lengths.iter().cycle().skip(1);
    for ((one, _), (_, other)) in lengths.iter().zip(others) {
        chance[class(EndGap { gap: (one - other).abs(), longer: one.max(*other) })] += 1.0;
    }
    let (all, drawn) = (known.iter().sum::<f64>(), chance.iter().sum::<f64>());
    if (all as usize) < MIN || (drawn as usize) < MIN {
        return USUAL_ENDS;
    }
    let mut out = USUAL_ENDS;
    for (class, nats) in out.iter_mut().enumerate() {
        // One more of each sort, so that nothing is impossible.
        let chance = (chance[class] + 1.0) / (drawn + CLASSES as f64);
        let expected = chance * libm::exp(*nats);
        let learned = (known[class] + PRIOR * expected) / (all + PRIOR);
        *nats = libm::log(TRUST * learned / chance + (1.0 - TRUST) * libm::exp(*nats)).min(MOST_OF_ENDS);
    }
    out
}
