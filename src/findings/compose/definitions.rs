//! What is counted, and how, in this run: one table, in the terms of the settings.

use crate::findings::compose::terms::{self, length};
use crate::findings::draft::{label, words_column, zone};
use crate::findings::rule::Facts;
use crate::findings::{Section, Table};
use crate::text::date;
use crate::text::number;
use crate::text::plural::count;

/// Terms of the pages that are definitions of figures, and the settings that they hang on.
const OF_TERMS: [(&str, &str); 9] = [
    ("sleep hours", "hours.profile, hours.sleep"),
    ("working hours", "hours.profile, hours.business"),
    ("interruption", "hours.interruption_gap_s"),
    ("disturbed night", "load.night_work_min"),
    ("over the line", "load.verdict, load.shift_incidents"),
    ("strained", "load.verdict"),
    ("reached customers", ""),
    ("past its day", ""),
    ("came back", ""),
];
/// What no setting changes.
const FIXED: [(&str, &str); 6] = [
    ("time to detect", "from the stated start until somebody or something detected it."),
    ("time to acknowledge", "from the detection, or the first alert, until a person acknowledged it."),
    ("time to mitigate", "from the start until customers no longer felt it, as recorded."),
    ("time to resolve", "from the start until it was resolved; an open incident counts as unfinished."),
    (
        "responder hours",
        "modelled: each act of a person counts 10 minutes, acts within 20 minutes join, at most 60 minutes an hour over all incidents.",
    ),
    ("rate per week", "incidents of the period over its weeks, as far as the data cover them."),
];

/// The section with the definitions.
pub(super) fn section(facts: &Facts) -> Section {
    Section {
        id: "definitions".to_owned(),
        title: "What is counted, and how".to_owned(),
        question: "What does each figure of this run mean?".to_owned(),
        method: Vec::new(),
        claims: Vec::new(),
        exhibits: Vec::new(),
        tables: vec![table(facts)],
    }
}

fn table(facts: &Facts) -> Table {
    let row = |what: &str, how: &str, setting: &str| {
        let setting = if setting.is_empty() { "–" } else { setting };
        vec![what.to_owned(), how.to_owned(), setting.to_owned()]
    };
    let terms = terms::terms(facts);
    let of_terms = OF_TERMS.iter().filter_map(|(name, setting)| {
        let term = terms.iter().find(|term| term.name == *name)?;
        Some(row(name, &term.meaning, setting))
    });
    let own = of_settings(facts);
    let mut rows: Vec<Vec<String>> = own.iter().map(|(what, how, setting)| row(what, how, setting)).collect();
    rows.extend(FIXED.iter().map(|(what, how)| row(what, how, "")));
    rows.extend(of_terms);
    Table {
        id: "definitions".to_owned(),
        title: "Definitions of this run".to_owned(),
        note: "With the values that the settings had in this run; where a setting is named, another value changes the figures.".to_owned(),
        columns: ["figure", "as counted in this run", "setting"].map(words_column).to_vec(),
        rows,
        more: String::new(),
    }
}

fn of_settings(facts: &Facts) -> Vec<(&'static str, String, &'static str)> {
    let (periods, load) = (&facts.data.periods, &facts.results.load.params);
    let zone = zone(periods);
    let as_of = date::day_and_time(periods.as_of, zone);
    let stated = if periods.as_of_stated { "stated" } else { "their latest stamp" };
    let window = periods.current.window;
    vec![
        (
            "the period",
            format!(
                "{}, {}, in the zone {zone}.",
                label(&periods.current, periods),
                date::range(window.start, window.end, zone)
            ),
            "report.zone",
        ),
        ("the moment of the exports", format!("{as_of} ({stated})."), ""),
        ("bout", format!("pages to one person within {} of the first.", length(load.bout)), "load.bout_min"),
        (
            "shift above the reference",
            format!("more than {} in {} on call.", count(load.shift_incidents, "incident"), length(load.shift)),
            "load.shift_incidents, load.shift_h",
        ),
        (
            "much time on call",
            format!("more than {} % of a person's time.", number::fixed(load.on_call_share * 100.0, 0)),
            "load.on_call_percent",
        ),
        (
            "short rest",
            format!("less than {} between engagements.", count(load.flags.rest_hours, "hour")),
            "load.flags.rest_h",
        ),
        (
            "one problem",
            "called so by people or in a problem record, the same title, or texts that are alike enough.".to_owned(),
            "recurrence.least_likeness",
        ),
    ]
}
