//! Rows of ServiceNow tables: as the Table API writes them, and as a list is exported.
//!
//! All tables use the same three shapes of a value and the same field names, so looking up a field stands here once.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::shared::Columns;
use crate::ingest::document;
use crate::ingest::fields::Fields;
use crate::ingest::head::{Cells, Head};
use crate::ingest::lenient::first;
use crate::ingest::{Item, Output};
use crate::model::origin::Origin;

/// One field: a bare text, a reference, or a pair of display and stored value.
struct Field<'a> {
    display_value: Cow<'a, str>,
    value: Cow<'a, str>,
    link: Cow<'a, str>,
    /// Stated as a bare text, which may be a stored or a display value.
    bare: bool,
}

impl<'a> Field<'a> {
    fn of(fields: Fields<'a>, name: &str) -> Self {
        let stated = fields.part(name);
        let bare = stated.said();
        let is_bare = !stated.is_object() && !stated.is_null();
        let value = if is_bare { bare } else { stated.text("value") };
        Self { display_value: stated.text("display_value"), value, link: stated.text("link"), bare: is_bare }
    }

    /// A reference with a display value and a link states its id only as the end of the link.
    fn stored(&self) -> &str {
        if !self.value.is_empty() {
            return &self.value;
        }
        let link = self.link.split('?').next().unwrap_or("");
        link.rsplit('/').next().unwrap_or("")
    }
}

/// One JSON record of any table.
struct Row<'a>(BTreeMap<&'a str, Field<'a>>);

impl<'a> Row<'a> {
    fn of(fields: Fields<'a>) -> Self {
        Self(fields.members().into_iter().map(|(name, _)| (name, Field::of(fields, name))).collect())
    }
}

impl Columns for Row<'_> {
    fn shown(&self, field: &str) -> &str {
        self.0.get(field).map_or("", |field| first(&[&field.display_value, field.stored()]))
    }

    fn stored(&self, field: &str) -> &str {
        self.0.get(field).map_or("", Field::stored)
    }

    // Where the answer has stored values at all, in pairs, in references or as a code for the state, its times are stored
    // values too.
    fn has_stored_times(&self) -> bool {
        let pair = |field: &Field| !field.bare && !field.value.is_empty();
        let code = |name: &str| {
            let state = self.0.get(name).map_or("", |field| field.value.as_ref());
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

impl Columns for Cells {
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
pub(super) fn with_fields(
    item: &Item,
    origin: &Origin,
    out: &mut Output,
    then: impl FnOnce(&dyn Columns, &mut Output),
) {
    match item {
        Item::Row(cells) => then(*cells, out),
        _ => {
            let Some(document) = document::json(item, origin, out) else { return };
            then(&Row::of(document.fields()), out);
        }
    }
}

/// The stored value of a field of a sampled object, in any of the three shapes.
pub(super) fn sampled<'a>(object: Fields<'a>, field: &str) -> &'a str {
    let value = object.at(field);
    value.plain().or_else(|| value.at("value").plain()).or_else(|| value.at("display_value").plain()).unwrap_or("")
}

/// The sampled rows of a table under a header; empty when there is no such column.
pub(super) fn column<'a>(head: &'a Head, key: &str) -> Vec<&'a str> {
    let Some(at) = head.headers.iter().position(|own| own == key) else { return Vec::new() };
    head.rows.iter().filter_map(|row| row.get(at)).map(|value| value.trim()).filter(|value| !value.is_empty()).collect()
}
