//! By what the tables of a report folder are known again.

use super::TABLES;

/// Numbers behind charts, and tables of other kinds of report, by their columns.
const OTHERS: &[(&str, &[&str])] = &[
    ("problems", &["incident_id", "problem", "record_id"]),
    ("charts/area-funnel", &["exposure", "rate", "exposure_unit"]),
    ("charts/area-ranks", &["name", "counted", "shrunken", "best_rank", "worst_rank"]),
    ("charts/control", &["week_start", "value", "unusual", "centre", "provisional"]),
    ("charts/mix", &["step", "name", "kind", "from", "to", "unit"]),
    ("charts/noise", &["figure", "ratio", "random_low", "random_high"]),
    ("charts/survival", &["group", "point", "seconds", "share_open"]),
    ("charts/areas-pareto", &["rank", "name", "value", "share", "unit"]),
    ("charts/concurrency", &["bucket_start", "bucket_seconds", "peak", "mean"]),
    ("charts/demand-capacity", &["bucket_start", "most_open", "fewest_on_call"]),
    ("charts/durations", &["group", "n", "zeros", "point", "seconds"]),
    ("charts/incidents-per-week", &["week_start", "series", "value", "unit"]),
    ("charts/interruptions-by-hour", &["weekday", "hour", "value", "class"]),
    ("charts/cost-of-problems", &["rank", "famous", "in_period", "known_incidents"]),
    ("charts/disturbed-nights", &["team", "night_of", "people_disturbed"]),
    ("charts/early-warning", &["what", "rule", "day", "came"]),
    ("charts/incidents-per-shift", &["rotation", "incidents_in_shift", "shifts", "reference"]),
    ("charts/new-and-known", &["quarter", "series", "value", "note"]),
    ("charts/register", &["family", "famous", "state", "mark"]),
    ("charts/spread", &["which", "share_of_time", "random_low", "random_high"]),
    ("charts/storm", &["lane", "incident", "severity", "pages"]),
    ("people", &["person_id", "pseudonym"]),
];

/// The table of a report that has these columns, whichever else it has.
#[must_use]
pub fn table_with(headers: &[String]) -> Option<&'static str> {
    let has = |column: &&str| headers.iter().any(|own| own == column);
    let tables = TABLES.iter().map(|contract| (contract.name, contract.known_by));
    let mut known = tables.chain(OTHERS.iter().copied()).filter(|(_, columns)| !columns.is_empty());
    known.find(|(_, columns)| columns.iter().all(has)).map(|(name, _)| name)
}
