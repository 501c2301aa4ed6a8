//! ServiceNow incidents as the Table API returns them, with stored values, display values, or both.
//!
//! To get them: `GET /api/now/table/incident?sysparm_display_value=all`, page by page. With `all` names and times in UTC
//! are both there; with `false` people and groups are bare identifiers.
//!
//! What this export cannot answer: the history of a record; only its present state is returned.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::shared::{Fields, TOOL, read};
use crate::ingest::head::Head;
use crate::ingest::plain::{Loose, Part, Text, first, shape};
use crate::ingest::{Context, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::Role;
use crate::model::reject::Reason;

/// One field: a bare text, a reference, or a pair of display and stored value.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Field<'a> {
    #[serde(borrow)]
    display_value: Text<'a>,
    #[serde(borrow)]
    value: Text<'a>,
}

impl<'de: 'a, 'a> Loose<'de> for Field<'a> {
    fn from_text(text: std::borrow::Cow<'de, str>) -> Self {
        Self { value: Text::from_text(text), ..Self::default() }
    }
}

#[derive(Debug, Deserialize)]
struct Row<'a>(#[serde(borrow)] BTreeMap<String, Part<Field<'a>>>);

impl Fields for Row<'_> {
    fn shown(&self, field: &str) -> &str {
        self.0.get(field).map_or("", |Part(field)| first(&[field.display_value.get(), field.value.get()]))
    }

    fn stored(&self, field: &str) -> &str {
        self.0.get(field).map_or("", |Part(field)| field.value.get())
    }
}

/// The source; see the head of this file.
pub struct Api;

impl Source for Api {
    fn id(&self) -> &'static str {
        "servicenow-api"
    }

    fn title(&self) -> &'static str {
        "ServiceNow incidents (Table API JSON)"
    }

    fn tool(&self) -> &'static str {
        TOOL
    }

    fn tool_title(&self) -> &'static str {
        "ServiceNow"
    }

    fn role(&self) -> Role {
        Role::Ticket
    }

    fn looks_for(&self) -> &'static str {
        "JSON objects with `sys_id` and `number` (a number of a problem or a change is not an incident)"
    }

    fn arrays(&self) -> &'static [&'static str] {
        &["result", "records"]
    }

    fn recognises(&self, head: &Head) -> bool {
        head.has_keys(&["sys_id", "number"]) && head.objects.iter().all(|object| !is_other_table(object))
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Item::Json(text) = item else {
            out.reject(origin, "", Reason::Malformed, format!("expected a JSON object, found {}", shape(item)));
            return;
        };
        match serde_json::from_str::<Row>(text) {
            Ok(row) => read(&row, false, origin, out),
            Err(error) => out.reject(origin, "", Reason::Malformed, error.to_string()),
        }
    }
}

/// Problems and changes have the same fields; their numbers tell them apart.
fn is_other_table(object: &serde_json::Value) -> bool {
    let number = object.get("number");
    let text = number.and_then(|n| n.as_str().or_else(|| n.get("value").and_then(serde_json::Value::as_str)));
    text.is_some_and(|number| ["PRB", "CHG", "RITM", "REQ"].iter().any(|prefix| number.starts_with(prefix)))
}
