//! The plans of the scenarios without troubles: a steady rhythm, services equally likely, and durations whose law is
//! known, so that what changed between two quarters, and what did not, can be stated to the second.

use super::organisation::{DAY, END, HOUR, PARCEL_TRACKING, SERVICES};
use super::plan::{self, Ending, Plan, Planned, Story, whole};
use super::rhythm::{Rhythm, SHARES, length};
use super::scenario::{EARLIER, LATER, Scenario, any, apportion};
use crate::stats::random::{Rng, stream};
use crate::stats::special::normal_inverse;

/// Mix shift: shares of P1 to P3 in the two quarters, geometric means in minutes and the spread of the logarithms.
const MIX: [[f64; 5]; 2] = [[0.4, 0.3, 0.3, 0.0, 0.0], [0.1, 0.3, 0.6, 0.0, 0.0]];
const MIX_MINUTES: [f64; 5] = [300.0, 120.0, 30.0, 30.0, 30.0];
const MIX_SPREAD: f64 = 0.8;
/// How much longer every severity takes in the later quarter.
pub(super) const SLOWER: f64 = 1.1;

/// One fire: short incidents, so that half of all incident time is several days and not several months.
const BRIEF_MINUTES: [f64; 5] = [60.0, 50.0, 40.0, 30.0, 25.0];
const BRIEF_SPREAD: f64 = 1.05;
const FIRE: i64 = LATER + 10 * DAY + 2 * HOUR + 13 * 60;
/// It lasts days even where few incidents leave little time to match, and ends inside its quarter.
const FIRE_LASTS: (i64, i64) = (3 * DAY, 75 * DAY);

/// Severity and seconds from impact to end.
type Course = (u8, i64);

/// Plans a scenario. Every incident is over when the exports are made.
pub(super) fn plan(scenario: Scenario, count: usize, seed: u64) -> Plan {
    let mut rng = stream(seed, &[6]);
    let mut incidents = match scenario {
        Scenario::Typical | Scenario::Null => null(count, &mut rng),
        Scenario::MixShift => mix_shift(count, &mut rng),
        Scenario::OneFire => one_fire(count, &mut rng),
        Scenario::SameTwice => same_twice(count, &mut rng),
    };
    incidents.sort_by_key(|incident| incident.begin);
    let mut rng = stream(seed, &[13]);
    for incident in incidents.iter_mut().filter(|incident| incident.story != Story::Fire) {
        (incident.felt, incident.states_impact) = plan::impact(incident.severity, &mut rng);
    }
    plan::choose_reviews(&mut incidents, seed, END);
    Plan { incidents, maintenances: plan::maintenances(count, seed, scenario.from()) }
}

fn null(count: usize, rng: &mut Rng) -> Vec<Planned> {
    let rhythm = Rhythm::steady(Scenario::Null.from(), END);
    (0..count)
        .map(|_| {
            let severity = any(&SHARES, rng);
            let course = (severity, length(severity, rng));
            entry(course, Story::Plain, &rhythm, rng)
        })
        .collect()
}

fn same_twice(count: usize, rng: &mut Rng) -> Vec<Planned> {
    let mut incidents = Vec::with_capacity(count);
    for (number, from, to) in halves(count) {
        let rhythm = Rhythm::steady(from, to);
        for severity in severities(apportion(number, &SHARES)) {
            let course = (severity, length(severity, rng));
            incidents.push(entry(course, Story::Plain, &rhythm, rng));
        }
    }
    incidents
}

/// The quantiles of the law stand for a sample of it, so that the planted ratios hold whatever the seed is.
fn mix_shift(count: usize, rng: &mut Rng) -> Vec<Planned> {
    let mut incidents = Vec::with_capacity(count);
    for ((number, from, to), (shares, factor)) in halves(count).into_iter().zip(MIX.iter().zip([1.0, SLOWER])) {
        let rhythm = Rhythm::steady(from, to);
        for (severity, number) in (1_u8..).zip(apportion(number, shares)) {
            for nth in 0..number {
                let z = normal_inverse((nth as f64 + 0.5) / number as f64);
                let seconds = factor * 60.0 * minutes(&MIX_MINUTES, severity) * libm::exp(MIX_SPREAD * z);
                incidents.push(entry((severity, whole(seconds)), Story::Exact, &rhythm, rng));
            }
        }
    }
    incidents
}

fn one_fire(count: usize, rng: &mut Rng) -> Vec<Planned> {
    let [(earlier, from, middle), (later, _, to)] = halves(count);
    let (before, after) = (Rhythm::steady(from, middle), Rhythm::steady(middle, to));
    let counts = apportion(earlier, &SHARES);
    let mut courses: Vec<Course> = severities(counts)
        .into_iter()
        .map(|severity| {
            let seconds = 60.0 * minutes(&BRIEF_MINUTES, severity) * libm::exp(BRIEF_SPREAD * rng.normal());
            (severity, whole(seconds).clamp(180, DAY))
        })
        .collect();
    let mut incidents: Vec<Planned> = courses.iter().map(|c| entry(*c, Story::Exact, &before, rng)).collect();
    // The fire stands in the place of one of the worst, of which the middle one is missed least.
    let [worst, ..] = counts;
    courses.sort_unstable();
    courses.drain((worst / 2).min(courses.len())..(worst / 2 + 1).min(courses.len()));
    courses.truncate(later.saturating_sub(1));
    incidents.extend(courses.iter().map(|c| entry(*c, Story::Exact, &after, rng)));
    let others: i64 = courses.iter().map(|(_, seconds)| seconds).sum();
    if later > 0 {
        let (least, most) = FIRE_LASTS;
        incidents.push(plan::fire(FIRE, others.clamp(least, most), PARCEL_TRACKING));
    }
    incidents
}

/// The two quarters with their numbers of incidents; the earlier one has the odd one.
fn halves(count: usize) -> [(usize, i64, i64); 2] {
    [(count - count / 2, EARLIER, LATER), (count / 2, LATER, END)]
}

fn severities(counts: [usize; 5]) -> Vec<u8> {
    (1_u8..).zip(counts).flat_map(|(severity, number)| std::iter::repeat_n(severity, number)).collect()
}

fn minutes(medians: &[f64; 5], severity: u8) -> f64 {
    medians.get(usize::from(severity.saturating_sub(1))).copied().unwrap_or(60.0)
}

/// Places an incident so that it is over, in every tool, when the exports are made. The moment is drawn again and not the
/// length, or long incidents would be rarer in the last days.
fn entry((severity, length): Course, story: Story, rhythm: &Rhythm, rng: &mut Rng) -> Planned {
    let latest = END - HOUR - length;
    let begin = (0..100).map(|_| rhythm.moment(rng)).find(|at| *at <= latest).unwrap_or(latest);
    Planned {
        begin,
        length,
        severity,
        service: u8::try_from(rng.place(SERVICES.len())).unwrap_or(0),
        story,
        ending: Ending::Resolved,
        // A ticket of its own would now and then be taken for one that belongs to a page of the same hour.
        on_pager: true,
        on_ticket: rng.chance(0.4),
        on_page: rng.chance(if severity <= 2 { 0.22 } else { 0.03 }),
        reviewed: false,
        merged: if rng.chance(0.06) { 1 + u8::try_from(rng.below(3)).unwrap_or(0) } else { 0 },
        fix: None,
        felt: false,
        states_impact: false,
        is_rerated: false,
    }
}
