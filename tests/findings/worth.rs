//! What a headline touches, counted by hand.

use super::{claim, findings, short, with_people};
use crate::support::builder::{Builder, Inc};
use retroscope::findings::{Claim, Findings, Touch};

/// Twenty quiet incidents a few days apart, and a burst of twelve within three hours.
fn quarter() -> Vec<Inc> {
    let mut list: Vec<Inc> = (0..20)
        .map(|n| Inc::at(&format!("2026-{:02}-{:02} 09:{:02}", 7 + n / 8, 2 + 3 * (n % 8), n)).minutes(30))
        .collect();
    list.extend((0..12).map(|n| Inc::at(&format!("2026-08-15 {:02}:{:02}", 10 + n / 4, 15 * (n % 4))).minutes(60)));
    list
}

fn touch<'a>(claim: &'a Claim, what: &str) -> Option<&'a Touch> {
    claim.touches.iter().find(|touch| touch.what == what)
}

fn of(builder: Builder) -> Findings {
    findings(&builder.build())
}

#[test]
fn a_storm_is_held_against_all_incidents_and_those_that_customers_felt() {
    let mut list = quarter();
    // Ten reached customers, four of them in the burst.
    for place in [0, 1, 2, 3, 4, 5, 20, 21, 22, 23] {
        list[place] = list[place].clone().customer_facing(true);
    }
    let found = of(Builder::quarter(2026, 3).incidents(list));
    let storm = claim(&found, "overlap.storm/S-01");
    let parts = |what| touch(storm, what).map(|t| (t.part, t.of));
    assert_eq!(parts("incidents"), Some((12.0, 32.0)));
    assert_eq!(parts("customer-incidents"), Some((4.0, 10.0)));
    // Four hours of four incidents, beside three of six.
    assert_eq!(parts("customer-hours"), Some((4.0, 7.0)));
    assert_eq!(parts("night-pages"), None, "nobody was paged");
    assert_eq!(found.headlines.first(), Some(&storm.id));
    assert_eq!(storm.lead, "One storm made the quarter.");
    assert!(storm.brief.contains("12 of the 32 incidents began within"), "{}", storm.brief);
    assert!(storm.brief.contains("Without them there were 20."), "{}", storm.brief);
    assert!(storm.brief.contains("The 12 hold 4 of the 10 incidents that reached customers."), "{}", storm.brief);
    assert!(found.asks[0].contains("One meeting on the incidents of 15 August 2026 as a set"), "{:?}", found.asks);
    assert!(found.asks[0].contains("Check: "), "{:?}", found.asks);
}

#[test]
fn shares_of_few_are_no_shares() {
    // Nine reached customers: too few for shares of them.
    let mut list = quarter();
    for place in [0, 1, 2, 3, 4, 20, 21, 22, 23] {
        list[place] = list[place].clone().customer_facing(true);
    }
    let found = of(Builder::quarter(2026, 3).incidents(list));
    let storm = claim(&found, "overlap.storm/S-01");
    assert_eq!(touch(storm, "customer-incidents"), None);
    assert_eq!(touch(storm, "incidents").map(|t| t.part), Some(12.0));
}

/// One or two are told as one or two: they weigh nothing, but none would be false.
#[test]
fn a_few_are_told_as_what_they_are() {
    let mut list = quarter();
    for place in [0, 1, 2, 13, 14, 15, 16, 17, 18, 19, 20, 21] {
        list[place] = list[place].clone().customer_facing(true);
    }
    let found = of(Builder::quarter(2026, 3).incidents(list));
    let storm = claim(&found, "overlap.storm/S-01");
    assert_eq!(touch(storm, "customer-incidents").map(|t| (t.part, t.of)), Some((2.0, 12.0)));
    assert!(storm.brief.contains("2 of the 12 incidents that reached customers"), "{}", storm.brief);
}

#[test]
fn what_was_only_needed_on_the_way_is_forgotten() {
    let found = of(with_people(Builder::quarter(2026, 3), 6).incidents(short(&["2026-07-05 10:00"])));
    assert!(found.claims.iter().all(|claim| claim.rows.is_empty() && claim.measures.is_empty()));
    assert!(found.claims.iter().all(|claim| (claim.fresh - 1.0).abs() < f64::EPSILON && claim.worth.is_none()));
}
