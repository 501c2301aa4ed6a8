//! What became of something that was promised, as the statuses of many tools say it, and when its day is over. Everything
//! that asks whether a follow-up is open asks here.

use crate::model::local;
use crate::model::time::{DAY, Millis};
use crate::text::fold;
use chrono::Datelike;
use chrono_tz::Tz;

/// Days from the beginning of the calendar to 1 January 1970.
const EPOCH: i64 = 719_163;

/// The words of a title, by which copies of one promise are told; empty without a title. The number of a ticket behind or
/// before the words, as trackers put it into links ("Add a limit (#820)", "[OPS-12] Add a limit"), belongs to no title.
#[must_use]
pub fn folded(title: &str) -> String {
    let words: Vec<&str> = title.split_whitespace().collect();
    let from = words.iter().take_while(|word| is_ticket(word)).count();
    let to = words.iter().rev().take_while(|word| is_ticket(word)).count();
    let own = words.get(from..words.len().saturating_sub(to)).unwrap_or(&[]);
    fold::words(&if own.is_empty() { title.to_owned() } else { own.join(" ") }).join(" ")
}

/// "#820", "(#820)", "[OPS-12]", "OPS-12:".
fn is_ticket(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | ':' | ',' | ';' | '.'));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_set_off = bare.len() < word.len();
    let is_key = |(key, number): (&str, &str)| {
        key.len() > 1 && key.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) && is_number(number)
    };
    bare.strip_prefix('#').is_some_and(is_number) || is_set_off && bare.split_once('-').is_some_and(is_key)
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// No status and no day of completion: a plain list says what was promised and nothing of what was done.
    Unstated,
    Open,
    /// Cancelled, declined, a duplicate of another: it ends without being done.
    GivenUp,
    Done,
}

impl State {
    /// As tables write it; empty where nothing is said of it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unstated => "",
            Self::Open => "open",
            Self::GivenUp => "given-up",
            Self::Done => "done",
        }
    }
}

/// Statuses, folded, of what is done.
const DONE: &[&str] = &[
    "done",
    "closed",
    "complete",
    "completed",
    "resolved",
    "fixed",
    "finished",
    "implemented",
    "delivered",
    "deployed",
    "released",
    "shipped",
    "merged",
    "verified",
    "yes",
    "true",
    "x",
    "erledigt",
    "abgeschlossen",
    "geschlossen",
    "fertig",
    "umgesetzt",
];

/// Statuses, folded, of what nobody is going to do.
const GIVEN_UP: &[&str] = &[
    "cancelled",
    "canceled",
    "wontfix",
    "wont fix",
    "wont do",
    "will not do",
    "not doing",
    "not planned",
    "rejected",
    "declined",
    "obsolete",
    "duplicate",
    "abandoned",
    "dropped",
    "discarded",
    "deleted",
    "withdrawn",
    "superseded",
    "invalid",
    "no longer needed",
    "abgebrochen",
    "verworfen",
    "abgelehnt",
    "storniert",
];

/// What a status says; a day of completion says that it ended, whatever the status.
#[must_use]
pub fn state(status: &str, is_completed: bool) -> State {
    let status = fold::words(status).join(" ");
    match status.as_str() {
        given_up if GIVEN_UP.contains(&given_up) => State::GivenUp,
        done if is_completed || DONE.contains(&done) => State::Done,
        "" => State::Unstated,
        _ => State::Open,
    }
}

/// The day of an instant as a number, so that two of them give whole days. A day without an hour is midnight in UTC and
/// stays that day in every zone. `None` outside the calendar.
#[must_use]
pub fn day(at: Millis, zone: Tz) -> Option<i64> {
    if at.rem_euclid(DAY) == 0 {
        return Some(at.div_euclid(DAY));
    }
    local::date(at, zone).map(|date| i64::from(date.num_days_from_ce()) - EPOCH)
}

/// The instant from which something is past its day: a day without an hour lasts until its end.
#[must_use]
pub fn deadline(due: Millis, zone: Tz) -> Millis {
    let is_midnight = || local::date(due, zone) != local::date(due.saturating_sub(1), zone);
    if due.rem_euclid(DAY) == 0 || is_midnight() { due.saturating_add(DAY) } else { due }
}
