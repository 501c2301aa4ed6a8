//! Several small figures of one size on a page: how many fit beside each other, and where each stands.

use super::sheet::EDGE;
use std::ops::Range;

/// Distance between two of them.
pub(super) const GAP: f64 = 28.0;

/// A page divided into equal places, filled row by row.
pub(super) struct Panels {
    columns: usize,
    size: (f64, f64),
    left: f64,
}

impl Panels {
    /// As many places of at least `least` pixels beside each other as the width holds, each `high` pixels high and at
    /// most `most` wide.
    pub(super) fn new(count: usize, width: f64, (least, most): (f64, f64), high: f64) -> Self {
        let room = width - 2.0 * EDGE;
        let fit = ((room + GAP) / (least + GAP)).floor().clamp(1.0, 64.0) as usize;
        let columns = fit.min(count.max(1));
        let wide = ((room + GAP) / columns as f64 - GAP).min(most).max(1.0);
        Self { columns, size: (wide, high), left: EDGE }
    }

    /// Width of one place.
    pub(super) fn wide(&self) -> f64 {
        self.size.0
    }

    /// Height of all places together.
    pub(super) fn height(&self, count: usize) -> f64 {
        count.div_ceil(self.columns) as f64 * self.size.1
    }

    /// Left and right edge, and the upper edge below `top`.
    pub(super) fn place(&self, at: usize, top: f64) -> (Range<f64>, f64) {
        let (column, row) = (at % self.columns, at / self.columns);
        let left = self.left + column as f64 * (self.size.0 + GAP);
        (left..left + self.size.0, top + row as f64 * self.size.1)
    }
}
