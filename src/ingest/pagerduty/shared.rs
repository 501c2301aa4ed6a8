//! What the PagerDuty sources share: references to objects, and how an object is parsed and kept.

use crate::ingest::fields::Fields;
use crate::ingest::tool::Tool;
use crate::model::record::{Role, StatedPerson};
use std::borrow::Cow;

/// The tool.
pub const TOOL: Tool = Tool { id: "pagerduty", title: "PagerDuty", role: Role::Pager };

/// A reference to another object, or the whole object where the caller asked for it with `include[]`, or its bare name.
#[derive(Debug, Clone, Copy)]
pub struct Ref<'a>(pub Fields<'a>);

impl<'a> Ref<'a> {
    /// The reference at a path.
    #[must_use]
    pub fn at(fields: Fields<'a>, path: &str) -> Self {
        Self(fields.part(path))
    }

    #[must_use]
    pub fn id(self) -> Cow<'a, str> {
        self.0.text("id")
    }

    /// What people call the object; empty when only its id is stated.
    #[must_use]
    pub fn label(self) -> Cow<'a, str> {
        let bare = self.0.said();
        if bare.is_empty() { self.0.first(&["name", "summary"]) } else { bare }
    }

    /// The label, or the id where there is no label.
    #[must_use]
    pub fn label_or_id(self) -> Cow<'a, str> {
        let label = self.label();
        if label.is_empty() { self.id() } else { label }
    }

    #[must_use]
    pub fn is_empty(self) -> bool {
        self.id().is_empty() && self.label().is_empty()
    }

    /// True for `user` and `user_reference`. An object without a type is not taken for a person or a machine.
    #[must_use]
    pub fn is_user(self) -> bool {
        self.0.text("type").starts_with("user")
    }

    /// True when the type is stated and is not a user: a service, an integration, a policy.
    #[must_use]
    pub fn is_machine(self) -> bool {
        !self.0.text("type").is_empty() && !self.is_user()
    }

    #[must_use]
    pub fn person(self) -> StatedPerson {
        StatedPerson {
            id: self.id().into_owned(),
            name: self.label().into_owned(),
            email: self.0.string("email"),
            time_zone: self.0.string("time_zone"),
            team: String::new(),
            machine: self.is_machine(),
        }
    }
}
