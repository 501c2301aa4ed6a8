//! Disturbed nights, and the rest around them. Lengths are elapsed time; a night with a change of clocks is shorter or
//! longer.

use crate::analyse::load::person::{Diary, diaries};
use crate::frame::DataSet;
use crate::model::hours::HourProfile;
use crate::model::night::{engaged, night};
use crate::model::row::{IncidentIx, PersonIx};
use crate::model::time::{DAY, Millis, Window};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A person's disturbed nights: with any page in the sleep hours, or with at least `least` work in them. By the evening on
/// which the night began, with the first moment that disturbed it.
#[must_use]
pub fn disturbed(diary: &Diary, profile: &HourProfile, least: Millis) -> BTreeMap<NaiveDate, Millis> {
    let mut nights: BTreeMap<NaiveDate, Millis> = BTreeMap::new();
    for page in &diary.pages {
        if let Some(evening) = page.evening(profile) {
            nights.entry(evening).or_insert(page.at);
        }
    }
    let mut worked: BTreeMap<NaiveDate, (Millis, Millis)> = BTreeMap::new();
    for stretch in diary.working() {
        for evening in engaged(stretch.start, stretch.end, profile, diary.zone).nights {
            let (from, to) = night(evening, profile, diary.zone);
            let begin = from.max(stretch.start);
            let (_, length) = worked.entry(evening).or_insert((begin, 0));
            *length += (to.min(stretch.end) - begin).max(0);
        }
    }
    for (evening, (begin, _)) in worked.into_iter().filter(|(_, (_, length))| *length >= least) {
        let first = nights.entry(evening).or_insert(begin);
        *first = (*first).min(begin);
    }
    nights
}

/// One person's night that a group of incidents disturbed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LostNight {
    pub person: PersonIx,
    pub evening: NaiveDate,
    /// The first moment that disturbed it.
    pub at: Millis,
}

/// The nights that each of several groups of incidents disturbed, by the pages and the work of the group alone. A night
/// may be here for two groups, and two groups may together have disturbed one that is here for neither. O(n log n).
#[must_use]
pub fn by_group(
    data: &DataSet,
    group_of: &dyn Fn(IncidentIx) -> Option<usize>,
    groups: usize,
    least: Millis,
) -> Vec<Vec<LostNight>> {
    among(data, &diaries(data), group_of, groups, least)
}

/// The same by these diaries.
#[must_use]
pub fn among(
    data: &DataSet,
    diaries: &[Diary],
    group_of: &dyn Fn(IncidentIx) -> Option<usize>,
    groups: usize,
    least: Millis,
) -> Vec<Vec<LostNight>> {
    let mut found = vec![Vec::new(); groups];
    for diary in diaries {
        let mut own: BTreeMap<usize, Diary> = BTreeMap::new();
        let blank = || Diary::blank(data, diary.person);
        for page in &diary.pages {
            let group = group_of(page.incident).map(|group| own.entry(group).or_insert_with(blank));
            group.into_iter().for_each(|part| part.pages.push(*page));
        }
        for stretch in &diary.work {
            let group = group_of(stretch.1).map(|group| own.entry(group).or_insert_with(blank));
            group.into_iter().for_each(|part| part.work.push(*stretch));
        }
        for (group, part) in own {
            let lost = disturbed(&part, &data.profile, least).into_iter();
            let lost = lost.map(|(evening, at)| LostNight { person: diary.person, evening, at });
            if let Some(list) = found.get_mut(group) {
                list.extend(lost);
            }
        }
    }
    found
}

/// One stretch without engagement and without a beginning of time on call.
struct Gap {
    window: Window,
    /// Whether an engagement came before it, and not the beginning of time on call.
    is_rest: bool,
}

/// The rest of each night, where it is shorter than `below` (at most a day): of the stretches from an engagement to the
/// next, or to the next beginning of time on call, the one that covers most of the night. Evening and length.
///
/// What else a person does in working hours is not known, so the rest is at most as long as given. O(n log n).
#[must_use]
pub fn rests(diary: &Diary, profile: &HourProfile, below: Millis) -> Vec<(NaiveDate, Millis)> {
    let mut best: BTreeMap<NaiveDate, (Millis, Option<Millis>)> = BTreeMap::new();
    for gap in gaps(diary) {
        let Window { start, end } = gap.window;
        // Of a long gap only the nights at its ends can belong to another as well.
        let ends = [(start, end.min(start.saturating_add(DAY))), (start.max(end.saturating_sub(DAY)), end)];
        let nights = ends.map(|(from, to)| engaged(from, to, profile, diary.zone).nights);
        for evening in nights.into_iter().flatten() {
            let (from, to) = night(evening, profile, diary.zone);
            let covered = to.min(end) - from.max(start);
            let known = best.entry(evening).or_insert((0, None));
            if covered > known.0 {
                *known = (covered, gap.is_rest.then_some(end - start));
            }
        }
    }
    let short = |(evening, (_, rest)): (NaiveDate, (Millis, Option<Millis>))| Some((evening, rest?));
    best.into_iter().filter_map(short).filter(|(_, rest)| *rest < below.min(DAY)).collect()
}

/// All of them in order; before the first and after the last engagement lie two days of which nothing is known.
fn gaps(diary: &Diary) -> Vec<Gap> {
    let engaged = diary.engaged();
    let (Some(first), Some(last)) = (engaged.first(), engaged.last()) else { return Vec::new() };
    let (open, close) = (first.start - 2 * DAY, last.end + 2 * DAY);
    let mut found = Vec::new();
    // What came before the first engagement is not known, so the time until it is nobody's rest.
    let (mut from, mut is_rest) = (open, false);
    for next in engaged.iter().map(|w| (w.start, w.end)).chain([(close, close)]) {
        let begins = diary.shifts.iter().skip(diary.shifts.partition_point(|s| s.start <= from)).map(|s| s.start);
        for begin in begins.take_while(|begin| *begin < next.0) {
            found.push(Gap { window: Window { start: from, end: begin }, is_rest });
            (from, is_rest) = (begin, false);
        }
        found.push(Gap { window: Window { start: from, end: next.0 }, is_rest });
        (from, is_rest) = (next.1, true);
    }
    found
}
