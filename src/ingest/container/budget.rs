//! What may be held at once while one file is read. One figure from the settings; every limit is a share of it, so that
//! nobody has to know the others.
//!
//! The shares leave room for what libraries and threads hold beside our own copy: with the default of 1 GiB, a process that
//! reads the worst file that was ever tried stays below twice that.

use std::fmt;

/// Bytes of a packed file, unpacked, from which its ratio counts; small files may be as empty as they like.
pub const RATIO_FROM: u64 = 256 << 20;
/// The same for workbooks: their cells are taken apart one by one, which takes a hundred times as long as unpacking them.
pub const RATIO_FROM_OF_BOOKS: u64 = 32 << 20;
/// Most bytes that one packed byte may become. Exports pack to a tenth or a fiftieth; only fillers go beyond this.
pub const RATIO: u64 = 200;
/// Most columns of a table: what a spreadsheet can have.
pub const MAX_COLUMNS: usize = 16_384;
/// Most streams that one file may hold side by side.
pub const MAX_STREAMS: usize = 1_000;
/// Bytes of a parsed object beside its members: a node of a map has room for eleven of them.
const OBJECT: usize = 700;
/// Bytes of one more member or element of a parsed value.
const MEMBER: usize = 64;
/// Bytes from which an estimate of a tree is made again without what stands inside strings.
const MUCH: usize = 4 << 20;
/// Texts below this size are not worth counting in.
pub const SMALL: usize = 64 << 10;
/// Texts of cells longer than this count as repeated when they come out of a shared list.
pub const LONG_TEXT: usize = 256;

/// What may be held at once, and the shares of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    held: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self::of_mib(Self::DEFAULT_MIB)
    }
}

impl Budget {
    pub const DEFAULT_MIB: u32 = 1_024;
    /// Below this, ordinary records with long descriptions would be refused.
    pub const MIN_MIB: u32 = 8;
    pub const MAX_MIB: u32 = 1 << 20;

    /// A budget of so many mebibytes.
    #[must_use]
    pub fn of_mib(mib: u32) -> Self {
        Self { held: (mib.clamp(Self::MIN_MIB, Self::MAX_MIB) as usize) << 20 }
    }

    #[must_use]
    pub fn held(self) -> usize {
        self.held
    }

    /// Bytes of text that are worked on together; a smaller file is read whole.
    #[must_use]
    pub fn part(self) -> usize {
        (self.held / 64).min(16 << 20)
    }

    /// Most bytes of one record: a line, a row, an element of an array.
    #[must_use]
    pub fn record(self) -> usize {
        self.held / 8
    }

    /// Most bytes of a text that can only be read whole: a document, a calendar, annotations.
    #[must_use]
    pub fn document(self) -> usize {
        self.held / 32
    }

    /// Most bytes that one record may take as a parsed tree.
    #[must_use]
    pub fn tree(self) -> usize {
        self.held / 8
    }

    /// Records of this estimated size are parsed one at a time, whatever the number of threads.
    #[must_use]
    pub fn alone(self) -> usize {
        self.held / 256
    }

    /// Most records and breaks that are found before any of them is read.
    #[must_use]
    pub fn pieces(self) -> usize {
        self.held / 1_024
    }

    /// Most refused records of one file. Each is kept to the end of the run, to be listed.
    #[must_use]
    pub fn rejects(self) -> u64 {
        (self.held / 1_024) as u64
    }

    /// Most bytes of a file whose format has to be held packed while it is read (workbooks, Parquet).
    #[must_use]
    pub fn packed(self) -> usize {
        self.held / 4
    }

    /// Most bytes that a library may be asked to lay out at once, by what the file declares.
    #[must_use]
    pub fn declared(self) -> usize {
        self.held / 4
    }
}

/// Why reading stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// The file asks for more than the budget; completes "it …".
    Over(String),
    /// What is read by a library is damaged.
    Damaged(String),
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Over(cause) | Self::Damaged(cause)) = self;
        f.write_str(cause)
    }
}

impl Stop {
    /// One record is larger than its share.
    #[must_use]
    pub fn record(what: &str, budget: Budget) -> Self {
        Self::Over(format!("{what} is longer than {}", mib(budget.record())))
    }

    /// A packed file that grows like no export does.
    #[must_use]
    pub fn bomb(from: u64) -> Self {
        let from = mib(usize::try_from(from).unwrap_or(usize::MAX));
        Self::Over(format!("it unpacks to more than {from} at over {RATIO} : 1, as no export does"))
    }
}

/// A size for people.
#[must_use]
pub fn mib(bytes: usize) -> String {
    if bytes < 1 << 20 { format!("{} KiB", bytes >> 10) } else { format!("{} MiB", bytes >> 20) }
}

/// Whether a packed size that grew to another, and beyond `from`, is beyond what exports do.
#[must_use]
pub fn is_bomb(packed: u64, unpacked: u64, from: u64) -> bool {
    unpacked > from && unpacked / RATIO > packed
}

/// How many bytes a JSON text takes as a parsed tree, at most. Small ones are taken for their length.
#[must_use]
pub fn tree(text: &str) -> usize {
    if text.len() < SMALL { text.len() } else { counted(text) }
}

/// [`tree`] for texts of any size. Counted, not parsed: first with what stands inside strings, which is quick, and only
/// where that is much, without.
#[must_use]
pub fn counted(text: &str) -> usize {
    let bytes = text.as_bytes();
    let objects = memchr::memchr_iter(b'{', bytes).count();
    let members = memchr::memchr2_iter(b',', b'[', bytes).count();
    let most = size(bytes.len(), objects, members);
    if most < MUCH { most } else { outside_strings(bytes) }
}

fn size(own: usize, objects: usize, members: usize) -> usize {
    own.saturating_add(objects.saturating_mul(OBJECT)).saturating_add(members.saturating_mul(MEMBER))
}

fn outside_strings(bytes: &[u8]) -> usize {
    let (mut objects, mut members) = (0_usize, 0_usize);
    let (mut inside, mut escaped) = (false, false);
    for byte in bytes {
        match (inside, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (_, b'"') => inside = !inside,
            (false, b'{') => objects += 1,
            (false, b',' | b'[') => members += 1,
            _ => {}
        }
    }
    size(bytes.len(), objects, members)
}
