//! Tickets about an incident that other tools have established: what customers and colleagues open while it lasts.

use crate::frame::columns::IncidentColumns;
use crate::link::signals::near::Near;
use crate::link::signals::versions::Entities;
use crate::link::union::Union;
use crate::model::link::{Link, LinkKind, Signal};
use crate::model::row::{EntityIx, ToolIx};
use crate::model::time::Millis;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// Clocks and typing: a ticket may be opened this long before the incident is known to have begun.
const BEFORE: Millis = 15 * 60_000;

/// Joins a ticket to the incident of another ticket of its tool when both name one problem record and it was opened
/// while that incident lasted, if records of at least two further tools vouch for the incident. A shared problem alone is
/// recurrence; it takes witnesses to know that the two are one outage.
pub(super) fn unite(columns: &IncidentColumns, entities: &Entities, union: &mut Union, links: &mut Vec<Link>) {
    let near = Near { columns, entities };
    let problems = by_problem(&near);
    if problems.is_empty() {
        return;
    }
    let members = members(&problems, entities, union);
    let roots: BTreeMap<EntityIx, EntityIx> =
        problems.values().flatten().map(|ticket| (*ticket, union.root(*ticket))).collect();
    for ((tool, problem), tickets) in &problems {
        let established = established(&near, &members, &roots, tickets, *tool);
        let parents = parents(&near, &established, tickets);
        for (&child, parent) in tickets.iter().zip(parents) {
            let is_single = members.get(&union.root(child)).is_some_and(|all| all.len() == 1);
            let parent = parent.filter(|parent| is_single && union.join(*parent, child));
            let Some(parent) = parent else { continue };
            links.push(Link {
                kind: "child-ticket",
                record_a: near.record(child),
                record_b: near.record(parent),
                signal: Signal::Scored,
                score: 0.95,
                reason: format!("opened while the other incident lasted, and both name the problem record {problem}"),
            });
        }
    }
}

/// Incidents that further tools know, with the first ticket of each and how long it lasted.
struct Established {
    ticket: EntityIx,
    from: Millis,
    to: Millis,
}

fn established(
    near: &Near,
    members: &BTreeMap<EntityIx, Vec<EntityIx>>,
    roots: &BTreeMap<EntityIx, EntityIx>,
    tickets: &[EntityIx],
    tool: ToolIx,
) -> Vec<Established> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for &ticket in tickets {
        let Some(root) = roots.get(&ticket).filter(|root| seen.insert(**root)) else { continue };
        let all = members.get(root).map_or(&[][..], Vec::as_slice);
        let start = all.iter().filter_map(|entity| near.start(*entity)).min();
        let end = all.iter().filter_map(|entity| near.end(*entity)).max();
        if let (true, Some(start), Some(to)) = (all.len() > 2 && vouched(near, all, tool), start, end) {
            found.push(Established { ticket, from: start - BEFORE, to });
        }
    }
    found
}

/// For each ticket, the first of the established incidents that lasted when it was opened. Tickets and incidents are gone
/// through in order of time, so that no ticket is held against all incidents.
fn parents(near: &Near, established: &[Established], tickets: &[EntityIx]) -> Vec<Option<EntityIx>> {
    let mut begins: Vec<usize> = (0..established.len()).collect();
    begins.sort_by_key(|place| established.get(*place).map(|e| e.from));
    let mut order: Vec<(Millis, usize)> =
        tickets.iter().enumerate().filter_map(|(place, ticket)| Some((near.start(*ticket)?, place))).collect();
    order.sort_unstable();
    let mut begins = begins.into_iter().peekable();
    let (mut lasting, mut ends) = (BTreeSet::new(), BinaryHeap::new());
    let mut parents = vec![None; tickets.len()];
    for (at, place) in order {
        while let Some(next) = begins.next_if(|next| established.get(*next).is_some_and(|e| e.from <= at)) {
            lasting.insert(next);
            ends.push(Reverse((established.get(next).map_or(at, |e| e.to), next)));
        }
        while let Some(&Reverse((_, over))) = ends.peek().filter(|Reverse((to, _))| *to < at) {
            lasting.remove(&over);
            ends.pop();
        }
        let first = lasting.first().and_then(|first| established.get(*first)).map(|e| e.ticket);
        parents.get_mut(place).into_iter().for_each(|slot| *slot = first);
    }
    parents
}

/// Tickets that name a problem record, by tool and problem, where several name the same one.
fn by_problem<'a>(near: &Near<'a>) -> BTreeMap<(ToolIx, &'a str), Vec<EntityIx>> {
    let columns = near.columns;
    let mut found: BTreeMap<(ToolIx, &str), Vec<EntityIx>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (at, &row) in columns.link_row.enumerate() {
        let entity = near.entities.of_row[row];
        if near.entities.newest[entity] == row && columns.link_kind[at] == LinkKind::Problem {
            let key = (near.tool(entity), columns.link_target.get(at));
            if seen.insert((key, entity)) {
                found.entry(key).or_default().push(entity);
            }
        }
    }
    found.retain(|_, list| list.len() > 1);
    found
}

/// All entities of the groups that the tickets are in.
fn members(
    problems: &BTreeMap<(ToolIx, &str), Vec<EntityIx>>,
    entities: &Entities,
    union: &mut Union,
) -> BTreeMap<EntityIx, Vec<EntityIx>> {
    let mut members: BTreeMap<EntityIx, Vec<EntityIx>> = BTreeMap::new();
    for ticket in problems.values().flatten() {
        members.entry(union.root(*ticket)).or_default();
    }
    for entity in entities.newest.rows() {
        let root = union.root(entity);
        members.get_mut(&root).into_iter().for_each(|list| list.push(entity));
    }
    members
}

/// Whether two tools besides this one know of the incident.
fn vouched(near: &Near, group: &[EntityIx], own: ToolIx) -> bool {
    let others: BTreeSet<ToolIx> = group.iter().map(|entity| near.tool(*entity)).filter(|tool| *tool != own).collect();
    others.len() >= 2
}
