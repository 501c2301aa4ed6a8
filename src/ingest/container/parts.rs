//! Large files in parts that can be read by themselves: memory stays the same whatever their size.

use crate::ingest::container::budget::{Budget, Stop};
use crate::ingest::container::bytes;
use crate::ingest::container::cut::{Around, Cut, Place};
use crate::ingest::container::stream::stop;
use crate::par::Ahead;
use std::io::Read;

/// A stretch of a file.
#[derive(Debug, Default)]
pub struct FilePart {
    pub text: String,
    /// Where it begins in the unpacked text.
    pub at: u64,
    /// What was put around it, where a list was cut at its beginning.
    pub around: Around,
    /// Where the list's document ends in the text; its length if it goes on.
    pub first_ends: usize,
    /// Nothing comes behind it.
    pub last: bool,
}

/// A large file, part by part.
pub struct Parts {
    reader: Box<dyn Read + Send>,
    cut: Cut,
    budget: Budget,
    /// Bytes from which a part ends at the next place to cut.
    size: usize,
    /// Bytes that were read and belong to no part yet.
    buffer: Vec<u8>,
    /// The room of a part that was read.
    spare: Vec<u8>,
    scanned: usize,
    units: usize,
    /// The last place to cut that was passed because too little stood before it.
    passed: Option<Place>,
    around: Around,
    first_ends: Option<usize>,
    ended: bool,
    /// Why reading ended early; told when what stands before it was handed out.
    broken: Option<Stop>,
    at: u64,
    pub notes: Vec<String>,
}

/// A large file, part by part, of which the next part is cut while the one at hand is read.
pub struct AheadParts {
    parts: Ahead<Parts, Option<FilePart>, Result<Option<FilePart>, Stop>>,
    used: Option<FilePart>,
}

impl AheadParts {
    /// As [`Parts::next_part`].
    ///
    /// # Errors
    /// As there.
    pub fn next_part(&mut self) -> Result<Option<FilePart>, Stop> {
        // Nothing comes any more only after a panic while it was made, which the end passes on.
        self.parts.next(self.used.take()).unwrap_or(Ok(None))
    }

    /// Takes a part that was read back, so that another one needs no new memory.
    pub fn give_back(&mut self, part: FilePart) {
        self.used = Some(part);
    }

    /// What is to be said of the file, when no more of it is wanted. One part behind the last that was taken has been cut.
    #[must_use]
    pub fn end(self) -> Vec<String> {
        self.parts.end().notes
    }
}

impl Parts {
    /// Cuts what a reader gives.
    #[must_use]
    pub fn new(reader: Box<dyn Read + Send>, cut: Cut, budget: Budget) -> Self {
        let size = if matches!(cut, Cut::Rows(_)) { budget.part() / 4 } else { budget.part() };
        Self {
            reader,
            cut,
            budget,
            size,
            buffer: Vec::new(),
            spare: Vec::new(),
            scanned: 0,
            units: 0,
            passed: None,
            around: Around::default(),
            first_ends: None,
            ended: false,
            broken: None,
            at: 0,
            notes: Vec::new(),
        }
    }

    /// The next part; `None` at the end.
    ///
    /// # Errors
    /// The file is damaged or asks for more than the budget, behind the parts given so far.
    pub fn next_part(&mut self) -> Result<Option<FilePart>, Stop> {
        loop {
            if let Some(place) = self.scan() {
                return Ok(Some(self.take(place)));
            }
            if self.ended {
                return self.last();
            }
            if self.buffer.len() > self.budget.record() {
                return self.give_up();
            }
            self.fill();
        }
    }

    /// Takes a part that was read back, so that the next one needs no new memory.
    fn give_back(&mut self, part: FilePart) {
        self.spare = part.text.into_bytes();
        self.spare.clear();
    }

    /// Cuts the next part while the one at hand is read: one processor waited for a quarter of the time of reading large files.
    #[must_use]
    pub fn ahead(self) -> AheadParts {
        let next = |parts: &mut Self, used: Option<FilePart>| {
            used.into_iter().for_each(|part| parts.give_back(part));
            parts.next_part()
        };
        AheadParts { parts: Ahead::begin(self, next), used: None }
    }

    /// What begins behind the last place to cut has no end that could be waited for. What stands before it is handed out.
    fn give_up(&mut self) -> Result<Option<FilePart>, Stop> {
        let part = self.passed.take().map(|place| self.take(place));
        let stop = Stop::record(&format!("what begins at byte {}", self.at), self.budget);
        if part.is_none() {
            return Err(stop);
        }
        self.buffer.clear();
        (self.ended, self.broken) = (true, Some(stop));
        Ok(part)
    }

    /// The first place behind which enough was gathered. Nothing behind it is looked at, so that what surrounds it is what
    /// surrounds the next part.
    fn scan(&mut self) -> Option<Place> {
        let (size, most) = (self.size, (self.budget.pieces() / 4).max(1));
        let listed = !self.around.behind.is_empty();
        let (units, passed, first_ends) = (&mut self.units, &mut self.passed, &mut self.first_ends);
        let mut enough = None;
        self.scanned = self.cut.scan(&self.buffer, self.scanned, &mut |place| {
            *units += 1;
            *passed = Some(place);
            if place.document && listed && first_ends.is_none() {
                *first_ends = Some(place.end);
            }
            enough = (place.end >= size || *units >= most).then_some(place);
            enough.is_none()
        });
        enough
    }

    fn take(&mut self, place: Place) -> FilePart {
        let mut rest = std::mem::take(&mut self.spare);
        rest.extend_from_slice(self.buffer.get(place.next..).unwrap_or_default());
        let mut raw = std::mem::replace(&mut self.buffer, rest);
        raw.truncate(place.end);
        let next = if place.next > place.end { self.cut.around() } else { Around::default() };
        let part = self.part(raw, place.behind);
        self.around = next;
        (self.scanned, self.units, self.passed, self.first_ends) = (0, 0, None, None);
        self.at += place.next as u64;
        part
    }

    fn part(&mut self, mut raw: Vec<u8>, behind: &str) -> FilePart {
        let around = std::mem::take(&mut self.around);
        let (lead, own) = (around.before.len(), raw.len());
        raw.splice(..0, around.before.iter().copied());
        raw.extend_from_slice(behind.as_bytes());
        let text = bytes::utf8(raw, &mut self.notes);
        let first_ends = self.first_ends.filter(|end| *end <= own).map_or(text.len(), |end| lead + end);
        FilePart { text, at: self.at, around, first_ends, last: false }
    }

    fn last(&mut self) -> Result<Option<FilePart>, Stop> {
        if self.broken.is_some() && matches!(self.cut, Cut::Rows(_)) {
            // The last row of a table that breaks off looks like a whole one with a shorter value.
            let whole = memchr::memrchr(b'\n', &self.buffer).map_or(0, |at| at + 1);
            self.buffer.truncate(whole);
        }
        if self.buffer.is_empty() {
            return self.broken.take().map_or(Ok(None), Err);
        }
        let end = self.buffer.len();
        let part = self.take(Place::at(end));
        Ok(Some(FilePart { last: self.broken.is_none(), ..part }))
    }

    fn fill(&mut self) {
        match self.reader.by_ref().take(self.size as u64).read_to_end(&mut self.buffer) {
            Ok(0) => self.ended = true,
            Ok(_) => {}
            Err(error) => {
                self.ended = true;
                self.broken = Some(stop(&error));
            }
        }
    }
}
