//! Text of a description or a comment: wiki markup as a string (version 2 of the API), or a document of nodes (version 3).

use crate::ingest::fields::Fields;
use crate::ingest::lenient::clipped;

/// Nodes nested deeper than this are left out; people do not write so, and the stack is finite.
const DEEPEST: usize = 64;

/// Kinds of nodes after which a new line begins.
const BLOCKS: [&str; 9] =
    ["paragraph", "heading", "listItem", "blockquote", "codeBlock", "tableRow", "rule", "hardBreak", "taskItem"];

/// The text of a field. Addresses behind words are written after them, as they may lead to another tool.
#[must_use]
pub fn text(value: Fields) -> String {
    if let Some(text) = value.plain() {
        return clipped(text);
    }
    let mut out = String::new();
    if value.is_object() {
        walk(value, 0, &mut out);
    }
    clipped(out.trim())
}

/// Whether a value is a document of nodes.
#[must_use]
pub fn is_document(value: Fields) -> bool {
    value.at("type").plain() == Some("doc") && value.at("content").is_list()
}

fn walk(node: Fields, depth: usize, out: &mut String) {
    if depth > DEEPEST {
        return;
    }
    let kind = node.at("type").plain().unwrap_or("");
    let said = ["text", "attrs/text", "attrs/shortName"].iter().find_map(|at| node.at(at).written());
    out.push_str(said.unwrap_or(""));
    for address in addresses(node) {
        out.push_str(&format!(" {address} "));
    }
    for child in node.at("content").items() {
        walk(child, depth + 1, out);
    }
    if BLOCKS.contains(&kind) && !out.ends_with('\n') {
        out.push('\n');
    }
}

/// Where a node leads: a link on its text, or the card of a page.
fn addresses(node: Fields<'_>) -> Vec<&str> {
    let said = node.at("text").plain().unwrap_or("");
    let links = node.at("marks").items().filter_map(|mark| mark.at("attrs/href").plain());
    links.chain(node.at("attrs/url").plain()).filter(|address| *address != said).collect()
}
