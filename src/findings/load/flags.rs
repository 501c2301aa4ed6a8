//! Flags per person-week, and what other thresholds would give.

use crate::analyse::load::params::Params;
use crate::findings::draft::{claim, figures_column, in_period, numbers, table, words_column};
use crate::findings::load::people::enough;
use crate::findings::rule::Facts;
use crate::findings::words::{behind, few, figure};
use crate::findings::{Claim, Table};
use crate::text::plural::{count, plural_of};
use crate::text::sentence::capital;

/// Nothing without pages, for too few people, and without a week.
#[must_use]
pub fn claim_of(facts: &Facts) -> Option<Claim> {
    let load = &facts.results.load;
    let flagged = load.flagged;
    if !load.known || !enough(facts) || flagged.weeks == 0 || flagged.people < crate::analyse::load::MIN_GROUP {
        return None;
    }
    let mut claim = claim(facts, "load.flags", "");
    let (set, usual) = (load.params.flags, Params::default().flags);
    let whose =
        if [set.nights, set.run] == [usual.nights, usual.run] { "our own assumption" } else { "those of the settings" };
    claim.method = format!(
        "Six flags per person and local week, each up or down, counted and not weighed. The thresholds for nights are {whose}."
    );
    claim.n = Some(flagged.weeks);
    let [lower, three, higher] = flagged.three_or_more;
    claim.sentence = format!(
        "{} of {} {} had at least one of six flags for a heavy week, and {} had three or more.",
        capital(&few(flagged.any())),
        count(flagged.weeks, "person-week"),
        in_period(facts),
        few(three)
    );
    if let Some(who) = behind(flagged.flagged_people).filter(|_| flagged.any() > 0) {
        claim.sentence.push_str(&format!(" The flags are those of {who}."));
    }
    claim.robustness.push(format!(
        "With every threshold one step easier {} {} would have three or more flags, one step harder {}.",
        few(lower),
        plural_of("person-week"),
        few(higher)
    ));
    claim.caveats.push("Flags say what the schedule held, nothing about anybody's health.".to_owned());
    numbers(
        &mut claim,
        [
            ("person_weeks", Some(flagged.weeks as f64)),
            ("flagged", figure(flagged.any())),
            ("three_or_more", figure(three)),
            ("three_or_more_easier", figure(lower)),
            ("three_or_more_harder", figure(higher)),
            ("people", figure(flagged.flagged_people)),
        ],
    );
    claim.weight = three as f64;
    Some(claim)
}

/// What the flags are, in their order.
#[must_use]
pub fn names(params: &Params) -> [String; 6] {
    let at = &params.flags;
    [
        format!("more than {} in a shift", count(at.incidents, "incident")),
        format!("at least {}", count(at.nights, "disturbed night")),
        format!("at least {} in a row", count(at.run, "disturbed night")),
        format!("rest shorter than {}", count(at.rest_hours, "hour")),
        format!("engaged on at least {} in a row", count(at.weekends, "weekend")),
        format!("more than {} on two or more incidents at once", count(at.overlap_hours, "hour")),
    ]
}

/// Person-weeks per flag at the threshold and one step to either side.
#[must_use]
pub fn thresholds(facts: &Facts) -> Option<Table> {
    claim_of(facts)?;
    let load = &facts.results.load;
    let known = [facts.data.has_shifts, true, true, true, true, load.overlap.is_some()];
    let row = |((name, counts), known): ((String, [u64; 3]), bool)| {
        let cell = |n: u64| if known { few(n) } else { "not known".to_owned() };
        std::iter::once(name).chain(counts.into_iter().map(cell)).collect()
    };
    let columns = ["one step easier", "as set", "one step harder"];
    Some(table(
        "heavy-weeks",
        "Flags for heavy weeks",
        "Person-weeks whose Thursday lies in the period, by flag, at the threshold and with it moved by one.",
        ["flag"].into_iter().map(words_column).chain(columns.into_iter().map(figures_column)).collect(),
        names(&load.params).into_iter().zip(load.flagged.counts).zip(known).map(row).collect(),
        "",
    ))
}
