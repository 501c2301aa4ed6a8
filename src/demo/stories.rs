//! The stories that are planted in the typical demo, each worth a leader's attention: when they happen and how often.
//! `planted` says in the truth what they came to.

use super::organisation::{
    CARD_GATEWAY, DAY, END, HOUR, LABEL_PRINTER, LEDGER_SYNC, PARCEL_TRACKING, SETTLEMENT_BATCH, START, week,
};
use super::plan::{Planned, Story, entry, fire, whole};
use super::rhythm::Rhythm;
use crate::stats::random::{Rng, stream};

/// Below this many incidents there is no room for stories.
pub(super) const ENOUGH: usize = 40;

/// A stretch in which much goes wrong at once.
#[derive(Debug, Clone, Copy)]
struct Storm {
    start: i64,
    length: i64,
    /// How much longer its incidents take than others, and at most.
    slower: i64,
    longest: i64,
}

/// 18 February 2025: an upgrade of the message bus. 16 May 2026: a fire. 15 June 2026: a week with more incidents than
/// people on call.
const STORMS: [Storm; 3] = [
    Storm { start: START + 232 * DAY + 5 * HOUR, length: 30 * HOUR, slower: 1, longest: 4 * DAY },
    Storm { start: FIRE, length: 30 * HOUR, slower: 1, longest: 30 * HOUR },
    Storm { start: START + 714 * DAY + 7 * HOUR, length: 30 * HOUR, slower: 8, longest: 14 * HOUR },
];
pub(super) const FIRE_STORM: u8 = 1;
pub(super) const CROWDED_WEEK: u8 = 2;
const FIRE: i64 = START + 684 * DAY + 7 * HOUR + 43 * 60;
pub(super) const FIRE_LENGTH: i64 = 14 * DAY;

/// The last quarter; from its first day on severities are given by another rule.
pub(super) const LAST_QUARTER: i64 = END - 91 * DAY;
pub(super) const SEVERITY_RULE: i64 = LAST_QUARTER;
/// Of the incidents that were P3 before, so large a share are P2 by the new rule.
pub(super) const RERATED: f64 = 0.75;

/// The famous bug behind much of what wakes people, the tolerated ones, and the one whose fix held.
pub(super) const LEDGER_LOCKS: u8 = 0;
const STUCK_LABELS: u8 = 1;
const CERTIFICATES: u8 = 2;
pub(super) const HELD: u8 = 3;
pub(super) const BUGS: [u8; 4] = [LEDGER_LOCKS, STUCK_LABELS, CERTIFICATES, HELD];
/// Days on which the famous bug was said to be fixed, and how long it then kept quiet.
const FIXES: [i64; 2] = [START + 210 * DAY, START + 480 * DAY];
const QUIET: i64 = 49 * DAY;
/// How much more often the famous bug comes in the last quarter.
const MORE_OFTEN: i64 = 5;
/// The day of the fix that held: 15 September 2025.
const HELD_FIX: [i64; 1] = [START + 441 * DAY];

/// Shares of the vendor's incidents in the last six quarters.
const VENDOR: [usize; 6] = [1, 2, 3, 4, 6, 16];

/// From 6 April to 5 June 2026 the rotation of the Ledger team is over the line.
pub(super) const STRAIN: (i64, i64) = (START + 644 * DAY, START + 704 * DAY);
/// Incidents of one stretch of it.
const TOGETHER: usize = 3;
/// In sleep hours from London to Kolkata.
const NIGHT: i64 = 22 * HOUR + 30 * 60;

/// Days on which a bug was said to be fixed.
pub(super) fn fixes(bug: u8) -> &'static [i64] {
    match bug {
        LEDGER_LOCKS => &FIXES,
        HELD => &HELD_FIX,
        _ => &[],
    }
}

/// Where a bug happens.
pub(super) fn service_of(bug: u8) -> usize {
    match bug {
        LEDGER_LOCKS => LEDGER_SYNC,
        STUCK_LABELS => LABEL_PRINTER,
        CERTIFICATES => PARCEL_TRACKING,
        _ => SETTLEMENT_BATCH,
    }
}

/// All incidents that belong to a story.
pub(super) fn all(count: usize, seed: u64) -> Vec<Planned> {
    let mut incidents = Vec::new();
    if count < ENOUGH {
        return incidents;
    }
    let rhythm = Rhythm::new();
    let mut rng = stream(seed, &[2]);
    incidents.push(fire(FIRE, FIRE_LENGTH, PARCEL_TRACKING));
    storms(count, &rhythm, &mut rng, &mut incidents);
    for bug in BUGS {
        for (nth, begin) in moments(bug, count, &mut rng).into_iter().enumerate() {
            incidents.push(of_bug(bug, nth, begin, &rhythm, &mut rng));
        }
    }
    vendor(count, &rhythm, &mut rng, &mut incidents);
    strain(count, &rhythm, &mut rng, &mut incidents);
    incidents
}

/// Two in a hundred, and in a small organisation enough to be felt.
fn storms(count: usize, rhythm: &Rhythm, rng: &mut Rng, incidents: &mut Vec<Planned>) {
    let size = if count < 100 { 0 } else { ((count + 25) / 50).max(34.min(count / 14)) };
    for (which, storm) in (0_u8..).zip(STORMS) {
        for _ in 0..size {
            let begin = storm.start + whole(storm.length as f64 * rng.next_f64());
            let mut incident = entry(begin, Story::Storm(which), rhythm, rng);
            incident.length = (incident.length * storm.slower).min(storm.longest.max(incident.length));
            incidents.push(incident);
        }
    }
}

/// When a bug occurs. Occurrences are days apart, so that each is one by itself.
fn moments(bug: u8, count: usize, rng: &mut Rng) -> Vec<i64> {
    let night = |at: i64, rng: &mut Rng| at - at.rem_euclid(DAY) + 23 * HOUR + at_most(5 * HOUR, rng);
    let evening = |at: i64, rng: &mut Rng| at - at.rem_euclid(DAY) + 18 * HOUR + at_most(2 * HOUR, rng);
    match bug {
        LEDGER_LOCKS => {
            let all = occurrences((count * 3 / 40).min(52), rng);
            all.into_iter().enumerate().map(|(nth, at)| if nth % 6 == 5 { at } else { night(at, rng) }).collect()
        }
        STUCK_LABELS => spread((count / 50).min(48), START + 10 * DAY, END - 10 * DAY, rng),
        CERTIFICATES => spread((count / 70).min(40), START + 10 * DAY, END - 10 * DAY, rng),
        _ => {
            let [fix] = HELD_FIX;
            let all = spread((count / 50).min(40), START + 20 * DAY, fix - 5 * DAY, rng);
            all.into_iter().map(|at| evening(at, rng)).collect()
        }
    }
}

fn at_most(seconds: i64, rng: &mut Rng) -> i64 {
    i64::try_from(rng.below(u64::try_from(seconds).unwrap_or(1))).unwrap_or(0)
}

/// Evenly spread with jitter, so that days lie between two of them.
fn spread(count: usize, from: i64, to: i64, rng: &mut Rng) -> Vec<i64> {
    let step = (to - from) as f64 / count.max(1) as f64;
    (0..count).map(|i| from + whole(step * (i as f64 + 0.35 + 0.3 * rng.next_f64()))).collect()
}

/// The same in a time in which the last quarter is longer than it is and the quiet after a claimed fix has no length.
fn occurrences(count: usize, rng: &mut Rng) -> Vec<i64> {
    let from = START + 10 * DAY;
    let quiet: i64 = FIXES.iter().map(|_| QUIET).sum();
    let before = LAST_QUARTER - quiet;
    let to = before + (END - 4 * DAY - LAST_QUARTER) * MORE_OFTEN;
    let real = |at: i64| {
        if at >= before {
            return LAST_QUARTER + (at - before) / MORE_OFTEN;
        }
        FIXES.iter().fold(at, |at, fix| if at >= *fix - DAY { at + QUIET + DAY } else { at })
    };
    spread(count, from, to, rng).into_iter().map(real).collect()
}

fn of_bug(bug: u8, nth: usize, begin: i64, rhythm: &Rhythm, rng: &mut Rng) -> Planned {
    let mut incident = entry(begin, Story::Bug(bug), rhythm, rng);
    if bug == LEDGER_LOCKS {
        // Every third time customers see old balances; then it is rated higher and now and then stands on the status page.
        incident.felt = nth % 3 == 1;
        incident.states_impact = true;
        incident.severity = if incident.felt { 2 } else { 3 };
        incident.on_page = incident.felt && nth.is_multiple_of(2);
    }
    incident
}

/// Incidents behind a vendor, more of them from quarter to quarter.
fn vendor(count: usize, rhythm: &Rhythm, rng: &mut Rng, incidents: &mut Vec<Planned>) {
    let wanted = (count / 18).min(66);
    let all: usize = VENDOR.iter().sum();
    let mut nth = 0_u8;
    for (quarter, share) in (0_i64..).zip(VENDOR) {
        let from = END - (6 - quarter) * 91 * DAY;
        for at in spread((wanted * share + all / 2) / all, from, from + 91 * DAY, rng) {
            let mut incident = entry(at.min(END - 2 * DAY), Story::Vendor(nth), rhythm, rng);
            incident.service = u8::try_from(CARD_GATEWAY).unwrap_or(0);
            incident.felt = rng.chance(0.6);
            incidents.push(incident);
            nth = nth.wrapping_add(1);
        }
    }
}

/// Weeks in which whoever is on call for Ledger has two incidents by day and is woken by another at night, beside the nights
/// of the famous bug. Two stretches that fall into one week take other nights.
fn strain(count: usize, rhythm: &Rhythm, rng: &mut Rng, incidents: &mut Vec<Planned>) {
    let (from, to) = STRAIN;
    let services = [LEDGER_SYNC, SETTLEMENT_BATCH, LEDGER_SYNC, SETTLEMENT_BATCH + 2, SETTLEMENT_BATCH];
    for (nth, day) in (0_i64..).zip(spread((count / 20).min(120) / TOGETHER, from, to, rng)) {
        let night = START + week(day) * 7 * DAY + (1 + 2 * (nth % 2)) * DAY + NIGHT;
        let by_day = day - day.rem_euclid(DAY) + 10 * HOUR;
        let moments = [by_day, by_day + 3 * HOUR, night];
        for (other, at) in (0_i64..).zip(moments) {
            let mut incident = entry(at + at_most(2 * HOUR, rng), Story::Strain, rhythm, rng);
            let place = usize::try_from(nth + other).unwrap_or(0) % services.len();
            incident.service = u8::try_from(services.get(place).copied().unwrap_or(LEDGER_SYNC)).unwrap_or(0);
            incident.severity = incident.severity.clamp(2, 3);
            incident.on_pager = true;
            incidents.push(incident);
        }
    }
}

/// When the first incidents of a storm may begin, and the last.
pub(super) fn limits(storm: u8) -> (i64, i64) {
    STORMS.get(usize::from(storm)).map_or((START, START), |storm| (storm.start, storm.start + storm.length))
}
