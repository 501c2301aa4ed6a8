//! `[limits]`: what reading may use.

use crate::ingest::container::budget::Budget;
use serde::{Deserialize, Serialize};

/// The section as written.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Mebibytes that may be held at once while one file is read; a file that asks for more is refused.
    pub held_mib: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { held_mib: Budget::DEFAULT_MIB }
    }
}

impl Limits {
    /// The budget of a file.
    ///
    /// # Errors
    /// The figure makes no sense.
    pub(super) fn check(&self) -> Result<Budget, String> {
        let (least, most) = (Budget::LEAST_MIB, Budget::MOST_MIB);
        if !(least..=most).contains(&self.held_mib) {
            return Err(format!("limits.held_mib is {}; it runs from {least} to {most}", self.held_mib));
        }
        Ok(Budget::of_mib(self.held_mib))
    }
}
