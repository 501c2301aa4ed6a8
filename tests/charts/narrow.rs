//! Narrow charts: lines keep off words, words stay whole, and axes of few days can be read.

use super::{START_MS, assert_no_overlap, boxes, places, plain, tags, weeks};
use retroscope::findings::exhibit::figure;
use retroscope::findings::{Figure, NoiseBand, RankRow};
use retroscope::render::chart::svg;

const HOUR_MS: i64 = 3_600_000;

/// Straight lines down of one colour: place, and the stretch of each.
fn lines_down(drawing: &str, ink: &str) -> Vec<(f64, f64, f64)> {
    let value = |attributes: &[(String, String)], name: &str| {
        attributes.iter().find(|a| a.0 == name).map_or_else(String::new, |a| a.1.clone())
    };
    let line = |(_, attributes): (String, Vec<(String, String)>)| {
        let path = value(&attributes, "d");
        let (start, end) = path.strip_prefix('M')?.split_once('V')?;
        let (x, from) = start.split_once(' ')?;
        let line = (x.parse().ok()?, from.parse().ok()?, end.parse().ok()?);
        (value(&attributes, "stroke") == format!("var(--c-{ink})")).then_some(line)
    };
    tags(drawing).into_iter().filter_map(line).collect()
}

#[test]
fn lines_down_leave_out_the_words_of_narrow_rows() {
    let row =
        |name: &str| RankRow { name: name.to_owned(), raw: 3.0, shrunk: 3.0, interval: [1.0, 5.0], ranks: [1.0, 2.0] };
    let ranks = Figure::Ranks(figure::Ranks {
        unit: "incidents".to_owned(),
        mean: 2.0,
        rows: vec![row("platform/kubernetes-control-plane"), row("a team with a long name as well, in words")],
    });
    let band = |name: &str| NoiseBand { name: name.to_owned(), observed: 1.2, band: [0.5, 2.0], share: 0.4 };
    let noise = Figure::NoiseBand(figure::NoiseBand { bands: vec![band("mean time to resolve"), band("median")] });
    for (figure, words) in [(ranks, "platform/kubernetes-control-plane"), (noise, "mean time to resolve: +20 %")] {
        let drawing = svg(&plain(figure), 400);
        let lines = lines_down(&drawing, "muted");
        assert!(lines.len() >= 2, "{drawing}");
        let [left, right, top, bottom] = places(&drawing, words)[0];
        let strikes = |(x, from, to): &(f64, f64, f64)| left < *x && *x < right && *from < bottom && top < *to;
        assert!(!lines.iter().any(strikes), "{words}: {lines:?}");
    }
}

#[test]
fn axes_of_few_days_have_more_than_one_mark() {
    let figure = |hours: i64| {
        Figure::Concurrency(figure::Concurrency {
            zone: "UTC".to_owned(),
            // From five in the afternoon on.
            starts_ms: (0..hours).map(|hour| START_MS + (17 + hour) * HOUR_MS).collect(),
            bucket_s: 3600,
            peak: vec![1; hours as usize],
            mean: vec![1.0; hours as usize],
            marks: vec![],
        })
    };
    for hours in [12, 20, 48, 72, 100, 24 * 7, 24 * 9, 24 * 13, 24 * 20] {
        for width in [400, 960] {
            let drawing = svg(&plain(figure(hours)), width);
            let is_mark = |words: &str| words.ends_with(":00") || words.ends_with(" Jun") || words.ends_with(" Jul");
            let lowest = boxes(&drawing).into_iter().filter(|b| is_mark(&b.0)).count();
            assert!(lowest >= 2, "{hours} hours at {width}");
            assert_no_overlap(&drawing, &format!("{hours} hours at {width}"));
        }
    }
    let drawing = svg(&plain(figure(20)), 960);
    // The day stands below the first hour of it.
    assert!(drawing.contains(">18:00<") && drawing.contains(">29 Jun<") && drawing.contains(">30 Jun<"), "{drawing}");
}

#[test]
fn lines_are_not_broken_between_a_figure_and_its_unit() {
    let mut exhibit = plain(weeks(4, 1));
    for space in [' ', '\u{a0}'] {
        exhibit.headline = format!("Half of the incidents were over within 1{space}h, nine in ten within 3{space}h");
        for width in 320..480 {
            let drawing = svg(&exhibit, width);
            for (words, _) in boxes(&drawing).into_iter().take(3) {
                assert!(!words.ends_with(|c: char| c.is_ascii_digit()), "{words:?} at {width}");
            }
        }
    }
}

#[test]
fn bold_headlines_keep_to_the_page_in_wide_faces() {
    // So wide are these words in DejaVu Sans Bold, which many desktops show where a page names a face that they don't have.
    const EMS: f64 = 29.04;
    let mut exhibit = plain(weeks(4, 1));
    exhibit.headline = "Half of the incidents were resolved within one hour".to_owned();
    let narrowest = (320..1200).find(|width| boxes(&svg(&exhibit, *width))[0].0 == exhibit.headline).unwrap();
    let size = if narrowest < 640 { 17.0 } else { 20.0 };
    assert!(f64::from(narrowest) - 8.0 >= EMS * size, "{narrowest}");
}
