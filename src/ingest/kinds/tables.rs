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

pub(super) fn of(head: &Head) -> Option<Seems> {
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

/// The only column that is no number, where there is exactly one, and how many others there are.
fn only_label(head: &Head) -> Option<(usize, usize)> {
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
        [only] if all > 1 => Some((*only, all - 1)),
        // `2026,3,12,…`: the first column may be a year or a week.
        [] if all > 1
            && ["year", "week", "month", "quarter", "jahr", "monat", "woche"]
                .iter()
                .any(|word| head.headers.first().is_some_and(|key| words(key).any(|own| own == *word))) =>
        {
            Some((0, all - 1))
        }
        _ => None,
    }
}

fn is_different(head: &Head, at: usize) -> bool {
    let mut values: Vec<&str> = column(head, at).collect();
    let n = values.len();
    values.sort_unstable();
    values.dedup();
    values.len() == n
}

/// Counts and means for each month, service or team: one label that never repeats, and figures beside it.
fn is_summary(head: &Head) -> bool {
    let Some((label, _)) = only_label(head) else { return false };
    let figures = (0..head.headers.len()).filter(|at| *at != label).filter_map(|at| head.headers.get(at));
    let mut sums = figures.filter(|key| words(key).any(|word| SUMS.contains(&word)));
    let clocked = column(head, label).any(|value| value.contains(':'));
    let of_one = head.headers.get(label).is_some_and(|key| words(key).any(|word| OF_ONE.contains(&word)));
    sums.next().is_some() && is_different(head, label) && !clocked && !of_one
}

/// A moment with clocks, and nothing but numbers beside it.
fn is_series(head: &Head) -> bool {
    let Some((label, _)) = only_label(head) else { return false };
    let clocked = column(head, label).all(|value| value.contains(':') && value.len() >= 16);
    let named = head
        .headers
        .get(label)
        .is_some_and(|key| words(key).any(|word| ["time", "timestamp", "date", "datetime", "zeit"].contains(&word)));
    let others = head.headers.iter().enumerate().filter(|(at, _)| *at != label);
    let mut of_one = others.filter(|(_, key)| words(key).any(|word| OF_ONE.contains(&word) || word == "duration"));
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
    mail.is_some_and(|at| is_different(head, at) && column(head, at).all(|value| value.contains('@')))
        && head.headers.iter().any(|key| named.contains(&key.as_str()))
        && !has(head, &happened)
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::ingest::head::{Head, header_key};

    fn told(text: &str) -> String {
        let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        let stated = lines.next().unwrap();
        let head = Head {
            headers: stated.iter().map(|h| header_key(h)).collect(),
            stated,
            rows: lines.collect(),
            ..Head::default()
        };
        of(&head).map_or_else(String::new, |seems| seems.what)
    }

    #[test]
    fn tables_that_hold_no_incidents_are_named() {
        for (text, what) in [
            ("Month,Incidents,MTTR (h)\n2026-01,12,3.5\n2026-02,9,4\n", "summary"),
            ("Service,Count\ncheckout,12\nsearch,4\n", "summary"),
            ("year,week,tickets\n2026,1,12\n2026,2,15\n", "summary"),
            ("timestamp,cpu,memory\n2026-01-05 08:00:00,12,3\n2026-01-05 08:01:00,13,3\n", "measurements"),
            ("Name,Email,Role\nPriya,p@acme.example,admin\nTomas,t@acme.example,user\n", "users"),
        ] {
            assert!(told(text).contains(what), "{text}");
        }
    }

    #[test]
    fn tables_of_incidents_are_none_of_them() {
        for text in [
            "id,started,minutes\nA-1,2026-01-05 08:00,12\nA-2,2026-01-06 08:00,9\n",
            "started_at,duration_min\n2026-01-05 08:00:00,12\n2026-01-06 08:00:00,9\n",
            "Name,Email,Subject\nPriya,p@acme.example,Mail down\nTomas,t@acme.example,Disk full\n",
            "outage,customers\nDisk full,12\nMail down,9\n",
            "date,title,count\n2026-01-05,Disk full,1\n2026-01-06,Mail down,2\n",
        ] {
            assert_eq!(told(text), "", "{text}");
        }
    }
}
