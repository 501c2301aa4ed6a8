//! Colours: one for each severity in all charts, and all of them seen on dark surfaces.

use super::{START_MS, WEEK_MS, plain};
use retroscope::findings::exhibit::figure;
use retroscope::findings::exhibit::recurrence::{Occurred, Problem};
use retroscope::findings::{Figure, Lane, LaneBar, Series, Span};
use retroscope::render::chart::svg;

const HOUR_MS: i64 = 3_600_000;

fn stack(names: &[&str]) -> Figure {
    Figure::Weeks(figure::Weeks {
        zone: "UTC".to_owned(),
        unit: "incidents".to_owned(),
        starts_ms: (0..4).map(|w| START_MS + w * WEEK_MS).collect(),
        series: names.iter().map(|name| Series { name: (*name).to_owned(), values: vec![2.0; 4] }).collect(),
    })
}

/// A problem that occurred on these days of two quarters, each time of the first severity.
pub(super) fn register(days: Vec<i64>, severities: &[&str]) -> Figure {
    let day = |day: i64| START_MS + day * 24 * HOUR_MS;
    let span = |label: &str, from: i64| Span { label: label.to_owned(), start_ms: day(from), end_ms: day(from + 91) };
    let occurred = |at: i64| Occurred { at_ms: day(at), severity: Some(0), incidents: 1 };
    Figure::Register(figure::Register {
        zone: "UTC".to_owned(),
        columns: vec![span("Q3 2026", 0), span("Q4 2026", 91)],
        focus: span("Q4 2026", 91),
        severities: severities.iter().map(|name| (*name).to_owned()).collect(),
        rows: vec![Problem {
            id: "FB-01".to_owned(),
            name: "queue stuck".to_owned(),
            famous: true,
            state: "tolerated".to_owned(),
            occurrences: days.into_iter().map(occurred).collect(),
            fixes: vec![],
        }],
        more: 0,
    })
}

/// The colour of the first bar of a series: swatches stand before their name.
fn colour(drawing: &str, name: &str) -> String {
    let before = &drawing[..drawing.find(&format!(">{name}")).unwrap_or_else(|| panic!("{name}"))];
    let rect = before.rsplit("<rect").next().unwrap();
    rect.split("fill=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[test]
fn a_severity_has_one_colour_whatever_occurs_beside_it() {
    let all = ["SEV1", "SEV2", "SEV3", "SEV4", "SEV5", "severity not stated"];
    let drawing = svg(&plain(stack(&all)), 960);
    let colours: Vec<String> = all.iter().map(|name| colour(&drawing, name)).collect();
    let told: Vec<String> = (0..5).map(|n| format!("var(--c-sev-{n})")).chain(["var(--c-grey)".to_owned()]).collect();
    assert_eq!(colours, told);
    assert_eq!(colour(&svg(&plain(stack(&["SEV2", "SEV4"])), 960), "SEV2"), "var(--c-sev-1)");
    let bar = LaneBar {
        name: "A".to_owned(),
        start_ms: START_MS,
        end_ms: Some(START_MS + HOUR_MS),
        severity: Some(2),
        pages_ms: vec![],
    };
    let lanes = Figure::Lanes(figure::Lanes {
        zone: "UTC".to_owned(),
        start_ms: START_MS,
        end_ms: START_MS + 2 * HOUR_MS,
        lanes: vec![Lane { name: "checkout".to_owned(), bars: vec![bar] }],
        marks: vec![],
    });
    assert_eq!(colour(&svg(&plain(lanes), 960), "SEV2"), "var(--c-sev-1)");
    let drawing = svg(&plain(register(vec![10, 60], &["SEV2", "SEV4"])), 960);
    assert!(drawing.contains("fill=\"var(--c-sev-1)\"") && !drawing.contains("fill=\"var(--c-sev-0)\""), "{drawing}");
}

/// The value of a colour on dark surfaces, as its relative luminance.
fn luminance(drawing: &str, name: &str) -> f64 {
    let dark = drawing.split("prefers-color-scheme:dark").nth(1).unwrap();
    let value = dark.split(&format!("--c-{name}:#")).nth(1).unwrap();
    let part = |at: usize| {
        let part = f64::from(u8::from_str_radix(&value[at..at + 2], 16).unwrap()) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
}

#[test]
fn bars_are_seen_on_dark_surfaces_and_their_steps_differ() {
    let drawing = svg(&plain(stack(&["SEV1"])), 960);
    let contrast = |a: &str, b: &str| {
        let (a, b) = (luminance(&drawing, a), luminance(&drawing, b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    };
    for ramp in [&["sev-0", "sev-1", "sev-2", "sev-3", "sev-4"][..], &["part-0", "part-1", "part-2"], &["grey"]] {
        for name in ramp {
            let found = contrast(name, "surface");
            assert!(found >= 3.0, "{name}: {found}");
        }
        for pair in ramp.windows(2) {
            let found = contrast(pair[0], pair[1]);
            assert!(found >= 1.3, "{pair:?}: {found}");
        }
    }
}
