//! The three clocks side by side.

use crate::analyse::mttx::clocks::{Clock, ClockReading};
use crate::findings::Claim;
use crate::findings::draft::{claim, in_period, length, numbers};
use crate::findings::rule::Facts;
use crate::text::list;
use crate::text::plural::count;

/// The claim, where at least two clocks ran for the same five incidents.
#[must_use]
pub fn state(facts: &Facts) -> Option<Claim> {
    let readings = &facts.results.mttx.clocks;
    let first = readings.first()?;
    let mut claim = claim(facts, "mttx.clocks", "");
    claim.method = "Impact: start to end on the status page. Response: start to resolution in the pager or incident manager. Paperwork: start to closure of the ticket. Only incidents for which all of these clocks are known.".to_owned();
    claim.n = Some(first.n);
    let parts: Vec<String> = readings.iter().filter_map(words).collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let clocks = if readings.len() == 3 { "three clocks" } else { "two clocks" };
    claim.sentence = format!(
        "For {} that began {} {clocks} are known. By the median, {}. They measure different things and none stands for another.",
        count(first.n, "incident"),
        in_period(facts),
        list::and(&parts)
    );
    for reading in readings {
        let name = match reading.clock {
            Clock::Impact => "impact_median_s",
            Clock::Response => "response_median_s",
            Clock::Paperwork => "paperwork_median_s",
        };
        numbers(&mut claim, [(name, reading.median)]);
    }
    Some(claim)
}

fn words(reading: &ClockReading) -> Option<String> {
    let length = length(reading.median?);
    Some(match reading.clock {
        Clock::Impact => format!("the status page shows {length} of impact"),
        Clock::Response => format!("the response took {length}"),
        Clock::Paperwork => format!("the ticket was closed after {length}"),
    })
}
