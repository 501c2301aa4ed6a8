//! The one integration-test binary. One, because every further one would link polars again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, clippy::print_stdout, clippy::float_cmp)]
#![allow(clippy::string_slice)]

mod analyses;
mod annotations;
mod architecture;
mod brought;
mod chance;
mod charts;
mod cli;
mod containers;
mod contract;
mod demo;
mod editions;
mod families;
mod findings;
mod growth;
mod holidays;
mod kept;
mod link;
mod load;
mod logs;
mod mutations;
mod normalise;
mod people;
mod planted;
mod privacy;
mod properties;
mod real_data;
mod recurrence;
mod reports;
mod scenarios;
mod settings;
mod sinks;
mod sources;
mod stats;
mod storms;
mod support;
mod text;
mod transaction;
mod traps;
mod wrappers;
