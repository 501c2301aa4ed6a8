//! The chart of open incidents against people on call.

use super::capacity;
use super::chart::bucket_s;
use super::clock;
use crate::analyse::overlap::capacity::Capacity;
use crate::findings::draft::zone;
use crate::findings::exhibit::figure;
use crate::findings::rule::Facts;
use crate::findings::{Exhibit, Figure};
use crate::stats::sweep::Bucket;
use crate::text::{date, duration, number};

/// Open incidents against people on call; nothing without shifts, and where at most one was open at once.
#[must_use]
pub fn exhibit(facts: &Facts) -> Option<Exhibit> {
    let overlap = &facts.results.overlap;
    let capacity = overlap.capacity.as_ref()?;
    let period = &overlap.period;
    let width = bucket_s(period.window.len());
    let buckets = period.steps.even_buckets(width.saturating_mul(1000));
    if period.peak < 2 || buckets.is_empty() {
        return None;
    }
    let span = date::range(period.window.start, period.window.end, zone(&facts.data.periods));
    let headline = headline(facts, capacity);
    let per = duration::brief(width as f64);
    Some(Exhibit {
        id: "demand-capacity".to_owned(),
        alt: format!(
            "Open incidents against people on call, {span}. {headline}. The roster is known for {}.",
            number::percent(capacity.covered as f64 / period.window.len().max(1) as f64)
        ),
        headline,
        subtitle: format!("Most incidents open at once and fewest people on call, per {per}, {span}"),
        footer: format!("n = {}; numbers in charts/demand-capacity.csv", number::thousands(period.incidents)),
        figure: Figure::Ribbon(figure::Ribbon {
            zone: zone(&facts.data.periods).to_string(),
            starts_ms: buckets.iter().map(|b| b.start).collect(),
            bucket_s: width,
            demand: buckets.iter().map(|b| b.peak).collect(),
            people: fewest(capacity, &buckets),
        }),
    })
}

fn headline(facts: &Facts, capacity: &Capacity) -> String {
    let above = duration::hours(capacity.above as f64 / 1000.0);
    match capacity.longest.filter(|_| capacity.above > 0) {
        Some(longest) => format!(
            "More incidents than people on call for {above}, at most {} on end from {}",
            duration::words(longest.len() as f64 / 1000.0),
            clock(facts, longest.start)
        ),
        None => format!("Never more incidents open than people on call{}", capacity::together(facts)),
    }
}

/// Fewest people on call in each bucket; unknown where shifts don't cover all of it. O(pieces + buckets).
fn fewest(capacity: &Capacity, buckets: &[Bucket]) -> Vec<Option<u32>> {
    let pieces: Vec<_> = capacity.roster.pieces().collect();
    let (mut piece, mut known) = (0, 0);
    let mut found = Vec::with_capacity(buckets.len());
    for bucket in buckets {
        while pieces.get(piece).is_some_and(|p| p.end <= bucket.start) {
            piece += 1;
        }
        while capacity.known.get(known).is_some_and(|w| w.end <= bucket.start) {
            known += 1;
        }
        let covered = capacity.known.get(known).is_some_and(|w| w.start <= bucket.start && w.end >= bucket.end);
        let inside = pieces.iter().skip(piece).take_while(|p| p.start < bucket.end);
        found.push(inside.map(|p| p.level).min().filter(|_| covered));
    }
    found
}
