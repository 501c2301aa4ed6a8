//! What truly happened: when, how long, how bad, to which service, and which tools noticed. One small entry per
//! incident, so that a million fit; everything else is drawn from the incident's own stream when it is written.

use super::even;
use super::organisation::{DAY, END, HOUR, LABEL_PRINTER, LEDGER_SYNC, PARCEL_TRACKING, SERVICES, START};
use super::rhythm::{Rhythm, length};
use super::scenario::Scenario;
use crate::stats::random::{Rng, stream};

/// Places of the storms: a week-day in February 2025 and one in May 2026.
const STORMS: [i64; 2] = [START + 232 * DAY + 5 * HOUR, START + 680 * DAY + 9 * HOUR];
const STORM_LENGTH: f64 = 30.0 * 3_600.0;
const FIRE: i64 = START + 400 * DAY + 2 * HOUR + 13 * 60;
pub(super) const FIRE_LENGTH: i64 = 14 * DAY;
/// Days on which the label printer was said to be fixed, and how long it then kept quiet.
const FIXES: [i64; 2] = [START + 210 * DAY, START + 480 * DAY];
const QUIET: i64 = 49 * DAY;
/// Which of the bugs is the one that was "fixed".
pub(super) const FIXED_BUG: u8 = 1;
/// Below this many incidents there is no room for stories.
const ENOUGH: usize = 40;

/// What an incident belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Story {
    Ordinary,
    /// Of a scenario without troubles: rated by the pager, and named by every tool that has a record of it.
    Plain,
    /// Plain, and noticed at the instant at which it began, so that every tool has the planned length.
    Exact,
    /// A title that tests escaping.
    Foreign(u8),
    Bug(u8),
    Storm(u8),
    Fire,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Resolved,
    Open,
    /// A ticket that was closed without anybody saying when it was resolved.
    Unstated,
}

/// One true incident.
#[derive(Debug, Clone, Copy)]
pub(super) struct Planned {
    /// When impact began, seconds since 1970.
    pub(super) begin: i64,
    /// Seconds until it was over.
    pub(super) length: i64,
    pub(super) severity: u8,
    pub(super) service: u8,
    pub(super) story: Story,
    pub(super) ending: Ending,
    pub(super) on_pager: bool,
    pub(super) on_ticket: bool,
    pub(super) on_page: bool,
    pub(super) reviewed: bool,
    /// Pager incidents that were merged into this one.
    pub(super) merged: u8,
    /// Day on which the review says the bug was fixed.
    pub(super) fix: Option<i64>,
}

/// All incidents by their beginning, and the maintenance that the status page announced.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) incidents: Vec<Planned>,
    pub(super) maintenances: Vec<i64>,
}

impl Story {
    /// Whether all tools agree on it and refer to each other.
    pub(super) fn is_plain(self) -> bool {
        matches!(self, Self::Plain | Self::Exact)
    }
}

/// Plans a demo.
pub(super) fn plan(scenario: Scenario, count: usize, seed: u64) -> Plan {
    if scenario == Scenario::Typical { typical(count, seed) } else { even::plan(scenario, count, seed) }
}

/// Every part has its own stream, so that one more draw here changes nothing there.
fn typical(count: usize, seed: u64) -> Plan {
    let mut incidents = stories(count, seed);
    let rhythm = Rhythm::new();
    let mut rng = stream(seed, &[1]);
    for nth in 0..count.saturating_sub(incidents.len()) {
        let story = match u8::try_from(nth) {
            Ok(which @ 0..4) if count >= ENOUGH => Story::Foreign(which),
            _ => Story::Ordinary,
        };
        let begin = rhythm.moment(&mut rng);
        incidents.push(entry(begin, story, &rhythm, &mut rng));
    }
    incidents.sort_by_key(|incident| incident.begin);
    leave_open(&mut incidents);
    close_without_end(&mut incidents);
    claim_fixes(&mut incidents);
    choose_reviews(&mut incidents, seed, END - 12 * DAY);
    Plan { incidents, maintenances: maintenances(count, seed, START) }
}

fn stories(count: usize, seed: u64) -> Vec<Planned> {
    let mut incidents = Vec::with_capacity(count);
    if count < ENOUGH {
        return incidents;
    }
    let rhythm = Rhythm::new();
    let mut rng = stream(seed, &[2]);
    incidents.push(fire(FIRE, FIRE_LENGTH, PARCEL_TRACKING));
    // Two in a hundred, and in a small organisation enough to be felt.
    let storm = if count < 100 { 0 } else { ((count + 25) / 50).max(30.min(count / 12)) };
    for (which, start) in (0_u8..).zip(STORMS) {
        for _ in 0..storm {
            let part = rng.next_f64();
            let begin = start + whole(STORM_LENGTH * part * libm::sqrt(part));
            incidents.push(entry(begin, Story::Storm(which), &rhythm, &mut rng));
        }
    }
    for (which, share, most) in [(0, 40, 60), (1, 50, 48), (2, 70, 40)] {
        for begin in occurrences((count / share).min(most), which == FIXED_BUG, &mut rng) {
            incidents.push(entry(begin, Story::Bug(which), &rhythm, &mut rng));
        }
    }
    incidents
}

/// Nearest whole number of seconds, for durations far inside the range.
pub(super) fn whole(seconds: f64) -> i64 {
    libm::round(seconds) as i64
}

/// Evenly spread with jitter, so that days lie between two of them. Times are first spread over the allowed stretches
/// laid end to end, then moved apart.
fn occurrences(count: usize, has_fixes: bool, rng: &mut Rng) -> Vec<i64> {
    let gaps: &[i64] = if has_fixes { &FIXES } else { &[] };
    let first = START + 10 * DAY;
    let quiet: i64 = gaps.iter().map(|_| QUIET).sum();
    let step = (END - 10 * DAY - first - quiet) as f64 / count.max(1) as f64;
    let spread = |i: usize, rng: &mut Rng| first + whole(step * (i as f64 + 0.25 + 0.5 * rng.next_f64()));
    (0..count)
        .map(|i| gaps.iter().fold(spread(i, rng), |at, gap| if at >= *gap - DAY { at + QUIET + DAY } else { at }))
        .collect()
}

fn entry(begin: i64, story: Story, rhythm: &Rhythm, rng: &mut Rng) -> Planned {
    let service = match story {
        Story::Bug(0) => LEDGER_SYNC,
        Story::Bug(1) => LABEL_PRINTER,
        Story::Bug(_) => PARCEL_TRACKING,
        _ => any_service(rng),
    };
    let severity = match story {
        Story::Bug(which) => 2 + which,
        _ => rhythm.severity(begin, rng),
    };
    let seen = rng.next_f64();
    let (on_pager, on_ticket) = match story {
        Story::Bug(_) | Story::Foreign(_) => (true, seen < 0.6),
        _ => (seen < 0.82, seen < 0.30 || (0.82..0.96).contains(&seen)),
    };
    let on_page = (!on_pager && !on_ticket) || (on_pager && rng.chance(if severity <= 2 { 0.22 } else { 0.03 }));
    let merged = if on_pager && rng.chance(0.06) { 1 + rng.below(3) } else { 0 };
    let length = length(severity, rng);
    let ending = if begin + length >= END { Ending::Open } else { Ending::Resolved };
    Planned {
        begin,
        length,
        severity,
        service: u8::try_from(service).unwrap_or(0),
        story,
        ending,
        on_pager,
        on_ticket,
        on_page,
        reviewed: false,
        // A merge ends the child, which would look like the end of a parent that is still open.
        merged: if ending == Ending::Open { 0 } else { u8::try_from(merged).unwrap_or(0) },
        fix: None,
    }
}

fn any_service(rng: &mut Rng) -> usize {
    let total: u32 = SERVICES.iter().map(|s| s.weight).sum();
    let mut rest = rng.below(u64::from(total));
    for (place, service) in SERVICES.iter().enumerate() {
        match rest.checked_sub(u64::from(service.weight)) {
            Some(left) => rest = left,
            None => return place,
        }
    }
    0
}

pub(super) fn fire(begin: i64, length: i64, service: usize) -> Planned {
    Planned {
        begin,
        length,
        severity: 1,
        service: u8::try_from(service).unwrap_or(0),
        story: Story::Fire,
        ending: Ending::Resolved,
        on_pager: true,
        on_ticket: true,
        on_page: true,
        reviewed: true,
        merged: 2,
        fix: None,
    }
}

/// A few of the last days are still open when the exports are made.
fn leave_open(incidents: &mut [Planned]) {
    let most = if incidents.len() < ENOUGH { 0 } else { (incidents.len() / 200).clamp(1, 4) };
    let recent = incidents.iter_mut().rev().take_while(|i| i.begin >= END - 4 * DAY);
    for incident in recent.filter(|i| i.on_pager && i.ending == Ending::Resolved).take(most) {
        incident.ending = Ending::Open;
        incident.merged = 0;
    }
}

fn close_without_end(incidents: &mut [Planned]) {
    let most = if incidents.len() < 60 { 0 } else { (incidents.len() / 250).clamp(1, 200) };
    let tickets = incidents.iter_mut().filter(|i| !i.on_pager && i.on_ticket && i.begin < END - 14 * DAY);
    for incident in tickets.step_by(5).take(most) {
        incident.ending = Ending::Unstated;
    }
}

/// The last occurrence before a claimed fix is the one whose review claims it.
fn claim_fixes(incidents: &mut [Planned]) {
    for fix in FIXES {
        let before = incidents.iter_mut().rev().find(|i| i.story == Story::Bug(FIXED_BUG) && i.begin < fix);
        if let Some(incident) = before.filter(|i| i.fix.is_none()) {
            incident.fix = Some(fix);
            incident.reviewed = true;
        }
    }
}

/// About three in a hundred get a review, four hundred at most; minor ones and those that begin too late get none.
pub(super) fn choose_reviews(incidents: &mut [Planned], seed: u64, until: i64) {
    let wanted = ((incidents.len() * 3 + 50) / 100).min(400);
    let mut missing = wanted.saturating_sub(incidents.iter().filter(|i| i.reviewed).count());
    let mut order: Vec<usize> = (0..incidents.len()).collect();
    stream(seed, &[3]).shuffle(&mut order);
    for place in order {
        let Some(incident) = incidents.get_mut(place).filter(|_| missing > 0) else { break };
        let is_known = (incident.on_pager || incident.on_ticket) && incident.ending == Ending::Resolved;
        if is_known && !incident.reviewed && incident.severity <= 3 && incident.begin < until {
            incident.reviewed = true;
            missing -= 1;
        }
    }
}

pub(super) fn maintenances(count: usize, seed: u64, from: i64) -> Vec<i64> {
    let mut rng = stream(seed, &[4]);
    let number = i64::try_from((count / 25).clamp(1, 36)).unwrap_or(1);
    let step = (END - from - 20 * DAY) / number;
    let minutes = |rng: &mut Rng| 60 * i64::try_from(rng.below(60)).unwrap_or(0);
    (0..number).map(|i| from + 7 * DAY + i * step + 22 * HOUR + minutes(&mut rng)).collect()
}
