//! Histories of Jira issues that are exported apart from them.
//!
//! To get them: `POST /rest/api/3/changelog/bulkfetch`, or a connector that keeps the answers of
//! `GET /rest/api/3/issue/{id}/changelog` together with their addresses.
//!
//! What this export cannot answer: anything about the issues themselves. The entries are attached to the issues that
//! another file holds. An entry that is saved without the address it was asked for at belongs to no issue.

use serde_json::Value;

use super::history;
use super::shared::{TOOL, issue_of, list, text};
use crate::ingest::container::rows::ADDRESS;
use crate::ingest::head::Head;
use crate::ingest::lenient::{first, parse};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, StatedEvent};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Changelogs;

impl Source for Changelogs {
    const KIND: Export = Export {
        id: "jira-changelogs",
        title: "Histories of Jira issues (REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `created` and `items`, which have a `field` and `toString`, or with `changeHistories`",
        arrays: &["issueChangeLogs"],
    };

    fn recognises(&self, head: &Head) -> bool {
        let entry = |object: &Value| {
            let item = object.pointer("/items/0").is_some_and(|item| {
                item.get("field").is_some() && (item.get("toString").is_some() || item.get("fromString").is_some())
            });
            item && object.get("created").is_some()
        };
        head.objects.iter().any(|object| entry(object) || object.get("changeHistories").is_some_and(Value::is_array))
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(entry) = parse::<Value>(item, origin, out) else { return };
        let address = text(&entry, &format!("/{ADDRESS}"));
        let (own, of_self) = (text(&entry, "/issueId"), text(&entry, "/self"));
        let key = text(&entry, "/issueKey");
        let issue = first(&[&own, &key, issue_of(&address), issue_of(&of_self)]).to_owned();
        let id = text(&entry, "/id");
        if issue.is_empty() {
            let detail = "the entry does not say of which issue it is; export the issues with expand=changelog instead";
            return out.reject(origin, &id, Reason::NoIdentifier, detail);
        }
        let native_id = if id.is_empty() { issue.clone() } else { id };
        let events = events(&entry, &issue);
        let body = if events.is_empty() { Body::Reference } else { Body::Events(events) };
        TOOL.keep("changelog", native_id, body, origin, out);
    }
}

fn events(entry: &Value, issue: &str) -> Vec<StatedEvent> {
    if entry.get("changeHistories").is_some() {
        history::told(list(entry, "/changeHistories"), issue).events
    } else {
        history::told(std::iter::once(entry), issue).events
    }
}
