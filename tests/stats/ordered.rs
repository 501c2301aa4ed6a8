//! The test along ordered groups against scipy 1.17.1: the Jonckheere–Terpstra test is that of Kendall's tau between the
//! number of the group and the value, `scipy.stats.kendalltau(group, value, method="asymptotic")`. Numbers of pairs and
//! the exact share of all orders were counted with numpy 2.4 and itertools.

use retroscope::stats::ordered::jonckheere;
use retroscope::stats::random::stream;

fn close(got: f64, wanted: f64) {
    assert!((got - wanted).abs() <= 1e-10 * wanted.abs().max(1.0), "got {got}, expected {wanted}");
}

#[test]
fn ties_and_unequal_groups_match_scipy() {
    let first = [40.0, 35.0, 38.0, 43.0, 44.0, 41.0, 38.0, 40.0, 44.0, 45.0];
    let second = [38.0, 40.0, 47.0, 44.0, 40.0, 42.0, 51.0, 47.0, 44.0, 39.0];
    let third = [48.0, 40.0, 45.0, 43.0, 46.0, 44.0, 39.0, 58.0, 45.0, 44.0];
    let found = jonckheere(&[&first, &second, &third], 1, &[]).unwrap();
    assert_eq!((found.j, found.pairs), (205.0, 300.0));
    close(found.p_normal, 0.035_057_728_318_059_87);
    close(found.z, 2.107_690_976_744_772);
    assert!((found.p - found.p_normal).abs() < 0.01, "random orders agree: {}", found.p);
    let unequal: [&[f64]; 3] =
        [&[5.0, 9.0, 9.0, 30.0, 2.0, 2.0, 7.0], &[3.0, 1.0, 12.0, 9.0], &[1.0, 1.0, 2.0, 4.0, 2.0, 8.0, 9.0, 9.0, 1.0]];
    let found = jonckheere(&unequal, 1, &[]).unwrap();
    assert_eq!(found.j, 43.5);
    close(found.p_normal, 0.151_970_237_504_936_7);
    close(found.z, -1.432_606_799_486_761);
}

#[test]
fn random_orders_match_all_orders() {
    // 23 or more of 27 pairs in 35 of the 1,680 ways to deal nine values out.
    let found = jonckheere(&[&[1.0, 2.0, 5.0], &[3.0, 6.0, 7.0], &[4.0, 8.0, 9.0]], 1, &[7]).unwrap();
    assert_eq!(found.j, 23.0);
    assert!((found.p - 2.0 * 35.0 / 1_680.0).abs() < 0.008, "{}", found.p);
}

#[test]
fn what_must_hold_of_any_test() {
    let groups: [&[f64]; 3] = [&[1.0, 4.0, 4.0, 8.0], &[2.0, 4.0, 9.0], &[3.0, 4.0, 10.0, 11.0]];
    let found = jonckheere(&groups, 1, &[]).unwrap();
    let scaled: Vec<Vec<f64>> = groups.iter().map(|g| g.iter().map(|v| v * 60.0).collect()).collect();
    let scaled: Vec<&[f64]> = scaled.iter().map(Vec::as_slice).collect();
    assert_eq!(jonckheere(&scaled, 1, &[]), Some(found), "the unit is of no account");
    let turned: Vec<&[f64]> = groups.iter().rev().copied().collect();
    let turned = jonckheere(&turned, 1, &[]).unwrap();
    assert_eq!((turned.j, turned.z), (found.pairs - found.j, -found.z));
    assert_eq!(jonckheere(&[&[1.0]], 1, &[]), None);
    assert_eq!(jonckheere(&[&[1.0], &[], &[f64::NAN]], 1, &[]), None);
    let equal = jonckheere(&[&[5.0; 20], &[5.0; 30]], 1, &[]).unwrap();
    assert_eq!((equal.p, equal.z, equal.variance), (1.0, 0.0, 0.0));
}

#[test]
fn five_in_a_hundred_null_files_are_below_five_in_a_hundred() {
    let mut below = 0;
    for seed in 0..400 {
        let mut rng = stream(seed, &[5]);
        // Whole minutes, so that there are ties.
        let mut group = |n: usize| -> Vec<f64> { (0..n).map(|_| (20.0 * rng.normal().exp()).round()).collect() };
        let groups = [group(40), group(60), group(25)];
        let groups = groups.each_ref().map(Vec::as_slice);
        below += usize::from(jonckheere(&groups, seed, &[6]).unwrap().p <= 0.05);
    }
    assert!((8..=34).contains(&below), "{below} of 400");
}
