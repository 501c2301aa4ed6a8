//! Demand against the people on call.

use super::{START_MS, assert_no_overlap, exhibit};
use retroscope::findings::exhibit::figure;
use retroscope::findings::{Exhibit, Figure};
use retroscope::render::chart::{csv, svg};

const HOUR_MS: i64 = 3_600_000;

fn ribbon(demand: &[u32], people: &[Option<u32>]) -> Figure {
    Figure::Ribbon(figure::Ribbon {
        zone: "UTC".to_owned(),
        starts_ms: (0_i64..).map(|b| START_MS + b * HOUR_MS).take(demand.len()).collect(),
        bucket_s: 3_600,
        demand: demand.to_vec(),
        people: people.to_vec(),
    })
}

/// What charts tend to break on.
pub(super) fn awkward() -> Vec<Figure> {
    vec![
        ribbon(&[], &[]),
        ribbon(&[0], &[None]),
        ribbon(&[3, 1], &[]),
        ribbon(&[1], &[Some(2); 9]),
        ribbon(&[u32::MAX, 0], &[Some(0), Some(u32::MAX)]),
        ribbon(&[2; 5_000], &[Some(1); 5_000]),
        Figure::Ribbon(figure::Ribbon {
            zone: "UTC".to_owned(),
            starts_ms: vec![i64::MAX, i64::MIN],
            bucket_s: i64::MAX,
            demand: vec![7; 2],
            people: vec![Some(1)],
        }),
    ]
}

fn plain(figure: Figure) -> Exhibit {
    Exhibit {
        headline: "For 5 hours more were open than people were on call".to_owned(),
        subtitle: "Per hour".to_owned(),
        ..exhibit(figure)
    }
}

#[test]
fn what_is_above_the_people_on_call_stands_out() {
    let drawing = svg(&plain(ribbon(&[1, 4, 2, 3], &[Some(2), Some(2), Some(2), None])), 960);
    assert_eq!(drawing.matches("More incidents open than people on call").count(), 1);
    assert!(drawing.contains("up to 4 open at once, 2 on call"), "{drawing}");
    assert!(drawing.contains("up to 3 open at once, on call unknown"));
    assert!(drawing.contains(">more open than on call<"));
    let calm = svg(&plain(ribbon(&[1, 2], &[Some(2), Some(2)])), 960);
    assert!(!calm.contains(">more open than on call<") && calm.contains(">people on call<"));
}

#[test]
fn its_words_stay_apart_on_any_page() {
    let demand: Vec<u32> = (0..2_000).map(|b| b % 13).collect();
    let people: Vec<Option<u32>> = (0..2_000).map(|b| (b > 300).then_some(4 + b / 900)).collect();
    for width in [320, 400, 640, 960, 1_400] {
        assert_no_overlap(&svg(&plain(ribbon(&demand, &people)), width), &format!("at {width}"));
    }
}

#[test]
fn its_numbers_leave_open_what_is_not_known() {
    let numbers = csv(&exhibit(ribbon(&[1, 4], &[Some(2), None])));
    let lines: Vec<&str> = numbers.lines().collect();
    assert_eq!(lines[0], "bucket_start,bucket_seconds,most_open,fewest_on_call");
    assert!(lines[1].ends_with(",3600,1,2") && lines[2].ends_with(",3600,4,"), "{numbers}");
}
