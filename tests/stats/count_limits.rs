//! Limits of counts against statsmodels 0.15.0 and scipy 1.17.1, and runs against a count of all orders.

use super::poisson_number;
use retroscope::stats::count_limits::{CountDistribution, TRIMMED, fit};
use retroscope::stats::random::stream;
use retroscope::stats::runs::{cut, runs, unusual_length};

const BURSTY: [u64; 40] = [
    3, 7, 2, 9, 14, 5, 6, 1, 8, 4, 22, 6, 3, 10, 5, 7, 2, 12, 4, 6, 9, 3, 5, 41, 7, 8, 4, 6, 11, 5, 3, 2, 7, 6, 9, 4,
    5, 8, 13, 6,
];

fn close(got: f64, wanted: f64) {
    assert!((got / wanted - 1.0).abs() <= 2e-5, "got {got}, expected {wanted}");
}

#[test]
fn the_whole_sample_has_the_fit_of_statsmodels() {
    // statsmodels.discrete.discrete_model.NegativeBinomial(x, ones).fit(): mean, and one over alpha.
    let found = fit(&BURSTY, 0.0).unwrap();
    close(found.mean, 7.45);
    close(found.size, 2.916_777_157_149_067_7);
}

#[test]
fn the_highest_set_aside_has_the_fit_of_scipy() {
    // scipy.optimize.minimize of minus the sum of nbinom.logpmf of the lowest 38 and twice nbinom.logsf at the 38th.
    let found = fit(&BURSTY, TRIMMED).unwrap();
    close(found.mean, 6.669_123_940_199_027);
    close(found.size, 6.806_818_677_482_689);
    close(found.dispersion, 1.979_771_058_433_044_1);
    assert!(!found.poisson);
    // scipy.stats.nbinom(size, size / (size + mean)).
    close(found.at_least(31), 1.279_998_840_954_005_6e-5);
    close(found.at_most(0), 0.009_571_845_372_819_564);
    assert_eq!((found.limits(1e-3), found.limits(6e-5)), ([0, 22], [0, 28]));
}

#[test]
fn small_counts_are_poisson_with_an_unsure_mean() {
    let counts = [1, 0, 2, 1, 3, 0, 1, 1, 2, 0, 4, 1, 0, 2, 1, 1, 0, 3, 2, 1];
    let found = fit(&counts, TRIMMED).unwrap();
    assert!(found.poisson);
    // By scipy: 1.2692 without the highest; the predictive distribution under Jeffreys' prior.
    close(found.mean, 1.294_202_616_438_335);
    close(found.size, 25.884_052_328_766_696);
    assert_eq!((found.limits(1e-3), found.limits(6e-5)), ([0, 6], [0, 8]));
}

#[test]
fn nothing_to_fit() {
    assert_eq!((fit(&[], TRIMMED), fit(&[7], TRIMMED), fit(&[0; 30], TRIMMED)), (None, None, None));
    let one = fit(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 5_000_000], TRIMMED).unwrap();
    assert!(one.mean.is_finite() && one.size > 0.0, "{one:?}");
    let large = fit(&[1_000_000; 20], TRIMMED).unwrap();
    let [low, high] = large.limits(1e-4);
    assert!(low < 1_000_000 && 1_000_000 < high, "{large:?}");
}

#[test]
fn weeks_of_one_rate_are_rarely_outside() {
    let outside = |found: &CountDistribution, counts: &[u64], error: f64| {
        let [low, high] = found.limits(error / counts.len() as f64 / 2.0);
        counts.iter().any(|count| *count < low || *count > high)
    };
    let (mut named, runs) = (0, 300);
    for seed in 0..runs {
        let mut rng = stream(seed, &[61]);
        let mean = [1.5, 12.0, 50.0][(seed % 3) as usize];
        let counts: Vec<u64> = (0..52).map(|_| poisson_number(&mut rng, mean)).collect();
        named += usize::from(outside(&fit(&counts, TRIMMED).unwrap(), &counts, 0.05));
    }
    assert!(named <= 26, "{named} of {runs}");
}

#[test]
fn runs_hold_values_of_one_side_only() {
    let values = [1.0, 2.0, 2.0, 5.0, 2.0, 7.0, 1.0, 9.0];
    assert_eq!(runs(&values, 1.5), [[0, 0], [1, 5], [6, 6], [7, 7]]);
    assert_eq!(runs(&values, 2.0), [[0, 0], [3, 3], [5, 5], [6, 6], [7, 7]]);
    assert_eq!((runs(&[2.0, 2.0], 2.0), runs(&[], 2.0)), (vec![], vec![]));
}

#[test]
fn the_cut_has_as_many_below_as_above() {
    assert_eq!(cut(&[1.0, 2.0, 3.0, 4.0]), Some(2.5));
    assert_eq!(cut(&[4.0, 4.0, 5.0, 8.0, 8.0, 8.0, 9.0]), Some(6.5), "three below and four above, not six and one");
    assert_eq!(cut(&[0.0, 0.0, 1.0, 1.0, 1.0, 2.0, 3.0]), Some(0.5), "two and five, or five and two");
    assert_eq!(cut(&[1.0, 1.0, 1.0, 7.0]), Some(4.0), "nothing lies below the median");
    assert_eq!((cut(&[]), cut(&[3.0; 5])), (None, None));
}

#[test]
fn the_unusual_length_matches_a_count_of_all_orders() {
    // Of the 12,870 orders of eight above and eight below (counted with itertools), the longest run is at least 5 long
    // in 2,510, 6 in 726, 7 in 148 and 8 in 16: 19.5, 5.6, 1.15 and 0.12 %.
    let values: Vec<f64> = (0..16).map(f64::from).collect();
    let unusual = |tail: f64| unusual_length(&values, 7.5, tail, (1, &[3]));
    assert_eq!([unusual(0.25), unusual(0.1), unusual(0.03), unusual(0.005)], [5, 6, 7, 8]);
    assert_eq!(unusual_length(&[3.0; 9], 2.0, 0.05, (1, &[3])), 10, "equal values are always one run");
}
