//! One thing classed twice (severity at first and at last): has the second classing moved?

use crate::stats::proportion::sign_test;
use crate::stats::special::chi2_sf;
use crate::stats::sum::sum;

/// A chi-square statistic.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChiSquare {
    pub chi2: f64,
    pub degrees: usize,
    /// 1 where nothing can be compared.
    pub p: f64,
}

impl ChiSquare {
    fn new(chi2: f64, degrees: usize) -> Self {
        Self { chi2, degrees, p: if degrees == 0 { 1.0 } else { chi2_sf(chi2, degrees as f64) } }
    }
}

/// What moved in a square table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reclassed {
    /// Symmetry: are moves from i to j as frequent as from j to i (Bowker 1948)? Pairs without moves do not count.
    pub symmetry: ChiSquare,
    /// Homogeneity: are the classes as frequent before as after (Stuart 1955, Maxwell 1970)?
    pub homogeneity: ChiSquare,
    /// Moves to a later and to an earlier class.
    pub later: u64,
    pub earlier: u64,
    /// Exact sign test of the two.
    pub p: f64,
}

/// A table of counts, rows before and columns after, classes in order. `None` unless it is square and not empty. Needs
/// about 10 moves. O(classes³).
#[must_use]
pub fn reclassed(table: &[Vec<u64>]) -> Option<Reclassed> {
    if table.is_empty() || !table.iter().all(|row| row.len() == table.len()) {
        return None;
    }
    let at = |i: usize, j: usize| table.get(i).and_then(|row| row.get(j)).copied().unwrap_or(0);
    let pairs: Vec<(u64, u64)> =
        (0..table.len()).flat_map(|i| (i + 1..table.len()).map(move |j| (at(i, j), at(j, i)))).collect();
    let moved = || pairs.iter().map(|(a, b)| (*a as f64, *b as f64)).filter(|(a, b)| a + b > 0.0);
    let bowker = sum(moved().map(|(a, b)| (a - b).powi(2) / (a + b)));
    let total = |side: fn(&(u64, u64)) -> u64| pairs.iter().map(side).fold(0_u64, u64::saturating_add);
    let (later, earlier) = (total(|p| p.0), total(|p| p.1));
    let (chi2, degrees) = stuart_maxwell(table.len(), at);
    Some(Reclassed {
        symmetry: ChiSquare::new(bowker, moved().count()),
        homogeneity: ChiSquare::new(chi2, degrees),
        later,
        earlier,
        p: sign_test(later, earlier),
    })
}

/// d' V⁻¹ d by elimination. V is singular (a class is the rest of the others, and classes without moves say nothing), so
/// a pivot of 0 is passed over; the pivots used are the degrees of freedom.
fn stuart_maxwell(n: usize, at: impl Fn(usize, usize) -> u64) -> (f64, usize) {
    let moves = |i: usize, j: usize| if i == j { 0.0 } else { (at(i, j) + at(j, i)) as f64 };
    let size = |i: usize| sum((0..n).map(|j| moves(i, j)));
    // Each row is a row of V and, last, the difference of the margins.
    let mut rows: Vec<Vec<f64>> = (0..n)
        .map(|i| {
            let difference = sum((0..n).map(|j| at(i, j) as f64 - at(j, i) as f64));
            (0..n).map(|j| if i == j { size(i) } else { -moves(i, j) }).chain([difference]).collect()
        })
        .collect();
    let (mut chi2, mut degrees) = (0.0, 0);
    for pivot in 0..n {
        let (done, rest) = rows.split_at_mut(pivot + 1);
        let Some(row) = done.last() else { break };
        let (Some(weight), Some(difference)) = (row.get(pivot).copied(), row.last().copied()) else { break };
        if weight <= 1e-9 * size(pivot).max(1.0) {
            continue;
        }
        chi2 += difference * difference / weight;
        degrees += 1;
        for other in rest {
            let factor = other.get(pivot).map_or(0.0, |v| v / weight);
            other.iter_mut().zip(row).for_each(|(slot, value)| *slot -= factor * value);
        }
    }
    (chi2, degrees)
}
