//! Tests of stats, against reference vectors and properties.

mod calibration;
mod cells;
mod count_limits;
mod differences;
mod extremes;
mod hierarchy;
mod hypergeometric;
mod invariants;
mod large_splits;
mod more_vectors;
mod noise;
mod ordered;
mod rank_sets;
mod renewal;
mod rest_of_vectors;
mod series_vectors;
mod set_vectors;
mod vectors;

use crate::support::shared;
use proptest::prelude::*;
use retroscope::stats::sweep::{Span, Sweep, sweep};
use retroscope::stats::{binomial, interval, poisson, quantile, special, sum, summary};
use serde_json::Value;

/// A Poisson number by Knuth's product.
fn poisson_number(rng: &mut retroscope::stats::random::Rng, mean: f64) -> u64 {
    let (limit, mut product, mut count) = ((-mean).exp(), 1.0 - rng.next_f64(), 0);
    while product > limit {
        product *= 1.0 - rng.next_f64();
        count += 1;
    }
    count
}

/// A reference vector: input, expected result, tolerance.
struct Vector(Value);

/// The vector of this id, or `None` (with a note) when the shared data is not there.
fn vector(id: &str) -> Option<Vector> {
    let text = std::fs::read_to_string(shared()?.join("stat_vectors.json")).unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    let found = all["vectors"].as_array().unwrap().iter().find(|v| v["id"] == id);
    Some(Vector(found.unwrap_or_else(|| panic!("no vector {id}")).clone()))
}

impl Vector {
    fn numbers(&self, name: &str) -> Vec<f64> {
        numbers(&self.0["input"][name])
    }

    fn expected(&self) -> &Value {
        &self.0["expected"]
    }

    /// `|got - exp| <= tol * max(1, |exp|)`; null means undefined.
    #[track_caller]
    fn check(&self, got: Option<f64>, expected: &Value, what: &str) {
        match (got, expected.as_f64()) {
            (None, None) => assert!(expected.is_null(), "{what}: {expected} is not a number"),
            (Some(got), Some(wanted)) => {
                let tolerance = self.0["tol"].as_f64().unwrap() * wanted.abs().max(1.0);
                assert!((got - wanted).abs() <= tolerance, "{what}: got {got}, expected {wanted}");
            }
            _ => panic!("{what}: got {got:?}, expected {expected}"),
        }
    }

    /// Every row of a table `[arguments…, expected…]`.
    fn rows(&self, name: &str, check: impl Fn(&Self, &[f64])) {
        let rows = self.expected()[name].as_array().unwrap();
        assert!(!rows.is_empty());
        rows.iter().for_each(|row| check(self, &numbers(row)));
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

fn sorted(values: &[f64]) -> Vec<f64> {
    quantile::sorted(values.to_vec())
}

#[test]
fn quantiles_match_the_reference() {
    let Some(v) = vector("quantile") else { return };
    let x = sorted(&v.numbers("x"));
    for (i, p) in v.numbers("p").into_iter().enumerate() {
        v.check(quantile::linear(&x, p), &v.expected()["type7"][i], "type 7");
        v.check(quantile::inverted(&x, p), &v.expected()["type1"][i], "type 1");
    }
}

#[test]
fn ranks_of_quantile_intervals_match_the_reference() {
    let Some(v) = vector("order_stat_ci_ranks") else { return };
    for row in v.expected().as_array().unwrap() {
        let (p, n) = (row[0].as_f64().unwrap(), row[1].as_u64().unwrap());
        let ranks = interval::quantile_ranks(n, p, 0.95).unwrap();
        assert_eq!(ranks.lower.unwrap_or(0), row[2].as_u64().unwrap(), "lower of {row}");
        assert_eq!(ranks.upper, row[3].as_u64(), "upper of {row}");
        v.check(Some(ranks.coverage), &row[4], &format!("coverage of {row}"));
    }
}

#[test]
fn smallest_n_matches_the_reference_and_the_intervals() {
    let Some(v) = vector("order_stat_min_n") else { return };
    for (p, expected) in v.expected().as_object().unwrap() {
        let p: f64 = p.parse().unwrap();
        let n = interval::smallest_n(p, 0.95).unwrap();
        assert_eq!(Some(n), expected.as_u64());
        let finite = |n| interval::quantile_ranks(n, p, 0.95).is_some_and(|r| r.lower.is_some() && r.upper.is_some());
        assert!(finite(n) && !finite(n - 1), "p = {p}");
    }
}

#[test]
fn median_interval_matches_the_reference() {
    let Some(v) = vector("median_ci") else { return };
    let x = sorted(&v.numbers("x"));
    let found = interval::quantile(&x, 0.5, 0.95).unwrap();
    let e = v.expected();
    v.check(quantile::median(&x), &e["median"], "median");
    assert_eq!((found.lower_rank, found.upper_rank), (e["l"].as_u64().unwrap(), e["u"].as_u64().unwrap()));
    v.check(Some(found.low), &e["lo"], "low");
    v.check(Some(found.high), &e["hi"], "high");
    v.check(Some(found.coverage), &e["coverage"], "coverage");
}

#[test]
fn effect_of_the_largest_matches_the_reference() {
    let Some(v) = vector("leave_one_out") else { return };
    let x = sorted(&v.numbers("x"));
    let (all, without) = (summary::summarise(&x).unwrap(), summary::without_largest(&x).unwrap());
    let e = v.expected();
    v.check(Some(all.mean), &e["mean"], "mean");
    v.check(Some(all.median), &e["median"], "median");
    v.check(Some(without.mean), &e["mean_wo_max"], "mean without");
    v.check(Some(without.median), &e["median_wo_max"], "median without");
    v.check(Some(without.share_of_total), &e["share_max"], "share");
    v.check(Some(without.mean_change), &e["pct_change_mean"], "change");
    assert_eq!(without.above_mean as u64, e["n_above_mean"].as_u64().unwrap());
}

#[test]
fn geometric_mean_matches_the_reference() {
    let Some(v) = vector("lognormal_summary") else { return };
    let all = summary::summarise(&sorted(&v.numbers("x"))).unwrap();
    v.check(all.geometric_mean, &v.expected()["gm"], "geometric mean");
}

#[test]
fn poisson_intervals_match_the_reference() {
    let Some(v) = vector("poisson_garwood") else { return };
    for row in v.expected().as_array().unwrap() {
        let [low, high] = poisson::garwood(row[0].as_u64().unwrap(), 0.95).unwrap();
        v.check(Some(low), &row[1], "low");
        v.check(Some(high), &row[2], "high");
    }
    let Some(v) = vector("poisson_rate_ci") else { return };
    let rate = poisson::rate(7, 13.0, 0.95).unwrap();
    v.check(Some(rate.rate), &v.expected()["rate"], "rate");
    v.check(Some(rate.low), &v.expected()["lo"], "low");
    v.check(Some(rate.high), &v.expected()["hi"], "high");
    assert_eq!(poisson::rate(7, 0.0, 0.95), None, "no rate without exposure");
}

#[test]
fn special_functions_match_the_reference() {
    let Some(v) = vector("special_functions") else { return };
    let same = |v: &Vector, got: f64, wanted: f64, what: &str| v.check(Some(got), &Value::from(wanted), what);
    v.rows("lgamma", |v, r| same(v, special::ln_gamma(r[0]), r[1], "lgamma"));
    v.rows("gamma_p", |v, r| {
        same(v, special::gamma_p(r[0], r[1]), r[2], "P");
        same(v, special::gamma_q(r[0], r[1]), r[3], "Q");
        // The absolute tolerance says nothing about a small tail; its relative error must be small too.
        assert!((special::gamma_q(r[0], r[1]) / r[3] - 1.0).abs() < 1e-9, "Q({}, {})", r[0], r[1]);
    });
    v.rows("beta_i", |v, r| same(v, special::beta_i(r[0], r[1], r[2]), r[3], "beta"));
    v.rows("norm_sf", |v, r| {
        same(v, special::normal_sf(r[0]), r[1], "normal");
        assert!((special::normal_sf(r[0]) / r[1] - 1.0).abs() < 1e-10, "normal({})", r[0]);
    });
    v.rows("norm_ppf", |v, r| same(v, special::normal_inverse(r[0]), r[1], "normal inverse"));
    v.rows("chi2_sf", |v, r| same(v, special::chi2_sf(r[0], r[1]), r[2], "chi2"));
    v.rows("t_sf", |v, r| same(v, special::t_sf(r[0], r[1]), r[2], "t"));
}

#[test]
fn binomial_tails_match_plain_summation() {
    for (n, p) in [(1, 0.5), (7, 0.2), (40, 0.95), (300, 0.5)] {
        let masses: Vec<f64> = (0..=n).map(|k| binomial::ln_pmf(k, n, p).exp()).collect();
        for k in 0..=n {
            let (below, above) = masses.split_at(k as usize);
            assert!((binomial::at_least(k, n, p) - sum::sum(above.iter().copied())).abs() < 1e-11, "{k} {n} {p}");
            let up_to = sum::sum(below.iter().copied()) + masses[k as usize];
            assert!((binomial::cdf(k, n, p) - up_to).abs() < 1e-11, "{k} {n} {p}");
        }
    }
    assert_eq!(binomial::ln_pmf(0, 5, 0.0), 0.0);
    assert_eq!(binomial::ln_pmf(6, 5, 0.5), f64::NEG_INFINITY);
}

#[test]
fn ranks_stay_exact_for_a_million_values() {
    let ranks = interval::quantile_ranks(1_000_000, 0.5, 0.95).unwrap();
    // Symmetric about the middle, and 1.96 · √n / 2 = 980 away from it.
    assert_eq!(ranks.lower.unwrap() + ranks.upper.unwrap(), 1_000_001);
    assert!((499_019..=499_022).contains(&ranks.lower.unwrap()), "{ranks:?}");
    assert!(ranks.coverage >= 0.95 && ranks.coverage < 0.951);
}

fn spans(value: &Value) -> Vec<Span> {
    let span = |s: &Value| Span { start: s[0].as_i64().unwrap(), end: s[1].as_i64() };
    value.as_array().unwrap().iter().map(span).collect()
}

fn check_sweep(v: &Vector) -> Sweep {
    let window = [v.0["input"]["window"][0].as_i64().unwrap(), v.0["input"]["window"][1].as_i64().unwrap()];
    let found = sweep(&spans(&v.0["input"]["intervals"]), window);
    let e = v.expected();
    for (level, time) in found.time_at_level.iter().enumerate() {
        assert_eq!(*time, e["time_at_level"][level.to_string()].as_i64().unwrap_or(0), "time at level {level}");
    }
    assert_eq!(u64::from(found.max), e["max"].as_u64().unwrap());
    assert_eq!(found.time_at_level.len() as u64, u64::from(found.max) + 1);
    assert_eq!(found.first_time_of_max, e["first_time_of_max"].as_i64());
    v.check(Some(found.mean), &e["mean"], "mean");
    v.check(found.share_two_of_all, &e["share_time_ge2_of_all"], "of all");
    v.check(found.share_two_of_busy, &e["share_time_ge2_of_busy"], "of busy");
    assert_eq!(found.zero_length as u64, e["zero_length"].as_u64().unwrap());
    found
}

#[test]
fn sweep_matches_the_reference() {
    let Some(v) = vector("concurrency_sweep") else { return };
    let found = check_sweep(&v);
    let expected = v.expected()["per_incident_overlap_share_and_peak"].as_array().unwrap();
    assert_eq!(found.each.len(), expected.len());
    for (part, wanted) in found.each.iter().zip(expected) {
        v.check(part.map(|p| p.overlap_share), &wanted[0], "overlap");
        assert_eq!(part.map(|p| u64::from(p.peak)), wanted[1].as_u64());
    }
    let Some(v) = vector("concurrency_gaps") else { return };
    check_sweep(&v);
}

#[test]
fn buckets_show_peak_and_mean() {
    let found = sweep(&[Span { start: 0, end: Some(30) }, Span { start: 10, end: Some(15) }], [0, 45]);
    let buckets = found.steps.even_buckets(20);
    let read: Vec<_> = buckets.iter().map(|b| (b.start, b.end, b.peak, b.mean)).collect();
    assert_eq!(read, [(0, 20, 2, 1.25), (20, 40, 1, 0.5), (40, 45, 0, 0.0)]);
    let uneven: Vec<_> = found.steps.buckets(&[-10, 5, 12]).iter().map(|b| (b.peak, b.mean)).collect();
    assert_eq!(uneven, [(1, 5.0 / 15.0), (2, 9.0 / 7.0)]);
    assert!(found.steps.even_buckets(0).is_empty() && found.steps.buckets(&[]).is_empty());
}

#[test]
fn nothing_and_little_give_no_result_rather_than_a_wrong_one() {
    assert_eq!(quantile::linear(&[], 0.5), None);
    assert_eq!(quantile::inverted(&[], 0.5), None);
    assert_eq!(summary::summarise(&[]), None);
    assert_eq!(summary::without_largest(&[1.0]), None);
    assert_eq!(sum::mean(&[]), None);
    assert_eq!(interval::quantile(&[], 0.5, 0.95), None);
    assert_eq!(interval::quantile(&[1.0, 2.0], 0.5, 0.95), None);
    assert_eq!(interval::quantile_ranks(10, 0.0, 0.95), None);
    assert_eq!(interval::quantile_ranks(10, 0.5, 1.0), None);
    assert_eq!(poisson::garwood(1, 0.0), None);
    let one = summary::summarise(&[3.0]).unwrap();
    assert_eq!((one.min, one.p95, one.max, one.mean), (3.0, 3.0, 3.0, 3.0));
    assert_eq!(summary::summarise(&[0.0, 0.0]).unwrap().geometric_mean, None);
    assert_eq!(summary::without_largest(&[0.0, 0.0]).unwrap().share_of_total, 0.0);
    let empty = sweep(&[], [0, 0]);
    assert_eq!((empty.max, empty.mean, empty.share_two_of_all, empty.first_time_of_max), (0, 0.0, None, None));
    let idle = sweep(&[Span { start: 9, end: Some(3) }], [0, 10]);
    assert_eq!((idle.max, idle.reversed, idle.share_two_of_busy, idle.time_at_level), (0, 1, None, vec![10]));
}

#[test]
fn equal_values_and_lost_digits() {
    let same = [5.0; 9];
    let found = interval::quantile(&same, 0.5, 0.95).unwrap();
    assert_eq!((found.low, found.high, quantile::linear(&same, 0.9)), (5.0, 5.0, Some(5.0)));
    assert_eq!(sum::sum([1e100, 1.0, -1e100]), 1.0, "a plain sum gives 0");
    assert_eq!(sum::sum([f64::MAX, f64::MAX]), f64::INFINITY);
    assert_eq!(quantile::rank(100, 0.07), Some(7), "the product is a little more than 7 in floating point");
    assert_eq!(quantile::rank(100, 0.071), Some(8));
}

/// Level by asking every interval at every instant.
fn level_at(spans: &[Span], at: i64) -> usize {
    spans.iter().filter(|s| s.start <= at && s.end.is_none_or(|e| at < e)).count()
}

fn any_spans() -> impl Strategy<Value = Vec<Span>> {
    let span = (-10_i64..60, proptest::option::of(-10_i64..60)).prop_map(|(start, end)| Span { start, end });
    proptest::collection::vec(span, 0..12)
}

proptest! {
    #[test]
    fn sweep_equals_counting_every_instant(spans in any_spans(), length in 0_i64..50) {
        let found = sweep(&spans, [0, length]);
        let levels: Vec<usize> = (0..length).map(|at| level_at(&spans, at)).collect();
        let max = levels.iter().copied().max().unwrap_or(0);
        prop_assert_eq!(found.max as usize, max);
        for (level, time) in found.time_at_level.iter().enumerate() {
            prop_assert_eq!(*time, levels.iter().filter(|l| **l == level).count() as i64);
        }
        for (span, part) in spans.iter().zip(&found.each) {
            let own: Vec<usize> = (0..length).filter(|at| level_at(&[*span], *at) == 1).map(|at| levels[at as usize]).collect();
            prop_assert_eq!(part.map(|p| p.peak as usize), own.iter().copied().max());
            let shared = own.iter().filter(|l| **l >= 2).count() as f64 / own.len().max(1) as f64;
            prop_assert_eq!(part.map_or(0.0, |p| p.overlap_share), shared);
        }
    }

    #[test]
    fn order_of_intervals_and_a_shift_change_nothing(mut spans in any_spans(), shift in -1_000_000_i64..1_000_000) {
        let before = sweep(&spans, [0, 50]);
        spans.reverse();
        for span in &mut spans {
            span.start += shift;
            span.end = span.end.map(|e| e + shift);
        }
        let after = sweep(&spans, [shift, 50 + shift]);
        prop_assert_eq!(&before.time_at_level, &after.time_at_level);
        prop_assert_eq!(before.first_time_of_max.map(|t| t + shift), after.first_time_of_max);
        prop_assert_eq!(before.each, after.each.into_iter().rev().collect::<Vec<_>>());
    }

    #[test]
    fn any_instants_can_be_swept(raw in proptest::collection::vec((any::<i64>(), any::<Option<i64>>()), 0..6), a in any::<i64>(), b in any::<i64>()) {
        let spans: Vec<Span> = raw.into_iter().map(|(start, end)| Span { start, end }).collect();
        let small = a.saturating_add(1_000);
        prop_assert_eq!(sweep(&spans, [a, b.min(small)]).each.len(), spans.len());
    }

    #[test]
    fn quantiles_scale_and_ignore_order(mut x in proptest::collection::vec(0.0_f64..1e12, 1..60), p in 0.0_f64..=1.0) {
        let forward = sorted(&x);
        x.reverse();
        prop_assert_eq!(&forward, &sorted(&x));
        let doubled: Vec<f64> = forward.iter().map(|v| v * 2.0).collect();
        prop_assert_eq!(quantile::linear(&doubled, p), quantile::linear(&forward, p).map(|q| q * 2.0));
        let (seven, one) = (quantile::linear(&forward, p).unwrap(), quantile::inverted(&forward, p).unwrap());
        prop_assert!(forward[0] <= seven && seven <= forward[forward.len() - 1]);
        prop_assert!(forward.contains(&one));
    }

    #[test]
    fn intervals_cover_what_they_promise(n in 6_u64..3000, p in 0.05_f64..0.95, conf in 0.5_f64..0.99) {
        let ranks = interval::quantile_ranks(n, p, conf).unwrap();
        if let (Some(l), Some(u)) = (ranks.lower, ranks.upper) {
            prop_assert!(l < u && u <= n && ranks.coverage >= conf - 1e-9);
            prop_assert!(n >= interval::smallest_n(p, conf).unwrap());
        }
    }

    #[test]
    fn garwood_contains_its_count(count in 0_u64..100_000, conf in 0.5_f64..0.999) {
        let [low, high] = poisson::garwood(count, conf).unwrap();
        prop_assert!(low <= count as f64 && (count as f64) < high);
    }
}
