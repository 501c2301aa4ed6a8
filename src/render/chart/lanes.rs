//! Swim lanes: every incident of a storm as a bar in the lane of its service, pages as ticks above it.

mod clock;
mod rows;

use super::Drawing;
use super::axis::{finite, iso};
use super::labels;
use super::numbers::{Cells, header, text};
use super::sheet::{EDGE, Face, Sheet, TEXT, is_narrow};
use super::theme::Token;
use crate::findings::exhibit::figure;
use crate::findings::{Exhibit, Lane, LaneBar, Span};
use crate::text::duration;
use clock::{Tick, Zone};
use rows::{Placed, place};
use std::ops::Range;

/// Height of a bar, and from one row of bars to the next.
const BAR: f64 = 8.0;
const ROW: f64 = 14.0;
/// Free room above and below the bars of a lane.
const PAD: f64 = 5.0;
/// How far the tick of a page rises above its bar.
const TICK: f64 = 3.5;
const BELOW: f64 = 44.0;
/// Height of the line with the key, and of the line with the names of the marks.
const LINE: f64 = 24.0;
/// Share of a wide page that the names of the lanes may take.
const NAME_SHARE: f64 = 0.24;
/// Height of a lane's name where it stands above its lane.
const NAME_LINE: f64 = 19.0;
/// Bars shorter than this would not be seen.
const MIN: f64 = 3.0;

/// What is drawn, and where.
struct Chart<'a> {
    window: Range<i64>,
    zone: Zone,
    across: Range<f64>,
    lanes: Vec<(&'a Lane, Placed<'a>)>,
    narrow: bool,
}

impl Drawing for figure::Lanes {
    fn draw(&self, exhibit: &Exhibit, width: f64) -> String {
        let Self { zone, start_ms, end_ms, lanes, marks } = self;
        draw(exhibit, width, (zone, *start_ms..*end_ms), lanes, marks)
    }

    fn is_empty(&self) -> bool {
        let Self { lanes, .. } = self;
        lanes.iter().all(|lane| lane.bars.is_empty())
    }

    fn numbers(&self) -> Cells {
        let Self { lanes, .. } = self;
        numbers(lanes)
    }
}

fn draw(exhibit: &Exhibit, width: f64, (zone, window): (&str, Range<i64>), lanes: &[Lane], marks: &[Span]) -> String {
    let narrow = is_narrow(width);
    // How many bars a lane leaves out is known only once it is as wide as its name lets it be.
    let full = |lane: &Lane| if lane.bars.len() > rows::MAX_ROWS { " (+999)" } else { "" };
    let name = |lane: &Lane| labels::width(&format!("{}{}", lane.name, full(lane)), TEXT, false);
    let longest = lanes.iter().map(name).fold(0.0, f64::max);
    let names = if narrow { 0.0 } else { longest.min(width * NAME_SHARE) + 12.0 };
    let across = EDGE + names..width - EDGE - 14.0;
    let window = window.start..window.end.max(window.start.saturating_add(1));
    let mut chart = Chart { window, zone: Zone::of(zone), across, lanes: Vec::new(), narrow };
    chart.lanes = lanes.iter().map(|lane| (lane, place(&lane.bars, |bar| chart.span(bar)))).collect();
    let heights: Vec<f64> = chart.lanes.iter().map(|(_, placed)| chart.height(placed)).collect();
    let plot: f64 = heights.iter().sum();
    let sheet = Sheet::open(exhibit, width, 2.0 * LINE + plot + BELOW);
    let upper = sheet.top + 2.0 * LINE;
    let down = upper..upper + plot;
    chart.key(&sheet, sheet.top + LINE / 2.0);
    chart.marks(&sheet, marks, sheet.top + 1.5 * LINE, down.clone());
    chart.ticks(&sheet, down.clone());
    let mut y = upper;
    for ((lane, placed), height) in chart.lanes.iter().zip(heights) {
        chart.lane(&sheet, lane, placed, y..y + height);
        y += height;
    }
    sheet.line(&[(EDGE, down.end), (width - EDGE, down.end)], Token::Rule, 1.0);
    sheet.finish()
}

impl Chart<'_> {
    fn x(&self, ms: i64) -> f64 {
        let inside = ms.clamp(self.window.start, self.window.end).saturating_sub(self.window.start) as f64;
        let length = self.window.end.saturating_sub(self.window.start).max(1) as f64;
        finite(self.across.start + inside / length * (self.across.end - self.across.start))
    }

    /// From left to right; one without an end reaches the edge of the chart.
    fn span(&self, bar: &LaneBar) -> Range<f64> {
        let from = self.x(bar.start_ms);
        let to = self.x(bar.end_ms.unwrap_or(self.window.end).max(bar.start_ms));
        from.min(self.across.end - MIN)..to.max(from + MIN).min(self.across.end.max(from + MIN))
    }

    fn height(&self, placed: &Placed) -> f64 {
        let names = if self.narrow { NAME_LINE } else { 0.0 };
        names + placed.rows.max(1) as f64 * ROW + 2.0 * PAD
    }

    fn lane(&self, sheet: &Sheet, lane: &Lane, placed: &Placed, down: Range<f64>) {
        sheet.line(&[(EDGE, down.start), (self.across.end + 14.0, down.start)], Token::Grid, 1.0);
        let more = if placed.left_out > 0 { format!(" (+{})", placed.left_out) } else { String::new() };
        let name = format!("{}{more}", lane.name);
        let bars = if self.narrow {
            let room = self.across.end - EDGE;
            let text = labels::ellipsis(&name, TEXT, false, room);
            sheet.text(EDGE, down.start + NAME_LINE / 2.0 + 2.0, &text, Face::new(Token::Ink).halo());
            down.start + NAME_LINE
        } else {
            let text = labels::ellipsis(&name, TEXT, false, self.across.start - EDGE - 12.0);
            let middle = f64::midpoint(down.start, down.end);
            sheet.text(self.across.start - 12.0, middle, &text, Face::new(Token::Ink).right());
            down.start
        };
        for (bar, row) in &placed.bars {
            self.bar(sheet, bar, bars + PAD + *row as f64 * ROW + (ROW - BAR));
        }
    }

    fn bar(&self, sheet: &Sheet, bar: &LaneBar, y: f64) {
        let x = self.span(bar);
        sheet.mark(&self.title(bar), |s| {
            s.rect(x.clone(), y..y + BAR, ink(bar.severity));
            for page in bar.pages_ms.iter().filter(|page| self.window.contains(page)) {
                s.rect(self.x(*page)..self.x(*page) + 1.5, y - TICK..y, Token::Ink);
            }
            if bar.end_ms.is_none_or(|end| end > self.window.end) {
                s.text(self.across.end + 3.0, y + BAR / 2.0, "›", Face::new(Token::Muted));
            }
        });
    }

    fn title(&self, bar: &LaneBar) -> String {
        let from = self.zone.words(bar.start_ms);
        // Clock times are cut to the minute, so the length is told as the tables of the pack tell it.
        let length = |end: i64| duration::compact(end.saturating_sub(bar.start_ms) as f64 / 1_000.0);
        let told = |end: i64| format!("to {} ({})", self.zone.words(end), length(end));
        let until = bar.end_ms.map_or_else(|| "no end known".to_owned(), told);
        let pages = match bar.pages_ms.len() {
            0 => String::new(),
            1 => ", 1 page".to_owned(),
            n => format!(", {n} pages"),
        };
        format!("{}: {from} {until}, {}{pages}", bar.name, severity(bar.severity))
    }

    /// The severities that occur, and what the ticks are.
    fn key(&self, sheet: &Sheet, y: f64) {
        let all = self.lanes.iter().flat_map(|(lane, _)| &lane.bars);
        let mut found: Vec<Option<u32>> = all.map(|bar| bar.severity).collect();
        found.sort_by_key(|rank| rank.unwrap_or(u32::MAX));
        found.dedup();
        let mut x = EDGE;
        for rank in found.into_iter().take(6) {
            let name = severity(rank);
            sheet.rect(x..x + 12.0, y - BAR / 2.0..y + BAR / 2.0, ink(rank));
            sheet.text(x + 17.0, y, &name, Face::new(Token::Muted));
            x += 17.0 + labels::width(&name, TEXT, false) + 14.0;
        }
        if self.lanes.iter().any(|(lane, _)| lane.bars.iter().any(|bar| !bar.pages_ms.is_empty())) {
            sheet.rect(x..x + 1.5, y - BAR / 2.0..y + BAR / 2.0, Token::Ink);
            sheet.text(x + 7.0, y, "page", Face::new(Token::Muted));
        }
    }

    /// Stretches as bars above the lanes with lines down from both ends, because a band behind the lanes would swallow the
    /// palest severity; moments as broken lines. Their names stand above.
    fn marks(&self, sheet: &Sheet, marks: &[Span], y: f64, down: Range<f64>) {
        for mark in marks.iter().filter(|m| m.end_ms > m.start_ms) {
            let (from, to) = (self.x(mark.start_ms), self.x(mark.end_ms));
            sheet.rect(from..to, down.start - 4.0..down.start, Token::Grey);
            for x in [from, to] {
                sheet.line(&[(x, down.start), (x, down.end)], Token::Rule, 1.0);
            }
        }
        let room = (self.across.end - self.across.start) / marks.len().max(1) as f64 - 14.0;
        let texts: Vec<String> = marks.iter().map(|m| labels::ellipsis(&m.label, TEXT, true, room)).collect();
        let middle = |m: &Span| f64::midpoint(self.x(m.start_ms), self.x(m.end_ms.max(m.start_ms)));
        let wanted: Vec<f64> = marks.iter().map(middle).collect();
        let widths: Vec<f64> = texts.iter().map(|t| labels::width(t, TEXT, true)).collect();
        let centres = labels::dodge(&wanted, &widths, 14.0, self.across.start, self.across.end);
        for (mark, (text, centre)) in marks.iter().zip(texts.iter().zip(centres)) {
            if mark.end_ms <= mark.start_ms {
                let x = self.x(mark.start_ms);
                // From the point of the words that is nearest to the moment, and below them: straight down where it can be.
                let half = labels::width(text, TEXT, true) / 2.0;
                let from = x.clamp(centre - half, centre + half);
                let line = [(from, y + 8.0), (x, y + LINE / 2.0), (x, down.end)];
                sheet.stroke(super::sheet::Stroke::Dotted, |s| s.line(&line, Token::Ink, 1.25));
            }
            let title =
                format!("{}: {} to {}", mark.label, self.zone.words(mark.start_ms), self.zone.words(mark.end_ms));
            sheet.mark(&title, |s| s.text(centre, y, text, Face::new(Token::Ink).bold().centred()));
        }
    }

    fn ticks(&self, sheet: &Sheet, down: Range<f64>) {
        for Tick { at_ms, label, day } in self.zone.ticks(self.window.clone(), self.across.end - self.across.start) {
            let x = self.x(at_ms);
            sheet.line(&[(x, down.start), (x, down.end + 5.0)], Token::Grid, 1.0);
            sheet.text(x, down.end + 9.0, &label, Face::new(Token::Muted).centred().top());
            if let Some(day) = day {
                sheet.text(x, down.end + 9.0 + TEXT * 1.25, &day, Face::new(Token::Muted).centred().top());
            }
        }
    }
}

fn ink(severity: Option<u32>) -> Token {
    severity.map_or(Token::Grey, |rank| Token::Severity(rank.saturating_sub(1) as usize))
}

fn severity(rank: Option<u32>) -> String {
    rank.map_or_else(|| "no severity".to_owned(), |rank| format!("SEV{rank}"))
}

fn numbers(lanes: &[Lane]) -> Cells {
    let mut rows = header(&["lane", "incident", "start", "end", "severity", "pages"]);
    for lane in lanes {
        for bar in &lane.bars {
            let end = bar.end_ms.map_or_else(String::new, iso);
            let severity = bar.severity.map_or_else(String::new, |rank| rank.to_string());
            let pages = bar.pages_ms.len().to_string();
            rows.push(vec![text(&lane.name), text(&bar.name), iso(bar.start_ms), end, severity, pages]);
        }
    }
    rows
}
