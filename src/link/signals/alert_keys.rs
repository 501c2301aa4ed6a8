//! Alert keys that monitoring gave to several tools: the same key in two of them, at the same time, is one incident.

use crate::frame::columns::IncidentColumns;
use crate::link::groups::Union;
use crate::link::signals::near::Near;
use crate::link::signals::versions::Entities;
use crate::model::link::{Link, LinkKind, Signal};
use crate::model::time::Millis;
use std::collections::BTreeMap;

/// Shorter keys are anybody's.
const SHORTEST: usize = 4;
/// A key is used again whenever its alert fires, so the two must begin near each other, or one while the other lasts.
const NEAR: Millis = 6 * 3_600_000;

/// Unites entities of different tools that carry one alert key at one time.
pub fn unite(columns: &IncidentColumns, entities: &Entities, union: &mut Union, links: &mut Vec<Link>) {
    let near = Near { columns, entities };
    let mut by_key: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (at, &row) in columns.link_row.iter().enumerate() {
        let Some(&entity) = entities.of_row.get(row as usize) else { continue };
        let key = columns.link_target.get(at);
        let is_key = columns.link_kind.get(at) == Some(&LinkKind::AlertKey) && key.len() >= SHORTEST;
        if is_key && entities.newest.get(entity as usize) == Some(&row) {
            by_key.entry(key).or_default().push(entity);
        }
    }
    for (key, mut found) in by_key {
        found.sort_by_key(|entity| (near.start(*entity), *entity));
        found.dedup();
        for (place, &first) in found.iter().enumerate() {
            let later = found.iter().skip(place + 1).take_while(|other| near.is_near(first, **other, NEAR));
            for &other in later.filter(|other| near.tool(**other) != near.tool(first)) {
                if union.root(first) == union.root(other) || !union.join(first, other) {
                    continue;
                }
                links.push(Link {
                    kind: "same-alert",
                    record_a: near.record(other),
                    record_b: near.record(first),
                    signal: Signal::AlertKey,
                    score: 1.0,
                    reason: format!("both carry the alert key {key}"),
                });
            }
        }
    }
}
