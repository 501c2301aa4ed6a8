//! Tickets of a support desk find their incident: by what they state of it, by the problem that they name, or by what the
//! ticket states that stands for their problem. Nothing is guessed from words.

use crate::frame::columns::IncidentColumns;
use crate::link::groups::Groups;
use crate::link::signals::references::{bare_url, keys};
use crate::model::link::LinkKind;
use crate::model::row::{IncidentIx, IncidentRow};
use crate::model::ticket::{Ticket, Tickets};
use crate::model::time::{DAY, Millis};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// A ticket may be written so long before anybody notes that an incident began.
const BEFORE: Millis = DAY;

/// Incidents by the keys that tickets name.
type Index = FxHashMap<String, BTreeSet<IncidentIx>>;

/// Attaches them, and takes an incident that a customer wrote about for one that customers felt where nothing else is stated.
/// O(n) in tickets and incidents.
pub fn attach(tickets: &[Ticket], columns: &mut IncidentColumns, groups: &Groups) -> Tickets {
    let mut found = Tickets { all: tickets.len() as u64, ..Tickets::default() };
    if tickets.is_empty() {
        return found;
    }
    let index = index(tickets, columns, groups);
    let own: BTreeMap<(&str, &str), &Ticket> =
        tickets.iter().map(|ticket| ((ticket.source.as_str(), ticket.id.as_str()), ticket)).collect();
    for ticket in tickets {
        let standing_for =
            ticket.problems.iter().filter_map(|id| own.get(&(ticket.source.as_str(), id.trim())).copied());
        let mut ways = std::iter::once(ticket).chain(standing_for);
        let incident = ways.find_map(|way| one(columns, groups, &index, way, ticket.at));
        let Some(incident) = incident else { continue };
        found.attached += 1;
        *found.by_incident.entry(incident).or_default() += 1;
        for row in &groups.members[incident] {
            let felt = columns.customer_facing[*row].or(Some(true));
            columns.customer_facing[*row] = felt;
        }
    }
    found
}

/// Only what tickets name is indexed.
fn index(tickets: &[Ticket], columns: &IncidentColumns, groups: &Groups) -> Index {
    let named = tickets.iter().flat_map(|ticket| ticket.references.iter().chain(&ticket.problems));
    let mut index: Index = named.flat_map(|target| keys(target)).map(|key| (key, BTreeSet::new())).collect();
    let mut add = |key: &str, row: IncidentRow| {
        if let Some(incidents) = index.get_mut(key) {
            incidents.insert(groups.of_row[row]);
        }
    };
    for row in columns.rows() {
        add(columns.native_id.get(row), row);
        columns.number.some(row).into_iter().for_each(|number| add(number, row));
        columns.url.some(row).into_iter().for_each(|url| add(bare_url(url), row));
    }
    for (at, &row) in columns.link_row.enumerate() {
        if matches!(columns.link_kind[at], LinkKind::Problem) {
            add(columns.link_target.get(at), row);
        }
    }
    index
}

/// The incident that a ticket names. A problem may be of several: then it is the latest that had begun when the ticket was
/// written, and none where that is not known.
fn one(
    columns: &IncidentColumns,
    groups: &Groups,
    index: &Index,
    ticket: &Ticket,
    at: Option<Millis>,
) -> Option<IncidentIx> {
    let of = |targets: &[String]| -> BTreeSet<IncidentIx> {
        targets.iter().flat_map(|target| keys(target)).filter_map(|key| index.get(&key)).flatten().copied().collect()
    };
    let stated = of(&ticket.references);
    let all = if stated.is_empty() { of(&ticket.problems) } else { stated };
    if all.len() < 2 {
        return all.into_iter().next();
    }
    let begun = |incident: &IncidentIx| {
        start(columns, groups, *incident).filter(|begun| at.is_some_and(|at| *begun <= at + BEFORE))
    };
    all.into_iter().filter_map(|incident| Some((begun(&incident)?, incident))).max().map(|(_, incident)| incident)
}

fn start(columns: &IncidentColumns, groups: &Groups, incident: IncidentIx) -> Option<Millis> {
    let of = |row: &IncidentRow| {
        columns.started.get(*row).or_else(|| columns.detected.get(*row)).or_else(|| columns.declared.get(*row))
    };
    groups.members[incident].iter().filter_map(of).min()
}
