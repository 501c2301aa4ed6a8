//! Helpers that the test modules share.

pub(crate) mod browser;
pub(crate) mod builder;
pub(crate) mod duty;
pub(crate) mod figures;
pub(crate) mod leaders;
pub(crate) mod pack;
pub(crate) mod rows;
pub(crate) mod run;
pub(crate) mod user;
pub(crate) mod words;

use std::path::{Path, PathBuf};

/// The folder of shared real data beside the project, or `None` with a printed note when it is not there. CI sets
/// `RETROSCOPE_SHARED=required`, and then its absence is a failure.
pub(crate) fn shared() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if path.join("data").is_dir() {
        return Some(path);
    }
    assert!(
        std::env::var("RETROSCOPE_SHARED").as_deref() != Ok("required"),
        "RETROSCOPE_SHARED=required, but there is no shared data folder beside the project"
    );
    eprintln!("skipped: no shared data");
    None
}
