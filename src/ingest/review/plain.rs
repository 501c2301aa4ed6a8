//! Reviews in plain text (a note, an e-mail, a wiki page that was copied): the same text with the marks of Markdown, so that it
//! is read as every other review.
//!
//! What marks a heading differs: a line below it, signs around it, capitals, a number, or only that it stands alone and
//! says what reviews say there. Nothing is added but such marks, the day of an e-mail, and its subject as the title.

use chrono::{Days, NaiveDate};

use super::clock;
use super::day;
use super::outline::{TIME_LINES, list_items};
use super::{DATE, DETECTED, HEADINGS, MITIGATED, NAMES, PEOPLE, RESOLVED, SERVICES, SEVERITY, STARTED, lengths};
use crate::ingest::head::header_key;

/// A field of the front matter of what [`marked`] makes: that the text is a review was found out before it got its marks.
pub const MARK: &str = "read_as_plain_text";
/// Words of titles that say it beside those of all reviews. In plain text they need a day and clocks as well.
const CALLED: [&str; 10] = [
    "incident",
    "post-mortem",
    "disruption",
    "downtime",
    "interruption",
    "reason for outage",
    "after action",
    "retrospective",
    "vorfall",
    "ausfall",
];
/// Words of titles of texts that speak of incidents and are no review of one.
const OTHERS: [&str; 17] = [
    "meeting",
    "minutes of",
    "agenda",
    "release notes",
    "changelog",
    "change log",
    "runbook",
    "playbook",
    "checklist",
    "how to",
    "policy",
    "licence",
    "license",
    "readme",
    "template",
    "newsletter",
    "todo",
];
/// Headings that only reviews of incidents have.
const OWN: [&str; 9] = [
    "impact",
    "customer_impact",
    "root_cause",
    "contributing",
    "trigger",
    "detection",
    "what_went_wrong",
    "outage_description",
    "timeline",
];
/// Titles that name the kind of text and not what happened.
const GENERIC: [&str; 10] = [
    "postmortem",
    "post_mortem",
    "incident_report",
    "incident_review",
    "incident_postmortem",
    "incident_post_mortem",
    "outage_report",
    "root_cause_analysis",
    "rca",
    "incident_summary",
];
/// Fields over the title of the incident.
const TITLES: [&str; 6] = ["title", "incident_title", "incident_name", "subject", "betreff", "incident"];
/// Fields of an e-mail.
const MAIL: [&str; 12] = [
    "from",
    "to",
    "cc",
    "bcc",
    "date",
    "subject",
    "reply_to",
    "message_id",
    "sent",
    "mime_version",
    "content_type",
    "x_mailer",
];
/// Signs that draw a line below a heading, or stand around it.
const SIGNS: [char; 8] = ['=', '-', '~', '*', '#', '_', '+', '^'];
/// The longest heading, in characters.
const MAX_HEADING: usize = 70;
/// How many dated rows make a time line.
const ROWS: usize = 2;

/// Whether a text without marks is a review that somebody wrote: it says so, it has a title, and when it was is in it. A log
/// has a time on its first line, a licence has no clock, and notes of a meeting say that they are.
#[must_use]
pub fn is_plain_review(text: &str, name: &str) -> bool {
    let Some(title) = first_line(text).filter(|line| clock::leading(line, None).is_none()) else { return false };
    let marked = marked(text);
    let found = marked.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or(title);
    let said = format!("{name} {title} {found}").to_lowercase().replace(['-', '_'], " ");
    if OTHERS.iter().any(|word| said.contains(word)) || is_table(text) {
        return false;
    }
    let keys: Vec<String> = headings(&marked).map(header_key).collect();
    let has = |names: &[&str]| names.iter().filter(|name| keys.iter().any(|key| key.starts_with(**name))).count();
    let called = NAMES.iter().chain(&CALLED).any(|word| said.contains(&word.replace('-', " ")));
    let outlined = has(HEADINGS) >= 3 && has(&OWN) > 0;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let (has_day, clocks) = super::times_of(&marked, stem);
    if called { has_day && (clocks >= ROWS || has(HEADINGS) > 1) } else { outlined && (has_day || clocks >= ROWS) }
}

fn first_line(text: &str) -> Option<&str> {
    text.lines().map(bare).find(|line| line.chars().any(char::is_alphanumeric))
}

fn headings(marked: &str) -> impl Iterator<Item = &str> {
    marked.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches(['#', ' ']))
}

/// A line without the signs around it.
fn bare(line: &str) -> &str {
    line.trim().trim_matches(SIGNS).trim()
}

/// Whether the lines are rows of cells: at least three in the first line, and as many in those that follow.
fn is_table(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(6).collect();
    let cells = |mark: char| lines.iter().map(|line| line.matches(mark).count()).collect::<Vec<_>>();
    lines.len() > 2
        && [',', ';', '\t', '|'].iter().any(|mark| {
            let counts = cells(*mark);
            counts.first().is_some_and(|first| *first > 1 && counts.iter().all(|n| n == first))
        })
}

/// The text with the marks of Markdown.
#[must_use]
pub fn marked(text: &str) -> String {
    let (mail, body) = letter(text);
    let mut lines = joined(body);
    let title = title(&mail, &mut lines);
    let mut out = front(&mail, body);
    out.push_str(&format!("# {title}\n\n"));
    let mut above = "";
    for (at, line) in lines.iter().enumerate() {
        let below = lines.get(at + 1).map_or("", String::as_str);
        out.push_str(&line_of(line, above, below));
        out.push('\n');
        above = line;
    }
    out
}

/// What stands at the head of an e-mail, and the text below it.
fn letter(text: &str) -> (Vec<(String, &str)>, &str) {
    let mut fields: Vec<(String, &str)> = Vec::new();
    let mut rest = text.trim_start_matches(['\u{feff}', '\n', ' ']);
    while let Some((line, behind)) = rest.split_once('\n') {
        let folded = line.starts_with([' ', '\t']) && !fields.is_empty();
        let field = line.split_once(':').map(|(key, value)| (header_key(key), value.trim()));
        match field.filter(|(key, _)| !folded && (MAIL.contains(&key.as_str()) || key.starts_with("x_"))) {
            Some(field) => fields.push(field),
            None if folded => {}
            None => break,
        }
        rest = behind;
    }
    let has = |name: &str| fields.iter().any(|(key, _)| key == name);
    if has("subject") && (has("from") || has("to") || has("date")) { (fields, rest) } else { (Vec::new(), text) }
}

/// The fields of an e-mail as front matter. The day it was sent is the day of the incident only where the text names no
/// other; "yesterday" names the one before it.
fn front(mail: &[(String, &str)], body: &str) -> String {
    let sent = mail.iter().filter(|(key, _)| key == "date" || key == "sent").find_map(|(_, value)| day::find(value));
    let Some(sent) = sent.and_then(|day| day.known()) else { return format!("---\n{MARK}: yes\n---\n") };
    let lower = body.to_lowercase();
    let before = ["yesterday", "last night", "gestern"].iter().any(|word| lower.contains(word));
    let day: Option<NaiveDate> = if before { sent.checked_sub_days(Days::new(1)) } else { Some(sent) };
    let day = day.map_or_else(String::new, |day| format!("date: {day}\n"));
    format!("---\n{MARK}: yes\n{day}---\n")
}

/// Trimmed lines; what goes on further to the right below a row of a time line belongs to that row.
fn joined(body: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut row: Option<usize> = None;
    for line in body.lines() {
        let line = line.trim_end().trim_start_matches('>');
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        let text = line.trim();
        let starts = clock::leading(text, None).is_some() || super::offsets::leading(text).is_some();
        let is_item = starts || list_items(text).next().is_some();
        if let (Some(depth), Some(last), false) = (row, lines.last_mut(), is_item || text.is_empty())
            && indent > depth
        {
            last.push(' ');
            last.push_str(text);
            continue;
        }
        let of_item = list_items(text).next().is_some_and(|item| clock::leading(item, None).is_some());
        row = (starts || of_item).then_some(indent);
        lines.push(text.to_owned());
    }
    lines
}

/// Takes the title out of the lines: the subject of the e-mail, else a field that holds it, else the first line, or the second
/// where the first only says what kind of text it is.
fn title(mail: &[(String, &str)], lines: &mut Vec<String>) -> String {
    if let Some((_, subject)) = mail.iter().find(|(key, _)| key == "subject") {
        let mut subject = subject.trim();
        while let Some(rest) =
            ["Re:", "RE:", "Fwd:", "FW:", "Fw:", "AW:"].iter().find_map(|mark| subject.strip_prefix(mark))
        {
            subject = rest.trim();
        }
        return subject.to_owned();
    }
    let told = |line: &str| line.chars().any(char::is_alphanumeric);
    let Some(first) = lines.iter().position(|line| told(line)) else { return String::new() };
    let own = lines.iter().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        let value = value.trim();
        (TITLES.contains(&header_key(key).as_str()) && value.contains(' ')).then(|| value.to_owned())
    });
    let line = lines.get(first).map_or("", |line| bare(line));
    let is_field =
        line.split_once(':').is_some_and(|(key, value)| is_field(&header_key(key)) && !value.trim().is_empty());
    let line = ["h1.", "h2."].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line).trim();
    let line = line.trim_end_matches(':').to_owned();
    let generic = GENERIC.contains(&header_key(&line).as_str());
    let next = lines.iter().skip(first + 1).map(|line| bare(line)).find(|line| told(line)).unwrap_or("");
    let is_title =
        |line: &str| !line.contains(':') && !line.ends_with('.') && line.chars().count() < 100 && !is_known(line);
    if generic && own.is_none() && is_title(next) {
        return next.to_owned();
    }
    if let Some(own) = own.filter(|_| generic || is_field) {
        return own;
    }
    if !is_field {
        lines.drain(..=first);
        // The line that was drawn below the title.
        if lines.first().is_some_and(|line| line.len() >= 3 && line.chars().all(|c| SIGNS.contains(&c))) {
            lines.remove(0);
        }
    }
    line
}

/// One line with the marks it needs.
fn line_of(line: &str, above: &str, below: &str) -> String {
    if line.is_empty() || (line.len() >= 3 && line.chars().all(|c| SIGNS.contains(&c))) {
        return String::new();
    }
    // Rows of time lines and of tables stand as they are.
    let is_row = clock::leading(line, None).is_some() || line.starts_with('|');
    if is_row {
        return line.to_owned();
    }
    if let Some(heading) = heading(line, above, below) {
        return format!("\n## {heading}\n");
    }
    let Some((name, value)) = line.split_once(':').filter(|(_, value)| !value.starts_with("//")) else {
        return line.to_owned();
    };
    let key = header_key(name.trim_start_matches(['-', '*', ' ']));
    let value = value.trim();
    if is_field(&key) && !value.is_empty() {
        format!("**{}:** {value}", name.trim_start_matches(['-', '*', ' ']).trim())
    } else if is_known(name) && value.chars().count() > 1 && above.is_empty() {
        format!("\n## {}\n\n{value}", name.trim())
    } else {
        line.to_owned()
    }
}

/// The text of a heading.
fn heading<'a>(line: &'a str, above: &str, below: &str) -> Option<&'a str> {
    let drawn = |text: &str| text.len() >= 3 && SIGNS.iter().any(|sign| text.chars().all(|c| c == *sign));
    let wiki = ["h1.", "h2.", "h3.", "h4."].iter().find_map(|mark| line.strip_prefix(mark)).map(str::trim);
    let around = bare(line);
    let is_around = around.len() < line.len() && !around.is_empty() && {
        let signs = |c: Option<char>| c.is_some_and(|c| SIGNS.contains(&c));
        signs(line.chars().next()) && signs(line.chars().last()) && !line.starts_with("- ") && !line.starts_with("* ")
    };
    let opened = ["= ", "== ", "=== ", "# ", "## ", "### "].iter().any(|mark| line.starts_with(mark));
    let text = wiki.unwrap_or(if is_around || opened { around } else { line }).trim_end_matches(':').trim();
    let short = text.chars().count() <= MAX_HEADING && text.starts_with(char::is_alphanumeric) && !text.ends_with('.');
    let capitals = text.chars().filter(|c| c.is_alphabetic()).count() >= 4
        && !text.chars().any(char::is_lowercase)
        && (above.is_empty() || drawn(above) || below.is_empty());
    // `Root cause: a disk` is a heading with its text behind it.
    let has_text = text.split_once(": ").is_some_and(|(_, value)| value.trim().chars().count() > 1);
    let alone = is_known(text)
        && !has_text
        && text.split_whitespace().count() <= 5
        && (above.is_empty() || line.ends_with(':'));
    let is_it = wiki.is_some() || is_around || opened || drawn(below) || capitals || alone;
    (short && is_it && list_items(line).next().is_none_or(|_| alone)).then_some(text)
}

/// Whether a line begins with what stands over a part of a review.
fn is_known(line: &str) -> bool {
    let text = line.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' ' | '-' | '*'));
    let key = header_key(text);
    HEADINGS.iter().any(|name| key.starts_with(name)) || TIME_LINES.iter().any(|name| key.contains(name))
}

/// Whether a line with this key states a fact of the incident.
fn is_field(key: &str) -> bool {
    let known: [&[&str]; 8] = [&STARTED, &DETECTED, &MITIGATED, &RESOLVED, &DATE, &SEVERITY, &SERVICES, &PEOPLE];
    known.iter().any(|names| names.contains(&key)) || TITLES.contains(&key) || lengths::is_name(key) || key == "status"
}
