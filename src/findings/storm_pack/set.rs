//! What is known of the incidents of one storm taken together. One pass over pages, work and parts serves all storms.

use crate::analyse::duty::Duty;
use crate::analyse::load::pages::{is_machine, pages};
use crate::analyse::load::person::{self, Diary};
use crate::analyse::overlap::storms::Storm;
use crate::analyse::recurrence::fixes::{self, FamilyFollowUp};
use crate::findings::rule::Facts;
use crate::frame::col;
use crate::frame::dataset::IncidentView;
use crate::frame::read::{Floats, Texts};
use crate::model::row::{IncidentIx, PersonIx};
use crate::model::time::{HOUR, Millis, Window};
use std::collections::{BTreeMap, BTreeSet};

/// Pages and work count until so long after the last incident began, or until the next storm: the end of a storm is the
/// end of beginnings, and people are still at work then.
pub const AFTERMATH: Millis = 12 * HOUR;

/// One person's part in one incident; parts of the same person in it are one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Taken {
    pub roles: BTreeSet<String>,
    pub via: BTreeSet<String>,
    pub duty: Duty,
    pub effort_s: Option<f64>,
}

/// The incidents of one storm and what they asked of people.
pub struct Set<'a> {
    pub facts: &'a Facts<'a>,
    pub view: IncidentView<'a>,
    pub storm: &'a Storm,
    /// Rows by start, then id; those that were open already come first.
    pub rows: Vec<IncidentIx>,
    /// From the start of the storm until its aftermath ends.
    pub reach: Window,
    /// By incident row and person; machines left out.
    pub parts: BTreeMap<(IncidentIx, PersonIx), Taken>,
    /// Pages and work for these incidents within reach, per person.
    pub diaries: BTreeMap<PersonIx, Diary>,
    /// Of these incidents, in their order; `None` where no export holds follow-ups at all.
    pub follow_ups: Option<Vec<FamilyFollowUp>>,
}

/// One set per storm, in order of time.
#[must_use]
pub fn sets<'a>(facts: &'a Facts<'a>) -> Vec<Set<'a>> {
    let storms = &facts.results.overlap.storms;
    let next = storms.iter().skip(1).map(|s| s.window.start).chain([Millis::MAX]);
    let mut sets: Vec<Set<'a>> = storms.iter().zip(next).map(|(storm, next)| blank(facts, storm, next)).collect();
    let mut of: BTreeMap<IncidentIx, Vec<usize>> = BTreeMap::new();
    for (at, set) in sets.iter().enumerate() {
        set.rows.iter().for_each(|row| of.entry(*row).or_default().push(at));
    }
    if !sets.is_empty() {
        add_parts(facts, &of, &mut sets);
        add_pages(facts, &of, &mut sets);
        add_work(facts, &of, &mut sets);
        add_follow_ups(facts, &mut sets);
    }
    sets
}

fn blank<'a>(facts: &'a Facts<'a>, storm: &'a Storm, next: Millis) -> Set<'a> {
    let view = facts.data.incident_view();
    let mut rows = storm.rows.clone();
    rows.sort_by_key(|&row| (view.started.get(row), row));
    let end = storm.window.end.saturating_add(AFTERMATH).min(next.max(storm.window.end.saturating_add(1)));
    let reach = Window { start: storm.window.start, end };
    Set { facts, view, storm, rows, reach, parts: BTreeMap::new(), diaries: BTreeMap::new(), follow_ups: None }
}

fn add_parts(facts: &Facts, of: &BTreeMap<IncidentIx, Vec<usize>>, sets: &mut [Set]) {
    let view = facts.data.involvement_view();
    let roles = Texts::of(&facts.data.involvements, col::ROLE);
    let efforts = Floats::of(&facts.data.involvements, col::EFFORT_S);
    for row in 0..view.len {
        let (Some(incident), Some(person)) = (view.incident.get(row), view.person.get(row)) else { continue };
        let Some(members) = of.get(&incident).filter(|_| !is_machine(facts.data, person)) else { continue };
        let duty = Duty::read(view.on_call.get(row));
        for set in members {
            let Some(set) = sets.get_mut(*set) else { continue };
            let taken = set.parts.entry((incident, person)).or_default();
            taken.roles.extend(roles.get(row).filter(|r| !r.is_empty()).map(str::to_owned));
            taken.via.extend(view.via.get(row).filter(|v| !v.is_empty()).map(str::to_owned));
            taken.duty = taken.duty.max(duty);
            let effort = efforts.get(row).filter(|s| s.is_finite() && *s >= 0.0);
            taken.effort_s = effort.map_or(taken.effort_s, |s| Some(taken.effort_s.unwrap_or(0.0) + s));
        }
    }
}

fn add_pages(facts: &Facts, of: &BTreeMap<IncidentIx, Vec<usize>>, sets: &mut [Set]) {
    for page in pages(facts.data) {
        for set in of.get(&page.incident).into_iter().flatten() {
            if let Some(set) = sets.get_mut(*set).filter(|set| set.reach.contains(page.at)) {
                set.diary(page.person).pages.push(page);
            }
        }
    }
    for (person, (at, incident)) in person::joint(facts.data) {
        for set in of.get(&incident).into_iter().flatten() {
            if let Some(set) = sets.get_mut(*set).filter(|set| set.reach.contains(at)) {
                set.diary(person).joint.push((at, incident));
            }
        }
    }
}

fn add_work(facts: &Facts, of: &BTreeMap<IncidentIx, Vec<usize>>, sets: &mut [Set]) {
    for (person, stretch, incident) in person::work(facts.data) {
        for set in of.get(&incident).into_iter().flatten() {
            let Some(set) = sets.get_mut(*set) else { continue };
            let window = stretch.common(set.reach);
            if !window.is_empty() {
                set.diary(person).work.push((window, incident));
            }
        }
    }
    sets.iter_mut().flat_map(|set| set.diaries.values_mut()).for_each(Diary::sort);
}

fn add_follow_ups(facts: &Facts, sets: &mut [Set]) {
    if !facts.results.recurrence.has_follow_ups {
        return;
    }
    let all = fixes::follow_ups(facts.data);
    for set in sets {
        let items = set.rows.iter().filter_map(|row| all.get(row)).flatten().cloned();
        set.follow_ups = Some(items.collect());
    }
}

impl Set<'_> {
    fn diary(&mut self, person: PersonIx) -> &mut Diary {
        self.diaries.entry(person).or_insert_with(|| Diary::blank(self.facts.data, person))
    }

    /// Incidents of the set.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.rows.len() as u64
    }

    /// Rows as places in the incident table.
    pub fn places(&self) -> impl Iterator<Item = IncidentIx> + '_ {
        self.rows.iter().copied()
    }

    /// Distinct people who took part or were paged.
    #[must_use]
    pub fn people(&self) -> BTreeSet<PersonIx> {
        self.parts.keys().map(|(_, person)| *person).chain(self.diaries.keys().copied()).collect()
    }

    /// When pages for one incident reached people, in order of time.
    #[must_use]
    pub fn pages_of(&self, row: IncidentIx) -> Vec<Millis> {
        let pages = self.diaries.values().flat_map(|d| &d.pages);
        let mut times: Vec<Millis> = pages.filter(|p| p.incident == row).map(|p| p.at).collect();
        times.sort_unstable();
        times
    }

    /// Interruptions within reach.
    #[must_use]
    pub fn interruptions(&self) -> u64 {
        self.diaries.values().map(|d| d.pages.len() as u64).sum()
    }

    /// Starts within the storm, in order of time.
    #[must_use]
    pub fn starts(&self) -> Vec<(Millis, IncidentIx)> {
        let from = self.storm.window.start;
        let start = |row: &IncidentIx| Some((self.view.started.get(*row).filter(|at| *at >= from)?, *row));
        self.rows.iter().filter_map(start).collect()
    }
}
