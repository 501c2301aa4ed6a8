//! Time above capacity without some of a unit's incidents: what a verdict hangs on.

use crate::analyse::duty::{self, Roster};
use crate::analyse::load::at_work::{AtWork, above};
use crate::analyse::load::person::reach;
use crate::analyse::load::verdict::OnCallUnit;
use crate::analyse::spans::Spans;
use crate::frame::DataSet;
use crate::model::row::{IncidentIx, PersonIx};
use crate::model::time::{Millis, Window};
use crate::stats::sweep::Span;
use std::collections::{BTreeMap, BTreeSet};

/// One unit of the period under review with its people on call.
pub struct UnitLoad<'a> {
    data: &'a DataSet,
    unit: &'a OnCallUnit,
    window: Window,
    roster: Roster,
    /// The unit's incidents that take time, or the work on them where the verdict looks at that.
    spans: Vec<(IncidentIx, Span)>,
}

impl<'a> UnitLoad<'a> {
    /// A rotation, or a team, of the verdicts of the period under review. O(shifts + incidents).
    #[must_use]
    pub fn of(data: &'a DataSet, spans: &Spans, unit: &'a OnCallUnit, is_team: bool) -> Self {
        let window = data.periods.current.window.common(reach(data));
        let team = |person: PersonIx| data.people[person].team.as_str();
        let roster: Roster = if is_team {
            duty::on_call(data, window).into_iter().filter(|(person, _)| team(*person) == unit.name).collect()
        } else {
            duty::rosters(data, window).remove(&unit.name).unwrap_or_default()
        };
        let own: BTreeSet<IncidentIx> = unit.rows.iter().copied().collect();
        let open = || spans.taken.iter().filter(|(row, _)| own.contains(row)).copied().collect();
        let work = if unit.parts.work_known { AtWork::of(data).on(&unit.rows) } else { None };
        let spans = work.unwrap_or_else(open);
        Self { data, unit, window, roster, spans }
    }

    /// Time with more of the unit's incidents open, or worked on, than people on call, but for those left out. O(n log n).
    #[must_use]
    pub fn above(&self, left_out: &BTreeSet<IncidentIx>) -> Millis {
        let open: Vec<Span> = self.spans.iter().filter(|(row, _)| !left_out.contains(row)).map(|(_, s)| *s).collect();
        above(&self.roster, &open, self.window)
    }

    /// Those that were still open when the exports were made.
    #[must_use]
    pub fn still_open(&self) -> BTreeSet<IncidentIx> {
        let view = self.data.incident_view();
        let is_open = |row: &IncidentIx| view.resolved.get(*row).is_none();
        self.spans.iter().map(|(row, _)| *row).filter(is_open).collect()
    }

    /// The one that took the longest part of the period; of equals the first.
    #[must_use]
    pub fn longest(&self) -> Option<IncidentIx> {
        let inside = |span: &Span| {
            let end = span.end.unwrap_or(self.window.end);
            self.window.common(Window { start: span.start, end }).len()
        };
        let mut taken: BTreeMap<IncidentIx, Millis> = BTreeMap::new();
        for (row, span) in &self.spans {
            *taken.entry(*row).or_insert(0) += inside(span);
        }
        taken.into_iter().max_by_key(|(row, time)| (*time, std::cmp::Reverse(*row))).map(|(row, _)| row)
    }

    /// Those among some rows that are the unit's.
    #[must_use]
    pub fn among(&self, rows: &[IncidentIx]) -> BTreeSet<IncidentIx> {
        rows.iter().copied().filter(|row| self.unit.rows.contains(row)).collect()
    }
}
