//! The splits that keep strata, counted one by one with numpy 2.4 and itertools: 100 of them.

use retroscope::stats::permutation::{every_split, random_splits};

#[test]
fn the_middle_and_both_tails_match_a_count_of_all_splits() {
    let now = [(10.0, 0), (20.0, 0), (35.0, 0), (200.0, 1), (90.0, 1)];
    let before = [(50.0, 0), (60.0, 0), (400.0, 1), (15.0, 1), (90.0, 1)];
    let all = every_split(&now, &before, 1.0).unwrap();
    assert_eq!(all.splits, 100);
    let mean = all.mean.unwrap();
    let near = |got: f64, wanted: f64| assert!((got - wanted).abs() < 1e-12, "got {got}, expected {wanted}");
    near(mean.ratio, 0.577_235_772_357_723_6);
    near(mean.centre, 0.686_956_521_739_130_5);
    near(mean.low, 0.212_5);
    near(mean.high, 3.041_666_666_666_666_5);
    // 41 at most as high, 61 at least; 81 at least as far from the median.
    near(mean.p, 0.82);
    near(mean.share, 0.81);
    let drawn = random_splits(&now, &before, 1.0, 9_999, (1, &[2])).unwrap().mean.unwrap();
    assert!((drawn.p - mean.p).abs() < 0.03 && (drawn.share - mean.share).abs() < 0.02, "{drawn:?}");
    assert!((drawn.centre / mean.centre - 1.0).abs() < 0.1, "{drawn:?}");
}

#[test]
fn no_p_is_smaller_than_the_draws_allow() {
    let now: Vec<(f64, u32)> = (0..20).map(|i| (1_000.0 + f64::from(i), 0)).collect();
    let before: Vec<(f64, u32)> = (0..20).map(|i| (1.0 + f64::from(i), 0)).collect();
    let found = random_splits(&now, &before, 1.0, 999, (1, &[2])).unwrap().mean.unwrap();
    assert_eq!((found.p, found.share), (0.002, 0.001));
}
