//! Up to three points that managers decide, each out of what is found already, with the claim it hangs on as the last part of
//! its id. A point asks; the claim says why.

use super::{is_old, old, overdue};
use crate::analyse::overlap::storms::Storm;
use crate::analyse::recurrence::Family;
use crate::findings::coordination::HANDED_ON;
use crate::findings::draft::{self, MAX_POINTS, in_period, quoted};
use crate::findings::load::verdict;
use crate::findings::load::verdict::asked;
use crate::findings::recurrence::famous;
use crate::findings::recurrence::fix::occurrences_in_period;
use crate::findings::recurrence::words::times;
use crate::findings::rule::Facts;
use crate::findings::storm_pack::words::spoken;
use crate::findings::{Claim, Grade};
use crate::model::row::IncidentIx;
use crate::text::plural::{agree, count};
use crate::text::{list, number};
use std::collections::BTreeSet;

/// Fewer open actions for a problem need no order among them.
const SEVERAL: usize = 2;
/// Problems and rotations named in a point.
const NAMED: usize = 3;
/// Of fewer incidents a share that is handed on is an anecdote.
const MIN_HANDED: u64 = 30;

/// The points in the order in which they are to be decided; `own` are the claims of this rule.
#[must_use]
pub(super) fn claims(facts: &Facts, own: &[Claim]) -> Vec<Claim> {
    let of = |code: &str| own.iter().find(|claim| claim.code == code);
    let found = [
        problem(facts),
        relief(facts),
        of(old::CODE).map(|on| close(facts, on)),
        of("follow-through.reviews").and_then(|on| review(facts, on)),
        of("follow-through.overdue").and_then(|on| late(facts, on)),
        handed(facts),
    ];
    found.into_iter().flatten().take(MAX_POINTS).collect()
}

fn point(facts: &Facts, on: &str, ids: &[String], sentence: String) -> Claim {
    draft::point((facts, "follow-through.decide"), on, ids, sentence)
}

/// The problem that occurred most in the period: which of its open actions come first, or who sees to it.
fn problem(facts: &Facts) -> Option<Claim> {
    let known = famous::current(facts);
    let family: &Family = famous::most_in_the_period_first(&known).into_iter().next()?;
    let open: Vec<_> = family.follow_ups.iter().filter(|item| item.open).collect();
    let late = open.iter().filter(|item| item.overdue).count() as u64;
    let name = quoted(&family.name);
    let came = format!("It occurred {} {}", times(occurrences_in_period(facts, family)), in_period(facts));
    let sentence = match open.len() {
        0 if facts.results.recurrence.has_follow_ups => {
            format!("Who sees to {name}, and until when? {came}; no action is open for it.")
        }
        0 => format!("Who sees to {name}, and until when? {came}."),
        n if n < SEVERAL => {
            let past = if late > 0 { "past its day" } else { "open" };
            format!("By when is the one open action for {name} done, or closed? {came}; the action is {past}.")
        }
        n => format!(
            "Which of the {n} open actions for {name} come first, and by when? {came}; {} of them {} past {} day.",
            if late == 0 { "none".to_owned() } else { number::thousands(late) },
            agree(late, "is", "are"),
            agree(late, "its", "their")
        ),
    };
    let sentence = sentence + &bare(facts, &known, family);
    let told = famous::told(facts, family);
    Some(point(facts, &famous::id(family), &told.incident_ids, sentence))
}

/// " Who sees to “certificate expires”, which came again too? No action is open for it."; of the other problems that came
/// again in the period.
fn bare(facts: &Facts, known: &[&Family], first: &Family) -> String {
    if !facts.results.recurrence.has_follow_ups {
        return String::new();
    }
    let others = known.iter().filter(|family| family.family_id != first.family_id && family.in_period > 0);
    let bare = others.filter(|family| !family.follow_ups.iter().any(|item| item.open));
    let names: Vec<String> = bare.map(|family| quoted(&family.name)).collect();
    let n = names.len() as u64;
    if n == 0 {
        return String::new();
    }
    format!(
        " Who sees to {}, which came again too? No action is open for {}.",
        list::and_more(&names, NAMED),
        agree(n, "it", "them")
    )
}

/// What relieves the rotations over the line, as leaders are asked for it.
fn relief(facts: &Facts) -> Option<Claim> {
    let over = asked::over(facts);
    let names: Vec<String> = over.iter().map(|unit| unit.name.clone()).collect();
    let on = verdict::claim_of(facts).filter(|_| !names.is_empty())?;
    let sentence = format!(
        "What relieves {}: {}? {} over the line.",
        list::and_more(&names, NAMED),
        asked::RELIEF,
        match names.len() {
            1 => "It is",
            2 => "Both are",
            _ => "All of them are",
        }
    );
    Some(point(facts, &on.id, &on.incident_ids, sentence))
}

/// Why most incidents, or many again and again, are handed on.
fn handed(facts: &Facts) -> Option<Claim> {
    let period = &facts.results.coordination.period;
    let hands = &period.hands;
    let is_usual = hands.known >= MIN_HANDED && (2 * hands.once >= hands.known || 10 * hands.often >= hands.known);
    is_usual.then(|| {
        let ids = ids(facts, &period.handed_on);
        let sentence = format!(
            "Why are {} of the {} handed on, and {} of all {} times or more, and who decides where they go first?",
            number::share(hands.once, hands.known),
            count(hands.known, "incident"),
            number::share(hands.often, hands.known),
            facts.results.coordination.params.many_hands
        );
        point(facts, HANDED_ON, &ids, sentence)
    })
}

fn ids(facts: &Facts, rows: &[IncidentIx]) -> Vec<String> {
    let view = facts.data.incident_view();
    rows.iter().filter_map(|row| view.id.get(*row)).take(draft::MAX_IDS).map(str::to_owned).collect()
}

/// What is said where there is nothing to decide: what to export first.
#[must_use]
pub(super) fn nothing(facts: &Facts) -> Option<Claim> {
    draft::rows_in_period(&facts.data.incident_view()).next().is_some().then(|| {
        let sentence = if facts.results.follow_through.known {
            "Nothing in the records is put to the vote: no action is past its day or older than a year, and no known problem stands out."
        } else {
            "Nothing can be put to the vote: no export holds follow-ups. The list of action items, or the written reviews, are the first to export."
        };
        let mut claim = point(facts, "nothing", &[], sentence.to_owned());
        claim.grade = Grade::NotAssessable;
        claim.method = "Points to decide come out of known problems, follow-ups and written reviews.".to_owned();
        claim
    })
}

fn close(facts: &Facts, on: &Claim) -> Claim {
    let n = old::old(facts).len() as u64;
    let sentence = match n {
        1 => "Is the one action that was agreed more than a year ago done now, or closed?".to_owned(),
        n => format!(
            "Which of the {} that were agreed more than a year ago are done now, and which are closed?",
            count(n, "action")
        ),
    };
    point(facts, &on.id, &on.incident_ids, sentence)
}

/// Serious incidents without a review; those that came in storms can be reviewed as sets.
fn review(facts: &Facts, on: &Claim) -> Option<Claim> {
    let reviews = facts.results.follow_through.reviews.as_ref()?;
    // Only what is told as a storm has a pack to go through.
    let told: Vec<&Storm> = facts.results.overlap.storms.iter().filter(|storm| storm.is_storm()).collect();
    let storms: BTreeSet<IncidentIx> = told.iter().flat_map(|storm| storm.rows.iter().copied()).collect();
    let n = reviews.missing.len() as u64;
    let sets = reviews.missing.iter().filter(|row| storms.contains(*row)).count() as u64;
    let sentence = match n {
        0 => return None,
        1 => "Who reviews the one incident of severity 1 or 2 that has no written review?".to_owned(),
        n => format!("Which of the {} of severity 1 or 2 without a written review get one?", count(n, "incident")),
    };
    let rest = match sets {
        0 | 1 => String::new(),
        n => format!(
            " {} of them came in {} and can be reviewed as {}.",
            number::thousands(n),
            if told.len() == 1 {
                "the one storm".to_owned()
            } else {
                format!("the {} storms", spoken(told.len() as u64))
            },
            if told.len() == 1 { "a set" } else { "sets" }
        ),
    };
    Some(point(facts, &on.id, &on.incident_ids, format!("{sentence}{rest}")))
}

fn late(facts: &Facts, on: &Claim) -> Option<Claim> {
    let late = overdue(facts);
    let n = late.iter().filter(|item| !is_old(item)).count() as u64;
    let sentence = match n {
        0 => return None,
        1 => "By when is the one action that is past its day done, or closed?".to_owned(),
        n => format!("Who makes time for the {} that are past their day, and which of them first?", count(n, "action")),
    };
    Some(point(facts, &on.id, &on.incident_ids, sentence))
}
