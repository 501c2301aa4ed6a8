//! What a file seems to be that no source reads, and which file to fetch in its place. One line for each kind.
//!
//! A kind has to be told by marks that files of incidents do not have: a file that is named wrongly here gets no mapping
//! proposed. What is told is a guess, and says so.

pub mod objects;
pub mod tables;
pub mod texts;
mod tools;
mod yaml;

pub use texts::{binary, of_start, of_text};
pub use tools::incidents_of;
pub use yaml::of_yaml;

use crate::ingest::file_report::Problem;
use crate::ingest::head::Head;

/// What a file seems to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seems {
    /// With its article: `a list of users`.
    pub what: String,
    /// What to do, as a sentence without a capital and a full stop.
    pub instead: String,
}

impl Seems {
    fn new(what: &str, instead: &str) -> Self {
        Self { what: what.to_owned(), instead: instead.to_owned() }
    }

    /// As it is told to people.
    #[must_use]
    pub fn problem(self) -> Problem {
        Problem { message: format!("seems to be {}, so not read", self.what), hint: self.instead }
    }
}

/// One line of a table of kinds: a name, what to fetch instead, and the test.
type Kind<T> = (&'static str, &'static str, fn(&T) -> bool);

/// The first kind of a table that fits.
fn first<T>(table: &[Kind<T>], file: &T) -> Option<Seems> {
    table.iter().find(|(_, _, fits)| fits(file)).map(|(what, instead, _)| Seems::new(what, instead))
}

/// What the first records of a file, or the header of a table, seem to be.
#[must_use]
pub fn of_head(head: &Head) -> Option<Seems> {
    if head.headers.is_empty() { objects::of(head) } else { tables::of(head) }
}
