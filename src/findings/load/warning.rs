//! The early-warning replay in words: which rule would have spoken in time, and how often for nothing.

use crate::analyse::load::warning::{Replay, Warnings};
use crate::findings::draft::{claim, figures_column, numbers, table, words_column};
use crate::findings::load::people::enough;
use crate::findings::rule::Facts;
use crate::findings::{Claim, Table};
use crate::text::number::{fixed, share, thousands};
use crate::text::plural::count;
use chrono::NaiveDate;

/// Fewest peaks to speak of a rule's record.
const MIN_PEAKS: usize = 3;

pub(super) fn shown<'a>(facts: &'a Facts) -> Option<&'a Warnings> {
    facts.results.load.warnings.as_ref().filter(|w| enough(facts) && w.peaks.len() >= MIN_PEAKS)
}

/// What a rule asks for, in words.
pub(super) fn asks(rule: &str, facts: &Facts) -> String {
    let params = &facts.results.load.params;
    let days = params.warning.days;
    match rule {
        "run" => format!("somebody's {} in a row", count(params.flags.run, "disturbed night")),
        "two-people" => format!("two people with two disturbed nights within {days} days"),
        "sleep-pages" => format!("twice the usual pages in sleep hours within {days} days"),
        _ => format!("three shifts over the reference line within {days} days"),
    }
}

/// The rule that spoke before most peaks; of several the one with fewest false alarms. One that chance equals stands
/// behind every one that it does not.
pub(super) fn best(warnings: &Warnings) -> Option<&Replay> {
    warnings.rules.iter().reduce(|a, b| {
        let worth = |r: &Replay| (r.beats_chance(), r.peaks_warned, std::cmp::Reverse(r.false_alarms));
        if worth(b) > worth(a) { b } else { a }
    })
}

/// The rule that spoke before most peaks, with its false alarms; nothing with too little history.
#[must_use]
pub fn claim_of(facts: &Facts) -> Option<Claim> {
    let warnings = shown(facts)?;
    let best = best(warnings)?;
    let lead = facts.results.load.params.warning.lead / 86_400_000;
    let mut claim = claim(facts, "load.early-warning", "");
    claim.method = format!(
        "History replayed day by day with only what was known on each. A peak is the day with most disturbed nights plus hours above capacity in a hard stretch ({} days among the hardest tenth). A firing is early within {lead} days before a peak.",
        facts.results.load.params.warning.days
    );
    claim.n = Some(best.fired.len() as u64);
    claim.sentence = format!(
        "Replayed over {} of history with {}, the rule “{}” would have fired {}: {} within {lead} days before a peak (as many random days: {}), {}and {} falsely. It would have spoken before {} of the peaks (random days: {}). {}",
        count(warnings.days, "day"),
        count(warnings.peaks.len() as u64, "peak"),
        asks(best.rule, facts),
        count(best.fired.len() as u64, "time"),
        thousands(best.early),
        by_chance(best.early_by_chance),
        if best.same_day == 0 { String::new() } else { format!("{} on the day of one, ", thousands(best.same_day)) },
        thousands(best.false_alarms),
        thousands(best.peaks_warned),
        by_chance(best.peaks_by_chance),
        verdict(best, warnings)
    );
    claim.q = best.q;
    claim.sentence.push_str(&latest(facts, warnings, best));
    claim.caveats.push(format!(
        "{} of {} lie within {lead} days before a peak, so about {} of random firings would be early as well; that share is the base rate of every count of early firings.",
        thousands(warnings.days_before_peaks),
        count(warnings.days, "day"),
        share(warnings.days_before_peaks, warnings.days)
    ));
    claim.caveats.push("The rule was chosen after looking at all of them; on other data it may do less well. Peaks are made of disturbed nights too, so some agreement is built in.".to_owned());
    numbers(
        &mut claim,
        [
            ("days", Some(warnings.days as f64)),
            ("peaks", Some(warnings.peaks.len() as f64)),
            ("fired", Some(best.fired.len() as f64)),
            ("early", Some(best.early as f64)),
            ("same_day", Some(best.same_day as f64)),
            ("false_alarms", Some(best.false_alarms as f64)),
            ("peaks_warned", Some(best.peaks_warned as f64)),
            ("days_before_peaks", Some(warnings.days_before_peaks as f64)),
            ("early_by_chance", Some(best.early_by_chance)),
            ("peaks_by_chance", Some(best.peaks_by_chance)),
            ("p", best.p),
            ("q", best.q),
        ],
    );
    claim.weight = best.peaks_warned as f64;
    Some(claim)
}

/// What as many random days would have counted: "3.4", never more exact than the count itself.
fn by_chance(expected: f64) -> String {
    fixed(expected, 1)
}

/// Whether a rule picked from several is worth listening to.
fn verdict(rule: &Replay, warnings: &Warnings) -> String {
    let tried = warnings.rules.iter().filter(|r| !r.fired.is_empty()).count() as u64;
    let chosen = if tried > 1 {
        format!(", allowing for its being the best of {}", count(tried, "rule"))
    } else {
        String::new()
    };
    if rule.beats_chance() {
        format!("That is more often than chance makes plausible{chosen}.")
    } else {
        format!("That is no better than chance{chosen}.")
    }
}

/// The latest early firing before a peak of the period under review.
fn latest(facts: &Facts, warnings: &Warnings, rule: &Replay) -> String {
    let periods = &facts.data.periods;
    let zone = crate::findings::draft::zone(periods);
    let inside = |day: NaiveDate| {
        let noon = day.and_hms_opt(12, 0, 0).unwrap_or_default();
        periods.current.contains(crate::model::local::to_utc(noon, zone))
    };
    let lead = facts.results.load.params.warning.lead / 86_400_000;
    let before = |peak: NaiveDate| {
        let early = |day: &&NaiveDate| (1..=lead).contains(&(peak - **day).num_days());
        rule.fired.iter().rev().find(early).map(|day| (*day, peak))
    };
    let peaks = warnings.peaks.iter().rev().map(|p| p.day).filter(|day| inside(*day));
    let Some((fired, peak)) = peaks.map(before).find_map(|pair| pair) else { return String::new() };
    let days = (peak - fired).num_days().unsigned_abs();
    format!(
        " Most recently it would have fired on {}, {} before the peak of {}.",
        fired.format("%A, %-d %B %Y"),
        count(days, "day"),
        peak.format("%-d %B %Y")
    )
}

/// All rules beside each other.
#[must_use]
pub fn rules(facts: &Facts) -> Option<Table> {
    let warnings = shown(facts)?;
    let row = |r: &Replay| {
        let mut leads = r.leads.clone();
        leads.sort_unstable();
        let middle = leads.get(leads.len() / 2).map_or_else(|| "none".to_owned(), |n| thousands(*n));
        vec![
            asks(r.rule, facts),
            thousands(r.fired.len() as u64),
            thousands(r.early),
            by_chance(r.early_by_chance),
            thousands(r.same_day),
            thousands(r.false_alarms),
            thousands(r.peaks_warned),
            by_chance(r.peaks_by_chance),
            middle,
            if r.beats_chance() { "yes" } else { "no better than chance" }.to_owned(),
        ]
    };
    let columns = [
        "fired",
        "early",
        "early by chance",
        "on the day",
        "falsely",
        "peaks announced",
        "announced by chance",
        "days ahead (middle)",
        "beyond chance",
    ];
    Some(table(
        "early-warning",
        "Rules for early warning, replayed",
        "How often each rule would have fired over all history, and before how many peaks; by chance: as many random days. Beyond chance at q = 0.05 by the binomial, allowing for the number of rules.",
        ["rule"].into_iter().map(words_column).chain(columns.into_iter().map(figures_column)).collect(),
        warnings.rules.iter().map(row).collect(),
        "",
    ))
}
