//! Reference vectors of the methods for special cases, and the fields that the main tests leave out.

use crate::stats::vectors::fields;
use crate::stats::{numbers, sorted, vector};
use retroscope::stats::{
    binomial, bootstrap, log_normal, multiplicity, quantile, random, ranks, rate_ratio, stratified_ranks,
};

#[test]
fn unequal_spread_and_strata() {
    let Some(v) = vector("brunner_munzel") else { return };
    let b = stratified_ranks::brunner_munzel(&v.numbers("x"), &v.numbers("y")).unwrap();
    fields(&v, v.expected(), &[("W", b.w.unwrap()), ("df", b.degrees.unwrap()), ("p", b.p)]);
    let v = vector("van_elteren").unwrap();
    let strata: Vec<[Vec<f64>; 2]> =
        v.0["input"]["strata"].as_array().unwrap().iter().map(|s| [numbers(&s[0]), numbers(&s[1])]).collect();
    let pairs: Vec<(&[f64], &[f64])> = strata.iter().map(|[x, y]| (x.as_slice(), y.as_slice())).collect();
    let t = stratified_ranks::van_elteren(&pairs).unwrap();
    fields(&v, v.expected(), &[("z", t.z), ("p", t.p)]);
    assert_eq!(t.strata, 2);
}

#[test]
fn rest_of_the_sample_comparisons() {
    let Some(v) = vector("hodges_lehmann_exact") else { return };
    let s = ranks::shift(&v.numbers("x"), &v.numbers("y"), 0.95).unwrap();
    v.check(s.coverage, &v.expected()["achieved"], "achieved");
    let v = vector("mann_whitney_exact").unwrap();
    let m = ranks::mann_whitney(&v.numbers("x"), &v.numbers("y")).unwrap();
    fields(&v, v.expected(), &[("cliffs_delta", 2.0 * m.superiority - 1.0)]);
    let v = vector("hl_ratio").unwrap();
    let m = ranks::mann_whitney(&v.numbers("x"), &v.numbers("y")).unwrap();
    fields(&v, v.expected(), &[("U", m.u)]);
}

#[test]
fn resampling() {
    let Some(v) = vector("exact_bootstrap_median") else { return };
    let x = v.numbers("x");
    let masses = bootstrap::median_distribution(x.len() as u64).unwrap();
    assert_eq!(masses.len(), v.expected()["pmf"].as_array().unwrap().len());
    let middle = |values: &[f64]| quantile::median(&sorted(values)).unwrap();
    let drawn = bootstrap::resample(&x, 100_000, 1, &[3], middle);
    let mut chi2 = 0.0;
    for (at, mass) in masses.iter().enumerate() {
        v.check(Some(*mass), &v.expected()["pmf"][at], "mass");
        let seen = drawn.iter().filter(|m| **m == x[at]).count() as f64;
        chi2 += (seen - 100_000.0 * mass).powi(2) / (100_000.0 * mass);
    }
    assert!(chi2 < 18.47, "{chi2} is above the 99.9 % point of chi-square with 4 degrees of freedom");
    assert_eq!(bootstrap::median_distribution(4), None);

    let v = vector("bca_pieces").unwrap();
    let logs: Vec<f64> = v.numbers("x").iter().map(|x| x.ln()).collect();
    let (n, total) = (logs.len() as f64, logs.iter().sum::<f64>());
    let without_each: Vec<f64> = logs.iter().map(|l| (total - l) / (n - 1.0)).collect();
    let found = bootstrap::accelerated(total / n, &v.numbers("boot_sorted"), &without_each, 0.95).unwrap();
    let c = found.correction.unwrap();
    let got = [("theta", total / n), ("z0", c.bias), ("a", c.acceleration), ("alpha1", c.levels[0])];
    fields(&v, v.expected(), &got);
    fields(&v, v.expected(), &[("alpha2", c.levels[1]), ("lo", found.low), ("hi", found.high)]);
    // One resample below the measure, two equal to it, one above: no bias.
    let tied = bootstrap::accelerated(2.0, &[1.0, 2.0, 2.0, 3.0], &[1.0, 2.0, 3.0], 0.95).unwrap();
    assert!(tied.correction.unwrap().bias.abs() < 1e-12, "{tied:?}");
    let equal = bootstrap::accelerated(2.0, &[2.0; 9], &[2.0; 3], 0.95).unwrap();
    assert_eq!((equal.low, equal.high, equal.correction), (2.0, 2.0, None));
}

#[test]
fn log_normal_fits() {
    let Some(v) = vector("lognormal_summary") else { return };
    let x = v.numbers("x");
    let f = log_normal::fit(&x, 0.95).unwrap();
    let e = v.expected();
    fields(&v, e, &[("mu", f.mu), ("sigma", f.sigma), ("gm", f.geometric_mean), ("gm_lo", f.low), ("gm_hi", f.high)]);
    fields(&v, e, &[("AD_A2", f.a2), ("AD_A2star", f.a2_corrected), ("AD_p", f.p), ("ppcc", f.correlation)]);
    assert!(f.plausible());
    let mean = x.iter().sum::<f64>() / x.len() as f64;
    let sd = (x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (x.len() - 1) as f64).sqrt();
    let all = retroscope::stats::summary::summarise(&sorted(&x)).unwrap();
    fields(&v, e, &[("mean", all.mean), ("sd", sd), ("cv", sd / all.mean)]);
    let v = vector("lognormal_mean_cox").unwrap();
    let (mean, [low, high]) = log_normal::mean_interval(&v.numbers("x"), 0.95).unwrap();
    fields(&v, v.expected(), &[("mean", mean), ("lo", low), ("hi", high)]);
}

#[test]
fn other_tests_of_rates() {
    let Some(v) = vector("rate_ratio_etest") else { return };
    v.check(rate_ratio::e_test((18, 13.0), (30, 13.0)), &v.expected()["p"], "p");
    let v = vector("rate_ratio_exact").unwrap();
    for row in v.expected().as_array().unwrap() {
        let i = numbers(&row[0]);
        let (current, previous) = ((i[0] as u64, i[1]), (i[2] as u64, i[3]));
        v.check(rate_ratio::mid_p(current, previous), &row[1]["p_mid"], "mid-p");
        // The convention that is not offered, because it can contradict the interval.
        let (total, share) = (current.0 + previous.0, i[1] / (i[1] + i[3]));
        let mass = |k: u64| binomial::ln_pmf(k, total, share).exp();
        let limit = mass(current.0) * (1.0 + 1e-7);
        let least_likely: f64 = (0..=total).map(mass).filter(|m| *m <= limit).sum();
        v.check(Some(least_likely), &row[1]["p_minlike"], "minlike");
    }
    let v = vector("bh_fdr").unwrap();
    let p: Vec<_> = v.numbers("p").into_iter().map(Some).collect();
    for (i, (by, holm)) in multiplicity::adjust_dependent(&p).into_iter().zip(multiplicity::holm(&p)).enumerate() {
        v.check(by, &v.expected()["by"][i], "by");
        v.check(holm, &v.expected()["holm"][i], "holm");
    }
    let v = vector("splitmix64").unwrap();
    let mut g = random::SplitMix64::new(1_234_567);
    for want in v.expected()["f64_53bit"].as_array().unwrap() {
        v.check(Some(g.next_f64()), want, "f64");
    }
    assert_eq!(random::SplitMix64::new(0).next_u64().to_string(), v.expected()["seed0_first"].as_str().unwrap());
}
