//! Demand against capacity: the band of people on call, what was needed within it, and what stood out above it.

use super::Drawing;
use super::axis::{self, counts, iso, number};
use super::labels;
use super::numbers::{Cells, header};
use super::sheet::{EDGE, Face, Plot, Sheet, TEXT};
use super::theme::Token;
use super::weeks::axis_label;
use crate::findings::Exhibit;
use crate::findings::exhibit::figure;
use plotters::coord::types::RangedCoordf64;
use std::ops::Range;

const PLOT_HEIGHT: f64 = 250.0;
/// Room above the plot for the key.
const ABOVE: f64 = 26.0;
const BELOW: f64 = 44.0;
/// Least width of one step in pixels; narrower ones would blur into each other.
const COLUMN: f64 = 2.0;
/// Stretches that answer to the pointer; more would be smaller than a pointer.
const TOUCH: usize = 92;
const SWATCH: f64 = 12.0;

/// One column of the drawing: one bucket, or several where there are more buckets than pixels.
#[derive(Clone)]
struct Step {
    start_ms: i64,
    end_ms: i64,
    demand: f64,
    /// Fewest on call; unknown where any of it is unknown.
    people: Option<f64>,
}

fn steps(starts_ms: &[i64], bucket_s: i64, demand: &[u32], people: &[Option<u32>], most: usize) -> Vec<Step> {
    let length = bucket_s.max(1).saturating_mul(1000);
    let fine: Vec<Step> = starts_ms
        .iter()
        .zip(demand)
        .enumerate()
        .map(|(at, (start, demand))| Step {
            start_ms: *start,
            end_ms: start.saturating_add(length),
            demand: f64::from(*demand),
            people: people.get(at).copied().flatten().map(f64::from),
        })
        .collect();
    gather(&fine, most)
}

/// At most so many columns: the most that were needed and the fewest on call survive.
fn gather(fine: &[Step], most: usize) -> Vec<Step> {
    let size = fine.len().div_ceil(most.max(1)).max(1);
    fine.chunks(size)
        .filter_map(|chunk| {
            let (first, last) = (chunk.first()?, chunk.last()?);
            let known: Option<Vec<f64>> = chunk.iter().map(|s| s.people).collect();
            Some(Step {
                start_ms: first.start_ms,
                end_ms: last.end_ms,
                demand: chunk.iter().map(|s| s.demand).fold(0.0, f64::max),
                people: known.and_then(|list| list.into_iter().reduce(f64::min)),
            })
        })
        .collect()
}

impl Drawing for figure::Ribbon {
    fn draw(&self, exhibit: &Exhibit, width: f64) -> String {
        let Self { zone, starts_ms, bucket_s, demand, people } = self;
        let starts_ms: Vec<i64> = starts_ms.iter().copied().map(axis::by_clock(zone)).collect();
        draw(exhibit, width, (&starts_ms, *bucket_s), (demand, people))
    }

    fn is_empty(&self) -> bool {
        let Self { starts_ms, demand, .. } = self;
        starts_ms.is_empty() || demand.is_empty()
    }

    fn numbers(&self) -> Cells {
        let Self { starts_ms, bucket_s, demand, people, .. } = self;
        numbers(starts_ms, *bucket_s, demand, people)
    }
}

fn draw(
    exhibit: &Exhibit,
    width: f64,
    (starts_ms, bucket_s): (&[i64], i64),
    (demand, people): (&[u32], &[Option<u32>]),
) -> String {
    let steps = steps(starts_ms, bucket_s, demand, people, (width / COLUMN) as usize);
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else {
        return super::no_data(exhibit, width);
    };
    let window = first.start_ms..last.end_ms.max(first.start_ms.saturating_add(1));
    let span = window.end.saturating_sub(window.start).max(1) as f64;
    let most = steps.iter().map(|s| s.people.unwrap_or(0.0).max(s.demand)).fold(0.0, f64::max);
    let ticks = counts(most, 4.0);
    let top = ticks.last().copied().unwrap_or(1.0);
    let left = EDGE + labels::width(&number(top), TEXT, false) + 10.0;
    let right = width - EDGE - 12.0;
    let sheet = Sheet::open(exhibit, width, ABOVE + PLOT_HEIGHT + BELOW);
    let (upper, lower) = (sheet.top + ABOVE, sheet.top + ABOVE + PLOT_HEIGHT);
    let plot = sheet.plot((left, upper), (right, lower), 0.0..span, 0.0..top);
    let x = |ms: i64| ms.saturating_sub(window.start) as f64;
    sheet.mark("Fewest people on call", |_| {
        for run in runs(&steps) {
            plot.area(&outline(run, x, |s| s.people.unwrap_or(0.0)), 0.0, Token::Band);
        }
    });
    for tick in &ticks {
        sheet.gridline(left..right, plot.at(0.0, *tick).1, &number(*tick));
    }
    demanded(&sheet, &plot, &steps, x);
    people_line(&sheet, &plot, &steps, x);
    sheet.line(&[(left, lower), (right, lower)], Token::Rule, 1.0);
    for tick in axis::times(window.start, window.end, right - left, TEXT) {
        axis_label(&sheet, plot.at(x(tick.at_ms), 0.0).0, lower, &tick);
    }
    touches(&sheet, &plot, &steps, upper..lower);
    key(&sheet, left, &steps);
    sheet.finish()
}

fn outline(steps: &[Step], x: impl Fn(i64) -> f64, level: impl Fn(&Step) -> f64) -> Vec<(f64, f64)> {
    steps.iter().flat_map(|s| [(x(s.start_ms), level(s)), (x(s.end_ms), level(s))]).collect()
}

/// Neighbouring steps of which the number of people is known.
fn runs(steps: &[Step]) -> impl Iterator<Item = &[Step]> {
    steps.chunk_by(|a, b| a.people.is_some() == b.people.is_some()).filter(|run| run.iter().all(|s| s.people.is_some()))
}

fn is_above(step: &Step) -> bool {
    step.people.is_some_and(|people| step.demand > people)
}

/// What was needed, and over it in another colour what nobody was on call for.
fn demanded(sheet: &Sheet, plot: &Plot<RangedCoordf64>, steps: &[Step], x: impl Fn(i64) -> f64 + Copy) {
    sheet.mark("Most incidents open at once", |_| {
        plot.area(&outline(steps, x, |s| s.people.map_or(s.demand, |p| p.min(s.demand))), 0.0, Token::Heat(2));
    });
    sheet.mark("More incidents open than people on call", |_| {
        for step in steps.iter().filter(|s| is_above(s)) {
            plot.bar(x(step.start_ms)..x(step.end_ms), step.people.unwrap_or(0.0)..step.demand, Token::Category(2));
        }
    });
}

fn people_line(sheet: &Sheet, plot: &Plot<RangedCoordf64>, steps: &[Step], x: impl Fn(i64) -> f64 + Copy) {
    sheet.mark("Fewest people on call", |_| {
        for run in runs(steps) {
            plot.line(outline(run, x, |s| s.people.unwrap_or(0.0)), Token::Ink, 1.5);
        }
    });
}

/// Surfaces nobody sees that tell the values of their stretch.
fn touches(sheet: &Sheet, plot: &Plot<RangedCoordf64>, steps: &[Step], height: Range<f64>) {
    let start = steps.first().map_or(0, |s| s.start_ms);
    for step in gather(steps, TOUCH) {
        let (from, to) = (axis::long_time(step.start_ms), axis::long_time(step.end_ms));
        let on_call = step.people.map_or_else(|| "on call unknown".to_owned(), |p| format!("{} on call", number(p)));
        let x = |ms: i64| plot.at(ms.saturating_sub(start) as f64, 0.0).0;
        let title = format!("{from} to {to}: up to {} open at once, {on_call}", number(step.demand));
        let stretch = step.start_ms..step.end_ms;
        sheet.mark_open(&stretch, &title, |s| s.touch(x(step.start_ms)..x(step.end_ms), height.clone()));
    }
}

/// What the surfaces mean, in one row above the plot; without the last one where nothing was above.
fn key(sheet: &Sheet, left: f64, steps: &[Step]) {
    let narrow = sheet.narrow;
    let entries = [
        (Token::Band, if narrow { "on call" } else { "people on call" }),
        (Token::Heat(2), if narrow { "open" } else { "incidents open" }),
        (Token::Category(2), if narrow { "above" } else { "more open than on call" }),
    ];
    let shown = if steps.iter().any(is_above) { 3 } else { 2 };
    let y = sheet.top + TEXT * 0.6;
    let mut x = left;
    for (fill, words) in entries.into_iter().take(shown) {
        sheet.rect(x..x + SWATCH, y - SWATCH / 2.0..y + SWATCH / 2.0, fill);
        sheet.text(x + SWATCH + 6.0, y, words, Face::new(Token::Ink));
        x += SWATCH + 6.0 + labels::width(words, TEXT, false) + 18.0;
    }
}

/// A number of people that is not known stays empty.
fn numbers(starts_ms: &[i64], bucket_s: i64, demand: &[u32], people: &[Option<u32>]) -> Cells {
    let mut rows = header(&["bucket_start", "bucket_seconds", "most_open", "fewest_on_call"]);
    for (at, (start, demand)) in starts_ms.iter().zip(demand).enumerate() {
        let people = people.get(at).copied().flatten().map(|n| n.to_string()).unwrap_or_default();
        rows.push(vec![iso(*start), bucket_s.to_string(), demand.to_string(), people]);
    }
    rows
}
