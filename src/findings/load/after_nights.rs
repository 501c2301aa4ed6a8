//! Whether incidents after disturbed nights took longer, and whether weeks without calls were left alone.

use crate::analyse::load::MIN_GROUP;
use crate::findings::draft::{self, in_period, numbers};
use crate::findings::load::people::enough;
use crate::findings::rule::Facts;
use crate::findings::tree::among_their_kind;
use crate::findings::words::people;
use crate::findings::{Claim, Grade};
use crate::text::plural::{agree, count};
use crate::text::{duration, number};

/// From this probability on there is a weak signal; never more, since hard times do both.
const SIGNAL: f64 = 0.05;

/// Nothing with too few incidents on either side, or too few people.
#[must_use]
pub fn durations(facts: &Facts) -> Option<Claim> {
    let found = facts.results.load.after_nights.as_ref();
    let found = found.filter(|f| enough(facts) && f.people >= MIN_GROUP)?;
    let mut claim = draft::claim(facts, "load.after-nights", "");
    claim.period = "all data".to_owned();
    claim.method = format!(
        "Durations of incidents answered by somebody with a disturbed night in the 72 hours before, for another incident, against other incidents of the same severity and time of day (blocks of six hours), over all data: van Elteren's test in {}.",
        count(found.strata, "such group")
    );
    claim.n = Some(found.exposed + found.others);
    let signal = found.p <= SIGNAL;
    claim.grade = if signal { Grade::Weak } else { Grade::NoEvidence };
    claim.interval = Some(found.interval);
    // The only test of its kind, and a weak signal at most.
    claim.q = among_their_kind(&[Some(found.p)]).first().copied().flatten();
    let [exposed, others] = found.medians.map(duration::words);
    let longer = if found.superiority > 0.5 { "longer" } else { "shorter" };
    let [low, high] = found.interval.map(|end| number::fixed(100.0 * end, 0));
    let pairs = format!(
        "of two incidents of one severity and time of day, the one after a disturbed night took longer in {} of cases (plausible {low}–{high} %; 50 % would be no difference)",
        number::percent(found.superiority)
    );
    claim.sentence = if signal {
        format!(
            "There is a weak signal that {} that began after a disturbed night of somebody who answered them took {longer} than {} others: {pairs}. Harder periods may explain both.",
            count(found.exposed, "incident"),
            number::thousands(found.others)
        )
    } else {
        format!(
            "There is no evidence that {} that began after a disturbed night of somebody who answered them took longer or shorter than {} others: {pairs}. A smaller difference would not show.",
            count(found.exposed, "incident"),
            number::thousands(found.others)
        )
    };
    claim.robustness.push(format!(
        "Without regard to severity and time of day, half of them took at most {exposed}, and {others}."
    ));
    claim.caveats.push("This says what came together, nothing about anybody's health or work. Nights of people who are not in the exports are not seen.".to_owned());
    numbers(
        &mut claim,
        [
            ("estimate", Some(found.superiority)),
            ("after_disturbed_nights", Some(found.exposed as f64)),
            ("others", Some(found.others as f64)),
            ("median_after_s", found.medians.first().copied()),
            ("median_others_s", found.medians.last().copied()),
            ("p", Some(found.p)),
        ],
    );
    Some(claim)
}

/// Weeks without time on call, and those that incidents left alone.
#[must_use]
pub fn projects(facts: &Facts) -> Option<Claim> {
    let load = &facts.results.load;
    let found = load.projects.filter(|p| load.known && p.people >= MIN_GROUP && p.weeks > 0)?;
    let mut claim = draft::claim(facts, "load.project-weeks", "");
    claim.method = "Local weeks without any time on call, of people with a shift in the period; a week is disturbed by a page or work on an incident in working hours.".to_owned();
    claim.n = Some(found.weeks);
    let disturbed = found.weeks - found.undisturbed;
    claim.sentence = format!(
        "Of {} that {} spent without time on call {}, {} {} left alone by incidents in working hours.",
        count(found.weeks, "week"),
        people(found.people),
        in_period(facts),
        number::share(found.undisturbed, found.weeks),
        agree(found.undisturbed, "was", "were")
    );
    if disturbed == 0 {
        claim.sentence.push_str(" Nobody was called on in a week without shifts.");
    }
    numbers(
        &mut claim,
        [
            ("weeks", Some(found.weeks as f64)),
            ("undisturbed", Some(found.undisturbed as f64)),
            ("people", Some(found.people as f64)),
        ],
    );
    claim.weight = disturbed as f64;
    Some(claim)
}
