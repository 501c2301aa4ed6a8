//! Charts: an exhibit goes in, an SVG and a table of its numbers come out. Drawing adds no figure of its own.

mod axis;
mod backend;
mod columns;
mod concurrency;
mod control;
mod costs;
mod durations;
mod elapsed;
mod funnel;
mod hour_week;
mod key;
mod labels;
mod lanes;
mod measure;
mod noise_band;
mod numbers;
mod pareto;
mod place;
mod quarters;
mod ranks;
mod register;
mod ribbon;
mod sheet;
mod survival;
pub(crate) mod theme;
mod waterfall;
mod weeks;

pub use numbers::csv;

use crate::findings::{Exhibit, Figure};
use sheet::{EDGE, Face, Sheet};
use theme::Token;

/// Width in pixels of a chart on a page of normal width, and of the file that is written.
pub const WIDE: u32 = 960;
/// Width in pixels of the form for small screens.
pub const NARROW: u32 = 400;
/// Rows of a chart that are drawn when there are more; all of them are in the numbers beside it.
const MOST_ROWS: usize = 20;
/// Less than this can't hold an axis and its labels.
const LEAST: u32 = 320;

/// Draws the exhibit `width` pixels wide (at least 320). Below 640 pixels the chart takes a narrow form.
///
/// The result is a complete SVG file. Its colours are CSS variables that the file defines for itself when it stands
/// alone and takes from the page when it stands in one.
#[must_use]
pub fn svg(exhibit: &Exhibit, width: u32) -> String {
    let width = f64::from(width.clamp(LEAST, 4000));
    match &exhibit.figure {
        figure if is_empty(figure) => no_data(exhibit, width),
        Figure::Weeks { unit, starts_ms, series } => weeks::draw(exhibit, width, unit, starts_ms, series),
        Figure::Pareto { unit, bars, others } => pareto::draw(exhibit, width, unit, bars, others.as_ref()),
        Figure::Durations { groups, ghost, open_s } => {
            durations::draw(exhibit, width, groups, ghost.as_deref(), open_s)
        }
        Figure::Concurrency { starts_ms, bucket_s, peak, mean, marks } => {
            concurrency::draw(exhibit, width, (starts_ms, *bucket_s), (peak, mean), marks)
        }
        Figure::Ribbon { starts_ms, bucket_s, demand, people } => {
            ribbon::draw(exhibit, width, (starts_ms, *bucket_s), (demand, people))
        }
        Figure::HourWeek { unit, cells, classes } => hour_week::draw(exhibit, width, unit, cells, classes),
        Figure::NoiseBand { bands } => noise_band::draw(exhibit, width, bands),
        Figure::Waterfall { unit, steps } => waterfall::draw(exhibit, width, unit, steps),
        Figure::Survival { curves } => survival::draw(exhibit, width, curves),
        Figure::Funnel { unit, exposure_unit, centre, limits, points } => {
            funnel::draw(exhibit, width, (unit, exposure_unit), *centre, (limits, points))
        }
        Figure::Ranks { unit, mean, rows } => ranks::draw(exhibit, width, unit, *mean, rows),
        Figure::Control { unit, starts_ms, values, limits } => {
            control::draw(exhibit, width, unit, (starts_ms, values), limits.as_ref())
        }
        Figure::Register { columns, focus, severities, rows, more } => {
            register::draw(exhibit, width, (columns, focus), severities, (rows, *more))
        }
        Figure::Quarters { unit, columns, series } => quarters::draw(exhibit, width, unit, columns, series),
        Figure::Costs { unit, part, rows, more } => costs::draw(exhibit, width, (unit, part), (rows, *more)),
        Figure::Lanes { zone, start_ms, end_ms, lanes, marks } => {
            lanes::draw(exhibit, width, (zone, *start_ms..*end_ms), lanes, marks)
        }
    }
}

fn is_empty(figure: &Figure) -> bool {
    match figure {
        Figure::Weeks { starts_ms, series, .. } => starts_ms.is_empty() || series.is_empty(),
        Figure::Pareto { bars, others, .. } => bars.is_empty() && others.is_none(),
        Figure::Durations { groups, ghost, open_s } => {
            groups.iter().chain(ghost.as_deref()).all(|g| g.n == 0) && open_s.is_empty()
        }
        Figure::Concurrency { starts_ms, peak, .. } => starts_ms.is_empty() || peak.is_empty(),
        Figure::Ribbon { starts_ms, demand, .. } => starts_ms.is_empty() || demand.is_empty(),
        Figure::HourWeek { cells, .. } => cells.is_empty(),
        Figure::NoiseBand { bands } => bands.is_empty(),
        Figure::Waterfall { steps, .. } => steps.is_empty(),
        Figure::Survival { curves } => curves.iter().all(|c| c.steps.is_empty()),
        Figure::Funnel { points, .. } => points.is_empty(),
        Figure::Ranks { rows, .. } => rows.is_empty(),
        Figure::Control { starts_ms, values, .. } => {
            starts_ms.is_empty() || !values.iter().flatten().any(|v| v.is_finite())
        }
        Figure::Register { columns, rows, .. } => columns.is_empty() || rows.is_empty(),
        Figure::Quarters { columns, series, .. } => columns.is_empty() || series.is_empty(),
        Figure::Costs { rows, .. } => rows.is_empty(),
        Figure::Lanes { lanes, .. } => lanes.iter().all(|lane| lane.bars.is_empty()),
    }
}

/// A small chart that says so, rather than axes around nothing.
fn no_data(exhibit: &Exhibit, width: f64) -> String {
    const HEIGHT: f64 = 64.0;
    let sheet = Sheet::open(exhibit, width, HEIGHT);
    let middle = sheet.top + HEIGHT / 2.0;
    sheet.rect(EDGE..width - EDGE, sheet.top..sheet.top + HEIGHT, Token::Heat(0));
    sheet.text(width / 2.0, middle, "No data", Face::new(Token::Muted).centred());
    sheet.finish()
}
