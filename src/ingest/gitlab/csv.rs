//! Tables of GitLab issues and incidents.
//!
//! To get them: Plan > Issues > Actions > Export as CSV; the file comes by e-mail.
//!
//! What this export cannot answer: who closed an issue, its severity (unless a label states it), its comments, and
//! duplicates. Until version 18.4 it had no type, so incidents and other issues look alike.

use super::shared::{TOOL, detection, id_of, is_other_type, known, outside};
use crate::ingest::head::{Cells, Head};
use crate::ingest::lenient::{cell, clipped, first, row, stamp};
use crate::ingest::task_list::tasks;
use crate::ingest::{Context, Export, Item, Output, Source, labels};
use crate::model::origin::Origin;
use crate::model::record::{Body, LinkKind, Stamp, StatedFollowUp, StatedIncident, StatedInvolvement, StatedLink};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Csv;

impl Source for Csv {
    const KIND: Export = Export {
        id: "gitlab-csv",
        title: "GitLab issues (CSV export)",
        tool: TOOL,
        looks_for: "a table with `Created At (UTC)`, `Title` and `State`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_headers(&["created_at_utc", "title", "state"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(cells) = row(item, origin, out) else { return };
        let of_address = id_of(cells.get("url"));
        let native_id = of_address.unwrap_or_else(|| first(&[cells.get("id"), number(cells)]).to_owned());
        if native_id.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the row has neither a URL nor an id");
        }
        let kind = cells.get("type");
        let parent = parent(cells, &native_id);
        let (entity, body) = if kind.eq_ignore_ascii_case("task") && !parent.is_empty() {
            ("follow-up", Body::FollowUp { incident: parent, item: Box::new(follow_up(cells, &native_id)) })
        } else if is_other_type(kind) {
            ("work-item", Body::Reference)
        } else {
            ("incident", Body::Incident(Box::new(stated(cells, &native_id))))
        };
        TOOL.keep(entity, native_id, body, origin, out);
    }
}

/// Until version 18.4 `Issue ID` was the number within the project.
fn number(cells: &Cells) -> &str {
    first(&[cells.get("iid"), cells.get("issue_id")])
}

/// The parent stands in the same project, or it is of a type that is no incident anyway.
fn parent(cells: &Cells, native_id: &str) -> String {
    match (native_id.split_once('#'), cell(cells.get("parent_iid"))) {
        (Some((path, _)), iid) if !iid.is_empty() => format!("{path}#{iid}"),
        _ => cell(cells.get("parent_id")).to_owned(),
    }
}

/// The header says that times are in UTC; in the cells stands no zone.
fn at(cells: &Cells, key: &str, field: &'static str) -> Option<Stamp> {
    let stated = cell(cells.get(key));
    let zoned = stated.ends_with('Z') || stated.ends_with("UTC");
    if stated.is_empty() || zoned { stamp(stated, field) } else { stamp(&format!("{stated} UTC"), field) }
}

fn stated(cells: &Cells, native_id: &str) -> StatedIncident {
    let body = cells.get("description");
    let mut incident = StatedIncident {
        number: number(cells).to_owned(),
        url: cells.get("url").to_owned(),
        title: cells.get("title").to_owned(),
        summary: clipped(body),
        status: cells.get("state").to_owned(),
        declared_at: at(cells, "created_at_utc", "created_at_utc"),
        resolved_at: at(cells, "closed_at_utc", "closed_at_utc"),
        closed_at: at(cells, "closed_at_utc", "closed_at_utc"),
        modified_at: at(cells, "updated_at_utc", "updated_at_utc"),
        detection: detection(cells.get("author_username"), cells.get("author")).to_owned(),
        links: links(cells, native_id),
        people: people(cells),
        follow_ups: tasks(body, native_id),
        effort_s: Some(cell(cells.get("time_spent"))).filter(|time| *time != "0").unwrap_or("").to_owned(),
        ..StatedIncident::default()
    };
    labels::fill(cells.get("labels").split(','), &mut incident);
    incident
}

fn links(cells: &Cells, native_id: &str) -> Vec<StatedLink> {
    let mut links = outside(cells.get("description"));
    let target = parent(cells, native_id);
    links.extend((!target.is_empty()).then_some(StatedLink { kind: LinkKind::Related, target }));
    links
}

/// Names and usernames stand in two lists of the same order. A name may hold a comma; then only usernames are certain.
fn people(cells: &Cells) -> Vec<StatedInvolvement> {
    let split = |key: &str| -> Vec<String> {
        let parts = cells.get(key).split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    };
    let (names, usernames) = (split("assignee"), split("assignee_username"));
    let aligned = names.len() == usernames.len();
    let listed = if usernames.is_empty() { &names } else { &usernames };
    let person = |at: usize| {
        let name = if aligned || usernames.is_empty() { names.get(at) } else { None };
        known(usernames.get(at).map_or("", String::as_str), name.map_or("", String::as_str))
    };
    let part = |person| StatedInvolvement { person, role: "assignee".to_owned(), ..StatedInvolvement::default() };
    (0..listed.len()).filter_map(person).map(part).collect()
}

fn follow_up(cells: &Cells, native_id: &str) -> StatedFollowUp {
    StatedFollowUp {
        id: native_id.to_owned(),
        title: cells.get("title").to_owned(),
        owner: people(cells).into_iter().next().map(|part| part.person).unwrap_or_default(),
        created_at: at(cells, "created_at_utc", "created_at_utc"),
        due_at: stamp(cell(cells.get("due_date")), "due_date"),
        completed_at: at(cells, "closed_at_utc", "closed_at_utc"),
        status: cells.get("state").to_owned(),
    }
}
