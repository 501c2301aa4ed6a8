//! `retroscope demo`

use crate::cli::args::{Demo, ScenarioName};
use crate::cli::{DONE, Failure, say, tell};
use crate::demo::{self, Options, Scenario};
use crate::store::folder::{Folder, Replaces};

/// Writes the demo exports; the folder appears only when it is complete.
///
/// # Errors
/// The folder holds something already, or can't be written.
pub fn run(args: &Demo) -> Result<u8, Failure> {
    if args.incidents == 0 {
        return Err(Failure::new("write a demo of 0 incidents", "give --incidents 1 or more"));
    }
    let options = Options { incidents: args.incidents, seed: args.seed, scenario: scenario(args.scenario) };
    let folder = Folder::begin(&args.dir, Replaces::Nothing)?;
    let summary = demo::write(folder.stage(), &options).map_err(|e| failure(&e, &folder))?;
    folder.finish()?.iter().for_each(|note| tell(&format!("note: {note}")));
    say(&summary.to_string());
    say(&format!("Next: retroscope review {}", args.dir.display()));
    Ok(DONE)
}

/// Names the file by the place where it would have stood, not by the hidden one.
fn failure(error: &demo::Error, folder: &Folder) -> Failure {
    let path = error.path.strip_prefix(folder.stage()).map_or_else(|_| error.path.clone(), |p| folder.shown_inside(p));
    Failure::new(
        format!("write the demo to {}: {}", path.display(), error.source),
        "nothing was left behind; check the place and its free space, or choose another folder",
    )
}

fn scenario(name: ScenarioName) -> Scenario {
    match name {
        ScenarioName::Typical => Scenario::Typical,
        ScenarioName::Null => Scenario::Null,
        ScenarioName::MixShift => Scenario::MixShift,
        ScenarioName::OneFire => Scenario::OneFire,
        ScenarioName::SameTwice => Scenario::SameTwice,
    }
}
