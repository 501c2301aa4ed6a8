//! The table of all incidents: from the report's own table when it is drawn again, and without it the lines below statements.

use super::bytes::{good, report};
use crate::support::builder::{Builder, Inc};
use crate::support::user::run;
use retroscope::analyse::{self, Params};
use retroscope::findings::compose::compose;
use retroscope::findings::rule::Facts;
use retroscope::report::lines::ReportIncidents;
use std::fs;

#[test]
fn without_the_table_of_incidents_the_page_has_the_lines_below_statements() {
    let home = report();
    let page = || fs::read_to_string(home.path().join("r/analyst.html")).unwrap();
    assert!(page().contains("id=\"incident-data\"") && page().contains("<tr id=\"i1\">"));
    fs::remove_file(home.path().join("r/data/incidents.parquet")).unwrap();
    let told = good(home.path(), &["render", "r"]);
    assert!(told.contains("data/incidents.parquet is gone"), "{told}");
    assert!(!page().contains("id=\"incident-data\"") && page().contains("<tr id=\"i1\">"));
}

#[test]
fn a_table_that_somebody_changed_is_refused() {
    let home = report();
    let table = home.path().join("r/data/incidents.parquet");
    let mut bytes = fs::read(&table).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&table, bytes).unwrap();
    assert_ne!(run(home.path(), &["render", "r"]).status.code(), Some(0));
}

#[test]
fn lines_say_when_incidents_began_by_the_clocks_of_the_review_and_what_is_not_known() {
    let data = Builder::quarter(2026, 3)
        .incident(
            Inc::at("2026-07-03 22:30")
                .id("a:incident:2")
                .title("second\u{202e}")
                .minutes(90)
                .sev(2)
                .service("checkout"),
        )
        .incident(Inc::at("2026-07-01 10:00").id("a:incident:1").open())
        .incident(Inc::timeless().id("a:incident:0").excluded())
        .build();
    let results = analyse::run(&data, &Params::default(), &|_| {});
    let findings = compose(&Facts::new(&data, &results, false));
    let zone = chrono_tz::Europe::Berlin;
    let found = ReportIncidents::of_facts(&data.incidents, &findings, zone);
    let ids: Vec<&str> = found.lines.iter().map(|line| line.incident_id.as_str()).collect();
    assert_eq!(ids, ["a:incident:1", "a:incident:2", "a:incident:0"], "in order of time, those without a start last");
    let [open, whole, unknown] = found.lines.as_slice() else { panic!("{found:?}") };
    // Two hours before Greenwich in summer: half past midnight of the next day.
    let day = 24 * 60;
    assert_eq!(whole.began.map(|at| at % day), Some(30));
    assert_eq!(
        (whole.lasted, whole.severity.as_deref(), whole.service.as_deref()),
        (Some(5_400.0), Some("SEV2"), Some("checkout"))
    );
    assert!(!whole.title.contains('\u{202e}'), "{}", whole.title);
    assert!(open.is_open && open.lasted.is_none() && open.severity.is_none() && open.service.is_none());
    assert!(unknown.began.is_none() && !unknown.counted && !unknown.is_open);
}
