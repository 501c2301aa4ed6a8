//! The time line of a review: when something happened, in the order of time, and the few words that name a status.
//!
//! Its sentences are prose and stay prose. A row is read when its time can be: with a day of its own, the day of a line
//! above it, or the day of the review; in the zone of the row, of the table or of the whole text, or else in the one that
//! the settings give reviews.

use chrono::NaiveDate;

use super::clock::{self, WrittenTime};
use super::day::{self, Day};
use super::offsets;
use super::outline::{Outline, OutlineSection, TIME_LINES, cells, list_items};
use super::row::TimelineRow;
use super::zone::{self, Zone};
use crate::ingest::front_matter::{Document, Node};
use crate::model::record::{EventKind, StatedEvent};

/// Headings over lists that are no time lines, whatever their items begin with.
const NEVER: [&str; 5] = ["action", "follow", "next_step", "todo", "related"];

/// Words of a line that name a status, and the status.
const STATUSES: [(&str, &str); 4] =
    [("mitigated", "mitigated"), ("resolved", "resolved"), ("acknowledged", "acknowledged"), ("closed", "closed")];

/// A clock that runs back by less is disorder, by more it has crossed midnight.
const DISORDER_S: u32 = 6 * 3_600;

/// What a review says of all its rows.
pub(super) struct Frame {
    pub(super) day: Option<Day>,
    /// For days without a year.
    pub(super) near: Option<NaiveDate>,
    pub(super) zone: Option<Zone>,
    /// The moment from which rows such as `T+12` count, where it is stated.
    pub(super) anchor: Option<TimelineRow>,
}

/// All rows with a usable time, in the order of time.
pub(super) fn rows(document: &Document, outline: &Outline, frame: &Frame) -> Vec<TimelineRow> {
    let mut rows = Vec::new();
    if let Some(Node::List(nodes)) = document.node("timeline") {
        let lines: Vec<String> = nodes.iter().filter_map(from_node).collect();
        rows.extend(read(&lines.join("\n"), frame.zone.clone(), frame));
    }
    for stretch in stretches(outline) {
        let note: String =
            stretch.lines().filter(|line| from_line(line, frame.near).is_none()).collect::<Vec<_>>().join("\n");
        let zone = zone::of_all(&note).or_else(|| zone::stated(&headers(&note)));
        // The clocks of somebody else, in another zone, need days of their own.
        let foreign = !rows.is_empty() && zone.as_ref().is_some_and(Zone::is_moving) && zone != frame.zone;
        let found = read(&stretch, zone.or_else(|| frame.zone.clone()), frame);
        rows.extend(found.into_iter().filter(|row| !foreign || row.clock.day.is_some()));
    }
    if rows.is_empty() {
        let loose = outline.sections.iter().filter(|s| !NEVER.iter().any(|name| s.key.contains(name)));
        let found = loose.map(|section| read(&section.text, frame.zone.clone(), frame)).find(|rows| rows.len() > 1);
        rows = found.unwrap_or_default();
    }
    in_order(rows)
}

/// The texts of the sections that are time lines, each with the headings inside it, which may hold clocks and days.
fn stretches(outline: &Outline) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut within: Option<usize> = None;
    let mut day = String::new();
    for section in &outline.sections {
        let own = TIME_LINES.iter().any(|name| section.key.contains(name));
        let deeper = within.is_some_and(|level| section.level > level);
        if !deeper {
            day.clear();
        }
        if let Some(found) = day::find(&section.heading) {
            day = found.text();
        }
        if own {
            // A time line inside another belongs to the day of the heading above it.
            found.push(format!("{day}\n{}", whole(section)));
        } else if let (true, Some(last)) = (deeper, found.last_mut()) {
            *last = format!("{last}\n{}", whole(section));
        }
        within = if own && !deeper { Some(section.level) } else { within.filter(|_| deeper || own) };
    }
    found
}

/// A section with its heading, which may be a clock (then the sentence below belongs to it) or name a day.
fn whole(section: &OutlineSection) -> String {
    let is_clock = clock::leading(&section.heading, None).is_some();
    let day = day::find(&section.heading).filter(|_| !is_clock).map_or_else(String::new, |day| day.text());
    format!("{}\n{day}\n{}", section.heading, section.text.trim_start())
}

/// Lines of a note that may name the zone: headings and headers of tables.
fn headers(note: &str) -> String {
    let is_header = |line: &&str| {
        let lower = line.to_lowercase();
        ["time", "utc", "zeit", "hora", "heure", "when"].iter().any(|word| lower.contains(word))
    };
    note.lines().filter(|line| line.chars().count() < 120).filter(is_header).collect::<Vec<_>>().join("\n")
}

/// An entry of a list in the front matter as a line of a table.
fn from_node(node: &Node) -> Option<String> {
    let Node::Map(fields) = node else { return node.text().map(str::to_owned) };
    let any = |names: &[&str]| {
        fields.iter().find(|(key, _)| names.contains(&key.as_str())).and_then(|(_, node)| node.text()).unwrap_or("")
    };
    let at = any(&["time", "at", "when", "timestamp", "date"]);
    let text = any(&["event", "description", "text", "what", "title"]);
    (!at.is_empty()).then(|| format!("| {at} | {} |", text.replace(['\n', '|'], " ")))
}

/// `- 14:02 UTC - text`, `14:02 text`, `| 14:02 | text |`, `| 3 February | 14:02 | text |`.
fn from_line(line: &str, near: Option<NaiveDate>) -> Option<(WrittenTime, String)> {
    let line = line.trim();
    if line.starts_with('|') {
        return from_cells(&cells(line), near);
    }
    let text = list_items(line).next().unwrap_or(line);
    let (clock, rest) = clock::leading(text, near)?;
    Some((clock, told(rest)))
}

fn from_cells(row: &[&str], near: Option<NaiveDate>) -> Option<(WrittenTime, String)> {
    // The time stands in the first cell, or behind a number or a day.
    let first = (0..row.len().min(3)).find_map(|at| {
        let cell = row.get(at)?;
        let (clock, rest) = clock::leading(cell, near)?;
        (rest.trim_matches(['*', '`', ' ', ')', '_', '.', ':']).chars().count() < 12).then_some((at, clock))
    });
    let (at, mut clock) = first?;
    let mut used = at + 1;
    let day_of = |at: usize| row.get(at).and_then(|cell| clock::day_alone(cell, near));
    if clock.day.is_none() {
        if let Some(day) = at.checked_sub(1).and_then(day_of) {
            clock.day = Some(day);
        } else if let Some(day) = day_of(used) {
            clock.day = Some(day);
            used += 1;
        }
    }
    if clock.zone.is_none()
        && let Some((zone, "")) = row.get(used).and_then(|cell| zone::leading(cell))
    {
        clock.zone = Some(zone);
        used += 1;
    }
    Some((clock, row.get(used..).unwrap_or(&[]).join(" ")))
}

/// What stands behind a clock, without the marks between them and without the end of a stretch of time.
fn told(rest: &str) -> String {
    let marks = ['*', '`', ']', ')', ':', ' ', '-', '–', '—', ',', '|', '_', '>', '\u{a0}'];
    let text = rest.trim_start_matches(marks);
    let behind = clock::leading(text, None)
        .filter(|(clock, _)| clock.day.is_none() && rest.trim_start().starts_with(['-', '–', '—']));
    behind.map_or(text, |(_, rest)| rest.trim_start_matches(marks)).to_owned()
}

/// A text without what stands between fences (logs, commands), unless all its clocks stand there.
fn unfenced(text: &str, near: Option<NaiveDate>) -> String {
    let mut inside = false;
    let mut kept = String::with_capacity(text.len());
    for line in text.lines() {
        let fence = line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        inside ^= fence;
        if !inside && !fence {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    if kept.lines().any(|line| from_line(line, near).is_some()) { kept } else { text.to_owned() }
}

/// The rows of one stretch of text. A line that is a day alone is the day of what follows.
fn read(text: &str, zone: Option<Zone>, frame: &Frame) -> Vec<TimelineRow> {
    let mut rows: Vec<TimelineRow> = Vec::new();
    let mut day = frame.day.clone();
    let mut last: Option<u32> = None;
    let mut clocks = Vec::new();
    let text = unfenced(text, frame.near);
    for line in text.lines() {
        match from_line(line, frame.near).or_else(|| counted(line, frame.anchor.as_ref())) {
            Some((clock, text)) => clocks.push((clock, text, false)),
            None => {
                let line = line.trim();
                let cell = line.trim_start_matches('|').split('|').next().unwrap_or("").trim();
                let bare = if line.starts_with('|') { cell } else { list_items(line).next().unwrap_or(line) };
                if let Some(found) = clock::day_alone(bare, frame.near) {
                    let clock = WrittenTime { seconds: 0, text: String::new(), day: Some(found), zone: None };
                    clocks.push((clock, String::new(), true));
                } else if let Some((clock, told, false)) = clocks.last_mut()
                    && told.is_empty()
                    && !clock.text.is_empty()
                {
                    // A heading that is a clock, or a line that is broken behind it.
                    line.clone_into(told);
                }
            }
        }
    }
    if is_backwards(&clocks) {
        clocks.reverse();
    }
    let only = clocks.iter().filter_map(|(clock, ..)| clock.zone.clone()).next();
    for (clock, text, is_day) in clocks {
        if let Some(own) = &clock.day {
            // Whatever day stood before it, this one counts until the next.
            day = Some(own.clone());
        } else if last.is_some_and(|last| clock.seconds + DISORDER_S < last) {
            day = day.and_then(|day| day.next());
        }
        if is_day {
            last = None;
            continue;
        }
        last = Some(clock.seconds);
        let Some(day) = day.clone() else { continue };
        let zone = clock.zone.clone().or_else(|| zone.clone()).or_else(|| only.clone());
        rows.push(TimelineRow { day, clock: WrittenTime { zone, ..clock }, text, zero: false });
    }
    let zero = frame.anchor.as_ref().and_then(TimelineRow::at);
    rows.iter_mut().for_each(|row| row.zero = zero.is_some() && row.at() == zero);
    rows
}

/// A row that counts from a stated moment.
fn counted(line: &str, anchor: Option<&TimelineRow>) -> Option<(WrittenTime, String)> {
    let (seconds, text) = offsets::of_line(line)?;
    let row = offsets::after(anchor?, seconds)?;
    Some((WrittenTime { day: Some(row.day), ..row.clock }, told(&text)))
}

/// Whether the latest row stands first: at least three clocks without days, each before the one above it.
fn is_backwards(clocks: &[(WrittenTime, String, bool)]) -> bool {
    let bare = clocks.iter().all(|(clock, ..)| clock.day.is_none());
    bare && clocks.len() > 2
        && clocks.windows(2).all(
            |pair| {
                if let [(one, ..), (two, ..)] = pair { two.seconds < one.seconds } else { false }
            },
        )
}

/// Rows by their time; where one has none that can be told, the order of the file.
fn in_order(mut rows: Vec<TimelineRow>) -> Vec<TimelineRow> {
    if rows.iter().all(|row| row.at().is_some()) {
        rows.sort_by_key(TimelineRow::at);
    }
    rows
}

/// The rows as entries of the incident's history.
pub(super) fn events(rows: &[TimelineRow]) -> Vec<StatedEvent> {
    let entry = |row: &TimelineRow| {
        let words = row.text.to_lowercase();
        let words: Vec<&str> = words.split(|c: char| !c.is_alphanumeric()).collect();
        let status = STATUSES.iter().find(|(word, _)| words.contains(word) && !words.contains(&"not"));
        let (kind, value) = status.map_or((EventKind::Note, ""), |(_, status)| (EventKind::Status, *status));
        Some(StatedEvent::changed(kind, row.stamp("timeline")?, value))
    };
    rows.iter().filter_map(entry).collect()
}
