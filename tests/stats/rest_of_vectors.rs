//! Fields of reference vectors that the main tests leave out.

use crate::stats::vectors::{fields, seen};
use crate::stats::{numbers, sorted, vector};
use retroscope::stats::survival::{self, CompetingEvent};
use retroscope::stats::{concentration, control_chart, decomposition, queue, recurrence, shrinkage, trend};

#[test]
fn rest_of_the_survival_curves() {
    let Some(v) = vector("logrank_freireich") else { return };
    let median = |t: &str, e: &str| {
        let i = &v.0["input"];
        survival::kaplan_meier(&seen(&i[t], &i[e]), 0.95).unwrap().quantile(0.5)
    };
    v.check(median("t1", "e1"), &v.expected()["median1"], "median1");
    v.check(median("t2", "e2"), &v.expected()["median2"], "median2");
    let v = vector("aalen_johansen").unwrap();
    let (t, event) = (v.numbers("t"), v.numbers("event"));
    let outcome = [CompetingEvent::Open, CompetingEvent::First, CompetingEvent::Second];
    let items: Vec<_> = t.iter().zip(&event).map(|(t, e)| (*t, outcome[*e as usize])).collect();
    let rows = survival::aalen_johansen(&items).unwrap();
    let at = rows.iter().rev().find(|r| r.time <= 90.0).unwrap();
    let naive: Vec<_> = t.iter().zip(&event).map(|(t, e)| (*t, *e == 1.0)).collect();
    let naive = 1.0 - survival::kaplan_meier(&naive, 0.95).unwrap().at(90.0);
    fields(&v, v.expected(), &[("cif_done_at_90", at.first), ("naive_1_minus_km_done_at_90", naive)]);
}

#[test]
fn rest_of_the_areas() {
    let Some(v) = vector("gamma_poisson_eb") else { return };
    let counts: Vec<_> = v.numbers("O").into_iter().map(|o| o as u64).zip(v.numbers("E")).collect();
    let (s, nll) = shrinkage::shrink_by_likelihood(&counts).unwrap();
    let e = &v.expected()["mle"];
    fields(&v, e, &[("alpha", s.alpha), ("beta", s.beta), ("nll", nll)]);
    for (i, area) in s.areas.iter().enumerate() {
        v.check(Some(area.mean), &e["post_mean"][i], "mean");
    }
    let v = vector("concentration").unwrap();
    for e in v.expected().as_array().unwrap() {
        let x = numbers(&e["x"]);
        let (c, n) = (concentration::concentration(&x).unwrap(), x.len() as f64);
        v.check(concentration::top_share(&x, 0.2), &e["top20pct"], "top fifth");
        v.check(Some(1.0 / c.hhi), &e["eff_n"], "effective number");
        let several = x.len() > 1;
        v.check(several.then(|| c.gini * n / (n - 1.0)), &e["gini_unbiased"], "unbiased");
        v.check(several.then(|| (c.hhi - 1.0 / n) / (1.0 - 1.0 / n)), &e["hhi_norm"], "normalised");
    }
    let v = vector("gini_null_exact").unwrap();
    let gini = |x: &[f64]| concentration::concentration(x).unwrap().gini;
    let null = concentration::multinomial_null(4, &[1.0; 3], 40_000, 1, gini).unwrap();
    let mut covered = 0;
    for row in v.expected()["pmf"].as_array().unwrap() {
        let row = numbers(row);
        let share = null.iter().filter(|g| (**g - row[0]).abs() < 1e-6).count() as f64 / 40_000.0;
        // Four standard errors of a share of 40,000.
        assert!((share - row[1]).abs() < 0.01, "{row:?}: {share}");
        covered += (share * 40_000.0).round() as usize;
    }
    assert_eq!(covered, null.len(), "no other Gini occurs");
}

#[test]
fn rest_of_the_weeks() {
    let Some(v) = vector("xmr") else { return };
    let (x, e) = (v.numbers("x"), v.expected());
    let raw = control_chart::individuals(&x, None).unwrap();
    let robust = control_chart::individuals_by_median(&x, Some(0.0)).unwrap();
    fields(&v, e, &[("lnpl_raw", raw.lower), ("mr_median", robust.range)]);
    fields(&v, e, &[("unpl_median", robust.upper), ("lnpl_median", robust.lower)]);
    let beyond: Vec<f64> = raw.beyond.iter().map(|b| *b as f64).collect();
    assert_eq!(beyond, numbers(&e["signals_rule1"]));
    let v = vector("u_chart").unwrap();
    let points: Vec<_> = v.numbers("count").into_iter().map(|c| c as u64).zip(v.numbers("exposure")).collect();
    let u = control_chart::rates(&points).unwrap();
    for (i, (count, exposure)) in points.iter().enumerate() {
        // The upper limit is three standard errors above the centre.
        let error = (u.limits[i][1] - u.centre) / 3.0;
        v.check(Some((*count as f64 / exposure - u.centre) / error), &v.expected()["z"][i], "z");
    }
    let v = vector("dispersion").unwrap();
    let counts: Vec<u64> = v.numbers("x").into_iter().map(|c| c as u64).collect();
    let d = control_chart::dispersion(&counts).unwrap();
    let two = 2.0 * d.p_upper.min(1.0 - d.p_upper);
    fields(&v, v.expected(), &[("df", counts.len() as f64 - 1.0), ("p_two", two)]);
    let v = vector("quasi_poisson_trend").unwrap();
    let (t, x) = (v.numbers("t"), v.numbers("exposure"));
    let points: Vec<_> = v.numbers("y").iter().enumerate().map(|(i, y)| (t[i], *y as u64, x[i])).collect();
    fields(&v, v.expected(), &[("rate_ratio_per_step", trend::quasi_poisson(&points, 0.95).unwrap().ratio)]);
    let v = vector("theil_sen_mk").unwrap();
    let points: Vec<_> = v.numbers("t").into_iter().zip(v.numbers("y")).collect();
    let m = trend::mann_kendall(&points, 0.95).unwrap();
    let pairs = points.len() as f64 * (points.len() as f64 - 1.0) / 2.0;
    fields(&v, v.expected(), &[("intercept", m.intercept), ("tau", m.s as f64 / pairs)]);
    let v = vector("mann_kendall_ties").unwrap();
    let points: Vec<_> = (0..).map(f64::from).zip(v.numbers("y")).collect();
    fields(&v, v.expected(), &[("var_S", trend::mann_kendall(&points, 0.95).unwrap().variance)]);
}

#[test]
fn rest_of_repeats_and_overlap() {
    let Some(v) = vector("burstiness") else { return };
    let t = v.numbers("t");
    let gaps: Vec<f64> = t.windows(2).map(|w| w[1] - w[0]).collect();
    assert_eq!(gaps, numbers(&v.expected()["gaps"]));
    let weekly: Vec<u64> = (0..13).map(|w| t.iter().filter(|t| (**t / 7.0) as u64 == w).count() as u64).collect();
    assert_eq!(weekly.iter().map(|w| *w as f64).collect::<Vec<f64>>(), numbers(&v.expected()["weekly"]));
    fields(&v, v.expected(), &[("fano", control_chart::dispersion(&weekly).unwrap().index)]);
    let v = vector("next_recurrence").unwrap();
    let n = recurrence::next(3, 90.0).unwrap();
    for (i, h) in v.numbers("h").into_iter().enumerate() {
        v.check(Some(1.0 - n.none_within(h)), &v.expected()["p_at_least_one"][i], "one");
    }
    let [low, high] = n.rate(0.95).1;
    v.check(Some(low), &v.expected()["rate_ci"][0], "low");
    v.check(Some(high), &v.expected()["rate_ci"][1], "high");
    let v = vector("mg_inf").unwrap();
    let (rate, length) = (v.0["input"]["lambda_per_h"].as_f64().unwrap(), v.0["input"]["ES_h"].as_f64().unwrap());
    let (load, hours) = (rate * length, 13.0 * 168.0);
    for (level, mass) in (0..).zip(v.expected()["pmf"].as_array().unwrap()) {
        v.check(Some(queue::at_least(level, load) - queue::at_least(level + 1, load)), mass, "mass");
    }
    let pairs = queue::overlapping_pairs(rate, hours, load);
    fields(&v, v.expected(), &[("rho", load), ("expected_hours_ge2_in_13wk", hours * queue::at_least(2, load))]);
    fields(&v, v.expected(), &[("expected_overlapping_pairs_13wk", pairs)]);
}

#[test]
fn rest_of_mixes_and_gaps() {
    let Some(v) = vector("kitagawa") else { return };
    let one =
        |p: u64, pm: f64, c: u64, cm: f64| decomposition::Stratum { previous: (p, pm.ln()), current: (c, cm.ln()) };
    let k = decomposition::kitagawa(&[one(40, 300.0, 10, 330.0), one(30, 120.0, 30, 132.0), one(30, 30.0, 60, 33.0)])
        .unwrap();
    let e = &v.expected()["log"];
    let ratios = [("ratio_total", k.total.exp()), ("ratio_mix", k.mix.exp()), ("ratio_within", k.within.exp())];
    fields(&v, e, &ratios);
    for (name, within) in ["SEV1", "SEV2", "SEV3"].into_iter().zip(&k.each_within) {
        v.check(Some(*within), &e["per_stratum_mix_within"][name][1], name);
    }
    let v = vector("reweighted_quantile").unwrap();
    let rows = v.0["input"]["x"].as_array().unwrap();
    let weight = |name: &str| {
        let share = rows.iter().filter(|r| r[1] == name).count() as f64 / rows.len() as f64;
        v.0["input"]["prev_mix"][name].as_f64().unwrap() / share
    };
    fields(&v, &v.expected()["weights"], &[("A", weight("A")), ("B", weight("B"))]);
    let raw: Vec<_> = rows.iter().map(|r| (r[0].as_f64().unwrap(), 1.0)).collect();
    v.check(decomposition::weighted_quantile(&raw, 0.5), &v.expected()["median_raw"], "raw");
    let v = vector("missing_bounds").unwrap();
    let x = sorted(&v.numbers("x"));
    for (i, p) in v.numbers("p").into_iter().enumerate() {
        v.check(retroscope::stats::quantile::inverted(&x, p), &v.expected()["complete_case"][i], "complete");
    }
}
