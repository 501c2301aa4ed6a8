//! What people say about incidents: which records belong together, and which facts are wrong. Applied above the records,
//! which keep what they state; without the annotation everything is as before.

use crate::frame::columns::IncidentColumns;
use crate::frame::records::Records;
use crate::link::signals::references::bare_url;
use crate::link::signals::versions::Entities;
use crate::link::union::Union;
use crate::model::annotation::{Action, Annotation};
use crate::model::link::{Link, Signal};
use crate::model::row::{EntityIx, IncidentRow, RecordRow};
use rustc_hash::FxHashMap;

/// Annotations with the entities that they are about.
#[derive(Debug, Default)]
pub struct Bound {
    /// Row of the believed record of each annotation's target; `None` where it is about no record, or about several.
    pub row: Vec<Option<IncidentRow>>,
    /// The same for the other record that an annotation names.
    pub other: Vec<Option<IncidentRow>>,
    /// Records of annotations that can't be carried out, and why.
    pub unmatched: Vec<(RecordRow, String)>,
}

/// Entities by everything that a target may be: record id, native id, number, address.
type Index = FxHashMap<String, Vec<EntityIx>>;

/// Finds the targets, and carries out merges and splits before anything else is linked.
pub fn bind(
    annotations: &[Annotation],
    columns: &IncidentColumns,
    records: &Records,
    entities: &Entities,
    union: &mut Union,
    links: &mut Vec<Link>,
) -> Bound {
    let mut bound = Bound::default();
    if annotations.is_empty() {
        return bound;
    }
    let index = index(annotations, columns, records, entities);
    let record = |entity: EntityIx| columns.record[entities.newest[entity]];
    let mut merges = Vec::new();
    for annotation in annotations {
        let target = find(&index, records, &record, &annotation.target);
        let other = match &annotation.action {
            Action::Merge(other) | Action::SameProblem(other) | Action::OtherProblem(other) => {
                Some(find(&index, records, &record, other))
            }
            Action::Split(other) if !other.is_empty() => Some(find(&index, records, &record, other)),
            _ => None,
        };
        for problem in [target.as_ref().err(), other.as_ref().and_then(|o| o.as_ref().err())].into_iter().flatten() {
            bound.unmatched.push((annotation.record, problem.clone()));
        }
        let usable = other.as_ref().is_none_or(Result::is_ok);
        let row = |entity: &EntityIx| entities.newest[*entity];
        bound.row.push(target.as_ref().ok().map(row).filter(|_| usable));
        bound.other.push(other.as_ref().and_then(|other| other.as_ref().ok()).map(row));
        match (&annotation.action, target.ok(), other.and_then(Result::ok)) {
            (Action::Merge(_), Some(a), Some(b)) => merges.push((a, b, annotation)),
            (Action::Split(_), Some(a), Some(b)) => union.keep_apart(a, b),
            (Action::Split(other), Some(a), None) if other.is_empty() => union.keep_alone(a),
            _ => {}
        }
    }
    for (a, b, annotation) in merges {
        if union.join(a, b) {
            let why = if annotation.reason.is_empty() { "no reason given" } else { &annotation.reason };
            links.push(Link {
                kind: "merged-by-hand",
                record_a: record(a),
                record_b: record(b),
                signal: Signal::Annotation,
                score: 1.0,
                reason: format!("an annotation says so: {why}"),
            });
        }
    }
    bound
}

fn index(annotations: &[Annotation], columns: &IncidentColumns, records: &Records, entities: &Entities) -> Index {
    let mut index = Index::default();
    for annotation in annotations {
        let other = match &annotation.action {
            Action::Merge(other) | Action::Split(other) | Action::SameProblem(other) | Action::OtherProblem(other) => {
                other.as_str()
            }
            _ => "",
        };
        for name in [annotation.target.as_str(), other].into_iter().filter(|name| !name.is_empty()) {
            index.entry(key(name)).or_default();
        }
    }
    for (entity, &row) in entities.newest.enumerate() {
        let id = records.id(columns.record[row]);
        let names = [id.as_str(), columns.native_id.get(row), columns.number.get(row), columns.url.get(row)];
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            // An entity may have a name twice; it comes right behind itself.
            if let Some(list) = index.get_mut(&key(name)).filter(|list| list.last() != Some(&entity)) {
                list.push(entity);
            }
        }
    }
    index
}

fn key(name: &str) -> String {
    let name = name.trim();
    if name.contains("://") { bare_url(name).to_lowercase() } else { name.to_lowercase() }
}

fn find(
    index: &Index,
    records: &Records,
    record: &dyn Fn(EntityIx) -> RecordRow,
    name: &str,
) -> Result<EntityIx, String> {
    match index.get(&key(name)).map_or(&[][..], Vec::as_slice) {
        [] => Err(format!("\"{name}\" is the id, number or address of no incident in these exports")),
        [one] => Ok(*one),
        several => {
            let ids: Vec<String> = several.iter().take(3).map(|entity| records.id(record(*entity))).collect();
            Err(format!("\"{name}\" fits {} records; name one by its id, like {}", several.len(), ids.join(" or ")))
        }
    }
}
