//! How many incidents there were, and in which weeks.

use crate::findings::draft::{claim, evidence, in_period, label, numbers, rows_in_period, zone};
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim, Exhibit, Figure, Series};
use crate::text::plural::{agree, count};
use crate::text::{date, number, wording};

/// "2.6 (1.8–3.7)", or "–" without exposure.
#[must_use]
pub fn rate(rate: Option<f64>, interval: Option<[f64; 2]>) -> String {
    match (rate, interval) {
        (Some(rate), Some([lo, hi])) => {
            format!("{} ({}–{})", number::decimal(rate), number::decimal(lo), number::decimal(hi))
        }
        _ => "–".to_owned(),
    }
}

/// The claim on the number of incidents.
#[must_use]
pub fn total(facts: &Facts) -> Claim {
    let mut claim = claim(facts, "areas.total", "");
    let periods = &facts.data.periods;
    let total = facts.results.areas.total().cloned().unwrap_or_default();
    let n = total.incidents;
    claim.sentence = if n == 0 {
        format!("No incident began {}.", in_period(facts))
    } else {
        let weekly = match (total.rate_per_week, total.rate) {
            (Some(rate), Some([lo, hi])) => {
                let (rate, lo, hi) = (number::decimal(rate), number::decimal(lo), number::decimal(hi));
                format!(", about {rate} a week (plausible {lo}–{hi})")
            }
            _ => String::new(),
        };
        format!("{} began {}{weekly}.", count(n, "incident"), in_period(facts))
    };
    match (total.previous, &periods.previous) {
        (Some(before), Some(period)) => {
            let name = label(period, periods);
            let cut = if period.partial { ", of which the data cover only a part" } else { "" };
            claim.sentence.push_str(&format!(
                " There {} {} in {name}{cut}.",
                agree(before, "was", "were"),
                number::thousands(before)
            ));
            claim.compared_with = Some(name);
        }
        _ => claim.sentence.push_str(" The data hold no earlier period, so nothing is compared."),
    }
    claim.basis = Basis::Observed;
    claim.method = "Count of included incidents by start; rate with the Garwood 95 % interval.".to_owned();
    claim.n = Some(n);
    claim.interval = total.rate;
    claim.exhibits = vec!["incidents-per-week".to_owned()];
    let previous = total.previous.map(|p| p as f64);
    let [lo, hi] = total.rate.map_or([None, None], |[lo, hi]| [Some(lo), Some(hi)]);
    numbers(
        &mut claim,
        [
            ("incidents", Some(n as f64)),
            ("previous_incidents", previous),
            ("rate_per_week", total.rate_per_week),
            ("rate_per_week_lo", lo),
            ("rate_per_week_hi", hi),
            ("weeks", Some(total.weeks)),
        ],
    );
    let view = facts.data.incident_view();
    evidence(&mut claim, &view, rows_in_period(&view));
    claim.weight = n as f64;
    claim
}

/// Incidents per week, by severity; nothing without incidents.
#[must_use]
pub fn exhibit(facts: &Facts) -> Option<Exhibit> {
    let weeks = &facts.results.areas.weeks;
    let zone = zone(&facts.data.periods);
    let per_week: Vec<u64> =
        (0..weeks.starts_ms.len()).map(|w| weeks.series.iter().filter_map(|s| s.1.get(w)).sum()).collect();
    let most = per_week.iter().copied().max().filter(|&most| most > 0)?;
    let busiest = per_week.iter().position(|&n| n == most)?;
    let day = date::day(*weeks.starts_ms.get(busiest)?, zone);
    let mut ordered = per_week.clone();
    ordered.sort_unstable();
    let typical = match ordered.get(ordered.len().saturating_sub(1) / 2).copied().unwrap_or(0) {
        0 => "none".to_owned(),
        n => format!("{} or fewer", number::thousands(n)),
    };
    let n_weeks = per_week.len() as u64;
    let span = date::range(*weeks.starts_ms.first()?, last_day(facts, *weeks.starts_ms.last()?), zone);
    let headline = if n_weeks < 4 {
        format!("The busiest week, from {day}, had {}", count(most, "incident"))
    } else {
        format!(
            "The busiest week, from {day}, had {}; half of the {n_weeks} weeks had {typical}",
            count(most, "incident")
        )
    };
    let name = |rank: Option<u32>| match rank {
        Some(rank) => wording::severity(u8::try_from(rank).unwrap_or(u8::MAX)),
        None => "severity not stated".to_owned(),
    };
    let series = weeks
        .series
        .iter()
        .map(|(rank, counts)| Series { name: name(*rank), values: counts.iter().map(|&n| n as f64).collect() });
    Some(Exhibit {
        id: "incidents-per-week".to_owned(),
        alt: format!("Stacked bars of incidents per week by severity, {span}. {headline}."),
        headline,
        subtitle: format!("Incidents that began per week, by severity, {span}"),
        footer: format!(
            "n = {}; the first and the last week may be incomplete; numbers in charts/incidents-per-week.csv",
            number::thousands(weeks.incidents)
        ),
        figure: Figure::Weeks {
            unit: "incidents per week".to_owned(),
            starts_ms: weeks.starts_ms.clone(),
            series: series.collect(),
        },
    })
}

/// End of what the chart covers: the end of the period, or of the data where they stop earlier.
fn last_day(facts: &Facts, last_week: i64) -> i64 {
    let periods = &facts.data.periods;
    let data_end = periods.data.map_or(periods.as_of, |d| d.end.max(periods.as_of));
    periods.current.window.end.min(data_end).max(last_week.saturating_add(1))
}
