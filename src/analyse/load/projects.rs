//! Weeks in which people of the roster were not on call, and whether incidents left their working hours alone.

use crate::analyse::load::calendar::Week;
use crate::analyse::load::pages;
use crate::analyse::load::person_weeks::PersonWeek;
use crate::frame::DataSet;
use crate::model::local;
use crate::model::period::Period;
use crate::model::row::PersonIx;
use crate::model::time::{DAY, Millis};
use std::collections::{BTreeMap, BTreeSet};

/// Person-weeks of the period without any time on call. As in the ISO calendar, a week belongs where its Thursday lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Projects {
    pub people: u64,
    pub weeks: u64,
    /// Of them, those without a page or work on incidents in working hours.
    pub undisturbed: u64,
}

impl Projects {
    /// Of people with a shift in the period, from the first to the last week for which any shift is known.
    #[must_use]
    pub fn of(data: &DataSet, weeks: &[PersonWeek], roster: &BTreeSet<PersonIx>, period: &Period) -> Option<Self> {
        let inside = |week: &&PersonWeek| period.contains(thursday(week.start));
        let on_call = |week: &&PersonWeek| week.on_call.is_some_and(|time| time > 0);
        let rostered: BTreeSet<PersonIx> = weeks.iter().filter(inside).filter(on_call).map(|w| w.person).collect();
        let known = weeks.iter().filter(inside).filter(on_call).map(|w| w.start);
        let (first, last) = (known.clone().min()?, known.max()?);
        let mut found = Self::default();
        for person in rostered.intersection(roster) {
            let zone = pages::zone_of(data, *person);
            let own: BTreeMap<Millis, &PersonWeek> = weeks_of(weeks, *person).iter().map(|w| (w.start, w)).collect();
            let mut any = false;
            for start in starts(first, last, zone).into_iter().filter(|start| period.contains(thursday(*start))) {
                let week = own.get(&start);
                if week.is_some_and(&on_call) {
                    continue;
                }
                any = true;
                found.weeks += 1;
                let disturbed = week.is_some_and(|w| w.disrupted_hours.first().is_some_and(|n| *n > 0));
                found.undisturbed += u64::from(!disturbed);
            }
            found.people += u64::from(any);
        }
        Some(found)
    }
}

fn thursday(start: Millis) -> Millis {
    start.saturating_add(3 * DAY + DAY / 2)
}

/// The rows of a person, which stand together.
fn weeks_of(weeks: &[PersonWeek], person: PersonIx) -> &[PersonWeek] {
    let from = weeks.partition_point(|w| w.person < person);
    let to = weeks.partition_point(|w| w.person <= person);
    weeks.get(from..to).unwrap_or_default()
}

/// First instants of the weeks of a zone; zones differ by hours, so the bounds are met by the week in which they lie.
fn starts(first: Millis, last: Millis, zone: chrono_tz::Tz) -> Vec<Millis> {
    let middle = |at: Millis| local::date(thursday(at), zone).map(Week::of);
    let (Some(first), Some(last)) = (middle(first), middle(last)) else { return Vec::new() };
    let weeks =
        std::iter::successors(Some(first), |week| Some(week.next()).filter(|next| next != week && *next <= last));
    weeks.map(|week| week.start(zone)).collect()
}
