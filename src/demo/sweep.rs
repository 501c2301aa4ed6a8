//! Seconds with exactly so many incidents open, counted apart from the product's own sweep so that the two can disagree.

/// What the counting found.
#[derive(Debug, Default)]
pub(super) struct Levels {
    /// Seconds at each level; the index is the level.
    pub(super) seconds: Vec<i64>,
    pub(super) peak: usize,
    /// First instant at which the peak is reached.
    pub(super) at: Option<i64>,
}

/// Counts over `[earliest start, until)`. Open incidents run to `until`; an end comes before a start at the same instant.
pub(super) fn levels(spans: &[(i64, Option<i64>)], until: i64) -> Levels {
    let mut starts: Vec<i64> = spans.iter().map(|(start, _)| *start).filter(|at| *at < until).collect();
    let mut ends: Vec<i64> = spans.iter().map(|(_, end)| end.unwrap_or(until).min(until)).collect();
    starts.sort_unstable();
    ends.sort_unstable();
    let mut found = Levels::default();
    let Some(mut from) = starts.first().copied() else { return found };
    let (mut started, mut ended) = (0, 0);
    while from < until {
        while starts.get(started).is_some_and(|at| *at <= from) {
            started += 1;
        }
        while ends.get(ended).is_some_and(|at| *at <= from) {
            ended += 1;
        }
        let level = started.saturating_sub(ended);
        let next = [starts.get(started), ends.get(ended), Some(&until)].into_iter().flatten().copied().min();
        let to = next.unwrap_or(until).min(until);
        found.add(level, from, to);
        from = to;
    }
    found
}

impl Levels {
    fn add(&mut self, level: usize, from: i64, to: i64) {
        if self.seconds.len() <= level {
            self.seconds.resize(level + 1, 0);
        }
        if let Some(seconds) = self.seconds.get_mut(level) {
            *seconds += to - from;
        }
        if level > self.peak {
            (self.peak, self.at) = (level, Some(from));
        }
    }
}
