//! The limit that splits of many values tend to, beside splits that are drawn. What they may differ by is what 9,999 draws are
//! off by chance, and what the limit says of itself that it leaves out.

use retroscope::stats::permutation::{Band, Figure, StratifiedItem, drawn_splits, random_splits};
use retroscope::stats::random::{Rng, stream};
use retroscope::stats::special::{normal_inverse, normal_sf};

const DRAWS: u64 = 9_999;
const SEEDS: u64 = 50;
/// Standard errors that one comparison may be off. There are about 750 of them: one in 150,000 is outside by chance.
const ERRORS: f64 = 4.5;
/// What the limit leaves out of a share near one half; of one near the ends of the band a third.
const LEFT_OUT: f64 = 0.0015;
/// The density of the standard normal distribution at its middle and at 1.96.
const AT_MIDDLE: f64 = 0.3989;
const AT_END: f64 = 0.0584;

type Items = Vec<StratifiedItem>;
type Shape = (&'static str, [usize; 2], fn(&mut Rng, bool) -> StratifiedItem);

fn log_normal(rng: &mut Rng, mu: f64, sigma: f64) -> f64 {
    (mu + sigma * rng.normal()).exp()
}

const MINUTES: &str = "whole minutes";
const SHAPES: [Shape; 5] = [
    ("log-normal", [6_000, 6_000], |rng, _| (log_normal(rng, 3.0, 1.0), 0)),
    ("one period five times as large", [3_200, 16_000], |rng, _| (log_normal(rng, 3.0, 1.0), 0)),
    (MINUTES, [6_000, 6_000], |rng, _| (log_normal(rng, 3.0, 1.0).ceil(), 0)),
    ("four levels, mixed anew", [8_000, 10_000], |rng, current| {
        let stratum = rng.below(if current { 4 } else { 3 }) as u32;
        (log_normal(rng, 2.0 + f64::from(stratum), 0.7), stratum)
    }),
    ("heavier tail, a third of zeros", [5_000, 11_000], |rng, _| {
        (if rng.chance(0.3) { 0.0 } else { log_normal(rng, 3.0, 1.1) }, 0)
    }),
];

fn periods([current, previous]: [usize; 2], mut one: impl FnMut(bool) -> StratifiedItem) -> [Items; 2] {
    [(0..current).map(|_| one(true)).collect(), (0..previous).map(|_| one(false)).collect()]
}

fn figures(band: &Band) -> [(&'static str, Figure); 3] {
    [("mean", band.mean.unwrap()), ("median", band.median.unwrap()), ("geometric mean", band.geometric_mean.unwrap())]
}

/// A difference, what it may be off by chance (one standard error), and what besides.
struct Difference {
    what: &'static str,
    by: f64,
    error: f64,
    besides: f64,
}

/// Standard error of a share of so many draws.
fn of_share(share: f64) -> f64 {
    (share * (1.0 - share) / DRAWS as f64).sqrt()
}

fn differences(limit: Figure, drawn: Figure) -> Vec<Difference> {
    // The splits are as good as normal on the log scale: the rank of an order statistic is off by that of a share, and its place
    // by as much over the density.
    let deviation = (limit.high / limit.low).ln() / (2.0 * 1.96);
    let end = |what, limit: f64, drawn: f64| {
        let besides = LEFT_OUT / 3.0 / AT_END;
        Difference { what, by: (drawn / limit).ln() / deviation, error: of_share(0.025) / AT_END, besides }
    };
    let tail = limit.p / 2.0;
    // The middle of the draws is off as well, and moves the other side of what lies as far from it by twice that.
    let distance = normal_inverse(1.0 - limit.share / 2.0);
    let density = AT_MIDDLE * (-distance * distance / 2.0).exp();
    let middle = of_share(0.5) / AT_MIDDLE;
    let step = 2.0 / DRAWS as f64;
    vec![
        end("low", limit.low, drawn.low),
        end("high", limit.high, drawn.high),
        Difference {
            what: "centre",
            by: (drawn.centre / limit.centre).ln() / deviation,
            error: middle,
            besides: LEFT_OUT / AT_MIDDLE,
        },
        Difference { what: "p", by: drawn.p - limit.p, error: 2.0 * of_share(tail), besides: 2.0 * LEFT_OUT + step },
        Difference {
            what: "share",
            by: drawn.share - limit.share,
            error: of_share(limit.share) + 2.0 * density * middle,
            besides: 2.0 * LEFT_OUT + step,
        },
    ]
}

#[test]
fn draws_are_no_further_from_the_limit_than_from_each_other() {
    let mut sums = std::collections::BTreeMap::<(&str, &str), [f64; 3]>::new();
    let mut laid = [0; SHAPES.len()];
    for seed in 0..SEEDS {
        let at = seed as usize % SHAPES.len();
        let (shape, sizes, one) = SHAPES[at];
        let mut rng = stream(20_261_130, &[seed]);
        let [x, y] = periods(sizes, |current| one(&mut rng, current));
        let limit = random_splits(&x, &y, 1.0, DRAWS, (seed, &[])).unwrap();
        if limit.splits > 0 {
            continue;
        }
        laid[at] += 1;
        let drawn = drawn_splits(&x, &y, 1.0, DRAWS, (seed, &[])).unwrap();
        assert_eq!(drawn.splits, DRAWS);
        for ((name, a), (_, b)) in figures(&limit).into_iter().zip(figures(&drawn)) {
            assert_eq!(a.ratio.to_bits(), b.ratio.to_bits(), "{name} of {shape}, {seed}");
            for d in differences(a, b) {
                // Medians of whole minutes are few: the ends and the middle stay or jump by a step, and the share with the middle.
                if name == "median" && shape == MINUTES && d.what != "p" {
                    let jumps = |a: f64, b: f64| (a / b).ln().abs() <= (1.0 / 19.0_f64).ln_1p() + 1e-9;
                    assert!(jumps(a.low, b.low) && jumps(a.high, b.high) && jumps(a.centre, b.centre), "{a:?} {b:?}");
                    continue;
                }
                let is_near = d.by.abs() <= ERRORS * d.error + d.besides;
                assert!(is_near, "{} of the {name} of {shape}, {seed}: {} ± {}", d.what, d.by, d.error);
                let [by, squares, besides] = sums.entry((name, d.what)).or_default();
                (*by, *squares, *besides) = (*by + d.by, *squares + d.error * d.error, *besides + d.besides);
            }
        }
    }
    // A sample whose longest hold too much is drawn; of each shape most are not.
    assert!(laid.iter().all(|laid| *laid >= 5), "the limit was used for {laid:?}");
    // Errors of chance cancel, so that all seeds together show what one does not.
    for ((name, what), [by, squares, besides]) in sums {
        println!("{what} of the {name}: {by:+.4} of {squares:.4} squared, {besides:.4}");
        assert!(by.abs() <= ERRORS * squares.sqrt() + besides, "{what} of the {name}: {by} in all");
    }
}

fn log_normals(sizes: [usize; 2], seed: u64) -> [Items; 2] {
    let mut rng = stream(1, &[seed]);
    periods(sizes, |_| (log_normal(&mut rng, 3.0, 0.8), 0))
}

#[test]
fn few_values_are_drawn_as_ever() {
    for sizes in [[30, 20], [4_900, 5_000], [2_600, 40_000]] {
        let [x, y] = log_normals(sizes, 2);
        let (found, drawn) = (random_splits(&x, &y, 1.0, 99, (3, &[4])), drawn_splits(&x, &y, 1.0, 99, (3, &[4])));
        assert_eq!(found.unwrap().splits, 99);
        assert_eq!(found, drawn);
    }
}

#[test]
fn where_a_limit_is_not_safe_splits_are_drawn() {
    let usual = log_normals([6_000, 6_000], 5);
    assert_eq!(random_splits(&usual[0], &usual[1], 1.0, 99, (1, &[])).unwrap().splits, 0);
    let mut rng = stream(1, &[6]);
    let mut changed = |change: &mut dyn FnMut(&mut Rng, usize, &mut StratifiedItem)| {
        let mut items = usual.clone();
        items.iter_mut().flat_map(|items| items.iter_mut().enumerate()).for_each(|(at, item)| {
            change(&mut rng, at, item);
        });
        items
    };
    let cases = [
        ("one value holds most", changed(&mut |_, at, item| item.0 = if at == 7 { 1e6 } else { item.0 })),
        ("a heavy tail", changed(&mut |rng, _, item| item.0 = (1.0 - rng.next_f64()).powf(-1.0 / 1.5))),
        ("two values", changed(&mut |_, at, item| item.0 = if at % 3 == 0 { 60.0 } else { 0.0 })),
        ("all equal", changed(&mut |_, _, item| item.0 = 0.1)),
        ("all zero", changed(&mut |_, _, item| item.0 = 0.0)),
        ("every value a stratum", changed(&mut |_, at, item| item.1 = at as u32)),
        ("equal but for rounding", changed(&mut |_, at, item| item.0 = 1e5 + 1e-9 * (at % 100) as f64)),
    ];
    for (case, [x, y]) in cases {
        let found = random_splits(&x, &y, 1.0, 99, (1, &[])).unwrap();
        assert_eq!(found.splits, 99, "{case}");
        assert_eq!(Some(found), drawn_splits(&x, &y, 1.0, 99, (1, &[])), "{case}");
    }
    // A stratum for each period leaves nothing to split.
    let [x, y] = [0, 1].map(|at: u32| usual[at as usize].iter().map(|item| (item.0, at)).collect::<Items>());
    assert_eq!(random_splits(&x, &y, 1.0, 99, (1, &[])).unwrap().splits, 99);
}

#[test]
fn the_limit_asks_for_no_seed_no_order_and_hardly_for_a_side() {
    let [x, y] = log_normals([5_500, 8_000], 8);
    let band = |x: &Items, y: &Items, seed: u64| random_splits(x, y, 1.0, 99 + seed, (seed, &[seed])).unwrap();
    let found = band(&x, &y, 1);
    assert_eq!(found.splits, 0);
    assert_eq!(found, band(&x, &y, 2));
    let turned = [&x, &y].map(|items| items.iter().rev().copied().collect::<Items>());
    assert_eq!(found.median, band(&turned[0], &turned[1], 1).median);
    let near = |a: f64, b: f64, bar: f64| assert!((a - b).abs() <= bar, "{a} {b}");
    for ((name, a), (_, b)) in figures(&found).into_iter().zip(figures(&band(&y, &x, 1))) {
        // Which median comes first decides how points meet.
        let bar = if name == "median" { 0.002 } else { 1e-9 };
        near(a.low * b.high, 1.0, bar);
        near(a.high * b.low, 1.0, bar);
        near(a.p, b.p, bar + 0.0003);
    }
}

#[test]
fn the_limit_of_a_normal_sum_is_that_of_the_textbook() {
    let mut rng = stream(1, &[9]);
    let [x, y] = periods([20_000, 20_000], |_| (100.0 + rng.normal(), 0));
    let found = random_splits(&x, &y, 1.0, 99, (1, &[])).unwrap().mean.unwrap();
    let all: Vec<f64> = x.iter().chain(&y).map(|item| item.0).collect();
    let mean = all.iter().sum::<f64>() / 4e4;
    let variance = all.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / 39_999.0;
    // The difference of two means without replacement: s²·(1/n + 1/m), over the mean on the log scale.
    let deviation = (variance / 10_000.0).sqrt() / mean;
    assert!((found.high.ln() / deviation - 1.96).abs() < 0.005 && (found.low.ln() / deviation + 1.96).abs() < 0.005);
    let p = 2.0 * normal_sf((found.ratio.ln() / deviation).abs());
    assert!((found.p - p).abs() < 0.001 && (found.share - p).abs() < 0.001, "{found:?} {p}");
}

#[test]
fn no_share_is_smaller_than_draws_allow() {
    let [x, y] = log_normals([6_000, 6_000], 10);
    let x: Items = x.iter().map(|item| (item.0 * 2.0, 0)).collect();
    let band = random_splits(&x, &y, 1.0, 99, (1, &[])).unwrap();
    assert_eq!(band.splits, 0);
    for (_, figure) in figures(&band) {
        assert_eq!((figure.p, figure.share), (0.0002, 0.0001));
    }
}
