//! What can be typed.

use crate::pipeline::lakes::Share;
use crate::pipeline::{EDITIONS, Format};
use crate::text::visible;
use clap::builder::PossibleValuesParser;
use clap::error::{Error, ErrorKind};
use clap::{ArgGroup, Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const ABOUT: &str = "Cross-incident reviews from the exports you already have.";

const EXAMPLES: &str = "\
Examples:
  retroscope demo my-demo                          write the exports of an invented organisation
  retroscope review my-demo                        review them: reports/<period>/executive.html
  retroscope explain reports/2026Q3 areas.most-incidents   where a statement comes from
  retroscope compare reports/2026Q2 again/2026Q2   what differs between two reports, and why
  retroscope inspect exports/                      what each file is and what it can answer
  retroscope init exports/                         propose settings for them: retroscope.toml
  retroscope review pagerduty.json tickets.csv --period 2026Q3 --settings retroscope.toml
  retroscope normalise exports/ --to lake          keep what was read; then: retroscope review lake

Exit status:
  0  done
  1  done, and a condition named with --fail-on holds; of lint and normalise --check, done, and something was found
  2  could not be done: a bad flag, an unknown code for --fail-on, a path that can't be opened, nothing usable in the
     files, or a period that they don't cover (one that they cover and that holds no incident gives a short report and 0)";

/// What is asked for when nothing is to be made beside pages and drawings.
pub const NO_FORMAT: &str = "none";

#[derive(Debug, Parser)]
#[command(name = "retroscope", version, about = ABOUT, after_help = EXAMPLES, subcommand_required = true, arg_required_else_help = true)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

/// The error as it may be printed. A message repeats what was typed; where that holds characters that act on the
/// terminal, the same error is brought about again with the arguments made visible.
#[must_use]
pub fn visible(error: Error) -> Error {
    let typed: Vec<String> = std::env::args_os().map(|a| a.to_string_lossy().into_owned()).collect();
    if typed.iter().all(|argument| visible::typed(argument) == argument.as_str()) {
        return error;
    }
    let shown = typed.iter().map(|argument| visible::typed(argument).into_owned());
    Args::try_parse_from(shown).err().unwrap_or_else(|| {
        // Without what cannot be seen the arguments would do, so that must be what is wrong with them.
        Error::raw(ErrorKind::InvalidValue, "an argument holds characters that cannot be seen; type it anew\n")
    })
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read exports and write the review of a period
    Review(Review),
    /// Make the documents and charts of a report again, from its folder alone
    Render(Render),
    /// Say what each file is and what it can and cannot answer; writes nothing
    Inspect(Inspect),
    /// Propose a settings file for these exports: zones, severities, names, and mappings for unknown tables
    Init(Init),
    /// Write the exports of an invented organisation, with the planted truth beside them
    Demo(Demo),
    /// Say what stands behind a statement, a chart or a cell of a report, down to the record in its file
    Explain(Explain),
    /// Say what differs between two reports, and why: inputs, settings, version, figures, statements
    Compare(Compare),
    /// Group any table of texts into families (columns id, created_at, component, title, description)
    Families(Families),
    /// Print the tables of reports and lakes with their columns, as JSON for programs
    Schema,
    /// Read and normalise exports into a lake, which `review` takes in their place: next time only new files are read
    Normalise(Normalise),
    /// Look through reviews that people wrote for words that find fault, claim too much or run too long
    Lint(Lint),
}

const INPUT_HELP: &str = "Files, folders, globs, `-` for standard input, or KIND=PATH to force a source kind";
const NORMALISE_HELP: &str = "Files, folders, globs, `-` for standard input, or KIND=PATH to force a source kind; and other lakes, which are taken over as they are";

#[derive(Debug, ClapArgs)]
pub struct Review {
    #[arg(required = true, value_name = "INPUT", help = INPUT_HELP)]
    pub inputs: Vec<String>,
    /// 2026Q3, 2026-07, 2026, 2026-07-01..2026-09-30 or all; default: the last complete quarter in the data
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<String>,
    /// Folder to write the report to; default: reports/<period>. An earlier report there is replaced when the new one is complete, and only when nothing else is in the folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Settings file; default: a retroscope.toml among the inputs
    #[arg(long, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// Which editions to write; may be given several times; default: all
    #[arg(long, value_name = "EDITION", value_parser = PossibleValuesParser::new(EDITIONS.iter().map(|edition| edition.id)))]
    pub edition: Vec<String>,
    /// What is made beside pages and drawings: pdf, png, pptx, xlsx, eml, in a list with commas, or none; default: all
    /// of them for up to 20,000 incidents, and none above that
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = PossibleValuesParser::new(Format::ALL.iter().map(|format| format.id()).chain([NO_FORMAT])))]
    pub formats: Option<Vec<String>>,
    /// When the exports were made (2026-10-01 or 2026-10-01T06:00:00Z); default: the latest stamp in them. Refused when a record began later
    #[arg(long, value_name = "TIME")]
    pub as_of: Option<String>,
    /// Leave out what began after --as-of, in place of refusing it
    #[arg(long, requires = "as_of")]
    pub ignore_later: bool,
    /// Print names of people in the on-call edition, the storm packs and the tables (never in another edition)
    #[arg(long)]
    pub names: bool,
    /// Also write the tables that have a person per row: load, shifts, interruptions, involvements, and who owns what. They
    /// are for whoever makes the report, not for passing on
    #[arg(long)]
    pub people: bool,
    /// Also write tables of more than 250,000 rows as CSV, beside the Parquet file
    #[arg(long)]
    pub csv: bool,
    /// Exit with status 1 when the report, which is written in either case, holds a claim with this code (overlap.above-capacity)
    /// or this id (recurrence.came-back/FB-07), as findings.json states them. The grade doesn't matter, save that a claim that can't
    /// be assessed never counts. A code that no claim can have is refused with status 2; `retroscope explain --codes` lists them. May be given several times
    #[arg(long, value_name = "CODE")]
    pub fail_on: Vec<String>,
    /// Number of threads; the report is the same whatever it is
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// Print nothing but errors
    #[arg(long)]
    pub quiet: bool,
}

#[derive(Debug, ClapArgs)]
pub struct Render {
    /// Folder of a report. Its findings and tables stay as they are; its inputs are not needed
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Which editions to write; may be given several times; default: all. The folder holds these afterwards and no other, as
    /// after a review with the same flags
    #[arg(long, value_name = "EDITION", value_parser = PossibleValuesParser::new(EDITIONS.iter().map(|edition| edition.id)))]
    pub edition: Vec<String>,
    /// What is made beside pages and drawings: pdf, png, pptx, xlsx, eml, in a list with commas, or none;
    /// default: what the report has
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = PossibleValuesParser::new(Format::ALL.iter().map(|format| format.id()).chain([NO_FORMAT])))]
    pub formats: Option<Vec<String>>,
    /// Folder to write a complete copy to, in place of DIR itself. An earlier report there is replaced when the new one is
    /// complete, and only when nothing else is in the folder
    #[arg(long, value_name = "OTHER")]
    pub out: Option<PathBuf>,
    /// Print nothing but errors
    #[arg(long)]
    pub quiet: bool,
}

#[derive(Debug, ClapArgs)]
pub struct Inspect {
    #[arg(required_unless_present = "kinds", value_name = "INPUT", help = INPUT_HELP)]
    pub inputs: Vec<String>,
    /// Settings file; default: a retroscope.toml among the inputs
    #[arg(long, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// Machine-readable result
    #[arg(long)]
    pub json: bool,
    /// List every kind of export that is recognised, and stop
    #[arg(long)]
    pub kinds: bool,
}

#[derive(Debug, ClapArgs)]
pub struct Init {
    #[arg(required = true, value_name = "INPUT", help = INPUT_HELP)]
    pub inputs: Vec<String>,
    /// File to write; it must not be there yet. `-` prints it
    #[arg(long, value_name = "FILE", default_value = "retroscope.toml")]
    pub out: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub struct Demo {
    /// Folder to write; it must be empty or not there yet
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Number of true incidents
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    pub incidents: usize,
    /// Same seed, same bytes
    #[arg(long, value_name = "S", default_value_t = 20_240_601)]
    pub seed: u64,
    /// What happens in the organisation: typical troubles; nothing at all; every severity slower but a milder mix; one fire that
    /// holds half of all incident time; the same quarter twice
    #[arg(long, value_name = "NAME", default_value = "typical")]
    pub scenario: ScenarioName,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ScenarioName {
    Typical,
    Null,
    MixShift,
    OneFire,
    SameTwice,
}

#[derive(Debug, ClapArgs)]
#[command(group(ArgGroup::new("asked").args(["codes", "dir"])))]
pub struct Explain {
    /// Folder of a report. Its inputs are needed for --show only
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// What to explain: a claim (areas.most-incidents, recurrence.came-back/FB-07), an incident or record by its id, a problem
    /// (FB-07), a storm (S-01), a chart or a point of it (concurrency:2026-05-12), a table or a row or cell of it
    /// (areas:service/checkout-api, areas:service/checkout-api:share), or the rows that fit (follow_ups:overdue=true,team=Mail;
    /// =, !=, <, <=, > and >=). Without it: every claim of the report in a line
    #[arg(value_name = "SUBJECT")]
    pub subject: Option<String>,
    /// Print the records behind it as they stand in their files
    #[arg(long, requires_all = ["subject", "inputs"])]
    pub show: bool,
    /// Folder of the exports that the report was made from; a file is used when it is still what it was
    #[arg(long, value_name = "DIR")]
    pub inputs: Option<PathBuf>,
    /// Settings file, for records of tables that it describes; default: a retroscope.toml among the exports
    #[arg(long, value_name = "FILE", requires = "show")]
    pub settings: Option<PathBuf>,
    /// Name all incidents, and not the first ten
    #[arg(long)]
    pub all: bool,
    /// List every code that a statement can have: what it says, which rule says it, how far it can be graded
    #[arg(long)]
    pub codes: bool,
    /// Machine-readable result
    #[arg(long, requires = "asked")]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub struct Compare {
    /// Folder of a report
    #[arg(value_name = "DIR")]
    pub first: PathBuf,
    /// Folder of the report that is held against it
    #[arg(value_name = "OTHER")]
    pub second: PathBuf,
    /// Name every statement, input and setting that differs, and not the first twelve
    #[arg(long)]
    pub all: bool,
    /// Machine-readable result
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub struct Normalise {
    #[arg(required_unless_present = "check", conflicts_with = "check", value_name = "INPUT", help = NORMALISE_HELP)]
    pub inputs: Vec<String>,
    /// Folder of the lake; made where it is not there. It holds what the exports hold, names of people too
    #[arg(long, value_name = "LAKE", required_unless_present = "check")]
    pub to: Option<PathBuf>,
    /// Only this share of the files, like 2/8 for the second of eight: for machines that read side by side, each into a lake
    /// of its own
    #[arg(long, value_name = "K/N", conflicts_with = "check")]
    pub share: Option<Share>,
    /// Leave out what this lake holds already
    #[arg(long, value_name = "LAKE", conflicts_with = "check")]
    pub unless_in: Option<PathBuf>,
    /// Say whether a lake is what was written, and change nothing; exit with status 1 where it is not
    #[arg(long, value_name = "LAKE", conflicts_with = "to")]
    pub check: Option<PathBuf>,
    /// Settings file; default: a retroscope.toml among the inputs, else in the lake
    #[arg(long, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// Number of threads; the lake is the same whatever it is
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// Print nothing but errors
    #[arg(long)]
    pub quiet: bool,
}

#[derive(Debug, ClapArgs)]
pub struct Lint {
    /// Texts, as Markdown or plain; what is quoted or code is left alone
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub struct Families {
    #[arg(value_name = "CSV")]
    pub table: PathBuf,
    /// File to write: the group of each record
    #[arg(long, value_name = "OUT.csv")]
    pub groups: PathBuf,
    /// File to write: earlier records like each one, the best first
    #[arg(long, value_name = "OUT.csv")]
    pub ranked: Option<PathBuf>,
    /// File to write: why each record is in its group, with the figures behind it
    #[arg(long, value_name = "OUT.csv")]
    pub evidence: Option<PathBuf>,
    /// Records known to be one problem (columns id, other)
    #[arg(long, value_name = "CSV")]
    pub links: Option<PathBuf>,
    /// Replace output files that are there already
    #[arg(long)]
    pub force: bool,
    /// Let a short time between two records speak for one problem; finds reports filed twice, works against problems that come back late
    #[arg(long)]
    pub time_gap: bool,
    /// Number of threads; the groups are the same whatever it is
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}
