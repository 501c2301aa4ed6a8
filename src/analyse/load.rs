//! **Question.** What did incidents take from the people who answered them?
//! **Method.** Interruptions (pages to one person within 60 s count once, e-mail doesn't count) by the hour class of the
//! person's own clock, per person and local ISO week; a night is disturbed by a page in its sleep hours. Interruptions
//! count where they happened, not where their incident began.
//! **Needs.** Log entries that say who was paged; shifts for time on call; people with zones for local hours.
//! **Silent when.** No export says who was paged.
//! **Known bias.** Work that nobody was paged for is not seen. People without a known zone are read in the reporting zone.

pub mod bouts;
pub mod calendar;
pub mod diary;
pub mod fatigue;
pub mod nights;
pub mod overlapped;
pub mod params;
pub mod pulled;
pub mod shifts;
pub mod weeks;

use crate::analyse::Analysis;
use crate::analyse::overlap::capacity;
use crate::frame::DataSet;
use crate::frame::col;
use crate::frame::read::Floats;
use crate::model::hours::HourClass;
use crate::model::period::Period;
use crate::stats::sum;
pub use params::Params;
use pulled::PulledIn;
use std::collections::{BTreeMap, BTreeSet};
use weeks::{Page, PersonWeek};

/// Figures about people are given for groups of at least so many.
pub const LEAST_GROUP: u64 = 5;
/// From so many people on the roster on, the share of the three most interrupted may be given.
pub const LEAST_FOR_TOP: u64 = 8;

pub struct Load;

/// Interruptions by hour class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Classes {
    pub business: u64,
    pub off: u64,
    pub sleep: u64,
}

impl Classes {
    #[must_use]
    pub fn total(self) -> u64 {
        self.business + self.off + self.sleep
    }

    fn add(&mut self, class: HourClass) {
        *match class {
            HourClass::Business => &mut self.business,
            HourClass::Off => &mut self.off,
            HourClass::Sleep => &mut self.sleep,
        } += 1;
    }
}

/// What is known of a group of people in one period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Group {
    /// Label of the period, or name of the team (empty: no team known).
    pub name: String,
    pub classes: Classes,
    /// Distinct people interrupted.
    pub people: u64,
    /// People with a shift or an interruption in the period.
    pub roster: u64,
    /// Person-nights with a page in sleep hours, by pages of the period.
    pub disturbed_nights: u64,
}

/// What the pages say.
pub struct Output {
    /// Whether any export says who was paged.
    pub known: bool,
    /// The period under review.
    pub period: Group,
    /// The period before, where there is one.
    pub previous: Option<Group>,
    /// All quarters of the run, oldest first.
    pub quarters: Vec<Group>,
    /// Teams in the period under review, by name.
    pub teams: Vec<Group>,
    /// Interruptions of the period per local weekday and hour (`weekday * 24 + hour`).
    pub cells: Vec<u64>,
    /// Hour class of each cell.
    pub cell_classes: Vec<&'static str>,
    /// Rows of the incidents that interrupted someone in the period, and of those that did in sleep hours.
    pub incident_rows: Vec<u32>,
    pub sleep_rows: Vec<u32>,
    /// Interruptions of the period's three most interrupted people; `None` for a roster of fewer than eight.
    pub top_three: Option<u64>,
    /// People of the roster whose own zone is not known.
    pub zone_unknown: u64,
    /// Interruptions of the period by incidents that a rule left out; not counted anywhere else.
    pub excluded: u64,
    pub pulled_in: PulledIn,
    /// Hands-on time on incidents of the period in seconds, and on how many of them it is known.
    pub effort_s: Option<f64>,
    pub effort_incidents: u64,
    /// The public `load` table, over all data.
    pub weeks: Vec<PersonWeek>,
}

impl Analysis for Load {
    type Params = Params;
    type Output = Output;

    fn run(data: &DataSet, params: &Params) -> Output {
        let diaries = diary::diaries(data);
        let weeks = weeks::person_weeks(data, &diaries, params);
        let periods = &data.periods;
        let current = &periods.current;
        let in_period: Vec<Page> = weeks::pages(data).filter(|p| current.contains(p.at)).collect();
        let roster = roster(data, current);
        let (effort_s, effort_incidents) = effort(data);
        let asked: Vec<&Period> = [current].into_iter().chain(&periods.previous).chain(&periods.quarters).collect();
        let mut of_periods = groups(data, &asked).into_iter();
        Output {
            known: data.has_pages,
            period: of_periods.next().unwrap_or_default(),
            previous: periods.previous.as_ref().and_then(|_| of_periods.next()),
            quarters: of_periods.collect(),
            teams: teams(data, current),
            cells: cells(&in_period),
            cell_classes: calendar::classes(&data.profile),
            incident_rows: rows(in_period.iter()),
            sleep_rows: rows(in_period.iter().filter(|p| p.class == HourClass::Sleep)),
            top_three: (roster.len() as u64 >= LEAST_FOR_TOP).then(|| top_three(&in_period)),
            zone_unknown: roster.iter().filter(|p| !zone_known(data, **p)).count() as u64,
            excluded: excluded(data, current),
            pulled_in: PulledIn::of(data),
            effort_s,
            effort_incidents,
            weeks,
        }
    }
}

fn zone_known(data: &DataSet, person: u32) -> bool {
    data.people.get(person as usize).is_some_and(|p| p.zone_known)
}

/// People with a shift that touches the period, or with an interruption in it.
fn roster(data: &DataSet, period: &Period) -> BTreeSet<u32> {
    let mut people: BTreeSet<u32> = capacity::on_call(data, period.window).into_keys().collect();
    people.extend(weeks::pages(data).filter(|p| period.contains(p.at)).map(|p| p.person));
    people
}

/// One group per period, from one pass over the pages.
fn groups(data: &DataSet, periods: &[&Period]) -> Vec<Group> {
    let start = |p: &&Period| Group { name: p.label.clone(), roster: roster(data, p).len() as u64, ..Group::default() };
    let mut groups: Vec<Group> = periods.iter().map(start).collect();
    let mut people: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); periods.len()];
    let mut nights: Vec<BTreeSet<(u32, chrono::NaiveDate)>> = vec![BTreeSet::new(); periods.len()];
    for page in weeks::pages(data) {
        let evening = page.evening(&data.profile);
        let slots = periods.iter().zip(&mut groups).zip(people.iter_mut().zip(&mut nights));
        for ((_, group), (people, nights)) in slots.filter(|((period, _), _)| period.contains(page.at)) {
            group.classes.add(page.class);
            people.insert(page.person);
            nights.extend(evening.map(|evening| (page.person, evening)));
        }
    }
    for (group, (people, nights)) in groups.iter_mut().zip(people.iter().zip(&nights)) {
        group.people = people.len() as u64;
        group.disturbed_nights = nights.len() as u64;
    }
    groups
}

fn teams(data: &DataSet, period: &Period) -> Vec<Group> {
    let team = |person: u32| data.people.get(person as usize).map_or("", |p| p.team.as_str());
    let mut teams: BTreeMap<&str, Group> = BTreeMap::new();
    for person in roster(data, period) {
        teams.entry(team(person)).or_default().roster += 1;
    }
    let mut people = BTreeSet::new();
    for page in weeks::pages(data).filter(|p| period.contains(p.at)) {
        let group = teams.entry(team(page.person)).or_default();
        group.classes.add(page.class);
        group.people += u64::from(people.insert(page.person));
    }
    let mut nights = BTreeSet::new();
    for page in weeks::pages(data).filter(|p| period.contains(p.at)) {
        if page.evening(&data.profile).is_some_and(|evening| nights.insert((page.person, evening))) {
            teams.entry(team(page.person)).or_default().disturbed_nights += 1;
        }
    }
    teams.into_iter().map(|(name, group)| Group { name: name.to_owned(), ..group }).collect()
}

fn cells(pages: &[Page]) -> Vec<u64> {
    let mut cells = vec![0; 7 * 24];
    for local in pages.iter().filter_map(|p| calendar::wall_clock(p.local_at)) {
        if let Some(cell) = cells.get_mut(calendar::cell(local)) {
            *cell += 1;
        }
    }
    cells
}

fn rows<'a>(pages: impl Iterator<Item = &'a Page>) -> Vec<u32> {
    pages.map(|p| p.incident).collect::<BTreeSet<u32>>().into_iter().collect()
}

fn top_three(pages: &[Page]) -> u64 {
    let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
    pages.iter().for_each(|p| *counts.entry(p.person).or_insert(0) += 1);
    let mut counts: Vec<u64> = counts.into_values().collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    counts.iter().take(3).sum()
}

fn excluded(data: &DataSet, period: &Period) -> u64 {
    let (view, incidents) = (data.interruption_view(), data.incident_view());
    let left_out = |row: &usize| {
        view.at.get(*row).is_some_and(|at| period.contains(at))
            && view.incident.get(*row).is_some_and(|i| !incidents.included.get(i as usize))
    };
    (0..view.len).filter(left_out).count() as u64
}

/// Hands-on time on included incidents of the period, and how many incidents have any.
fn effort(data: &DataSet) -> (Option<f64>, u64) {
    let (incidents, parts) = (data.incident_view(), data.involvement_view());
    let effort = Floats::of(&data.involvements, col::EFFORT_S);
    let mut of: BTreeSet<u32> = BTreeSet::new();
    let mut known: Vec<f64> = Vec::new();
    for row in 0..parts.len {
        let incident = parts.incident.get(row).filter(|i| {
            let at = *i as usize;
            incidents.included.get(at) && incidents.in_period.get(at)
        });
        if let (Some(incident), Some(seconds)) = (incident, effort.get(row)) {
            of.insert(incident);
            known.push(seconds);
        }
    }
    ((!known.is_empty()).then(|| sum::sum(known)), of.len() as u64)
}
