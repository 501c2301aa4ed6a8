//! Stated text inside a settings file: as keys, values and comments.

/// A TOML string.
pub(super) fn string(value: &str) -> String {
    let mut text = String::from("\"");
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            c if c.is_control() => text.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => text.push(c),
        }
    }
    text.push('"');
    text
}

/// A TOML key.
pub(super) fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if bare { name.to_owned() } else { string(name) }
}

/// Stated text on one line of a comment, cut where it gets long. Nothing in an export may end the comment.
pub(super) fn sample(value: &str) -> String {
    let flat: String = value.chars().map(|c| if c.is_control() || is_line_end(c) { ' ' } else { c }).collect();
    crate::text::clip::truncate(&flat.split_whitespace().collect::<Vec<_>>().join(" "), 48)
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Sample values, quoted and separated.
pub(super) fn samples(values: &[String]) -> String {
    let shown: Vec<String> = values.iter().map(|value| format!("“{}”", sample(value))).collect();
    shown.join(", ")
}
