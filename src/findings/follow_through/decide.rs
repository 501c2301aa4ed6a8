//! Up to three points that managers decide, each out of what is found already, with the claim it hangs on as the last part of
//! its id. A point asks; the claim says why.

use super::{is_old, old, overdue};
use crate::analyse::recurrence::Family;
use crate::findings::Claim;
use crate::findings::draft::{self, MAX_POINTS, in_period, quoted};
use crate::findings::recurrence::famous;
use crate::findings::recurrence::words::times;
use crate::findings::rule::Facts;
use crate::model::row::IncidentIx;
use crate::text::number;
use crate::text::plural::{agree, count};
use std::collections::BTreeSet;

/// Fewer open actions for a problem need no order among them.
const SEVERAL: usize = 2;

/// The points in the order in which they are to be decided; `own` are the claims of this rule.
#[must_use]
pub(super) fn claims(facts: &Facts, own: &[Claim]) -> Vec<Claim> {
    let of = |code: &str| own.iter().find(|claim| claim.code == code);
    let found = [
        problem(facts),
        of(old::CODE).map(|on| close(facts, on)),
        of("follow-through.reviews").and_then(|on| review(facts, on)),
        of("follow-through.overdue").and_then(|on| late(facts, on)),
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
    let came = format!("It occurred {} {}", times(family.in_period), in_period(facts));
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
    let told = famous::told(facts, family);
    Some(point(facts, &famous::id(family), &told.incident_ids, sentence))
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
    let storms: BTreeSet<IncidentIx> =
        facts.results.overlap.storms.iter().flat_map(|storm| storm.rows.iter().copied()).collect();
    let n = reviews.missing.len() as u64;
    let sets = reviews.missing.iter().filter(|row| storms.contains(*row)).count() as u64;
    let sentence = match n {
        0 => return None,
        1 => "Who reviews the one incident of severity 1 or 2 that has no written review?".to_owned(),
        n => format!("Which of the {} of severity 1 or 2 without a written review get one?", count(n, "incident")),
    };
    let rest = match sets {
        0 | 1 => String::new(),
        n => format!(" {} of them came in storms and can be reviewed as sets.", number::thousands(n)),
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
