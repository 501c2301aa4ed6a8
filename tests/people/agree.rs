//! One figure, one value: what the check over all reviews of the suite finds, and that it finds anything.

use crate::findings::{claim, findings, results};
use crate::support::builder::{Builder, Inc, ms};
use crate::support::figures::{before, differing, given, problems, with_tables};
use crate::support::rows::row;
use crate::support::run::run;
use retroscope::findings::exhibit::figure;
use retroscope::findings::{Figure, Findings};
use retroscope::model::time::DAY;
use std::path::Path;

fn demo() -> crate::support::run::Run {
    run(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo")], "", "2026Q2")
}

#[test]
fn the_check_compares_many_figures_and_finds_each_that_is_changed() {
    let run = demo();
    let findings = &run.review.findings;
    let (found, twice) = differing(&with_tables(findings, &|name| run.table(name)));
    assert_eq!(found, [""; 0]);
    assert!(twice >= 30, "{twice} figures are given twice");
    // What one place alone says differently is found, whichever it is.
    let changed = |change: &dyn Fn(&mut Findings)| {
        let mut other = findings.clone();
        change(&mut other);
        problems(&other).0.len()
    };
    let in_claim = |id: &'static str, from: &'static str, to: &'static str| {
        move |f: &mut Findings| {
            let claim = f.claims.iter_mut().find(|c| c.id == id).unwrap();
            assert!(claim.sentence.contains(from), "{}", claim.sentence);
            claim.sentence = claim.sentence.replacen(from, to, 1);
        }
    };
    assert_eq!(changed(&in_claim("load.sleep-hours", "66 nights were", "65 nights were")), 1);
    assert_eq!(changed(&in_claim("oncall.changed/sleep-hours", "151 interruptions", "150 interruptions")), 1);
    assert_eq!(changed(&in_claim("recurrence.came-back/FB-01", "45 times since", "44 times since")), 1);
    let row = |f: &mut Findings, table: &str, row: usize, column: usize| {
        let tables = f.sections.iter_mut().flat_map(|s| &mut s.tables);
        let found = tables.into_iter().find(|t| t.id == table).unwrap();
        found.rows[row][column] = "1".to_owned();
    };
    assert_eq!(changed(&|f| row(f, "interruptions-by-quarter", 0, 5)), 1);
    assert_eq!(changed(&|f| row(f, "families", 0, 12)), 1);
    assert_eq!(changed(&|f| row(f, "mttx-metrics", 3, 4)), 1);
    assert_eq!(changed(&|f| f.opening = f.opening.replace("192 incidents", "191 incidents")), 1);
    let survival = |f: &mut Findings| {
        let chart = f.exhibits.iter_mut().find(|e| e.id == "survival-ttr").unwrap();
        let Figure::Survival(figure::Survival { curves }) = &mut chart.figure else { panic!("curves") };
        curves[0].median_s = Some(1.0);
    };
    assert_eq!(changed(&survival), 1);
}

#[test]
fn figures_are_read_out_of_sentences() {
    assert_eq!(before("Of 1,204 pages in sleep hours, 3 pages in sleep hours", " pages in sleep hours"), [1_204, 3]);
    assert_eq!(before("no pages in sleep hours", " pages in sleep hours"), [0; 0]);
}

/// Six people; the first is paged in three nights, the second works half an hour in a fourth without a page.
fn nights() -> Builder {
    let mut builder = Builder::quarter(2026, 3);
    for n in 0..6 {
        builder =
            builder.person(&format!("P-{n}"), "UTC", "a").shift(n, "rota", 1, "2026-07-01 00:00", "2026-09-01 00:00");
    }
    let starts = ["2026-08-03 23:00", "2026-08-05 01:00", "2026-08-20 02:00", "2026-08-25 23:00"];
    let lamp = |at: &str| Inc::at(at).minutes(60).title("Lamp of the north gate burnt out");
    let mut builder = builder.incidents(starts.map(lamp));
    for (n, at) in starts.iter().take(3).enumerate() {
        builder = builder.page(n as u32, 0, at);
    }
    builder.work(3, 1, "2026-08-25 23:10", "2026-08-25 23:40")
}

#[test]
fn a_night_is_disturbed_in_all_places_or_in_none() {
    let data = nights().build();
    let findings = findings(&data);
    assert_eq!(
        claim(&findings, "load.nights").sentence.split(". ").next().unwrap(),
        "4 nights were disturbed in Q3 2026, 3 of them by a page and 1 by work alone"
    );
    assert!(
        claim(&findings, "load.sleep-hours")
            .sentence
            .ends_with("4 nights were disturbed, 3 of them by a page and 1 by work alone."),
        "{}",
        claim(&findings, "load.sleep-hours").sentence
    );
    let chart = findings.exhibits.iter().find(|e| e.id == "disturbed-nights").unwrap();
    assert!(chart.headline.starts_with("4 disturbed nights, on 4 of "), "{}", chart.headline);
    // The problem's own nights are counted by the same rule: the one of work alone is among them.
    assert_eq!(results(&data).recurrence.families[row(0)].cost.disturbed_nights, Some(4));
    assert!(given(&findings).iter().filter(|g| g.what == "disturbed nights").count() >= 5);
}

#[test]
fn a_median_with_open_ones_and_one_without_are_one_where_nothing_is_open() {
    use retroscope::stats::{quantile, survival};
    // By hand: of an even number the middle of the two middle ones, as in R's `survfit` where the curve stays at a half.
    let median = |times: &[f64]| {
        let seen: Vec<(f64, bool)> = times.iter().map(|t| (*t, true)).collect();
        survival::kaplan_meier(&seen, 0.95).unwrap().median()
    };
    assert_eq!(median(&[10.0, 20.0, 30.0, 50.0]), Some(25.0));
    assert_eq!(median(&[10.0, 20.0, 20.0, 50.0]), Some(20.0));
    assert_eq!(median(&[10.0, 20.0, 30.0]), Some(20.0));
    for n in 1..60_u32 {
        let times: Vec<f64> = (0..n).map(|i| f64::from((i * 37 + 11) % 53)).collect();
        let expected = quantile::median(&quantile::sorted(times.clone())).unwrap();
        assert!((median(&times).unwrap() - expected).abs() < 1e-9, "{n}");
    }
    // With the largest still running the curve is not at a half for long, or never gets there.
    let seen = [(10.0, true), (20.0, true), (30.0, false), (40.0, true)];
    assert_eq!(survival::kaplan_meier(&seen, 0.95).unwrap().median(), Some(30.0));
    let open = [(10.0, true), (20.0, false), (30.0, false)];
    assert_eq!(survival::kaplan_meier(&open, 0.95).unwrap().median(), None);
}

#[test]
fn hours_above_capacity_stand_beside_the_staffing_they_seem_to_deny() {
    // Two people on call but for one day a week with one; two incidents open on each such day, and nobody at work on them.
    let mut builder = Builder::quarter(2026, 3).person("P-0", "UTC", "a").person("P-1", "UTC", "a");
    builder = builder.shift(0, "rota", 1, "2026-07-01 00:00", "2026-10-01 00:00");
    for week in 0..13 {
        let start = ms("2026-07-01 00:00") + week * 7 * DAY;
        let at = |offset: i64| {
            let at = chrono::DateTime::from_timestamp_millis(start + offset).unwrap();
            at.format("%Y-%m-%d %H:%M").to_string()
        };
        builder = builder.shift(1, "second", 1, &at(DAY), &at(7 * DAY));
        let pair = [0, 10].map(|minute| Inc::at_ms(start + 3_600_000 + minute * 60_000).minutes(120));
        let n = 2 * week as u32;
        builder = builder.incidents(pair).page(n, 0, &at(3_600_000)).page(n + 1, 0, &at(3_600_000 + 600_000));
        builder = builder.work(n, 0, &at(3_600_000), &at(3_600_000 + 300_000));
        builder = builder.work(n + 1, 0, &at(3_600_000 + 600_000), &at(3_600_000 + 900_000));
    }
    let findings = findings(&builder.build());
    let above = claim(&findings, "overlap.above-capacity");
    assert!((above.numbers["hours_above"] - 13.0 * 110.0 / 60.0).abs() < 1e-9, "{:?}", above.numbers);
    let table = findings.sections.iter().flat_map(|s| &s.tables).find(|t| t.id == "staffing").unwrap();
    let now = table.rows.iter().find(|row| row[0].contains("now")).unwrap();
    // With two at all times nothing would be above; the table says whose figure that is.
    assert_eq!(
        (now[0].as_str(), now[1].as_str(), now[2].as_str()),
        ("2 (now, most of the time)", "0 seconds", "0 seconds")
    );
    assert!(
        table.note.contains("with the roster as it was, more incidents than people on call were open for 24 hours"),
        "{}",
        table.note
    );
    assert_eq!(table.rows[0][0], "1");
    assert_eq!(table.rows[0][1], "24 hours");
    assert!(given(&findings).iter().filter(|g| g.what == "more incidents than people on call").count() >= 2);
}

#[test]
fn fewer_incidents_of_a_collection_that_may_have_stopped_are_no_evidence() {
    let Some(run) = crate::support::run::github("2024Q4") else { return };
    let findings = &run.review.findings;
    let doubt = "In “github-atom” and Statuspage, starts end or all but end after 17 December 2024, so fewer incidents may be a collection that stopped.";
    assert!(findings.opening.ends_with(doubt), "{}", findings.opening);
    for id in ["areas.total-change", "areas.customer-change"] {
        let claim = findings.claim(id).unwrap();
        assert!(
            claim.sentence.contains("no evidence of a change, because it depends on whether a collection stopped"),
            "{}",
            claim.sentence
        );
        assert!(!findings.headlines.contains(&claim.id));
    }
    assert!(
        findings.budgets[0].certainty.contains("whether a collection stopped"),
        "{}",
        findings.budgets[0].certainty
    );
}

/// Three incidents on each of twelve days of the second quarter and two on each of two days of July; then nothing, though
/// one record is changed as late as `changed`.
fn bursts(folder: &Path, changed: &str) {
    let mut incidents = Vec::new();
    let mut add = |day: &str, hour: u32| {
        let n = incidents.len();
        let at = |minute: u32| format!("{day}T{hour:02}:{minute:02}:00Z");
        let updated = if n == 0 { changed.to_owned() } else { at(40) };
        incidents.push(
            serde_json::json!({"id": format!("Q{n:05}"), "incident_number": n + 1, "title": format!("Gate {n} stuck"),
            "status": "resolved", "urgency": "high", "created_at": at(5), "updated_at": updated, "resolved_at": at(40),
            "last_status_change_at": at(40), "service": {"id": "S1", "type": "service_reference", "summary": "gates"}}),
        );
    };
    for n in 0..12 {
        let day = format!("2026-{:02}-{:02}", 4 + n / 4, 3 + 7 * (n % 4));
        (0..3).for_each(|hour| add(&day, 8 + 4 * hour));
    }
    ["2026-07-04", "2026-07-15"].iter().for_each(|day| (0..2).for_each(|hour| add(day, 9 + 5 * hour)));
    let text = serde_json::json!({"incidents": incidents, "more": false}).to_string();
    std::fs::write(folder.join("incidents.json"), text).unwrap();
}

#[test]
fn a_tool_that_falls_silent_too_early_to_be_sure_takes_back_fewer() {
    let said = |changed: &str| {
        let folder = tempfile::tempdir().unwrap();
        bursts(folder.path(), changed);
        let findings = run(&[folder.path().to_owned()], "", "2026Q3").review.findings;
        let total = findings.claim("areas.total-change").map_or(String::new(), |c| c.sentence.clone());
        (findings.opening.clone(), total)
    };
    let (opening, total) = said("2026-08-25T10:00:00Z");
    assert!(opening.ends_with("In PagerDuty, starts end or all but end after 15 July 2026, so fewer incidents may be a collection that stopped."), "{opening}");
    assert!(!total.contains("there were fewer") && !total.contains("signal of fewer"), "{total}");
    // Where the export ends soon after the last incident there is no silence to wonder about.
    let (opening, _) = said("2026-07-20T10:00:00Z");
    assert!(!opening.contains("all but end"), "{opening}");
}
