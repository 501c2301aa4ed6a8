//! How many incidents were open at once: the highest level per bucket as an area, the mean as a line.

use super::axis::{self, counts, finite, number};
use super::labels;
use super::sheet::{EDGE, Face, Plot, Sheet, TEXT};
use super::theme::Token;
use super::weeks::axis_label;
use crate::findings::{Exhibit, Span};
use plotters::coord::types::RangedCoordf64;
use std::ops::Range;

const PLOT_HEIGHT: f64 = 240.0;
const BELOW: f64 = 44.0;
/// Height of one row of mark labels above the plot.
const LABEL_ROW: f64 = 19.0;
/// Stretches that answer to the pointer; more would be smaller than a pointer.
const TOUCH: usize = 92;

/// One column of the drawing: one bucket, or several where there are more buckets than pixels.
#[derive(Clone)]
struct Step {
    start_ms: i64,
    end_ms: i64,
    peak: f64,
    mean: f64,
}

/// The buckets of the exhibit, at most `most` of them: the highest of the peaks and the mean of the means survive.
fn steps(starts_ms: &[i64], bucket_s: i64, peak: &[u32], mean: &[f64], most: usize) -> Vec<Step> {
    let length = bucket_s.max(1).saturating_mul(1000);
    let fine: Vec<Step> = starts_ms
        .iter()
        .zip(peak)
        .enumerate()
        .map(|(i, (start, peak))| Step {
            start_ms: *start,
            end_ms: start.saturating_add(length),
            peak: f64::from(*peak),
            mean: mean.get(i).map_or(0.0, |m| finite(*m).max(0.0)),
        })
        .collect();
    gather(&fine, most)
}

fn gather(fine: &[Step], most: usize) -> Vec<Step> {
    let size = fine.len().div_ceil(most.max(1)).max(1);
    fine.chunks(size)
        .filter_map(|chunk| {
            let (first, last) = (chunk.first()?, chunk.last()?);
            let peak = chunk.iter().map(|s| s.peak).fold(0.0, f64::max);
            let mean = chunk.iter().map(|s| s.mean).sum::<f64>() / chunk.len() as f64;
            Some(Step { start_ms: first.start_ms, end_ms: last.end_ms, peak, mean })
        })
        .collect()
}

pub(super) fn draw(
    exhibit: &Exhibit,
    width: f64,
    (starts_ms, bucket_s): (&[i64], i64),
    (peak, mean): (&[u32], &[f64]),
    marks: &[Span],
) -> String {
    let steps = steps(starts_ms, bucket_s, peak, mean, (width * 1.5) as usize);
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else {
        return super::no_data(exhibit, width);
    };
    let window = first.start_ms..last.end_ms.max(first.start_ms.saturating_add(1));
    let span = window.end.saturating_sub(window.start).max(1) as f64;
    let most = steps.iter().map(|s| s.peak).fold(0.0, f64::max);
    let ticks = counts(most, 4.0);
    let top = ticks.last().copied().unwrap_or(1.0);
    let left = EDGE + labels::width(&number(top), TEXT, false) + 10.0;
    let names = labels::width("highest", TEXT, true);
    let right = width - EDGE - names - 10.0;
    let placed = place_marks(marks, &window, left..right, width - EDGE);
    let rows = placed.iter().map(|m| m.row + 1).max().unwrap_or(0) as f64;
    let sheet = Sheet::open(exhibit, width, rows * LABEL_ROW + PLOT_HEIGHT + BELOW);
    let upper = sheet.top + rows * LABEL_ROW + 8.0;
    let lower = sheet.top + rows * LABEL_ROW + PLOT_HEIGHT;
    let plot = sheet.plot((left, upper), (right, lower), 0.0..span, 0.0..top);
    for mark in &placed {
        mark.band(&sheet, upper..lower);
    }
    for tick in &ticks {
        sheet.gridline(left..right, plot.at(0.0, *tick).1, &number(*tick));
    }
    levels(&sheet, &plot, &steps, window.start);
    sheet.line(&[(left, lower), (right, lower)], Token::Rule, 1.0);
    for tick in axis::times(window.start, window.end, right - left, TEXT) {
        let x = plot.at(tick.at_ms.saturating_sub(window.start) as f64, 0.0).0;
        axis_label(&sheet, x, lower, &tick);
    }
    touches(&sheet, &plot, &steps, window.start, upper..lower);
    for mark in &placed {
        mark.words(&sheet, sheet.top, upper);
    }
    let wanted = [plot.at(span, last.peak).1, plot.at(span, last.mean).1 + 0.01];
    let heights = labels::dodge(&wanted, &[TEXT, TEXT], 4.0, upper, lower);
    for ((word, ink), y) in [("highest", Token::Accent), ("mean", Token::Ink)].into_iter().zip(heights) {
        sheet.text(right + 8.0, y, word, Face::new(ink).bold());
    }
    sheet.finish()
}

fn levels(sheet: &Sheet, plot: &Plot<RangedCoordf64>, steps: &[Step], start: i64) {
    let outline = |level: fn(&Step) -> f64| -> Vec<(f64, f64)> {
        let x = |ms: i64| ms.saturating_sub(start) as f64;
        steps.iter().flat_map(|s| [(x(s.start_ms), level(s)), (x(s.end_ms), level(s))]).collect()
    };
    let peaks = outline(|s| s.peak);
    sheet.mark("Highest number of incidents open at once", |_| {
        plot.area(&peaks, 0.0, Token::Heat(2));
        plot.line(peaks.clone(), Token::Accent, 1.25);
    });
    let means = outline(|s| s.mean);
    sheet.mark("Mean number of incidents open at once", |_| plot.line(means.clone(), Token::Ink, 1.5));
}

fn touches(sheet: &Sheet, plot: &Plot<RangedCoordf64>, steps: &[Step], start: i64, height: Range<f64>) {
    for step in gather(steps, TOUCH) {
        let (from, to) = (axis::long_time(step.start_ms), axis::long_time(step.end_ms));
        let (peak, mean) = (number(step.peak), number(step.mean));
        let x = |ms: i64| plot.at(ms.saturating_sub(start) as f64, 0.0).0;
        let title = format!("{from} to {to}: up to {peak} open at once, {mean} on average");
        sheet.mark(&title, |s| s.touch(x(step.start_ms)..x(step.end_ms), height.clone()));
    }
}

/// A marked stretch with the place of its label.
struct Marked<'a> {
    span: &'a Span,
    x: Range<f64>,
    centre: f64,
    label: String,
    row: usize,
}

/// Labels stand above the plot, as near to their stretch as others allow, in up to three rows.
fn place_marks<'a>(marks: &'a [Span], window: &Range<i64>, room: Range<f64>, edge: f64) -> Vec<Marked<'a>> {
    let length = window.end.saturating_sub(window.start).max(1) as f64;
    let pixel = |ms: i64| {
        let inside = ms.clamp(window.start, window.end).saturating_sub(window.start) as f64;
        room.start + inside / length * (room.end - room.start)
    };
    let mut inside: Vec<&Span> = marks.iter().filter(|m| m.end_ms >= window.start && m.start_ms <= window.end).collect();
    inside.sort_by_key(|m| (m.start_ms, m.end_ms));
    let mut placed: Vec<Marked<'a>> = inside
        .into_iter()
        .map(|span| {
            let x = pixel(span.start_ms)..pixel(span.end_ms).max(pixel(span.start_ms) + 2.0);
            let label = labels::ellipsis(&span.label, TEXT, true, (edge * 0.45).min(320.0));
            Marked { span, centre: f64::midpoint(x.start, x.end), x, label, row: 0 }
        })
        .collect();
    let wide: f64 = placed.iter().map(|m| m.width() + 14.0).sum();
    let rows = ((wide / edge.max(1.0)).ceil() as usize).clamp(1, 4);
    for row in 0..rows {
        let members: Vec<usize> = (row..placed.len()).step_by(rows).collect();
        let pick = |get: fn(&Marked<'a>) -> f64| -> Vec<f64> {
            members.iter().filter_map(|i| placed.get(*i)).map(get).collect()
        };
        let centres = labels::dodge(&pick(|m| m.centre), &pick(Marked::width), 14.0, EDGE, edge);
        for (i, centre) in members.into_iter().zip(centres) {
            if let Some(mark) = placed.get_mut(i) {
                mark.centre = centre;
                mark.row = row;
            }
        }
    }
    placed
}

impl Marked<'_> {
    fn width(&self) -> f64 {
        labels::width(&self.label, TEXT, true)
    }

    fn band(&self, sheet: &Sheet, height: Range<f64>) {
        sheet.rect(self.x.clone(), height, Token::Band);
    }

    fn words(&self, sheet: &Sheet, top: f64, upper: f64) {
        let y = top + self.row as f64 * LABEL_ROW + TEXT * 0.6;
        let middle = f64::midpoint(self.x.start, self.x.end);
        let (from, to) = (axis::long_time(self.span.start_ms), axis::long_time(self.span.end_ms));
        sheet.mark(&format!("{}: {from} to {to}", self.span.label), |s| {
            s.line(&[(self.centre.clamp(middle - self.width(), middle + self.width()), y + 9.0), (middle, upper)], Token::Rule, 1.0);
            s.text(self.centre, y, &self.label, Face::new(Token::Ink).bold().centred().halo());
        });
    }
}
