//! Calendars (RFC 5545) as a table with one row per event.
//!
//! Long lines are unfolded and texts unescaped; what stands inside an event's parts (alarms) is no fact of the event.
//! Nothing is worked out here: recurrence rules and lengths stay as they are stated.

use crate::ingest::container::sheet::Sheet;

/// The column that only calendars have: the event's own id, or [`CUT`].
pub const EVENT: &str = "calendar_event";
/// Stands for the id of an event that the file does not hold to its end.
pub const CUT: &str = "(cut off)";
/// The other columns, named like the properties that they hold; the last belongs to the calendar around the event.
const COLUMNS: [&str; 8] = ["summary", "dtstart", "dtend", "duration", "rrule", "rdate", "status", "x-wr-timezone"];

/// Whether a text is a calendar.
#[must_use]
pub fn is_calendar(start: &str) -> bool {
    start.get(..15).is_some_and(|begin| begin.eq_ignore_ascii_case("BEGIN:VCALENDAR"))
}

/// The events of a calendar, in the order of the file.
#[must_use]
pub fn events(text: &str) -> Sheet {
    let stated = std::iter::once(EVENT).chain(COLUMNS).map(str::to_owned).collect();
    let mut sheet = Sheet::new("calendar", stated);
    let mut reader = Reader::default();
    for line in unfolded(text) {
        if let Some(event) = reader.line(&line) {
            sheet.push(event);
        }
    }
    if let Some(mut event) = reader.event.take() {
        if let Some(id) = event.first_mut() {
            CUT.clone_into(id);
        }
        sheet.push(event);
        sheet.notes.push("the calendar ends in the middle of an event: the file may be cut off".to_owned());
    }
    sheet
}

/// Lines as they were before long ones were folded: a line that begins with a blank goes on from the one before.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.split(['\n', '\r']).filter(|line| !line.is_empty()) {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(last)) => last.push_str(rest),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

#[derive(Default)]
struct Reader {
    /// The components that are open, outermost first.
    open: Vec<String>,
    event: Option<Vec<String>>,
    zone: String,
}

impl Reader {
    /// Takes one line; gives an event back when it ends here.
    fn line(&mut self, line: &str) -> Option<Vec<String>> {
        let (name, value) = property(line)?;
        match name.as_str() {
            "BEGIN" => {
                let component = value.trim().to_uppercase();
                if component == "VEVENT" {
                    self.event = Some(self.blank());
                }
                self.open.push(component);
                None
            }
            "END" => {
                let ended = self.open.pop()?;
                if ended == "VEVENT" { self.event.take() } else { None }
            }
            _ => {
                self.fact(&name, value);
                None
            }
        }
    }

    fn blank(&self) -> Vec<String> {
        let mut event = vec!["(no id)".to_owned()];
        event.resize(COLUMNS.len(), String::new());
        event.push(self.zone.clone());
        event
    }

    fn fact(&mut self, name: &str, value: &str) {
        let inside = self.open.last().map_or("", String::as_str);
        match (inside, name) {
            ("VCALENDAR", "X-WR-TIMEZONE") => value.trim().clone_into(&mut self.zone),
            ("VEVENT", "UID") => self.put(0, value),
            ("VEVENT", _) => {
                let own = COLUMNS.len() - 1;
                if let Some(column) = COLUMNS.iter().take(own).position(|c| c.eq_ignore_ascii_case(name)) {
                    self.put(column + 1, value);
                }
            }
            _ => {}
        }
    }

    /// The first of several values stays.
    fn put(&mut self, column: usize, value: &str) {
        let slot = self.event.as_mut().and_then(|event| event.get_mut(column));
        if let Some(slot) = slot.filter(|slot| slot.is_empty() || column == 0) {
            *slot = plain(value);
        }
    }
}

/// Name and value of a line; parameters (`;VALUE=DATE`, `;TZID="a:b"`) stand between them.
fn property(line: &str) -> Option<(String, &str)> {
    let mut quoted = false;
    let colon = line.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == ':' && !quoted
    });
    let (head, value) = line.split_at_checked(colon?.0)?;
    let name = head.split(';').next()?.trim().to_uppercase();
    Some((name, value.strip_prefix(':').unwrap_or(value)))
}

/// A text without the marks of the format.
fn plain(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut chars = value.trim().chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') | None => text.push(' '),
                Some(other) => text.push(other),
            },
            c => text.push(c),
        }
    }
    text
}
