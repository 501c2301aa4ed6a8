//! `retroscope inspect`: what each file is, and what the set can and cannot answer. Writes nothing.

mod files;
mod groups;
mod json;
mod set;

use crate::cli::args::Inspect;
use crate::cli::review::{open, settings};
use crate::cli::{COULD_NOT, DONE, Failure, say};
use crate::inspect::inspect;
use crate::pipeline::{Asked, Request, kinds};
use crate::text;

/// Reads the files as a review would, and says what was found.
///
/// # Errors
/// A path can't be opened, or the settings can't be used.
pub fn run(args: &Inspect) -> Result<u8, Failure> {
    if args.kinds {
        list_kinds();
        return Ok(DONE);
    }
    let inputs = open(&args.inputs, None, false)?;
    let settings = settings(args.settings.as_deref(), &inputs)?;
    let request = Request { inputs: &inputs, settings: &settings, period: Asked::All, as_of: None, names: false };
    let found = inspect(&request);
    if args.json {
        text::json::pretty(&json::of(&found)).unwrap_or_default().lines().for_each(say);
    } else {
        for (first, n) in groups::of(&found.files) {
            let Some(file) = found.files.get(first) else { continue };
            let numbers = (first..first + n).filter_map(|number| u32::try_from(number).ok());
            let facts = groups::sum(numbers.flat_map(|number| found.held.of_file(number)));
            files::print(file, n as u64, &facts);
        }
        set::print(&found);
    }
    Ok(if found.review.is_some() { DONE } else { COULD_NOT })
}

fn list_kinds() {
    for (id, title) in kinds() {
        say(&format!("{id:<34} {title}"));
    }
}
