//! Inputs that grow: each case makes its files for a size, and the time to review them should grow hardly faster.

#![allow(dead_code)]

mod broken;
mod many;
mod texts;

/// Names and contents.
pub(crate) type Files = Vec<(String, String)>;

/// One sort of input.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// The smallest size; twice and four times as much come after it.
    pub(crate) size: usize,
    pub(crate) make: fn(usize) -> Files,
}

/// All of them.
pub(crate) fn cases() -> impl Iterator<Item = &'static Case> {
    let lists = [broken::CASES, texts::TITLES, texts::DOCUMENTS, texts::REVIEWS, texts::LINES, many::CASES];
    lists.into_iter().flatten()
}

fn file(name: impl Into<String>, text: String) -> (String, String) {
    (name.into(), text)
}

fn one(name: &str, text: String) -> Files {
    vec![file(name, text)]
}

/// A stamp that many seconds behind the beginning of 2017.
fn seconds(since: usize) -> String {
    let (day, second) = (since / 86_400, since % 86_400);
    let (mut year, mut left) = (2017, day);
    loop {
        let days = if year % 4 == 0 { 366 } else { 365 };
        if left < days {
            break;
        }
        left -= days;
        year += 1;
    }
    let february = if year % 4 == 0 { 29 } else { 28 };
    let mut month = 1;
    for days in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if left < days {
            break;
        }
        left -= days;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}T{:02}:{:02}:{:02}Z", left + 1, second / 3_600, second / 60 % 60, second % 60)
}
