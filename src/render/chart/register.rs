//! Problems that keep coming back: one row each, time across, a mark per occurrence and per claimed fix.

mod crowds;

use super::Drawing;
use super::axis::{self, iso, long_date, number};
use super::columns;
use super::key::{self, Entry};
use super::labels;
use super::numbers::{Cells, header, text};
use super::sheet::{EDGE, Face, Sheet, TEXT, is_narrow};
use super::theme::Token;
use crate::findings::exhibit::figure;
use crate::findings::exhibit::recurrence::{Fixed, Occurred, Problem};
use crate::findings::{Exhibit, Span};
use std::ops::Range;

const ROW: f64 = 36.0;
/// A narrow chart sets the words above the marks.
const NARROW_ROW: f64 = 56.0;
/// Distance from the line of a row to its lower end.
const SINK: f64 = 12.0;
/// Room above the rows for the heads of the columns.
const ABOVE: f64 = 24.0;
const NARROW_ABOVE: f64 = 4.0;
const NAME_SHARE: f64 = 0.3;
const STATE_SHARE: f64 = 0.2;
const WIDER: f64 = 1.1;
/// Radius of the worst severity; each further one is smaller, so that size says the same as colour.
const LARGEST: f64 = 7.5;
const SMALLEST: f64 = 3.5;
const MIN: f64 = 2.5;
/// In a row with less room for each occurrence than this all marks are smaller, down to six tenths.
const ROOM: f64 = 7.0;
/// Occurrences nearer to each other than this are one mark.
const ONE_MARK: f64 = 2.0;
/// Half the width of the mark of a fix, and how high above the line it stands, on the chart and in its key.
const FLAG: f64 = 5.0;
const MAST: f64 = 19.0;
const KEY_MAST: f64 = 11.0;
/// How far the ground of a narrow row reaches above its line.
const STRIP: f64 = 27.0;

struct Frame<'a> {
    severities: &'a [String],
    window: Range<i64>,
    left: f64,
    right: f64,
    upper: f64,
    lower: f64,
    names: f64,
    /// Room for the number of occurrences before the first column; nothing where there are none.
    before: f64,
    states: f64,
    /// Size of the marks, 1 where no row is crowded.
    scale: f64,
}

/// Places of the marks of one row: the problem, the upper edge and the line.
type Row<'a> = (&'a Problem, f64, f64);

impl Drawing for figure::Register {
    fn draw(&self, exhibit: &Exhibit, width: f64) -> String {
        let Self { zone, columns, focus, severities, rows, more } = self;
        let columns = axis::spans_by_clock(columns, zone);
        let focus = axis::spans_by_clock(std::slice::from_ref(focus), zone);
        let rows: Vec<Problem> = rows.iter().map(|row| by_clock(row, zone)).collect();
        let Some(focus) = focus.first() else { return super::no_data(exhibit, width) };
        draw(exhibit, width, (&columns, focus), severities, (&rows, *more))
    }

    fn is_empty(&self) -> bool {
        let Self { columns, rows, .. } = self;
        columns.is_empty() || rows.is_empty()
    }

    fn numbers(&self) -> Cells {
        let Self { severities, rows, .. } = self;
        numbers(severities, rows)
    }
}

/// The occurrences and fixes of a problem when a clock of the zone showed them.
fn by_clock(problem: &Problem, zone: &str) -> Problem {
    let clock = axis::by_clock(zone);
    let mut shown = problem.clone();
    shown.occurrences.iter_mut().for_each(|occurred| occurred.at_ms = clock(occurred.at_ms));
    shown.fixes.iter_mut().for_each(|fix| fix.at_ms = clock(fix.at_ms));
    shown
}

fn draw(
    exhibit: &Exhibit,
    width: f64,
    (spans, focus): (&[Span], &Span),
    severities: &[String],
    (rows, more): (&[Problem], u64),
) -> String {
    let shown = rows.get(..rows.len().min(super::MAX_ROWS)).unwrap_or_default();
    let more = more + (rows.len() - shown.len()) as u64;
    let row = if is_narrow(width) { NARROW_ROW } else { ROW };
    let above = if is_narrow(width) { NARROW_ABOVE } else { ABOVE };
    // The marks of the key are as large as those of the chart, which has to be laid out first to know.
    let high = key::height(&key(severities, shown, more, 1.0), width);
    let sheet = Sheet::open(exhibit, width, above + row * shown.len() as f64 + columns::BELOW + high);
    let frame = Frame::new(&sheet, spans, severities, (shown, row, above));
    let entries = key(severities, shown, more, frame.scale);
    let placed: Vec<Row<'_>> = shown
        .iter()
        .enumerate()
        .map(|(at, problem)| (problem, frame.upper + row * at as f64))
        .map(|(problem, y)| (problem, y, y + row - SINK))
        .collect();
    frame.columns(&sheet, spans, focus, &placed);
    frame.heads(&sheet);
    for row in placed {
        frame.row(&sheet, row);
        frame.counts(&sheet, spans, row);
    }
    key::draw(&sheet, &entries, frame.lower + columns::BELOW);
    sheet.finish()
}

/// "7 times" as a figure that stands in a column.
fn times(problem: &Problem) -> String {
    number(problem.occurrences.len() as f64)
}

fn state(problem: &Problem) -> &str {
    if problem.state.is_empty() { "\u{2013}" } else { &problem.state }
}

impl<'a> Frame<'a> {
    fn new(
        sheet: &Sheet,
        spans: &[Span],
        severities: &'a [String],
        (rows, row, above): (&[Problem], f64, f64),
    ) -> Self {
        let longest = |words: Vec<String>, bold| words.iter().map(|w| labels::width(w, TEXT, bold)).fold(0.0, f64::max);
        let start = spans.iter().map(|s| s.start_ms).min().unwrap_or(0);
        let end = spans.iter().map(|s| s.end_ms).max().unwrap_or(0).max(start.saturating_add(1));
        let names = longest(rows.iter().map(|r| r.name.clone()).collect(), true).min(sheet.width * NAME_SHARE);
        // Words that end at the edge of the page need room for faces wider than the one that was measured.
        let states = rows.iter().map(|r| state(r).to_owned()).chain(["state".to_owned()]).collect();
        let states = (WIDER * longest(states, false)).min(sheet.width * STATE_SHARE);
        let is_early = rows.iter().any(|r| r.occurrences.iter().any(|o| o.at_ms < start));
        let before = if is_early { labels::width("earlier", TEXT, false) + 14.0 } else { 0.0 };
        let (left, right) = if sheet.narrow {
            (EDGE + LARGEST, sheet.width - EDGE - LARGEST)
        } else {
            let counts = labels::width("times", TEXT, false);
            (EDGE + names + 20.0 + before, sheet.width - EDGE - states - counts - 38.0)
        };
        let upper = sheet.top + above;
        let lower = upper + row * rows.len() as f64;
        let inside = |r: &Problem| r.occurrences.iter().filter(|o| (start..end).contains(&o.at_ms)).count();
        let most = rows.iter().map(inside).max().unwrap_or(0).max(1) as f64;
        let scale = ((right - left) / (most * ROOM)).clamp(0.6, 1.0);
        Self { severities, window: start..end, left, right, upper, lower, names, before, states, scale }
    }

    fn at(&self, ms: i64) -> f64 {
        let length = self.window.end.saturating_sub(self.window.start).max(1) as f64;
        let inside = ms.clamp(self.window.start, self.window.end).saturating_sub(self.window.start) as f64;
        self.left + inside / length * (self.right - self.left)
    }

    /// The quarters, with the period under review on a ground of its own. On a narrow page they leave out the words.
    fn columns(&self, sheet: &Sheet, spans: &[Span], focus: &Span, rows: &[Row<'_>]) {
        let (from, to) = (self.at(focus.start_ms), self.at(focus.end_ms));
        let strips: Vec<Range<f64>> = if sheet.narrow {
            rows.iter().map(|(_, _, line)| line - STRIP..line + SINK - 2.0).collect()
        } else {
            vec![self.upper..self.lower]
        };
        for strip in strips {
            if to > from {
                let title = format!("Period under review: {}", focus.label);
                sheet.mark(&title, |s| s.rect(from..to, strip.clone(), Token::Band));
            }
            for x in spans.iter().flat_map(|s| [self.at(s.start_ms), self.at(s.end_ms)]) {
                sheet.line(&[(x, strip.start), (x, strip.end)], Token::Grid, 1.0);
            }
        }
        sheet.line(&[(self.left, self.lower), (self.right, self.lower)], Token::Rule, 1.0);
        let named: Vec<(Range<f64>, String)> =
            spans.iter().map(|s| (self.at(s.start_ms)..self.at(s.end_ms), s.label.clone())).collect();
        columns::names(sheet, &named, self.lower + 9.0);
    }

    fn heads(&self, sheet: &Sheet) {
        if sheet.narrow {
            return;
        }
        let (y, muted) = (sheet.top + 8.0, Face::new(Token::Muted));
        sheet.text(EDGE, y, "problem", muted);
        if self.before > 0.0 {
            sheet.text(self.left - 12.0, y, "earlier", muted.right());
        }
        sheet.text(sheet.width - EDGE - self.states - 14.0, y, "times", muted.right());
        sheet.text(sheet.width - EDGE - self.states, y, "state", muted);
    }

    fn row(&self, sheet: &Sheet, row: Row<'_>) {
        let (problem, y, line) = row;
        let early = problem.occurrences.iter().filter(|o| o.at_ms < self.window.start).count();
        let title = format!("{} {}: {} times; {}", problem.id, problem.name, times(problem), state(problem));
        sheet.mark(&title, |s| {
            if s.narrow {
                self.words_above(s, (problem, y), early);
            } else {
                self.words_beside(s, row, early);
            }
        });
        sheet.line(&[(self.left, line), (self.right, line)], Token::Rule, 1.0);
        for fix in problem.fixes.iter().filter(|f| self.window.contains(&f.at_ms)) {
            self.fix(sheet, row, fix);
        }
        self.occurrences(sheet, row);
    }

    fn words_beside(&self, sheet: &Sheet, (problem, _, line): Row<'_>, early: usize) {
        let face = Face::new(Token::Ink);
        let face = if problem.famous { face.bold() } else { face };
        let name = labels::ellipsis(&problem.name, TEXT, problem.famous, self.names + 0.5);
        sheet.text(EDGE, line, &name, face);
        if early > 0 {
            sheet.text(self.left - 12.0, line, &number(early as f64), Face::new(Token::Muted).right());
        }
        let right = sheet.width - EDGE - self.states;
        sheet.text(right - 14.0, line, &times(problem), Face::new(Token::Ink).bold().right());
        let words = labels::ellipsis(state(problem), TEXT, false, self.states);
        sheet.text(right, line, &words, Face::new(Token::Ink));
    }

    fn words_above(&self, sheet: &Sheet, (problem, y): (&Problem, f64), early: usize) {
        let earlier = if early > 0 { format!(", {early} earlier") } else { String::new() };
        let state = if problem.state.is_empty() { String::new() } else { format!(", {}", problem.state) };
        let last = format!("{}\u{d7}{earlier}{state}", times(problem));
        let last = labels::ellipsis(&last, TEXT, false, sheet.width * 0.5);
        let room = sheet.width - 2.0 * EDGE - labels::width(&last, TEXT, false) - 12.0;
        let face = Face::new(Token::Ink).halo();
        let name = labels::ellipsis(&problem.name, TEXT, problem.famous, room);
        sheet.text(EDGE, y + 12.0, &name, if problem.famous { face.bold() } else { face });
        sheet.text(sheet.width - EDGE, y + 12.0, &last, face.right());
    }

    /// A flag whose tip points at the line.
    fn fix(&self, sheet: &Sheet, (problem, _, line): Row<'_>, fix: &Fixed) {
        let came = if fix.came_back { "it came back" } else { "not seen since" };
        let title = format!("{}: declared fixed on {}; {came}", problem.name, long_date(fix.at_ms));
        let x = self.at(fix.at_ms);
        sheet.mark(&title, |s| flag(s, x, line, (MAST, fix.came_back)));
    }

    fn occurrences(&self, sheet: &Sheet, (problem, _, line): Row<'_>) {
        let inside: Vec<&Occurred> = problem.occurrences.iter().filter(|o| self.window.contains(&o.at_ms)).collect();
        let mut marks: Vec<Vec<&Occurred>> = Vec::new();
        for one in inside {
            let near = |group: &&mut Vec<&Occurred>| {
                group.first().is_some_and(|first| self.at(one.at_ms) - self.at(first.at_ms) < ONE_MARK)
            };
            match marks.last_mut().filter(near) {
                Some(group) => group.push(one),
                None => marks.push(vec![one]),
            }
        }
        // The worst are drawn last, so that none of them hides behind a lesser one.
        marks.sort_by_key(|group| std::cmp::Reverse(worst(group).unwrap_or(usize::MAX)));
        for group in &marks {
            let Some(first) = group.first() else { continue };
            let title = format!("{}: {}", problem.name, self.told(group));
            let (x, severity) = (self.at(first.at_ms), worst(group));
            sheet.mark(&title, |s| dot(s, (x, line), severity, (self.severities, self.scale)));
        }
    }

    /// "4 August 2026, SEV-1, 2 incidents" for each, the first few of them.
    fn told(&self, group: &[&Occurred]) -> String {
        let each = |o: &&Occurred| {
            let name = o.severity.and_then(|s| self.severities.get(s)).map_or("severity not stated", String::as_str);
            let incidents = if o.incidents > 1 { format!(", {} incidents", o.incidents) } else { String::new() };
            format!("{}, {name}{incidents}", long_date(o.at_ms))
        };
        group.iter().map(each).collect::<Vec<_>>().join("; ")
    }
}

fn worst(group: &[&Occurred]) -> Option<usize> {
    group.iter().filter_map(|o| o.severity).min()
}

fn dot(sheet: &Sheet, (x, y): (f64, f64), severity: Option<usize>, (names, scale): (&[String], f64)) {
    let Some(rank) = severity else {
        sheet.ring(x, y, radius(None, (names, scale)), Token::Muted);
        return;
    };
    let radius = radius(Some(rank), (names, scale));
    sheet.dot(x, y, radius + 1.0, Token::Surface);
    sheet.dot(x, y, radius, Token::severity(names.get(rank).map_or("", String::as_str), rank));
    // The pale end of the ramp hardly stands out from the page.
    sheet.rim(x, y, radius, Token::Muted);
}

/// The worst are the largest; those not stated are as small as the least.
fn radius(severity: Option<usize>, (names, scale): (&[String], f64)) -> f64 {
    let steps = names.len().saturating_sub(1).max(1) as f64;
    let place = severity.map_or(1.0, |rank| (rank as f64 / steps).min(1.0));
    (scale * (LARGEST - (LARGEST - SMALLEST) * place)).max(MIN)
}

/// Filled where the problem was not seen again, else hollow.
fn flag(sheet: &Sheet, x: f64, line: f64, (mast, hollow): (f64, bool)) {
    let top = line - mast;
    sheet.line(&[(x, top), (x, line)], Token::Ink, 1.0);
    let corners = [(x - FLAG, top - 5.0), (x + FLAG, top - 5.0), (x, top + 4.0)];
    sheet.shape(&corners, if hollow { Token::Surface } else { Token::Ink });
    sheet.line(&[corners[0], corners[1], corners[2], corners[0]], Token::Ink, 1.5);
}

/// What the marks of these rows mean; nothing is explained that is not there.
fn key<'a>(severities: &'a [String], rows: &[Problem], more: u64, scale: f64) -> Vec<Entry<'a>> {
    let all = || rows.iter().flat_map(|r| &r.occurrences);
    let mark = |words: &str, severity: Option<usize>| {
        Entry::new(words, 2.0 * LARGEST, move |s, x, y| dot(s, (x + LARGEST, y), severity, (severities, scale)))
    };
    let seen = |rank: &usize| all().any(|o| o.severity == Some(*rank));
    let ranks = (0..severities.len()).filter(seen);
    let mut entries: Vec<Entry<'a>> = ranks.filter_map(|rank| Some(mark(severities.get(rank)?, Some(rank)))).collect();
    if all().any(|o| o.severity.is_none()) {
        entries.push(mark("severity not stated", None));
    }
    for (came_back, words) in [(true, "claimed fix, came back"), (false, "claimed fix, not seen since")] {
        if rows.iter().flat_map(|r| &r.fixes).any(|f| f.came_back == came_back) {
            entries.push(Entry::new(words, 2.0 * FLAG, move |s, x, y| {
                flag(s, x + FLAG, y + KEY_MAST / 2.0 + 2.0, (KEY_MAST, came_back));
            }));
        }
    }
    if rows.iter().any(|r| r.famous) && rows.iter().any(|r| !r.famous) {
        entries.push(Entry::words("bold: famous bug"));
    }
    if more > 0 {
        entries.push(Entry::words(&format!("{} more in the register", number(more as f64))));
    }
    entries
}

fn numbers(severities: &[String], problems: &[Problem]) -> Cells {
    let mut rows = header(&["family", "name", "famous", "state", "mark", "at", "severity", "incidents"]);
    for problem in problems {
        let head = |mark: &str, at: i64| {
            let (id, name) = (text(&problem.id), text(&problem.name));
            vec![id, name, problem.famous.to_string(), text(&problem.state), mark.to_owned(), iso(at)]
        };
        for one in &problem.occurrences {
            let severity = one.severity.and_then(|s| severities.get(s)).map_or_else(String::new, |s| text(s));
            let mut row = head("occurrence", one.at_ms);
            row.extend([severity, one.incidents.to_string()]);
            rows.push(row);
        }
        for fix in &problem.fixes {
            let mut row = head(if fix.came_back { "fix-came-back" } else { "fix-quiet-since" }, fix.at_ms);
            row.extend([String::new(), String::new()]);
            rows.push(row);
        }
    }
    rows
}
