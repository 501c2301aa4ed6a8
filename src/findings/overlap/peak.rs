//! The most incidents at once, and what could not be counted.

use crate::findings::draft::{self, evidence, in_period, numbers};
use crate::findings::overlap::moment;
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim, Grade};
use crate::model::time::Millis;
use crate::text::list;
use crate::text::plural::{agree, count};
use crate::text::{duration, number};

/// Below this share of usable incidents, levels say more about the records than about the incidents.
const LEAST_COVERAGE: f64 = 0.5;

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
    if open > 0 {
        claim.caveats.push(format!(
            "{} still open when the exports were made and {} up to then.",
            verb(open, "was", "were"),
            agree(open, "counts", "count")
        ));
    }
    claim.weight = peak as f64;
    evidence(&mut claim, &facts.data.incident_view(), period.peak_rows.iter().map(|&row| row as usize));
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
            if facts.data.periods.current.partial { "the time that the data cover" } else { "the whole period" },
            number::decimal(period.mean)
        )
    };
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

fn verb(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(n, "incident"), agree(n, one, many))
}

/// Whether too few incidents of the period are a stretch of time to say how many were open, or that none was.
#[must_use]
pub fn is_thin(facts: &Facts) -> bool {
    coverage(facts).is_some_and(|share| share < LEAST_COVERAGE)
}

/// Share of the included incidents that began in the period and are a stretch of time.
fn coverage(facts: &Facts) -> Option<f64> {
    let spans = &facts.results.overlap.spans;
    let view = facts.data.incident_view();
    let all = draft::rows_in_period(&view).count();
    let taken = |row: u32| view.in_period.get(row as usize);
    let counted = spans.taken.iter().filter(|(row, _)| taken(*row)).count()
        + spans.zero_length.iter().filter(|row| taken(**row)).count();
    (all > 0).then(|| counted as f64 / all as f64)
}

/// Which incidents could not be counted, over all data; `None` when all could.
#[must_use]
pub fn set_aside(facts: &Facts) -> Option<Claim> {
    let spans = &facts.results.overlap.spans;
    let age = duration::words(spans.stale_after_s as f64);
    let stale = format!("still open after more than {age}, which is taken as forgotten");
    let reasons: [(&[u32], String); 4] = [
        (&spans.stale, stale),
        (&spans.endless, "over without a time of the end".to_owned()),
        (&spans.reversed, "recorded as ending before the start".to_owned()),
        (&spans.timeless, "without a start".to_owned()),
    ];
    let left_out: u64 = reasons.iter().map(|(rows, _)| rows.len() as u64).sum();
    let zero = spans.zero_length.len() as u64;
    if left_out + zero == 0 {
        return None;
    }
    let mut claim = draft::claim(facts, "overlap.set-aside", "");
    claim.method = "Rules for stretches of time, over all included incidents of the data.".to_owned();
    claim.n = Some(left_out);
    claim.sentence = left_out_sentence(&reasons, left_out);
    if zero > 0 {
        claim.sentence.push_str(&format!(
            " {} in the instant in which {} and {} no time.",
            verb(zero, "ends", "end"),
            agree(zero, "it begins", "they begin"),
            agree(zero, "takes", "take")
        ));
    }
    let many = |rows: &[u32]| Some(rows.len() as f64);
    claim.basis = Basis::Observed;
    numbers(
        &mut claim,
        [
            ("stale", many(&spans.stale)),
            ("without_end", many(&spans.endless)),
            ("end_before_start", many(&spans.reversed)),
            ("without_start", many(&spans.timeless)),
            ("zero_length", many(&spans.zero_length)),
            ("stale_after_s", Some(spans.stale_after_s as f64)),
        ],
    );
    let mut rows: Vec<usize> = reasons.iter().flat_map(|(rows, _)| rows.iter().map(|&row| row as usize)).collect();
    rows.sort_unstable();
    evidence(&mut claim, &facts.data.incident_view(), rows.into_iter());
    Some(claim)
}

fn left_out_sentence(reasons: &[(&[u32], String)], left_out: u64) -> String {
    if left_out == 0 {
        return "Every incident of the data could be counted.".to_owned();
    }
    let verb = |n: u64| agree(n, "is", "are");
    let named = reasons.iter().map(|(rows, why)| (rows.len() as u64, why)).filter(|(n, _)| *n > 0);
    let parts: Vec<String> = named.map(|(n, why)| format!("{} {} {why}", number::thousands(n), verb(n))).collect();
    let all = count(left_out, "incident");
    format!("{all} of all the data {} not counted as open at any time: {}.", verb(left_out), list::and(&parts))
}
