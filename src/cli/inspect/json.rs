//! The same for programs.

use crate::inspect::Inspection;
use crate::inspect::census::{Census, QUESTIONS};
use crate::pipeline::{Certainty, FileReport};
use crate::text::date::iso;
use serde_json::{Map, Value, json};

pub(super) fn of(found: &Inspection) -> Value {
    let files: Vec<Value> = (0..).zip(&found.files).map(|(number, f)| file(f, found.held.of_file(number))).collect();
    let set = found.review.as_ref().map(|review| {
        let known: Map<String, Value> = found.answers.iter().map(|a| (a.code.to_owned(), json!(a.known))).collect();
        json!({
            "incidents": found.incidents,
            "known": known,
            "silent": found.answers.iter().filter(|a| a.known == 0).map(|a| a.code).collect::<Vec<_>>(),
            "has_pages": review.data.has_pages,
            "has_shifts": review.data.has_shifts,
            "first_start": review.data.periods.data.map(|d| iso(d.start)),
            "last_start": review.data.periods.data.map(|d| iso(d.end)),
            "as_of": iso(review.data.periods.as_of),
            "overlaps": found.overlaps.iter().map(|(a, b, n)| json!({"tools": [a, b], "incidents": n})).collect::<Vec<_>>(),
            "gaps": found.gaps.iter().map(|g| json!({"tool": g.tool, "from": iso(g.from), "to": iso(g.to), "at_end": g.at_end})).collect::<Vec<_>>(),
            "unlocks": found.unlocks.iter().map(|u| json!({"export": u.export, "brings": u.brings})).collect::<Vec<_>>(),
        })
    });
    json!({"files": files, "set": set})
}

fn file<'a>(file: &FileReport, facts: impl Iterator<Item = &'a Census>) -> Value {
    let units: Vec<Value> = file
        .units
        .iter()
        .map(|u| {
            json!({
                "source": u.source, "title": u.title, "records": u.records, "container": u.container, "zone": u.zone,
                "certainty": certainty(u.certainty), "notes": u.notes,
            })
        })
        .collect();
    json!({
        "path": file.shown, "bytes": file.bytes, "sha256": file.sha256, "records": file.read, "units": units,
        "notes": file.notes, "lacks": file.lacks, "tools": facts.map(of_tool).collect::<Vec<_>>(),
        "problem": file.problem.as_ref().map(|p| json!({"message": p.message, "hint": p.hint})),
    })
}

fn certainty(certainty: Certainty) -> Value {
    match certainty {
        Certainty::None => Value::Null,
        Certainty::Told => json!({"basis": "told"}),
        Certainty::Header => json!({"basis": "header"}),
        Certainty::Records { alike, of } => json!({"basis": "records", "alike": alike, "of": of}),
    }
}

fn of_tool(facts: &Census) -> Value {
    let known: Map<String, Value> =
        QUESTIONS.iter().map(|(q, words)| (words.replace([' ', '-'], "_"), json!(facts.known(*q)))).collect();
    json!({
        "tool": facts.tool, "incidents": facts.incidents, "first_start": facts.first.map(iso),
        "last_start": facts.last.map(iso), "known": known, "log_entries": facts.entries, "pages": facts.pages,
        "shifts": facts.shifts, "follow_ups": facts.loose_follow_ups, "rejected": facts.rejected,
        "times_assumed_utc": facts.assumed_utc.0, "times_in_named_zone": facts.zone_applied,
        "ambiguous_dates": facts.ambiguous.0,
    })
}
