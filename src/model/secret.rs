//! A digest that is used and never shown.

/// Digest of a file's bytes behind a prefix of its own. It cannot be computed from the plain digest that the manifest
/// prints, so whoever has the report and not the file does not have it. It has no text form.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Secret([u8; 32]);

impl Secret {
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// For making a key of it.
    #[must_use]
    pub fn bytes(&self) -> [u8; 32] {
        self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}
