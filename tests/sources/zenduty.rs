//! Zenduty: numbers become its own words, and a merge is a link.

use retroscope::model::record::{Body, LinkKind, StatedResolver};

use super::harness::Input;

const PAGE: &str = r#"{"count":2,"next":null,"previous":null,"results":[
    {"unique_id":"a","incident_number":1,"status":2,"urgency":0,"creation_date":"2026-04-02T08:00:00Z","merged_with":null},
    {"unique_id":"b","incident_number":2,"status":3,"urgency":1,"creation_date":"2026-04-02T08:01:00Z","merged_with":"a"}]}"#;

#[test]
fn a_page_is_read_whole_and_a_merged_incident_names_its_survivor() {
    let (out, report) = Input::bytes("zenduty.json", PAGE.as_bytes()).read_by_all();
    assert_eq!((report.units.len(), report.units[0].source, out.rejects.len()), (1, Some("zenduty"), 0));
    let incidents: Vec<_> = out
        .records
        .iter()
        .map(|record| match &record.body {
            Body::Incident(incident) => (record.native_id.as_str(), incident),
            other => panic!("{other:?}"),
        })
        .collect();
    let words: Vec<_> = incidents.iter().map(|(id, one)| (*id, one.status.as_str(), one.urgency.as_str())).collect();
    assert_eq!(words, [("a", "acknowledged", "low"), ("b", "resolved", "high")]);
    assert_eq!((incidents[0].1.links.len(), &incidents[0].1.resolver), (0, &StatedResolver::Unknown));
    assert_eq!((incidents[1].1.links[0].kind, incidents[1].1.links[0].target.as_str()), (LinkKind::MergedInto, "a"));
    assert!(
        incidents.iter().all(|(_, one)| one.acknowledged_at.is_none() && one.resolved_at.is_none()),
        "never guessed"
    );
}
