//! The distribution of durations.

use crate::analyse::mttx::cohorts::Against;
use crate::analyse::mttx::values::Metric;
use crate::analyse::mttx::{DurationCurve, MIN_FOR_POINTS};
use crate::findings::draft::{in_period, length};
use crate::findings::exhibit::figure;
use crate::findings::rule::Facts;
use crate::findings::{Durations, Exhibit, Figure};
use crate::stats::summary::summarise;
use crate::text::{number, wording};

/// Points of a curve; more can't be told apart on paper.
const MAX_POINTS: usize = 400;
/// "Nine in ten" needs at least ten.
const MIN_FOR_P90: u64 = 10;

/// Time to resolve, all and by severity; nothing below five durations.
#[must_use]
pub fn exhibit(facts: &Facts) -> Option<Exhibit> {
    let groups: Vec<Durations> = facts.results.mttx.curves.iter().filter_map(group).collect();
    let all = groups.first().filter(|g| g.name == "all")?;
    let whole = facts.results.mttx.whole(Metric::Ttr)?;
    let mut headline = format!("Half of the incidents were over within {}", length(all.median_s));
    if all.n >= MIN_FOR_P90 {
        headline.push_str(&format!(", nine in ten within {}", length(all.p90_s)));
    }
    Some(Exhibit {
        id: "durations".to_owned(),
        alt: format!("Share of incidents that were over by a given time, on a logarithmic axis. {headline}."),
        headline,
        subtitle: format!(
            "Share of incidents resolved by a given time after their start, incidents that began {}",
            in_period(facts)
        ),
        footer: format!(
            "n = {}; {} more without a usable end time, {} still open; numbers in charts/durations.csv",
            number::thousands(whole.row.n),
            number::thousands(whole.row.missing),
            number::thousands(whole.row.censored)
        ),
        figure: Figure::Durations(figure::Durations { groups, ghost: ghost(facts), open_s: open(facts) }),
    })
}

/// All incidents of the previous period.
fn ghost(facts: &Facts) -> Option<Box<Durations>> {
    let name = super::words::earlier_label(facts, Against::Previous);
    described(name, facts.results.mttx.ghost.as_ref()?).map(Box::new)
}

/// Ages of open incidents, thinned.
fn open(facts: &Facts) -> Vec<f64> {
    let ages = facts.results.mttx.open(Metric::Ttr).map_or(&[][..], |o| &o.ages);
    super::open::thin(ages, super::open::MAX_MARKS)
}

fn group(curve: &DurationCurve) -> Option<Durations> {
    let name = match curve.group.name.parse() {
        Ok(rank) => wording::severity(rank),
        Err(_) => "all".to_owned(),
    };
    described(name, &curve.seconds)
}

fn described(name: String, values: &[f64]) -> Option<Durations> {
    let summary = summarise(values).filter(|s| s.n >= MIN_FOR_POINTS)?;
    let zeros = values.partition_point(|v| *v <= 0.0);
    Some(Durations {
        name,
        n: values.len() as u64,
        zeros: zeros as u64,
        ecdf: ecdf(values, zeros),
        p25_s: summary.p25,
        median_s: summary.median,
        p75_s: summary.p75,
        p90_s: summary.p90,
    })
}

/// Distinct durations above zero with the share of all that were over by then, thinned to [`MAX_POINTS`]; the last
/// point always stays.
fn ecdf(sorted: &[f64], zeros: usize) -> Vec<(f64, f64)> {
    let mut points: Vec<(f64, f64)> = Vec::new();
    for (rank, &seconds) in (1_usize..).zip(sorted).skip(zeros) {
        let share = rank as f64 / sorted.len() as f64;
        match points.last_mut().filter(|last| last.0.total_cmp(&seconds).is_eq()) {
            Some(last) => last.1 = share,
            None => points.push((seconds, share)),
        }
    }
    if points.len() <= MAX_POINTS {
        return points;
    }
    let last = points.len() - 1;
    (0..MAX_POINTS).filter_map(|i| points.get(i * last / (MAX_POINTS - 1)).copied()).collect()
}
