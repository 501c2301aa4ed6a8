//! Written reviews of the incidents of the period: which serious ones have none, how long after the end they were written,
//! and whether follow-ups were created soon (`METHODS.md` 17.17).

use crate::analyse::follow_through::items::Item;
use crate::analyse::promise::day;
use crate::frame::DataSet;
use crate::frame::dataset::IncidentView;
use crate::frame::records::NO_TIME;
use crate::model::record::Role;
use crate::model::row::IncidentIx;
use crate::model::time::Millis;
use std::collections::{BTreeMap, BTreeSet};

/// Ranks that deserve a review whatever else is said.
pub const SERIOUS: std::ops::RangeInclusive<u32> = 1..=2;
/// Days in which a review leads to follow-ups, and in which a review can be expected at all.
pub const SOON: i64 = 14;

/// Incidents of one severity, 0 for none stated, and those with a written review.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReviewedSeverity {
    pub rank: u32,
    pub incidents: u64,
    pub reviewed: u64,
}

/// What is known of the reviews of the incidents of the period.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reviews {
    /// By severity, the worst first, those without one last.
    pub levels: Vec<ReviewedSeverity>,
    /// Rows of serious incidents without a review, and how many of them ended too lately to expect one, or are open.
    pub missing: Vec<IncidentIx>,
    pub recent: u64,
    /// Rows of incidents with a review.
    pub rows: Vec<IncidentIx>,
    /// Of those, the ones whose end is on record, and the ones whose review has a day.
    pub ended: u64,
    pub dated: u64,
    /// Days from the end of an incident to its review, ascending, where both are on record.
    pub days: Vec<f64>,
    /// Reviewed incidents with a follow-up that was created within [`SOON`] days, with none, and those of which no
    /// follow-up states its day.
    pub soon: u64,
    pub not_soon: u64,
    pub unknown: u64,
}

impl Reviews {
    /// Serious incidents, and those of them with a review.
    #[must_use]
    pub fn serious(&self) -> [u64; 2] {
        let levels = self.levels.iter().filter(|level| SERIOUS.contains(&level.rank));
        levels.fold([0, 0], |[all, with], level| [all + level.incidents, with + level.reviewed])
    }
}

/// The reviews of the period; `None` where no source holds a written review of any incident.
#[must_use]
pub fn find(data: &DataSet, items: &[Item]) -> Option<Reviews> {
    let written: BTreeSet<IncidentIx> =
        data.stated.rows.iter().filter(|row| row.role == Role::Review).map(|row| row.incident).collect();
    if written.is_empty() {
        return None;
    }
    let (view, days_of) = (data.incident_view(), days_of_reviews(data));
    let mut created: BTreeMap<IncidentIx, Vec<&Item>> = BTreeMap::new();
    items.iter().for_each(|item| created.entry(item.row).or_default().push(item));
    let mut found = Reviews::default();
    let mut levels: BTreeMap<u32, ReviewedSeverity> = BTreeMap::new();
    for row in view.rows().filter(|&row| view.included.get(row) && view.in_period.get(row)) {
        let rank = view.severity.get(row).unwrap_or(0);
        let level = levels
            .entry(if rank == 0 { u32::MAX } else { rank })
            .or_insert(ReviewedSeverity { rank, ..ReviewedSeverity::default() });
        level.incidents += 1;
        let is_reviewed = written.contains(&row);
        level.reviewed += u64::from(is_reviewed);
        if is_reviewed {
            found.rows.push(row);
            let own = created.get(&row).map_or(&[][..], Vec::as_slice);
            found.take(data, end(&view, row), days_of.get(&row).copied(), own);
        } else if SERIOUS.contains(&rank) {
            found.missing.push(row);
            let since = end(&view, row).and_then(|end| days(data, end, data.periods.as_of));
            found.recent += u64::from(since.is_none_or(|days| days < SOON));
        }
    }
    found.levels = levels.into_values().collect();
    found.days.sort_by(f64::total_cmp);
    Some(found)
}

impl Reviews {
    fn take(&mut self, data: &DataSet, end: Option<Millis>, written: Option<Millis>, items: &[&Item]) {
        self.ended += u64::from(end.is_some());
        self.dated += u64::from(written.is_some());
        let took = end.zip(written).and_then(|(end, at)| days(data, end, at)).filter(|days| *days >= 0);
        self.days.extend(took.map(|days| days as f64));
        let from = written.filter(|_| took.is_some()).or(end);
        let within = |item: &&&Item| {
            let since = from.zip(item.agreed).and_then(|(from, at)| days(data, from, at));
            item.is_stated && since.is_some_and(|days| days <= SOON)
        };
        if items.iter().any(|item| within(&item)) {
            self.soon += 1;
        } else if items.iter().all(|item| item.is_stated) && from.is_some() {
            self.not_soon += 1;
        } else {
            self.unknown += 1;
        }
    }
}

fn end(view: &IncidentView, row: IncidentIx) -> Option<Millis> {
    view.resolved.get(row).or_else(|| view.closed.get(row))
}

fn days(data: &DataSet, from: Millis, to: Millis) -> Option<i64> {
    Some(day(to, data.periods.zone)? - day(from, data.periods.zone)?)
}

/// The day on which the review of an incident was last changed, as far as it says so. Reviews seldom state the day on which
/// they were written.
fn days_of_reviews(data: &DataSet) -> BTreeMap<IncidentIx, Millis> {
    let stated = &data.stated;
    let tools: BTreeSet<&str> =
        stated.rows.iter().filter(|row| row.role == Role::Review).map(|row| stated.tools[row.tool].as_str()).collect();
    let records = &data.records;
    let mut found: BTreeMap<IncidentIx, Millis> = BTreeMap::new();
    for row in records.rows().filter(|row| tools.contains(records.tool(*row)) && records.modified[*row] != NO_TIME) {
        let Some(incident) = records.incident[row] else { continue };
        let at = found.entry(incident).or_insert(records.modified[row]);
        *at = (*at).max(records.modified[row]);
    }
    found
}
