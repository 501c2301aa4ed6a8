//! Components such as `hdfs/datanode;fs`: their parts, and how alike two of them are beyond what chance gives.

use crate::families::Text;
use crate::families::words::hash;
use rustc_hash::FxHashMap;

#[derive(Debug, Default)]
pub struct Components {
    /// Number of each text's component.
    of: Vec<u32>,
    /// Parts of each component.
    parts: Vec<Box<[u64]>>,
    by_chance: f32,
}

impl Components {
    #[must_use]
    pub fn of(texts: &[Text]) -> Self {
        let mut out = Self::default();
        let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
        for text in texts {
            let next = u32::try_from(out.parts.len()).unwrap_or(u32::MAX);
            let number = *numbers.entry(text.component).or_insert(next);
            if number == next {
                out.parts.push(parts(text.component));
            }
            out.of.push(number);
        }
        out.by_chance = out.chance();
        out
    }

    /// Jaccard of the parts of two texts' components, less its mean over unrelated texts: -1..=1.
    #[must_use]
    pub fn alike(&self, a: usize, b: usize) -> f32 {
        self.jaccard(a, b) - self.by_chance
    }

    /// Whether two texts are of one stated component.
    #[must_use]
    pub fn are_same(&self, a: usize, b: usize) -> bool {
        let number = |row: usize| self.of.get(row).copied();
        let is_stated = |number: u32| self.parts.get(number as usize).is_some_and(|parts| !parts.is_empty());
        number(a) == number(b) && number(a).is_some_and(is_stated)
    }

    fn jaccard(&self, a: usize, b: usize) -> f32 {
        let parts = |row: usize| self.of.get(row).and_then(|n| self.parts.get(*n as usize)).map_or(&[][..], |p| p);
        let (a, b) = (parts(a), parts(b));
        let common = a.iter().filter(|part| b.contains(part)).count();
        let all = a.len() + b.len() - common;
        if all == 0 { 0.0 } else { common as f32 / all as f32 }
    }

    /// Mean over pairs that lie far apart, which are as good as random.
    fn chance(&self) -> f32 {
        let half = self.of.len() / 2;
        let step = (half / 5_000).max(1);
        let (sum, number) = (0..half)
            .step_by(step)
            .fold((0.0, 0.0_f32), |(sum, n), row| (sum + self.jaccard(row, row + half), n + 1.0));
        sum / number.max(1.0)
    }
}

fn parts(component: &str) -> Box<[u64]> {
    let parts = component.split([';', ',', '/']).map(str::trim).filter(|p| !p.is_empty());
    let mut hashes: Vec<u64> = parts.map(|p| hash(&p.to_lowercase())).collect();
    hashes.sort_unstable();
    hashes.dedup();
    // A component of very many parts would make every comparison slow.
    hashes.truncate(16);
    hashes.into()
}
