//! Counts, shares and areas.

use super::{RUNS, calibrated, called, cautious, count, counts, covering, hits, inside, tally};
use retroscope::stats::random::Rng;
use retroscope::stats::{
    agreement, binomial, concentration, control_chart, poisson, proportion, rate_ratio, recurrence, shrinkage, trend,
};

#[test]
fn two_counts() {
    for (at, (mean, t2)) in (0..).zip([(6.0, 1.0), (20.0, 0.9), (150.0, 1.1)]) {
        let draw = |rng: &mut Rng| ((count(rng, mean * t2), t2), (count(rng, mean), 1.0));
        let name = format!("exact rate ratio, {at}");
        let found = called(&name, 500 + at, |rng| {
            let (current, previous) = draw(rng);
            [rate_ratio::rate_ratio(current, previous, 0.95).unwrap().p]
        });
        // Exact: at most 5 % in any case, and with few counts far less.
        cautious(&name, &found);
        let name = format!("mid-p and E-test, {at}");
        let found = called(&name, 510 + at, |rng| {
            let (current, previous) = draw(rng);
            [rate_ratio::mid_p(current, previous).unwrap(), rate_ratio::e_test(current, previous).unwrap()]
        });
        calibrated(&name, &found);
        let name = format!("Garwood, exact rate ratio, {at}");
        let found = tally(&name, 520 + at, |rng| {
            let (current, previous) = draw(rng);
            let ratio = rate_ratio::rate_ratio(current, previous, 0.95).unwrap();
            let mean_inside = inside(poisson::garwood(previous.0, 0.95).unwrap(), mean);
            [mean_inside, inside([ratio.low, ratio.high.unwrap_or(f64::MAX)], 1.0)]
        });
        covering(&name, &found);
    }
}

/// Incidents that come four at a time: the interval of a rate covers with a factor taken from the weeks of two quarters.
#[test]
fn rates_of_clusters() {
    for (at, mean) in (0..).zip([12.0, 40.0]) {
        let name = format!("clustered rate, {at}");
        let found = tally(&name, 600 + at, |rng| {
            let weeks: Vec<f64> = (0..26).map(|_| 4.0 * count(rng, mean / 4.0) as f64).collect();
            let squares = |quarter: &[f64]| {
                let middle = quarter.iter().sum::<f64>() / 13.0;
                quarter.iter().map(|n| (n - middle).powi(2)).sum::<f64>() / middle
            };
            let factor = weeks.chunks(13).map(squares).sum::<f64>() / 24.0;
            let clusters = rate_ratio::Clusters { factor, degrees: 24.0 };
            let all = weeks.iter().take(13).sum::<f64>() as u64;
            let rate = rate_ratio::clustered_rate(all, 13.0, 0.95, clusters).unwrap();
            [inside([rate.low, rate.high], mean)]
        });
        covering(&name, &found);
    }
}

#[test]
fn shares() {
    for (at, (n, chance)) in (0..).zip([(40, 0.1), (60, 0.3), (300, 0.5)]) {
        // What an interval of a share covers can be added up instead of drawn: Wilson's is right on average over shares
        // and a little short at some, Clopper's and Pearson's is never short.
        let cover = |of: fn(u64, u64, f64) -> Option<[f64; 2]>| {
            let held = (0..=n).filter(|k| inside(of(*k, n, 0.95).unwrap(), chance));
            held.map(|k| binomial::ln_pmf(k, n, chance).exp()).sum::<f64>()
        };
        let (wilson, exact) = (cover(proportion::wilson), cover(proportion::clopper_pearson));
        assert!(wilson >= 0.93 && exact >= 0.95, "{n} {chance}: {wilson} {exact}");
        let name = format!("Newcombe, {at}");
        let found = tally(&name, 530 + at, |rng| {
            let (k, j) = (hits(rng, n, chance), hits(rng, n + 7, chance));
            let d = proportion::difference((k, n), (j, n + 7), 0.95).unwrap();
            [inside([d.low, d.high], 0.0)]
        });
        covering(&name, &found);
        let name = format!("Fisher and sign test, {at}");
        let found = called(&name, 540 + at, |rng| {
            let (k, j) = (hits(rng, n, chance), hits(rng, n + 7, chance));
            let up = hits(rng, n, 0.5);
            [proportion::difference((k, n), (j, n + 7), 0.95).unwrap().p, proportion::sign_test(up, n - up)]
        });
        // Both exact, of few counts: below 5 %.
        cautious(&name, &found);
        let name = format!("Cochran-Armitage, {at}");
        let found = called(&name, 550 + at, |rng| {
            let group = |rng: &mut Rng, score: f64| (hits(rng, n, chance), n, score);
            let groups = [0.0, 1.0, 2.0, 3.0].map(|score| group(rng, score));
            [proportion::cochran_armitage(&groups).map_or(1.0, |t| t.p)]
        });
        calibrated(&name, &found);
    }
}

#[test]
fn moved_classes() {
    let found = called("Bowker, Stuart-Maxwell, sign", 560, |rng| {
        // Half of 400 keep their class; the others move between any two, as often one way as the other.
        let mut table = vec![vec![0; 3]; 3];
        for _ in 0..400 {
            let (from, to) = (rng.place(3), rng.place(3));
            table[from][if rng.chance(0.5) { from } else { to }] += 1;
        }
        let r = agreement::reclassed(&table).unwrap();
        [r.symmetry.p, r.homogeneity.p, r.p]
    });
    calibrated("Bowker, Stuart-Maxwell", &found[..2]);
    cautious("sign", &found[2..]);
}

#[test]
fn dispersion_of_counts() {
    for (at, mean) in (0..).zip([1.5, 5.0, 30.0]) {
        let name = format!("dispersion, {at}");
        let found = called(&name, 570 + at, |rng| [control_chart::dispersion(&counts(rng, mean, 26)).unwrap().p_upper]);
        calibrated(&name, &found);
    }
}

/// Weekly counts whose rate itself varies from week to week: about three times as dispersed as Poisson counts.
fn stormy(rng: &mut Rng, n: usize) -> Vec<u64> {
    (0..n)
        .map(|_| {
            let rate = -((1.0 - rng.next_f64()) * (1.0 - rng.next_f64()) * (1.0 - rng.next_f64())).ln() / 3.0;
            count(rng, 6.0 * rate)
        })
        .collect()
}

#[test]
fn trends_of_counts() {
    let weeks = |counts: Vec<u64>| (0..).map(f64::from).zip(counts).map(|(t, c)| (t, c, 7.0)).collect::<Vec<_>>();
    let found = called("quasi-Poisson, Poisson and stormy weeks", 580, |rng| {
        let (calm, storms) = (counts(rng, 5.0, 26), stormy(rng, 26));
        [calm, storms].map(|c| trend::quasi_poisson(&weeks(c), 0.95).unwrap().p)
    });
    // The error is never made smaller than that of Poisson counts, so that calm series stay a little below 5 %.
    cautious("quasi-Poisson, Poisson weeks", &found[..1]);
    calibrated("quasi-Poisson, stormy weeks", &found[1..]);
    let found = tally("interval of the rate's trend", 581, |rng| {
        let t = trend::quasi_poisson(&weeks(stormy(rng, 26)), 0.95).unwrap();
        [inside([t.low, t.high], 1.0)]
    });
    covering("interval of the rate's trend", &found);
}

#[test]
fn silence_after_a_fix() {
    let found = called("silence after a fix that changed nothing", 590, |rng| {
        let (before, after) = (count(rng, 8.0), count(rng, 4.0));
        [recurrence::silence(before, 180.0, after, 90.0).unwrap_or(1.0)]
    });
    // Exact and of few counts.
    cautious("silence", &found);
}

#[test]
fn concentration_of_equal_areas() {
    let measures: [fn(&[f64]) -> f64; 2] =
        [|x| concentration::concentration(x).unwrap().gini, |x| concentration::concentration(x).unwrap().top_share];
    let exposure = [1.0, 1.0, 1.0, 2.0, 2.0, 3.0, 0.5, 0.5, 1.0, 4.0];
    let found = called("Gini and top share of areas without a difference", 600, |rng| {
        let seed = rng.next_u64();
        measures.map(|measure| {
            let observed = concentration::multinomial_null(80, &exposure, 1, rng.next_u64(), measure).unwrap()[0];
            let null = concentration::multinomial_null(80, &exposure, 199, seed, measure).unwrap();
            concentration::monte_carlo_p(observed, &null)
        })
    });
    calibrated("Gini", &found[..1]);
    // The top share takes few values.
    cautious("top share", &found[1..]);
}

#[test]
fn shrunken_areas() {
    let mut areas = 0;
    let mut covered = 0;
    for run in 0..RUNS / 10 {
        let mut rng = retroscope::stats::random::stream(610, &[run]);
        let rate = |rng: &mut Rng| -((1.0 - rng.next_f64()) * (1.0 - rng.next_f64())).ln() / 2.0;
        let truth: Vec<f64> = (0..40).map(|_| rate(&mut rng)).collect();
        let counts: Vec<(u64, f64)> = truth.iter().map(|r| (count(&mut rng, 8.0 * r), 8.0)).collect();
        let found = shrinkage::shrink(&counts).unwrap();
        areas += truth.len();
        covered += truth.iter().zip(&found.areas).filter(|(r, a)| inside(a.interval(0.95), **r)).count();
    }
    println!("shrunken rates: {covered} of {areas}");
    assert!(covered * 100 >= areas * 93, "{covered} of {areas}");
}
