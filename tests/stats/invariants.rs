//! What must hold for any data: order and unit change nothing, exchanging the groups inverts, more data narrow.

use crate::stats::sorted;
use proptest::prelude::*;
use retroscope::stats::random::Rng;
use retroscope::stats::sweep::{Span, sweep};
use retroscope::stats::{
    change_point, circular, clustering, coincidence, concentration, decomposition, interval, log_normal, log_scale,
    multiplicity, permutation, poisson, proportion, quantile, ranks, rate_ratio, scan, set_cover, shrinkage,
    stratified_ranks, survival, trend,
};

/// Durations in minutes, with ties as often as records have them.
fn durations(least: usize) -> impl Strategy<Value = Vec<f64>> {
    prop_oneof![
        proptest::collection::vec(1.0_f64..1e6, least..40),
        proptest::collection::vec((1_u32..40).prop_map(|v| f64::from(v) * 15.0), least..40),
        proptest::collection::vec((0.0_f64..27.0).prop_map(f64::exp), least..40),
    ]
}

fn shuffled<T: Clone>(list: &[T], seed: u64) -> Vec<T> {
    let mut list = list.to_vec();
    Rng::new(seed).shuffle(&mut list);
    list
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()))
}

fn all_near(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| near(*a, *b))
}

fn plain(values: &[f64]) -> Vec<permutation::StratifiedItem> {
    values.iter().map(|v| (*v, 0)).collect()
}

fn times(values: &[f64], factor: f64) -> Vec<f64> {
    values.iter().map(|v| v * factor).collect()
}

/// Every other duration ended, the rest are still running.
fn half_open(values: &[f64]) -> Vec<(f64, bool)> {
    values.iter().zip(0..).map(|(v, i)| (*v, i % 2 == 0)).collect()
}

/// The figures of all comparisons of two samples that do not depend on the unit: p-values and statistics.
fn without_unit(x: &[f64], y: &[f64]) -> Vec<f64> {
    let r = ranks::ratio(x, y, 0.95).unwrap();
    let [low, high] = r.interval.unwrap();
    let w = log_scale::mean_ratio(x, y, 0.95).unwrap();
    let b = stratified_ranks::brunner_munzel(x, y).unwrap();
    let v = stratified_ranks::van_elteren(&[(x, y), (y, x), (x, x)]).unwrap();
    let l = survival::log_rank(&[[&half_open(x), &half_open(y)]]).unwrap();
    let mut all = vec![r.test.p, r.test.p_normal, r.test.u, r.estimate, low, high, r.rank as f64];
    all.extend([w.ratio, w.low, w.high, w.p, b.p, b.w.unwrap_or(0.0), v.z, v.p, l.chi2, l.p]);
    all
}

/// The figures of one sample in its unit.
fn with_unit(x: &[f64]) -> Vec<f64> {
    let s = sorted(x);
    let median = interval::quantile(&s, 0.5, 0.95).unwrap();
    let fit = log_normal::fit(x, 0.95).unwrap();
    let curve = survival::kaplan_meier(&half_open(x), 0.95).unwrap();
    let mut all =
        vec![median.low, median.high, quantile::linear(&s, 0.9).unwrap(), fit.geometric_mean, fit.low, fit.high];
    all.extend(curve.quantile(0.25));
    all.extend(curve.restricted_mean(curve.longest).map(|m| m.mean));
    all.extend(curve.restricted_mean(curve.longest).map(|m| m.error));
    all.extend(decomposition::weighted_quantile(&x.iter().map(|v| (*v, 2.0)).collect::<Vec<_>>(), 0.7));
    all.extend(decomposition::missing_bounds(&s, 2, 0.5).map(|b| b.0));
    all
}

fn varies(x: &[f64]) -> bool {
    x.iter().any(|v| *v != x[0])
}

proptest! {
    #[test]
    fn order_changes_nothing(x in durations(8), y in durations(8), seed in any::<u64>()) {
        prop_assume!(varies(&x) && varies(&y));
        let (x2, y2) = (shuffled(&x, seed), shuffled(&y, seed));
        // The halves that are still running move along with the values.
        let open = |v: &[f64]| shuffled(&half_open(v), seed);
        let (a, b) = (without_unit(&x, &y), without_unit(&x2, &y2));
        prop_assert!(all_near(&a[..15], &b[..15]), "{a:?} {b:?}");
        let log_rank = |x: &[(f64, bool)], y: &[(f64, bool)]| survival::log_rank(&[[x, y]]).unwrap();
        let (a, b) = (log_rank(&half_open(&x), &half_open(&y)), log_rank(&open(&x), &open(&y)));
        prop_assert!(near(a.chi2, b.chi2) && near(a.p, b.p));
        let curve = |seen: &[(f64, bool)]| survival::kaplan_meier(seen, 0.95).unwrap();
        prop_assert_eq!(curve(&half_open(&x)), curve(&open(&x)));
        prop_assert_eq!(concentration::concentration(&x), concentration::concentration(&x2));
        prop_assert_eq!(concentration::top_share(&x, 0.2), concentration::top_share(&x2, 0.2));
        let (a, b) = (circular::rayleigh(&x, 24.0).unwrap(), circular::rayleigh(&x2, 24.0).unwrap());
        prop_assert!(near(a.p, b.p) && near(a.z, b.z));
        let (a, b) = (log_normal::fit(&x, 0.95).unwrap(), log_normal::fit(&x2, 0.95).unwrap());
        prop_assert!(near(a.mu, b.mu) && near(a.a2, b.a2) && near(a.correlation, b.correlation));
    }

    #[test]
    fn unit_changes_nothing_but_the_unit(x in durations(8), y in durations(8), power in -8_i32..8) {
        prop_assume!(varies(&x) && varies(&y));
        // A power of two is exact, so that ties stay ties and the rest stays apart.
        let c = 2.0_f64.powi(power);
        let (a, b) = (without_unit(&x, &y), without_unit(&times(&x, c), &times(&y, c)));
        prop_assert!(a.iter().zip(&b).all(|(a, b)| (a - b).abs() <= 1e-7 * (1.0 + a.abs())), "{a:?} {b:?}");
        let (a, b) = (times(&with_unit(&x), c), with_unit(&times(&x, c)));
        prop_assert!(a.iter().zip(&b).all(|(a, b)| (a - b).abs() <= 1e-7 * a.abs()), "{a:?} {b:?}");
        let (a, b) = (concentration::concentration(&x).unwrap(), concentration::concentration(&times(&x, c)).unwrap());
        prop_assert!(near(a.gini, b.gini) && near(a.hhi, b.hhi) && a.cover_half == b.cover_half);
        let shift = |x: &[f64], y: &[f64]| ranks::shift(x, y, 0.95).unwrap();
        let (a, b) = (shift(&x, &y), shift(&times(&x, c), &times(&y, c)));
        prop_assert_eq!(a.estimate * c, b.estimate);
        prop_assert_eq!(a.interval.map(|i| i.map(|e| e * c)), b.interval);
    }

    #[test]
    fn exchanging_the_groups_inverts(x in durations(8), y in durations(8)) {
        prop_assume!(varies(&x) && varies(&y));
        let (a, b) = (ranks::ratio(&x, &y, 0.95).unwrap(), ranks::ratio(&y, &x, 0.95).unwrap());
        let ([l1, h1], [l2, h2]) = (a.interval.unwrap(), b.interval.unwrap());
        prop_assert!(near(a.estimate * b.estimate, 1.0) && near(l1 * h2, 1.0) && near(h1 * l2, 1.0));
        prop_assert!(near(a.test.p, b.test.p) && near(a.test.superiority + b.test.superiority, 1.0));
        let (a, b) = (log_scale::mean_ratio(&x, &y, 0.95).unwrap(), log_scale::mean_ratio(&y, &x, 0.95).unwrap());
        prop_assert!(near(a.ratio * b.ratio, 1.0) && near(a.low * b.high, 1.0) && near(a.p, b.p) && near(a.t, -b.t));
        let (a, b) = (stratified_ranks::brunner_munzel(&x, &y).unwrap(), stratified_ranks::brunner_munzel(&y, &x).unwrap());
        prop_assert!(near(a.p, b.p) && near(a.w.unwrap_or(0.0), -b.w.unwrap_or(0.0)));
        let (a, b) = (stratified_ranks::van_elteren(&[(&x, &y)]).unwrap(), stratified_ranks::van_elteren(&[(&y, &x)]).unwrap());
        prop_assert!(near(a.z, -b.z) && near(a.p, b.p));
        let (u, v) = (half_open(&x), half_open(&y));
        let (a, b) = (survival::log_rank(&[[&u, &v]]).unwrap(), survival::log_rank(&[[&v, &u]]).unwrap());
        prop_assert!(near(a.chi2, b.chi2) && near(a.variance, b.variance));
        let (x, y) = (plain(&x[..5]), plain(&y[..4]));
        let (a, b) = (permutation::every_split(&x, &y, 1.0).unwrap(), permutation::every_split(&y, &x, 1.0).unwrap());
        for (a, b) in [(a.mean, b.mean), (a.median, b.median), (a.geometric_mean, b.geometric_mean)] {
            let (a, b) = (a.unwrap(), b.unwrap());
            prop_assert!(near(a.ratio * b.ratio, 1.0) && near(a.low * b.high, 1.0) && near(a.high * b.low, 1.0));
            prop_assert!(near(a.share, b.share) && near(a.p, b.p) && near(a.centre * b.centre, 1.0), "{a:?} {b:?}");
        }
    }

    #[test]
    fn exchanging_the_periods_inverts_rates(k1 in 0_u64..80, k2 in 0_u64..80, t1 in 0.1_f64..50.0, t2 in 0.1_f64..50.0) {
        let a = rate_ratio::rate_ratio((k2, t2), (k1, t1), 0.95).unwrap();
        let b = rate_ratio::rate_ratio((k1, t1), (k2, t2), 0.95).unwrap();
        prop_assert!(near(a.p, b.p));
        prop_assert!(a.high.map_or(b.low == 0.0, |high| near(high * b.low, 1.0)), "{a:?} {b:?}");
        let excluded = a.low > 1.0 || a.high.is_some_and(|high| high < 1.0);
        prop_assert!(excluded == (a.p < 0.05) || (a.p - 0.05).abs() < 1e-9, "{a:?}");
        prop_assert!(near(rate_ratio::mid_p((k2, t2), (k1, t1)).unwrap(), rate_ratio::mid_p((k1, t1), (k2, t2)).unwrap()));
        prop_assert!(rate_ratio::mid_p((k2, t2), (k1, t1)).unwrap() <= a.p + 1e-12);
        let e = |a, b| rate_ratio::e_test(a, b).unwrap();
        prop_assert!(near(e((k2, t2), (k1, t1)), e((k1, t1), (k2, t2))));
        let a = proportion::difference((k1, 80), (k2, 90), 0.95).unwrap();
        let b = proportion::difference((k2, 90), (k1, 80), 0.95).unwrap();
        prop_assert!(near(a.difference, -b.difference) && near(a.low, -b.high) && near(a.p, b.p));
        prop_assert!(a.low <= a.difference && a.difference <= a.high);
    }

    #[test]
    fn duplicating_the_data_narrows(x in durations(8), y in durations(8)) {
        prop_assume!(varies(&x) && varies(&y));
        let (x4, y4) = (x.repeat(4), y.repeat(4));
        let width = |x: &[f64], y: &[f64]| {
            let [low, high] = ranks::ratio(x, y, 0.95).unwrap().interval.unwrap();
            let w = log_scale::mean_ratio(x, y, 0.95).unwrap();
            let m = interval::quantile(&sorted(x), 0.5, 0.95).unwrap();
            let f = log_normal::fit(x, 0.95).unwrap();
            [high / low, w.high / w.low, m.high - m.low, f.high / f.low]
        };
        for (one, four) in width(&x, &y).into_iter().zip(width(&x4, &y4)) {
            prop_assert!(four <= one * (1.0 + 1e-9), "{:?} {:?}", width(&x, &y), width(&x4, &y4));
        }
        let curve = |x: &[f64]| survival::kaplan_meier(&half_open(x), 0.95).unwrap();
        let error = |x: &[f64]| curve(x).restricted_mean(x.iter().copied().fold(0.0, f64::max)).unwrap().error;
        // Which durations have ended alternates, so that only two and four copies of an odd number have the same curve.
        prop_assert!(error(&x4) <= error(&[x.clone(), x.clone()].concat()) * (1.0 + 1e-9));
    }

    #[test]
    fn more_counts_narrow(k in 1_u64..500, j in 1_u64..500, factor in 2_u64..5) {
        let width = |c: u64| {
            let [low, high] = poisson::garwood(k * c, 0.95).unwrap();
            let r = rate_ratio::rate_ratio((k * c, 1.0), (j * c, 1.0), 0.95).unwrap();
            let [wl, wh] = proportion::wilson(k * c, (k + j) * c, 0.95).unwrap();
            let [cl, ch] = proportion::clopper_pearson(k * c, (k + j) * c, 0.95).unwrap();
            let d = proportion::difference((k * c, (k + j) * c), (j * c, (k + j) * c), 0.95).unwrap();
            [(high - low) / c as f64, r.high.unwrap() / r.low, wh - wl, ch - cl, d.high - d.low]
        };
        let (one, more) = (width(1), width(factor));
        prop_assert!(one.iter().zip(&more).all(|(one, more)| more < one), "{one:?} {more:?}");
    }

    #[test]
    fn areas_and_tests_do_not_depend_on_their_order(counts in proptest::collection::vec((0_u64..60, 0.5_f64..9.0), 5..15), p in proptest::collection::vec(0.0_f64..1.0, 0..12), seed in any::<u64>()) {
        let again = shuffled(&counts, seed);
        let figures = |counts: &[(u64, f64)]| shrinkage::shrink(counts).map(|s| (s.mean, s.alpha, s.areas));
        if let (Some(a), Some(b)) = (figures(&counts), figures(&again)) {
            prop_assert!(near(a.0, b.0) && near(a.1, b.1));
            let mean = |areas: &[shrinkage::Area]| areas.iter().map(|a| a.mean).collect::<Vec<f64>>();
            prop_assert!(all_near(&shuffled(&mean(&a.2), seed), &mean(&b.2)));
        }
        let p: Vec<_> = p.into_iter().map(Some).collect();
        for adjust in [multiplicity::adjust, multiplicity::adjust_dependent, multiplicity::holm] {
            let (plain, moved) = (adjust(&p), adjust(&shuffled(&p, seed)));
            prop_assert_eq!(shuffled(&plain, seed), moved);
            prop_assert!(plain.iter().zip(&p).all(|(q, p)| q.unwrap() >= p.unwrap() - 1e-12 && q.unwrap() <= 1.0));
        }
        let (bh, holm) = (multiplicity::adjust(&p), multiplicity::holm(&p));
        prop_assert!(bh.iter().zip(&holm).all(|(b, h)| b.unwrap() <= h.unwrap() + 1e-12));
    }

    #[test]
    fn groupings_do_not_depend_on_names_or_order(groups in proptest::collection::vec((0_u32..6, 0_u32..6), 1..40), seed in any::<u64>()) {
        let compare = |g: &[(u32, u32)]| {
            let (a, b): (Vec<u32>, Vec<u32>) = g.iter().copied().unzip();
            clustering::compare(&a, &b).unwrap()
        };
        let renamed: Vec<_> = shuffled(&groups, seed).iter().map(|g| (90 - g.0, 70 + g.1 * 2)).collect();
        let swapped: Vec<_> = groups.iter().map(|g| (g.1, g.0)).collect();
        let (a, b, c) = (compare(&groups), compare(&renamed), compare(&swapped));
        prop_assert_eq!(a.pairs, b.pairs);
        prop_assert!(near(a.b_cubed.f1, b.b_cubed.f1) && near(a.v_measure, b.v_measure));
        prop_assert!(near(a.adjusted_information, b.adjusted_information) && near(a.adjusted_rand, c.adjusted_rand));
        prop_assert!(near(a.b_cubed.precision, c.b_cubed.recall) && near(a.homogeneity, c.completeness));
        prop_assert!(near(a.adjusted_information, c.adjusted_information));
    }

    #[test]
    fn covers_cover(incidents in proptest::collection::vec(proptest::collection::vec(0_u32..9, 0..4), 0..25), share in 0.0_f64..=1.0, seed in any::<u64>()) {
        let found = set_cover::cover(&incidents);
        prop_assert_eq!(&found, &set_cover::cover(&shuffled(&incidents, seed)));
        let chosen = found.greedy(share);
        let covered = incidents.iter().filter(|i| i.iter().any(|p| chosen.contains(p))).count();
        prop_assert!(covered as f64 >= share * found.incidents as f64 - 1e-6);
        // Every set of people, tried one by one.
        let enough = |set: u32| {
            let covered = incidents.iter().filter(|i| i.iter().any(|p| set >> p & 1 == 1)).count();
            covered as f64 >= share * found.incidents as f64 - 1e-6
        };
        let smallest = (0..1 << 9).filter(|set| enough(*set)).map(u32::count_ones).min().unwrap();
        prop_assert_eq!(found.smallest(share), Some(smallest as usize));
        prop_assert!(chosen.len() >= smallest as usize);
    }

    #[test]
    fn following_equals_trying_every_pair(mut a in proptest::collection::vec(0_i64..70, 1..20), mut b in proptest::collection::vec(0_i64..70, 1..20), window in 1_i64..20) {
        a.sort_unstable();
        b.sort_unstable();
        let plain = a.iter().filter(|t| b.iter().any(|o| **t < *o && *o - **t <= window)).count();
        prop_assert_eq!(coincidence::followed(&a, &b, window), plain as u64);
        let round = |t: i64, o: i64| (1..=window).contains(&(o - t).rem_euclid(70));
        let ring = coincidence::ring(&a, &b, window, 70).unwrap();
        prop_assert_eq!(ring.observed as usize, a.iter().filter(|t| b.iter().any(|o| round(**t, *o))).count());
        prop_assert_eq!(ring.pairs as usize, a.iter().flat_map(|t| b.iter().map(move |o| round(*t, *o))).filter(|r| *r).count());
    }

    #[test]
    fn scans_equal_trying_every_stretch(counts in proptest::collection::vec(0_u64..4, 2..20), widest in 1_usize..8) {
        let Some(scan) = scan::Scan::new(&counts, &vec![2.0; counts.len()], widest) else { return Ok(()) };
        let (total, bins) = (counts.iter().sum::<u64>() as f64, counts.len() as f64);
        let ln = |a: f64, b: f64| if a > 0.0 { a * (a / b).ln() } else { 0.0 };
        let mut best = 0.0_f64;
        for start in 0..counts.len() {
            for end in start + 1..=counts.len().min(start + widest) {
                let (c, e) = (counts[start..end].iter().sum::<u64>() as f64, total * (end - start) as f64 / bins);
                if c > e && e < total {
                    best = best.max(ln(c, e) + ln(total - c, total - e));
                }
            }
        }
        let found = scan.clusters(9, 0, 1, &[]);
        prop_assert!(near(found.first().map_or(0.0, |c| c.llr), best), "{found:?} {best}");
        let mut taken = vec![0; counts.len()];
        found.iter().for_each(|c| taken[c.start..c.start + c.width].iter_mut().for_each(|t| *t += 1));
        prop_assert!(taken.iter().all(|t| *t <= 1), "stretches overlap: {found:?}");
    }

    #[test]
    fn time_turned_round_turns_a_trend(y in proptest::collection::vec(0_u32..30, 12..30)) {
        let points: Vec<_> = y.iter().zip(0..).map(|(y, i)| (f64::from(i), f64::from(*y))).collect();
        let back: Vec<_> = y.iter().rev().zip(0..).map(|(y, i)| (f64::from(i), f64::from(*y))).collect();
        let (a, b) = (trend::mann_kendall(&points, 0.95).unwrap(), trend::mann_kendall(&back, 0.95).unwrap());
        prop_assert!(a.s == -b.s && near(a.p, b.p) && near(a.slope, -b.slope));
        let values: Vec<f64> = points.iter().map(|p| p.1).collect();
        let (a, b) = (change_point::rank_change(&values).unwrap(), change_point::rank_change(&back.iter().map(|p| p.1).collect::<Vec<_>>()).unwrap());
        prop_assert!(near(a.k, b.k) && near(a.p, b.p));
        let bins: Vec<_> = y.iter().map(|c| (u64::from(*c), 1.0)).collect();
        let mut ratios = change_point::rate_ratios(&bins);
        ratios.reverse();
        prop_assert!(all_near(&ratios, &change_point::rate_ratios(&bins.into_iter().rev().collect::<Vec<_>>())));
    }

    #[test]
    fn incidents_outside_the_window_change_nothing(starts in proptest::collection::vec((0_i64..50, 1_i64..30), 0..12), outside in 50_i64..90) {
        let spans: Vec<Span> = starts.iter().map(|(s, l)| Span { start: *s, end: Some(s + l) }).collect();
        let before = sweep(&spans, [0, 50]);
        let more: Vec<Span> = [Span { start: outside, end: None }, Span { start: -20, end: Some(0) }].into_iter().chain(spans).collect();
        let after = sweep(&more, [0, 50]);
        prop_assert_eq!(&before.time_at_level, &after.time_at_level);
        prop_assert_eq!(&before.each, &after.each[2..]);
    }
}

proptest! {
    // Each case deals the values out sixty thousand times.
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn noise_does_not_depend_on_order_or_unit(x in durations(5), y in durations(5), seed in any::<u64>()) {
        let item = |(v, i): (&f64, u32)| (*v, i % 3);
        let (x, y): (Vec<_>, Vec<_>) = (x.iter().zip(0..).map(item).collect(), y.iter().zip(0..).map(item).collect());
        let band = |x: &[permutation::StratifiedItem], y: &[permutation::StratifiedItem], r: f64| permutation::noise_band(x, y, r, 3, &[1]).unwrap();
        let a = band(&x, &y, 1.0);
        let b = band(&shuffled(&x, seed), &shuffled(&y, seed), 1.0);
        prop_assert_eq!(a.mean, b.mean);
        prop_assert_eq!(a.median, b.median);
        let double = |items: &[permutation::StratifiedItem]| items.iter().map(|i| (i.0 * 4.0, i.1)).collect::<Vec<_>>();
        let c = band(&double(&x), &double(&y), 4.0);
        for (a, c) in [(a.mean, c.mean), (a.median, c.median), (a.geometric_mean, c.geometric_mean)] {
            let (a, c) = (a.unwrap(), c.unwrap());
            prop_assert!(near(a.ratio, c.ratio) && near(a.low, c.low) && near(a.high, c.high));
            prop_assert!((a.share - c.share).abs() < 0.01 && a.low <= a.high);
        }
    }
}
