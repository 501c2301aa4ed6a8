//! What a set of exports can and cannot answer, and which single further export would help most.

pub mod census;
pub mod coverage;
pub mod gaps;

use crate::frame::col;
use crate::ingest::files::FileReport;
use crate::inspect::census::{Held, StatedFact};
use crate::inspect::gaps::{ExportGap, gaps};
use crate::model::record::Role;
use crate::model::row::IncidentIx;
use crate::pipeline::{Request, Review, Step, finish, read, tool_title};
use std::collections::BTreeMap;

/// Everything `inspect` prints.
pub struct Inspection {
    pub files: Vec<FileReport>,
    pub held: Held,
    pub gaps: Vec<ExportGap>,
    /// Pairs of tools (as people call them) and the number of incidents that both have a record of.
    pub overlaps: Vec<(String, String, u64)>,
    /// Incidents that only one tool knows, by tool.
    pub alone: Vec<(String, u64)>,
    pub answers: Vec<Answer>,
    pub unlocks: Vec<Unlock>,
    /// `None` when no file holds an incident.
    pub review: Option<Review>,
    /// Included incidents.
    pub incidents: u64,
}

/// One analysis, and for how many incidents the data can feed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// `time_to_acknowledge`
    pub code: &'static str,
    pub title: &'static str,
    pub known: u64,
    /// What it needs, in words that complete "needs …".
    pub needs: &'static str,
    /// Whether it speaks of the whole set (there is a roster, or there is none) rather than of single incidents.
    pub of_set: bool,
}

/// An export that is not there, and what it would bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlock {
    pub export: String,
    /// Titles of the answers that it would give or complete.
    pub brings: Vec<&'static str>,
    /// Answers missing now that it could give, counted over incidents.
    pub missing: u64,
}

/// Reads the files and looks at what is in them.
#[must_use]
pub fn inspect(request: &Request) -> Inspection {
    let (files, loaded) = read(request.inputs, request.settings, &|_: Step| {});
    let (held, gaps) = (Held::of(&loaded), gaps(&loaded));
    let pagers = tools_of(&loaded, Role::Pager);
    let [managers, reviews] = [Role::Manager, Role::Review].map(|role| !tools_of(&loaded, role).is_empty());
    let (files, review) = finish(files, loaded, request, &|_| {});
    let mut inspection = Inspection {
        files,
        held,
        gaps,
        overlaps: Vec::new(),
        alone: Vec::new(),
        answers: Vec::new(),
        unlocks: Vec::new(),
        review: None,
        incidents: 0,
    };
    if let Some(mut review) = review {
        inspection.files = std::mem::take(&mut review.files);
        (inspection.overlaps, inspection.alone) = overlaps(&review);
        inspection.answers = answers(&review, &inspection.held);
        inspection.incidents = included(&review);
        inspection.unlocks = unlocks(&inspection.answers, inspection.incidents, &pagers, given(managers, reviews));
        inspection.review = Some(review);
    }
    inspection
}

/// Tools of one role that have incident records, as people call them.
fn tools_of(loaded: &crate::normalise::loaded::Loaded, role: Role) -> Vec<String> {
    let all = &loaded.incidents;
    let of_role = all.rows().filter(|row| all.role[*row] == role);
    let mut tools: Vec<String> = of_role.map(|row| tool_title(all.tool(row))).collect();
    tools.sort_unstable();
    tools.dedup();
    tools
}

fn included(review: &Review) -> u64 {
    let view = review.data.incident_view();
    view.rows().filter(|row| view.included.get(*row)).count() as u64
}

type Overlaps = (Vec<(String, String, u64)>, Vec<(String, u64)>);

fn overlaps(review: &Review) -> Overlaps {
    let sources = review.data.incident_texts(col::SOURCES);
    let (mut pairs, mut alone) = (BTreeMap::new(), BTreeMap::new());
    for row in review.data.incident_view().rows() {
        let tools: Vec<&str> = sources.get(row).unwrap_or("").split(';').filter(|t| !t.is_empty()).collect();
        if let [only] = tools.as_slice() {
            *alone.entry(tool_title(only)).or_insert(0) += 1;
        }
        for (at, first) in tools.iter().enumerate() {
            for second in tools.iter().skip(at + 1) {
                *pairs.entry((tool_title(first), tool_title(second))).or_insert(0) += 1;
            }
        }
    }
    (pairs.into_iter().map(|((a, b), n)| (a, b, n)).collect(), alone.into_iter().collect())
}

fn answers(review: &Review, held: &Held) -> Vec<Answer> {
    let view = review.data.incident_view();
    let rows: Vec<IncidentIx> = view.rows().filter(|row| view.included.get(*row)).collect();
    let known = |test: &dyn Fn(IncidentIx) -> bool| rows.iter().filter(|row| test(**row)).count() as u64;
    let one = |code, title, known, needs| Answer { code, title, known, needs, of_set: false };
    let set = |code, title, has: bool, needs| Answer { code, title, known: u64::from(has), needs, of_set: true };
    let follow_ups: u64 = held.all().map(|f| f.loose_follow_ups + f.known(StatedFact::FollowUps)).sum();
    let quarters: std::collections::BTreeSet<&str> = rows.iter().filter_map(|row| view.period.get(*row)).collect();
    vec![
        one("severity", "severity", known(&|r| view.severity.get(r).is_some()), "a severity or priority field"),
        one("service", "service", known(&|r| view.service.get(r).is_some()), "a service or component field"),
        one("team", "team", known(&|r| view.team.get(r).is_some()), "a team or assignment group"),
        one(
            "time_to_detect",
            "time to detect",
            known(&|r| view.ttd.get(r).is_some()),
            "the start of the impact, and when it was noticed",
        ),
        one(
            "time_to_acknowledge",
            "time to acknowledge",
            known(&|r| view.tta.get(r).is_some()),
            "acknowledgements, which a pager's log entries hold",
        ),
        one(
            "time_to_mitigate",
            "time to mitigate",
            known(&|r| view.ttm.get(r).is_some()),
            "the moment the impact ended",
        ),
        one("time_to_resolve", "time to resolve", known(&|r| view.ttr.get(r).is_some()), "resolution times"),
        set(
            "load",
            "load on people: pages, nights, weeks",
            review.data.has_pages,
            "a pager's log entries or notifications",
        ),
        set("on_call", "on call or pulled in, and hours above capacity", review.data.has_shifts, "on-call shifts"),
        set(
            "follow_ups",
            "follow-ups: what was promised and done",
            follow_ups > 0,
            "action items of reviews or of the incident manager",
        ),
        set(
            "rates",
            "rates per deploy, request or service",
            !review.data.exposure.is_empty(),
            "exposure.csv, a table kept beside the exports: area, from, to and deploys, requests or services",
        ),
        set("comparison", "comparison with an earlier quarter", quarters.len() > 1, "exports of a second quarter"),
    ]
}

/// Of the places where people write down what they know of an incident, those that are not among the exports.
fn given(managers: bool, reviews: bool) -> &'static str {
    match (managers, reviews) {
        (false, false) => "the incident manager's incidents, or the written reviews",
        (false, true) => "the incident manager's incidents",
        (true, false) => "the written reviews",
        (true, true) => "",
    }
}

/// Exports that organisations have, and the answers each holds.
fn unlocks(answers: &[Answer], n: u64, pagers: &[String], written: &str) -> Vec<Unlock> {
    // Alertmanager pages nobody, and a long list of names tells nothing.
    let pagers: Vec<&str> = pagers.iter().map(String::as_str).filter(|name| *name != "Alertmanager").collect();
    let pager = match pagers.len() {
        0 => "your pager".to_owned(),
        1 | 2 => pagers.join(" or "),
        _ => "your pagers".to_owned(),
    };
    let exports: [(String, &[&str]); 5] = [
        (format!("the log entries or notifications of {pager}"), &["time_to_acknowledge", "load"]),
        (format!("the on-call shifts of {pager}"), &["on_call"]),
        (written.to_owned(), &["time_to_detect", "time_to_mitigate", "severity", "follow_ups"]),
        ("the same exports for an earlier quarter".to_owned(), &["comparison"]),
        ("exposure.csv (area, from, to, deploys, requests, services), kept beside the exports".to_owned(), &["rates"]),
    ];
    let missing = |a: &Answer| if a.of_set { n * (1 - a.known.min(1)) } else { n - a.known.min(n) };
    let mut found: Vec<Unlock> = Vec::new();
    for (export, codes) in exports.into_iter().filter(|(export, _)| !export.is_empty()) {
        // What nearly all incidents have already needs no further export.
        let open = |a: &&Answer| codes.contains(&a.code) && missing(a) * 4 > n;
        let brings: Vec<&Answer> = answers.iter().filter(open).collect();
        let missing = brings.iter().map(|a| missing(a)).sum();
        if missing > 0 {
            found.push(Unlock { export, brings: brings.iter().map(|a| a.title).collect(), missing });
        }
    }
    found.sort_by_key(|unlock| std::cmp::Reverse(unlock.missing));
    found
}
