//! Text of a description or a comment: wiki markup as a string (version 2 of the API), or a document of nodes (version 3).

use serde_json::Value;

use crate::ingest::lenient::clipped;

/// Nodes nested deeper than this are left out; people do not write so, and the stack is finite.
const DEEPEST: usize = 64;

/// Kinds of nodes after which a new line begins.
const BLOCKS: [&str; 9] =
    ["paragraph", "heading", "listItem", "blockquote", "codeBlock", "tableRow", "rule", "hardBreak", "taskItem"];

/// The text of a field. Addresses behind words are written after them, as they may lead to another tool.
#[must_use]
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => clipped(text.trim()),
        Value::Object(_) => {
            let mut out = String::new();
            walk(value, 0, &mut out);
            clipped(out.trim())
        }
        _ => String::new(),
    }
}

/// Whether a value is a document of nodes.
#[must_use]
pub fn is_document(value: &Value) -> bool {
    value.get("type").and_then(Value::as_str) == Some("doc") && value.get("content").is_some_and(Value::is_array)
}

fn walk(node: &Value, depth: usize, out: &mut String) {
    if depth > DEEPEST {
        return;
    }
    let kind = node.get("type").and_then(Value::as_str).unwrap_or("");
    let said = ["/text", "/attrs/text", "/attrs/shortName"].iter().find_map(|at| node.pointer(at)?.as_str());
    out.push_str(said.unwrap_or(""));
    for address in addresses(node) {
        out.push_str(&format!(" {address} "));
    }
    for child in node.get("content").and_then(Value::as_array).into_iter().flatten() {
        walk(child, depth + 1, out);
    }
    if BLOCKS.contains(&kind) && !out.ends_with('\n') {
        out.push('\n');
    }
}

/// Where a node leads: a link on its text, or the card of a page.
fn addresses(node: &Value) -> Vec<&str> {
    let marks = node.get("marks").and_then(Value::as_array).into_iter().flatten();
    let said = node.get("text").and_then(Value::as_str).unwrap_or("");
    let links = marks.filter_map(|mark| mark.pointer("/attrs/href")?.as_str());
    links.chain(node.pointer("/attrs/url").and_then(Value::as_str)).filter(|address| *address != said).collect()
}
