//! Tools whose clocks differ by a steady amount where they tell of one incident.

use crate::analyse::quality::Check;
use crate::frame::DataSet;
use crate::model::row::IncidentIx;
use crate::model::time::{MINUTE, Millis};

/// Adds one check per pair of tools. The pairs are those of the period, or of all the data where it has none.
pub fn check(data: &DataSet, checks: &mut Vec<Check>) {
    let view = data.incident_view();
    for shift in &data.clock_shifts {
        let counts = |(incident, _): &&(IncidentIx, Millis)| view.included.get(*incident);
        let all: Vec<&(IncidentIx, Millis)> = shift.pairs.iter().filter(counts).collect();
        let of_period = |pair: &&&(IncidentIx, Millis)| view.in_period.get(pair.0);
        let own: Vec<&(IncidentIx, Millis)> = all.iter().filter(of_period).copied().collect();
        let pairs = if own.is_empty() { all } else { own };
        let steady: Vec<&&(IncidentIx, Millis)> =
            pairs.iter().filter(|(_, later)| (shift.low..=shift.high).contains(later)).collect();
        let minutes = |later: Millis| (later + MINUTE / 2).div_euclid(MINUTE);
        let range = (steady.iter().map(|pair| minutes(pair.1)).min(), steady.iter().map(|pair| minutes(pair.1)).max());
        let (Some(least), Some(most)) = range else { continue };
        let rows = steady.iter().map(|pair| pair.0).collect();
        checks.push(Check {
            size: Some(minutes(shift.by)),
            range: Some([least, most]),
            other: shift.other.clone(),
            assumed: shift.assumed.clone().unwrap_or_default(),
            believed: shift.settled.clone().unwrap_or_default(),
            ..Check::of("clock-shift", &shift.tool, "started_at", pairs.len() as u64, rows)
        });
    }
}
