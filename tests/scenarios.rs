//! The scenarios of the demo: their truth is what a review says, and where nothing changed, nothing is claimed.

use crate::chance::alarms::Alarms;
use crate::support::run::{Row, Run, run, settings};
use crate::support::words;
use retroscope::analyse::Results;
use retroscope::demo::{Options, Scenario, write};
use retroscope::findings::Findings;
use retroscope::pipeline::{self, Request, asked};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const ALL: [Scenario; 4] = [Scenario::Null, Scenario::MixShift, Scenario::OneFire, Scenario::SameTwice];

fn demo(scenario: Scenario, incidents: usize, seed: u64) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let summary = write(folder.path(), &Options { incidents, seed, scenario }).unwrap();
    assert_eq!(summary.incidents, incidents);
    folder
}

fn truth(folder: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join("truth/scenario.json")).unwrap()).unwrap()
}

fn toml(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("retroscope.toml")).unwrap()
}

fn reviewed(folder: &Path) -> Run {
    run(&[folder.to_owned()], &toml(folder), "2026Q2")
}

/// Reviews the last quarter of a scenario for each of a number of seeds, in memory and without drawing anything.
pub(crate) fn over_seeds(
    scenario: Scenario,
    seeds: std::ops::Range<u64>,
    incidents: usize,
    mut look: impl FnMut(u64, &Findings, &Results),
) {
    for seed in seeds {
        let folder = demo(scenario, incidents, seed);
        let inputs = pipeline::expand(&[folder.path().display().to_string()]).unwrap();
        let settings = settings(&toml(folder.path()));
        let period = asked("2026Q2").unwrap();
        let request = Request { inputs: &inputs, settings: &settings, period, as_of: None, names: false };
        let (_, review) = pipeline::review(&request, &|_| {});
        let review = review.unwrap();
        words::check(&review.findings);
        look(seed, &review.findings, &review.results);
    }
}

/// The rhythm of day and week is planted in every scenario, and so is it that more critical incidents take longer: evidence
/// of these is no alarm.
const TRUE_EVERYWHERE: [&str; 2] = ["volume.hours", "mttx.severity-order"];

/// Fails with what claims more often than the error budget of a report allows, and with codes that do by themselves.
fn check(alarms: &Alarms, scenario: Scenario) {
    let (most, name) = (most(alarms.reports), scenario.name());
    println!("{name}: {alarms:?}, at most {most} of one code");
    for (what, counts) in [("graded as evidence", &alarms.by_code), ("in the headlines", &alarms.in_headlines)] {
        for (code, seeds) in counts {
            assert!(*seeds <= most, "{name}: {code} {what} in {seeds} of {} seeds, at most {most}", alarms.reports);
        }
    }
    assert_eq!(alarms.beyond(), [""; 0], "{name}: {alarms:?}");
}

/// Five in a hundred, and three standard deviations of a binomial count: 19 of 200.
fn most(seeds: usize) -> usize {
    let n = seeds as f64;
    (0.05 * n + 3.0 * (0.05 * 0.95 * n).sqrt()).floor() as usize
}

/// A report with one graded claim and one fact.
fn report(code: &str, grade: &str, headline: bool) -> Findings {
    let claim = |id: &str, grade: &str| {
        serde_json::json!({
            "id": id, "code": id, "grade": grade, "basis": "computed", "lead": "", "sentence": "", "numbers": {}, "method": "",
            "period": "Q2 2026", "compared_with": "Q1 2026", "n": null, "interval": null, "q": null, "coverage": null,
            "robustness": [], "caveats": [], "incident_ids": [], "exhibits": [], "weight": 0.0,
        })
    };
    let headlines = if headline { vec![code] } else { Vec::new() };
    serde_json::from_value(serde_json::json!({
        "schema_version": 1, "made_by": "", "period": "Q2 2026", "period_long": "", "opening": "",
        "claims": [claim(code, grade), claim("areas.total", "fact")], "headlines": headlines, "budgets": [],
        "mttx": null, "asks": [], "unknowns": [], "comparisons_made": 0, "sections": [], "exhibits": [],
    }))
    .unwrap()
}

/// Claims as a tool would make them that cries wolf in one seed of eight.
#[test]
#[should_panic(expected = "null: mttx.ttr-change graded as evidence in 25 of 200 seeds, at most 19")]
fn a_code_that_alarms_too_often_is_named() {
    let mut alarms = Alarms::default();
    for seed in 0..200 {
        let grade = if seed < 25 { "strong" } else { "no-evidence" };
        alarms.count(&report("mttx.ttr-change", grade, false), &TRUE_EVERYWHERE);
    }
    check(&alarms, Scenario::Null);
}

/// Many codes that each alarm seldom are too many together; so are headlines in one report of ten.
#[test]
fn all_codes_of_a_report_share_one_budget() {
    let mut alarms = Alarms::default();
    for seed in 0..200 {
        let grade = if seed < 31 { "evidence" } else { "weak" };
        alarms.count(&report(&format!("code.{}", seed % 5), grade, false), &TRUE_EVERYWHERE);
    }
    assert_eq!(alarms.beyond(), ["a false evidence anywhere in 31 of 200 reports, at most 30"]);
    let mut alarms = Alarms::default();
    (0..200).for_each(|seed| alarms.count(&report("areas.change", "weak", seed < 19), &TRUE_EVERYWHERE));
    assert_eq!(alarms.beyond(), ["a false graded headline in 19 of 200 reports, at most 18"]);
}

const SEEDS: u64 = 200;

#[test]
fn two_hundred_quarters_in_which_nothing_changed() {
    assert_eq!(most(200), 19);
    let mut alarms = Alarms::default();
    over_seeds(Scenario::Null, 0..SEEDS, 400, |_, findings, _| alarms.count(findings, &TRUE_EVERYWHERE));
    check(&alarms, Scenario::Null);
}

#[test]
fn two_hundred_times_the_same_quarter_twice() {
    let mut alarms = Alarms::default();
    over_seeds(Scenario::SameTwice, 0..SEEDS, 400, |_, findings, _| alarms.count(findings, &TRUE_EVERYWHERE));
    check(&alarms, Scenario::SameTwice);
}

/// Rows of the truth that the review has to show: group kind, group, and the figures.
fn groups<'a>(truth: &'a Value, quarter: &str) -> Vec<(&'static str, String, &'a Value)> {
    let all = &truth["realised"][quarter];
    let severities = all["severities"].as_object().unwrap().iter();
    std::iter::once(("all", String::new(), all))
        .chain(severities.map(|(rank, figures)| ("severity", rank.clone(), figures)))
        .collect()
}

/// The cells say what the plan came to: every incident is linked rightly, and every figure is right to the millisecond.
fn says(run: &Run, truth: &Value) {
    let rows = run.table("mttx");
    let mut compared = 0;
    for quarter in ["2026Q2", "2026Q1"] {
        for (kind, group, planned) in groups(truth, quarter) {
            let fits = |r: &&Row| {
                r["metric"] == "ttr" && r["group_kind"] == kind && r["group"] == group && r["period"] == quarter
            };
            let Some(row) = rows.iter().find(fits) else {
                panic!("no row for {kind} {group} in {quarter}");
            };
            assert_eq!(row["n"], planned["incidents"].to_string(), "{kind} {group} {quarter}");
            for figure in ["mean_s", "median_s", "geometric_mean_s"] {
                // Some figures need more incidents than there are.
                let Ok(found) = row[figure].parse::<f64>() else { continue };
                let planned = planned[figure].as_f64().unwrap();
                assert!((found - planned).abs() <= 0.001, "{kind} {group} {quarter} {figure}: {found}, {planned}");
                compared += 1;
            }
        }
    }
    assert!(compared >= 12, "{compared} figures compared");
}

#[test]
fn the_truth_is_what_the_review_says() {
    for scenario in ALL {
        for seed in [1, 2, 20_240_601] {
            let folder = demo(scenario, 400, seed);
            says(&reviewed(folder.path()), &truth(folder.path()));
        }
    }
}

/// Every file with its bytes, by path.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
        if entry.is_dir() {
            let below = files(&entry)
                .into_iter()
                .map(|(path, bytes)| (Path::new(entry.file_name().unwrap()).join(path), bytes));
            found.extend(below);
        } else {
            found.insert(PathBuf::from(entry.file_name().unwrap()), std::fs::read(&entry).unwrap());
        }
    }
    found
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    for scenario in ALL {
        let [one, again, other] = [3, 3, 4].map(|seed| files(demo(scenario, 60, seed).path()));
        assert_eq!(one, again, "{scenario:?}");
        assert_ne!(one, other, "{scenario:?}");
        assert!(one.contains_key(Path::new("truth/scenario.json")));
        assert!(one.keys().all(|path| !path.to_string_lossy().contains("typical")));
    }
}

#[test]
fn the_smallest_demos_can_be_reviewed() {
    for scenario in ALL {
        for incidents in [1, 2, 3, 7, 40] {
            let folder = demo(scenario, incidents, 5);
            let run = run(&[folder.path().to_owned()], &toml(folder.path()), "all");
            let found = run.table("incidents").iter().filter(|r| r["included"] == "true").count();
            assert_eq!(found, incidents, "{scenario:?}");
        }
    }
}

fn figure(value: &Value, path: &[&str]) -> f64 {
    path.iter().fold(value, |value, key| &value[*key]).as_f64().unwrap_or_else(|| panic!("no {path:?} in {value}"))
}

/// The shares and the ratio are those of the published example; its overall ratio is 0.5513, of which the mix is 0.5012.
#[test]
fn every_severity_is_slower_and_all_figures_fall() {
    for seed in 0..20 {
        let folder = demo(Scenario::MixShift, 400, seed);
        let truth = truth(folder.path());
        for severity in ["1", "2", "3"] {
            let ratio = |name: &str| figure(&truth, &["ratios", "severities", severity, name]);
            assert!((ratio("geometric_mean") - 1.1).abs() < 2e-4, "{truth}");
            assert!((ratio("median") - 1.1).abs() < 2e-3, "{truth}");
            assert!((ratio("mean") - 1.1).abs() < 0.03, "{truth}");
        }
        assert!((figure(&truth, &["ratios", "geometric_mean"]) - 0.551_306).abs() < 1e-4);
        assert!(figure(&truth, &["ratios", "mean"]) < 0.6 && figure(&truth, &["ratios", "median"]) < 0.6);
        assert_eq!(truth["shares"]["2026Q1"], serde_json::json!({"1": 0.4, "2": 0.3, "3": 0.3}));
        assert_eq!(truth["shares"]["2026Q2"], serde_json::json!({"1": 0.1, "2": 0.3, "3": 0.6}));
        assert_eq!(truth["nothing_changed"], false);
    }
}

/// Nothing may be called better that is only mixed differently.
#[test]
fn a_milder_mix_is_no_improvement() {
    over_seeds(Scenario::MixShift, 0..10, 400, |seed, findings, _| {
        let mut memory = retroscope::report::sink::Memory::default();
        retroscope::render::render(
            findings,
            retroscope::render::Wanted { editions: retroscope::render::ALL, formats: &[] },
            &mut memory,
        )
        .unwrap();
        for file in ["executive.md", "analyst.md"] {
            let text = memory.text(file).unwrap().to_lowercase();
            assert!(!text.contains("improved") && !text.contains("improvement"), "seed {seed}, {file}");
        }
        for claim in findings.claims.iter().filter(|c| c.code.starts_with("mttx.")) {
            let text = format!("{} {}", claim.lead, claim.sentence).to_lowercase();
            let is_better = ["shorter", "faster", "fell", "quicker"].iter().any(|word| text.contains(word));
            let names_mix = text.contains("mix") || text.contains("severit") || text.contains("sev1");
            assert!(!is_better || names_mix, "seed {seed}, {}: {text}", claim.id);
        }
    });
}

/// Seconds of "55 minutes", "1 h 05 min", "2.3 hours", "3 days", with the half of the last digit printed.
fn length(text: &str) -> Option<(f64, f64)> {
    let words: Vec<&str> =
        text.split([' ', ',', ';', ')']).map(|w| w.trim_end_matches('.')).filter(|w| !w.is_empty()).collect();
    let number = |at: usize| words.get(at).and_then(|w| w.parse::<f64>().ok());
    let half = |at: usize, unit: f64| unit * if words[at].contains('.') { 0.05 } else { 0.5 };
    (0..words.len()).find_map(|at| match (number(at)?, *words.get(at + 1)?) {
        (n, "second" | "seconds") => Some((n, 0.5)),
        (n, "minute" | "minutes") => Some((60.0 * n, 30.0)),
        (n, "h") => Some((3600.0 * n + 60.0 * number(at + 2)?, 30.0)),
        (n, "hour" | "hours") => Some((3600.0 * n, half(at, 3600.0))),
        (n, "day" | "days") => Some((86_400.0 * n, half(at, 86_400.0))),
        _ => None,
    })
}

#[test]
fn the_mean_is_also_said_without_the_fire() {
    assert_eq!(length(" it the mean is 1 h 05 min."), Some((3900.0, 30.0)));
    assert_eq!(length(" it the mean is 2.3 hours."), Some((2.3 * 3600.0, 180.0)));
    for seed in 0..5 {
        let folder = demo(Scenario::OneFire, 400, seed);
        let (run, truth) = (reviewed(folder.path()), truth(folder.path()));
        let fire = &truth["fire"];
        assert!(
            (figure(fire, &["share"]) - 0.5).abs() < 0.01 && figure(fire, &["length_s"]) > 3.0 * 86_400.0,
            "{fire}"
        );
        assert!((figure(fire, &["ratios_without", "mean"]) - 1.0).abs() < 0.05, "{fire}");
        let planned = figure(fire, &["without", "mean_s"]);
        let claim = run.review.findings.claim("mttx.ttr").unwrap();
        let said = claim.sentence.split("without").nth(1).unwrap_or_else(|| panic!("{}", claim.sentence));
        let (seconds, half) = length(said).unwrap();
        assert!((seconds - planned).abs() <= half, "{said}: {planned}");
        assert!((claim.numbers["mean_without_largest_s"] - planned).abs() < 0.001);
        assert!((claim.numbers["mean_s"] - figure(fire, &["with", "mean_s"])).abs() < 0.001);
        let rows: Vec<Row> = csv::Reader::from_path(folder.path().join("truth/incidents.csv"))
            .unwrap()
            .into_deserialize()
            .map(Result::unwrap)
            .collect();
        let planned = rows.iter().find(|r| r["key"] == *fire["key"].as_str().unwrap()).unwrap();
        let found = run.table("incidents");
        let longest = found.iter().max_by_key(|r| r["ttr_s"].parse::<f64>().map_or(0, |s| s as i64)).unwrap();
        assert_eq!(longest["started_at"], planned["started_at"]);
    }
}

/// The truth counted anew from the list of incidents beside it.
#[test]
fn the_same_quarter_twice_has_the_same_severities() {
    for seed in 0..5 {
        let folder = demo(Scenario::SameTwice, 400, seed);
        let rows: Vec<Row> = csv::Reader::from_path(folder.path().join("truth/incidents.csv"))
            .unwrap()
            .into_deserialize()
            .map(Result::unwrap)
            .collect();
        let mut counts: [BTreeMap<String, u64>; 2] = Default::default();
        for row in &rows {
            *counts[usize::from(row["started_at"].as_str() >= "2026-04")]
                .entry(row["severity"].clone())
                .or_default() += 1;
        }
        assert_eq!(counts[0], counts[1]);
        // Shares of 0.04, 0.14, 0.30, 0.34 and 0.18 of 200.
        assert_eq!(counts[0].values().copied().collect::<Vec<_>>(), [8, 28, 60, 68, 36]);
        let truth = truth(folder.path());
        assert_eq!(truth["nothing_changed"], true);
        for (quarter, counts) in ["2026Q1", "2026Q2"].iter().zip(&counts) {
            for (severity, n) in counts {
                assert_eq!(truth["realised"][quarter]["severities"][severity]["incidents"], *n);
            }
        }
    }
}

/// Eight quarters of the null scenario together: the rate per week, the services and the severities are even. The limits
/// are those of chi-square at one in a thousand; the seeds are fixed, so the test does not flicker.
#[test]
fn nothing_drifts_in_the_null_scenario() {
    let (mut weeks, mut services) = (vec![0.0; 104], BTreeMap::<String, f64>::new());
    let mut severities: BTreeMap<(bool, String), f64> = BTreeMap::new();
    let begin = chrono::NaiveDate::from_ymd_opt(2024, 7, 1).unwrap();
    for seed in 100..110 {
        let folder = demo(Scenario::Null, 2_000, seed);
        for row in csv::Reader::from_path(folder.path().join("truth/incidents.csv")).unwrap().into_deserialize::<Row>()
        {
            let row = row.unwrap();
            let day: chrono::NaiveDate = row["started_at"][..10].parse().unwrap();
            if let Some(week) = weeks.get_mut(usize::try_from((day - begin).num_days() / 7).unwrap()) {
                *week += 1.0;
            }
            *services.entry(row["service"].clone()).or_default() += 1.0;
            *severities.entry((row["started_at"].as_str() >= "2025-07", row["severity"].clone())).or_default() += 1.0;
        }
    }
    let even = |counts: &[f64]| {
        let mean = counts.iter().sum::<f64>() / counts.len() as f64;
        counts.iter().map(|n| (n - mean).powi(2) / mean).sum::<f64>()
    };
    // Upper thousandths for 103, 15 and 4 degrees of freedom: 153.1, 37.7, 18.5.
    assert!(even(&weeks) < 153.1, "{weeks:?}");
    assert!(services.len() == 16 && even(&services.values().copied().collect::<Vec<_>>()) < 37.7, "{services:?}");
    let of = |late: bool| -> Vec<f64> { severities.iter().filter(|((l, _), _)| *l == late).map(|(_, n)| *n).collect() };
    let (first, second) = (of(false), of(true));
    let all: [f64; 2] = [first.iter().sum(), second.iter().sum()];
    let total = all[0] + all[1];
    let statistic: f64 = first
        .iter()
        .zip(&second)
        .map(|(a, b)| {
            let expected = [(a + b) * all[0] / total, (a + b) * all[1] / total];
            (a - expected[0]).powi(2) / expected[0] + (b - expected[1]).powi(2) / expected[1]
        })
        .sum();
    assert!(statistic < 18.5, "{severities:?}");
}

#[test]
fn every_scenario_can_be_asked_for_by_name() {
    let folder = tempfile::tempdir().unwrap();
    for scenario in ALL {
        let made = folder.path().join(scenario.name());
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_retroscope"));
        let args = ["--incidents", "30", "--seed", "9", "--scenario", scenario.name()];
        assert!(program.arg("demo").arg(&made).args(args).output().unwrap().status.success(), "{scenario:?}");
        assert_eq!(truth(&made)["scenario"], scenario.name());
        assert_eq!(files(&made), files(demo(scenario, 30, 9).path()), "{scenario:?}");
    }
}
