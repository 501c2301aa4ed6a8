//! Tests of the figures that statistics draw.

use super::samples::{self, samples};
use super::{AWKWARD, START_MS, WEEK_MS, assert_no_overlap, attribute_list, boxes, durations, exhibit, tags};
use retroscope::findings::exhibit::figure;
use retroscope::findings::{
    ControlLimits, Exhibit, FallStep, Figure, FunnelLimit, FunnelPoint, NoiseBand, RankRow, SurvivalCurve, SurvivalStep,
};
use retroscope::render::chart::{csv, svg};

const ODD: [f64; 9] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e300, 0.0, 1e-300, -1.0, 0.5];

fn plain(figure: Figure) -> Exhibit {
    let mut plain = exhibit(figure);
    plain.headline = "A headline".to_owned();
    plain
}

fn noise(values: &[f64]) -> Figure {
    let band = |v: &f64| NoiseBand { name: AWKWARD.to_owned(), observed: *v, band: [*v, -*v], share: *v };
    Figure::NoiseBand(figure::NoiseBand { bands: values.iter().map(band).collect() })
}

fn waterfall(values: &[f64], unit: &str) -> Figure {
    let step = |(at, v): (usize, &f64)| FallStep { name: AWKWARD.repeat(2), from: *v, to: v / 2.0, total: at == 0 };
    Figure::Waterfall(figure::Waterfall { unit: unit.to_owned(), steps: values.iter().enumerate().map(step).collect() })
}

fn survival(values: &[f64]) -> Figure {
    let curve = SurvivalCurve {
        name: AWKWARD.to_owned(),
        n: 9,
        open: u64::MAX,
        median_s: values.first().copied(),
        steps: values.iter().map(|v| SurvivalStep { seconds: *v, share: *v, band: Some([*v, -*v]) }).collect(),
        open_s: values.to_vec(),
    };
    Figure::Survival(figure::Survival { curves: vec![curve; 9] })
}

fn funnel(values: &[f64], outside: bool) -> Figure {
    let point = |v: &f64| FunnelPoint { name: AWKWARD.to_owned(), exposure: *v, rate: *v, outside };
    let limit = |v: &f64| FunnelLimit { exposure: *v, inner: [*v, *v], outer: [-*v, *v] };
    Figure::Funnel(figure::Funnel {
        unit: AWKWARD.repeat(3),
        exposure_unit: AWKWARD.repeat(3),
        centre: values.first().copied().unwrap_or(0.0),
        limits: values.iter().map(limit).collect(),
        points: values.iter().map(point).collect(),
    })
}

fn ranks(values: &[f64]) -> Figure {
    let row =
        |v: &f64| RankRow { name: AWKWARD.repeat(3), raw: *v, shrunk: *v, interval: [*v, -*v], ranks: [*v, 1.0 - *v] };
    Figure::Ranks(figure::Ranks {
        unit: AWKWARD.to_owned(),
        mean: values.last().copied().unwrap_or(f64::NAN),
        rows: values.iter().map(row).collect(),
    })
}

fn control(values: &[f64], unit: &str, limits: Option<f64>) -> Figure {
    let limits = limits.map(|v| ControlLimits {
        centre: v,
        low: -v,
        high: v,
        provisional: true,
        signals: vec![0, 1, 2, usize::MAX],
        each: vec![],
    });
    Figure::Control(figure::Control {
        zone: "UTC".to_owned(),
        unit: unit.to_owned(),
        starts_ms: (0..values.len() as i64).map(|w| START_MS + w * WEEK_MS).collect(),
        values: values.iter().copied().map(Some).collect(),
        limits,
    })
}

fn weeks_with_gaps(count: i64, signals: Vec<usize>) -> Figure {
    Figure::Control(figure::Control {
        zone: "UTC".to_owned(),
        unit: "incidents".to_owned(),
        starts_ms: (0..count).map(|w| START_MS + w * WEEK_MS).collect(),
        values: (0..count).map(|w| (w % 5 != 3).then_some((w * 7 % 11) as f64)).collect(),
        limits: Some(ControlLimits { centre: 5.0, low: 5.0, high: 5.0, provisional: false, signals, each: vec![] }),
    })
}

/// Every kind with nothing, one value, the same value many times, values that are none, and too many.
pub(super) fn awkward() -> Vec<Figure> {
    let many = vec![3.0; 200];
    let mut figures = Vec::new();
    for values in [&[][..], &[0.5], &[0.0, 0.0], &[7.0, 7.0, 7.0], &ODD, &many] {
        figures.extend([
            noise(values),
            waterfall(values, "seconds"),
            waterfall(values, AWKWARD),
            survival(values),
            funnel(values, true),
            funnel(values, false),
            ranks(values),
            control(values, "s", None),
            control(values, AWKWARD, Some(5.0)),
            control(values, AWKWARD, Some(f64::NAN)),
            control(values, "seconds", Some(1e300)),
            Figure::Durations(figure::Durations { groups: vec![], ghost: None, open_s: values.to_vec() }),
            Figure::Durations(figure::Durations {
                groups: vec![durations("all", values.iter().map(|v| (*v, *v)).collect())],
                ghost: Some(Box::new(durations(AWKWARD, vec![(0.0, 0.1), (f64::NAN, f64::NAN), (1e15, 1.0)]))),
                open_s: values.to_vec(),
            }),
        ]);
    }
    figures.push(Figure::Control(figure::Control {
        zone: "UTC".to_owned(),
        unit: String::new(),
        starts_ms: vec![i64::MIN, 0, i64::MAX],
        values: vec![Some(1.0), None],
        limits: None,
    }));
    figures
}

/// Half an em a letter is a little too much for words of narrow ones.
const ROUGH: f64 = 3.0;

fn assert_inside(drawing: &str, width: u32, what: &str) {
    for (text, [left, right, _, _]) in boxes(drawing) {
        let inside = left >= -ROUGH && right <= f64::from(width) + ROUGH;
        assert!(inside, "{what}: {text:?} leaves the page: {left} to {right}");
    }
}

#[test]
fn nothing_to_draw_is_said() {
    for figure in [
        noise(&[]),
        waterfall(&[], "s"),
        survival(&[]),
        funnel(&[], true),
        ranks(&[]),
        control(&[], "s", Some(1.0)),
        control(&[f64::NAN], "s", None),
    ] {
        assert!(svg(&exhibit(figure), 960).contains(">No data<"));
    }
    let open = Figure::Durations(figure::Durations { groups: vec![], ghost: None, open_s: vec![60.0] });
    assert!(svg(&exhibit(open), 960).contains("1 still open"));
}

#[test]
fn every_figure_is_drawn() {
    // To look at them: name a folder in RETROSCOPE_SAMPLES.
    let folder = std::env::var_os("RETROSCOPE_SAMPLES").map(std::path::PathBuf::from);
    for exhibit in samples() {
        for width in [400, 480, 960, 1400] {
            let (drawing, what) = (svg(&exhibit, width), format!("{} at {width}", exhibit.id));
            assert!(!drawing.contains("No data"), "{what}");
            assert!(drawing.contains("class=\"mark\""), "{what} has no marks");
            assert_no_overlap(&drawing, &what);
            assert_inside(&drawing, width, &what);
            if let Some(folder) = &folder {
                std::fs::write(folder.join(format!("{}-{width}.svg", exhibit.id)), drawing).unwrap();
            }
        }
    }
}

#[test]
fn words_of_awkward_figures_stay_on_the_page_and_apart() {
    for figure in awkward() {
        let exhibit = plain(figure);
        for width in [400, 960] {
            let what = format!("{:?} at {width}", exhibit.figure);
            let drawing = svg(&exhibit, width);
            assert_inside(&drawing, width, &what);
            assert_no_overlap(&drawing, &what);
        }
    }
}

#[test]
fn a_noise_band_says_the_change_and_how_common_it_is() {
    let band = |observed, share| NoiseBand { name: "mean".to_owned(), observed, band: [0.5, 1.9], share };
    let drawing = svg(
        &plain(Figure::NoiseBand(figure::NoiseBand {
            bands: vec![band(0.74, 0.41), band(1.352, 0.004), band(4.2, 1.0), band(1.0, 0.5)],
        })),
        960,
    );
    for words in [
        "\u{2212}26 %; 41 % of random splits lie at least as far out",
        "+35 %; fewer than 1 % of random splits lie at least as far out",
        "4.2 times as much; 100 % of random splits lie at least as far out",
        "no change; 50 % of random splits lie at least as far out",
    ] {
        assert!(drawing.contains(&format!(">{words}<")), "{words}");
    }
    // The middle of the axis is the place of no change: half-way between 1/2 and 2.
    let at = |label: &str| {
        let element = drawing.split("<text ").find(|t| t.contains(&format!(">{label}<"))).unwrap();
        let attributes = attribute_list(element.split_once('>').unwrap().0);
        attributes.iter().find(|a| a.0 == "x").unwrap().1.parse::<f64>().unwrap()
    };
    assert!((at("1") - f64::midpoint(at("0.5"), at("2"))).abs() < 0.2);
}

#[test]
fn a_waterfall_words_its_steps() {
    let drawing = samples().into_iter().find(|e| e.id == "waterfall").map(|e| svg(&e, 400)).unwrap();
    // 15 000 s, 5400 s less, 1500 s more, 11 100 s.
    for words in ["4 h 10 min", "\u{2212}1 h 30 min", "+25 min", "3 h 05 min"] {
        assert!(drawing.contains(&format!(">{words}<")), "{words}");
    }
    // More steps than have room are taken together, so that the bars still lead from the first total to the last.
    let crowded = svg(&plain(waterfall(&[8.0; 60], "incidents")), 400);
    assert!(crowded.contains("57 further") && crowded.contains("steps"), "{crowded}");
}

#[test]
fn a_fall_of_nothing_is_not_drawn() {
    let step = |name: &str, from: f64, to: f64, total: bool| FallStep { name: name.to_owned(), from, to, total };
    let fall = |mix: f64, within: f64| {
        let steps = vec![
            step("Q1 2026", 0.0, 3600.0, true),
            step("mix", 3600.0, 3600.0 + mix, false),
            step("within", 3600.0 + mix, 3600.0 + mix + within, false),
            step("Q2 2026", 0.0, 3600.0 + mix + within, true),
        ];
        svg(&plain(Figure::Waterfall(figure::Waterfall { unit: "seconds".to_owned(), steps })), 960)
    };
    for nothing in [fall(-8.0, 20.0), fall(0.0, 0.0)] {
        assert!(nothing.contains(">No step is as large as 1 %<") && !nothing.contains("class=\"mark\""), "{nothing}");
    }
    assert!(fall(-8.0, 200.0).contains("class=\"mark\""), "one step can be seen");
}

#[test]
fn survival_curves_differ_by_more_than_their_colour() {
    let drawing = samples().into_iter().find(|e| e.id == "survival").map(|e| svg(&e, 960)).unwrap();
    for (class, name) in
        [("solid", "All (n = 68, 4 open)"), ("dashed", "SEV-1 (n = 12)"), ("dotted", "SEV-2 (n = 40, 2 open)")]
    {
        // Once as the curve, once beside its name.
        assert_eq!(drawing.matches(&format!("<g class=\"{class}\">")).count(), 2, "{class}");
        assert!(drawing.contains(&format!(">{name}<")), "{name}");
    }
    assert!(drawing.contains("fill-opacity=\"0.14\""));
}

#[test]
fn a_funnel_names_what_is_outside() {
    let drawing = samples().into_iter().find(|e| e.id == "funnel").map(|e| svg(&e, 960)).unwrap();
    assert!(drawing.contains(">payments-gateway</text>") && drawing.contains(">feature-flags</text>"));
    assert!(!drawing.contains(">checkout</text>") && drawing.contains("<title>checkout: "));
    // Twenty points in one place: most of their names have no room, which is said.
    let crowded = svg(&plain(funnel(&[3.0; 20], true)), 960);
    assert!(crowded.contains("beyond the limits not named"));
}

#[test]
fn ranks_show_twenty_rows_and_count_the_rest() {
    let exhibit = plain(samples::ranks(33));
    let drawing = svg(&exhibit, 960);
    assert_eq!(drawing.matches("<g class=\"mark\">").count(), 20);
    assert!(drawing.contains(">13 more in the numbers beside this chart<"));
    assert!(drawing.contains(">ranks 1\u{2013}3<"));
    assert_eq!(csv(&exhibit).lines().count(), 34);
}

#[test]
fn a_week_without_a_value_breaks_the_line() {
    let paths = |figure| tags(&svg(&plain(figure), 960)).into_iter().filter(|t| t.0 == "path").count();
    let whole = |values: &[f64]| control(values, "incidents", None);
    // The week that goes is neither the highest nor the lowest, so the axis stays.
    let mut broken = whole(&[1.0, 3.0, 2.0, 3.0, 1.0]);
    if let Figure::Control(figure::Control { values, .. }) = &mut broken {
        values[2] = None;
    }
    assert_eq!(paths(broken), paths(whole(&[1.0, 3.0, 2.0, 3.0, 1.0])) + 1);
    let drawing = svg(&plain(weeks_with_gaps(26, vec![1])), 960);
    // The second week begins on 6 July 2026.
    assert!(drawing.contains(">6 Jul</text>") && drawing.contains("Week of 6 July 2026: 7 incidents (unusual week)"));
    for signals in [(0..26).collect(), vec![0, 25]] {
        for width in [400, 960] {
            assert_no_overlap(&svg(&plain(weeks_with_gaps(26, signals.clone())), width), "signals");
        }
    }
    assert_no_overlap(&svg(&plain(weeks_with_gaps(700, (0..700).collect())), 960), "many signals");
}

#[test]
fn provisional_limits_are_dashed() {
    let dashed = |provisional| {
        let mut exhibit = samples().into_iter().find(|e| e.id == "control").unwrap();
        if let Figure::Control(figure::Control { limits: Some(limits), .. }) = &mut exhibit.figure {
            limits.provisional = provisional;
        }
        svg(&exhibit, 960).contains("<g class=\"dashed\">")
    };
    assert!(dashed(true) && !dashed(false));
}

#[test]
fn the_earlier_period_and_open_incidents_are_named() {
    let drawing = samples().into_iter().find(|e| e.id == "durations").map(|e| svg(&e, 960)).unwrap();
    assert!(drawing.contains(">Q1 2026</text>") && drawing.contains(">Q1 2026 (n = 31)</text>"));
    assert!(drawing.contains(">3 still open</text>"));
    assert!(drawing.contains("<title>Still open after 3 days</title>"), "260 000 s are 3 days and a few minutes");
}

#[test]
fn numbers_of_the_new_kinds_are_the_plotted_ones() {
    assert_eq!(
        csv(&plain(noise(&[0.5]))).lines().next(),
        Some("figure,ratio,random_low,random_high,share_at_least_as_far")
    );
    let step = FallStep { name: "=x".to_owned(), from: 60.0, to: 90.5, total: false };
    assert_eq!(
        csv(&plain(Figure::Waterfall(figure::Waterfall { unit: "seconds".to_owned(), steps: vec![step] }))),
        "step,name,kind,from,to,unit\n1,'=x,step,60,90.5,seconds\n"
    );
    let mut gap = control(&[4.0, 5.0], "incidents", Some(4.5));
    if let Figure::Control(figure::Control { values, limits: Some(limits), .. }) = &mut gap {
        values[1] = None;
        limits.signals = vec![0];
    }
    assert_eq!(
        csv(&plain(gap)),
        "week_start,value,unusual,centre,low,high,provisional,unit\n\
         2026-06-29T00:00:00Z,4,true,4.5,-4.5,4.5,true,incidents\n\
         2026-07-06T00:00:00Z,,false,4.5,-4.5,4.5,true,incidents\n"
    );
    for exhibit in samples() {
        let numbers = csv(&exhibit);
        // A reader that is not flexible refuses rows of another length.
        let mut table = csv::Reader::from_reader(numbers.as_bytes());
        let columns = table.headers().unwrap().len();
        let rows = table.records().filter(|row| row.as_ref().is_ok_and(|row| row.len() == columns)).count();
        assert!(columns > 4 && rows > 1 && rows == numbers.lines().count() - 1, "{}", exhibit.id);
    }
}
