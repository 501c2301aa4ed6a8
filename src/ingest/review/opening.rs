//! What the title and the first sentences of a review say of when it was: the day, and the clocks of its begin and end.

use chrono::NaiveDate;

use super::clock::{self, WrittenTime};
use super::day::{self, Day};
use super::outline::Outline;
use super::row::TimelineRow;
use super::zone::Zone;
use crate::ingest::front_matter::Document;

/// Headings over the sentences that say what happened, as parts of header keys.
const ABOUT: [&str; 9] = [
    "summary",
    "overview",
    "what_happened",
    "impact",
    "description",
    "abstract",
    "introduction",
    "background",
    "zusammenfassung",
];
/// How much of a text is its opening, in characters.
const OPENING: usize = 1_500;
/// A review is published at most so many days after what it is about.
const LATEST_PUBLISHED: i64 = 120;

/// Keys over the day of the incident itself, and of a text.
const OF_INCIDENT: [&str; 12] = [
    "incident_date",
    "date_of_incident",
    "start_date",
    "start_time",
    "started_at",
    "started",
    "start",
    "incident_start",
    "impact_start",
    "outage_date",
    "datum",
    "fecha",
];

/// The text before the first heading, and below the headings that say what happened.
pub fn of(outline: &Outline) -> String {
    let is_about = |key: &str| key.is_empty() || ABOUT.iter().any(|name| key.contains(name));
    let mut text = String::new();
    let first = outline.sections.iter().position(|section| !section.text.trim().is_empty());
    for (at, section) in outline.sections.iter().enumerate() {
        if is_about(&section.key) || Some(at) == first {
            text.push_str(&section.text);
            text.push('\n');
        }
    }
    text.chars().take(OPENING).collect()
}

/// The day of the incident: a field of its own, the title, the field `date`, the first sentences, the file's name. A date in
/// the front matter may be that of publishing; then the day in the first sentences lies shortly before it.
pub fn day(document: &Document, outline: &Outline, opening: &str, stem: &str) -> Option<Day> {
    let own = OF_INCIDENT.iter().find_map(|key| day::find(document.text(&[key])));
    let title = || {
        let headings =
            outline.sections.iter().filter(|section| section.level == 1).map(|section| section.heading.as_str());
        headings.chain([document.text(&["title", "name"])]).find_map(day::find)
    };
    let told = day::find(opening);
    let dated = || {
        let (key, text) = document.stated(&["date"])?;
        let found = day::find(text)?;
        let by_hand = outline.pairs.iter().any(|(name, _)| name == key);
        let before = told.as_ref().and_then(Day::known).zip(found.known()).map(|(told, date)| (date - told).num_days());
        let published = before.is_some_and(|days| (1..LATEST_PUBLISHED).contains(&days)) && !by_hand;
        if published { told.clone() } else { Some(found) }
    };
    own.or_else(title).or_else(dated).or_else(|| told.clone()).or_else(|| day::of_name(stem))
}

/// A day near to the incident, for days that are written without a year.
pub fn near(day: Option<&Day>, document: &Document, stem: &str) -> Option<NaiveDate> {
    let dated = || day::find(document.text(&["date", "last_modified", "updated"])).and_then(|day| day.known());
    day.and_then(Day::known).or_else(dated).or_else(|| day::of_name(stem).and_then(|day| day.known()))
}

/// Begin and end as the opening tells them: `from 16:58 to 18:46 UTC`, `between 2 and 4 pm`, `at 16:58 UTC`.
pub fn stretch(
    opening: &str,
    day: Option<&Day>,
    near: Option<NaiveDate>,
    zone: Option<&Zone>,
) -> Option<(TimelineRow, Option<TimelineRow>)> {
    let clocks = clocks(opening, near);
    let range = clocks.windows(2).find_map(|pair| {
        let [(from, begin, end), (to, second, _)] = pair else { return None };
        let between = opening.get(*end..*second)?.to_lowercase();
        let word = between.trim_matches(|c: char| c.is_whitespace() || c == ',');
        let joins =
            ["to", "until", "till", "-", "–", "—", "and", "through", "bis", "und", "to approximately", "until about"];
        let before = opening.get(..*begin)?.to_lowercase();
        let led = word != "and" && word != "und"
            || ["between", "zwischen"].iter().any(|lead| before.trim_end().ends_with(lead));
        (joins.contains(&word) && led).then(|| (from.clone(), Some(to.clone())))
    });
    let (mut from, to) = range.or_else(|| clocks.first().map(|(clock, ..)| (clock.clone(), None)))?;
    let first = from.day.clone().or_else(|| day.cloned())?;
    let last = to.as_ref().and_then(|to| to.day.clone()).or_else(|| {
        let over = to.as_ref().is_some_and(|to| to.seconds < from.seconds);
        if over { first.next() } else { Some(first.clone()) }
    });
    from.zone = from.zone.or_else(|| to.as_ref().and_then(|to| to.zone.clone())).or_else(|| zone.cloned());
    let zone = from.zone.clone();
    let row = |day: Day, clock: WrittenTime| TimelineRow { day, clock, text: String::new(), zero: false };
    let end = to.zip(last).map(|(to, day)| row(day, WrittenTime { zone: to.zone.clone().or(zone), ..to }));
    Some((row(first, from), end))
}

/// All clocks of a text with where they begin and end. A clock is written with a colon, a zone, or AM and PM.
pub fn clocks(text: &str, near: Option<NaiveDate>) -> Vec<(WrittenTime, usize, usize)> {
    let mut found: Vec<(WrittenTime, usize, usize)> = Vec::new();
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        let begins = c.is_alphanumeric() && !last.is_alphanumeric() && !matches!(last, '.' | ':' | '/' | '-' | '+');
        last = c;
        if !begins || found.last().is_some_and(|(.., end)| at < *end) {
            continue;
        }
        let Some(rest) = text.get(at..) else { continue };
        // Small words before a clock are no part of it here.
        if c.is_alphabetic() && day::leading(rest, near).is_none() {
            continue;
        }
        if let Some((clock, behind)) = clock::leading(rest, near) {
            found.push((clock, at, text.len() - behind.len()));
        }
    }
    found
}
