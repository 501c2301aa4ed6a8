//! Bars of one lane in as few rows as let none hide another.

use crate::findings::LaneBar;
use std::ops::Range;

/// A lane of more rows would be a wall.
pub(super) const MAX_ROWS: usize = 8;
/// Least distance between two bars of a row, in pixels.
const GAP: f64 = 2.0;

/// The bars with their rows, from the top.
pub(super) struct Placed<'a> {
    pub(super) bars: Vec<(&'a LaneBar, usize)>,
    pub(super) rows: usize,
    /// Bars for which there was no row.
    pub(super) left_out: usize,
}

/// The first row whose last bar has ended takes the next one.
pub(super) fn place<'a>(bars: &'a [LaneBar], span: impl Fn(&LaneBar) -> Range<f64>) -> Placed<'a> {
    let mut order: Vec<&LaneBar> = bars.iter().collect();
    order.sort_by_key(|bar| (bar.start_ms, bar.end_ms));
    let mut ends: Vec<f64> = Vec::new();
    let mut placed = Placed { bars: Vec::new(), rows: 0, left_out: 0 };
    for bar in order {
        let x = span(bar);
        let free = ends.iter().position(|end| end + GAP <= x.start);
        let row = free.or_else(|| (ends.len() < MAX_ROWS).then_some(ends.len()));
        let Some(row) = row else {
            placed.left_out += 1;
            continue;
        };
        match ends.get_mut(row) {
            Some(end) => *end = x.end,
            None => ends.push(x.end),
        }
        placed.bars.push((bar, row));
    }
    placed.rows = ends.len();
    placed
}
