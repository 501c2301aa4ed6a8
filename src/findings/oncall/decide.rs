//! Up to three points to decide in the meeting, each out of what is found already, with the claim it hangs on as the last
//! part of its id. A point asks; the claim says why.

use crate::analyse::load::asleep::PageFate;
use crate::analyse::load::pages::Page;
use crate::analyse::promise;
use crate::analyse::recurrence::Family;
use crate::analyse::recurrence::fixes::FamilyFollowUp;
use crate::findings::draft::{self, MAX_POINTS, length, quoted, zone};
use crate::findings::load::hangs;
use crate::findings::load::people::enough;
use crate::findings::load::verdict;
use crate::findings::load::verdict::asked::{self, First};
use crate::findings::oncall::mild;
use crate::findings::oncall::waking::{self, Waking};
use crate::findings::overlap::{rotations, storms};
use crate::findings::rule::Facts;
use crate::findings::storm_pack::words::spoken;
use crate::findings::{Claim, Grade, recurrence};
use crate::model::time::{DAY, HOUR, Millis};
use crate::text::plural::{agree, count};
use crate::text::{date, list, number};
use chrono_tz::Tz;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Fewer pages at night are no point for a meeting.
const PAGES: u64 = 3;
/// Storms named in a point.
const STORMS: usize = 4;
/// Follow-ups named in a point.
const TITLES: usize = 5;

/// The points in the order in which they are to be decided; `own` are the claims of this rule.
#[must_use]
pub fn claims(facts: &Facts, (fates, known): (&[(Page, PageFate)], &Waking), own: &[Claim]) -> Vec<Claim> {
    let of = |code: &str| own.iter().find(|c| c.code == code);
    let found = [
        relief(facts),
        of("oncall.waking-problems").and_then(|c| woken(facts, (fates, known), c)),
        storm(facts),
        of(mild::CODE).and_then(|c| milder(facts, fates, c)),
        if asked_what_to_close(facts) { None } else { second_person(facts) },
    ];
    found.into_iter().flatten().take(MAX_POINTS).collect()
}

/// A point that hangs on a claim.
fn point(facts: &Facts, on: &str, ids: &[String], sentence: String) -> Claim {
    draft::point((facts, "oncall.decide"), on, ids, sentence)
}

/// What relieves those over the line, all of them in one point; else the first that is strained.
fn relief(facts: &Facts) -> Option<Claim> {
    let over = asked::over(facts);
    let (firm, hanging): (Vec<First>, Vec<First>) = over.into_iter().partition(|unit| unit.open.is_none());
    let mut sentences: Vec<String> = match firm.as_slice() {
        [] => Vec::new(),
        [one] => vec![alone(one)],
        several => vec![together(several)],
    };
    sentences.extend(hanging.iter().map(alone));
    if sentences.is_empty() {
        sentences.push(alone(&asked::first(facts)?));
    }
    let ids = verdict::claim_of(facts).map_or_else(Vec::new, |c| c.incident_ids);
    Some(point(facts, verdict::CODE, &ids, sentences.join(" ")))
}

/// "What relieves “A” and “B”: …? Both are over the line. “A”: for 4 weeks in a row …"
fn together(units: &[First]) -> String {
    let names: Vec<String> = units.iter().map(|unit| unit.name.clone()).collect();
    let reasons: Vec<String> = units.iter().map(|unit| format!("{}: {}.", unit.name, unit.reason)).collect();
    let all = if units.len() == 2 { "Both" } else { "All of them" };
    format!("What relieves {}: {}? {all} are over the line. {}", list::and(&names), asked::RELIEF, reasons.join(" "))
}

fn alone(unit: &First) -> String {
    let First { name, state, reason, only_open, open } = unit;
    let state = hangs::word(*state);
    match open {
        None if *only_open => {
            format!("Which open incidents of {name} can be closed or handed over? It is {state}: {reason}.")
        }
        None => format!("What relieves {name}: {}? It is {state}: {reason}.", asked::RELIEF),
        Some((n, without, share)) => format!(
            "{} of {name} that {} still open at the export really open? Without {} it would be {} ({share}), not {state}. If so, what relieves it? It is {state}: {reason}.",
            if *n == 1 { "Is the one incident".to_owned() } else { format!("Are the {} incidents", spoken(*n)) },
            agree(*n, "is", "are"),
            agree(*n, "it", "them"),
            hangs::word(*without)
        ),
    }
}

/// Whether the first point asks already what can be closed, as the point on a second person would.
fn asked_what_to_close(facts: &Facts) -> bool {
    asked::first(facts).is_some_and(|first| first.only_open && first.open.is_none())
}

/// The problem with most pages at night.
fn woken(facts: &Facts, (fates, known): (&[(Page, PageFate)], &Waking), on: &Claim) -> Option<Claim> {
    let (family, pages) = waking::most(known).filter(|(_, pages)| *pages >= PAGES)?;
    let name = quoted(&family.name);
    let woken =
        format!("{} of {} in sleep hours were for it", number::thousands(pages), count(fates.len() as u64, "page"));
    let sentence = match promised(facts, family) {
        Some(promised) => {
            format!("Which follow-up is meant to stop the pages of {name}, and by when? {woken}; {promised}.")
        }
        None if facts.results.recurrence.has_follow_ups => {
            format!("Who sees to {name}, so that it wakes nobody? {woken}; no follow-up is open for it.")
        }
        None => format!("Who sees to {name}, so that it wakes nobody? {woken}."),
    };
    Some(point(facts, &on.id, &on.incident_ids, sentence))
}

/// "14 follow-ups are open for it, 13 past their day, 10 with an owner: “Redesign …” (4 times, the earliest due on 2 May 2026),
/// …"; nothing where none is open. Whoever is asked "which?" has to see them.
fn promised(facts: &Facts, family: &Family) -> Option<String> {
    let open: Vec<&FamilyFollowUp> = family.follow_ups.iter().filter(|item| item.open).collect();
    let late = open.iter().filter(|item| item.overdue).count() as u64;
    let owned = open.iter().filter(|item| item.owner.is_some()).count() as u64;
    let n = open.len() as u64;
    let some = |n: u64| if n == 0 { "none".to_owned() } else { number::thousands(n) };
    (n > 0).then(|| {
        format!(
            "{} {} open for it, {} past {} day, {} with an owner{}",
            count(n, "follow-up"),
            agree(n, "is", "are"),
            some(late),
            agree(late, "its", "their"),
            some(owned),
            titles(&open, zone(&facts.data.periods))
        )
    })
}

/// ": “Redesign …” (4 times, the earliest due on 2 May 2026) and “Split …” (no due day)", most times first, then by day.
fn titles(open: &[&FamilyFollowUp], zone: Tz) -> String {
    let mut found: BTreeMap<String, (&str, u64, Option<Millis>)> = BTreeMap::new();
    for item in open.iter().filter(|item| !item.title.trim().is_empty()) {
        let title = found.entry(promise::folded(&item.title)).or_insert((item.title.trim(), 0, None));
        title.1 += 1;
        title.2 = title.2.into_iter().chain(item.due).min();
    }
    let mut listed: Vec<(&str, u64, Option<Millis>)> = found.into_values().collect();
    listed.sort_by_key(|(title, times, due)| (Reverse(*times), due.unwrap_or(Millis::MAX), *title));
    let one = |(title, times, due): &(&str, u64, Option<Millis>)| {
        let often = if *times > 1 { format!("{}, ", recurrence::words::times(*times)) } else { String::new() };
        let day = match (due, *times) {
            (None, _) => "no due day".to_owned(),
            (Some(due), 1) => format!("due on {}", date::day(*due, zone)),
            (Some(due), _) => format!("the earliest due on {}", date::day(*due, zone)),
        };
        format!("{} ({often}{day})", quoted(title))
    };
    let words: Vec<String> = listed.iter().map(one).collect();
    if words.is_empty() { String::new() } else { format!(": {}", list::and_more(&words, TITLES)) }
}

/// Pages that may wait until the day.
fn milder(facts: &Facts, fates: &[(Page, PageFate)], on: &Claim) -> Option<Claim> {
    let whole = |name: &str| on.numbers.get(name).map_or(0, |n| *n as u64);
    let (mild, all) = (whole("mild"), whole("pages_in_sleep_hours"));
    (mild >= PAGES).then(|| {
        let sentence = format!(
            "Which alerts can wait until the day? {} of {} in sleep hours were for {}, or nobody acted on them before morning.{}",
            number::thousands(mild),
            count(all, "page"),
            verdict::severities(facts.results.load.params.lines.mild_severity),
            mild::places(facts, fates)
        );
        point(facts, &on.id, &on.incident_ids, sentence)
    })
}

/// The rotation with most time above, where that is a day or more. Whether a second person is needed is asked only where
/// people were at work on more than one incident at once; of open ones it is asked which can be closed.
fn second_person(facts: &Facts) -> Option<Claim> {
    let on = rotations::claim(facts)?;
    let most = rotations::most(facts).filter(|most| most.above >= DAY)?;
    let hours = |time: Millis| count((time as f64 / HOUR as f64).round() as u64, "hour");
    let judged = facts.results.load.verdicts.rotations.iter().find(|unit| unit.is_shown && unit.name == most.name);
    let work = judged.filter(|unit| unit.parts.work_known).map(|unit| unit.parts.above);
    let (name, open) = (quoted(&most.name), hours(most.above));
    let sentence = match work {
        Some(work) if work >= DAY => format!(
            "Does {name} need a second person on call? More of its incidents were worked on at once than people on call for {}.",
            hours(work)
        ),
        Some(work) => format!(
            "Which open incidents of {name} can be closed or handed over? More of them were open than people on call for {open}, but {}: a second person is not shown to be needed.",
            match work {
                0 => "never were more worked on at once".to_owned(),
                work => format!("more were worked on at once for {} only", length(work as f64 / 1_000.0)),
            }
        ),
        None => format!(
            "Does {name} need a second person on call? It had more incidents open than people for {open}; too little work is on record to say whether anybody was at them."
        ),
    };
    Some(point(facts, &on.id, &on.incident_ids, sentence))
}

/// The storms that chance alone seldom brings, in order of time.
fn storm(facts: &Facts) -> Option<Claim> {
    let claims = storms::claims(facts);
    let told = storms::unusual(&claims);
    let id = told.first()?;
    let mut on: Vec<&Claim> = claims.iter().filter(|c| told.contains(&c.id)).collect();
    on.truncate(STORMS);
    let n = |claim: &Claim| claim.rows.len() as u64;
    let called =
        |claim: &Claim| storms::of_claim(facts, claim).map_or_else(String::new, |storm| storms::days(facts, storm));
    let sentence = match on.as_slice() {
        [one] => format!(
            "When do those who were in it meet about the storm with {} as one event?",
            count(n(one), "incident")
        ),
        several => {
            let each: Vec<String> =
                several.iter().map(|c| format!("{} ({})", called(c), count(n(c), "incident"))).collect();
            format!(
                "When do those who were in them meet about each of the {} storms as one event: {}?",
                spoken(several.len() as u64),
                list::and(&each)
            )
        }
    };
    let ids: BTreeSet<String> = on.iter().flat_map(|c| c.incident_ids.iter().cloned()).collect();
    Some(point(facts, id, &ids.into_iter().collect::<Vec<_>>(), sentence))
}

/// What is said where there is nothing to decide: without pages, what to export first.
#[must_use]
pub fn nothing(facts: &Facts) -> Option<Claim> {
    draft::rows_in_period(&facts.data.incident_view()).next().is_some().then(|| {
        let sentence = match (facts.results.load.known, enough(facts)) {
            (false, _) => "Nothing can be put to the vote: no export says who was paged. The pager's log is the first to export.",
            (true, false) => "Nothing is put to the vote: fewer than five people are on record, too few to be spoken of.",
            (true, true) => "Nothing in the records is put to the vote: no rotation that can be judged is strained, no known problem and no mild alerts brought three pages at night, and no storm came.",
        };
        let mut claim = point(facts, "nothing", &[], sentence.to_owned());
        claim.grade = Grade::NotAssessable;
        claim.method = "Points to decide come out of pages, follow-ups and storms.".to_owned();
        claim
    })
}
