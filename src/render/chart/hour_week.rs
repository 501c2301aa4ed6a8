//! Interruptions by hour of the week: a grid of 7 days and 24 hours.

use super::Drawing;
use super::axis::{finite, number};
use super::labels;
use super::numbers::{Cells, cell, header, text};
use super::sheet::{EDGE, Face, Sheet, TEXT, is_narrow};
use super::theme::{HEATS, Token};
use crate::findings::Exhibit;
use crate::findings::exhibit::figure;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const HOURS: usize = 24;
const TICKS: f64 = 22.0;
const KEY: f64 = 40.0;
/// On a narrow page the totals, the ramp and its words stand below each other.
const NARROW_KEY: f64 = 70.0;
const CELL_HEIGHT: f64 = 30.0;
const NARROW_CELL_HEIGHT: f64 = 22.0;
const GAP: f64 = 1.0;

/// The grid on the page. A wide page has the hours across, a narrow one has them downwards.
struct Grid<'a> {
    sheet: Sheet,
    unit: &'a str,
    cells: &'a [f64],
    classes: &'a [String],
    left: f64,
    upper: f64,
    cell: (f64, f64),
    most: f64,
}

impl Drawing for figure::HourWeek {
    fn draw(&self, exhibit: &Exhibit, width: f64) -> String {
        let Self { unit, cells, classes } = self;
        draw(exhibit, width, unit, cells, classes)
    }

    fn is_empty(&self) -> bool {
        let Self { cells, .. } = self;
        cells.is_empty()
    }

    fn numbers(&self) -> Cells {
        let Self { unit, cells, classes } = self;
        numbers(unit, cells, classes)
    }
}

fn draw(exhibit: &Exhibit, width: f64, unit: &str, cells: &[f64], classes: &[String]) -> String {
    let narrow = is_narrow(width);
    let (columns, rows) = if narrow { (DAYS.len(), HOURS) } else { (HOURS, DAYS.len()) };
    let high = if narrow { NARROW_CELL_HEIGHT } else { CELL_HEIGHT };
    let key = if narrow { NARROW_KEY } else { KEY };
    let sheet = Sheet::open(exhibit, width, TICKS + high * rows as f64 + key);
    let left = EDGE + labels::width("Wed", TEXT, false) + 8.0;
    let totals = if narrow { 0.0 } else { labels::width("0000", TEXT, true) + 8.0 };
    let wide = (width - EDGE - left - totals) / columns as f64;
    let most = cells.iter().map(|v| finite(*v)).fold(0.0, f64::max);
    let upper = sheet.top + TICKS;
    let grid = Grid { sheet, unit, cells, classes, left, upper, cell: (wide, high), most };
    for day in 0..DAYS.len() {
        for hour in 0..HOURS {
            grid.cell(day, hour);
        }
    }
    grid.names();
    grid.borders();
    grid.key(grid.upper + high * rows as f64 + if narrow { 36.0 } else { 24.0 });
    grid.sheet.finish()
}

impl Grid<'_> {
    fn value(&self, day: usize, hour: usize) -> f64 {
        self.cells.get(day * HOURS + hour).map_or(0.0, |v| finite(*v).max(0.0))
    }

    fn class(&self, day: usize, hour: usize) -> &str {
        self.classes.get(day * HOURS + hour).map_or("", String::as_str)
    }

    /// Upper left corner of a cell.
    fn corner(&self, day: usize, hour: usize) -> (f64, f64) {
        let (column, row) = if self.sheet.narrow { (day, hour) } else { (hour, day) };
        (self.left + column as f64 * self.cell.0, self.upper + row as f64 * self.cell.1)
    }

    /// The step of the ramp: 0 for nothing, then five equal steps up to the fullest cell.
    fn heat(&self, value: f64) -> usize {
        if value <= 0.0 || self.most <= 0.0 {
            return 0;
        }
        let steps = (HEATS - 1) as f64;
        (value / self.most * steps).ceil().clamp(1.0, steps) as usize
    }

    fn cell(&self, day: usize, hour: usize) {
        let value = self.value(day, hour);
        let heat = self.heat(value);
        let (x, y) = self.corner(day, hour);
        let name = DAYS.get(day).copied().unwrap_or_default();
        let class =
            Some(self.class(day, hour)).filter(|c| !c.is_empty()).map_or_else(String::new, |c| format!(", {c} hours"));
        let title = format!("{name} {hour:02}:00 to {:02}:00{class}: {} {}", hour + 1, number(value), self.unit);
        self.sheet.mark(&title, |s| {
            s.rect(x..x + self.cell.0 - GAP, y..y + self.cell.1 - GAP, Token::Heat(heat));
            let label = number(value);
            let fits = labels::width(&label, TEXT, false) <= self.cell.0 - 4.0;
            if value > 0.0 && fits {
                let ink = if heat >= 4 { Token::OnDeep } else { Token::OnPale };
                let (cx, cy) = (x + (self.cell.0 - GAP) / 2.0, y + (self.cell.1 - GAP) / 2.0);
                s.text(cx, cy, &label, Face::new(ink).centred());
            }
        });
    }

    /// Names of days and hours, and the totals of the days.
    fn names(&self) {
        let muted = Face::new(Token::Muted);
        let (width, height) = self.cell;
        for (day, name) in DAYS.iter().enumerate() {
            let (x, y) = self.corner(day, 0);
            let total = number((0..HOURS).map(|hour| self.value(day, hour)).sum());
            if self.sheet.narrow {
                self.sheet.text(x + width / 2.0, self.upper - 10.0, name, muted.centred());
                let below = self.upper + height * HOURS as f64 + 9.0;
                self.sheet.text(x + width / 2.0, below, &total, Face::new(Token::Ink).bold().centred());
            } else {
                self.sheet.text(self.left - 8.0, y + height / 2.0, name, muted.right());
                let end = self.left + width * HOURS as f64 + 8.0;
                self.sheet.text(end, y + height / 2.0, &total, Face::new(Token::Ink).bold());
            }
        }
        for hour in (0..HOURS).step_by(if self.sheet.narrow { 3 } else { 2 }) {
            let (x, y) = self.corner(0, hour);
            let label = format!("{hour:02}");
            if self.sheet.narrow {
                self.sheet.text(self.left - 8.0, y + height / 2.0, &label, muted.right());
            } else {
                self.sheet.text(x + width / 2.0, self.upper - 10.0, &label, muted.centred());
            }
        }
    }

    /// Lines where one hour class ends and another begins.
    fn borders(&self) {
        let half = GAP / 2.0;
        for day in 0..DAYS.len() {
            for hour in 0..HOURS {
                let (x, y) = self.corner(day, hour);
                let (left, up) = if self.sheet.narrow {
                    ((day.checked_sub(1), Some(hour)), (Some(day), hour.checked_sub(1)))
                } else {
                    ((Some(day), hour.checked_sub(1)), (day.checked_sub(1), Some(hour)))
                };
                let differs = |other: (Option<usize>, Option<usize>)| match other {
                    (Some(d), Some(h)) => self.class(d, h) != self.class(day, hour),
                    _ => false,
                };
                if differs(left) {
                    self.sheet.line(&[(x - half, y - half), (x - half, y + self.cell.1 - half)], Token::Ink, 1.75);
                }
                if differs(up) {
                    self.sheet.line(&[(x - half, y - half), (x + self.cell.0 - half, y - half)], Token::Ink, 1.75);
                }
            }
        }
    }

    /// The ramp with its ends, and how much fell into each hour class.
    fn key(&self, y: f64) {
        let mut x = self.left;
        self.sheet.text(x, y, "0", Face::new(Token::Muted));
        x += 14.0;
        for heat in 0..HEATS {
            self.sheet.rect(x..x + 22.0, y - 6.0..y + 6.0, Token::Heat(heat));
            x += 22.0;
        }
        let most = number(self.most);
        self.sheet.text(x + 6.0, y, &most, Face::new(Token::Muted));
        let (x, y) = if self.sheet.narrow {
            (self.left, y + 22.0)
        } else {
            (x + 6.0 + labels::width(&most, TEXT, false) + 20.0, y)
        };
        let words = labels::ellipsis(&self.class_sums(), TEXT, false, self.sheet.width - EDGE - x);
        self.sheet.text(x, y, &words, Face::new(Token::Muted));
    }

    fn class_sums(&self) -> String {
        let mut sums: Vec<(&str, f64)> = Vec::new();
        for (value, class) in self.cells.iter().zip(self.classes) {
            match sums.iter_mut().find(|(name, _)| name == class) {
                Some((_, sum)) => *sum += finite(*value).max(0.0),
                None => sums.push((class, finite(*value).max(0.0))),
            }
        }
        sums.sort_by(|a, b| a.0.cmp(b.0));
        let parts: Vec<String> = sums.iter().map(|(name, sum)| format!("{name} {}", number(*sum))).collect();
        if parts.is_empty() || self.sheet.narrow {
            parts.join(" · ")
        } else {
            format!("lines separate hour classes: {}", parts.join(" · "))
        }
    }
}

fn numbers(unit: &str, cells: &[f64], classes: &[String]) -> Cells {
    let mut rows = header(&["weekday", "hour", "value", "class", "unit"]);
    for (at, value) in cells.iter().enumerate() {
        let day = DAYS.get(at / HOURS).copied().unwrap_or_default().to_owned();
        let class = classes.get(at).map_or("", String::as_str);
        rows.push(vec![day, (at % HOURS).to_string(), cell(*value), text(class), text(unit)]);
    }
    rows
}
