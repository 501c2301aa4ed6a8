//! cState incident files: Markdown with front matter, as a status page made with cState keeps them.
//!
//! To get them: copy the folder `content/issues` of the site's repository.
//!
//! What these files cannot answer: who responded, and when the incident was noticed inside. Times without an offset are
//! in the zone of the site, which its configuration states and these files do not. Planned work is mixed in, often to be
//! told only by its wording.

use crate::ingest::front_matter::{Document, parse, prose};
use crate::ingest::head::Head;
use crate::ingest::lenient::{clipped, first, leads_to_record, push_name, shape, stamp, web_addresses};
use crate::ingest::tool::Tool;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, Kind, LinkKind, Role, StatedEvent, StatedIncident, StatedLink};
use crate::model::reject::Reason;

/// The tool.
pub const TOOL: Tool = Tool { id: "cstate", title: "the cState page", role: Role::StatusPage };

/// The source; see the head of this file.
pub struct Cstate;

impl Source for Cstate {
    const KIND: Export = Export {
        id: "cstate",
        title: "cState issues (Markdown)",
        tool: TOOL,
        looks_for: "Markdown with front matter holding `title`, `date` and `resolvedWhen`, `affected` or `section`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        is_cstate(&parse(&head.text))
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Item::Text { text, stem } = *item else {
            out.reject(origin, "", Reason::Malformed, format!("expected a Markdown file, found {}", shape(item)));
            return;
        };
        let document = parse(text);
        if document.fields.is_empty() {
            out.reject(origin, stem, Reason::Malformed, "the file has no front matter");
            return;
        }
        TOOL.keep("incident", stem.to_owned(), Body::Incident(Box::new(stated(&document))), origin, out);
    }
}

/// The keys that only cState writes. Reviews have titles and dates too.
#[must_use]
pub fn is_cstate(document: &Document) -> bool {
    let has = |key: &str| document.has(key);
    let own = has("resolvedwhen") || (has("section") && ["resolved", "affected", "informational"].into_iter().any(has));
    let is_flag = matches!(document.text(&["resolved"]).to_lowercase().as_str(), "true" | "false" | "yes" | "no");
    let plain = is_flag && has("severity");
    has("title") && has("date") && (own || plain)
}

fn stated(document: &Document) -> StatedIncident {
    let text = prose(document.body);
    StatedIncident {
        title: document.text(&["title"]).to_owned(),
        kind: kind(document),
        status: status(document),
        severity: severity(document).to_owned(),
        customer_facing: Some(true),
        services: document.names(&["affected"]),
        started_at: stamp(document.text(&["date"]), "date"),
        resolved_at: stamp(document.text(&["resolvedwhen"]), "resolvedWhen"),
        modified_at: stamp(document.text(&["lastmod"]), "lastmod"),
        links: links(&text),
        events: events(document.body),
        summary: clipped(&text),
        ..StatedIncident::default()
    }
}

/// `*Monitoring* - … {{< track "2018-04-13 16:50:00" >}}`: the word is the status, the mark its time. The newest stands
/// first. Updates without a mark have no time, and `Update` is no status.
fn events(body: &str) -> Vec<StatedEvent> {
    let mut events = Vec::new();
    let mut rest = body;
    while let Some((before, after)) = rest.split_once("{{<") {
        let Some((mark, behind)) = after.split_once(">}}") else { break };
        rest = behind;
        let time = mark.trim().strip_prefix("track").map(|time| time.trim().trim_matches(['"', '`', '\'']));
        let word = before.lines().rev().find_map(status_word);
        let Some((at, word)) = time.and_then(|time| stamp(time, "track")).zip(word) else { continue };
        let is_update = word.eq_ignore_ascii_case("update");
        let (kind, value) =
            if is_update { (EventKind::Note, String::new()) } else { (EventKind::Status, word.to_lowercase()) };
        events.push(StatedEvent::changed(kind, at, &value));
    }
    events.reverse();
    events
}

/// The word in italics or bold type that a line begins with.
fn status_word(line: &str) -> Option<&str> {
    let inside = line.trim().trim_start_matches(['-', ' ']).strip_prefix('*')?.trim_start_matches('*');
    let word = inside.split('*').next()?.trim().trim_end_matches(':');
    (!word.is_empty() && word.chars().all(char::is_alphabetic)).then_some(word)
}

/// Only what the fields say. What the title says is weighed later, for all sources alike.
fn kind(document: &Document) -> Kind {
    let planned = ["section", "type", "category", "severity"]
        .into_iter()
        .any(|key| document.text(&[key]).eq_ignore_ascii_case("maintenance"));
    if planned { Kind::Maintenance } else { Kind::Incident }
}

fn status(document: &Document) -> String {
    let resolved = document.text(&["resolved"]);
    match resolved.to_lowercase().as_str() {
        "true" | "yes" => "resolved".to_owned(),
        "false" | "no" => "open".to_owned(),
        _ => resolved.to_owned(),
    }
}

/// A post marked as informational has no severity of its own.
fn severity<'a>(document: &'a Document) -> &'a str {
    let marked = if document.text(&["informational"]).eq_ignore_ascii_case("true") { "informational" } else { "" };
    first(&[document.text(&["severity"]), marked])
}

fn links(text: &str) -> Vec<StatedLink> {
    let mut targets = Vec::new();
    for address in web_addresses(text).filter(|address| leads_to_record(address)) {
        push_name(&mut targets, address);
    }
    targets.into_iter().map(|target| StatedLink { kind: LinkKind::ExternalRef, target }).collect()
}
