//! Days on which people are off though the week says otherwise.

use crate::model::stamp::Stamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A holiday as stated: one day, or the days from one to before another.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StatedHoliday {
    pub date: Option<Stamp>,
    /// The first day that is none any more; absent: the day after `date`.
    pub until: Option<Stamp>,
    /// IANA zone of the people who have it; empty: everybody.
    pub zone: String,
    pub name: String,
}

/// One day, by the calendar on the wall of the people who have it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holiday {
    pub date: NaiveDate,
    /// IANA zone of the people who have it; `None`: everybody.
    pub zone: Option<String>,
    pub name: String,
}

/// Holidays by zone, for looking up days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DaysOff {
    everywhere: BTreeSet<NaiveDate>,
    by_zone: BTreeMap<String, BTreeSet<NaiveDate>>,
}

impl DaysOff {
    #[must_use]
    pub fn of(holidays: &[Holiday]) -> Self {
        let mut days = Self::default();
        for holiday in holidays {
            let set = match &holiday.zone {
                Some(zone) => days.by_zone.entry(zone.clone()).or_default(),
                None => &mut days.everywhere,
            };
            set.insert(holiday.date);
        }
        days
    }

    /// Whether somebody in this zone (as the person's zone is spelled) is off on this local day.
    #[must_use]
    pub fn has(&self, date: NaiveDate, zone: &str) -> bool {
        self.everywhere.contains(&date) || self.by_zone.get(zone).is_some_and(|days| days.contains(&date))
    }
}
