//! Written reviews and cState files of the shared folders.

use retroscope::model::record::{Body, EventKind, StatedEvent, StatedIncident};

use super::harness::Input;
use crate::support::shared;

fn one(file: &std::path::Path) -> (&'static str, StatedIncident) {
    let (out, report) = Input::open(file).read_by_all();
    assert!(report.problem.is_none() && out.rejects.is_empty() && out.records.len() == 1, "{}", file.display());
    let Body::Incident(incident) = &out.records[0].body else { panic!("{}: no incident", file.display()) };
    (report.units[0].source.unwrap(), (**incident).clone())
}

/// Counted from the text: marks of a time whose line, or the line above, begins with another word than `Update`.
#[test]
fn all_cstate_files_and_their_marked_updates() {
    let Some(shared) = shared() else { return };
    let mut files = 0;
    let (mut entries, mut notes) = (0, 0);
    for entry in std::fs::read_dir(shared.join("fixtures/postmortems/cstate")).unwrap() {
        let (source, incident) = one(&entry.unwrap().path());
        assert_eq!(source, "cstate");
        // An update without a new status is a note.
        let is_note = |e: &&StatedEvent| e.kind == EventKind::Note && e.value.is_empty();
        let changes = incident.events.iter().filter(|e| e.kind == EventKind::Status && !e.value.is_empty()).count();
        notes += incident.events.iter().filter(is_note).count();
        assert_eq!(changes + incident.events.iter().filter(is_note).count(), incident.events.len());
        entries += changes;
        files += 1;
    }
    assert_eq!(files, 8);
    // 2018-04-13: monitoring, investigating; 2018-05-25: three; 2024-07-23: investigating, fixed.
    // And an update of 2018-04-13 that says no more than that it is one.
    assert_eq!((entries, notes), (7, 1));
}

#[test]
fn the_sample_review_has_its_time_line_and_its_follow_up() {
    let Some(shared) = shared() else { return };
    let (source, incident) = one(&shared.join("samples/postmortems/2026-08-11-checkout.md"));
    assert_eq!(source, "review");
    let at: Vec<&str> = incident.events.iter().map(|event| event.at.text.as_str()).collect();
    assert_eq!(at, ["2026-08-11 13:58 UTC", "2026-08-11 14:02 UTC", "2026-08-11 14:21 UTC", "2026-08-11 14:41 UTC"]);
    assert_eq!(incident.follow_ups.len(), 1);
    assert_eq!((incident.follow_ups[0].id.as_str(), incident.follow_ups[0].status.as_str()), ("OPS-1050", "open"));
}

#[test]
fn templates_are_named_as_nothing_a_review_needs() {
    let Some(shared) = shared() else { return };
    for entry in std::fs::read_dir(shared.join("fixtures/postmortems/templates")).unwrap() {
        let path = entry.unwrap().path();
        let (out, report) = Input::open(&path).read_by_all();
        assert_eq!(out.records[0].body, Body::Reference, "{}", path.display());
        assert!(report.units[0].title.contains("nothing a review needs"), "{}", path.display());
    }
}
