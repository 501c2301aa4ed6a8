//! Exports of several tools, as large as asked for.

use super::{Files, file, one, seconds, word, words};
use std::fmt::Write;

pub(crate) struct Incident {
    pub(crate) id: String,
    pub(crate) number: usize,
    pub(crate) title: String,
    pub(crate) details: String,
    pub(crate) service: String,
    pub(crate) team: String,
    pub(crate) key: String,
    pub(crate) at: usize,
    pub(crate) lasts: usize,
    pub(crate) components: usize,
}

pub(crate) fn plain(number: usize) -> Incident {
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

pub(crate) fn same() -> String {
    "Checkout queue is full".to_owned()
}

pub(crate) fn pager(number: usize, of: impl Fn(usize) -> Incident) -> String {
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

pub(crate) fn with_calm(number: usize, of: impl Fn(usize, usize) -> Incident) -> Files {
    let calm = pager(500, |i| Incident { id: format!("C{i}"), at: i * 40_000, ..plain(i) });
    one("a.jsonl", calm + &pager(number, |i| of(i, number)))
}

/// The same incidents in a pager and a ticket system.
pub(crate) fn two(number: usize, of: impl Fn(usize) -> Incident + Copy) -> Files {
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

pub(crate) fn naming(number: usize) -> Files {
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

pub(crate) fn naming_all(number: usize) -> Files {
    let mut files = naming(2);
    let all: Vec<String> = (0..number).map(|i| format!("PQ{i:06}")).collect();
    files[0].1 = pager(number, |i| Incident { id: format!("PQ{i:06}"), at: 300, ..plain(i) });
    files[1].1 = files[1].1.replace("Many fail", &all.join(" "));
    files
}

pub(crate) struct Ticket {
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) parent: String,
    pub(crate) problem: String,
    pub(crate) at: usize,
}

pub(crate) fn number(i: usize) -> String {
    format!("INC{i:07}")
}

pub(crate) fn ticket(i: usize) -> Ticket {
    Ticket {
        number: String::new(),
        title: format!("{} fails", words(i, 3)),
        parent: String::new(),
        problem: String::new(),
        at: i * 300,
    }
}

pub(crate) fn tickets(many: usize, of: impl Fn(usize) -> Ticket) -> String {
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

pub(crate) fn spaced(at: usize) -> String {
    seconds(at).replace('T', " ").replace('Z', "")
}

pub(crate) fn witnesses(number: usize) -> Files {
    let mut files =
        two(number / 10 + 1, |i| Incident { at: i * 60, lasts: 1_000_000, key: "INC0000001".to_owned(), ..plain(i) });
    files
        .push(file("c.csv", tickets(number, |i| Ticket { problem: "PRB0000001".to_owned(), at: i * 60, ..ticket(i) })));
    files
}

pub(crate) fn issue(text: &mut String, i: usize, links: &str) {
    _ = writeln!(
        text,
        "{{\"id\":\"{i}\",\"key\":\"OPS-{i}\",\"fields\":{{\"summary\":\"{} fails\",\"issuetype\":{{\"name\":\"Incident\"}},\"status\":{{\"name\":\"Done\"}},\
         \"created\":\"{}\",\"resolutiondate\":\"{}\",\"issuelinks\":[{links}]}}}}",
        words(i, 3),
        seconds(i * 30).replace('Z', ".000+0000"),
        seconds(10_000_000).replace('Z', ".000+0000")
    );
}

pub(crate) fn duplicate(of: usize) -> String {
    format!(
        "{{\"type\":{{\"name\":\"Duplicate\",\"inward\":\"is duplicated by\",\"outward\":\"duplicates\"}},\"outwardIssue\":{{\"key\":\"OPS-{of}\"}}}}"
    )
}

pub(crate) fn issues(number: usize, of: impl Fn(usize) -> usize) -> String {
    let mut text = String::new();
    (0..number).for_each(|i| issue(&mut text, i, &duplicate(of(i))));
    text
}

pub(crate) fn issue_of_all(number: usize) -> String {
    let mut text = String::new();
    (1..number).for_each(|i| issue(&mut text, i, ""));
    let all: Vec<String> = (1..number).map(duplicate).collect();
    issue(&mut text, 0, &all.join(","));
    text
}

pub(crate) fn merged(number: usize, into: impl Fn(usize) -> usize) -> String {
    let mut text = String::new();
    for i in 0..number {
        let line = pager(1, |_| plain(i));
        let reason = format!(
            ",\"resolve_reason\":{{\"type\":\"merge_resolve_reason\",\"incident\":{{\"id\":\"P{}\",\"type\":\"incident_reference\"}}}}}}",
            into(i)
        );
        text.push_str(line.trim_end().trim_end_matches('}'));
        text.push_str(&reason);
        text.push('\n');
    }
    text
}

pub(crate) fn log(
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

pub(crate) fn pages(number: usize, person: impl Fn(usize) -> usize, at: impl Fn(usize) -> usize) -> Files {
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

pub(crate) fn shifts(
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

pub(crate) fn people(number: usize, of: impl Fn(usize) -> (String, String, String)) -> Files {
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
pub(crate) fn log_ins(number: usize) -> Files {
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

pub(crate) fn by_hand(number: usize) -> Files {
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

pub(crate) fn by_hand_one(number: usize) -> Files {
    let mut text = String::from("ID,Name,Email,Time zone,Team\n");
    (0..number).for_each(|i| _ = writeln!(text, "U1;x{i},{} {},,Europe/Lisbon,Team {}", word(i), word(i + 5), i % 9));
    let mut files = log(number, |i| i, |i| i, |i| i * 300);
    files.push(file("people.csv", text));
    files
}

pub(crate) fn annotated(number: usize, of: impl Fn(usize) -> String) -> Files {
    let mut text = String::from("action,target,field,value,reason\n");
    (1..number).for_each(|i| _ = writeln!(text, "{}", of(i)));
    vec![file("a.jsonl", pager(number, plain)), file("annotations.csv", text)]
}

/// All are children of one ticket and a person takes each out again.
pub(crate) fn split_apart(number_of: usize) -> Files {
    let mut text = String::from("action,target,field,value,reason\n");
    (1..number_of).for_each(|i| _ = writeln!(text, "split,{},,{},another thing", number(i), number(i - 1)));
    vec![
        file("a.csv", tickets(number_of, |i| Ticket { parent: number(0), ..ticket(i) })),
        file("annotations.csv", text),
    ]
}

pub(crate) fn follow_ups(number: usize, of: impl Fn(usize) -> usize) -> Files {
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

pub(crate) fn status_page(number: usize) -> String {
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
pub(crate) fn tools(number: usize) -> Files {
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

pub(crate) fn factors(number: usize) -> Files {
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

pub(crate) fn changes(number: usize) -> Files {
    let mut text = String::from("at,what,metric\n");
    (0..number).for_each(|i| _ = writeln!(text, "{},Change {i},ttr", seconds(i * 300)));
    vec![file("a.jsonl", pager(number, plain)), file("changes.csv", text)]
}

pub(crate) fn exposure(number: usize) -> Files {
    let mut text = String::from("area,from,to,deploys,requests\n");
    (0..number).for_each(|i| _ = writeln!(text, "service:service {i},2026-01-01,2026-01-31,{i},{i}000"));
    vec![
        file("a.jsonl", pager(number, |i| Incident { service: format!("service {i}"), ..plain(i) })),
        file("exposure.csv", text),
    ]
}

pub(crate) fn holidays(number: usize) -> Files {
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

pub(crate) fn earlier(number: usize) -> Files {
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
