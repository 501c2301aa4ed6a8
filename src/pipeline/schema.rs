//! The tables of a report and of a lake with their columns, for programs that read them.

use crate::lake::{tables, tables_of};
use crate::report::contract::meanings::meaning;
use crate::report::contract::{self, ColumnKind};
use crate::report::manifest::this_version;
use crate::store::{manifest, shelf};
use serde::Serialize;

/// All tables.
#[derive(Serialize)]
pub struct Schema {
    made_by: String,
    /// `data/<name>.parquet` and `.csv` of a report.
    report: SchemaOf,
    /// `<name>/quarter=…/*.parquet` of a lake.
    lake: SchemaOf,
}

/// The tables of one kind of folder, and the version of its manifest or index.
#[derive(Serialize)]
struct SchemaOf {
    schema_version: u64,
    tables: Vec<SchemaTable>,
}

#[derive(Serialize)]
struct SchemaTable {
    name: &'static str,
    /// What a row of it is; empty where the name says it.
    #[serde(skip_serializing_if = "str::is_empty")]
    row: &'static str,
    /// Whether it has a person per row, and is written where that was asked for.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    personal: bool,
    columns: Vec<SchemaColumn>,
}

#[derive(Serialize)]
struct SchemaColumn {
    name: &'static str,
    /// `text`, `count` (whole numbers from 0), `number`, `flag`, or `time` (UTC, milliseconds).
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    means: &'static str,
}

/// What stands in the files that this version writes.
#[must_use]
pub fn schema() -> Schema {
    let report = contract::TABLES.iter().map(|table| SchemaTable {
        name: table.name,
        row: "",
        personal: table.personal,
        columns: table
            .columns
            .iter()
            .map(|&(name, kind)| SchemaColumn { name, kind: word(kind), means: meaning(table.name, name) })
            .collect(),
    });
    let lake = tables_of().into_iter().map(|(name, columns)| SchemaTable {
        name,
        row: tables::row(name),
        personal: false,
        columns: columns.into_iter().map(|(name, kind)| SchemaColumn { name, kind, means: "" }).collect(),
    });
    Schema {
        made_by: this_version(),
        report: SchemaOf { schema_version: manifest::VERSION, tables: report.collect() },
        lake: SchemaOf { schema_version: shelf::VERSION, tables: lake.collect() },
    }
}

fn word(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text => "text",
        ColumnKind::Count => "count",
        ColumnKind::Number => "number",
        ColumnKind::Flag => "flag",
        ColumnKind::Time => "time",
    }
}
