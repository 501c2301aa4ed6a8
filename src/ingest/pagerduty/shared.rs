//! What the PagerDuty sources share: references to objects, and how an object is parsed and kept.

use std::borrow::Cow;

use serde::Deserialize;

use crate::ingest::head::Cells;
use crate::ingest::plain::{Loose, Text, first, shape};
use crate::ingest::{Item, Output};
use crate::model::origin::Origin;
use crate::model::record::{Body, Record, Role, StatedPerson};
use crate::model::reject::Reason;

/// First part of all record ids of these sources.
pub const TOOL: &str = "pagerduty";

/// A reference to another object, or the whole object where the caller asked for it with `include[]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Ref<'a> {
    #[serde(borrow)]
    pub id: Text<'a>,
    #[serde(rename = "type", borrow)]
    pub kind: Text<'a>,
    #[serde(borrow)]
    pub summary: Text<'a>,
    #[serde(borrow)]
    pub name: Text<'a>,
    #[serde(borrow)]
    pub email: Text<'a>,
    #[serde(borrow)]
    pub time_zone: Text<'a>,
}

impl<'de: 'a, 'a> Loose<'de> for Ref<'a> {
    fn from_text(text: Cow<'de, str>) -> Self {
        Self { summary: Text::from_text(text), ..Self::default() }
    }
}

impl Ref<'_> {
    /// What people call the object; empty when only its id is stated.
    #[must_use]
    pub fn label(&self) -> &str {
        first(&[self.name.get(), self.summary.get()])
    }

    /// The label, or the id where there is no label.
    #[must_use]
    pub fn label_or_id(&self) -> &str {
        first(&[self.label(), self.id.get()])
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.id.is_empty() && self.label().is_empty()
    }

    /// True for `user` and `user_reference`. An object without a type is not taken for a person or a machine.
    #[must_use]
    pub fn is_user(&self) -> bool {
        self.kind.get().starts_with("user")
    }

    /// True when the type is stated and is not a user: a service, an integration, a policy.
    #[must_use]
    pub fn is_machine(&self) -> bool {
        !self.kind.is_empty() && !self.is_user()
    }

    #[must_use]
    pub fn person(&self) -> StatedPerson {
        StatedPerson {
            id: self.id.owned(),
            name: self.label().to_owned(),
            email: self.email.owned(),
            time_zone: self.time_zone.owned(),
            team: String::new(),
            machine: self.is_machine(),
        }
    }
}

/// Parses an item as one object of a kind, or refuses it.
pub(super) fn parse<'a, T: Deserialize<'a>>(item: &Item<'a>, origin: &Origin, out: &mut Output) -> Option<T> {
    let Item::Json(text) = *item else {
        out.reject(origin, "", Reason::Malformed, format!("expected a JSON object, found {}", shape(item)));
        return None;
    };
    match serde_json::from_str(text) {
        Ok(object) => Some(object),
        Err(error) => {
            out.reject(origin, "", Reason::Malformed, error.to_string());
            None
        }
    }
}

/// An item as a row of a table, or refuses it.
pub(super) fn row<'a>(item: &Item<'a>, origin: &Origin, out: &mut Output) -> Option<&'a Cells> {
    if let Item::Row(cells) = *item {
        return Some(cells);
    }
    out.reject(origin, "", Reason::Malformed, format!("expected a table row, found {}", shape(item)));
    None
}

pub(super) fn keep(entity: &'static str, native_id: String, body: Body, origin: &Origin, out: &mut Output) {
    out.records.push(Record {
        origin: origin.clone(),
        source: TOOL.to_owned(),
        role: Role::Pager,
        entity,
        native_id,
        body,
    });
}
