//! The demo's load, person by person and week by week, against what was counted from its own pages and acts.

use super::raw::{self, Hours, PROFILES, Person, Week};
use crate::support::run::{Run, run};
use retroscope::analyse::load::person_weeks::PersonWeek;
use retroscope::demo::{Options, Scenario};
use retroscope::model::row::PersonIx;
use std::collections::BTreeMap;
use std::path::Path;

fn review(demo: &Path, hours: Hours) -> Run {
    let settings = std::fs::read_to_string(demo.join("retroscope.toml")).unwrap();
    run(&[demo.to_owned()], &format!("{settings}\n[hours]\nprofile = \"{}\"\n", hours.name), "all")
}

/// What the review says of a person's week, in the units of the truth.
fn said(week: &PersonWeek) -> Week {
    Week {
        on_call: week.on_call.unwrap() / 1_000,
        classes: [week.business, week.off, week.sleep],
        bouts: week.bouts,
        disrupted: week.disrupted_hours,
        incidents: week.incidents,
        nights: week.disturbed_nights,
        run: week.longest_run,
        overlap: week.measures.overlap.unwrap() / 1_000,
        rest: week.measures.rest.map(|rest| rest / 1_000),
        weekends: week.measures.weekends,
        shift_incidents: week.measures.shift_incidents.unwrap(),
    }
}

/// Every week of every person is what was planted: the figures of the analysis, and the public table.
fn same_weeks(run: &Run, people: &[Person], hours: Hours) {
    let of = |name: &str| run.review.data.people.iter().position(|p| p.name == name).map(PersonIx::at).unwrap();
    let table = run.table("load");
    let mut rows = 0;
    for person in people {
        let number = of(&person.name);
        let own = run.review.results.load.weeks.iter().filter(|w| w.person == number);
        let own: BTreeMap<&str, &PersonWeek> = own.map(|w| (w.week.as_str(), w)).collect();
        let planted = person.weeks(hours);
        let more: Vec<&&PersonWeek> = own.values().filter(|w| !planted.contains_key(&w.week)).collect();
        assert!(more.is_empty(), "weeks of {} that nobody planted: {more:?}", person.name);
        for (label, week) in &planted {
            let found = own.get(label.as_str()).unwrap_or_else(|| panic!("{}: no {label}: {week:?}", person.name));
            assert_eq!(said(found), *week, "{} in {label}, {}", person.name, hours.name);
            assert_eq!(found.flags, Some(week.flags()), "{} in {label}, {}", person.name, hours.name);
        }
        let pseudonym = &run.review.data.people[number].pseudonym;
        for row in table.iter().filter(|r| r["person_id"] == *pseudonym) {
            let week = &planted[&row["week"]];
            let figures = [
                ("interruptions", week.classes.iter().sum()),
                ("business", week.classes[0]),
                ("off", week.classes[1]),
                ("sleep", week.classes[2]),
                ("incidents", week.incidents),
                ("disturbed_nights", week.nights),
                ("longest_run", week.run),
                ("flags", week.flags()),
            ];
            for (column, figure) in figures {
                assert_eq!(row[column], figure.to_string(), "{column} of {} in {}", person.name, row["week"]);
            }
            let seconds = |column: &str| row[column].parse::<f64>().unwrap() as i64;
            assert_eq!((seconds("on_call_s"), seconds("overlap_s")), (week.on_call, week.overlap));
            rows += 1;
        }
    }
    assert_eq!(rows, table.len(), "the table has nobody else");
}

/// Totals that hold the nights of everybody.
fn same_nights(run: &Run, people: &[Person], hours: Hours) {
    let strain = run.review.results.load.strain;
    let nights: Vec<_> = people.iter().map(|p| p.nights(hours)).collect();
    let all: usize = nights.iter().map(BTreeMap::len).sum();
    let without: usize = nights.iter().map(|n| n.values().filter(|paged| !**paged).count()).sum();
    assert_eq!((strain.disturbed, strain.without_page), (all as u64, without as u64), "{}", hours.name);
    println!("{}: {all} disturbed nights, {without} of them with work alone", hours.name);
}

fn finds_the_load_that_was_planted(incidents: usize, seed: u64, profiles: &[Hours]) {
    let folder = tempfile::tempdir().unwrap();
    let demo = folder.path().join("demo");
    retroscope::demo::write(&demo, &Options { incidents, seed, scenario: Scenario::Typical }).unwrap();
    let people = raw::people(&demo);
    for hours in profiles {
        let run = review(&demo, *hours);
        same_weeks(&run, &people, *hours);
        same_nights(&run, &people, *hours);
        assert_eq!(most_loaded(&run), "Tomasz Zieliński", "who was planted as overloaded, {}", hours.name);
    }
}

/// The person with most disturbed nights.
fn most_loaded(run: &Run) -> String {
    let mut nights: BTreeMap<PersonIx, u64> = BTreeMap::new();
    run.review.results.load.weeks.iter().for_each(|w| *nights.entry(w.person).or_default() += w.disturbed_nights);
    let most = nights.into_iter().max_by_key(|(_, n)| *n).unwrap().0;
    run.review.data.people[most].name.clone()
}

#[test]
fn the_load_of_two_thousand_incidents_is_what_was_planted() {
    finds_the_load_that_was_planted(2_000, 20_240_601, &PROFILES);
}

#[test]
fn the_load_of_twenty_thousand_incidents_is_what_was_planted() {
    finds_the_load_that_was_planted(20_000, 7, &PROFILES[2..]);
}

#[test]
fn the_load_of_a_hundred_thousand_incidents_is_what_was_planted() {
    finds_the_load_that_was_planted(20_000, 7, &PROFILES[..2]);
    finds_the_load_that_was_planted(100_000, 11, &PROFILES);
}
