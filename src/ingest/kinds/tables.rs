//! Tables that hold no incidents.

use super::{Kind, Seems, first};
use crate::ingest::head::Head;

/// Rows that are needed before a table can be called anything.
const ROWS: usize = 2;

/// Words of columns that hold a figure of several incidents.
const SUMS: [&str; 22] = [
    "count",
    "counts",
    "total",
    "number",
    "incidents",
    "tickets",
    "alerts",
    "outages",
    "cases",
    "mttr",
    "mtta",
    "mttd",
    "avg",
    "average",
    "mean",
    "median",
    "sum",
    "percent",
    "share",
    "anzahl",
    "summe",
    "nombre",
];
/// Words of columns that a row for one incident has.
const OF_ONE: [&str; 22] = [
    "id",
    "key",
    "title",
    "summary",
    "subject",
    "description",
    "started",
    "start",
    "opened",
    "created",
    "resolved",
    "closed",
    "status",
    "state",
    "severity",
    "priority",
    "assignee",
    "reporter",
    "titel",
    "beginn",
    "ende",
    "ticket",
];
const MAILS: [&str; 4] = ["email", "e_mail", "mail", "email_address"];

const KINDS: &[Kind<Head>] = &[
    (
        "a summary (figures of several incidents in each row)",
        "export the list behind it: one row for each incident",
        is_summary,
    ),
    ("a series of measurements", "fetch incidents or alerts: measurements do not say what an incident was", is_series),
    (
        "a list of users",
        "fetch the incidents; a list of people helps beside them as people.csv (id, name, team, time_zone)",
        is_people,
    ),
];

pub fn of(head: &Head) -> Option<Seems> {
    (head.rows.len() >= ROWS).then(|| first(KINDS, head)).flatten()
}

fn words(key: &str) -> impl Iterator<Item = &str> {
    key.split('_')
}

fn has(head: &Head, names: &[&str]) -> bool {
    head.headers.iter().any(|key| words(key).any(|word| names.contains(&word)))
}

/// The values of a column that are not blank.
fn column(head: &Head, at: usize) -> impl Iterator<Item = &str> {
    head.rows.iter().filter_map(move |row| row.get(at)).map(|value| value.trim()).filter(|value| !value.is_empty())
}

fn is_number(value: &str) -> bool {
    let bare = value.trim_end_matches(['%', 'h', 'm', 's', ' ']).replace([',', '\'', ' '], "");
    !bare.is_empty() && bare.parse::<f64>().is_ok()
}

/// Words of columns that place a row in the calendar.
const CALENDAR: [&str; 9] = ["year", "week", "month", "quarter", "jahr", "monat", "woche", "quartal", "kw"];

/// How many columns at the front say what a row is about, where all behind them are numbers: the only one that is no
/// number, or a year and a week.
fn only_label(head: &Head) -> Option<std::ops::Range<usize>> {
    let all = head.headers.len();
    let numeric = |at: &usize| {
        let mut any = false;
        column(head, *at).all(|value| {
            any = true;
            is_number(value)
        }) && any
    };
    let labels: Vec<usize> = (0..all).filter(|at| !numeric(at)).collect();
    match labels.as_slice() {
        [only] if all > 1 => Some(*only..only + 1),
        [] => {
            let of_calendar = |key: &&String| words(key).any(|word| CALENDAR.contains(&word));
            let led = head.headers.iter().take_while(of_calendar).count();
            (led > 0 && led < all).then_some(0..led)
        }
        _ => None,
    }
}

/// Whether no two rows have the same values in these columns.
fn are_different(head: &Head, at: &std::ops::Range<usize>) -> bool {
    let own = |row: &Vec<String>| {
        row.get(at.clone()).unwrap_or(&[]).iter().map(|value| value.trim().to_owned()).collect::<Vec<_>>()
    };
    let mut values: Vec<Vec<String>> = head.rows.iter().map(own).collect();
    values.retain(|row| row.iter().any(|value| !value.is_empty()));
    let n = values.len();
    values.sort_unstable();
    values.dedup();
    values.len() == n
}

/// Counts and means for each month, service or team: one label that never repeats, and figures beside it.
fn is_summary(head: &Head) -> bool {
    let Some(label) = only_label(head) else { return false };
    let mut sums = others(head, &label).filter(|key| words(key).any(|word| SUMS.contains(&word)));
    let clocked = label.clone().any(|at| column(head, at).any(|value| value.contains(':')));
    let of_one = head.headers.get(label.clone()).unwrap_or(&[]).iter();
    let of_one = of_one.flat_map(|key| words(key)).any(|word| OF_ONE.contains(&word));
    sums.next().is_some() && are_different(head, &label) && !clocked && !of_one
}

fn others<'a>(head: &'a Head, label: &std::ops::Range<usize>) -> impl Iterator<Item = &'a String> {
    let label = label.clone();
    head.headers.iter().enumerate().filter(move |(at, _)| !label.contains(at)).map(|(_, key)| key)
}

/// A moment with clocks, and nothing but numbers beside it.
fn is_series(head: &Head) -> bool {
    let Some(label) = only_label(head) else { return false };
    let at = label.start;
    let clocked = column(head, at).all(|value| value.contains(':') && value.len() >= 16);
    let named = head
        .headers
        .get(at)
        .is_some_and(|key| words(key).any(|word| ["time", "timestamp", "date", "datetime", "zeit"].contains(&word)));
    let mut of_one =
        others(head, &label).filter(|key| words(key).any(|word| OF_ONE.contains(&word) || word == "duration"));
    clocked && named && of_one.next().is_none()
}

/// Addresses and names, and nothing that happened.
fn is_people(head: &Head) -> bool {
    let mail = head.headers.iter().position(|key| MAILS.contains(&key.as_str()));
    let named = ["name", "full_name", "display_name", "first_name", "username", "login", "user"];
    let happened = [
        "title",
        "summary",
        "subject",
        "description",
        "started",
        "start",
        "opened",
        "resolved",
        "closed",
        "severity",
        "priority",
        "incident",
        "ticket",
    ];
    mail.is_some_and(|at| are_different(head, &(at..at + 1)) && column(head, at).all(|value| value.contains('@')))
        && head.headers.iter().any(|key| named.contains(&key.as_str()))
        && !has(head, &happened)
}
