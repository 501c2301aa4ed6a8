//! The words around a headline: what it touches, what the evidence supports, and what we ask for because of it.

use crate::analyse::recurrence::Family;
use crate::analyse::recurrence::family::Owned;
use crate::findings::draft::zone;
use crate::findings::load::verdict;
use crate::findings::recurrence::words::name;
use crate::findings::rule::Facts;
use crate::findings::{Claim, worth};
use crate::stats::recurrence::silence_needed;
use crate::text::plural::count;
use crate::text::{date, list};

/// Headlines that share one ask.
const STORM: &str = "overlap.storm";
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
        STORM => Some("The evidence supports looking at it as one event, before its single tickets.".to_owned()),
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
fn ask(facts: &Facts, claim: &Claim) -> Option<String> {
    let by = date::day(facts.data.periods.as_of.saturating_add(SOON), zone(&facts.data.periods));
    match claim.code.as_str() {
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

/// The asks of all headlines, those for meetings on storms as one, where the first of them stands.
#[must_use]
pub(super) fn asks(facts: &Facts, claims: &[&Claim]) -> Vec<String> {
    let (storms, _): (Vec<&Claim>, Vec<&Claim>) = claims.iter().partition(|claim| claim.code == STORM);
    let first = storms.first().map(|storm| &storm.id);
    let said = |claim: &&Claim| match claim.code.as_str() {
        STORM if Some(&claim.id) == first => meetings(facts, &storms),
        STORM => None,
        _ => ask(facts, claim),
    };
    claims.iter().filter_map(said).collect()
}

fn meetings(facts: &Facts, storms: &[&Claim]) -> Option<String> {
    let zone = zone(&facts.data.periods);
    let peak = |claim: &Claim| {
        let id = claim.id.rsplit('/').next()?;
        facts.results.overlap.storms.iter().find(|storm| storm.storm_id == id).map(|storm| storm.peak_at)
    };
    let mut peaks: Vec<i64> = storms.iter().filter_map(|claim| peak(claim)).collect();
    peaks.sort_unstable();
    let days: Vec<String> = peaks.into_iter().map(|at| date::day(at, zone)).collect();
    let by = date::day(facts.data.periods.as_of.saturating_add(SOON), zone);
    (!days.is_empty()).then(|| meeting(&days, &by))
}

fn meeting(days: &[String], by: &str) -> String {
    let (each, packs, agreed) = match days {
        [_] => ("One meeting on the incidents around", "the pack for it is ready", "it agrees"),
        _ => ("One meeting for each of the sets of incidents around", "the packs are ready", "they agree"),
    };
    format!(
        "{each} {}{}, by {by}; {packs}. Check: half of what {agreed} is done by the end of the next period.",
        list::and(days),
        if days.len() == 1 { " as a set" } else { "" }
    )
}

fn family<'a>(facts: &Facts<'a>, claim: &Claim) -> Option<&'a Family> {
    let id = claim.id.rsplit('/').next()?;
    facts.results.recurrence.families.iter().find(|family| family.family_id == id)
}

/// A silence proves something only if it is longer than chance makes it, and longer than those after the fixes that did not
/// hold; one that no quarter can hold is no check.
fn check(family: &Family) -> String {
    let needed = family.next.and_then(|n| silence_needed(n.count, n.time_s, 0.05)).map(|s| s / 86_400.0);
    let returned = family.fixes.iter().filter_map(|fix| Some((fix.returned_at? - fix.at) as f64 / 86_400_000.0));
    // The next round number of days behind the longest of them.
    let longer = returned.map(|days| (days / 10.0).floor() * 10.0 + 10.0).fold(0.0, f64::max);
    match needed.map(|days| days.max(longer)).filter(|days| *days <= LONGEST_CHECK_DAYS) {
        Some(days) => format!("once the fix is in, it stays away for {} days", days.ceil().max(1.0) as u64),
        None => "its fix is in and says what it changed; one quiet quarter would not yet prove it".to_owned(),
    }
}
