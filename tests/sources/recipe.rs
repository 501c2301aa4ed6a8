//! The source that `CONTRIBUTING.md` shows is compiled and reads: what a newcomer copies has to work.

#[allow(unreachable_pub)]
mod acme;

use super::harness::Input;
use acme::Acme;
use retroscope::model::record::{Body, Record, StatedIncident};
use std::path::Path;

const TEXT: &str = r#"{"incidents": [
    {"acme_id": 7, "title": " Checkout down ", "severity": {"name": "SEV1"}, "services": [{"name": "checkout"}, "cart"],
     "opened_at": "2026-03-01T10:00:00Z", "closedAt": "2026-03-01T10:40:00Z"},
    {"acme_id": "8", "title": "Cart slow", "priority": "P3", "services": "cart", "opened_at": "2026-03-02T10:00:00Z"},
    {"title": "No id", "opened_at": "2026-03-03T10:00:00Z"}]}"#;

fn incidents<'a>(out: &'a retroscope::ingest::Output) -> Vec<&'a StatedIncident> {
    let stated = |record: &'a Record| match &record.body {
        Body::Incident(incident) => Some(incident.as_ref()),
        _ => None,
    };
    out.records.iter().filter_map(stated).collect()
}

#[test]
fn the_shown_source_reads() {
    let input = Input::bytes("acme.json", TEXT.as_bytes());
    assert!(input.is_claimed(&Acme));
    let out = input.read(&Acme);
    let ids: Vec<&str> = out.records.iter().map(|record| record.native_id.as_str()).collect();
    assert_eq!(ids, ["7", "8"]);
    assert_eq!(out.rejects.len(), 1);
    let [first, second] = incidents(&out)[..] else { panic!("two incidents") };
    assert_eq!((first.title.as_str(), first.severity.as_str()), ("Checkout down", "SEV1"));
    assert_eq!(first.services, ["checkout", "cart"]);
    assert_eq!(first.resolved_at.as_ref().map(|at| at.text.as_str()), Some("2026-03-01T10:40:00Z"));
    assert_eq!((second.severity.as_str(), second.services.as_slice()), ("P3", ["cart".to_owned()].as_slice()));
}

#[test]
fn the_shown_source_is_the_one_in_the_recipe() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let recipe = std::fs::read_to_string(root.join("CONTRIBUTING.md")).unwrap();
    let shown = recipe.split("```rust\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let own = std::fs::read_to_string(root.join("tests/sources/recipe/acme.rs")).unwrap();
    assert_eq!(own.replace("retroscope::", "crate::"), shown);
    let code = shown.lines().filter(|line| !line.is_empty() && !line.starts_with("//") && !line.starts_with("use "));
    assert!(code.count() <= 40, "a source is forty lines");
}
