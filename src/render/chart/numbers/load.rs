//! The numbers of the figures on what responders paid.

use super::{Cells, figure, header, text};
use crate::findings::exhibit::load::{Came, Lorenz, ShiftLoad, TeamCalendar, WarningRule};
use crate::render::chart::axis::iso;

const DAY_MS: i64 = 86_400_000;

/// The local day of an instant that stands for one.
fn day(ms: i64) -> String {
    iso(ms).split('T').next().unwrap_or_default().to_owned()
}

pub(super) fn nights(first_ms: i64, least: u64, teams: &[TeamCalendar]) -> Cells {
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

pub(super) fn lorenz(unit: &str, panels: &[Lorenz]) -> Cells {
    let mut rows = header(&["which", "share_of_time", "share", "random_low", "random_high", "n", "unit"]);
    for panel in panels {
        for (at, height) in panel.curve.iter().enumerate() {
            let [low, high] = panel.chance.get(at).map_or([String::new(), String::new()], |range| range.map(figure));
            let (share, n) = (figure(at as f64 / 10.0), panel.n.to_string());
            rows.push(vec![text(&panel.name), share, figure(*height), low, high, n, text(unit)]);
        }
    }
    rows
}

pub(super) fn shifts(reference: u64, panels: &[ShiftLoad]) -> Cells {
    let mut rows = header(&["rotation", "incidents_in_shift", "shifts", "reference"]);
    for panel in panels {
        for (name, n) in ["0", "1", "2", "3", "4 or more"].iter().zip(&panel.shifts) {
            rows.push(vec![text(&panel.name), (*name).to_owned(), n.to_string(), reference.to_string()]);
        }
    }
    rows
}

pub(super) fn warnings(peaks: &[i64], rules: &[WarningRule]) -> Cells {
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
