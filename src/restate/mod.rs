//! Figures of a period then and now: two reports over one period are brought together incident by incident, by their records,
//! and every difference of a figure goes to one reason.
//!
//! Knows what reports count ([`crate::model::earlier`]), neither files nor frames nor words: the analysis of a review uses it,
//! and so does the comparison of two folders.

mod counted;
mod pairs;
mod reason;
mod settings;

pub use counted::CountedFigure;
pub use pairs::key;
pub use reason::ChangeReason;
pub use settings::changed;

use crate::model::earlier::{ReportedIncident, ReportedPeriod};
use crate::model::time::Window;
use crate::stats::{quantile, sum};
use counted::{Counts, is_counted, recovery};
use pairs::{Pairing, pairings};
use std::collections::{BTreeMap, BTreeSet};

/// The figures of a period then and now.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Restatement {
    /// Every figure that either side has, in order; `then` and the changes of its steps add up to `now`.
    pub figures: Vec<RestatedFigure>,
    pub recovery: RestatedRecovery,
    /// CountedFigure incidents that only an earlier report tells of.
    pub alone: u64,
}

/// One figure that can be added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestatedFigure {
    pub what: CountedFigure,
    /// In pieces, or in milliseconds for the recovery.
    pub then: i64,
    pub now: i64,
    /// In the order of precedence.
    pub steps: Vec<RestatedStep>,
}

/// What one reason did to one figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestatedStep {
    pub reason: ChangeReason,
    /// May be 0, where incidents differ and what they add does not.
    pub change: i64,
    /// Ids as in the later report; of incidents that it lacks, as in the earlier one.
    pub incident_ids: Vec<String>,
}

/// Times from start to recovery, which have no sum that could be taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RestatedRecovery {
    /// In seconds; `None` without any.
    pub median_s: [Option<f64>; 2],
    pub mean_s: [Option<f64>; 2],
    /// Incidents that have such a time only now, only then, and on both sides but another one.
    pub came: u64,
    pub went: u64,
    pub changed: u64,
}

impl Restatement {
    /// A figure; both sides 0 where neither has it.
    #[must_use]
    pub fn figure(&self, what: &CountedFigure) -> [i64; 2] {
        let found = self.figures.iter().find(|figure| figure.what == *what);
        found.map_or([0, 0], |figure| [figure.then, figure.now])
    }

    /// Whether nothing that is counted differs.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.figures.iter().all(|figure| figure.steps.is_empty())
    }
}

/// Holds the later of two reports against the earlier one. `window`: the period, by the earlier report. O(n log n).
#[must_use]
pub fn restated(then: &ReportedPeriod, now: &ReportedPeriod, window: Window) -> Restatement {
    let knows_pages = |side: &ReportedPeriod| side.incidents.iter().any(|one| one.pages.is_some());
    let has_pages = knows_pages(then) && knows_pages(now);
    let ground = reason::Ground::of(then, now, window, has_pages);
    let mut sides = [Counts::default(), Counts::default()];
    let mut steps: BTreeMap<(CountedFigure, ChangeReason), (i64, Vec<String>)> = BTreeMap::new();
    let mut recovery = RestatedRecovery::default();
    let mut times = [Vec::new(), Vec::new()];
    for pairing in pairings(then, now) {
        let counts = ground.counts(&pairing);
        for (what, change) in counted::differences(&counts) {
            let reason = ground.reason(&pairing, &what);
            let (sum, ids) = steps.entry((what, reason)).or_default();
            *sum += change;
            ids.extend(pairing.ids().map(str::to_owned));
        }
        let [before, after] = counts;
        let [earlier, later] = &mut sides;
        earlier.add(before);
        later.add(after);
        note_times(&pairing, window, &mut times, &mut recovery);
    }
    let [before, after] = times.map(quantile::sorted);
    recovery.median_s = [quantile::median(&before), quantile::median(&after)];
    recovery.mean_s = [sum::mean(&before), sum::mean(&after)];
    let alone = now.incidents.iter().filter(|one| is_counted(one, Some(window)) && is_alone(one)).count() as u64;
    Restatement { figures: figures(&sides, steps), recovery, alone }
}

fn figures(
    [then, now]: &[Counts; 2],
    steps: BTreeMap<(CountedFigure, ChangeReason), (i64, Vec<String>)>,
) -> Vec<RestatedFigure> {
    let mut all: Vec<RestatedFigure> = Vec::new();
    for what in then.names().chain(now.names()).collect::<BTreeSet<_>>() {
        let figure = RestatedFigure { what: what.clone(), then: then.get(what), now: now.get(what), steps: Vec::new() };
        all.push(figure);
    }
    for ((what, reason), (change, mut incident_ids)) in steps {
        incident_ids.sort();
        incident_ids.dedup();
        if let Some(figure) = all.iter_mut().find(|figure| figure.what == what) {
            figure.steps.push(RestatedStep { reason, change, incident_ids });
        }
    }
    all
}

/// Whether no export holds any of its records: their ids are those of the row of an earlier report.
fn is_alone(one: &ReportedIncident) -> bool {
    pairs::ids(one).all(|id| id.split(':').nth(1) == Some("reviewed"))
}

/// Takes the recovery times of one pairing; the shortest of both sides are held against each other.
fn note_times(pairing: &Pairing, window: Window, times: &mut [Vec<f64>; 2], recovered: &mut RestatedRecovery) {
    let of = |list: &[&ReportedIncident], window: Option<Window>| {
        let mut found: Vec<i64> =
            list.iter().filter(|one| is_counted(one, window)).filter_map(|one| recovery(one)).collect();
        found.sort_unstable();
        found
    };
    let (before, after) = (of(&pairing.then, None), of(&pairing.now, Some(window)));
    recovered.came += after.len().saturating_sub(before.len()) as u64;
    recovered.went += before.len().saturating_sub(after.len()) as u64;
    recovered.changed += before.iter().zip(&after).filter(|(a, b)| a != b).count() as u64;
    let [then, now] = times;
    let seconds = |ms: i64| ms as f64 / 1_000.0;
    then.extend(before.into_iter().map(seconds));
    now.extend(after.into_iter().map(seconds));
}
