//! Recovery times in two lines: the verdict, the median with its range and what it was before, and the one fact that bends
//! the mean. Everything else stands behind it on the analyst's page.

use super::{depends, open, words};
use crate::analyse::mttx::cohorts::{Against, Cohort};
use crate::analyse::mttx::values::Metric;
use crate::findings::draft::{length, quoted};
use crate::findings::rule::Facts;
use crate::findings::{Claim, Grade};
use crate::stats::quantile;
use crate::text::{date, leaders, number};

/// From this share of all incident time on, one incident bends the mean.
const BENDS: f64 = 0.1;

/// Fills in the short form and its lead, where the time to resolve can be told at all; else the words of the page alone.
pub fn fill(facts: &Facts, claims: &mut [Claim]) {
    let storms = in_storms_alone(facts);
    let told = claims.iter_mut().find(|claim| ["mttx.ttr", "mttx.open-change"].contains(&claim.code.as_str()));
    let Some(claim) = told else { return };
    match text(facts, storms).filter(|_| claim.grade != Grade::NotAssessable) {
        Some(text) => {
            claim.lead = format!("Recovery times: {}.", verdict(facts, claim, storms));
            claim.brief = text;
            if let Some((median, n)) = outside_storms(facts).filter(|_| storms) {
                // What the page says has to be among what stands behind it.
                claim.numbers.insert("median_outside_storms_s".to_owned(), median);
                claim.numbers.insert("n_outside_storms".to_owned(), n as f64);
            }
        }
        // The page prints the statement itself then, in its own words for ranges.
        None => {
            claim.brief =
                Some(leaders::plain(&claim.sentence)).filter(|plain| *plain != claim.sentence).unwrap_or_default()
        }
    }
}

/// "no evidence of a change", "evidence that the typical incident took longer".
fn verdict(facts: &Facts, claim: &Claim, in_storms_alone: bool) -> String {
    let against = facts.results.mttx.robustness(Metric::Ttr, Against::Previous);
    if in_storms_alone && claim.grade == Grade::NoEvidence {
        // Storms are picked out by what is open at once, so that theirs are long is no finding.
        return "no evidence of a change outside the storms".to_owned();
    }
    let longer = against.and_then(|s| s.change.ratio).map(|r| if r.estimate > 1.0 { "longer" } else { "shorter" });
    match (claim.grade, longer) {
        (Grade::Fact, _) | (_, None) => "nothing to compare with".to_owned(),
        (Grade::AboutSame, _) => "about as before".to_owned(),
        (Grade::NoEvidence | Grade::NotAssessable, _) => "no evidence of a change".to_owned(),
        (Grade::Weak, Some(way)) => format!("a weak signal that they became {way}"),
        (Grade::Evidence, Some(way)) => format!("evidence that they became {way}"),
        (Grade::Strong, Some(way)) => format!("strong evidence that they became {way}"),
    }
}

/// Whether the time to resolve is longer than before, and storms are all that makes it so.
fn in_storms_alone(facts: &Facts) -> bool {
    let Some(found) = facts.results.mttx.robustness(Metric::Ttr, Against::Previous) else { return false };
    let longer = found.change.ratio.is_some_and(|ratio| ratio.estimate > 1.0);
    longer && open::hangs_on(facts, found).is_some_and(|hangs| hangs.is_of_storms())
}

/// " Outside the storms it was 49 minutes."
fn outside(facts: &Facts) -> String {
    outside_storms(facts)
        .map_or_else(String::new, |(median, _)| format!(" Outside the storms it was {}.", length(median)))
}

/// The median of what began in no storm, in seconds, and of how many.
fn outside_storms(facts: &Facts) -> Option<(f64, usize)> {
    let view = facts.data.incident_view();
    let known = Cohort::current(Metric::Ttr, &view, &facts.data.periods).known;
    let rest = known.iter().filter(|timed| !depends::in_storm(facts, &view, timed.row)).map(|timed| timed.seconds);
    let rest = quantile::sorted(rest.collect());
    Some((quantile::median(&rest)?, rest.len()))
}

fn text(facts: &Facts, in_storms_alone: bool) -> Option<String> {
    let whole = facts.results.mttx.whole(Metric::Ttr)?;
    let median = whole.row.median.filter(|_| whole.row.n > 1)?;
    let range = whole.row.median_interval.map_or_else(String::new, |[low, high]| format!(" ({})", between(low, high)));
    let before = facts.results.mttx.robustness(Metric::Ttr, Against::Previous).map(|s| &s.change);
    let then = before
        .and_then(|change| change.medians[1])
        .map_or_else(String::new, |then| format!(", {} {}", length(then), words::in_earlier(facts, Against::Previous)));
    let done = words::words(Metric::Ttr).done;
    let n = number::thousands(whole.row.n);
    Some(format!(
        "Half of the {n} incidents were {done} within {}{range}{then}.{}{}{}",
        length(median),
        if in_storms_alone { outside(facts) } else { String::new() },
        mean(facts),
        open::still(facts)
    ))
}

/// "39 minutes to 1 h 21 min", "73–87 hours".
fn between(low: f64, high: f64) -> String {
    let (low, high) = (length(low), length(high));
    match (low.split_once(' '), high.split_once(' ')) {
        (Some((from, unit)), Some((to, other))) if unit == other && !unit.contains(' ') => {
            format!("{from}–{to} {unit}")
        }
        _ => format!("{low} to {high}"),
    }
}

/// " One incident, “…” of 25 June 2026, is 10 % of all incident time: the mean is 1.9 hours, and 1.7 without it."
fn mean(facts: &Facts) -> String {
    let whole = facts.results.mttx.whole(Metric::Ttr);
    let Some((mean, largest)) = whole.and_then(|w| Some((w.row.mean?, w.largest.as_ref()?))) else {
        return String::new();
    };
    if largest.share < BENDS {
        return format!(" The mean is {}.", length(mean));
    }
    let view = facts.data.incident_view();
    let title = view.title.get(largest.incident).map_or_else(String::new, |title| format!(", {}", quoted(title)));
    let zone = crate::findings::draft::zone(&facts.data.periods);
    let day = view.started.get(largest.incident).map_or_else(String::new, |at| format!(" of {}", date::day(at, zone)));
    format!(
        " One incident{title}{day}, is {} of all incident time: the mean is {}, and {} without it.",
        number::percent(largest.share),
        length(mean),
        length(largest.mean_without)
    )
}
