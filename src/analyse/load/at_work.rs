//! Time at which more of a unit's incidents were worked on at once than it had people on call: an incident may be open
//! without anybody at it, so that open time by itself says nothing of how much people had to do.

use crate::analyse::duty::Roster;
use crate::analyse::load::pages::is_machine;
use crate::analyse::overlap::capacity::compare;
use crate::frame::DataSet;
use crate::model::intervals::merge;
use crate::model::row::IncidentIx;
use crate::model::time::{Millis, Window};
use crate::stats::sweep::Span;
use std::collections::BTreeMap;

/// Share of a unit's incidents on which somebody's work must be on record for work to be looked at in place of open time.
const KNOWN: f64 = 0.5;

/// When people were at work on each incident, by row and without overlap: two people at one incident are one demand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AtWork(BTreeMap<IncidentIx, Vec<Window>>);

impl AtWork {
    /// The work of people on all incidents. O(n log n).
    #[must_use]
    pub fn of(data: &DataSet) -> Self {
        let view = data.engagement_view();
        let mut found: BTreeMap<IncidentIx, Vec<Window>> = BTreeMap::new();
        for row in 0..view.len {
            let window = view.start.get(row).zip(view.end.get(row)).map(|(start, end)| Window { start, end });
            let is_human = view.person.get(row).is_some_and(|person| !is_machine(data, person));
            let Some((incident, window)) = view.incident.get(row).zip(window.filter(|w| is_human && !w.is_empty()))
            else {
                continue;
            };
            found.entry(incident).or_default().push(window);
        }
        found.values_mut().for_each(merge);
        Self(found)
    }

    /// The work on some incidents, where it is on record for enough of them.
    #[must_use]
    pub fn on(&self, rows: &[IncidentIx]) -> Option<Vec<(IncidentIx, Span)>> {
        let known = rows.iter().filter_map(|row| self.0.get(row).map(|work| (*row, work)));
        let known: Vec<(IncidentIx, &Vec<Window>)> = known.collect();
        let span = |w: &Window| Span { start: w.start, end: Some(w.end) };
        let work = || known.iter().flat_map(|(row, work)| work.iter().map(|w| (*row, span(w))));
        (!known.is_empty() && known.len() as f64 >= KNOWN * rows.len() as f64).then(|| work().collect())
    }
}

/// Time inside of the shifts of a roster with more going on at once than people on call. O(n log n).
#[must_use]
pub fn above(roster: &Roster, going_on: &[Span], window: Window) -> Millis {
    let mut covered: Vec<Window> = roster.values().flatten().copied().collect();
    merge(&mut covered);
    compare(roster, going_on, window, &covered).above
}
