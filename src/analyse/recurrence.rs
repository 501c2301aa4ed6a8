//! **Question.** Which problems keep coming back?
//! **Method.** Incidents that share a problem record, or a title that is the same once numbers, hosts, times and the
//! like are masked, form a family. Members less than 24 h apart are one occurrence. A famous bug occurred at least three
//! times within 180 days, spread over 14 days or more, and was over for seven days before it came again.
//! **Needs.** Problem records or titles. All history is used; the period is only where a family is looked at.
//! **Silent when.** There are neither titles nor problem records.
//! **Known bias.** The same problem under another title is missed, so figures are a lower bound. History has a
//! beginning: what is new to the data need not be new.

mod generic;
pub mod groups;
mod name;
pub mod occurrences;

use crate::analyse::Analysis;
use crate::frame::DataSet;
use crate::frame::col;
use crate::frame::dataset::IncidentView;
use crate::frame::read::{Codes, Floats};
use crate::model::time::{DAY, Millis};
use crate::stats::quantile;
use groups::{Basis, Group, Titles};
use occurrences::Occurrence;
use std::collections::BTreeSet;

/// How far back an earlier occurrence counts for the share of recurring incidents.
pub const LOOK_BACK: Millis = 365 * DAY;

pub struct Recurrence;

#[derive(Default)]
pub struct Params;

/// One row of the public `families` table, as far as it can be known yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Family {
    /// `FB-01`, numbered by first occurrence.
    pub family_id: String,
    pub name: String,
    /// Rows of the incident table, ascending (which is by incident id).
    pub rows: Vec<u32>,
    pub occurrences: Vec<Occurrence>,
    pub first_seen: Option<Millis>,
    /// Start of the latest member.
    pub last_seen: Option<Millis>,
    /// Labels of the quarters in which members began, ascending.
    pub quarters: Vec<String>,
    /// Median time from the end of one occurrence to the start of the next, seconds.
    pub median_gap_s: Option<f64>,
    pub famous: bool,
    /// The same label, perhaps not the same problem. Never famous.
    pub label: bool,
    pub basis: Basis,
    /// `new`, `tolerated`, or empty where it can't be told.
    pub state: &'static str,
    /// Hands-on time of all people, where any is known.
    pub responder_s: Option<f64>,
    /// Sum of the durations of members that have an end.
    pub duration_s: f64,
    /// Members that began in the period under review.
    pub in_period: u64,
}

/// Incidents of the period that a family had seen before.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Share {
    /// Included incidents of the period.
    pub incidents: u64,
    /// Of these, how many could be compared at all: they have a title or a problem record.
    pub comparable: u64,
    /// Rows of incidents with an earlier occurrence of their family (labels left out) within the look-back.
    pub recurring: Vec<u32>,
    /// Look-back in days, shorter than a year when history is.
    pub look_back_days: u64,
    /// The data begin before the period does.
    pub has_history: bool,
}

pub struct Output {
    /// In order of family id.
    pub families: Vec<Family>,
    /// Index into `families` per row of the incident table.
    pub family_of: Vec<Option<u32>>,
    pub share: Share,
    /// Sum of all known hands-on time in the data.
    pub responder_s: Option<f64>,
}

impl Output {
    /// Public id of the family of an incident row.
    #[must_use]
    pub fn family_id(&self, row: usize) -> Option<&str> {
        let index = (*self.family_of.get(row)?)?;
        self.families.get(index as usize).map(|f| f.family_id.as_str())
    }
}

impl Analysis for Recurrence {
    type Params = Params;
    type Output = Output;

    fn run(data: &DataSet, _params: &Params) -> Output {
        let view = data.incident_view();
        let titles = Titles::of(&view);
        let efforts = efforts(data, view.len);
        let found = groups::find(data, &view, &titles);
        let mut families: Vec<Family> =
            found.into_iter().map(|group| family(data, &view, &titles, &efforts, group)).collect();
        // Rows are in order of incident id, so the smallest row is the smallest id.
        families.sort_by_key(|f| (f.first_seen.is_none(), f.first_seen, f.rows.first().copied()));
        let mut family_of = vec![None; view.len];
        for (number, family) in (0_u32..).zip(&mut families) {
            family.family_id = format!("FB-{:02}", number + 1);
            for &row in &family.rows {
                family_of.iter_mut().skip(row as usize).take(1).for_each(|f| *f = Some(number));
            }
        }
        let share = share(data, &view, &titles, &families, &family_of);
        let known: Vec<f64> = efforts.iter().flatten().copied().collect();
        let responder_s = (!known.is_empty()).then(|| known.iter().sum());
        Output { families, family_of, share, responder_s }
    }
}

/// Hands-on seconds per incident row, where any involvement has them.
fn efforts(data: &DataSet, incidents: usize) -> Vec<Option<f64>> {
    let row = Codes::of(&data.involvements, col::INCIDENT);
    let effort = Floats::of(&data.involvements, col::EFFORT_S);
    let mut sums = vec![None; incidents];
    for index in 0..data.involvements.height() {
        let (Some(row), Some(seconds)) = (row.get(index), effort.get(index)) else { continue };
        if let Some(sum) = sums.get_mut(row as usize) {
            *sum = Some(sum.unwrap_or(0.0) + seconds);
        }
    }
    sums
}

fn family(data: &DataSet, view: &IncidentView, titles: &Titles, efforts: &[Option<f64>], group: Group) -> Family {
    let occurrences = occurrences::find(view, &group.rows, data.periods.as_of);
    let rows = || group.rows.iter().map(|&row| row as usize);
    let known: Vec<f64> = rows().filter_map(|row| efforts.get(row).copied().flatten()).collect();
    let in_period = rows().filter(|&row| view.in_period.get(row)).count();
    let famous = !group.label && occurrences::is_famous(&occurrences);
    let quarters: BTreeSet<&str> = rows().filter_map(|row| view.period.get(row)).collect();
    Family {
        family_id: String::new(),
        name: name::of(&group, titles, view),
        first_seen: rows().filter_map(|row| view.started.get(row)).min(),
        last_seen: rows().filter_map(|row| view.started.get(row)).max(),
        quarters: quarters.into_iter().map(str::to_owned).collect(),
        median_gap_s: quantile::median(&quantile::sorted(occurrences::gaps(&occurrences))),
        famous,
        label: group.label,
        basis: group.basis,
        state: state(famous, in_period == group.rows.len(), has_history(data)),
        responder_s: (!known.is_empty()).then(|| known.iter().sum()),
        duration_s: rows().filter_map(|row| view.ttr.get(row)).filter(|s| *s >= 0.0).sum(),
        in_period: in_period as u64,
        occurrences,
        rows: group.rows,
    }
}

/// Only what the dates alone can tell. Without history before the period nothing can be called new.
fn state(famous: bool, all_in_period: bool, has_history: bool) -> &'static str {
    match (all_in_period && has_history, famous) {
        (true, _) => "new",
        (false, true) => "tolerated",
        (false, false) => "",
    }
}

fn has_history(data: &DataSet) -> bool {
    data.periods.data.is_some_and(|span| span.start < data.periods.current.window.start)
}

fn share(
    data: &DataSet,
    view: &IncidentView,
    titles: &Titles,
    families: &[Family],
    family_of: &[Option<u32>],
) -> Share {
    let current = data.periods.current.window;
    let history = data.periods.data.map_or(0, |span| (current.start - span.start).max(0));
    // A period that is all the data looks back into itself.
    let look_back = if history > 0 { LOOK_BACK.min(history) } else { LOOK_BACK };
    let mut share = Share {
        look_back_days: u64::try_from(look_back / DAY).unwrap_or(0),
        has_history: history > 0,
        ..Share::default()
    };
    for row in (0..view.len).filter(|&row| view.included.get(row) && view.in_period.get(row)) {
        share.incidents += 1;
        let family = family_of.get(row).copied().flatten().and_then(|f| families.get(f as usize));
        let titled = titles.of_row.get(row).copied().flatten().is_some();
        share.comparable += u64::from(titled || family.is_some());
        let Some(family) = family.filter(|f| !f.label) else { continue };
        if view.started.get(row).is_some_and(|start| came_before(family, start, look_back)) {
            share.recurring.push(u32::try_from(row).unwrap_or(u32::MAX));
        }
    }
    share
}

/// Whether the family has an earlier occurrence than the one that holds this instant.
fn came_before(family: &Family, start: Millis, look_back: Millis) -> bool {
    let own = family.occurrences.partition_point(|o| o.start <= start);
    let before = own.checked_sub(2).and_then(|index| family.occurrences.get(index));
    before.is_some_and(|o| start.saturating_sub(o.end) <= look_back)
}
