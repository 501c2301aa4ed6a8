//! When a fix pays back.

use crate::analyse::recurrence::Family;
use crate::analyse::recurrence::break_even::{BreakEven, FixCase};
use crate::findings::draft::{claim, evidence, label, numbers};
use crate::findings::recurrence::words::{BURSTS, ROUGH, name};
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim, Grade};
use crate::text::plural::count;
use crate::text::sentence::capital;
use crate::text::{duration, list, number};

/// A fix that takes longer than five years to pay back is not done for its hours.
const PLANNED_MONTHS: f64 = 60.0;
/// Nobody plans further ahead.
const LONGEST_MONTHS: f64 = 120.0;
/// Fewer nights or incidents than this are no reason for weeks of work.
const FEW: u64 = 3;
/// Mean length of a month, in seconds.
const MONTH: f64 = 365.25 / 12.0 * 86_400.0;

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
    claim.sentence = format!("{}{}", pays_back(facts, family, found), avoidable(family));
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
    evidence(&mut claim, &view, family.rows.iter().copied());
    claim.weight = family.told.responder_s.unwrap_or(0.0) / 3_600.0;
    Some(claim)
}

/// The quickest case, where it takes more years than a team plans for.
fn slow(found: &BreakEven) -> Option<&FixCase> {
    let quickest = found.cases.iter().min_by(|a, b| a.fix_hours.total_cmp(&b.fix_hours));
    quickest.filter(|case| case.months > PLANNED_MONTHS)
}

/// " In hours alone its fix pays back slowly; its nights and customers are the reason." Said wherever a fix is asked for, so
/// that whoever reads of its hours elsewhere finds no other answer. Nothing where it pays back in time, or no hours are known.
#[must_use]
pub fn in_hours(facts: &Facts, family: &Family) -> String {
    let told = family.break_even.as_ref().filter(|_| family.told.responder_s.is_some());
    if told.and_then(slow).is_none() {
        return String::new();
    }
    let reasons = Reasons::of(facts, family).words().map_or_else(String::new, |(reasons, _)| format!("; {reasons}"));
    format!(" In hours alone its fix pays back slowly{reasons}.")
}

/// What speaks for a fix besides hours.
struct Reasons {
    nights: u64,
    customers: u64,
}

impl Reasons {
    fn of(facts: &Facts, family: &Family) -> Self {
        let view = facts.data.incident_view();
        let felt = family.rows.iter().filter(|row| view.customer_facing.get(**row) == Some("yes"));
        let enough = |n: u64| if n < FEW { 0 } else { n };
        Self { nights: enough(family.told.disturbed_nights.unwrap_or(0)), customers: enough(felt.count() as u64) }
    }

    /// "its nights and customers are the reason", and the figures behind it.
    fn words(&self) -> Option<(&'static str, String)> {
        let nights = format!("{} nights were disturbed", number::thousands(self.nights));
        let customers = format!("{} of its incidents reached customers", number::thousands(self.customers));
        match (self.nights, self.customers) {
            (0, 0) => None,
            (_, 0) => Some(("its nights are the reason", nights)),
            (0, _) => Some(("its customers are the reason", customers)),
            _ => Some(("its nights and customers are the reason", format!("{nights} and {customers}"))),
        }
    }
}

fn pays_back(facts: &Facts, family: &Family, found: &BreakEven) -> String {
    let [mean, low, high] = found.per_month;
    let pace = format!(
        "it takes {} each time and comes {} times a month (plausible {}–{})",
        duration::hours(found.hours_each * 3_600.0).replace(" hour", " modelled responder hour"),
        number::decimal(mean),
        number::decimal(low),
        number::decimal(high)
    );
    let Some(case) = slow(found) else {
        return format!("A fix of {} may pay back after {}: {pace}.", name(family), in_time(found));
    };
    let reasons = Reasons::of(facts, family)
        .words()
        .map_or_else(String::new, |(reasons, figures)| format!(" {}: {figures} in all the data.", capital(reasons)));
    if case.low > LONGEST_MONTHS {
        return format!(
            "In hours alone a fix of {} would not pay back within ten years, even one of {} hours: {pace}.{reasons}",
            name(family),
            case.fix_hours
        );
    }
    format!(
        "In hours alone a fix of {} pays back slowly, one of {} hours after about {} (range {}–{}){}: {pace}.{reasons}",
        name(family),
        case.fix_hours,
        years(case.months),
        in_years(case.low),
        years(case.high),
        now(facts, family, found, case)
    )
}

/// ", at the pace of Q2 2026 after about 3 years": a latest year that was calm for long says little of what it costs now.
fn now(facts: &Facts, family: &Family, found: &BreakEven, case: &FixCase) -> String {
    let period = &facts.data.periods.current;
    let here = family.occurrences.iter().filter(|o| period.contains(o.start)).count() as u64;
    let months = period.window.end.saturating_sub(period.window.start) as f64 / 1_000.0 / MONTH;
    if here < FEW || period.partial || months <= 0.0 {
        return String::new();
    }
    let at_pace = case.fix_hours / found.hours_each / (here as f64 / months);
    let span = if at_pace < 24.0 { format!("{} months", whole(at_pace)) } else { years(at_pace) };
    format!(" at the pace of the latest year and {span} at that of {}", label(period, &facts.data.periods))
}

/// The cases that pay back within the time that a team plans for, and how many hours do not.
fn in_time(found: &BreakEven) -> String {
    let case = |case: &FixCase| {
        format!(
            "{} months for {} hours (range {}–{})",
            whole(case.months),
            case.fix_hours,
            whole(case.low),
            whole(case.high)
        )
    };
    let (soon, later): (Vec<&FixCase>, Vec<&FixCase>) = found.cases.iter().partition(|c| c.months <= PLANNED_MONTHS);
    let cases: Vec<String> = soon.into_iter().map(case).collect();
    let hours: Vec<String> = later.iter().map(|case| case.fix_hours.to_string()).collect();
    let not = if hours.is_empty() {
        String::new()
    } else {
        format!(", but not within five years for {} hours", list::and(&hours))
    };
    format!("{}{not}", list::and(&cases))
}

fn years(months: f64) -> String {
    format!("{} years", in_years(months))
}

fn in_years(months: f64) -> String {
    number::thousands((months / 12.0).round().clamp(1.0, 1e15) as u64)
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
