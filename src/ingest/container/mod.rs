//! What surrounds the records of a file: compression, encoding, envelopes, wrappers, tables.

pub mod budget;
pub mod bytes;
pub mod calendar;
pub mod cut;
pub mod documents;
pub mod ends;
pub mod envelope;
pub mod feed;
pub mod guard;
pub mod lines;
pub mod literal;
pub mod mail;
pub mod nagios;
pub mod notes;
pub mod packing;
pub mod parquet;
pub mod parts;
pub mod rows;
pub mod scan;
pub mod sheet;
pub mod signs;
pub mod stream;
pub mod table;
pub mod workbook;
