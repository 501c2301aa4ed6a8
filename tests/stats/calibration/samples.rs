//! Durations: comparisons of two periods, intervals of one, open durations.

use super::{KINDS, Kind, MEDIANS, calibrated, called, cautious, covering, draw, inside, tally};
use crate::stats::sorted;
use retroscope::stats::random::Rng;
use retroscope::stats::survival::{self, CensoredDuration};
use retroscope::stats::{bootstrap, interval, log_normal, log_scale, permutation, ranks, stratified_ranks};

#[test]
fn comparisons_of_samples() {
    for (at, kind) in (0..).zip(KINDS) {
        let name = format!("Mann-Whitney, Welch, Brunner-Munzel, {at}");
        let found = called(&name, 100 + at, |rng| {
            let (x, y) = (draw(rng, kind, 24), draw(rng, kind, 20));
            let welch = log_scale::mean_ratio(&x, &y, 0.95).unwrap().p;
            [ranks::mann_whitney(&x, &y).unwrap().p, welch, stratified_ranks::brunner_munzel(&x, &y).unwrap().p]
        });
        calibrated(&name, &found);
        let name = format!("Hodges-Lehmann, Welch, {at}");
        let found = tally(&name, 110 + at, |rng| {
            let (x, y) = (draw(rng, kind, 24), draw(rng, kind, 20));
            let welch = log_scale::mean_ratio(&x, &y, 0.95).unwrap();
            [inside(ranks::ratio(&x, &y, 0.95).unwrap().interval.unwrap(), 1.0), inside([welch.low, welch.high], 1.0)]
        });
        covering(&name, &found);
    }
}

#[test]
fn large_samples_without_the_exact_distribution() {
    for (at, kind) in (0..).zip(KINDS) {
        let name = format!("Mann-Whitney above 50 values, {at}");
        let found =
            called(&name, 120 + at, |rng| [ranks::mann_whitney(&draw(rng, kind, 70), &draw(rng, kind, 60)).unwrap().p]);
        calibrated(&name, &found);
    }
}

#[test]
fn unequal_spread() {
    // The same median on the log scale, three times the spread in the smaller sample: what the plain test is not for.
    let found = called("Brunner-Munzel, Welch, unequal spread", 130, |rng| {
        let sample = |rng: &mut Rng, n: usize, sigma: f64| {
            (0..n).map(|_| (3.0 + sigma * rng.normal()).exp()).collect::<Vec<f64>>()
        };
        let (x, y) = (sample(rng, 20, 1.5), sample(rng, 40, 0.5));
        [stratified_ranks::brunner_munzel(&x, &y).unwrap().p, log_scale::mean_ratio(&x, &y, 0.95).unwrap().p]
    });
    calibrated("Brunner-Munzel, Welch, unequal spread", &found);
}

#[test]
fn strata() {
    for (at, kind) in (0..).zip(KINDS) {
        let name = format!("van Elteren, {at}");
        let found = called(&name, 140 + at, |rng| {
            // Three severities of their own scale, and a mix that differs between the periods.
            let mut stratum = |m: usize, n: usize, scale: f64| {
                let mut side = |n| draw(rng, kind, n).into_iter().map(|v| v * scale).collect::<Vec<f64>>();
                (side(m), side(n))
            };
            let all = [stratum(4, 12, 20.0), stratum(9, 9, 5.0), stratum(15, 6, 1.0)];
            let strata: Vec<(&[f64], &[f64])> = all.iter().map(|(x, y)| (x.as_slice(), y.as_slice())).collect();
            [stratified_ranks::van_elteren(&strata).unwrap().p]
        });
        calibrated(&name, &found);
    }
}

fn items(values: &[f64], strata: u32) -> Vec<permutation::StratifiedItem> {
    values.iter().zip(0..).map(|(v, i)| (*v * f64::from(1 + 9 * (i % strata)), i % strata)).collect()
}

#[test]
fn noise_bands() {
    for (at, kind) in (0..).zip(KINDS) {
        for strata in [1, 3] {
            let name = format!("noise band of mean, median, geometric mean, {strata} strata, {at}");
            let found = called(&name, 150 + 10 * u64::from(strata) + at, |rng| {
                let (x, y) = (draw(rng, kind, 24), draw(rng, kind, 20));
                let seed = rng.next_u64();
                let band =
                    permutation::random_splits(&items(&x, strata), &items(&y, strata), 1.0, 199, (seed, &[])).unwrap();
                [band.mean, band.median, band.geometric_mean].map(|f| f.unwrap().p)
            });
            // Splits of equal values tie, medians of rounded values most of all.
            cautious(&name, &found);
            calibrated(&name, &[found[0], found[2]]);
            let name = format!("noise band around the change, {strata} strata, {at}");
            let found = tally(&name, 200 + 10 * u64::from(strata) + at, |rng| {
                let (x, y) = (draw(rng, kind, 24), draw(rng, kind, 20));
                let seed = rng.next_u64();
                let band =
                    permutation::random_splits(&items(&x, strata), &items(&y, strata), 1.0, 199, (seed, &[])).unwrap();
                [band.mean, band.median, band.geometric_mean]
                    .map(|f| f.is_some_and(|f| inside([f.low, f.high], f.ratio)))
            });
            covering(&name, &found);
        }
    }
}

#[test]
fn intervals_of_one_sample() {
    for ((at, kind), median) in (0..).zip(KINDS).zip(MEDIANS) {
        let name = format!("median and 90th percentile, {at}");
        let found = tally(&name, 300 + at, |rng| {
            let values = draw(rng, kind, 60);
            let s = sorted(&values);
            let of = |s: &[f64], p: f64| interval::quantile(s, p, 0.95).map(|i| [i.low, i.high]).unwrap();
            // The 90th percentile of each kind: e^(3 + 1.25 · 1.2816), e^(3 + 1.2816) = 72.4 rounded up, 10^1.5.
            let top = [99.675_4, 75.0, 31.622_777][at as usize];
            [inside(of(&s[..], 0.5), median), inside(of(&s, 0.9), top), inside(of(&sorted(&values[..9]), 0.5), median)]
        });
        covering(&name, &found);
    }
}

#[test]
fn log_normal_intervals_and_fit() {
    let found = tally("geometric mean, Cox's mean", 310, |rng| {
        let x = draw(rng, KINDS[0], 30);
        let fit = log_normal::fit(&x, 0.95).unwrap();
        let mean = log_normal::mean_interval(&x, 0.95).unwrap().1;
        [inside([fit.low, fit.high], 3.0_f64.exp()), inside(mean, (3.0_f64 + 1.25 * 1.25 / 2.0).exp())]
    });
    covering("geometric mean, Cox's mean", &found);
    let found = called("Anderson-Darling", 311, |rng| [log_normal::fit(&draw(rng, KINDS[0], 40), 0.95).unwrap().p]);
    calibrated("Anderson-Darling", &found);
    let refused =
        called("Anderson-Darling, rounded", 312, |rng| [log_normal::fit(&draw(rng, KINDS[1], 500), 0.95).unwrap().p]);
    assert!(refused[0] > 900, "rounding alone is noticed: {refused:?}");
}

#[test]
fn bootstrap_intervals() {
    let found = tally("BCa of the mean logarithm", 320, |rng| {
        let x: Vec<f64> = draw(rng, KINDS[0], 40).into_iter().map(f64::ln).collect();
        let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
        let without: Vec<f64> = x.iter().map(|v| (mean(&x) * 40.0 - v) / 39.0).collect();
        let drawn = bootstrap::resample(&x, 499, rng.next_u64(), &[], mean);
        let found = bootstrap::accelerated(mean(&x), &drawn, &without, 0.95).unwrap();
        [inside([found.low, found.high], 3.0)]
    });
    covering("BCa of the mean logarithm", &found);
}

/// Durations of which those above `cap` are still running, as are some that began late.
fn open(rng: &mut Rng, kind: Kind, n: usize, cap: f64) -> Vec<CensoredDuration> {
    let one = |rng: &mut Rng| {
        let limit = if rng.chance(0.3) { cap * (0.5 + 0.5 * rng.next_f64()) } else { cap };
        let length = kind(rng);
        (length.min(limit), length < limit)
    };
    (0..n).map(|_| one(rng)).collect()
}

#[test]
fn open_durations() {
    for ((at, kind), median) in (0..).zip(KINDS).zip(MEDIANS) {
        let name = format!("log-rank, plain and stratified, {at}");
        let found = called(&name, 400 + at, |rng| {
            let cap = 3.0 * median;
            let [a, b] = [40, 40].map(|n| open(rng, kind, n, cap));
            let strata = [30, 15, 12, 25].map(|n| open(rng, kind, n, cap));
            let [p, q, r, s] = &strata;
            let stratified = survival::log_rank(&[[p, q], [r, s]]).unwrap().p;
            [survival::log_rank(&[[&a, &b]]).unwrap().p, stratified]
        });
        calibrated(&name, &found);
        // The mean up to tau, from a million durations that are no part of the test.
        let tau = 1.4 * median;
        let mut rng = retroscope::stats::random::stream(1, &[at]);
        let mean = (0..1_000_000).map(|_| kind(&mut rng).min(tau)).sum::<f64>() / 1e6;
        let name = format!("median and restricted mean, {at}");
        let found = tally(&name, 410 + at, |rng| {
            let curve = survival::kaplan_meier(&open(rng, kind, 60, 3.0 * median), 0.95).unwrap();
            let [low, high] = curve.median_interval();
            let m = curve.restricted_mean(tau).unwrap();
            let half = 1.96 * m.error;
            let median = inside([low.unwrap_or(0.0), high.unwrap_or(f64::MAX)], median);
            [median, inside([m.mean - half, m.mean + half], mean)]
        });
        covering(&name, &found);
    }
}
