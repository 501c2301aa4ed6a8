//! Tables of Jira issues, in any language of the profile that exported them.
//!
//! To get them: search for the issues, then Export > "Export CSV (all fields)".
//!
//! What this export cannot answer: who acknowledged an issue and when, and whether it was opened again; the history is not
//! in it. Times are in the zone of the profile, which the file does not name, and one export holds at most 1000 issues.

use super::headers::{self as column, Bracketed, bracketed};
use super::moments::moment;
use super::shared::{TOOL, link, named, push};
use super::words::{self, Stage};
use super::{headers, own_fields};
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::{Head, header_key};
use crate::ingest::lenient::{cell, clipped, first, leads_to_record, push_name, web_addresses};
use crate::ingest::{Context, Export, Item, Output, Source, labels};
use crate::model::origin::Origin;
use crate::model::record::{
    Body, EventKind, LinkKind, Stamp, StatedEvent, StatedField, StatedFollowUp, StatedIncident, StatedInvolvement,
    StatedLink, StatedPerson,
};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Csv;

impl Source for Csv {
    const KIND: Export = Export {
        id: "jira-csv",
        title: "Jira issues (CSV export)",
        tool: TOOL,
        looks_for: "a table with `Issue key` and `Summary`, `Issue Type` or `Status`, also in other languages",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        headers::is_table_of_issues(&head.headers)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(cells) = fields::row(item, origin, out) else { return };
        let native_id = first(&[column::ID.of(cells), column::KEY.of(cells)]).to_owned();
        if native_id.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the row has neither a key nor an id of the issue");
        }
        let kind = column::TYPE.of(cells);
        let parent = first(&[column::PARENT.of(cells), column::PARENT_KEY.of(cells)]);
        let (entity, body) = if words::is_part(kind) && !parent.is_empty() {
            let item = Box::new(follow_up(cells));
            ("follow-up", Body::FollowUp { incident: parent.to_owned(), item })
        } else if words::is_part(kind) || words::is_other_type(kind) {
            ("issue", Body::Reference)
        } else {
            ("incident", Body::Incident(Box::new(stated(cells, &native_id))))
        };
        TOOL.keep(entity, native_id, body, origin, out);
    }
}

fn stage(cells: Fields) -> Option<Stage> {
    words::of_category(column::CATEGORY.of(cells))
}

fn stated(cells: Fields, native_id: &str) -> StatedIncident {
    let key = column::KEY.of(cells);
    let mut incident = StatedIncident {
        number: if key == native_id { String::new() } else { key.to_owned() },
        title: column::SUMMARY.of(cells).to_owned(),
        summary: clipped(column::DESCRIPTION.of(cells)),
        status: words::status(column::STATUS.of(cells), stage(cells)),
        components: names(column::COMPONENTS.all(cells)),
        environments: names(vec![environment(cells)]),
        declared_at: moment(column::CREATED.of(cells), "created"),
        resolved_at: resolved(cells),
        modified_at: moment(column::UPDATED.of(cells), "updated"),
        resolution: resolution(cells).to_owned(),
        links: links(cells),
        people: assignee(cells).into_iter().collect(),
        events: column::COMMENT.all(cells).into_iter().filter_map(note).collect(),
        custom: custom(cells),
        effort_s: Some(column::TIME_SPENT.of(cells)).filter(|time| is_number(time)).unwrap_or("").to_owned(),
        ..StatedIncident::default()
    };
    severity(cells, &mut incident);
    incident
}

fn resolution(cells: Fields<'_>) -> &str {
    let stated = cell(column::RESOLUTION.of(cells));
    if words::is_unresolved(stated) { "" } else { stated }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.')
}

fn names(values: Vec<&str>) -> Vec<String> {
    let mut names = Vec::new();
    values.into_iter().for_each(|value| push_name(&mut names, cell(value)));
    names
}

/// The field is free text; only a short one names an environment rather than describing it.
fn environment(cells: Fields<'_>) -> &str {
    let stated = column::ENVIRONMENT.of(cells);
    if stated.chars().count() <= 40 && !stated.contains('\n') { stated } else { "" }
}

/// Some workflows set no resolution: then an issue that is done was done when it came into that category.
fn resolved(cells: Fields) -> Option<Stamp> {
    let into_category = || moment(column::CATEGORY_CHANGED.of(cells), "status_category_changed");
    let done = stage(cells) == Some(Stage::Done);
    moment(column::RESOLVED.of(cells), "resolved").or_else(|| into_category().filter(|_| done))
}

/// A severity that the site asks for by itself is believed rather than the priority that every issue has.
fn severity(cells: Fields, incident: &mut StatedIncident) {
    labels::fill(column::LABELS.all(cells).into_iter(), incident);
    let own = |field: &StatedField| matches!(header_key(&field.name).as_str(), "severity" | "incident_severity");
    if incident.custom.iter().any(own) {
        incident.severity.clear();
    } else if incident.severity.is_empty() {
        cell(column::PRIORITY.of(cells)).clone_into(&mut incident.severity);
    }
}

fn person(cells: Fields) -> Option<StatedPerson> {
    let person = named(cell(column::ASSIGNEE.of(cells)))?;
    Some(StatedPerson { id: column::ASSIGNEE_ID.of(cells).to_owned(), ..person })
}

fn assignee(cells: Fields) -> Option<StatedInvolvement> {
    let person = person(cells)?;
    Some(StatedInvolvement { person, role: "assignee".to_owned(), ..StatedInvolvement::default() })
}

fn links(cells: Fields) -> Vec<StatedLink> {
    let mut links = Vec::new();
    for (header, _, value) in cells.columns() {
        let stated = match bracketed(header) {
            Some(Bracketed::Inward(kind)) => link(kind, false, value),
            Some(Bracketed::Outward(kind)) => link(kind, true, value),
            _ => None,
        };
        push(&mut links, stated);
    }
    let parent = first(&[column::PARENT_KEY.of(cells), column::PARENT.of(cells)]);
    let related = StatedLink { kind: LinkKind::Related, target: parent.to_owned() };
    push(&mut links, Some(related).filter(|link| !link.target.is_empty()));
    for said in [column::DESCRIPTION.of(cells)].into_iter().chain(column::COMMENT.all(cells)) {
        for address in web_addresses(said).filter(|address| leads_to_record(address)) {
            push(&mut links, Some(StatedLink { kind: LinkKind::ExternalRef, target: address.to_owned() }));
        }
    }
    links
}

/// A comment: when, who, and what was said, with semicolons between them.
fn note(comment: &str) -> Option<StatedEvent> {
    let mut parts = comment.splitn(3, ';');
    let (at, who, _) = (parts.next()?.trim(), parts.next()?.trim(), parts.next()?);
    let is_time = at.chars().any(|c| c.is_ascii_digit()) && at.chars().count() < 40 && !at.contains('\n');
    Some(StatedEvent {
        incident: String::new(),
        kind: EventKind::Note,
        at: moment(at, "comment").filter(|_| is_time)?,
        actor: (!who.is_empty()).then(|| StatedPerson { id: who.to_owned(), ..StatedPerson::default() }),
        people: Vec::new(),
        automatic: false,
        detection: String::new(),
        value: String::new(),
    })
}

/// Fields of the site. One that is repeated has several values.
fn custom(cells: Fields) -> Vec<StatedField> {
    let mut custom: Vec<StatedField> = Vec::new();
    for (header, _, value) in cells.columns() {
        let Some(Bracketed::Custom(name)) = bracketed(header) else { continue };
        let value = cell(value);
        if own_fields::is_noise(value) || own_fields::is_of_boards(name) {
            continue;
        }
        match custom.iter_mut().find(|field| field.name == name) {
            Some(field) => push_name(&mut field.values, &clipped(value)),
            None => custom.push(StatedField { name: name.to_owned(), values: vec![clipped(value)] }),
        }
    }
    custom
}

fn follow_up(cells: Fields) -> StatedFollowUp {
    StatedFollowUp {
        id: first(&[column::KEY.of(cells), column::ID.of(cells)]).to_owned(),
        title: column::SUMMARY.of(cells).to_owned(),
        owner: person(cells).unwrap_or_default(),
        created_at: moment(column::CREATED.of(cells), "created"),
        due_at: moment(column::DUE.of(cells), "due_date"),
        completed_at: resolved(cells),
        status: words::status(column::STATUS.of(cells), stage(cells)),
    }
}
