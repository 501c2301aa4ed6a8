//! Lines of the log.

use super::{NagiosEntry, What};

/// Whether a text is such a log: a time in brackets, and a word of the program behind it.
#[must_use]
pub fn is_log(start: &str) -> bool {
    let words = [
        " ALERT: ",
        "CURRENT SERVICE STATE",
        "CURRENT HOST STATE",
        "LOG ROTATION",
        "LOG VERSION",
        "NOTIFICATION: ",
        "Nagios ",
    ];
    let line = start.lines().next().unwrap_or("");
    moment(line).is_some_and(|(_, rest)| words.iter().any(|word| rest.contains(word)))
}

/// What the lines tell, in their order.
pub(super) fn entries(text: &str) -> impl Iterator<Item = NagiosEntry> + '_ {
    text.lines().filter_map(moment).filter_map(|(at, rest)| entry(at, rest))
}

/// `[1767600000] …`
fn moment(line: &str) -> Option<(&str, &str)> {
    let (at, rest) = line.trim().strip_prefix('[')?.split_once("] ")?;
    let is_time = (9..=10).contains(&at.len()) && at.chars().all(|c| c.is_ascii_digit());
    is_time.then_some((at, rest))
}

/// What stands behind the time of a line.
pub(super) fn entry(at: &str, rest: &str) -> Option<NagiosEntry> {
    let (kind, told) = rest.split_once(": ")?;
    let parts: Vec<&str> = told.split(';').collect();
    let state = |state: &str, hard: &str| What::State { state: state.to_owned(), hard: hard == "HARD" };
    let (host, service, what) = match (kind, parts.as_slice()) {
        ("SERVICE ALERT" | "CURRENT SERVICE STATE" | "INITIAL SERVICE STATE", [host, service, now, hard, ..]) => {
            (*host, *service, state(now, hard))
        }
        ("HOST ALERT" | "CURRENT HOST STATE" | "INITIAL HOST STATE", [host, now, hard, ..]) => {
            (*host, "", state(now, hard))
        }
        ("SERVICE NOTIFICATION", [who, host, service, now, by, _, more @ ..]) => {
            (*host, *service, notification(who, by, now, more)?)
        }
        ("HOST NOTIFICATION", [who, host, now, by, _, more @ ..]) => (*host, "", notification(who, by, now, more)?),
        ("EXTERNAL COMMAND", ["ACKNOWLEDGE_SVC_PROBLEM", host, service, _, _, _, by, ..]) => {
            (*host, *service, What::Acknowledged { by: (*by).to_owned() })
        }
        ("EXTERNAL COMMAND", ["ACKNOWLEDGE_HOST_PROBLEM", host, _, _, _, by, ..]) => {
            (*host, "", What::Acknowledged { by: (*by).to_owned() })
        }
        _ => return None,
    };
    Some(NagiosEntry { at: at.to_owned(), host: host.to_owned(), service: service.to_owned(), what })
}

/// What a notification tells; those of flapping, of downtimes and by hand tell of no state. Behind the text of one about an
/// acknowledgement stands who gave it.
pub(super) fn notification(who: &str, by: &str, now: &str, more: &[&str]) -> Option<What> {
    let now = now.to_uppercase();
    if ["FLAP", "CUSTOM", "DOWNTIME"].iter().any(|word| now.contains(word)) {
        return None;
    }
    if now.contains("ACK") {
        return Some(What::Acknowledged { by: more.first().copied().unwrap_or_default().to_owned() });
    }
    let words = ["RECOVERY", "OK", "UP", "UNREACHABLE", "DOWN", "CRITICAL", "UNKNOWN", "WARNING"];
    let state = words.iter().find(|word| now.contains(*word))?;
    Some(What::Told { who: who.to_owned(), by: by.to_owned(), state: (*state).to_owned() })
}
