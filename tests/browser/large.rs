//! Pages of many incidents: twenty thousand open at once, of two hundred thousand a sample stands in the page.

use super::{Page, report};
use retroscope::findings::Findings;
use retroscope::frame::{build, col};
use retroscope::render::{self, ANALYST, Wanted};
use retroscope::report::lines::{MAX_LINES, ReportIncidents};
use retroscope::report::sink::Memory;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::PathBuf;
use tempfile::TempDir;

/// The findings of the demo, as if each statement were about many of so many incidents; and these incidents.
fn many(count: usize) -> (Findings, ReportIncidents) {
    let mut findings: Findings =
        serde_json::from_slice(&std::fs::read(report().join("findings.json")).unwrap()).unwrap();
    let id = |at: usize| format!("pagerduty:incident:Q{at:08}");
    for (at, claim) in findings.claims.iter_mut().enumerate().filter(|(_, claim)| !claim.incident_ids.is_empty()) {
        claim.incident_ids = (0..count).skip(at).step_by((count / 2_000 + at).max(1)).map(id).collect();
    }
    findings.behind.clear();
    let all = 0..count;
    let text =
        |name: &str, value: &dyn Fn(usize) -> String| build::text(name, count, all.clone().map(|at| Some(value(at))));
    // Two years of them, one every few minutes, not in order.
    let began = |at: usize| {
        1_720_000_000_000
            + i64::try_from(at * 7_919 % count).unwrap() * (63_000_000_000 / i64::try_from(count).unwrap())
    };
    let lasted = |at: usize| i64::try_from(at * 37 % 90_000).unwrap() * 1_000;
    let table = build::frame(vec![
        text(col::INCIDENT_ID, &id),
        text(col::TITLE, &|at| {
            format!(
                "service {} is slow: {} requests a second time out at the edge, number {at}",
                at % 97,
                at * 13 % 1_000
            )
        }),
        text(col::STATUS, &|_| "resolved".to_owned()),
        text(col::SERVICE, &|at| format!("service-{:02}", at % 97)),
        build::flags(col::INCLUDED, all.clone().map(|at| Some(at % 50 != 0))),
        build::codes(col::SEVERITY, all.clone().map(|at| u32::try_from(at % 6).ok())),
        build::times(col::STARTED_AT, all.clone().map(|at| Some(began(at)))),
        build::times(col::RESOLVED_AT, all.clone().map(|at| Some(began(at) + lasted(at)))),
        build::times(col::CLOSED_AT, all.clone().map(|_| None)),
        build::floats(col::TTR_S, all.clone().map(|at| Some(lasted(at) as f64 / 1_000.0))),
    ]);
    let lines = ReportIncidents::of(&table, &findings, chrono_tz::Tz::UTC).unwrap();
    (findings, lines)
}

fn written(findings: &Findings, lines: &ReportIncidents) -> (TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("analyst.html");
    let mut memory = Memory::default();
    render::report(findings, Some(lines), Wanted { editions: &[ANALYST], formats: &[] }, &mut memory).unwrap();
    let page = memory.text("analyst.html").unwrap();
    assert!(page.len() < 15_000_000, "{} bytes", page.len());
    std::fs::write(&file, page).unwrap();
    (home, file)
}

#[test]
fn a_page_of_twenty_thousand_incidents_opens_at_once() {
    let (findings, lines) = many(20_000);
    assert_eq!((lines.total, lines.lines.len()), (20_000, 20_000));
    let (_home, file) = written(&findings, &lines);
    let Some(mut page) = Page::open() else { return };
    page.load(&file, "");
    page.settled();
    let took = page.scripting();
    println!("{} bytes, {took:.3} s of scripts", file.metadata().unwrap().len());
    assert!(took < 2.0, "{took} s of scripts");
    assert_eq!(page.eval("document.querySelector('.count').textContent"), "20,000 incidents");
    assert_eq!(page.eval("document.querySelectorAll('.every tbody tr').length"), 50);
    // Sorting, searching, filtering and paging are each done before one looks up.
    let slowest = page.eval(
        "(() => { const steps = [() => document.querySelectorAll('.every th button')[4].click(), () => document.querySelectorAll('.every th button')[1].click(),
            () => { const input = document.querySelector('#incident-search'); input.value = 'number 1999'; input.dispatchEvent(new Event('input')); },
            () => { const input = document.querySelector('#incident-search'); input.value = ''; input.dispatchEvent(new Event('input')); },
            () => document.querySelector('.claim .act').click(), () => document.querySelector('.clear').click(),
            () => document.querySelector('.pager button:last-child').click()];
            return Math.max(...steps.map((step) => { const from = performance.now(); step(); return performance.now() - from; })); })()",
    );
    println!("slowest step: {slowest} ms");
    assert!(slowest.as_f64().unwrap() < 1_500.0, "{slowest} ms");
    page.eval("(() => { const input = document.querySelector('#incident-search'); input.value = 'number 19999'; input.dispatchEvent(new Event('input')); })()");
    assert_eq!(page.eval("document.querySelector('.count').textContent"), "1 of 20,000 incidents");
    assert!(page.errors.is_empty(), "{:?}", page.errors);
    assert_eq!(page.requests.len(), 1);
}

#[test]
fn of_two_hundred_thousand_incidents_the_page_holds_a_sample() {
    let (findings, lines) = many(200_000);
    assert_eq!((lines.total, lines.lines.len()), (200_000, MAX_LINES));
    assert!(many(200_000).1 == lines, "the sample is the same every time");
    // Whatever stands behind a statement is there as far as there is room, and the rest is spread over all of the time.
    let told: BTreeSet<&str> =
        findings.claims.iter().flat_map(|claim| &claim.incident_ids).map(String::as_str).collect();
    let there: BTreeSet<&str> = lines.lines.iter().map(|line| line.incident_id.as_str()).collect();
    assert_eq!(there.len(), MAX_LINES);
    let both = told.intersection(&there).count();
    assert!(both == told.len().min(MAX_LINES), "{both} of {} incidents of statements", told.len());
    assert!(lines.lines.is_sorted_by_key(|line| line.began));
    let (_home, file) = written(&findings, &lines);
    let Some(mut page) = Page::open() else { return };
    page.load(&file, "#incidents");
    page.settled();
    assert!(page.scripting() < 2.0, "{} s of scripts", page.scripting());
    let caption = page.eval("document.querySelector('.every caption').textContent");
    let caption = caption.as_str().unwrap();
    for said in ["20,000 of 200,000 incidents", "data/incidents.parquet", "data/incidents.csv"] {
        assert!(caption.contains(said), "{caption}");
    }
    assert_eq!(page.eval("document.querySelector('.count').textContent"), "20,000 incidents");
    assert!(page.errors.is_empty(), "{:?}", page.errors);
}

/// Where statements leave room, the others are an even sample of the rest.
#[test]
fn a_sample_is_spread_evenly_over_what_no_statement_names() {
    let (mut findings, _) = many(1_000);
    for claim in &mut findings.claims {
        claim.incident_ids.truncate(3);
    }
    let count = 100_000;
    let (_, lines) = {
        let id = |at: usize| format!("pagerduty:incident:Q{at:08}");
        let none = |name: &str| build::times(name, (0..count).map(|_| None));
        let text = |name: &str| build::text(name, count, (0..count).map(|at| Some(id(at))));
        let table = build::frame(vec![
            text(col::INCIDENT_ID),
            text(col::TITLE),
            text(col::STATUS),
            text(col::SERVICE),
            build::flags(col::INCLUDED, (0..count).map(|_| Some(true))),
            build::codes(col::SEVERITY, (0..count).map(|_| None)),
            build::times(col::STARTED_AT, (0..count).map(|at| i64::try_from(at).ok().map(|at| at * 60_000))),
            none(col::RESOLVED_AT),
            none(col::CLOSED_AT),
            build::floats(col::TTR_S, (0..count).map(|_| None)),
        ]);
        ((), ReportIncidents::of(&table, &findings, chrono_tz::Tz::UTC).unwrap())
    };
    let began: Vec<i64> = lines.lines.iter().map(|line| line.began.unwrap()).collect();
    assert_eq!(began.len(), MAX_LINES);
    let widest = began.windows(2).map(|two| two[1] - two[0]).max().unwrap();
    assert!(widest <= 6, "{widest} incidents between two of the sample");
    // No incident has an end: that one has none says nothing of it.
    assert!(lines.lines.iter().all(|line| !line.is_open && line.lasted.is_none()));
    assert_eq!(json!(lines.total), json!(count));
}
