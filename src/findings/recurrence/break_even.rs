//! When a fix pays back.

use crate::analyse::recurrence::Family;
use crate::analyse::recurrence::break_even::{BreakEven, Case};
use crate::findings::draft::{claim, evidence, numbers};
use crate::findings::recurrence::fix::{BURSTS, ROUGH};
use crate::findings::recurrence::words::name;
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim, Grade};
use crate::text::plural::count;
use crate::text::{duration, list, number};

/// Nobody plans further ahead.
const LONGEST_MONTHS: f64 = 120.0;

/// The card of one family; nothing where its hours or its rate are not known.
#[must_use]
pub fn break_even(facts: &Facts, family: &Family) -> Option<Claim> {
    let found = family.break_even.as_ref().filter(|_| family.told.responder_s.is_some())?;
    let mut claim = claim(facts, "recurrence.break-even", &family.family_id);
    claim.basis = Basis::Assumed;
    // It supposes an effort that nobody stated and a rate that stays: worth watching, no more.
    claim.grade = Grade::Weak;
    claim.n = Some(family.occurrences.len() as u64);
    claim.method = "Hours of the fix over responder hours per occurrence over occurrences per month (gamma–Poisson, latest year), with the 95 % interval of the rate.".to_owned();
    claim.sentence = format!("{}{}", pays_back(family, found), avoidable(family));
    let [mean, low, high] = found.per_month;
    claim.interval = Some([low, high]);
    claim.caveats.push("The hours of a fix are supposed, not stated; each is a case of its own.".to_owned());
    if found.known < family.occurrences.len() as u64 {
        let known = count(found.known, "occurrence");
        claim.caveats.push(format!("Responder hours are known of {known} only."));
    }
    if family.bursts.is_some_and(|b| b.corrected > BURSTS) {
        claim.caveats.push(ROUGH.to_owned());
    }
    numbers(
        &mut claim,
        [
            ("responder_hours_each", Some(found.hours_each)),
            ("per_month", Some(mean)),
            ("per_month_lo", Some(low)),
            ("per_month_hi", Some(high)),
            ("avoidable_hours", family.avoidable.and_then(|a| a.responder_s).map(|s| s / 3_600.0)),
        ],
    );
    for case in &found.cases {
        let key = format!("months_at_{}_hours", case.fix_hours);
        claim.numbers.insert(key, case.months);
    }
    let view = facts.data.incident_view();
    evidence(&mut claim, &view, family.rows.iter().map(|&row| row as usize));
    claim.weight = family.told.responder_s.unwrap_or(0.0) / 3_600.0;
    Some(claim)
}

fn pays_back(family: &Family, found: &BreakEven) -> String {
    let [mean, low, high] = found.per_month;
    let pace = format!(
        "it takes {} each time and comes {} times a month (plausible {}–{})",
        duration::hours(found.hours_each * 3_600.0).replace(" hour", " modelled responder hour"),
        number::decimal(mean),
        number::decimal(low),
        number::decimal(high)
    );
    let quickest = found.cases.iter().min_by(|a, b| a.fix_hours.total_cmp(&b.fix_hours));
    if let Some(case) = quickest.filter(|case| case.low > LONGEST_MONTHS) {
        return format!(
            "Responder hours alone do not pay for a fix of {} within ten years, even one of {} hours: {pace}.",
            name(family),
            case.fix_hours
        );
    }
    let case = |case: &Case| {
        format!(
            "{} months for {} hours (range {}–{})",
            whole(case.months),
            case.fix_hours,
            whole(case.low),
            whole(case.high)
        )
    };
    let cases: Vec<String> = found.cases.iter().map(case).collect();
    format!("A fix of {} may pay back after {}: {pace}.", name(family), list::and(&cases))
}

fn whole(months: f64) -> String {
    if months < 10.0 { number::decimal(months) } else { number::thousands(months.round().clamp(0.0, 1e15) as u64) }
}

/// " Had it been solved after the second time, …".
fn avoidable(family: &Family) -> String {
    let Some(spared) = family.avoidable else { return String::new() };
    let cost = match spared.responder_s {
        Some(seconds) => format!(" and {}", duration::hours(seconds).replace(" hour", " modelled responder hour")),
        None => String::new(),
    };
    format!(
        " Had it been solved after the second time, {}{cost} would have been spared.",
        count(spared.occurrences, "occurrence")
    )
}
