//! `retroscope demo`

use crate::cli::args::{Demo, ScenarioName};
use crate::cli::{DONE, Failure, say};
use crate::demo::{self, Options, Scenario};

/// Writes the demo exports.
///
/// # Errors
/// The folder holds something already, or can't be written.
pub fn run(args: &Demo) -> Result<u8, Failure> {
    let occupied = std::fs::read_dir(&args.dir).is_ok_and(|mut entries| entries.next().is_some());
    if occupied {
        let what = format!("write the demo to {}: the folder is not empty", args.dir.display());
        return Err(Failure::new(what, "name a folder that does not exist yet"));
    }
    if args.incidents == 0 {
        return Err(Failure::new("write a demo of 0 incidents", "give --incidents 1 or more"));
    }
    let options = Options { incidents: args.incidents, seed: args.seed, scenario: scenario(args.scenario) };
    let summary = demo::write(&args.dir, &options).map_err(|e| Failure::new(e, "choose a folder you may write to"))?;
    say(&summary.to_string());
    say(&format!("Next: retroscope review {}", args.dir.display()));
    Ok(DONE)
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
