//! The same content in another file of the same tool, under another id: exports made before and after a move to another
//! account give every record a new id.

use crate::frame::columns::IncidentColumns;
use crate::frame::records::Records;
use crate::link::signals::near::Near;
use crate::link::signals::versions::Entities;
use crate::link::union::Union;
use crate::model::column::Column;
use crate::model::link::{Link, Signal};
use crate::model::row::{EntityIx, FileIx, ToolIx};
use crate::model::time::Millis;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

/// What must agree to the letter and to the millisecond.
type Content<'a> = (ToolIx, &'a str, &'a str, &'a str, Millis, Option<Millis>);

/// Unites entities of one tool that have the same content in different files. Where one file holds a content several
/// times, the first of one file is the first of the other, and so on.
pub fn unite(
    columns: &IncidentColumns,
    records: &Records,
    entities: &Entities,
    union: &mut Union,
    links: &mut Vec<Link>,
) {
    if records.files.len() < 2 {
        return;
    }
    let near = Near { columns, entities };
    let files = files(&near, records);
    let mut hashed: Vec<(u64, EntityIx)> = files
        .rows()
        .filter(|entity| files[*entity].is_some())
        .filter_map(|entity| content(&near, entity).map(|content| (hash(&content), entity)))
        .collect();
    hashed.sort_unstable();
    for same in hashed.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        let mut lists: BTreeMap<(Content, FileIx), Vec<EntityIx>> = BTreeMap::new();
        for (_, entity) in same {
            if let (Some(content), Some(file)) = (content(&near, *entity), files[*entity]) {
                lists.entry((content, file)).or_default().push(*entity);
            }
        }
        pair_up(&near, &lists, union, links);
    }
}

/// Unites what stands at the same place of the lists of two files.
fn pair_up(near: &Near, lists: &BTreeMap<(Content, FileIx), Vec<EntityIx>>, union: &mut Union, links: &mut Vec<Link>) {
    let mut first: Option<(&Content, &Vec<EntityIx>)> = None;
    for ((content, _), list) in lists {
        let Some((_, known)) = first.filter(|(known, _)| *known == content) else {
            first = Some((content, list));
            continue;
        };
        for (a, b) in known.iter().zip(list) {
            if union.root(*a) == union.root(*b) || !union.join(*a, *b) {
                continue;
            }
            links.push(Link {
                kind: "same-record",
                record_a: near.record(*b),
                record_b: near.record(*a),
                signal: Signal::SameContent,
                score: 1.0,
                reason: "the same title, times and places in another file, under another id".to_owned(),
            });
        }
    }
}

fn content<'a>(near: &Near<'a>, entity: EntityIx) -> Option<Content<'a>> {
    let (row, columns) = (near.row(entity), near.columns);
    let title = columns.title.some(row)?;
    let (services, components) = (columns.services.get(row), columns.components.get(row));
    Some((near.tool(entity), title, services, components, near.start(entity)?, near.end(entity)))
}

fn hash(content: &Content) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    content.hash(&mut hasher);
    hasher.finish()
}

/// The one file of each entity; `None` for entities of several files.
fn files(near: &Near, records: &Records) -> Column<EntityIx, Option<FileIx>> {
    let mut files: Column<EntityIx, Option<FileIx>> = Column::filled(near.entities.newest.len(), None);
    let mut several: Column<EntityIx, bool> = Column::filled(files.len(), false);
    for (row, entity) in near.entities.of_row.enumerate() {
        let file = records.file[near.columns.record[row]];
        match files[*entity] {
            Some(known) if known != file => several[*entity] = true,
            _ => files[*entity] = Some(file),
        }
    }
    files.into_iter().zip(several).map(|(file, several)| file.filter(|_| !several)).collect()
}
