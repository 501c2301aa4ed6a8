//! Tests of the figures on problems that keep coming back.

use super::{AWKWARD, START_MS, assert_no_overlap, boxes, exhibit, tags};
use retroscope::findings::exhibit::figure;
use retroscope::findings::exhibit::recurrence::{Cost, Fixed, Occurred, Problem, Quarter};
use retroscope::findings::{Exhibit, Figure, Series, Span};
use retroscope::render::chart::{csv, svg};

const DAY_MS: i64 = 86_400_000;
const QUARTER_MS: i64 = 91 * DAY_MS;
const NAMES: [&str; 5] = [
    "ledger-sync lock wait timeout",
    "label-printer queue stuck",
    "Checkout requests to the payment provider time out while the certificate of the partner gateway is renewed",
    "Consumer lag",
    "search index falls behind after the nightly import of the catalogue",
];

fn problem(at: usize, quarters: i64) -> Problem {
    let step = (11 + 7 * (at as i64 % 9)) * DAY_MS;
    let starts =
        (1..).map(|i| START_MS + i * step - 20 * DAY_MS).take_while(|ms| *ms < START_MS + quarters * QUARTER_MS);
    let one = |(i, at_ms): (usize, i64)| Occurred {
        at_ms,
        severity: (i % 7 != 5).then_some((i + at) % 4),
        incidents: 1 + i as u64 % 3,
    };
    let fix = |days: i64, came_back| Fixed { at_ms: START_MS + days * DAY_MS, came_back };
    Problem {
        id: format!("FB-{:02}", at + 1),
        name: NAMES[at % NAMES.len()].to_owned(),
        famous: at % 3 != 2,
        state: ["came back", "tolerated", "too early to tell", "fix promised", ""][at % 5].to_owned(),
        occurrences: starts.enumerate().map(one).collect(),
        fixes: if at.is_multiple_of(2) { vec![fix(30, true), fix(80, at == 0)] } else { vec![] },
    }
}

fn register(problems: usize, quarters: i64) -> Figure {
    let name = |q: i64| format!("Q{} {}", (q + 2) % 4 + 1, 2026 + (q + 2) / 4);
    let span =
        |q: i64| Span { label: name(q), start_ms: START_MS + q * QUARTER_MS, end_ms: START_MS + (q + 1) * QUARTER_MS };
    Figure::Register(figure::Register {
        zone: "UTC".to_owned(),
        columns: (0..quarters).map(span).collect(),
        focus: span(quarters - 1),
        severities: (1..=4).map(|s| format!("SEV{s}")).collect(),
        rows: (0..problems).map(|at| problem(at, quarters)).collect(),
        more: if problems > 10 { 28 } else { 0 },
    })
}

fn quarters(count: usize, most: f64) -> Figure {
    let column = |at: usize| Quarter {
        name: format!("Q{} {}", at % 4 + 1, 2024 + at / 4),
        note: match at {
            0 if count > 1 => "less than 365 days of history before the quarter".to_owned(),
            11 => "the data cover only a part of the quarter".to_owned(),
            _ => String::new(),
        },
    };
    let series = |name: &str, share: f64| Series {
        name: name.to_owned(),
        values: (0..count).map(|at| (most * share * (0.4 + (at * 7 % 10) as f64 / 10.0)).round()).collect(),
    };
    Figure::Quarters(figure::Quarters {
        unit: "incidents".to_owned(),
        columns: (0..count).map(column).collect(),
        series: vec![
            series("famous bugs", 0.1),
            series("known problems", 0.05),
            series("new", 0.6),
            series("can't be told", 0.2),
        ],
    })
}

fn costs(count: usize) -> Figure {
    let row = |at: usize| Cost {
        name: NAMES[at % NAMES.len()].to_owned(),
        famous: at.is_multiple_of(3),
        all: 120.0 / (at as f64 + 1.0),
        period: Some(50.0 / (at as f64 + 1.0)),
        known: 9,
        incidents: 9 + at as u64 % 3,
    };
    Figure::Costs(figure::Costs {
        unit: "responder hours".to_owned(),
        part: "Q2 2026".to_owned(),
        rows: (0..count).map(row).collect(),
        more: 0,
    })
}

fn titled(id: &str, headline: &str, figure: Figure) -> Exhibit {
    Exhibit {
        id: id.to_owned(),
        headline: headline.to_owned(),
        subtitle: "All history, 1 July 2024 – 30 June 2026".to_owned(),
        footer: format!("n = 34; numbers in charts/{id}.csv"),
        alt: headline.to_owned(),
        figure,
    }
}

fn samples() -> Vec<Exhibit> {
    let many = "40 problems occurred more than once, 27 of them famous bugs; 7 of 12 claimed fixes did not hold";
    vec![
        titled("register-1", "1 problem occurred more than once, a famous bug", register(1, 1)),
        titled("register-12", many, register(12, 12)),
        titled("register-40", many, register(40, 8)),
        titled("register-3", "3 problems occurred more than once", register(3, 8)),
        titled("quarters-1", "12 of 40 incidents were a problem seen before", quarters(1, 40.0)),
        titled("quarters-12", "12 of 40 incidents were a problem seen before", quarters(12, 40.0)),
        titled("quarters-big", "12 of 40 incidents were a problem seen before", quarters(8, 123_456.0)),
        titled("costs-1", "“ledger-sync lock wait timeout” took most", costs(1)),
        titled(
            "costs-12",
            "“ledger-sync lock wait timeout” took most: 61 of 402 responder hours on record (15 %)",
            costs(12),
        ),
    ]
}

#[test]
fn every_figure_is_drawn_on_every_width() {
    // To look at them: name a folder in RETROSCOPE_SAMPLES.
    let folder = std::env::var_os("RETROSCOPE_SAMPLES").map(std::path::PathBuf::from);
    for exhibit in samples() {
        for width in [400, 480, 700, 960, 1400] {
            let (drawing, what) = (svg(&exhibit, width), format!("{} at {width}", exhibit.id));
            if let Some(folder) = &folder {
                std::fs::write(folder.join(format!("{}-{width}.svg", exhibit.id)), &drawing).unwrap();
            }
            assert!(drawing.contains("class=\"mark\""), "{what} has no marks");
            assert_no_overlap(&drawing, &what);
            for (text, [left, right, _, _]) in boxes(&drawing) {
                assert!(left >= -3.0 && right <= f64::from(width) + 3.0, "{what}: {text:?} leaves the page");
            }
        }
    }
}

/// Kinds with nothing, with figures that are none, and with words that break pages.
pub(super) fn awkward() -> Vec<Figure> {
    let odd = Problem {
        id: AWKWARD.to_owned(),
        name: AWKWARD.repeat(3),
        famous: true,
        state: AWKWARD.to_owned(),
        occurrences: [i64::MIN, 0, i64::MAX]
            .map(|at_ms| Occurred { at_ms, severity: Some(usize::MAX), incidents: u64::MAX })
            .to_vec(),
        fixes: vec![Fixed { at_ms: i64::MAX, came_back: true }, Fixed { at_ms: START_MS, came_back: false }],
    };
    let span = |start_ms, end_ms| Span { label: AWKWARD.to_owned(), start_ms, end_ms };
    let odd_register = |columns: Vec<Span>| {
        Figure::Register(figure::Register {
            zone: "UTC".to_owned(),
            columns,
            focus: span(i64::MAX, i64::MIN),
            severities: vec![],
            rows: vec![odd.clone(); 3],
            more: u64::MAX,
        })
    };
    let cost = |v: f64| Cost {
        name: AWKWARD.repeat(3),
        famous: v > 0.0,
        all: v,
        period: Some(-v),
        known: 0,
        incidents: u64::MAX,
    };
    vec![
        register(0, 4),
        quarters(0, 3.0),
        costs(0),
        odd_register(vec![]),
        odd_register(vec![span(i64::MIN, i64::MAX)]),
        odd_register(vec![span(START_MS, START_MS)]),
        Figure::Quarters(figure::Quarters {
            unit: AWKWARD.to_owned(),
            columns: vec![Quarter { name: AWKWARD.to_owned(), note: AWKWARD.to_owned() }; 40],
            series: vec![Series { name: AWKWARD.to_owned(), values: vec![f64::NAN, -1.0, 1e300] }],
        }),
        Figure::Costs(figure::Costs {
            unit: AWKWARD.to_owned(),
            part: AWKWARD.to_owned(),
            rows: [f64::NAN, f64::INFINITY, -3.0, 0.0, 1e300].map(cost).to_vec(),
            more: 3,
        }),
    ]
}

#[test]
fn nothing_to_draw_is_said() {
    for figure in [register(0, 4), quarters(0, 3.0), costs(0)] {
        assert!(svg(&exhibit(figure), 960).contains(">No data<"));
    }
}

/// Circles of the given colour: place across and radius.
fn dots(drawing: &str, ink: &str) -> Vec<(f64, f64)> {
    let number = |attributes: &[(String, String)], name: &str| {
        attributes.iter().find(|a| a.0 == name).unwrap().1.parse::<f64>().unwrap()
    };
    tags(drawing)
        .into_iter()
        .filter(|(name, attributes)| name == "circle" && attributes.iter().any(|a| a.1 == format!("var(--c-{ink})")))
        .map(|(_, attributes)| (number(&attributes, "cx"), number(&attributes, "r")))
        .collect()
}

#[test]
fn severity_shows_in_size_as_well_as_in_colour_and_time_in_place() {
    let mut figure = register(1, 2);
    if let Figure::Register(figure::Register { rows, .. }) = &mut figure {
        let at = |day: i64, severity| Occurred { at_ms: START_MS + day * DAY_MS, severity, incidents: 1 };
        rows[0].occurrences = vec![at(-9, Some(0)), at(0, Some(0)), at(91, Some(3)), at(182, Some(0))];
        rows[0].fixes.clear();
    }
    let drawing = svg(&titled("x", "A headline", figure), 960);
    // Each dot is one circle of its colour; its rim is of another.
    let (worst, least) = (dots(&drawing, "sev-0"), dots(&drawing, "sev-3"));
    // One mark each (the end of the axis is no longer in it), and one each in the key.
    assert_eq!((worst.len(), least.len()), (2, 2), "{worst:?} {least:?}");
    assert!(worst[0].1 > 1.5 * least[0].1);
    // The one before the first quarter is counted, not drawn.
    assert!(drawing.contains(">earlier<") && drawing.contains(">4<") && drawing.contains(">1<"));
    assert!(drawing.contains("<title>ledger-sync lock wait timeout: 29 June 2026, SEV1</title>"));
}

#[test]
fn claimed_fixes_are_flags_that_say_whether_the_problem_came_back() {
    let drawing = svg(&titled("x", "A headline", register(3, 8)), 960);
    for words in ["claimed fix, came back", "claimed fix, not seen since", "bold: famous bug"] {
        assert!(drawing.contains(&format!(">{words}<")), "{words}");
    }
    // 30 days after 29 June 2026.
    assert!(
        drawing.contains("<title>ledger-sync lock wait timeout: declared fixed on 29 July 2026; it came back</title>")
    );
}

#[test]
fn rows_that_have_no_room_are_counted() {
    let drawing = svg(&titled("x", "A headline", register(40, 8)), 960);
    // Twenty of forty are drawn, and 28 were left out before.
    assert!(drawing.contains(">48 more in the register<"));
}

#[test]
fn every_count_stands_below_its_quarter() {
    let series = |name: &str, values: &[f64]| Series { name: name.to_owned(), values: values.to_vec() };
    let quarter = |name: &str, note: &str| Quarter { name: name.to_owned(), note: note.to_owned() };
    let figure = Figure::Quarters(figure::Quarters {
        unit: "incidents".to_owned(),
        columns: vec![quarter("Q1 2026", "a note"), quarter("Q2 2026", "")],
        series: vec![series("famous bugs", &[2.0, 31.0]), series("new", &[17.0, 0.0])],
    });
    let drawing = svg(&titled("x", "A headline", figure.clone()), 960);
    for words in ["2", "31", "17", "0", "19", "a note"] {
        assert!(drawing.contains(&format!(">{words}</text>")), "{words}");
    }
    assert!(drawing.contains("<title>Q1 2026: 19 incidents (famous bugs 2, new 17); a note</title>"));
    assert_eq!(
        csv(&exhibit(figure)),
        "quarter,series,value,note,unit\nQ1 2026,famous bugs,2,a note,incidents\nQ1 2026,new,17,a note,incidents\n\
         Q2 2026,famous bugs,31,,incidents\nQ2 2026,new,0,,incidents\n"
    );
}

#[test]
fn bars_of_hours_are_in_proportion_and_say_what_they_know() {
    let cost = |all, period, known| Cost { name: "x".to_owned(), famous: false, all, period, known, incidents: 5 };
    let figure = Figure::Costs(figure::Costs {
        unit: "responder hours".to_owned(),
        part: "Q2 2026".to_owned(),
        rows: vec![cost(40.0, Some(10.0), 5), cost(20.0, None, 3)],
        more: 0,
    });
    let drawing = svg(&titled("x", "A headline", figure.clone()), 960);
    assert!(drawing.contains(">40 h<") && drawing.contains(">20 h (3 of 5 incidents)<"));
    let widths = |ink: &str| -> Vec<f64> {
        tags(&drawing)
            .into_iter()
            .filter(|(name, a)| name == "rect" && a.iter().any(|a| a.1 == format!("var(--c-{ink})")))
            .map(|(_, a)| a.iter().find(|a| a.0 == "width").unwrap().1.parse().unwrap())
            .collect()
    };
    let (inside, outside) = (widths("accent"), widths("heat-2"));
    // 10 of 40, then a bar of 20 that is not divided; the last ones are swatches.
    assert!((outside[0] / inside[0] - 3.0).abs() < 0.01 && (inside[1] / inside[0] - 2.0).abs() < 0.01);
    assert_eq!(csv(&exhibit(figure)).lines().nth(2), Some("2,x,false,20,,3,5,responder hours"));
}

#[test]
fn the_numbers_of_a_register_are_its_marks() {
    let mut figure = register(1, 1);
    if let Figure::Register(figure::Register { rows, .. }) = &mut figure {
        rows[0].occurrences.truncate(1);
        rows[0].fixes.truncate(1);
    }
    // The first occurrence is 9 days before 29 June 2026.
    assert_eq!(
        csv(&exhibit(figure)),
        "family,name,famous,state,mark,at,severity,incidents\n\
         FB-01,ledger-sync lock wait timeout,true,came back,occurrence,2026-06-20T00:00:00Z,SEV1,1\n\
         FB-01,ledger-sync lock wait timeout,true,came back,fix-came-back,2026-07-29T00:00:00Z,,\n"
    );
}
