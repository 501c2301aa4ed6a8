//! The settings of one mapping, and the check of them.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use super::fields::Target;
use crate::model::record::Role;

/// How one kind of file is read. In the settings:
///
/// ```toml
/// [[mapping]]
/// name = "outages"                  # first part of the record ids
/// files = ["outages-*.csv"]         # path or file name; `*`, `?` and `**` as in a shell
/// role = "table"
/// rows = "incident"
/// zone = "Europe/Berlin"
/// split = ";"
///
/// [mapping.fields]
/// id = "Ticket"
/// title = ["Headline", "Subject"]   # the first that is not empty
/// started_at = "Began"
/// resolved_at = "Over"
/// services = "Systems"
/// # acknowledged_at = { join = ["Day", "Answered at"] }   # a date and a time of day
/// # duration_min = "Minutes"        # instead of resolved_at
///
/// [mapping.values.severity]
/// red = "1"
/// ```
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The tool the records belong to. Files with the same name are one source: the same id is the same record.
    pub name: String,
    /// Which files are read this way: patterns on the path as given, on the end of it, or on the file
    /// name alone.
    pub files: Vec<String>,
    /// What kind of system the file comes from; decides which source is believed for what.
    #[serde(default)]
    pub role: RoleName,
    /// Whether a row is a whole incident, one change of it, or a stretch on call. Of changes with the fact `at`, all rows of
    /// an id together tell its story; without it, the last row of an id holds the final state.
    #[serde(default)]
    pub rows: RowMeaning,
    /// Where the array of records stands in a JSON file: a key, or a pointer such as `/data/outages`. Not needed for a
    /// bare array, NDJSON and tables.
    pub records: Option<String>,
    /// IANA name of the zone of times without an offset.
    pub zone: Option<String>,
    /// Whether `3/4/2026` is the third of April. Needed only where no row of the file decides it.
    pub day_first: Option<bool>,
    /// Facts and the columns they stand in: a header, a JSON key, or a JSON pointer; of several the first that is set.
    pub fields: BTreeMap<String, From>,
    /// What separates the values in a cell that holds several.
    pub split: Option<String>,
    /// Values that mean "not set" in this file, beside the usual ones.
    #[serde(default)]
    pub nulls: Vec<String>,
    /// Whether the last part of an address in `reference` is an id that the other source uses.
    #[serde(default)]
    pub reference_tail: bool,
    /// What all records of the file are, where they are no incidents: `maintenance`, `drill`, `test` or `alert`.
    pub kind: Option<String>,
    /// The list inside each record that tells what happened when (the updates of a status page).
    pub history: Option<History>,
    /// Whether all records of the file concern customers. Status pages do, unless this says otherwise.
    pub customer_facing: Option<bool>,
    /// Translations of stated values, per fact: `[mapping.values.severity]`.
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
}

/// A list of updates inside each record: `history = { list = "updates", at = "date", status = "status" }`. The record begins
/// with its first update and ends with the last one that resolves it, unless fields of its own say otherwise.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct History {
    /// Key of the list, or a JSON pointer to it.
    pub list: String,
    /// Key of the time of an update.
    pub at: String,
    /// Key of what the update says of the state; words for it are translated by `values.status`.
    pub status: Option<String>,
    /// Key of the name of whoever wrote it.
    pub person: Option<String>,
}

/// One column, or several in order of preference.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum From {
    One(String),
    Several(Vec<String>),
    /// Columns that together hold one value, put together with a space: a date and a time of day.
    Joined {
        join: Vec<String>,
    },
}

impl From {
    /// The columns in order of preference.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let list = match self {
            Self::One(column) => std::slice::from_ref(column),
            Self::Several(columns) | Self::Joined { join: columns } => columns.as_slice(),
        };
        list.iter().map(String::as_str)
    }

    pub(super) fn is_joined(&self) -> bool {
        matches!(self, Self::Joined { .. })
    }
}

/// What one row stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowMeaning {
    #[default]
    Incident,
    Event,
    /// A stretch of one person on call.
    Shift,
}

/// The roles as written in the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoleName {
    Pager,
    Manager,
    Ticket,
    StatusPage,
    Review,
    /// A support desk: its tickets are no incidents, and are counted for the incident that they name.
    Support,
    #[default]
    Table,
}

impl RoleName {
    #[must_use]
    pub fn role(self) -> Role {
        match self {
            Self::Pager => Role::Pager,
            Self::Manager => Role::Manager,
            Self::Ticket => Role::Ticket,
            Self::StatusPage => Role::StatusPage,
            Self::Review => Role::Review,
            Self::Support | Self::Table => Role::Table,
        }
    }
}

/// Why a mapping can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// Name of the mapping, as stated.
    pub mapping: String,
    /// The setting, as a path (`fields.startd_at`).
    pub setting: String,
    /// What is wrong, and what could stand there.
    pub problem: String,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "use mapping `{}`: `{}` {}", self.mapping, self.setting, self.problem)
    }
}

impl std::error::Error for Invalid {}

impl Mapping {
    /// Checks everything that the types do not.
    ///
    /// # Errors
    /// The first setting that can't be used.
    pub fn check(&self) -> Result<(), Invalid> {
        let invalid = |setting: String, problem: String| Err(Invalid { mapping: self.name.clone(), setting, problem });
        let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        if self.name.is_empty() || !self.name.chars().all(is_word) {
            let problem = "must be a word of lower-case letters, digits and hyphens, as it begins the record ids";
            return invalid("name".to_owned(), problem.to_owned());
        }
        if self.files.is_empty() {
            return invalid("files".to_owned(), "names no file; give at least one pattern such as `*.csv`".to_owned());
        }
        for pattern in &self.files {
            if let Err(error) = glob::Pattern::new(pattern) {
                return invalid("files".to_owned(), format!("has a pattern that can't be read, `{pattern}`: {error}"));
            }
        }
        let shifts = self.rows == RowMeaning::Shift;
        for (field, from) in &self.fields {
            if !Target::named(field).is_some_and(|target| !shifts || target.is_of_shift()) {
                return invalid(
                    format!("fields.{field}"),
                    format!("is not a known fact; known are {}", Target::names(shifts)),
                );
            }
            if from.columns().next().is_none() || from.columns().any(|column| column.trim().is_empty()) {
                return invalid(format!("fields.{field}"), "names no column".to_owned());
            }
        }
        if let Some(field) = self.values.keys().find(|field| Target::named(field).is_none()) {
            return invalid(
                format!("values.{field}"),
                format!("is not a known fact; known are {}", Target::names(shifts)),
            );
        }
        let kinds = ["maintenance", "drill", "test", "alert", "incident"];
        if let Some(kind) = self.kind.as_deref().filter(|kind| !kinds.contains(kind)) {
            return invalid("kind".to_owned(), format!("is {kind:?}; known are {}", kinds.join(", ")));
        }
        self.check_enough()
    }

    /// Without any start, every row would be refused later, one by one.
    fn check_enough(&self) -> Result<(), Invalid> {
        let invalid = |problem| Err(Invalid { mapping: self.name.clone(), setting: "fields".to_owned(), problem });
        if self.rows == RowMeaning::Shift {
            let missing = ["person", "starts_at"].into_iter().find(|field| !self.fields.contains_key(*field));
            return missing
                .map_or(Ok(()), |field| invalid(format!("states no `{field}`; a shift needs person and starts_at")));
        }
        if self.fields.contains_key("at") {
            let missing = ["id", "number", "url"].iter().all(|name| !self.fields.contains_key(*name));
            return match (self.rows, missing) {
                (RowMeaning::Event, false) => Ok(()),
                (RowMeaning::Event, true) => {
                    invalid("names no `id`: rows of a log need the case they belong to".to_owned())
                }
                _ => invalid("maps `at`, the time of one change, which needs rows = \"event\"".to_owned()),
            };
        }
        let starts = ["started_at", "detected_at", "declared_at"];
        if self.history.is_some() || starts.iter().any(|start| self.fields.contains_key(*start)) {
            return Ok(());
        }
        invalid(format!(
            "states no beginning; map at least one of {}, or `at` with rows = \"event\"",
            starts.join(", ")
        ))
    }

    /// The value that stands for a stated one. Letter case is not looked at; a value without translation stays.
    #[must_use]
    pub fn translated<'a>(&'a self, fact: &str, stated: &'a str) -> &'a str {
        let same = |target: &Target| target.name() == fact;
        let tables = self.values.iter().filter(|(name, _)| Target::named(name).as_ref().is_some_and(same));
        let mut pairs = tables.flat_map(|(_, table)| table);
        pairs.find(|(from, _)| from.eq_ignore_ascii_case(stated)).map_or(stated, |(_, to)| to)
    }
}
