//! Tables of GitLab issues and incidents.
//!
//! To get them: Plan > Issues > Actions > Export as CSV; the file comes by e-mail.
//!
//! What this export cannot answer: who closed an issue, its severity (unless a label states it), its comments, and
//! duplicates. Until version 18.4 it had no type, so incidents and other issues look alike.

use super::shared::{TOOL, detection, id_of, is_other_type, known, outside};
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::{clipped, first, stamp};
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
        let Some(cells) = fields::row(item, origin, out) else { return };
        let of_address = id_of(cells.raw("url"));
        let native_id = of_address.unwrap_or_else(|| first(&[cells.raw("id"), number(cells)]).to_owned());
        if native_id.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the row has neither a URL nor an id");
        }
        let kind = cells.raw("type");
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
fn number(cells: Fields<'_>) -> &str {
    first(&[cells.raw("iid"), cells.raw("issue_id")])
}

/// The parent stands in the same project, or it is of a type that is no incident anyway.
fn parent(cells: Fields, native_id: &str) -> String {
    match (native_id.split_once('#'), cells.cell("parent_iid")) {
        (Some((path, _)), iid) if !iid.is_empty() => format!("{path}#{iid}"),
        _ => cells.cell("parent_id").to_owned(),
    }
}

/// The header says that times are in UTC; in the cells stands no zone.
fn at(cells: Fields, key: &str, field: &'static str) -> Option<Stamp> {
    let stated = cells.cell(key);
    let zoned = stated.ends_with('Z') || stated.ends_with("UTC");
    if stated.is_empty() || zoned { stamp(stated, field) } else { stamp(&format!("{stated} UTC"), field) }
}

fn stated(cells: Fields, native_id: &str) -> StatedIncident {
    let body = cells.raw("description");
    let mut incident = StatedIncident {
        number: number(cells).to_owned(),
        url: cells.raw("url").to_owned(),
        title: cells.raw("title").to_owned(),
        summary: clipped(body),
        status: cells.raw("state").to_owned(),
        declared_at: at(cells, "created_at_utc", "created_at_utc"),
        resolved_at: at(cells, "closed_at_utc", "closed_at_utc"),
        closed_at: at(cells, "closed_at_utc", "closed_at_utc"),
        modified_at: at(cells, "updated_at_utc", "updated_at_utc"),
        detection: detection(cells.raw("author_username"), cells.raw("author")).to_owned(),
        links: links(cells, native_id),
        people: people(cells),
        follow_ups: tasks(body, native_id),
        effort_s: Some(cells.cell("time_spent")).filter(|time| *time != "0").unwrap_or("").to_owned(),
        ..StatedIncident::default()
    };
    labels::fill(cells.raw("labels").split(','), &mut incident);
    incident
}

fn links(cells: Fields, native_id: &str) -> Vec<StatedLink> {
    let mut links = outside(cells.raw("description"));
    let target = parent(cells, native_id);
    links.extend((!target.is_empty()).then_some(StatedLink { kind: LinkKind::Related, target }));
    links
}

/// Names and usernames stand in two lists of the same order. A name may hold a comma; then only usernames are certain.
fn people(cells: Fields) -> Vec<StatedInvolvement> {
    let split = |key: &str| -> Vec<String> {
        let parts = cells.raw(key).split(',').map(str::trim).filter(|part| !part.is_empty());
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

fn follow_up(cells: Fields, native_id: &str) -> StatedFollowUp {
    StatedFollowUp {
        id: native_id.to_owned(),
        title: cells.raw("title").to_owned(),
        owner: people(cells).into_iter().next().map(|part| part.person).unwrap_or_default(),
        created_at: at(cells, "created_at_utc", "created_at_utc"),
        due_at: stamp(cells.cell("due_date"), "due_date"),
        completed_at: at(cells, "closed_at_utc", "closed_at_utc"),
        status: cells.raw("state").to_owned(),
    }
}
