//! The data set as columns. Names and types of all columns live here and nowhere else.
//!
//! Before linking, record-level facts stand in plain column builders ([`columns`], [`events`]); after it, every table is
//! a polars frame inside [`DataSet`].

pub mod build;
pub mod col;
pub mod columns;
pub mod dataset;
pub mod events;
pub mod formed;
pub mod narrow;
pub mod read;
pub mod reconciliation;
pub mod records;
pub mod remarks;
pub mod stated;
pub mod strings;
pub mod table;

pub use dataset::DataSet;
