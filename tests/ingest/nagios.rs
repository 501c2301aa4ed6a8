//! Tests of `ingest/container/nagios/answer`.

use retroscope::ingest::container::nagios::answer::{entries, is_answer};
use serde_json::json;

#[test]
fn other_answers_are_none() {
    assert!(!is_answer("{\"incidents\": []}"));
    let status = json!({"result": {"cgi": "statusjson.cgi"}, "data": {"hostlist": {"web": 2}}});
    assert_eq!(entries(&status), None);
    assert_eq!(entries(&json!([])), None);
    assert_eq!(entries(&json!({"data": {"alertlist": []}})), Some((Vec::new(), 0)));
}

#[test]
fn numbers_stand_for_the_same_as_words() {
    let words = json!({"data": {"alertlist": [{"timestamp": 1_767_600_000_000_u64, "object_type": "service",
        "host_name": "web", "description": "HTTP", "state_type": "hard", "state": "critical"}]}});
    let numbers = json!({"data": {"alertlist": [{"timestamp": 1_767_600_000_000_u64, "object_type": 2,
        "host_name": "web", "description": "HTTP", "state_type": 1, "state": 32}]}});
    assert_eq!(entries(&words), entries(&numbers));
    assert!(entries(&words).is_some_and(|(found, silent)| found.len() == 1 && silent == 0));
}
