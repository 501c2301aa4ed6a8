//! What the PagerDuty sources share: references to objects, and how an object is parsed and kept.

use crate::ingest::tool::Tool;
use std::borrow::Cow;

use serde::Deserialize;

use crate::ingest::lenient::{Loose, Text, first};
use crate::model::record::{Role, StatedPerson};

/// The tool.
pub const TOOL: Tool = Tool { id: "pagerduty", title: "PagerDuty", role: Role::Pager };

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
