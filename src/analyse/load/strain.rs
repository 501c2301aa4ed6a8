//! Nights and rest of the period under review, over all people.

use crate::analyse::load::groups::DisturbedNights;
use crate::analyse::load::nights;
use crate::analyse::load::params::Params;
use crate::analyse::load::person_weeks::runs;
use crate::frame::DataSet;
use crate::model::night::night;
use crate::model::period::Period;
use chrono::Days;

/// Counts of person-nights and of runs of them. A night belongs to the period in which it was first disturbed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Strain {
    pub disturbed: u64,
    /// People behind them.
    pub people: u64,
    /// Those of the three people with most.
    pub top_three: u64,
    /// Of the disturbed nights, those with work but without a page.
    pub without_page: u64,
    /// Runs of at least so many nights as the flag asks for with a night of the period, and the people who had one.
    pub runs: u64,
    pub run_people: u64,
    /// The longest run that reaches into the period.
    pub longest: u64,
    /// Nights with a rest shorter than the reference, and the people behind them.
    pub short_rests: u64,
    pub rest_people: u64,
}

impl Strain {
    #[must_use]
    pub fn of(data: &DataSet, people: &[DisturbedNights], period: &Period, params: &Params) -> Self {
        let mut found = Self::default();
        let mut each: Vec<u64> = Vec::new();
        for person in people {
            let (diary, profile) = (person.diary, &data.profile);
            let own: Vec<_> =
                person.disturbed.iter().filter(|(_, at)| period.contains(**at)).map(|(day, _)| *day).collect();
            let paged: std::collections::BTreeSet<_> = diary.pages.iter().filter_map(|p| p.evening(profile)).collect();
            found.disturbed += own.len() as u64;
            found.people += u64::from(!own.is_empty());
            each.push(own.len() as u64);
            found.without_page += own.iter().filter(|day| !paged.contains(day)).count() as u64;
            let reaches = |first: chrono::NaiveDate, length: u64| {
                (0..length).filter_map(|n| first.checked_add_days(Days::new(n))).any(|day| own.contains(&day))
            };
            let all = runs(person.disturbed.keys().copied());
            let inside: Vec<u64> = all.into_iter().filter(|(first, n)| reaches(*first, *n)).map(|(_, n)| n).collect();
            let long = inside.iter().filter(|n| **n >= params.flags.run).count() as u64;
            found.runs += long;
            found.run_people += u64::from(long > 0);
            found.longest = found.longest.max(inside.into_iter().max().unwrap_or(0));
            let ended = |evening: chrono::NaiveDate| period.contains(night(evening, profile, diary.zone).1);
            let rests = nights::rests(diary, profile, params.flags.rest());
            let short = rests.iter().filter(|(evening, _)| ended(*evening)).count() as u64;
            found.short_rests += short;
            found.rest_people += u64::from(short > 0);
        }
        each.sort_unstable_by(|a, b| b.cmp(a));
        found.top_three = each.iter().take(3).sum();
        found
    }
}
