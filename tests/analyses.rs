//! What the analyses count and what the rules say of it, on small data sets made by hand.

mod areas;
mod changes;
mod factors;
mod follow_through;
mod load;
mod mttx;
mod overlap;
mod quality;
mod recurrence;
mod severity;
mod volume;

use crate::support::builder::{Builder, Inc};
use crate::support::rows::{places, row};
use crate::support::words;
use retroscope::analyse::{Params, Results, run};
use retroscope::findings::rule::{Facts, Part, Rule};
use retroscope::findings::{Claim, Grade};
use retroscope::frame::DataSet;
use retroscope::text::wording::{Support, violations};

fn analyse(data: &DataSet) -> Results {
    run(data, &Params::default(), &|_| {})
}

/// The part of one rule, after checks that hold for every part.
fn part(rule: &dyn Rule, data: &DataSet) -> Part {
    let results = analyse(data);
    let part = rule.part(&Facts::new(data, &results, false));
    check(&part);
    part
}

fn check(part: &Part) {
    let section = part.section.as_ref().expect("these rules always have a section");
    assert_eq!(section.claims, part.claims.iter().map(|c| c.id.clone()).collect::<Vec<_>>());
    assert_eq!(section.exhibits, part.exhibits.iter().map(|e| e.id.clone()).collect::<Vec<_>>());
    for id in part.headlines.iter().chain(&part.mttx) {
        assert!(part.claims.iter().any(|c| c.id == *id), "headline {id} has a claim");
    }
    let mut sentences: Vec<String> = part.unknowns.clone();
    for claim in &part.claims {
        assert!(claim.id.starts_with(&claim.code), "{}", claim.id);
        assert!(claim.incident_ids.len() <= 1_000);
        assert!(claim.numbers.values().all(|n| n.is_finite()), "{:?}", claim.numbers);
        assert!(claim.coverage.is_none_or(|c| (0.0..=1.0).contains(&c)), "{:?}", claim.coverage);
        let plain = matches!(claim.grade, Grade::Fact | Grade::NotAssessable);
        // These hold a figure against chance, against the other incidents, or against an assumption.
        let with_chance = [
            "mttx.severity-order",
            "areas.concentration",
            "areas.ranks",
            "recurrence.fix-held",
            "recurrence.auto-resolve",
            "recurrence.hiding",
            "recurrence.break-even",
            "load.spread",
            "load.after-nights",
            "follow-through.recurrence",
        ]
        .contains(&claim.code.as_str());
        assert!(plain || with_chance || claim.compared_with.is_some(), "{} compares with nothing", claim.id);
        sentences.extend([claim.lead.clone(), claim.sentence.clone()]);
        sentences.extend(claim.caveats.clone());
    }
    sentences.extend(part.exhibits.iter().flat_map(|e| [e.headline.clone(), e.alt.clone()]));
    for table in &section.tables {
        // A manager goes through all actions that are late.
        assert!(table.rows.len() <= if table.id == "actions-overdue" { 60 } else { 15 }, "{}", table.id);
        assert!(table.rows.iter().all(|r| r.len() == table.columns.len()), "{}", table.id);
    }
    sentences.iter().filter(|s| !s.is_empty()).for_each(|s| well_formed(s));
    let problems: Vec<String> = part.claims.iter().flat_map(words::of_claim).collect();
    assert!(problems.is_empty(), "{problems:?}");
}

fn well_formed(sentence: &str) {
    assert_eq!(violations(sentence, Support::default()), [], "{sentence}");
    for flaw in ["  ", " .", "..", " ,", "NaN", "inf ", "() ", "unknown"] {
        assert!(!sentence.contains(flaw), "{flaw:?} in {sentence:?}");
    }
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let plural = ["incidents", "days", "titles", "problems", "hours", "minutes"];
    let wrong = words.windows(2).any(|w| w[0] == "1" && plural.contains(&w[1].trim_matches(['.', ',', ':', ';'])));
    assert!(!wrong, "{sentence}");
}

fn claim<'a>(part: &'a Part, id: &str) -> &'a Claim {
    part.claims.iter().find(|c| c.id == id).unwrap_or_else(|| panic!("no claim {id}"))
}

fn sentence<'a>(part: &'a Part, id: &str) -> &'a str {
    &claim(part, id).sentence
}

#[test]
fn the_builder_numbers_incidents_by_id() {
    let data = Builder::quarter(2026, 3)
        .incident(Inc::at("2026-07-03 10:00").id("b").minutes(38))
        .incident(Inc::at("2026-04-03 10:00").id("a").open())
        .build();
    let view = data.incident_view();
    assert_eq!(view.id.get(row(0)), Some("a"));
    assert_eq!(view.ttr.get(row(1)), Some(2280.0));
    assert_eq!(view.period.get(row(0)), Some("2026Q2"));
    assert!(view.in_period.get(row(1)) && !view.in_period.get(row(0)));
    assert_eq!(places(&view.rows().collect::<Vec<_>>()), [0, 1]);
    assert_eq!(data.periods.previous.as_ref().map(|p| p.label.as_str()), Some("2026Q2"));
    assert_eq!(data.periods.quarters.len(), 2);
}

#[test]
#[should_panic(expected = "every row is a row of its table\" does not hold (an incident at 2 of 2)")]
fn an_incident_that_the_table_does_not_have_is_a_named_bug() {
    let data = Builder::quarter(2026, 3)
        .incidents([Inc::at("2026-07-03 10:00").id("a"), Inc::at("2026-07-04 10:00").id("b")])
        .build();
    let _ = data.incident_view().title.get(row(2));
}
