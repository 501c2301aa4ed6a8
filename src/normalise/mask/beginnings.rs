//! Texts in which nobody can stand, told by a glance at their words.

/// Bits of the table; a thousand people set one in twenty of them.
const BITS: usize = 1 << 16;

/// Which words begin the name of anybody, by their first and last letters and their lengths. Most ids and titles hold no such
/// word, and need no list of their words: making those took 3 % of a review of a million.
#[derive(Debug, Default)]
pub(super) struct Beginnings(Vec<u64>);

impl Beginnings {
    /// Adds a folded word.
    pub(super) fn add(&mut self, word: &str) {
        if self.0.is_empty() {
            self.0 = vec![0; BITS / 64];
        }
        let bit = place(word.as_bytes());
        self.0.get_mut(bit / 64).into_iter().for_each(|bits| *bits |= 1 << (bit % 64));
    }

    /// False where no word of the text begins a name, and nothing in it is an address. O(n).
    pub(super) fn may_be_in(&self, text: &str) -> bool {
        // Addresses and escapes are read otherwise, and letters with accents are compared without them.
        if !text.bytes().all(|byte| byte.is_ascii() && !matches!(byte, b'@' | b'%')) {
            return true;
        }
        let words = text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric());
        words.filter(|word| !word.is_empty()).any(|word| self.has(place(word)))
    }

    fn has(&self, bit: usize) -> bool {
        self.0.get(bit / 64).is_some_and(|bits| bits & (1 << (bit % 64)) != 0)
    }
}

fn place(word: &[u8]) -> usize {
    let letter = |letter: Option<&u8>| usize::from(letter.copied().unwrap_or(0).to_ascii_lowercase());
    ((letter(word.first()) * 37 + letter(word.last())) * 29 + word.len() % 29) % BITS
}
