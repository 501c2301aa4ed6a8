//! Ids and addresses of other tools' records in the text of a record.

use crate::frame::columns::IncidentColumns;
use crate::link::signals::near::Near;
use crate::link::signals::references::bare_url;
use crate::link::signals::versions::Entities;
use crate::link::union::Union;
use crate::model::link::{Link, Signal};
use crate::model::row::{EntityIx, ToolIx};
use crate::model::time::Millis;
use crate::par;
use rustc_hash::{FxHashMap, FxHashSet};

/// A text may speak of an old incident; only one of the same day is taken for the same.
const NEAR: Millis = 24 * 3_600_000;
/// Shorter ids are words, rooms and versions as well.
const MIN_ID: usize = 5;

/// Unites an entity with the one record of another tool that its text names. A text that names several of one tool is
/// a list, and relates to them without being any of them.
pub fn unite(columns: &IncidentColumns, entities: &Entities, union: &mut Union, links: &mut Vec<Link>) {
    if columns.sources.len() < 2 {
        return;
    }
    let near = Near { columns, entities };
    let index = index(&near);
    let all: Vec<EntityIx> = entities.newest.rows().collect();
    let named = par::chunks(&all, |part| {
        let of =
            |entity: &EntityIx| Some((*entity, named(&near, &index, *entity))).filter(|(_, named)| !named.is_empty());
        part.iter().filter_map(of).collect::<Vec<_>>()
    });
    for (entity, named) in named.into_iter().flatten() {
        for (tool, others) in named {
            let is_one = others.len() == 1;
            for other in others {
                if union.root(other) == union.root(entity) || !near.is_near(entity, other, NEAR) {
                    continue;
                }
                if is_one && !union.join(entity, other) {
                    continue;
                }
                let tool = columns.sources.get(tool);
                let what = if is_one { "its text names this record" } else { "its text names several records" };
                links.push(Link {
                    kind: if is_one { "mention" } else { "related" },
                    record_a: near.record(entity),
                    record_b: near.record(other),
                    signal: Signal::Mention,
                    score: 1.0,
                    reason: format!("{what} of {tool}"),
                });
            }
        }
    }
}

/// The entity that each id is of; `None` where several have it.
type Index<'a> = FxHashMap<&'a str, Option<EntityIx>>;

fn index<'a>(near: &Near<'a>) -> Index<'a> {
    let mut index: Index = FxHashMap::default();
    let columns = near.columns;
    for entity in near.entities.newest.rows() {
        let row = near.row(entity);
        let url = bare_url(columns.url.get(row));
        let mut names = vec![columns.native_id.get(row), columns.number.get(row)];
        names.retain(|name| is_telling(name));
        names.extend(Some(url).filter(|url| url.contains('/')));
        names.dedup();
        for name in names {
            index.entry(name).and_modify(|known| *known = None).or_insert(Some(entity));
        }
    }
    index
}

/// Whether a word can hardly be anything but an id: letters and digits together, not too short.
fn is_telling(word: &str) -> bool {
    word.len() >= MIN_ID
        && word.chars().any(|c| c.is_ascii_digit())
        && word.chars().any(|c| c.is_ascii_alphabetic())
        && !word.contains(char::is_whitespace)
}

/// Entities of other tools that the text of an entity names, by tool.
fn named(near: &Near, index: &Index, entity: EntityIx) -> Vec<(ToolIx, Vec<EntityIx>)> {
    let row = near.row(entity);
    let mut found: Vec<(ToolIx, Vec<EntityIx>)> = Vec::new();
    let mut places: FxHashMap<ToolIx, usize> = FxHashMap::default();
    let mut seen: FxHashSet<EntityIx> = FxHashSet::default();
    for text in [near.columns.title.get(row), near.columns.summary.get(row)] {
        for word in words(text) {
            let other = index.get(word).or_else(|| index.get(bare_url(word))).copied();
            let other = other.flatten().filter(|other| near.tool(*other) != near.tool(entity));
            let Some(other) = other else { continue };
            if !seen.insert(other) {
                continue;
            }
            let tool = near.tool(other);
            let place = *places.entry(tool).or_insert(found.len());
            match found.get_mut(place) {
                Some((_, list)) => list.push(other),
                None => found.push((tool, vec![other])),
            }
        }
    }
    found
}

/// Stretches of a text that may be ids or addresses.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_edge =
        |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '<' | '>' | '"' | '\'' | ',' | ';' | '|');
    text.split(is_edge)
        .map(|word| word.trim_matches(['.', ':', '!', '?', '#', '*', '_', '`']))
        .filter(|word| is_telling(word))
}
