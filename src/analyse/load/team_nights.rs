//! Disturbed nights of the teams, evening by evening.

use crate::analyse::load::groups::{DisturbedNights, roster};
use crate::frame::DataSet;
use crate::model::period::Period;
use crate::model::row::PersonIx;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// One team in the period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TeamNights {
    /// Empty: no team known.
    pub name: String,
    /// People whose night was disturbed, by the evening on which it began; only evenings with any.
    pub people: BTreeMap<NaiveDate, u64>,
}

/// Teams by name, as [`crate::analyse::load::groups::teams`] lists them. A night counts where its first disturbance lies. O(nights).
#[must_use]
pub fn of(data: &DataSet, people: &[DisturbedNights], period: &Period) -> Vec<TeamNights> {
    let roster = roster(data, period);
    let mut teams: BTreeMap<&str, BTreeMap<NaiveDate, u64>> = BTreeMap::new();
    let team = |person: PersonIx| data.people[person].team.as_str();
    for person in &roster {
        teams.entry(team(*person)).or_default();
    }
    for nights in people.iter().filter(|n| roster.contains(&n.diary.person)) {
        let counts = teams.entry(team(nights.diary.person)).or_default();
        for (evening, _) in nights.disturbed.iter().filter(|(_, at)| period.contains(**at)) {
            *counts.entry(*evening).or_insert(0) += 1;
        }
    }
    teams.into_iter().map(|(name, people)| TeamNights { name: name.to_owned(), people }).collect()
}
