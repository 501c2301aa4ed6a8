//! What the next review counts to say what became of an ask.

use serde::{Deserialize, Serialize};

/// Occurrences of a problem in the window; held if there are no more than the threshold.
pub const STAYS_AWAY: &str = "problem-stays-away";
/// Fixes of a problem that are on record for the window; held if there are as many as the threshold.
pub const FIX_ON_RECORD: &str = "fix-on-record";
/// Open follow-ups of a problem with an owner, at the end of the window; held if there are as many as the threshold.
pub const OWNER_ON_RECORD: &str = "owner-on-record";
/// Incidents that reached customers in the window; held if there are no more than the threshold.
pub const CUSTOMER_INCIDENTS: &str = "incidents-that-reached-customers";
/// Named rotations over the line in the next report; held if there are no more than the threshold.
pub const OVER_THE_LINE: &str = "rotations-over-the-line";
/// Hours of the rotation with most of them in which more incidents were open than people on call, in the next report; held
/// if there are no more than the threshold.
pub const HOURS_ABOVE: &str = "hours-above-capacity";
/// Share of the follow-ups of the incidents that are done, 0 to 1; held if it reaches the threshold.
pub const ACTIONS_DONE: &str = "share-of-actions-done";

/// An ask with what is to be counted, as `findings.json` keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// The ask as it is worded in `asks`.
    pub ask: String,
    /// What is counted; one of the constants of this file.
    pub code: String,
    /// Ids of the claims that it hangs on, whose incidents it is about.
    pub claims: Vec<String>,
    /// Names of what it is about: a problem by id and name, rotations by name. Empty where it is about all incidents.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub subject: Vec<String>,
    /// The number that the count is held against.
    #[serde(with = "crate::text::json::number")]
    pub threshold: f64,
    /// From when on and until when it is counted, as instants in UTC; the second is not in it.
    pub from: String,
    pub until: String,
}
