//! Disturbed nights of teams: a calendar each, weeks across and weekdays down.

use super::Drawing;
use super::axis::{long_date, number};
use super::key::{self, Entry};
use super::labels;
use super::numbers::{Cells, day, header, text};
use super::panels::Panels;
use super::sheet::{EDGE, Face, Sheet, TEXT};
use super::theme::Token;
use crate::findings::Exhibit;
use crate::findings::exhibit::figure;
use crate::findings::exhibit::load::TeamCalendar;
use chrono::{DateTime, Datelike, NaiveDate};
use std::ops::Range;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const DAY_MS: i64 = 86_400_000;
/// Cells are no larger than this, and no smaller however many weeks there are.
const LARGEST: f64 = 17.0;
const SMALLEST: f64 = 3.0;
/// More weeks than this can't be drawn; the latest are.
const MAX_WEEKS: usize = 106;
/// Above the cells: the name of the team, its nights, and the months.
const HEAD: f64 = 64.0;
const BELOW: f64 = 18.0;
/// A calendar of few weeks takes as much room as its words, at least this.
const MIN: f64 = 200.0;

/// What all calendars of a page share.
struct Grid {
    /// Monday of the first week.
    monday: NaiveDate,
    weeks: usize,
    cell: f64,
    names: f64,
    least: u64,
}

impl Drawing for figure::Nights {
    fn draw(&self, exhibit: &Exhibit, width: f64) -> String {
        let Self { first_ms, least, teams } = self;
        draw(exhibit, width, *first_ms, *least, teams)
    }

    fn is_empty(&self) -> bool {
        let Self { teams, .. } = self;
        teams.iter().all(|t| t.levels.is_empty())
    }

    fn numbers(&self) -> Cells {
        let Self { first_ms, least, teams } = self;
        numbers(*first_ms, *least, teams)
    }
}

fn draw(exhibit: &Exhibit, width: f64, first_ms: i64, least: u64, teams: &[TeamCalendar]) -> String {
    let shown = teams.get(..teams.len().min(super::MAX_PANELS)).unwrap_or_default();
    let days = shown.iter().map(|t| t.levels.len()).max().unwrap_or(0);
    let Some(first) = date(first_ms).filter(|_| days > 0) else { return super::no_data(exhibit, width) };
    let before = first.weekday().num_days_from_monday() as usize;
    let all = (before + days).div_ceil(7);
    let (skipped, weeks) = (all.saturating_sub(MAX_WEEKS), all.min(MAX_WEEKS));
    let monday = ms_of(first) - (before as i64) * DAY_MS + skipped as i64 * 7 * DAY_MS;
    let Some(monday) = date(monday) else { return super::no_data(exhibit, width) };
    let names = labels::width("Wed", TEXT, false) + 8.0;
    let cell = ((width - 2.0 * EDGE - names) / weeks as f64).clamp(SMALLEST, LARGEST);
    let grid = Grid { monday, weeks, cell, names, least };
    // A calendar of few weeks is as wide as the longest name, where the page has the room for it.
    let longest = shown.iter().map(|t| labels::width(&t.name, TEXT, true)).fold(MIN, f64::max);
    let wide = (names + cell * weeks as f64).max(longest.min(width - 2.0 * EDGE));
    let panels = Panels::new(shown.len(), width, (wide, wide), HEAD + 7.0 * cell + BELOW);
    let entries = grid.key(shown, (teams.len() - shown.len(), skipped));
    let body = panels.height(shown.len()) + key::height(&entries, width);
    let sheet = Sheet::open(exhibit, width, body);
    for (at, team) in shown.iter().enumerate() {
        grid.team(&sheet, team, first, panels.place(at, sheet.top));
    }
    key::draw(&sheet, &entries, sheet.top + panels.height(shown.len()));
    sheet.finish()
}

fn date(ms: i64) -> Option<NaiveDate> {
    DateTime::from_timestamp_millis(ms).map(|t| t.date_naive())
}

fn ms_of(day: NaiveDate) -> i64 {
    day.and_hms_opt(0, 0, 0).map_or(0, |t| t.and_utc().timestamp_millis())
}

impl Grid {
    fn team(&self, sheet: &Sheet, team: &TeamCalendar, first: NaiveDate, (across, top): (Range<f64>, f64)) {
        let nights = match team.nights {
            1 => "1 disturbed night".to_owned(),
            n => format!("{} disturbed nights", number(n as f64)),
        };
        let name = labels::ellipsis(&team.name, TEXT, true, across.end - across.start);
        sheet.text(across.start, top + 10.0, &name, Face::new(Token::Ink).bold());
        sheet.text(across.start, top + 28.0, &nights, Face::new(Token::Muted));
        let (left, upper) = (across.start + self.names, top + HEAD);
        self.months(sheet, left, upper - 11.0);
        let step = if self.cell >= TEXT { 1 } else { 2 };
        for (row, name) in DAYS.iter().enumerate().step_by(step).filter(|_| self.cell * step as f64 >= TEXT) {
            let middle = upper + self.cell * (row as f64 + 0.5);
            sheet.text(left - 8.0, middle, name, Face::new(Token::Muted).right());
        }
        for (at, level) in team.levels.iter().enumerate() {
            let Some(ms) = i64::try_from(at).ok().and_then(|at| ms_of(first).checked_add(at.checked_mul(DAY_MS)?))
            else {
                continue;
            };
            let place = (ms - ms_of(self.monday)).div_euclid(DAY_MS);
            if let Ok(place) = usize::try_from(place) {
                let (x, y) = (left + self.cell * (place / 7) as f64, upper + self.cell * (place % 7) as f64);
                // A calm night has nothing to tell; hundreds of hints that say so only make the page heavy.
                if *level == 0 {
                    cell(sheet, (x, y), self.cell, 0);
                    continue;
                }
                let title = format!("{}, night of {}: {}", team.name, long_date(ms), self.words(*level));
                sheet.mark(&title, |s| cell(s, (x, y), self.cell, *level));
            }
        }
    }

    fn words(&self, level: u8) -> String {
        match level {
            1 => format!("disturbed, fewer than {} people", self.least),
            _ => format!("{} or more people disturbed", self.least),
        }
    }

    /// The months, each above the first of its weeks, where they have room.
    fn months(&self, sheet: &Sheet, left: f64, y: f64) {
        let mut taken = f64::NEG_INFINITY;
        let mut month = None;
        for (week, monday) in self.monday.iter_weeks().take(self.weeks).enumerate() {
            // A week belongs where its Thursday lies.
            let Some(thursday) = monday.checked_add_days(chrono::Days::new(3)) else { continue };
            let (x, name) = (left + self.cell * week as f64, thursday.format("%b").to_string());
            let wide = labels::width(&name, TEXT, false);
            let fits = x >= taken && x + wide <= left + self.cell * self.weeks as f64 + 1.0;
            if month != Some(thursday.month()) && fits {
                sheet.text(x, y, &name, Face::new(Token::Muted));
                taken = x + wide + 6.0;
            }
            month = Some(thursday.month());
        }
    }

    fn key(&self, teams: &[TeamCalendar], (more, skipped): (usize, usize)) -> Vec<Entry<'static>> {
        let side = 14.0;
        let mark =
            |level: u8, words: &str| Entry::new(words, side, move |s, x, y| cell(s, (x, y - side / 2.0), side, level));
        let mut entries = vec![mark(0, "nobody disturbed"), mark(1, "somebody disturbed")];
        if teams.iter().any(|t| t.levels.iter().any(|l| *l > 1)) {
            entries.push(mark(2, &format!("{} or more people", self.least)));
        }
        if skipped > 0 {
            entries.push(Entry::words(&format!("the latest {} weeks", self.weeks)));
        }
        if more > 0 {
            entries.push(Entry::words(&format!("{} more in the numbers beside this chart", number(more as f64))));
        }
        entries
    }
}

/// A calm night is a pale square, a disturbed one is filled; one of many people has a light core.
fn cell(sheet: &Sheet, (x, y): (f64, f64), side: f64, level: u8) {
    let gap = if side >= 6.0 { 1.0 } else { 0.5 };
    let ink = match level {
        0 => Token::Grid,
        1 => Token::Heat(4),
        _ => Token::Heat(5),
    };
    sheet.rect(x + gap..x + side - gap, y + gap..y + side - gap, ink);
    if level > 1 {
        sheet.dot(x + side / 2.0, y + side / 2.0, side / 6.0, Token::OnDeep);
    }
}

fn numbers(first_ms: i64, least: u64, teams: &[TeamCalendar]) -> Cells {
    let mut rows = header(&["team", "night_of", "people_disturbed"]);
    for team in teams {
        for (at, level) in (0_i64..).zip(&team.levels) {
            let people = match level {
                0 => "0".to_owned(),
                1 => format!("fewer than {least}"),
                _ => format!("{least} or more"),
            };
            rows.push(vec![text(&team.name), day(first_ms.saturating_add(at.saturating_mul(DAY_MS))), people]);
        }
    }
    rows
}
