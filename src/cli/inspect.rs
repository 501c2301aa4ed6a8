//! `retroscope inspect`: what each file is, and what the set can and cannot answer. Writes nothing.

use crate::cli::args::Inspect;
use crate::cli::review::{open, settings};
use crate::cli::{COULD_NOT, DONE, Failure, say};
use crate::pipeline::{self, Asked, FileReport, Request, Review};
use crate::text::date::iso;
use crate::text::number::share;
use crate::text::plural::count;
use serde_json::json;

/// Reads the files as a review would, and says what was found.
///
/// # Errors
/// A path can't be opened, or the settings can't be used.
pub fn run(args: &Inspect) -> Result<u8, Failure> {
    let inputs = open(&args.inputs)?;
    let settings = settings(args.settings.as_deref(), &inputs)?;
    let request = Request { inputs: &inputs, settings: &settings, period: Asked::All, as_of: None, names: false };
    let (files, review) = pipeline::review(&request, &|_| {});
    let files = review.as_ref().map_or(files.as_slice(), |r| r.files.as_slice());
    if args.json {
        say(&serde_json::to_string_pretty(&as_json(files, review.as_ref())).unwrap_or_default());
    } else {
        files.iter().for_each(print_file);
        print_set(review.as_ref());
    }
    Ok(if review.is_some() { DONE } else { COULD_NOT })
}

fn print_file(file: &FileReport) {
    say(&file.shown);
    for unit in &file.units {
        let zone = if unit.zone.is_empty() { String::new() } else { format!(", zone {}", unit.zone) };
        say(&format!("  {}: {} ({}{zone})", unit.title, count(unit.records, "record"), unit.container));
        unit.notes.iter().for_each(|note| say(&format!("    {note}")));
    }
    if let Some(problem) = &file.problem {
        say(&format!("  {}", problem.message));
        if !problem.hint.is_empty() {
            say(&format!("    hint: {}", problem.hint));
        }
    }
    file.notes.iter().for_each(|note| say(&format!("  {note}")));
}

/// One question and how many incidents the data can answer it for.
struct Coverage {
    question: &'static str,
    known: u64,
    unlock: &'static str,
}

fn coverage(review: &Review) -> (u64, Vec<Coverage>) {
    let view = review.data.incident_view();
    let included: Vec<usize> = (0..view.len).filter(|row| view.included.get(*row)).collect();
    let known = |test: &dyn Fn(usize) -> bool| included.iter().filter(|row| test(**row)).count() as u64;
    let list = vec![
        Coverage {
            question: "severity",
            known: known(&|r| view.severity.get(r).is_some()),
            unlock: "a priority or severity field",
        },
        Coverage {
            question: "service",
            known: known(&|r| view.service.get(r).is_some()),
            unlock: "a service or component field",
        },
        Coverage {
            question: "team",
            known: known(&|r| view.team.get(r).is_some()),
            unlock: "a team or assignment group",
        },
        Coverage {
            question: "time to acknowledge",
            known: known(&|r| view.tta.get(r).is_some()),
            unlock: "the pager's log entries",
        },
        Coverage {
            question: "time to mitigate",
            known: known(&|r| view.ttm.get(r).is_some()),
            unlock: "mitigation times from reviews or the incident manager",
        },
        Coverage {
            question: "time to resolve",
            known: known(&|r| view.ttr.get(r).is_some()),
            unlock: "resolution times",
        },
        Coverage {
            question: "time to detect",
            known: known(&|r| view.ttd.get(r).is_some()),
            unlock: "impact start times from reviews or the incident manager",
        },
    ];
    (included.len() as u64, list)
}

fn print_set(review: Option<&Review>) {
    let Some(review) = review else {
        say(
            "No file holds an incident. A table or JSON of your own needs a [[mapping]] in the settings; the README shows one.",
        );
        return;
    };
    let (n, list) = coverage(review);
    say("");
    say(&format!("All together: {} for statistics.", count(n, "incident")));
    if let Some(span) = review.data.periods.data {
        say(&format!(
            "  starts from {} to {}; exports made {} or later",
            iso(span.start),
            iso(span.end),
            iso(review.data.periods.as_of)
        ));
    }
    for item in &list {
        let missing =
            if item.known * 2 < n { format!("; would be unlocked by {}", item.unlock) } else { String::new() };
        say(&format!("  {}: known for {}{missing}", item.question, share(item.known, n)));
    }
    let answer = |has: bool, yes: &str, no: &str| say(&format!("  {}", if has { yes } else { no }));
    answer(
        review.data.has_pages,
        "load: pages per person are known",
        "load: no pages; the pager's log entries would tell who was interrupted and when",
    );
    answer(
        review.data.has_shifts,
        "on call: shifts are known",
        "on call: no shifts; an on-call export would tell who was on call and who was pulled in",
    );
}

fn as_json(files: &[FileReport], review: Option<&Review>) -> serde_json::Value {
    let file = |f: &FileReport| {
        let units: Vec<_> = f
            .units
            .iter()
            .map(|u| json!({"source": u.source, "title": u.title, "records": u.records, "container": u.container, "zone": u.zone, "notes": u.notes}))
            .collect();
        json!({
            "path": f.shown, "bytes": f.bytes, "sha256": f.sha256, "records": f.read, "units": units, "notes": f.notes,
            "problem": f.problem.as_ref().map(|p| json!({"message": p.message, "hint": p.hint})),
        })
    };
    let set = review.map(|review| {
        let (n, list) = coverage(review);
        let known: serde_json::Map<String, serde_json::Value> =
            list.iter().map(|c| (c.question.replace(' ', "_"), json!(c.known))).collect();
        json!({
            "incidents": n, "known": known, "has_pages": review.data.has_pages, "has_shifts": review.data.has_shifts,
            "first_start": review.data.periods.data.map(|d| iso(d.start)), "last_start": review.data.periods.data.map(|d| iso(d.end)),
            "as_of": iso(review.data.periods.as_of),
        })
    });
    json!({"files": files.iter().map(file).collect::<Vec<_>>(), "set": set})
}
