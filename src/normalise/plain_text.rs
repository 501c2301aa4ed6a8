//! HTML, Markdown emphasis and site shortcodes to plain text. Only what readers would see stays.

use crate::text::visible;

/// Plain text of a stated text; runs of white space become one blank, and characters that hide something are shown or
/// dropped. That comes first: what is compared and masked later must be what readers see.
#[must_use]
pub fn plain(stated: &str) -> String {
    let shown = visible::line(stated);
    if !shown.contains(['<', '&', '{']) && !shown.contains("  ") {
        return shown.trim().to_owned();
    }
    let without_tags = strip(&shown);
    let decoded = entities(&without_tags);
    decoded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Removes tags (`<p>`) and shortcodes (`{{< … >}}`). A `<` that begins no tag stays: "error rate < 5 %".
fn strip(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '{']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let skipped = if from.starts_with("{{") { from.find("}}").map(|e| e + 2) } else { tag_end(from) };
        if let Some(after) = skipped.and_then(|end| from.get(end..)) {
            out.push(' ');
            rest = after;
        } else {
            let mut chars = from.chars();
            out.extend(chars.next());
            rest = chars.as_str();
        }
    }
    out.push_str(rest);
    out
}

/// End of an HTML tag that starts at the beginning of the text, if it is one that pages use. Anything else in angle
/// brackets is content (`<script>` in a title is what somebody typed, and must survive as text).
fn tag_end(from: &str) -> Option<usize> {
    const TAGS: [&str; 24] = [
        "p", "br", "b", "i", "a", "em", "strong", "ul", "ol", "li", "div", "span", "code", "pre", "h1", "h2", "h3",
        "h4", "table", "tr", "td", "th", "small", "var",
    ];
    let end = from.find('>')?;
    let inner = from.get(1..end)?.trim_start_matches('/');
    let name: String = inner.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    TAGS.contains(&name.as_str()).then_some(end + 1)
}

fn entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let named = [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    named.iter().fold(text.to_owned(), |t, (entity, plain)| t.replace(entity, plain))
}
