//! Names of machines (`edge-iad-070`, `web-prod-7.eu.internal`, `ip-10-0-3-17`): of two occurrences of one problem they differ, and
//! their words say nothing of it.

/// Words before a number that the number qualifies: it numbers no machine (`http-status-503`, `sha-256`).
const COUNTED: [&str; 34] = [
    "build", "code", "covid", "cve", "day", "error", "errors", "http", "https", "issue", "iso", "java", "level", "log",
    "page", "part", "phase", "port", "pr", "python", "q", "quarter", "release", "rfc", "section", "sev", "sha",
    "stage", "status", "step", "top", "utf", "version", "year",
];
/// Digits that machines are numbered with.
const MAX_DIGITS: usize = 4;
/// How names of regions (`us-east-1`) begin and go on: one region is not another.
const PLACES: [&str; 11] = ["af", "ap", "ca", "cn", "eu", "il", "me", "mx", "sa", "us", "uk"];
const DIRECTIONS: [&str; 10] =
    ["central", "east", "gov", "north", "northeast", "northwest", "south", "southeast", "southwest", "west"];

/// Whether a run of letters, digits, dashes and dots is the name of a machine: several words and a number (`web-prod-7`), or an
/// address written with dashes; each with a domain or without. Of one word with a number (`db-03`) the number alone differs.
#[must_use]
pub fn is_name(run: &str) -> bool {
    let (label, domain) = run.split_once('.').map_or((run, None), |(label, domain)| (label, Some(domain)));
    let Some((words, number)) = label.rsplit_once('-') else { return false };
    if !words.contains('-') || !is_number(number) || domain.is_some_and(|domain| !is_domain(domain)) {
        return false;
    }
    let mut pieces = words.split('-');
    if pieces.next().is_some_and(|first| first.eq_ignore_ascii_case("ip")) && pieces.all(is_number) {
        return true;
    }
    let last = words.rsplit('-').next().unwrap_or(words);
    let is_year = number.len() == 4 && ["19", "20"].iter().any(|century| number.starts_with(century));
    number.len() <= MAX_DIGITS
        && !is_year
        && words.split('-').all(is_word)
        && !is_region(words)
        && !COUNTED.iter().any(|word| word.eq_ignore_ascii_case(last))
}

fn is_region(words: &str) -> bool {
    let mut pieces = words.split('-');
    let is_place = |first: &str| PLACES.iter().any(|place| place.eq_ignore_ascii_case(first));
    pieces.next().is_some_and(is_place)
        && pieces.all(|piece| DIRECTIONS.iter().any(|direction| direction.eq_ignore_ascii_case(piece)))
}

/// Letters, perhaps with digits behind them.
fn is_word(piece: &str) -> bool {
    piece.starts_with(|c: char| c.is_ascii_alphabetic()) && piece.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn is_number(piece: &str) -> bool {
    !piece.is_empty() && piece.bytes().all(|b| b.is_ascii_digit())
}

/// Names with points between them.
fn is_domain(domain: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    domain.split('.').all(is_part) && domain.contains(|c: char| c.is_ascii_alphabetic())
}
