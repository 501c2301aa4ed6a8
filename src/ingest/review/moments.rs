//! When the incident of a review began, was noticed, and was over, from the rows of its time line.
//!
//! A row speaks for a moment only by its words. The first row of the incident itself is its start: what was released or
//! changed before it is not, unless nothing else happened. Where the review states minutes to detect or to recover, the
//! row that agrees with them is believed before others, and where no row says it, the minutes do.

use super::lengths::Lengths;
use super::row::TimelineRow;
use crate::ingest::lenient::stamp;
use crate::model::record::Stamp;

/// Words of trouble: a row with one of them is about the incident.
const TROUBLE: &[&str] = &[
    "error",
    "fail",
    "down",
    "outage",
    "unavailab",
    "unreachab",
    "degrad",
    "slow",
    "latenc",
    "timeout",
    "timed out",
    "alert",
    "alarm",
    "page",
    "crash",
    "report",
    "incident",
    "impact",
    "drop",
    "stop",
    "broke",
    "exhaust",
    "used up",
    "full",
    "unhealthy",
    "restart",
    "5xx",
    "500s",
    "complain",
    "refus",
    "issue",
    "broken",
    "incompatib",
    "disrupt",
    "störung",
];
/// Words of changes, which are no incident yet.
const CHANGE: &[&str] = &[
    "deploy",
    "release",
    "rollout",
    "rolled out",
    "roll out",
    "merge",
    "upgrade",
    "migration",
    "change ",
    "changed",
    "config",
    "pushed",
    "maintenance",
    "pull request",
    "update ",
    "updated",
    "enabled",
    "applied",
    "starts working",
    "renewed",
    "rotated",
    "swapped",
    "switched",
];
/// Words of a row that names the start outright.
const BEGINS: &[&str] = &[
    "incident begin",
    "incident start",
    "incident began",
    "outage begin",
    "outage start",
    "outage began",
    "impact begin",
    "impact start",
    "impact began",
    "start of impact",
    "start of incident",
    "start of the incident",
    "start of outage",
    "start of the outage",
    "beginning of the",
    "errors begin",
    "errors start",
    "errors began",
    "customer impact begin",
    "first errors",
    "first customer impact",
    "problem started",
    "issue begin",
    "issue start",
    "problem start",
];
const DETECTED: &[&str] = &[
    "detected",
    "detects",
    "alert",
    "alert is fired",
    "alert was fired",
    "alert triggered",
    "alerts fire",
    "alerted",
    "alerts trigger",
    "alert sent",
    "alert received",
    "first alert",
    "paged",
    "pager",
    "page sent",
    "page to",
    "alarm",
    "noticed",
    "notices",
    "becomes aware",
    "became aware",
    "informed of",
    "monitoring report",
    "monitoring show",
    "alert from",
];
const ACKNOWLEDGED: &[&str] = &["acknowledge", "acked"];
const MITIGATED: &[&str] = &[
    "mitigated",
    "mitigation in place",
    "mitigation complete",
    "mitigation applied",
    "impact end",
    "impact over",
    "end of impact",
    "customer impact end",
    "workaround in place",
    "impact is over",
    "stabilized",
    "stabilised",
];
const RECOVERED: &[&str] = &[
    "resolved",
    "restored",
    "recovered",
    "recovery complete",
    "full recovery",
    "fully operational",
    "operational again",
    "back to normal",
    "back up",
    "back online",
    "is back",
    "are back",
    "all clear",
    "outage over",
    "outage is over",
    "outage end",
    "incident over",
    "incident is over",
    "incident end",
    "end of incident",
    "end of the incident",
    "end of outage",
    "healthy",
    "returned to normal",
    "returns to normal",
    "return to normal",
    "service normal",
    "working again",
    "confirmed working",
    "works again",
    "up again",
    "issue fixed",
    "problem fixed",
    "behoben",
    "wiederhergestellt",
];
/// The record was closed, which is no recovery while another row tells of one.
const CLOSED: &[&str] = &["incident closed", "incident is closed", "closed the incident", "declared over", "all clear"];
/// Words that turn a row about the end into its opposite, or put it off.
const NOT_YET: &[&str] = &[
    "not ",
    "n't ",
    "partial",
    "partly",
    "some ",
    "attempt",
    "expected",
    "should ",
    "would ",
    "will ",
    "believe",
    "before ",
    "until ",
    "to be ",
    "trying",
    "no longer healthy",
    "unhealthy",
    "to restore",
    "never",
    "still",
    "again fail",
    "unresolved",
    "eta",
    "investigat",
    "waiting",
    "first region",
    "one region",
    "start of recovery",
];
/// Words that tell of a return of the trouble after an end.
const RETURNED: &[&str] =
    &["again", "returned", "return of", "reoccur", "recur", "reopened", "second outage", "second wave", "comes back"];

/// How near a row must be to a stated length: in seconds, since reviews round to minutes and clocks to five of them, or in
/// percent of the length, since people count from one row or the next.
const AGREES_S: i64 = 150;
const AGREES_PERCENT: i64 = 10;

/// The times of a review, as far as its time line, its opening and its lengths say them.
#[derive(Debug, Default)]
pub struct Moments {
    pub started: Option<Stamp>,
    pub detected: Option<Stamp>,
    pub acknowledged: Option<Stamp>,
    pub mitigated: Option<Stamp>,
    pub resolved: Option<Stamp>,
}

/// Finds the moments. `told` is what the opening says of begin and end; rows stand in the order of time.
pub fn of(rows: &[TimelineRow], told: Option<&(TimelineRow, Option<TimelineRow>)>, lengths: Lengths) -> Moments {
    let told_end = told.and_then(|(_, end)| end.as_ref());
    let Some(start) = start(rows, told, lengths) else {
        let Some((begin, end)) = told else { return Moments::default() };
        return moments(begin, &[], end.as_ref(), lengths);
    };
    let from = rows.get(start..).unwrap_or(&[]);
    from.first().map_or_else(Moments::default, |begin| moments(begin, from, told_end, lengths))
}

fn moments(begin: &TimelineRow, rows: &[TimelineRow], told_end: Option<&TimelineRow>, lengths: Lengths) -> Moments {
    let later = rows.get(1..).unwrap_or(&[]);
    let said = |words: &[&str], length| agreed(begin, rows, words, length);
    let after = |length: Option<i64>, field| length.and_then(|length| sum(begin, length, field));
    let row = |row: Option<&TimelineRow>, field| row.and_then(|row| row.stamp(field));
    let ended = end(begin, later, lengths.recover);
    let relieved = lengths.recover.and_then(|length| nearest(begin, later.iter().filter(|row| is_relief(row)), length));
    let told_end = told_end.filter(|end| end.at().zip(begin.at()).is_none_or(|(end, begin)| end > begin));
    // A record may be closed long after all was well, so that row comes last.
    let resolved = row(ended.or(relieved), "resolved_at")
        .or_else(|| row(told_end, "resolved_at"))
        .or_else(|| after(lengths.recover, "resolved_at"))
        .or_else(|| row(closed(later), "resolved_at"));
    Moments {
        started: begin.stamp("started_at"),
        detected: row(said(DETECTED, lengths.detect), "detected_at").or_else(|| after(lengths.detect, "detected_at")),
        acknowledged: row(said(ACKNOWLEDGED, lengths.acknowledge), "acknowledged_at")
            .or_else(|| after(lengths.acknowledge, "acknowledged_at")),
        mitigated: row(agreed(begin, later, MITIGATED, lengths.mitigate), "mitigated_at")
            .or_else(|| after(lengths.mitigate, "mitigated_at")),
        resolved,
    }
}

/// A start and a length from it, as readers of times take it.
fn sum(begin: &TimelineRow, length: i64, field: &'static str) -> Option<Stamp> {
    stamp(&format!("{} + {length} s", begin.stamp(field)?.text), field)
}

fn has(text: &str, words: &[&str]) -> bool {
    let lower = text.to_lowercase();
    words.iter().any(|word| lower.contains(word))
}

/// How far a row is from a length after the start; `None` where it does not agree with it.
fn distance(begin: &TimelineRow, row: &TimelineRow, length: i64) -> Option<i64> {
    let (begin, at) = begin.at().zip(row.at())?;
    let distance = (at - begin - length).abs();
    (at >= begin && distance <= AGREES_S.max(length * AGREES_PERCENT / 100)).then_some(distance)
}

/// The first row with one of the words, or the one of them that agrees best with a stated length. A row that contradicts
/// it does not speak: it may tell of a second alert.
fn agreed<'r>(
    begin: &TimelineRow,
    rows: &'r [TimelineRow],
    words: &[&str],
    length: Option<i64>,
) -> Option<&'r TimelineRow> {
    let mut named = rows.iter().filter(|row| has(&row.text, words) && !has(&row.text, &["not ", "n't ", "no alert"]));
    match length {
        Some(length) => nearest(begin, named, length),
        None => named.next(),
    }
}

/// The row that agrees best with a length after the start; of equally good ones the first.
fn nearest<'r>(
    begin: &TimelineRow,
    rows: impl Iterator<Item = &'r TimelineRow>,
    length: i64,
) -> Option<&'r TimelineRow> {
    let near = rows.filter_map(|row| Some((distance(begin, row, length)?, row)));
    near.min_by_key(|(distance, _)| *distance).map(|(_, row)| row)
}

/// Whether words tell that somebody or something noticed the trouble.
pub fn is_notice(text: &str) -> bool {
    has(text, DETECTED)
}

fn is_end(row: &TimelineRow) -> bool {
    has(&row.text, RECOVERED) && !has(&row.text, NOT_YET)
}

/// The row that says that it was over: the one that agrees with the stated length, else the first after which the trouble
/// did not come back.
fn end<'r>(begin: &TimelineRow, rows: &'r [TimelineRow], length: Option<i64>) -> Option<&'r TimelineRow> {
    let agreeing = length.and_then(|length| nearest(begin, rows.iter().filter(|row| is_end(row)), length));
    if agreeing.is_some() {
        return agreeing;
    }
    let mut found: Option<&TimelineRow> = None;
    for row in rows {
        if is_end(row) {
            found = found.or(Some(row));
        } else if has(&row.text, RETURNED) && has(&row.text, TROUBLE) {
            found = None;
        }
    }
    found.or_else(|| rows.iter().rfind(|row| is_end(row)))
}

fn closed(rows: &[TimelineRow]) -> Option<&TimelineRow> {
    rows.iter().rfind(|row| has(&row.text, CLOSED) && !has(&row.text, NOT_YET))
}

/// The impact is over, whatever is still to be done.
fn is_relief(row: &TimelineRow) -> bool {
    has(&row.text, MITIGATED) && !has(&row.text, &["not ", "n't ", "partial", "attempt"])
}

/// The place of the first row of the incident itself.
fn start(rows: &[TimelineRow], told: Option<&(TimelineRow, Option<TimelineRow>)>, lengths: Lengths) -> Option<usize> {
    rows.first()?;
    if let Some(at) = rows.iter().position(|row| has(&row.text, BEGINS)) {
        return Some(at);
    }
    // What others are counted from is the start, unless it is only when somebody noticed.
    if let Some(at) = rows.iter().position(|row| row.zero && !is_notice(&row.text)) {
        return Some(at);
    }
    // "From 16:58 to 18:46": the opening has an end too, so that its begin is that of the incident.
    let begin = told.filter(|(_, end)| end.is_some()).and_then(|(begin, _)| begin.at());
    if let Some(at) = begin.and_then(|begin| rows.iter().position(|row| row.at() == Some(begin))) {
        return Some(at);
    }
    let by_length = lengths.recover.and_then(|length| {
        let fit = |begin: &TimelineRow| {
            let ends = rows.iter().filter(|row| is_end(row) || is_relief(row));
            ends.filter_map(|row| distance(begin, row, length)).min()
        };
        let fits = rows.iter().enumerate().filter_map(|(at, begin)| Some((fit(begin)?, at)));
        fits.min().map(|(_, at)| at)
    });
    by_length.or_else(|| Some(first_of_itself(rows)))
}

/// Leading rows that tell of a change are passed over while a later row, before the end, tells of trouble.
fn first_of_itself(rows: &[TimelineRow]) -> usize {
    let is_before = |row: &TimelineRow| has(&row.text, CHANGE) && !has(&row.text, TROUBLE);
    let over = rows.iter().position(is_end).unwrap_or(rows.len());
    let leading = rows.iter().take(over).take_while(|row| is_before(row)).count();
    let trouble = rows.iter().take(over).skip(leading).any(|row| has(&row.text, TROUBLE));
    if leading < over && trouble { leading } else { 0 }
}
