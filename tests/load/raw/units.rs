//! The parts of the verdict on rotations, counted once more from the pages, acts and turns of the exports.

use super::{HOUR, Hours, MINUTE, Person, instant, items, joined, limits, local, monday, seconds};
use crate::support::run::Row;
use chrono::{Days, NaiveDate, Timelike};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What is counted of one rotation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Counted {
    pub(crate) people: u64,
    pub(crate) shifts: u64,
    pub(crate) any: u64,
    pub(crate) over: u64,
    pub(crate) red_weeks: u64,
    pub(crate) red_run: u64,
    pub(crate) red_people: u64,
    pub(crate) flagged: u64,
    pub(crate) night_pages: u64,
    pub(crate) mild: u64,
}

/// Turns of each person in each schedule, as stretches that don't touch.
fn turns(demo: &Path) -> BTreeMap<String, BTreeMap<String, Vec<(i64, i64)>>> {
    let (from, to) = limits(demo);
    let mut found: BTreeMap<String, BTreeMap<String, Vec<(i64, i64)>>> = BTreeMap::new();
    for turn in items(&demo.join("pagerduty"), "oncalls", "oncalls") {
        let text = |of: &str| turn[of]["summary"].as_str().unwrap().to_owned();
        let stretch = (seconds(&turn["start"]).max(from), seconds(&turn["end"]).min(to));
        if stretch.0 < stretch.1 {
            found.entry(text("schedule")).or_default().entry(text("user")).or_default().push(stretch);
        }
    }
    found.values_mut().flat_map(BTreeMap::values_mut).for_each(|list| *list = joined(list));
    found
}

/// Severity by line of the list of what was planted.
fn severities(demo: &Path) -> Vec<u32> {
    let rows = csv::Reader::from_path(demo.join("truth/incidents.csv")).unwrap();
    rows.into_deserialize::<Row>().map(|r| r.unwrap()["severity"].parse().unwrap_or(0)).collect()
}

/// Who was paged in sleep hours from `start` to `end`, by the service of the list of what was planted.
pub(crate) fn paged_at_night(
    demo: &Path,
    people: &[Person],
    hours: Hours,
    [start, end]: [i64; 2],
) -> BTreeMap<String, BTreeSet<String>> {
    let rows = csv::Reader::from_path(demo.join("truth/incidents.csv")).unwrap();
    let services: Vec<String> = rows.into_deserialize::<Row>().map(|r| r.unwrap()["service"].clone()).collect();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for person in people {
        for (at, incident) in person.counted() {
            if (start..end).contains(&at) && hours.class(local(at, person.zone)) == "sleep" {
                found.entry(services[incident].clone()).or_default().insert(person.name.clone());
            }
        }
    }
    found
}

impl Person {
    /// The instant and the incident of each page that interrupts.
    fn counted(&self) -> Vec<(i64, usize)> {
        let (counted, reached) = self.interruptions();
        counted.into_iter().map(|at| *reached.iter().find(|r| r.0 == at).unwrap()).collect()
    }

    /// The end of the sleep hours in which a moment lies.
    fn morning(&self, at: i64, hours: Hours) -> i64 {
        let wall = local(at, self.zone);
        let evening = if wall.hour() < 12 { wall.date() - Days::new(1) } else { wall.date() };
        hours.night(evening, self.zone).1
    }
}

/// Stretches in which anybody worked on each incident: ten minutes from each act, acts of one person within twenty minutes
/// together.
fn work(people: &[Person]) -> BTreeMap<usize, Vec<(i64, i64)>> {
    let mut found: BTreeMap<usize, Vec<(i64, i64)>> = BTreeMap::new();
    for person in people {
        let mut own: BTreeMap<usize, Vec<i64>> = BTreeMap::new();
        person.acts.iter().for_each(|(at, incident)| own.entry(*incident).or_default().push(*at));
        for (incident, acts) in own {
            let mut from = acts[0];
            let list = found.entry(incident).or_default();
            for pair in acts.windows(2).filter(|pair| pair[1] - pair[0] > 20 * MINUTE) {
                list.push((from, pair[0] + 10 * MINUTE));
                from = pair[1];
            }
            list.push((from, acts.last().unwrap() + 10 * MINUTE));
        }
    }
    found
}

/// Every rotation in the quarter from `start` to `end`, by name.
pub(crate) fn rotations(
    demo: &Path,
    people: &[Person],
    hours: Hours,
    [start, end]: [i64; 2],
) -> BTreeMap<String, Counted> {
    let (severity, work) = (severities(demo), work(people));
    let of_name: BTreeMap<&str, &Person> = people.iter().map(|p| (p.name.as_str(), p)).collect();
    let weeks: BTreeMap<&str, _> = people.iter().map(|p| (p.name.as_str(), p.weeks(hours))).collect();
    let mut found = BTreeMap::new();
    for (name, turns) in turns(demo) {
        let mut counted = Counted::default();
        let mut red: BTreeMap<NaiveDate, BTreeSet<&str>> = BTreeMap::new();
        for (who, stretches) in &turns {
            let person = of_name[who.as_str()];
            let on_duty = |at: i64| stretches.iter().any(|s| (s.0..s.1).contains(&at));
            counted.people += u64::from(stretches.iter().any(|s| s.0 < end && s.1 > start));
            add_shifts(&mut counted, person, stretches, start..end);
            for (at, incident) in person.counted() {
                if (start..end).contains(&at) && hours.class(local(at, person.zone)) == "sleep" && on_duty(at) {
                    let morning = person.morning(at, hours);
                    let acted = work.get(&incident).into_iter().flatten().any(|w| w.1 > at && w.0 < morning);
                    counted.night_pages += 1;
                    counted.mild += u64::from(severity[incident] >= 4 || !acted);
                }
            }
            let mut nights: BTreeMap<NaiveDate, u64> = BTreeMap::new();
            for (evening, first) in first_moments(person, hours) {
                if (start..end).contains(&first) && on_duty(first) {
                    *nights.entry(monday(evening)).or_default() += 1;
                }
            }
            nights.into_iter().filter(|(_, n)| *n >= 2).for_each(|(week, _)| {
                red.entry(week).or_default().insert(person.name.as_str());
            });
            for (label, week) in &weeks[who.as_str()] {
                let monday = NaiveDate::parse_from_str(&format!("{label}-1"), "%G-W%V-%u").unwrap();
                let begin = instant(monday.and_hms_opt(0, 0, 0).unwrap(), person.zone);
                let thursday = begin + 84 * HOUR;
                let own: i64 = stretches.iter().map(|s| (s.1.min(begin + 168 * HOUR) - s.0.max(begin)).max(0)).sum();
                let met = own > 0 && 2 * own >= week.on_call;
                counted.flagged += u64::from(met && (start..end).contains(&thursday) && week.flags() >= 3);
            }
        }
        add_red(&mut counted, &red);
        if counted.people > 0 {
            found.insert(name, counted);
        }
    }
    found
}

fn add_shifts(counted: &mut Counted, person: &Person, stretches: &[(i64, i64)], period: std::ops::Range<i64>) {
    let reached = person.interruptions().1;
    for (from, to) in stretches {
        // In milliseconds, so that the parts are the same as those of a reader of milliseconds.
        let (from, length) = (from * 1_000, (to - from) * 1_000);
        let parts = ((length as f64 / (12 * HOUR * 1_000) as f64).round() as i64).max(1);
        for part in 0..parts {
            let (a, b) = (from + length * part / parts, from + length * (part + 1) / parts);
            if !(period.start * 1_000..period.end * 1_000).contains(&a) {
                continue;
            }
            let inside = reached.iter().filter(|(at, _)| (a..b).contains(&(at * 1_000)));
            let n = inside.map(|(_, incident)| *incident).collect::<BTreeSet<_>>().len();
            counted.shifts += 1;
            counted.any += u64::from(n > 0);
            counted.over += u64::from(n > 2);
        }
    }
}

/// The first moment that disturbed each disturbed night: a page, or work of a night with enough of it.
fn first_moments(person: &Person, hours: Hours) -> Vec<(NaiveDate, i64)> {
    let nights = person.nights(hours);
    let work = joined(&person.work());
    let first = |evening: &NaiveDate| {
        let (from, to) = hours.night(*evening, person.zone);
        let inside = |at: &i64| (from..to).contains(at);
        let page = person.interruptions().0.into_iter().find(inside);
        let worked: Vec<(i64, i64)> = work.iter().map(|w| (w.0.max(from), w.1.min(to))).filter(|w| w.0 < w.1).collect();
        let enough = worked.iter().map(|w| w.1 - w.0).sum::<i64>() >= 15 * MINUTE;
        let begun = worked.first().filter(|_| enough).map(|w| w.0);
        (*evening, page.into_iter().chain(begun).min().unwrap())
    };
    nights.keys().map(first).collect()
}

fn add_red(counted: &mut Counted, red: &BTreeMap<NaiveDate, BTreeSet<&str>>) {
    counted.red_weeks = red.len() as u64;
    for first in red.keys() {
        let mut who: BTreeSet<&str> = BTreeSet::new();
        for length in 0.. {
            let Some(people) = red.get(&(*first + Days::new(7 * length))) else {
                counted.red_run = counted.red_run.max(length);
                if length >= 2 {
                    counted.red_people = counted.red_people.max(who.len() as u64);
                }
                break;
            };
            who.extend(people);
        }
    }
}
