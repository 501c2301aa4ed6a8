//! Disturbed nights, runs of them, rest after them, and work on several incidents at once.

use crate::analyse::load::MIN_FOR_TOP;
use crate::findings::Claim;
use crate::findings::draft::{claim, in_period, length, numbers};
use crate::findings::load::people::{enough, zones};
use crate::findings::rule::Facts;
use crate::findings::words::{behind, few, figure, is_told};
use crate::text::duration;
use crate::text::number::{self, thousands};
use crate::text::plural::{agree, count};
use crate::text::sentence::capital;

/// Nothing without pages or for too few people.
#[must_use]
pub fn disturbed(facts: &Facts) -> Option<Claim> {
    let load = &facts.results.load;
    let (strain, params) = (&load.strain, &load.params);
    if !load.known || !enough(facts) || strain.disturbed == 0 {
        return None;
    }
    let mut claim = claim(facts, "load.nights", "");
    let minutes = count((params.night_work / 60_000).unsigned_abs(), "minute");
    claim.method = format!(
        "A night is disturbed by any page, or by at least {minutes} of work, in the sleep hours of the profile at the person's place."
    );
    claim.n = Some(strain.disturbed);
    claim.sentence = format!(
        "{}{} {} disturbed {}{}.",
        count(strain.disturbed, "night"),
        behind(strain.people).map_or_else(String::new, |who| format!(" of {who}")),
        agree(strain.disturbed, "was", "were"),
        in_period(facts),
        by_page(facts)
    );
    claim.sentence.push_str(&most(facts));
    claim.sentence.push_str(&runs(facts));
    claim.sentence.push_str(&rest(facts));
    claim.caveats.push(
        "What else people do in working hours is not known, so rest is at most as long as counted. Eleven hours are a reference (EU Working Time Directive), no legal advice.".to_owned(),
    );
    claim.caveats.extend(zones(facts));
    numbers(
        &mut claim,
        [
            ("disturbed_nights", Some(strain.disturbed as f64)),
            ("without_page", Some(strain.without_page as f64)),
            ("people", figure(strain.people)),
            ("top_three", may_tell_most(facts).then_some(strain.top_three as f64)),
            ("runs", figure(strain.runs)),
            ("run_people", figure(strain.run_people)),
            ("longest_run", (strain.runs == 0 || is_told(strain.run_people)).then_some(strain.longest as f64)),
            ("short_rests", Some(strain.short_rests as f64)),
            ("rest_people", figure(strain.rest_people)),
        ],
    );
    claim.weight = strain.disturbed as f64;
    Some(claim)
}

/// How the disturbed nights were disturbed: ", 20 of them by a page and 2 by work alone". The same words wherever the
/// number of pages at night stands beside that of disturbed nights, so that the two are not taken for one another.
#[must_use]
pub fn by_page(facts: &Facts) -> String {
    let strain = &facts.results.load.strain;
    let paged = strain.disturbed.saturating_sub(strain.without_page);
    match (paged, strain.without_page) {
        (_, 0) => String::new(),
        (0, _) => ", by work alone".to_owned(),
        (paged, worked) => format!(", {} of them by a page and {} by work alone", thousands(paged), thousands(worked)),
    }
}

/// Whether the share of three people may be given: the roster is large enough, and a share says something.
fn may_tell_most(facts: &Facts) -> bool {
    let load = &facts.results.load;
    load.period.roster >= MIN_FOR_TOP && load.strain.disturbed >= number::SMALLEST_PERCENT_BASE
}

/// " Three people carried 41 % of them."
fn most(facts: &Facts) -> String {
    let strain = &facts.results.load.strain;
    if !may_tell_most(facts) || strain.people <= 3 {
        return String::new();
    }
    format!(" Three people carried {} of them.", number::share(strain.top_three, strain.disturbed))
}

fn runs(facts: &Facts) -> String {
    let (strain, asked) = (&facts.results.load.strain, facts.results.load.params.flags.run);
    let longest = count(strain.longest, "night");
    match (strain.runs, behind(strain.run_people)) {
        (0, _) => format!(" Nobody had {} in a row.", count(asked, "such night")),
        (runs, Some(who)) => format!(
            " {} had {} or more in a row, {} in all; the longest run was {longest}.",
            capital(&who),
            thousands(asked),
            count(runs, "time")
        ),
        // How long the longest of a few runs was would be said of somebody.
        (runs, None) => {
            format!(" {} or more such nights in a row came {} times.", capital(&thousands(asked)), few(runs))
        }
    }
}

fn rest(facts: &Facts) -> String {
    let (strain, hours) = (&facts.results.load.strain, facts.results.load.params.flags.rest_hours);
    let hours = count(hours, "hour");
    if strain.short_rests == 0 {
        return format!(" In no night was the rest until the next engagement or shift shorter than {hours}.");
    }
    format!(
        " In {} the rest until the next engagement or shift was shorter than {hours}{}.",
        count(strain.short_rests, "night"),
        behind(strain.rest_people).map_or_else(String::new, |who| format!(", for {who}"))
    )
}

/// Work on two or more incidents at once; nothing where the exports don't say what people did.
#[must_use]
pub fn at_once(facts: &Facts) -> Option<Claim> {
    let overlap = facts.results.load.overlap.filter(|o| o.work > 0 && enough(facts))?;
    let seconds = |ms: i64| ms as f64 / 1_000.0;
    let mut claim = claim(facts, "load.at-once", "");
    claim.method =
        "What people did, as stretches of work per incident (an act grants 10 minutes, acts within 20 minutes join); a sweep over each person's own stretches.".to_owned();
    claim.n = Some(overlap.people);
    if figure(overlap.people).is_none() {
        claim.n = None;
    }
    let work = duration::hours(seconds(overlap.work));
    claim.sentence = if overlap.at_least_two == 0 {
        format!("In {work} of work on incidents {} nobody was on two incidents at once.", in_period(facts))
    } else {
        format!(
            "Of {work} of work on incidents {}, people were on two or more incidents at once for {}{}, at longest {} without a break.",
            in_period(facts),
            length(seconds(overlap.at_least_two)),
            behind(overlap.people_two).map_or_else(String::new, |who| format!(" ({who})")),
            length(seconds(overlap.longest))
        )
    };
    numbers(
        &mut claim,
        [
            ("work_hours", Some(seconds(overlap.work) / 3_600.0)),
            ("at_once_hours", Some(seconds(overlap.at_least_two) / 3_600.0)),
            ("people_at_once", figure(overlap.people_two)),
            ("longest_s", Some(seconds(overlap.longest))),
        ],
    );
    claim.weight = seconds(overlap.at_least_two) / 3_600.0;
    Some(claim)
}
