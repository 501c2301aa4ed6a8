//! The analyst's notes, as TOML or Markdown, to the objects that they are: each with the line on which it begins.

use serde::Deserialize;
use serde_json::{Map, Value};
use toml::Spanned;

/// Names of files of notes. Markdown is one only where a heading says what it is about.
pub const TOML: &str = "notes.toml";
const MARKDOWN: &str = "notes.md";
/// The key of the line; the others of a note begin in the same way.
pub const LINE: &str = "note_line";
const SUBJECTS: [&str; 3] = ["claim", "section", "incident"];
const FIELDS: [&str; 3] = ["state", "editions", "reason"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoteFile {
    #[serde(default)]
    note: Vec<Spanned<Map<String, Value>>>,
}

/// The notes of a TOML file as a JSON array.
///
/// # Errors
/// The text is no TOML, or holds something else than `[[note]]`; with the line.
pub fn of_toml(text: &str) -> Result<String, String> {
    let file: NoteFile = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or_else(String::new, |span| format!("line {}: ", line_at(text, span.start)));
        format!("{at}{}", error.message())
    })?;
    let notes = file.note.into_iter().map(|note| {
        let line = line_at(text, note.span().start);
        object(line, note.into_inner())
    });
    Ok(Value::Array(notes.collect()).to_string())
}

fn object(line: u64, fields: Map<String, Value>) -> Value {
    let named = fields.into_iter().map(|(key, value)| (format!("note_{key}"), value));
    let mut object: Map<String, Value> = named.collect();
    object.insert(LINE.to_owned(), line.into());
    Value::Object(object)
}

fn line_at(text: &str, at: usize) -> u64 {
    1 + text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() as u64
}

/// The notes of a Markdown file as a JSON array; `None` for every other file. Below each heading (`## claim areas.ranks`)
/// stand lines like `state: disputed`, then the text.
#[must_use]
pub fn of_markdown(text: &str, name: &str) -> Option<String> {
    if name != MARKDOWN {
        return None;
    }
    let mut notes: Vec<(u64, Map<String, Value>, String)> = Vec::new();
    let mut is_known = false;
    for (at, line) in (1..).zip(text.lines()) {
        if let Some(heading) = line.strip_prefix("## ") {
            let (kind, subject) = heading.trim().split_once(char::is_whitespace).unwrap_or((heading.trim(), ""));
            let kind = kind.trim_end_matches(':').to_lowercase();
            is_known |= SUBJECTS.contains(&kind.as_str()) && !subject.is_empty();
            let subject = subject.trim().trim_matches('`');
            notes.push((at, Map::from_iter([(kind, subject.into())]), String::new()));
        } else if let Some((_, fields, said)) = notes.last_mut() {
            match field(line).filter(|_| said.trim().is_empty()) {
                Some((key, value)) => _ = fields.insert(key, value),
                None => said.extend([line, "\n"]),
            }
        }
    }
    let whole = notes.into_iter().map(|(line, mut fields, said)| {
        fields.insert("text".to_owned(), said.trim().into());
        object(line, fields)
    });
    is_known.then(|| Value::Array(whole.collect()).to_string())
}

/// `state: disputed`, also as an item of a list.
fn field(line: &str) -> Option<(String, Value)> {
    let (key, value) = line.trim().trim_start_matches("- ").split_once(':')?;
    let key = key.trim().to_lowercase();
    let is_list = key == "editions";
    let value = value.trim();
    let value = if is_list { value.split(',').map(|word| Value::from(word.trim())).collect() } else { value.into() };
    FIELDS.contains(&key.as_str()).then_some((key, value))
}
