//! The command line: what was typed, checked once, handed to the conductor. The only place that prints.

pub mod args;
pub mod demo;
pub mod families;
pub mod init;
pub mod inspect;
pub mod progress;
pub mod review;

use crate::text::visible;
use args::{Args, Command};
use clap::Parser;
use std::io::Write;
use std::process::ExitCode;

/// Exit statuses, as printed in `--help`.
pub const DONE: u8 = 0;
pub const CONDITION_HOLDS: u8 = 1;
pub const COULD_NOT: u8 = 2;

/// What went wrong, why, and what to do about it. Fragments that complete "could not …".
#[derive(Debug)]
pub struct Failure {
    pub what: String,
    pub hint: String,
}

impl Failure {
    pub fn new(what: impl ToString, hint: impl ToString) -> Self {
        Self { what: what.to_string(), hint: hint.to_string() }
    }
}

/// Parses the command line and runs the command.
#[must_use]
pub fn run() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let code = if error.use_stderr() { COULD_NOT } else { DONE };
            // Help and version are answers, not errors; clap knows which stream each belongs to.
            let _ = args::visible(error).print();
            return ExitCode::from(code);
        }
    };
    let outcome = match args.command {
        Command::Review(args) => review::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Demo(args) => demo::run(&args),
        Command::Families(args) => families::run(&args),
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            tell(&format!("error: could not {}", failure.what));
            if !failure.hint.is_empty() {
                tell(&format!("  hint: {}", failure.hint));
            }
            ExitCode::from(COULD_NOT)
        }
    }
}

/// A line on standard output. A reader that has gone away (`| head`) is no failure.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{}", visible::typed(line));
}

/// A line on standard error.
pub fn tell(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", visible::typed(line));
}
