//! When rules for early warning would have spoken, against the peaks that came.

use super::Drawing;
use super::axis::{self, long_date, number};
use super::key::{self, Entry};
use super::labels;
use super::numbers::{Cells, day, header, text};
use super::sheet::{EDGE, Face, Sheet, TEXT, is_narrow};
use super::theme::Token;
use super::weeks::axis_label;
use crate::findings::Exhibit;
use crate::findings::exhibit::figure;
use crate::findings::exhibit::load::{Came, Firing, WarningRule};
use std::ops::Range;

const DAY_MS: i64 = 86_400_000;
const ROW: f64 = 40.0;
/// A narrow chart sets the words above the marks.
const NARROW_ROW: f64 = 58.0;
/// Room above the rows for the peaks.
const ABOVE: f64 = 26.0;
const BELOW: f64 = 44.0;
const NAME_SHARE: f64 = 0.25;
const MARK: f64 = 5.5;
/// Room beside a narrow plot for half a date.
const DATE: f64 = 20.0;
/// Distance from the line of a narrow row to its lower end.
const SINK: f64 = 12.0;
/// Height of the ground of a narrow row.
const STRIP: f64 = 22.0;

struct Frame {
    window: Range<i64>,
    left: f64,
    right: f64,
    upper: f64,
    lower: f64,
    names: f64,
}

impl Drawing for figure::Warnings {
    fn draw(&self, exhibit: &Exhibit, width: f64) -> String {
        let Self { start_ms, end_ms, lead_days, peaks_ms, rules } = self;
        draw(exhibit, width, *start_ms..*end_ms, (peaks_ms, *lead_days), rules)
    }

    fn is_empty(&self) -> bool {
        let Self { rules, .. } = self;
        rules.is_empty()
    }

    fn numbers(&self) -> Cells {
        let Self { peaks_ms, rules, .. } = self;
        numbers(peaks_ms, rules)
    }
}

fn draw(
    exhibit: &Exhibit,
    width: f64,
    window: Range<i64>,
    (peaks, lead_days): (&[i64], u64),
    rules: &[WarningRule],
) -> String {
    let row = if is_narrow(width) { NARROW_ROW } else { ROW };
    let shown = rules.get(..rules.len().min(super::MAX_ROWS)).unwrap_or_default();
    let entries = key(lead_days);
    let sheet = Sheet::open(exhibit, width, ABOVE + row * shown.len() as f64 + BELOW + key::height(&entries, width));
    let frame = Frame::new(&sheet, window, peaks.len(), (shown, row));
    frame.ground(&sheet, (peaks, lead_days), shown.len());
    for (at, rule) in shown.iter().enumerate() {
        frame.row(&sheet, rule, peaks.len(), (frame.upper + row * at as f64, row));
    }
    key::draw(&sheet, &entries, frame.lower + BELOW);
    sheet.finish()
}

/// "4 early, 1 on the day, 3 false".
fn record(rule: &WarningRule) -> String {
    let count = |came: Came| number(rule.fired.iter().filter(|f| f.came == came).count() as f64);
    let same = match rule.fired.iter().filter(|f| f.came == Came::SameDay).count() {
        0 => String::new(),
        n => format!(", {} on the day", number(n as f64)),
    };
    format!("{} early{same}, {} false", count(Came::Early), count(Came::Falsely))
}

fn warned(rule: &WarningRule, peaks: usize) -> String {
    format!("ahead of {} of {} peaks", number(rule.peaks as f64), number(peaks as f64))
}

impl Frame {
    fn new(sheet: &Sheet, window: Range<i64>, peaks: usize, (rules, row): (&[WarningRule], f64)) -> Self {
        let names = sheet.width * NAME_SHARE;
        let words = rules.iter().flat_map(|r| [record(r), warned(r, peaks)]);
        let words = words.map(|w| labels::width(&w, TEXT, false)).fold(0.0, f64::max);
        let (left, right) = if sheet.narrow {
            (EDGE + DATE, sheet.width - EDGE - DATE)
        } else {
            let left = EDGE + names + 18.0;
            (left, (sheet.width - EDGE - words * 1.08 - 16.0).max(left + 80.0))
        };
        let window = window.start..window.end.max(window.start.saturating_add(1));
        let upper = sheet.top + ABOVE;
        Self { window, left, right, upper, lower: upper + row * rules.len() as f64, names }
    }

    fn at(&self, ms: i64) -> f64 {
        let length = self.window.end.saturating_sub(self.window.start).max(1) as f64;
        let inside = ms.clamp(self.window.start, self.window.end).saturating_sub(self.window.start) as f64;
        self.left + inside / length * (self.right - self.left)
    }

    /// The peaks, each with the days before it in which a firing is early, and the scale. On a narrow page they leave out
    /// the words.
    fn ground(&self, sheet: &Sheet, (peaks, lead_days): (&[i64], u64), rows: usize) {
        let lead = i64::try_from(lead_days).unwrap_or(0).saturating_mul(DAY_MS);
        let strips: Vec<Range<f64>> = if sheet.narrow {
            (1..=rows).map(|row| self.upper + NARROW_ROW * row as f64).map(|end| end - STRIP..end - 2.0).collect()
        } else {
            vec![self.upper - 4.0..self.lower]
        };
        // Of a long history the end is drawn; the numbers beside the chart have all of it.
        let peaks = || peaks.iter().filter(|peak| **peak >= self.window.start);
        for (peak, strip) in peaks().flat_map(|peak| strips.iter().map(move |strip| (peak, strip))) {
            let (from, to) = (self.at(peak.saturating_sub(lead)), self.at(*peak));
            sheet.rect(from..to.max(from + 0.5), strip.clone(), Token::Band);
        }
        for peak in peaks() {
            let x = self.at(*peak);
            sheet.mark(&format!("Peak of strain on {}", long_date(*peak)), |s| {
                for strip in &strips {
                    s.line(&[(x, strip.start), (x, strip.end)], Token::Severity(0), 1.75);
                }
                summit(s, x, self.upper - 9.0);
            });
        }
        sheet.line(&[(self.left, self.lower), (self.right, self.lower)], Token::Rule, 1.0);
        for tick in axis::times(self.window.start, self.window.end, self.right - self.left, TEXT) {
            axis_label(sheet, self.at(tick.at_ms), self.lower, &tick);
        }
    }

    fn row(&self, sheet: &Sheet, rule: &WarningRule, peaks: usize, (y, row): (f64, f64)) {
        let line = if sheet.narrow { y + row - SINK } else { y + row / 2.0 };
        let title = format!("{}: {}, {}", rule.name, record(rule), warned(rule, peaks));
        sheet.line(&[(self.left, line), (self.right, line)], Token::Rule, 1.0);
        sheet.mark(&title, |s| {
            if s.narrow {
                let last = record(rule);
                let room = s.width - 2.0 * EDGE;
                let name = labels::ellipsis(&rule.name, TEXT, true, room);
                s.text(EDGE, y + 10.0, &name, Face::new(Token::Ink).bold().halo());
                let last = labels::ellipsis(&format!("{last}; {}", warned(rule, peaks)), TEXT, false, room);
                s.text(EDGE, y + 27.0, &last, Face::new(Token::Muted).halo());
            } else {
                self.name(s, &rule.name, line);
                let x = self.right + 14.0;
                s.text(x, line - 9.0, &record(rule), Face::new(Token::Ink));
                s.text(x, line + 9.0, &warned(rule, peaks), Face::new(Token::Muted));
            }
        });
        for firing in rule.fired.iter().filter(|firing| firing.at_ms >= self.window.start) {
            self.firing(sheet, rule, firing, line);
        }
    }

    /// What the rule asks for, on two lines where it needs them.
    fn name(&self, sheet: &Sheet, name: &str, line: f64) {
        let lines = labels::wrap(name, TEXT, true, self.names);
        let shown: Vec<String> = match lines.as_slice() {
            [first, second, _, ..] => {
                vec![first.clone(), labels::ellipsis(&format!("{second} …"), TEXT, true, self.names)]
            }
            few => few.to_vec(),
        };
        let first = line - 9.0 * (shown.len().saturating_sub(1)) as f64;
        for (at, words) in shown.iter().enumerate() {
            sheet.text(EDGE, first + 18.0 * at as f64, words, Face::new(Token::Ink).bold());
        }
    }

    fn firing(&self, sheet: &Sheet, rule: &WarningRule, firing: &Firing, line: f64) {
        let came = match firing.came {
            Came::Early => "early, before a peak",
            Came::SameDay => "on the day of a peak",
            Came::Falsely => "no peak followed in time",
        };
        let title = format!("{}: would have fired on {}; {came}", rule.name, long_date(firing.at_ms));
        let x = self.at(firing.at_ms);
        sheet.mark(&title, |s| mark(s, x, line, firing.came));
    }
}

/// Early is a filled disc, on the day a disc with a core, falsely a cross.
fn mark(sheet: &Sheet, x: f64, y: f64, came: Came) {
    match came {
        Came::Early => {
            sheet.dot(x, y, MARK + 1.0, Token::Surface);
            sheet.dot(x, y, MARK, Token::Accent);
        }
        Came::SameDay => sheet.ring(x, y, MARK, Token::Accent),
        Came::Falsely => {
            let arm = MARK * 0.8;
            for ink in [(Token::Surface, 4.0), (Token::Category(2), 2.0)] {
                sheet.line(&[(x - arm, y - arm), (x + arm, y + arm)], ink.0, ink.1);
                sheet.line(&[(x - arm, y + arm), (x + arm, y - arm)], ink.0, ink.1);
            }
        }
    }
}

fn summit(sheet: &Sheet, x: f64, y: f64) {
    sheet.shape(&[(x - 5.0, y + 5.0), (x + 5.0, y + 5.0), (x, y - 4.0)], Token::Severity(0));
}

fn key(lead_days: u64) -> Vec<Entry<'static>> {
    let firing = |words: &str, came: Came| Entry::new(words, 2.0 * MARK, move |s, x, y| mark(s, x + MARK, y, came));
    vec![
        Entry::new("peak of strain", 10.0, |s, x, y| summit(s, x + 5.0, y)),
        Entry::swatch(&format!("{lead_days} days before a peak"), Token::Band),
        firing("fired early", Came::Early),
        firing("on the day", Came::SameDay),
        firing("false alarm", Came::Falsely),
    ]
}

fn numbers(peaks: &[i64], rules: &[WarningRule]) -> Cells {
    let mut rows = header(&["what", "rule", "day", "came"]);
    rows.extend(peaks.iter().map(|at| vec!["peak".to_owned(), String::new(), day(*at), String::new()]));
    for rule in rules {
        for firing in &rule.fired {
            let came = match firing.came {
                Came::Early => "early",
                Came::SameDay => "on the day",
                Came::Falsely => "falsely",
            };
            rows.push(vec!["fired".to_owned(), text(&rule.name), day(firing.at_ms), came.to_owned()]);
        }
    }
    rows
}
