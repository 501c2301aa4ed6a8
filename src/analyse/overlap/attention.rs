//! Work on two or more incidents at once, by what people did and by team.

use crate::frame::DataSet;
use crate::frame::col;
use crate::frame::read::Texts;
use crate::model::column::Column;
use crate::model::intervals::{self, merge};
use crate::model::row::{IncidentIx, PersonIx};
use crate::model::time::{Millis, Window};
use crate::stats::sweep::{Span, steps};
use std::collections::{BTreeMap, BTreeSet};

/// A group of people and their work in the period. Times in milliseconds, of all people together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attention {
    /// The role as recorded, or the team; empty where none is.
    pub name: String,
    pub people: BTreeSet<PersonIx>,
    /// Of them, those that were on two or more incidents at once while in the group's work.
    pub people_two: BTreeSet<PersonIx>,
    /// Time at work, and what of it the person had another incident at the same time.
    pub work: Millis,
    pub two: Millis,
}

/// By role and by team, each by name. The role is the one in which a person took part in the incident; the other incident
/// may be one of another role. Both are empty where no export says what people did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Divided {
    pub roles: Vec<Attention>,
    pub teams: Vec<Attention>,
}

/// One stretch of work: when, and on what incident.
type Work = (Window, IncidentIx);

/// Reads all work of the window. O(n log n).
#[must_use]
pub fn divided(data: &DataSet, window: Window) -> Divided {
    let work = work(data, window);
    let roles = roles(data, &work);
    let (mut by_role, mut by_team): (BTreeMap<&str, Attention>, BTreeMap<&str, Attention>) = Default::default();
    for (person, work) in work {
        let shared = shared(&work, window);
        let team = data.people[person].team.as_str();
        add(by_team.entry(team).or_default(), person, work.iter().map(|w| w.0).collect(), &shared);
        let mut of: BTreeMap<&str, Vec<Window>> = BTreeMap::new();
        for (stretch, incident) in work {
            let at = roles.binary_search_by_key(&(incident, person), |(key, _)| *key);
            let role = at.ok().and_then(|at| roles.get(at)).map_or("", |(_, role)| *role);
            of.entry(role).or_default().push(stretch);
        }
        for (role, list) in of {
            add(by_role.entry(role).or_default(), person, list, &shared);
        }
    }
    Divided { roles: named(by_role), teams: named(by_team) }
}

fn named(groups: BTreeMap<&str, Attention>) -> Vec<Attention> {
    groups.into_iter().map(|(name, group)| Attention { name: name.to_owned(), ..group }).collect()
}

fn add(group: &mut Attention, person: PersonIx, mut own: Vec<Window>, shared: &[Window]) {
    merge(&mut own);
    let two: Millis = own.iter().map(|w| intervals::time(intervals::common(*w, shared))).sum();
    group.work += own.iter().map(|w| w.len()).sum::<Millis>();
    group.two += two;
    group.people.insert(person);
    if two > 0 {
        group.people_two.insert(person);
    }
}

/// When the person was on two or more incidents. Stretches on one incident count once.
fn shared(work: &[Work], window: Window) -> Vec<Window> {
    let mut of: BTreeMap<IncidentIx, Vec<Window>> = BTreeMap::new();
    work.iter().for_each(|(stretch, incident)| of.entry(*incident).or_default().push(*stretch));
    of.values_mut().for_each(merge);
    let spans: Vec<Span> = of.values().flatten().map(|w| Span { start: w.start, end: Some(w.end) }).collect();
    let steps = steps(&spans, [window.start, window.end]);
    let mut found: Vec<Window> =
        steps.pieces().filter(|p| p.level >= 2).map(|p| Window { start: p.start, end: p.end }).collect();
    merge(&mut found);
    found
}

/// Work inside the window by person. Machine accounts are no people, and incidents that a rule leaves out no work.
fn work(data: &DataSet, window: Window) -> BTreeMap<PersonIx, Vec<Work>> {
    let (view, incidents) = (data.engagement_view(), data.incident_view());
    let mut of: BTreeMap<PersonIx, Vec<Work>> = BTreeMap::new();
    for row in 0..view.len {
        let (Some(incident), Some(person)) = (view.incident.get(row), view.person.get(row)) else { continue };
        let (Some(start), Some(end)) = (view.start.get(row), view.end.get(row)) else { continue };
        let stretch = Window { start, end }.common(window);
        let human = !data.people[person].machine;
        if human && incidents.included.get(incident) && !stretch.is_empty() {
            of.entry(person).or_default().push((stretch, incident));
        }
    }
    of
}

/// The role of a person in an incident that has work, in order of both; of several roles the first by name.
fn roles<'a>(data: &'a DataSet, work: &BTreeMap<PersonIx, Vec<Work>>) -> Vec<((IncidentIx, PersonIx), &'a str)> {
    let mut worked: Column<IncidentIx, bool> = Column::filled(data.incidents.height(), false);
    work.values().flatten().for_each(|(_, incident)| worked[*incident] = true);
    let (view, roles) = (data.involvement_view(), Texts::of(&data.involvements, col::ROLE));
    let known = |row: usize| {
        let (incident, person) = (view.incident.get(row)?, view.person.get(row)?);
        let role = roles.get(row).filter(|role| !role.is_empty())?;
        worked[incident].then_some(((incident, person), role))
    };
    let mut list: Vec<((IncidentIx, PersonIx), &str)> = (0..view.len).filter_map(known).collect();
    list.sort_unstable();
    list.dedup_by_key(|entry| entry.0);
    list
}
