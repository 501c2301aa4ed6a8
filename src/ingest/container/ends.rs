//! The ends of all values of a JSON text, found in one pass from its end to its beginning.
//!
//! From every bracket, quote and back slash on there are two ways to read: it stands inside a string or it does not. For
//! both, the next closing bracket that closes nothing opened behind that place is known from what stands further back.

/// Marks in place of a number: the text ends before anything closes, or the wrong bracket closes.
const CUT: u32 = u32::MAX;
const MISMATCH: u32 = u32::MAX - 1;
/// A text with more brackets, quotes and back slashes than this is looked up no further: what has no end near its
/// beginning counts as cut off. It keeps the table below 400 MB, and no text that is meant to be read comes near it.
const MAX: usize = 32 << 20;

/// Which bracket closes the value around each place of a text.
#[derive(Debug, Default)]
pub struct Ends {
    /// Positions of brackets, quotes and back slashes.
    at: Vec<u32>,
    /// Number of the closing bracket that the reading outside of strings comes to first; one more than there are places.
    closer: Vec<u32>,
    /// Whether each place is an opening curly bracket, an opening square one, the closing ones, or neither.
    kind: Vec<u8>,
}

impl Ends {
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let is_mark = |byte: u8| matches!(byte, b'"' | b'\\' | b'{' | b'}' | b'[' | b']');
        let number = bytes.iter().filter(|byte| is_mark(**byte)).count();
        if number > MAX || u32::try_from(bytes.len()).is_err() {
            return Self::default();
        }
        let mut ends =
            Self { at: Vec::with_capacity(number), closer: vec![CUT; number + 1], kind: Vec::with_capacity(number) };
        for (at, byte) in (0_u32..).zip(bytes).filter(|(_, byte)| is_mark(**byte)) {
            ends.at.push(at);
            ends.kind.push(*byte);
        }
        // The same inside of strings. Only here: nobody asks for a place inside of one.
        let mut inside = vec![CUT; number + 1];
        for place in (0..number).rev() {
            let next = (ends.closer_from(place + 1), inside.get(place + 1).copied().unwrap_or(CUT));
            let (outside, within) = match ends.kind.get(place) {
                Some(b'"') => (next.1, next.0),
                Some(b'\\') => (next.0, inside.get(place + 1 + ends.is_escaped(place)).copied().unwrap_or(CUT)),
                Some(b'{' | b'[') => (ends.behind(place, next.0), next.1),
                _ => (u32::try_from(place).unwrap_or(CUT), next.1),
            };
            ends.closer.get_mut(place).into_iter().for_each(|slot| *slot = outside);
            inside.get_mut(place).into_iter().for_each(|slot| *slot = within);
        }
        ends
    }

    fn closer_from(&self, place: usize) -> u32 {
        self.closer.get(place).copied().unwrap_or(CUT)
    }

    /// One when the next place is what the back slash at this one escapes, else none.
    fn is_escaped(&self, place: usize) -> usize {
        let at = |place: usize| self.at.get(place).copied();
        usize::from(at(place).map(|at| at + 1) == at(place + 1))
    }

    /// What closes behind the value that opens at a place, when `inner` is what comes first inside it.
    fn behind(&self, place: usize, inner: u32) -> u32 {
        match inner {
            CUT | MISMATCH => inner,
            inner if self.fit(place, inner) => self.closer_from(inner as usize + 1),
            _ => MISMATCH,
        }
    }

    fn fit(&self, opening: usize, closing: u32) -> bool {
        let kind = |place: usize| self.kind.get(place).copied();
        matches!((kind(opening), kind(closing as usize)), (Some(b'{'), Some(b'}')) | (Some(b'['), Some(b']')))
    }

    /// End of the object or array that begins at a byte position.
    ///
    /// # Errors
    /// It has none.
    pub fn nested_end(&self, start: usize) -> Result<usize, NoEnd> {
        let place = self.at.partition_point(|at| (*at as usize) < start);
        match self.closer_from(place + 1) {
            CUT => Err(NoEnd::Cut),
            inner if inner != MISMATCH && self.fit(place, inner) => {
                self.at.get(inner as usize).map(|at| *at as usize + 1).ok_or(NoEnd::Cut)
            }
            _ => Err(NoEnd::Mismatch),
        }
    }
}

/// Why a value has no end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoEnd {
    /// The text ends inside it.
    Cut,
    /// A bracket closes what was opened by another kind of bracket.
    Mismatch,
}
