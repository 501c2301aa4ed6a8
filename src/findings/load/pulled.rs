//! People who took part without being on call.

use crate::analyse::load::LEAST_GROUP;
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
    if known == 0 {
        claim.grade = Grade::NotAssessable;
        let why = if total == 0 {
            "no export says who took part"
        } else {
            "for nobody who took part is it known who was on call"
        };
        claim.sentence = format!("Whether people were pulled in {when} who were not on call cannot be said: {why}.");
        return (claim, Some(UNKNOWN.to_owned()));
    }
    if pulled.all_people < LEAST_GROUP {
        claim.grade = Grade::NotAssessable;
        claim.sentence = format!(
            "Whether people were pulled in {when} who were not on call is not shown: fewer than five people took part."
        );
        return (claim, None);
    }
    let incidents = pulled.rows.len() as u64;
    claim.lead = if pulled.not_on_call > 0 { "People were pulled in who were not on call." } else { "" }.to_owned();
    claim.sentence = sentence(facts);
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

fn sentence(facts: &Facts) -> String {
    let (pulled, when) = (&facts.results.load.pulled_in, in_period(facts));
    if pulled.not_on_call == 0 {
        return format!("Nobody is known to have been pulled in {when} without being on call.");
    }
    let who = people(pulled.people);
    let who = who.strip_prefix("fewer").map_or(who.clone(), |rest| format!("Fewer{rest}"));
    format!(
        "{who} took part in {} {when} without being on call, {} in all.",
        count(pulled.rows.len() as u64, "incident"),
        count(pulled.not_on_call, "time")
    )
}
