//! Tickets about an incident that other tools have established: what customers and colleagues open while it lasts.

use crate::frame::columns::IncidentColumns;
use crate::link::groups::Union;
use crate::link::signals::near::Near;
use crate::link::signals::versions::Entities;
use crate::model::link::{Link, LinkKind, Signal};
use crate::model::time::Millis;
use std::collections::{BTreeMap, BTreeSet};

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
    for ((_, problem), tickets) in &problems {
        for &child in tickets {
            let is_single = members.get(&union.root(child)).is_some_and(|all| all.len() == 1);
            let Some(start) = near.start(child).filter(|_| is_single) else { continue };
            let parent = tickets.iter().copied().find(|parent| {
                let all = members.get(&union.root(*parent)).map_or(&[][..], Vec::as_slice);
                *parent != child && all.len() > 2 && vouched(&near, all, *parent) && lasted(&near, all, start)
            });
            let Some(parent) = parent.filter(|parent| union.join(*parent, child)) else { continue };
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

/// Tickets that name a problem record, by tool and problem, where several name the same one.
fn by_problem<'a>(near: &Near<'a>) -> BTreeMap<(u32, &'a str), Vec<u32>> {
    let columns = near.columns;
    let mut found: BTreeMap<(u32, &str), Vec<u32>> = BTreeMap::new();
    for (at, &row) in columns.link_row.iter().enumerate() {
        let Some(&entity) = near.entities.of_row.get(row as usize) else { continue };
        let is_believed = near.entities.newest.get(entity as usize) == Some(&row);
        if is_believed && columns.link_kind.get(at) == Some(&LinkKind::Problem) {
            let list = found.entry((near.tool(entity), columns.link_target.get(at))).or_default();
            if !list.contains(&entity) {
                list.push(entity);
            }
        }
    }
    found.retain(|_, list| list.len() > 1);
    found
}

/// All entities of the groups that the tickets are in.
fn members(
    problems: &BTreeMap<(u32, &str), Vec<u32>>,
    entities: &Entities,
    union: &mut Union,
) -> BTreeMap<u32, Vec<u32>> {
    let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for ticket in problems.values().flatten() {
        members.entry(union.root(*ticket)).or_default();
    }
    for entity in 0..u32::try_from(entities.newest.len()).unwrap_or(u32::MAX) {
        let root = union.root(entity);
        members.get_mut(&root).into_iter().for_each(|list| list.push(entity));
    }
    members
}

/// Whether two further tools know of the incident.
fn vouched(near: &Near, group: &[u32], ticket: u32) -> bool {
    let own = near.tool(ticket);
    let others: BTreeSet<u32> = group.iter().map(|entity| near.tool(*entity)).filter(|tool| *tool != own).collect();
    others.len() >= 2
}

fn lasted(near: &Near, group: &[u32], at: Millis) -> bool {
    let start = group.iter().filter_map(|entity| near.start(*entity)).min();
    let end = group.iter().filter_map(|entity| near.end(*entity)).max();
    start.is_some_and(|start| start - BEFORE <= at) && end.is_some_and(|end| at <= end)
}
