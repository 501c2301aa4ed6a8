//! Shortening.

/// The text in at most `most` characters, the last of which is an ellipsis where something was cut.
///
/// Counts characters, not bytes, and never leaves a combining mark or a joiner without what it belongs to.
#[must_use]
pub fn truncate(text: &str, most: usize) -> String {
    if text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    let Some(keep) = most.checked_sub(1) else { return String::new() };
    let mut kept: Vec<char> = text.chars().take(keep).collect();
    if text.chars().nth(keep).is_some_and(clings) {
        while kept.pop().is_some_and(clings) {}
    }
    let kept: String = kept.into_iter().collect();
    let kept = kept.trim_end_matches(|c: char| c.is_whitespace() || c == '\u{200d}');
    format!("{kept}…")
}

/// Marks that modify the character before them.
fn clings(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c) || matches!(c, '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}
