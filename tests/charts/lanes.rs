//! Swim lanes: every bar is drawn, told and counted, and nothing in the data breaks the drawing.

use super::AWKWARD;
use retroscope::findings::exhibit::figure;
use retroscope::findings::{Exhibit, Figure, Lane, LaneBar, Span};
use retroscope::render::chart::{csv, svg};

const START_MS: i64 = 1_778_573_640_000;
const MINUTE_MS: i64 = 60_000;

fn bar(name: &str, from: i64, length: Option<i64>, severity: u32, pages: &[i64]) -> LaneBar {
    LaneBar {
        name: name.to_owned(),
        start_ms: START_MS + from * MINUTE_MS,
        end_ms: length.map(|l| START_MS + (from + l) * MINUTE_MS),
        severity: (severity > 0).then_some(severity),
        pages_ms: pages.iter().map(|p| START_MS + p * MINUTE_MS).collect(),
    }
}

fn figure(zone: &str, lanes: Vec<Lane>) -> Figure {
    let span = |label: &str, from: i64, to: i64| Span {
        label: label.to_owned(),
        start_ms: START_MS + from * MINUTE_MS,
        end_ms: START_MS + to * MINUTE_MS,
    };
    let marks = vec![span("storm S-01", 0, 720), span("most at once: 3", 300, 300)];
    let (start_ms, end_ms) = (START_MS - 30 * MINUTE_MS, START_MS + 800 * MINUTE_MS);
    Figure::Lanes(figure::Lanes { zone: zone.to_owned(), start_ms, end_ms, lanes, marks })
}

fn exhibit(figure: Figure) -> Exhibit {
    let text = || "5 incidents in 2 services".to_owned();
    Exhibit { id: "storm-s-01".to_owned(), headline: text(), subtitle: text(), footer: text(), alt: text(), figure }
}

fn lane(name: &str, bars: Vec<LaneBar>) -> Lane {
    Lane { name: name.to_owned(), bars }
}

fn two() -> Figure {
    let checkout = vec![
        bar("A-1 slow", 0, Some(200), 2, &[1, 30]),
        bar("A-2 down", 100, Some(200), 1, &[]),
        bar("A-3 no end", 600, None, 3, &[]),
    ];
    let search = vec![bar("B-1", 300, Some(5), 3, &[301]), bar("B-2 not rated", 700, Some(900), 0, &[])];
    figure("UTC", vec![lane("checkout", checkout), lane("search", search)])
}

/// Lanes that drawings tend to break on.
pub(super) fn awkward() -> Vec<Figure> {
    let many = (0..300).map(|i| bar(AWKWARD, i, Some(400), 1 + (i as u32 % 7), &[i, i + 1])).collect();
    let ends = |start_ms, end_ms, bars| {
        Figure::Lanes(figure::Lanes {
            zone: "Mars/Olympus".to_owned(),
            start_ms,
            end_ms,
            lanes: vec![lane("", bars)],
            marks: vec![Span { label: AWKWARD.to_owned(), start_ms: i64::MAX, end_ms: i64::MIN }],
        })
    };
    let extreme = LaneBar {
        name: String::new(),
        start_ms: i64::MIN,
        end_ms: Some(i64::MAX),
        severity: Some(u32::MAX),
        pages_ms: vec![i64::MIN, 0, i64::MAX],
    };
    vec![
        two(),
        figure("Australia/Lord_Howe", vec![lane(AWKWARD, many)]),
        figure("UTC", (0..60).map(|i| lane(&format!("{AWKWARD} {i}"), vec![bar("x", i, Some(-9), 2, &[])])).collect()),
        ends(i64::MIN, i64::MAX, vec![extreme.clone()]),
        ends(i64::MAX, i64::MIN, vec![extreme.clone()]),
        ends(0, 0, vec![extreme]),
    ]
}

#[test]
fn every_bar_is_drawn_and_says_what_it_is() {
    let drawing = svg(&exhibit(two()), 960);
    for name in ["A-1 slow", "A-2 down", "A-3 no end", "B-1", "B-2 not rated"] {
        assert_eq!(drawing.matches(&format!("<title>{name}: ")).count(), 1, "{name}");
    }
    assert!(
        drawing.contains("A-1 slow: 12 May 2026, 08:14 to 12 May 2026, 11:34 (3 h 20 min), SEV2, 2 pages"),
        "{drawing}"
    );
    assert!(drawing.contains("no end known, SEV3") && drawing.contains("no severity"));
    // What goes on beyond the right edge says so.
    assert_eq!(drawing.matches(">›<").count(), 2);
}

#[test]
fn the_clock_is_that_of_the_zone() {
    let lanes = || vec![lane("checkout", vec![bar("A-1", 0, Some(60), 2, &[])])];
    assert!(svg(&exhibit(figure("Asia/Kolkata", lanes())), 960).contains("A-1: 12 May 2026, 13:44"));
    assert!(svg(&exhibit(figure("nowhere", lanes())), 960).contains("A-1: 12 May 2026, 08:14"));
}

#[test]
fn a_lane_that_is_full_says_how_many_are_left_out() {
    let bars = (0..30).map(|i| bar(&format!("A-{i}"), i, Some(500), 2, &[])).collect();
    let drawing = svg(&exhibit(figure("UTC", vec![lane("checkout", bars)])), 960);
    assert!(drawing.contains(">checkout (+22)<"), "eight rows for thirty bars");
}

#[test]
fn the_numbers_hold_every_bar() {
    let rows: Vec<String> = csv(&exhibit(two())).lines().map(str::to_owned).collect();
    assert_eq!(rows.len(), 6);
    assert_eq!(rows[0], "lane,incident,start,end,severity,pages");
    assert_eq!(rows[1], "checkout,A-1 slow,2026-05-12T08:14:00Z,2026-05-12T11:34:00Z,2,2");
    assert_eq!(rows[3], "checkout,A-3 no end,2026-05-12T18:14:00Z,,3,0");
    assert_eq!(rows[5], "search,B-2 not rated,2026-05-12T19:54:00Z,2026-05-13T10:54:00Z,,0");
}

#[test]
fn no_bars_are_no_data() {
    assert!(svg(&exhibit(figure("UTC", vec![lane("checkout", vec![])])), 960).contains(">No data<"));
}
