//! Incidents that are not over: what the figures would be without dropping them.

use super::compared::{earlier_label, in_earlier};
use super::paragraph::words;
use crate::analyse::mttx::Open;
use crate::analyse::mttx::cohorts::Against;
use crate::analyse::mttx::sandwich::{Sandwich, Survival};
use crate::analyse::mttx::values::Metric;
use crate::findings::draft::{claim, evidence, in_period, label, length, numbers, rows_in_period};
use crate::findings::rule::Facts;
use crate::findings::{Claim, Exhibit, Figure, Grade, SurvivalCurve, SurvivalStep};
use crate::stats::survival::Curve;
use crate::text::number;
use crate::text::plural::{agree, count};

/// More can't be told apart on paper.
const MOST_STEPS: usize = 400;
/// Marks of open incidents on a chart.
pub const MOST_MARKS: usize = 200;
/// Stale tickets are worth a word from this share of the incidents on.
const MANY_STALE: f64 = 0.2;

/// The claim on open incidents of one metric.
#[must_use]
pub fn state(facts: &Facts, metric: Metric) -> Option<Claim> {
    let open = facts.results.mttx.open(metric)?;
    let curve = open.curve.as_ref()?;
    let missing = facts.results.mttx.whole(metric)?.row.missing;
    if missing > curve.n as u64 {
        return None;
    }
    let mut claim = claim(facts, "mttx.open", metric.code());
    claim.method = "Kaplan–Meier with log-log 95 % intervals: open incidents count with the age they had when the exports were made.".to_owned();
    claim.n = Some(curve.n as u64);
    let [low, high] = curve.median_interval();
    claim.interval = low.zip(high).map(|(a, b)| [a, b]);
    claim.sentence = sentence(facts, open, curve, missing);
    if open.stale as f64 > MANY_STALE * curve.n as f64 {
        claim
            .caveats
            .push("Many open incidents are older than nearly all that ended: perhaps forgotten tickets.".to_owned());
    }
    if metric == Metric::Ttr {
        claim.exhibits = vec!["survival-ttr".to_owned()];
    }
    let view = facts.data.incident_view();
    let still = |row: &usize| {
        let reading = crate::analyse::mttx::values::read(metric, &view, *row);
        reading == crate::analyse::mttx::values::Reading::Censored
    };
    evidence(&mut claim, &view, rows_in_period(&view).filter(still));
    numbers(
        &mut claim,
        [
            ("open", Some(open.ages.len() as f64)),
            ("stale", Some(open.stale as f64)),
            ("median_s", curve.median()),
            ("median_lo_s", low),
            ("median_hi_s", high),
        ],
    );
    Some(claim)
}

fn sentence(facts: &Facts, open: &Open, curve: &Curve, missing: u64) -> String {
    let words = words(open.metric);
    let n = open.ages.len() as u64;
    let are = agree(n, "is", "are");
    let followed = match missing {
        0 => String::new(),
        n => format!(", and can be followed ({} lack {}),", number::thousands(n), words.time),
    };
    let mut text = format!(
        "{} of the {} that began {}{followed} {are} not {} yet.",
        number::thousands(n),
        count(curve.n as u64, "incident"),
        in_period(facts),
        words.done
    );
    let [low, high] = curve.median_interval();
    match curve.median() {
        Some(median) => {
            let plausible = match (low, high) {
                (Some(low), Some(high)) => format!(" (plausible {})", super::paragraph::between(low, high)),
                (Some(low), None) => format!(" (at least {})", length(low)),
                _ => String::new(),
            };
            text.push_str(&format!(
                " Counting them in, half were {} within {}{plausible}.",
                words.done,
                length(median)
            ));
        }
        None => {
            let seen = length(curve.longest);
            text.push_str(&format!(
                " More than half are not {}: the median is not reached yet (longer than {seen}).",
                words.done
            ));
        }
    }
    text.push_str(&stale(open));
    text
}

/// " All of them are older than 95 % of those that ended."
fn stale(open: &Open) -> String {
    let who = match (open.stale, open.ages.len() as u64) {
        (0, _) => return String::new(),
        (1, 1) => "It is".to_owned(),
        (2, 2) => "Both are".to_owned(),
        (n, all) if n == all => "All of them are".to_owned(),
        (n, _) => format!("{} of them {}", number::thousands(n), agree(n, "is", "are")),
    };
    format!(" {who} older than 95 % of those that ended.")
}

/// The comparison with the previous period that counts open incidents in.
#[must_use]
pub fn compared(facts: &Facts, metric: Metric) -> Option<Claim> {
    let sandwich = facts.results.mttx.sandwich(metric, Against::Previous)?;
    let survival = sandwich.survival.as_ref()?;
    let [Some(now), Some(before)] = survival.restricted else { return None };
    let p = survival.p?;
    let mut claim = claim(facts, "mttx.open-change", metric.code());
    claim.method =
        "Log-rank test, stratified by severity; mean capped at the longest time that both periods were seen for."
            .to_owned();
    claim.compared_with = Some(earlier_label(facts, Against::Previous));
    claim.n = Some(sandwich.all.iter().sum::<u64>() - sandwich.missing.iter().sum::<u64>());
    claim.grade = if p <= 0.05 { Grade::Weak } else { Grade::NoEvidence };
    claim.sentence = change_sentence(facts, sandwich, survival, [now, before]);
    numbers(
        &mut claim,
        [
            ("p", Some(p)),
            ("capped_mean_s", Some(now)),
            ("earlier_capped_mean_s", Some(before)),
            ("cap_s", Some(survival.tau)),
        ],
    );
    Some(claim)
}

fn change_sentence(facts: &Facts, sandwich: &Sandwich, survival: &Survival, [now, before]: [f64; 2]) -> String {
    let seen = [0, 1].map(|side: usize| {
        let at = |list: &[u64; 2]| list.get(side).copied().unwrap_or(0);
        number::thousands(at(&sandwich.change.n) + at(&sandwich.open))
    });
    let verdict = match (survival.p.is_some_and(|p| p <= 0.05), survival.sooner) {
        (true, Some(true)) => "a weak signal that they were over sooner, worth watching".to_owned(),
        (true, _) => "a weak signal that they took longer, worth watching".to_owned(),
        _ => "no evidence of a change, and a small one would not show".to_owned(),
    };
    let medians = sandwich.medians().map(|m| m.map_or_else(|| "not reached".to_owned(), length));
    format!(
        "With open incidents counted in, the mean {} capped at {} was {} for the {} incidents {} and {} for the {} {} (medians {} and {}; the range of what is plausible is in the chart): {verdict}.",
        words(sandwich.change.metric).name,
        length(survival.tau),
        length(now),
        seen[0],
        in_period(facts),
        length(before),
        seen[1],
        in_earlier(facts, Against::Previous),
        medians[0],
        medians[1]
    )
}

/// Survival curves, the period under review first.
#[must_use]
pub fn exhibit(facts: &Facts, metric: Metric) -> Option<Exhibit> {
    let open = facts.results.mttx.open(metric)?;
    let current = label(&facts.data.periods.current, &facts.data.periods);
    let mut curves = vec![drawn(&current, open.curve.as_ref()?, &open.ages)];
    let sandwich = facts.results.mttx.sandwich(metric, Against::Previous);
    if let Some(earlier) = sandwich.and_then(|s| s.survival.as_ref()).and_then(|s| s.curves[1].as_ref()) {
        curves.push(drawn(&earlier_label(facts, Against::Previous), earlier, &[]));
    }
    let words = words(metric);
    let n = open.ages.len() as u64;
    let headline = format!("{} {} not {} yet", count(n, "incident"), agree(n, "is", "are"), words.done);
    Some(Exhibit {
        id: format!("survival-{}", metric.code()),
        alt: format!(
            "Share of incidents not {} by time since their start, on a logarithmic axis. {headline}.",
            words.done
        ),
        headline,
        subtitle: format!("Share of incidents not {} by time since their start, open ones counted in", words.done),
        footer: format!(
            "n = {}; ticks: incidents that were still open when the exports were made; numbers in charts/survival-{}.csv",
            curves.iter().map(|c| number::thousands(c.n)).collect::<Vec<_>>().join(" and "),
            metric.code()
        ),
        figure: Figure::Survival { curves },
    })
}

fn drawn(name: &str, curve: &Curve, ages: &[f64]) -> SurvivalCurve {
    let steps: Vec<SurvivalStep> =
        curve.steps.iter().map(|s| SurvivalStep { seconds: s.time, share: s.survival, band: s.interval }).collect();
    let ended: u64 = curve.steps.iter().map(|s| s.events).sum();
    SurvivalCurve {
        name: name.to_owned(),
        n: curve.n as u64,
        open: curve.n as u64 - ended.min(curve.n as u64),
        median_s: curve.median(),
        steps: thin(&steps, MOST_STEPS),
        open_s: thin(ages, MOST_MARKS),
    }
}

/// At most so many of the items, evenly picked, the first and the last among them.
#[must_use]
pub fn thin<T: Copy>(items: &[T], most: usize) -> Vec<T> {
    if items.len() <= most {
        return items.to_vec();
    }
    let last = items.len() - 1;
    (0..most).filter_map(|i| items.get(i * last / (most - 1)).copied()).collect()
}
