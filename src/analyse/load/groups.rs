//! What is known of groups of people: everybody per period, and teams.

use crate::analyse::duty;
use crate::analyse::load::pages;
use crate::analyse::load::person::Diary;
use crate::analyse::load::{Classes, MIN_GROUP};
use crate::frame::DataSet;
use crate::model::period::Period;
use crate::model::row::PersonIx;
use crate::model::time::Millis;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of a group of people in one period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupLoad {
    /// Label of the period, or name of the team (empty: no team known).
    pub name: String,
    pub classes: Classes,
    /// Distinct people interrupted.
    pub people: u64,
    /// People with a shift or an interruption in the period.
    pub roster: u64,
    /// Person-nights with a page, or enough work, in sleep hours, by the first moment of it.
    pub disturbed_nights: u64,
}

/// One person's disturbed nights.
pub struct DisturbedNights<'a> {
    pub diary: &'a Diary,
    /// Evening, and the first moment that disturbed the night.
    pub disturbed: BTreeMap<NaiveDate, Millis>,
}

/// People with a shift that touches the period, or with an interruption in it.
#[must_use]
pub fn roster(data: &DataSet, period: &Period) -> BTreeSet<PersonIx> {
    let mut people: BTreeSet<PersonIx> = duty::on_call(data, period.window).into_keys().collect();
    people.extend(pages::pages(data).filter(|p| period.contains(p.at)).map(|p| p.person));
    people
}

/// Which of several groups may not be shown by themselves: those of fewer than five people, and as many more, the smallest
/// first, as it takes until all that is not shown is about five people or nobody. `rest` are people who are in the total
/// and in none of the groups. Otherwise the total without what is shown would be about a handful.
#[must_use]
pub fn hidden(groups: &[&BTreeSet<PersonIx>], rest: &BTreeSet<PersonIx>) -> Vec<bool> {
    let few = |people: &BTreeSet<PersonIx>| (1..MIN_GROUP).contains(&(people.len() as u64));
    let mut hidden: Vec<bool> = groups.iter().map(|group| few(group)).collect();
    let mut together = rest.clone();
    groups.iter().zip(&hidden).filter(|(_, hidden)| **hidden).for_each(|(group, _)| together.extend(*group));
    while few(&together) {
        let open = groups.iter().enumerate().zip(&hidden).filter(|((_, group), hidden)| !**hidden && !group.is_empty());
        let Some(next) = open.min_by_key(|((at, group), _)| (group.len(), *at)).map(|((at, _), _)| at) else { break };
        hidden.get_mut(next).into_iter().for_each(|hidden| *hidden = true);
        groups.get(next).into_iter().for_each(|group| together.extend(*group));
    }
    hidden
}

/// One group per period, from one pass over the people.
#[must_use]
pub fn of_periods(data: &DataSet, people: &[DisturbedNights], periods: &[&Period]) -> Vec<GroupLoad> {
    let start =
        |p: &&Period| GroupLoad { name: p.label.clone(), roster: roster(data, p).len() as u64, ..GroupLoad::default() };
    let mut groups: Vec<GroupLoad> = periods.iter().map(start).collect();
    for nights in people {
        for (period, group) in periods.iter().zip(&mut groups) {
            add(group, nights, period);
        }
    }
    groups
}

fn add(group: &mut GroupLoad, of: &DisturbedNights, period: &Period) {
    let mut any = false;
    for page in of.diary.pages.iter().filter(|p| period.contains(p.at)) {
        group.classes.add(page.class);
        any = true;
    }
    group.people += u64::from(any);
    group.disturbed_nights += of.disturbed.values().filter(|at| period.contains(**at)).count() as u64;
}

/// Teams in the period, by name.
#[must_use]
pub fn teams(data: &DataSet, people: &[DisturbedNights], period: &Period) -> Vec<GroupLoad> {
    let team = |person: PersonIx| data.people[person].team.as_str();
    let mut teams: BTreeMap<&str, GroupLoad> = BTreeMap::new();
    let roster = roster(data, period);
    for person in &roster {
        teams.entry(team(*person)).or_default().roster += 1;
    }
    for nights in people.iter().filter(|n| roster.contains(&n.diary.person)) {
        add(teams.entry(team(nights.diary.person)).or_default(), nights, period);
    }
    teams.into_iter().map(|(name, group)| GroupLoad { name: name.to_owned(), ..group }).collect()
}
