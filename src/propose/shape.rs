//! What the values of a column look like.

use crate::ingest::length;
use crate::model::record::Stamp;
use crate::normalise::severity::Crosswalk;
use crate::normalise::stamp;
use crate::normalise::stamp::DayOrder;
use crate::normalise::time::{self, TimeContext, parse};
use crate::propose::columns::Column;

/// What the values look like. A column has the first shape that nearly all of its values fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    Empty,
    /// A date, with or without a time of day.
    Time,
    /// A time of day without a date.
    Clock,
    Address,
    /// `yes`, `false`, `0`.
    Flag,
    Number,
    /// Words that the severity crosswalk knows.
    Level,
    /// E-mail addresses, or first and last names.
    Person,
    /// Short, without spaces, each different, with a digit in it.
    Key,
    /// Few different short values.
    Category,
    /// Several words.
    Text,
    Other,
}

/// The share of values that must fit, in percent: real tables have a few odd cells.
const MAX: usize = 80;

/// Names of columns in which a number of five digits is a day as spreadsheets count them, and nothing else.
const TIME_WORDS: &[&str] = &[
    "date",
    "time",
    "start",
    "started",
    "begin",
    "began",
    "end",
    "ended",
    "opened",
    "closed",
    "created",
    "resolved",
    "updated",
    "detected",
    "acknowledged",
    "timestamp",
    "datum",
    "beginn",
    "ende",
    "zeit",
    "debut",
    "fin",
    "fecha",
    "inicio",
    "from",
    "until",
    "reported",
    "completed",
    "restored",
    "when",
    "at",
];

/// Whether a value fits a shape.
type Fits = dyn Fn(&str) -> bool;

/// The shape of a column.
#[must_use]
pub(super) fn of(column: &Column) -> Shape {
    let values: Vec<&str> = column.filled().collect();
    if values.is_empty() {
        return Shape::Empty;
    }
    let most = |fits: &Fits| values.iter().filter(|v| fits(v)).count() * 100 >= values.len() * MAX;
    let distinct = column.distinct();
    if column.words.iter().any(|word| TIME_WORDS.contains(&word.as_str())) && most(&|v| time::serial(v).is_some()) {
        return Shape::Time;
    }
    let tests: [(Shape, &Fits); 7] = [
        (Shape::Time, &is_time),
        (Shape::Clock, &is_clock),
        (Shape::Address, &|v| v.starts_with("http://") || v.starts_with("https://")),
        (Shape::Flag, &is_flag),
        (Shape::Number, &|v| is_number(v) || is_length(v)),
        (Shape::Level, &is_level),
        (Shape::Person, &is_person),
    ];
    if let Some((shape, _)) = tests.iter().find(|(_, fits)| most(fits)) {
        return *shape;
    }
    let longest = values.iter().map(|v| v.chars().count()).max().unwrap_or(0);
    if distinct.len() == values.len() && most(&is_key) {
        Shape::Key
    } else if longest <= 60 && (distinct.len() * 2 <= values.len() || most(&|v| v.split_whitespace().count() <= 2)) {
        Shape::Category
    } else if most(&|v| v.split_whitespace().count() >= 2) {
        Shape::Text
    } else {
        Shape::Other
    }
}

/// Whether the values state a time without saying in which zone.
#[must_use]
pub(super) fn lacks_zone(column: &Column) -> bool {
    let bare = |v: &str| stamp::moment(v, DayOrder::DayFirst).is_ok_and(|m| m.offset_s.is_none());
    column.filled().any(|v| bare(v) || time::serial(v).is_some())
}

fn is_time(value: &str) -> bool {
    // A bare number of days may as well be a count or a ticket.
    if time::serial(value).is_some() {
        return false;
    }
    let stamp = Stamp { text: value.to_owned(), field: "proposed" };
    let reads = |order| matches!(parse(&stamp, TimeContext { zone: None, order }), Ok(Some(_)));
    reads(DayOrder::DayFirst) || reads(DayOrder::MonthFirst)
}

fn is_clock(value: &str) -> bool {
    let bare = value.trim_end_matches(|c: char| c.is_alphabetic() || c.is_whitespace() || c == '.');
    let parts: Vec<&str> = bare.split(':').collect();
    (2..=3).contains(&parts.len())
        && parts.iter().all(|part| (1..=2).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit()))
}

fn is_flag(value: &str) -> bool {
    ["yes", "no", "true", "false", "y", "n"].iter().any(|flag| value.eq_ignore_ascii_case(flag))
}

/// `90`, `1.5`, `1,5`.
fn is_number(value: &str) -> bool {
    value.parse::<f64>().is_ok()
        || (value.matches(',').count() == 1 && value.replacen(',', ".", 1).parse::<f64>().is_ok())
}

/// `90 min`, `1h 30m`, `1d 04:30`, `PT1H30M`. What is a time of day as well is left to that.
fn is_length(value: &str) -> bool {
    length::with_unit(value).is_some() && !is_clock(value)
}

fn is_level(value: &str) -> bool {
    // `1-364285768` is a number of something, and no level with a name behind it.
    let digits = value.chars().filter(char::is_ascii_digit).count();
    digits <= 2 && Crosswalk::default().level(value).is_some() && value.parse::<f64>().is_err()
}

fn is_person(value: &str) -> bool {
    let one = value.split([';', ',', '|']).next().unwrap_or(value).trim();
    let address = one.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let words: Vec<&str> = one.split_whitespace().collect();
    let named = (2..=3).contains(&words.len())
        && words.iter().all(|word| {
            let mut chars = word.chars();
            chars.next().is_some_and(char::is_uppercase)
                && chars.all(|c| c.is_lowercase() || matches!(c, '-' | '\'' | '.'))
        });
    address || named
}

fn is_key(value: &str) -> bool {
    value.chars().count() <= 40 && !value.contains(char::is_whitespace) && value.contains(|c: char| c.is_ascii_digit())
}
