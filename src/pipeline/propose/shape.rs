//! What the values of a column look like.

use crate::model::record::Stamp;
use crate::normalise::severity::Crosswalk;
use crate::normalise::stamp;
use crate::normalise::time::{DayOrder, TimeContext, parse};
use crate::pipeline::propose::columns::Column;

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
const MOST: usize = 80;

/// Whether a value fits a shape.
type Fits = dyn Fn(&str) -> bool;

/// The shape of a column.
#[must_use]
pub(super) fn of(column: &Column) -> Shape {
    let values: Vec<&str> = column.filled().collect();
    if values.is_empty() {
        return Shape::Empty;
    }
    let most = |fits: &Fits| values.iter().filter(|v| fits(v)).count() * 100 >= values.len() * MOST;
    let distinct = column.distinct();
    let tests: [(Shape, &Fits); 7] = [
        (Shape::Time, &is_time),
        (Shape::Clock, &is_clock),
        (Shape::Address, &|v| v.starts_with("http://") || v.starts_with("https://")),
        (Shape::Flag, &is_flag),
        (Shape::Number, &|v| v.parse::<f64>().is_ok() || is_length(v)),
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
    column.filled().any(|v| stamp::moment(v, DayOrder::DayFirst).is_ok_and(|m| m.offset_s.is_none()))
}

fn is_time(value: &str) -> bool {
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

/// `90 min`, `1h 30m`.
fn is_length(value: &str) -> bool {
    let units = ["s", "sec", "m", "min", "mins", "minutes", "h", "hr", "hrs", "hour", "hours", "d", "day", "days"];
    let mut parts = value.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty()).peekable();
    value.starts_with(|c: char| c.is_ascii_digit()) && parts.peek().is_some() && parts.all(|part| units.contains(&part))
}

fn is_level(value: &str) -> bool {
    Crosswalk::default().level(value).is_some() && value.parse::<f64>().is_err()
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
