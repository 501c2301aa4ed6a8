//! Two digests of a file while it is read: one that is printed, and one that never is.

use crate::ingest::container::bytes;
use crate::model::secret::Secret;
use sha2::{Digest, Sha256};

/// Stands before the bytes in the secret digest, so that it has nothing in common with the printed one.
const PREFIX: &[u8] = b"retroscope: key of pseudonyms, never printed\n";

/// Both digests, on the way.
#[derive(Clone)]
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
