//! A list of files cut into shares, for machines that read side by side. Every machine cuts the whole list in the same way.

use crate::ingest::inputs::Input;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// What opening and closing a file comes to, in bytes that could have been read.
const PER_FILE: u64 = 64 << 10;

/// One share of several: the second of eight is `2/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// From 1.
    number: usize,
    of: usize,
}

impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (number, of) = text.split_once('/').ok_or("write it like 2/8: the second of eight")?;
        let count = |text: &str| text.trim().parse::<usize>().map_err(|_| format!("{text} is no number"));
        let (number, of) = (count(number)?, count(of)?);
        if number == 0 || number > of {
            return Err(format!("shares go from 1/{of} to {of}/{of}"));
        }
        Ok(Self { number, of })
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl Share {
    /// The files of this share, in their order. Each file goes to the share that has least, the largest first, so that no share
    /// comes to much more than its part, unless one file is as large.
    #[must_use]
    pub fn of(self, inputs: Vec<Input>) -> Vec<Input> {
        let sizes: Vec<u64> = inputs.iter().map(|input| input.path.metadata().map_or(0, |seen| seen.len())).collect();
        let own = self.places(&sizes);
        inputs.into_iter().enumerate().filter(|(at, _)| own.contains(at)).map(|(_, input)| input).collect()
    }

    /// Which of a list of files with these sizes (bytes) are in this share.
    #[must_use]
    pub fn places(self, sizes: &[u64]) -> BTreeSet<usize> {
        let mut order: Vec<(usize, u64)> = sizes.iter().copied().enumerate().collect();
        order.sort_by_key(|(at, size)| (Reverse(*size), *at));
        let mut loads: BTreeSet<(u64, usize)> = (1..=self.of).map(|share| (0, share)).collect();
        let mut own = BTreeSet::new();
        for (at, size) in order {
            let Some((load, share)) = loads.pop_first() else { break };
            if share == self.number {
                own.insert(at);
            }
            loads.insert((load + size + PER_FILE, share));
        }
        own
    }
}
