//! Collections that stopped, and what that does to every comparison of the run.

use crate::analyse::volume::stopped::{MATTERS, Stopped};
use crate::findings::draft::{claim, numbers, tool_name, zone};
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim};
use crate::text::plural::count;
use crate::text::{date, number};

/// Code of the claims made here.
pub const CODE: &str = "volume.collection-stopped";

/// One claim per tool.
#[must_use]
pub fn claims(facts: &Facts) -> Vec<Claim> {
    facts.results.volume.stopped.iter().map(|stopped| state(facts, stopped)).collect()
}

/// What a line through the weeks does not reach because a collection stopped, as one complete sentence.
#[must_use]
pub fn left_out(facts: &Facts) -> Option<String> {
    let volume = &facts.results.volume;
    let first = volume.stopped.iter().filter(|s| s.share >= MATTERS).map(|s| s.last_at).min()?;
    let cut = volume.points.end < volume.weeks.whole.end;
    cut.then(|| {
        let day = date::day(first, zone(&facts.data.periods));
        format!("Weeks from {day} on are not counted, because the records of one tool end there.")
    })
}

/// Whether a tool fell silent in weeks that are counted, because few incidents were known from it alone.
#[must_use]
pub fn may_lower(facts: &Facts) -> bool {
    let volume = &facts.results.volume;
    volume
        .stopped
        .iter()
        .any(|s| s.share > 0.0 && volume.weeks.holding(s.last_at).is_some_and(|w| volume.points.contains(&w)))
}

fn state(facts: &Facts, stopped: &Stopped) -> Claim {
    let zone = zone(&facts.data.periods);
    let mut claim = claim(facts, CODE, &stopped.tool);
    let (tool, last) = (tool_name(facts, &stopped.tool), date::day(stopped.last_at, zone));
    let periods = &facts.data.periods;
    // The pace of before says little about years to come, so silence is counted to the end of the period.
    let horizon = if stopped.seen == 0 && stopped.affects_current {
        stopped.until.min(periods.current.window.end)
    } else {
        stopped.until
    };
    let part = (horizon - stopped.last_at) as f64 / (stopped.until - stopped.last_at).max(1) as f64;
    let until = date::day(horizon.saturating_sub(1), zone);
    claim.basis = Basis::Inferred;
    let lead = match &periods.previous {
        _ if !stopped.affects_current => "",
        Some(_) => "The counts cannot be compared.",
        None => "The counts are cut short.",
    };
    claim.lead = lead.to_owned();
    let came = match stopped.seen {
        0 => "none".to_owned(),
        n => number::thousands(n),
    };
    claim.sentence = format!(
        "Collection from {tool} seems to have stopped on {last}: counts after that are not comparable. At its earlier pace about {} would have begun there from then until {until}; {came} did. A silence like that comes up in {} when nothing changed.",
        count((part * stopped.expected).round().max(0.0) as u64, "incident"),
        rarely(stopped.p)
    );
    if let Some(next) = &stopped.successor {
        claim.sentence.push_str(&format!(
            " {} begins at that time, so one tool may have taken the place of the other.",
            tool_name(facts, next)
        ));
    }
    claim.sentence.push_str(&alone(stopped));
    let pace = stopped.days.map_or_else(|| "year".to_owned(), |days| count(days, "day"));
    claim.method = format!(
        "Exact chance of no more days with incidents since then at the pace of the {pace} before (binomial, given their total); at least 14 days, and longer than every earlier gap."
    );
    claim.caveats.push(
        "An export that ends there, or was made of a part of the time, would look the same; so would a repair of everything at once."
            .to_owned(),
    );
    claim.n = Some(stopped.seen);
    numbers(
        &mut claim,
        [
            ("expected_incidents", Some(part * stopped.expected)),
            ("incidents_after", Some(stopped.seen as f64)),
            ("p", Some(stopped.p)),
            ("share_known_from_it_alone", Some(stopped.share)),
            ("silent_days", Some((stopped.until - stopped.last_at) as f64 / 86_400_000.0)),
        ],
    );
    claim.weight = part * stopped.expected;
    claim
}

/// " In the year before, 40 % of all incidents were known from it alone."
fn alone(stopped: &Stopped) -> String {
    if stopped.share <= 0.0 {
        return " Every incident it told of was in another tool as well.".to_owned();
    }
    let only = number::percent(stopped.share);
    // Where it told of less than a year, the time is that.
    let since = stopped.days.map_or_else(
        || "In the year before".to_owned(),
        |days| format!("In the {} before that the data cover", count(days, "day")),
    );
    format!(" {since}, {only} of all incidents were known from it alone.")
}

/// "fewer than 1 of 10,000 cases".
pub(super) fn rarely(p: f64) -> String {
    let places = [1_000_000_u64, 100_000, 10_000, 1_000];
    let bound = places.into_iter().find(|n| p * (*n as f64) <= 1.0).unwrap_or(100);
    format!("fewer than 1 of {} cases", number::thousands(bound))
}
