//! From one figure to another in steps: totals stand on the axis, steps hang between them.

use super::Drawing;
use super::axis::finite;
use super::labels;
use super::measure::Measure;
use super::numbers::{Cells, cell, header, text};
use super::sheet::{EDGE, Face, Plot, Sheet, TEXT, is_narrow};
use super::theme::Token;
use crate::findings::exhibit::figure;
use crate::findings::{Exhibit, FallStep};
use plotters::coord::types::RangedCoordf64;

const PLOT_HEIGHT: f64 = 260.0;
/// Narrower columns can't hold a duration.
const MIN_COLUMN: f64 = 92.0;
const WIDEST_COLUMN: f64 = 190.0;
/// Share of a column that its bar takes.
const BAR_SHARE: f64 = 0.62;
const LINE: f64 = TEXT * 1.3;
/// Share of the largest figure below which a step says nothing.
const LEAST: f64 = 0.01;
/// Lines of a name below its bar; the rest of a longer name is left out.
const NAME_LINES: usize = 3;
/// Room above the highest bar for its value.
const ABOVE: f64 = 24.0;

/// One bar as it is drawn: a step of the figure, or several of them that have no room of their own.
struct Column {
    name: String,
    from: f64,
    to: f64,
    total: bool,
}

/// Positions shared by the columns.
struct Frame {
    left: f64,
    lower: f64,
    column: f64,
    measure: Measure,
}

impl Drawing for figure::Waterfall {
    fn draw(&self, exhibit: &Exhibit, width: f64) -> String {
        let Self { unit, steps } = self;
        if !is_worth_drawing(steps) {
            return super::said(exhibit, width, "No step is as large as 1 %");
        }
        draw(exhibit, width, unit, steps)
    }

    fn is_empty(&self) -> bool {
        let Self { steps, .. } = self;
        steps.is_empty()
    }

    fn numbers(&self) -> Cells {
        let Self { unit, steps } = self;
        numbers(unit, steps)
    }
}

/// Whether any step can be seen: at least one is as large as a hundredth of the largest figure. Where there is no step between
/// totals there is nothing that could be too small.
fn is_worth_drawing(steps: &[FallStep]) -> bool {
    let most = steps.iter().flat_map(|s| [finite(s.from), finite(s.to)]).map(f64::abs).fold(0.0, f64::max);
    let mut sizes = steps.iter().filter(|s| !s.total).map(|s| (finite(s.to) - finite(s.from)).abs()).peekable();
    sizes.peek().is_none() || sizes.any(|size| size > 0.0 && size >= LEAST * most)
}

fn draw(exhibit: &Exhibit, width: f64, unit: &str, steps: &[FallStep]) -> String {
    let measure = Measure::of(unit);
    let ends = || steps.iter().flat_map(|s| [finite(s.from), finite(s.to)]);
    let ticks = measure.steps(ends().fold(0.0, f64::min), ends().fold(0.0, f64::max), 4.0);
    let low = ticks.first().copied().unwrap_or(0.0);
    // Values above the bars need no mark above the highest of them.
    let most = ends().fold(0.0, f64::max);
    let top = if most > low { most } else { ticks.last().copied().unwrap_or(1.0) };
    // A narrow chart has no room for an axis beside its columns; every bar has its value above it.
    let digits = ticks.iter().map(|t| labels::width(&measure.words(*t), TEXT, false)).fold(0.0, f64::max);
    let left = if is_narrow(width) { EDGE } else { EDGE + digits + 12.0 };
    let room = width - EDGE - left;
    let columns = columns(steps, (room / MIN_COLUMN).floor().max(3.0) as usize);
    let column = (room / columns.len().max(1) as f64).min(WIDEST_COLUMN);
    let names: Vec<Vec<String>> = columns.iter().map(|c| name_lines(&c.name, column - 8.0)).collect();
    let lines = names.iter().map(Vec::len).max().unwrap_or(0) as f64;
    let sheet = Sheet::open(exhibit, width, PLOT_HEIGHT + 14.0 + LINE * lines);
    let (upper, lower) = (sheet.top + ABOVE, sheet.top + PLOT_HEIGHT);
    let right = left + column * columns.len() as f64;
    let plot = sheet.plot((left, upper), (right, lower), 0.0..columns.len().max(1) as f64, low..top);
    for tick in ticks.iter().filter(|t| !sheet.narrow && **t <= top) {
        sheet.gridline(left..right, plot.at(0.0, *tick).1, &measure.words(*tick));
    }
    let frame = Frame { left, lower, column, measure };
    for (at, (column, lines)) in columns.iter().zip(&names).enumerate() {
        frame.connector(&sheet, &plot, column, (at, columns.len()));
        frame.column(&sheet, &plot, column, (at, lines), unit);
    }
    let zero = plot.at(0.0, 0.0).1;
    sheet.line(&[(left, zero), (right, zero)], Token::Rule, 1.0);
    sheet.finish()
}

/// All steps, or as many as have room with the last ones before the end taken together: they add up just as well.
fn columns(steps: &[FallStep], most: usize) -> Vec<Column> {
    let whole = |s: &FallStep| Column { name: s.name.clone(), from: finite(s.from), to: finite(s.to), total: s.total };
    if steps.len() <= most {
        return steps.iter().map(whole).collect();
    }
    let kept = most.saturating_sub(2);
    let (head, rest) = steps.split_at(kept.min(steps.len()));
    let mut columns: Vec<Column> = head.iter().map(whole).collect();
    if let Some((last, middle)) = rest.split_last() {
        let from = middle.first().map_or(0.0, |s| finite(s.from));
        let to = middle.last().map_or(0.0, |s| finite(s.to));
        columns.push(Column { name: format!("{} further steps", middle.len()), from, to, total: false });
        columns.push(whole(last));
    }
    columns
}

fn name_lines(name: &str, room: f64) -> Vec<String> {
    let mut lines = labels::wrap(name, TEXT, false, room);
    if lines.len() > NAME_LINES {
        let rest = lines.split_off(NAME_LINES - 1).join(" ");
        lines.push(labels::ellipsis(&rest, TEXT, false, room));
    }
    lines
}

impl Column {
    /// A total stands on the axis wherever it says it comes from.
    fn base(&self) -> f64 {
        if self.total { 0.0 } else { self.from }
    }

    fn ink(&self) -> Token {
        match self.to - self.from {
            _ if self.total => Token::Grey,
            step if step > 0.0 => Token::Category(2),
            _ => Token::Category(1),
        }
    }
}

impl Frame {
    fn value(&self, column: &Column) -> String {
        if column.total {
            return self.measure.words(column.to);
        }
        let step = column.to - column.from;
        let size = self.measure.words(step.abs());
        match step {
            _ if size == self.measure.words(0.0) => "\u{00B1}0".to_owned(),
            s if s > 0.0 => format!("+{size}"),
            _ => format!("\u{2212}{size}"),
        }
    }

    /// A thin line at the level that a bar ends at, over to the next one.
    fn connector(&self, sheet: &Sheet, plot: &Plot<RangedCoordf64>, column: &Column, (at, count): (usize, usize)) {
        if at + 1 < count {
            let y = plot.at(0.0, column.to).1;
            let start = self.left + self.column * (at as f64 + 0.5 + BAR_SHARE / 2.0);
            sheet.line(&[(start, y), (start + self.column * (1.0 - BAR_SHARE), y)], Token::Muted, 1.0);
        }
    }

    fn column(
        &self,
        sheet: &Sheet,
        plot: &Plot<RangedCoordf64>,
        column: &Column,
        (at, lines): (usize, &[String]),
        unit: &str,
    ) {
        let middle = self.left + self.column * (at as f64 + 0.5);
        let half = self.column * BAR_SHARE / 2.0;
        let (one, other) = (plot.at(0.0, column.base()).1, plot.at(0.0, column.to).1);
        // A step of nothing still shows where it is.
        let (upper, lower) = (one.min(other), one.max(other).max(one.min(other) + 1.5));
        let value = self.value(column);
        let title = if column.total {
            format!("{}: {}", column.name, self.measure.with_unit(column.to, unit))
        } else {
            let (from, to) = (self.measure.words(column.from), self.measure.with_unit(column.to, unit));
            format!("{}: {value}, from {from} to {to}", column.name)
        };
        sheet.mark(&title, |s| {
            s.rect(middle - half..middle + half, upper..lower, column.ink());
            let value = labels::ellipsis(&value, TEXT, true, self.column - 4.0);
            s.text(middle, upper - 11.0, &value, Face::new(Token::Ink).bold().centred().halo());
            for (line, words) in lines.iter().enumerate() {
                let y = self.lower + 9.0 + LINE * line as f64;
                s.text(middle, y, words, Face::new(Token::Ink).centred().top());
            }
        });
    }
}

fn numbers(unit: &str, steps: &[FallStep]) -> Cells {
    let mut rows = header(&["step", "name", "kind", "from", "to", "unit"]);
    for (at, step) in steps.iter().enumerate() {
        let kind = if step.total { "total" } else { "step" }.to_owned();
        let (from, to) = (cell(step.from), cell(step.to));
        rows.push(vec![(at + 1).to_string(), text(&step.name), kind, from, to, text(unit)]);
    }
    rows
}
