//! What each figure means, in the terms of the settings of the run.

use crate::support::run::{Run, run};
use crate::support::user::files;
use retroscope::settings::File;

const TABLE: &str = "id,title,started_at,resolved_at\n1,Lamp out,2026-05-02T10:00:00Z,2026-05-02T11:00:00Z\n";
const MAPPING: &str = "[[mapping]]\nname = \"desk\"\nfiles = [\"desk.csv\"]\n[mapping.fields]\nid = \"id\"\ntitle = \"title\"\n\
    started_at = \"started_at\"\nresolved_at = \"resolved_at\"\n";

fn reviewed(settings: &str) -> Run {
    let home = files(&[("desk.csv", TABLE)]);
    run(&[home.path().join("in")], &format!("{settings}\n{MAPPING}"), "2026Q2")
}

/// Figure, definition and setting, by figure.
fn defined(run: &Run, figure: &str) -> (String, String) {
    let tables = run.review.findings.sections.iter().flat_map(|section| &section.tables);
    let table = tables.into_iter().find(|table| table.id == "definitions").expect("definitions");
    let row = table.rows.iter().find(|row| row[0] == figure).unwrap_or_else(|| panic!("{figure} is not defined"));
    (row[1].clone(), row[2].clone())
}

#[test]
fn another_setting_is_another_definition() {
    let plain = reviewed("");
    assert_eq!(defined(&plain, "sleep hours").0, "22:00 to 8:00 by the clock of the person called.");
    assert_eq!(defined(&plain, "bout").0, "pages to one person within 30 minutes of the first.");
    assert_eq!(defined(&plain, "the period").0, "Q2 2026, 1 April – 30 June 2026, in the zone UTC.");
    let other = reviewed(
        "[hours]\nbusiness = [9, 17]\nsleep = [23, 7]\n[load]\nbout_min = 45\nshift_incidents = 3\n[report]\nzone = \"Europe/Berlin\"",
    );
    assert_eq!(defined(&other, "sleep hours").0, "23:00 to 7:00 by the clock of the person called.");
    assert_eq!(defined(&other, "bout").0, "pages to one person within 45 minutes of the first.");
    assert_eq!(defined(&other, "shift above the reference").0, "more than 3 incidents in 12 hours on call.");
    assert!(defined(&other, "the period").0.ends_with("in the zone Europe/Berlin."));
}

#[test]
fn every_setting_that_a_definition_names_is_one() {
    let run = reviewed("");
    let keys: Vec<String> = File::default().rows().iter().map(|row| row.key.to_owned()).collect();
    let tables = run.review.findings.sections.iter().flat_map(|section| &section.tables);
    for row in &tables.into_iter().find(|table| table.id == "definitions").unwrap().rows {
        assert!(row[1].ends_with('.') && row[1].len() > 12, "{row:?}");
        for named in row[2].split(", ").filter(|named| *named != "–") {
            let known = keys.iter().any(|key| key == named || key.starts_with(&format!("{named}.")));
            assert!(known, "{named} is no setting: {keys:?}");
        }
    }
}
