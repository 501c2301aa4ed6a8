//! The chart of open incidents over the period.

use crate::findings::draft::zone;
use crate::findings::exhibit::figure;
use crate::findings::overlap::{clock, peak};
use crate::findings::rule::Facts;
use crate::findings::{Exhibit, Figure, Span};
use crate::model::time::Millis;
use crate::text::plural::count;
use crate::text::{date, duration, number};

/// More buckets than this can't be told apart.
const MAX_BUCKETS: Millis = 400;
/// Widths in seconds that divide a day, or are whole days.
const WIDTHS: [i64; 10] = [900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800];

/// Open incidents over the period; nothing when no two were open at once, because a row of equal bars shows nothing.
#[must_use]
pub fn exhibit(facts: &Facts) -> Option<Exhibit> {
    let overlap = &facts.results.overlap;
    let period = &overlap.period;
    let peak_at = period.peak_at.filter(|_| period.peak > 1)?;
    let width = bucket_s(period.window.len());
    let buckets = period.steps.even_buckets(width.saturating_mul(1000));
    let zone = zone(&facts.data.periods);
    let span = date::range(period.window.start, period.window.end, zone);
    let open = count(period.peak.into(), "incident");
    let headline = format!("At most {open} were open at once, on {}", clock(facts, peak_at));
    let until = period.peak_until.unwrap_or(peak_at);
    let peak =
        Span { label: format!("highest: {}", number::thousands(period.peak.into())), start_ms: peak_at, end_ms: until };
    let storms = overlap.storms.iter().filter(|storm| storm.is_storm());
    let mut marks: Vec<Span> = storms
        .map(|s| Span { label: s.storm_id.clone(), start_ms: s.window.start, end_ms: s.window.end })
        .chain([peak])
        .collect();
    marks.sort_by_key(|m| (m.start_ms, m.end_ms));
    let per = duration::brief(width as f64);
    Some(Exhibit {
        id: "concurrency".to_owned(),
        alt: format!(
            "Open incidents over time, {span}. {headline}; the mean over {} is {}.",
            peak::over(facts),
            number::decimal(period.mean)
        ),
        headline,
        subtitle: format!("Incidents open at once: highest and mean per {per}, {span}"),
        footer: format!("n = {}; numbers in charts/concurrency.csv", number::thousands(period.incidents)),
        figure: Figure::Concurrency(figure::Concurrency {
            zone: zone.to_string(),
            starts_ms: buckets.iter().map(|b| b.start).collect(),
            bucket_s: width,
            peak: buckets.iter().map(|b| b.peak).collect(),
            mean: buckets.iter().map(|b| b.mean).collect(),
            marks,
        }),
    })
}

/// The narrowest width with few enough buckets, in seconds.
#[must_use]
pub fn bucket_s(length: Millis) -> i64 {
    let least = length.max(0).div_euclid(MAX_BUCKETS * 1000) + 1;
    let week = 604_800;
    WIDTHS.into_iter().find(|width| *width >= least).unwrap_or_else(|| (least / week + 1) * week)
}
