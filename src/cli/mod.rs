//! The command line: what was typed, checked once, handed to the conductor. The only place that prints.

pub mod args;
pub mod compare;
mod conditions;
pub mod demo;
pub mod explain;
pub mod families;
pub mod init;
pub mod inspect;
pub mod lint;
pub mod normalise;
mod notes;
pub mod progress;
pub mod render;
pub mod review;
pub mod schema;
pub mod signals;
mod undecided;

use crate::par;
use crate::text::visible;
use args::{Args, Command};
use clap::Parser;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::OnceLock;

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

impl From<crate::store::StoreError> for Failure {
    fn from(error: crate::store::StoreError) -> Self {
        let hint = error.hint();
        Self::new(error, hint)
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
            let printed = args::visible(error).print();
            if code == COULD_NOT {
                return ExitCode::from(COULD_NOT);
            }
            keep(printed);
            return ExitCode::from(settle(DONE));
        }
    };
    signals::watch();
    let outcome = threads(&args.command).and_then(|()| match args.command {
        Command::Review(args) => review::run(&args),
        Command::Render(args) => render::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Demo(args) => demo::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Compare(args) => compare::run(&args),
        Command::Families(args) => families::run(&args),
        Command::Lint(args) => lint::run(&args),
        Command::Normalise(args) => normalise::run(&args),
        Command::Schema => Ok(schema::run()),
    });
    let code = outcome.unwrap_or_else(|failure| {
        complain(&failure);
        COULD_NOT
    });
    ExitCode::from(settle(code))
}

/// Sets the number of threads, once for all commands: the environment may ask for a hundred thousand of them.
fn threads(command: &Command) -> Result<(), Failure> {
    let (asked, quiet) = match command {
        Command::Review(args) => (args.threads, args.quiet),
        Command::Families(args) => (args.threads, false),
        Command::Normalise(args) => (args.threads, args.quiet),
        Command::Render(_)
        | Command::Inspect(_)
        | Command::Init(_)
        | Command::Demo(_)
        | Command::Explain(_)
        | Command::Compare(_)
        | Command::Schema
        | Command::Lint(_) => (None, false),
    };
    if asked == Some(0) {
        return Err(Failure::new("run with 0 threads", "give --threads 1 or more, or leave it out"));
    }
    let cut = par::set_threads(asked).map_err(|e| Failure::new(format!("set the number of threads: {e}"), ""))?;
    if let Some(asked) = cut.filter(|_| !quiet) {
        tell(&format!("note: {asked} threads are more than can be of use here; {} are used", par::most_threads()));
    }
    Ok(())
}

fn complain(failure: &Failure) {
    tell(&format!("error: could not {}", failure.what));
    if !failure.hint.is_empty() {
        tell(&format!("  hint: {}", failure.hint));
    }
}

/// The first failure of standard output.
static LOST: OnceLock<io::Error> = OnceLock::new();

/// Remembers a failure of standard output. A reader that has gone away (`| head`) has read what it wanted.
fn keep(result: io::Result<()>) {
    if let Err(error) = result
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        let _ = LOST.set(error);
    }
}

/// The exit status, once everything that was said has arrived: an answer that was lost is no answer.
fn settle(code: u8) -> u8 {
    keep(io::stdout().lock().flush());
    let Some(error) = LOST.get() else { return code };
    let hint = "files that were written are complete; free space where the output goes, or send it elsewhere";
    complain(&Failure::new(format!("write to standard output: {error}"), hint));
    COULD_NOT
}

/// A line on standard output. What can't be written is told at the end, by [`settle`].
pub fn say(line: &str) {
    keep(writeln!(io::stdout().lock(), "{}", visible::typed(line)));
}

/// A line on standard output in bold, where the answer goes to a terminal that may be coloured.
pub fn say_bold(line: &str) {
    if !is_plain() {
        return keep(writeln!(io::stdout().lock(), "\u{1b}[1m{}\u{1b}[0m", visible::typed(line)));
    }
    say(line);
}

/// Whether nobody looks at a terminal, or wants no colours on it (`NO_COLOR`).
fn is_plain() -> bool {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|set| !set.is_empty());
    unwanted || !io::stdout().is_terminal() || std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// A text on standard output, as it is.
pub fn print(text: &str) {
    keep(io::stdout().lock().write_all(text.as_bytes()));
}

/// A line on standard error.
pub fn tell(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", visible::typed(line));
}
