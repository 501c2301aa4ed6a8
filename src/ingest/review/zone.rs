//! Zones as reviews name them: behind a clock (`16:58 UTC`, `4:58 PM PT`, `16:58+02:00`) or once for all (`All times in UTC`).

use chrono::NaiveDateTime;
use chrono_tz::Tz;

use crate::model::local::to_utc;

/// Zone words with one offset, in seconds east of UTC. Words that name several zones (`IST`) are left to the settings.
const FIXED: &[(&str, i32)] = &[
    ("WAT", 3_600),
    ("SAST", 7_200),
    ("EAT", 10_800),
    ("UTC", 0),
    ("GMT", 0),
    ("Z", 0),
    ("WET", 0),
    ("WEST", 3_600),
    ("BST", 3_600),
    ("CET", 3_600),
    ("MEZ", 3_600),
    ("CEST", 7_200),
    ("MESZ", 7_200),
    ("EET", 7_200),
    ("EEST", 10_800),
    ("MSK", 10_800),
    ("SGT", 28_800),
    ("HKT", 28_800),
    ("AWST", 28_800),
    ("JST", 32_400),
    ("KST", 32_400),
    ("AEST", 36_000),
    ("AEDT", 39_600),
    ("NZST", 43_200),
    ("NZDT", 46_800),
    ("BRT", -10_800),
    ("EDT", -14_400),
    ("EST", -18_000),
    ("CDT", -18_000),
    ("CST", -21_600),
    ("MDT", -21_600),
    ("MST", -25_200),
    ("PDT", -25_200),
    ("PST", -28_800),
];

/// Words for zones whose offset changes with the season.
const MOVING: [(&str, Tz); 4] = [
    ("PT", Tz::America__Los_Angeles),
    ("ET", Tz::America__New_York),
    ("CT", Tz::America__Chicago),
    ("MT", Tz::America__Denver),
];

/// The same in full, as they stand before `time`.
const MOVING_NAMES: [(&str, Tz); 4] = [
    ("pacific", Tz::America__Los_Angeles),
    ("eastern", Tz::America__New_York),
    ("central", Tz::America__Chicago),
    ("mountain", Tz::America__Denver),
];

/// Zones as they are written out.
const PHRASES: &[(&str, Tz)] = &[
    ("west africa", Tz::Africa__Lagos),
    ("east africa", Tz::Africa__Nairobi),
    ("south africa", Tz::Africa__Johannesburg),
    ("central europe", Tz::Europe__Berlin),
    ("eastern europe", Tz::Europe__Athens),
    ("pst/pdt", Tz::America__Los_Angeles),
    ("pdt/pst", Tz::America__Los_Angeles),
    ("est/edt", Tz::America__New_York),
    ("edt/est", Tz::America__New_York),
    ("cst/cdt", Tz::America__Chicago),
    ("mst/mdt", Tz::America__Denver),
    ("cet/cest", Tz::Europe__Berlin),
    ("mez/mesz", Tz::Europe__Berlin),
    ("gmt/bst", Tz::Europe__London),
    ("british time", Tz::Europe__London),
    ("india standard", Tz::Asia__Kolkata),
    ("indian standard", Tz::Asia__Kolkata),
    ("japan standard", Tz::Asia__Tokyo),
];

/// A zone of clocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Zone {
    /// A word (or `+02:00`) and its offset in seconds.
    Fixed(String, i32),
    Named(Tz),
}

impl Zone {
    pub fn utc() -> Self {
        Self::Fixed("UTC".to_owned(), 0)
    }

    /// The zone as it is written behind a local time: a word or an offset.
    pub fn text(&self, naive: NaiveDateTime) -> String {
        let offset = self.offset(naive);
        match self {
            Self::Fixed(word, _) if is_common(word) => word.clone(),
            _ => {
                let (sign, size) = if offset < 0 { ('-', -offset) } else { ('+', offset) };
                format!("{sign}{:02}:{:02}", size / 3_600, size % 3_600 / 60)
            }
        }
    }

    /// Seconds east of UTC at a local time.
    pub fn offset(&self, naive: NaiveDateTime) -> i32 {
        match self {
            Self::Fixed(_, offset) => *offset,
            Self::Named(zone) => {
                let seconds = naive.and_utc().timestamp() - to_utc(naive, *zone) / 1_000;
                i32::try_from(seconds).unwrap_or(0)
            }
        }
    }

    pub fn is_moving(&self) -> bool {
        matches!(self, Self::Named(_))
    }
}

/// Words that every reader of times knows; the rest is written as an offset.
fn is_common(word: &str) -> bool {
    let known = ["UTC", "GMT", "Z", "CET", "CEST", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"];
    known.contains(&word) || word.starts_with(['+', '-'])
}

/// The zone at the beginning of what follows a clock, and what follows the zone.
pub fn leading(text: &str) -> Option<(Zone, &str)> {
    let inner = text.trim_start_matches([' ', '\u{a0}', '(', '[']);
    if let Some(found) = numeric(inner) {
        return Some(found);
    }
    let end = inner.find(|c: char| !(c.is_alphabetic() || c == '/' || c == '_')).unwrap_or(inner.len());
    let (word, rest) = inner.split_at_checked(end)?;
    let zone = by_word(word)?;
    // `UTC+2`: the offset says more than the word.
    if matches!(word, "UTC" | "GMT" | "utc")
        && let Some((zone, rest)) = numeric(rest)
    {
        return Some((zone, closed(rest)));
    }
    Some((zone, closed(rest)))
}

fn closed(rest: &str) -> &str {
    rest.strip_prefix([')', ']']).unwrap_or(rest)
}

/// A word that is a zone. In small letters only those that are no words of a language.
fn by_word(word: &str) -> Option<Zone> {
    let upper = word.to_uppercase();
    let shouted = upper == word || matches!(word, "utc" | "gmt" | "Utc" | "Gmt");
    if !shouted {
        return if word.contains('/') { word.parse().ok().map(Zone::Named) } else { None };
    }
    let fixed = FIXED.iter().find(|(name, _)| *name == upper);
    let moving = || MOVING.iter().find(|(name, _)| *name == upper).map(|(_, zone)| Zone::Named(*zone));
    fixed.map(|(name, offset)| Zone::Fixed((*name).to_owned(), *offset)).or_else(moving)
}

/// `+02:00`, `-0700`, `+2`.
fn numeric(text: &str) -> Option<(Zone, &str)> {
    let sign = if text.starts_with('+') { 1 } else { -1 };
    let rest = text.strip_prefix(['+', '-'])?;
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ':')).unwrap_or(rest.len());
    let (digits, behind) = rest.split_at_checked(end)?;
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.as_str(), "0"),
        4 => (digits.get(..2)?, digits.get(2..)?),
        _ => return None,
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    if hours > 14 || minutes > 59 {
        return None;
    }
    let mark = if sign < 0 { '-' } else { '+' };
    Some((Zone::Fixed(format!("{mark}{hours:02}:{minutes:02}"), sign * (hours * 3_600 + minutes * 60)), behind))
}

/// The zone that a note states for all clocks below it: `All times in UTC`, `Time (CET)`, `times are Pacific`.
pub fn stated(note: &str) -> Option<Zone> {
    let upper = note.to_uppercase();
    let shifted = ["UTC", "GMT"].iter().flat_map(|word| upper.match_indices(word)).find_map(|(at, word)| {
        let (zone, _) = numeric(upper.get(at + word.len()..)?)?;
        Some(zone)
    });
    let lower = note.to_lowercase();
    let phrase = PHRASES.iter().find(|(words, _)| lower.contains(words)).map(|(_, zone)| Zone::Named(*zone));
    let named = |word: &str| {
        let lower = word.to_lowercase();
        let full = MOVING_NAMES.iter().find(|(name, _)| *name == lower).map(|(_, zone)| Zone::Named(*zone));
        full.or_else(|| by_word(word).filter(|_| word.len() > 1))
    };
    let words = note.split(|c: char| !(c.is_alphanumeric() || matches!(c, '/' | '_'))).filter(|word| !word.is_empty());
    shifted.or(phrase).or_else(|| words.into_iter().find_map(named))
}

/// The zone of all clocks of a text, where a sentence about times says it.
pub fn of_all(text: &str) -> Option<Zone> {
    let about = |line: &&str| {
        let lower = line.to_lowercase();
        ["times are", "times in", "all times", "timestamps", "time zone", "timezone", "zeiten", "heures", "horas"]
            .iter()
            .any(|word| lower.contains(word))
    };
    text.lines().filter(about).find_map(stated)
}
