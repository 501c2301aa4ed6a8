//! Under a null every test calls 5 % of the runs significant, and intervals cover what they promise. Seeded.

use retroscope::stats::random::{Rng, stream};
use retroscope::stats::{logs, ranks, survival};

const RUNS: u64 = 1_000;

/// Log-normal numbers, rounded to quarters of an hour, and with a tail heavier than log-normal.
const KINDS: [fn(&mut Rng) -> f64; 3] = [
    |g| (3.0 + 1.25 * g.normal()).exp(),
    |g| ((3.0 + g.normal()).exp() / 15.0).ceil() * 15.0,
    |g| (1.0 - g.next_f64()).powf(-1.5),
];

fn draw(rng: &mut Rng, kind: fn(&mut Rng) -> f64, n: usize) -> Vec<f64> {
    (0..n).map(|_| kind(rng)).collect()
}

#[test]
fn comparisons_of_samples_are_calibrated() {
    for (at, kind) in (0..).zip(KINDS) {
        let (mut called, mut welch, mut covered) = (0, 0, 0);
        for run in 0..RUNS {
            let mut rng = stream(7, &[at, run]);
            let (x, y) = (draw(&mut rng, kind, 24), draw(&mut rng, kind, 20));
            let r = ranks::ratio(&x, &y, 0.95).unwrap();
            called += u64::from(r.test.p <= 0.05);
            welch += u64::from(logs::mean_ratio(&x, &y, 0.95).unwrap().p <= 0.05);
            let [low, high] = r.interval.unwrap();
            covered += u64::from(low <= 1.0 + 1e-9 && 1.0 <= high + 1e-9);
        }
        assert!((30..=70).contains(&called) && (30..=70).contains(&welch), "{at}: {called} {welch}");
        assert!(covered >= 930, "{at}: {covered}");
    }
}

#[test]
fn log_rank_is_calibrated() {
    let mut called = 0;
    for run in 0..RUNS {
        let mut rng = stream(8, &[run]);
        let mut group =
            |n| draw(&mut rng, KINDS[0], n).into_iter().map(|t| (t.min(60.0), t < 60.0)).collect::<Vec<_>>();
        let (a, b) = (group(40), group(40));
        called += u64::from(survival::log_rank(&[[&a, &b]]).unwrap().p <= 0.05);
    }
    assert!((30..=70).contains(&called), "{called}");
}
