//! What the analyst says of a review: `notes.toml`, or `notes.md`.
//!
//! To make them: `[[note]]` with `claim`, `section` or `incident` as the report calls it, and `text`; for a claim also `state`
//! (`accepted`, `disputed`, `not for this edition` with `editions`) and its `reason`. In Markdown `## claim areas.ranks`, lines
//! like `state: disputed`, then the text. Nothing rewrites the file: take a note away, and it is gone from the next report.

use crate::ingest::container::notes::LINE;
use crate::ingest::document;
use crate::ingest::fields::Fields;
use crate::ingest::head::Head;
use crate::ingest::lenient::{clipped, fingerprint};
use crate::ingest::tool::Tool;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::note::StatedNote;
use crate::model::origin::Origin;
use crate::model::record::{Body, Role};

/// The tool.
pub const TOOL: Tool = Tool { id: "notes", title: "the analyst's notes", role: Role::Table };

/// Every key that a note has.
const KEYS: [&str; 8] =
    [LINE, "note_claim", "note_section", "note_incident", "note_text", "note_state", "note_editions", "note_reason"];

/// The source; see the head of this file.
pub struct AnalystNotes;

impl Source for AnalystNotes {
    const KIND: Export = Export {
        id: "notes",
        title: "Notes by the analyst (TOML or Markdown, kept by hand)",
        tool: TOOL,
        looks_for: "a file notes.toml with [[note]], or notes.md with headings like `## claim areas.ranks`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_keys(&[LINE]) || head.has_headers(&[LINE, "note_text"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let object = document.fields();
        let stated = stated(object);
        let parts = [&stated.claim, &stated.section, &stated.incident, &stated.text, &stated.state, &stated.reason];
        let named: Vec<&str> = parts.into_iter().map(String::as_str).collect();
        let native_id = fingerprint(&format!("{}\u{1}{}", named.join("\u{1}"), stated.editions.join(";")));
        TOOL.keep("note", native_id, Body::Note(Box::new(stated)), origin, out);
    }
}

fn stated(object: Fields) -> StatedNote {
    let text = |key: &str| clipped(&object.text(key));
    let strange = |key: &&str| !KEYS.contains(key) && key.starts_with("note_");
    let editions = object.at("note_editions").values();
    StatedNote {
        line: object.count(LINE).unwrap_or(0),
        claim: text("note_claim"),
        section: text("note_section"),
        incident: text("note_incident"),
        text: text("note_text"),
        state: text("note_state"),
        editions: editions.iter().flat_map(|list| list.split(',')).map(|word| word.trim().to_owned()).collect(),
        reason: text("note_reason"),
        strange: object
            .members()
            .into_iter()
            .map(|(key, _)| key)
            .filter(strange)
            .map(|key| key.trim_start_matches("note_").to_owned())
            .collect(),
    }
}
