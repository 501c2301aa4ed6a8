//! Words of a title that tell of trouble, whatever else it says.

/// A title with one of these tells of trouble, whatever else it says ("Outage after the upgrade").
const TROUBLE: &[&str] = &[
    "outage",
    "outages",
    "incident",
    "failure",
    "failures",
    "failed",
    "failing",
    "fails",
    "broken",
    "error",
    "errors",
    "issue",
    "issues",
    "problem",
    "problems",
    "unplanned",
    "disruption",
    "disruptions",
    "disrupted",
    "slow",
    "unavailable",
    "unreachable",
    "degraded",
    "degradation",
    "alert",
    "not",
    "cannot",
    "unable",
    "down",
    "offline",
    "latency",
    "latencies",
    "timeout",
    "timeouts",
    "expired",
    "blocked",
    "stuck",
    "missing",
    "corrupt",
    "corrupted",
    "corruption",
    "crash",
    "crashes",
    "elevated",
    "overload",
    "overrun",
    "overruns",
    "overran",
];

/// Whether a text in small letters has a word of trouble.
pub(super) fn tells_of_trouble(lower: &str) -> bool {
    words(lower).any(|word| TROUBLE.contains(&word))
}

/// Words as people see them; a host name is one word, so `issues.example.org` tells of no issue.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    text.split(move |c: char| !inner(c)).map(|w| w.trim_matches(['.', '-', '_'])).filter(|w| !w.is_empty())
}
