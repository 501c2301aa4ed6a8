//! **Question.** What did incidents take from the people who answered them?
//! **Method.** Interruptions (pages to one person within the gap of the settings count once, e-mail doesn't count) by the hour class of the
//! person's own clock, per person and local ISO week. A night is disturbed by a page in its sleep hours or by 15 minutes
//! of work in them; rest, load per shift of 12 hours, work on two incidents at once, evenness per hour on call against
//! chance, dependence on few people, six flags per person-week, and a replay of rules for early warning follow METHODS 7;
//! whether rotations and teams are calm, strained or over the line follows METHODS 17.16.
//! Interruptions count where they happened, not where their incident began.
//! **Needs.** Log entries that say who was paged and who did what; shifts for time on call; people with zones for local
//! hours.
//! **Silent when.** No export says who was paged. Each further part is silent without what it needs.
//! **Known bias.** Work that nobody was paged for and that left no act is not seen; other work in working hours never is,
//! so rest is at most as long as counted. People without a known zone are read in the reporting zone.

pub mod after_nights;
pub mod asleep;
pub mod at_work;
pub mod bouts;
pub mod calendar;
pub mod flags;
pub mod groups;
pub mod inequality;
pub mod key_people;
pub mod multitasking;
pub mod nights;
pub mod off_call;
pub mod pages;
pub mod params;
pub mod person;
pub mod person_weeks;
pub mod projects;
pub mod resolvers;
pub mod responders;
pub mod shifts;
pub mod strain;
pub mod team_nights;
pub mod verdict;
pub mod warning;
pub mod without;

use crate::analyse::Analysis;
use crate::analyse::overlap::capacity;
use crate::analyse::spans::Spans;
use crate::frame::DataSet;
use crate::frame::col;
use crate::frame::read::Floats;
use crate::model::hours::HourClass;
use crate::model::intervals;
use crate::model::period::Period;
use crate::model::row::{IncidentIx, PersonIx};
use crate::model::time::{DAY, Millis, Window};
use crate::stats::sum;
use after_nights::AfterNights;
use flags::Flagged;
use groups::{DisturbedNights, GroupLoad};
use inequality::Spreads;
use key_people::Dependences;
use off_call::PulledIn;
use pages::Page;
pub use params::Params;
use person::Diary;
use person_weeks::PersonWeek;
use responders::Turnout;
use shifts::PeriodShifts;
use std::collections::{BTreeMap, BTreeSet};
use strain::Strain;
use team_nights::TeamNights;
use verdict::{Material, Verdicts, verdicts};
use warning::Warnings;

/// Figures about people are given for groups of at least so many.
pub const MIN_GROUP: u64 = 5;
/// From so many people on the roster on, the share of the three most interrupted may be given.
pub const MIN_FOR_TOP: u64 = 8;

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

/// Time that people of the period were on two or more incidents at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Overlapped {
    /// Milliseconds of all people together, on any incident and on two or more.
    pub work: Millis,
    pub at_least_two: Millis,
    /// People with work, and with work on two or more at once.
    pub people: u64,
    pub people_two: u64,
    /// Longest unbroken stretch of one person.
    pub longest: Millis,
}

/// What the pages say.
pub struct Output {
    /// Whether any export says who was paged.
    pub known: bool,
    /// The period under review.
    pub period: GroupLoad,
    /// The period before, where there is one.
    pub previous: Option<GroupLoad>,
    /// How often people were called out in both, by the first page of each bout.
    pub calls: Classes,
    pub calls_before: Option<Classes>,
    /// All quarters of the run, oldest first.
    pub quarters: Vec<GroupLoad>,
    /// Teams in the period under review, by name.
    pub teams: Vec<GroupLoad>,
    /// Their disturbed nights by evening, in the same order.
    pub team_nights: Vec<TeamNights>,
    /// Interruptions of the period per local weekday and hour (`weekday * 24 + hour`).
    pub cells: Vec<u64>,
    /// Hour class of each cell.
    pub cell_classes: Vec<&'static str>,
    /// Rows of the incidents that reached someone in the period; of those that interrupted somebody, which leaves out what
    /// came only together with a page for another incident; and of those that interrupted sleep hours.
    pub incident_rows: Vec<IncidentIx>,
    pub interrupting_rows: Vec<IncidentIx>,
    pub sleep_rows: Vec<IncidentIx>,
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
    /// Disturbed nights and rest in the period.
    pub strain: Strain,
    /// Load per shift; `None` where no shift begins in the period.
    pub shifts: Option<PeriodShifts>,
    /// Time on two or more incidents at once; `None` where the exports don't say what people did.
    pub overlap: Option<Overlapped>,
    pub spread: Spreads,
    pub dependence: Dependences,
    /// People per incident, over all data.
    pub turnout: Turnout,
    /// `None` with too few incidents after disturbed nights, or too few others.
    pub after_nights: Option<AfterNights>,
    /// Who is named as resolver; `None` with too few incidents.
    pub resolvers: Option<resolvers::Resolvers>,
    /// Weeks without time on call; `None` without shifts.
    pub projects: Option<projects::Projects>,
    /// Flags of the person-weeks whose Thursday lies in the period.
    pub flagged: Flagged,
    /// Which rotations and teams are calm, strained or over the line, in the period and in the one before.
    pub verdicts: Verdicts,
    pub verdicts_before: Option<Verdicts>,
    /// `None` where the history is too short.
    pub warnings: Option<Warnings>,
    /// The thresholds that were used.
    pub params: Params,
    /// The public `load` table, over all data.
    pub weeks: Vec<PersonWeek>,
}

impl Analysis for Load {
    type Params = Params;
    type Output = Output;

    fn run(data: &DataSet, params: &Params) -> Output {
        let diaries = person::diaries(data);
        let disturbed = |diary| nights::disturbed(diary, &data.profile, params.night_work);
        let people: Vec<DisturbedNights> =
            diaries.iter().map(|diary| DisturbedNights { diary, disturbed: disturbed(diary) }).collect();
        let weeks = person_weeks::person_weeks(data, &people, params);
        let periods = &data.periods;
        let current = &periods.current;
        let in_period: Vec<Page> = pages::pages(data).filter(|p| current.contains(p.at)).collect();
        let roster = groups::roster(data, current);
        let responders = key_people::Responders::of(data);
        let (effort_s, effort_incidents) = effort(data);
        let asked: Vec<&Period> = [current].into_iter().chain(&periods.previous).chain(&periods.quarters).collect();
        let spans = Spans::of(&data.incident_view(), periods.as_of, params.stale_floor);
        let material = Material { data, people: &people, weeks: &weeks, spans: &spans, params };
        let calls = |period: &Period| bouts::calls(diaries.iter(), params.bout, period);
        let mut of_periods = groups::of_periods(data, &people, &asked).into_iter();
        Output {
            known: data.has_pages,
            period: of_periods.next().unwrap_or_default(),
            previous: periods.previous.as_ref().and_then(|_| of_periods.next()),
            calls: calls(current),
            calls_before: periods.previous.as_ref().map(calls),
            quarters: of_periods.collect(),
            teams: groups::teams(data, &people, current),
            team_nights: team_nights::of(data, &people, current),
            cells: cells(&in_period),
            cell_classes: calendar::classes(&data.profile),
            incident_rows: reached(&diaries, current),
            interrupting_rows: rows(in_period.iter()),
            sleep_rows: rows(in_period.iter().filter(|p| p.class == HourClass::Sleep)),
            top_three: (roster.len() as u64 >= MIN_FOR_TOP).then(|| top_three(&in_period)),
            zone_unknown: roster.iter().filter(|p| !zone_known(data, **p)).count() as u64,
            excluded: excluded(data, current),
            pulled_in: PulledIn::of(data),
            effort_s,
            effort_incidents,
            strain: Strain::of(data, &people, current, params),
            shifts: PeriodShifts::of(data, &diaries, current, params),
            overlap: overlap(data, &diaries, current),
            spread: Spreads::of(&diaries, current, params),
            dependence: Dependences::of(data, &responders),
            turnout: Turnout::of(data, &responders),
            after_nights: AfterNights::of(data, &diaries, &responders, params),
            resolvers: resolvers::Resolvers::of(data),
            projects: projects::Projects::of(data, &weeks, &roster, current),
            flagged: flagged(&weeks, current, params),
            verdicts: verdicts(&material, current),
            verdicts_before: periods.previous.as_ref().map(|before| verdicts(&material, before)),
            warnings: Warnings::of(data, &people, &above(data, &spans), params),
            params: params.clone(),
            weeks,
        }
    }
}

fn overlap(data: &DataSet, diaries: &[Diary], period: &Period) -> Option<Overlapped> {
    let mut found = Overlapped::default();
    for diary in diaries {
        let two: Vec<Millis> =
            intervals::inside(&multitasking::overlapped(diary), period.window).map(Window::len).collect();
        let work = person::time_inside(&diary.working(), period.window);
        found.work += work;
        found.people += u64::from(work > 0);
        found.at_least_two += two.iter().sum::<Millis>();
        found.people_two += u64::from(!two.is_empty());
        found.longest = found.longest.max(two.into_iter().max().unwrap_or(0));
    }
    (data.engagements.height() > 0).then_some(found)
}

fn flagged(weeks: &[PersonWeek], period: &Period, params: &Params) -> Flagged {
    let mut found = Flagged::default();
    let (mut people, mut with): (BTreeSet<PersonIx>, BTreeSet<PersonIx>) = (BTreeSet::new(), BTreeSet::new());
    // As in the ISO calendar, a week belongs where its Thursday lies.
    for week in weeks.iter().filter(|w| period.contains(w.start.saturating_add(3 * DAY + DAY / 2))) {
        found.add(&week.measures, &params.flags);
        people.insert(week.person);
        with.extend((week.measures.count(&params.flags) > 0).then_some(week.person));
    }
    (found.people, found.flagged_people) = (people.len() as u64, with.len() as u64);
    found
}

/// Stretches above capacity over all data; see `overlap` for what counts as open.
fn above(data: &DataSet, spans: &Spans) -> Vec<Window> {
    capacity::stretches_above(data, spans, person::reach(data))
}

fn zone_known(data: &DataSet, person: PersonIx) -> bool {
    data.people[person].zone_known
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

fn rows<'a>(pages: impl Iterator<Item = &'a Page>) -> Vec<IncidentIx> {
    pages.map(|p| p.incident).collect::<BTreeSet<IncidentIx>>().into_iter().collect()
}

fn reached(diaries: &[Diary], period: &Period) -> Vec<IncidentIx> {
    let all = diaries.iter().flat_map(Diary::reached).filter(|(at, _)| period.contains(*at));
    all.map(|(_, incident)| incident).collect::<BTreeSet<IncidentIx>>().into_iter().collect()
}

fn top_three(pages: &[Page]) -> u64 {
    let mut counts: BTreeMap<PersonIx, u64> = BTreeMap::new();
    pages.iter().for_each(|p| *counts.entry(p.person).or_insert(0) += 1);
    let mut counts: Vec<u64> = counts.into_values().collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    counts.iter().take(3).sum()
}

fn excluded(data: &DataSet, period: &Period) -> u64 {
    let (view, incidents) = (data.interruption_view(), data.incident_view());
    let left_out = |row: &usize| {
        view.at.get(*row).is_some_and(|at| period.contains(at))
            && view.incident.get(*row).is_some_and(|i| !incidents.included.get(i))
    };
    (0..view.len).filter(left_out).count() as u64
}

/// Hands-on time on included incidents of the period, and how many incidents have any.
fn effort(data: &DataSet) -> (Option<f64>, u64) {
    let (incidents, parts) = (data.incident_view(), data.involvement_view());
    let effort = Floats::of(&data.involvements, col::EFFORT_S);
    let mut of: BTreeSet<IncidentIx> = BTreeSet::new();
    let mut known: Vec<f64> = Vec::new();
    for row in 0..parts.len {
        let counts = |row: &IncidentIx| incidents.included.get(*row) && incidents.in_period.get(*row);
        let incident = parts.incident.get(row).filter(counts);
        if let (Some(incident), Some(seconds)) = (incident, effort.get(row)) {
            of.insert(incident);
            known.push(seconds);
        }
    }
    ((!known.is_empty()).then(|| sum::sum(known)), of.len() as u64)
}
