//! Lengths that a review states: minutes to detect and to recover, and how long it took in all.

use super::outline::{Outline, cells, list_items};
use crate::ingest::head::header_key;

/// Lengths from the start, in seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lengths {
    pub detect: Option<i64>,
    pub acknowledge: Option<i64>,
    pub mitigate: Option<i64>,
    pub recover: Option<i64>,
}

/// Names of lengths, as header keys; a name counts when it begins with one of them.
const DETECT: &[&str] = &[
    "time_to_detect",
    "ttd",
    "mttd",
    "minutes_to_detect",
    "detection_delay",
    "mean_time_to_detect",
    "detected_after",
    "noticed_after",
];
const ACKNOWLEDGE: &[&str] = &["time_to_ack", "tta", "mtta", "time_to_respond", "time_to_engage", "mean_time_to_ack"];
const MITIGATE: &[&str] = &["time_to_mitigat", "ttm", "mttm", "minutes_to_mitigate"];
const RECOVER: &[&str] = &[
    "time_to_recover",
    "time_to_restor",
    "time_to_resol",
    "time_to_repair",
    "time_to_fix",
    "ttr",
    "mttr",
    "minutes_to_recover",
    "minutes_to_resolve",
    "mean_time_to_re",
    "total_duration",
    "outage_duration",
    "incident_duration",
    "duration_of_",
    "total_downtime",
    "total_impact",
    "impact_duration",
    "downtime",
];
/// Names that count only by themselves: `Duration of deploys` is no length of an incident.
const RECOVER_ALONE: &[&str] = &["duration", "outage_length", "length", "dauer", "duree", "duracion"];

/// Words after which a sentence says how long it took.
const LASTED: &[&str] = &[
    "down for ",
    "unavailable for ",
    "unreachable for ",
    "offline for ",
    "lasted for ",
    "lasted ",
    "lasting ",
    "duration of ",
    "outage of ",
    "degraded for ",
    "failed for ",
    "impacted for ",
];
const ABOUT: &[&str] = &[
    "approximately ",
    "about ",
    "around ",
    "roughly ",
    "nearly ",
    "almost ",
    "a total of ",
    "~",
    "just over ",
    "just under ",
];

/// The lengths that lists, tables and lines with a colon state.
pub fn of(outline: &Outline) -> Lengths {
    let mut lengths = Lengths::default();
    let lines = outline.sections.iter().flat_map(|section| section.text.lines());
    for (name, value) in lines.filter_map(pair) {
        let key = header_key(&name);
        let Some(seconds) = seconds(value.trim_start_matches(['*', ' ', ':', '`', '_'])) else { continue };
        let is = |names: &[&str]| names.iter().any(|name| key.starts_with(name));
        let slot = if is(DETECT) {
            &mut lengths.detect
        } else if is(ACKNOWLEDGE) {
            &mut lengths.acknowledge
        } else if is(MITIGATE) {
            &mut lengths.mitigate
        } else if is(RECOVER) || RECOVER_ALONE.contains(&key.as_str()) {
            &mut lengths.recover
        } else {
            continue;
        };
        slot.get_or_insert(seconds);
    }
    lengths
}

/// Whether a header key names a length.
pub fn is_name(key: &str) -> bool {
    let all = [DETECT, ACKNOWLEDGE, MITIGATE, RECOVER];
    all.iter().any(|names| names.iter().any(|name| key.starts_with(name))) || RECOVER_ALONE.contains(&key)
}

/// `Time to detection: 12 minutes`, `**TTR**: 88 min`, `| Time to recover | 88 min |`.
fn pair(line: &str) -> Option<(String, &str)> {
    let line = line.trim();
    if line.starts_with('|') {
        let row = cells(line);
        return Some(((*row.first()?).to_owned(), row.get(1)?));
    }
    let text = list_items(line).next().unwrap_or(line);
    let (name, value) = text.split_once(':').or_else(|| text.split_once(" = "))?;
    // The abbreviation of a name in brackets is the name as well: `Time to detect (TTD)`.
    let name = name.split('(').next().filter(|name| !name.trim().is_empty()).unwrap_or(name);
    (name.chars().count() <= 60).then(|| (name.to_owned(), value))
}

/// How long it took, as a sentence says it (`was down for 1 hour and 48 minutes`).
pub fn lasted(text: &str) -> Option<i64> {
    let lower = text.to_lowercase();
    let found = LASTED.iter().flat_map(|word| lower.match_indices(word)).map(|(at, word)| at + word.len());
    found
        .filter_map(|at| lower.get(at..))
        .find_map(|rest| seconds(ABOUT.iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest)))
}

/// Seconds of a length at the beginning of a text: `12 minutes`, `1 hour and 48 minutes`, `1h 30m`, `01:28:00`, `1:28`.
pub fn seconds(text: &str) -> Option<i64> {
    let text = text.trim_start_matches(['~', '≈', ' ']);
    let text = ABOUT.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let mut rest = text;
    let mut total: Option<f64> = None;
    while let Some((number, after)) = number(rest) {
        let after = after.trim_start_matches([' ', '-', '\u{a0}']);
        let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let (word, behind) = after.split_at_checked(end)?;
        let Some(unit) = unit(word) else { break };
        total = Some(total.unwrap_or(0.0) + number * unit);
        rest = behind.trim_start_matches([' ', ',', '.']);
        rest = ["and ", "und ", "et ", "y "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    }
    let whole = total.or_else(|| clock(text))?.round();
    (whole.is_finite() && (1.0..1e9).contains(&whole)).then_some(whole as i64)
}

fn number(text: &str) -> Option<(f64, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    Some((digits.trim_end_matches('.').parse().ok()?, rest))
}

fn unit(word: &str) -> Option<f64> {
    match word.to_lowercase().as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" | "sekunden" => Some(1.0),
        "m" | "min" | "mins" | "minute" | "minutes" | "minuten" | "minutos" => Some(60.0),
        "h" | "hr" | "hrs" | "hour" | "hours" | "std" | "stunde" | "stunden" | "heure" | "heures" | "hora"
        | "horas" => Some(3_600.0),
        "d" | "day" | "days" | "tag" | "tage" | "tagen" => Some(86_400.0),
        _ => None,
    }
}

/// `1:28` (hours and minutes) and `01:28:00`, with nothing behind them.
fn clock(text: &str) -> Option<f64> {
    let parts: Option<Vec<f64>> = text.trim().split(':').map(|part| part.parse().ok()).collect();
    match parts?.as_slice() {
        [hours, minutes] if *minutes < 60.0 => Some(hours * 3_600.0 + minutes * 60.0),
        [hours, minutes, seconds] if *minutes < 60.0 => Some(hours * 3_600.0 + minutes * 60.0 + seconds),
        _ => None,
    }
}
