//! How often chance alone would bring as many incidents together: the scan statistic over hours (Kulldorff 1997), with the
//! usual rhythm of day and week as baseline, since day and night alone would make "storms" (`METHODS.md` 6.3).

use crate::frame::dataset::IncidentView;
use crate::model::period::Periods;
use crate::model::time::{HOUR, Millis, Window};
use crate::stats::scan::{Cluster, Scan};
use chrono::{DateTime, Datelike, TimeZone, Timelike};
use chrono_tz::Tz;

/// A storm that chance brings more often than this in such a period is not unusual.
pub const UNUSUAL: f64 = 0.05;
/// Hours of the widest stretch that is looked at.
const WIDEST: usize = 72;
/// Fewer incidents than this have no stretch worth testing.
const MIN: usize = 10;
/// Random draws for a p-value, fewer where the period is long or busy; never below the last figure.
const REPLICATES: [u64; 2] = [999, 499];
const BUDGET: u64 = 100_000_000;
const MIN_REPLICATES: u64 = 199;
/// Stretches looked at beside the most unusual one.
const STRETCHES: usize = 10;
/// Hours of a working day and of a day at the weekend.
const CLASSES: usize = 48;

/// A stretch of whole hours with more beginnings than the rhythm explains, and how often chance alone brings one as
/// unusual somewhere in such a period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnusualStretch {
    pub window: Window,
    pub p: f64,
}

/// The most unusual stretches of the window with at least `prominence` times as many beginnings as the rhythm gives, in
/// order of time: in much data the slightest drift is beyond chance, and no storm. What touches is one stretch, because
/// the scan cuts a storm of uneven strength into parts. `None` with fewer than ten incidents in the window.
#[must_use]
pub fn stretches(
    view: &IncidentView,
    (periods, window): (&Periods, Window),
    prominence: f64,
    seed: u64,
) -> Option<Vec<UnusualStretch>> {
    let of = |c: Cluster| {
        let start = window.start.saturating_add(c.start as Millis * HOUR);
        let end = start.saturating_add(c.width as Millis * HOUR).min(window.end);
        UnusualStretch { window: Window { start, end }, p: c.p }
    };
    let stands_out = |c: &Cluster| c.count as f64 >= prominence * c.expected;
    let clusters = clusters(view, periods, window, seed)?.into_iter().filter(stands_out);
    let mut list: Vec<UnusualStretch> = clusters.map(of).collect();
    list.sort_by_key(|s| s.window.start);
    list.dedup_by(|next, last| {
        let is_unusual = next.p.max(last.p) <= UNUSUAL;
        let touches = is_unusual && next.window.start <= last.window.end;
        if touches {
            last.window.end = last.window.end.max(next.window.end);
            last.p = last.p.min(next.p);
        }
        touches
    });
    Some(list)
}

fn clusters(view: &IncidentView, periods: &Periods, window: Window, seed: u64) -> Option<Vec<Cluster>> {
    let zone = periods.zone;
    let bins = usize::try_from((window.len() + HOUR - 1) / HOUR).ok()?;
    let (mut counts, mut usual) = (vec![0_u64; bins], [0.5_f64; CLASSES]);
    let mut events = 0;
    for start in view.rows().filter(|&row| view.included.get(row)).filter_map(|row| view.started.get(row)) {
        if let Some(weight) = class(start, zone).and_then(|c| usual.get_mut(c)) {
            *weight += 1.0;
        }
        if window.contains(start) {
            let bin = usize::try_from((start - window.start) / HOUR).ok()?;
            *counts.get_mut(bin)? += 1;
            events += 1;
        }
    }
    if events < MIN {
        return None;
    }
    // Five working days share one row of hours, two days of the weekend the other.
    let rate = |class: usize| usual.get(class).copied().unwrap_or(0.5) / if class < CLASSES / 2 { 5.0 } else { 2.0 };
    let weight = |bin: usize| class(window.start + bin as Millis * HOUR, zone).map_or(0.0, rate);
    let baseline: Vec<f64> = (0..bins).map(weight).collect();
    // A draw places every event and looks from each hour that has one to those within reach that have one.
    let busy = counts.iter().filter(|n| **n > 0).count();
    let cost = (busy * (1 + WIDEST * busy / bins.max(1)) + events * 12) as u64;
    // Few steps, so that an hour more or less of data changes no p-value.
    let affordable = REPLICATES.into_iter().find(|r| r * cost <= BUDGET);
    let replicates = affordable.unwrap_or(MIN_REPLICATES);
    Some(Scan::new(&counts, &baseline, WIDEST)?.clusters(STRETCHES, replicates, seed, &[STREAM]))
}

/// Name of the stream of random draws.
const STREAM: u64 = 0x53_74_6f_72_6d;

/// Hour of the local day, 24 more at the weekend.
fn class(at: Millis, zone: Tz) -> Option<usize> {
    let local = zone.from_utc_datetime(&DateTime::from_timestamp_millis(at)?.naive_utc());
    let weekend = local.weekday().num_days_from_monday() >= 5;
    Some(local.hour() as usize + if weekend { CLASSES / 2 } else { 0 })
}
