//! Sparse rows, one after the other: terms ascending, weights of unit length.

#[derive(Debug, Default)]
pub struct Rows {
    ends: Vec<usize>,
    terms: Vec<u32>,
    weights: Vec<f32>,
}

impl Rows {
    /// Adds a row, terms ascending.
    pub fn push(&mut self, row: impl Iterator<Item = (u32, f32)>) {
        for (term, weight) in row {
            self.terms.push(term);
            self.weights.push(weight);
        }
        self.ends.push(self.terms.len());
    }

    /// The row's terms and weights; empty for a row that isn't there.
    #[must_use]
    pub fn row(&self, row: usize) -> (&[u32], &[f32]) {
        let start = row.checked_sub(1).map_or(0, |before| self.ends.get(before).copied().unwrap_or(0));
        let end = self.ends.get(row).copied().unwrap_or(start);
        (self.terms.get(start..end).unwrap_or_default(), self.weights.get(start..end).unwrap_or_default())
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Calls `shared` with each term that both rows have and its contribution to their dot product.
    pub fn shared(&self, a: usize, b: usize, mut shared: impl FnMut(u32, f32)) {
        let (mut a, mut b) = (pairs(self.row(a)), pairs(self.row(b)));
        let (mut left, mut right) = (a.next(), b.next());
        while let (Some((term, weight)), Some((other, other_weight))) = (left, right) {
            if term == other {
                shared(term, weight * other_weight);
            }
            if term <= other {
                left = a.next();
            }
            if other <= term {
                right = b.next();
            }
        }
    }

    /// Cosine, as the rows have unit length.
    #[must_use]
    pub fn dot(&self, a: usize, b: usize) -> f32 {
        let mut sum = 0.0;
        self.shared(a, b, |_, part| sum += part);
        sum
    }
}

fn pairs<'a>((terms, weights): (&'a [u32], &'a [f32])) -> impl Iterator<Item = (u32, f32)> + 'a {
    terms.iter().copied().zip(weights.iter().copied())
}
