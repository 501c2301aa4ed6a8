//! How unequal counts are: the figures that are held against chance.

use crate::stats::quantile::sorted;

/// Measures that are held against chance.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ChanceMeasures {
    pub gini: f64,
    /// Share of the largest area, and of the largest fifth of the areas (rounded up).
    pub top: f64,
    pub fifth: f64,
}

impl ChanceMeasures {
    /// Of counts, zeros included. All zero without any count.
    #[must_use]
    pub fn of(counts: &[f64]) -> Self {
        let total: f64 = counts.iter().sum();
        if total <= 0.0 {
            return Self::default();
        }
        let ascending = sorted(counts.to_vec());
        let n = ascending.len() as f64;
        let weighted = ascending.iter().enumerate().map(|(i, v)| (2.0 * i as f64 + 1.0 - n) * v);
        let fifth = ascending.len().div_ceil(5);
        Self {
            gini: (weighted.sum::<f64>() / (n * total)).max(0.0),
            top: ascending.last().copied().unwrap_or(0.0) / total,
            fifth: ascending.iter().rev().take(fifth).sum::<f64>() / total,
        }
    }
}
