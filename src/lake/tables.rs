//! The tables that others read: what each is called, what its columns are, and how its rows become columns.

use crate::frame::build::{self, Column, DataFrame};
use crate::model::time::Millis;
use crate::text::visible;
use chrono::{DateTime, Datelike};
use std::borrow::Cow;

/// Columns with which every row says where it comes from: id of its record, tool, file, row, and when the record was last
/// changed, which tells its versions apart.
pub const COMMON: [&str; 5] = ["record_id", "source", "file_sha256", "row", "version"];

/// A table of a lake: its name, what a row is, and its columns after the common ones.
pub const TABLES: [(&str, &str, &[&str]); 10] = [
    ("records", "a record of an export, whatever became of it", &["entity", "native_id", "pointer", "url", "fate"]),
    (
        "incidents",
        "what one record says of an incident; records of one incident are not brought together",
        &[
            "native_id",
            "number",
            "role",
            "kind",
            "title",
            "summary",
            "status",
            "severity",
            "stated_severity",
            "customer_facing",
            "services",
            "components",
            "teams",
            "policy",
            "environment",
            "regions",
            "factors",
            "started_at",
            "detected_at",
            "declared_at",
            "acknowledged_at",
            "mitigated_at",
            "resolved_at",
            "closed_at",
            "detection",
            "resolution",
            "resolved_by",
            "reopen_count",
            "reassignment_count",
            "escalation_count",
            "alert_count",
            "effort_s",
            "exclusion",
        ],
    ),
    ("references", "a reference that an incident's record states", &["kind", "target"]),
    (
        "involvements",
        "a person's part in an incident's record",
        &["person", "role", "via", "notified_at", "joined_at", "left_at"],
    ),
    (
        "events",
        "an entry of a log and a person whom it concerns",
        &["incident", "kind", "at", "actor", "person", "automatic", "detection", "value", "embedded"],
    ),
    (
        "people",
        "a person or an account, as one tool names it",
        &["person", "name", "email", "time_zone", "team", "machine"],
    ),
    ("shifts", "a stretch on call", &["person", "schedule", "policy", "level", "start_at", "end_at"]),
    (
        "follow_ups",
        "an action item",
        &["incident", "follow_up_id", "title", "owner", "created_at", "due_at", "completed_at", "status"],
    ),
    ("remarks", "a value that is not as it was stated", &["field", "stated", "normalised", "rule"]),
    ("rejects", "a record that could not be used", &["pointer", "reason", "detail"]),
];

/// The table with what files state, which a review reads.
pub const STATED: &str = "stated";
/// The quarter of rows without a time.
pub const UNKNOWN: &str = "unknown";

/// How a column gets the value of a row. An empty text is unknown.
pub(super) enum Cell<'a> {
    Text(Box<dyn Fn(usize) -> Cow<'a, str> + 'a>),
    Time(Box<dyn Fn(usize) -> Option<Millis> + 'a>),
    Count(Box<dyn Fn(usize) -> Option<u32> + 'a>),
    Flag(Box<dyn Fn(usize) -> Option<bool> + 'a>),
    Decimal(Box<dyn Fn(usize) -> Option<f64> + 'a>),
}

impl<'a> Cell<'a> {
    pub(super) fn text<T: Into<Cow<'a, str>>>(of: impl Fn(usize) -> T + 'a) -> Self {
        Self::Text(Box::new(move |row| of(row).into()))
    }

    /// What it holds, as the schema calls it.
    fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Time(_) => "time",
            Self::Count(_) => "count",
            Self::Flag(_) => "flag",
            Self::Decimal(_) => "number",
        }
    }

    fn column(&self, name: &str, rows: &[usize]) -> Column {
        let rows_of = || rows.iter().copied();
        match self {
            Self::Text(of) => {
                // Who queries a lake sees its texts on a terminal.
                let shown = rows_of().map(|row| Some(visible::line(&of(row)).into_owned()));
                build::text(name, rows.len(), shown)
            }
            Self::Time(of) => build::times(name, rows_of().map(of)),
            Self::Count(of) => build::codes(name, rows_of().map(of)),
            Self::Flag(of) => build::flags(name, rows_of().map(of)),
            Self::Decimal(of) => build::floats(name, rows_of().map(of)),
        }
    }
}

/// A table of one file, made as it is written.
pub(super) struct LakeTable<'a> {
    pub(super) name: &'static str,
    pub(super) rows: usize,
    /// The moment that puts a row into a quarter.
    pub(super) at: Box<dyn Fn(usize) -> Option<Millis> + 'a>,
    /// The common columns and those of [`TABLES`], in this order.
    pub(super) cells: Vec<Cell<'a>>,
}

impl LakeTable<'_> {
    /// `2026Q2`, in UTC.
    pub(super) fn quarter(&self, row: usize) -> String {
        let at = (self.at)(row).and_then(DateTime::from_timestamp_millis);
        at.map_or_else(|| UNKNOWN.to_owned(), |at| format!("{}Q{}", at.year(), at.month0() / 3 + 1))
    }

    /// Names of its columns and what they hold.
    pub(super) fn columns(&self) -> Vec<(&'static str, &'static str)> {
        names(self.name).zip(&self.cells).map(|(name, cell)| (name, cell.kind())).collect()
    }

    /// Some rows as columns.
    pub(super) fn frame(&self, rows: &[usize]) -> DataFrame {
        let columns = names(self.name).zip(&self.cells).map(|(name, cell)| cell.column(name, rows));
        build::frame(columns.collect())
    }
}

/// What a row of a table is.
#[must_use]
pub fn row(table: &str) -> &'static str {
    TABLES.iter().find(|(name, _, _)| *name == table).map_or("", |(_, row, _)| *row)
}

/// The columns of a table in their order; none of a table that is not known.
pub fn names(table: &str) -> impl Iterator<Item = &'static str> {
    let own = TABLES.iter().find(|(name, _, _)| *name == table).map(|(_, _, columns)| *columns);
    let common = own.map_or(&[] as &[&str], |_| &COMMON);
    common.iter().chain(own.unwrap_or_default()).copied()
}
