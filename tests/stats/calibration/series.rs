//! Series, rhythms and sequences.

use super::{KINDS, calibrated, called, cautious, counts, covering, draw, inside, tally};
use retroscope::stats::random::Rng;
use retroscope::stats::{change_point, circular, coincidence, scan, trend};

fn points(values: Vec<f64>) -> Vec<(f64, f64)> {
    (0..).map(f64::from).zip(values).collect()
}

#[test]
fn trends() {
    for (at, kind) in (0..).zip(KINDS) {
        let name = format!("Mann-Kendall of 8, 16 and 30 points, {at}");
        let found = called(&name, 700 + at, |rng| {
            [8, 16, 30].map(|n| trend::mann_kendall(&points(draw(rng, kind, n)), 0.95).unwrap().p)
        });
        // Of 8 points the test is exact and has few levels; ties leave fewer still.
        cautious(&name, &found[..1]);
        calibrated(&name, &found[1..]);
        let name = format!("Theil-Sen, {at}");
        let found = tally(&name, 710 + at, |rng| {
            [12, 30].map(|n| {
                let t = trend::mann_kendall(&points(draw(rng, kind, n)), 0.95).unwrap();
                inside([t.low, t.high], 0.0)
            })
        });
        covering(&name, &found);
    }
}

#[test]
fn changes_of_level() {
    for (at, kind) in (0..).zip(KINDS) {
        let name = format!("Pettitt, {at}");
        let found = called(&name, 720 + at, |rng| [change_point::rank_change(&draw(rng, kind, 26)).unwrap().p]);
        // The approximation is on the safe side.
        cautious(&name, &found);
    }
    let found = called("change of a Poisson rate, even and uneven exposure", 730, |rng| {
        [0.0, 1.0].map(|uneven| {
            let exposure = |i: usize| 1.0 + uneven * (i % 3) as f64;
            let bins: Vec<_> = (0..20).map(|i| (super::count(rng, 3.0 * exposure(i)), exposure(i))).collect();
            change_point::rate_change(&bins, 199, rng.next_u64(), &[]).unwrap().p
        })
    });
    calibrated("change of a Poisson rate", &found);
}

/// Chance of an event per hour of the week: business hours only, five days of seven.
fn business(hour: usize) -> f64 {
    if hour % 168 < 120 && (9..17).contains(&(hour % 24)) { 1.0 } else { 0.02 }
}

#[test]
fn stretches() {
    let found = called("scan of an even and of a weekly rhythm", 740, |rng| {
        let even = counts(rng, 0.5, 80);
        let flat = scan::Scan::new(&even, &[1.0; 80], 8).unwrap();
        let rhythm: Vec<f64> = (0..4 * 168).map(business).collect();
        let weekly: Vec<u64> = rhythm.iter().map(|r| super::count(rng, 0.25 * r)).collect();
        let known = scan::Scan::new(&weekly, &rhythm, 48).unwrap();
        [flat, known].map(|s| s.clusters(1, 199, rng.next_u64(), &[]).first().map_or(1.0, |c| c.p))
    });
    calibrated("scan", &found);
}

#[test]
fn hours_of_the_day() {
    let found = called("Rayleigh", 750, |rng| {
        let hours: Vec<f64> = (0..25).map(|_| 24.0 * rng.next_f64()).collect();
        [circular::rayleigh(&hours, 24.0).unwrap().p]
    });
    calibrated("Rayleigh", &found);
}

const HOUR: i64 = 60;
const WEEK: i64 = 168 * HOUR;

/// Minutes at which something begins, in business hours only.
fn starts(rng: &mut Rng, weeks: usize, rate: f64) -> Vec<i64> {
    let mut all: Vec<i64> = (0..weeks * 168)
        .flat_map(|hour| {
            let n = super::count(rng, rate * business(hour));
            (0..n).map(|_| hour as i64 * HOUR + rng.below(60) as i64).collect::<Vec<i64>>()
        })
        .collect();
    all.sort_unstable();
    all
}

#[test]
fn cascades_of_a_shared_rhythm() {
    for (at, weeks) in (0..).zip([13, 52]) {
        let name = format!("weeks in random order, {weeks}");
        let found = called(&name, 760 + at, |rng| {
            let (a, b) = (starts(rng, weeks, 0.06), starts(rng, weeks, 0.06));
            let seed = rng.next_u64();
            [coincidence::weeks([&a, &b], HOUR, (WEEK, weeks), 199, (seed, &[])).map_or(1.0, |p| p.p)]
        });
        // Counts of few coincidences tie: the test stays below its level.
        cautious(&name, &found);
    }
}

#[test]
fn overlap_of_a_shared_rhythm() {
    let found = called("overlap of areas, weeks in random order", 770, |rng| {
        // Bins of an hour; incidents of one to six hours.
        let areas: Vec<Vec<u8>> = (0..4)
            .map(|_| {
                let mut open = vec![0_u8; 13 * 168];
                for start in starts(rng, 13, 0.05) {
                    let from = (start / HOUR) as usize;
                    let length = 1 + rng.place(6);
                    open.iter_mut().skip(from).take(length).for_each(|n| *n += 1);
                }
                open
            })
            .collect();
        [coincidence::overlap(&areas, 168, 2, 39, (rng.next_u64(), &[])).unwrap().p]
    });
    calibrated("overlap of areas", &found);
}
