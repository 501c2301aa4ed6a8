//! Time at each number of open incidents.

use crate::analyse::spans::Spans;
use crate::model::row::IncidentIx;
use crate::model::time::{Millis, Window};
use crate::stats::sweep::{self, Span, Steps};

/// One row of the public `concurrency` table.
#[derive(Debug, Clone, PartialEq)]
pub struct ConcurrencyLevel {
    pub level: u32,
    /// Seconds with exactly so many open.
    pub seconds: f64,
    /// Seconds with at least so many open.
    pub seconds_at_least: f64,
    /// Share of the window with exactly so many open, 0 to 1.
    pub share: f64,
    /// First instant with at least so many open; for level 0 the first with none open.
    pub first_at: Option<Millis>,
}

/// How many incidents were open at once within a window.
#[derive(Debug, Clone, PartialEq)]
pub struct Concurrency {
    pub window: Window,
    /// Level 0 to the peak, without gaps. Empty for an empty window.
    pub levels: Vec<ConcurrencyLevel>,
    pub peak: u32,
    /// First instant of the peak; `None` when nothing was ever open.
    pub peak_at: Option<Millis>,
    /// End of that first stretch at the peak.
    pub peak_until: Option<Millis>,
    /// Rows of the incidents open at that instant.
    pub peak_rows: Vec<IncidentIx>,
    /// Mean number open over all of the window.
    pub mean: f64,
    /// Share of all time with two or more open.
    pub two_of_all: Option<f64>,
    /// Share of the time with any open that had two or more.
    pub two_of_busy: Option<f64>,
    /// Number of incidents that take time inside the window.
    pub incidents: u64,
    /// The step function itself.
    pub steps: Steps,
}

impl Concurrency {
    /// Sweeps the window once. O(n log n).
    #[must_use]
    pub fn of(spans: &Spans, window: Window) -> Self {
        let inside = |s: &Span| s.start < window.end && s.end.is_none_or(|e| e > window.start);
        let taken: Vec<Span> = spans.taken.iter().map(|(_, span)| *span).filter(inside).collect();
        let sweep = sweep::sweep(&taken, [window.start, window.end]);
        let peak_at = sweep.first_time_of_max;
        let piece = sweep.steps.pieces().find(|p| Some(p.start) == peak_at);
        Self {
            window,
            levels: levels(&sweep.time_at_level, &sweep.steps),
            peak: sweep.max,
            peak_at,
            peak_until: piece.map(|p| p.end),
            peak_rows: peak_at.map_or_else(Vec::new, |at| spans.within(at, at.saturating_add(1)).collect()),
            mean: sweep.mean,
            two_of_all: sweep.share_two_of_all,
            two_of_busy: sweep.share_two_of_busy,
            incidents: taken.len() as u64,
            steps: sweep.steps,
        }
    }

    /// Seconds with at least so many open.
    #[must_use]
    pub fn seconds_at_least(&self, level: u32) -> f64 {
        self.levels.iter().find(|l| l.level == level).map_or(0.0, |l| l.seconds_at_least)
    }
}

fn levels(time_at_level: &[i64], steps: &Steps) -> Vec<ConcurrencyLevel> {
    let mut first: Vec<Option<Millis>> = vec![None; time_at_level.len()];
    let mut reached = 0_usize;
    for piece in steps.pieces().filter(|p| !p.is_empty()) {
        let level = piece.level as usize;
        if level == 0 {
            first.iter_mut().take(1).for_each(|slot| _ = slot.get_or_insert(piece.start));
        } else if level > reached {
            // A jump by several levels reaches all of them in one instant.
            let jumped = first.iter_mut().skip(reached + 1).take(level - reached);
            jumped.for_each(|slot| *slot = Some(piece.start));
            reached = level;
        }
    }
    let whole: i64 = time_at_level.iter().sum();
    let mut at_least = whole;
    let mut list = Vec::with_capacity(time_at_level.len());
    for ((level, &time), first_at) in (0_u32..).zip(time_at_level).zip(first) {
        list.push(ConcurrencyLevel {
            level,
            seconds: seconds(time),
            seconds_at_least: seconds(at_least),
            share: if whole > 0 { time as f64 / whole as f64 } else { 0.0 },
            first_at,
        });
        at_least = at_least.saturating_sub(time);
    }
    list
}

/// Milliseconds as seconds.
#[must_use]
pub fn seconds(time: Millis) -> f64 {
    time as f64 / 1000.0
}
