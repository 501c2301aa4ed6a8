//! Stamps that an export states as a time and a duration from it.

use crate::model::record::Stamp;
use chrono::{DateTime, Duration, NaiveDateTime, SecondsFormat};

/// The time `millis` milliseconds after the stated one, in the form in which that one is written: with its offset, or
/// without one where it has none. `None` when the stated text is no time in ISO 8601.
#[must_use]
pub fn later(stated: &str, millis: i64, field: &'static str) -> Option<Stamp> {
    let by = Duration::try_milliseconds(millis)?;
    let stated = stated.trim();
    let text = if let Ok(at) = DateTime::parse_from_rfc3339(stated) {
        at.checked_add_signed(by)?.to_rfc3339_opts(SecondsFormat::AutoSi, true)
    } else {
        let forms = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"];
        let at = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(stated, form).ok())?;
        at.checked_add_signed(by)?.format("%Y-%m-%dT%H:%M:%S%.f").to_string()
    };
    Some(Stamp { text, field })
}
