//! Histories of Jira issues that are exported apart from them.
//!
//! To get them: `POST /rest/api/3/changelog/bulkfetch`, or a connector that keeps the answers of
//! `GET /rest/api/3/issue/{id}/changelog` together with their addresses.
//!
//! What this export cannot answer: anything about the issues themselves. The entries are attached to the issues that
//! another file holds. An entry that is saved without the address it was asked for at belongs to no issue.

use super::history;
use super::shared::{TOOL, issue_of};
use crate::ingest::container::rows::ADDRESS;
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::first;
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
        let is_entry = |object: Fields| {
            let item = object.at("items").items().next().unwrap_or(Fields::Nothing);
            let has_text = item.exact("toString").is_some() || item.exact("fromString").is_some();
            item.exact("field").is_some() && has_text && object.exact("created").is_some()
        };
        fields::sampled(head).any(|object| is_entry(object) || object.at("changeHistories").is_list())
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::json(item, origin, out) else { return };
        let entry = document.fields();
        let address = entry.string(ADDRESS);
        let (own, of_self) = (entry.string("issueId"), entry.string("self"));
        let key = entry.string("issueKey");
        let issue = first(&[&own, &key, issue_of(&address), issue_of(&of_self)]).to_owned();
        let id = entry.string("id");
        if issue.is_empty() {
            let detail = "the entry does not say of which issue it is; export the issues with expand=changelog instead";
            return out.reject(origin, &id, Reason::NoIdentifier, detail);
        }
        let native_id = if id.is_empty() { issue.clone() } else { id };
        let events = events(entry, &issue);
        let body = if events.is_empty() { Body::Reference } else { Body::Events(events) };
        TOOL.keep("changelog", native_id, body, origin, out);
    }
}

fn events(entry: Fields, issue: &str) -> Vec<StatedEvent> {
    if entry.exact("changeHistories").is_some() {
        history::told(entry.at("changeHistories").items(), issue).events
    } else {
        history::told(std::iter::once(entry), issue).events
    }
}
