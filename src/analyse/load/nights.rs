//! Disturbed nights, and the rest around them. Lengths are elapsed time; a night with a change of clocks is shorter or
//! longer.

use crate::analyse::load::diary::Diary;
use crate::model::hours::HourProfile;
use crate::model::local;
use crate::model::night::{engaged, night};
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

/// Rest after the last engagement of a night: until the next engagement or the next beginning of time on call, whichever
/// is first, but not before the night is over. Evening and length of the rest, for rests under a day.
///
/// What else a person does in working hours is not known, so the rest is at most as long as given.
#[must_use]
pub fn rests(diary: &Diary, profile: &HourProfile) -> Vec<(NaiveDate, Millis)> {
    let engaged = diary.engaged();
    let mut found = Vec::new();
    for (at, last) in engaged.iter().enumerate() {
        let shift = diary.shifts.get(diary.shifts.partition_point(|s| s.start < last.end.max(last.start + 1)));
        let next = engaged.get(at + 1).into_iter().chain(shift).map(|w| w.start).min();
        let Some(next) = next.filter(|next| next - last.end < DAY) else { continue };
        found.extend(ended_between(*last, next, diary, profile).map(|evening| (evening, next - last.end)));
    }
    found
}

/// The night that ends after an engagement has begun, and not after the next begins. Of two, the later one.
fn ended_between(last: Window, next: Millis, diary: &Diary, profile: &HourProfile) -> Option<NaiveDate> {
    let day = local::date(next, diary.zone)?;
    let ends = |evening: &NaiveDate| {
        let (_, to) = night(*evening, profile, diary.zone);
        last.start < to && to <= next
    };
    [Some(day), day.pred_opt(), day.pred_opt().and_then(|d| d.pred_opt())].into_iter().flatten().find(ends)
}
