//! `retroscope schema`: the tables of reports and lakes, for programs.

use crate::cli::{DONE, say};
use crate::pipeline::schema::schema;
use crate::text::json;

/// Prints all tables with their columns as JSON.
pub fn run() -> u8 {
    json::pretty(&schema()).unwrap_or_default().lines().for_each(say);
    DONE
}
