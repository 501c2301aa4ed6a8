//! All incidents of the period against the period before and the same one a year ago.

use crate::analyse::areas::change::Change;
use crate::findings::areas::words::{self, Context};
use crate::findings::draft::{claim, evidence, label, numbers, rows_in_period};
use crate::findings::rule::Facts;
use crate::findings::{Claim, Grade};
use crate::model::period::Period;
use crate::text::number;
use crate::text::plural::count;
use crate::text::wording::severity;

/// The claim; nothing where there is no earlier period, or no incident in either.
#[must_use]
pub fn state(facts: &Facts) -> Option<Claim> {
    let (overall, periods) = (&facts.results.areas.overall, &facts.data.periods);
    let before = overall.previous.as_ref().zip(periods.previous.as_ref());
    let year_ago = overall.year_ago.as_ref().zip(periods.year_ago.as_ref());
    let (change, period) = before.or(year_ago)?;
    let mut claim = claim(facts, "areas.total-change", "");
    let name = label(period, periods);
    let graded = words::graded(change, context(facts, period));
    claim.sentence = words::sentence(change, &graded, &claim.period, &name);
    if let Some((earlier, period)) = year_ago.filter(|_| before.is_some()) {
        claim.sentence.push_str(&a_year_ago(facts, earlier, period));
        numbers(
            &mut claim,
            [
                ("year_ago_incidents", Some(earlier.before as f64)),
                ("year_ago_ratio", earlier.ratio),
                ("year_ago_ratio_lo", Some(earlier.low)),
                ("year_ago_ratio_hi", earlier.high),
            ],
        );
    }
    if matches!(graded.grade, Grade::Weak | Grade::Evidence | Grade::Strong) && before.is_some() && change.rose() {
        claim.sentence.push_str(&reporting(&overall.severities, change.weeks));
    }
    for (_, period) in before.iter().chain(&year_ago).filter(|(_, period)| period.partial) {
        let name = label(period, periods);
        claim.caveats.push(format!("The data cover only a part of {name}; it counts with the weeks they cover."));
    }
    let tests = [before, year_ago].into_iter().flatten().count();
    claim.method =
        format!("{}; adjusted for {} (Benjamini and Hochberg)", words::test(change), count(tests as u64, "comparison"));
    claim.n = Some(change.current + change.before);
    claim.interval = change.high.map(|high| [change.low, high]);
    claim.q = change.q;
    claim.grade = graded.grade;
    claim.robustness = graded.robustness;
    claim.caveats.extend(words::set_aside(change));
    claim.compared_with = Some(name);
    claim.weight = change.current.abs_diff(change.before) as f64;
    numbers(&mut claim, words::figures(change));
    let view = facts.data.incident_view();
    evidence(&mut claim, &view, rows_in_period(&view));
    Some(claim)
}

fn context(facts: &Facts, before: &Period) -> Context {
    Context::of(facts, before)
}

fn a_year_ago(facts: &Facts, change: &Change, period: &Period) -> String {
    let graded = words::graded(change, context(facts, period));
    format!(
        " Against {}, with {}, it is {}: {}.",
        label(period, &facts.data.periods),
        number::thousands(change.before),
        words::times(change),
        words::verdict(change, &graded)
    )
}

/// A rise of the lowest severity alone may be one of reporting. `weeks`: exposure of this period and of the one before.
#[must_use]
pub fn reporting(severities: &[(u32, [u64; 2])], weeks: [f64; 2]) -> String {
    let known: Vec<&(u32, [u64; 2])> = severities.iter().filter(|(rank, _)| *rank > 0).collect();
    let Some(((rank, [now, then]), others)) = known.split_last().filter(|(_, others)| !others.is_empty()) else {
        return String::new();
    };
    let rose = |now: u64, then: u64| now as f64 * weeks[1] > then as f64 * weeks[0];
    let sum = |which: fn(&[u64; 2]) -> u64| {
        let unstated = severities.iter().filter(|(rank, _)| *rank == 0);
        others.iter().copied().chain(unstated).map(|(_, n)| which(n)).sum::<u64>()
    };
    let (others_now, others_then) = (sum(|n| n[0]), sum(|n| n[1]));
    if !rose(*now, *then) || rose(others_now, others_then) {
        return String::new();
    }
    let [now, then, rest, before] = [*now, *then, others_now, others_then].map(number::thousands);
    format!(
        " The rise is confined to {}, the lowest severity ({now} against {then}; all others {rest} against {before}), which is consistent with more reporting.",
        severity(u8::try_from(*rank).unwrap_or(u8::MAX))
    )
}
