//! Weeks that stand out, and how much weeks vary at all.

use crate::analyse::volume::control::{Chart, Limits};
use crate::findings::draft::{claim, evidence, figures_column, numbers, table, words_column, zone};
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim, Grade, Table};
use crate::model::row::IncidentIx;
use crate::text::plural::{agree, count};
use crate::text::{date, duration, list, number};

/// Weeks named in a sentence; the table has the rest.
const NAMED: usize = 3;

/// What one chart is about.
struct Subject {
    code: &'static str,
    exhibit: &'static str,
    /// "incidents", "a median time to resolve of".
    text: fn(f64) -> String,
}

const COUNTS: Subject = Subject {
    code: "volume.unusual-weeks",
    exhibit: "volume-control",
    text: |v| count(v.max(0.0).round() as u64, "incident"),
};
const RESOLVE: Subject =
    Subject { code: "volume.unusual-durations", exhibit: "volume-resolve", text: |v| duration::words(libm::exp(v)) };

/// The claim on the weekly number.
#[must_use]
pub fn counts(facts: &Facts) -> Claim {
    let chart = &facts.results.volume.counts;
    let mut claim = blank(facts, &COUNTS, chart);
    let Some(limits) = &chart.limits else {
        claim.grade = Grade::NotAssessable;
        let weeks = count(chart.points as u64, "complete week");
        claim.sentence = if chart.points < 8 {
            format!("The data hold {weeks}; which weeks are unusual can be said from eight on.")
        } else if facts.results.volume.counts_are_small() {
            format!("In {weeks} fewer than one incident a week began on the mean, too few to call a week unusual.")
        } else {
            format!("All {weeks} have the same number of incidents, so none is unusual.")
        };
        return claim;
    };
    claim.sentence = format!(
        "Weeks like the {} looked at have between {} and {}, {} on the mean. {}",
        number::thousands(chart.points as u64),
        number::thousands(limits.low.max(0.0) as u64),
        count(limits.high.max(0.0) as u64, "incident"),
        number::decimal(limits.mean),
        outside(facts, &COUNTS, chart, limits)
    );
    finish(facts, &mut claim, chart, limits);
    claim
}

/// The claim on the weekly median time to resolve.
#[must_use]
pub fn durations(facts: &Facts) -> Option<Claim> {
    let chart = facts.results.volume.durations.as_ref()?;
    let limits = chart.limits.as_ref()?;
    let mut claim = blank(facts, &RESOLVE, chart);
    claim.sentence = format!(
        "In {} with at least three known times to resolve, the weekly median of {} of them, the middle number, stays between {} and {}; of fewer, it may lie further out, and of more it stays closer. {}",
        count(chart.points as u64, "week"),
        number::thousands(limits.typical_n as u64),
        (RESOLVE.text)(limits.low),
        (RESOLVE.text)(limits.high),
        outside(facts, &RESOLVE, chart, limits)
    );
    claim
        .caveats
        .push("Incidents that are still open have no time to resolve, so the latest weeks flatter.".to_owned());
    finish(facts, &mut claim, chart, limits);
    Some(claim)
}

fn blank(facts: &Facts, subject: &Subject, chart: &Chart) -> Claim {
    let mut claim = claim(facts, subject.code, "");
    claim.basis = Basis::Computed;
    claim.n = Some(chart.points as u64);
    claim.exhibits = vec![subject.exhibit.to_owned()];
    claim
}

/// How the limits came about, and how often they are crossed by chance.
fn method(facts: &Facts, limits: &Limits) -> String {
    let counted = match limits.dispersion {
        None => "The interval of the median of as many durations, drawn from those of all weeks (order statistics)"
            .to_owned(),
        Some(_) if limits.poisson => {
            "Poisson counts over complete weeks, the highest 5 % of weeks set aside for the fit".to_owned()
        }
        Some(dispersion) => format!(
            "Negative binomial counts over complete weeks by maximum likelihood, the highest 5 % of weeks set aside for the fit, by which the variance is {} times the mean",
            number::decimal(dispersion)
        ),
    };
    let both = if facts.results.volume.durations.as_ref().is_some_and(|c| c.limits.is_some()) {
        "the weekly numbers, their runs, the weekly medians and theirs"
    } else {
        "the weekly numbers and their runs"
    };
    format!(
        "{counted}; runs on one side of the median against the longest one in random orders of the same weeks. When nothing changes, at least one week or run of {both} together is named in 5 % of reports at most (Šidák)."
    )
}

fn finish(facts: &Facts, claim: &mut Claim, chart: &Chart, limits: &Limits) {
    claim.method = method(facts, limits);
    if limits.provisional {
        claim.caveats.push("With fewer than 12 weeks the limits are provisional.".to_owned());
    }
    numbers(
        claim,
        [
            ("weeks", Some(chart.points as f64)),
            ("centre", Some(limits.centre)),
            ("mean", Some(limits.mean)),
            ("low", Some(limits.low)),
            ("high", Some(limits.high)),
            ("weeks_beyond", Some(limits.beyond.len() as f64)),
            ("runs", Some(limits.runs.len() as f64)),
            ("unusual_run", Some(limits.unusual_run as f64)),
            ("dispersion", limits.dispersion),
        ],
    );
    let weeks = &facts.results.volume.weeks;
    let view = facts.data.incident_view();
    let odd = |row: &IncidentIx| {
        let week = view.started.get(*row).filter(|_| view.included.get(*row)).and_then(|at| weeks.holding(at));
        week.is_some_and(|w| limits.beyond.contains(&w))
    };
    evidence(claim, &view, view.rows().filter(odd));
    claim.weight = claim.incident_ids.len() as f64;
}

/// " the 12 minutes to 5 h 30 min of 43": the limits that hold for the number of incidents of a week, so that a value is never
/// held against those of another number.
fn its_limits(subject: &Subject, limits: &Limits, week: usize) -> String {
    let n = limits.each_n.get(week).copied().unwrap_or(0);
    let Some([low, high]) = limits.each.get(week).copied().flatten() else { return String::new() };
    let [low, high] = [low, high].map(subject.text);
    format!(" the {low} to {high} of a median of {}", number::thousands(n as u64))
}

/// "1 week lies outside: the week from 11 May 2026 (37 incidents, above)."
fn outside(facts: &Facts, subject: &Subject, chart: &Chart, limits: &Limits) -> String {
    let day = |week: usize| {
        let start = facts.results.volume.weeks.starts_ms.get(week).copied().unwrap_or(0);
        date::day(start, zone(&facts.data.periods))
    };
    let n = limits.beyond.len() as u64;
    let mut far: Vec<(usize, f64)> =
        limits.beyond.iter().filter_map(|w| Some((*w, chart.values.get(*w).copied().flatten()?))).collect();
    far.sort_by(|a, b| (b.1 - limits.centre).abs().total_cmp(&(a.1 - limits.centre).abs()).then(a.0.cmp(&b.0)));
    let side = |v: f64| if v > limits.centre { "above" } else { "below" };
    let one = |(w, v): &(usize, f64)| {
        let own = its_limits(subject, limits, *w);
        format!("the week from {} ({}, {}{own})", day(*w), (subject.text)(*v), side(*v))
    };
    let named: Vec<String> = far.iter().take(NAMED).map(one).collect();
    let more = if far.len() > NAMED { ", the farthest of them" } else { "" };
    let limit = if limits.each.is_empty() {
        "outside"
    } else {
        agree(n, "outside the limits for its number", "outside the limits for their numbers")
    };
    let mut text = match n {
        0 => "No week lies outside.".to_owned(),
        n => format!("{} {} {limit}{more}: {}.", count(n, "week"), agree(n, "lies", "lie"), list::and(&named)),
    };
    for [first, last] in &limits.runs {
        let run = chart.values.get(*first..=*last).into_iter().flatten().flatten();
        let above = run.clone().next().is_some_and(|v| *v > limits.cut);
        // Weeks on the median are on the side that makes both sides most alike.
        let on_it =
            if (above && limits.cut < limits.centre) || (!above && limits.cut > limits.centre) { "at or " } else { "" };
        text.push_str(&format!(
            " The weeks from {} to the one from {}, {} in a row, all lie {on_it}{} the median: a run of {} or more comes up in no more than {} of random orders of these weeks.",
            day(*first),
            day(*last),
            number::thousands(run.count() as u64),
            if above { "above" } else { "below" },
            number::thousands(limits.unusual_run as u64),
            number::percent(limits.error)
        ));
    }
    text
}

/// How much weeks vary beside chance; nothing below eight weeks or one incident a week.
#[must_use]
pub fn spread(facts: &Facts) -> Option<Claim> {
    let volume = &facts.results.volume;
    let found = volume.dispersion?;
    let mut claim = claim(facts, "volume.spread", "");
    let weeks = volume.points.len() as u64;
    let times = number::decimal(found.index);
    claim.sentence = if volume.overdispersed() {
        format!(
            "Over {} the weekly number varies {times} times as much as independent incidents would. {}",
            count(weeks, "complete week"),
            allowed_for(facts)
        )
    } else {
        format!(
            "Over {} the weekly number varies {times} times as much as independent incidents would, which is within chance.",
            count(weeks, "complete week")
        )
    };
    claim.method =
        "Index of dispersion of weekly counts (Fisher 1950): variance over mean, held against chi-squared.".to_owned();
    claim.n = Some(weeks);
    numbers(
        &mut claim,
        [("dispersion", Some(found.index)), ("mean_per_week", Some(found.mean)), ("p", Some(found.p_upper))],
    );
    Some(claim)
}

/// What that means for the comparison of the two periods, which is held against the weeks of each of them.
fn allowed_for(facts: &Facts) -> String {
    let overall = &facts.results.areas.overall;
    let Some(evenness) = overall.evenness.filter(|_| overall.previous.is_some()) else {
        return "Incidents come in clusters, or the level of their number changed.".to_owned();
    };
    if evenness.uneven() {
        format!(
            "A change of level counts among that; within the weeks of the two periods that are compared it is {} times, which their comparison allows for.",
            number::decimal(evenness.factor)
        )
    } else {
        "A change of level counts among that; within the weeks of the two periods that are compared it is no more than chance makes it, so these are compared exactly.".to_owned()
    }
}

/// Every unusual week, latest first.
#[must_use]
pub fn weeks(facts: &Facts) -> Option<Table> {
    let volume = &facts.results.volume;
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    for (what, subject, chart) in
        [("incidents", &COUNTS, Some(&volume.counts)), ("median time to resolve", &RESOLVE, volume.durations.as_ref())]
    {
        let Some((chart, limits)) = chart.and_then(|c| Some((c, c.limits.as_ref()?))) else { continue };
        for &week in &limits.beyond {
            let Some(value) = chart.values.get(week).copied().flatten() else { continue };
            let start = volume.weeks.starts_ms.get(week).copied().unwrap_or(0);
            let cells = [
                date::iso_day(start, zone(&facts.data.periods)),
                what.to_owned(),
                (subject.text)(value),
                if value > limits.centre { "above".to_owned() } else { "below".to_owned() },
            ];
            rows.push((week, cells.to_vec()));
        }
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.0));
    let columns =
        vec![words_column("week from"), words_column("of what"), figures_column("value"), words_column("limits")];
    let note = "Complete weeks beyond the limits, latest first. Unusual says nothing about why.";
    let rows: Vec<Vec<String>> = rows.into_iter().map(|r| r.1).collect();
    (!rows.is_empty())
        .then(|| table("unusual-weeks", "Unusual weeks", note, columns, rows, "charts/volume-control.csv"))
}
