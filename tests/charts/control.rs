//! Control charts: unusual weeks are told by why they are, and dates stand beside their own week.

use super::{START_MS, WEEK_MS, assert_no_overlap, attribute, boxes, places, plain};
use retroscope::findings::exhibit::figure;
use retroscope::findings::{ControlLimits, Figure};
use retroscope::render::chart::svg;

/// Counts of one kind per week around 4, with two high weeks near each other, and a run at the end.
fn control() -> Figure {
    let mut values = [4.0, 3.0, 5.0, 4.0, 2.0].repeat(8);
    values.extend([9.0, 8.0, 44.0, 9.0, 10.0, 9.0, 8.0, 44.0, 6.0]);
    Figure::Control(figure::Control {
        zone: "UTC".to_owned(),
        unit: "incidents per week".to_owned(),
        starts_ms: (0..values.len() as i64).map(|w| START_MS + w * WEEK_MS).collect(),
        limits: Some(ControlLimits {
            centre: 4.0,
            low: 0.0,
            high: 22.0,
            provisional: false,
            signals: vec![42, 47, 48],
            each: vec![],
        }),
        values: values.into_iter().map(Some).collect(),
    })
}

/// The group whose title begins so.
fn mark<'a>(drawing: &'a str, title: &str) -> &'a str {
    let at = drawing.rfind(&format!("<title>{title}")).unwrap_or_else(|| panic!("{title} in {drawing}"));
    drawing[at..].split("</g>").next().unwrap()
}

#[test]
fn ends_of_runs_are_no_weeks_beyond_the_limits() {
    let drawing = svg(&plain(control()), 960);
    // Week 42 begins on 19 April 2027, week 47 on 24 May, week 48 on 31 May.
    assert_eq!(drawing.matches("(unusual week)</title>").count(), 2);
    let run = mark(&drawing, "Week of 31 May 2027: 6 incidents per week (end of a long run");
    assert!(run.contains("<path") && !run.contains("var(--c-cat-2)"), "{run}");
    assert!(drawing.contains(">beyond the limits<"));
    assert!(drawing.contains(">end of a long run above or below the centre<"));
    let mut quiet = control();
    if let Figure::Control(figure::Control { limits: Some(limits), .. }) = &mut quiet {
        limits.signals.clear();
    }
    let drawing = svg(&plain(quiet), 960);
    assert!(
        !drawing.contains("beyond the limits") && !drawing.contains("long run"),
        "nothing is explained that is not there"
    );
}

#[test]
fn dates_stand_beside_their_own_week_and_off_the_lines() {
    for width in [400, 960] {
        let drawing = svg(&plain(control()), width);
        let points = ["19 April", "24 May", "31 May"].map(|day| {
            let group = mark(&drawing, &format!("Week of {day} 2027"));
            let dot = group.split("<circle").last().unwrap();
            (attribute(dot, "cx"), attribute(dot, "cy"))
        });
        let away = |[left, right, top, bottom]: [f64; 4], (x, y): (f64, f64)| {
            (left - x).max(x - right).max(0.0).hypot((top - y).max(y - bottom).max(0.0))
        };
        for (at, date) in ["19 Apr", "24 May", "31 May"].into_iter().enumerate() {
            // A date that finds no room is left out; the mark keeps its title.
            for area in places(&drawing, date) {
                let own = away(area, points[at]);
                let others = points.iter().enumerate().filter(|(other, _)| *other != at);
                assert!(others.map(|(_, point)| away(area, *point)).all(|d| d > own), "{date} at {width}: {area:?}");
            }
        }
        assert_no_overlap(&drawing, "dates");
        // The centre is the only line of its colour and lies flat.
        let centre = drawing.split("<path d=\"M").find(|path| path.contains("stroke=\"var(--c-accent)\"")).unwrap();
        let level: f64 = centre.split(['H', 'L', '"']).next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let struck = |area: &[f64; 4]| area[2] < level && level < area[3];
        assert!(!places(&drawing, "31 May").iter().any(struck), "the centre strikes a date");
    }
    assert_eq!(places(&svg(&plain(control()), 960), "24 May").len(), 1);
}

#[test]
fn durations_have_a_log_axis_and_one_band() {
    let medians = [0.5, 1.0, 2.0, 0.25, 1.5, 7.0, 1.0, 0.75, 1.25, 1.0];
    let each = |at: usize| (at != 3 && at != 6).then_some([0.1, if at.is_multiple_of(2) { 19.0 } else { 6.0 }]);
    let figure = Figure::Control(figure::Control {
        zone: "UTC".to_owned(),
        unit: "hours".to_owned(),
        starts_ms: (0..10).map(|w| START_MS + w * WEEK_MS).collect(),
        values: medians.into_iter().enumerate().map(|(at, v)| (at != 3 && at != 6).then_some(v)).collect(),
        limits: Some(ControlLimits {
            centre: 1.0,
            low: 0.2,
            high: 8.0,
            provisional: false,
            signals: vec![5],
            each: (0..10).map(each).collect(),
        }),
    });
    let drawing = svg(&plain(figure), 960);
    for words in ["5 min", "1 h", "1 day", "usual range", "outside the usual range"] {
        assert_eq!(places(&drawing, words).len(), 1, "{words}");
    }
    assert_eq!(boxes(&drawing).iter().filter(|b| b.0.starts_with("centre, ")).count(), 1);
    // Seven hours, in whichever words durations are told.
    let told = mark(&drawing, "Week of 3 August 2026: 7");
    assert!(told.contains("(unusual week)") && !told.contains("7 (unusual"), "{told}");
    assert!(!drawing.contains("upper limit") && !drawing.contains(">hours<"));
    // One outline, however the limits jump and whichever weeks have none.
    assert_eq!(drawing.matches("Z\" fill=\"var(--c-heat-1)\"").count(), 1);
    let y = |words: &str| places(&drawing, words)[0][2];
    // A day is further from four hours than four hours from one on a line; here they are nearly alike.
    assert!(((y("1 h") - y("4 h")) / (y("4 h") - y("1 day")) - 0.77).abs() < 0.05);
}
