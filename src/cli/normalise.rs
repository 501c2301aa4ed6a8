//! `retroscope normalise`: exports into a lake, and whether a lake is whole.

use crate::cli::args::Normalise as Args;
use crate::cli::progress::Progress;
use crate::cli::review::{notes, report_problem, settings, several};
use crate::cli::{CONDITION_HOLDS, DONE, Failure, say};
use crate::pipeline::lakes::{Brought, Share};
use crate::pipeline::{Input, input_inside, lakes};
use crate::settings::Settings;
use crate::store::shelf;
use crate::text::plural::{agree, count};
use std::path::Path;

/// How much of what is wrong is named.
const NAMED: usize = 20;

/// Adds to a lake, or looks at one.
///
/// # Errors
/// A flag or setting can't be used, a path can't be opened, or the lake can't be written.
pub fn run(args: &Args) -> Result<u8, Failure> {
    match (&args.check, &args.to) {
        (Some(lake), _) => check(lake, args.quiet),
        (None, Some(lake)) => add(args, lake),
        (None, None) => Err(Failure::new("normalise without a lake", "say with --to where it is to be")),
    }
}

fn add(args: &Args, lake: &Path) -> Result<u8, Failure> {
    shelf::check(lake)?;
    let found = lakes::expand_for(&args.inputs, lake).map_err(|e| Failure::new(&e, e.hint()))?;
    apart(lake, &found.inputs)?;
    // Settings lie among all files, whichever share of them is read here.
    let settings = settings_for(args, &found.inputs, lake)?;
    let list = found.inputs;
    let inputs = args.share.map_or_else(|| list.clone(), |share| share.of(&list));
    let takes_lakes = args.share.is_none_or(Share::is_first);
    let others = if takes_lakes { found.lakes.as_slice() } else { &[] };
    let brought = Brought { inputs: &inputs, lakes: others, unless_in: args.unless_in.as_deref() };
    let progress = Progress::new(args.quiet);
    let added = lakes::normalise(brought, &settings, lake, &|step| progress.step(&step));
    progress.finish();
    let added = added.map_err(|e| Failure::new(&e, e.hint()))?;
    notes(&added.remarks, args.quiet);
    added.read.iter().for_each(|file| report_problem(file, args.quiet));
    if args.quiet {
        return Ok(DONE);
    }
    if let Some(share) = args.share {
        let own = inputs.len() as u64;
        say(&format!(
            "Share {share}: {own} of {} (list {})",
            count(list.len() as u64, "file"),
            lakes::list_digest(&list)
        ));
    }
    let records: u64 = added.read.iter().map(|file| file.read).sum();
    let read = added.read.len() as u64;
    say(&format!("Read: {} with {}", count(read, "file"), count(records, "record")));
    for (files, what) in [
        (added.replaced, "in place of what was read before"),
        (added.known, "there already, and not read again"),
        (added.moved, "there already, from another place"),
        (added.left_out, "left out, for another lake holds them"),
        (added.taken, "taken over from other lakes, and not read again"),
    ] {
        if files > 0 {
            say(&format!("  {} {} {what}", count(files, "file"), agree(files, "was", "were")));
        }
    }
    say(&format!("Lake: {} with {}", count(added.files, "file"), count(added.records, "record")));
    say(&format!("Next: retroscope review {}", lake.display()));
    Ok(DONE)
}

/// A lake is never made over what it is made from.
fn apart(lake: &Path, inputs: &[Input]) -> Result<(), Failure> {
    match input_inside(inputs, lake) {
        Some(input) => Err(Failure::new(
            format!("write {}: {} is there, which is an input", lake.display(), input.shown),
            "nothing was changed; choose another folder with --to",
        )),
        None => Ok(()),
    }
}

/// The settings that were named, else those among the inputs, else those that the lake holds.
fn settings_for(args: &Args, inputs: &[Input], lake: &Path) -> Result<Settings, Failure> {
    let given = inputs.iter().any(|input| input.path.file_name().is_some_and(|name| name == "retroscope.toml"));
    if args.settings.is_some() || given {
        return settings(args.settings.as_deref(), inputs);
    }
    // A share goes into an empty lake, and its settings may be in the one that it is for.
    let lake = args.unless_in.as_deref().unwrap_or(lake);
    let kept = lakes::settings_of(lake).map_err(|e| Failure::new(&e, e.hint()))?;
    match kept.as_slice() {
        [] => settings(None, inputs),
        [(text, name)] => Settings::parse(text, name).map_err(|e| {
            Failure::new(&e, "correct them and add them to the lake again, or name others with --settings")
        }),
        [(_, one), (_, other), ..] => Err(several(one, other)),
    }
}

fn check(lake: &Path, quiet: bool) -> Result<u8, Failure> {
    let checked = lakes::check(lake).map_err(|e| Failure::new(&e, e.hint()))?;
    if !quiet && !checked.strays.is_empty() {
        let (n, first) = (checked.strays.len() as u64, checked.strays.first().map_or("", String::as_str));
        let are = agree(n, "is", "are");
        notes(&[format!("{} {are} not named by lake.json and {are} not read, like {first}", count(n, "part"))], false);
    }
    if checked.wrong.is_empty() {
        if !quiet {
            let (files, parts) = (count(checked.files, "file"), count(checked.parts, "part"));
            say(&format!("As written: {files} with {}, in {parts}", count(checked.records, "record")));
        }
        return Ok(DONE);
    }
    checked.wrong.iter().take(NAMED).for_each(|line| say(line));
    if checked.wrong.len() > NAMED {
        say(&format!("and {} more", checked.wrong.len() - NAMED));
    }
    say("Put what is named back from a copy, or delete lake.json and what is beside it and add all exports again.");
    Ok(CONDITION_HOLDS)
}
