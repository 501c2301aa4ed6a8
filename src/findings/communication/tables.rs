//! Incident by incident: what customers were told, and of which incidents nothing.

use super::{length, title};
use crate::analyse::communication::CustomerUpdates;
use crate::findings::Table;
use crate::findings::draft::{self, ends_unrecorded, figures_column, is_open, service, words_column, zone};
use crate::findings::rule::Facts;
use crate::frame::dataset::IncidentView;
use crate::model::row::IncidentIx;
use crate::model::time::Millis;
use crate::text::plural::{agree, count};
use crate::text::sentence::capital;
use crate::text::{date, number};

/// Rows of the tables of incidents: whoever answers customers goes through them one by one.
const LONG: usize = 60;

/// When an incident began.
fn began(facts: &Facts, row: IncidentIx) -> String {
    let at = facts.data.incident_view().started.get(row);
    at.map_or_else(unknown, |at| date::day_and_time(at, zone(&facts.data.periods)))
}

/// "began (UTC)": customers live in other zones.
fn began_column(facts: &Facts) -> String {
    format!("began ({})", zone(&facts.data.periods))
}

fn unknown() -> String {
    "not known".to_owned()
}

fn severity(view: &IncidentView, row: IncidentIx) -> String {
    draft::severity(view, row).unwrap_or_else(unknown)
}

fn lasted(facts: &Facts, view: &IncidentView, row: IncidentIx) -> String {
    let (start, end) = (view.started.get(row), view.resolved.get(row));
    match start.zip(end).map(|(start, end)| end - start).filter(|took| *took >= 0) {
        Some(took) => length(took as f64 / 1_000.0),
        None if is_open(view, row) && !ends_unrecorded(facts) => "still open".to_owned(),
        None => unknown(),
    }
}

/// " The first 60 of 120."
fn cut(all: usize) -> String {
    if all > LONG { format!(" The first {LONG} of {}.", number::thousands(all as u64)) } else { String::new() }
}

/// The incidents that reached customers without a public word, the most severe first.
pub(super) fn untold(facts: &Facts) -> Option<Table> {
    let found = &facts.results.communication;
    let mut untold: Vec<IncidentIx> = found.period.untold.iter().copied().filter(|_| found.known).collect();
    let view = facts.data.incident_view();
    let rank = |row: IncidentIx| view.severity.get(row).filter(|rank| *rank > 0);
    untold.sort_by_key(|row| (rank(*row).unwrap_or(u32::MAX), view.started.get(*row), *row));
    let cells = |row: &IncidentIx| {
        vec![
            began(facts, *row),
            severity(&view, *row),
            service(&view, *row),
            lasted(facts, &view, *row),
            title(&view, *row),
        ]
    };
    let all = untold.len();
    let columns = [began_column(facts).as_str(), "severity", "service"].map(words_column).into_iter();
    let columns = columns.chain([figures_column("lasted"), words_column("incident")]).collect();
    Some(Table {
        id: "untold-customers".to_owned(),
        title: "Incidents without a public word".to_owned(),
        note: format!(
            "{} known to have reached customers that no status page tells of, the most severe first.",
            capital(&count(all as u64, "incident"))
        ),
        columns,
        rows: untold.iter().take(LONG).map(cells).collect(),
        more: if all > LONG { "data/incidents.csv".to_owned() } else { String::new() },
    })
    .filter(|table| !table.rows.is_empty())
}

/// The incidents that a status page tells of: those still open, then in the order of time, as customers ask.
pub(super) fn told(facts: &Facts) -> Option<Table> {
    let view = facts.data.incident_view();
    let mut told: Vec<&CustomerUpdates> = facts.results.communication.period.told.iter().collect();
    told.sort_by_key(|t| (!is_open(&view, t.row), view.started.get(t.row), t.row));
    let time = |ms: Option<Millis>| ms.map_or_else(unknown, |ms| length(ms as f64 / 1_000.0));
    let cells = |t: &&CustomerUpdates| {
        vec![
            began(facts, t.row),
            severity(&view, t.row),
            service(&view, t.row),
            lasted(facts, &view, t.row),
            title(&view, t.row),
            time(t.after),
            if t.first.is_some() { number::thousands(t.words) } else { unknown() },
            time(t.silence.map(|(ms, _)| ms)),
        ]
    };
    let columns = [began_column(facts).as_str(), "severity", "service"].map(words_column).into_iter();
    let columns = columns.chain([figures_column("lasted"), words_column("incident")]);
    let counted = ["first public word after", "updates", "longest silence"].map(figures_column);
    Some(Table {
        id: "told-to-customers".to_owned(),
        title: "What customers were told, incident by incident".to_owned(),
        note: format!(
            "Incidents that a status page tells of, those still open first, then by date.{}{} Where no end is on record, silences lie between updates only. Dated updates, as far as the exports hold them, are in data/history.csv.",
            cut(told.len()),
            unknown_starts(&told)
        ),
        columns: columns.chain(counted).collect(),
        rows: told.iter().take(LONG).map(cells).collect(),
        more: if told.len() > LONG { "data/incidents.csv".to_owned() } else { String::new() },
    })
    .filter(|table| !table.rows.is_empty())
}

/// " For 24 of them the wait is not known: they begin with the first word."
fn unknown_starts(told: &[&CustomerUpdates]) -> String {
    match told.iter().filter(|t| t.starts_with_word).count() as u64 {
        0 => String::new(),
        n => format!(
            " For {} of them the wait is not known: {} with the first word on the page.",
            number::thousands(n),
            agree(n, "it begins", "they begin")
        ),
    }
}
