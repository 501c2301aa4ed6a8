//! How many intervals are open at once.
//!
//! Instants are integers of any one unit (milliseconds in the product); intervals are half-open, so that one ending
//! where the next begins does not overlap it. Everything is clipped to the window. The result is a step function, and
//! every figure is read off it exactly.

/// An interval to count. `end` is `None` while it is still open; it then runs to the end of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub start: i64,
    pub end: Option<i64>,
}

/// The number of open intervals over a window, and the figures taken from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sweep {
    /// Time spent with exactly 0, 1, 2, … intervals open; the index is the level. The sum is the window's length.
    pub time_at_level: Vec<i64>,
    pub max: u32,
    /// First instant at which `max` is reached; `None` when nothing is ever open.
    pub first_time_of_max: Option<i64>,
    /// Mean level over the window; 0 for an empty window.
    pub mean: f64,
    /// Share of all time with two or more open, 0 to 1; `None` for an empty window.
    pub share_two_of_all: Option<f64>,
    /// Share of the time with any open; `None` when nothing is ever open.
    pub share_two_of_busy: Option<f64>,
    /// Intervals without length that start inside the window. They take no time at any level.
    pub zero_length: usize,
    /// Intervals that end before they start. They are not counted anywhere else.
    pub reversed: usize,
    /// Per interval, in input order; `None` for those that take no time inside the window.
    pub each: Vec<Option<SweepPart>>,
    /// The step function itself.
    pub steps: Steps,
}

/// One interval's share in the overlap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SweepPart {
    /// Share of its own time (inside the window) during which another one was open too, 0 to 1.
    pub overlap_share: f64,
    /// Highest level while it was open, itself included.
    pub peak: u32,
}

/// Highest and mean level in one bucket of a chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bucket {
    pub start: i64,
    pub end: i64,
    pub peak: u32,
    pub mean: f64,
}

/// A level for each stretch `[cuts[i], cuts[i + 1])`. There is one cut more than there are levels; both are empty for
/// an empty window.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Steps {
    pub cuts: Vec<i64>,
    pub levels: Vec<u32>,
}

/// Sweeps the line once. O(n log n) time, O(n) memory.
#[must_use]
pub fn sweep(spans: &[Span], window: [i64; 2]) -> Sweep {
    let steps = steps(spans, window);
    let [start, end] = window;
    let inside = |at: i64| start <= at && at < end;
    let time_at_level = time_at_level(&steps);
    let all: i64 = time_at_level.iter().sum();
    let busy: i64 = time_at_level.iter().skip(1).sum();
    let two: i64 = time_at_level.iter().skip(2).sum();
    let max = steps.levels.iter().copied().max().unwrap_or(0);
    let first = steps.pieces().find(|piece| piece.level == max).map(|piece| piece.start);
    Sweep {
        max,
        first_time_of_max: first.filter(|_| max > 0),
        mean: ratio(weighted(&time_at_level), i128::from(all)).unwrap_or(0.0),
        share_two_of_all: ratio(two.into(), all.into()),
        share_two_of_busy: ratio(two.into(), busy.into()),
        zero_length: spans.iter().filter(|s| s.end == Some(s.start) && inside(s.start)).count(),
        reversed: spans.iter().filter(|s| s.end.is_some_and(|e| e < s.start)).count(),
        each: parts(spans, window, &steps),
        time_at_level,
        steps,
    }
}

/// The step function alone, for callers that need nothing else.
#[must_use]
pub fn steps(spans: &[Span], window: [i64; 2]) -> Steps {
    let [start, end] = window;
    if end <= start {
        return Steps::default();
    }
    let clipped: Vec<(i64, i64)> = spans.iter().filter_map(|s| clip(*s, window)).collect();
    let mut events: Vec<(i64, i64)> = clipped.iter().flat_map(|&(s, e)| [(s, 1), (e, -1)]).collect();
    events.push((start, 0));
    events.sort_unstable();
    let mut steps = Steps::default();
    let mut level = 0_i64;
    for group in events.chunk_by(|a, b| a.0 == b.0) {
        let at = group.first().map_or(end, |event| event.0);
        level += group.iter().map(|event| event.1).sum::<i64>();
        if at < end {
            steps.cuts.push(at);
            steps.levels.push(u32::try_from(level).unwrap_or(u32::MAX));
        }
    }
    steps.cuts.push(end);
    steps
}

/// The part of a span inside the window; `None` if it takes no time there.
fn clip(span: Span, [start, end]: [i64; 2]) -> Option<(i64, i64)> {
    let (from, to) = (span.start.max(start), span.end.unwrap_or(end).min(end));
    (from < to).then_some((from, to))
}

/// One stretch of constant level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    pub start: i64,
    pub end: i64,
    pub level: u32,
}

impl Piece {
    #[must_use]
    pub fn len(self) -> i64 {
        self.end.saturating_sub(self.start)
    }

    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() <= 0
    }
}

impl Steps {
    /// The stretches in order. Neighbours may have the same level (one ends where another begins).
    pub fn pieces(&self) -> impl Iterator<Item = Piece> + '_ {
        let ends = self.cuts.iter().skip(1);
        self.cuts.iter().zip(ends).zip(&self.levels).map(|((&start, &end), &level)| Piece { start, end, level })
    }

    /// Peak and mean per bucket, for a chart. `edges` are the bucket limits in ascending order, at least two of them;
    /// they need not be equally far apart (local days, weeks with a change of clocks). Time outside the window counts
    /// as level 0. O(pieces + buckets).
    #[must_use]
    pub fn buckets(&self, edges: &[i64]) -> Vec<Bucket> {
        let pieces: Vec<Piece> = self.pieces().collect();
        let mut next = 0;
        let mut buckets = Vec::with_capacity(edges.len().saturating_sub(1));
        for (&start, &end) in edges.iter().zip(edges.iter().skip(1)) {
            while pieces.get(next).is_some_and(|p| p.end <= start) {
                next += 1;
            }
            let within = pieces.iter().skip(next).take_while(|p| p.start < end);
            let (mut peak, mut area) = (0, 0_i128);
            for piece in within {
                peak = peak.max(piece.level);
                let time = i128::from(piece.end.min(end)) - i128::from(piece.start.max(start));
                area += time * i128::from(piece.level);
            }
            let mean = ratio(area, i128::from(end) - i128::from(start)).unwrap_or(0.0);
            buckets.push(Bucket { start, end, peak, mean });
        }
        buckets
    }

    /// The same for buckets of equal width from the start of the window; the last one may be shorter. Empty for a width
    /// that is not positive.
    #[must_use]
    pub fn even_buckets(&self, width: i64) -> Vec<Bucket> {
        let (Some(&start), Some(&end)) = (self.cuts.first(), self.cuts.last()) else { return Vec::new() };
        if width <= 0 {
            return Vec::new();
        }
        let inner = std::iter::successors(Some(start), |at| at.checked_add(width).filter(|next| *next < end));
        let edges: Vec<i64> = inner.chain([end]).collect();
        self.buckets(&edges)
    }
}

fn time_at_level(steps: &Steps) -> Vec<i64> {
    let levels = steps.levels.iter().max().map_or(0, |max| *max as usize + 1);
    let mut time = vec![0_i64; levels];
    for piece in steps.pieces() {
        if let Some(slot) = time.get_mut(piece.level as usize) {
            *slot = slot.saturating_add(piece.len());
        }
    }
    time
}

fn weighted(time_at_level: &[i64]) -> i128 {
    (0_i128..).zip(time_at_level).map(|(level, time)| level * i128::from(*time)).sum()
}

/// `None` for a whole that is not positive.
fn ratio(part: i128, whole: i128) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Every interval's own figures, by prefix sums (time at two or more) and a tree of maxima (peak).
fn parts(spans: &[Span], window: [i64; 2], steps: &Steps) -> Vec<Option<SweepPart>> {
    let mut shared = vec![0_i64];
    for piece in steps.pieces() {
        let before = shared.last().copied().unwrap_or(0);
        shared.push(before.saturating_add(if piece.level >= 2 { piece.len() } else { 0 }));
    }
    let maxima = Maxima::new(&steps.levels);
    let part = |span: &Span| {
        let (start, end) = clip(*span, window)?;
        let (from, to) = (steps.cuts.binary_search(&start).ok()?, steps.cuts.binary_search(&end).ok()?);
        let overlap = i128::from(*shared.get(to)?) - i128::from(*shared.get(from)?);
        let overlap_share = ratio(overlap, i128::from(end) - i128::from(start))?;
        Some(SweepPart { overlap_share, peak: maxima.within(from, to) })
    };
    spans.iter().map(part).collect()
}

/// Largest value of any stretch of a list, in O(log n) a question. A table of all powers of two would answer in O(1) but
/// needs twenty times the memory at a million intervals.
struct Maxima {
    /// A binary tree in an array: the leaves are the second half, node i has the children 2i and 2i + 1.
    tree: Vec<u32>,
    leaves: usize,
}

impl Maxima {
    fn new(values: &[u32]) -> Self {
        let leaves = values.len();
        let mut tree = vec![0; leaves];
        tree.extend_from_slice(values);
        let mut maxima = Self { tree, leaves };
        for node in (1..leaves).rev() {
            let larger = maxima.at(2 * node).max(maxima.at(2 * node + 1));
            if let Some(slot) = maxima.tree.get_mut(node) {
                *slot = larger;
            }
        }
        maxima
    }

    fn at(&self, node: usize) -> u32 {
        self.tree.get(node).copied().unwrap_or(0)
    }

    /// Largest of `[from, to)`; 0 when that is empty.
    fn within(&self, from: usize, to: usize) -> u32 {
        let (mut low, mut high) = (from + self.leaves, to + self.leaves);
        let mut largest = 0;
        while low < high {
            if low % 2 == 1 {
                largest = largest.max(self.at(low));
                low += 1;
            }
            if high % 2 == 1 {
                high -= 1;
                largest = largest.max(self.at(high));
            }
            low /= 2;
            high /= 2;
        }
        largest
    }
}
