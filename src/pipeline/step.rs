//! Steps of a run, for people who watch.

use crate::analyse;
use crate::ingest::files::ReadProgress;
use crate::report::write::WriteProgress;

/// Where a run is. Reading and writing know how much there is to do.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    Reading(ReadProgress),
    Linking,
    /// The analysis of this number among all of them, from 1; some run beside each other.
    Analysing {
        name: &'static str,
        number: usize,
        of: usize,
    },
    Wording,
    Writing(WriteProgress),
    Drawing,
}

impl Step {
    pub(super) fn analysing(name: &'static str) -> Self {
        let number = analyse::NAMES.iter().position(|other| *other == name).map_or(0, |place| place + 1);
        Self::Analysing { name, number, of: analyse::NAMES.len() }
    }
}
