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
    // Once there is no closer ahead there is none for what opens later: a text of nothing but openers is not searched to
    // its end once for each of them.
    let (mut no_tag, mut no_code) = (false, false);
    while let Some(at) = rest.find(['<', '{']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let skipped = if from.starts_with("{{") {
            end_of(from, "}}", &mut no_code)
        } else if is_tag(from) {
            end_of(from, ">", &mut no_tag)
        } else {
            None
        };
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

/// Behind the next closer, if there is one.
fn end_of(from: &str, closer: &str, none_ahead: &mut bool) -> Option<usize> {
    let found = if *none_ahead { None } else { from.find(closer) };
    *none_ahead = found.is_none();
    found.map(|at| at + closer.len())
}

/// Whether an HTML tag that pages use starts at the beginning of the text. Anything else in angle brackets is content
/// (`<script>` in a title is what somebody typed, and must survive as text).
fn is_tag(from: &str) -> bool {
    const TAGS: [&str; 24] = [
        "p", "br", "b", "i", "a", "em", "strong", "ul", "ol", "li", "div", "span", "code", "pre", "h1", "h2", "h3",
        "h4", "table", "tr", "td", "th", "small", "var",
    ];
    let Some(inner) = from.strip_prefix('<') else { return false };
    let letters = inner.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric);
    let name: String = letters.collect::<String>().to_ascii_lowercase();
    TAGS.contains(&name.as_str())
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
