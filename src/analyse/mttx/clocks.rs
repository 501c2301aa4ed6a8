//! Three clocks that are easily taken for one: how long customers felt it (status page), how long people responded
//! (pager and incident manager), and how long the paperwork took (ticket, until it was closed).

use super::MIN_FOR_POINTS;
use crate::frame::DataSet;
use crate::frame::stated::Stated;
use crate::model::record::Role;
use crate::model::row::IncidentIx;
use crate::stats::quantile::{linear, sorted};
use std::collections::BTreeMap;

/// Which clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clock {
    Impact,
    Response,
    Paperwork,
}

impl Clock {
    pub const ALL: [Self; 3] = [Self::Impact, Self::Response, Self::Paperwork];

    /// Seconds that one tool's statement gives this clock.
    fn reading(self, stated: &Stated) -> Option<f64> {
        let end = match (self, stated.role) {
            (Self::Impact, Role::StatusPage) | (Self::Response, Role::Pager | Role::Manager) => stated.resolved(),
            (Self::Paperwork, Role::Ticket) => stated.closed(),
            _ => None,
        }?;
        let length = end.checked_sub(stated.started()?)?;
        (length >= 0).then_some(length as f64 / 1000.0)
    }
}

/// One clock over the incidents of the period under review that two clocks or more have run for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClockReading {
    pub clock: Clock,
    pub n: u64,
    /// Seconds; missing below five incidents.
    pub p25: Option<f64>,
    pub median: Option<f64>,
    pub p75: Option<f64>,
}

/// The clocks that ran for the same incidents: those for which all the clocks in the list are known. The largest set of
/// clocks that at least five incidents share is taken; empty where no two clocks ever run together.
#[must_use]
pub fn readings(data: &DataSet) -> Vec<ClockReading> {
    let clocks = by_incident(data);
    let sets: [&[Clock]; 4] = [
        &Clock::ALL,
        &[Clock::Impact, Clock::Response],
        &[Clock::Response, Clock::Paperwork],
        &[Clock::Impact, Clock::Paperwork],
    ];
    let shared = |set: &[Clock]| {
        let complete = clocks.values().filter(|c| set.iter().all(|clock| c.contains_key(clock)));
        complete.collect::<Vec<_>>()
    };
    let Some((set, incidents)) =
        sets.into_iter().map(|s| (s, shared(s))).find(|(_, incidents)| incidents.len() >= MIN_FOR_POINTS)
    else {
        return Vec::new();
    };
    let reading = |clock: &Clock| {
        let values = sorted(incidents.iter().filter_map(|c| c.get(clock).copied()).collect());
        let at = |p| linear(&values, p);
        ClockReading { clock: *clock, n: values.len() as u64, p25: at(0.25), median: at(0.5), p75: at(0.75) }
    };
    set.iter().map(reading).collect()
}

/// The longest reading of each clock for each included incident of the period under review.
fn by_incident(data: &DataSet) -> BTreeMap<IncidentIx, BTreeMap<Clock, f64>> {
    let view = data.incident_view();
    let mut clocks: BTreeMap<IncidentIx, BTreeMap<Clock, f64>> = BTreeMap::new();
    for stated in &data.stated.rows {
        let row = stated.incident;
        if !view.included.get(row) || !view.in_period.get(row) {
            continue;
        }
        for (clock, seconds) in Clock::ALL.iter().filter_map(|c| Some((*c, c.reading(stated)?))) {
            let known = clocks.entry(stated.incident).or_default().entry(clock).or_insert(seconds);
            *known = known.max(seconds);
        }
    }
    clocks
}
