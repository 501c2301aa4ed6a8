//! `retroscope compare`: what differs between two reports, and why.

use crate::cli::args::Compare as Args;
use crate::cli::explain::paper::{bullet, heading, labelled};
use crate::cli::{DONE, Failure, say};
use crate::compare::answer::{ClaimChange, ComparedReports, MadeWith, NumberChange, StatementLine};
use crate::compare::compare;
use crate::text::plural::count;
use crate::text::{clip, json, list, number};

/// How many statements of each kind, and settings, are named where there are more.
const NAMED: usize = 12;
/// How many files are named where there are more.
const FILES: usize = 4;
/// Characters of a statement where not everything is asked for.
const SHOWN: usize = 160;
/// Columns for the label before a value.
const LABEL: usize = 36;

/// Says what differs.
///
/// # Errors
/// One of the folders holds no report, was changed, or is of another version.
pub fn run(args: &Args) -> Result<u8, Failure> {
    let found = compare(&args.first, &args.second).map_err(|error| {
        let hint = error.hint();
        Failure::new(error, hint)
    })?;
    if args.json {
        json::pretty(&found).unwrap_or_default().lines().for_each(say);
    } else {
        tell(&found, if args.all { usize::MAX } else { NAMED });
    }
    Ok(DONE)
}

fn tell(found: &ComparedReports, most: usize) {
    for (label, report) in ["first", "second"].into_iter().zip(&found.reports) {
        labelled(
            label,
            7,
            &format!("{}: {}, exports up to {}, {}", report.folder, report.period, report.as_of, report.made_by),
        );
    }
    if found.is_same {
        say("");
        say("Nothing differs: inputs, settings, version and every statement are the same.");
        return;
    }
    made_with(&found.made_with, most);
    figures(found);
    let claims = &found.claims;
    heading(&format!(
        "Statements: {} came, {} went, {} changed, {} are the same",
        claims.came.len(),
        claims.went.len(),
        claims.changed.len(),
        claims.same
    ));
    lone("came", &claims.came, most);
    lone("went", &claims.went, most);
    claims.changed.iter().take(most).for_each(changed);
    more(claims.changed.len(), most, "changed statement");
}

fn made_with(made_with: &MadeWith, most: usize) {
    heading("What they were made with");
    if made_with.is_same() {
        bullet("The same inputs, the same settings, the same version.");
        return;
    }
    let inputs =
        [("came", &made_with.inputs_came), ("went", &made_with.inputs_went), ("changed", &made_with.inputs_changed)];
    for (what, files) in inputs.into_iter().filter(|(_, files)| !files.is_empty()) {
        bullet(&format!(
            "{} {what}: {}",
            count(files.len() as u64, "input"),
            list::and_more(files, if most == NAMED { FILES } else { most })
        ));
    }
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "not set".to_owned());
    for setting in made_with.settings.iter().take(most) {
        let [then, now] = &setting.values;
        bullet(&format!("Setting {}: {} → {}", setting.key, value(then), value(now)));
    }
    more(made_with.settings.len(), most, "setting");
    if let Some([then, now]) = &made_with.version {
        bullet(&format!("Version: {then} → {now}"));
    }
}

fn figures(found: &ComparedReports) {
    let [first, second] = &found.reports;
    if !found.is_one_period {
        heading("Figures");
        bullet(&format!(
            "The reports are on {} and {}, so their figures are not held against each other.",
            first.period, second.period
        ));
        return;
    }
    heading(&format!("Figures of {}", first.period));
    let moved: Vec<_> = found.figures.iter().filter(|line| !line.steps.is_empty()).collect();
    if moved.is_empty() {
        bullet("No figure that is counted from incidents has changed.");
    }
    moved.into_iter().for_each(|line| labelled(&line.name, LABEL, &line.says));
}

fn lone(what: &str, claims: &[StatementLine], most: usize) {
    for claim in claims.iter().take(most) {
        let sentence = if most == NAMED { clip::truncate(&claim.sentence, SHOWN) } else { claim.sentence.clone() };
        let said = format!("{}: {sentence}{}", claim.grade, because(&claim.why));
        labelled(&format!("{what:<8}{}", claim.id), LABEL, &said);
    }
    more(claims.len(), most, &format!("statement that {what}"));
}

fn changed(claim: &ClaimChange) {
    let mut parts = Vec::new();
    let [before, after] = claim.grades;
    if before != after {
        parts.push(format!("grade {before} → {after}"));
    }
    let shown = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), number::plain);
    let number = |number: &NumberChange| {
        let [then, now] = number.values;
        format!("{} {} → {}", number.name, shown(then), shown(now))
    };
    let numbers: Vec<String> = claim.numbers.iter().map(number).collect();
    parts.extend(Some(list::and_more(&numbers, 4)).filter(|text| !text.is_empty()));
    if parts.is_empty() {
        parts.push("worded otherwise".to_owned());
    }
    labelled(&format!("changed {}", claim.id), LABEL, &format!("{}{}", parts.join("; "), because(&claim.why)));
}

fn because(why: &[String]) -> String {
    if why.is_empty() { String::new() } else { format!(" ({})", list::and(why)) }
}

fn more(all: usize, most: usize, what: &str) {
    if all > most {
        let rest = all - most;
        let what = if rest == 1 || !what.contains(" that ") {
            count(rest as u64, what)
        } else {
            format!("{rest} {}", what.replacen("statement", "statements", 1))
        };
        say(&format!("  … and {what} more; --all names them"));
    }
}
