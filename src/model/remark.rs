//! What normalisation changed, and by which rule.

use crate::model::row::RecordRow;
use serde::{Deserialize, Serialize};

/// The rules that change a stated value. Part of the public `remarks` table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RemarkRule {
    /// A stated time with an offset, or in epoch form, became a UTC instant.
    ToUtc,
    /// A time without an offset was read in the zone named in the settings or in the export.
    ZoneApplied,
    /// A time without an offset was read as UTC because no zone is known.
    ZoneAssumedUtc,
    /// A text that is not a time.
    NotATime,
    /// A time outside 1990 to 2100.
    ImpossibleTime,
    /// Day and month order could not be told; the value was left out.
    AmbiguousDate,
    /// A stand-in for "not set" (`-`, `0001-01-01`, `N/A`).
    NotSet,
    /// The severity crosswalk.
    SeverityMapped,
    /// A severity that the crosswalk does not know.
    SeverityUnknown,
    /// The status words of the export became ours.
    StatusMapped,
    /// A status that is not known.
    StatusUnknown,
    /// HTML, Markdown or wiki text became plain text.
    PlainText,
    /// Characters that act on whoever shows them, or that nobody sees, were shown as symbols or dropped. What was stated
    /// is told by the numbers of the characters, not by the text.
    HiddenCharacters,
    /// An alias from the settings.
    Alias,
    /// The name of an area that the settings know neither by an alias nor from the hierarchy; kept as it is.
    UnknownArea,
    /// A field that the organisation defined itself was read as one of ours, by its name or by the settings.
    OwnField,
    /// The end was worked out from the beginning and a stated length.
    EndFromLength,
    /// A length of an incident that is still open: how long it has lasted so far, and no end.
    StillRunning,
    /// A stated length (minutes to recover) that the times contradict: the times are kept.
    LengthDiffers,
    /// An order of times that can't be (end before start): kept, but not used for that duration.
    ImpossibleOrder,
    /// An end that stands for "not yet": after the exports were made, or far past everything else. Left out.
    PlaceholderEnd,
    /// The number of a row stands for other incidents in other files or sheets, so that the record got the name of its own
    /// before it.
    NumberedAgain,
    /// A time was brought onto the clock of another tool, from which this one's differs by a steady amount.
    ClockShift,
    /// A person's annotation stands above what the records state.
    Annotated,
    /// A rule recognised planned work, a drill or a test.
    NotAnIncident,
    /// A value of the export was no JSON: half a character, a number too large, a raw control character. It was mended or
    /// left out, and the rest of the record read.
    Mended,
    /// A value of another shape than any export of this kind has (an object where a text belongs) was left out.
    WrongType,
}

impl RemarkRule {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ToUtc => "to-utc",
            Self::ZoneApplied => "zone-applied",
            Self::ZoneAssumedUtc => "zone-assumed-utc",
            Self::NotATime => "not-a-time",
            Self::ImpossibleTime => "impossible-time",
            Self::AmbiguousDate => "ambiguous-date",
            Self::NotSet => "not-set",
            Self::SeverityMapped => "severity-mapped",
            Self::SeverityUnknown => "severity-unknown",
            Self::StatusMapped => "status-mapped",
            Self::StatusUnknown => "status-unknown",
            Self::PlainText => "plain-text",
            Self::HiddenCharacters => "hidden-characters",
            Self::Alias => "alias",
            Self::UnknownArea => "unknown-area",
            Self::OwnField => "own-field",
            Self::EndFromLength => "end-from-length",
            Self::StillRunning => "still-running",
            Self::LengthDiffers => "length-differs",
            Self::ImpossibleOrder => "impossible-order",
            Self::PlaceholderEnd => "placeholder-end",
            Self::NumberedAgain => "numbered-again",
            Self::ClockShift => "clock-shift",
            Self::Annotated => "annotated",
            Self::NotAnIncident => "not-an-incident",
            Self::Mended => "mended",
            Self::WrongType => "wrong-type",
        }
    }
}

/// One value that is not as it was stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub record: RecordRow,
    pub field: &'static str,
    pub stated: String,
    pub normalised: String,
    pub rule: RemarkRule,
}
