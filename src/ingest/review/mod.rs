//! Incident reviews written as Markdown: with front matter, with bold keys, with a key table, or with plain headings.
//!
//! To get them: copy the folder of reviews. One file is one review.
//!
//! What these files cannot answer: anything their authors did not write down. Fields that state a time are believed first;
//! where there are none, the rows of the time line and the first sentences say when it began and was over (`moments`), and at
//! least the day is found in a heading, in the text or in the file's name. A review without any day gives no incident
//! (`review_undated`), and templates are just that (`review_template`).

pub mod clock;
pub mod day;
mod follow_ups;
pub mod lengths;
pub mod moments;
pub mod offsets;
pub mod opening;
pub mod outline;
pub mod plain;
pub mod row;
mod template;
mod timeline;
pub mod zone;

use std::borrow::Cow;

use crate::ingest::cstate::is_cstate;
use crate::ingest::front_matter::{Document, Node, parse, prose};
use crate::ingest::head::Head;
use crate::ingest::lenient::{clipped, first, push_name, shape, stamp};
use crate::ingest::retroscope::tables::is_report;
use crate::ingest::tool::Tool;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, LinkKind, Role, Stamp, StatedIncident, StatedInvolvement, StatedLink, StatedPerson};
use crate::model::reject::Reason;
use day::Day;
use moments::Moments;
use outline::Outline;
use row::TimelineRow;
use timeline::Frame;

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
const DECLARED: [&str; 4] = ["declared", "declared_at", "reported_at", "reported"];
const ACKNOWLEDGED: [&str; 4] = ["acknowledged", "acknowledged_at", "ack", "acked"];
const MITIGATED: [&str; 3] = ["mitigated", "mitigated_at", "mitigation_time"];
const RESOLVED: [&str; 14] = [
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
    "fixed",
    "fixed_at",
    "outage_end",
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
const HEADINGS: &[&str] = &[
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

/// Words of titles and file names of reviews.
const NAMES: [&str; 8] = [
    "postmortem",
    "post mortem",
    "incident review",
    "incident report",
    "outage",
    "root cause analysis",
    "rca ",
    "störung",
];

/// How many different headings make a text without front matter a review. Two of them also stand in release notes.
const ENOUGH_HEADINGS: usize = 3;

/// The source; see the head of this file.
pub struct Review;

impl Source for Review {
    const KIND: Export = Export {
        id: "review",
        title: "Incident reviews (Markdown, plain text or e-mail)",
        tool: TOOL,
        looks_for: "Markdown with front matter holding a start and a severity, or with three headings of a review",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        is_review(&head.text, &head.name) && sort(&head.text, &head.name) == Sort::Dated
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Item::Text { text, stem } = *item else {
            out.reject(origin, "", Reason::Malformed, format!("expected a Markdown file, found {}", shape(item)));
            return;
        };
        let text = plain_marks(text);
        let (document, outline) = parts(&text);
        let native_id = first(&[document.text(&["uuid", "id"]), stem]).to_owned();
        let incident = stated(&document, &outline, &native_id, stem);
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

/// What a text with the outline of a review turns out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// At least its day is known.
    Dated,
    /// Somebody wrote it, and no day can be found.
    Undated,
    /// A form to be filled in.
    Template,
}

/// Whether a text is a review, or a template of one; `name` is that of the file.
#[must_use]
pub fn is_review(text: &str, name: &str) -> bool {
    let document = parse(text);
    let has = |keys: &[&str]| keys.iter().any(|key| document.has(key));
    let timed = has(&STARTED) || has(&DATE);
    let about = has(&SEVERITY) || has(&SERVICES) || has(&["company", "categories"]) || has(&FACTORS);
    let collected = document.has("company") && has(&["categories", "keywords"]);
    let headings = review_headings(document.body);
    let called = headings + 1 >= ENOUGH_HEADINGS && (is_called_review(&document, name) || has_time_line(text, name));
    let is_plain = document.has(plain::MARK);
    let written = (timed && about) || collected || headings >= ENOUGH_HEADINGS || called || is_plain;
    written && !is_cstate(&document) && !is_report(text)
}

/// Whether three rows of a time line can be dated.
fn has_time_line(text: &str, name: &str) -> bool {
    let text = plain_marks(text);
    let (document, outline) = parts(&text);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let under = outline.sections.iter().any(|section| section.key.contains("timeline"));
    under && stated(&document, &outline, "", stem).events.len() > 2
}

/// Whether the title or the file's name says that it is a review; then fewer headings are enough.
fn is_called_review(document: &Document, name: &str) -> bool {
    let title = document.body.lines().map(str::trim).find(|line| line.starts_with("# ")).unwrap_or("");
    let said = format!("{name} {title} {}", document.text(&TITLE)).to_lowercase().replace(['-', '_'], " ");
    NAMES.iter().any(|word| said.contains(word))
}

/// Sorts a text that has the outline of a review.
#[must_use]
pub fn sort(text: &str, name: &str) -> Sort {
    let text = plain_marks(text);
    let (document, outline) = parts(&text);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let incident = stated(&document, &outline, "", stem);
    let dated = has_time(&incident);
    let is_form = template::is_form(&document, &outline, stem, dated);
    match (dated, is_form) {
        // What a field states was filled in; a time line may be an example of one.
        (true, true) if has_field(&document) => Sort::Dated,
        (_, true) => Sort::Template,
        (true, false) => Sort::Dated,
        (false, false) => Sort::Undated,
    }
}

/// Whether a field states a time.
fn has_field(document: &Document) -> bool {
    [&STARTED[..], &DETECTED, &DECLARED, &DATE].iter().any(|keys| time(document, keys, None).is_some())
}

fn has_time(incident: &StatedIncident) -> bool {
    [&incident.started_at, &incident.detected_at, &incident.declared_at].iter().any(|at| at.is_some())
}

/// Editors write hyphens that break no line; a day and an offset have plain ones.
fn plain_marks(text: &str) -> Cow<'_, str> {
    if text.contains(['\u{2010}', '\u{2011}']) {
        Cow::Owned(text.replace(['\u{2010}', '\u{2011}'], "-"))
    } else {
        Cow::Borrowed(text)
    }
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

/// What a text says of times.
struct Times {
    frame: Frame,
    /// The time line.
    rows: Vec<TimelineRow>,
    /// Begin and end as the first sentences tell them.
    told: Option<(TimelineRow, Option<TimelineRow>)>,
    lengths: lengths::Lengths,
}

fn times(document: &Document, outline: &Outline, stem: &str) -> Times {
    let opening = opening::of(outline);
    let day = opening::day(document, outline, &format!("{}\n{opening}", document.text(&["summary"])), stem);
    let near = opening::near(day.as_ref(), document, stem);
    let zone = zone::of_all(document.body).or_else(|| zone_of_fields(document));
    let told = opening::stretch(&opening, day.as_ref(), near, zone.as_ref());
    let mut frame = Frame { zone, near, day, anchor: None };
    frame.anchor = anchor(document, &frame, told.as_ref());
    let rows = timeline::rows(document, outline, &frame);
    let mut lengths = lengths::of(outline);
    lengths.recover = lengths.recover.or_else(|| lengths::lasted(&opening));
    Times { frame, rows, told, lengths }
}

/// From when rows such as `T+12` count: as the text says it, else from the start that it states with a clock. Where T0 is
/// the moment somebody noticed, only the field of that moment will do.
fn anchor(
    document: &Document,
    frame: &Frame,
    told: Option<&(TimelineRow, Option<TimelineRow>)>,
) -> Option<TimelineRow> {
    let (day, near, zone) = (frame.day.as_ref(), frame.near, frame.zone.as_ref());
    let counts = |(seconds, text): (i64, String)| seconds == 0 && moments::is_notice(&text);
    let noticed = document.body.lines().filter_map(offsets::of_line).any(counts);
    let keys: &[&str] = if noticed { &DETECTED } else { &STARTED };
    let field = || keys.iter().find_map(|key| offsets::row(document.text(&[key]), day, near, zone));
    let begin = || told.filter(|(_, end)| end.is_some() && !noticed).map(|(begin, _)| begin.clone());
    offsets::anchor(document.body, day, near, zone).or_else(field).or_else(begin)
}

/// Whether a text names a day, and how many times of day it states for its incident.
fn times_of(text: &str, stem: &str) -> (bool, usize) {
    let (document, outline) = parts(text);
    let Times { frame, rows, told, .. } = times(&document, &outline, stem);
    let keys = [&STARTED[..], &DETECTED, &MITIGATED, &RESOLVED].concat();
    let fields = keys.iter().filter(|key| has_clock(document.text(&[key]))).count();
    let told = told.map_or(0, |(_, end)| 1 + usize::from(end.is_some()));
    let dated = frame.day.is_some() || rows.iter().any(|row| row.clock.day.is_some());
    (dated, rows.len().max(fields).max(told))
}

fn stated(document: &Document, outline: &Outline, native_id: &str, stem: &str) -> StatedIncident {
    let summary = summary(document, outline);
    let Times { frame, rows, told, lengths } = times(document, outline, stem);
    let found = moments::of(&rows, told.as_ref(), lengths);
    let stated_lengths = [
        ("detected_at", lengths.detect),
        ("acknowledged_at", lengths.acknowledge),
        ("mitigated_at", lengths.mitigate),
        ("resolved_at", lengths.recover),
    ];
    let mut incident = StatedIncident {
        url: document.text(&["url", "link"]).to_owned(),
        title: first(&[document.text(&TITLE), &outline.title, first_line(&summary)]).to_owned(),
        summary: clipped(&summary),
        status: document.text(&["status", "report_status"]).to_owned(),
        severity: document.text(&SEVERITY).to_owned(),
        services: document.names(&SERVICES),
        teams: document.names(&["team", "teams"]),
        factors: factors(document, outline),
        links: links(document),
        people: people(document),
        follow_ups: follow_ups::of(document, outline, native_id),
        events: timeline::events(&rows),
        stated_lengths: stated_lengths.iter().filter_map(|(field, length)| Some((*field, (*length)?))).collect(),
        ..StatedIncident::default()
    };
    set_times(&mut incident, document, &frame, found);
    incident
}

/// Whoever writes the fields in UTC does so in the rows that name no zone.
fn zone_of_fields(document: &Document) -> Option<zone::Zone> {
    let keys = STARTED.iter().chain(&DETECTED).chain(&RESOLVED).chain(&MITIGATED);
    let is_utc = |text: &str| has_clock(text) && (text.ends_with('Z') || text.ends_with("UTC"));
    keys.map(|key| document.text(&[key])).find(|text| is_utc(text)).map(|_| zone::Zone::utc())
}

/// Fields win where they state a time of day; a day alone gives way to what the rows and the opening say.
fn set_times(incident: &mut StatedIncident, document: &Document, frame: &Frame, found: Moments) {
    let at = |keys: &[&'static str]| time(document, keys, frame.day.as_ref());
    let pick = |field: Option<Stamp>, found: Option<Stamp>| match (field, found) {
        (Some(field), Some(found)) => Some(if has_clock(&field.text) { field } else { found }),
        (field, found) => field.or(found),
    };
    let (start, detected) = (at(&STARTED), at(&DETECTED));
    let is_stated = start.is_some() || detected.is_some();
    // Rows before a start that a field states, and an end that the field contradicts, are left to the fields.
    let begin = start.as_ref().is_none_or(|start| !has_clock(&start.text)).then_some(found.started).flatten();
    let day = || at(&DATE).or_else(|| stamp(&frame.day.as_ref()?.text(), "date"));
    incident.started_at = if is_stated && begin.is_none() { start } else { pick(start, begin).or_else(day) };
    incident.detected_at = pick(detected, found.detected);
    incident.declared_at = at(&DECLARED);
    incident.acknowledged_at = pick(at(&ACKNOWLEDGED), found.acknowledged);
    incident.mitigated_at = pick(at(&MITIGATED), found.mitigated);
    incident.resolved_at = pick(at(&RESOLVED), found.resolved);
    incident.modified_at = at(&MODIFIED);
}

/// A stamp needs at least a year or a clock: `resolved: true` and an empty cell of a template are none. A clock alone is
/// a time of the stated day.
fn time(document: &Document, keys: &[&'static str], day: Option<&Day>) -> Option<Stamp> {
    let is_time = |text: &&str| text.chars().filter(char::is_ascii_digit).count() >= 3;
    keys.iter().find_map(|key| {
        let text = Some(document.text(&[key])).filter(is_time)?;
        let stated = document.text(&DATE);
        let known = day.map_or_else(String::new, Day::text);
        let date = first(&[stated, &known]);
        if is_clock(text) && !date.is_empty() { stamp(&format!("{date} {text}"), key) } else { stamp(text, key) }
    })
}

/// Whether a text holds a time of day.
fn has_clock(text: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let colon =
        text.char_indices().any(|(at, c)| c == ':' && digit(text.get(at + 1..).and_then(|rest| rest.chars().next())));
    let is_number = text.len() > 8 && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    let lower = text.to_lowercase();
    colon || is_number || lower.ends_with("am") || lower.ends_with("pm")
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
fn first_line(summary: &str) -> &str {
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
