//! Rows of ServiceNow tables: as the Table API writes them, and as a list is exported.
//!
//! All tables use the same three shapes of a value and the same field names, so looking up a field stands here once.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::shared::Fields;
use crate::ingest::head::{Cells, Head};
use crate::ingest::lenient::{Loose, Part, Text, first, shape};
use crate::ingest::{Item, Output};
use crate::model::origin::Origin;
use crate::model::reject::Reason;

/// One field: a bare text, a reference, or a pair of display and stored value.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Field<'a> {
    #[serde(borrow)]
    display_value: Text<'a>,
    #[serde(borrow)]
    value: Text<'a>,
    #[serde(borrow)]
    link: Text<'a>,
    /// Stated as a bare text, which may be a stored or a display value.
    #[serde(skip)]
    bare: bool,
}

impl<'de: 'a, 'a> Loose<'de> for Field<'a> {
    fn from_text(text: std::borrow::Cow<'de, str>) -> Self {
        Self { value: Text::from_text(text), bare: true, ..Self::default() }
    }
}

impl Field<'_> {
    /// A reference with a display value and a link states its id only as the end of the link.
    fn stored(&self) -> &str {
        let value = self.value.get();
        if !value.is_empty() {
            return value;
        }
        let link = self.link.get().split('?').next().unwrap_or("");
        link.rsplit('/').next().unwrap_or("")
    }
}

/// One JSON record of any table.
#[derive(Debug, Deserialize)]
struct Row<'a>(#[serde(borrow)] BTreeMap<String, Part<Field<'a>>>);

impl Fields for Row<'_> {
    fn shown(&self, field: &str) -> &str {
        self.0.get(field).map_or("", |Part(field)| first(&[field.display_value.get(), field.stored()]))
    }

    fn stored(&self, field: &str) -> &str {
        self.0.get(field).map_or("", |Part(field)| field.stored())
    }

    // Where the answer has stored values at all, in pairs, in references or as a code for the state, its times are stored
    // values too.
    fn has_stored_times(&self) -> bool {
        let pair = |Part(field): &Part<Field>| !field.bare && !field.value.is_empty();
        let code = |name: &str| {
            let state = self.0.get(name).map_or("", |Part(field)| field.value.get());
            !state.is_empty() && state.chars().all(|c| c.is_ascii_digit())
        };
        self.0.values().any(pair) || code("state") || code("incident_state")
    }
}

/// Labels that the list view and spreadsheet exports write instead of field names, as header keys.
const LABELS: [(&str, &[&str]); 20] = [
    ("sys_id", &["sys_id_unique_id"]),
    ("opened_at", &["opened", "opened_on"]),
    ("resolved_at", &["resolved", "resolved_on"]),
    ("closed_at", &["closed", "closed_on"]),
    ("sys_updated_on", &["updated", "updated_on", "last_updated"]),
    ("sys_created_on", &["created", "created_on"]),
    ("work_start", &["actual_start", "work_started"]),
    ("state", &["incident_state"]),
    ("caller_id", &["caller", "affected_user", "requested_for"]),
    ("cmdb_ci", &["configuration_item", "affected_ci"]),
    ("business_service", &["service", "impacted_service"]),
    ("problem_id", &["problem"]),
    ("contact_type", &["channel"]),
    ("calendar_duration", &["duration"]),
    ("close_code", &["resolution_code"]),
    ("close_notes", &["resolution_notes"]),
    ("reopen_count", &["reopened_count"]),
    ("reassignment_count", &["reassignments"]),
    ("parent_incident", &["parent"]),
    ("number", &["incident_number"]),
];

impl Fields for Cells {
    fn shown(&self, field: &str) -> &str {
        let value = self.get(field);
        if !value.is_empty() {
            return value;
        }
        let labels = LABELS.iter().find(|(name, _)| *name == field).map_or(&[][..], |(_, labels)| labels);
        labels.iter().map(|label| self.get(label)).find(|value| !value.is_empty()).unwrap_or("")
    }
}

/// Hands the fields of one item on, whatever it came in; what has no fields is rejected.
pub(super) fn with_fields(item: &Item, origin: &Origin, out: &mut Output, then: impl FnOnce(&dyn Fields, &mut Output)) {
    match item {
        Item::Row(cells) => then(*cells, out),
        Item::Json(text) => match serde_json::from_str::<Row>(text) {
            Ok(row) => then(&row, out),
            Err(error) => out.reject(origin, "", Reason::Malformed, error.to_string()),
        },
        Item::Text { .. } => {
            out.reject(origin, "", Reason::Malformed, format!("expected a table row, found {}", shape(item)));
        }
    }
}

/// The stored value of a field of a sampled object, in any of the three shapes.
pub(super) fn sampled<'a>(object: &'a Value, field: &str) -> &'a str {
    let Some(value) = object.get(field) else { return "" };
    let part = |key: &str| value.get(key).and_then(Value::as_str);
    value.as_str().or_else(|| part("value")).or_else(|| part("display_value")).unwrap_or("").trim()
}

/// The sampled rows of a table under a header; empty when there is no such column.
pub(super) fn column<'a>(head: &'a Head, key: &str) -> Vec<&'a str> {
    let Some(at) = head.headers.iter().position(|own| own == key) else { return Vec::new() };
    head.rows.iter().filter_map(|row| row.get(at)).map(|value| value.trim()).filter(|value| !value.is_empty()).collect()
}
