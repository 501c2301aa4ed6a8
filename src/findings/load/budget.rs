//! "What responders paid", one of the three budgets.

use crate::findings::draft::{self, evidence, in_period, numbers};
use crate::findings::load::people::{enough, zones};
use crate::findings::load::verdict;
use crate::findings::recurrence::words::times;
use crate::findings::rule::Facts;
use crate::findings::volume::comparable::silenced;
use crate::findings::{Basis, Budget, Claim, Grade};
use crate::text::plural::count;
use crate::text::sentence::capital;
use crate::text::{duration, number};

/// Less than an hour is told in minutes.
fn hands_on(seconds: f64) -> String {
    if seconds < 3_600.0 { duration::words(seconds) } else { duration::hours(seconds) }
}

/// The claim and its line among the budgets.
#[must_use]
pub fn state(facts: &Facts) -> (Claim, Budget) {
    let load = &facts.results.load;
    let mut claim = draft::claim(facts, "load.budget", "");
    claim.method =
        "Hands-on time of people on incidents of the period where it is known, and call-outs: pages to one person within a while of the first are one. Hands-on time is modelled: each act in a tool stands for ten minutes, and acts within twenty minutes of each other are one stretch.".to_owned();
    let incidents = draft::rows_in_period(&facts.data.incident_view()).count() as u64;
    let mut parts: Vec<String> = Vec::new();
    if let Some(effort) = load.effort_s {
        let of = if load.effort_incidents == incidents {
            count(incidents, "incident")
        } else {
            format!("{} of {}", number::thousands(load.effort_incidents), count(incidents, "incident"))
        };
        parts.push(format!("{} of modelled hands-on time on {of}", hands_on(effort)));
    }
    let classes = load.calls;
    let outside = classes.off + classes.sleep;
    if load.known {
        let split = if enough(facts) && classes.total() > 0 {
            format!(", {} of them outside working hours", number::thousands(outside))
        } else {
            String::new()
        };
        parts.push(format!("{}{}{split}", count(classes.total(), "call-out"), before(facts)));
    }
    let silenced = silenced(facts).filter(|_| classes.total() == 0);
    let certainty = if parts.is_empty() || silenced.is_some() {
        claim.grade = Grade::NotAssessable;
        let why = silenced.unwrap_or_else(|| "the exports hold neither pages nor working times".to_owned());
        claim.sentence = format!("What responders paid {} cannot be said: {why}.", in_period(facts));
        "cannot be said".to_owned()
    } else {
        claim.sentence = capital(&format!("{}: {}.", in_period(facts), parts.join("; ")));
        certainty(facts)
    };
    modelled(&mut claim, load.effort_s.is_some());
    claim.n = Some(incidents);
    claim.coverage = load.effort_s.filter(|_| incidents > 0).map(|_| load.effort_incidents as f64 / incidents as f64);
    numbers(
        &mut claim,
        [
            ("responder_hours", load.effort_s.map(|s| s / 3600.0)),
            ("call_outs", load.known.then(|| classes.total() as f64)),
            ("interruptions", load.known.then(|| load.period.classes.total() as f64)),
            ("outside_working_hours", (load.known && enough(facts)).then_some(outside as f64)),
        ],
    );
    claim.caveats.extend(zones(facts).filter(|_| load.known));
    claim.weight = load.effort_s.map_or(0.0, |s| s / 3600.0);
    evidence(&mut claim, &facts.data.incident_view(), load.incident_rows.iter().copied());
    let told = claim.sentence.replace(&count(classes.total(), "call-out"), &called(classes.total()));
    let budget = Budget {
        title: "What responders paid".to_owned(),
        this_quarter: format!("{told}{}", verdict::in_short(facts)),
        certainty,
        claim: claim.id.clone(),
    };
    (claim, budget)
}

/// "people were called 168 times", as leaders read it.
fn called(n: u64) -> String {
    match n {
        0 => "nobody was called".to_owned(),
        n => format!("people were called {}", times(n)),
    }
}

/// " (84 in Q1 2026)".
fn before(facts: &Facts) -> String {
    let before = facts.results.load.calls_before.zip(facts.data.periods.previous.as_ref());
    before.map_or_else(String::new, |(calls, period)| {
        let then = number::thousands(calls.total());
        format!(" ({then} in {})", draft::label(period, &facts.data.periods))
    })
}

/// Nobody states hands-on time: it is made of what people did in the tools.
fn modelled(claim: &mut Claim, has_effort: bool) {
    if has_effort {
        claim.basis = Basis::Inferred;
        claim.caveats.push("Hands-on time is modelled from what people did in the tools, not stated.".to_owned());
    }
}

fn certainty(facts: &Facts) -> String {
    let load = &facts.results.load;
    let from = match (load.known, load.effort_s.is_some()) {
        (true, true) => "pages are counted, hands-on time is modelled from what people did in the tools",
        (true, false) => "pages are counted; hands-on time is not known",
        _ => "modelled from what people did in the tools; who was paged is not known",
    };
    if load.known && load.zone_unknown > 0 {
        format!("{from}; time zones are not known for all people")
    } else {
        from.to_owned()
    }
}
