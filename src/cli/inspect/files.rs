//! What one file is.

use crate::cli::say;
use crate::inspect::census::{Census, QUESTIONS};
use crate::pipeline::{Certainty, FileReport, tool_title};
use crate::text::date::iso;
use crate::text::list;
use crate::text::number::{share, thousands};
use crate::text::plural::{agree, count, count_of, noun};

/// Prints a file and what its records hold; for a group of files of one kind, the first stands for all `n`.
pub(super) fn print(file: &FileReport, n: u64, facts: &[Census]) {
    if n == 1 {
        say(&file.shown);
    } else {
        let more = count_of(n - 1, "more file", "more files");
        say(&format!("{} and {more} of this kind in its folder", file.shown));
    }
    // What nobody takes is told by the problem, where it is all that the file holds.
    let is_told = file.problem.is_some() && file.units.iter().all(|unit| unit.source.is_none() && unit.notes.len() < 2);
    for unit in file.units.iter().filter(|_| !is_told || file.units.len() > 1) {
        let zone = if unit.zone.is_empty() { String::new() } else { format!(", zone {}", unit.zone) };
        say(&format!("  {}: {} ({}{zone})", unit.title, count(unit.records * n, "record"), unit.container));
        if let Some(sure) = sure(unit.certainty) {
            say(&format!("    {sure}"));
        }
        unit.notes.iter().for_each(|note| say(&format!("    {note}")));
    }
    let several = facts.iter().filter(|facts| facts.incidents > 0).count() > 1;
    facts.iter().for_each(|facts| print_facts(facts, several));
    if let Some(export) = file.lacks {
        say(&format!("    holds no incident; what does: {export}"));
    }
    if let Some(problem) = &file.problem {
        say(&format!("  {}", problem.message));
        // A mapping that is written by hand and one that is proposed are the same advice.
        let hint = if file.unknown.is_some() {
            "`retroscope init` proposes a mapping for it, with sample values"
        } else {
            &problem.hint
        };
        if !hint.is_empty() {
            say(&format!("    hint: {hint}"));
        }
    }
    file.notes.iter().for_each(|note| say(&format!("  {note}")));
}

/// How sure the recognition is.
fn sure(certainty: Certainty) -> Option<String> {
    match certainty {
        Certainty::None => None,
        Certainty::Told => Some("read this way because you said so".to_owned()),
        Certainty::Header => Some("sure: the header or the beginning is that of this kind alone".to_owned()),
        Certainty::Records { alike, of } if alike == of => {
            let first = if of == 1 { "the record has".to_owned() } else { format!("the first {of} records all have") };
            Some(format!("sure: {first} what only this kind has"))
        }
        Certainty::Records { alike, of } => Some(format!(
            "likely: {alike} of the first {of} records have what only this kind has; the others look thinner"
        )),
    }
}

/// What the records of one tool hold; where there are several tools, the first line names it.
fn print_facts(facts: &Census, several: bool) {
    if let (Some(first), Some(last)) = (facts.first, facts.last) {
        let tool = if several { format!(" of {}", tool_title(&facts.tool)) } else { String::new() };
        let n = format!("{}{tool}", count_of(facts.incidents, "incident record", "incident records"));
        say(&if first == last {
            format!("    {n}, start at {}", iso(first))
        } else {
            format!("    {n}, starts from {} to {}", iso(first), iso(last))
        });
    }
    let others = [
        (facts.entries, "log entry"),
        (facts.pages, "page"),
        (facts.shifts, "shift"),
        (facts.loose_follow_ups, "follow-up"),
    ];
    let others: Vec<String> = others.iter().filter(|(n, _)| *n > 0).map(|(n, word)| count(*n, word)).collect();
    if !others.is_empty() {
        say(&format!("    {}", list::and(&others)));
    }
    if facts.rejected > 0 {
        say(&format!("    {} could not be used; a review lists them in rejects.csv", count(facts.rejected, "record")));
    }
    print_zones(facts);
    if facts.incidents > 0 {
        print_answers(facts);
    }
}

fn print_zones(facts: &Census) {
    let (assumed, example) = &facts.assumed_utc;
    if *assumed > 0 {
        say(&format!(
            "    {} without an offset (like \"{example}\") {} read as UTC; if that is wrong, set zones.{} in the settings",
            count(*assumed, "time"),
            agree(*assumed, "was", "were"),
            facts.tool
        ));
    }
    if facts.zone_applied > 0 {
        let n = count(facts.zone_applied, "time");
        say(&format!("    {n} without an offset, read in the zone that the export or the settings name"));
    }
    let (ambiguous, example) = &facts.ambiguous;
    if *ambiguous > 0 {
        say(&format!(
            "    {} {} (like \"{example}\") could be day/month or month/day; set day_first.{} in the settings",
            thousands(*ambiguous),
            noun(*ambiguous, "date"),
            facts.tool
        ));
    }
}

fn print_answers(facts: &Census) {
    let (mut yes, mut no) = (Vec::new(), Vec::new());
    for (question, words) in QUESTIONS {
        match facts.known(*question) {
            0 => no.push((*words).to_owned()),
            known if known == facts.incidents => yes.push((*words).to_owned()),
            known => yes.push(format!("{words} ({})", share(known, facts.incidents))),
        }
    }
    if !yes.is_empty() {
        say(&format!("    answers: {}", yes.join(", ")));
    }
    if !no.is_empty() {
        say(&format!("    says nothing of: {}", no.join(", ")));
    }
}
