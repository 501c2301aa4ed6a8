//! How many incidents there were, and how many a week.

use crate::analyse::areas::Total;
use crate::analyse::areas::evenness::Evenness;
use crate::findings::draft::{claim, evidence, in_period, label, nothing_earlier, numbers, rows_in_period, zone};
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim};
use crate::text::plural::{agree, count};
use crate::text::{date, list, number};

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

/// How the interval of the weekly rate was made: wider where weeks vary more than chance has it.
fn interval(facts: &Facts) -> String {
    match facts.results.areas.overall.evenness.filter(Evenness::uneven) {
        Some(found) => format!(
            "rate with the quasi-Poisson 95 % interval, as weeks vary {} times as much as those of independent incidents",
            number::decimal(found.factor)
        ),
        None => "rate with the Garwood 95 % interval".to_owned(),
    }
}

/// " while it was collected, until 8 May 2026" of a period in which the collection stopped.
fn while_collected(facts: &Facts, total: &Total) -> String {
    let day = |at| date::day(at, zone(&facts.data.periods));
    total.stopped_at.map_or_else(String::new, |at| format!(" while they were collected, until {}", day(at)))
}

/// That what the data cover is inferred from the incidents themselves, of the period and of the one before.
fn inferred(facts: &Facts, total: &Total) -> String {
    if total.incidents == 0 {
        return String::new();
    }
    let (periods, areas) = (&facts.data.periods, &facts.results.areas);
    let begun = |total: &Total| total.inferred[0];
    let before = periods.previous.as_ref();
    let earlier = before.filter(|period| areas.totals.iter().any(|t| t.period == period.label && begun(t)));
    let Some(data) = periods.data else { return String::new() };
    let (first, last) = (date::day(data.start, zone(periods)), date::day(data.end, zone(periods)));
    let mut bounds = Vec::new();
    if begun(total) {
        bounds.push(format!("from the first one, of {first}"));
    } else if let Some(period) = earlier {
        bounds.push(format!("in {} from the first one, of {first}", label(period, periods)));
    }
    if total.inferred[1] {
        bounds.push(format!("to the last one, of {last}"));
    }
    if bounds.is_empty() {
        return String::new();
    }
    let rates = "the incident that bounds a stretch of time is in no rate";
    format!(" What the data cover is inferred from the incidents themselves, {}; {rates}.", list::and(&bounds))
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
                format!(", about {rate} a week{} (plausible {lo}–{hi})", while_collected(facts, &total))
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
            // Without a rate there are two numbers beside each other, and nothing that would compare them.
            claim.compared_with = Some(name).filter(|_| total.rate.is_some());
        }
        _ => claim.sentence.push_str(&nothing_earlier(facts)),
    }
    claim.sentence.push_str(&inferred(facts, &total));
    claim.basis = Basis::Observed;
    claim.method = format!("Count of included incidents by start; {}.", interval(facts));
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
            ("incidents_of_rate", Some(total.counted as f64)),
        ],
    );
    let view = facts.data.incident_view();
    evidence(&mut claim, &view, rows_in_period(&view));
    claim.weight = n as f64;
    claim
}
