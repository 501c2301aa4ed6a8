//! How people worked together: facts out of pages, hand-overs and histories. Distributions, no ranking of anybody.

mod tables;

use crate::analyse::coordination::{Output, PeriodCoordination};
use crate::findings::draft::{self, evidence, in_period, label, length, numbers};
use crate::findings::rule::{Facts, Part, Rule};
use crate::findings::{Basis, Claim, Section};
use crate::model::row::IncidentIx;
use crate::model::time::HOUR;
use crate::text::number;
use crate::text::plural::{agree, count};
use crate::text::sentence::capital;

/// The code of what is said on hand-overs.
pub const HANDED_ON: &str = "coordination.handed-on";
const NO_SIGN: &str = "no sign of a new look: no hand-over, no escalation";
/// A share of fewer incidents is an anecdote.
const MIN: u64 = 10;

pub struct Coordination;

impl Rule for Coordination {
    fn part(&self, facts: &Facts) -> Part {
        let claims = [handed_on(facts), passed_on(facts), late(facts), outlasted(facts), unseen(facts)];
        let claims: Vec<Claim> = claims.into_iter().flatten().collect();
        let section = (!claims.is_empty()).then(|| Section {
            id: "coordination".to_owned(),
            title: "How people worked together".to_owned(),
            question: "How often was it handed on, who came late, and who looked at it anew?".to_owned(),
            method: method(facts),
            claims: claims.iter().map(|c| c.id.clone()).collect(),
            exhibits: Vec::new(),
            tables: tables::hands(facts).into_iter().collect(),
        });
        Part { section, claims, ..Part::default() }
    }
}

fn found<'a>(facts: &'a Facts) -> &'a Output {
    &facts.results.coordination
}

fn method(facts: &Facts) -> Vec<String> {
    let params = &found(facts).params;
    let mut lines = vec![
        format!(
            "Hand-overs are counted as the tool counts them, or from its history. Somebody came late who joined more than {} after the first one, before the end. Long is longer than {} of earlier incidents of the severity, from {} of them on.",
            late_by(facts),
            number::percent(params.long),
            params.min_earlier
        ),
        "Known bias: who helped without leaving a trace is not seen, and a tool that assigns by itself counts hand-overs that nobody made. A hand-over may be right.".to_owned(),
    ];
    if !found(facts).period.knows_severities {
        lines.push("How often severities were changed is not known: no export holds changes of severity.".to_owned());
    }
    lines
}

fn blank(facts: &Facts, code: &str, known: u64) -> Claim {
    let mut claim = draft::claim(facts, code, "");
    claim.basis = Basis::Observed;
    claim.n = Some(known);
    let all = draft::rows_in_period(&facts.data.incident_view()).count();
    claim.coverage = (all > 0).then(|| known as f64 / all as f64);
    claim
}

/// "In Q1 2026 it was 12 of 150; the two are not tested against each other." where there is such a group of some size.
fn before(facts: &Facts, of: impl Fn(&PeriodCoordination) -> (u64, u64)) -> Option<(f64, String)> {
    let (group, period) = found(facts).previous.as_ref().zip(facts.data.periods.previous.as_ref())?;
    let (part, known) = of(group);
    let name = label(period, &facts.data.periods);
    (known >= MIN).then(|| {
        let (part_text, known) = (number::thousands(part), number::thousands(known));
        (part as f64, format!("In {name} it was {part_text} of {known}; the two are not tested against each other."))
    })
}

/// A claim of the form "so many of so many", with the period before it beside it.
fn share(
    facts: &Facts,
    code: &str,
    rows: &[IncidentIx],
    of: impl Fn(&PeriodCoordination) -> (u64, u64),
    words: impl Fn(&str, &str) -> String,
) -> Option<Claim> {
    let (part, known) = of(&found(facts).period);
    if known < MIN {
        return None;
    }
    let mut claim = blank(facts, code, known);
    let all = format!("{} {}", count(known, "incident"), in_period(facts));
    claim.sentence = words(&none_or(part), &all);
    let previous = before(facts, of);
    numbers(
        &mut claim,
        [
            ("incidents", Some(part as f64)),
            ("recorded", Some(known as f64)),
            ("previous", previous.as_ref().map(|p| p.0)),
        ],
    );
    claim.caveats.extend(previous.map(|(_, words)| words));
    claim.weight = part as f64;
    evidence(&mut claim, &facts.data.incident_view(), rows.iter().copied());
    Some(claim)
}

/// "an hour".
fn late_by(facts: &Facts) -> String {
    let late = found(facts).params.late;
    if late == HOUR { "an hour".to_owned() } else { length(late as f64 / 1_000.0) }
}

fn none_or(n: u64) -> String {
    if n == 0 { "none".to_owned() } else { number::thousands(n) }
}

fn handed_on(facts: &Facts) -> Option<Claim> {
    let group = &found(facts).period;
    let hands = &group.hands;
    let many = found(facts).params.many_hands;
    let words = |part: &str, all: &str| {
        let mut text =
            format!("Of {all} whose hand-overs are on record, {part} {} handed on", agree(hands.once, "was", "were"));
        if hands.once > 0 {
            text.push_str(&format!(", {} of them {many} times or more", none_or(hands.often)));
        }
        let back = group.came_back.len() as u64;
        if back > 0 {
            text.push_str(&format!(
                "; {} came back to somebody who had held {}",
                number::thousands(back),
                agree(back, "it", "them")
            ));
        }
        format!("{text}.")
    };
    let mut claim = share(facts, HANDED_ON, &group.handed_on, |g| (g.hands.once, g.hands.known), words)?;
    claim.method = "Reassignments as the tool counts them, or as its history shows.".to_owned();
    numbers(&mut claim, [("often", Some(hands.often as f64)), ("came_back", Some(group.came_back.len() as f64))]);
    claim.caveats.push("A hand-over may be right: the first to look is not always the one who can help.".to_owned());
    Some(claim)
}

fn passed_on(facts: &Facts) -> Option<Claim> {
    let group = &found(facts).period;
    let mut claim = share(
        facts,
        "coordination.passed-on",
        &group.passed_on,
        |g| (g.passed_on.len() as u64, g.paged),
        |part, all| {
            format!(
                "For {part} of {all} with a page on record, nobody answered in time and a timer passed the page on."
            )
        },
    )?;
    claim.method = "Escalations that a timer made, by incident.".to_owned();
    // Without any in all the data, the export may simply leave them out.
    let any = found(facts).previous.as_ref().is_some_and(|g| !g.passed_on.is_empty()) || !group.passed_on.is_empty();
    any.then_some(claim)
}

fn late(facts: &Facts) -> Option<Claim> {
    let group = &found(facts).period;
    let rows: Vec<IncidentIx> = group.late.iter().map(|late| late.row).collect();
    let after = late_by(facts);
    let n = group.late.len();
    let mut claim = share(
        facts,
        "coordination.joined-late",
        &rows,
        |g| (g.late.len() as u64, g.joined),
        |part, all| match n {
            0 => format!("Nobody joined any of {all} with times on record more than {after} after the first one."),
            _ => format!(
                "In {part} of {all} with times on record, somebody joined more than {after} after the first one, before the end."
            ),
        },
    )?;
    claim.method = "When people joined, against the first who did.".to_owned();
    Some(claim)
}

fn outlasted(facts: &Facts) -> Option<Claim> {
    let group = &found(facts).period;
    let (n, over) = (group.outlasted.len() as u64, group.taken_over);
    let mut claim = share(
        facts,
        "coordination.outlasted-shift",
        &group.outlasted,
        |g| (g.outlasted.len() as u64, g.on_shift),
        |part, all| {
            let mut text =
                format!("{} of {all} outlasted the turn on call of whoever was first to answer", capital(part));
            match (n, over) {
                (0, _) => {}
                (_, 0) => text.push_str("; nobody else is on record after that turn"),
                (1, _) => text.push_str("; somebody else joined after that turn"),
                _ => text.push_str(&format!(
                    "; in {} of them somebody else joined after that turn",
                    number::thousands(over)
                )),
            }
            format!("{text}.")
        },
    )?;
    claim.method = "End of the incident against the end of the shift in which it was first answered.".to_owned();
    numbers(&mut claim, [("taken_over", Some(over as f64))]);
    Some(claim)
}

fn unseen(facts: &Facts) -> Option<Claim> {
    let group = &found(facts).period;
    let long = group.long.len() as u64;
    if long == 0 {
        return None;
    }
    let mut claim = blank(facts, "coordination.not-reassessed", group.measured);
    claim.coverage = None;
    claim.method =
        "Long incidents without a hand-over, an escalation, a change of severity or somebody who came late.".to_owned();
    let none = group.unseen.len() as u64;
    let share = number::percent(found(facts).params.long);
    let least = found(facts).params.min_earlier as u64;
    let lasted = format!(
        "{} of {} {} lasted longer than {share} of earlier ones of {} severity, where {} would be usual (severities with fewer than {} earlier ones are left out)",
        number::thousands(long),
        count(group.measured, "incident"),
        in_period(facts),
        agree(long, "its", "their"),
        number::percent(1.0 - found(facts).params.long),
        number::thousands(least)
    );
    let severities = if group.knows_severities { ", no change of severity" } else { "" };
    let who = match (long, none) {
        (1, 0) => "it was handed on, escalated or joined by others later".to_owned(),
        (_, 0) => "all were handed on, escalated or joined by others later".to_owned(),
        (1, _) => format!("it shows {NO_SIGN}{severities}, nobody who joined later"),
        _ => format!(
            "{} of them {} {NO_SIGN}{severities}, nobody who joined later",
            number::thousands(none),
            agree(none, "shows", "show")
        ),
    };
    claim.sentence = format!("{lasted}; {who}.");
    claim.caveats.push("Somebody may have looked and left no trace.".to_owned());
    numbers(
        &mut claim,
        [("measured", Some(group.measured as f64)), ("long", Some(long as f64)), ("without_sign", Some(none as f64))],
    );
    claim.weight = none as f64;
    evidence(&mut claim, &facts.data.incident_view(), group.unseen.iter().copied());
    Some(claim)
}
