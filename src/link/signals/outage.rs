//! Rows of one source that describe one outage and differ only in service.

use crate::frame::columns::IncidentColumns;
use crate::link::signals::versions::Entities;
use crate::link::union::Union;
use crate::model::link::{Link, Signal};
use crate::model::row::{EntityIx, ToolIx};
use rustc_hash::FxHashMap;

/// Unites entities with the same outage key. The source decides what the key is; an empty key joins nothing.
pub fn unite(columns: &IncidentColumns, entities: &Entities, union: &mut Union, links: &mut Vec<Link>) {
    let mut first: FxHashMap<(ToolIx, &str), EntityIx> = FxHashMap::default();
    for (entity, &row) in entities.newest.enumerate() {
        let Some(key) = columns.outage_key.some(row) else { continue };
        let known = *first.entry((columns.source[row], key)).or_insert(entity);
        if known == entity {
            continue;
        }
        if !union.join(known, entity) {
            continue;
        }
        let record = |entity: EntityIx| columns.record[entities.newest[entity]];
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
