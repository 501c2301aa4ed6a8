//! Answers in JSON: `archivejson.cgi` of Nagios Core (alerts, notifications, changes of state), the state history and the log
//! of Nagios XI, and the log of Icinga's classic pages. Words and, where the answer was asked for without them, numbers.

use super::{NagiosEntry, What, log};
use serde_json::Value;

/// Members that hold the entries, with the way to them.
const LISTS: [&str; 13] = [
    "/data/alertlist",
    "/data/notificationlist",
    "/data/statechangelist",
    "/alertlist",
    "/notificationlist",
    "/statechangelist",
    "/stateentry",
    "/statehistory",
    "/notification",
    "/notifications",
    "/logentry",
    "/logentries",
    "/showlog/log_entries",
];
/// Words of such an answer near its beginning; the parse then decides.
const WORDS: [&str; 9] = [
    "archivejson.cgi",
    "\"alertlist\"",
    "\"notificationlist\"",
    "\"statechangelist\"",
    "\"stateentry\"",
    "\"logentry_data\"",
    "\"showlog\"",
    "\"plugin_output\"",
    "\"notification_reason\"",
];
/// How much of a text is looked at, in bytes.
const HEAD: usize = 4_096;
/// States as the numbers that `archivejson.cgi` gives without `formatoptions=enumerate`.
const STATES: [(u64, &str); 7] =
    [(1, "UP"), (2, "DOWN"), (4, "UNREACHABLE"), (8, "OK"), (16, "WARNING"), (32, "CRITICAL"), (64, "UNKNOWN")];
/// Kinds of notifications, the same way; those that are left out tell of no state.
const NOTIFICATIONS: [(u64, &str); 9] = [
    (1, "DOWN"),
    (2, "UNREACHABLE"),
    (4, "RECOVERY"),
    (16, "ACKNOWLEDGEMENT"),
    (128, "CRITICAL"),
    (256, "WARNING"),
    (512, "RECOVERY"),
    (2_048, "ACKNOWLEDGEMENT"),
    (16_384, "UNKNOWN"),
];

/// Whether a JSON text may be such an answer.
#[must_use]
pub fn is_answer(start: &str) -> bool {
    let end = (0..=HEAD.min(start.len())).rev().find(|at| start.is_char_boundary(*at)).unwrap_or(0);
    let head = start.get(..end).unwrap_or("");
    head.starts_with(['{', '[']) && WORDS.iter().any(|word| head.contains(word))
}

/// The entries of an answer in the order of time, and how many tell nothing; `None` when it is no such answer.
#[must_use]
pub fn entries(value: &Value) -> Option<(Vec<NagiosEntry>, usize)> {
    let list = LISTS.iter().find_map(|way| value.pointer(way)).unwrap_or(value);
    // Older versions of Nagios XI gave the only entry without its list.
    let items = match list {
        Value::Array(items) => items.as_slice(),
        Value::Object(_) => std::slice::from_ref(list),
        _ => return None,
    };
    let is_own = |item: &Value| {
        [
            &["timestamp", "object_type"][..],
            &["state_time", "state_type"],
            &["notification_reason", "start_time"],
            &["logentry_data"],
            &["log_entry"],
        ]
        .iter()
        .any(|keys| keys.iter().all(|key| item.get(key).is_some()))
    };
    if !items.is_empty() && !items.iter().any(is_own) || items.is_empty() && std::ptr::eq(list, value) {
        return None;
    }
    let mut found: Vec<NagiosEntry> = items.iter().filter_map(entry).collect();
    let silent = items.len() - found.len();
    if found.iter().all(|entry| entry.at.parse::<u64>().is_ok()) {
        found.sort_by_key(|entry| entry.at.parse::<u64>().map_or(0, millis));
    } else {
        found.sort_by(|a, b| a.at.cmp(&b.at));
    }
    Some((found, silent))
}

/// Seconds and milliseconds on one scale.
fn millis(at: u64) -> u64 {
    if at < 100_000_000_000 { at.saturating_mul(1_000) } else { at }
}

fn text(item: &Value, keys: &[&str]) -> String {
    let stated = |key: &&str| match item.get(*key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    keys.iter().find_map(stated).unwrap_or_default()
}

fn entry(item: &Value) -> Option<NagiosEntry> {
    let at = moment(&text(item, &["timestamp", "state_time", "entry_time", "start_time"]))?;
    let line = text(item, &["logentry_data", "log_entry"]);
    if !line.is_empty() {
        return log::entry(&at, line.trim());
    }
    let service = text(item, &["description", "service_description"]);
    let host = text(item, &["host_name", "name"]);
    let what = if item.get("notification_reason").is_some() {
        announced(item, &service)?
    } else if item.get("notification_type").is_some() {
        let stated = text(item, &["notification_type"]);
        let word = stated.parse().ok().and_then(|number| named(&NOTIFICATIONS, number)).unwrap_or(&stated);
        log::notification(&text(item, &["contact", "contact_name"]), &text(item, &["method"]), word, &[])?
    } else {
        state(item, &service)?
    };
    (!host.is_empty()).then_some(NagiosEntry { at, host, service, what })
}

fn named<'a>(names: &[(u64, &'a str)], number: u64) -> Option<&'a str> {
    names.iter().find(|(own, _)| *own == number).map(|(_, name)| *name)
}

/// A state in words, in the bits of Nagios Core, or in the numbers that plug-ins return (Nagios XI).
fn state(item: &Value, service: &str) -> Option<What> {
    let (stated, kind) = (text(item, &["state"]).to_uppercase(), text(item, &["state_type"]).to_uppercase());
    let of_plugin = item.get("state_time").is_some();
    let number: Option<u64> = stated.parse().ok();
    let word = match number {
        None => stated,
        Some(number) if of_plugin => of_numbers(number, service)?.to_owned(),
        Some(number) => named(&STATES, number)?.to_owned(),
    };
    let known = STATES.iter().any(|(_, name)| *name == word);
    known.then(|| What::State { state: word, hard: kind == "HARD" || kind == "1" })
}

/// The number that a plug-in returns, as the state that it stands for.
fn of_numbers(number: u64, service: &str) -> Option<&'static str> {
    let names = if service.is_empty() {
        ["UP", "DOWN", "UNREACHABLE", "UNREACHABLE"]
    } else {
        ["OK", "WARNING", "CRITICAL", "UNKNOWN"]
    };
    names.get(usize::try_from(number).ok()?).copied()
}

/// A notification of Nagios XI: why it went out and the state, not to whom. Reasons beyond an ordinary one (0) and an
/// acknowledgement (1) are flapping and downtimes, which tell of no state.
fn announced(item: &Value, service: &str) -> Option<What> {
    match text(item, &["notification_reason"]).as_str() {
        "0" => {
            let state = text(item, &["state"]).parse().ok().and_then(|number| of_numbers(number, service))?;
            Some(What::State { state: state.to_owned(), hard: true })
        }
        "1" => Some(What::Acknowledged { by: String::new() }),
        _ => None,
    }
}

/// A time in seconds where it states whole ones, so that the log and an answer name a problem alike.
fn moment(at: &str) -> Option<String> {
    let digits = !at.is_empty() && at.chars().all(|c| c.is_ascii_digit());
    let whole = at.strip_suffix("000").filter(|_| digits && at.len() == 13);
    let at = whole.unwrap_or(at);
    // A time of nought is none.
    (at.len() >= 9).then(|| at.to_owned())
}
