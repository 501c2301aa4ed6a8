//! From which moment a duration runs: a stated start, a detection or declaration, or the first public word.
//!
//! Where another share of the incidents is timed from a stated start than before, the clock changed and not only what it
//! measures (`METHODS.md` sections 1 and 10).

use super::words::{earlier, earlier_label};
use crate::analyse::communication::PeriodCommunication;
use crate::analyse::mttx::cohorts::{Against, Cohort};
use crate::analyse::mttx::values::Metric;
use crate::findings::Grade;
use crate::findings::areas::ranking::{of_all, of_incidents};
use crate::findings::draft::{in_period, within};
use crate::findings::grade::EVIDENCE;
use crate::findings::rule::Facts;
use crate::model::row::IncidentIx;
use crate::stats::proportion::difference;
use crate::text::number;
use crate::text::plural::count;
use std::collections::BTreeSet;

/// Incidents of one period with a known duration, and what they are timed from.
#[derive(Clone, Copy)]
struct Timing {
    known: u64,
    /// From a start that somebody stated.
    stated: u64,
    /// From the first public word, of which the start is no more than the moment of entry.
    from_word: u64,
}

/// Whether the duration runs from the start of an incident.
fn runs_from_start(metric: Metric) -> bool {
    matches!(metric, Metric::Ttr | Metric::Ttm)
}

fn timing(facts: &Facts, cohort: &Cohort, words: Option<&PeriodCommunication>) -> Timing {
    let view = facts.data.incident_view();
    let told = words.into_iter().flat_map(|words| &words.told).filter(|told| told.starts_with_word);
    let from_word: BTreeSet<IncidentIx> = told.map(|told| told.row).collect();
    let mut timing = Timing { known: 0, stated: 0, from_word: 0 };
    for timed in &cohort.known {
        timing.known += 1;
        if from_word.contains(&timed.row) {
            timing.from_word += 1;
        } else if view.start_basis.get(timed.row) == Some("stated") {
            timing.stated += 1;
        }
    }
    timing
}

fn now(facts: &Facts, metric: Metric) -> Timing {
    let cohort = Cohort::current(metric, &facts.data.incident_view(), &facts.data.periods);
    timing(facts, &cohort, Some(&facts.results.communication.period))
}

/// The earlier period. First words are known of the one before alone, so that nothing else is called stated without them.
fn then(facts: &Facts, metric: Metric, against: Against) -> Option<Timing> {
    let view = facts.data.incident_view();
    let cohort = Cohort::earlier(metric, &view, &facts.data.periods, earlier(facts, against)?);
    let words = facts.results.communication.previous.as_ref().filter(|_| against == Against::Previous);
    Some(timing(facts, &cohort, words))
}

/// The shares of stated starts differ by more than chance makes likely.
fn differ(now: Timing, then: Timing) -> bool {
    difference((now.stated, now.known), (then.stated, then.known), 0.95).is_some_and(|found| found.p <= EVIDENCE)
}

/// A comparison of durations that are timed from other moments than before is a weak signal at most.
#[must_use]
pub(super) fn cap(facts: &Facts, metric: Metric, against: Against) -> Option<(Grade, String)> {
    if !runs_from_start(metric) {
        return None;
    }
    let (mut now, then) = (now(facts, metric), then(facts, metric, against)?);
    if against == Against::YearAgo {
        now.stated += now.from_word;
    }
    let why = "The start is stated for another share of the incidents of one of the periods; a change of recording could produce this.";
    differ(now, then).then(|| (Grade::Weak, why.to_owned()))
}

/// From what the durations of the period run, where that is not a stated start for all of them; beside what it was before.
#[must_use]
pub(super) fn caveat(facts: &Facts, metric: Metric) -> Option<String> {
    let now = now(facts, metric);
    if !runs_from_start(metric) || now.known == 0 || now.stated == now.known {
        return None;
    }
    let then = then(facts, metric, Against::Previous).filter(|then| then.known > 0);
    let before = then.map_or_else(String::new, |then| {
        let when = earlier(facts, Against::Previous).map_or_else(String::new, |p| within(p, &facts.data.periods));
        format!(", and for {} {when}", of_all(then.stated, then.known))
    });
    let others = now.known - now.stated - now.from_word;
    let word = (now.from_word > 0)
        .then(|| format!("of {} the start is no more than the first public word", number::thousands(now.from_word)));
    let found =
        (others > 0).then(|| format!("for {} a detection or a declaration stands for it", number::thousands(others)));
    let rest: Vec<String> = word.into_iter().chain(found).collect();
    let moved = then.filter(|then| differ(now, *then)).map_or_else(String::new, |_| {
        format!(
            " That is another share than in {}: a change of recording could change these times.",
            earlier_label(facts, Against::Previous)
        )
    });
    let of = match now.stated {
        0 => format!("none of {}", count(now.known, "incident")),
        stated => of_incidents(stated, now.known),
    };
    let stated = format!("The time runs from a stated start for {of} {}{before}", in_period(facts));
    Some(format!("{stated}; {}.{moved}", rest.join(", and ")))
}
