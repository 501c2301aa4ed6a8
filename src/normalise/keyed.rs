//! Digests that nobody can compute without the key: of a salt, or of the bytes of the inputs.

use crate::model::secret::Secret;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt::Write;

/// A digest under the key.
pub type Digest = [u8; 32];

/// The key of one run. It has no public form and prints nothing.
#[derive(Clone)]
pub struct Key(Hmac<Sha256>);

/// The key of no inputs at all.
impl Default for Key {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl Key {
    /// From the salt of the settings: the same in all runs that have it.
    #[must_use]
    pub fn of_salt(salt: &str) -> Self {
        Self::new(salt.as_bytes())
    }

    /// From the secret digests of the inputs, in whatever order they were named: whoever lacks one of the files cannot
    /// compute it.
    #[must_use]
    pub fn of_inputs<'a>(secrets: impl Iterator<Item = &'a Secret>) -> Self {
        let mut all: Vec<[u8; 32]> = secrets.map(Secret::bytes).collect();
        all.sort_unstable();
        Self::new(all.as_flattened())
    }

    fn new(bytes: &[u8]) -> Self {
        // HMAC takes keys of any length.
        Self(Hmac::new_from_slice(bytes).unwrap_or_else(|_| Hmac::new(&hmac::digest::Key::<Hmac<Sha256>>::default())))
    }

    /// The digest of a text for one purpose; digests for different purposes say nothing of each other.
    #[must_use]
    pub fn digest(&self, purpose: &str, text: &str) -> Digest {
        let mut mac = self.0.clone();
        mac.update(purpose.as_bytes());
        mac.update(&[1]);
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// The first eight digits of it.
    #[must_use]
    pub fn short(&self, purpose: &str, text: &str) -> String {
        hex(self.digest(purpose, text).get(..4).unwrap_or(&[]))
    }
}

/// Bytes as text.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string can't fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
