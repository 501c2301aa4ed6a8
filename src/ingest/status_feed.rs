//! The feed of a status page, Atom or RSS: one entry for each incident, with its updates in the content.
//!
//! To get it: `/history.atom` or `/history.rss` of the page. The page's JSON (`/api/v2/incidents.json`, `/history.json`)
//! says more, where there is one.
//!
//! What this export cannot answer: severity and components, unless the words name them. Updates state day and clock but no
//! year; it follows from the dates of the entry.

use crate::ingest::container::feed::FEED;
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::happening::{Happening, happening};
use crate::ingest::head::Head;
use crate::ingest::lenient::{clipped, stamp};
use crate::ingest::tool::Tool;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, Kind, Role, StatedEvent, StatedIncident};
use crate::model::reject::Reason;

/// The tool.
pub const TOOL: Tool = Tool { id: "status-feed", title: "the feed of a status page", role: Role::StatusPage };

/// Words for the state that updates of status pages begin with.
const STATES: [&str; 14] = [
    "investigating",
    "identified",
    "monitoring",
    "resolved",
    "update",
    "scheduled",
    "in progress",
    "verifying",
    "completed",
    "postmortem",
    "mitigated",
    "operational",
    "recovering",
    "closed",
];
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The source; see the head of this file.
pub struct StatusFeed;

impl Source for StatusFeed {
    const KIND: Export = Export {
        id: "status-feed",
        title: "Feed of a status page (Atom or RSS)",
        tool: TOOL,
        looks_for: "Atom or RSS of which the entries hold updates of a status page (investigating, resolved, …)",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        let is_entry = |object: Fields| object.exact(FEED).is_some();
        let named = |object: Fields| {
            let title = object.text(FEED).to_lowercase();
            ["status", "incident", "outage", "uptime", "service health"].iter().any(|word| title.contains(word))
        };
        let tells = |object: Fields| !updates(object).is_empty() || state_of_title(object).is_some();
        fields::sampled(head).any(is_entry) && fields::sampled(head).any(|object| tells(object) || named(object))
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let entry = document.fields();
        let id = entry.first(&["id", "guid", "link"]).into_owned();
        let (published, updated) = dates(entry);
        if published.is_empty() && updated.is_empty() {
            return out.reject(origin, &id, Reason::NoTime, "the entry has no date");
        }
        let id = if id.is_empty() { format!("{published}/{}", entry.text("title")) } else { id };
        TOOL.keep("incident", id, Body::Incident(Box::new(read(entry, &published, &updated))), origin, out);
    }
}

/// When an entry was published and last changed.
fn dates(entry: Fields) -> (String, String) {
    let published = entry.first(&["published", "pubdate", "date", "issued", "created"]).into_owned();
    let updated = entry.first(&["updated", "modified", "pubdate", "date"]).into_owned();
    (published, updated)
}

fn read(entry: Fields, published: &str, updated: &str) -> StatedIncident {
    let events = updates(entry);
    let told = !events.is_empty();
    let content = body(entry);
    let lower = content.to_lowercase();
    let title = entry.string("title");
    let announced = title.to_lowercase();
    let planned = events.iter().any(|event| event.value.eq_ignore_ascii_case("scheduled"))
        || lower.contains("this is a scheduled event")
        || ["scheduled maintenance", "planned maintenance", "[scheduled]", "maintenance:"]
            .iter()
            .any(|w| announced.contains(w));
    let state = if told { None } else { state_of_title(entry) };
    let over = state.is_some_and(|state| matches!(state, Happening::Resolved | Happening::Closed));
    let begun = if published.is_empty() { updated } else { published };
    StatedIncident {
        url: entry.string("link"),
        title: bare(&title),
        summary: clipped(&content),
        kind: if planned { Kind::Maintenance } else { Kind::Incident },
        status: state.map_or("", Happening::status).to_owned(),
        customer_facing: Some(true),
        started_at: if told { None } else { stamp(begun, "published") },
        // Of an entry without updates, the last change is the end as far as its title says that it is over.
        resolved_at: if over && updated != begun { stamp(updated, "updated") } else { None },
        modified_at: stamp(updated, "updated"),
        events,
        told_by_events: told,
        ..StatedIncident::default()
    }
}

/// `[Resolved] Uploads fail` without the word in front, which is the state and no part of the name.
fn bare(title: &str) -> String {
    let rest = match title.trim().strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((state, rest)) if is_state(state) => rest,
        _ => match title.split_once(':') {
            Some((state, rest)) if is_state(state) => rest,
            _ => title,
        },
    };
    let rest = rest.trim();
    if rest.is_empty() { title.trim().to_owned() } else { rest.to_owned() }
}

fn state_of_title(entry: Fields) -> Option<Happening> {
    let title = entry.string("title");
    let inner = title.trim().strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(state, _)| state);
    let word = inner.or_else(|| title.split_once(':').map(|(state, _)| state))?;
    happening(word).filter(|_| is_state(word))
}

fn is_state(word: &str) -> bool {
    STATES.contains(&word.trim().to_lowercase().as_str())
}

fn body(entry: Fields) -> String {
    entry.first(&["content", "encoded", "description", "summary"]).into_owned()
}

/// The updates in the content: a day and a clock, then a word for the state.
fn updates(entry: Fields) -> Vec<StatedEvent> {
    let (published, updated) = dates(entry);
    let Some(reference) = year_and_month(if updated.is_empty() { &published } else { &updated }) else {
        return Vec::new();
    };
    let plain = without_tags(&body(entry));
    let mut found = Vec::new();
    let mut when: Option<String> = None;
    for line in plain.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (rest, moment) = match moment(line, reference) {
            Some((moment, rest)) => (rest, Some(moment)),
            None => (line, None),
        };
        when = moment.or(when);
        let word = rest.trim_start_matches(['-', '–', ':', ' ', ',']);
        let Some(state) = STATES.iter().find(|state| begins(word, state)) else { continue };
        let Some(at) = when.take().and_then(|at| stamp(&at, "content")) else { continue };
        let (kind, value) = match happening(state) {
            Some(happening) => (happening.kind(), happening.status()),
            None => (EventKind::Status, *state),
        };
        found.push(StatedEvent::changed(kind, at, value));
    }
    found
}

fn begins(text: &str, word: &str) -> bool {
    let head = text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    head && text.get(word.len()..).is_none_or(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Tags become ends of lines where a browser would begin a new one, and nothing elsewhere.
fn without_tags(html: &str) -> String {
    let mut plain = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, from)) = rest.split_once('<') {
        plain.push_str(before);
        let Some((tag, after)) = from.split_once('>') else {
            rest = "";
            break;
        };
        let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        if ["p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4"].iter().any(|block| name.eq_ignore_ascii_case(block)) {
            plain.push('\n');
        }
        rest = after;
    }
    plain.push_str(rest);
    plain.replace("&nbsp;", " ").replace("&amp;", "&")
}

/// `Mar 4, 09:40 UTC` at the beginning of a line, with the year that fits the date of the entry, and what follows.
fn moment(line: &str, (year, month): (i32, usize)) -> Option<(String, &str)> {
    let text = line.trim_start_matches(['[', '(', ' ']);
    let mut words = text.split_whitespace();
    let (name, day, time) = (words.next()?, words.next()?, words.next()?);
    let own = MONTHS.iter().position(|known| name.to_lowercase().starts_with(known))?;
    let day: u32 = day.trim_end_matches([',', '.']).parse().ok()?;
    // Some pages state the year between the day and the clock.
    let (year, time) = match time.trim_end_matches(',').parse::<i32>() {
        Ok(stated) if (1990..2100).contains(&stated) => (stated, words.next()?),
        _ => (if own > month { year - 1 } else { year }, time),
    };
    let clock = time.trim_end_matches([',', '-', ']', ')']);
    let is_clock = clock.split(':').count() >= 2 && clock.chars().all(|c| c.is_ascii_digit() || c == ':');
    if !is_clock {
        return None;
    }
    let at = line.find(time)? + time.len();
    let after = line.get(at..)?;
    let trimmed = after.trim_start();
    let end = trimmed.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | ':'))).unwrap_or(trimmed.len());
    let (zone, behind) = trimmed.split_at_checked(end)?;
    let is_zone =
        (2..=6).contains(&zone.len()) && zone.chars().all(|c| c.is_ascii_uppercase() || "+:0123456789".contains(c));
    let (zone, behind) = if is_zone { (zone, behind) } else { ("", trimmed) };
    Some((format!("{day} {} {year} {clock} {zone}", MONTHS.get(own)?), behind.trim_start_matches([']', ')', ' '])))
}

/// Year and month (0 to 11) of an ISO date or a date of mail.
fn year_and_month(date: &str) -> Option<(i32, usize)> {
    let mut parts = date.split('-');
    if let (Some(year), Some(month)) =
        (parts.next().and_then(|y| y.parse().ok()), parts.next().and_then(|m| m.parse::<usize>().ok()))
    {
        return Some((year, month.checked_sub(1)?));
    }
    let words: Vec<&str> = date.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let month = words
        .iter()
        .find_map(|word| MONTHS.iter().position(|known| word.len() >= 3 && word.to_lowercase().starts_with(known)))?;
    let year = words.iter().find_map(|word| word.parse::<i32>().ok().filter(|year| (1990..2100).contains(year)))?;
    Some((year, month))
}
