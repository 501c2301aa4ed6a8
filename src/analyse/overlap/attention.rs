//! Work on two or more incidents at once, by what people did and by team.

use crate::analyse::duty::merge;
use crate::frame::DataSet;
use crate::frame::col;
use crate::frame::read::Texts;
use crate::model::time::{Millis, Window};
use crate::stats::sweep::{Span, steps};
use std::collections::{BTreeMap, BTreeSet};

/// A group of people and their work in the period. Times in milliseconds, of all people together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attention {
    /// The role as recorded, or the team; empty where none is.
    pub name: String,
    pub people: BTreeSet<u32>,
    /// Of them, those that were on two or more incidents at once while in the group's work.
    pub people_two: BTreeSet<u32>,
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
type Work = (Window, u32);

/// Reads all work of the window. O(n log n).
#[must_use]
pub fn divided(data: &DataSet, window: Window) -> Divided {
    let work = work(data, window);
    let roles = roles(data, &work);
    let (mut by_role, mut by_team): (BTreeMap<&str, Attention>, BTreeMap<&str, Attention>) = Default::default();
    for (person, work) in work {
        let shared = shared(&work, window);
        let team = data.people.get(person as usize).map_or("", |p| p.team.as_str());
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

fn add(group: &mut Attention, person: u32, mut own: Vec<Window>, shared: &[Window]) {
    merge(&mut own);
    let two: Millis = own.iter().map(|w| common(*w, shared)).sum();
    group.work += own.iter().map(|w| w.len()).sum::<Millis>();
    group.two += two;
    group.people.insert(person);
    if two > 0 {
        group.people_two.insert(person);
    }
}

/// Time that a stretch shares with others, which are sorted and don't overlap.
fn common(one: Window, others: &[Window]) -> Millis {
    let from = others.partition_point(|w| w.end <= one.start);
    let meets = others.iter().skip(from).take_while(|w| w.start < one.end);
    meets.map(|w| w.end.min(one.end) - w.start.max(one.start)).sum()
}

/// When the person was on two or more incidents. Stretches on one incident count once.
fn shared(work: &[Work], window: Window) -> Vec<Window> {
    let mut of: BTreeMap<u32, Vec<Window>> = BTreeMap::new();
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
fn work(data: &DataSet, window: Window) -> BTreeMap<u32, Vec<Work>> {
    let (view, incidents) = (data.engagement_view(), data.incident_view());
    let mut of: BTreeMap<u32, Vec<Work>> = BTreeMap::new();
    for row in 0..view.len {
        let (Some(incident), Some(person)) = (view.incident.get(row), view.person.get(row)) else { continue };
        let (Some(start), Some(end)) = (view.start.get(row), view.end.get(row)) else { continue };
        let stretch = Window { start: start.max(window.start), end: end.min(window.end) };
        let human = data.people.get(person as usize).is_none_or(|p| !p.machine);
        if human && incidents.included.get(incident as usize) && !stretch.is_empty() {
            of.entry(person).or_default().push((stretch, incident));
        }
    }
    of
}

/// The role of a person in an incident that has work, in order of both; of several roles the first by name.
fn roles<'a>(data: &'a DataSet, work: &BTreeMap<u32, Vec<Work>>) -> Vec<((u32, u32), &'a str)> {
    let mut worked = vec![false; data.incidents.height()];
    for (_, incident) in work.values().flatten() {
        worked.iter_mut().skip(*incident as usize).take(1).for_each(|slot| *slot = true);
    }
    let (view, roles) = (data.involvement_view(), Texts::of(&data.involvements, col::ROLE));
    let known = |row: usize| {
        let (incident, person) = (view.incident.get(row)?, view.person.get(row)?);
        let role = roles.get(row).filter(|role| !role.is_empty())?;
        worked.get(incident as usize).copied().unwrap_or(false).then_some(((incident, person), role))
    };
    let mut list: Vec<((u32, u32), &str)> = (0..view.len).filter_map(known).collect();
    list.sort_unstable();
    list.dedup_by_key(|entry| entry.0);
    list
}
