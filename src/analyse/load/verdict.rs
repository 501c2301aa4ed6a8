//! Calm, strained or over the line: a verdict on rotations and teams from parts that are printed beside it, never a score
//! and never for a person (`METHODS.md` 17.16).
//!
//! Over the line is a unit with too many shifts above the reference, with red weeks in a row for enough of its people, or
//! with too much time in which more incidents were worked on at once than people on call; open time stands in for work only
//! where too little of that is on record, and is a sign of strain elsewhere. A week is red in which somebody of the unit
//! had so many disturbed nights; the people of a run of red weeks are those who had them in one of its weeks.

use crate::analyse::duty::{self, Roster};
use crate::analyse::load::asleep::{fates, is_mild};
use crate::analyse::load::at_work::{AtWork, above};
use crate::analyse::load::calendar::Week;
use crate::analyse::load::groups::{self, DisturbedNights};
use crate::analyse::load::pages::Page;
use crate::analyse::load::params::{Lines, Params};
use crate::analyse::load::person::{reach, time_inside};
use crate::analyse::load::person_weeks::PersonWeek;
use crate::analyse::load::shifts::{PerShift, pieces};
use crate::analyse::overlap::rotations::{Rotation, of_rosters};
use crate::analyse::spans::Spans;
use crate::frame::DataSet;
use crate::model::hours::HourProfile;
use crate::model::intervals;
use crate::model::period::Period;
use crate::model::row::{IncidentIx, PersonIx};
use crate::model::time::{DAY, Millis, Window};
use crate::stats::sweep::Span;
use std::collections::{BTreeMap, BTreeSet};

/// The three words there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum LoadVerdict {
    #[default]
    Calm,
    Strained,
    Over,
}

/// Red weeks in a row, with the people who had them in any of these weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RedRun {
    pub weeks: u64,
    pub people: u64,
    pub first: Week,
    pub last: Week,
}

/// What the rules look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LoadParts {
    /// Shifts of about the reference length, those with any incident, and those above the reference.
    pub shifts: u64,
    pub any: u64,
    pub over: u64,
    /// Red weeks, the most in a row, and the most people who had them in one run that is long enough.
    pub red_weeks: u64,
    pub red_run: u64,
    pub red_people: u64,
    /// The run with these most people; the longest of several, then the latest.
    pub run: Option<RedRun>,
    /// People with time in the unit.
    pub people: u64,
    /// Time with shifts, and what of it had more incidents than people on call: such as were worked on at once, or such as
    /// were open where too little work is on record.
    pub covered: Millis,
    pub above: Millis,
    /// What of it had more incidents open than people on call, and whether `above` is about work.
    pub open_above: Millis,
    pub work_known: bool,
    /// Person-weeks with many flags.
    pub flagged_weeks: u64,
    /// Pages in sleep hours, and the mild ones among them.
    pub night_pages: u64,
    pub mild: u64,
}

fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole.max(1) as f64
}

impl LoadParts {
    /// Which of the three lines are crossed where they are drawn at so many times their value: shifts, red weeks, time
    /// above capacity. Of the red weeks the share of the people is the value.
    #[must_use]
    pub fn crossed(&self, lines: &Lines, times: f64) -> [bool; 3] {
        [
            share(self.over, self.shifts) > lines.shifts * times,
            self.red_people > 0 && share(self.red_people, self.people) >= lines.people * times,
            self.above as f64 / self.covered.max(1) as f64 > lines.above * times,
        ]
    }

    /// Which of the three other signs of strain are there: flagged person-weeks, mild night pages, and incidents lying open
    /// beside each other beyond the line for the time above, though few of them were worked on at once.
    #[must_use]
    pub fn signs(&self, lines: &Lines, times: f64) -> [bool; 3] {
        let mild = self.mild > 0 && self.mild as f64 >= lines.mild_pages as f64 * times;
        [
            self.flagged_weeks > 0 && self.flagged_weeks as f64 >= lines.flagged_weeks as f64 * times,
            mild && share(self.mild, self.night_pages) >= lines.mild * times,
            self.work_known && self.open_above as f64 / self.covered.max(1) as f64 > lines.above * times,
        ]
    }

    /// The verdict with every line at so many times its value.
    #[must_use]
    pub fn state(&self, lines: &Lines, times: f64) -> LoadVerdict {
        let any = |list: &[bool]| list.iter().any(|is| *is);
        if any(&self.crossed(lines, times)) {
            LoadVerdict::Over
        } else if any(&self.crossed(lines, times / 2.0)) || any(&self.signs(lines, times)) {
            LoadVerdict::Strained
        } else {
            LoadVerdict::Calm
        }
    }
}

/// One rotation or team.
#[derive(Debug, Clone, PartialEq)]
pub struct OnCallUnit {
    pub name: String,
    pub parts: LoadParts,
    /// Rows of its incidents; see [`Rotation`].
    pub rows: Vec<IncidentIx>,
    /// Those of them with a page in the sleep hours of a red week.
    pub woken: BTreeSet<IncidentIx>,
    /// The incident of each page in the sleep hours of somebody on call for it.
    pub asleep: Vec<IncidentIx>,
    /// Whether it may be told of: large enough, and no total gives away one that is not.
    pub is_shown: bool,
}

/// All units of a period, by name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Verdicts {
    pub rotations: Vec<OnCallUnit>,
    pub teams: Vec<OnCallUnit>,
}

impl Verdicts {
    /// The units that are told of: rotations, or teams where no rotation is.
    #[must_use]
    pub fn told(&self) -> Vec<&OnCallUnit> {
        let shown = |units: &'_ [OnCallUnit]| -> Vec<usize> {
            units.iter().enumerate().filter(|(_, u)| u.is_shown).map(|(at, _)| at).collect()
        };
        let rotations = shown(&self.rotations);
        let (units, places) =
            if rotations.is_empty() { (&self.teams, shown(&self.teams)) } else { (&self.rotations, rotations) };
        places.into_iter().filter_map(|at| units.get(at)).collect()
    }

    /// How many of them are calm, strained and over the line, with the lines at so many times their value.
    #[must_use]
    pub fn counts(&self, lines: &Lines, times: f64) -> [u64; 3] {
        let of = |state| self.told().iter().filter(|u| u.parts.state(lines, times) == state).count() as u64;
        [LoadVerdict::Calm, LoadVerdict::Strained, LoadVerdict::Over].map(of)
    }
}

/// What all units are made of.
pub struct Material<'a> {
    pub data: &'a DataSet,
    pub people: &'a [DisturbedNights<'a>],
    pub weeks: &'a [PersonWeek],
    pub spans: &'a Spans,
    pub params: &'a Params,
}

/// The verdicts of a period, where shifts and pages are known. O(n log n).
#[must_use]
pub fn verdicts(of: &Material, period: &Period) -> Verdicts {
    if !of.data.has_shifts || !of.data.has_pages {
        return Verdicts::default();
    }
    let known = reach(of.data);
    let window = period.window.common(known);
    if window.is_empty() {
        return Verdicts::default();
    }
    let mut rotations = duty::rosters(of.data, known);
    rotations.remove("");
    let mut teams: BTreeMap<String, Roster> = BTreeMap::new();
    for (person, shifts) in duty::on_call(of.data, known) {
        let team = of.data.people[person].team.as_str();
        teams.entry(team.to_owned()).or_default().insert(person, shifts);
    }
    let nobodys = teams.remove("").unwrap_or_default();
    let pages = mild_pages(of, period);
    let rest = |roster: &Roster| people_in(roster, window);
    Verdicts {
        rotations: units(of, period, window, &rotations, &pages, &BTreeSet::new()),
        teams: units(of, period, window, &teams, &pages, &rest(&nobodys)),
    }
}

fn people_in(roster: &Roster, window: Window) -> BTreeSet<PersonIx> {
    roster.iter().filter(|(_, shifts)| time_inside(shifts, window) > 0).map(|(person, _)| *person).collect()
}

/// Pages in sleep hours by person, and whether each was mild.
fn mild_pages(of: &Material, period: &Period) -> Vec<(Page, bool)> {
    let from = of.params.lines.mild_severity;
    let view = of.data.incident_view();
    let mild = |(page, fate)| (page, is_mild((of.data, &view), &page, fate, from));
    let mut pages: Vec<(Page, bool)> = fates(of.data, period).into_iter().map(mild).collect();
    pages.sort_by_key(|(page, _)| (page.person, page.at, page.incident));
    pages
}

fn units(
    of: &Material,
    period: &Period,
    window: Window,
    rosters: &BTreeMap<String, Roster>,
    pages: &[(Page, bool)],
    rest: &BTreeSet<PersonIx>,
) -> Vec<OnCallUnit> {
    let lines = &of.params.lines;
    let within = |roster: &Roster| -> Roster {
        let cut = |shifts: &[Window]| intervals::inside(shifts, window).collect::<Vec<_>>();
        roster.iter().map(|(person, shifts)| (*person, cut(shifts))).filter(|(_, list)| !list.is_empty()).collect()
    };
    let cut: BTreeMap<String, Roster> = rosters.iter().map(|(name, r)| (name.clone(), within(r))).collect();
    let capacity = of_rosters(of.data, of.spans, &cut, window);
    let at_work = AtWork::of(of.data);
    let present = rosters.iter().zip(cut.values()).zip(capacity);
    let present = present.filter(|(((_, roster), _), _)| !people_in(roster, window).is_empty());
    let mut found: Vec<(OnCallUnit, BTreeSet<PersonIx>)> = present
        .map(|(((name, roster), cut), capacity)| {
            let (mut parts, woken, asleep) = parts(of, period, roster, &capacity, pages);
            let spans = |work: Vec<(IncidentIx, Span)>| work.into_iter().map(|(_, span)| span).collect::<Vec<_>>();
            let worked = at_work.on(&capacity.rows).map(|work| above(cut, &spans(work), window));
            (parts.above, parts.work_known) = (worked.unwrap_or(capacity.above), worked.is_some());
            (
                OnCallUnit { name: name.clone(), parts, rows: capacity.rows, woken, asleep, is_shown: false },
                capacity.members,
            )
        })
        .collect();
    let members: Vec<&BTreeSet<PersonIx>> = found.iter().map(|(_, members)| members).collect();
    let hidden = groups::hidden(&members, rest);
    for ((unit, _), hidden) in found.iter_mut().zip(hidden) {
        let large = unit.parts.people >= lines.least_people && unit.parts.shifts >= lines.least_shifts;
        unit.is_shown = large && !hidden;
    }
    found.into_iter().map(|(unit, _)| unit).collect()
}

/// Everything but the time above, the incidents behind the red weeks, and those of all pages in sleep hours.
fn parts(
    of: &Material,
    period: &Period,
    roster: &Roster,
    capacity: &Rotation,
    pages: &[(Page, bool)],
) -> (LoadParts, BTreeSet<IncidentIx>, Vec<IncidentIx>) {
    let params = of.params;
    let mut found = LoadParts {
        people: capacity.people,
        covered: capacity.covered,
        open_above: capacity.above,
        ..LoadParts::default()
    };
    let (mut shifts, mut red, mut mine) = (Vec::new(), Red::default(), Vec::new());
    for (person, stretches) in roster {
        let Some(nights) = own(of.people, *person, |n| n.diary.person).first() else { continue };
        let begun = pieces(nights.diary, stretches, params.shift).into_iter();
        shifts.extend(begun.filter(|piece| period.contains(piece.window.start)));
        let all = own(pages, *person, |(p, _)| p.person).iter();
        mine.extend(all.filter(|(p, _)| intervals::covers(stretches, p.at)));
        found.flagged_weeks += flagged(own(of.weeks, *person, |w| w.person), period, stretches, params);
        red.add(nights, period, stretches, params.lines.nights);
    }
    let per_shift = PerShift::of(&shifts, params.shift_incidents);
    (found.shifts, found.over) = (per_shift.shifts, per_shift.over);
    found.any = per_shift.shifts - per_shift.spread.first().copied().unwrap_or(0);
    found.red_weeks = red.0.len() as u64;
    (found.red_run, found.run) = red.runs(params.lines.weeks);
    found.red_people = found.run.map_or(0, |run| run.people);
    found.night_pages = mine.len() as u64;
    found.mild = mine.iter().filter(|(_, mild)| *mild).count() as u64;
    let woken =
        mine.iter().filter(|(page, _)| red.holds(page, &of.data.profile)).map(|(page, _)| page.incident).collect();
    (found, woken, mine.iter().map(|(page, _)| page.incident).collect())
}

/// One person's part of a list that is in the order of persons.
fn own<T>(list: &[T], person: PersonIx, of: impl Fn(&T) -> PersonIx) -> &[T] {
    let (from, to) = (list.partition_point(|x| of(x) < person), list.partition_point(|x| of(x) <= person));
    list.get(from..to).unwrap_or(&[])
}

/// Weeks of a person with many flags and with at least half of their time on call in the unit: a turn that ends an hour into
/// a local week is not what made it heavy. A week belongs where its Thursday lies.
fn flagged(weeks: &[PersonWeek], period: &Period, shifts: &[Window], params: &Params) -> u64 {
    let is_units = |week: &PersonWeek| {
        let whole = Window { start: week.start, end: week.start.saturating_add(7 * DAY) };
        let own = time_inside(shifts, whole);
        own > 0 && 2 * own >= week.on_call.unwrap_or(0)
    };
    let heavy = |week: &&PersonWeek| {
        period.contains(week.start.saturating_add(3 * DAY + DAY / 2))
            && week.measures.count(&params.flags) >= params.lines.flags
            && is_units(week)
    };
    weeks.iter().filter(heavy).count() as u64
}

/// Red weeks with the people who made them so.
#[derive(Default)]
struct Red(BTreeMap<Week, BTreeSet<PersonIx>>);

impl Red {
    /// A night counts for the unit where its person was on duty for it when the night was first disturbed.
    fn add(&mut self, nights: &DisturbedNights, period: &Period, shifts: &[Window], least: u64) {
        let counts = |at: &Millis| period.contains(*at) && intervals::covers(shifts, *at);
        let mut of_week: BTreeMap<Week, u64> = BTreeMap::new();
        for (evening, _) in nights.disturbed.iter().filter(|(_, at)| counts(at)) {
            *of_week.entry(Week::of(*evening)).or_insert(0) += 1;
        }
        for (week, _) in of_week.into_iter().filter(|(_, nights)| *nights >= least) {
            self.0.entry(week).or_default().insert(nights.diary.person);
        }
    }

    /// Whether the night of a page is one of a person who made its week red.
    fn holds(&self, page: &Page, profile: &HourProfile) -> bool {
        let people = page.evening(profile).and_then(|evening| self.0.get(&Week::of(evening)));
        people.is_some_and(|people| people.contains(&page.person))
    }

    /// The most weeks in a row, and of the runs that are long enough the one with most people. The longest run need not be
    /// the one by which the line is crossed.
    fn runs(&self, least: u64) -> (u64, Option<RedRun>) {
        let mut longest = 0;
        let mut telling: Option<RedRun> = None;
        let mut run: Option<(RedRun, BTreeSet<PersonIx>)> = None;
        for (week, people) in &self.0 {
            let (known, all) = match run.take() {
                Some((known, all)) if known.last.next() == *week => {
                    (RedRun { weeks: known.weeks + 1, last: *week, ..known }, all.union(people).copied().collect())
                }
                _ => (RedRun { weeks: 1, people: 0, first: *week, last: *week }, people.clone()),
            };
            let known = RedRun { people: all.len() as u64, ..known };
            longest = longest.max(known.weeks);
            let key = |run: &RedRun| (run.people, run.weeks, run.last);
            if known.weeks >= least && telling.is_none_or(|told| key(&known) >= key(&told)) {
                telling = Some(known);
            }
            run = Some((known, all));
        }
        (longest, telling)
    }
}
