//! The follow-ups of a review: a table, check-boxes, or a list in the front matter.

use super::outline::{Outline, cells, list_items};
use crate::ingest::front_matter::{Document, Node};
use crate::ingest::head::header_key;
use crate::ingest::lenient::{cell, first, stamp};
use crate::model::record::{StatedFollowUp, StatedPerson};

/// Beginnings of headings over follow-ups, as header keys.
const HEADINGS: [&str; 14] = [
    "action_item",
    "action_point",
    "actions",
    "follow_up",
    "followup",
    "corrective",
    "preventive",
    "preventative",
    "next_steps",
    "recommendations",
    "remediation",
    "improvements",
    "todo",
    "to_do",
];

const TITLE: [&str; 7] = ["action_item", "action", "item", "task", "title", "description", "follow_up"];
const OWNER: [&str; 4] = ["owner", "assignee", "who", "responsible"];
const DUE: [&str; 4] = ["due", "due_date", "due_at", "deadline"];
const STATUS: [&str; 3] = ["status", "state", "done"];
const ID: [&str; 7] = ["ticket", "id", "bug", "issue", "jira", "link", "tracking"];
const CREATED: [&str; 2] = ["created", "created_at"];
const COMPLETED: [&str; 4] = ["completed", "completed_at", "closed", "closed_at"];

/// All follow-ups, in the order of the file. Those without a ticket are numbered within the review.
pub(super) fn of(document: &Document, outline: &Outline, native_id: &str) -> Vec<StatedFollowUp> {
    let mut items = Vec::new();
    for key in ["action_items", "follow_ups", "actions"] {
        if let Some(Node::List(nodes)) = document.node(key) {
            items.extend(nodes.iter().filter_map(from_node));
        }
    }
    for section in outline.sections.iter().filter(|section| is_about_follow_ups(&section.key)) {
        let table = from_table(&section.text);
        let has_table = !table.is_empty();
        items.extend(table);
        if !has_table {
            items.extend(list_items(&section.text).filter_map(from_list_item));
        }
    }
    for (at, item) in items.iter_mut().enumerate() {
        if item.id.is_empty() {
            item.id = format!("{native_id}/{}", at + 1);
        }
    }
    items
}

fn is_about_follow_ups(key: &str) -> bool {
    HEADINGS.iter().any(|name| key.starts_with(name))
}

/// Makes an item from whatever looks up a column by its names.
fn item<'a>(get: impl Fn(&[&'static str]) -> &'a str) -> Option<StatedFollowUp> {
    let title = get(&TITLE);
    (!title.is_empty()).then(|| StatedFollowUp {
        id: get(&ID).to_owned(),
        title: title.to_owned(),
        owner: StatedPerson { name: get(&OWNER).trim_start_matches('@').to_owned(), ..StatedPerson::default() },
        created_at: stamp(get(&CREATED), "created"),
        due_at: stamp(get(&DUE), "due"),
        completed_at: stamp(get(&COMPLETED), "completed"),
        status: boxed(get(&STATUS)).to_owned(),
    })
}

/// A box in a cell is a status like any other word.
fn boxed(status: &str) -> &str {
    match status {
        "[x]" | "[X]" | "✅" | "☑" | "✔" => "done",
        "[ ]" | "[]" | "☐" | "❌" => "open",
        other => other,
    }
}

fn from_node(node: &Node) -> Option<StatedFollowUp> {
    match node {
        Node::Map(fields) => item(|names| {
            let own = fields.iter().find(|(key, node)| names.contains(&key.as_str()) && node.text().is_some());
            own.and_then(|(_, node)| node.text()).unwrap_or("")
        }),
        _ => node.text().and_then(from_list_item),
    }
}

fn from_table(text: &str) -> Vec<StatedFollowUp> {
    let mut rows =
        text.lines().filter(|line| line.trim_start().starts_with('|')).map(cells).filter(|row| !row.is_empty());
    let Some(header) = rows.next() else { return Vec::new() };
    let keys: Vec<String> = header.into_iter().map(header_key).collect();
    let column = |names: &[&str]| names.iter().find_map(|name| keys.iter().position(|key| key == name));
    rows.filter_map(|row| item(|names| column(names).and_then(|at| row.get(at).copied()).map_or("", |text| cell(text))))
        .collect()
}

/// `[x] Add an alert (OPS-1050)` and plain items. A box states whether it is done.
fn from_list_item(text: &str) -> Option<StatedFollowUp> {
    let done = text.strip_prefix("[x] ").or_else(|| text.strip_prefix("[X] "));
    let open = text.strip_prefix("[ ] ");
    let title = first(&[done.unwrap_or(""), open.unwrap_or(""), text]);
    let status = match (done, open) {
        (Some(_), _) => "done",
        (None, Some(_)) => "open",
        (None, None) => "",
    };
    let status = status.to_owned();
    (!title.is_empty() && title != "[ ]").then(|| StatedFollowUp {
        title: title.to_owned(),
        status,
        ..Default::default()
    })
}
