//! One famous bug.

use crate::analyse::recurrence::Family;
use crate::analyse::recurrence::groups::FamilyBasis as Joined;
use crate::findings::draft::{self, evidence, in_period, numbers, quoted, zone};
use crate::findings::recurrence::words::{days_down, days_up, hours_on_record, night_pages};
use crate::findings::recurrence::{break_even, fix, held, promised, words};
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim};
use crate::text::plural::count;
use crate::text::{date, duration, number};

/// Seconds.
const DAY: f64 = 86_400.0;

/// Famous bugs, and problems that came back after a fix, with an incident in the period: by hands-on time where known, else by incident time, then by number.
#[must_use]
pub fn current<'a>(facts: &Facts<'a>) -> Vec<&'a Family> {
    let families = &facts.results.recurrence.families;
    let mut famous: Vec<&Family> =
        families.iter().filter(|f| (f.famous || f.state == "came-back") && f.in_period > 0).collect();
    famous.sort_by(|a, b| {
        // People rely on a fix that was declared, so one that did not hold weighs twice.
        let weight = |f: &Family| if f.state == "came-back" { 2.0 } else { 1.0 };
        let hands_on = |f: &Family| f.told.responder_s.unwrap_or(0.0) * weight(f);
        let nights = |f: &Family| f.told.disturbed_nights.unwrap_or(0);
        let known = hands_on(b).total_cmp(&hands_on(a)).then(nights(b).cmp(&nights(a)));
        known.then(b.duration_s.total_cmp(&a.duration_s)).then(b.rows.len().cmp(&a.rows.len()))
    });
    famous
}

/// The same problems as they stand on pages: what occurred most in the period first, equals as before.
#[must_use]
pub fn most_in_the_period_first<'a>(families: &[&'a Family]) -> Vec<&'a Family> {
    let mut sorted = families.to_vec();
    sorted.sort_by_key(|family| std::cmp::Reverse(family.in_period));
    sorted
}

/// Id of the claim that tells most of it.
#[must_use]
pub fn id(family: &Family) -> String {
    let code = if family.state == "came-back" { "recurrence.came-back" } else { "recurrence.famous-bug" };
    format!("{code}/{}", family.family_id)
}

/// The claim that tells most of it.
#[must_use]
pub fn told(facts: &Facts, family: &Family) -> Claim {
    if family.state == "came-back" { fix::came_back(facts, family) } else { claim(facts, family) }
}

/// The claim on a famous bug, whatever was done about it.
#[must_use]
pub fn claim(facts: &Facts, family: &Family) -> Claim {
    let mut claim = draft::claim(facts, "recurrence.famous-bug", &family.family_id);
    claim.lead = "A known problem occurred again.".to_owned();
    claim.basis = match family.basis {
        Joined::Linked => Basis::Observed,
        Joined::Wording | Joined::Similarity => Basis::Inferred,
    };
    claim.sentence = sentence(facts, family);
    claim.method = "Families by problem record, masked title and likeness of texts; famous bug: three occurrences within 180 days over 14 days or more, known for seven days.".to_owned();
    claim.n = Some(family.rows.len() as u64);
    if family.basis == Joined::Wording {
        claim.caveats.push(
            "Taken as one problem because the titles are the same but for numbers, names of hosts, times and the like."
                .to_owned(),
        );
    }
    claim.caveats.extend(super::evidence::caveat(facts, family));
    if family.bursts.is_some_and(|b| b.corrected > words::BURSTS) && family.next.is_some() {
        claim.caveats.push(words::ROUGH.to_owned());
    }
    if family.told.responder_s.is_none() {
        claim.caveats.push("How long people worked on it is not known.".to_owned());
    }
    let hours = |seconds: f64| seconds / 3600.0;
    claim.weight = hours(family.told.responder_s.unwrap_or(family.duration_s));
    numbers(
        &mut claim,
        [
            ("incidents", Some(family.rows.len() as f64)),
            ("occurrences", Some(family.occurrences.len() as f64)),
            ("incidents_in_period", Some(family.in_period as f64)),
            ("quarters", Some(family.quarters.len() as f64)),
            ("median_gap_s", family.median_gap_s),
            ("incident_hours", Some(hours(family.duration_s))),
            ("responder_hours", family.told.responder_s.map(hours)),
            ("disturbed_nights", family.told.disturbed_nights.map(|n| n as f64)),
            ("next_days_lo", family.next.map(|n| n.low_s / DAY)),
            ("next_days_median", family.next.map(|n| n.median_s / DAY)),
            ("next_days_hi", family.next.map(|n| n.high_s / DAY)),
            ("regular_days", family.next.and_then(|n| n.every_s).map(|s| s / DAY)),
            ("burstiness", family.bursts.map(|b| b.corrected)),
            ("all_responder_hours", facts.results.recurrence.responder_s.map(hours)),
        ],
    );
    claim.brief = format!("{}{}", fix::brief(facts, family), break_even::in_hours(facts, family));
    let view = facts.data.incident_view();
    evidence(&mut claim, &view, family.rows.iter().copied());
    claim
}

fn sentence(facts: &Facts, family: &Family) -> String {
    let zone = zone(&facts.data.periods);
    let since = family.first_seen.map_or_else(String::new, |at| format!(" since {}", date::day(at, zone)));
    let times = number::thousands(family.occurrences.len() as u64);
    let incidents = family.rows.len() as u64;
    let all = count(incidents, "incident");
    let here = if family.in_period == incidents { "all".to_owned() } else { number::thousands(family.in_period) };
    let mut text =
        format!("{} occurred {times} times{since} ({all}, {here} of them {}).", quoted(&family.name), in_period(facts));
    if let Some(gap) = family.median_gap_s {
        text.push_str(&format!(" Half of the quiet times in between were {} or shorter.", duration::words(gap)));
    }
    match hours_on_record(facts, family) {
        Some(hours) => {
            let night = night_pages(family.told.pages, family.told.night_pages)
                .map_or_else(String::new, |pages| format!(", {pages}"));
            text.push_str(&format!(" It took {hours}{night}."));
        }
        None if family.duration_s > 0.0 => {
            text.push_str(&format!(" Its incidents lasted {} in all.", duration::hours(family.duration_s)));
        }
        None => {}
    }
    if let Some(next) = family.next {
        let pace = next.every_s.map_or_else(
            || "At the pace of the latest year".to_owned(),
            |every| format!("It comes about every {} with little variation:", duration::words(every)),
        );
        text.push_str(&format!(
            " {pace} the next one comes within {}–{} days in four cases of five.",
            days_down(next.low_s),
            number::thousands(days_up(next.high_s))
        ));
    }
    text.push_str(&held::closed_and_back(facts, family));
    text.push_str(&promised::owner(facts, family));
    if family.basis == Joined::Linked {
        text.push_str(" Its incidents share a problem record.");
    }
    text
}
