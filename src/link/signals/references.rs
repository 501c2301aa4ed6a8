//! References that the records state themselves: ids, numbers and URLs of other records.

use crate::frame::columns::IncidentColumns;
use crate::frame::records::Records;
use crate::link::groups::Union;
use crate::link::signals::versions::Entities;
use crate::model::link::{Link, LinkKind, Signal};
use rustc_hash::FxHashMap;

/// Shorter purely numeric targets are anybody's number: `318` in a ticket says nothing about which tool is meant.
const SHORTEST_NUMBER: usize = 5;

/// How a target matched; stronger ways come first and win over weaker ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    Url,
    NativeId,
    Number,
}

/// Entities that a key names, with the way in which it names them.
type Index = FxHashMap<String, Vec<(Match, u32)>>;

/// Unites entities along stated references.
pub fn unite(
    columns: &IncidentColumns,
    records: &Records,
    entities: &Entities,
    union: &mut Union,
    links: &mut Vec<Link>,
) {
    let index = index(columns, entities);
    for (at, &row) in columns.link_row.iter().enumerate() {
        let kind = columns.link_kind.get(at).copied().unwrap_or(LinkKind::Related);
        let Some(&entity) = entities.of_row.get(row as usize) else { continue };
        if kind == LinkKind::Problem || entities.newest.get(entity as usize) != Some(&row) {
            continue;
        }
        let target = columns.link_target.get(at);
        let Some((how, other)) = find(columns, entities, &index, entity, kind, target) else { continue };
        if kind != LinkKind::Related {
            union.join(entity, other);
        }
        links.push(link(columns, records, entities, (entity, other), kind, how, target));
    }
}

// Only keys that some reference asks for are indexed: a million records with a thousand references need a thousand keys.
fn index(columns: &IncidentColumns, entities: &Entities) -> Index {
    let mut index = Index::default();
    for at in 0..columns.link_row.len() {
        for key in keys(columns.link_target.get(at)) {
            index.entry(key).or_default();
        }
    }
    if index.is_empty() {
        return index;
    }
    for (entity, &row) in entities.newest.iter().enumerate() {
        let row = row as usize;
        let entity = u32::try_from(entity).unwrap_or(u32::MAX);
        let mut add = |key: &str, how: Match| {
            if let Some(list) = index.get_mut(key) {
                list.push((how, entity));
            }
        };
        add(columns.native_id.get(row), Match::NativeId);
        if let Some(number) = columns.number.some(row) {
            add(number, Match::Number);
        }
        if let Some(url) = columns.url.some(row) {
            add(&bare_url(url), Match::Url);
        }
    }
    index
}

/// Everything a target may be known by: itself, itself without `#` or `PD-`, and for URLs the bare URL and its last part.
fn keys(target: &str) -> Vec<String> {
    let target = target.trim();
    let mut keys = vec![target.to_owned()];
    if target.contains("://") {
        keys.push(bare_url(target));
        keys.extend(tail(target));
    }
    for prefix in ["#", "PD-", "pagerduty-"] {
        keys.extend(target.strip_prefix(prefix).map(str::to_owned));
    }
    keys.retain(|k| !k.is_empty());
    keys
}

/// A URL without scheme, query, fragment and trailing slash.
fn bare_url(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.split(['?', '#']).next().unwrap_or(rest);
    path.trim_end_matches('/').to_owned()
}

fn tail(url: &str) -> Option<String> {
    let bare = bare_url(url);
    let (_, tail) = bare.rsplit_once('/')?;
    (tail.len() >= 3).then(|| tail.to_owned())
}

/// The one entity that a target names, or nothing when none or several fit equally well.
fn find(
    columns: &IncidentColumns,
    entities: &Entities,
    index: &Index,
    from: u32,
    kind: LinkKind,
    target: &str,
) -> Option<(Match, u32)> {
    let source =
        |entity: u32| entities.newest.get(entity as usize).and_then(|r| columns.source.get(*r as usize)).copied();
    let own = source(from);
    let numeric = !target.trim().is_empty() && target.trim().chars().all(|c| c.is_ascii_digit());
    let same_tool = matches!(kind, LinkKind::MergedInto | LinkKind::DuplicateOf | LinkKind::Parent);
    let mut found: Vec<(Match, u32)> = keys(target)
        .iter()
        .filter_map(|key| index.get(key))
        .flatten()
        .copied()
        .filter(|(_, entity)| *entity != from)
        .filter(|(how, _)| same_tool || !(numeric && *how == Match::Number && target.trim().len() < SHORTEST_NUMBER))
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
    // Several kinds of exports of one tool state the same incident: that is one target, not several.
    let identity = |entity: u32| {
        let row = entities.newest.get(entity as usize).copied().unwrap_or(0) as usize;
        (columns.source.get(row).copied(), columns.native_id.get(row))
    };
    fitting.all(|(_, entity)| identity(*entity) == identity(first.1)).then_some(first)
}

fn link(
    columns: &IncidentColumns,
    records: &Records,
    entities: &Entities,
    pair: (u32, u32),
    kind: LinkKind,
    how: Match,
    target: &str,
) -> Link {
    let record = |entity: u32| {
        entities.newest.get(entity as usize).and_then(|row| columns.record.get(*row as usize)).copied().unwrap_or(0)
    };
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
        LinkKind::Related => "related",
    }
}
