//! Ends after midnight in tables that keep one date and two times of day: `23:40` to `01:10` is no end before its start.

use super::fields::Target;
use super::{Mapped, Place};
use crate::model::record::{Stamp, StatedIncident};

impl Mapped {
    /// Moves an end to the next day where it has the date of its start and an earlier time of day.
    pub fn past_midnight(&self, incident: &mut StatedIncident) {
        let place = |target: Target| self.columns.iter().find(|place| place.target == target && place.joined);
        let Some(start) = place(Target::StartedAt) else { return };
        let Some(began) = incident.started_at.as_ref().and_then(|stamp| clock(&stamp.text)) else { return };
        let ends = [
            (Target::MitigatedAt, &mut incident.mitigated_at),
            (Target::ResolvedAt, &mut incident.resolved_at),
            (Target::ClosedAt, &mut incident.closed_at),
        ];
        for (target, end) in ends {
            let Some(stamp) = end.as_mut().filter(|_| place(target).is_some_and(|end| same_date(start, end))) else {
                continue;
            };
            if clock(&stamp.text).is_some_and(|over| over < began) {
                *stamp = Stamp { text: format!("{} + 86400 s", stamp.text.trim()), field: stamp.field };
            }
        }
    }
}

fn same_date(start: &Place, end: &Place) -> bool {
    let date = |place: &Place| place.columns.first().map(|column| column.key.clone());
    date(start) == date(end)
}

/// Minutes of the day of the time at the end of a text: `21:05`, `9:05 PM`, `21:05:30`.
pub fn clock(text: &str) -> Option<u32> {
    let lower = text.trim().to_lowercase();
    let colon = lower.find(':')?;
    let (before, after) = lower.split_at_checked(colon)?;
    let hour: u32 = before.rsplit(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
    let minute: u32 = after.get(1..3)?.parse().ok()?;
    let hour = match (hour, lower.trim_end_matches('.')) {
        (12, text) if text.ends_with("am") || text.ends_with("a.m") => 0,
        (1..=11, text) if text.ends_with("pm") || text.ends_with("p.m") => hour + 12,
        _ => hour,
    };
    (hour < 24 && minute < 60).then(|| hour * 60 + minute)
}
