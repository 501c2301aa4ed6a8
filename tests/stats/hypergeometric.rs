//! Ranges counted with exact binomial coefficients (`math.comb`) elsewhere.

use retroscope::stats::hypergeometric::range;

#[test]
fn the_middle_of_what_chance_gives() {
    for ((first, second, all), expected) in [
        ((5, 6, 12), [1, 4]),
        ((30, 40, 200), [2, 10]),
        ((10, 10, 10), [10, 10]),
        ((1, 1, 1000), [0, 0]),
        ((7, 90, 100), [5, 7]),
    ] {
        assert_eq!(range(first, second, all, 0.95), Some(expected), "{first} {second} {all}");
        assert_eq!(range(second, first, all, 0.95), Some(expected), "the two groups are alike");
    }
}

#[test]
fn what_cannot_be_has_no_range() {
    for (first, second, all, conf) in
        [(0, 0, 0, 0.95), (3, 1, 2, 0.95), (1, 3, 2, 0.95), (1, 1, 2, 0.0), (1, 1, 2, 1.0)]
    {
        assert_eq!(range(first, second, all, conf), None);
    }
    assert_eq!(range(0, 7, 9, 0.95), Some([0, 0]));
    let [low, high] = range(400_000, 500_000, 1_000_000, 0.95).unwrap();
    assert!((low..=high).contains(&200_000) && high - low < 2_500, "{low} {high}");
}
