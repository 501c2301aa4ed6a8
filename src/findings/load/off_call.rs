//! People who took part without being on call for it: on call for another rota, or not on call at all.

use crate::analyse::duty::{DutyParts, Kinds};
use crate::analyse::load::MIN_GROUP;
use crate::analyse::load::off_call::PulledIn;
use crate::findings::draft::{self, evidence, in_period, numbers};
use crate::findings::rule::Facts;
use crate::findings::words::{behind, figure, is_told};
use crate::findings::{Basis, Claim, Grade};
use crate::text::number;
use crate::text::plural::{agree, count};
use crate::text::sentence::capital;

const UNKNOWN: &str = "Who was pulled in without being on call: the exports hold no shifts for the people who took part. On-call shifts and log entries together would tell.";

/// Of fewer incidents than this nobody speaks in bold.
const MIN_FOR_A_LEAD: usize = 3;

/// The claim, and what to export where it can't be made.
#[must_use]
pub fn claim(facts: &Facts) -> (Claim, Option<String>) {
    let pulled = &facts.results.load.pulled_in;
    let kinds = &pulled.kinds;
    let when = in_period(facts);
    let mut claim = draft::claim(facts, "load.pulled-in", "");
    claim.method =
        "People who took part in an incident, against the shifts at that moment, those for it and all others; a person counts once per incident."
            .to_owned();
    claim.coverage = (kinds.total() > 0).then(|| kinds.known() as f64 / kinds.total() as f64);
    if let Some((sentence, unknown)) = silence(pulled, &when) {
        claim.n = are_told(kinds).then(|| kinds.total());
        claim.grade = Grade::NotAssessable;
        claim.sentence = sentence;
        return (claim, unknown.then(|| UNKNOWN.to_owned()));
    }
    (claim.lead, claim.sentence) = said(kinds, &when);
    caveats(facts, &mut claim);
    figures(kinds, &mut claim);
    // Who is on call for another rota is no news by itself: somebody was there for both.
    claim.weight = kinds.off.parts as f64;
    let rows = kinds.off.rows.union(&kinds.other_rota.rows);
    evidence(&mut claim, &facts.data.incident_view(), rows.copied());
    // What these incidents held besides was not made by those who came to help.
    claim.measures = &["incidents"];
    (claim, None)
}

/// Whether the numbers of parts may be told. They add up to the total, and each is at least the number of its people, so
/// one kind of a handful of people hides them all.
fn are_told(kinds: &Kinds) -> bool {
    [&kinds.for_it, &kinds.other_rota, &kinds.off, &kinds.unknown].iter().all(|kind| is_told(kind.people.len() as u64))
}

fn figures(kinds: &Kinds, claim: &mut Claim) {
    let told = are_told(kinds);
    let parts = |kind: &DutyParts| told.then_some(kind.parts as f64);
    claim.n = told.then(|| kinds.total());
    numbers(
        claim,
        [
            ("on_call", parts(&kinds.for_it)),
            ("other_rota", parts(&kinds.other_rota)),
            ("not_on_call", parts(&kinds.off)),
            ("not_known", parts(&kinds.unknown)),
            ("people", figure(kinds.off.people.len() as u64)),
            ("people_other_rota", figure(kinds.other_rota.people.len() as u64)),
            ("incidents", Some(kinds.off.rows.len() as f64)),
            ("incidents_other_rota", Some(kinds.other_rota.rows.len() as f64)),
        ],
    );
}

fn caveats(facts: &Facts, claim: &mut Claim) {
    let kinds = &facts.results.load.pulled_in.kinds;
    if !facts.data.has_shifts {
        claim.basis = Basis::Inferred;
        claim.caveats.push("No export holds shifts: who was asked to help is taken as not on call.".to_owned());
    }
    if kinds.unknown.parts == 0 {
        return;
    }
    let (unknown, total) = (kinds.unknown.parts, kinds.total());
    let which = if are_told(kinds) {
        format!(
            "{} of {} {}",
            number::thousands(unknown),
            count(total, "part"),
            agree(total, "that a person took", "that people took")
        )
    } else {
        "some of the parts that people took".to_owned()
    };
    claim.caveats.push(format!("For {which} it is not known whether the person was on call."));
}

/// Lead and sentence.
fn said(kinds: &Kinds, when: &str) -> (String, String) {
    let (off, other) = (&kinds.off, &kinds.other_rota);
    let lead = match (off.parts, other.parts) {
        (0, 0) => "",
        // An incident or two are no pattern, and would point at a person.
        _ if off.rows.union(&other.rows).count() < MIN_FOR_A_LEAD => "",
        (0, _) => "People on call for one rota helped another.",
        _ => "People were pulled in who were not on call.",
    };
    let elsewhere = |when: &str| {
        let took = took_part(other, when);
        match behind(other.people.len() as u64) {
            Some(_) => format!("{took} who were not on call for {} (they were on call for another rota).", them(other)),
            None => format!("{took} who was not on call for it but for another rota."),
        }
    };
    let mut parts: Vec<String> = Vec::new();
    if off.parts > 0 {
        parts.push(format!("{} without being on call for any rota.", took_part(off, when)));
        parts.extend((other.parts > 0).then(|| elsewhere("")));
    } else if other.parts > 0 {
        parts.push(elsewhere(when));
        parts.extend(
            (kinds.unknown.parts == 0 && kinds.for_it.parts > 0)
                .then(|| "Everybody else who took part was on call for it.".to_owned()),
        );
    } else {
        parts.push(format!("Nobody is known to have been pulled in {when} without being on call for it."));
    }
    (lead.to_owned(), parts.join(" "))
}

/// "5 people took part in 8 incidents in Q2 2026", or "In 8 incidents in Q2 2026 somebody took part" for fewer than five.
fn took_part(kind: &DutyParts, when: &str) -> String {
    let when = if when.is_empty() { String::new() } else { format!(" {when}") };
    let incidents = count(kind.rows.len() as u64, "incident");
    match behind(kind.people.len() as u64) {
        Some(who) => format!("{} took part in {incidents}{when}", capital(&who)),
        None => format!("In {incidents}{when} somebody took part"),
    }
}

fn them(kind: &DutyParts) -> &'static str {
    agree(kind.rows.len() as u64, "it", "them")
}

/// Why nothing is said, if so, and whether an export would change that.
fn silence(pulled: &PulledIn, when: &str) -> Option<(String, bool)> {
    let (known, total) = (pulled.kinds.known(), pulled.kinds.total());
    let (verb, why) = if total == 0 {
        ("cannot be said", "no export says who took part")
    } else if known == 0 {
        ("cannot be said", "for nobody who took part is it known who was on call")
    } else if known * 2 < total {
        ("cannot be said", "for most of the parts that people took it is not known who was on call")
    } else if pulled.all_people < MIN_GROUP {
        ("is not shown", "fewer than five people took part")
    } else {
        return None;
    };
    let sentence = format!("Whether people were pulled in {when} who were not on call {verb}: {why}.");
    Some((sentence, verb == "cannot be said"))
}
