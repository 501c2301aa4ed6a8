//! `retroscope explain`: what stands behind a report.

mod codes;
pub(in crate::cli) mod paper;
mod statements;
mod things;

use crate::cli::args::Explain;
use crate::cli::{DONE, Failure, review, say};
use crate::pipeline;
use crate::text::{json, list};
use crate::trail::{FoundSubject, Report, Trail, original};
use serde_json::json;
use std::path::Path;

/// How many incidents are named where there are more.
const NAMED: usize = 10;

/// What it can do, for whoever asks for nothing.
const OFFER: &str = "\
retroscope explain says what stands behind the statements of a report.

  retroscope explain DIR                       every claim of the report in DIR, in a line each
  retroscope explain DIR areas.most-incidents  one of them: its figures, its incidents, their records and files
  retroscope explain DIR concurrency           a chart; concurrency:2026-05-12 is a point of it
  retroscope explain DIR areas:service/mail    a row of data/areas.csv, and areas:service/mail:share a cell
  retroscope explain DIR follow_ups:overdue=true,team=Mail   the rows that fit (=, !=, <, <=, >, >=)
  retroscope explain DIR ID --show --inputs EXPORTS   with the records as they stand in the exports
  retroscope explain --codes                   every code that a statement can have, and what it says
  … --json                                     the same for programs";

/// Says what was asked for.
///
/// # Errors
/// There is no report, it was changed, or nothing in it has this name.
pub fn run(args: &Explain) -> Result<u8, Failure> {
    let Some(dir) = &args.dir else {
        match (args.codes, args.json) {
            (false, _) => OFFER.lines().for_each(say),
            (true, true) => say_json(&codes::listed()),
            (true, false) => codes::list(),
        }
        return Ok(DONE);
    };
    let report = Report::open(dir).map_err(failure)?;
    let answers = match &args.subject {
        Some(subject) => explained(&report, dir, subject, args)?,
        None => vec![report.overview()],
    };
    if args.json {
        say_json(&json!({ "answers": answers }));
        return Ok(DONE);
    }
    let most = if args.all { usize::MAX } else { NAMED };
    answers.iter().for_each(|answer| tell(answer, dir, most));
    Ok(DONE)
}

fn failure(error: crate::pipeline::EarlierError) -> Failure {
    let hint = error.hint();
    Failure::new(error, hint)
}

fn say_json(value: &serde_json::Value) {
    json::pretty(value).unwrap_or_default().lines().for_each(say);
}

fn explained(report: &Report, dir: &Path, subject: &str, args: &Explain) -> Result<Vec<Trail>, Failure> {
    let mut answers = match report.explain(subject).map_err(failure)? {
        FoundSubject::Answers(answers) => answers,
        FoundSubject::Not(why) => return Err(Failure::new(format!("list {subject}"), why)),
        FoundSubject::Nearest(near) => return Err(unknown(dir, subject, &near)),
    };
    if let (true, Some(inputs)) = (args.show, &args.inputs) {
        let given = [inputs.display().to_string()];
        let files = pipeline::expand(&given).map_err(|e| Failure::new(&e, e.hint()))?;
        let settings = review::settings(args.settings.as_deref(), &files)?;
        let most = if args.all || args.json { usize::MAX } else { NAMED };
        original::show(report, &mut answers, inputs, &settings.mapped, most);
    }
    Ok(answers)
}

fn unknown(dir: &Path, subject: &str, near: &[String]) -> Failure {
    let all = format!("`retroscope explain {}` lists what there is", dir.display());
    let what = format!("find {subject} in the report {}", dir.display());
    if personal(subject) {
        let hint = "tables with a row per person are written only by `retroscope review --people`";
        return Failure::new(what, hint);
    }
    match near {
        [] => Failure::new(what, all),
        near => Failure::new(what, format!("most like it: {}; {all}", list::and(near))),
    }
}

/// Whether it names a table of people.
fn personal(subject: &str) -> bool {
    subject.split_once(':').is_some_and(|(table, _)| pipeline::is_personal(table))
}

fn tell(answer: &Trail, dir: &Path, most: usize) {
    match answer {
        Trail::Overview(overview) => statements::overview(overview, dir),
        Trail::Claim(claim) => statements::claim(claim, dir, most),
        Trail::Incident(incident) => things::incident(incident),
        Trail::Record(record) => things::record(record),
        Trail::Chart(chart) => things::chart(chart, dir),
        Trail::Table(table) => things::table(table, dir),
        Trail::Rows(rows) => things::rows(rows, most),
        Trail::List(list) => things::list(list, dir, most),
        Trail::Page(page) => things::page(page),
    }
}
