//! The words around a headline: what it touches, what the evidence supports, and what we ask for because of it.

use crate::analyse::recurrence::Family;
use crate::analyse::recurrence::family::Owned;
use crate::findings::draft::zone;
use crate::findings::load::verdict;
use crate::findings::recurrence::words::name;
use crate::findings::rule::Facts;
use crate::findings::{Claim, worth};
use crate::stats::recurrence::silence_needed;
use crate::text::date;
use crate::text::plural::count;

/// A silence that the next review can see.
const LONGEST_CHECK_DAYS: f64 = 92.0;
/// When what is asked for should be there: about six weeks after the exports were made.
const SOON: i64 = 45 * 86_400_000;

/// Says what a headline touches and what the evidence supports, in its short form.
pub(super) fn say(facts: &Facts, claim: &mut Claim) {
    let subject = match claim.code.as_str() {
        "recurrence.famous-bug" | "recurrence.came-back" => "In the period it was behind",
        "areas.most-incidents" => "The first of them holds",
        "areas.change" => "They hold",
        _ => "It holds",
    };
    // What is counted by customers has said so itself.
    let touched = if claim.measures.is_empty() { worth::sentence(subject, &claim.touches) } else { String::new() };
    let own = if claim.brief.is_empty() { claim.sentence.clone() } else { std::mem::take(&mut claim.brief) };
    let focus = focus(facts, claim).map_or_else(String::new, |text| format!(" {text}"));
    claim.brief = format!("{own}{touched}{focus}");
}

/// What the evidence supports looking at next.
fn focus(facts: &Facts, claim: &Claim) -> Option<String> {
    match claim.code.as_str() {
        "overlap.storm" => {
            Some("The evidence supports looking at it as one event, before its single tickets.".to_owned())
        }
        "recurrence.famous-bug" | "recurrence.came-back" => {
            let family = family(facts, claim)?;
            Some(match family.owned() {
                Owned::Nobody | Owned::OpenOnly(_) => "The evidence supports giving it an owner.".to_owned(),
                Owned::Fix | Owned::FollowUps(_) => {
                    "The evidence supports finishing its fix, and saying how anybody will know that it held.".to_owned()
                }
            })
        }
        _ => None,
    }
}

/// One thing to do because of a headline, small enough for two months, with a check that the next review makes.
#[must_use]
pub(super) fn ask(facts: &Facts, claim: &Claim) -> Option<String> {
    let by = date::day(facts.data.periods.as_of.saturating_add(SOON), zone(&facts.data.periods));
    match claim.code.as_str() {
        "overlap.storm" => {
            let id = claim.id.rsplit('/').next()?;
            let storm = facts.results.overlap.storms.iter().find(|storm| storm.storm_id == id)?;
            Some(format!(
                "One meeting on the incidents around {} as a set, by {by}; the pack for it is ready. Check: what it agrees stands as follow-ups with owners.",
                date::day(storm.peak_at, zone(&facts.data.periods))
            ))
        }
        "recurrence.famous-bug" | "recurrence.came-back" => {
            let family = family(facts, claim)?;
            let what = match family.owned() {
                Owned::Nobody | Owned::OpenOnly(_) => "An owner and a plan for",
                Owned::Fix | Owned::FollowUps(_) => "A date for the fix of",
            };
            Some(format!("{what} {}, by {by}. Check: {}.", name(family), check(family)))
        }
        "areas.customer-change" => Some(format!(
            "A look at {} that reached customers, one by one, by {by}: what would have kept each from them. Check: fewer of them in the next period.",
            count(claim.rows.len() as u64, "incident")
        )),
        "load.verdict" => Some(format!(
            "Relief for {}, by {by}: a second person on call, fewer pages at night, or rest after them. Check: not over the line in the next review.",
            verdict::over_the_line(facts)
        )),
        "overlap.above-capacity" => Some(format!(
            "A second person on call, or fewer services, for the rotations that had more incidents than people, by {by}. Check: no such hours in the next period."
        )),
        _ => None,
    }
}

fn family<'a>(facts: &Facts<'a>, claim: &Claim) -> Option<&'a Family> {
    let id = claim.id.rsplit('/').next()?;
    facts.results.recurrence.families.iter().find(|family| family.family_id == id)
}

/// A silence proves something only if it is longer than chance makes it; one that no quarter can hold is no check.
fn check(family: &Family) -> String {
    let needed = family.next.and_then(|n| silence_needed(n.count, n.time_s, 0.05)).map(|s| s / 86_400.0);
    match needed.filter(|days| *days <= LONGEST_CHECK_DAYS) {
        Some(days) => format!("once the fix is in, it stays away for {} days", days.ceil().max(1.0) as u64),
        None => "its fix is in and says what it changed; one quiet quarter would not yet prove it".to_owned(),
    }
}
