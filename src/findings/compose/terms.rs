//! Words that need a meaning on a page for people who do not count incidents for a living, with the figures of this run.

use crate::findings::rule::Facts;
use crate::model::time::{DAY, HOUR, MINUTE, Millis, SECOND};
use crate::text::number;
use crate::text::plural::count;
use serde::{Deserialize, Serialize};

/// A word, how it is found on a page, and what it means here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageTerm {
    pub name: String,
    /// It is explained where one of these stands.
    pub words: Vec<String>,
    /// Without a capital, with a full stop.
    pub meaning: String,
}

/// All of them; what is least clear by itself stands first, because a page takes the first ones that it uses.
#[must_use]
pub fn terms(facts: &Facts) -> Vec<PageTerm> {
    let fixed = FIXED.iter().map(|(name, words, meaning)| term(name, words, (*meaning).to_owned()));
    let mut terms: Vec<PageTerm> = of_settings(facts);
    terms.extend(fixed);
    terms
}

fn term(name: &str, words: &[&str], meaning: String) -> PageTerm {
    PageTerm { name: name.to_owned(), words: words.iter().map(|word| (*word).to_owned()).collect(), meaning }
}

/// Those that hang on settings.
fn of_settings(facts: &Facts) -> Vec<PageTerm> {
    let (params, profile) = (&facts.results.load.params, &facts.data.profile);
    let lines = &params.lines;
    let percent = |share: f64| format!("{} %", number::fixed(share * 100.0, 0));
    vec![
        term(
            "over the line",
            &["over the line"],
            format!(
                "over {} of shifts with more than {}. Or {} in a row with {} of somebody disturbed, {} of its people in all. Or over {} of the time at work on more incidents than people on call.",
                percent(lines.shifts),
                count(params.shift_incidents, "incident"),
                count(lines.weeks, "week"),
                count(lines.nights, "night"),
                percent(lines.people),
                percent(lines.above)
            ),
        ),
        term(
            "strained",
            &["strained", "Strained"],
            "at half of such a line, or with other printed signs of wear.".to_owned(),
        ),
        term(
            "disturbed night",
            &["disturbed night", "nights were disturbed", "nights disturbed", "disturbed in"],
            format!("a page, or {} of work, in somebody's sleep hours.", length(params.night_work)),
        ),
        term(
            "sleep hours",
            &["sleep hours", "at night", "night page"],
            format!("{}:00 to {}:00 by the clock of the person called.", profile.sleep_from, profile.sleep_to),
        ),
        term(
            "interruption",
            &["interruption", "Interruption"],
            format!("pages to one person within {}, counted once; e-mail does not count.", length(params.gap)),
        ),
        term(
            "called",
            &["were called", "call-out"],
            format!(
                "pages to one person within {} of the first are one call; e-mail does not count.",
                length(params.bout)
            ),
        ),
        term(
            "working hours",
            &["working hours"],
            format!(
                "Monday to Friday, {}:00 to {}:00 by the clock of the person called.",
                profile.business_from, profile.business_to
            ),
        ),
    ]
}

pub(super) fn length(time: Millis) -> String {
    let whole = |unit: Millis| (time / unit).unsigned_abs();
    match time {
        t if t >= DAY && t % DAY == 0 => count(whole(DAY), "day"),
        t if t >= HOUR && t % HOUR == 0 => count(whole(HOUR), "hour"),
        t if t >= MINUTE && t % MINUTE == 0 => count(whole(MINUTE), "minute"),
        _ => count(whole(SECOND), "second"),
    }
}

const FIXED: &[(&str, &[&str], &str)] = &[
    (
        "a range, as in (1.2–3.4)",
        &["(plausible", " times the weekly rate ("],
        "chance alone allows for what lies between.",
    ),
    (
        "known problem",
        &["known problem", "Known problem"],
        "incidents judged to be of one kind, by links or by what they say.",
    ),
    ("modelled", &["modelled"], "estimated from what people did in the tools."),
    ("handed on", &["handed on", "Handed on"], "given from one group or person to another."),
    ("came back", &["came back"], "the problem occurred again after it was taken for fixed."),
    ("storm", &["storm"], "unusually many incidents that began close together."),
    ("public word", &["public word"], "an update on a status page that customers can read."),
    ("reached customers", &["reached customers"], "a status page, a stated impact or a customer's report says so."),
    ("past its day", &["past its day", "past their day", "overdue"], "still open after the day on which it was due."),
    ("agreed before", &["agreed before", "titles agreed"], "an action in the same words in an earlier quarter."),
    ("weak signal", &["weak signal"], "worth watching, not worth acting on alone."),
    (
        "evidence",
        &["evidence that", "strong evidence", "· evidence"],
        "unlikely to be chance, and it holds in the checks made.",
    ),
    ("SEV1", &["SEV1"], "the most critical of five severities; SEV5 is the mildest."),
];
