//! What the range beside a claim is a range of, and in which unit it reads.

use crate::findings::draft::length;
use crate::text::number;

/// How the ends of a range are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// Seconds, as lengths of time.
    Seconds,
    /// Shares, as percentage points.
    Points,
    /// A number with what it counts behind it; nothing for a ratio.
    Plain(&'static str),
}

/// By code: what the range is of. A claim that has a range has a line here.
const RANGES: &[(&str, &str, Unit)] = &[
    ("areas.change", "ratio of weekly rates", Unit::Plain("")),
    ("areas.customer-change", "ratio of weekly rates", Unit::Plain("")),
    ("areas.most-incidents", "rate", Unit::Plain(" incidents a week")),
    ("areas.total", "rate", Unit::Plain(" incidents a week")),
    ("areas.total-change", "ratio of weekly rates", Unit::Plain("")),
    ("communication.first-word", "median", Unit::Seconds),
    ("follow-through.recurrence", "ratio of rates", Unit::Plain("")),
    ("load.after-nights", "share of pairs", Unit::Plain("")),
    ("load.per-shift", "mean", Unit::Plain(" incidents per 12 hours")),
    ("mttx.group-change", "ratio of typical durations", Unit::Plain("")),
    ("mttx.mix", "ratio within", Unit::Plain("")),
    ("mttx.noise", "ratio by chance", Unit::Plain("")),
    ("mttx.open", "median", Unit::Seconds),
    ("mttx.open-change", "ratio of capped means", Unit::Plain("")),
    ("mttx.severity-order", "ratio of typical durations", Unit::Plain("")),
    ("mttx.tta", "median", Unit::Seconds),
    ("mttx.ttd", "median", Unit::Seconds),
    ("mttx.ttm", "median", Unit::Seconds),
    ("mttx.ttr", "median", Unit::Seconds),
    ("mttx.year-ago", "ratio of typical durations", Unit::Plain("")),
    ("oncall.changed", "ratio of weekly rates", Unit::Plain("")),
    ("overlap.rotation-staffing", "time above as staffed now", Unit::Plain(" hours")),
    ("overlap.staffing", "time above with the fewest people", Unit::Plain(" hours")),
    ("recurrence.auto-resolve", "ratio of shares", Unit::Plain("")),
    ("recurrence.break-even", "occurrences a month", Unit::Plain("")),
    ("recurrence.fix-held", "ratio of paces (90 %)", Unit::Plain("")),
    ("recurrence.hiding", "ratio of paces", Unit::Plain("")),
    ("recurrence.share", "ratio of shares", Unit::Plain("")),
    ("severity.drift", "change of the share a quarter", Unit::Points),
    ("severity.mix-moved", "difference of shares", Unit::Points),
    ("volume.hours", "ratio of hourly rates", Unit::Plain("")),
    ("volume.slope", "ratio a quarter", Unit::Plain("")),
];

/// "ratio of weekly rates 1.46 to 6.23", "median 1 h 15 min to 1 h 55 min"; "range …" for a code without a line of its own.
#[must_use]
pub fn range(code: &str, [low, high]: [f64; 2]) -> String {
    let known = RANGES.iter().find(|(known, ..)| *known == code);
    let (of, unit) = known.map_or(("range", Unit::Plain("")), |(_, of, unit)| (*of, *unit));
    let (low, high) = match unit {
        Unit::Seconds => (length(low), length(high)),
        Unit::Points => {
            let points = |share: f64| number::fixed(100.0 * share, 1);
            (points(low), format!("{} percentage points", points(high)))
        }
        Unit::Plain(what) => (brief(low), format!("{}{what}", brief(high))),
    };
    format!("{of} {low} to {high}")
}

/// Three significant digits, without an exponent.
fn brief(value: f64) -> String {
    let digits = match value.abs() {
        v if v >= 100.0 => 0,
        v if v >= 10.0 => 1,
        _ => 2,
    };
    format!("{value:.digits$}")
}
