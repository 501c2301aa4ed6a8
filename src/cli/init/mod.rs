//! `retroscope init`: writes a settings file that fits these exports.

mod layout;
mod mapping;
mod scale;
mod words;

use crate::cli::args::Init;
use crate::cli::review::open;
use crate::cli::{COULD_NOT, DONE, Failure, print, say, tell, undecided};
use crate::pipeline::Input;
use crate::propose::proposal::{Found, found, unknown};
use crate::settings::Settings;
use crate::store::StoreError;
use crate::store::file::{self, Draft, Existing};
use crate::text::plural::{agree, count};
use crate::text::visible;
use std::io::Write;
use std::path::Path;

/// Looks through the exports and writes the proposal.
///
/// # Errors
/// A path can't be opened, standard input is among the inputs, or the file to write is there already.
pub fn run(args: &Init) -> Result<u8, Failure> {
    // Begun before the exports are read: whoever waits for a proposal should not learn at the end that it has no place.
    let draft = if args.out.as_os_str() == "-" { None } else { Some(begin(&args.out)?) };
    let mut inputs = open(&args.inputs, None, false)?;
    if inputs.iter().any(|input| input.shown == "-") {
        return Err(Failure::new(
            "propose settings for standard input",
            "settings name files; save the export to a file first",
        ));
    }
    // Settings that lie among the exports are what this is to replace.
    inputs.retain(|input| input.path.file_name().is_none_or(|name| name != "retroscope.toml"));
    let (found, proposals, text) = propose(&inputs)?;
    if found.incidents == 0 && proposals == 0 {
        return Err(nothing(&found));
    }
    let Some(mut draft) = draft else {
        print(&text);
        return Ok(outcome(&found));
    };
    draft.write_all(text.as_bytes()).map_err(StoreError::io(&args.out))?;
    file::finish(vec![draft])?.iter().for_each(|note| tell(&format!("note: {note}")));
    summarise(&found, proposals, args);
    Ok(outcome(&found))
}

/// Settings by which nothing can be read yet are no success: whoever goes on to review would learn it there.
fn outcome(found: &Found) -> u8 {
    if found.incidents == 0 { COULD_NOT } else { DONE }
}

/// There is nothing to propose settings for.
fn nothing(found: &Found) -> Failure {
    let files = found.files.len() as u64;
    let read = found.files.iter().filter(|file| file.read > 0).count() as u64;
    match (files, read) {
        (0, _) => {
            Failure::new("propose settings: no file was found there", "name the exports, or the folder they are in")
        }
        (_, 0) => Failure::new(
            format!("propose settings: of {} none could be read", count(files, "file")),
            "`retroscope inspect` says of each file what it is, and what to fetch in its place",
        ),
        _ => Failure::new(
            format!("propose settings: {} {} no incident", count(read, "file"), agree(read, "holds", "hold")),
            "give an export of incidents, tickets, pages or written reviews too; `retroscope inspect` says what each file is",
        ),
    }
}

/// The text of a settings file that fits the inputs.
///
/// # Errors
/// None in practice: the proposal is checked by the code that reads settings.
pub fn proposal(inputs: &[Input]) -> Result<String, Failure> {
    propose(inputs).map(|(_, _, text)| text)
}

/// What was found, the number of mappings that have any fact, and the text.
fn propose(inputs: &[Input]) -> Result<(Found, u64, String), Failure> {
    let defaults = Settings::defaults().map_err(|e| Failure::new(e, ""))?;
    let proposals = unknown(inputs, &defaults);
    let mappings: String = proposals.iter().map(mapping::text).collect();
    let found = found(inputs, &mappings).map_err(|e| {
        Failure::new(e, "this is a mistake in retroscope; please report it with the names of the columns")
    })?;
    // Texts of the exports stand in it with TOML's escapes, which lose nothing; this is the guard behind them.
    let text = visible::page(&layout::text(&found, &proposals, &mappings)).into_owned();
    // A file in which no column means anything is no table of incidents that lacks something; it is a letter.
    let telling = proposals.iter().filter(|proposal| !proposal.fields.is_empty()).count();
    Ok((found, telling as u64, text))
}

/// A file that is there holds what somebody has decided; it is never replaced.
fn begin(path: &Path) -> Result<Draft, Failure> {
    Draft::begin(path, Existing::Refuse).map_err(|error| match error {
        StoreError::Exists { .. } => Failure::new(
            error,
            "nothing was changed; choose another name with --out, or print the proposal with --out -",
        ),
        other => other.into(),
    })
}

fn summarise(found: &Found, mappings: u64, args: &Init) {
    say(&format!("Wrote {}: {} found.", args.out.display(), count(found.incidents, "incident record")));
    if mappings > 0 {
        let these = agree(mappings, "it", "them");
        say(&format!("  {} proposed for files that no source knows; look {these} over", count(mappings, "mapping")));
    }
    let open = undecided::sentence(&found.held);
    if !open.is_empty() {
        say(&format!("  {open}, in {}", args.out.display()));
    } else if found.incidents == 0 {
        say("No incident can be read by it yet: lines that begin with # say what is missing, and for which file.");
        return;
    }
    let next = if open.is_empty() { "Next" } else { "Then" };
    let given: Vec<String> = args.inputs.iter().map(|input| quoted(input)).collect();
    say(&format!(
        "{next}: retroscope review {} --settings {}",
        given.join(" "),
        quoted(&args.out.display().to_string())
    ));
}

/// An argument as a shell takes it.
fn quoted(argument: &str) -> String {
    let plain = argument.chars().all(|c| c.is_ascii_alphanumeric() || "-_./=:".contains(c));
    if plain { argument.to_owned() } else { format!("'{}'", argument.replace('\'', "'\\''")) }
}
