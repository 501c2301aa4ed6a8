//! What may be said of a change in counts: its grade, the ratio with its range, and what would not have been seen.

use crate::analyse::areas::change::{Change, detectable};
use crate::analyse::areas::evenness::Evenness;
use crate::findings::Grade;
use crate::findings::draft::{quoted, zone};
use crate::findings::grade::{self, Check, Graded, Outcome};
use crate::findings::quality;
use crate::findings::rule::Facts;
use crate::findings::volume::stopped;
use crate::model::period::Period;
use crate::text::plural::{agree, count};
use crate::text::{date, number};

/// What a noted change may concern for it to touch counts of incidents.
const COUNTS: [&str; 4] = ["incidents", "counts", "areas", "volume"];

/// Where a change may come from, beside its own counts.
pub struct Context {
    pub evenness: Option<Evenness>,
    pub checks: Vec<Check>,
    pub caps: Vec<(Grade, String)>,
    /// Why fewer may be no fewer: a collection that may have stopped.
    pub doubt: Option<String>,
}

impl Context {
    /// What holds of every comparison with this earlier period: a collection that stopped, a noted change of what counts.
    #[must_use]
    pub fn of(facts: &Facts, before: &Period, evenness: Option<Evenness>) -> Self {
        let mut caps = stopped::caps(facts);
        caps.extend(noted(facts, before).map(|why| (Grade::NoEvidence, why)));
        Self { evenness, checks: Vec::new(), caps, doubt: quality::may_have_stopped(facts) }
    }
}

/// The noted change of definition, process or tool that a comparison of counts straddles, as one sentence.
#[must_use]
pub fn noted(facts: &Facts, before: &Period) -> Option<String> {
    let periods = &facts.data.periods;
    let (start, end) = (before.window.start, periods.current.window.end);
    let concerns = |metric: &String| COUNTS.contains(&metric.as_str());
    let straddled = facts.data.changes.iter().find(|change| {
        change.at > start && change.at < end && (change.metrics.is_empty() || change.metrics.iter().any(concerns))
    })?;
    let (day, what) = (date::day(straddled.at, zone(periods)), straddled.what.trim().trim_end_matches('.'));
    Some(format!("On {day} it changed what counts ({}), so counts before and after are not comparable.", quoted(what)))
}

/// Grades a change in counts. Uneven weeks cost one grade, and what only even weeks support fails a check.
#[must_use]
pub fn graded(change: &Change, context: Context) -> Graded {
    let high = change.high.unwrap_or(f64::INFINITY);
    let mut figures = grade::Change {
        n: [change.current, change.before],
        counts: true,
        ratio: Some(change.ratio.unwrap_or(f64::INFINITY)),
        interval: Some([change.low, high]),
        inner: change.inner,
        p: change.p,
        q: change.q,
        checks: Vec::new(),
        caps: Vec::new(),
    };
    let bare = grade::grade(&figures).grade;
    if matches!(bare, Grade::Weak | Grade::Evidence | Grade::Strong) {
        figures.checks = context.checks;
        if let Some(evenness) = context.evenness.filter(Evenness::uneven) {
            // Where the interval allows for clusters already, there is nothing left to check.
            if change.clusters <= 1.0 {
                let outcome = if survives(change, evenness.factor) { Outcome::Holds } else { Outcome::Fails };
                figures.checks.push(Check { subject: "the uneven number of incidents per week", outcome });
            }
            let factor = number::decimal(evenness.factor);
            let why = format!(
                "Weeks vary {factor} times as much as chance alone would make them, so this counts one grade less."
            );
            figures.caps.push((one_less(bare), why));
        }
    }
    figures.caps.extend(context.caps);
    // What stopped cannot have made more of them.
    let doubt =
        context.doubt.filter(|_| !change.rose() && matches!(bare, Grade::Weak | Grade::Evidence | Grade::Strong));
    let is_doubted = doubt.is_some();
    figures.caps.extend(doubt.map(|why| (Grade::NoEvidence, why)));
    let mut graded = grade::grade(&figures);
    if is_doubted && graded.grade == Grade::NoEvidence {
        graded.depends_on = graded.depends_on.or(Some("whether a collection stopped"));
    }
    graded
}

fn one_less(grade: Grade) -> Grade {
    match grade {
        Grade::Strong => Grade::Evidence,
        Grade::Evidence => Grade::Weak,
        _ => Grade::NoEvidence,
    }
}

/// Whether the interval still excludes 1 when variances are this many times those of Poisson counts.
fn survives(change: &Change, factor: f64) -> bool {
    let half = if change.current == 0 || change.before == 0 { 0.5 } else { 0.0 };
    let [now, then] = change.weeks;
    let middle = (change.current as f64 + half) / (change.before as f64 + half) * then / now;
    let width = factor.max(1.0).sqrt();
    let end = |end: f64| middle * libm::pow(end / middle, width);
    if change.rose() { end(change.low) > 1.0 } else { change.high.is_some_and(|high| end(high) < 1.0) }
}

/// "23 incidents were declared in Q2 2026 and 15 in Q1 2026, 1.53 times the weekly rate (plausible 0.78–3.1): no
/// evidence of a change; …".
#[must_use]
pub fn sentence(change: &Change, graded: &Graded, period: &str, before: &str) -> String {
    format!(
        "{} {} declared in {period} and {} in {before}, {}: {}.",
        count(change.current, "incident"),
        agree(change.current, "was", "were"),
        number::thousands(change.before),
        times(change),
        verdict(change, graded)
    )
}

/// "more" or "fewer", by rate.
#[must_use]
pub fn direction(change: &Change) -> &'static str {
    if change.rose() { "more" } else { "fewer" }
}

/// "1.07 times the weekly rate (plausible 0.88–1.30)".
#[must_use]
pub fn times(change: &Change) -> String {
    match (change.ratio, change.high) {
        (Some(_), Some(high)) if change.current == 0 => {
            format!("at most {} times the weekly rate (plausible 0–{})", number::ratio(high), number::ratio(high))
        }
        (Some(ratio), Some(high)) => {
            format!("{} times the weekly rate (plausible {})", number::ratio(ratio), number::range([change.low, high]))
        }
        _ => format!("no ratio, because there was none before (plausible from {} times up)", number::ratio(change.low)),
    }
}

/// "no evidence of a change; fewer than 18 more, or 15 fewer, would not show"; "evidence that there were more".
#[must_use]
pub fn verdict(change: &Change, graded: &Graded) -> String {
    let way = direction(change);
    match graded.grade {
        Grade::NotAssessable if change.p.is_some() => "nothing that can be called a change".to_owned(),
        Grade::Fact | Grade::NotAssessable => "too few to say whether that is a change".to_owned(),
        Grade::NoEvidence => {
            let reason = graded.depends_on.map_or_else(String::new, |on| format!(", because it depends on {on}"));
            format!("no evidence of a change{reason}; {}", unseen(change))
        }
        Grade::AboutSame => "about the same".to_owned(),
        Grade::Weak => format!("a weak signal of {way}, worth watching"),
        Grade::Evidence => format!("evidence that there were {way}"),
        Grade::Strong => format!("strong evidence that there were {way}"),
    }
}

/// "fewer than 18 more, or 15 fewer, would not show".
#[must_use]
pub fn unseen(change: &Change) -> String {
    match detectable(change.before, change.weeks, change.clusters) {
        (Some(above), Some(below)) if above > change.before && below < change.before => {
            let (more, fewer) = (above - change.before, change.before - below);
            format!(
                "fewer than {} more, or {} fewer, would not show",
                number::thousands(more),
                number::thousands(fewer)
            )
        }
        _ => unseen_rise(change),
    }
}

/// "fewer than 18 more would not show".
#[must_use]
pub fn unseen_rise(change: &Change) -> String {
    match detectable(change.before, change.weeks, change.clusters).0 {
        Some(above) if above > change.before => {
            format!("fewer than {} more would not show", number::thousands(above - change.before))
        }
        Some(above) => format!("fewer than {} would not show as a rise", number::thousands(above)),
        None => "nothing could be seen at this volume".to_owned(),
    }
}

/// The ratio with its interval and the smallest changes that would show, for the numbers of a claim.
#[must_use]
pub fn figures(change: &Change) -> [(&'static str, Option<f64>); 8] {
    let (above, below) = detectable(change.before, change.weeks, change.clusters);
    [
        ("incidents", Some(change.current as f64)),
        ("previous_incidents", Some(change.before as f64)),
        ("ratio", change.ratio),
        ("ratio_lo", Some(change.low)),
        ("ratio_hi", change.high),
        ("p", change.p),
        ("smallest_rise_seen", above.map(|n| n as f64)),
        ("largest_fall_seen", below.map(|n| n as f64)),
    ]
}
