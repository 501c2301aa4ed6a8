//! **Question.** How did people work together: how often was an incident handed on, who came late, did anybody look at it anew
//! when it went on for long? (How many it took is a question of `load`.)
//! **Method.** An incident was handed on as often as its tool counts or its history shows, and came back where somebody held it, lost it and held it again. A page was passed on unanswered where a timer escalated it.
//! Somebody came late who joined more than an hour after the first one, before the end. It outlasted a shift where the
//! shift of somebody who was on call for it ended while it was open. It was long where it lasted longer than nine in ten
//! earlier ones of its severity; a sign of a new look is a change of severity, a hand-over, an escalation or somebody who
//! came late.
//! **Needs.** People with times (pages, log entries), counts of reassignments, or a history. Each figure stands for the
//! incidents of which it is known.
//! **Silent when.** None of them is on record.
//! **Known bias.** Who helped without leaving a trace is not seen. A call of twenty people counts those who were paged. A tool
//! that assigns by itself counts hand-overs that nobody made.

mod courses;
mod people;

use crate::analyse::Analysis;
use crate::frame::DataSet;
use crate::frame::dataset::IncidentView;
use crate::model::row::IncidentIx;
use crate::model::time::{HOUR, Millis, Window};
use std::collections::BTreeMap;

/// What counts as much, late or long.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Params {
    /// Earlier incidents of a severity without which nobody knows what is long. Our own assumption: with fewer, nine in ten
    /// of them are two incidents short of all.
    pub min_earlier: usize,
    /// Handed on so often, an incident was looking for its owner. Our own assumption, printed with the count.
    pub many_hands: u32,
    /// Somebody who joins so long after the first one came late.
    pub late: Millis,
    /// Longer than this share of earlier incidents is long.
    pub long: f64,
}

impl Default for Params {
    fn default() -> Self {
        Self { min_earlier: 20, many_hands: 3, late: HOUR, long: 0.9 }
    }
}

pub struct Coordination;

/// How often incidents of a team were handed on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hands {
    pub team: String,
    /// Incidents of which it is known, those handed on at all, and those handed on often.
    pub known: u64,
    pub once: u64,
    pub often: u64,
}

/// An incident that somebody joined late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    pub row: IncidentIx,
    pub people: u64,
}

/// All incidents of a period, by row of the incident table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PeriodCoordination {
    /// All teams together; `team` is empty.
    pub hands: Hands,
    pub handed_on: Vec<IncidentIx>,
    pub handed_often: Vec<IncidentIx>,
    /// Those of them that somebody held, lost and held again.
    pub came_back: Vec<IncidentIx>,
    /// In the order of their names; those without a team on record last, without a name.
    pub teams: Vec<Hands>,
    /// Incidents with an answered or unanswered page on record, and those whose page a timer passed on.
    pub paged: u64,
    pub passed_on: Vec<IncidentIx>,
    /// Incidents with times of joining, and those that somebody joined late.
    pub joined: u64,
    pub late: Vec<Late>,
    /// Incidents with somebody on call for them whose shift is on record, and those that outlasted it.
    pub on_shift: u64,
    pub outlasted: Vec<IncidentIx>,
    /// Of them, those that somebody else was on record for after the end of the shift.
    pub taken_over: u64,
    /// Whether any history of the data tells of severities.
    pub knows_severities: bool,
    /// Incidents whose way and length are on record, of a severity of which enough earlier ones are.
    pub measured: u64,
    /// Long incidents whose way is on record, and those of them without a sign of a new look.
    pub long: Vec<IncidentIx>,
    pub unseen: Vec<IncidentIx>,
}

/// How people worked together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Output {
    pub params: Params,
    pub period: PeriodCoordination,
    pub previous: Option<PeriodCoordination>,
}

impl Analysis for Coordination {
    type Params = Params;
    type Output = Output;

    fn run(data: &DataSet, params: &Params) -> Output {
        let known = Known { people: people::of(data), courses: courses::of(data) };
        let group = |window: Window| known.group(data, params, window);
        Output {
            params: *params,
            period: group(data.periods.current.window),
            previous: data.periods.previous.as_ref().map(|period| group(period.window)),
        }
    }
}

/// What is known of all incidents, by row.
struct Known {
    people: BTreeMap<IncidentIx, people::People>,
    courses: courses::Courses,
}

impl Known {
    fn group(&self, data: &DataSet, params: &Params, window: Window) -> PeriodCoordination {
        let view = data.incident_view();
        let began = |row: &IncidentIx| view.included.get(*row) && view.started.get(*row).is_some();
        let rows: Vec<IncidentIx> = view.rows().filter(began).collect();
        let of = |at: Millis| window.contains(at);
        let period: Vec<IncidentIx> =
            rows.iter().copied().filter(|row| view.started.get(*row).is_some_and(of)).collect();
        let before = |row: &IncidentIx| view.started.get(*row).is_some_and(|at| at < window.start);
        let earlier: Vec<IncidentIx> = rows.into_iter().filter(before).collect();
        let mut group =
            PeriodCoordination { knows_severities: self.courses.knows_severities, ..PeriodCoordination::default() };
        self.hands(&view, params, &period, &mut group);
        self.comings(&view, params, &period, &mut group);
        // A way without people or counts shows no sign of a new look, whether or not there was one.
        let told = |row: IncidentIx| view.reassignment_count.get(row).is_some() || self.people.contains_key(&row);
        let seen: Vec<IncidentIx> = period.iter().copied().filter(|row| told(*row)).collect();
        self.courses.long(&view, params, [&seen, &earlier], &mut group);
        group.unseen.retain(|row| !group.late.iter().any(|late| late.row == *row));
        group
    }

    fn hands(&self, view: &IncidentView, params: &Params, period: &[IncidentIx], group: &mut PeriodCoordination) {
        let mut teams: BTreeMap<&str, Hands> = BTreeMap::new();
        for &row in period {
            let Some(times) = view.reassignment_count.get(row) else { continue };
            let add = |hands: &mut Hands| {
                hands.known += 1;
                hands.once += u64::from(times > 0);
                hands.often += u64::from(times >= params.many_hands);
            };
            add(&mut group.hands);
            let team = view.team.get(row).unwrap_or_default();
            add(teams.entry(team).or_insert_with(|| Hands { team: team.to_owned(), ..Hands::default() }));
            group.handed_on.extend((times > 0).then_some(row));
            group.handed_often.extend((times >= params.many_hands).then_some(row));
            group.came_back.extend(self.courses.came_back(row).then_some(row));
        }
        let nowhere = teams.remove("");
        group.teams = teams.into_values().chain(nowhere).collect();
    }

    fn comings(&self, view: &IncidentView, params: &Params, period: &[IncidentIx], group: &mut PeriodCoordination) {
        for &row in period {
            let course = self.courses.get(row);
            group.passed_on.extend(course.passed_on.then_some(row));
            let Some(people) = self.people.get(&row) else { continue };
            group.paged += u64::from(people.paged);
            if let Some(late) = people.late(params.late, view.resolved.get(row)) {
                group.joined += 1;
                group.late.extend((late > 0).then_some(Late { row, people: late }));
            }
            if let Some(handed) = people.handed_over(view.resolved.get(row)) {
                group.on_shift += 1;
                group.outlasted.extend(handed.outlasted.then_some(row));
                group.taken_over += u64::from(handed.outlasted && handed.taken_over);
            }
        }
    }
}

/// The rank of an incident's severity, from 1; nothing where it is not known.
fn rank(view: &IncidentView, row: IncidentIx) -> Option<u32> {
    view.severity.get(row).filter(|rank| *rank > 0)
}
