//! What little the names of resolvers say where nobody is known to have been paged.

use crate::analyse::load::MIN_GROUP;
use crate::findings::Claim;
use crate::findings::draft::{self, in_period, numbers};
use crate::findings::rule::Facts;
use crate::findings::words::{figure, people};
use crate::text::plural::count;

/// Only without pages; nothing for fewer than five people.
#[must_use]
pub fn claim_of(facts: &Facts) -> Option<Claim> {
    let load = &facts.results.load;
    let found = load.resolvers.filter(|r| !load.known && r.people >= MIN_GROUP)?;
    let mut claim = draft::claim(facts, "load.resolvers", "");
    claim.method =
        "Fewest people who together are named as the resolver of so many incidents of the period.".to_owned();
    claim.n = Some(found.incidents);
    let known = found.incidents + found.others;
    claim.coverage = (known > 0).then(|| found.incidents as f64 / known as f64);
    claim.sentence = format!(
        "Of {} {} that name a person as resolver, half were resolved by {} and four fifths by {}, out of {}.",
        count(found.incidents, "incident"),
        in_period(facts),
        people(found.half),
        people(found.four_fifths),
        people(found.people)
    );
    claim.caveats.push("Who is named as resolver need not be who was woken or who worked on it, and one account may stand for several people. This says nothing about interruptions, nights or load.".to_owned());
    numbers(
        &mut claim,
        [
            ("incidents", Some(found.incidents as f64)),
            ("people", figure(found.people)),
            ("people_for_half", figure(found.half)),
            ("people_for_four_fifths", figure(found.four_fifths)),
        ],
    );
    Some(claim)
}
