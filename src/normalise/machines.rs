//! Accounts that are nobody: service accounts, bots, integrations and the tools themselves.
//!
//! Words are compared whole, never as parts of words: Abbott, Talbot and Root-Meier are people.

use crate::model::record::StatedPerson;
use crate::text::fold;

/// Names that are nobody as a whole.
const WHOLE: [&str; 27] = [
    "system",
    "siebel",
    "event management",
    "admin",
    "administrator",
    "guest",
    "root",
    "api",
    "automation",
    "nobody",
    "daemon",
    "mailer daemon",
    "postmaster",
    "cron",
    "scheduler",
    "workflow",
    "rest api",
    "web service",
    "slackbot",
    "dependabot",
    "renovate",
    "hubot",
    "terraform",
    "ansible",
    "github actions",
    "automation for jira",
    "system administrator",
];

/// Tools that write under their own name. `Jenkins` is the tool and `Ann Jenkins` is not.
const TOOLS: [&str; 28] = [
    "jenkins",
    "datadog",
    "nagios",
    "icinga",
    "zabbix",
    "prometheus",
    "alertmanager",
    "grafana",
    "pagerduty",
    "opsgenie",
    "victorops",
    "splunk",
    "dynatrace",
    "new relic",
    "newrelic",
    "pingdom",
    "sentry",
    "cloudwatch",
    "amazon cloudwatch",
    "statuspage",
    "servicenow",
    "zapier",
    "spinnaker",
    "argocd",
    "argo cd",
    "circleci",
    "gitlab ci",
    "uptimerobot",
];

/// What may stand beside a tool's name (`Jenkins CI`, `Datadog Alerts`, `Grafana OnCall prod`).
const BESIDE_TOOLS: [&str; 20] = [
    "ci",
    "cd",
    "alert",
    "alerts",
    "alerting",
    "oncall",
    "monitor",
    "agent",
    "user",
    "account",
    "service",
    "server",
    "sync",
    "app",
    "cloud",
    "prod",
    "production",
    "staging",
    "dev",
    "connector",
];

/// Words that no person's name has.
const WORDS: [&str; 12] = [
    "bot",
    "bots",
    "webhook",
    "webhooks",
    "integration",
    "integrations",
    "automation",
    "automated",
    "monitoring",
    "noreply",
    "donotreply",
    "robot",
];

/// Pairs of words that no person's name has.
const PAIRS: [[&str; 2]; 13] = [
    ["service", "account"],
    ["system", "account"],
    ["technical", "account"],
    ["service", "user"],
    ["system", "user"],
    ["technical", "user"],
    ["integration", "user"],
    ["api", "user"],
    ["api", "key"],
    ["api", "token"],
    ["no", "reply"],
    ["not", "reply"],
    ["mailer", "daemon"],
];

/// First words of accounts that were named by a scheme (`svc-deploy`, `srv_backup`).
const SCHEMES: [&str; 4] = ["svc", "srv", "svcacct", "bot"];

/// Boxes for mail that are no person's.
const BOXES: [&str; 11] = [
    "alert",
    "alerts",
    "notification",
    "notifications",
    "monitoring",
    "automation",
    "root",
    "admin",
    "daemon",
    "cron",
    "system",
];

/// Whether a mention is nobody: the export says so, the settings name it, or it is named like one.
#[must_use]
pub fn is_machine(stated: &StatedPerson, listed: &[String]) -> bool {
    stated.machine || is_listed(stated, listed) || is_box(&stated.email) || is_named(stated)
}

/// Whether the settings name the account, by name, address, the part before the `@`, or id. A `*` at the end stands for
/// any rest.
fn is_listed(stated: &StatedPerson, listed: &[String]) -> bool {
    let email = stated.email.trim().to_lowercase();
    let local = local_part(&email).to_owned();
    let values = [stated.name.trim().to_lowercase(), email, local, stated.id.trim().to_lowercase()];
    values.iter().filter(|value| !value.is_empty()).any(|value| {
        listed.iter().any(|entry| match entry.strip_suffix('*') {
            Some(start) => !start.is_empty() && value.starts_with(start),
            None => entry == value,
        })
    })
}

fn local_part(email: &str) -> &str {
    email.split_once('@').map_or("", |(local, _)| local)
}

fn is_box(email: &str) -> bool {
    let email = email.trim().to_lowercase();
    let Some((local, domain)) = email.split_once('@') else { return false };
    BOXES.contains(&local)
        || domain.ends_with(".gserviceaccount.com")
        || (local == "jenkins" || has_words(&fold::words(local)) || has_scheme(local))
}

fn is_named(stated: &StatedPerson) -> bool {
    let given = [&stated.name, &stated.id].into_iter().map(|v| v.trim()).find(|v| !v.is_empty()).unwrap_or("");
    let own = outside_brackets(given);
    let words = words_of(&own);
    let whole = words.join(" ");
    if WHOLE.contains(&whole.as_str()) || has_words(&words) || has_scheme(&own) {
        return true;
    }
    is_tool(&words) && !has_own_address(&stated.email, &words)
}

// What stands in brackets behind a person's name is their team or a remark (`Priya Nair (Automation)`); behind one word
// it says what the account is (`dependabot[bot]`, `Jira (integration)`).
fn outside_brackets(name: &str) -> String {
    let before = name.split(['(', '[']).next().unwrap_or("").trim();
    let words = fold::words(before);
    let is_full_name = words.len() >= 2 && words.iter().all(|w| w.chars().all(char::is_alphabetic));
    let (kept, pair) = (before.to_owned(), is_full_name && !has_words(&words) && !is_tool(&words));
    if pair { kept } else { name.to_owned() }
}

// `DeployBot` is two words; `Talbot` is one.
fn words_of(name: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(name.len() + 2);
    let mut before = ' ';
    for c in name.chars() {
        if before.is_lowercase() && c.is_uppercase() {
            spaced.push(' ');
        }
        spaced.push(c);
        before = c;
    }
    let (split, plain) = (fold::words(&spaced), fold::words(name));
    if has_words(&split) { split } else { plain }
}

fn has_words(words: &[String]) -> bool {
    words.iter().any(|w| WORDS.contains(&w.as_str()))
        || words.windows(2).any(|pair| {
            PAIRS.iter().any(|[a, b]| pair.first().is_some_and(|w| w == a) && pair.last().is_some_and(|w| w == b))
        })
}

fn has_scheme(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    let is_joined = !name.contains(char::is_whitespace);
    let mut parts = name.splitn(2, ['-', '_']);
    let (first, rest) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    is_joined && !rest.is_empty() && SCHEMES.contains(&first)
}

fn is_tool(words: &[String]) -> bool {
    (1..=2.min(words.len())).any(|n| {
        let (tool, beside) = words.split_at_checked(n).unwrap_or((words, &[]));
        TOOLS.contains(&tool.join(" ").as_str()) && beside.iter().all(|w| BESIDE_TOOLS.contains(&w.as_str()))
    })
}

// Somebody who is only called `Jenkins` but has the address `tom.jenkins@…` is a person.
fn has_own_address(email: &str, name: &[String]) -> bool {
    let local = fold::words(local_part(email.trim()));
    local.len() >= 2 && local.iter().any(|word| !name.contains(word) && !BESIDE_TOOLS.contains(&word.as_str()))
}
