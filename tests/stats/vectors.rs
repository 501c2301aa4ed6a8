//! Every reference vector has a test, here or in the module above, or a reason why it has none.

use crate::stats::vector;
use crate::stats::{Vector, numbers, sorted};
use retroscope::stats::survival::{self, CompetingEvent};
use retroscope::stats::{
    concentration, control_chart, decomposition, log_scale, multiplicity, proportion, queue, ranks, rate_ratio,
};
use retroscope::stats::{permutation, random, recurrence, shrinkage, trend};
use serde_json::Value;

/// Checked in the parent module.
const ABOVE: &[&str] = &[
    "quantile",
    "order_stat_ci_ranks",
    "order_stat_min_n",
    "median_ci",
    "lognormal_summary",
    "leave_one_out",
    "poisson_garwood",
    "poisson_rate_ci",
    "special_functions",
    "concurrency_sweep",
    "concurrency_gaps",
];

/// Checked in this file.
const HERE: &[&str] = &[
    "gm_ratio_welch",
    "mann_whitney_exact",
    "mann_whitney_ties",
    "hodges_lehmann_exact",
    "hl_ratio",
    "km",
    "logrank_freireich",
    "logrank_small",
    "logrank_stratified",
    "aalen_johansen",
    "rate_ratio_exact",
    "proportion_ci",
    "proportion_diff",
    "gamma_poisson_eb",
    "gamma_greater",
    "concentration",
    "gini_null_exact",
    "bh_fdr",
    "bh_fdr_unsorted",
    "xmr",
    "u_chart",
    "dispersion",
    "quasi_poisson_trend",
    "theil_sen_mk",
    "mann_kendall_ties",
    "burstiness",
    "next_recurrence",
    "fix_held",
    "mg_inf",
    "erlang",
    "direction_asymmetry",
    "kitagawa",
    "reweighted_quantile",
    "missing_bounds",
    "cochran_armitage",
    "min_detectable_ratio",
    "splitmix64",
    "permutation_exact",
];

/// Checked in the other files of this folder.
const MORE: &[&str] = &[
    "brunner_munzel",
    "van_elteren",
    "exact_bootstrap_median",
    "bca_pieces",
    "lognormal_mean_cox",
    "rate_ratio_etest",
    "poisson_changepoint",
    "pettitt",
    "rayleigh",
    "severity_reclass",
    "kleinberg_batched",
    "scan_statistic",
    "tfidf_cosine",
    "jaccard_lsh",
    "responder_dependency",
    "cascade_circular_shift",
    "clustering_metrics",
];

/// Checked elsewhere, because no function of `stats` does it.
const ELSEWHERE: &[(&str, &str)] =
    &[("local_time_nights", "local time needs time zones"), ("night_length", "local time needs time zones")];

#[test]
fn every_vector_has_a_place() {
    let Some(shared) = crate::support::shared() else { return };
    let all: Value = serde_json::from_str(&std::fs::read_to_string(shared.join("stat_vectors.json")).unwrap()).unwrap();
    let mut ids: Vec<&str> = all["vectors"].as_array().unwrap().iter().map(|v| v["id"].as_str().unwrap()).collect();
    let mut known: Vec<&str> =
        ABOVE.iter().chain(HERE).chain(MORE).copied().chain(ELSEWHERE.iter().map(|e| e.0)).collect();
    ids.sort_unstable();
    known.sort_unstable();
    assert_eq!(ids, known);
}

pub(super) fn seen(t: &Value, e: &Value) -> Vec<(f64, bool)> {
    numbers(t).into_iter().zip(numbers(e).into_iter().map(|e| e > 0.0)).collect()
}

/// Holds each figure against the field of the same name.
pub(super) fn fields(v: &Vector, e: &Value, got: &[(&str, f64)]) {
    for (name, got) in got {
        v.check(Some(*got), &e[*name], name);
    }
}

#[test]
fn samples() {
    let Some(v) = vector("gm_ratio_welch") else { return };
    let r = log_scale::mean_ratio(&v.numbers("x"), &v.numbers("y"), 0.95).unwrap();
    let got = [("ratio", r.ratio), ("lo", r.low), ("hi", r.high), ("t", r.t), ("df", r.degrees), ("p", r.p)];
    fields(&v, v.expected(), &got);
    let v = vector("mann_whitney_exact").unwrap();
    let m = ranks::mann_whitney(&v.numbers("x"), &v.numbers("y")).unwrap();
    fields(&v, v.expected(), &[("U", m.u), ("p_exact", m.p), ("p_asym_cc", m.p_normal), ("A", m.superiority)]);
    let v = vector("mann_whitney_ties").unwrap();
    let m = ranks::mann_whitney(&v.numbers("x"), &v.numbers("y")).unwrap();
    fields(&v, v.expected(), &[("U", m.u), ("sigma", m.sigma), ("p", m.p), ("A", m.superiority)]);
    let v = vector("hodges_lehmann_exact").unwrap();
    let s = ranks::shift(&v.numbers("x"), &v.numbers("y"), 0.95).unwrap();
    let [lo, hi] = s.interval.unwrap();
    fields(&v, v.expected(), &[("shift", s.estimate), ("lo", lo), ("hi", hi), ("k", s.rank as f64)]);
    let v = vector("hl_ratio").unwrap();
    let s = ranks::ratio(&v.numbers("x"), &v.numbers("y"), 0.95).unwrap();
    let [lo, hi] = s.interval.unwrap();
    let got = [("ratio", s.estimate), ("lo", lo), ("hi", hi), ("k", s.rank as f64), ("p_mw", s.test.p_normal)];
    fields(&v, v.expected(), &got);
    let v = vector("min_detectable_ratio").unwrap();
    for row in v.expected().as_array().unwrap() {
        let n = row[1].as_u64().unwrap();
        for (at, test) in [(2, log_scale::LimitTest::Welch), (3, log_scale::LimitTest::MannWhitney)] {
            v.check(log_scale::detectable_ratio(row[0].as_f64().unwrap(), [n, n], 0.95, 0.8, test), &row[at], "limit");
        }
    }
}

#[test]
fn open_durations() {
    let Some(v) = vector("km") else { return };
    let c = survival::kaplan_meier(&seen(&v.0["input"]["t"], &v.0["input"]["event"]), 0.95).unwrap();
    let e = v.expected();
    assert_eq!(c.steps.len(), e["rows"].as_array().unwrap().len());
    for (s, row) in c.steps.iter().zip(e["rows"].as_array().unwrap()) {
        let [lo, hi] = s.interval.unwrap();
        for (got, want) in
            [s.time, s.at_risk as f64, s.events as f64, s.survival, s.error, lo, hi].iter().zip(numbers(row))
        {
            v.check(Some(*got), &Value::from(want), "row");
        }
    }
    let [low, high] = c.median_interval();
    for (name, got) in [
        ("median", c.quantile(0.5)),
        ("median_lo", low),
        ("median_hi", high),
        ("q75", c.quantile(0.75)),
        ("q90", c.quantile(0.9)),
    ] {
        v.check(got, &e[name], name);
    }
    let r = c.restricted_mean(240.0).unwrap();
    fields(&v, e, &[("rmst", r.mean), ("rmst_se", r.error)]);
}

#[test]
fn groups_of_open_durations() {
    for id in ["logrank_freireich", "logrank_small"] {
        let Some(v) = vector(id) else { return };
        let i = &v.0["input"];
        let (a, b) = (seen(&i["t1"], &i["e1"]), seen(&i["t2"], &i["e2"]));
        let l = survival::log_rank(&[[&a, &b]]).unwrap();
        fields(
            &v,
            v.expected(),
            &[("O1", l.observed), ("E1", l.expected), ("V", l.variance), ("chi2", l.chi2), ("p", l.p)],
        );
    }
    let v = vector("logrank_stratified").unwrap();
    let [a, b] = ["A", "B"].map(|s| {
        let i = &v.0["input"][s];
        [seen(&i["t1"], &i["e1"]), seen(&i["t2"], &i["e2"])]
    });
    let l = survival::log_rank(&[[&a[0], &a[1]], [&b[0], &b[1]]]).unwrap();
    fields(&v, v.expected(), &[("chi2", l.chi2), ("p", l.p)]);
    let v = vector("aalen_johansen").unwrap();
    let outcome = |e: f64| {
        if e > 1.5 {
            CompetingEvent::Second
        } else if e > 0.5 {
            CompetingEvent::First
        } else {
            CompetingEvent::Open
        }
    };
    let items: Vec<_> = v.numbers("t").into_iter().zip(v.numbers("event").into_iter().map(outcome)).collect();
    let rows = survival::aalen_johansen(&items).unwrap();
    assert_eq!(rows.len(), v.expected()["rows"].as_array().unwrap().len());
    for (r, row) in rows.iter().zip(v.expected()["rows"].as_array().unwrap()) {
        for (got, want) in [r.time, r.first, r.second, r.open].into_iter().zip(numbers(row)) {
            v.check(Some(got), &Value::from(want), "row");
        }
    }
}

#[test]
fn rates_and_shares() {
    let Some(v) = vector("rate_ratio_exact") else { return };
    for row in v.expected().as_array().unwrap() {
        let i = numbers(&row[0]);
        let r = rate_ratio::rate_ratio((i[0] as u64, i[1]), (i[2] as u64, i[3]), 0.95).unwrap();
        for (name, got) in [("rr", r.ratio), ("lo", Some(r.low)), ("hi", r.high), ("p_central", Some(r.p))] {
            v.check(got, &row[1][name], &format!("{name} of {row}"));
        }
    }
    let v = vector("proportion_ci").unwrap();
    for row in v.expected().as_array().unwrap() {
        let (k, n) = (row[0].as_u64().unwrap(), row[1].as_u64().unwrap());
        let [a, b] = proportion::wilson(k, n, 0.95).unwrap();
        let [c, d] = proportion::clopper_pearson(k, n, 0.95).unwrap();
        for (at, got) in [a, b, c, d].into_iter().enumerate() {
            v.check(Some(got), &row[at + 2], "end");
        }
    }
    let v = vector("proportion_diff").unwrap();
    let d = proportion::difference((18, 60), (9, 55), 0.95).unwrap();
    fields(&v, v.expected(), &[("diff", d.difference), ("lo", d.low), ("hi", d.high), ("fisher_p", d.p)]);
    let v = vector("cochran_armitage").unwrap();
    let t = proportion::cochran_armitage(&[(12, 60, 0.0), (15, 58, 1.0), (20, 65, 2.0), (26, 70, 3.0)]).unwrap();
    fields(&v, v.expected(), &[("z", t.z), ("p", t.p)]);
    let v = vector("direction_asymmetry").unwrap();
    fields(&v, v.expected(), &[("p", proportion::sign_test(14, 4))]);
    for id in ["bh_fdr", "bh_fdr_unsorted"] {
        let v = vector(id).unwrap();
        let p: Vec<_> = v.numbers("p").into_iter().map(Some).collect();
        for (i, q) in multiplicity::adjust(&p).into_iter().enumerate() {
            v.check(q, &v.expected()["bh"][i], id);
        }
    }
}

#[test]
fn areas() {
    let Some(v) = vector("gamma_poisson_eb") else { return };
    let counts: Vec<_> = v.numbers("O").into_iter().map(|o| o as u64).zip(v.numbers("E")).collect();
    let s = shrinkage::shrink(&counts).unwrap();
    let e = &v.expected()["mom"];
    fields(&v, e, &[("m", s.mean), ("A", s.between), ("alpha", s.alpha), ("beta", s.beta)]);
    for (i, area) in s.areas.iter().enumerate() {
        v.check(Some(area.mean), &e["post_mean"][i], "mean");
        let [lo, hi] = area.interval(0.95);
        v.check(Some(lo), &e["ci95"][i][0], "low");
        v.check(Some(hi), &e["ci95"][i][1], "high");
    }
    let v = vector("gamma_greater").unwrap();
    let area = |s: &str, r: &str| {
        let (shape, rate) = (v.0["input"][s].as_f64().unwrap(), v.0["input"][r].as_f64().unwrap());
        shrinkage::Area { shape, rate, mean: shape / rate }
    };
    fields(&v, v.expected(), &[("p", area("a1", "b1").above(area("a2", "b2")))]);
    let v = vector("concentration").unwrap();
    for e in v.expected().as_array().unwrap() {
        let c = concentration::concentration(&numbers(&e["x"])).unwrap();
        let (half, fifths) = (c.cover_half as f64, c.cover_four_fifths as f64);
        fields(&v, e, &[("gini", c.gini), ("hhi", c.hhi), ("top1", c.top_share), ("k50", half), ("k80", fifths)]);
    }
    let v = vector("gini_null_exact").unwrap();
    let gini = |x: &[f64]| concentration::concentration(x).unwrap().gini;
    let null = concentration::multinomial_null(4, &[1.0; 3], 40_000, 1, gini).unwrap();
    let mean = null.iter().sum::<f64>() / null.len() as f64;
    assert!((mean - v.expected()["E_gini"].as_f64().unwrap()).abs() < 0.004, "{mean}");
}

#[test]
fn weeks() {
    let Some(v) = vector("xmr") else { return };
    let c = control_chart::individuals(&v.numbers("x"), Some(0.0)).unwrap();
    fields(
        &v,
        v.expected(),
        &[("center", c.centre), ("mr_bar", c.range), ("unpl", c.upper), ("lnpl", c.lower), ("url_mr", c.range_upper)],
    );
    assert_eq!(c.beyond, [10]);
    let v = vector("u_chart").unwrap();
    let points: Vec<_> = v.numbers("count").into_iter().map(|c| c as u64).zip(v.numbers("exposure")).collect();
    let u = control_chart::rates(&points).unwrap();
    fields(&v, v.expected(), &[("ubar", u.centre), ("sigma_z", u.sigma_z)]);
    for (i, (plain, laney)) in u.limits.iter().zip(&u.laney).enumerate() {
        for (name, got) in [("lcl", plain[0]), ("ucl", plain[1]), ("lcl_laney", laney[0]), ("ucl_laney", laney[1])] {
            v.check(Some(got), &v.expected()[name][i], name);
        }
    }
    let v = vector("dispersion").unwrap();
    let counts: Vec<u64> = v.numbers("x").into_iter().map(|c| c as u64).collect();
    let d = control_chart::dispersion(&counts).unwrap();
    fields(
        &v,
        v.expected(),
        &[("mean", d.mean), ("var", d.variance), ("D", d.index), ("chi2", d.chi2), ("p_upper", d.p_upper)],
    );
}

#[test]
fn trends() {
    let Some(v) = vector("quasi_poisson_trend") else { return };
    let (t, x) = (v.numbers("t"), v.numbers("exposure"));
    let points: Vec<_> = v.numbers("y").iter().enumerate().map(|(i, y)| (t[i], *y as u64, x[i])).collect();
    let q = trend::quasi_poisson(&points, 0.95).unwrap();
    fields(
        &v,
        v.expected(),
        &[
            ("b0", q.intercept),
            ("b1", q.slope),
            ("se1", q.error),
            ("phi", q.dispersion),
            ("lo", q.low),
            ("hi", q.high),
            ("p", q.p),
        ],
    );
    let v = vector("theil_sen_mk").unwrap();
    let points: Vec<_> = v.numbers("t").into_iter().zip(v.numbers("y")).collect();
    let m = trend::mann_kendall(&points, 0.95).unwrap();
    fields(
        &v,
        v.expected(),
        &[
            ("slope", m.slope),
            ("lo", m.low),
            ("hi", m.high),
            ("S", m.s as f64),
            ("var_S", m.variance),
            ("z", m.z),
            ("p", m.p),
        ],
    );
    let v = vector("mann_kendall_ties").unwrap();
    let at =
        |name: &str| trend::mann_kendall(&(0..).map(f64::from).zip(v.numbers(name)).collect::<Vec<_>>(), 0.95).unwrap();
    let (m, exact) = (at("y"), at("y_exact"));
    fields(
        &v,
        v.expected(),
        &[("S", m.s as f64), ("z", m.z), ("p", m.p), ("exact_S", exact.s as f64), ("exact_p", exact.p)],
    );
}

#[test]
fn repeats_and_overlap() {
    let Some(v) = vector("burstiness") else { return };
    let b = recurrence::burstiness(&numbers(&v.expected()["gaps"])).unwrap();
    fields(&v, v.expected(), &[("cv", b.variation), ("B", b.plain), ("B_corrected", b.corrected)]);
    let v = vector("next_recurrence").unwrap();
    let n = recurrence::next(3, 90.0).unwrap();
    for (i, h) in v.numbers("h").into_iter().enumerate() {
        v.check(Some(n.none_within(h)), &v.expected()["p_none"][i], "none");
    }
    fields(
        &v,
        v.expected(),
        &[("median_wait", n.wait(0.5)), ("q10", n.wait(0.1)), ("q90", n.wait(0.9)), ("rate_mean", n.rate(0.95).0)],
    );
    let v = vector("fix_held").unwrap();
    for row in v.expected().as_array().unwrap() {
        let r = numbers(row);
        v.check(recurrence::silence(r[0] as u64, r[1], r[3] as u64, r[2]), &row[4], "p");
        v.check(recurrence::silence_needed(r[0] as u64, r[1], 0.05), &row[6], "needed");
        v.check(recurrence::next(r[0] as u64, r[1]).map(|n| n.wait(0.5)), &row[7], "wait");
    }
    let v = vector("mg_inf").unwrap();
    let load = v.expected()["rho"].as_f64().unwrap();
    for (level, tail) in (0..).zip(v.expected()["tail_ge"].as_array().unwrap()) {
        v.check(Some(queue::at_least(level, load)), tail, "tail");
    }
    let v = vector("erlang").unwrap();
    for row in v.expected().as_array().unwrap() {
        let (a, c) = (row[0].as_f64().unwrap(), row[1].as_u64().unwrap());
        v.check(Some(queue::erlang_b(a, c)), &row[2], "B");
        v.check(queue::erlang_c(a, c), &row[3], "C");
        v.check(Some(queue::at_least(c + 1, a)), &row[4], "more");
    }
}

#[test]
fn mixes_and_gaps() {
    let Some(v) = vector("kitagawa") else { return };
    for (name, f) in [("log", f64::ln as fn(f64) -> f64), ("mean", |x| x)] {
        let one =
            |p: u64, pm: f64, c: u64, cm: f64| decomposition::Stratum { previous: (p, f(pm)), current: (c, f(cm)) };
        let k =
            decomposition::kitagawa(&[one(40, 300.0, 10, 330.0), one(30, 120.0, 30, 132.0), one(30, 30.0, 60, 33.0)])
                .unwrap();
        fields(
            &v,
            &v.expected()[name],
            &[("prev", k.previous), ("cur", k.current), ("total", k.total), ("mix", k.mix), ("within", k.within)],
        );
    }
    let v = vector("reweighted_quantile").unwrap();
    let x: Vec<_> = v.0["input"]["x"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| (r[0].as_f64().unwrap(), if r[1] == "A" { 0.7 } else { 1.75 }))
        .collect();
    v.check(decomposition::weighted_quantile(&x, 0.5), &v.expected()["median_reweighted"], "median");
    v.check(decomposition::weighted_quantile(&x, 0.9), &v.expected()["p90_reweighted"], "p90");
    let v = vector("missing_bounds").unwrap();
    for (i, p) in v.numbers("p").into_iter().enumerate() {
        let (low, high) = decomposition::missing_bounds(&sorted(&v.numbers("x")), 8, p).unwrap();
        v.check(Some(low), &v.expected()["bounds"][i][0], "low");
        v.check(high, &v.expected()["bounds"][i][1], "high");
    }
    let v = vector("splitmix64").unwrap();
    let mut g = random::SplitMix64::new(1_234_567);
    for want in v.expected()["u64"].as_array().unwrap() {
        assert_eq!(g.next_u64().to_string(), want.as_str().unwrap());
    }
}

#[test]
fn splits_of_two_periods() {
    let Some(v) = vector("permutation_exact") else { return };
    let plain = |name: &str| v.numbers(name).into_iter().map(|x| (x, 0)).collect::<Vec<_>>();
    let (a, b) = (plain("A"), plain("B"));
    let all = permutation::every_split(&a, &b, 1.0).unwrap();
    let e = v.expected();
    let gm = all.geometric_mean.unwrap();
    fields(&v, e, &[("obs", gm.ratio.ln().abs()), ("n_perm", all.splits as f64), ("p", gm.p)]);
    v.check(Some((gm.p * all.splits as f64).round()), &e["n_ge"], "n_ge");
    let drawn = permutation::noise_band(&a, &b, 1.0, 1, &[7]).unwrap();
    assert_eq!(drawn.splits, 9_999);
    let pairs = [(all.mean, drawn.mean), (all.median, drawn.median), (all.geometric_mean, drawn.geometric_mean)];
    for (all, drawn) in pairs.map(|(a, d)| (a.unwrap(), d.unwrap())) {
        // Four standard errors of a share of 9,999.
        assert!((all.share - drawn.share).abs() < 0.02 && (all.ratio - drawn.ratio).abs() < 1e-12, "{all:?} {drawn:?}");
    }
}
