//! Exports of which one thing is there a hundred thousand times.

use super::broken::record;
use super::{Case, Files, file, one, seconds};
use std::fmt::Write;

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

struct Incident {
    id: String,
    number: usize,
    title: String,
    details: String,
    service: String,
    team: String,
    key: String,
    at: usize,
    lasts: usize,
    components: usize,
}

fn plain(number: usize) -> Incident {
    Incident {
        id: format!("P{number}"),
        number,
        title: format!("{} fails", words(number, 3)),
        details: String::new(),
        service: format!("service {}", number % 20),
        team: format!("Team {}", number % 8),
        key: String::new(),
        at: number * 300,
        lasts: 1_200,
        components: 0,
    }
}

fn same() -> String {
    "Checkout queue is full".to_owned()
}

/// An invented word; numbers far apart give words that look nothing like each other.
fn word(number: usize) -> String {
    const SOUNDS: [&str; 20] = [
        "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we", "xi",
        "yo", "zu",
    ];
    let mut left = number.wrapping_mul(7_919) % 1_000_003 + 400;
    let mut out = String::new();
    while left > 0 {
        out.push_str(SOUNDS[left % SOUNDS.len()]);
        left /= SOUNDS.len();
    }
    out
}

fn words(number: usize, many: usize) -> String {
    (0..many).map(|at| word(number * many + at)).collect::<Vec<_>>().join(" ")
}

/// Six of forty words.
fn common(number: usize) -> String {
    (0..6).map(|at| word((number.wrapping_mul(2_654_435_761) >> (at * 4)) % 40)).collect::<Vec<_>>().join(" ")
}

fn pager(number: usize, of: impl Fn(usize) -> Incident) -> String {
    let mut text = String::new();
    for i in 0..number {
        let Incident { id, number, title, details, service, team, key, at, lasts, components } = of(i);
        let from = seconds(at);
        _ = write!(
            text,
            "{{\"id\":\"{id}\",\"type\":\"incident\",\"incident_number\":{number},\"title\":\"{title}\",\"created_at\":\"{from}\",\"urgency\":\"high\""
        );
        _ = write!(
            text,
            ",\"service\":{{\"id\":\"{service}\",\"summary\":\"{service}\"}},\"teams\":[{{\"id\":\"{team}\",\"summary\":\"{team}\"}}]"
        );
        if lasts > 0 {
            _ = write!(text, ",\"status\":\"resolved\",\"resolved_at\":\"{}\"", seconds(at + lasts));
        } else {
            text.push_str(",\"status\":\"triggered\"");
        }
        if !key.is_empty() {
            _ = write!(text, ",\"incident_key\":\"{key}\"");
        }
        if !details.is_empty() {
            _ = write!(text, ",\"body\":{{\"type\":\"incident_body\",\"details\":\"{details}\"}}");
        }
        if components > 0 {
            let list: Vec<String> = (0..components).map(|c| format!("\"c{c}\"")).collect();
            _ = write!(
                text,
                ",\"custom_fields\":[{{\"id\":\"PF1\",\"name\":\"affected_components\",\"data_type\":\"string\",\"value\":[{}]}}]",
                list.join(",")
            );
        }
        text.push_str("}\n");
    }
    text
}

fn with_calm(number: usize, of: impl Fn(usize, usize) -> Incident) -> Files {
    let calm = pager(500, |i| Incident { id: format!("C{i}"), at: i * 40_000, ..plain(i) });
    one("a.jsonl", calm + &pager(number, |i| of(i, number)))
}

/// The same incidents in a pager and a ticket system.
fn two(number: usize, of: impl Fn(usize) -> Incident + Copy) -> Files {
    let mut text = String::new();
    for i in 0..number {
        let Incident { title, service, team, at, lasts, key, .. } = of(i);
        let stamp = |at| seconds(at).replace('Z', ".000+0000");
        _ = writeln!(
            text,
            "{{\"id\":\"{i}\",\"key\":\"OPS-{i}\",\"fields\":{{\"summary\":\"{title}\",\"issuetype\":{{\"name\":\"Incident\"}},\"status\":{{\"name\":\"Done\",\"statusCategory\":{{\"key\":\"done\"}}}},\
             \"created\":\"{}\",\"resolutiondate\":\"{}\",\"components\":[{{\"name\":\"{service}\"}}],\"labels\":[\"{team}\",\"{key}\"]}}}}",
            stamp(at + 90),
            stamp(at + 90 + lasts)
        );
    }
    vec![file("a.jsonl", pager(number, of)), file("b.jsonl", text)]
}

fn naming(number: usize) -> Files {
    let mut files = two(number, plain);
    let mut text = String::new();
    for i in 0..number {
        let named: Vec<String> = (0..20).map(|at| format!("PQ{:06}", (i + at) % number)).collect();
        _ = writeln!(
            text,
            "{{\"id\":\"{i}\",\"key\":\"OPS-{i}\",\"fields\":{{\"summary\":\"Many fail\",\"issuetype\":{{\"name\":\"Incident\"}},\"status\":{{\"name\":\"Done\"}},\"created\":\"{}\",\"description\":\"{}\"}}}}",
            seconds(i * 300).replace('Z', ".000+0000"),
            named.join(" ")
        );
    }
    files[0].1 = pager(number, |i| Incident { id: format!("PQ{i:06}"), ..plain(i) });
    files[1].1 = text;
    files
}

fn naming_all(number: usize) -> Files {
    let mut files = naming(2);
    let all: Vec<String> = (0..number).map(|i| format!("PQ{i:06}")).collect();
    files[0].1 = pager(number, |i| Incident { id: format!("PQ{i:06}"), at: 300, ..plain(i) });
    files[1].1 = files[1].1.replace("Many fail", &all.join(" "));
    files
}

struct Ticket {
    number: String,
    title: String,
    parent: String,
    problem: String,
    at: usize,
}

fn number(i: usize) -> String {
    format!("INC{i:07}")
}

fn ticket(i: usize) -> Ticket {
    Ticket {
        number: String::new(),
        title: format!("{} fails", words(i, 3)),
        parent: String::new(),
        problem: String::new(),
        at: i * 300,
    }
}

fn tickets(many: usize, of: impl Fn(usize) -> Ticket) -> String {
    let mut text = String::from(
        "number,opened_at,short_description,priority,state,assignment_group,resolved_at,parent_incident,problem_id,cmdb_ci\n",
    );
    for i in 0..many {
        let Ticket { number: own, title, parent, problem, at } = of(i);
        let own = if own.is_empty() { number(i) } else { own };
        let parent = if parent == own { String::new() } else { parent };
        let (from, to) = (spaced(at), spaced(at + 1_200));
        _ = writeln!(
            text,
            "{own},{from},{title},2 - High,Closed,Group {},{to},{parent},{problem},ci {}",
            i % 9,
            i % 30
        );
    }
    text
}

fn spaced(at: usize) -> String {
    seconds(at).replace('T', " ").replace('Z', "")
}

fn witnesses(number: usize) -> Files {
    let mut files =
        two(number / 10 + 1, |i| Incident { at: i * 60, lasts: 1_000_000, key: "INC0000001".to_owned(), ..plain(i) });
    files
        .push(file("c.csv", tickets(number, |i| Ticket { problem: "PRB0000001".to_owned(), at: i * 60, ..ticket(i) })));
    files
}

fn issue(text: &mut String, i: usize, links: &str) {
    _ = writeln!(
        text,
        "{{\"id\":\"{i}\",\"key\":\"OPS-{i}\",\"fields\":{{\"summary\":\"{} fails\",\"issuetype\":{{\"name\":\"Incident\"}},\"status\":{{\"name\":\"Done\"}},\
         \"created\":\"{}\",\"resolutiondate\":\"{}\",\"issuelinks\":[{links}]}}}}",
        words(i, 3),
        seconds(i * 30).replace('Z', ".000+0000"),
        seconds(10_000_000).replace('Z', ".000+0000")
    );
}

fn duplicate(of: usize) -> String {
    format!(
        "{{\"type\":{{\"name\":\"Duplicate\",\"inward\":\"is duplicated by\",\"outward\":\"duplicates\"}},\"outwardIssue\":{{\"key\":\"OPS-{of}\"}}}}"
    )
}

fn issues(number: usize, of: impl Fn(usize) -> usize) -> String {
    let mut text = String::new();
    (0..number).for_each(|i| issue(&mut text, i, &duplicate(of(i))));
    text
}

fn issue_of_all(number: usize) -> String {
    let mut text = String::new();
    (1..number).for_each(|i| issue(&mut text, i, ""));
    let all: Vec<String> = (1..number).map(duplicate).collect();
    issue(&mut text, 0, &all.join(","));
    text
}

fn merged(number: usize, into: impl Fn(usize) -> usize) -> String {
    let mut text = String::new();
    for i in 0..number {
        let line = pager(1, |_| plain(i));
        let reason = format!(
            ",\"resolve_reason\":{{\"type\":\"merge_resolve_reason\",\"incident\":{{\"id\":\"P{}\",\"type\":\"incident_reference\"}}}}}}",
            into(i)
        );
        text.push_str(line.trim_end().trim_end_matches('}'));
        text.push_str(if line.trim_end().ends_with("]}") { "" } else { "" });
        text.push_str(&reason);
        text.push('\n');
    }
    text
}

fn log(
    number: usize,
    incident: impl Fn(usize) -> usize,
    person: impl Fn(usize) -> usize,
    at: impl Fn(usize) -> usize,
) -> Files {
    let mut text = String::new();
    const KINDS: [&str; 4] = ["notify", "acknowledge", "annotate", "resolve"];
    let most = (0..number).map(&incident).max().unwrap_or(0) + 1;
    for i in 0..number * 2 {
        let (kind, i) = (KINDS[i % 4 / 2 + if i % 2 == 1 { 1 } else { 0 }], i / 2);
        let user = format!(
            "{{\"id\":\"U{}\",\"type\":\"user_reference\",\"summary\":\"{} {}\"}}",
            person(i),
            word(person(i)),
            word(person(i) + 5)
        );
        let who = if kind == "notify" { "user" } else { "agent" };
        _ = writeln!(
            text,
            "{{\"id\":\"R{i}{kind}\",\"type\":\"{kind}_log_entry\",\"summary\":\"{kind}\",\"created_at\":\"{}\",\"{who}\":{user},\"channel\":{{\"type\":\"auto\",\"notification\":{{\"type\":\"phone_notification\"}}}},\"incident\":{{\"id\":\"P{}\"}}}}",
            seconds(at(i)),
            incident(i)
        );
    }
    vec![file("a.jsonl", pager(most.min(number), |i| Incident { at: at(i), ..plain(i) })), file("b.jsonl", text)]
}

fn pages(number: usize, person: impl Fn(usize) -> usize, at: impl Fn(usize) -> usize) -> Files {
    let mut text = String::new();
    for i in 0..number {
        _ = writeln!(
            text,
            "{{\"id\":\"PN{i}\",\"type\":\"phone_notification\",\"started_at\":\"{}\",\"user\":{{\"id\":\"U{}\",\"summary\":\"{} {}\"}},\"incident\":{{\"id\":\"P{i}\"}}}}",
            seconds(at(i)),
            person(i),
            word(person(i)),
            word(person(i) + 5)
        );
    }
    vec![file("a.jsonl", pager(number, |i| Incident { at: at(i), ..plain(i) })), file("b.jsonl", text)]
}

fn shifts(
    number: usize,
    person: impl Fn(usize) -> usize,
    schedule: impl Fn(usize) -> usize,
    at: impl Fn(usize) -> (usize, usize),
) -> Files {
    let mut text = String::new();
    for i in 0..number {
        let (from, to) = at(i);
        let who = person(i);
        _ = writeln!(
            text,
            "{{\"user\":{{\"id\":\"U{who}\",\"summary\":\"{} {}\"}},\"schedule\":{{\"id\":\"S{}\",\"summary\":\"Rota {}\"}},\"escalation_policy\":{{\"id\":\"E1\",\"summary\":\"service 1\"}},\"escalation_level\":1,\"start\":\"{}\",\"end\":\"{}\"}}",
            word(who),
            word(who + 5),
            schedule(i),
            schedule(i),
            seconds(from),
            seconds(to)
        );
    }
    let mut files = log(1_000, |i| i, |i| i % 50, |i| i * 3_000);
    files.push(file("c.jsonl", text));
    files
}

fn people(number: usize, of: impl Fn(usize) -> (String, String, String)) -> Files {
    let mut text = String::new();
    for i in 0..number {
        let (id, name, email) = of(i);
        _ = writeln!(
            text,
            "{{\"id\":\"{id}\",\"type\":\"user\",\"name\":\"{name}\",\"email\":\"{email}\",\"time_zone\":\"Europe/Lisbon\",\"teams\":[]}}"
        );
    }
    vec![file("a.jsonl", pager(100, plain)), file("users.jsonl", text)]
}

/// Log-in names in tickets, full names in a list.
fn log_ins(number: usize) -> Files {
    let mut text = String::new();
    for i in 0..number {
        _ = writeln!(
            text,
            "{{\"id\":\"{i}\",\"key\":\"OPS-{i}\",\"fields\":{{\"summary\":\"{} fails\",\"issuetype\":{{\"name\":\"Incident\"}},\"status\":{{\"name\":\"Done\"}},\"created\":\"{}\",\"assignee\":{{\"name\":\"ann.lee\",\"accountId\":\"id-{i}\"}}}}}}",
            words(i, 3),
            seconds(i * 300).replace('Z', ".000+0000")
        );
    }
    let mut files = people(number, |i| (format!("U{i}"), "Ann Lee".to_owned(), format!("ann.lee@d{i}.example")));
    files.push(file("c.jsonl", text));
    files
}

fn by_hand(number: usize) -> Files {
    let mut text = String::from("ID,Name,Email,Time zone,Team\n");
    (0..number).for_each(|i| {
        _ = writeln!(
            text,
            "pagerduty:U{i};jira:j{i},{} {},p{i}@acme.example,Europe/Lisbon,Team {}",
            word(i),
            word(i + 5),
            i % 9
        )
    });
    let mut files = log(number, |i| i, |i| i, |i| i * 300);
    files.push(file("people.csv", text));
    files
}

fn by_hand_one(number: usize) -> Files {
    let mut text = String::from("ID,Name,Email,Time zone,Team\n");
    (0..number).for_each(|i| _ = writeln!(text, "U1;x{i},{} {},,Europe/Lisbon,Team {}", word(i), word(i + 5), i % 9));
    let mut files = log(number, |i| i, |i| i, |i| i * 300);
    files.push(file("people.csv", text));
    files
}

fn annotated(number: usize, of: impl Fn(usize) -> String) -> Files {
    let mut text = String::from("action,target,field,value,reason\n");
    (1..number).for_each(|i| _ = writeln!(text, "{}", of(i)));
    vec![file("a.jsonl", pager(number, plain)), file("annotations.csv", text)]
}

/// All are children of one ticket and a person takes each out again.
fn split_apart(number_of: usize) -> Files {
    let mut text = String::from("action,target,field,value,reason\n");
    (1..number_of).for_each(|i| _ = writeln!(text, "split,{},,{},another thing", number(i), number(i - 1)));
    vec![
        file("a.csv", tickets(number_of, |i| Ticket { parent: number(0), ..ticket(i) })),
        file("annotations.csv", text),
    ]
}

fn follow_ups(number: usize, of: impl Fn(usize) -> usize) -> Files {
    let (mut incidents, mut text) = (String::new(), String::new());
    for i in 0..number {
        _ = writeln!(
            incidents,
            "{{\"id\":\"01J{i}\",\"reference\":\"INC-{i}\",\"name\":\"{} fails\",\"created_at\":\"{}\",\"incident_status\":{{\"id\":\"s\",\"name\":\"Closed\",\"category\":\"closed\"}},\"severity\":{{\"id\":\"v\",\"name\":\"Major\",\"rank\":2}},\"mode\":\"standard\",\"visibility\":\"public\",\"incident_timestamp_values\":[],\"incident_role_assignments\":[]}}",
            words(i / 3, 3),
            seconds(i * 300)
        );
        _ = writeln!(
            text,
            "{{\"id\":\"01F{i}\",\"incident_id\":\"01J{}\",\"title\":\"Do {}\",\"status\":\"{}\",\"assignee\":{{\"id\":\"U{}\",\"name\":\"{} {}\"}},\"created_at\":\"{}\",\"updated_at\":\"{}\",\"completed_at\":null}}",
            of(i),
            words(of(i), 3),
            if i % 2 == 0 { "completed" } else { "outstanding" },
            i % 50,
            word(i % 50),
            word(i % 50 + 3),
            seconds(i * 300 + 60),
            seconds(i * 300 + 60)
        );
    }
    vec![file("a.jsonl", incidents), file("b.jsonl", text)]
}

fn status_page(number: usize) -> String {
    let mut text = String::new();
    for i in 0..number {
        let list: Vec<String> = (0..3).map(|c| format!("{{\"id\":\"c{i}{c}\",\"name\":\"Part {i} {c}\"}}")).collect();
        _ = writeln!(
            text,
            "{{\"id\":\"sp{i}\",\"name\":\"{} fails\",\"status\":\"resolved\",\"impact\":\"minor\",\"created_at\":\"{}\",\"started_at\":\"{}\",\"resolved_at\":\"{}\",\"shortlink\":\"https://stspg.io/{i}\",\"incident_updates\":[],\"components\":[{}]}}",
            words(i, 3),
            seconds(i * 300),
            seconds(i * 300),
            seconds(i * 300 + 900),
            list.join(",")
        );
    }
    text
}

/// A table of an earlier report names the tool in each row.
fn tools(number: usize) -> Files {
    let mut text =
        String::from("incident_id,record_ids,title,started_at,start_basis,stated_severity,resolved_at,service\n");
    for i in 0..number * 50 {
        let tool = i % number;
        _ = writeln!(
            text,
            "tool{tool}:incident:{i},,{} fails,{},stated,SEV2,{},service {}",
            words(i / 3, 3),
            seconds(i * 60),
            seconds(i * 60 + 900),
            i % 20
        );
    }
    one("incidents.csv", text)
}

fn factors(number: usize) -> Files {
    let mut text =
        String::from("incident_id,record_ids,title,started_at,start_basis,stated_severity,resolved_at,service,areas\n");
    for i in 0..number {
        let list: Vec<String> = (0..5).map(|at| format!("factor:{}", word(i * 5 + at))).collect();
        _ = writeln!(
            text,
            "own:incident:{i},,{} fails,{},stated,SEV2,{},service {},{}",
            words(i / 3, 3),
            seconds(i * 60),
            seconds(i * 60 + 900),
            i % 20,
            list.join(";")
        );
    }
    one("incidents.csv", text)
}

fn changes(number: usize) -> Files {
    let mut text = String::from("at,what,metric\n");
    (0..number).for_each(|i| _ = writeln!(text, "{},Change {i},ttr", seconds(i * 300)));
    vec![file("a.jsonl", pager(number, plain)), file("changes.csv", text)]
}

fn exposure(number: usize) -> Files {
    let mut text = String::from("area,from,to,deploys,requests\n");
    (0..number).for_each(|i| _ = writeln!(text, "service:service {i},2026-01-01,2026-01-31,{i},{i}000"));
    vec![
        file("a.jsonl", pager(number, |i| Incident { service: format!("service {i}"), ..plain(i) })),
        file("exposure.csv", text),
    ]
}

fn holidays(number: usize) -> Files {
    let mut text = String::from("BEGIN:VCALENDAR\nX-WR-TIMEZONE:Europe/Berlin\n");
    (0..number).for_each(|i| {
        _ = write!(
            text,
            "BEGIN:VEVENT\nUID:{i}\nDTSTART;VALUE=DATE:{}\nSUMMARY:Day {i}\nEND:VEVENT\n",
            seconds(i * 86_400 % 300_000_000).split('T').next().unwrap_or("").replace('-', "")
        )
    });
    let mut files = log(1_000, |i| i, |i| i % 50, |i| i * 3_000);
    files.push(file("days.ics", text + "END:VCALENDAR\n"));
    files
}

fn earlier(number: usize) -> Files {
    let mut text = String::from("family_id,occurrences,first_seen,last_seen,name,incident_ids\n");
    (0..number / 2).for_each(|i| {
        _ = writeln!(
            text,
            "F-{i:04},2,2026-01-01,2026-01-02,{},pagerduty:incident:P{};pagerduty:incident:P{}",
            words(i, 2),
            i * 2,
            i * 2 + 1
        )
    });
    vec![
        file("a.jsonl", pager(number, |i| Incident { title: words(i / 2, 4), ..plain(i) })),
        file("families.csv", text),
    ]
}
