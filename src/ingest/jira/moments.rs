//! Times as a table states them: in the format of the site, with names of months in the language of the profile.
//!
//! Only words are replaced, by the English ones that stand for the same: `12/août/26 15:04` is `12/Aug/26 15:04`.

use crate::ingest::lenient::stamp;
use crate::model::record::Stamp;

const ENGLISH: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// How names of the months begin, in German, French, Spanish, Portuguese and Italian.
const MONTHS: [&[&str]; 12] = [
    &["jan", "jän", "ene", "gen"],
    &["feb", "fév", "fev"],
    &["mar", "mär", "mrz"],
    &["apr", "avr", "abr"],
    &["mai", "may", "mag"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "aoû", "aou", "ago"],
    &["sep", "set"],
    &["oct", "okt", "out", "ott"],
    &["nov"],
    &["dec", "dez", "déc", "dic"],
];

/// Words for the halves of the day. They stand before the time in some languages, and behind it in English.
const HALVES: [(&str, &str); 12] = [
    ("午前", "AM"),
    ("午後", "PM"),
    ("上午", "AM"),
    ("下午", "PM"),
    ("오전", "AM"),
    ("오후", "PM"),
    ("a. m.", "AM"),
    ("p. m.", "PM"),
    ("a.m.", "AM"),
    ("p.m.", "PM"),
    ("vorm.", "AM"),
    ("nachm.", "PM"),
];

/// A stamp with English words, or nothing when the cell is blank.
pub(super) fn moment(stated: &str, field: &'static str) -> Option<Stamp> {
    stamp(&english(stated), field)
}

/// The same text with English words. Text without foreign words is left as it is.
#[must_use]
pub fn english(stated: &str) -> String {
    let mut text = stated.trim().replace(['\u{a0}', '\u{202f}'], " ");
    for (word, half) in HALVES {
        if let Some((before, after)) = text.split_once(word) {
            text = format!("{} {half}", format!("{before}{}", after.trim_start()).trim());
            break;
        }
    }
    month_in_english(&text)
}

fn month_in_english(text: &str) -> String {
    if let Some((before, after)) = text.split_once('月') {
        let digits = before.chars().rev().take_while(char::is_ascii_digit).count();
        let start = before.len().saturating_sub(digits);
        let number = before.get(start..).and_then(|number| number.parse::<usize>().ok());
        let name = number.and_then(|number| ENGLISH.get(number.checked_sub(1)?));
        let day = after.contains('日') || after.is_empty();
        if let (Some(name), Some(front), false) = (name, before.get(..start), day) {
            return format!("{front}{name}{after}");
        }
    }
    let Some(start) = text.find(char::is_alphabetic) else { return text.to_owned() };
    let rest = text.get(start..).unwrap_or("");
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let lower = word.to_lowercase();
    let at = MONTHS.iter().position(|names| names.iter().any(|name| lower.starts_with(name)));
    match (at.and_then(|at| ENGLISH.get(at)), text.get(..start)) {
        (Some(name), Some(front)) => format!("{front}{name}{}", after.strip_prefix('.').unwrap_or(after)),
        _ => text.to_owned(),
    }
}
