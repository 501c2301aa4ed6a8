//! How many people incidents took, beside what is usual for their severity. Never per team.

use crate::analyse::load::MIN_GROUP;
use crate::analyse::load::responders::{MIN_INCIDENTS, Usual};
use crate::findings::draft::{self, evidence, figures_column, in_period, numbers, table, words_column};
use crate::findings::load::people::enough;
use crate::findings::rule::Facts;
use crate::findings::{Claim, Table};
use crate::model::row::IncidentIx;
use crate::text::number::thousands;
use crate::text::plural::{agree, count};
use crate::text::wording;

/// Severities that enough people answered to say how many it usually takes.
fn shown<'a>(facts: &'a Facts) -> Vec<&'a Usual> {
    let all = &facts.results.load.turnout.severities;
    all.iter().filter(|s| enough(facts) && s.people >= MIN_GROUP).collect()
}

/// Nothing where no incident of the period can be compared.
#[must_use]
pub fn claim_of(facts: &Facts) -> Option<Claim> {
    let severities = shown(facts);
    let compared: u64 = severities.iter().map(|s| s.in_period).sum();
    if compared == 0 {
        return None;
    }
    let rows: Vec<IncidentIx> = severities.iter().flat_map(|s| s.unusual.iter().copied()).collect();
    let unusual = rows.len() as u64;
    let mut claim = draft::claim(facts, "load.people-per-incident", "");
    claim.method = format!(
        "People who answered an incident (who was called and never came does not count), against all incidents of the same severity over all data, from {MIN_INCIDENTS} of them on. Unusually many is more than nineteen in twenty of these had. Never per team."
    );
    claim.n = Some(compared);
    let turnout = &facts.results.load.turnout;
    let left_out = turnout.without_responder + turnout.without_severity + turnout.too_few;
    claim.coverage = Some(compared as f64 / (compared + left_out).max(1) as f64);
    claim.sentence = if unusual == 0 {
        format!(
            "None of {} {} took unusually many people for its severity.",
            count(compared, "incident"),
            in_period(facts)
        )
    } else {
        format!(
            "{} of {} {} took unusually many people for {} severity; about one in twenty would be usual.",
            thousands(unusual),
            count(compared, "incident"),
            in_period(facts),
            agree(unusual, "its", "their")
        )
    };
    caveats(facts, &mut claim);
    numbers(&mut claim, [("incidents", Some(compared as f64)), ("unusual", Some(unusual as f64))]);
    claim.weight = unusual as f64;
    evidence(&mut claim, &facts.data.incident_view(), rows.iter().copied());
    Some(claim)
}

fn caveats(facts: &Facts, claim: &mut Claim) {
    let turnout = &facts.results.load.turnout;
    let left = [
        (turnout.without_responder, "no responder is known"),
        (turnout.without_severity, "no severity is known"),
        (turnout.too_few, "there are too few of the same severity to compare with"),
    ];
    for (n, why) in left.into_iter().filter(|(n, _)| *n > 0) {
        claim.caveats.push(format!("For {} {why}.", count(n, "incident")));
    }
}

/// What is usual per severity.
#[must_use]
pub fn severities(facts: &Facts) -> Option<Table> {
    let shown = shown(facts);
    if shown.is_empty() {
        return None;
    }
    let row = |s: &&Usual| {
        let figures = [s.incidents, s.median, s.most, s.in_period, s.unusual.len() as u64];
        let name = wording::severity(u8::try_from(s.severity).unwrap_or(u8::MAX));
        std::iter::once(name).chain(figures.into_iter().map(thousands)).collect()
    };
    let columns = [
        "incidents in all",
        "half had at most",
        "nineteen in twenty had at most",
        "in the period",
        "of them with more",
    ];
    Some(table(
        "people-per-incident",
        "People per incident",
        "People who answered, over all data, for severities with at least 20 incidents with a known responder and at least five people behind them.",
        ["severity"].into_iter().map(words_column).chain(columns.into_iter().map(figures_column)).collect(),
        shown.iter().map(row).collect(),
        "data/involvements.csv, which --people writes",
    ))
}
