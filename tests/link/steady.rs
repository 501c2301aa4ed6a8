//! Tests of `link/scored/clocks`.

use retroscope::link::scored::clocks::steady;
use retroscope::link::scored::difference::Apart;
use retroscope::model::time::MINUTE;

fn pairs(minutes: &[(i64, i64)]) -> Vec<Apart> {
    let of = |(begin, end): &(i64, i64)| Apart { begin: begin * MINUTE, end: Some(end * MINUTE), alike: true };
    minutes.iter().map(of).collect()
}

/// The amount in minutes.
fn by(minutes: &[(i64, i64)]) -> Option<i64> {
    steady(&pairs(minutes)).map(|(by, _, _)| by / MINUTE)
}

#[test]
fn a_zone_and_a_clock_that_is_off_are_steady_and_ordinary_delays_are_not() {
    assert_eq!(by(&[(60, 61), (62, 60), (64, 63), (61, 64), (60, 60)]), Some(60));
    assert_eq!(by(&[(-60, -60), (-58, -57), (-56, -59), (-60, -58), (-57, -56)]), Some(-60));
    assert_eq!(by(&[(3, 4), (4, 3), (5, 6), (7, 5), (6, 7), (3, 3)]), Some(4));
    assert_eq!(by(&[(17, 17), (18, 17), (17, 18), (17, 16), (18, 18)]), Some(17));
    assert_eq!(by(&[(0, 1), (2, 0), (4, 3), (1, 4), (0, 0), (3, 2)]), None, "a tool that learns a little later");
    assert_eq!(by(&[(3, 40), (5, 0), (4, 12), (6, 90), (5, -3)]), None, "only the beginnings are late");
    assert_eq!(by(&[(60, 0), (61, 1), (62, 0), (60, -1), (61, 0)]), None, "the ends agree");
    assert_eq!(by(&[(10, 11), (700, 20), (-300, 9), (55, 5), (140, 0), (33, 1)]), None, "nothing is steady");
    assert_eq!(by(&[(60, 60), (60, 60), (60, 60), (60, 60)]), None, "four pairs are too few");
}
