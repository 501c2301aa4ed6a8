//! The figures of the last report, then and now, with reasons that add up; and what became of its headlines.

pub mod headlines;
pub mod lines;

use crate::analyse::restatement::RestatedPeriod;
use crate::findings::draft::{MAX_IDS, claim, label_of, length, numbers, zone};
use crate::findings::rule::{Facts, Part, Rule};
use crate::findings::{Claim, Section};
use crate::restate::{ChangeReason, CountedFigure};
use crate::text::plural::{agree, count};
use crate::text::{date, list, number};
use std::collections::BTreeSet;

/// Id of the section.
const SECTION: &str = "restatement";

pub struct Restatement;

impl Rule for Restatement {
    fn part(&self, facts: &Facts) -> Part {
        let Some(found) = &facts.results.restatement else { return Part::default() };
        let mut claims = vec![told(facts, found)];
        claims.extend(moved(facts, found));
        Part {
            section: Some(Section {
                id: SECTION.to_owned(),
                title: format!("{} then and now", period(facts, found)),
                question: "Do the figures of the last report still stand, and where they do not, why?".to_owned(),
                method: method(found),
                claims: claims.iter().map(|claim| claim.id.clone()).collect(),
                exhibits: Vec::new(),
                tables: if found.figures.is_same() { Vec::new() } else { lines::tables(facts, found) },
            }),
            claims,
            ..Part::default()
        }
    }
}

/// The period of that report as people call it.
fn period(facts: &Facts, found: &RestatedPeriod) -> String {
    match found.report.words.period.as_str() {
        "" => label_of(&found.report.reported.terms.period, &facts.data.periods),
        named => named.to_owned(),
    }
}

fn method(found: &RestatedPeriod) -> Vec<String> {
    let order: Vec<&str> = ChangeReason::ALL.iter().map(|reason| reason.words()).collect();
    let mut method = vec![
        "The incidents that the earlier report counted are brought together with those of today by their records, and what each adds to a figure is held against what it added then. Figures then are those of its table of incidents, and the period is the one that it was on. Then and all reasons add up to now. A median cannot be taken apart; beside it stands how many times came, went and changed. Of several earlier reports the one that ends last is restated; one on this same period only where there is no other.".to_owned(),
        format!("Each difference of an incident in a figure goes to the first reason that fits: {}.", list::and(&order)),
        "Known bias: whether an export says something new is told by its digest. Where a file was exported anew and the version is another one, a new rule can look like a corrected record. What only the earlier report still tells of cannot change.".to_owned(),
    ];
    let settings = &found.changed_settings;
    if !settings.is_empty() {
        method.push(format!("Settings that differ from those of that report: {}.", list::and_more(settings, 12)));
    }
    if found.is_other_version {
        method.push(format!("That report was made by {}.", found.report.reported.terms.made_by));
    }
    method
}

/// The statement for analysts, also where nothing has changed.
fn told(facts: &Facts, found: &RestatedPeriod) -> Claim {
    let mut claim = blank(facts, found, "restatement.figures");
    let [then, now] = found.figures.figure(&CountedFigure::Incidents).map(i64::unsigned_abs);
    let period = period(facts, found);
    claim.lead = format!("{period}, then and now.");
    claim.n = Some(now);
    let made = found.report.reported.terms.as_of.map(|at| date::day(at, zone(&facts.data.periods)));
    let made = made.map_or_else(String::new, |day| format!(", with exports up to {day},"));
    let reasons = found.reasons();
    claim.sentence = if found.figures.is_same() {
        format!(
            "The report on {period}{made} counted {}, and nothing that it counted has changed.",
            count(then, "incident")
        )
    } else {
        let parts: Vec<String> =
            reasons.iter().map(|(reason, ids)| format!("{} ({})", reason.words(), ids.len())).collect();
        format!(
            "The report on {period}{made} counted {}; today's data count {}. Why figures differ, with the number of incidents: {}.",
            count(then, "incident"),
            number::thousands(now),
            list::and(&parts)
        )
    };
    if found.figures.alone > 0 {
        let n = found.figures.alone;
        claim.caveats.push(format!(
            "{} of that period {} in the earlier report only; no export among the inputs holds {}.",
            count(n, "incident"),
            agree(n, "stands", "stand"),
            agree(n, "it", "them")
        ));
    }
    let all: BTreeSet<&str> = reasons.into_values().flatten().collect();
    if all.len() > MAX_IDS {
        claim.caveats.push("All incidents of each reason are in data/restatement.csv.".to_owned());
    }
    numbers(&mut claim, [("changed_incidents", Some(all.len() as f64))]);
    claim.incident_ids = all.into_iter().take(MAX_IDS).map(str::to_owned).collect();
    claim
}

fn blank(facts: &Facts, found: &RestatedPeriod, code: &str) -> Claim {
    let mut claim = claim(facts, code, "");
    claim.period = period(facts, found);
    claim.caveats.clear();
    claim.method = "Incident by incident, by the records that each report has of it.".to_owned();
    let pair = |what: &CountedFigure| found.figures.figure(what).map(|value| Some(value as f64));
    let [incidents, incidents_now] = pair(&CountedFigure::Incidents);
    let [customers, customers_now] = pair(&CountedFigure::CustomerFacing);
    let [median, median_now] = found.figures.recovery.median_s;
    numbers(
        &mut claim,
        [
            ("incidents_then", incidents),
            ("incidents_now", incidents_now),
            ("customer_facing_then", customers),
            ("customer_facing_now", customers_now),
            ("median_recovery_then_s", median),
            ("median_recovery_now_s", median_now),
        ],
    );
    claim
}

/// The sentence for leaders, where a figure that their page has is another one now.
fn moved(facts: &Facts, found: &RestatedPeriod) -> Option<Claim> {
    let mut parts = Vec::new();
    let counts = [
        (CountedFigure::Incidents, ["incident", "incidents"]),
        (CountedFigure::CustomerFacing, ["that reached customers", "that reached customers"]),
    ];
    for (what, [one, many]) in counts {
        let [then, now] = found.figures.figure(&what).map(i64::unsigned_abs);
        if then != now {
            parts.push(format!(
                "{} {} ({} then)",
                number::thousands(now),
                agree(now, one, many),
                number::thousands(then)
            ));
        }
    }
    let [then, now] = found.figures.recovery.median_s.map(|median| median.map(length));
    if let (Some(then), Some(now)) = (then, now)
        && then != now
    {
        parts.push(format!("a median recovery of {now} ({then} then)"));
    }
    if parts.is_empty() {
        return None;
    }
    let mut claim = blank(facts, found, "restatement.moved");
    claim.lead = "The last report's figures have moved.".to_owned();
    let period = period(facts, found);
    claim.sentence = format!("{period} now has {}. {}.", list::and(&parts), why(found));
    let all: BTreeSet<&str> = found.reasons().into_values().flatten().collect();
    claim.incident_ids = all.into_iter().take(MAX_IDS).map(str::to_owned).collect();
    Some(claim)
}

/// The reason that holds most of the incidents; else where the reasons stand.
fn why(found: &RestatedPeriod) -> String {
    let reasons = found.reasons();
    let all: usize = reasons.values().map(BTreeSet::len).sum();
    match reasons.iter().find(|(_, ids)| 2 * ids.len() > all) {
        Some((reason, _)) => format!("Most of it comes from {}", reason.words()),
        None => "The analyst's page says why".to_owned(),
    }
}
