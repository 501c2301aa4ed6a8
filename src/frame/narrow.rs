//! Small numbers by row, in as few bytes as the largest of them needs.

/// Numbers by place. A column of codes has mostly less than 256 of them, and one that nothing fills has a single one: it
/// takes no memory at all.
#[derive(Debug, Clone)]
pub enum Narrow {
    /// So many times 0.
    Zeros(usize),
    Bytes(Vec<u8>),
    Pairs(Vec<u16>),
    Whole(Vec<u32>),
}

impl Default for Narrow {
    fn default() -> Self {
        Self::Zeros(0)
    }
}

impl Narrow {
    /// Appends a number. The first one that needs more bytes copies the column: three times at most.
    pub fn push(&mut self, number: u32) {
        while !self.fits(number) {
            self.widen();
        }
        match self {
            Self::Zeros(len) => *len += 1,
            Self::Bytes(values) => values.push(number as u8),
            Self::Pairs(values) => values.push(number as u16),
            Self::Whole(values) => values.push(number),
        }
    }

    fn fits(&self, number: u32) -> bool {
        match self {
            Self::Zeros(_) => number == 0,
            Self::Bytes(_) => u8::try_from(number).is_ok(),
            Self::Pairs(_) => u16::try_from(number).is_ok(),
            Self::Whole(_) => true,
        }
    }

    fn widen(&mut self) {
        *self = match std::mem::take(self) {
            Self::Zeros(len) => Self::Bytes(vec![0; len]),
            Self::Bytes(values) => Self::Pairs(values.into_iter().map(u16::from).collect()),
            Self::Pairs(values) => Self::Whole(values.into_iter().map(u32::from).collect()),
            whole @ Self::Whole(_) => whole,
        };
    }

    /// The number at a place.
    #[must_use]
    #[inline]
    pub fn get(&self, place: usize) -> Option<u32> {
        match self {
            Self::Zeros(len) => (place < *len).then_some(0),
            Self::Bytes(values) => values.get(place).copied().map(u32::from),
            Self::Pairs(values) => values.get(place).copied().map(u32::from),
            Self::Whole(values) => values.get(place).copied(),
        }
    }

    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        match self {
            Self::Zeros(len) => *len,
            Self::Bytes(values) => values.len(),
            Self::Pairs(values) => values.len(),
            Self::Whole(values) => values.len(),
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Gives back what growing reserved and nobody will use.
    pub fn shrink(&mut self) {
        match self {
            Self::Zeros(_) => {}
            Self::Bytes(values) => values.shrink_to_fit(),
            Self::Pairs(values) => values.shrink_to_fit(),
            Self::Whole(values) => values.shrink_to_fit(),
        }
    }
}
