//! A list of files cut into shares, for machines that read side by side. Every machine cuts the whole list in the same way.

use crate::ingest::inputs::Input;
use crate::lake::place;
use crate::store::licence::hex;
use sha2::{Digest, Sha256};
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
    /// Whether it is the first, to which falls what is not cut.
    #[must_use]
    pub fn is_first(self) -> bool {
        self.number == 1
    }

    /// The files of this share, in their order. Each file goes to the share that has least, the largest first, so that no share
    /// comes to much more than its part, unless one file is as large.
    #[must_use]
    pub fn of(self, inputs: &[Input]) -> Vec<Input> {
        let own = self.places(&sizes(inputs));
        inputs.iter().enumerate().filter(|(at, _)| own.contains(at)).map(|(_, input)| input.clone()).collect()
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

fn sizes(inputs: &[Input]) -> Vec<u64> {
    inputs.iter().map(|input| input.path.metadata().map_or(0, |seen| seen.len())).collect()
}

/// A few digits that tell a list of files from any other: where they lie and how large they are. Shares fit together only where all of
/// them are of one list.
#[must_use]
pub fn list_digest(inputs: &[Input]) -> String {
    let mut digest = Sha256::new();
    for (input, size) in inputs.iter().zip(sizes(inputs)) {
        digest.update(place::of_input(input).as_os_str().as_encoded_bytes());
        digest.update([0]);
        digest.update(size.to_le_bytes());
    }
    hex(&digest.finalize()).chars().take(16).collect()
}
