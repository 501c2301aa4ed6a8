//! `retroscope review`

use crate::cli::args::Review as Args;
use crate::cli::notes as analyst;
use crate::cli::progress::Progress;
use crate::cli::{CONDITION_HOLDS, DONE, Failure, conditions, say, tell, undecided};
use crate::inspect::coverage::{Uncovered, uncovered};
use crate::pipeline::{self, Asked, Edition, FileReport, Format, Input, Later, Request, Review, Wanted, asked};
use crate::settings::Settings;
use crate::store::folder::{self, Replaces};
use crate::store::recover;
use crate::text::date;
use crate::text::plural::{agree, count};
use std::path::{Path, PathBuf};

/// Where reports stand when nothing else is asked for, one folder for each period.
const REPORTS: &str = "reports";

/// Reads the exports and writes the report.
///
/// # Errors
/// A flag or setting can't be used, a path can't be opened, or no file holds anything usable.
pub fn run(args: &Args) -> Result<u8, Failure> {
    conditions::check(&args.fail_on)?;
    let inputs = open(&args.inputs, args.out.as_deref(), args.quiet)?;
    let cleared = match &args.out {
        Some(out) => place(out, &inputs)?,
        None => recover::folder(Path::new(REPORTS)),
    };
    notes(&cleared, args.quiet);
    let settings = settings(args.settings.as_deref(), &inputs)?;
    say_if_read_otherwise(&inputs, &settings, args.quiet);
    let period = period(args.period.as_deref())?;
    let as_of = args.as_of.as_deref().map(moment).transpose()?;
    let progress = Progress::new(args.quiet);
    let request = Request { inputs: &inputs, settings: &settings, period, as_of, names: args.names };
    let (files, review) = if args.ignore_later {
        pipeline::review(&request, &|step| progress.step(&step))
    } else {
        pipeline::review_unless_later(&request, &|step| progress.step(&step)).map_err(|later| {
            progress.finish();
            too_early(&later, args.as_of.as_deref().unwrap_or(""))
        })?
    };
    let Some(mut review) = review else {
        progress.finish();
        tell_problems(&files);
        let otherwise = if files.iter().any(|file| file.unknown.is_some()) {
            "`retroscope init` proposes settings for tables and JSON of your own; `retroscope inspect` says what each file is"
        } else {
            "give an export of incidents, tickets, pages or written reviews; `retroscope inspect` says what each file is"
        };
        let (what, hint) = undecided::reason(&inputs, &settings)
            .unwrap_or_else(|| ("find a single incident in the files given", otherwise.to_owned()));
        return Err(Failure::new(what, hint));
    };
    if let Some(missed) = uncovered(&review) {
        progress.finish();
        return Err(outside(&missed));
    }
    review.people = args.people;
    review.csv = args.csv;
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from(REPORTS).join(safe(&review.data.periods.current.label)));
    apart(&out, &inputs)?;
    let editions = editions(&args.edition);
    say_where_names_stand(args, &editions);
    let formats = asked_formats(args, &review);
    let wanted = Wanted { editions: &editions, formats: &formats };
    let written = pipeline::write_report(&review, &settings, wanted, args.names, &out, &|s| progress.step(&s));
    progress.finish();
    notes(&written.map_err(|e| Failure::new(&e, e.hint()))?, args.quiet);
    review.files.iter().for_each(|f| report_problem(f, args.quiet));
    if !args.quiet {
        analyst::tell_problems(&review);
        summarise(&review, &out, &editions);
    }
    Ok(if conditions::holds(&review, &args.fail_on) { CONDITION_HOLDS } else { DONE })
}

/// Mappings are used while files are read, and those of a lake were read before.
fn say_if_read_otherwise(inputs: &[Input], settings: &Settings, quiet: bool) {
    let files = pipeline::lakes::read_otherwise(inputs, settings);
    if files > 0 && !quiet {
        let were = agree(files, "was", "were");
        tell(&format!("note: {} of the lake {were} read with other mappings or limits", count(files, "file")));
        tell("  hint: add them to it again with these settings: `retroscope normalise` with --settings");
    }
}

/// A report on a time that no export tells of would be a report of nothing.
fn outside(missed: &Uncovered) -> Failure {
    let hint = if missed.is_later {
        "choose a period that begins earlier, give newer exports, or say with --as-of when these were made"
    } else {
        "choose a period that ends later, give older exports too, or leave --period out"
    };
    Failure::new(
        format!("review {}: the exports tell of {}, and of nothing in that period", missed.period, missed.known),
        hint,
    )
}

/// Expands and checks the inputs. Earlier reports that lie among them are not read unless they are named, and neither is
/// what stands where the report will be written.
///
/// # Errors
/// A path can't be opened.
pub fn open(given: &[String], out: Option<&Path>, quiet: bool) -> Result<Vec<Input>, Failure> {
    let found = pipeline::expand_beside(given, out).map_err(|e| Failure::new(&e, e.hint()))?;
    if let (false, Some(first)) = (quiet, found.reports.first()) {
        let n = found.reports.len() as u64;
        let more = if n == 1 { String::new() } else { format!(" and {} more", n - 1) };
        tell(&format!(
            "note: {first}{more}: not read, because {} written by retroscope",
            agree(n, "it was", "they were")
        ));
        tell("  hint: name an earlier report as an input of its own to have its history");
    }
    Ok(found.inputs)
}

/// Whether the report can be written where it was asked for, before anything is read.
fn place(out: &Path, inputs: &[Input]) -> Result<Vec<String>, Failure> {
    apart(out, inputs)?;
    Ok(folder::check(out, Replaces::Report)?)
}

/// A report is never written over what it is made from.
fn apart(out: &Path, inputs: &[Input]) -> Result<(), Failure> {
    match pipeline::input_inside(inputs, out) {
        Some(input) => Err(Failure::new(
            format!("write {}: {} is there, which is an input", out.display(), input.shown),
            "nothing was changed; choose another folder with --out",
        )),
        None => Ok(()),
    }
}

/// Says what could not be cleared up.
pub fn notes(notes: &[String], quiet: bool) {
    notes.iter().filter(|_| !quiet).for_each(|note| tell(&format!("note: {note}")));
}

/// The settings named on the command line, else a `retroscope.toml` among the inputs, else the defaults.
///
/// # Errors
/// The file can't be used, or several are among the inputs.
pub fn settings(named: Option<&Path>, inputs: &[Input]) -> Result<Settings, Failure> {
    let hint = "the README lists every setting; `retroscope.toml` needs none of them";
    let absent = "check the path; without --settings a retroscope.toml among the inputs is used, or else the defaults";
    let is_settings = |input: &&Input| input.path.file_name().is_some_and(|name| name == "retroscope.toml");
    let found: Vec<&Input> = inputs.iter().filter(is_settings).collect();
    let kept = |input: &Input| input.kept.as_ref().and_then(|kept| kept.text.clone());
    let read = match (named, found.as_slice()) {
        (Some(path), _) => Settings::read(path),
        (None, []) => Settings::defaults(),
        (None, [only]) => match kept(only) {
            Some(text) => Settings::parse(&text, &only.shown),
            None => Settings::read(&only.path),
        },
        (None, [first, second, ..]) => return Err(several(&first.shown, &second.shown)),
    };
    read.map_err(|e| Failure::new(&e, if e.is_unopened { absent } else { hint }))
}

/// Nobody said which settings are meant.
pub fn several(one: &str, other: &str) -> Failure {
    Failure::new(format!("choose between the settings {one} and {other}"), "name one with --settings")
}

fn period(typed: Option<&str>) -> Result<Asked, Failure> {
    let Some(typed) = typed else { return Ok(Asked::Default) };
    asked(typed).ok_or_else(|| {
        Failure::new(
            format!("understand the period \"{typed}\""),
            "write it like 2026Q3, 2026-07, 2026, 2026-07-01..2026-09-30 or all",
        )
    })
}

fn moment(typed: &str) -> Result<i64, Failure> {
    pipeline::moment(typed).ok_or_else(|| {
        Failure::new(
            format!("understand the time \"{typed}\" of --as-of"),
            "write it like 2026-10-01 or 2026-10-01T06:00:00Z",
        )
    })
}

/// Nobody knows whether the moment or the files are wrong, so nothing is reviewed.
fn too_early(later: &Later, typed: &str) -> Failure {
    let (records, began) = (count(later.count, "record"), if later.count == 1 { "began" } else { "begin" });
    let at = date::day_and_time(later.at, chrono_tz::Tz::UTC);
    Failure::new(
        format!(
            "take {typed} as the moment of the exports: {records} {began} after it, the first being {} of {at} UTC ({}, row {})",
            later.record, later.file, later.row
        ),
        "say with --as-of when the exports were really made, leave it out to take their latest stamp, or add --ignore-later to leave out what began later",
    )
}

/// The editions that were asked for; all of them where none was.
#[must_use]
pub fn editions(names: &[String]) -> Vec<Edition> {
    let asked = |edition: &&Edition| names.is_empty() || names.iter().any(|name| name == edition.id);
    pipeline::EDITIONS.iter().filter(asked).copied().collect()
}

/// The formats of these names.
#[must_use]
pub fn formats(names: &[String]) -> Vec<Format> {
    Format::ALL.into_iter().filter(|format| names.iter().any(|name| name == format.id())).collect()
}

/// Above so many incidents, nothing is made for passing on unless it is asked for: it takes a while, and nobody prints it.
const PASSED_ON: usize = 20_000;

/// The formats that were asked for; without a list all of them, where the review is not too large for that, which is said.
fn asked_formats(args: &Args, review: &Review) -> Vec<Format> {
    match &args.formats {
        Some(names) => formats(names),
        None if review.data.incidents.height() <= PASSED_ON => Format::ALL.to_vec(),
        None => {
            if !args.quiet {
                tell(
                    "note: no PDF, slides, workbook, mail or pictures, as there are more than 20,000 incidents; --formats asks for them",
                );
            }
            Vec::new()
        }
    }
}

/// Names are asked for by a flag that most editions do not heed; nobody should have to find that out by looking.
fn say_where_names_stand(args: &Args, editions: &[Edition]) {
    if !args.names || args.quiet {
        return;
    }
    if editions.iter().any(|edition| edition.named) {
        tell(
            "note: --names: names stand in the on-call edition, the storm packs and the tables under data/, and in no other edition",
        );
    } else {
        tell(
            "note: --names changes none of these editions: names stand in the storm packs and the tables under data/ only",
        );
        tell("  hint: --edition oncall is the one that shows them");
    }
}

/// A period label as a folder name.
fn safe(label: &str) -> String {
    label.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_') { c } else { '-' }).collect()
}

/// How many files are named when nothing could be used.
const NAMED: usize = 20;

/// Says of each file why it gives no incident, where no file does.
pub fn tell_problems(files: &[FileReport]) {
    let told = |file: &&FileReport| file.problem.is_some() || file.lacks.is_some();
    let all: Vec<&FileReport> = files.iter().filter(told).collect();
    for file in all.iter().take(NAMED) {
        report_problem(file, false);
        if let Some(export) = file.lacks.filter(|_| file.problem.is_none()) {
            tell(&format!("note: {}: holds no incident; what does: {export}", file.shown));
        }
    }
    if all.len() > NAMED {
        let more = count((all.len() - NAMED) as u64, "more file");
        tell(&format!("note: {more}; `retroscope inspect` tells of each"));
    }
}

/// Names a file that could not be used, or something worth knowing about it.
pub fn report_problem(file: &FileReport, quiet: bool) {
    if quiet {
        return;
    }
    if let Some(problem) = &file.problem {
        tell(&format!("note: {}: {}", file.shown, problem.message));
        if !problem.hint.is_empty() {
            tell(&format!("  hint: {}", problem.hint));
        }
    }
}

/// Where to begin reading, and where everything stands, among the editions that were written.
fn summarise(review: &Review, out: &Path, editions: &[Edition]) {
    say(&review.findings.opening);
    let rejected = review.data.records.rejects.len() as u64;
    if rejected > 0 {
        say(&format!("{} could not be used; data/rejects.csv says which and why.", count(rejected, "record")));
    }
    places(out, editions);
}

/// Where to begin reading.
pub fn places(out: &Path, editions: &[Edition]) {
    let page = |edition: &Edition| out.join(format!("{}.html", edition.id)).display().to_string();
    editions.iter().take(1).for_each(|edition| say(&format!("Report: {}", page(edition))));
    editions.iter().filter(|edition| edition.trail).for_each(|edition| say(&format!("Trail:  {}", page(edition))));
}
