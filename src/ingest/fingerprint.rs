//! Two digests of a file while it is read: one that is printed, and one that never is.

use crate::ingest::container::bytes;
use crate::model::secret::Secret;
use crate::par::Aside;
use sha2::{Digest, Sha256};

/// Stands before the bytes in the secret digest, so that it has nothing in common with the printed one.
const PREFIX: &[u8] = b"retroscope: key of pseudonyms, never printed\n";

/// Both digests, on the way.
pub struct Fingerprint {
    plain: Sha256,
    secret: Sha256,
}

impl Default for Fingerprint {
    fn default() -> Self {
        Self { plain: Sha256::new(), secret: Sha256::new_with_prefix(PREFIX) }
    }
}

impl Fingerprint {
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut both = Self::default();
        both.update(bytes);
        both
    }

    pub fn update(&mut self, bytes: &[u8]) {
        self.plain.update(bytes);
        self.secret.update(bytes);
    }

    /// The printed digest as text, and the secret one.
    #[must_use]
    pub fn finish(self) -> (String, Secret) {
        (bytes::hex(&self.plain.finalize()), Secret::new(self.secret.finalize().into()))
    }
}

/// Bytes from which a file is digested aside: less is done before another thread is there.
const LARGE: usize = 1 << 20;
/// Pieces that may wait to be digested, of a megabyte at most each.
const WAITING: usize = 8;

/// Both digests of a file that is being read. Those of a large one are made on a thread of their own, because they took an
/// eighth of the time of reading, in which nothing else could be read.
pub enum Digesting {
    Here(Fingerprint, usize),
    Aside(Aside<Fingerprint, Vec<u8>>),
}

impl Default for Digesting {
    fn default() -> Self {
        Self::Here(Fingerprint::default(), 0)
    }
}

impl Digesting {
    /// Takes the next bytes of the file.
    #[must_use]
    pub fn with(self, bytes: &[u8]) -> Self {
        match self {
            Self::Here(mut both, done) if done < LARGE => {
                both.update(bytes);
                Self::Here(both, done + bytes.len())
            }
            Self::Here(both, done) => match Aside::begin(both, WAITING, |both, bytes: Vec<u8>| both.update(&bytes)) {
                Ok(aside) => Self::Aside(aside).with(bytes),
                Err(mut both) => {
                    both.update(bytes);
                    Self::Here(both, done)
                }
            },
            Self::Aside(aside) => {
                bytes.chunks(LARGE).for_each(|piece| aside.give(piece.to_vec()));
                Self::Aside(aside)
            }
        }
    }

    /// As [`Fingerprint::finish`].
    #[must_use]
    pub fn finish(self) -> (String, Secret) {
        match self {
            Self::Here(both, _) => both.finish(),
            Self::Aside(aside) => aside.end().finish(),
        }
    }
}
