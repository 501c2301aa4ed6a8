//! Order statistics of all differences of two samples, against all of them written out.

use proptest::prelude::*;
use retroscope::stats::ranks;

/// Values with ties, of very different sizes, and so large that differences have no number.
fn values() -> impl Strategy<Value = Vec<f64>> {
    prop_oneof![
        proptest::collection::vec((0_u32..12).prop_map(f64::from), 1..90),
        proptest::collection::vec(1.0_f64..1e6, 1..90),
        proptest::collection::vec((-300.0_f64..300.0).prop_map(|e| 10.0_f64.powf(e)), 1..60),
        proptest::collection::vec(
            prop_oneof![Just(f64::MAX), Just(-f64::MAX), Just(0.0), Just(-0.0), 0.0_f64..1.0],
            1..30
        ),
    ]
}

fn written_out(x: &[f64], y: &[f64]) -> Vec<f64> {
    let mut all: Vec<f64> = x.iter().flat_map(|a| y.iter().map(move |b| a - b)).collect();
    all.sort_by(|a, b| a.partial_cmp(b).unwrap());
    all
}

fn positive(values: &[f64]) -> Vec<f64> {
    values.iter().map(|v| v.abs().clamp(1e-9, 1e9)).collect()
}

proptest! {
    #[test]
    fn estimate_and_interval_are_differences_of_their_rank(x in values(), y in values(), conf in 0.5_f64..0.999) {
        let (all, found) = (written_out(&x, &y), ranks::shift(&x, &y, conf).unwrap());
        let middle = f64::midpoint(all[all.len().div_ceil(2) - 1], all[all.len() / 2]);
        // The middle between two infinities is no number, written out or not.
        prop_assert!(found.estimate == middle || middle.is_nan(), "{} {middle}", found.estimate);
        match found.interval {
            Some(ends) => {
                let rank = found.rank as usize;
                prop_assert_eq!(ends, [all[rank - 1], all[all.len() - rank]]);
            }
            None => prop_assert_eq!(found.rank, 0),
        }
    }

    #[test]
    fn several_confidences_give_what_each_gives(x in values(), y in values()) {
        let (x, y) = (positive(&x), positive(&y));
        let [wide, inner] = ranks::ratios(&x, &y, [0.95, 0.9]).unwrap();
        prop_assert_eq!(Some(wide), ranks::ratio(&x, &y, 0.95));
        prop_assert_eq!(Some(inner), ranks::ratio(&x, &y, 0.9));
        prop_assert_eq!(ranks::typical_ratio(&x, &y), Some(wide.estimate));
    }

    #[test]
    fn the_spread_counts_ties_of_both_samples(x in values(), y in values()) {
        let mut pooled: Vec<f64> = x.iter().chain(&y).map(|v| v + 0.0).collect();
        pooled.sort_by(|a, b| a.partial_cmp(b).unwrap());
        let ties: f64 = pooled.chunk_by(|a, b| a == b).map(|g| (g.len() as f64).powi(3) - g.len() as f64).sum();
        let (m, n, total) = (x.len() as f64, y.len() as f64, pooled.len() as f64);
        let sigma = (m * n / 12.0 * (total + 1.0 - ties / (total * (total - 1.0)))).max(0.0).sqrt();
        let found = ranks::mann_whitney(&x, &y).unwrap().sigma;
        prop_assert!((found - sigma).abs() <= 1e-9 * (1.0 + sigma), "{found} {sigma}");
    }
}

/// Found by the test above: a bisection that passes −0 by counts what is 0 on both sides of it.
#[test]
fn both_zeros_are_one() {
    let found = ranks::shift(&[-f64::MAX, f64::MAX], &[f64::MAX, -f64::MAX, -f64::MAX], 0.5).unwrap();
    assert_eq!((found.rank, found.interval), (2, Some([0.0, f64::INFINITY])));
}

/// P(U = u) by counting, over all ways in which two samples without ties may be mixed.
#[test]
fn the_exact_p_is_that_of_all_orders() {
    for (m, n) in [(1, 1), (2, 3), (4, 4), (5, 2), (3, 6)] {
        let all: Vec<u32> = (0_u32..1 << (m + n)).filter(|mask| mask.count_ones() == m).collect();
        let sample = |mask: u32, own: bool| -> Vec<f64> {
            (0..m + n).filter(|at| (mask >> at & 1 == 1) == own).map(f64::from).collect()
        };
        let u = |mask: u32| {
            let (x, y) = (sample(mask, true), sample(mask, false));
            x.iter().map(|a| y.iter().filter(|b| a > *b).count()).sum::<usize>()
        };
        let pairs = (m * n) as usize;
        for mask in &all {
            let smaller = u(*mask).min(pairs - u(*mask));
            let as_far = all.iter().filter(|other| u(**other) <= smaller).count();
            let p = (2.0 * as_far as f64 / all.len() as f64).min(1.0);
            let found = ranks::mann_whitney(&sample(*mask, true), &sample(*mask, false)).unwrap();
            assert!(found.exact && (found.p - p).abs() < 1e-12, "{m} {n} {mask:b}: {} {p}", found.p);
        }
    }
}
