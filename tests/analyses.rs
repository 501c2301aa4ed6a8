//! What the analyses count, on small data sets made by hand.

use crate::support::builder::{Builder, Inc};

#[test]
fn the_builder_numbers_incidents_by_id() {
    let data = Builder::quarter(2026, 3)
        .incident(Inc::at("2026-07-03 10:00").id("b").minutes(38))
        .incident(Inc::at("2026-04-03 10:00").id("a").open())
        .build();
    let view = data.incident_view();
    assert_eq!(view.id.get(0), Some("a"));
    assert_eq!(view.ttr.get(1), Some(2280.0));
    assert_eq!(view.period.get(0), Some("2026Q2"));
    assert!(view.in_period.get(1) && !view.in_period.get(0));
    assert_eq!(data.periods.previous.as_ref().map(|p| p.label.as_str()), Some("2026Q2"));
    assert_eq!(data.periods.quarters.len(), 2);
}
