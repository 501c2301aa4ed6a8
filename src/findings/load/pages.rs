//! Interruptions of the period, and those in sleep hours.

use crate::findings::draft::{self, evidence, in_period, label, numbers};
use crate::findings::load::chart::share_of_hours;
use crate::findings::load::nights::by_page;
use crate::findings::load::people::{enough, zones};
use crate::findings::recurrence::words::times;
use crate::findings::rule::Facts;
use crate::findings::volume::comparable::silenced;
use crate::findings::words::{behind, figure};
use crate::findings::{Claim, Grade};
use crate::model::hours::HourClass;
use crate::model::time::MINUTE;
use crate::text::number;
use crate::text::plural::{agree, count};

/// Both claims. Where too few people answered, the second says so instead of showing them.
#[must_use]
pub fn claims(facts: &Facts) -> Vec<Claim> {
    vec![interruptions(facts), sleep(facts)]
}

fn interruptions(facts: &Facts) -> Claim {
    let load = &facts.results.load;
    let all = load.period.classes;
    let mut claim = draft::claim(facts, "load.interruptions", "");
    claim.method = "Pages to one person within the gap count once; e-mail does not count.".to_owned();
    claim.n = Some(all.total());
    let incidents = load.interrupting_rows.len() as u64;
    claim.sentence = how_often(facts, incidents);
    if all.total() == 0 && silenced(facts).is_some() {
        claim.grade = Grade::NotAssessable;
    }
    if all.total() > 0 && enough(facts) {
        claim.sentence.push_str(&by_class(facts));
    }
    if let Some(top) = load.top_three.filter(|_| all.total() >= number::SMALLEST_PERCENT_BASE) {
        claim.sentence.push_str(&format!(" Three people carried {} of all.", number::share(top, all.total())));
    }
    claim.sentence.push_str(&joined(facts));
    if load.excluded > 0 {
        let n = load.excluded;
        claim.caveats.push(format!(
            "{} for incidents that a rule leaves out {} not counted.",
            count(n, "interruption"),
            agree(n, "is", "are")
        ));
    }
    let split = enough(facts);
    let class = |n: u64| split.then_some(n as f64);
    numbers(
        &mut claim,
        [
            ("interruptions", Some(all.total() as f64)),
            ("call_outs", Some(load.calls.total() as f64)),
            ("call_outs_asleep", class(load.calls.sleep)),
            ("incidents", Some(incidents as f64)),
            ("business", class(all.business)),
            ("off", class(all.off)),
            ("sleep", class(all.sleep)),
            ("people", figure(load.period.people)),
            ("notifications_all_data", Some(facts.data.notifications as f64)),
            ("previous_interruptions", load.previous.as_ref().map(|g| g.classes.total() as f64)),
            ("top_three", load.top_three.map(|n| n as f64)),
        ],
    );
    claim.caveats.extend(zones(facts));
    claim.weight = all.total() as f64;
    evidence(&mut claim, &facts.data.incident_view(), load.interrupting_rows.iter().copied());
    claim
}

/// Calls and interruptions, or interruptions alone where each was a call of its own.
fn how_often(facts: &Facts, incidents: u64) -> String {
    let (load, when) = (&facts.results.load, in_period(facts));
    let all = load.period.classes.total();
    if all == 0 {
        return silenced(facts).map_or_else(
            || format!("Nobody was paged {when}."),
            |why| format!("Whether anybody was paged {when} cannot be said: {}.", why),
        );
    }
    let of = count(incidents, "incident");
    let then = load.previous.as_ref().zip(facts.data.periods.previous.as_ref()).map(|(group, period)| {
        format!("{} in {}", number::thousands(group.classes.total()), label(period, &facts.data.periods))
    });
    let Some(called) = called(facts) else {
        let often = if all == 1 { "once".to_owned() } else { count(all, "time") };
        let before = then.map_or_else(String::new, |then| format!(", {then}"));
        return format!("People were interrupted {often} {when}, for {of}{before}.");
    };
    let before = then.map_or_else(String::new, |then| format!(" ({then})"));
    format!("{called} Counted one by one these were {}{before}, for {of}.", count(all, "interruption"))
}

/// "People were called out 168 times in Q2 2026 (41 in Q1 2026), 75 of them in sleep hours: …"; nothing where each page was
/// a call of its own.
fn called(facts: &Facts) -> Option<String> {
    let load = &facts.results.load;
    let n = load.calls.total();
    if n == load.period.classes.total() {
        return None;
    }
    let before = load.calls_before.zip(facts.data.periods.previous.as_ref());
    let before = before.map_or_else(String::new, |(calls, period)| {
        format!(" ({} in {})", number::thousands(calls.total()), label(period, &facts.data.periods))
    });
    let asleep = if enough(facts) {
        format!(", {} of them in sleep hours", number::thousands(load.calls.sleep))
    } else {
        String::new()
    };
    Some(format!(
        "People were called out {} {}{before}{asleep}; pages within {} of the first are one call.",
        times(n),
        in_period(facts),
        count((load.params.bout / MINUTE).unsigned_abs(), "minute")
    ))
}

/// What reached people only together with pages for other incidents: no incident of these interruptions, and not nothing.
fn joined(facts: &Facts) -> String {
    let load = &facts.results.load;
    match load.incident_rows.len().saturating_sub(load.interrupting_rows.len()) as u64 {
        0 => String::new(),
        n => format!(
            " Pages for {} more came only together with those of others, and interrupted nobody again.",
            number::thousands(n)
        ),
    }
}

fn by_class(facts: &Facts) -> String {
    let group = &facts.results.load.period;
    format!(
        " Of these, {} {} in working hours, {} in off hours and {} in sleep hours, by the clocks of {}.",
        number::thousands(group.classes.business),
        agree(group.classes.business, "was", "were"),
        number::thousands(group.classes.off),
        number::thousands(group.classes.sleep),
        behind(group.people).map_or_else(|| "the people paged".to_owned(), |who| format!("the {who} paged"))
    )
}

fn sleep(facts: &Facts) -> Claim {
    let load = &facts.results.load;
    let (all, when) = (load.period.classes, in_period(facts));
    let mut claim = draft::claim(facts, "load.sleep-hours", "");
    claim.method = "Interruptions in the sleep hours of the profile, by the clock of the person.".to_owned();
    claim.n = Some(all.total());
    claim.caveats.extend(zones(facts));
    if let (0, Some(why)) = (all.total(), silenced(facts)) {
        claim.grade = Grade::NotAssessable;
        claim.sentence = format!("Whether anybody was paged in sleep hours {when} cannot be said: {why}.");
        return claim;
    }
    if all.total() == 0 {
        claim.sentence = format!("Nobody was paged in sleep hours {when}.");
        return claim;
    }
    if !enough(facts) {
        claim.grade = Grade::NotAssessable;
        claim.sentence = format!(
            "How many interruptions {when} came in sleep hours is not shown: fewer than five people are known to have been on call or paged."
        );
        return claim;
    }
    claim.sentence = if all.sleep == 0 {
        format!("None of the {} {when} came in sleep hours.", count(all.total(), "interruption"))
    } else {
        claim.lead = "Pages in sleep hours.".to_owned();
        let share = number::share(all.sleep, all.total());
        let of = if all.total() < number::SMALLEST_PERCENT_BASE {
            format!("{share} interruptions")
        } else {
            format!("{} of {} ({share})", number::thousands(all.sleep), count(all.total(), "interruption"))
        };
        let nights = facts.results.load.strain.disturbed;
        let were = agree(nights, "was", "were");
        format!("{of} {when} came in sleep hours. {} {were} disturbed{}.", count(nights, "night"), by_page(facts))
    };
    claim.caveats.push(
        "A night counts once for each person whose sleep hours were disturbed, by a page or by enough work.".to_owned(),
    );
    let hours = share_of_hours(facts, &[HourClass::Sleep]);
    claim
        .caveats
        .push(format!("Sleep hours are {hours} of all hours: so many would come in them if hours made no difference."));
    numbers(
        &mut claim,
        [
            ("sleep", Some(all.sleep as f64)),
            ("interruptions", Some(all.total() as f64)),
            ("share", Some(all.sleep as f64 / all.total() as f64)),
            ("disturbed_nights", Some(facts.results.load.strain.disturbed as f64)),
        ],
    );
    claim.weight = all.sleep as f64;
    evidence(&mut claim, &facts.data.incident_view(), load.sleep_rows.iter().copied());
    claim
}
