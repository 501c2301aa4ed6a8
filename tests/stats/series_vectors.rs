//! Reference vectors of the methods for series, circles and tables.

use crate::stats::vectors::fields;
use crate::stats::{numbers, vector};
use retroscope::stats::{agreement, bursts, change_point, circular, scan};
use serde_json::Value;

fn whole(values: &Value) -> Vec<u64> {
    numbers(values).into_iter().map(|v| v as u64).collect()
}

/// Every way to put `events` into `bins`, each as counts.
fn placements(events: u32, bins: usize) -> impl Iterator<Item = Vec<u64>> {
    (0..bins.pow(events)).map(move |mut code| {
        let mut counts = vec![0; bins];
        for _ in 0..events {
            counts[code % bins] += 1;
            code /= bins;
        }
        counts
    })
}

#[test]
fn changes_of_level() {
    let Some(v) = vector("poisson_changepoint") else { return };
    let bins: Vec<_> = whole(&v.0["input"]["y"]).into_iter().map(|c| (c, 1.0)).collect();
    let e = v.expected();
    let ratios = change_point::rate_ratios(&bins);
    assert_eq!(ratios.len(), e["llr"].as_array().unwrap().len());
    for (got, want) in ratios.iter().zip(e["llr"].as_array().unwrap()) {
        v.check(Some(*got), want, "llr");
    }
    let c = change_point::rate_change(&bins, 999, 1, &[]).unwrap();
    let got = [("argmax_k", c.split as f64), ("max_llr", c.llr), ("rate_before", c.before), ("rate_after", c.after)];
    fields(&v, e, &got);
    // Splits with a ratio of at least 8.245 − 1.92 = 6.325.
    assert_eq!(c.range, [6, 7]);
    assert!(c.p < 0.02, "{}", c.p);
    let largest = |counts: &[u64]| {
        let bins: Vec<_> = counts.iter().map(|c| (*c, 1.0)).collect();
        change_point::rate_ratios(&bins).into_iter().fold(0.0, f64::max)
    };
    let tiny = largest(&whole(&v.0["input"]["tiny"]));
    let above = placements(4, 4).filter(|c| largest(c) >= tiny - 1e-12).count();
    fields(&v, e, &[("tiny_max_llr", tiny), ("tiny_exact_p", above as f64 / 256.0)]);

    let v = vector("pettitt").unwrap();
    let found = change_point::rank_change(&v.numbers("x")).unwrap();
    fields(&v, v.expected(), &[("K", found.k), ("k", found.split as f64), ("p_approx", found.p)]);
}

#[test]
fn exposure_of_bins_counts() {
    // Twice the events in bins of twice the length are no change; the same events in bins of half the length are one.
    let even: Vec<_> = (0..12).map(|i| if i < 6 { (4, 1.0) } else { (8, 2.0) }).collect();
    assert!(change_point::rate_ratios(&even).iter().all(|r| r.abs() < 1e-9));
    // One wild bin at the end is no level: at least three bins lie on each side.
    let last: Vec<_> = (0..12).map(|i| (if i == 11 { 40 } else { 4 }, 1.0)).collect();
    assert_eq!(change_point::rate_change(&last, 19, 1, &[]).unwrap().split, 9);
    let changed: Vec<_> = (0..12).map(|i| if i < 6 { (4, 1.0) } else { (4, 0.5) }).collect();
    let found = change_point::rate_change(&changed, 999, 1, &[]).unwrap();
    assert_eq!((found.split, found.before, found.after), (6, 4.0, 8.0));
}

#[test]
fn times_of_day() {
    let Some(v) = vector("rayleigh") else { return };
    let r = circular::rayleigh(&v.numbers("hours"), 24.0).unwrap();
    fields(&v, v.expected(), &[("Rbar", r.length), ("mean_hour", r.mean.unwrap()), ("Z", r.z), ("p", r.p)]);
    let even = circular::rayleigh(&[0.0, 6.0, 12.0, 18.0], 24.0).unwrap();
    assert!(even.mean.is_none() && even.p > 0.99, "{even:?}");
}

#[test]
fn classes_that_moved() {
    let Some(v) = vector("severity_reclass") else { return };
    let table: Vec<Vec<u64>> = v.0["input"]["table"].as_array().unwrap().iter().map(whole).collect();
    let r = agreement::reclassed(&table).unwrap();
    let (b, s) = (r.symmetry, r.homogeneity);
    let got = [("bowker", b.chi2), ("bowker_df", b.degrees as f64), ("bowker_p", b.p), ("sign_p", r.p)];
    fields(&v, v.expected(), &got);
    let got = [("stuart_maxwell", s.chi2), ("sm_df", s.degrees as f64), ("sm_p", s.p)];
    fields(&v, v.expected(), &got);
    fields(&v, v.expected(), &[("above_diag", r.later as f64), ("below_diag", r.earlier as f64)]);
    // Without moves there is nothing to test, and a class that never moves takes no degree of freedom.
    let still = agreement::reclassed(&[vec![5, 0], vec![0, 7]]).unwrap();
    assert_eq!((still.symmetry.p, still.homogeneity.p, still.homogeneity.degrees), (1.0, 1.0, 0));
    let mut wider = table;
    wider.iter_mut().for_each(|row| row.insert(1, 0));
    wider.insert(1, vec![0, 9, 0, 0]);
    let again = agreement::reclassed(&wider).unwrap();
    assert_eq!((again.homogeneity.degrees, again.symmetry.degrees), (2, 3));
    assert!((again.homogeneity.chi2 - s.chi2).abs() < 1e-9);
}

#[test]
fn busy_stretches() {
    let Some(v) = vector("kleinberg_batched") else { return };
    let bins: Vec<_> = whole(&v.0["input"]["r"]).into_iter().zip(whole(&v.0["input"]["d"])).collect();
    let b = bursts::bursts(&bins, 2.0, 1.0).unwrap();
    fields(&v, v.expected(), &[("cost", b.cost), ("p0", b.quiet_share)]);
    let states: Vec<u64> = b.busy.iter().map(|s| u64::from(*s)).collect();
    assert_eq!(states, whole(&v.expected()["states"]));
}

#[test]
fn stretches_above_their_baseline() {
    let Some(v) = vector("scan_statistic") else { return };
    let y = whole(&v.0["input"]["y"]);
    let e = v.expected();
    let found = scan::Scan::new(&y, &vec![1.0; y.len()], 7).unwrap().clusters(3, 9_999, 1, &[5]);
    let c = found[0];
    let got = [("llr", c.llr), ("start", c.start as f64), ("width", c.width as f64), ("count", c.count as f64)];
    fields(&v, e, &got);
    fields(&v, e, &[("expected", c.expected), ("rel_risk", c.relative_risk.unwrap()), ("mc_p_approx", c.p)]);
    assert!(found[1..].iter().all(|o| o.llr <= c.llr && (o.start >= 11 || o.start + o.width <= 8)), "{found:?}");
    assert!(found[1..].iter().all(|o| o.p > 0.9), "nothing else is unusual: {found:?}");

    let tiny = whole(&v.0["input"]["tiny"]);
    let largest = |counts: &[u64]| {
        let scan = scan::Scan::new(counts, &vec![1.0; counts.len()], 2).unwrap();
        scan.clusters(1, 0, 1, &[]).first().map_or(0.0, |c| c.llr)
    };
    let observed = largest(&tiny);
    let above = placements(4, 5).filter(|c| largest(c) >= observed - 1e-12).count();
    fields(&v, e, &[("tiny_llr", observed), ("tiny_exact_p", above as f64 / 625.0)]);
    let drawn = scan::Scan::new(&tiny, &[1.0; 5], 2).unwrap().clusters(1, 9_999, 1, &[]);
    assert!((drawn[0].p - 0.1744).abs() < 0.016, "four standard errors: {}", drawn[0].p);
    // A rhythm that explains the counts leaves nothing to find, whatever its scale.
    let rhythm: Vec<f64> = y.iter().map(|c| *c as f64 * 3.0 + 1e-9).collect();
    assert!(scan::Scan::new(&y, &rhythm, 7).unwrap().clusters(1, 99, 1, &[]).iter().all(|c| c.p > 0.9));
}
