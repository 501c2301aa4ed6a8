//! All incidents of the period against the period before and the same one a year ago.

use crate::analyse::areas::change::CountChange;
use crate::findings::areas::storms::without_storms;
use crate::findings::areas::words::{self, ChangeContext};
use crate::findings::draft::{claim, evidence, label, numbers, rows_in_period};
use crate::findings::grade::may_be_evidence;
use crate::findings::rule::Facts;
use crate::findings::tree::{Question, Sample, Test};
use crate::findings::{Claim, Grade};
use crate::model::period::Period;
use crate::text::number;
use crate::text::wording::severity;

const CODE: &str = "areas.total-change";
/// The second comparison that the claim words.
const YEAR_AGO: &str = "areas.total-change@year-ago";

/// The tests behind the claim.
#[must_use]
pub fn tests(facts: &Facts) -> Vec<Test> {
    let (overall, periods) = (&facts.results.areas.overall, &facts.data.periods);
    let before = overall.previous.as_ref().zip(periods.previous.as_ref());
    let year_ago = overall.year_ago.as_ref().zip(periods.year_ago.as_ref());
    let second = if before.is_some() { YEAR_AGO } else { CODE };
    let view = facts.data.incident_view();
    let test = |(id, compared): (&str, Option<(&CountChange, &Period)>)| {
        let (change, period) = compared.filter(|(_, period)| may_be_evidence(&context(facts, period).caps))?;
        let test =
            Test::new(Question::Count, "incidents", id, change.p?).on(Sample::of(words::in_either(&view, period)));
        // Only the first comparison may become a headline.
        Some(if id == CODE { test.for_headline() } else { test })
    };
    [(CODE, before), (second, year_ago)].into_iter().filter_map(test).collect()
}

/// The claim; nothing where there is no earlier period, or no incident in either.
#[must_use]
pub fn state(facts: &Facts) -> Option<Claim> {
    let (overall, periods) = (&facts.results.areas.overall, &facts.data.periods);
    let before = overall.previous.as_ref().zip(periods.previous.as_ref());
    let year_ago = overall.year_ago.as_ref().zip(periods.year_ago.as_ref());
    let (change, period) = before.or(year_ago)?;
    let mut claim = claim(facts, CODE, "");
    let name = label(period, periods);
    let graded = words::graded(facts, Some(&claim.id), change, stormy(facts, change, period));
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
    claim.method = format!("{}; {}", words::test(change), facts.tree.adjusted());
    claim.n = Some(change.current + change.before);
    claim.interval = change.high.map(|high| [change.low, high]);
    claim.q = facts.tree.q(&claim.id);
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

fn context(facts: &Facts, before: &Period) -> ChangeContext {
    ChangeContext::of(facts, before)
}

/// The same, with what is left of a rise without the incidents of storms.
fn stormy(facts: &Facts, change: &CountChange, before: &Period) -> ChangeContext {
    ChangeContext { storms: without_storms(facts, change, |_| true), ..context(facts, before) }
}

fn a_year_ago(facts: &Facts, change: &CountChange, period: &Period) -> String {
    let graded = words::graded(facts, Some(YEAR_AGO), change, stormy(facts, change, period));
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
