//! More incidents than people on call.

use crate::analyse::load::person::reach;
use crate::analyse::overlap::capacity::Capacity;
use crate::findings::draft::{self, evidence, in_period, numbers};
use crate::findings::overlap::{clock, peak};
use crate::findings::rule::Facts;
use crate::findings::{Claim, Grade};
use crate::model::intervals;
use crate::model::time::{DAY, Millis};
use crate::text::plural::{agree, count};
use crate::text::{duration, number};

const UNKNOWN: &str = "More incidents than people: no export says who was on call. An export of the pager's schedules or on-call shifts for the period would tell.";

/// Whether the comparison found anything.
#[must_use]
pub fn is_news(facts: &Facts) -> bool {
    facts.results.overlap.capacity.as_ref().is_some_and(|c| c.above > 0)
}

/// The claim, and what to export where it can't be made.
#[must_use]
pub fn claim(facts: &Facts) -> (Claim, Option<String>) {
    let mut claim = draft::claim(facts, "overlap.above-capacity", "");
    claim.method = "Open incidents against distinct people on call, moment by moment.".to_owned();
    let Some(capacity) = &facts.results.overlap.capacity else {
        claim.grade = Grade::NotAssessable;
        let why = if facts.data.has_shifts {
            "no on-call shift of the exports lies in it"
        } else {
            "no export holds on-call shifts"
        };
        claim.sentence = format!(
            "Whether there were more incidents than people on call {} cannot be said: {why}.",
            in_period(facts)
        );
        return (claim, Some(UNKNOWN.to_owned()));
    };
    if capacity.above == 0 && peak::is_thin(facts) {
        claim.grade = Grade::NotAssessable;
        claim.sentence = format!(
            "Whether there were more incidents than people on call {} cannot be said: fewer than half of the incidents have both a start and an end.",
            in_period(facts)
        );
        return (claim, None);
    }
    claim.lead = if capacity.above > 0 { "At times there were more incidents than people." } else { "" }.to_owned();
    claim.sentence = sentence(facts, capacity);
    let whole = facts.results.overlap.period.window.len();
    claim.coverage = (whole > 0).then(|| capacity.covered as f64 / whole as f64);
    if capacity.covered < whole {
        claim.caveats.push(format!(
            "The roster is known for {} of the {} of the period; the rest is not compared.",
            duration::words(seconds(capacity.covered)),
            duration::words(seconds(whole))
        ));
    }
    if capacity.nobody > 0 {
        claim.caveats.push(format!(
            "For {} of this time no person is known for the shifts of the exports.",
            duration::hours(seconds(capacity.nobody))
        ));
    }
    claim
        .caveats
        .push("All teams are taken together: a person on call for one service counts for every incident.".to_owned());
    numbers(
        &mut claim,
        [
            ("hours_above", Some(hours(capacity.above))),
            ("hours_with_nobody", Some(hours(capacity.nobody))),
            ("stretches", Some(capacity.stretches as f64)),
            ("longest_hours", capacity.longest.map(|w| hours(w.len()))),
            ("longest_most_at_once", capacity.longest.map(|_| f64::from(capacity.longest_peak))),
            ("hours_compared", Some(hours(capacity.covered))),
        ],
    );
    claim.n = Some(capacity.rows.len() as u64);
    claim.weight = hours(capacity.above);
    evidence(&mut claim, &facts.data.incident_view(), capacity.longest_rows.iter().copied());
    (claim, None)
}

/// Time of the period for which both shifts and incidents are known: a shift without dates says nothing of days from which
/// no export holds an incident.
fn compared(facts: &Facts, capacity: &Capacity) -> Millis {
    let window = facts.data.periods.current.window.common(reach(facts.data));
    intervals::inside(&capacity.known, window).map(|w| w.len()).sum()
}

fn seconds(time: i64) -> f64 {
    time as f64 / 1000.0
}

fn hours(time: i64) -> f64 {
    seconds(time) / 3600.0
}

/// ", all rotations taken together", where there are several: a quiet whole says nothing of each of them.
#[must_use]
pub fn together(facts: &Facts) -> &'static str {
    if facts.results.overlap.rotations.len() > 1 { ", all rotations taken together" } else { "" }
}

fn sentence(facts: &Facts, capacity: &Capacity) -> String {
    let Some(longest) = capacity.longest.filter(|_| capacity.above > 0) else {
        let compared = compared(facts, capacity);
        // Days of the shifts on which no export holds an incident are no days without one.
        let (whole, period) = (facts.results.overlap.period.window.len(), facts.data.periods.current.window.len());
        let is_short = |of: Millis| compared.saturating_add(DAY) < of;
        let is_beyond = is_short(capacity.covered) || capacity.covered >= whole && is_short(period);
        let known = if is_beyond {
            format!("In the {} for which incidents and shifts are known", duration::words(seconds(compared)))
        } else if capacity.covered < whole {
            format!("In the {} for which shifts are known", duration::words(seconds(capacity.covered)))
        } else {
            "At all times".to_owned()
        };
        return format!(
            "{known} {}{}, there were at least as many people on call as incidents open.",
            in_period(facts),
            together(facts)
        );
    };
    let share = number::percent(capacity.above as f64 / capacity.covered.max(1) as f64);
    let first = format!(
        "For {} {}{} more incidents were open than people were on call. That is {share} of the time for which the roster is known.",
        duration::hours(seconds(capacity.above)),
        in_period(facts),
        together(facts)
    );
    let n = capacity.longest_rows.len() as u64;
    // Those that were open at some time in it need not have been open together.
    let peak = u64::from(capacity.longest_peak);
    let during = if peak == n {
        format!("{} {} open during it", count(n, "incident"), agree(n, "was", "were"))
    } else {
        format!(
            "At most {} {} open at once during it, {} in all one after the other",
            count(peak, "incident"),
            agree(peak, "was", "were"),
            number::thousands(n)
        )
    };
    format!(
        "{first} {} began on {} and lasted {}. {during}.",
        if capacity.stretches == 1 { "The one stretch" } else { "The longest stretch" },
        clock(facts, longest.start),
        duration::words(seconds(longest.len())),
    )
}
