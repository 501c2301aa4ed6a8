//! The table of the last report's figures: then, now, and what each reason added.

use crate::analyse::Results;
use crate::frame::build::{self, DataFrame};
use crate::restate::{CountedFigure, RestatedFigure, RestatedStep};

/// One row per figure and reason; one per figure that nothing changed. Areas stand here where they changed.
pub(super) fn table(results: &Results) -> DataFrame {
    type Line<'a> = (&'a RestatedFigure, Option<&'a RestatedStep>);
    let figures = results.restatement.iter().flat_map(|found| &found.figures.figures);
    let lines: Vec<Line> = figures
        .filter(|figure| !(matches!(figure.what, CountedFigure::Area(_)) && figure.steps.is_empty()))
        .flat_map(|figure| {
            let unchanged = figure.steps.is_empty().then_some((figure, None));
            figure.steps.iter().map(move |step| (figure, Some(step))).chain(unchanged)
        })
        .collect();
    let len = lines.len();
    let step = |line: &Line| line.1.map_or(0, |step| step.change);
    let ids = |line: &Line| line.1.map_or(0, |step| step.incident_ids.len());
    build::frame(vec![
        build::text("figure", len, lines.iter().map(|line| Some(line.0.what.code()))),
        build::floats("then", lines.iter().map(|line| Some(shown(&line.0.what, line.0.then)))),
        build::floats("now", lines.iter().map(|line| Some(shown(&line.0.what, line.0.now)))),
        build::text("reason", len, lines.iter().map(|line| line.1.map(|step| step.reason.words()))),
        build::floats("change", lines.iter().map(|line| Some(shown(&line.0.what, step(line))))),
        build::codes("incidents", lines.iter().map(|line| u32::try_from(ids(line)).ok())),
        build::text("incident_ids", len, lines.iter().map(|line| line.1.map(|step| step.incident_ids.join(";")))),
    ])
}

/// Durations in seconds, everything else as it is counted.
fn shown(what: &CountedFigure, value: i64) -> f64 {
    match what {
        CountedFigure::Recovery => value as f64 / 1_000.0,
        _ => value as f64,
    }
}
