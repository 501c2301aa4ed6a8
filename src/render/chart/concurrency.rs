//! How many incidents were open at once: the highest level per bucket as an area, the mean as a line.

use super::Drawing;
use super::axis::{self, counts, finite, iso, number};
use super::labels;
use super::numbers::{Cells, cell, header, text};
use super::sheet::{EDGE, Face, Plot, Sheet, TEXT, is_narrow};
use super::theme::Token;
use super::weeks::axis_label;
use crate::findings::exhibit::figure;
use crate::findings::{Exhibit, Span};
use plotters::coord::types::RangedCoordf64;
use std::ops::Range;

const PLOT_HEIGHT: f64 = 240.0;
const BELOW: f64 = 44.0;
/// Least width of one step in pixels; narrower ones would blur into each other.
const COLUMN: f64 = 2.0;
/// Height of one row of mark labels above the plot.
const LABEL_ROW: f64 = 19.0;
/// Least distance between two labels of a row.
const MARK_GAP: f64 = 18.0;
/// At most so many rows of labels.
const MARK_ROWS: usize = 3;
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

impl Drawing for figure::Concurrency {
    fn draw(&self, exhibit: &Exhibit, width: f64) -> String {
        let Self { zone, starts_ms, bucket_s, peak, mean, marks } = self;
        let starts_ms: Vec<i64> = starts_ms.iter().copied().map(axis::by_clock(zone)).collect();
        draw(exhibit, width, (&starts_ms, *bucket_s), (peak, mean), &axis::spans_by_clock(marks, zone))
    }

    fn is_empty(&self) -> bool {
        let Self { starts_ms, peak, .. } = self;
        starts_ms.is_empty() || peak.is_empty()
    }

    fn numbers(&self) -> Cells {
        let Self { starts_ms, bucket_s, peak, mean, marks, .. } = self;
        numbers(starts_ms, *bucket_s, (peak, mean), marks)
    }
}

fn draw(
    exhibit: &Exhibit,
    width: f64,
    (starts_ms, bucket_s): (&[i64], i64),
    (peak, mean): (&[u32], &[f64]),
    marks: &[Span],
) -> String {
    let steps = steps(starts_ms, bucket_s, peak, mean, (width / COLUMN) as usize);
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
    touches(&sheet, &plot, &steps, marks, upper..lower);
    for mark in placed.iter().filter(|m| !m.label.is_empty()) {
        mark.leader(&sheet, sheet.top, upper);
    }
    for mark in placed.iter().filter(|m| !m.label.is_empty()) {
        mark.words(&sheet, sheet.top);
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

/// Surfaces nobody sees that tell the values of their stretch, and the marks that lie in it.
fn touches(sheet: &Sheet, plot: &Plot<RangedCoordf64>, steps: &[Step], marks: &[Span], height: Range<f64>) {
    let start = steps.first().map_or(0, |s| s.start_ms);
    for step in gather(steps, TOUCH) {
        let (from, to) = (axis::long_time(step.start_ms), axis::long_time(step.end_ms));
        let (peak, mean) = (number(step.peak), number(step.mean));
        let x = |ms: i64| plot.at(ms.saturating_sub(start) as f64, 0.0).0;
        let inside = marks.iter().filter(|m| m.start_ms < step.end_ms && m.end_ms > step.start_ms);
        let names: String = inside.map(|m| format!("; {}", m.label)).collect();
        let title = format!("{from} to {to}: up to {peak} open at once, {mean} on average{names}");
        let stretch = step.start_ms..step.end_ms;
        sheet.mark_open(&stretch, &title, |s| s.touch(x(step.start_ms)..x(step.end_ms), height.clone()));
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

/// The stretches inside the window, in time order, with a label for the longest of them: as many as have room. The
/// others keep their band and tell their name to the pointer.
fn place_marks<'a>(marks: &'a [Span], window: &Range<i64>, room: Range<f64>, edge: f64) -> Vec<Marked<'a>> {
    let per_row = if is_narrow(edge + EDGE) { 2 } else { 3 };
    let longest = (edge - EDGE) / per_row as f64 - MARK_GAP;
    let length = window.end.saturating_sub(window.start).max(1) as f64;
    let pixel = |ms: i64| {
        let inside = ms.clamp(window.start, window.end).saturating_sub(window.start) as f64;
        room.start + inside / length * (room.end - room.start)
    };
    let mut inside: Vec<&Span> =
        marks.iter().filter(|m| m.end_ms >= window.start && m.start_ms <= window.end).collect();
    inside.sort_by_key(|m| (m.start_ms.saturating_sub(m.end_ms), m.start_ms));
    let mut placed: Vec<Marked<'a>> = inside
        .into_iter()
        .enumerate()
        .map(|(rank, span)| {
            let x = pixel(span.start_ms)..pixel(span.end_ms).max(pixel(span.start_ms) + 2.0);
            let named = rank < MARK_ROWS * per_row;
            let label = if named { labels::ellipsis(&span.label, TEXT, true, longest) } else { String::new() };
            Marked { span, centre: f64::midpoint(x.start, x.end), x, label, row: 0 }
        })
        .collect();
    placed.sort_by_key(|m| (m.span.start_ms, m.span.end_ms));
    spread(&mut placed, edge);
    placed
}

/// Gives every label its row, in turn, and its place in the row: as near to its stretch as the others allow.
fn spread(placed: &mut [Marked<'_>], edge: f64) {
    let named: Vec<usize> = (0..placed.len()).filter(|i| placed.get(*i).is_some_and(|m| !m.label.is_empty())).collect();
    let width = |i: &usize| placed.get(*i).map_or(0.0, Marked::width);
    let fits = |rows: &usize| {
        (0..*rows).all(|r| named.iter().skip(r).step_by(*rows).map(|i| width(i) + MARK_GAP).sum::<f64>() <= edge)
    };
    let rows = (1..=MARK_ROWS).find(fits).unwrap_or(MARK_ROWS);
    for row in 0..rows {
        let members: Vec<usize> = named.iter().skip(row).step_by(rows).copied().collect();
        let pick = |get: fn(&Marked<'_>) -> f64| -> Vec<f64> {
            members.iter().filter_map(|i| placed.get(*i)).map(get).collect()
        };
        let centres = labels::dodge(&pick(|m| m.centre), &pick(|m| m.width()), MARK_GAP, EDGE, edge);
        for (i, centre) in members.into_iter().zip(centres) {
            if let Some(mark) = placed.get_mut(i) {
                mark.centre = centre;
                mark.row = row;
            }
        }
    }
}

impl Marked<'_> {
    fn width(&self) -> f64 {
        labels::width(&self.label, TEXT, true)
    }

    fn title(&self) -> String {
        let (from, to) = (axis::long_time(self.span.start_ms), axis::long_time(self.span.end_ms));
        format!("{}: {from} to {to}", self.span.label)
    }

    fn band(&self, sheet: &Sheet, height: Range<f64>) {
        sheet.rect(self.x.clone(), height, Token::Band);
    }

    fn height(&self, top: f64) -> f64 {
        top + self.row as f64 * LABEL_ROW + TEXT * 0.6
    }

    /// Leaders are drawn before all words, so that none of them strikes a word through.
    fn leader(&self, sheet: &Sheet, top: f64, upper: f64) {
        let middle = f64::midpoint(self.x.start, self.x.end);
        let half = self.width() / 2.0;
        let from = middle.clamp(self.centre - half, self.centre + half);
        sheet.line(&[(from, self.height(top) + 8.0), (middle, upper)], Token::Rule, 1.0);
    }

    fn words(&self, sheet: &Sheet, top: f64) {
        let y = self.height(top);
        sheet.mark_open(&(self.span.start_ms..self.span.end_ms), &self.title(), |s| {
            s.text(self.centre, y, &self.label, Face::new(Token::Ink).bold().centred().halo());
        });
    }
}

fn numbers(starts_ms: &[i64], bucket_s: i64, (peak, mean): (&[u32], &[f64]), marks: &[Span]) -> Cells {
    let mut rows = header(&["bucket_start", "bucket_seconds", "peak", "mean", "mark"]);
    for (at, start) in starts_ms.iter().enumerate() {
        let end = start.saturating_add(bucket_s.saturating_mul(1000));
        let inside: Vec<&str> =
            marks.iter().filter(|m| m.start_ms < end && m.end_ms > *start).map(|m| m.label.as_str()).collect();
        let peak = peak.get(at).copied().unwrap_or(0).to_string();
        let mean = cell(mean.get(at).copied().unwrap_or(0.0));
        rows.push(vec![iso(*start), bucket_s.to_string(), peak, mean, text(&inside.join("; "))]);
    }
    rows
}
