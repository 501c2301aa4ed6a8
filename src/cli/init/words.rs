//! Stated text inside a settings file: as keys, values and comments.

use crate::text::clip;
use crate::text::visible::{self, CharFate};

/// A TOML string. What does not show what it is stands there as an escape: the settings have to name columns and
/// services exactly as the exports do.
pub(super) fn string(value: &str) -> String {
    let mut text = String::from("\"");
    visible::each(value, |c, fate| match c {
        '"' => text.push_str("\\\""),
        '\\' => text.push_str("\\\\"),
        c if fate == CharFate::Keep => text.push(c),
        c if u32::from(c) > 0xffff => text.push_str(&format!("\\U{:08X}", u32::from(c))),
        c => text.push_str(&format!("\\u{:04X}", u32::from(c))),
    });
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
    clip::truncate(&visible::line(value).split_whitespace().collect::<Vec<_>>().join(" "), 48)
}

/// Sample values, quoted and separated.
pub(super) fn samples(values: &[String]) -> String {
    let shown: Vec<String> = values.iter().map(|value| format!("“{}”", sample(value))).collect();
    shown.join(", ")
}
