//! The most incidents at once.

use crate::findings::draft::{self, evidence, in_period, numbers};
use crate::findings::overlap::moment;
use crate::findings::rule::Facts;
use crate::findings::{Claim, Grade};
use crate::model::row::IncidentIx;
use crate::model::time::{DAY, Millis};
use crate::text::plural::{agree, count};
use crate::text::{date, duration, number};

/// Below this share of usable incidents, levels say more about the records than about the incidents.
const MIN_COVERAGE: f64 = 0.5;

/// The peak, the mean, and the share of time with two or more.
#[must_use]
pub fn claim(facts: &Facts) -> Claim {
    let period = &facts.results.overlap.period;
    let mut claim = draft::claim(facts, "overlap.peak", "");
    claim.method = "Sweep over starts and resolutions, half-open, clipped to the period.".to_owned();
    claim.n = Some(period.incidents);
    claim.coverage = coverage(facts);
    let Some(at) = period.peak_at.filter(|_| !is_thin(facts)) else {
        (claim.grade, claim.sentence) = nothing(facts);
        return claim;
    };
    let peak = u64::from(period.peak);
    claim.sentence = sentence(facts, at);
    numbers(
        &mut claim,
        [
            ("peak", Some(peak as f64)),
            ("mean", Some(period.mean)),
            ("share_two_of_all", period.two_of_all),
            ("share_two_of_busy", period.two_of_busy),
            ("seconds_two_or_more", Some(period.seconds_at_least(2))),
            ("all_data_peak", facts.results.overlap.all.peak_at.map(|_| f64::from(facts.results.overlap.all.peak))),
        ],
    );
    let open = facts.results.overlap.spans.open;
    if open > 0 && !draft::ends_unrecorded(facts) {
        claim.caveats.push(format!(
            "{} still open when the exports were made and {} up to then.",
            verb(open, "was", "were"),
            agree(open, "counts", "count")
        ));
    }
    claim.weight = peak as f64;
    evidence(&mut claim, &facts.data.incident_view(), period.peak_rows.iter().copied());
    claim
}

/// What is said where no peak can be: that there was nothing, or that too little is known.
fn nothing(facts: &Facts) -> (Grade, String) {
    let when = in_period(facts);
    let none = !draft::rows_in_period(&facts.data.incident_view()).any(|_| true);
    if none {
        return (Grade::Fact, format!("No incident was open {when}."));
    }
    let why = if facts.results.overlap.period.peak_at.is_none() {
        "none has both a start and an end"
    } else {
        "fewer than half of those that began then have both a start and an end"
    };
    (Grade::NotAssessable, format!("How many incidents were open at once {when} cannot be said: {why}."))
}

fn sentence(facts: &Facts, at: Millis) -> String {
    let period = &facts.results.overlap.period;
    let peak = u64::from(period.peak);
    let mut text = if peak == 1 {
        format!("No two incidents were open at the same time {}.", in_period(facts))
    } else {
        format!(
            "{} were open at once {}, the highest number {}. Over {} the mean was {}.",
            count(peak, "incident"),
            moment(facts, at),
            in_period(facts),
            over(facts),
            number::decimal(period.mean)
        )
    };
    if peak > 1 {
        text.push_str(&edges(facts));
    }
    if let (Some(all), Some(busy), true) = (period.two_of_all, period.two_of_busy, peak > 1) {
        text.push_str(&format!(
            " Two or more were open for {} ({} of the time, {} of the time with any).",
            duration::hours(period.seconds_at_least(2)),
            number::percent(all),
            number::percent(busy)
        ));
    }
    text
}

/// The time that is looked at.
#[must_use]
pub fn over(facts: &Facts) -> String {
    if !facts.data.periods.current.partial {
        return "the whole period".to_owned();
    }
    let window = facts.results.overlap.period.window;
    date::range(window.start, window.end, draft::zone(&facts.data.periods))
}

/// What the edges of the data do to the numbers: nothing that was open before they begin is in them, and nothing that began
/// after a collection stopped.
fn edges(facts: &Facts) -> String {
    let (periods, zone) = (&facts.data.periods, draft::zone(&facts.data.periods));
    let current = periods.current.window;
    let begin = periods.data.map(|data| data.start);
    let begin = begin.filter(|first| (current.start + DAY..current.end).contains(first)).map(|first| {
        format!(
            " The data begin on {}: what was open before is not in them, so that the numbers of the first days are too low.",
            date::day(first, zone)
        )
    });
    let end = facts.results.overlap.period.window.end;
    let stop = facts.results.volume.breaks().map(|s| s.last_at).min().filter(|last| *last < end - DAY).map(|last| {
        format!(" Collection seems to have stopped on {}: the numbers after that are too low.", date::day(last, zone))
    });
    begin.into_iter().chain(stop).collect()
}

fn verb(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(n, "incident"), agree(n, one, many))
}

/// Whether too few incidents of the period are a stretch of time to say how many were open, or that none was.
#[must_use]
pub fn is_thin(facts: &Facts) -> bool {
    coverage(facts).is_some_and(|share| share < MIN_COVERAGE)
}

/// Share of the included incidents that began in the period and are a stretch of time.
fn coverage(facts: &Facts) -> Option<f64> {
    let spans = &facts.results.overlap.spans;
    let view = facts.data.incident_view();
    let all = draft::rows_in_period(&view).count();
    let taken = |row: IncidentIx| view.in_period.get(row);
    let counted = spans.taken.iter().filter(|(row, _)| taken(*row)).count()
        + spans.zero_length.iter().filter(|row| taken(**row)).count();
    (all > 0).then(|| counted as f64 / all as f64)
}
