//! The numbers of the figures on problems that keep coming back.

use super::{Cells, figure, header, text};
use crate::findings::Series;
use crate::findings::exhibit::recurrence::{Cost, Problem, Quarter};
use crate::render::chart::axis::iso;

pub(super) fn register(severities: &[String], problems: &[Problem]) -> Cells {
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

pub(super) fn quarters(unit: &str, columns: &[Quarter], series: &[Series]) -> Cells {
    let mut rows = header(&["quarter", "series", "value", "note", "unit"]);
    for (at, column) in columns.iter().enumerate() {
        for s in series {
            let value = figure(s.values.get(at).copied().unwrap_or(0.0));
            rows.push(vec![text(&column.name), text(&s.name), value, text(&column.note), text(unit)]);
        }
    }
    rows
}

pub(super) fn costs(unit: &str, list: &[Cost]) -> Cells {
    let mut rows = header(&["rank", "name", "famous", "value", "in_period", "known_incidents", "incidents", "unit"]);
    for (at, cost) in list.iter().enumerate() {
        let period = cost.period.map_or_else(String::new, figure);
        let (known, incidents) = (cost.known.to_string(), cost.incidents.to_string());
        let rank = (at + 1).to_string();
        let (name, famous) = (text(&cost.name), cost.famous.to_string());
        rows.push(vec![rank, name, famous, figure(cost.all), period, known, incidents, text(unit)]);
    }
    rows
}
