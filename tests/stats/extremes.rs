//! Every public function meets every awkward input: nothing panics or hangs, no result holds NaN or infinity, and every
//! p-value is a probability.

use crate::stats::sorted;
use retroscope::stats::survival::{self, CompetingEvent};
use retroscope::stats::{
    agreement, binomial, bootstrap, bursts, change_point, circular, clustering, coincidence, concentration,
    control_chart, decomposition, interval, log_normal, log_scale, multiplicity, permutation, poisson, proportion,
    quantile, queue, rank_sets, ranks, rate_ratio, recurrence, scan, set_cover, shrinkage, similarity, special,
    stratified_ranks, summary, trend,
};
use std::fmt::Debug;

/// Looks at every number of a result as it prints.
#[track_caller]
fn sane(what: &str, input: &dyn Debug, result: &impl Debug) {
    let text = format!("{result:?}");
    let parts: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric() && !"_-.+".contains(c)).collect();
    for part in &parts {
        assert!(!["NaN", "inf", "-inf"].contains(part), "{what} of {input:?}: {text}");
    }
    let values: Vec<&&str> = parts.iter().filter(|p| !p.is_empty()).collect();
    for pair in values.windows(2).filter(|w| ["p", "p_normal", "p_upper", "share", "superiority"].contains(w[0])) {
        let p: f64 = pair[1].parse().unwrap_or(0.5);
        assert!((0.0..=1.0).contains(&p), "{what} of {input:?}: {text}");
    }
}

/// Nothing, one, two, all equal, all zero, one huge value, ties everywhere, tiny differences, far apart.
fn samples() -> Vec<Vec<f64>> {
    let ties = || [1.0, 2.0, 3.0].into_iter().flat_map(|v| [v; 5]).collect();
    let run = |n: i32| (1..=n).map(f64::from).collect::<Vec<f64>>();
    vec![
        vec![],
        vec![0.0],
        vec![7.0],
        vec![1e12],
        vec![0.0, 0.0],
        vec![1.0, 2.0],
        vec![-0.0, 0.0, 0.0],
        vec![5.0; 9],
        vec![0.0; 12],
        run(9),
        run(60),
        [run(20), vec![1e12]].concat(),
        [vec![0.0; 11], vec![1e12]].concat(),
        ties(),
        vec![1.0, 1.0 + 1e-15, 1.0 - 1e-15, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0],
        run(12).iter().map(|v| v * 1e-9).collect(),
        run(12).iter().map(|v| v + 1e12).collect(),
        run(30).iter().map(|v| v.exp()).collect(),
    ]
}

/// Samples that no function may accept.
fn broken() -> Vec<Vec<f64>> {
    vec![vec![f64::NAN; 12], vec![1.0, 2.0, f64::NAN], vec![1.0, 3.0, f64::INFINITY], vec![4.0, f64::NEG_INFINITY, 2.0]]
}

const LEVELS: [f64; 3] = [1e-9, 0.95, 1.0 - 1e-9];
const NO_LEVELS: [f64; 5] = [0.0, 1.0, -0.5, 2.0, f64::NAN];
const COUNTS: [u64; 7] = [0, 1, 2, 5, 40, 1_000, 1_000_000];
const EXPOSURES: [f64; 4] = [1e-9, 1.0, 13.0, 1e12];
const NO_EXPOSURES: [f64; 4] = [0.0, -1.0, f64::NAN, f64::INFINITY];

fn with_stratum(values: &[f64]) -> Vec<permutation::StratifiedItem> {
    values.iter().zip(0..).map(|(v, i)| (*v, i % 2)).collect()
}

#[test]
fn one_sample() {
    for x in samples() {
        let s = sorted(&x);
        for p in [0.0, 1e-12, 0.5, 0.95, 1.0, -3.0, 7.0] {
            sane("linear", &x, &quantile::linear(&s, p));
            sane("inverted", &x, &quantile::inverted(&s, p));
            sane("missing", &x, &decomposition::missing_bounds(&s, 3, p));
            let weighted: Vec<_> = x.iter().map(|v| (*v, 0.5)).collect();
            sane("weighted", &x, &decomposition::weighted_quantile(&weighted, p));
        }
        sane("summary", &x, &summary::summarise(&s));
        sane("without", &x, &summary::without_largest(&s));
        sane("concentration", &x, &concentration::concentration(&x));
        sane("top", &x, &concentration::top_share(&x, 0.2));
        sane("individuals", &x, &control_chart::individuals(&x, Some(0.0)));
        sane("individuals by median", &x, &control_chart::individuals_by_median(&x, None));
        sane("burstiness", &x, &recurrence::burstiness(&x));
        sane("rayleigh", &x, &circular::rayleigh(&x, 24.0));
        sane("rank change", &x, &change_point::rank_change(&x));
        sane("resample", &x, &bootstrap::resample(&x, 9, 1, &[], |v| quantile::median(&sorted(v)).unwrap_or(0.0)));
        for conf in LEVELS {
            sane("interval", &x, &interval::quantile(&s, 0.5, conf));
            let points: Vec<_> = (0..).map(f64::from).zip(x.iter().copied()).collect();
            sane("trend", &x, &trend::mann_kendall(&points, conf));
            sane("accelerated", &x, &bootstrap::accelerated(3.0, &s, &x, conf));
            sane("log-normal", &x, &log_normal::fit(&x, conf));
            sane("log-normal mean", &x, &log_normal::mean_interval(&x, conf));
        }
    }
}

#[test]
fn two_samples() {
    for x in samples() {
        for y in samples() {
            let both = (x.as_slice(), y.as_slice());
            sane("mann_whitney", &both, &ranks::mann_whitney(&x, &y));
            sane("brunner_munzel", &both, &stratified_ranks::brunner_munzel(&x, &y));
            sane("van_elteren", &both, &stratified_ranks::van_elteren(&[(&x, &y), (&y, &y), (&x, &[])]));
            let (a, b) = (with_stratum(&x), with_stratum(&y));
            if x.len() + y.len() < 12 {
                sane("every_split", &both, &permutation::every_split(&a, &b, 1.0));
            }
            for conf in LEVELS {
                sane("shift", &both, &ranks::shift(&x, &y, conf));
                sane("ratio", &both, &ranks::ratio(&x, &y, conf));
                sane("mean_ratio", &both, &log_scale::mean_ratio(&x, &y, conf));
            }
            assert!(!x.is_empty() && !y.is_empty() || ranks::mann_whitney(&x, &y).is_none(), "{both:?}");
        }
        sane(
            "noise",
            &x,
            &permutation::noise_band(&with_stratum(&x), &with_stratum(&[1.0, 0.0, 5.0, 9.0]), 1.0, 1, &[]),
        );
    }
}

#[test]
fn broken_samples_are_refused() {
    for x in broken() {
        let good: Vec<f64> = (1..=12).map(f64::from).collect();
        for (a, b) in [(&x, &good), (&good, &x)] {
            assert_eq!(ranks::mann_whitney(a, b), None);
            assert_eq!(ranks::shift(a, b, 0.95), None);
            assert_eq!(ranks::ratio(a, b, 0.95), None);
            assert_eq!(log_scale::mean_ratio(a, b, 0.95), None);
            assert_eq!(stratified_ranks::brunner_munzel(a, b), None);
            assert_eq!(stratified_ranks::van_elteren(&[(&good, &good), (a, b)]), None);
            assert_eq!(permutation::noise_band(&with_stratum(a), &with_stratum(b), 1.0, 1, &[]), None);
            assert_eq!(permutation::every_split(&with_stratum(a), &with_stratum(b), 1.0), None);
        }
        let points: Vec<_> = (0..).map(f64::from).zip(x.iter().copied()).collect();
        assert_eq!(trend::mann_kendall(&points, 0.95), None);
        assert_eq!(concentration::concentration(&x), None);
        assert_eq!(concentration::top_share(&x, 0.5), None);
        assert_eq!(log_normal::fit(&x, 0.95), None);
        assert_eq!(log_normal::mean_interval(&x, 0.95), None);
        assert_eq!(circular::rayleigh(&x, 24.0), None);
        assert_eq!(change_point::rank_change(&x), None);
        assert_eq!(recurrence::burstiness(&x), None);
        assert_eq!(control_chart::individuals(&x.repeat(4), None), None);
        assert_eq!(control_chart::individuals_by_median(&x.repeat(4), None), None);
        assert_eq!(bootstrap::accelerated(1.0, &x, &good, 0.95), None);
        let seen: Vec<_> = x.iter().map(|t| (*t, true)).collect();
        assert_eq!(survival::kaplan_meier(&seen, 0.95), None);
        assert_eq!(survival::log_rank(&[[&seen, &[(1.0, true)]]]), None);
        assert_eq!(survival::aalen_johansen(&[(x[0], CompetingEvent::First), (f64::NAN, CompetingEvent::Open)]), None);
        // These take slices that are promised to be finite; they may not panic.
        let s = sorted(&x);
        let _ = (summary::summarise(&s), summary::without_largest(&s), interval::quantile(&s, 0.5, 0.95));
        let _ = (quantile::linear(&s, 0.3), quantile::inverted(&s, 0.3), decomposition::missing_bounds(&s, 2, 0.5));
        let _ = decomposition::weighted_quantile(&x.iter().map(|v| (1.0, *v)).collect::<Vec<_>>(), 0.5);
    }
    for conf in NO_LEVELS {
        let x = [1.0, 2.0, 3.0, 5.0, 8.0];
        assert_eq!(ranks::shift(&x, &x, conf), None);
        assert_eq!(log_scale::mean_ratio(&x, &x, conf), None);
        assert_eq!(log_normal::fit(&x, conf), None);
        assert_eq!(poisson::garwood(3, conf), None);
        assert_eq!(rate_ratio::rate_ratio((1, 1.0), (2, 1.0), conf), None);
        assert_eq!(proportion::wilson(1, 2, conf), None);
        assert_eq!(proportion::clopper_pearson(1, 2, conf), None);
        assert_eq!(proportion::difference((1, 2), (1, 2), conf), None);
        assert_eq!(survival::kaplan_meier(&[(1.0, true)], conf), None);
        assert_eq!(interval::quantile_ranks(9, 0.5, conf), None);
        assert_eq!(bootstrap::accelerated(1.0, &x, &x, conf), None);
        assert_eq!(log_scale::detectable_ratio(1.0, [9, 9], conf, 0.8, log_scale::LimitTest::Welch), None);
    }
}

#[test]
fn open_durations() {
    for x in samples() {
        let none: Vec<_> = x.iter().map(|t| (*t, false)).collect();
        let some: Vec<_> = x.iter().zip(0..).map(|(t, i)| (*t, i % 3 > 0)).collect();
        for (a, b) in [(&none, &none), (&none, &some), (&some, &none), (&some, &some), (&some, &vec![])] {
            sane("log_rank", &x, &survival::log_rank(&[[a, b], [b, a]]));
            sane("log_rank of one", &x, &survival::log_rank(&[[a, b]]));
            LEVELS.iter().for_each(|conf| sane("curve", &x, &survival::kaplan_meier(a, *conf)));
            let Some(curve) = survival::kaplan_meier(a, 0.95) else { continue };
            sane("median", &x, &(curve.quantile(0.5), curve.median_interval(), curve.at(3.0)));
            sane("mean", &x, &(curve.restricted_mean(curve.longest), curve.restricted_mean(0.0)));
        }
        if let Some(all_open) = survival::kaplan_meier(&none, 0.95) {
            assert!(all_open.steps.is_empty() && all_open.quantile(0.5).is_none(), "{x:?}");
        }
        for outcome in [CompetingEvent::Open, CompetingEvent::First, CompetingEvent::Second] {
            let items: Vec<_> = x.iter().map(|t| (*t, outcome)).collect();
            sane("aalen_johansen", &x, &survival::aalen_johansen(&items));
        }
    }
}

#[test]
fn counts_and_exposures() {
    for k in COUNTS {
        for conf in LEVELS {
            sane("garwood", &(k, conf), &poisson::garwood(k, conf));
            for t in EXPOSURES {
                sane("rate", &(k, t), &poisson::rate(k, t, conf));
            }
        }
        for other in COUNTS {
            for (t1, t2) in EXPOSURES.iter().flat_map(|a| EXPOSURES.iter().map(move |b| (*a, *b))) {
                let input = ((k, t1), (other, t2));
                sane("rate_ratio", &input, &rate_ratio::rate_ratio((k, t1), (other, t2), 0.95));
                sane("mid_p", &input, &rate_ratio::mid_p((k, t1), (other, t2)));
                sane("silence", &input, &recurrence::silence(k, t1, other, t2));
            }
            if k + other < 3_000 {
                sane("e_test", &(k, other), &rate_ratio::e_test((k, 1.0), (other, 2.0)));
            }
            sane("sign", &(k, other), &proportion::sign_test(k, other));
            for conf in LEVELS {
                sane("wilson", &(k, other), &proportion::wilson(k, other, conf));
                sane("clopper_pearson", &(k, other), &proportion::clopper_pearson(k, other, conf));
                sane("difference", &(k, other), &proportion::difference((k, other), (1, 3), conf));
                sane("difference", &(k, other), &proportion::difference((0, 5), (k, other), conf));
            }
            sane("cochran", &(k, other), &proportion::cochran_armitage(&[(k, other, 0.0), (1, 4, 1.0), (0, 3, 2.0)]));
            sane(
                "binomial",
                &(k, other),
                &[0.0, 0.5, 1.0].map(|p| (binomial::cdf(k, other, p), binomial::at_least(k, other, p))),
            );
            let table = [vec![k, other], vec![0, k]];
            sane("reclassed", &(k, other), &agreement::reclassed(&table));
        }
        for t in NO_EXPOSURES {
            assert_eq!(poisson::rate(k, t, 0.95), None);
            assert_eq!(rate_ratio::rate_ratio((k, t), (1, 1.0), 0.95), None);
            assert_eq!(rate_ratio::rate_ratio((1, 1.0), (k, t), 0.95), None);
            assert_eq!(rate_ratio::mid_p((k, t), (1, 1.0)), None);
            assert_eq!(rate_ratio::e_test((1, 1.0), (k, t)), None);
            assert_eq!(recurrence::silence(k, t, 0, 1.0), None);
            assert_eq!(recurrence::silence_needed(k, t, 0.05), None);
            assert_eq!(recurrence::next(k, t), None);
            assert_eq!(shrinkage::shrink(&[(k, t), (1, 1.0), (2, 1.0), (9, 1.0), (4, 1.0)]), None);
            assert_eq!(control_chart::rates(&[(k, t); 9]), None);
            assert_eq!(change_point::rate_change(&[(k, t); 14], 9, 1, &[]), None);
            assert_eq!(trend::quasi_poisson(&[(1.0, k, t); 9], 0.95), None);
        }
        for t in EXPOSURES {
            let Some(next) = recurrence::next(k, t) else { panic!("{k} {t}") };
            sane("next", &(k, t), &(next.none_within(0.0), next.none_within(1e12), next.wait(0.5), next.rate(0.95)));
            sane("needed", &(k, t), &recurrence::silence_needed(k, t, 0.05));
        }
    }
}

#[test]
fn series_of_counts() {
    let ramp: Vec<u64> = (0..14).collect();
    let series =
        [vec![], vec![0; 14], vec![3; 14], vec![1], vec![0, 9], vec![0, 0, 1_000_000, 0, 0, 0, 0, 0, 0, 1], ramp];
    for counts in series {
        let bins: Vec<_> = counts.iter().map(|c| (*c, 1.0)).collect();
        let mixed: Vec<_> = counts.iter().zip(EXPOSURES.iter().cycle()).map(|(c, e)| (*c, *e)).collect();
        let small: u64 = counts.iter().sum();
        for bins in [&bins, &mixed] {
            if small < 1_000 {
                sane("rate_change", bins, &change_point::rate_change(bins, 19, 1, &[]));
            }
            sane("rates", bins, &control_chart::rates(bins));
            sane("shrink", bins, &shrinkage::shrink(bins));
            sane("shrink by likelihood", bins, &shrinkage::shrink_by_likelihood(bins));
            let timed: Vec<_> = (0..).map(f64::from).zip(bins).map(|(t, b)| (t, b.0, b.1)).collect();
            LEVELS.iter().for_each(|conf| sane("quasi_poisson", bins, &trend::quasi_poisson(&timed, *conf)));
        }
        sane("dispersion", &counts, &control_chart::dispersion(&counts));
        for baseline in [1.0, 0.0, 1e-12, 1e12, f64::NAN] {
            let scan = scan::Scan::new(&counts, &vec![baseline; counts.len()], 5);
            assert!(baseline > 0.0 || scan.is_none(), "{counts:?} {baseline}");
            if small < 1_000 {
                sane("scan", &counts, &scan.map(|s| s.clusters(3, 9, 1, &[])));
            }
        }
        let pairs: Vec<_> = counts.iter().map(|c| (*c, c + 2)).collect();
        sane("bursts", &counts, &bursts::bursts(&pairs, 2.0, 1.0));
        sane("bursts", &counts, &bursts::bursts(&pairs, 1e300, 0.0));
    }
    assert!(scan::Scan::new(&[1, 2], &[1.0], 3).is_none() && scan::Scan::new(&[1, 2], &[1.0, 1.0], 0).is_none());
    assert!(scan::Scan::new(&[1, 0], &[0.0, 1.0], 1).is_none(), "events where the baseline has none");
}

#[test]
fn groups_sequences_and_sets() {
    assert_eq!(clustering::compare(&[], &[]), None);
    assert_eq!(clustering::compare(&[1], &[]), None);
    for groups in [vec![0], vec![0, 0], vec![0, 1], vec![3; 40], (0..40).collect(), (0..40).map(|i| i % 7).collect()] {
        for other in [vec![0; groups.len()], (0..groups.len() as u32).collect(), groups.clone()] {
            let found = clustering::compare(&groups, &other).unwrap();
            sane("compare", &groups, &found);
            sane("pairs", &groups, &found.pairs.agreement());
            let perfect = found.b_cubed.f1 > 1.0 - 1e-12;
            assert!(
                groups != other || perfect && found.adjusted_rand == 1.0 && found.v_measure > 1.0 - 1e-12,
                "{groups:?}"
            );
            assert!(groups != other || (found.adjusted_information - 1.0).abs() < 1e-9, "{groups:?} {found:?}");
        }
    }
    for times in [vec![], vec![0], vec![5, 5, 5, 5, 5], (0..70).collect::<Vec<i64>>()] {
        for window in [i64::MIN, 0, 1, i64::MAX] {
            sane("followed", &times, &coincidence::followed(&times, &times, window));
            sane("ring", &times, &coincidence::ring(&times, &times, window, 70));
            sane("weeks", &times, &coincidence::weeks([&times, &times], window, (7, 10), 19, (1, &[])));
        }
    }
    assert_eq!(coincidence::weeks([&[1], &[70]], 5, (7, 10), 9, (1, &[])), None, "an event after the last week");
    assert_eq!(coincidence::weeks([&[1], &[2]], 5, (i64::MAX, 10), 9, (1, &[])), None, "weeks without end");
    assert_eq!(coincidence::overlap(&[vec![1; 14], vec![1; 13]], 7, 2, 9, (1, &[])), None);
    let full = coincidence::overlap(&vec![vec![255; 14]; 300], 7, 60_000, 9, (1, &[])).unwrap();
    assert_eq!(full.p, 1.0);
    for incidents in [vec![], vec![vec![]], vec![vec![1]], vec![vec![1, 1, 1]; 30], (0..40).map(|p| vec![p]).collect()]
    {
        let found = set_cover::cover(&incidents);
        for share in [0.0, 0.5, 1.0, -1.0, 9.0, f64::NAN] {
            assert!(found.greedy(share).len() <= found.members.len());
            assert!(found.smallest(share).is_none_or(|n| n <= found.greedy(share).len()), "{incidents:?} {share}");
        }
    }
    let weighted = similarity::weigh(&[vec![], vec![1], vec![1, 1, 2]]);
    sane("weigh", &"", &weighted);
    assert_eq!(
        (similarity::cosine(&weighted[0], &weighted[1]), similarity::cosine(&weighted[1], &weighted[1])),
        (0.0, 1.0)
    );
    assert_eq!((similarity::chance_of_candidate(-1.0, 4, 32), similarity::chance_of_candidate(9.0, 4, 32)), (0.0, 1.0));
    assert_eq!(similarity::candidate_threshold(0, 3), None);
    assert_eq!(multiplicity::adjust(&[None, Some(f64::NAN), Some(2.0)]), [None, None, None]);
    assert_eq!(multiplicity::holm(&[Some(0.0), Some(1.0), None]), [Some(0.0), Some(1.0), None]);
    assert_eq!(multiplicity::adjust_dependent(&[]), []);
    assert!(agreement::reclassed(&[]).is_none() && agreement::reclassed(&[vec![1, 2]]).is_none());
}

#[test]
fn limits_of_distributions() {
    for load in [0.0, 1e-9, 1.0, 500.0] {
        for staff in [0, 1, 3, 1_000] {
            sane(
                "queue",
                &(load, staff),
                &(queue::at_least(staff, load), queue::erlang_b(load, staff), queue::erlang_c(load, staff)),
            );
        }
    }
    for (x, df) in [(0.0, 1.0), (1e9, 1.0), (1e-300, 5.0), (40.0, 1e6)] {
        sane("tails", &(x, df), &(special::chi2_sf(x, df), special::t_sf(x, df), special::normal_sf(x)));
    }
    for n in [0, 1, 50, 5_000] {
        for power in [0.0, 1e-9, 0.8, 1.0 - 1e-9, 1.0] {
            for sigma in [0.0, 1.25, 1e3, f64::NAN] {
                sane(
                    "limit",
                    &(n, power, sigma),
                    &log_scale::detectable_ratio(sigma, [n, 40], 0.95, power, log_scale::LimitTest::Welch),
                );
            }
        }
        sane("median", &n, &bootstrap::median_distribution(n + 1 - n % 2).map(|m| m.iter().sum::<f64>()));
    }
    for counts in [
        vec![],
        vec![(1, 2.0), (0, 1.0)],
        vec![(0, 1.0); 6],
        vec![(7, 1.0); 6],
        vec![(1_000_000, 1e-9), (0, 1e12), (1, 1.0), (2, 1.0), (3, 1.0)],
    ] {
        let found = shrinkage::shrink(&counts);
        sane("shrink", &counts, &found);
        if let Some(found) = found {
            sane(
                "intervals",
                &counts,
                &found.areas.iter().map(|a| (a.interval(0.95), a.above(found.areas[0]))).collect::<Vec<_>>(),
            );
        }
        sane("sets of ranks", &counts, &rank_sets::rank_sets(&counts, 0.95, 9));
        sane("among the first", &counts, &rank_sets::among_first(&counts, 0, 3));
    }
}
