//! Exports of which one thing is there a hundred thousand times.

use super::broken::record;
use super::exports::{
    Incident, Ticket, annotated, by_hand, by_hand_one, changes, earlier, exposure, factors, follow_ups, holidays,
    issue_of_all, issues, log, log_ins, merged, naming, naming_all, number, pager, pages, people, plain, same, shifts,
    split_apart, status_page, ticket, tickets, tools, two, with_calm, witnesses,
};
use super::{Case, common, file, one, word, words};

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "incidents: one title",
        size: 100_000,
        make: |n| one("a.jsonl", pager(n, |i| Incident { title: same(), at: i * 300, ..plain(i) })),
    },
    Case {
        name: "incidents: one title, unlike bodies",
        size: 50_000,
        make: |n| {
            one("a.jsonl", pager(n, |i| Incident { title: same(), details: words(i, 12), at: i * 300, ..plain(i) }))
        },
    },
    Case {
        name: "incidents: nearly one title",
        size: 50_000,
        make: |n| {
            one(
                "a.jsonl",
                pager(n, |i| Incident {
                    title: format!("Checkout queue is full {}", words(i, 1)),
                    at: i * 300,
                    ..plain(i)
                }),
            )
        },
    },
    Case {
        name: "incidents: titles of two",
        size: 50_000,
        make: |n| one("a.jsonl", pager(n, |i| Incident { title: words(i / 2, 4), at: i * 300, ..plain(i) })),
    },
    Case {
        name: "incidents: titles of common words",
        size: 50_000,
        make: |n| one("a.jsonl", pager(n, |i| Incident { title: common(i), at: i * 300, ..plain(i) })),
    },
    Case {
        name: "incidents: one second",
        size: 50_000,
        make: |n| one("a.jsonl", pager(n, |i| Incident { at: 0, ..plain(i) })),
    },
    Case {
        name: "incidents: one second, one title",
        size: 50_000,
        make: |n| one("a.jsonl", pager(n, |i| Incident { at: 0, title: same(), ..plain(i) })),
    },
    Case {
        name: "incidents: open for months",
        size: 50_000,
        make: |n| one("a.jsonl", pager(n, |i| Incident { at: i * 60, lasts: 10_000_000, ..plain(i) })),
    },
    Case {
        name: "incidents: never over",
        size: 50_000,
        make: |n| one("a.jsonl", pager(n, |i| Incident { at: i * 60, lasts: 0, ..plain(i) })),
    },
    Case {
        name: "incidents: one storm",
        size: 50_000,
        make: |n| with_calm(n, |i, n| Incident { at: 10_000_000 + i * 86_400 / n, ..plain(i) }),
    },
    Case {
        name: "incidents: many storms",
        size: 50_000,
        make: |n| one("a.jsonl", pager(n, |i| Incident { at: i / 50 * 86_400 + i % 50 * 10, ..plain(i) })),
    },
    Case {
        name: "incidents: a service each",
        size: 50_000,
        make: |n| one("a.jsonl", pager(n, |i| Incident { service: format!("service {i}"), at: i * 300, ..plain(i) })),
    },
    Case {
        name: "incidents: a team each",
        size: 10_000,
        make: |n| one("a.jsonl", pager(n, |i| Incident { team: format!("Team {i}"), at: i * 300, ..plain(i) })),
    },
    Case {
        name: "incidents: five of each team",
        size: 50_000,
        make: |n| {
            one(
                "a.jsonl",
                pager(n, |i| Incident {
                    team: format!("Team {}", i / 5),
                    service: format!("s {}", i / 5),
                    at: i * 300,
                    ..plain(i)
                }),
            )
        },
    },
    Case {
        name: "incidents: one alert key",
        size: 50_000,
        make: |n| two(n, |i| Incident { key: "alert-key-1".to_owned(), at: i * 30, ..plain(i) }),
    },
    Case {
        name: "incidents: one id, versions",
        size: 100_000,
        make: |n| one("a.jsonl", pager(n, |i| Incident { id: "P1".to_owned(), ..plain(i) })),
    },
    Case {
        name: "incidents: a file each",
        size: 500,
        make: |n| (0..n).map(|i| file(format!("{i}.json"), record(i))).collect(),
    },
    Case {
        name: "two tools: one title",
        size: 30_000,
        make: |n| two(n, |i| Incident { title: same(), at: i * 300, ..plain(i) }),
    },
    Case {
        name: "two tools: one title, one minute each",
        size: 30_000,
        make: |n| two(n, |i| Incident { title: same(), at: i * 60, ..plain(i) }),
    },
    Case {
        name: "two tools: one title, one second",
        size: 30_000,
        make: |n| two(n, |i| Incident { title: same(), at: 60 + i / 1_000_000, ..plain(i) }),
    },
    Case {
        name: "two tools: one title, open for months",
        size: 15_000,
        make: |n| two(n, |i| Incident { title: same(), at: i * 60, lasts: 10_000_000, ..plain(i) }),
    },
    Case { name: "two tools: texts that name many", size: 10_000, make: |n| naming(n) },
    Case { name: "two tools: one names all", size: 25_000, make: |n| naming_all(n) },
    Case {
        name: "links: chain of parents",
        size: 50_000,
        make: |n| one("a.csv", tickets(n, |i| Ticket { parent: number(i.saturating_sub(1)), ..ticket(i) })),
    },
    Case {
        name: "links: chain of parents, last first",
        size: 50_000,
        make: |n| one("a.csv", tickets(n, |i| Ticket { parent: number((i + 1).min(n - 1)), ..ticket(i) })),
    },
    Case {
        name: "links: star of parents",
        size: 50_000,
        make: |n| one("a.csv", tickets(n, |_| Ticket { parent: number(0), ..ticket(1) })),
    },
    Case {
        name: "links: star with ids",
        size: 50_000,
        make: |n| one("a.csv", tickets(n, |i| Ticket { parent: number(0), ..ticket(i) })),
    },
    Case {
        name: "links: tree of parents",
        size: 50_000,
        make: |n| one("a.csv", tickets(n, |i| Ticket { parent: number(i.saturating_sub(1) / 2), ..ticket(i) })),
    },
    Case {
        name: "links: circle of parents",
        size: 50_000,
        make: |n| one("a.csv", tickets(n, |i| Ticket { parent: number((i + 1) % n), ..ticket(i) })),
    },
    Case {
        name: "links: parent and a problem",
        size: 50_000,
        make: |n| {
            one(
                "a.csv",
                tickets(n, |i| Ticket { problem: "PRB0000001".to_owned(), parent: number(i / 3), ..ticket(i) }),
            )
        },
    },
    Case {
        name: "links: one problem",
        size: 50_000,
        make: |n| one("a.csv", tickets(n, |i| Ticket { problem: "PRB0000001".to_owned(), ..ticket(i) })),
    },
    Case {
        name: "links: problems of two",
        size: 50_000,
        make: |n| one("a.csv", tickets(n, |i| Ticket { problem: format!("PRB{:07}", i / 2), ..ticket(i) })),
    },
    Case { name: "links: one problem, three tools", size: 20_000, make: |n| witnesses(n) },
    Case { name: "links: duplicates of one issue", size: 25_000, make: |n| one("a.jsonl", issues(n, |_| 0)) },
    Case {
        name: "links: chain of duplicates",
        size: 25_000,
        make: |n| one("a.jsonl", issues(n, |i| i.saturating_sub(1))),
    },
    Case { name: "links: one issue, all duplicates", size: 25_000, make: |n| one("a.jsonl", issue_of_all(n)) },
    Case {
        name: "links: one number",
        size: 25_000,
        make: |n| one("a.csv", tickets(n, |i| Ticket { number: "INC0000001".to_owned(), ..ticket(i) })),
    },
    Case { name: "links: merged into one", size: 25_000, make: |n| one("a.jsonl", merged(n, |_| 0)) },
    Case { name: "links: chain of merges", size: 25_000, make: |n| one("a.jsonl", merged(n, |i| i.saturating_sub(1))) },
    Case { name: "log: of one incident", size: 50_000, make: |n| log(n, |_| 0, |i| i % 7, |i| i) },
    Case { name: "log: of one incident, one second", size: 50_000, make: |n| log(n, |_| 0, |i| i % 7, |_| 0) },
    Case { name: "log: of one incident, a person each", size: 50_000, make: |n| log(n, |_| 0, |i| i, |i| i) },
    Case { name: "log: one person, one night", size: 50_000, make: |n| log(n, |i| i, |_| 0, |i| i / 4) },
    Case { name: "log: one person, one second", size: 50_000, make: |n| log(n, |i| i, |_| 0, |_| 0) },
    Case { name: "log: one person, ten minutes each", size: 50_000, make: |n| log(n, |i| i, |_| 0, |i| i * 600) },
    Case {
        name: "log: one entry, an incident and a person each",
        size: 50_000,
        make: |n| log(n, |i| i, |i| i, |i| i * 60),
    },
    Case { name: "log: strays", size: 50_000, make: |n| log(n, |i| i + n, |i| i % 9, |i| i * 60) },
    Case { name: "pages: one person, one night", size: 25_000, make: |n| pages(n, |_| 0, |i| i) },
    Case { name: "pages: all people, one second", size: 25_000, make: |n| pages(n, |i| i, |_| 0) },
    Case { name: "pages: one person, one second", size: 25_000, make: |n| pages(n, |_| 0, |_| 0) },
    Case {
        name: "shifts: one person, overlapping",
        size: 25_000,
        make: |n| shifts(n, |_| 0, |_| 0, |i| (i * 60, i * 60 + 10_000_000)),
    },
    Case {
        name: "shifts: one person, one after the other",
        size: 25_000,
        make: |n| shifts(n, |_| 0, |_| 0, |i| (i * 3_600, i * 3_600 + 3_600)),
    },
    Case {
        name: "shifts: one schedule, a person each",
        size: 25_000,
        make: |n| shifts(n, |i| i, |_| 0, |i| (i * 60, i * 60 + 10_000_000)),
    },
    Case {
        name: "shifts: a schedule each",
        size: 25_000,
        make: |n| shifts(n, |i| i % 9, |i| i, |i| (i * 60, i * 60 + 1_000_000)),
    },
    Case {
        name: "shifts: one time, a person each",
        size: 25_000,
        make: |n| shifts(n, |i| i, |_| 0, |_| (0, 10_000_000)),
    },
    Case { name: "shifts: for years", size: 2_500, make: |n| shifts(n, |i| i, |i| i % 50, |i| (i, 300_000_000 + i)) },
    Case {
        name: "people: a list",
        size: 30_000,
        make: |n| {
            people(n, |i| (format!("U{i}"), format!("{} {}", word(i), word(i + 7)), format!("p{i}@acme.example")))
        },
    },
    Case {
        name: "people: one name",
        size: 30_000,
        make: |n| people(n, |i| (format!("U{i}"), "Ann Lee".to_owned(), format!("p{i}@acme.example"))),
    },
    Case {
        name: "people: one name, no address",
        size: 30_000,
        make: |n| people(n, |i| (format!("U{i}"), "Ann Lee".to_owned(), String::new())),
    },
    Case {
        name: "people: one first name",
        size: 30_000,
        make: |n| people(n, |i| (format!("U{i}"), format!("Ann {}", word(i)), format!("ann{i}@acme.example"))),
    },
    Case {
        name: "people: one first part of addresses",
        size: 30_000,
        make: |n| people(n, |i| (format!("U{i}"), format!("{} {}", word(i), word(i + 3)), format!("ann@d{i}.example"))),
    },
    Case {
        name: "people: one address",
        size: 30_000,
        make: |n| {
            people(n, |i| (format!("U{i}"), format!("{} {}", word(i), word(i + 3)), "ops@acme.example".to_owned()))
        },
    },
    Case {
        name: "people: log-ins of one person",
        size: 30_000,
        make: |n| {
            people(n, |i| {
                (
                    format!("ann.lee{}", i % 2),
                    if i % 2 == 0 { "Ann Lee".to_owned() } else { String::new() },
                    format!("ann{i}@d{i}.example"),
                )
            })
        },
    },
    Case { name: "people: log-ins in many tools", size: 15_000, make: |n| log_ins(n) },
    Case { name: "people: by hand", size: 30_000, make: |n| by_hand(n) },
    Case { name: "people: by hand, one id", size: 30_000, make: |n| by_hand_one(n) },
    Case { name: "people: of an incident each", size: 30_000, make: |n| log(n, |i| i, |i| i, |i| i * 300) },
    Case {
        name: "annotations: a set each",
        size: 25_000,
        make: |n| annotated(n, |i| format!("set,pagerduty:incident:P{i},started_at,2026-02-04T09:50:00Z,graphs")),
    },
    Case {
        name: "annotations: all of one",
        size: 25_000,
        make: |n| annotated(n, |i| format!("set,pagerduty:incident:P1,severity,SEV{},graphs", i % 4 + 1)),
    },
    Case {
        name: "annotations: merged into one",
        size: 25_000,
        make: |n| annotated(n, |i| format!("merge,P{i},,P0,one outage")),
    },
    Case {
        name: "annotations: chain of merges",
        size: 25_000,
        make: |n| annotated(n, |i| format!("merge,P{i},,P{},one outage", i + 1)),
    },
    Case {
        name: "annotations: split",
        size: 25_000,
        make: |n| annotated(n, |i| format!("split,P{i},,,another thing")),
    },
    Case { name: "annotations: split, linked otherwise", size: 10_000, make: |n| split_apart(n) },
    Case {
        name: "annotations: the same problem",
        size: 25_000,
        make: |n| annotated(n, |i| format!("same-problem,P{i},,P0,same")),
    },
    Case {
        name: "annotations: not the same problem",
        size: 25_000,
        make: |n| annotated(n, |i| format!("not-same-problem,P{i},,P0,other")),
    },
    Case {
        name: "annotations: factors of one",
        size: 25_000,
        make: |n| annotated(n, |i| format!("factor,P1,,f{i},because")),
    },
    Case { name: "follow-ups: of one incident", size: 25_000, make: |n| follow_ups(n, |_| 0) },
    Case { name: "follow-ups: one each", size: 25_000, make: |n| follow_ups(n, |i| i) },
    Case { name: "follow-ups: one title", size: 25_000, make: |n| follow_ups(n, |i| i / 2) },
    Case {
        name: "areas: of one incident",
        size: 5_000,
        make: |n| one("a.jsonl", pager(n / 100, |i| Incident { components: if i == 1 { n } else { 1 }, ..plain(i) })),
    },
    Case {
        name: "areas: many of each incident",
        size: 1_000,
        make: |n| one("a.jsonl", pager(n, |i| Incident { components: 100, ..plain(i) })),
    },
    Case { name: "areas: three of each incident, all unlike", size: 25_000, make: |n| one("a.jsonl", status_page(n)) },
    Case { name: "tools: many", size: 200, make: tools },
    Case { name: "factors: many", size: 10_000, make: |n| factors(n) },
    Case { name: "changes: many", size: 25_000, make: |n| changes(n) },
    Case { name: "exposure: many", size: 10_000, make: |n| exposure(n) },
    Case { name: "holidays: many", size: 10_000, make: |n| holidays(n) },
    Case { name: "families: of an earlier report", size: 25_000, make: |n| earlier(n) },
];
