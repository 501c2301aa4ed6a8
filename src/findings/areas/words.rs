//! What may be said of a change in counts: its grade, the ratio with its range, and what would not have been seen.

use crate::analyse::areas::change::{CountChange, detectable};
use crate::analyse::areas::slots::MIN_WEEKS;
use crate::findings::Grade;
use crate::findings::draft::{quoted, zone};
use crate::findings::grade::{self, Graded, RobustnessCheck, outcome};
use crate::findings::quality;
use crate::findings::rule::Facts;
use crate::findings::tree::screened;
use crate::findings::volume::comparable;
use crate::frame::dataset::IncidentView;
use crate::model::period::Period;
use crate::model::row::IncidentIx;
use crate::text::plural::{agree, count};
use crate::text::{date, number};

/// What a noted change may concern for it to touch counts of incidents.
const COUNTS: [&str; 4] = ["incidents", "counts", "areas", "volume"];

const MANY: &str = "It was found by looking through all of its kind, so a first report makes it a weak signal at most.";

/// What is left of a rise without the incidents of storms.
pub struct WithoutStorms {
    /// One sentence with the counts, their ratio and its range.
    pub sentence: String,
    /// A rise that is gone without them is a weak signal at most.
    pub holds: bool,
}

impl WithoutStorms {
    /// What it takes from the grade.
    #[must_use]
    pub fn cap(&self) -> Option<(Grade, String)> {
        (!self.holds).then(|| (Grade::Weak, self.sentence.clone()))
    }
}

/// Where a change may come from, beside its own counts.
pub struct ChangeContext {
    pub checks: Vec<RobustnessCheck>,
    pub caps: Vec<(Grade, String)>,
    /// Why fewer may be no fewer: a collection that may have stopped.
    pub doubt: Option<String>,
    /// What is left of a rise without the incidents of storms.
    pub storms: Option<WithoutStorms>,
}

impl ChangeContext {
    /// What holds of every comparison with this earlier period: a collection that stopped, a noted change of what counts.
    #[must_use]
    pub fn of(facts: &Facts, before: &Period) -> Self {
        let mut caps = comparable::caps(facts);
        caps.extend(noted(facts, before).map(|why| (Grade::NoEvidence, why)));
        Self { checks: Vec::new(), caps, doubt: quality::may_have_stopped(facts), storms: None }
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

/// Grades a change in counts: the registered test `id`, or one of many of its kind. That weeks are uneven is in its interval
/// and its p-value already; beside it stands whether the direction is the same when a burst of incidents counts as one.
#[must_use]
pub fn graded(facts: &Facts, id: Option<&str>, change: &CountChange, context: ChangeContext) -> Graded {
    let judge = |figures: grade::Contrast| match id {
        Some(id) => facts.tree.grade(id, figures),
        None => screened(figures, MANY),
    };
    let high = change.high.unwrap_or(f64::INFINITY);
    let mut figures = grade::Contrast {
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
    let bare = judge(figures.clone()).grade;
    if matches!(bare, Grade::Weak | Grade::Evidence | Grade::Strong) {
        figures.checks = context.checks;
        let ratio = change.ratio.unwrap_or(f64::INFINITY);
        figures.checks.extend(
            change.episodes.map(|other| RobustnessCheck {
                subject: "how bursts are counted",
                outcome: outcome(ratio, Some(other)),
            }),
        );
    }
    figures.caps.extend(context.caps);
    // Where the figures alone are no evidence, nothing hangs on storms.
    let storms = context.storms.filter(|_| matches!(bare, Grade::Weak | Grade::Evidence | Grade::Strong));
    figures.caps.extend(storms.as_ref().and_then(WithoutStorms::cap));
    // What stopped cannot have made more of them.
    let doubt =
        context.doubt.filter(|_| !change.rose() && matches!(bare, Grade::Weak | Grade::Evidence | Grade::Strong));
    let is_doubted = doubt.is_some();
    figures.caps.extend(doubt.map(|why| (Grade::NoEvidence, why)));
    let mut graded = judge(figures);
    let told = storms.map(|storms| storms.sentence).filter(|line| !graded.robustness.contains(line));
    graded.robustness.extend(told);
    if is_doubted && graded.grade == Grade::NoEvidence {
        graded.depends_on = graded.depends_on.or(Some("whether a collection stopped"));
    }
    graded
}

/// How two counts were compared, for a method line: exact, or wider for clusters.
#[must_use]
pub fn test(change: &CountChange) -> String {
    if !change.clusters.widen() {
        return "Exact conditional test of two Poisson counts over their weeks, 95 % interval".to_owned();
    }
    format!(
        "Quasi-Poisson test of two counts over their weeks, which vary {} times as much as those of independent incidents (Student's t with {} degrees of freedom), 95 % interval",
        number::decimal(change.clusters.factor),
        number::thousands(change.clusters.degrees as u64)
    )
}

/// What is in no rate although it is declared, as a sentence of its own.
#[must_use]
pub fn set_aside(change: &CountChange) -> Option<String> {
    let left = change.current + change.before - change.counted.iter().sum::<u64>();
    (left > 0).then(|| {
        format!(
            "{} {} in no rate: the first or last one of the data where it bounds the time that they cover, and what began after a collection stopped.",
            count(left, "incident"),
            agree(left, "is", "are")
        )
    })
}

/// Included incidents of the period under review (1) and of an earlier one (0), for telling tests apart.
pub fn in_either<'a>(view: &'a IncidentView<'a>, before: &'a Period) -> impl Iterator<Item = (IncidentIx, u64)> + 'a {
    view.rows().filter(|&row| view.included.get(row)).filter_map(|row| {
        let earlier = view.started.get(row).is_some_and(|start| before.contains(start));
        (view.in_period.get(row) || earlier).then_some((row, u64::from(view.in_period.get(row))))
    })
}

/// "23 incidents were declared in Q2 2026 and 15 in Q1 2026, 1.53 times the weekly rate (plausible 0.78–3.1): no
/// evidence of a change; …".
#[must_use]
pub fn sentence(change: &CountChange, graded: &Graded, period: &str, before: &str) -> String {
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
pub fn direction(change: &CountChange) -> &'static str {
    if change.rose() { "more" } else { "fewer" }
}

/// "1.07 times the weekly rate (plausible 0.88–1.30)".
#[must_use]
pub fn times(change: &CountChange) -> String {
    match (change.ratio, change.high) {
        (Some(_), Some(high)) if change.current == 0 => {
            format!("at most {} times the weekly rate (plausible 0–{})", number::ratio(high), number::ratio(high))
        }
        (Some(ratio), Some(high)) => {
            format!("{} {} (plausible {})", number::ratio(ratio), rate(change), number::range([change.low, high]))
        }
        _ => format!("no ratio, because there was none before (plausible from {} times up)", number::ratio(change.low)),
    }
}

/// No rate per week comes of less than two weeks.
fn rate(change: &CountChange) -> &'static str {
    let shortest = change.weeks.iter().copied().fold(f64::INFINITY, f64::min);
    if shortest < MIN_WEEKS { "times as many" } else { "times the weekly rate" }
}

/// "no evidence of a change; fewer than 18 more, or 15 fewer, would not show"; "evidence that there were more".
#[must_use]
pub fn verdict(change: &CountChange, graded: &Graded) -> String {
    let way = direction(change);
    match graded.grade {
        Grade::NotAssessable if change.p.is_some() => "nothing that can be called a change".to_owned(),
        Grade::Fact | Grade::NotAssessable => "too few to say whether that is a change".to_owned(),
        Grade::NoEvidence => {
            let reason = graded.depends_on.map_or_else(String::new, |on| format!(", because it depends on {on}"));
            format!("no evidence of a change{reason}; {}", unseen_counts(change))
        }
        Grade::AboutSame => "about the same".to_owned(),
        Grade::Weak => format!("a weak signal of {way}, worth watching"),
        Grade::Evidence => format!("evidence that there were {way}"),
        Grade::Strong => format!("strong evidence that there were {way}"),
    }
}

/// "fewer than 18 more, or 15 fewer, would not show".
#[must_use]
pub fn unseen_counts(change: &CountChange) -> String {
    let before = change.counted[1];
    match detectable(before, change.weeks, change.clusters) {
        (Some(above), Some(below)) if above > before && below < before => {
            let (more, fewer) = (above - before, before - below);
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
pub fn unseen_rise(change: &CountChange) -> String {
    match detectable(change.counted[1], change.weeks, change.clusters).0 {
        Some(above) if above > change.counted[1] => {
            format!("fewer than {} more would not show", number::thousands(above - change.counted[1]))
        }
        Some(above) => format!("fewer than {} would not show as a rise", number::thousands(above)),
        None => "nothing could be seen at this volume".to_owned(),
    }
}

/// The ratio with its interval and the smallest changes that would show, for the numbers of a claim.
#[must_use]
pub fn figures(change: &CountChange) -> [(&'static str, Option<f64>); 8] {
    let (above, below) = detectable(change.counted[1], change.weeks, change.clusters);
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
