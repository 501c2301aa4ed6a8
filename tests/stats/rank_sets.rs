//! Ranks that hold together, against scipy 1.17.1: `scipy.stats.studentized_range` with infinite degrees of freedom for
//! the range, `scipy.stats.binomtest` for each pair, put together with numpy 2.4.

use super::poisson_number;
use retroscope::stats::random::stream;
use retroscope::stats::rank_sets::{among_first, range_sf, rank_sets};

fn close(got: f64, wanted: f64) {
    assert!((got - wanted).abs() <= 1e-7 * wanted.abs().max(1e-3), "got {got}, expected {wanted}");
}

#[test]
fn the_range_of_normal_numbers_matches_scipy() {
    let known = [
        (2, 2.772, 0.049_984_103_551_055_98),
        (3, 3.3, 0.051_310_906_418_191_92),
        (12, 4.622, 0.049_962_471_379_426_11),
        (12, 3.0, 0.607_318_894_198_672),
        (40, 5.5, 0.049_745_133_513_728_56),
        (5, 1.0, 0.954_954_855_188_644_2),
    ];
    for (items, range, wanted) in known {
        close(range_sf(range, items), wanted);
    }
    assert_eq!((range_sf(0.0, 9), range_sf(-1.0, 9), range_sf(f64::NAN, 9), range_sf(3.0, 1)), (1.0, 1.0, 1.0, 1.0));
    assert!(range_sf(4.0, 10_000) > 0.99);
}

#[test]
fn sets_of_ranks_match_scipy() {
    let counts = [60, 30, 28, 9, 8, 7, 5, 4];
    let equal = counts.map(|c| (c, 1.0));
    let all = |sets: [[u64; 2]; 8]| Some(sets.map(Some).to_vec());
    let found = rank_sets(&equal, 0.95, 8);
    assert_eq!(found, all([[1, 1], [2, 3], [2, 4], [3, 8], [4, 8], [4, 8], [4, 8], [4, 8]]));
    close(among_first(&equal, 0, 3).unwrap(), 6.277_558e-9);
    close(among_first(&equal, 1, 3).unwrap(), 0.023_691_215_301_372_415);
    close(among_first(&equal, 2, 3).unwrap(), 0.052_254_478_701_489_47);
    assert_eq!(among_first(&equal, 3, 3), Some(1.0));
    let exposures = [1.0, 1.0, 2.0, 1.0, 0.5, 1.0, 1.0, 2.0];
    let unequal: Vec<(u64, f64)> = counts.into_iter().zip(exposures).collect();
    let found = rank_sets(&unequal, 0.95, 8);
    assert_eq!(found, all([[1, 1], [2, 4], [2, 7], [3, 8], [2, 7], [3, 8], [3, 8], [5, 8]]));
    let first = rank_sets(&equal, 0.95, 2).unwrap();
    assert_eq!((first.iter().flatten().count(), first[1]), (2, Some([2, 3])), "only the first by rate are worked out");
}

#[test]
fn nothing_to_rank() {
    assert_eq!(rank_sets(&[(3, 1.0)], 0.95, 9), None);
    assert_eq!(rank_sets(&[(3, 1.0), (4, 0.0)], 0.95, 9), None);
    assert_eq!(rank_sets(&[(3, 1.0), (4, 1.0)], 1.0, 9), None);
    assert_eq!(rank_sets(&[(0, 1.0), (0, 1.0)], 0.95, 9), Some(vec![Some([1, 2]); 2]));
    assert_eq!((among_first(&[(3, 1.0), (4, 1.0)], 0, 2), among_first(&[(3, 1.0)], 7, 0)), (None, None));
}

#[test]
fn one_set_in_twenty_at_most_leaves_out_a_true_rank() {
    // Four equals four times as busy as the other eight: none of the four is among three, whatever the counts say.
    let (mut wrong, runs) = (0, 400);
    for seed in 0..runs {
        let mut rng = stream(seed, &[33]);
        let counts: Vec<(u64, f64)> =
            (0..12).map(|at| (poisson_number(&mut rng, if at < 4 { 48.0 } else { 12.0 }), 1.0)).collect();
        let sets = rank_sets(&counts, 0.95, 12).unwrap();
        let held = sets.iter().enumerate().all(|(at, set)| {
            let [best, worst] = set.unwrap();
            // Equal rates may take any of the ranks that they share.
            if at < 4 { best == 1 && worst >= 4 } else { best <= 5 && worst == 12 }
        });
        wrong += usize::from(!held);
    }
    assert!(wrong <= 32, "{wrong} of {runs}");
}
