//! Areas of exposure rows find the areas of the incidents, so that both can be divided by each other.

use crate::frame::col;
use crate::frame::table::IncidentFacts;
use crate::model::exposure::Exposure;
use crate::model::row;
use crate::text::fold;
use std::collections::BTreeMap;

/// The kinds of area, in the order in which a bare name is looked for.
const KINDS: [&str; 6] = ["service", "team", "component", "environment", "region", "factor"];

/// Rows with the areas as the incidents spell them, sorted by area, then start. A bare name takes the first kind under
/// which an incident has it; a name that no incident has is a service, because deploys and requests are mostly counted of
/// services. Rows that say the same twice (the same file given twice) become one; what overlaps otherwise is kept.
#[must_use]
pub fn settle(mut rows: Vec<Exposure>, incidents: &IncidentFacts) -> Vec<Exposure> {
    if rows.is_empty() {
        return rows;
    }
    let known = spellings(incidents);
    for row in rows.iter_mut().filter(|row| row.area != Exposure::ALL) {
        let stated = row.area.split_once(':').filter(|(kind, _)| KINDS.contains(kind));
        let found = match stated {
            Some((kind, name)) => known.get(&(kind, fold::key(name))).map(|name| format!("{kind}:{name}")),
            None => {
                let key = fold::key(&row.area);
                let of_kind = |kind: &&str| known.get(&(*kind, key.clone())).map(|name| format!("{kind}:{name}"));
                let found = KINDS.iter().find_map(of_kind);
                found.or_else(|| Some(format!("service:{}", row.area)))
            }
        };
        if let Some(area) = found {
            row.area = area;
        }
    }
    let figures = |row: &Exposure| [row.deploys, row.requests, row.services].map(|f| f.unwrap_or(-1.0));
    rows.sort_by(|a, b| {
        let by_figures = || figures(a).iter().zip(figures(b)).map(|(a, b)| a.total_cmp(&b)).find(|o| o.is_ne());
        let by_window = a.area.cmp(&b.area).then(a.from.cmp(&b.from)).then(a.to.cmp(&b.to));
        by_window.then_with(|| by_figures().unwrap_or(std::cmp::Ordering::Equal))
    });
    rows.dedup();
    rows
}

/// The spelling that most incidents use for each kind and folded name; among equals the first in the alphabet.
fn spellings(incidents: &IncidentFacts) -> BTreeMap<(&str, String), String> {
    let areas = incidents.texts(col::AREAS);
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for area in row::rows(incidents.height()).filter_map(|row| areas.get(row)).flat_map(|list| list.split(';')) {
        *counts.entry(area).or_default() += 1;
    }
    let mut best: BTreeMap<(&str, String), (u32, &str)> = BTreeMap::new();
    for (area, count) in &counts {
        let Some((kind, name)) = area.split_once(':') else { continue };
        let slot = best.entry((kind, fold::key(name))).or_insert((0, name));
        if *count > slot.0 {
            *slot = (*count, name);
        }
    }
    best.into_iter().map(|(key, (_, name))| (key, name.to_owned())).collect()
}
