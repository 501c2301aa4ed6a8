//! The figures line by line: then, now, and what each reason added.

use super::period;
use crate::analyse::restatement::RestatedPeriod;
use crate::findings::Table;
use crate::findings::draft::{figures_column, table, words_column};
use crate::findings::rule::Facts;
use crate::restate::{CountedFigure, RestatedFigure, RestatedStep};
use crate::text::{duration, list, number};

/// The figures, and the reasons.
pub(super) fn tables(facts: &Facts, found: &RestatedPeriod) -> Vec<Table> {
    vec![figures(facts, found), reasons(facts, found)]
}

/// Places are listed where they differ, and the rest where either side has something to show.
fn is_shown(figure: &RestatedFigure) -> bool {
    match figure.what {
        CountedFigure::Area(_) => !figure.steps.is_empty(),
        CountedFigure::Recovered => false,
        _ => figure.then != 0 || figure.now != 0,
    }
}

fn figures(facts: &Facts, found: &RestatedPeriod) -> Table {
    let line = |figure: &RestatedFigure| {
        vec![
            name(&figure.what),
            value(&figure.what, figure.then),
            value(&figure.what, figure.now),
            signed(&figure.what, figure.now - figure.then),
            why(figure),
        ]
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for figure in found.figures.figures.iter().filter(|figure| is_shown(figure)) {
        rows.push(line(figure));
        if figure.what == CountedFigure::Recovery {
            rows.extend(times(found));
        }
    }
    let columns = vec![
        words_column("figure"),
        figures_column("then"),
        figures_column("now"),
        figures_column("change"),
        words_column("why"),
    ];
    let period = period(facts, found);
    table(
        "restated-figures",
        &format!("Figures of {period}"),
        &format!(
            "What the report on {period} counted, what today's data count, and what each reason added. Each line adds up, hours up to rounding."
        ),
        columns,
        rows,
        "data/restatement.csv",
    )
}

/// Median and mean, which cannot be taken apart.
fn times(found: &RestatedPeriod) -> Vec<Vec<String>> {
    let recovery = &found.figures.recovery;
    let changes = [(recovery.came, "came"), (recovery.went, "went"), (recovery.changed, "changed")];
    let why: Vec<String> = changes
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{} {what}", number::thousands(n)))
        .collect();
    let shown = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), duration::compact);
    let both = [("median time to recover", recovery.median_s), ("mean time to recover", recovery.mean_s)];
    let known = both.into_iter().filter(|(_, sides)| sides.iter().any(Option::is_some));
    let row = |(name, [then, now]): (&str, [Option<f64>; 2])| {
        vec![name.to_owned(), shown(then), shown(now), String::new(), list::and(&why)]
    };
    known.map(row).collect()
}

fn reasons(facts: &Facts, found: &RestatedPeriod) -> Table {
    let rows = found.reasons().into_iter().map(|(reason, ids)| {
        let named: Vec<&str> = ids.iter().copied().collect();
        vec![reason.words().to_owned(), number::thousands(named.len() as u64), list::and_more(&named, 3)]
    });
    table(
        "restated-reasons",
        "Incidents by reason",
        &format!(
            "Which incidents of {} add something else now; one that differs in several figures may stand in several lines.",
            period(facts, found)
        ),
        vec![words_column("reason"), figures_column("incidents"), words_column("which")],
        rows.collect(),
        "data/restatement.csv",
    )
}

/// A figure in words.
#[must_use]
pub fn name(what: &CountedFigure) -> String {
    match what {
        CountedFigure::Incidents => "incidents".to_owned(),
        CountedFigure::CustomerFacing => "that reached customers".to_owned(),
        CountedFigure::Severity(rank) => format!("of severity {rank}"),
        CountedFigure::NoSeverity => "without a severity".to_owned(),
        CountedFigure::Open => "open when the exports were made".to_owned(),
        CountedFigure::Recovered => "with a time to recover".to_owned(),
        CountedFigure::Recovery => "incident hours".to_owned(),
        CountedFigure::Pages => "pages".to_owned(),
        CountedFigure::Area(area) => {
            area.split_once(':').map_or_else(|| area.clone(), |(kind, name)| format!("{kind} {name}"))
        }
    }
}

/// "412 → 405: −10 new links and +3 records that came late".
#[must_use]
pub fn says(figure: &RestatedFigure) -> String {
    let [then, now] = [figure.then, figure.now].map(|side| value(&figure.what, side));
    if figure.steps.is_empty() { then } else { format!("{then} → {now}: {}", why(figure)) }
}

/// What each reason added, in words.
fn why(figure: &RestatedFigure) -> String {
    let added = |step: &RestatedStep| format!("{} {}", signed(&figure.what, step.change), step.reason.words());
    list::and(&figure.steps.iter().map(added).collect::<Vec<_>>())
}

fn value(what: &CountedFigure, value: i64) -> String {
    match what {
        // One decimal whatever the size, so that what is added can be followed.
        CountedFigure::Recovery => format!("{} h", number::fixed(value as f64 / 3_600_000.0, 1)),
        _ => number::thousands(value.unsigned_abs()),
    }
}

fn signed(what: &CountedFigure, change: i64) -> String {
    let sign = match change {
        0 => return "±0".to_owned(),
        c if c > 0 => "+",
        _ => "−",
    };
    format!("{sign}{}", value(what, change.saturating_abs()))
}
