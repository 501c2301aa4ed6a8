//! What truly happened: when, how long, how bad, to which service, and which tools noticed. One small entry per
//! incident, so that a million fit; everything else is drawn from the incident's own stream when it is written.

use super::even;
use super::organisation::{DAY, END, HOUR, SERVICES, START};
use super::rhythm::{Rhythm, length};
use super::scenario::Scenario;
use super::stories::{self, ENOUGH, RERATED, SEVERITY_RULE};
use crate::stats::random::{Rng, stream};

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
    /// Behind it stands the vendor; the number chooses the title.
    Vendor(u8),
    /// One of those that wake the rotation that is over the line.
    Strain,
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
    /// Whether customers felt it, and whether the pager's record says so.
    pub(super) felt: bool,
    pub(super) states_impact: bool,
    /// Whether the rule of before would have called it milder.
    pub(super) is_rerated: bool,
}

/// All incidents by their beginning, and the maintenance that the status page announced.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) incidents: Vec<Planned>,
    pub(super) maintenances: Vec<i64>,
}

impl Story {
    /// Whether its words are drawn anew for each incident, so that no two read alike.
    pub(super) fn is_worded_freely(self) -> bool {
        matches!(self, Self::Ordinary | Self::Plain | Self::Exact | Self::Storm(_) | Self::Strain | Self::Vendor(_))
    }

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
    let mut incidents = stories::all(count, seed);
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

/// Nearest whole number of seconds, for durations far inside the range.
pub(super) fn whole(seconds: f64) -> i64 {
    libm::round(seconds) as i64
}

/// One incident of the typical demo.
pub(super) fn entry(begin: i64, story: Story, rhythm: &Rhythm, rng: &mut Rng) -> Planned {
    let service = match story {
        Story::Bug(which) => stories::service_of(which),
        _ => any_service(rng),
    };
    let rated = match story {
        Story::Bug(which) => (2 + which).min(4),
        _ => rhythm.severity(begin, rng),
    };
    let seen = rng.next_f64();
    let (on_pager, on_ticket) = match story {
        Story::Bug(_) | Story::Foreign(_) => (true, seen < 0.6),
        _ => (seen < 0.82, seen < 0.30 || (0.82..0.96).contains(&seen)),
    };
    let on_page = (!on_pager && !on_ticket) || (on_pager && rng.chance(if rated <= 2 { 0.22 } else { 0.03 }));
    let merged = if on_pager && rng.chance(0.06) { 1 + rng.below(3) } else { 0 };
    let length = length(rated, rng);
    let ending = if begin + length >= END { Ending::Open } else { Ending::Resolved };
    let is_rerated = rated == 3 && begin >= SEVERITY_RULE && !matches!(story, Story::Bug(_)) && rng.chance(RERATED);
    let (felt, states_impact) = impact(rated, rng);
    Planned {
        begin,
        length,
        severity: if is_rerated { 2 } else { rated },
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
        felt,
        states_impact,
        is_rerated,
    }
}

/// Whether customers felt an incident of this severity, and whether somebody noted it.
pub(super) fn impact(severity: u8, rng: &mut Rng) -> (bool, bool) {
    let share = match severity {
        1 => 0.7,
        2 => 0.35,
        3 => 0.1,
        _ => 0.02,
    };
    (rng.chance(share), rng.chance(0.85))
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
        felt: true,
        states_impact: true,
        is_rerated: false,
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
    for (bug, fix) in stories::BUGS.into_iter().flat_map(|bug| stories::fixes(bug).iter().map(move |fix| (bug, *fix))) {
        let before = incidents.iter_mut().rev().find(|i| i.story == Story::Bug(bug) && i.begin < fix);
        if let Some(incident) = before.filter(|i| i.fix.is_none()) {
            incident.fix = Some(fix);
            incident.reviewed = true;
        }
    }
}

/// About six in a hundred get a review, four hundred at most; minor ones and those that begin too late get none.
pub(super) fn choose_reviews(incidents: &mut [Planned], seed: u64, until: i64) {
    let wanted = ((incidents.len() * 6 + 50) / 100).min(400);
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
