//! Which files are read beside each other: small ones that lie one behind the other among the inputs.
//!
//! One file at a time is fetched, cut and read in turn, and each of these keeps a processor waiting. A large or a packed file
//! is read by itself, because its records are delivered as it is read and never held all at once.

use crate::ingest::container::budget::Budget;
use crate::ingest::container::packing::Packing;
use crate::ingest::inputs::Input;
use std::fs::File;
use std::io::Read;

/// Most files of a group.
const FILES: usize = 64;
/// Bytes that tell a packed file from others.
const TELLING: u64 = 8;

/// How many of the inputs, from the first on, are read beside each other; one where that is read by itself. The cut depends on
/// the files alone, never on the number of threads.
pub(super) fn together(inputs: &[Input], sizes: &[u64], budget: Budget) -> usize {
    // A record may take fifty times its bytes, and all of a group are held at once.
    let (most, mut held) = (budget.part() as u64, 0);
    let fits = |(input, size): &(&Input, &u64)| {
        held += **size;
        held <= most && is_plain(input)
    };
    inputs.iter().zip(sizes).take(FILES).take_while(fits).count().max(1)
}

/// A file that lies on disk as it is: no pipe, nothing packed, no workbook.
fn is_plain(input: &Input) -> bool {
    if input.kept.is_some() || !input.path.is_file() {
        return false;
    }
    let mut start = Vec::new();
    let read = File::open(&input.path).and_then(|file| file.take(TELLING).read_to_end(&mut start));
    let is_packed =
        Packing::of(&start) != Packing::Plain || [b"PK\x03\x04", b"PAR1"].iter().any(|m| start.starts_with(*m));
    read.is_ok() && !is_packed
}
