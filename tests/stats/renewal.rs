//! Gamma renewal against scipy 1.17.1: `scipy.stats.gamma.fit(gaps, floc=0)` for the shape (its bias taken off by hand),
//! `scipy.stats.betaprime(shape, n * shape)` of a gap over the sum of all for the wait, `scipy.special.digamma`.

use retroscope::stats::random::stream;
use retroscope::stats::renewal::{digamma, renewal};

const GAPS: [f64; 7] = [6.5, 7.2, 7.0, 6.1, 7.9, 7.4, 6.8];

fn close(got: f64, wanted: f64) {
    assert!((got - wanted).abs() <= 1e-6 * wanted.abs().max(1e-3), "got {got}, expected {wanted}");
}

#[test]
fn digamma_matches_scipy() {
    let known = [
        (0.1, -10.423_754_940_411_076),
        (0.5, -1.963_510_026_021_423_5),
        (1.0, -0.577_215_664_901_532_9),
        (3.7, 1.167_153_539_361_511_3),
        (50.0, 3.901_989_673_427_892_5),
        (1e6, 13.815_510_057_964_19),
    ];
    known.into_iter().for_each(|(x, wanted)| close(digamma(x), wanted));
}

#[test]
fn shape_and_waits_match_scipy() {
    let waits = [
        (0.0, [6.021_401_344_5, 6.964_085_796_5, 8.013_358_796_8]),
        (3.0, [3.021_401_344_5, 3.964_085_796_5, 5.013_358_796_8]),
        (8.0, [0.051_489_588_9, 0.319_656_568_5, 0.943_923_683_3]),
    ];
    for (since, wanted) in waits {
        let found = renewal(&GAPS, since).unwrap();
        close(found.shape, 92.257_800_958_806_3);
        for (q, wanted) in [0.1, 0.5, 0.9].into_iter().zip(wanted) {
            assert!((found.wait(q) - wanted).abs() < 1e-5, "{since} {q}: {} {wanted}", found.wait(q));
        }
    }
    close(1.0 - renewal(&GAPS, 8.0).unwrap().none_within(2.0), 0.996_669_697_666_577_8);
}

#[test]
fn what_has_stopped_or_never_was_regular_has_no_renewal() {
    assert_eq!(renewal(&GAPS, 12.0), None, "no gap was ever that long");
    assert_eq!(renewal(&[1.0, 20.0, 0.5, 3.0, 70.0], 1.0), None, "more uneven than a constant rate");
    assert_eq!(
        (renewal(&GAPS[..2], 1.0), renewal(&[0.0, 1.0, 1.0], 1.0), renewal(&GAPS, f64::NAN)),
        (None, None, None)
    );
    let equal = renewal(&[7.0; 6], 3.0).unwrap();
    assert!((equal.wait(0.5) - 4.0).abs() < 0.01 && equal.wait(1.0).is_infinite(), "{equal:?}");
}

#[test]
fn the_range_holds_the_next_one_as_often_as_it_says() {
    let (mut held, mut asked) = (0.0, 0.0);
    for seed in 0..400 {
        let mut rng = stream(seed, &[41]);
        // Sums of twelve exponential numbers.
        let mut gap = || (0..12).map(|_| -(1.0 - rng.next_f64()).ln()).sum::<f64>();
        let gaps: Vec<f64> = (0..8).map(|_| gap()).collect();
        let next = gap();
        let Some(found) = renewal(&gaps, 0.0) else { continue };
        asked += 1.0;
        held += f64::from(u8::from(found.wait(0.1) <= next && next <= found.wait(0.9)));
    }
    assert!(asked > 390.0 && (0.74..0.9).contains(&(held / asked)), "{held} of {asked}");
}
