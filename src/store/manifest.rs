//! By what a report of ours is known.

/// The file by which a report of ours is known. Whoever fills a folder writes it last.
pub const MANIFEST: &str = "manifest.json";
/// What its `kind` says.
pub const KIND: &str = "retroscope-report";
/// Version of its form; from this one on it lists the files.
pub const VERSION: u64 = 2;
