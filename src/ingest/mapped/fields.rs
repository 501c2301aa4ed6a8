//! What a column can be mapped to, and where its values stand.

use std::borrow::Cow;

use serde_json::Value;

use crate::ingest::head::header_key;

macro_rules! targets {
    ($($target:ident => $name:literal),* $(,)?) => {
        /// A fact of an incident that a column can be mapped to.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Target { $($target),* }

        impl Target {
            const ALL: &[Self] = &[$(Self::$target),*];

            /// The word used in the settings.
            pub(super) fn name(self) -> &'static str {
                match self { $(Self::$target => $name),* }
            }
        }
    };
}

targets! {
    Id => "id",
    Number => "number",
    Url => "url",
    Title => "title",
    Summary => "summary",
    Status => "status",
    Severity => "severity",
    Urgency => "urgency",
    Kind => "kind",
    CustomerFacing => "customer_facing",
    Service => "service",
    Component => "component",
    Team => "team",
    Environment => "environment",
    Region => "region",
    Factor => "factor",
    StartedAt => "started_at",
    DetectedAt => "detected_at",
    DeclaredAt => "declared_at",
    AcknowledgedAt => "acknowledged_at",
    MitigatedAt => "mitigated_at",
    ResolvedAt => "resolved_at",
    ClosedAt => "closed_at",
    ModifiedAt => "modified_at",
    At => "at",
    DurationS => "duration_s",
    DurationMin => "duration_min",
    DurationH => "duration_h",
    Detection => "detection",
    Resolution => "resolution",
    ReopenCount => "reopen_count",
    ReopenedAt => "reopened_at",
    ReassignmentCount => "reassignment_count",
    EscalationCount => "escalation_count",
    AlertCount => "alert_count",
    Assignee => "assignee",
    Responder => "responder",
    Commander => "commander",
    Resolver => "resolver",
    Reporter => "reporter",
    Reference => "reference",
    Problem => "problem",
    Parent => "parent",
    DuplicateOf => "duplicate_of",
    MergedInto => "merged_into",
    Related => "related",
    Person => "person",
    Schedule => "schedule",
    Level => "level",
    StartsAt => "starts_at",
    EndsAt => "ends_at",
}

impl Target {
    /// A target by its name; the plural of a list (`services`) is the same target.
    pub(super) fn named(name: &str) -> Option<Self> {
        let is_it = |target: &Self| {
            name == target.name()
                || (target.is_list() && name.strip_suffix('s').is_some_and(|one| one == target.name()))
        };
        Self::ALL.iter().copied().find(is_it)
    }

    /// Whether several values can stand in one cell.
    pub(super) fn is_list(self) -> bool {
        matches!(
            self,
            Self::Service
                | Self::Component
                | Self::Team
                | Self::Environment
                | Self::Region
                | Self::Factor
                | Self::Assignee
                | Self::Responder
                | Self::Commander
                | Self::Reporter
                | Self::Reference
                | Self::Problem
                | Self::Parent
                | Self::Related
        )
    }

    /// Whether the fact is one of a stretch on call, and not of an incident.
    pub(super) fn is_of_shift(self) -> bool {
        matches!(
            self,
            Self::Person | Self::Schedule | Self::Level | Self::StartsAt | Self::EndsAt | Self::Team | Self::Id
        )
    }

    /// All names that rows of one sort can have, for messages.
    pub(super) fn names(shifts: bool) -> String {
        let only_shifts = [Self::Person, Self::Schedule, Self::Level, Self::StartsAt, Self::EndsAt];
        let fits = |target: &&Self| if shifts { target.is_of_shift() } else { !only_shifts.contains(target) };
        Self::ALL.iter().filter(fits).map(|target| target.name()).collect::<Vec<_>>().join(", ")
    }
}

/// Where a value stands: a column of a table, a key of an object, or a JSON pointer into it, in which `*` means every
/// element of a list.
#[derive(Debug, Clone)]
pub(super) struct Column {
    stated: String,
    /// Header key, for tables.
    pub(super) key: String,
}

impl Column {
    pub(super) fn new(stated: &str) -> Self {
        Self { stated: stated.to_owned(), key: header_key(stated) }
    }

    /// All scalars at this place of an object; a list of scalars gives each of them.
    pub(super) fn in_object<'v>(&self, object: &'v Value) -> Vec<Cow<'v, str>> {
        let mut found = Vec::new();
        match self.stated.strip_prefix('/') {
            None => {
                // The key of a table's column is found whatever its capitals and marks.
                let same = || {
                    let mut members = object.as_object()?.iter();
                    members.find(|(key, _)| header_key(key) == self.key).map(|(_, value)| value)
                };
                object.get(&self.stated).or_else(same).into_iter().for_each(|value| scalars(value, &mut found));
            }
            Some(pointer) => {
                let parts: Vec<String> =
                    pointer.split('/').map(|part| part.replace("~1", "/").replace("~0", "~")).collect();
                follow(object, &parts, &mut found);
            }
        }
        found
    }
}

fn follow<'v>(value: &'v Value, parts: &[String], found: &mut Vec<Cow<'v, str>>) {
    let Some((part, rest)) = parts.split_first() else { return scalars(value, found) };
    match value {
        Value::Array(list) if part == "*" => list.iter().for_each(|element| follow(element, rest, found)),
        Value::Array(list) => {
            let at = part.parse::<usize>().ok().and_then(|at| list.get(at));
            at.into_iter().for_each(|element| follow(element, rest, found));
        }
        Value::Object(object) => object.get(part).into_iter().for_each(|value| follow(value, rest, found)),
        _ => {}
    }
}

fn scalars<'v>(value: &'v Value, found: &mut Vec<Cow<'v, str>>) {
    match value {
        Value::String(text) => found.push(Cow::Borrowed(text.as_str())),
        Value::Number(number) => found.push(Cow::Owned(number.to_string())),
        Value::Bool(yes) => found.push(Cow::Borrowed(if *yes { "true" } else { "false" })),
        Value::Array(list) => list.iter().filter(|one| !one.is_array()).for_each(|one| scalars(one, found)),
        Value::Null | Value::Object(_) => {}
    }
}
