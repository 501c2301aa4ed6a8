//! Changes of durations between periods, held against figures worked out here in another way.

use super::{analyse, claim, part, sentence};
use crate::support::builder::{Builder, Inc, ms};
use crate::support::run::github;
use crate::support::shared;
use retroscope::analyse::mttx::cohorts::Against;
use retroscope::analyse::mttx::values::Metric;
use retroscope::findings::exhibit::figure;
use retroscope::findings::mttx::Mttx;
use retroscope::findings::{Figure, Grade};
use retroscope::model::change::ProcessChange;
use serde_json::Value;

/// Durations in minutes as incidents of one month of 2026, all of one severity.
fn month(month: u32, severity: u32, minutes: impl IntoIterator<Item = i64>) -> Vec<Inc> {
    let at = move |i: usize| Inc::at(&format!("2026-{month:02}-{:02} {:02}:00", 1 + i % 28, i / 28));
    minutes.into_iter().enumerate().map(|(i, m)| at(i).minutes(m).sev(severity)).collect()
}

/// Numbers with a long tail, the same every time.
fn skewed(n: i64) -> impl Iterator<Item = i64> {
    (0..n).map(|i| 10 + (i * 37 % 101) * (i * 37 % 101) / 10)
}

#[test]
fn the_same_quarter_twice_is_no_evidence_and_names_its_limit() {
    let data = Builder::quarter(2026, 3).incidents(month(5, 3, skewed(60))).incidents(month(8, 3, skewed(60))).build();
    let part = part(&Mttx, &data);
    let ttr = claim(&part, "mttx.ttr");
    assert!(matches!(ttr.grade, Grade::NoEvidence | Grade::AboutSame), "{:?}", ttr.grade);
    assert_eq!(ttr.compared_with.as_deref(), Some("Q2 2026"));
    assert!(
        (ttr.numbers["ratio"] - 1.0).abs() < 1e-9 && ttr.numbers["ratio_lo"] < 1.0 && ttr.numbers["ratio_hi"] > 1.0
    );
    let text = sentence(&part, "mttx.ttr");
    assert!(
        text.contains("Compared with the 60 in Q2 2026, the typical one took 1.00 times as long (plausible "),
        "{text}"
    );
    assert!(text.contains("no evidence of a change. At this volume a fall of less than about"), "{text}");
}

#[test]
fn twice_as_long_is_strong_evidence() {
    let doubled: Vec<i64> = skewed(80).map(|m| 2 * m).collect();
    let data = Builder::quarter(2026, 3).incidents(month(5, 3, skewed(80))).incidents(month(8, 3, doubled)).build();
    let part = part(&Mttx, &data);
    let ttr = claim(&part, "mttx.ttr");
    assert!((ttr.numbers["ratio"] - 2.0).abs() < 0.35, "{}", ttr.numbers["ratio"]);
    assert!(matches!(ttr.grade, Grade::Strong | Grade::Evidence), "{:?} {:?}", ttr.grade, ttr.robustness);
    assert!(ttr.sentence.contains("evidence that incidents took longer"), "{}", ttr.sentence);
}

#[test]
fn fewer_than_eight_are_described_and_not_compared() {
    let data = Builder::quarter(2026, 3).incidents(month(5, 3, skewed(7))).incidents(month(8, 3, skewed(40))).build();
    let part = part(&Mttx, &data);
    let ttr = claim(&part, "mttx.ttr");
    assert!(!ttr.numbers.contains_key("ratio"));
    assert!(
        ttr.sentence.contains("With 40 known durations now and 7 in Q2 2026, nothing is compared: it takes 8 of both."),
        "{}",
        ttr.sentence
    );
    assert_eq!(ttr.grade, Grade::Fact, "the description itself stands");
}

/// Every severity is a tenth slower, and the incidents that take longest became rare (the case of `kitagawa` in
/// `METHODS.md`).
#[test]
fn a_milder_mix_is_no_improvement() {
    let times = |minutes: i64, tenths: i64, n: i64| {
        (0..n).map(move |i| minutes * (8 + i % 5) * tenths / 100).collect::<Vec<i64>>()
    };
    let data = Builder::quarter(2026, 3)
        .incidents(month(4, 1, times(1000, 10, 60)))
        .incidents(month(5, 3, times(100, 10, 20)))
        .incidents(month(7, 1, times(1000, 11, 10)))
        .incidents(month(8, 3, times(100, 11, 70)))
        .build();
    let output = analyse(&data).mttx;
    let robustness = output.robustness(Metric::Ttr, Against::Previous).unwrap();
    let mix = robustness.mix.as_ref().unwrap();
    assert!((mix.within - 1.1).abs() < 0.02, "{}", mix.within);
    assert!(mix.mix < 0.5 && mix.total < 0.5, "{mix:?}");
    assert!((mix.total - mix.mix * mix.within).abs() < 1e-9);
    assert!(robustness.change.ratio.unwrap().estimate < 0.8, "the raw figure falls");
    let part = part(&Mttx, &data);
    let ttr = claim(&part, "mttx.ttr");
    assert_eq!(ttr.grade, Grade::NoEvidence, "{:?}", ttr.robustness);
    assert!(ttr.sentence.contains("because it depends on the mix of severities"), "{}", ttr.sentence);
    assert!(
        ttr.sentence.contains("Within severities the typical incident took 1.10 times as long"),
        "{}",
        ttr.sentence
    );
    let noise = &part.claims.iter().find(|c| c.id == "mttx.noise/ttr").unwrap().sentence;
    assert!(noise.contains("With nothing changed but the mix of severities, the middle 95 %"), "{noise}");
    let steps = part.exhibits.iter().find_map(|e| match &e.figure {
        Figure::Waterfall(figure::Waterfall { steps, .. }) => Some(steps),
        _ => None,
    });
    let steps = steps.unwrap();
    assert_eq!(steps.len(), 4);
    assert!((steps[2].to - steps[3].to).abs() < 1e-6 && (steps[0].to - steps[1].from).abs() < 1e-6);
}

#[test]
fn open_incidents_are_counted_in() {
    let open = (0..12).map(|i| Inc::at(&format!("2026-09-{:02} 10:00", 10 + i)).sev(3).open());
    let data = Builder::quarter(2026, 3)
        .incidents(month(5, 3, skewed(30)))
        .incidents(month(8, 3, skewed(20)))
        .incidents(open)
        .exported("2026-09-30 10:00")
        .build();
    let part = part(&Mttx, &data);
    let ttr = claim(&part, "mttx.open/ttr");
    assert!(
        ttr.sentence.starts_with("12 of the 32 incidents that began in Q3 2026 are not over yet."),
        "{}",
        ttr.sentence
    );
    assert_eq!((ttr.numbers["open"], ttr.n), (12.0, Some(32)));
    assert_eq!(ttr.incident_ids.len(), 12);
    // Sixteen of 32 must be over for half: the 16th of the twenty known ones, since all open ones are older.
    let mut known: Vec<i64> = skewed(20).collect();
    known.sort_unstable();
    // Sixteen of 32 are over by then, so the curve stays at a half until the next one.
    assert_eq!(ttr.numbers["median_s"], f64::midpoint(known[15] as f64, known[16] as f64) * 60.0);
    assert!(
        part.exhibits
            .iter()
            .any(|e| matches!(&e.figure, Figure::Survival(figure::Survival { curves }) if curves[0].open == 12))
    );
}

#[test]
fn missing_times_are_bounded_and_tightened_by_the_resolution() {
    let acked = (0..12).map(|i| Inc::at(&format!("2026-08-{:02} 10:00", 1 + i)).minutes(60).acked_after(2 + i));
    let not = (0..8).map(|i| Inc::at(&format!("2026-08-{:02} 12:00", 1 + i)).minutes(90));
    let data = Builder::quarter(2026, 3).incidents(acked).incidents(not).build();
    let output = analyse(&data).mttx;
    // Type 1 median of 20 is the tenth: with eight zeros the second known one, with eight times 90 the tenth.
    assert_eq!(output.whole(Metric::Tta).unwrap().bounds, Some((180.0, Some(660.0))));
    let part = part(&Mttx, &data);
    let text = &part.claims.iter().find(|c| c.id == "mttx.bounds/tta").unwrap().sentence;
    assert!(text.starts_with("8 of 20 incidents (40 %) that began in Q3 2026 lack an acknowledgement time."), "{text}");
    assert!(text.contains("in the range 3 to 11 minutes"), "{text}");
}

#[test]
fn one_group_of_many_is_a_weak_signal_at_most() {
    let quarter = |at: u32, slow: i64| {
        (0..6).flat_map(move |service: i64| {
            (0..20).map(move |i: i64| {
                let factor = if service == 0 { slow } else { 1 };
                Inc::at(&format!("2026-{at:02}-{:02} {:02}:00", 1 + i, service))
                    .minutes((10 + (i * 7 + service) % 23) * factor)
                    .service(&format!("svc{service}"))
            })
        })
    };
    let data = Builder::quarter(2026, 3).incidents(quarter(5, 1)).incidents(quarter(8, 6)).build();
    let output = analyse(&data).mttx;
    let slow =
        output.robustnesses.iter().find(|s| s.change.metric == Metric::Ttr && s.change.group.name == "svc0").unwrap();
    assert_eq!((slow.all, slow.missing, slow.open), ([20, 20], [0, 0], [0, 0]));
    // The largest of the service alone: the mean of its other nineteen.
    let minutes: Vec<i64> = (0..20).map(|i| (10 + i * 7 % 23) * 6).collect();
    let others = (minutes.iter().sum::<i64>() - minutes.iter().max().unwrap()) as f64 * 60.0 / 19.0;
    assert!((slow.means_without[0].unwrap() - others).abs() < 1e-6, "{:?} {others}", slow.means_without);
    let noise = slow.noise.unwrap().mean.unwrap();
    assert!(noise.low < 1.0 && noise.high > 1.0 && noise.share < 0.01 && (noise.ratio - 6.0).abs() < 1e-9, "{noise:?}");
    let part = part(&Mttx, &data);
    let watched: Vec<&str> =
        part.claims.iter().filter(|c| c.code == "mttx.group-change").map(|c| c.id.as_str()).collect();
    assert_eq!(watched, ["mttx.group-change/ttr/service/svc0"]);
    let one = claim(&part, "mttx.group-change/ttr/service/svc0");
    assert_eq!((one.grade, one.incident_ids.len()), (Grade::Weak, 20));
    assert!(
        one.sentence.contains("took 6.00 times as long") || one.sentence.contains("times as long"),
        "{}",
        one.sentence
    );
    assert!((4.0..8.0).contains(&one.numbers["ratio"]));
}

/// Durations in seconds of one quarter from the feed, which alone knows the ends; maintenance is planned work.
fn feed(quarter: [&str; 2]) -> Option<Vec<f64>> {
    let path = shared()?.join("data/github-two-source/github_atom_incidents.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().map(|l| serde_json::from_str::<Value>(l).unwrap());
    let inside = |v: &Value| {
        let at = v["downtime_start"].as_str().unwrap_or("");
        at >= quarter[0] && at < quarter[1] && v["impact"] != "maintenance"
    };
    let seconds = |v: &Value| {
        let at = |key: &str| chrono::DateTime::parse_from_rfc3339(v[key].as_str()?).ok().map(|t| t.timestamp());
        Some((at("downtime_end")? - at("downtime_start")?) as f64)
    };
    Some(lines.filter(inside).filter_map(|v| seconds(&v)).filter(|s| *s >= 0.0).collect())
}

struct Expected {
    ratio: f64,
    interval: [f64; 2],
    fall: f64,
}

/// All pairs written out, the textbook way: median of the ratios, ranks of the interval from the normal approximation
/// with ties, detection limit from the pooled standard deviation of the logs.
fn by_all_pairs(current: &[f64], earlier: &[f64]) -> Expected {
    let least = if current.iter().chain(earlier).all(|s| s % 60.0 == 0.0) { 30.0 } else { 0.5 };
    let [x, y] = [current, earlier].map(|v| v.iter().map(|s| f64::max(*s, least).ln()).collect::<Vec<f64>>());
    let mut pairs: Vec<f64> = x.iter().flat_map(|a| y.iter().map(move |b| a - b)).collect();
    pairs.sort_by(f64::total_cmp);
    let (m, n) = (x.len() as f64, y.len() as f64);
    let mut all: Vec<f64> = x.iter().chain(&y).copied().collect();
    all.sort_by(f64::total_cmp);
    let ties: f64 = all.chunk_by(|a, b| a == b).map(|t| (t.len() as f64).powi(3) - t.len() as f64).sum();
    let total = m + n;
    let sigma = (m * n / 12.0 * (total + 1.0 - ties / (total * (total - 1.0)))).sqrt();
    let k = (m * n / 2.0 - 1.959_963_985 * sigma + 0.5).floor().max(1.0) as usize;
    let middle = pairs.len() / 2;
    let median = if pairs.len() % 2 == 1 { pairs[middle] } else { f64::midpoint(pairs[middle - 1], pairs[middle]) };
    let squares = |v: &[f64]| {
        let mean = v.iter().sum::<f64>() / v.len() as f64;
        v.iter().map(|l| (l - mean).powi(2)).sum::<f64>()
    };
    let spread = ((squares(&x) + squares(&y)) / (total - 2.0)).sqrt();
    let width =
        (1.959_963_985 + 0.841_621_234) * spread * (1.0 / m + 1.0 / n).sqrt() * (std::f64::consts::PI / 3.0).sqrt();
    Expected { ratio: median.exp(), interval: [pairs[k - 1].exp(), pairs[pairs.len() - k].exp()], fall: (-width).exp() }
}

#[test]
fn real_quarters_are_compared_as_by_hand() {
    let quarters = [
        ("2023Q2", ["2023-04-01", "2023-07-01"], ["2023-01-01", "2023-04-01"], "Q1 2023"),
        ("2024Q4", ["2024-10-01", "2025-01-01"], ["2024-07-01", "2024-10-01"], "Q3 2024"),
    ];
    for (period, current, earlier, name) in quarters {
        let (Some(now), Some(before), Some(run)) = (feed(current), feed(earlier), github(period)) else { return };
        let expected = by_all_pairs(&now, &before);
        let claim = run.review.findings.claim("mttx.ttr").unwrap();
        assert_eq!(claim.compared_with.as_deref(), Some(name));
        let near = |key: &str, value: f64| {
            let got = claim.numbers[key];
            assert!((got - value).abs() < 1e-6 * value, "{period} {key}: {got} instead of {value}");
        };
        near("known", now.len() as f64);
        near("previous_known", before.len() as f64);
        near("ratio", expected.ratio);
        near("detectable_ratio", expected.fall);
        near("ratio_lo", expected.interval[0]);
        near("ratio_hi", expected.interval[1]);
        near("mean_s", now.iter().sum::<f64>() / now.len() as f64);
        near("previous_mean_s", before.iter().sum::<f64>() / before.len() as f64);
        let told = format!(
            "Compared with the {} in {name}, the typical one took {:.2} times as long (plausible {:.2}–{:.2}): no evidence of a change.",
            before.len(),
            expected.ratio,
            expected.interval[0],
            expected.interval[1]
        );
        assert!(claim.sentence.contains(&told), "{told}\n{}", claim.sentence);
        let fall = ((1.0 - expected.fall) * 20.0).round() * 5.0;
        assert!(claim.sentence.contains(&format!("a fall of less than about {fall:.0} %")), "{}", claim.sentence);
    }
}

#[test]
fn a_change_of_definition_breaks_the_series() {
    let doubled: Vec<i64> = skewed(80).map(|m| 2 * m).collect();
    let mut data = Builder::quarter(2026, 3).incidents(month(5, 3, skewed(80))).incidents(month(8, 3, doubled)).build();
    let at = ms("2026-07-01 00:00");
    let noted = |metrics: &[&str]| ProcessChange {
        at,
        what: "the clock stops when customers are told".to_owned(),
        metrics: metrics.iter().map(|m| (*m).to_owned()).collect(),
    };
    data.changes = vec![noted(&["ttr"])];
    let capped = part(&Mttx, &data);
    let ttr = claim(&capped, "mttx.ttr");
    assert_eq!(ttr.grade, Grade::NoEvidence);
    assert!(
        ttr.sentence.contains("no evidence of a change. Since 1 July 2026 the figures are made in another way (“the clock stops when customers are told”): before and after are not comparable."),
        "{}",
        ttr.sentence
    );
    // One that concerns something else, or lies outside both periods, changes nothing.
    data.changes = vec![noted(&["tta"]), ProcessChange { at: ms("2026-03-01 00:00"), ..noted(&[]) }];
    assert!(matches!(claim(&part(&Mttx, &data), "mttx.ttr").grade, Grade::Strong | Grade::Evidence));
}
