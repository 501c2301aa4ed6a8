//! Two digests of a file while it is read: one that is printed, and one that never is.

use crate::ingest::container::bytes;
use crate::model::secret::Secret;
use sha2::{Digest, Sha256};

/// Stands behind the bytes in the secret digest. Who knows the printed digest can't go on from it to this one: what can be
/// reached from there has the end mark of SHA-256 in between, and what the digest was before that mark nobody can tell without
/// the file. So one pass does for both.
const SUFFIX: &[u8] = b"retroscope: key of pseudonyms, never printed\n";

/// Both digests, on the way.
#[derive(Clone, Default)]
pub struct Fingerprint {
    plain: Sha256,
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
    }

    /// The printed digest as text, and the secret one.
    #[must_use]
    pub fn finish(self) -> (String, Secret) {
        let secret = self.plain.clone().chain_update(SUFFIX);
        (bytes::hex(&self.plain.finalize()), Secret::new(secret.finalize().into()))
    }
}
