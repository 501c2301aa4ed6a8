//! Collections that began later than the others, and what that does to every comparison of the run.

use super::stopped::rarely;
use crate::analyse::volume::began::Began;
use crate::analyse::volume::stopped::MATTERS;
use crate::findings::draft::{claim, numbers, tool_name, zone};
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim};
use crate::text::plural::count;
use crate::text::{date, list, number};

/// Code of the claims made here.
pub const CODE: &str = "volume.collection-began";

/// One claim per tool that changes what two periods can show; one that joined long ago does not.
#[must_use]
pub fn claims(facts: &Facts) -> Vec<Claim> {
    facts.results.volume.joined().map(|began| state(facts, began)).collect()
}

/// Why nothing of this run may be called a change, as one complete sentence.
#[must_use]
pub fn reason(facts: &Facts) -> Option<String> {
    let joined: Vec<&Began> = facts.results.volume.joined().collect();
    let first = joined.iter().map(|b| b.first_at).min()?;
    let tools: Vec<String> = joined.iter().map(|b| tool_name(facts, &b.tool)).collect();
    Some(format!(
        "Records from {} begin only on {}, and counts before that are not comparable.",
        list::and(&tools),
        date::day(first, zone(&facts.data.periods))
    ))
}

/// What a line through the weeks does not reach, as one complete sentence.
#[must_use]
pub fn left_out(facts: &Facts) -> Option<String> {
    let volume = &facts.results.volume;
    let last = volume.began.iter().filter(|b| b.share >= MATTERS).map(|b| b.first_at).max()?;
    (volume.points.start > volume.weeks.whole.start).then(|| {
        let day = date::day(last, zone(&facts.data.periods));
        format!("Weeks before {day} are not counted, because the records of one tool begin there.")
    })
}

fn state(facts: &Facts, began: &Began) -> Claim {
    let zone = zone(&facts.data.periods);
    let mut claim = claim(facts, CODE, &began.tool);
    let (tool, first) = (tool_name(facts, &began.tool), date::day(began.first_at, zone));
    claim.basis = Basis::Inferred;
    claim.lead = "The counts cannot be compared.".to_owned();
    claim.sentence = format!(
        "Records from {tool} begin only on {first}, while others reach back to {}: counts before and after that are not comparable. At its later pace about {} would have begun there before; none did. A silence like that comes up in {} when it delivered all along. In its first year, {} of all incidents were known from it alone.",
        date::day(began.since, zone),
        count(began.expected.round().max(0.0) as u64, "incident"),
        rarely(began.p),
        number::percent(began.share)
    );
    claim.method = "Exact chance of no day with incidents before, at the pace of the first year (binomial, given their total); at least 14 days, and longer than every later gap.".to_owned();
    claim.caveats.push("A service that is new, with a tool of its own, would look the same.".to_owned());
    numbers(
        &mut claim,
        [
            ("expected_incidents", Some(began.expected)),
            ("p", Some(began.p)),
            ("share_known_from_it_alone", Some(began.share)),
            ("silent_days", Some((began.first_at - began.since) as f64 / 86_400_000.0)),
        ],
    );
    claim.weight = began.expected;
    claim
}
