//! How many incidents of a period were a problem seen before, with the same look-back for both periods: otherwise the
//! later one has more history, and recurrence rises by construction.

use crate::analyse::recurrence::links::Links;
use crate::analyse::recurrence::titles::Titles;
use crate::analyse::recurrence::{Family, LOOK_BACK};
use crate::analyse::volume::ratio::{VolumeRatio, ratio};
use crate::frame::DataSet;
use crate::frame::dataset::IncidentView;
use crate::model::column::Column;
use crate::model::period::Period;
use crate::model::row::{FamilyIx, IncidentIx};
use crate::model::time::{DAY, Millis};
use crate::stats::rate_ratio::Clusters;

/// With less history than this before the earlier period the two are not compared.
pub const MIN_LOOK_BACK: Millis = 30 * DAY;

/// Incidents of the period that a family had seen before.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Share {
    /// Included incidents of the period.
    pub incidents: u64,
    /// Of these, how many could be compared at all: they have a problem record, or a title that tells one problem from
    /// another. What only bears a label was not found to be new.
    pub comparable: u64,
    /// Rows of incidents with an earlier occurrence of their family (labels left out) within the look-back.
    pub recurring: Vec<IncidentIx>,
    /// Look-back in days, shorter than a year when history is.
    pub look_back_days: u64,
    /// The data begin before the period does.
    pub has_history: bool,
    /// Against the period before.
    pub change: Option<ShareChange>,
}

/// Two periods under one look-back.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareChange {
    pub look_back_days: u64,
    /// All incidents, comparable ones and recurring ones: of the period, of the one before.
    pub incidents: [u64; 2],
    pub comparable: [u64; 2],
    pub recurring: [u64; 2],
    /// Share over earlier share, taken as rates per incident (exact, wider than needed for shares). `None` with fewer
    /// than five recurring incidents.
    pub ratio: Option<VolumeRatio>,
}

/// What the share is counted from.
pub struct ShareBase<'a> {
    pub data: &'a DataSet,
    pub view: &'a IncidentView<'a>,
    pub titles: &'a Titles,
    pub families: &'a Column<FamilyIx, Family>,
    pub family_of: &'a Column<IncidentIx, Option<FamilyIx>>,
    pub links: &'a Links<'a>,
}

impl ShareBase<'_> {
    /// Whether it can be told if an incident was seen before: it belongs to a known problem, or names one of its own. A
    /// problem record that no other incident shares is one too.
    #[must_use]
    pub(super) fn is_told(&self, row: IncidentIx) -> bool {
        let family = self.family_of[row].map(|family| &self.families[family]);
        !self.links.problems(row).is_empty() || family.map_or_else(|| self.titles.speaks(row), |family| !family.label)
    }
}

/// The share of the period under review, and its change.
#[must_use]
pub fn share(known: &ShareBase) -> Share {
    let periods = &known.data.periods;
    let history = history(known.data, &periods.current);
    // A period that is all the data looks back into itself.
    let look_back = if history > 0 { LOOK_BACK.min(history) } else { LOOK_BACK };
    let mut share = counted(known, &periods.current, look_back);
    share.has_history = history > 0;
    share.change = periods.previous.as_ref().and_then(|before| change(known, before));
    share
}

fn change(known: &ShareBase, before: &Period) -> Option<ShareChange> {
    let look_back = LOOK_BACK.min(self::history(known.data, before));
    if look_back < MIN_LOOK_BACK {
        return None;
    }
    let [now, then] = [&known.data.periods.current, before].map(|period| counted(known, period, look_back));
    let comparable = [now.comparable, then.comparable];
    let recurring = [now.recurring.len() as u64, then.recurring.len() as u64];
    let both = comparable.iter().all(|n| *n > 0);
    let ratio = both.then(|| ratio(recurring, comparable.map(|n| n as f64), Clusters::NONE)).flatten();
    let incidents = [now.incidents, then.incidents];
    Some(ShareChange { look_back_days: days(look_back), incidents, comparable, recurring, ratio })
}

/// How far the data reach back before a period.
pub(super) fn history(data: &DataSet, period: &Period) -> Millis {
    data.periods.data.map_or(0, |span| period.window.start.saturating_sub(span.start).max(0))
}

fn days(length: Millis) -> u64 {
    u64::try_from(length / DAY).unwrap_or(0)
}

fn counted(known: &ShareBase, period: &Period, look_back: Millis) -> Share {
    let view = known.view;
    let mut share = Share { look_back_days: days(look_back), ..Share::default() };
    for row in view.rows().filter(|&row| view.included.get(row)) {
        let Some(start) = view.started.get(row).filter(|start| period.contains(*start)) else { continue };
        share.incidents += 1;
        let family = known.family_of[row].map(|family| &known.families[family]);
        share.comparable += u64::from(known.is_told(row));
        if family.is_some_and(|f| !f.label && came_before(f, start, look_back)) {
            share.recurring.push(row);
        }
    }
    share
}

/// Whether the family has an earlier occurrence than the one that holds this instant.
pub(super) fn came_before(family: &Family, start: Millis, look_back: Millis) -> bool {
    let own = family.occurrences.partition_point(|o| o.start <= start);
    let before = own.checked_sub(2).and_then(|index| family.occurrences.get(index));
    before.is_some_and(|o| start.saturating_sub(o.end) <= look_back)
}
