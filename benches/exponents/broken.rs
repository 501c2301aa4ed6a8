//! JSON that is cut off, mismatched, nested or repeated a hundred thousand times.

use super::{Case, file, one, seconds};
use std::fmt::Write;

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "json: open strings, a line each",
        size: 20_000,
        make: |n| one("a.json", "[\n{\"id\":\"a\n".repeat(n)),
    },
    Case { name: "json: one open object a line", size: 100_000, make: |n| one("a.json", "{\n".repeat(n)) },
    Case { name: "json: one open array a line", size: 100_000, make: |n| one("a.json", "[\n".repeat(n)) },
    Case { name: "json: open arrays", size: 250_000, make: |n| one("a.json", "[".repeat(n)) },
    Case { name: "json: open members", size: 250_000, make: |n| one("a.json", "{\"a\":".repeat(n)) },
    Case { name: "json: open members, a line each", size: 100_000, make: |n| one("a.json", "{\"a\":\n".repeat(n)) },
    Case { name: "json: open arrays in members", size: 100_000, make: |n| one("a.json", "[{\"a\":".repeat(n)) },
    Case {
        name: "json: open quotes in an array",
        size: 100_000,
        make: |n| one("a.json", format!("[{}", "\"\n".repeat(n | 1))),
    },
    Case {
        name: "json: wrong brackets in an array",
        size: 100_000,
        make: |n| one("a.json", format!("[\n{}", "{]\n".repeat(n))),
    },
    Case { name: "json: wrong brackets, a line each", size: 100_000, make: |n| one("a.json", "{]\n".repeat(n)) },
    Case {
        name: "json: late wrong brackets",
        size: 100_000,
        make: |n| one("a.json", format!("[\n{}]", "{\"a\":[\n".repeat(n))),
    },
    Case {
        name: "json: first record without end, array",
        size: 10_000,
        make: |n| one("a.json", after_open(n, "[", ",")),
    },
    Case {
        name: "json: first record without end, lines",
        size: 10_000,
        make: |n| one("a.json", after_open(n, "", "")),
    },
    Case { name: "json: indented records without end", size: 10_000, make: |n| one("a.json", open_records(n)) },
    Case { name: "json: a broken element a line", size: 10_000, make: |n| one("a.json", every_other_broken(n)) },
    Case {
        name: "json: documents on one line",
        size: 250_000,
        make: |n| one("a.json", format!("{{\"id\":1}}\n{}", "{}".repeat(n))),
    },
    Case {
        name: "json: documents and blanks",
        size: 100_000,
        make: |n| one("a.json", format!("{{\"id\":1}}\n{}{}", "{}".repeat(n), "\n ".repeat(n))),
    },
    Case {
        name: "json: words behind records",
        size: 100_000,
        make: |n| one("a.json", format!("{{\"id\":1}}\n{}", "{} x ".repeat(n))),
    },
    Case {
        name: "json: words, a line each",
        size: 250_000,
        make: |n| one("a.json", format!("[]\n{}", "x\n".repeat(n))),
    },
    Case { name: "json: many envelopes", size: 25_000, make: |n| one("a.json", envelopes(n, false)) },
    Case { name: "json: envelopes, each with its zone", size: 10_000, make: |n| one("a.json", envelopes(n, true)) },
    Case {
        name: "json: envelopes gathered in an array",
        size: 25_000,
        make: |n| one("a.json", format!("[{}]", envelopes(n, false).trim_end().replace('\n', ","))),
    },
    Case { name: "json: connector streams of many names", size: 25_000, make: |n| one("a.json", streams(n)) },
    Case {
        name: "json: array of arrays",
        size: 100_000,
        make: |n| one("a.json", format!("[{}[]]", format!("[{}],", record(1)).repeat(n / 10))),
    },
    Case {
        name: "json: array of broken arrays",
        size: 50_000,
        make: |n| one("a.json", format!("[{}[]]", "[}],".repeat(n))),
    },
    Case {
        name: "json: one key repeated",
        size: 250_000,
        make: |n| one("a.json", format!("{{{}\"id\":1}}", "\"a\":1,".repeat(n))),
    },
    Case {
        name: "json: one array repeated",
        size: 50_000,
        make: |n| one("a.json", format!("{{{}\"a\":1}}", "\"incidents\":[],".repeat(n))),
    },
    Case {
        name: "json: one broken array repeated",
        size: 50_000,
        make: |n| one("a.json", format!("{{{}\"a\":1}}", "\"incidents\":[{],".repeat(n))),
    },
    Case {
        name: "json: objects under a known key",
        size: 100_000,
        make: |n| one("a.json", format!("{}1{}", "{\"data\":".repeat(n), "}".repeat(n))),
    },
    Case { name: "json: many keys in one record", size: 100_000, make: |n| one("a.json", many_keys(n)) },
    Case {
        name: "csv: an open quote a line",
        size: 100_000,
        make: |n| {
            one(
                "a.csv",
                format!(
                    "number,opened_at,short_description,priority,state,assignment_group\n{}",
                    "INC1,2026-01-01,\"a,1,2,3\n".repeat(n | 1)
                ),
            )
        },
    },
    Case {
        name: "csv: short lines",
        size: 250_000,
        make: |n| {
            one(
                "a.csv",
                format!("number,opened_at,short_description,priority,state,assignment_group\n{}", "x\n".repeat(n)),
            )
        },
    },
    Case { name: "csv: columns", size: 25_000, make: |n| one("a.csv", columns(n)) },
    Case {
        name: "calendar: folded lines",
        size: 100_000,
        make: |n| {
            one(
                "a.ics",
                format!(
                    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\nSUMMARY:New{}\nEND:VEVENT\nEND:VCALENDAR\n",
                    "\n x".repeat(n)
                ),
            )
        },
    },
    Case {
        name: "calendar: open events",
        size: 50_000,
        make: |n| one("a.ics", format!("BEGIN:VCALENDAR\n{}", "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\n".repeat(n))),
    },
    Case { name: "html-like text", size: 250_000, make: |n| vec![file("a.txt", "x <a <b ".repeat(n))] },
];

/// A record of a pager.
pub(crate) fn record(number: usize) -> String {
    let (from, to) = (seconds(number * 60), seconds(number * 60 + 1_200));
    format!(
        "{{\"id\":\"P{number}\",\"type\":\"incident\",\"incident_number\":{number},\"title\":\"Queue {number} is full\",\
         \"created_at\":\"{from}\",\"status\":\"resolved\",\"urgency\":\"high\",\"resolved_at\":\"{to}\",\
         \"service\":{{\"id\":\"S1\",\"summary\":\"queue\"}}}}"
    )
}

fn after_open(number: usize, begin: &str, between: &str) -> String {
    let mut text = format!("{begin}\n{{\"id\":\"P0\",\"service\":{{\"id\":\"S1\"{between}\n");
    (1..number).for_each(|at| _ = writeln!(text, "{}{between}", record(at)));
    text
}

fn open_records(number: usize) -> String {
    let mut text = String::from("[\n");
    (1..number).for_each(|at| _ = writeln!(text, "  {},", record(at).trim_end_matches('}')));
    text
}

fn every_other_broken(number: usize) -> String {
    let mut text = String::from("[\n");
    for at in 1..number {
        let record = record(at);
        let end = if at % 2 == 0 { "}" } else { "" };
        _ = writeln!(text, "{}{end},", record.trim_end_matches('}'));
    }
    text + "{}]"
}

fn envelopes(number: usize, zones: bool) -> String {
    let mut text = String::new();
    for at in 1..number {
        let zone = if zones { format!("\"time_zone\":\"Zone/{at}\",") } else { String::new() };
        _ = writeln!(text, "{{{zone}\"incidents\":[{}],\"more\":false}}", record(at));
    }
    text
}

fn streams(number: usize) -> String {
    let mut text = String::new();
    for at in 1..number {
        _ = writeln!(text, "{{\"type\":\"RECORD\",\"stream\":\"s{at}\",\"record\":{}}}", record(at));
    }
    text
}

fn many_keys(number: usize) -> String {
    let mut text = record(1).trim_end_matches('}').to_owned() + "}";
    (0..number).for_each(|at| _ = write!(text, ",\"k{at}\":{at}"));
    text + "}"
}

fn columns(number: usize) -> String {
    let mut text = String::from("number,opened_at,short_description,priority,state,assignment_group");
    (0..number).for_each(|at| _ = write!(text, ",c{at}"));
    text.push_str("\nINC1,2026-01-01 00:00:00,a,1,2,3");
    (0..number).for_each(|at| _ = write!(text, ",{at}"));
    text.push('\n');
    text
}
