//! A history that grows: what reading and normalising gave, kept as Parquet, so that the next review needs only the new files.
//!
//! A lake keeps two things of each file. [`stated`] is what `ingest` delivered, without any loss: a review of the lake takes it in place
//! of the file, through the same code as any file, so that it comes to the same bytes. [`tables`] is what `normalise` makes of one file
//! by itself, in typed columns by quarter, for others to query. [`index`] names every part with its digest and is the only thing
//! by which a part counts; [`add`] and [`check`] are the two commands, [`lakes`] takes other lakes over, [`share`] cuts a list of files for
//! machines side by side, and [`open`] gives the files of a lake as inputs.

pub mod add;
pub mod check;
mod file_tables;
pub mod index;
mod lakes;
pub mod open;
mod parts;
mod place;
pub mod share;
mod standing;
pub mod stated;
pub mod tables;

use crate::normalise::loaded::Loaded;

/// The tables for others, each with its columns and what they hold, as [`tables::Cell`] calls it.
#[must_use]
pub fn tables_of() -> Vec<(&'static str, Vec<(&'static str, &'static str)>)> {
    let nothing = Loaded::default();
    let all = file_tables::FileTables::of(&nothing, "");
    let columns = |table: tables::LakeTable<'_>| (table.name, table.columns());
    all.all().into_iter().map(columns).collect()
}
