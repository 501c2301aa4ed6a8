//! Words that statements of several rules share. The numbers of people stand here, because how they are worded is a promise.

use crate::analyse::load::MIN_GROUP;
use crate::text::number;

/// "14", "0", "fewer than five": the one place where a number of people is put into words.
#[must_use]
pub fn few(n: u64) -> String {
    if is_told(n) { number::thousands(n) } else { "fewer than five".to_owned() }
}

/// Counts of what people of several groups did, beside a total that is told elsewhere; the flag says whether the group may
/// be shown. One to four are "fewer than five". Where what is left for the hidden groups would still follow from the
/// total, as less than five, the smallest that is shown is no exact number either. `None` for a hidden group.
#[must_use]
pub fn guarded(counts: &[(u64, bool)]) -> Vec<Option<String>> {
    let shown = || counts.iter().enumerate().filter(|(_, (n, shown))| *shown && *n > 0);
    let is_hidden = counts.iter().any(|(_, shown)| !shown);
    let left: u64 = counts.iter().filter(|(_, shown)| !shown).map(|(n, _)| n).sum();
    let follows = is_hidden && left < MIN_GROUP && shown().all(|(_, (n, _))| is_told(*n));
    let veiled = shown().filter(|_| follows).min_by_key(|(at, (n, _))| (*n, *at)).map(|(at, _)| at);
    let cell = |(at, (n, shown)): (usize, &(u64, bool))| {
        shown.then(|| if veiled == Some(at) { "at least five".to_owned() } else { few(*n) })
    };
    counts.iter().enumerate().map(cell).collect()
}

/// Whether a number of people may be told: one to four are not.
#[must_use]
pub fn is_told(n: u64) -> bool {
    n == 0 || n >= MIN_GROUP
}

/// "14 people", "fewer than five people", "nobody".
#[must_use]
pub fn people(n: u64) -> String {
    if n == 0 { "nobody".to_owned() } else { format!("{} people", few(n)) }
}

/// The same in the cell of a table whose column says that it counts people: a dash for nobody.
#[must_use]
pub fn people_cell(n: u64) -> String {
    if n == 0 { "–".to_owned() } else { few(n) }
}

/// The people behind a count of what they did, which stands in the same sentence. Nothing where they are fewer than five:
/// "3 nights of fewer than five people" leaves three numbers to guess from, and "once" leaves one.
#[must_use]
pub fn behind(n: u64) -> Option<String> {
    is_told(n).then(|| people(n))
}

/// The number of people for the figures of a claim: unknown where it would be one to four.
#[must_use]
pub fn figure(n: u64) -> Option<f64> {
    is_told(n).then_some(n as f64)
}

/// "less than about 40 % more or 29 % fewer": the change of a number that could not have been seen.
#[must_use]
pub fn unseen(ratio: f64) -> String {
    format!("less than {}", about(ratio, ["more", "fewer"], "as many or as few"))
}

/// "about 40 % larger or 29 % smaller": the same of a share.
#[must_use]
pub fn unseen_share(ratio: f64) -> String {
    about(ratio, ["larger", "smaller"], "as large or as small")
}

fn about(ratio: f64, [up, down]: [&str; 2], times: &str) -> String {
    if ratio < 2.0 {
        format!("about {} {up} or {} {down}", number::percent(ratio - 1.0), number::percent(1.0 - 1.0 / ratio))
    } else {
        format!("about {} times {times}", number::decimal(ratio))
    }
}
