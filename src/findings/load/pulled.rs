//! People who took part without being on call.

use crate::analyse::load::LEAST_GROUP;
use crate::analyse::load::pulled::PulledIn;
use crate::findings::draft::{self, evidence, in_period, numbers};
use crate::findings::load::people::{figure, people};
use crate::findings::rule::Facts;
use crate::findings::{Claim, Grade};
use crate::text::number;
use crate::text::plural::{agree, count};

const UNKNOWN: &str = "Who was pulled in without being on call: the exports hold no shifts for the people who took part. On-call shifts and log entries together would tell.";

/// The claim, and what to export where it can't be made.
#[must_use]
pub fn claim(facts: &Facts) -> (Claim, Option<String>) {
    let pulled = &facts.results.load.pulled_in;
    let when = in_period(facts);
    let mut claim = draft::claim(facts, "load.pulled-in", "");
    claim.method =
        "People who took part in an incident, against the shifts at that moment; a person counts once per incident."
            .to_owned();
    let total = pulled.total();
    claim.n = Some(total);
    let known = pulled.on_call + pulled.not_on_call;
    claim.coverage = (total > 0).then(|| known as f64 / total as f64);
    if let Some((sentence, unknown)) = silence(pulled, &when) {
        claim.grade = Grade::NotAssessable;
        claim.sentence = sentence;
        return (claim, unknown.then(|| UNKNOWN.to_owned()));
    }
    let incidents = pulled.rows.len() as u64;
    claim.sentence = if pulled.not_on_call == 0 {
        format!("Nobody is known to have been pulled in {when} without being on call.")
    } else {
        claim.lead = "People were pulled in who were not on call.".to_owned();
        let who = people(pulled.people);
        let who = who.strip_prefix("fewer").map_or(who.clone(), |rest| format!("Fewer{rest}"));
        format!(
            "{who} took part in {} {when} without being on call, {} in all.",
            count(incidents, "incident"),
            if pulled.not_on_call == 1 { "once".to_owned() } else { count(pulled.not_on_call, "time") }
        )
    };
    if pulled.unknown > 0 {
        claim.caveats.push(format!(
            "For {} of {} it is not known whether the person was on call.",
            number::thousands(pulled.unknown),
            format_args!("{} {}", count(total, "part"), agree(total, "that a person took", "that people took"))
        ));
    }
    numbers(
        &mut claim,
        [
            ("not_on_call", Some(pulled.not_on_call as f64)),
            ("on_call", Some(pulled.on_call as f64)),
            ("not_known", Some(pulled.unknown as f64)),
            ("people", figure(pulled.people)),
            ("incidents", Some(incidents as f64)),
        ],
    );
    claim.weight = pulled.not_on_call as f64;
    evidence(&mut claim, &facts.data.incident_view(), pulled.rows.iter().map(|&row| row as usize));
    (claim, None)
}

/// Why nothing is said, if so, and whether an export would change that.
fn silence(pulled: &PulledIn, when: &str) -> Option<(String, bool)> {
    let known = pulled.on_call + pulled.not_on_call;
    let (verb, why) = if pulled.total() == 0 {
        ("cannot be said", "no export says who took part")
    } else if known == 0 {
        ("cannot be said", "for nobody who took part is it known who was on call")
    } else if known * 2 < pulled.total() {
        ("cannot be said", "for most of the parts that people took it is not known who was on call")
    } else if pulled.all_people < LEAST_GROUP {
        ("is not shown", "fewer than five people took part")
    } else {
        return None;
    };
    let sentence = format!("Whether people were pulled in {when} who were not on call {verb}: {why}.");
    Some((sentence, verb == "cannot be said"))
}
