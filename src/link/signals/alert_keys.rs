//! Alert keys that monitoring gave to several tools: the same key in two of them, at the same time, is one incident.

use crate::frame::columns::IncidentColumns;
use crate::link::signals::near::Near;
use crate::link::signals::versions::Entities;
use crate::link::union::Union;
use crate::model::link::{Link, LinkKind, Signal};
use crate::model::row::{EntityIx, ToolIx};
use crate::model::time::Millis;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Shorter keys are anybody's.
const MIN_KEY: usize = 4;
/// A key is used again whenever its alert fires, so the two must begin near each other, or one while the other lasts.
const NEAR: Millis = 6 * 3_600_000;

/// Unites entities of different tools that carry one alert key at one time.
pub fn unite(columns: &IncidentColumns, entities: &Entities, union: &mut Union, links: &mut Vec<Link>) {
    let near = Near { columns, entities };
    for (key, mut found) in of_several_tools(columns, entities) {
        found.sort_by_key(|entity| (near.start(*entity), *entity));
        found.dedup();
        let mut runs = Runs::of(&near, &found);
        for (place, &first) in found.iter().enumerate() {
            // Near ones come first, because all that follow begin later.
            let end =
                place + 1 + found.get(place + 1..).unwrap_or(&[]).partition_point(|o| near.is_near(first, *o, NEAR));
            for other in runs.behind(place, end, near.tool(first), union) {
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

/// The entities of each key that several tools carry, in the order of keys. Most keys are of one tool alone.
fn of_several_tools<'a>(columns: &'a IncidentColumns, entities: &Entities) -> BTreeMap<&'a str, Vec<EntityIx>> {
    let keys = || {
        columns.link_row.enumerate().filter_map(|(at, &row)| {
            let (entity, key) = (entities.of_row[row], columns.link_target.get(at));
            let is_key = columns.link_kind[at] == LinkKind::AlertKey && key.len() >= MIN_KEY;
            (is_key && entities.newest[entity] == row).then(|| (key, entity, columns.source[row]))
        })
    };
    // The tool of a key; `None` where there are several.
    let mut tools: FxHashMap<&str, Option<ToolIx>> = FxHashMap::default();
    for (key, _, tool) in keys() {
        tools.entry(key).and_modify(|known| *known = known.filter(|known| *known == tool)).or_insert(Some(tool));
    }
    let mut by_key: BTreeMap<&str, Vec<EntityIx>> = BTreeMap::new();
    for (key, entity, _) in keys().filter(|(key, ..)| tools.get(key).is_some_and(Option::is_none)) {
        by_key.entry(key).or_default().push(entity);
    }
    by_key
}

/// The entities of one key by tool, with stretches of them that are one incident already: of each stretch it is enough
/// to look at one, or a key that fires a hundred thousand times would be compared with itself.
struct Runs {
    /// Tool → (place in the whole list, entity), in order of places.
    tools: BTreeMap<ToolIx, Vec<(usize, EntityIx)>>,
    /// Tool → for each number in its list, a later number of the same stretch; the number itself at the end of one.
    later: BTreeMap<ToolIx, Vec<usize>>,
}

impl Runs {
    fn of(near: &Near, found: &[EntityIx]) -> Self {
        let mut tools: BTreeMap<ToolIx, Vec<(usize, EntityIx)>> = BTreeMap::new();
        for (place, entity) in found.iter().enumerate() {
            tools.entry(near.tool(*entity)).or_default().push((place, *entity));
        }
        let later = tools.iter().map(|(tool, list)| (*tool, (0..list.len()).collect())).collect();
        Self { tools, later }
    }

    /// One entity of each stretch of other tools behind a place and before another, in order of their places.
    fn behind(&mut self, place: usize, end: usize, own: ToolIx, union: &mut Union) -> Vec<EntityIx> {
        let mut found = Vec::new();
        for (tool, list) in self.tools.iter().filter(|(tool, _)| **tool != own) {
            let Some(later) = self.later.get_mut(tool) else { continue };
            let mut at = list.partition_point(|(other, _)| *other <= place);
            while let Some(&(other, entity)) = list.get(at).filter(|(other, _)| *other < end) {
                found.push((other, entity));
                at = end_of_run(list, later, (at, entity), union) + 1;
            }
        }
        found.sort_unstable();
        found.into_iter().map(|(_, entity)| entity).collect()
    }
}

/// The last number of the stretch around `at` that is one incident with it. Joins are never undone, so what was found
/// once is kept.
fn end_of_run(
    list: &[(usize, EntityIx)],
    later: &mut [usize],
    (at, entity): (usize, EntityIx),
    union: &mut Union,
) -> usize {
    let root = union.root(entity);
    let mut is_same = |number: usize| list.get(number).is_some_and(|(_, entity)| union.root(*entity) == root);
    let mut end = at;
    loop {
        match later.get(end).copied() {
            Some(next) if next > end => end = next,
            _ if is_same(end + 1) => {
                later.get_mut(end).into_iter().for_each(|slot| *slot = end + 1);
                end += 1;
            }
            _ => break,
        }
    }
    let mut back = at;
    while back < end {
        let next = later.get(back).copied().unwrap_or(end);
        later.get_mut(back).into_iter().for_each(|slot| *slot = end);
        back = next;
    }
    end
}
