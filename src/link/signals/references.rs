//! References that the records state themselves: ids, numbers and URLs of other records.

use crate::frame::columns::IncidentColumns;
use crate::frame::records::Records;
use crate::link::signals::versions::Entities;
use crate::link::union::Union;
use crate::model::link::{Link, LinkKind, Signal};
use crate::model::row::{EntityIx, IncidentRow};
use crate::model::time::DAY;
use rustc_hash::FxHashMap;

/// Shorter purely numeric targets are anybody's number: `318` in a ticket says nothing about which tool is meant. A merge
/// or a duplicate names a number of its own tool, so that number is never looked for in another one.
const SHORTEST_NUMBER: usize = 5;

/// A key that more records have than this tells none of them apart, and names nothing.
const MAX: usize = 1_000;

/// How a target matched; stronger ways come first and win over weaker ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    Url,
    NativeId,
    Number,
}

/// Entities that a key names, with the way in which it names them.
type Index = FxHashMap<String, Vec<(Match, EntityIx)>>;

/// Unites entities along stated references. Returns the rows of what is called a duplicate and began a day or more after
/// the other was over: the same problem again, not the same incident.
pub fn unite(
    columns: &IncidentColumns,
    records: &Records,
    entities: &Entities,
    union: &mut Union,
    links: &mut Vec<Link>,
) -> Vec<(IncidentRow, IncidentRow)> {
    let index = index(columns, entities);
    let mut again = Vec::new();
    for (at, &row) in columns.link_row.enumerate() {
        let (kind, entity) = (columns.link_kind[at], entities.of_row[row]);
        // Alert keys are no names of records; a problem record is recurrence.
        if matches!(kind, LinkKind::Problem | LinkKind::AlertKey) || entities.newest[entity] != row {
            continue;
        }
        let target = columns.link_target.get(at);
        let Some((how, other)) = find(columns, entities, &index, union, entity, kind, target) else { continue };
        let rows = (row, entities.newest[other]);
        if kind == LinkKind::DuplicateOf && lie_apart(columns, rows) {
            again.push(rows);
        } else if kind != LinkKind::Related && !union.join(entity, other) {
            continue;
        }
        links.push(link(columns, records, entities, (entity, other), kind, how, target));
    }
    again
}

/// Whether one of two records began a day or more after the other was over, as both state it.
fn lie_apart(columns: &IncidentColumns, (a, b): (IncidentRow, IncidentRow)) -> bool {
    let start = |row: IncidentRow| {
        columns.started.get(row).or_else(|| columns.detected.get(row)).or_else(|| columns.declared.get(row))
    };
    let end = |row: IncidentRow| columns.resolved.get(row).or_else(|| columns.closed.get(row));
    let after = |first: IncidentRow, second: IncidentRow| {
        start(second).zip(end(first)).is_some_and(|(start, end)| start - end >= DAY)
    };
    after(a, b) || after(b, a)
}

// Only keys that some reference asks for are indexed: a million records with a thousand references need a thousand keys.
fn index(columns: &IncidentColumns, entities: &Entities) -> Index {
    let mut index = Index::default();
    for at in columns.link_row.rows() {
        for key in keys(columns.link_target.get(at)) {
            index.entry(key).or_default();
        }
    }
    if index.is_empty() {
        return index;
    }
    for (entity, &row) in entities.newest.enumerate() {
        let mut add = |key: &str, how: Match| {
            if let Some(list) = index.get_mut(key).filter(|list| list.len() <= MAX) {
                list.push((how, entity));
            }
        };
        add(columns.native_id.get(row), Match::NativeId);
        if let Some(number) = columns.number.some(row) {
            add(number, Match::Number);
        }
        if let Some(url) = columns.url.some(row) {
            add(bare_url(url), Match::Url);
        }
    }
    index
}

/// Everything a target may be known by: itself, itself without `#` or `PD-`, and for URLs the bare URL and its last part.
#[must_use]
pub fn keys(target: &str) -> Vec<String> {
    let target = target.trim();
    let mut keys = vec![target.to_owned()];
    if target.contains("://") {
        keys.push(bare_url(target).to_owned());
        keys.extend(tail(target));
    }
    for prefix in ["#", "PD-", "pagerduty-"] {
        keys.extend(target.strip_prefix(prefix).map(str::to_owned));
    }
    keys.retain(|k| !k.is_empty());
    keys
}

/// A URL without scheme, query, fragment and trailing slash.
#[must_use]
pub fn bare_url(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.split(['?', '#']).next().unwrap_or(rest);
    path.trim_end_matches('/')
}

fn tail(url: &str) -> Option<String> {
    let (_, tail) = bare_url(url).rsplit_once('/')?;
    (tail.len() >= 3).then(|| tail.to_owned())
}

/// The one entity that a target names, or nothing when none or several fit equally well. Entities that are one incident
/// already (two kinds of export of one tool) are one.
fn find(
    columns: &IncidentColumns,
    entities: &Entities,
    index: &Index,
    union: &mut Union,
    from: EntityIx,
    kind: LinkKind,
    target: &str,
) -> Option<(Match, EntityIx)> {
    let source = |entity: EntityIx| columns.source[entities.newest[entity]];
    let id = |entity: EntityIx| columns.native_id.get(entities.newest[entity]);
    let own = source(from);
    let numeric = !target.trim().is_empty() && target.trim().chars().all(|c| c.is_ascii_digit());
    let short = target.trim().len() < SHORTEST_NUMBER;
    let same_tool = matches!(kind, LinkKind::MergedInto | LinkKind::DuplicateOf | LinkKind::Parent);
    let mut found: Vec<(Match, EntityIx)> = keys(target)
        .iter()
        .filter_map(|key| index.get(key).filter(|list| list.len() <= MAX))
        .flatten()
        .copied()
        .filter(|(_, entity)| *entity != from && (source(*entity), id(*entity)) != (own, id(from)))
        .filter(|(how, entity)| source(*entity) == own || !numeric || !(same_tool || (*how == Match::Number && short)))
        .collect();
    // Merges and parents point into their own tool when it has the id; external references point out of it.
    if found.iter().any(|(_, e)| (source(*e) == own) == same_tool) {
        found.retain(|(_, e)| (source(*e) == own) == same_tool);
    } else if !same_tool {
        return None;
    }
    found.sort_unstable();
    found.dedup();
    let best = found.first()?.0;
    let mut fitting = found.iter().filter(|(how, _)| *how == best);
    let first = *fitting.next()?;
    fitting.all(|(_, entity)| union.root(*entity) == union.root(first.1)).then_some(first)
}

fn link(
    columns: &IncidentColumns,
    records: &Records,
    entities: &Entities,
    pair: (EntityIx, EntityIx),
    kind: LinkKind,
    how: Match,
    target: &str,
) -> Link {
    let record = |entity: EntityIx| columns.record[entities.newest[entity]];
    let (a, b) = (record(pair.0), record(pair.1));
    let by = match how {
        Match::Url => "URL",
        Match::NativeId => "id",
        Match::Number => "number",
    };
    Link {
        kind: kind_code(kind),
        record_a: a,
        record_b: b,
        signal: Signal::Reference,
        score: 1.0,
        reason: format!("{} states {target}, the {by} of {}", records.id(a), records.id(b)),
    }
}

fn kind_code(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::MergedInto => "merged-into",
        LinkKind::DuplicateOf => "duplicate-of",
        LinkKind::Parent => "parent",
        LinkKind::ExternalRef => "external-reference",
        LinkKind::Problem => "problem",
        LinkKind::AlertKey => "same-alert",
        LinkKind::Related => "related",
    }
}
