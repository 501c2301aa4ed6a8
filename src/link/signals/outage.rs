//! Rows of one source that describe one outage and differ only in service.

use crate::frame::columns::IncidentColumns;
use crate::link::signals::versions::Entities;
use crate::link::union::Union;
use crate::model::link::{Link, Signal};
use rustc_hash::FxHashMap;

/// Unites entities with the same outage key. The source decides what the key is; an empty key joins nothing.
pub fn unite(columns: &IncidentColumns, entities: &Entities, union: &mut Union, links: &mut Vec<Link>) {
    let mut first: FxHashMap<(u32, &str), u32> = FxHashMap::default();
    for (entity, &row) in entities.newest.iter().enumerate() {
        let Some(key) = columns.outage_key.some(row as usize) else { continue };
        let entity = u32::try_from(entity).unwrap_or(u32::MAX);
        let source = columns.source.get(row as usize).copied().unwrap_or(0);
        let known = *first.entry((source, key)).or_insert(entity);
        if known == entity {
            continue;
        }
        if !union.join(known, entity) {
            continue;
        }
        let record = |e: u32| {
            entities.newest.get(e as usize).and_then(|r| columns.record.get(*r as usize)).copied().unwrap_or(0)
        };
        links.push(Link {
            kind: "same-outage",
            record_a: record(entity),
            record_b: record(known),
            signal: Signal::SameOutage,
            score: 1.0,
            reason: format!("one row per service of one outage ({key})"),
        });
    }
}
