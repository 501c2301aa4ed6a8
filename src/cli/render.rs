//! `retroscope render`: the documents of a report once more.

use crate::cli::args::Render as Args;
use crate::cli::progress::Progress;
use crate::cli::review::{editions, formats, notes, places};
use crate::cli::{DONE, Failure};
use crate::pipeline;
use crate::store::folder::{self, Replaces};

/// Makes the documents again, in place or elsewhere.
///
/// # Errors
/// There is no report in the folder, it was changed, or the place can't be written.
pub fn run(args: &Args) -> Result<u8, Failure> {
    let out = args.out.as_ref().unwrap_or(&args.dir);
    // Puts back what a killed run left aside. What is in the way is said where the report itself is in order.
    let cleared = folder::check(out, Replaces::Report);
    let editions = editions(&args.edition);
    let progress = Progress::new(args.quiet);
    let formats = args.formats.as_ref().map(|names| formats(names));
    let written =
        pipeline::redraw(&args.dir, &editions, formats.as_deref(), args.out.as_deref(), &|step| progress.step(&step));
    progress.finish();
    let written = written.map_err(|error| Failure::new(&error, error.hint()))?;
    notes(&cleared?, args.quiet);
    notes(&written, args.quiet);
    if !args.quiet {
        places(out, &editions);
    }
    Ok(DONE)
}
