//! Which source reads a file: the first one whose test on the first records holds.

use crate::ingest::AnySource;
use crate::ingest::head::Head;
use serde::{Deserialize, Serialize};

/// The source of a head: the forced kind, else the first that recognises it.
#[must_use]
pub fn source<'a>(head: &Head, forced: Option<&str>, sources: &[&'a dyn AnySource]) -> Option<&'a dyn AnySource> {
    if let Some(kind) = forced {
        // Several mappings share one kind; the one that names the file wins.
        let mut of_kind = sources.iter().filter(|s| s.kind().id == kind);
        let first = of_kind.clone().next().copied();
        return of_kind.find(|s| s.recognises(head)).copied().or(first);
    }
    sources.iter().find(|s| s.recognises(head)).copied()
}

/// How sure it is that a source is the right one for a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Certainty {
    /// No source was found.
    #[default]
    None,
    /// The user said so, with `KIND=PATH` or a mapping.
    Told,
    /// The header of the table, or the beginning of the document, has what only this kind has.
    Header,
    /// So many of the first records have what only this kind has by themselves.
    Records { alike: usize, of: usize },
}

/// Looks at the first records one by one.
#[must_use]
pub fn certainty(head: &Head, forced: bool, source: &dyn AnySource) -> Certainty {
    if forced || source.kind().id == "mapped" {
        return Certainty::Told;
    }
    if head.objects.is_empty() {
        return Certainty::Header;
    }
    let alone = |object: &serde_json::Value| Head { objects: vec![object.clone()], ..head.clone() };
    let alike = head.objects.iter().filter(|object| source.recognises(&alone(object))).count();
    Certainty::Records { alike, of: head.objects.len() }
}

/// What a person needs to know about a file that no source recognises.
#[must_use]
pub fn unknown(head: &Head) -> (String, String) {
    let keys: Vec<String> = if head.headers.is_empty() {
        let first = head.objects.first().and_then(|o| o.as_object());
        first.map(|o| o.keys().cloned().collect()).unwrap_or_default()
    } else {
        head.headers.clone()
    };
    let shown = keys.iter().take(12).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if keys.len() > 12 { format!(" and {} more", keys.len() - 12) } else { String::new() };
    let what = if keys.is_empty() { String::new() } else { format!("; it has {shown}{more}") };
    let message = format!("not recognised, so not read{what}");
    (message, hint(head, &keys))
}

fn hint(head: &Head, keys: &[String]) -> String {
    if head.headers.len() == 1 && head.objects.is_empty() {
        return "only one column was found, so the delimiter may be another one than comma, semicolon, tab or bar; export the file \
                again with one of these"
            .to_owned();
    }
    if keys.is_empty() {
        return "export it as CSV or JSON; `retroscope inspect --kinds` lists what is read".to_owned();
    }
    let guess = |words: &[&str]| {
        let fits = |key: &&String| words.iter().any(|w| key.to_lowercase().contains(w));
        keys.iter().find(fits).map_or("…", String::as_str)
    };
    let inside = head.objects.first().and_then(|o| o.as_object()).into_iter().flatten();
    let array =
        inside.into_iter().find(|(_, v)| v.get(0).is_some_and(serde_json::Value::is_object)).map(|(key, _)| key);
    let fields = match array {
        Some(key) => {
            format!("records = \"{key}\", and under [mapping.fields] which of its keys holds what, like id = \"…\"")
        }
        None => format!(
            "and under [mapping.fields] which column holds what, like id = \"{}\", title = \"{}\", started_at = \"{}\", resolved_at = \"{}\"",
            guess(&["id", "number", "key"]),
            guess(&["title", "summary", "subject", "name", "message", "description"]),
            guess(&["start", "began", "opened", "created", "date"]),
            guess(&["resolved", "end", "closed", "fixed"]),
        ),
    };
    format!("to read it, add to the settings: [[mapping]] name = \"my-tool\", files = [\"{}\"], {fields}", head.name)
}
