//! The settings file as a whole: each section with what was seen, and a default that may stay.

use crate::cli::init::words::{key, sample, string};
use crate::inspect::census::Census;
use crate::pipeline::tool_title;
use crate::propose::Proposal;
use crate::propose::proposal::Found;
use crate::propose::vocabulary::{Seen, Word};
use crate::settings::File;
use crate::settings::table::Row;
use crate::text::date::iso;
use crate::text::number::thousands;
use crate::text::plural::{agree, count, noun};
use crate::text::visible;
use std::collections::BTreeMap;
use std::fmt::Write;

/// How many names are listed before the rest is only counted.
const LISTED: usize = 40;

/// What may stand on the left in a mapping; nobody should have to look it up.
const FACTS: &str = "These facts can stand on the left:\n\
    #   what: id, title, summary, url, status, severity, urgency, service, component, team, environment, region, factor\n\
    #   when: started_at, detected_at, declared_at, acknowledged_at, mitigated_at, resolved_at, closed_at, reopened_at;\n\
    #         of one change, with rows = \"event\": at (all rows of an id tell its story);\n\
    #         without an end: duration_min, duration_h or duration_s\n\
    #   who:  assignee, responder, commander, resolver; who reported it and took no part: reporter; how it was noticed: detection; how it ended: resolution\n\
    #   the same incident elsewhere: reference; others: parent, problem, duplicate_of, related\n\
    # On the right: a column, several (the first that is filled counts) like [\"A\", \"B\"], or a date and a time of day that\n\
    # belong together: { join = [\"Date\", \"Time\"] }\n";

/// The text of the file.
pub(super) fn text(found: &Found, proposals: &[Proposal], mappings: &str) -> String {
    let mut out = String::from(
        "# Settings for retroscope, proposed from the exports. Every line may stay as it is; lines that begin with # do nothing\n\
         # until the mark is removed.\n",
    );
    sources(&mut out, found);
    report(&mut out);
    zones(&mut out, found);
    severities(&mut out, &found.seen);
    names(&mut out, "services", &found.seen.services, &found.seen.same_services);
    names(&mut out, "teams", &found.seen.teams, &found.seen.same_teams);
    people(&mut out, &found.seen);
    section(&mut out, "exclude");
    kept(&mut out, found);
    if !proposals.is_empty() {
        out.push_str("\n# Files that no source knows. Each line says: this fact stands in that column, with sample values behind it.\n");
        out.push_str("# Correct what is wrong, remove what is no fact of an incident. ");
        out.push_str(FACTS);
        out.push_str(mappings);
    }
    out
}

fn sources(out: &mut String, found: &Found) {
    out.push_str("\n# What was found\n");
    for (number, file) in (0..).zip(&found.files) {
        for unit in file.units.iter().filter(|unit| unit.source.is_some()) {
            let span = found.held.of_file(number).find_map(span).unwrap_or_default();
            let _ = writeln!(
                out,
                "#   {}: {}, {}{span}",
                sample_path(&file.shown),
                unit.title,
                count(unit.records, "record")
            );
        }
        if let Some(problem) = &file.problem {
            let _ = writeln!(out, "#   {}: {}", sample_path(&file.shown), sample(&problem.message));
        }
    }
}

fn span(facts: &Census) -> Option<String> {
    let (first, last) = (facts.first?, facts.last?);
    let day = |at| iso(at).chars().take(10).collect::<String>();
    Some(format!(", {} to {}", day(first), day(last)))
}

/// A path in a comment: on one line, whatever the file system allows in names.
fn sample_path(path: &str) -> String {
    visible::line(path).into_owned()
}

/// What stands above a section, for those that say more than their lines do.
const ABOVE: [(&str, &str); 4] = [
    ("load", "What is said about the load of people; always of groups of at least five."),
    (
        "load.flags",
        "A person's week gets a flag for each of these; the counts with every threshold moved by one are printed too.",
    ),
    ("load.verdict", "From where on a rotation or team is strained or over the line; never a person."),
    ("exclude", "What is left out of statistics; it stays in the tables."),
];

/// The settings of a section with their defaults, as the table has them.
fn section(out: &mut String, name: &str) {
    let above = ABOVE.iter().find(|(of, _)| *of == name).map(|(_, words)| format!("# {words}\n")).unwrap_or_default();
    let _ = writeln!(out, "\n{above}[{name}]");
    lines(out, |row| row.section() == name);
}

fn lines(out: &mut String, wanted: impl Fn(&Row) -> bool) {
    for row in File::default().rows().iter().filter(|row| wanted(row)) {
        let _ = writeln!(out, "{}  # {}", row.line(), row.words());
    }
}

fn report(out: &mut String) {
    let names = ["report", "hours", "recurrence", "load", "load.flags", "load.verdict", "limits"];
    names.iter().for_each(|name| section(out, name));
}

fn zones(out: &mut String, found: &Found) {
    out.push_str("\n# The zone of times that have no offset, for each tool.\n[zones]\n");
    let mut assumed: BTreeMap<&str, (u64, &str)> = BTreeMap::new();
    let mut ambiguous: BTreeMap<&str, (u64, &str)> = BTreeMap::new();
    for facts in found.held.all() {
        for (slot, (n, example)) in [(&mut assumed, &facts.assumed_utc), (&mut ambiguous, &facts.ambiguous)] {
            if *n > 0 {
                let entry = slot.entry(&facts.tool).or_insert((0, example));
                entry.0 += n;
            }
        }
    }
    for (tool, (n, example)) in &assumed {
        let was = agree(*n, "was", "were");
        let times = noun(*n, "time");
        let _ = writeln!(
            out,
            "# {} = \"Europe/Berlin\"  # please confirm: {} {times} of {} (like {}) {was} read as UTC",
            key(tool),
            thousands(*n),
            tool_title(tool),
            sample(example)
        );
    }
    if assumed.is_empty() {
        out.push_str("# nothing to confirm: all times have an offset, or their export names the zone\n");
    }
    out.push_str("\n# Whether 3/4/2026 is the third of April (true) or the fourth of March (false), for each tool. Needed only where no date decides.\n[day_first]\n");
    for (tool, (n, example)) in &ambiguous {
        let _ = writeln!(
            out,
            "# {} = true  # please decide: {} {} of {} (like {}) can be read both ways, and {} left out until then",
            key(tool),
            thousands(*n),
            noun(*n, "date"),
            tool_title(tool),
            sample(example),
            agree(*n, "is", "are")
        );
    }
    if ambiguous.is_empty() {
        out.push_str("# nothing to decide\n");
    }
}

fn severities(out: &mut String, seen: &Seen) {
    out.push_str("\n# What severity words stand for: 1 is worst, 5 is least.\n[severity]\n");
    if seen.severities.is_empty() {
        out.push_str("# no export states a severity\n");
    }
    for (word, level) in seen.severities.iter().take(LISTED) {
        let n = records_of(word);
        // A known word needs no line; it is shown so that the reader can disagree.
        match level {
            Some(level) => {
                let _ = writeln!(out, "# {} = {level}  # {n}; taken for {level} already", string(&word.stated));
            }
            None => {
                let _ = writeln!(
                    out,
                    "# {} = {}  # please decide: {n} without a known severity until then",
                    string(&word.stated),
                    likely(&word.stated)
                );
            }
        }
    }
    more(out, seen.severities.len());
}

/// A level to begin with: the only digit of the word, or what its colour usually stands for.
fn likely(stated: &str) -> u32 {
    let digits: Vec<u32> = stated.chars().filter_map(|c| c.to_digit(10)).collect();
    match (digits.as_slice(), stated.trim().to_lowercase().as_str()) {
        ([level @ 1..=5], _) => *level,
        (_, "red" | "rot" | "rouge" | "rojo") => 1,
        (_, "amber" | "orange" | "naranja") => 2,
        (_, "green" | "grün" | "vert" | "verde") => 4,
        _ => 3,
    }
}

fn records_of(word: &Word) -> String {
    let tools: Vec<String> = word.tools.iter().map(|tool| tool_title(tool)).collect();
    format!("{} of {}", count(word.records, "record"), crate::text::list::and(&tools))
}

fn more(out: &mut String, all: usize) {
    if all > LISTED {
        let _ = writeln!(out, "# … and {} more", thousands((all - LISTED) as u64));
    }
}

fn names(out: &mut String, what: &str, words: &[Word], same: &[(String, String)]) {
    let _ =
        writeln!(out, "\n# One name for what tools name differently: \"stated\" = \"name to use\".\n[aliases.{what}]");
    if words.is_empty() {
        let _ = writeln!(out, "# no export names {what}");
    }
    for (stated, usual) in same.iter().take(LISTED) {
        let _ = writeln!(
            out,
            "{} = {}  # the same but for capitals and marks",
            string(&stated.to_lowercase()),
            string(usual)
        );
    }
    for word in words.iter().filter(|word| same.iter().all(|(stated, _)| *stated != word.stated)).take(LISTED) {
        let _ = writeln!(out, "# {} = {}  # {}", string(&word.stated), string(&word.stated), records_of(word));
    }
    more(out, words.len());
}

fn people(out: &mut String, seen: &Seen) {
    out.push_str("\n[people]\n");
    let (all, zoned) = (seen.people.len() as u64, seen.with_zone as u64);
    let _ = writeln!(
        out,
        "# {} seen, {} of them with a time zone of their own.",
        noun_of(all, "person", "people"),
        thousands(zoned)
    );
    if zoned < all {
        lines(out, |row| row.key == "people.zone");
        out.push_str("# A table people.csv with the columns id (or email), name, team and time_zone among the exports says it for each.\n");
    }
    lines(out, |row| ["people.salt", "people.mask_texts"].contains(&row.key));
    let machines: Vec<String> = seen.machines.iter().map(|name| string(name)).collect();
    let _ = writeln!(
        out,
        "machines = [{}]  # accounts that are nobody{}",
        machines.join(", "),
        if machines.is_empty() { "; none were found" } else { "; these were taken for machines already" }
    );
    if !seen.people.is_empty() {
        out.push_str("# Is one of these no person? Then add it above.\n");
    }
    for names in seen.people.iter().take(LISTED).collect::<Vec<_>>().chunks(6) {
        let line: Vec<String> = names.iter().map(|name| sample(name)).collect();
        let _ = writeln!(out, "#   {}", line.join(", "));
    }
    more(out, seen.people.len());
}

fn noun_of(n: u64, one: &str, many: &str) -> String {
    crate::text::plural::count_of(n, one, many)
}

/// Files that people keep beside the exports: kind of source, and what the file is for.
const KEPT: [(&str, &str); 4] = [
    ("exposure", "exposure.csv (area, from, to, deploys, requests, services): incidents per deploy, not only per week"),
    ("holidays", "holidays as ICS, or CSV of date and zone: business hours of these days count as off"),
    ("annotations", "annotations.csv (action, target, field, value, reason): corrections that people make"),
    (
        "notes",
        "notes.toml ([[note]] with claim = \"areas.ranks\" and text = \"…\"): what you want to say beside a claim, section or incident",
    ),
];

fn kept(out: &mut String, found: &Found) {
    let units = || found.files.iter().flat_map(|file| &file.units);
    let missing = KEPT.iter().filter(|(kind, _)| units().all(|unit| unit.source != Some(*kind)));
    let missing: Vec<&str> = missing.map(|(_, purpose)| *purpose).collect();
    if !missing.is_empty() {
        out.push_str("\n# Files that may be kept beside the exports; none of them is needed.\n");
        missing.iter().for_each(|purpose| {
            let _ = writeln!(out, "#   {purpose}");
        });
    }
    if units().all(|unit| unit.source != Some("changes")) {
        out.push_str(
            "\n# Changes of definitions, processes and tools, after which figures compare badly; changes.csv (at, what, metric)\n\
             # says the same.\n# [[change]]\n# at = 2026-01-31\n# what = \"resolved now means verified by customers\"\n\
             # metric = \"ttr\"  # leave out if it concerns everything\n",
        );
    }
}
