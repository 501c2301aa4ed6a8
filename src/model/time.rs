//! Instants and the basis of a start time.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z. All times above `normalise` are this.
pub type Millis = i64;

pub const SECOND: Millis = 1_000;
pub const MINUTE: Millis = 60 * SECOND;
pub const HOUR: Millis = 60 * MINUTE;
pub const DAY: Millis = 24 * HOUR;

/// Which of the stated times stands for the start of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StartBasis {
    Stated,
    Detected,
    Declared,
}

impl StartBasis {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Detected => "detected",
            Self::Declared => "declared",
        }
    }
}

/// A half-open stretch of time, `[start, end)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub start: Millis,
    pub end: Millis,
}

impl Window {
    #[must_use]
    pub fn contains(self, at: Millis) -> bool {
        self.start <= at && at < self.end
    }

    /// Length in milliseconds.
    #[must_use]
    pub fn len(self) -> Millis {
        (self.end - self.start).max(0)
    }

    #[must_use]
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }
}
