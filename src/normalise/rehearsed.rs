//! Tests, drills and planned work that people name in titles, in any source.
//!
//! A word is not enough: `Load test environment down` is an incident, and so is `Outage after the planned upgrade`. A title
//! counts as a test when it says nothing else, or says it as a label; as a drill or as planned work when it names one,
//! tells of no trouble, and does not set something during it or after it.

use crate::normalise::exclusion::{DRILL, PLANNED_WORK, TEST};
use crate::normalise::trouble::tells_of_trouble;

/// Words of titles that say only that somebody tried something out.
const TRIED: [&str; 52] = [
    "a",
    "action",
    "actions",
    "alarm",
    "alert",
    "alerts",
    "an",
    "anything",
    "be",
    "do",
    "dummy",
    "email",
    "event",
    "for",
    "from",
    "ignore",
    "incident",
    "incidents",
    "integration",
    "is",
    "it",
    "just",
    "kindly",
    "mail",
    "may",
    "me",
    "message",
    "monitoring",
    "my",
    "new",
    "not",
    "notification",
    "of",
    "only",
    "opsgenie",
    "page",
    "pagerduty",
    "please",
    "pls",
    "plz",
    "resolve",
    "resolved",
    "sample",
    "servicenow",
    "the",
    "this",
    "ticket",
    "tickets",
    "to",
    "we",
    "closed",
    "close",
];
/// The word itself.
const TEST_WORDS: [&str; 6] = ["test", "tests", "testing", "testticket", "test123", "tester"];
/// Sentences that leave no doubt.
const SAYS_TEST: [&str; 9] = [
    "this is a test",
    "this is only a test",
    "this is just a test",
    "is a test incident",
    "is a test ticket",
    "test please ignore",
    "test, please ignore",
    "test - please ignore",
    "test do not action",
];
const TEST_LABELS: [&str; 8] =
    ["[test]", "(test)", "<test>", "{test}", "[testing]", "[dummy]", "*test*", "[test only]"];

/// What a drill is called.
const DRILLS: [&str; 21] = [
    "drill",
    "drills",
    "game day",
    "gameday",
    "dr test",
    "dr exercise",
    "disaster recovery test",
    "disaster recovery exercise",
    "failover test",
    "fail over test",
    "failover exercise",
    "fire exercise",
    "tabletop exercise",
    "table-top exercise",
    "chaos experiment",
    "chaos exercise",
    "simulation exercise",
    "incident simulation",
    "simulated incident",
    "simulated outage",
    "notfallübung",
];
/// Words that make another thing of a drill (`drill down`, `Apache Drill`).
const NO_DRILL: [&str; 6] = ["drill down", "drill-down", "drill through", "drill-through", "apache drill", "drill bit"];

/// Words that say that something was planned, and what is planned.
const PLANNED: [&str; 6] = ["planned", "scheduled", "geplante", "geplanter", "geplantes", "planmäßige"];
const WORK: [&str; 41] = [
    "maintenance",
    "upgrade",
    "upgrades",
    "update",
    "updates",
    "outage",
    "downtime",
    "migration",
    "migrations",
    "reboot",
    "reboots",
    "restart",
    "restarts",
    "patching",
    "patch",
    "deployment",
    "release",
    "work",
    "works",
    "change",
    "changes",
    "replacement",
    "switchover",
    "failover",
    "shutdown",
    "interruption",
    "installation",
    "cutover",
    "relocation",
    "move",
    "renewal",
    "rollout",
    "decommissioning",
    "power-down",
    "wartung",
    "wartungsarbeiten",
    "arbeiten",
    "aktualisierung",
    "umzug",
    "neustart",
    "wartungsfenster",
];
/// How many words may stand between (`planned database upgrade`).
const APART: usize = 3;

/// Words that set something else during, before or after what follows them.
const LED: [&str; 17] = [
    "during",
    "after",
    "following",
    "since",
    "before",
    "from",
    "by",
    "due",
    "because",
    "caused",
    "post",
    "beyond",
    "past",
    "despite",
    "while",
    "nach",
    "während",
];
/// How many words before it are looked at.
const BEFORE: usize = 4;

/// The rule that a title by itself calls for, if any.
#[must_use]
pub fn by_title(title: &str) -> Option<&'static str> {
    let lower = title.to_lowercase();
    if !["test", "drill", "day", "exercise", "experiment", "simula", "übung", "plan", "schedul", "dummy"]
        .iter()
        .any(|part| lower.contains(part))
    {
        return None;
    }
    let words: Vec<&str> =
        lower.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|w| !w.is_empty()).collect();
    if is_test(title, &lower, &words) {
        Some(TEST)
    } else if is_drill(&lower) {
        Some(DRILL)
    } else if is_planned(&lower, &words) {
        Some(PLANNED_WORK)
    } else {
        None
    }
}

/// `Test 2`, `TEST - do not action`, `[test] database down`, `This is a test`.
fn is_test(title: &str, lower: &str, words: &[&str]) -> bool {
    let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit() || c == '-');
    let says = words.iter().any(|word| TEST_WORDS.contains(word)) || words == ["dummy", "ticket"];
    let nothing_else = words.iter().all(|word| TEST_WORDS.contains(word) || TRIED.contains(word) || is_number(word));
    let labelled =
        TEST_LABELS.iter().any(|label| lower.trim_start().starts_with(label) || lower.trim_end().ends_with(label))
            || title.trim_start().starts_with("TEST:")
            || (lower.trim_start().starts_with("test:") && !tells_of_trouble(lower));
    (says && nothing_else) || labelled || SAYS_TEST.iter().any(|words| said(lower, words))
}

/// Whether a sentence stands in a title as such, and not inside words (`this is a testbed`).
fn said(lower: &str, words: &str) -> bool {
    let ends = |at: usize| lower.get(at + words.len()..).is_none_or(|rest| !rest.starts_with(char::is_alphanumeric));
    let another = |at: usize| {
        // `this is a test environment`: the next word says what the test belongs to.
        let rest = lower.get(at + words.len()..).unwrap_or("").trim_start();
        let next = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        ["environment", "system", "server", "cluster", "site", "bed", "database", "account", "instance"].contains(&next)
    };
    lower.match_indices(words).any(|(at, _)| ends(at) && !another(at))
}

/// `DR drill: fail over to site B`, `[game day] payments down`.
fn is_drill(lower: &str) -> bool {
    if NO_DRILL.iter().any(|words| lower.contains(words)) {
        return false;
    }
    let named = DRILLS.iter().flat_map(|name| lower.match_indices(name).map(move |(at, name)| (at, at + name.len())));
    let mut named = named.filter(|(from, to)| is_apart(lower, *from, *to));
    named.any(|(from, to)| is_label(lower, from, to) || (!tells_of_trouble(lower) && !is_led(lower, from)))
}

fn is_apart(text: &str, from: usize, to: usize) -> bool {
    let inner = |c: char| c.is_alphanumeric();
    let before = text.get(..from).is_some_and(|before| !before.ends_with(inner));
    before && text.get(to..).is_some_and(|rest| !rest.starts_with(inner))
}

/// What is named stands first, and a mark ends it: a label over whatever was rehearsed.
fn is_label(lower: &str, from: usize, to: usize) -> bool {
    let before = lower.get(..from).unwrap_or("").trim_start_matches(['[', '(', '*', ' ']);
    let rest = lower.get(to..).unwrap_or("").trim_start_matches(['*']);
    let marked = rest.starts_with([':', ']', ')']) || rest.starts_with(" -") || rest.starts_with(" –");
    before.split_whitespace().count() <= 2 && marked && !is_led(lower, from)
}

/// Whether a word before it says that something happened during it or after it.
pub(super) fn is_led(lower: &str, from: usize) -> bool {
    let before = lower.get(..from).unwrap_or("");
    let words = before.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let all: Vec<&str> = words.collect();
    all.iter().rev().take(BEFORE).any(|word| LED.contains(word))
}

/// `Planned database upgrade`, `Geplante Wartung`; not `Unplanned outage`, not `Slow after the planned upgrade`.
fn is_planned(lower: &str, words: &[&str]) -> bool {
    let place = words.iter().enumerate().find(|(at, word)| {
        let work = |next: &&str| WORK.contains(next);
        PLANNED.contains(*word) && words.iter().skip(at + 1).take(APART).any(work)
    });
    let Some((at, word)) = place else { return false };
    let led = words.iter().take(at).rev().take(BEFORE).any(|word| LED.contains(word));
    // What is planned may be an outage; that is no trouble.
    let rest = ["outage", "interruption"].iter().fold(lower.to_owned(), |text, word| text.replace(word, ""));
    !led && lower.contains(*word) && !tells_of_trouble(&rest)
}
