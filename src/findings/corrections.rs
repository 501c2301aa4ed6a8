//! Lines for `annotations.csv`: what a person writes there where a link, a member of a problem, an exclusion or a guess is
//! wrong.

use crate::findings::draft::quoted;
use crate::findings::rule::Facts;
use crate::findings::{Findings, draft};
use crate::frame::col;
use crate::frame::dataset::IncidentView;
use crate::model::link::{Link, Signal};
use crate::model::remark::RemarkRule;
use crate::model::row::IncidentIx;
use crate::model::time::Millis;
use crate::text::rows::Rows;
use crate::text::{cell, clip, date, number};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The columns of the file.
const HEADER: &str = "action,target,field,value,reason";
/// Lines of a list; the rest follow the same pattern, and stand in the tables.
const MAX_LINKS: usize = 60;
const MAX_MEMBERS: usize = 100;
const MAX_EXCLUDED: usize = 30;
const MAX_GUESSED: usize = 40;
/// Characters of a reason beside a line.
const SHOWN: usize = 60;
/// What stands in ids of which a part is masked: no export has them like that.
const MASKED: &str = "[person]";

/// All lines, by what they put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrections {
    pub title: String,
    /// What to do with the lines.
    pub how: String,
    pub header: String,
    pub lists: Vec<CorrectionList>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionList {
    pub title: String,
    pub note: String,
    pub lines: Vec<CorrectionLine>,
    /// Where the others are, for which a line like these can be written; empty when these are all.
    pub more: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionLine {
    /// A row of the file, to be copied as it stands; the reason is left to whoever does.
    pub line: String,
    /// What it is about.
    pub says: String,
}

/// Lists what can be put right.
pub(in crate::findings) fn add(facts: &Facts, findings: &mut Findings) {
    let lists: Vec<CorrectionList> =
        [links(facts), members(facts), guessed(facts), excluded(facts)].into_iter().flatten().collect();
    findings.corrections = (!lists.is_empty()).then(|| Corrections {
        title: "Put right what is wrong".to_owned(),
        how: "Copy a line into annotations.csv among the inputs, below the header, with a reason at its end, and run again; take it away, and all is as before.".to_owned(),
        header: HEADER.to_owned(),
        lists,
    });
}

/// A row of the file; `None` where an id is not printed as the exports have it.
fn line(action: &str, target: &str, field: &str, value: &str) -> Option<String> {
    let is_as_stated = |text: &str| cell::safe(text) == text && !text.contains(MASKED);
    if ![target, value].into_iter().all(is_as_stated) {
        return None;
    }
    let mut bytes = Vec::new();
    let mut rows = Rows::to(&mut bytes);
    rows.row([action, target, field, value, ""]).ok()?;
    rows.finish().ok()?;
    String::from_utf8(bytes).ok().map(|row| row.trim_end().to_owned())
}

/// `None` without lines. `found` may hold more than are listed.
fn list(title: &str, note: &str, found: Vec<CorrectionLine>, most: usize, more: &str) -> Option<CorrectionList> {
    let is_cut = found.len() > most;
    let lines: Vec<CorrectionLine> = found.into_iter().take(most).collect();
    (!lines.is_empty()).then(|| CorrectionList {
        title: title.to_owned(),
        note: note.to_owned(),
        lines,
        more: if is_cut { more.to_owned() } else { String::new() },
    })
}

/// The least certain links first. What is one record in several files is no link between two.
fn links(facts: &Facts) -> Option<CorrectionList> {
    let is_two = |link: &&Link| !matches!(link.signal, Signal::SameId | Signal::EventRow | Signal::Annotation);
    let mut all: Vec<(usize, &Link)> = facts.data.links.iter().filter(is_two).enumerate().collect();
    let order = |a: &(usize, &Link), b: &(usize, &Link)| a.1.score.total_cmp(&b.1.score).then(a.0.cmp(&b.0));
    if all.len() > 2 * MAX_LINKS {
        all.select_nth_unstable_by(2 * MAX_LINKS, order);
        all.truncate(2 * MAX_LINKS);
    }
    all.sort_unstable_by(order);
    let told = |(_, link): (usize, &Link)| {
        let [a, b] = [link.record_a, link.record_b].map(|record| facts.data.records.id(record));
        let action = if link.signal == Signal::Problem { "other-problem" } else { "split" };
        let reason = clip::truncate(&link.reason, SHOWN);
        let score = if link.score < 1.0 { format!(" {}", number::fixed(link.score, 3)) } else { String::new() };
        Some(CorrectionLine {
            line: line(action, &a, "", &b)?,
            says: format!("{}{score}: {reason}", link.signal.code()),
        })
    };
    list(
        "Records that were brought together",
        "A line takes two records apart, or says that two incidents are not the same problem. The least certain stand first.",
        all.into_iter().filter_map(told).collect(),
        MAX_LINKS,
        "data/links.csv",
    )
}

/// Famous problems first, then those of the period.
fn members(facts: &Facts) -> Option<CorrectionList> {
    let view = facts.data.incident_view();
    let mut families: Vec<_> = facts.results.recurrence.families.iter().filter(|family| !family.label).collect();
    families.sort_by_key(|family| std::cmp::Reverse((family.famous, family.in_period)));
    let of = |family: &&crate::analyse::recurrence::Family| {
        let stays = |row: IncidentIx| family.rows.iter().copied().find(|other| *other != row);
        let told = |&row: &IncidentIx| {
            let (id, other) = (view.id.get(row)?, view.id.get(stays(row)?)?);
            let says = format!("out of {}: {}", family.family_id, called(facts, &view, row, false));
            Some(CorrectionLine { line: line("other-problem", id, "", other)?, says })
        };
        // Of a problem with very many members no more are worded than a list takes.
        family.rows.iter().filter_map(told).take(MAX_MEMBERS + 1).collect::<Vec<_>>()
    };
    list(
        "Members of problems that recur",
        "A line takes an incident out of its problem. Famous problems stand first.",
        families.iter().flat_map(of).take(MAX_MEMBERS + 1).collect(),
        MAX_MEMBERS,
        "data/families.csv",
    )
}

/// What a rule leaves out, those of the period first. What a person left out is brought back by taking their line away.
fn excluded(facts: &Facts) -> Option<CorrectionList> {
    let view = facts.data.incident_view();
    let rules = facts.data.incident_texts(col::EXCLUSION);
    let rule = |row: IncidentIx| rules.get(row).unwrap_or("");
    let mut rows: Vec<IncidentIx> = view
        .rows()
        .filter(|row| !view.included.get(*row) && !matches!(rule(*row), "" | "after-as-of" | "annotation"))
        .collect();
    rows.sort_by_key(|row| (!view.in_period.get(*row), std::cmp::Reverse(view.started.get(*row))));
    let told = |row: IncidentIx| {
        let says = format!("{}: {}", rule(row), called(facts, &view, row, true));
        Some(CorrectionLine { line: line("include", view.id.get(row)?, "", "")?, says })
    };
    list(
        "Incidents that do not count",
        "A line counts the incident, whatever the rule says.",
        rows.into_iter().filter_map(told).take(MAX_EXCLUDED + 1).collect(),
        MAX_EXCLUDED,
        "data/incidents.csv",
    )
}

/// Values of the period that rest on a rule and not on what a record states: ends made of lengths, times read as UTC without
/// a zone, starts taken from what came after them.
fn guessed(facts: &Facts) -> Option<CorrectionList> {
    let view = facts.data.incident_view();
    let mut seen: BTreeSet<(IncidentIx, &str)> = BTreeSet::new();
    let mut found = Vec::new();
    let counts = |row: IncidentIx| view.included.get(row) && view.in_period.get(row);
    for remark in facts.data.records.remarks.iter() {
        let (field, why) = match remark.rule {
            RemarkRule::EndFromLength => ("resolved_at", "the end is the beginning and the stated length"),
            RemarkRule::ZoneAssumedUtc => (remark.field, "read as UTC, because no zone is known"),
            _ => continue,
        };
        if found.len() > MAX_GUESSED {
            break;
        }
        let Some(row) = facts.data.records.incident[remark.record].filter(|row| counts(*row)) else { continue };
        let Some(at) = time(&view, field, row).filter(|at| date::iso(*at) == remark.normalised()) else { continue };
        if seen.insert((row, field)) {
            found.extend(stated(facts, &view, (row, field, at), why));
        }
    }
    for row in view.rows().filter(|row| counts(*row)) {
        let (basis, started) = (view.start_basis.get(row).unwrap_or(""), view.started.get(row));
        let why = match basis {
            "detected" => "the start is the moment of detection",
            "declared" => "the start is the moment of declaration",
            _ => continue,
        };
        if found.len() <= MAX_GUESSED && seen.insert((row, "started_at")) {
            found.extend(started.and_then(|at| stated(facts, &view, (row, "started_at", at), why)));
        }
    }
    list(
        "Values that are guesses",
        "A line states the value as it is now; put the right one in its place.",
        found,
        MAX_GUESSED,
        "data/incidents.csv (start_basis) and data/remarks.csv",
    )
}

fn stated(
    facts: &Facts,
    view: &IncidentView,
    (row, field, at): (IncidentIx, &str, Millis),
    why: &str,
) -> Option<CorrectionLine> {
    let says = format!("{why}: {}", called(facts, view, row, true));
    Some(CorrectionLine { line: line("set", view.id.get(row)?, field, &date::iso(at))?, says })
}

fn time(view: &IncidentView, field: &str, row: IncidentIx) -> Option<Millis> {
    match field {
        "started_at" => view.started.get(row),
        "detected_at" => view.detected.get(row),
        "acknowledged_at" => view.acknowledged.get(row),
        "mitigated_at" => view.mitigated.get(row),
        "resolved_at" => view.resolved.get(row),
        "closed_at" => view.closed.get(row),
        _ => None,
    }
}

/// The day of an incident, and its title.
fn called(facts: &Facts, view: &IncidentView, row: IncidentIx, with_title: bool) -> String {
    let day = view.started.get(row).map(|at| date::iso_day(at, draft::zone(&facts.data.periods)));
    let title = view.title.get(row).filter(|title| with_title && !title.is_empty());
    let title = title.map(|title| quoted(&clip::truncate(title, SHOWN)));
    [day, title].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
