//! One incident whose title, summary or review is long and made of one thing again and again.

use super::{Case, Files, one, seconds};
use std::fmt::Write;

macro_rules! titles {
    ($($name:literal: $piece:literal,)+) => {
        /// A title of 500 KB at the largest size.
        pub(crate) const TITLES: &[Case] = &[$(Case { name: concat!("title: ", $name), size: 125_000, make: |n| title($piece, n) },)+];
        /// A review of 5 MB of the same at the largest size.
        pub(crate) const REVIEWS: &[Case] = &[$(Case { name: concat!("review: ", $name), size: 1_250_000, make: |n| review(concat!($piece, "\n"), n) },)+];
        /// The same in the prose of a review that has no line ends.
        pub(crate) const LINES: &[Case] = &[$(Case { name: concat!("one line: ", $name), size: 1_250_000, make: |n| review($piece, n) },)+];
    };
}

titles! {
    "braces": "{{",
    "round brackets": "((",
    "square brackets": "[[",
    "angle brackets": "<<",
    "closing brackets": "}])>",
    "quotes": "\"'`",
    "per cent": "%7B",
    "hexadecimal": "deadbeef01",
    "hexadecimal words": "deadbeef01 ",
    "digits": "0123456789",
    "letters": "abcdefghij",
    "short words": "a ",
    "numbers": "1 ",
    "different dashes": "a-1 -",
    "points": "1.",
    "colons": "::1",
    "schemes": "http://",
    "open addresses": "a://(",
    "addresses": "https://x.pagerduty.com/incidents/Q1 ",
    "mentions": "<@U1> @a ",
    "mail": "a@b.c,",
    "entities": "&amp;&",
    "tags": "<b><a href=x>",
    "open tags": "<a ",
    "comments": "<!-- ",
    "links": "[](",
    "whole links": "[a](b)",
    "images": "![](",
    "nested links": "[a[",
    "stars": "**a_",
    "under lines": "__a*",
    "back ticks": "```` ",
    "fences": "```\\n",
    "accents": "\u{e9}\u{301}",
    "capitals that grow": "\u{130}",
    "wide": "\u{1f600}\u{200d}",
    "table cells": "|a",
    "rows": "| a | b |",
    "headings": "# a",
    "times": "- 10:01 a",
    "boxes": "- [ ] a",
    "dashes": "---",
    "keys": "**Severity:** SEV1 ",
    "back slashes": "\\\\",
    "names": "Ann Lee, Bo Ray ",
}

fn title(piece: &str, bytes: usize) -> Files {
    let text: String = piece.repeat(bytes / piece.len() + 1);
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    let mut files = one(
        "a.json",
        format!(
            "{{\"incidents\":[{{\"id\":\"P1\",\"type\":\"incident\",\"incident_number\":1,\"title\":\"{text}\",\
             \"created_at\":\"{}\",\"status\":\"resolved\",\"urgency\":\"high\",\"resolved_at\":\"{}\",\
             \"service\":{{\"id\":\"S1\",\"summary\":\"{text}\"}},\"body\":{{\"type\":\"incident_body\",\"details\":\"{text}\"}},\
             \"last_status_change_by\":{{\"id\":\"U1\",\"type\":\"user_reference\",\"summary\":\"{text}\"}}}}]}}",
            seconds(0),
            seconds(900)
        ),
    );
    let ticket = format!(
        "{{\"id\":\"1\",\"key\":\"OPS-1\",\"fields\":{{\"summary\":\"{text}\",\"issuetype\":{{\"name\":\"Incident\"}},\"status\":{{\"name\":\"Done\"}},\
         \"created\":\"2026-01-01T00:05:00.000+0000\",\"resolutiondate\":\"2026-01-01T00:15:00.000+0000\",\"description\":\"{text}\",\
         \"assignee\":{{\"displayName\":\"{text}\"}},\"labels\":[\"{text}\"]}}}}\n"
    );
    files.push(("b.jsonl".to_owned(), ticket));
    files
}

fn review(piece: &str, bytes: usize) -> Files {
    let mut text =
        String::from("---\ntitle: Checkout API 5xx\ndate: 2026-08-11\nseverity: SEV2\n---\n\n## Summary\n\n");
    let piece = piece.replace("\\n", "\n");
    text.push_str(&piece.repeat(bytes / piece.len() / 3 + 1));
    text.push_str("\n\n## Timeline (all times UTC)\n\n");
    text.push_str(&piece.repeat(bytes / piece.len() / 3 + 1));
    text.push_str("\n\n## Action items\n\n");
    text.push_str(&piece.repeat(bytes / piece.len() / 3 + 1));
    one("a.md", text)
}

pub(crate) const DOCUMENTS: &[Case] = &[
    Case { name: "document: braces in front", size: 1_000_000, make: |n| one("a.md", "{".repeat(n)) },
    Case {
        name: "document: matter without end",
        size: 250_000,
        make: |n| one("a.md", format!("---\n{}", "a: [\n".repeat(n / 5))),
    },
    Case {
        name: "document: matter of brackets",
        size: 250_000,
        make: |n| one("a.md", format!("---\na: {}\n---\n# A\n", "[".repeat(n))),
    },
    Case { name: "document: matter of indents", size: 100_000, make: |n| one("a.md", indents(n)) },
    Case {
        name: "document: plus matter",
        size: 250_000,
        make: |n| one("a.md", format!("+++\na = {}\n+++\n# A\n", "[".repeat(n))),
    },
    Case { name: "document: headings, a section each", size: 20_000, make: |n| one("a.md", sections(n)) },
    Case { name: "document: tables", size: 20_000, make: |n| one("a.md", tables(n)) },
    Case { name: "document: steps of one day", size: 50_000, make: |n| one("a.md", steps(n)) },
    Case { name: "document: people", size: 20_000, make: |n| one("a.md", authors(n)) },
];

fn indents(bytes: usize) -> String {
    let mut text = String::from("---\n");
    let mut depth = 0;
    while text.len() < bytes {
        _ = writeln!(text, "{}a:", " ".repeat(depth));
        depth += 1;
    }
    text + "---\n# A\n"
}

fn sections(number: usize) -> String {
    let mut text = String::from(
        "# Orders were lost\n\n**Severity:** SEV1\n**Commander:** @ines\n- **Started:** 2026-03-02 07:00 UTC\n- **Resolved:** 2026-03-02 08:30 UTC\n\n",
    );
    (0..number).for_each(|at| {
        _ = write!(text, "## Timeline {at}\n\n- 07:{:02} a\n\n### Action items {at}\n- [ ] b {at}\n\n", at % 60)
    });
    text
}

fn tables(number: usize) -> String {
    let mut text = String::from(
        "# Orders were lost\n\n**Severity:** SEV1\n**Commander:** @ines\n- **Started:** 2026-03-02 07:00 UTC\n- **Resolved:** 2026-03-02 08:30 UTC\n\n## Action items\n\n| Action | Owner | Due | Status |\n| --- | --- | --- | --- |\n",
    );
    (0..number).for_each(|at| _ = writeln!(text, "| do {at} | Ann Lee{at} | 2026-08-25 | open |"));
    text
}

fn steps(number: usize) -> String {
    let mut text = String::from(
        "# Orders were lost\n\n**Severity:** SEV1\n**Commander:** @ines\n- **Started:** 2026-03-02 07:00 UTC\n- **Resolved:** 2026-03-02 08:30 UTC\n\n## Timeline\n\n",
    );
    (0..number).for_each(|at| _ = writeln!(text, "- {:02}:{:02} Ann Lee does {at}", at / 60 % 24, at % 60));
    text
}

fn authors(number: usize) -> String {
    let mut text = String::from(
        "# Orders were lost\n\n**Severity:** SEV1\n**Commander:** @ines\n- **Started:** 2026-03-02 07:00 UTC\n- **Resolved:** 2026-03-02 08:30 UTC\n\n### Authors\n\n",
    );
    (0..number).for_each(|at| _ = writeln!(text, "Ann Lee{at} <a{at}@acme.example>,"));
    text
}
