//! Whether incidents that began after a disturbed night of somebody who answered them took longer; METHODS 7.9. An
//! association at most: hard times disturb nights and make incidents long.

use crate::analyse::load::key_people::Responders;
use crate::analyse::load::params::Params;
use crate::analyse::load::person::Diary;
use crate::frame::DataSet;
use crate::model::hours::HourClass;
use crate::model::local;
use crate::model::night::engaged;
use crate::model::row::{IncidentIx, PersonIx};
use crate::model::time::{DAY, HOUR, Millis, Window};
use crate::stats::quantile;
use crate::stats::ranks::mann_whitney;
use crate::stats::stratified_ranks::van_elteren;
use crate::stats::sum::sum;
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// Nights within so long before the start of an incident count.
const BEFORE: Millis = 3 * DAY;
/// Incidents begun within the same so many hours of the day, in the reporting zone, are compared.
const BLOCK: Millis = 6 * HOUR;
const NORMAL_95: f64 = 1.959_963_984_540_054;
/// Fewest incidents on either side.
pub const MIN: usize = 30;

/// Durations of incidents after a disturbed night, and of others of the same severity and time of day.
#[derive(Debug, Clone, PartialEq)]
pub struct AfterNights {
    /// Incidents with a duration and a known responder: after a disturbed night, and others.
    pub exposed: u64,
    pub others: u64,
    /// Median seconds of both.
    pub medians: [f64; 2],
    /// Of two incidents of one severity and time of day, one of each kind: how often the one after a disturbed night took
    /// longer (0.5: no difference), as van Elteren's test weighs them.
    pub superiority: f64,
    /// At 95 %, normal approximation with the spread it has when nothing differs.
    pub interval: [f64; 2],
    /// Two-sided, van Elteren.
    pub p: f64,
    pub strata: u64,
    /// People who answered any of them.
    pub people: u64,
}

/// Sleep hours of one person that something disturbed, with the incident it was for; by start.
type Disturbances = Vec<(Window, IncidentIx)>;

impl AfterNights {
    /// Over all included incidents; `None` with fewer than 30 on either side. O(n log n).
    #[must_use]
    pub fn of(data: &DataSet, diaries: &[Diary], responders: &Responders, params: &Params) -> Option<Self> {
        let disturbed: BTreeMap<PersonIx, Disturbances> =
            diaries.iter().map(|diary| (diary.person, disturbances(diary, data))).collect();
        let (view, zone) = (data.incident_view(), data.periods.zone);
        let mut strata: BTreeMap<(u32, i64), [Vec<f64>; 2]> = BTreeMap::new();
        let mut people: BTreeSet<PersonIx> = BTreeSet::new();
        for (row, own) in responders.incidents() {
            let (Some(start), Some(length)) = (view.started.get(row), view.ttr.get(row)) else { continue };
            if !view.included.get(row) {
                continue;
            }
            let mut lists = own.iter().filter_map(|person| disturbed.get(person));
            let exposed = lists.any(|list| had_a_night(list, start, row, params.night_work));
            let key = (view.severity.get(row).unwrap_or(0), block(start, zone));
            strata.entry(key).or_default().iter_mut().skip(usize::from(!exposed)).take(1).for_each(|l| l.push(length));
            people.extend(own);
        }
        compare(&strata, people.len() as u64)
    }
}

fn block(at: Millis, zone: Tz) -> i64 {
    let midnight = local::date(at, zone).map(|day| local::to_utc(day.and_time(chrono::NaiveTime::MIN), zone));
    midnight.map_or(0, |midnight| (at - midnight) / BLOCK)
}

/// Pages in sleep hours, which are moments, and the parts of work that lie in them.
fn disturbances(diary: &Diary, data: &DataSet) -> Disturbances {
    let asleep = diary.pages.iter().filter(|p| p.class == HourClass::Sleep);
    let mut list: Disturbances = asleep.map(|p| (Window { start: p.at, end: p.at }, p.incident)).collect();
    for (stretch, incident) in &diary.work {
        for evening in engaged(stretch.start, stretch.end, &data.profile, diary.zone).nights {
            let (from, to) = crate::model::night::night(evening, &data.profile, diary.zone);
            list.push((stretch.common(Window { start: from, end: to }), *incident));
        }
    }
    list.sort_unstable_by_key(|(window, incident)| (window.start, window.end, *incident));
    list
}

/// Whether a page for another incident came in sleep hours of the days before, or enough work did.
fn had_a_night(list: &Disturbances, start: Millis, incident: IncidentIx, least: Millis) -> bool {
    let from = start.saturating_sub(BEFORE);
    let near = list.iter().skip(list.partition_point(|(w, _)| w.start < from)).take_while(|(w, _)| w.start < start);
    let mut work = 0;
    for (window, _) in near.filter(|(_, of)| *of != incident) {
        work += window.end.min(start) - window.start;
        if window.is_empty() || work >= least {
            return true;
        }
    }
    false
}

fn compare(strata: &BTreeMap<(u32, i64), [Vec<f64>; 2]>, people: u64) -> Option<AfterNights> {
    let side = |at: usize| strata.values().filter_map(|s| s.get(at)).flatten().copied().collect::<Vec<f64>>();
    let [exposed, others] = [side(0), side(1)];
    if exposed.len() < MIN || others.len() < MIN {
        return None;
    }
    let pairs: Vec<(&[f64], &[f64])> = strata.values().map(|[x, y]| (x.as_slice(), y.as_slice())).collect();
    let test = van_elteren(&pairs)?;
    let weighed: Vec<[f64; 3]> = pairs.iter().filter_map(|(x, y)| weigh(x, y)).collect();
    let total = |at: usize| sum(weighed.iter().filter_map(|w| w.get(at)).copied());
    let (superiority, reach) = (total(1) / total(0), NORMAL_95 * total(2).sqrt() / total(0));
    let (count, others_count) = (exposed.len() as u64, others.len() as u64);
    Some(AfterNights {
        exposed: count,
        others: others_count,
        medians: [quantile::median(&quantile::sorted(exposed))?, quantile::median(&quantile::sorted(others))?],
        superiority,
        interval: [(superiority - reach).max(0.0), (superiority + reach).min(1.0)],
        p: test.p,
        strata: test.strata as u64,
        people,
    })
}

/// Weight of a stratum, its superiority with that weight, and the variance of that.
fn weigh(x: &[f64], y: &[f64]) -> Option<[f64; 3]> {
    let (test, m, n) = (mann_whitney(x, y)?, x.len() as f64, y.len() as f64);
    let weight = m * n / (m + n + 1.0);
    Some([weight, weight * test.superiority, (weight * test.sigma / (m * n)).powi(2)])
}
