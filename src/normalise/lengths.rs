//! Lengths that a record states beside its times: a check, never a source of times here.

use crate::model::incident::Times;
use crate::model::record::StatedIncident;
use crate::model::remark::RemarkRule;
use crate::normalise::Notes;
use crate::normalise::time::iso;

/// People round: a difference of so many seconds, or of so much of the length in percent, is none.
const SAME_S: i64 = 300;
const SAME_PERCENT: i64 = 20;

/// Remarks on lengths that the times contradict.
pub fn check(times: &Times, stated: &StatedIncident, notes: &mut Notes) {
    let Some(start) = times.started else { return };
    for (field, seconds) in &stated.stated_lengths {
        let at = match *field {
            "detected_at" => times.detected,
            "acknowledged_at" => times.acknowledged,
            "mitigated_at" => times.mitigated,
            _ => times.resolved,
        };
        let Some(at) = at else { continue };
        let difference = ((at - start) / 1_000 - seconds).abs();
        if difference > SAME_S.max(seconds * SAME_PERCENT / 100) {
            notes.add(field, &format!("{} min after the start", seconds / 60), &iso(at), RemarkRule::LengthDiffers);
        }
    }
}
