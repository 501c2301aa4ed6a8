//! A proposed mapping as text.

use crate::cli::init::scale;
use crate::cli::init::words::{key, samples, string};
use crate::propose::{Field, Meaning, NOT_INCIDENTS, Proposal};
use std::fmt::Write;

/// The `[[mapping]]` of one proposal. One that lacks something essential is written as comments, so that the file runs.
pub(super) fn text(proposal: &Proposal) -> String {
    let mut out = String::new();
    let files: Vec<String> = proposal.files.iter().map(|file| string(file)).collect();
    let _ = writeln!(out, "[[mapping]]");
    let _ = writeln!(
        out,
        "name = {}  # the tool's name in the report, and the first part of its record ids",
        string(&proposal.name)
    );
    let _ = writeln!(
        out,
        "files = [{}]  # `*` stands for anything: next quarter's file may have another date in its name",
        files.join(", ")
    );
    let _ = writeln!(
        out,
        "role = {}  # pager, manager, ticket, status-page, review, support or table: decides who is believed for what",
        string(proposal.role)
    );
    let _ = writeln!(out, "rows = {}  # {}", string(proposal.rows), rows(proposal));
    if let Some(records) = &proposal.records {
        let _ = writeln!(out, "records = {}  # where the list stands in the file", string(records));
    }
    of_records(&mut out, proposal);
    if proposal.lacks_zone {
        let _ = writeln!(
            out,
            "# zone = \"Europe/Berlin\"  # the times have no offset; without this line they are read as UTC"
        );
    }
    if let Some(mark) = proposal.split {
        let _ = writeln!(out, "split = {}  # some cells hold several values", string(mark));
    }
    let _ = writeln!(out, "[mapping.fields]");
    let lines: Vec<(String, String)> = proposal.fields.iter().map(|f| (line(f), note(f))).collect();
    let width = lines.iter().map(|(line, _)| line.chars().count()).max().unwrap_or(0).min(48);
    for (line, note) in lines {
        let _ = writeln!(out, "{line:<width$}  # {note}");
    }
    for (column, values) in &proposal.unused {
        let shown = if values.is_empty() { "always empty".to_owned() } else { samples(values) };
        let _ = writeln!(out, "# not used: {}  {shown}", string(column));
    }
    out.push_str(&scale::text(proposal));
    values(&mut out, proposal);
    if proposal.missing.is_empty() {
        return format!("\n{out}");
    }
    let dead: String = out.lines().map(|line| format!("# {line}\n")).collect();
    let then = if proposal.missing == NOT_INCIDENTS { "if they do" } else { "once that is filled in" };
    format!(
        "\n# {}: not read yet, because {}.\n# Remove the first mark of each line below {then}.\n{dead}",
        files.join(", "),
        proposal.missing
    )
}

/// What is the same for all records, and where each has its own history.
fn of_records(out: &mut String, proposal: &Proposal) {
    if let Some(kind) = proposal.kind {
        let _ = writeln!(out, "kind = {}  # its records are planned work, and no incidents", string(kind));
    }
    if let Some(updates) = &proposal.updates {
        let more = [("status", &updates.status), ("person", &updates.person)];
        let more = more.iter().filter_map(|(name, key)| key.as_ref().map(|key| format!(", {name} = {}", string(key))));
        let _ = writeln!(
            out,
            "history = {{ list = {}, at = {}{} }}  # the updates tell when it began and what resolved it",
            string(&updates.list),
            string(&updates.at),
            more.collect::<String>()
        );
    }
}

/// Words of the file and what they stand for, for the reader to correct; one table for each fact.
fn values(out: &mut String, proposal: &Proposal) {
    let mut last = "";
    for Meaning { target, stated, means, needed } in &proposal.values {
        if *target != last {
            let _ = writeln!(out, "[mapping.values.{}]{}", key(target), explained(target));
            last = target;
        }
        let ends = proposal.values.iter().any(|other| other.target == *target && other.means.contains("resolved"));
        let (shown, note) = match (*means, *needed) {
            ("", _) if ends => ("acknowledged", "not known: it begins and ends nothing, unless you say what it does"),
            ("", _) => ("resolved", "please decide: nothing is known to end a case; remove the mark if this does"),
            ("closed", false) if !ends => ("resolved", "read as closed, which is no end; remove the mark if it is one"),
            (word, true) => (word, "its words say so"),
            (word, false) => (word, "read so already"),
        };
        let mark = if *needed { "" } else { "# " };
        let _ = writeln!(out, "{mark}{} = {}  # {note}", string(stated), string(shown));
    }
}

fn explained(target: &str) -> &'static str {
    match target {
        "status" => "  # what a row says: opened, acknowledged, reassigned, mitigated, resolved, closed, reopened",
        _ => "",
    }
}

fn rows(proposal: &Proposal) -> &'static str {
    match proposal.rows {
        _ if proposal.role == "support" => {
            "each row is what a customer wrote: counted for the incident that it names, and none itself"
        }
        "shift" => "each row is a stretch of one person on call",
        "event" => "each row is one change of an incident: its id repeats. Else: incident",
        _ => "each row is one incident. Else: event (one change of it) or shift (a stretch on call)",
    }
}

fn line(field: &Field) -> String {
    let columns: Vec<String> = field.columns.iter().map(|column| string(column)).collect();
    match columns.as_slice() {
        [only] => format!("{} = {only}", key(field.target)),
        several if field.target == "reporter" => format!("{} = [{}]", key(field.target), several.join(", ")),
        several => format!("{} = {{ join = [{}] }}", key(field.target), several.join(", ")),
    }
}

/// What a reader should know before the column counts.
fn caveat(target: &str) -> &'static str {
    match target {
        "closed_at" => "; when the record was closed, which is no end of the incident",
        "reporter" => "; people who took no part: their names are masked, and they are never areas",
        "kind" => "; requests are no incidents",
        _ => "",
    }
}

fn note(field: &Field) -> String {
    let guessed = if field.by_values { "a guess from its values: " } else { "" };
    let shown =
        if field.samples.is_empty() { "no value in the first rows".to_owned() } else { samples(&field.samples) };
    format!("{guessed}{shown}{}", caveat(field.target))
}
