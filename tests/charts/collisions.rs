//! Nothing strikes through words or hides what is to be counted.

use super::colours::register;
use super::{START_MS, assert_no_overlap, attribute, places, plain};
use retroscope::findings::exhibit::figure;
use retroscope::findings::exhibit::load::TeamCalendar;
use retroscope::findings::exhibit::recurrence::Quarter;
use retroscope::findings::{Figure, Lane, LaneBar, Series, Span};
use retroscope::render::chart::svg;

const HOUR_MS: i64 = 3_600_000;

#[test]
fn occurrences_that_hide_each_other_are_counted() {
    let crowded = || register((0..20).map(|at| 95 + at / 2).collect(), &["SEV1"]);
    for width in [400, 960] {
        let drawing = svg(&plain(crowded()), width);
        assert!(drawing.contains("<title>queue stuck: 20 occurrences in Q4 2026</title>"), "{drawing}");
        assert_no_overlap(&drawing, "counts");
        let sparse = svg(&plain(register(vec![5, 30, 60, 85, 95, 120], &["SEV1"])), width);
        assert!(!sparse.contains(" occurrences in Q"), "{sparse}");
    }
}

#[test]
fn totals_are_not_struck_by_the_scale() {
    let column = |name: &str| Quarter { name: name.to_owned(), note: String::new() };
    let figure = Figure::Quarters(figure::Quarters {
        unit: "incidents".to_owned(),
        columns: vec![column("Q1 2026"), column("Q2 2026")],
        series: vec![
            Series { name: "known problems".to_owned(), values: vec![30.0, 20.0] },
            Series { name: "new".to_owned(), values: vec![20.0, 172.0] },
        ],
    });
    let drawing = svg(&plain(figure), 960);
    // Right before its words a ground hides what lies behind them.
    let total = drawing.split("<text ").position(|t| t.contains(">192<")).unwrap();
    let before = drawing.split("<text ").nth(total - 1).unwrap();
    let ground = before.rsplit("<rect").next().unwrap();
    assert!(ground.contains("var(--c-surface)"), "{ground}");
    let area = places(&drawing, "192")[0];
    let (left, top) = (attribute(ground, "x"), attribute(ground, "y"));
    assert!(left <= area[0] && left + attribute(ground, "width") >= area[1]);
    assert!(top <= area[2] + 0.5 && top + attribute(ground, "height") >= area[3] - 0.5);
}

#[test]
fn leaders_of_moments_do_not_cross_their_words() {
    let bar = LaneBar {
        name: "A".to_owned(),
        start_ms: START_MS,
        end_ms: Some(START_MS + 20 * HOUR_MS),
        severity: Some(2),
        pages_ms: vec![],
    };
    let span = |label: &str, from: i64, to: i64| Span {
        label: label.to_owned(),
        start_ms: START_MS + from * HOUR_MS,
        end_ms: START_MS + to * HOUR_MS,
    };
    let figure = Figure::Lanes(figure::Lanes {
        zone: "UTC".to_owned(),
        start_ms: START_MS - HOUR_MS,
        end_ms: START_MS + 30 * HOUR_MS,
        lanes: vec![Lane { name: "checkout".to_owned(), bars: vec![bar] }],
        // The names of both want the same place.
        marks: vec![span("storm S-05", 0, 25), span("most at once: 11", 12, 12)],
    });
    for width in [400, 960] {
        let drawing = svg(&plain(figure.clone()), width);
        let words = places(&drawing, "most at once: 11")[0];
        let path = drawing.split("<g class=\"dotted\"><path d=\"M").nth(1).unwrap();
        let start: Vec<f64> =
            path.split(['L', 'V', '"']).next().unwrap().split(' ').map(|v| v.parse().unwrap()).collect();
        assert!(start[1] > words[3], "the leader begins below the words");
        // It is straight where its moment lies below its words.
        let moment: f64 = path
            .split('"')
            .next()
            .unwrap()
            .rsplit('L')
            .next()
            .unwrap()
            .split(['V', ' '])
            .next()
            .unwrap()
            .trim_start_matches('M')
            .parse()
            .unwrap();
        if words[0] < moment && moment < words[1] {
            assert!((start[0] - moment).abs() < 0.2, "{start:?} {moment}");
        }
    }
}

#[test]
fn names_of_calendars_are_whole_where_the_page_has_room() {
    let name = "small teams, and people without a team";
    let team = |name: &str| TeamCalendar { name: name.to_owned(), levels: vec![1; 91], nights: 91 };
    let figure =
        Figure::Nights(figure::Nights { first_ms: START_MS, least: 5, teams: vec![team("Ledger"), team(name)] });
    for width in [400, 960] {
        assert_eq!(places(&svg(&plain(figure.clone()), width), name).len(), 1, "{width}");
    }
}
