//! The time line of a review: when something happened, and the few words that name a status.
//!
//! Its sentences are prose and stay prose. An entry is read when its time can be: with a date of its own or the date of
//! the review, in order, and in a zone whose offset never moves (or the one that the settings give reviews).

use super::outline::{Outline, cells, list_items};
use crate::ingest::front_matter::{Document, Node};
use crate::ingest::plain::stamp;
use crate::ingest::statuspage::changed;
use crate::model::record::{EventKind, StatedEvent};

/// Beginnings of headings over time lines, as header keys.
const HEADINGS: [&str; 5] = ["timeline", "time_line", "incident_timeline", "chain_of_events", "chronology"];

/// Zone words with one meaning.
const ZONES: [&str; 13] = ["utc", "gmt", "cet", "cest", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "z"];

/// Words for zones that change with the season: without the rules behind them a time would be an hour off half the year.
const MOVING: [&str; 9] = ["pt", "et", "ct", "mt", "pacific", "eastern", "central", "mountain", "local"];

/// Words of a line that name a status, and the status.
const STATUSES: [(&str, &str); 4] =
    [("mitigated", "mitigated"), ("resolved", "resolved"), ("acknowledged", "acknowledged"), ("closed", "closed")];

/// All entries with a usable time, in the order of the file.
pub(super) fn of(document: &Document, outline: &Outline) -> Vec<StatedEvent> {
    let mut lines: Vec<(String, String)> = Vec::new();
    if let Some(Node::List(nodes)) = document.node("timeline") {
        lines.extend(nodes.iter().filter_map(from_node));
    }
    let day = document.text(&["date", "incident_date", "start_time", "started_at", "started", "start"]);
    let mut events = entries(&lines, day, "");
    for section in outline.sections.iter().filter(|s| HEADINGS.iter().any(|name| s.key.starts_with(name))) {
        let note = section.text.lines().take_while(|line| clock(line).is_none()).collect::<Vec<_>>().join(" ");
        let words = format!("{} {note}", section.key.replace('_', " ")).to_lowercase();
        let mut words = words.split(|c: char| !c.is_ascii_alphanumeric());
        if words.clone().any(|word| MOVING.contains(&word)) && words.clone().any(|word| word.starts_with("time")) {
            continue;
        }
        let zone = words.find(|word| ZONES.contains(word)).unwrap_or("").to_uppercase();
        let lines: Vec<(String, String)> = section.text.lines().filter_map(from_line).collect();
        events.extend(entries(&lines, day, &zone));
    }
    events
}

fn from_node(node: &Node) -> Option<(String, String)> {
    let Node::Map(fields) = node else { return node.text().and_then(from_line) };
    let any = |names: &[&str]| {
        fields.iter().find(|(key, _)| names.contains(&key.as_str())).and_then(|(_, node)| node.text()).unwrap_or("")
    };
    let at = any(&["time", "at", "when", "timestamp", "date"]);
    (!at.is_empty()).then(|| (at.to_owned(), any(&["event", "description", "text", "what", "title"]).to_owned()))
}

/// `- 14:02 UTC - text`, `14:02 text`, `| 14:02 | text |`, with a date before the clock or without.
fn from_line(line: &str) -> Option<(String, String)> {
    let line = line.trim();
    if line.starts_with('|') {
        let mut row = cells(line).into_iter();
        let at = row.next()?.trim_matches(['*', '`']);
        clock(at)?;
        return Some((at.to_owned(), row.collect::<Vec<_>>().join(" ")));
    }
    let text = list_items(line).next().unwrap_or(line).trim_start_matches(['*', '`', '[']);
    let end = clock(text)?;
    let (at, rest) = (text.get(..end)?, text.get(end..)?.trim_start_matches(['*', '`', ']', ':', ' ']));
    // A zone behind the clock belongs to it.
    let word = rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    let zoned = ZONES.contains(&word.to_lowercase().as_str());
    Some((if zoned { format!("{at} {word}") } else { at.to_owned() }, rest.to_owned()))
}

/// Where the clock at the beginning of a text ends, after a date where there is one.
fn clock(text: &str) -> Option<usize> {
    let text = text.trim_end();
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, ':' | '-' | '/' | '.' | 'T' | 'Z');
    let first = text.find(|c: char| !is_part(c)).unwrap_or(text.len());
    let head = text.get(..first)?;
    if is_clock(head) {
        return Some(first);
    }
    let rest = text.get(first..)?.strip_prefix(' ')?;
    let second = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
    let dated = head.len() >= 8 && head.chars().filter(char::is_ascii_digit).count() >= 6;
    (dated && is_clock(rest.get(..second)?)).then_some(first + 1 + second)
}

/// `14:02`, `14:02:31`, or a whole stamp with a `T`.
fn is_clock(text: &str) -> bool {
    let time = text.rsplit('T').next().unwrap_or(text).trim_end_matches(['Z', ':', '-', '.']);
    let parts: Vec<&str> = time.split(':').collect();
    let digits = |part: &&str| (1..=2).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit());
    (2..=3).contains(&parts.len()) && parts.iter().take(2).all(digits)
}

/// A clock that runs backwards has crossed midnight or is in disorder; what follows has no certain day.
fn entries(lines: &[(String, String)], day: &str, zone: &str) -> Vec<StatedEvent> {
    let day = day.split([' ', 'T']).next().filter(|day| day.len() >= 8).unwrap_or("");
    let mut events = Vec::new();
    let mut last = String::new();
    for (at, text) in lines {
        let at = at.trim_end_matches([':', '-', '.']);
        let own_day = at.split([' ', 'T']).next().is_some_and(|word| !word.contains(':'));
        let clock = format!("{:0>8}", at.split(' ').next().unwrap_or("").chars().take(5).collect::<String>());
        if !own_day && (day.is_empty() || clock < last) {
            break;
        }
        last = if own_day { String::new() } else { clock };
        let zoned = at.ends_with('Z') || at.split(' ').any(|word| ZONES.contains(&word.to_lowercase().as_str()));
        let whole = if own_day { at.to_owned() } else { format!("{day} {at}") };
        let whole = if zoned || zone.is_empty() { whole } else { format!("{whole} {zone}") };
        let words = text.to_lowercase();
        let words: Vec<&str> = words.split(|c: char| !c.is_alphanumeric()).collect();
        let status = STATUSES.iter().find(|(word, _)| words.contains(word) && !words.contains(&"not"));
        let (kind, value) = status.map_or((EventKind::Note, ""), |(_, status)| (EventKind::Status, *status));
        events.extend(stamp(&whole, "timeline").map(|at| changed(kind, at, value)));
    }
    events
}
