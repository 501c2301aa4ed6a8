//! Incident reviews written as Markdown: with front matter, with bold keys, with a key table, or with plain headings.
//!
//! To get them: copy the folder of reviews. One file is one review.
//!
//! What these files cannot answer: anything their authors did not write down. A review without any time gives no
//! incident, and templates are just that; they are told apart as `review_template`. Of the time line, the times are read, and the few
//! words that name a status.

mod follow_ups;
mod outline;
mod timeline;

use crate::ingest::cstate::is_cstate;
use crate::ingest::front_matter::{Document, Node, parse, prose};
use crate::ingest::head::Head;
use crate::ingest::own::tables::is_report;
use crate::ingest::plain::{clipped, first, push_name, shape, stamp};
use crate::ingest::tool::Tool;
use crate::ingest::{Context, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, LinkKind, Role, Stamp, StatedIncident, StatedInvolvement, StatedLink, StatedPerson};
use crate::model::reject::Reason;
use outline::Outline;

/// The tool.
pub const TOOL: Tool = Tool { id: "review", title: "written reviews", role: Role::Review };

const TITLE: [&str; 4] = ["title", "name", "incident_title", "headline"];
const STARTED: [&str; 11] = [
    "start_time",
    "started_at",
    "started",
    "start",
    "incident_start",
    "impact_start",
    "start_date_time",
    "start_date",
    "begin",
    "began",
    "date_of_incident",
];
const DETECTED: [&str; 4] = ["detected", "detected_at", "detection_time", "time_detected"];
const DECLARED: [&str; 3] = ["declared", "declared_at", "reported_at"];
const ACKNOWLEDGED: [&str; 4] = ["acknowledged", "acknowledged_at", "ack", "acked"];
const MITIGATED: [&str; 3] = ["mitigated", "mitigated_at", "mitigation_time"];
const RESOLVED: [&str; 11] = [
    "end_time",
    "ended_at",
    "ended",
    "end",
    "incident_end",
    "impact_end",
    "end_date_time",
    "end_date",
    "resolved",
    "resolved_at",
    "resolution_time",
];
const MODIFIED: [&str; 4] = ["last_modified", "updated_at", "updated", "lastmod"];
/// The day of the incident. Believed only where no better start is stated.
const DATE: [&str; 2] = ["date", "incident_date"];
const SEVERITY: [&str; 4] = ["severity", "sev", "incident_severity", "priority"];
const SERVICES: [&str; 6] = ["services", "service", "affected_services", "affected", "product", "systems"];
const FACTORS: [&str; 3] = ["contributing_factors", "contributing_factor", "factors"];
const PEOPLE: [&str; 13] = [
    "commander",
    "incident_commander",
    "ic",
    "incident_lead",
    "lead",
    "owner",
    "author",
    "authors",
    "responders",
    "responder",
    "scribe",
    "names",
    "name_s",
];
const REFERENCES: [&str; 11] = [
    "pagerduty",
    "incident",
    "incident_id",
    "incident_number",
    "ticket",
    "tickets",
    "jira",
    "servicenow",
    "status_page",
    "statuspage",
    "related_incident",
];

/// Headings of reviews, as header keys; a heading counts when it begins with one of them.
const HEADINGS: [&str; 22] = [
    "summary",
    "issue_summary",
    "executive_summary",
    "incident_summary",
    "impact",
    "customer_impact",
    "root_cause",
    "contributing",
    "trigger",
    "detection",
    "resolution",
    "mitigation",
    "action_items",
    "follow_up",
    "corrective",
    "lessons_learn",
    "timeline",
    "what_went_well",
    "what_happened",
    "what_went_wrong",
    "next_steps",
    "outage_description",
];

/// How many different headings make a text without front matter a review. Two of them also stand in release notes.
const ENOUGH_HEADINGS: usize = 3;

/// The source; see the head of this file.
pub struct Review;

impl Source for Review {
    fn id(&self) -> &'static str {
        "review"
    }

    fn title(&self) -> &'static str {
        "Incident reviews (Markdown)"
    }

    fn tool(&self) -> Tool {
        TOOL
    }

    fn looks_for(&self) -> &'static str {
        "Markdown with front matter holding a start and a severity, or with three headings of a review"
    }

    fn recognises(&self, head: &Head) -> bool {
        is_review(&head.text) && !is_template(&head.text)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Item::Text { text, stem } = *item else {
            out.reject(origin, "", Reason::Malformed, format!("expected a Markdown file, found {}", shape(item)));
            return;
        };
        let (document, outline) = parts(text);
        let native_id = first(&[document.text(&["uuid", "id"]), stem]).to_owned();
        let incident = stated(&document, &outline, &native_id);
        let timed = has_time(&incident);
        TOOL.keep(
            "incident",
            native_id,
            if timed { Body::Incident(Box::new(incident)) } else { Body::Reference },
            origin,
            out,
        );
    }
}

/// Whether a text is a review or a template of one.
#[must_use]
pub fn is_review(text: &str) -> bool {
    let document = parse(text);
    let has = |keys: &[&str]| keys.iter().any(|key| document.has(key));
    let timed = has(&STARTED) || has(&DATE);
    let about = has(&SEVERITY) || has(&SERVICES) || has(&["company", "categories"]) || has(&FACTORS);
    let collected = document.has("company") && has(&["categories", "keywords"]);
    let written = (timed && about) || collected || review_headings(document.body) >= ENOUGH_HEADINGS;
    written && !is_cstate(&document) && !is_report(text)
}

/// Whether a review holds no time at all, as a template does.
#[must_use]
pub fn is_template(text: &str) -> bool {
    let (document, outline) = parts(text);
    !has_time(&stated(&document, &outline, ""))
}

fn has_time(incident: &StatedIncident) -> bool {
    [&incident.started_at, &incident.detected_at, &incident.declared_at].iter().any(|at| at.is_some())
}

/// Fields and outline of a text. What stands in groups of fields, and in the prose, counts as a field where none says it.
fn parts(text: &str) -> (Document<'_>, Outline) {
    let mut document = parse(text);
    let grouped: Vec<(String, Node)> = document
        .fields
        .iter()
        .filter_map(|(_, node)| if let Node::Map(inner) = node { Some(inner.clone()) } else { None })
        .flatten()
        .collect();
    document.fields.extend(grouped);
    let outline = Outline::of(&prose(document.body));
    document.fields.extend(outline.pairs.iter().cloned().map(|(key, value)| (key, Node::Text(value))));
    (document, outline)
}

fn review_headings(body: &str) -> usize {
    let outline = Outline::of(body);
    HEADINGS.iter().filter(|name| outline.sections.iter().any(|section| section.key.starts_with(**name))).count()
}

fn stated(document: &Document, outline: &Outline, native_id: &str) -> StatedIncident {
    let at = |keys: &[&'static str]| time(document, keys);
    let summary = summary(document, outline);
    let start = at(&STARTED);
    let started_at = if start.is_some() || at(&DETECTED).is_some() { start } else { at(&DATE) };
    StatedIncident {
        url: document.text(&["url", "link"]).to_owned(),
        title: first(&[document.text(&TITLE), &outline.title, opening(&summary)]).to_owned(),
        summary: clipped(&summary),
        status: document.text(&["status", "report_status"]).to_owned(),
        severity: document.text(&SEVERITY).to_owned(),
        services: document.names(&SERVICES),
        teams: document.names(&["team", "teams"]),
        factors: factors(document, outline),
        started_at,
        detected_at: at(&DETECTED),
        declared_at: at(&DECLARED),
        acknowledged_at: at(&ACKNOWLEDGED),
        mitigated_at: at(&MITIGATED),
        resolved_at: at(&RESOLVED),
        modified_at: at(&MODIFIED),
        links: links(document),
        people: people(document),
        follow_ups: follow_ups::of(document, outline, native_id),
        events: timeline::of(document, outline),
        ..StatedIncident::default()
    }
}

/// A stamp needs at least a year or a clock: `resolved: true` and an empty cell of a template are none. A clock alone is
/// a time of the stated day.
fn time(document: &Document, keys: &[&'static str]) -> Option<Stamp> {
    let is_time = |text: &&str| text.chars().filter(char::is_ascii_digit).count() >= 3;
    keys.iter().find_map(|key| {
        let text = Some(document.text(&[key])).filter(is_time)?;
        let date = document.text(&DATE);
        if is_clock(text) && !date.is_empty() { stamp(&format!("{date} {text}"), key) } else { stamp(text, key) }
    })
}

/// `14:02`, `14:02:31 UTC`: the first word is a clock.
fn is_clock(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or("");
    word.contains(':') && word.len() <= 8 && word.chars().all(|c| c.is_ascii_digit() || c == ':')
}

fn summary(document: &Document, outline: &Outline) -> String {
    let section = outline.sections.iter().find(|section| section.key.contains("summary"));
    let opening = outline.sections.first().map_or("", |section| section.text.as_str());
    first(&[document.text(&["summary", "description"]), section.map_or("", |section| &section.text), opening])
        .to_owned()
}

/// A third of collected reviews have no title; the first line of the summary is what they are known by.
fn opening(summary: &str) -> &str {
    summary.lines().next().unwrap_or("")
}

fn factors(document: &Document, outline: &Outline) -> Vec<String> {
    let mut factors = document.names(&FACTORS);
    if factors.is_empty() {
        let section = outline.sections.iter().find(|section| section.key.starts_with("contributing_factor"));
        for item in section.iter().flat_map(|section| outline::list_items(&section.text)) {
            push_name(&mut factors, item);
        }
    }
    factors
}

fn links(document: &Document) -> Vec<StatedLink> {
    let mut targets = Vec::new();
    for key in REFERENCES {
        for target in document.names(&[key]) {
            push_name(&mut targets, &target);
        }
    }
    targets.into_iter().map(|target| StatedLink { kind: LinkKind::ExternalRef, target }).collect()
}

/// The role is the word under which a person stands.
fn people(document: &Document) -> Vec<StatedInvolvement> {
    let mut people: Vec<StatedInvolvement> = Vec::new();
    for key in PEOPLE {
        for name in document.names(&[key]) {
            let role = if key.starts_with("name") { "" } else { key.trim_end_matches('s') };
            let person = person(&name);
            if !people.iter().any(|known| known.person == person && known.role == role) {
                people.push(StatedInvolvement { person, role: role.to_owned(), ..StatedInvolvement::default() });
            }
        }
    }
    people
}

/// `Priya Nair <priya@acme.example>`, an address, a handle, or a name.
fn person(stated: &str) -> StatedPerson {
    let (name, email) = match stated.split_once('<') {
        Some((name, email)) => (name.trim(), email.trim_end_matches('>').trim()),
        None if stated.contains('@') && !stated.starts_with('@') => ("", stated),
        None => (stated.trim_start_matches('@'), ""),
    };
    StatedPerson { name: name.to_owned(), email: email.to_owned(), ..StatedPerson::default() }
}
