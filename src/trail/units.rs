//! In which unit a figure of a statement is, by its name: names end in their unit.

/// Endings of names, and the unit that each stands for. The first that fits counts.
const ENDINGS: &[(&str, &str)] = &[
    ("_per_week_and_quarter", "incidents per week, by quarter"),
    ("_per_week", "per week"),
    ("per_month", "per month"),
    ("per_month_lo", "per month"),
    ("per_month_hi", "per month"),
    ("_s", "seconds"),
    ("_percent", "percent"),
    ("share", "as a part of 1"),
    ("share_of_splits", "as a part of 1"),
    ("ratio", "times"),
    ("ratio_lo", "times"),
    ("ratio_hi", "times"),
    ("gini", "from 0 (even) to 1"),
    ("superiority", "from 0 to 1"),
    ("rank", "rank"),
    ("rate", "per week"),
];

/// Words that stand somewhere in a name.
const INSIDE: &[(&str, &str)] =
    &[("hours", "hours"), ("days", "days"), ("months", "months"), ("seconds", "seconds"), ("weeks", "weeks")];

/// Whole names of probabilities.
const CHANCES: [&str; 3] = ["p", "q", "probability"];

/// The unit of a figure; empty where its name says what is counted.
#[must_use]
pub(super) fn of(name: &str) -> &'static str {
    if CHANCES.contains(&name) || name.ends_with("_p") {
        return "probability";
    }
    let plain = name.trim_end_matches("_lo").trim_end_matches("_hi");
    let ends = |(ending, _): &&(&str, &str)| name.ends_with(ending) || plain.ends_with(ending);
    if let Some((_, unit)) = ENDINGS.iter().find(ends) {
        return unit;
    }
    let has = |(word, _): &&(&str, &str)| name.split('_').any(|part| part == *word);
    INSIDE.iter().find(has).map_or("", |(_, unit)| unit)
}
