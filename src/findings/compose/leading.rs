//! The words around a headline: what it touches, and what the evidence supports.

use crate::analyse::recurrence::Family;
use crate::analyse::recurrence::family::Owned;
use crate::findings::rule::Facts;
use crate::findings::{Claim, worth};
use crate::text::{leaders, number};

/// Storms, which share one ask.
pub(super) const STORM: &str = "overlap.storm";

/// Says what a headline touches and what the evidence supports, in its short form.
pub(super) fn say(facts: &Facts, claim: &mut Claim) {
    let all = format!("The {} hold", number::thousands(claim.rows.len() as u64));
    let subject = match claim.code.as_str() {
        "recurrence.famous-bug" | "recurrence.came-back" => "In the period it was behind",
        "areas.most-incidents" => "The first of them holds",
        "areas.change" => "They hold",
        STORM => all.as_str(),
        _ => "It holds",
    };
    // What is counted by customers has said so itself.
    let touched = if claim.measures.is_empty() {
        worth::sentence(subject, &claim.touches, claim.code == STORM)
    } else {
        String::new()
    };
    let own = if claim.brief.is_empty() { claim.sentence.clone() } else { std::mem::take(&mut claim.brief) };
    let focus = focus(facts, claim).map_or_else(String::new, |text| format!(" {text}"));
    claim.brief = leaders::plain(&format!("{own}{touched}{focus}"));
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

/// The problem that a claim is about.
pub(super) fn family<'a>(facts: &Facts<'a>, claim: &Claim) -> Option<&'a Family> {
    let id = claim.id.rsplit('/').next()?;
    facts.results.recurrence.families.iter().find(|family| family.family_id == id)
}
