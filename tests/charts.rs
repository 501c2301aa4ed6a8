//! Tests of charts: well-formed and readable whatever the data holds.

mod collisions;
mod colours;
mod control;
mod lanes;
mod load;
mod narrow;
mod recurrence;
mod ribbon;
mod samples;
mod statistics;

use crate::reports::quarter;
use retroscope::findings::exhibit::figure;
use retroscope::findings::{Bar, Durations, Exhibit, Figure, Series, Span};
use retroscope::render::chart::{csv, svg};

const WEEK_MS: i64 = 7 * 86_400_000;
const START_MS: i64 = 1_782_691_200_000;
const AWKWARD: &str = "<script>alert(\"1\")</script> & Überprüfungsdienst für 日本語のサービス \u{0}\u{7}";

fn exhibit(figure: Figure) -> Exhibit {
    Exhibit {
        id: "x".to_owned(),
        headline: AWKWARD.to_owned(),
        subtitle: "=cmd()".to_owned(),
        footer: String::new(),
        alt: AWKWARD.to_owned(),
        figure,
    }
}

/// A figure under a headline that takes one line.
fn plain(figure: Figure) -> Exhibit {
    Exhibit { headline: "A headline".to_owned(), ..exhibit(figure) }
}

fn weeks(count: i64, series: usize) -> Figure {
    let values = |s: usize| (0..count).map(|w| ((w * 7 + s as i64 * 3) % 9) as f64).collect();
    Figure::Weeks(figure::Weeks {
        zone: "UTC".to_owned(),
        unit: "incidents".to_owned(),
        starts_ms: (0..count).map(|w| START_MS + w * WEEK_MS).collect(),
        series: (0..series).map(|s| Series { name: format!("SEV-{} {AWKWARD}", s + 1), values: values(s) }).collect(),
    })
}

fn pareto(bars: &[(&str, f64)]) -> Figure {
    let bar = |(name, value): &(&str, f64)| Bar { name: (*name).to_owned(), value: *value, share: value / 10.0 };
    Figure::Pareto(figure::Pareto {
        unit: "incidents".to_owned(),
        bars: bars.iter().map(bar).collect(),
        others: bars.first().map(bar),
    })
}

fn durations(name: &str, ecdf: Vec<(f64, f64)>) -> Durations {
    let median_s = ecdf.get(ecdf.len() / 2).map_or(f64::NAN, |p| p.0);
    Durations {
        name: name.to_owned(),
        n: ecdf.len() as u64,
        zeros: 1,
        ecdf,
        p25_s: 0.0,
        median_s,
        p75_s: 1e9,
        p90_s: f64::INFINITY,
    }
}

fn concurrency(buckets: i64, marks: usize) -> Figure {
    let span = |i: usize| Span {
        label: format!("S-{i:02}: {AWKWARD}"),
        start_ms: START_MS + i as i64 * 60_000,
        end_ms: START_MS + i as i64 * 120_000,
    };
    Figure::Concurrency(figure::Concurrency {
        zone: "UTC".to_owned(),
        starts_ms: (0..buckets).map(|b| START_MS + b * 3_600_000).collect(),
        bucket_s: 3600,
        peak: (0..buckets).map(|b| (b % 11) as u32).collect(),
        mean: (0..buckets).map(|b| (b % 11) as f64 / 3.0).collect(),
        marks: (0..marks).map(span).collect(),
    })
}

fn of_groups(groups: Vec<Durations>) -> Figure {
    Figure::Durations(figure::Durations { groups, ghost: None, open_s: vec![] })
}

/// Every figure kind with data that charts tend to break on.
fn awkward() -> Vec<Figure> {
    let odd = Figure::HourWeek(figure::HourWeek {
        unit: AWKWARD.to_owned(),
        cells: vec![f64::NAN, -3.0, 1e300],
        classes: vec![AWKWARD.to_owned()],
    });
    let hours = Figure::HourWeek(figure::HourWeek {
        unit: "interruptions".to_owned(),
        cells: (0..168).map(f64::from).collect(),
        classes: (0..168).map(|i| if i % 24 < 8 { "sleep" } else { "business" }.to_owned()).collect(),
    });
    let outside = Figure::Weeks(figure::Weeks {
        zone: "UTC".to_owned(),
        unit: String::new(),
        starts_ms: vec![i64::MIN, 0, i64::MAX],
        series: vec![Series { name: String::new(), values: vec![f64::NAN, f64::INFINITY] }],
    });
    vec![
        weeks(0, 0),
        weeks(1, 1),
        weeks(3, 4),
        weeks(13, 9),
        weeks(160, 5),
        weeks(1200, 2),
        outside,
        pareto(&[]),
        pareto(&[("one", 0.0)]),
        pareto(&[(AWKWARD, 3.0), (AWKWARD, f64::NAN), ("", -1.0), ("huge", 1e300)]),
        pareto(&vec![("many", 1.0); 500]),
        of_groups(vec![]),
        of_groups(vec![durations("one", vec![(90.0, 1.0)])]),
        of_groups(vec![durations(AWKWARD, vec![(0.0, 0.1), (1e-9, 0.2), (f64::NAN, 0.5), (1e15, 1.0)])]),
        of_groups((0..9).map(|i| durations(&format!("g{i}"), vec![(60.0 * f64::from(i), 0.5), (1e6, 1.0)])).collect()),
        concurrency(0, 3),
        concurrency(1, 1),
        concurrency(24 * 21, 12),
        concurrency(24 * 365 * 3, 3),
        Figure::Concurrency(figure::Concurrency {
            zone: "UTC".to_owned(),
            starts_ms: vec![i64::MAX, i64::MIN],
            bucket_s: i64::MAX,
            peak: vec![u32::MAX; 9],
            mean: vec![],
            marks: vec![],
        }),
        Figure::HourWeek(figure::HourWeek { unit: String::new(), cells: vec![], classes: vec![] }),
        odd,
        hours,
    ]
}

/// Start tags, end tags and attributes of a document; fails on anything that isn't well-formed.
fn tags(xml: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut open: Vec<String> = Vec::new();
    let mut found = Vec::new();
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        assert!(!rest[..at].contains('>'), "a bare > in {:?}", &rest[..at]);
        assert!(references_are_known(&rest[..at]), "a bare & in {:?}", &rest[..at]);
        let end = rest.find('>').expect("a tag without an end");
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
            continue;
        }
        let (name, attributes) = tag.trim_end_matches('/').split_once(' ').unwrap_or((tag.trim_end_matches('/'), ""));
        if !tag.ends_with('/') {
            open.push(name.to_owned());
        }
        found.push((name.to_owned(), attribute_list(attributes)));
    }
    assert!(open.is_empty(), "left open: {open:?}");
    found
}

fn attribute_list(text: &str) -> Vec<(String, String)> {
    let mut list = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"").unwrap_or_else(|| panic!("attribute in {text:?}"));
        let (value, after) = after.split_once('"').expect("an attribute without an end");
        assert!(references_are_known(value), "a bare & in {value:?}");
        list.push((name.to_owned(), value.to_owned()));
        rest = after.trim();
    }
    list
}

fn references_are_known(text: &str) -> bool {
    text.split('&').skip(1).all(|t| ["amp;", "lt;", "gt;", "quot;", "#39;"].iter().any(|known| t.starts_with(known)))
}

#[test]
fn charts_are_well_formed_whatever_the_data() {
    let statistics = awkward().into_iter().chain(statistics::awkward());
    let sections = recurrence::awkward().into_iter().chain(load::awkward()).chain(ribbon::awkward());
    let sections = sections.chain(lanes::awkward());
    for figure in statistics.chain(sections) {
        let exhibit = exhibit(figure);
        for width in [0, 400, 480, 960, u32::MAX] {
            let drawing = svg(&exhibit, width);
            tags(&drawing);
            assert!(!drawing.contains("NaN") && !drawing.contains(">inf"), "{:?}", exhibit.figure);
            assert!(drawing.chars().all(|c| !c.is_control() || c == '\n'));
            assert!(!drawing.contains("<script"));
        }
        let numbers = csv(&exhibit);
        assert!(!numbers.contains("NaN") && !numbers.contains("inf,"));
    }
}

#[test]
fn empty_charts_say_so() {
    let empty = [
        weeks(0, 0),
        pareto(&[]),
        Figure::Durations(figure::Durations { groups: vec![], ghost: None, open_s: vec![] }),
        concurrency(0, 2),
    ];
    // A ranking without any bar has no "others" either.
    for figure in empty {
        assert!(svg(&exhibit(figure), 960).contains(">No data<"));
    }
    assert!(!svg(&exhibit(weeks(1, 1)), 960).contains("No data"));
}

/// Estimated box of every text element: left, right, top, bottom. The estimate is our own and rough on purpose: it uses
/// one width for all characters, smaller than the widest and larger than the narrowest.
fn boxes(drawing: &str) -> Vec<(String, [f64; 4])> {
    let mut list = Vec::new();
    for element in drawing.split("<text ").skip(1) {
        let (head, after) = element.split_once('>').unwrap();
        let text = after.split('<').next().unwrap();
        // What is escaped is one character on the page.
        let text = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'"), ("&amp;", "&")]
            .iter()
            .fold(text.to_owned(), |text, (entity, plain)| text.replace(entity, plain));
        let attributes = attribute_list(head);
        let get = |name: &str| attributes.iter().find(|a| a.0 == name).map(|a| a.1.as_str());
        let number = |name: &str| get(name).unwrap().parse::<f64>().unwrap();
        let (x, y, size) = (number("x"), number("y"), number("font-size"));
        let width = text.chars().count() as f64 * size * 0.5;
        let left = match get("text-anchor") {
            Some("middle") => x - width / 2.0,
            Some("end") => x - width,
            _ => x,
        };
        list.push((text, [left, left + width, y - size * 0.7, y + size * 0.1]));
    }
    list
}

/// The places of all text elements of these words.
fn places(drawing: &str, words: &str) -> Vec<[f64; 4]> {
    boxes(drawing).into_iter().filter(|b| b.0 == words).map(|b| b.1).collect()
}

/// A number that stands in an element.
fn attribute(element: &str, name: &str) -> f64 {
    element.split(&format!(" {name}=\"")).nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
}

fn assert_no_overlap(drawing: &str, what: &str) {
    let all = boxes(drawing);
    assert!(!all.is_empty());
    for (i, (a, p)) in all.iter().enumerate() {
        for (b, q) in &all[i + 1..] {
            let apart = p[1] <= q[0] || q[1] <= p[0] || p[3] <= q[2] || q[3] <= p[2];
            assert!(apart, "{what}: {a:?} {p:?} overlaps {b:?} {q:?}");
        }
    }
}

#[test]
fn labels_never_overlap() {
    for exhibit in &quarter().exhibits {
        for width in [400, 480, 960] {
            assert_no_overlap(&svg(exhibit, width), &format!("{} at {width}", exhibit.id));
        }
    }
    for (figure, what) in [
        (weeks(3, 4), "3 weeks"),
        (weeks(13, 5), "a quarter"),
        (weeks(157, 5), "3 years"),
        (weeks(1200, 5), "23 years"),
    ] {
        let mut plain = exhibit(figure);
        plain.headline = "A headline".to_owned();
        if let Figure::Weeks(figure::Weeks { series, .. }) = &mut plain.figure {
            // All empty in the last week: every label wants the same place.
            series.iter_mut().enumerate().for_each(|(i, s)| {
                s.name = format!("SEV-{i}");
                s.values.iter_mut().for_each(|v| *v = 0.0);
                s.values[0] = 1.0;
            });
        }
        for width in [400, 960] {
            assert_no_overlap(&svg(&plain, width), what);
        }
    }
}

#[test]
fn labels_of_crowded_marks_never_overlap() {
    for marks in [1, 3, 7, 40] {
        let mut crowded = exhibit(concurrency(24 * 91, marks));
        crowded.headline = "A headline".to_owned();
        if let Figure::Concurrency(figure::Concurrency { marks, .. }) = &mut crowded.figure {
            marks.iter_mut().enumerate().for_each(|(i, m)| m.label = format!("S-{i:02}: some at once"));
        }
        for width in [400, 960] {
            let drawing = svg(&crowded, width);
            assert_no_overlap(&drawing, &format!("{marks} marks at {width}"));
            for (text, [left, right, _, _]) in boxes(&drawing).iter().filter(|b| b.0.starts_with("S-")) {
                assert!(*left >= 0.0 && *right <= f64::from(width), "{text} leaves the page");
            }
        }
    }
}

#[test]
fn time_axes_choose_a_step_that_fits_the_span() {
    let labels = |count| boxes(&svg(&exhibit(weeks(count, 1)), 960)).into_iter().map(|b| b.0).collect::<Vec<_>>();
    // 29 June 2026 is the Monday START_MS stands for.
    assert!(labels(3).iter().any(|l| l == "6 Jul"));
    assert!(labels(40).iter().any(|l| l == "Sep"));
    assert!(labels(157).iter().any(|l| l == "Jan") && labels(157).iter().any(|l| l == "2028"));
    assert!(!labels(157).iter().any(|l| l == "Feb"));
    assert!(labels(1200).iter().any(|l| l == "2040"));
}

#[test]
fn marks_tell_the_exact_values() {
    let long = "platform/kubernetes-control-plane-Überprüfung";
    let drawing = svg(&exhibit(pareto(&[(long, 3.0), ("b", 1.0)])), 480);
    assert!(drawing.contains(&format!("<g class=\"mark\"><title>{long}: 3 incidents (30 %)</title>")));
    let drawing = svg(&exhibit(weeks(2, 1)), 960);
    assert!(drawing.contains("<title>Week of 6 July 2026: 7 incidents"), "{drawing}");
    let wide = svg(&exhibit(pareto(&[(&long.repeat(3), 3.0)])), 960);
    assert!(wide.contains("…</text>"), "a long name is shortened");
}

#[test]
fn bar_heights_are_in_proportion() {
    let figure = Figure::Weeks(figure::Weeks {
        zone: "UTC".to_owned(),
        unit: "incidents".to_owned(),
        starts_ms: vec![START_MS, START_MS + WEEK_MS],
        series: vec![Series { name: "SEV-1".to_owned(), values: vec![4.0, 8.0] }],
    });
    let drawing = svg(&exhibit(figure), 960);
    let heights: Vec<f64> = tags(&drawing)
        .into_iter()
        .filter(|(name, attributes)| name == "rect" && attributes.iter().any(|a| a.1 == "var(--c-sev-0)"))
        .filter_map(|(_, attributes)| attributes.iter().find(|a| a.0 == "height").and_then(|a| a.1.parse().ok()))
        .collect();
    // The third rectangle is the swatch beside the name.
    assert!((heights[1] / heights[0] - 2.0).abs() < 0.01, "{heights:?}");
}

#[test]
fn numbers_beside_the_chart_are_the_plotted_ones() {
    let figure = Figure::Weeks(figure::Weeks {
        zone: "UTC".to_owned(),
        unit: "incidents".to_owned(),
        starts_ms: vec![START_MS],
        series: vec![
            Series { name: "=1+1".to_owned(), values: vec![4.5] },
            Series { name: "a,\"b\"".to_owned(), values: vec![] },
        ],
    });
    assert_eq!(
        csv(&exhibit(figure)),
        "week_start,series,value,unit\n2026-06-29T00:00:00Z,'=1+1,4.5,incidents\n2026-06-29T00:00:00Z,\"a,\"\"b\"\"\",0,incidents\n"
    );
    assert!(
        csv(&exhibit(concurrency(2, 1)))
            .starts_with("bucket_start,bucket_seconds,peak,mean,mark\n2026-06-29T00:00:00Z,3600,0,0,")
    );
}

#[test]
fn colours_are_tokens_for_light_and_dark() {
    let drawing = svg(&exhibit(weeks(13, 5)), 960);
    for (name, attributes) in tags(&drawing) {
        for (key, value) in attributes.iter().filter(|a| a.0 == "fill" || a.0 == "stroke") {
            assert!(value == "none" || value.starts_with("var(--c-"), "{name} {key}={value}");
            let token = value.trim_start_matches("var(").trim_end_matches(')');
            assert!(
                value == "none" || drawing.matches(&format!("{token}:#")).count() == 3,
                "{token} isn't defined thrice"
            );
        }
    }
    assert!(drawing.contains("prefers-color-scheme:dark") && drawing.contains("role=\"img\""));
}

/// Weeks begin at the midnight of the review's zone, and their bars are called by the day that it is there.
#[test]
fn days_of_charts_are_those_of_the_zone_of_the_review() {
    // Mondays at midnight in Tokyo are Sundays, 15:00, in UTC.
    let monday = 1_775_401_200_000;
    let spans = [Span { label: "S-01".to_owned(), start_ms: monday, end_ms: monday + WEEK_MS }];
    let Figure::Weeks(weeks_of_utc) = weeks(3, 1) else { unreachable!() };
    let starts_ms: Vec<i64> = (0..3).map(|week| monday + week * WEEK_MS).collect();
    let zoned = |zone: &str| {
        let weeks = figure::Weeks { zone: zone.to_owned(), starts_ms: starts_ms.clone(), ..weeks_of_utc.clone() };
        let Figure::Concurrency(open) = concurrency(72, 0) else { unreachable!() };
        let marks = spans.to_vec();
        let open = figure::Concurrency { zone: zone.to_owned(), starts_ms: starts_ms.clone(), marks, ..open };
        [Figure::Weeks(weeks), Figure::Concurrency(open)].map(|figure| svg(&exhibit(figure), 960))
    };
    let [weeks, open] = zoned("Asia/Tokyo");
    // The first of these weeks is empty and has no bar.
    assert!(weeks.contains("Week of 13 April 2026"), "{weeks}");
    assert!(open.contains("S-01: 6 Apr 2026, 00:00 to 13 Apr 2026, 00:00"), "{open}");
    let [weeks, open] = zoned("UTC");
    assert!(weeks.contains("Week of 12 April 2026"), "{weeks}");
    assert!(open.contains("S-01: 5 Apr 2026, 15:00 to 12 Apr 2026, 15:00"), "{open}");
    // The numbers beside a chart are instants, whatever the clock.
    let figure = figure::Weeks { zone: "Asia/Tokyo".to_owned(), starts_ms, ..weeks_of_utc };
    let numbers = csv(&exhibit(Figure::Weeks(figure)));
    assert!(numbers.contains("2026-04-05T15:00:00Z"), "{numbers}");
}
