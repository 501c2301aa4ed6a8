//! People are never areas: columns of them are proposed for nothing but knowing who they are, and their names stand in no
//! report for leaders or managers.

use super::{case, reviewed, said, texts, told};

const LEADERS: [&str; 2] = ["executive", "managers"];

fn nobody(pages: &str, names: &[&str]) {
    assert!(!pages.is_empty());
    for name in names {
        assert!(!pages.contains(name), "{name} stands in a report for leaders");
    }
}

#[test]
fn affected_users_are_no_services() {
    let way = case("persons-as-services");
    for fact in ["service", "component", "team", "factor", "environment", "title"] {
        assert!(!way.mapped(fact).contains("User") && !way.mapped(fact).contains("Created By"), "{}", way.settings);
    }
    assert_eq!(way.mapped("team"), "Assignment Group");
    assert_eq!(way.mapped("assignee"), "Assigned to");
    assert!(way.mapped("reporter").contains("Affected User"), "{}", way.settings);
    let rows = way.incidents();
    assert_eq!(rows.len(), 12);
    let with = |status: &str| rows.iter().filter(|row| row["status"] == status).count();
    assert_eq!((with("resolved"), with("acknowledged"), with("open"), with("unknown")), (3, 6, 3, 0), "{rows:?}");
    let names =
        ["Nora", "Quist", "Omar", "Diaz", "Rui Paz", "Ana Reis", "Timo", "Frey", "QUISTN", "Jana Holm", "Lee Park"];
    nobody(&way.pages(&LEADERS), &names);
}

#[test]
fn requesters_their_units_and_customers_are_no_areas() {
    let way = case("persons-second-input");
    assert_eq!(way.mapped("team"), "Group", "{}", way.settings);
    assert_eq!(way.mapped("assignee"), "Agent");
    assert_eq!(way.mapped("title"), "Subject");
    assert_eq!(way.mapped("service"), "", "{}", way.settings);
    assert!(!way.settings.contains("= \"Requester Department\""), "{}", way.settings);
    assert!(!way.settings.contains("factor = ") && !way.settings.contains("component = "), "{}", way.settings);
    assert_eq!(way.incidents().len(), 6, "{}", told(&way.review));
    let pages = way.pages(&["executive", "managers", "oncall", "analyst"]);
    nobody(&pages, &["Priya", "Raman", "Tomás", "Vidal", "Oksana", "Melnyk", "Sven Berg", "Mira Koch", "Hotel Adler"]);
}

/// Whoever is known from one column is no area, although the settings say so of another one.
#[test]
fn a_known_person_is_no_area_whatever_the_mapping_says() {
    let table = "id,title,who,owner,started_at,resolved_at\n\
        1,Disk full,Nora Quist,Nora Quist,2026-01-05T08:00:00Z,2026-01-05T09:00:00Z\n\
        2,Disk full again on Nora Quist's laptop,Nora Quist,Omar Diaz,2026-01-15T08:00:00Z,2026-01-15T09:00:00Z\n\
        3,Mail slow,mail,Omar Diaz,2026-02-05T08:00:00Z,2026-02-05T09:00:00Z\n";
    let mapping = "[[mapping]]\nname = \"desk\"\nfiles = [\"desk.csv\"]\n[mapping.fields]\nid = \"id\"\ntitle = \"title\"\n\
        service = \"who\"\nassignee = \"owner\"\nstarted_at = \"started_at\"\nresolved_at = \"resolved_at\"\n";
    let way = texts(&[("desk.csv", table)]);
    std::fs::write(way.home.path().join("retroscope.toml"), mapping).unwrap();
    let output = reviewed(way.home.path());
    assert!(output.status.success(), "{}", told(&output));
    nobody(&way.pages(&LEADERS), &["Nora", "Quist", "Omar", "Diaz"]);
    let services: Vec<String> = way.incidents().into_iter().map(|row| row["service"].clone()).collect();
    assert_eq!(services.iter().filter(|service| service.is_empty()).count(), 2, "{services:?}");
    // The setting that switches masking off brings them back.
    std::fs::write(way.home.path().join("retroscope.toml"), format!("[people]\nmask_texts = false\n{mapping}"))
        .unwrap();
    assert!(reviewed(way.home.path()).status.success());
    assert!(way.pages(&LEADERS).contains("Nora Quist"), "masking can be switched off");
}

/// Names of systems that are two words with capitals stay services.
#[test]
fn services_with_capitals_are_services() {
    let table = "id,title,service,started_at,resolved_at\n\
        1,Disk full,Order Intake,2026-01-05T08:00:00Z,2026-01-05T09:00:00Z\n\
        2,Mail slow,Blue Harbor,2026-01-15T08:00:00Z,2026-01-15T09:00:00Z\n\
        3,Login fails,Customer Portal,2026-02-05T08:00:00Z,2026-02-05T09:00:00Z\n\
        4,Login fails,Parcel Tracking,2026-02-15T08:00:00Z,2026-02-15T09:00:00Z\n";
    let way = texts(&[("outages.csv", table)]);
    assert_eq!(way.mapped("service"), "service", "{}", way.settings);
    assert!(said(&way.inspect).contains("outages.csv"));
}

/// Callers of a ticket tool that has a reader of its own.
#[test]
fn callers_in_titles_of_tickets_are_masked() {
    let table = "number,short_description,caller_id,state,priority,opened_at,resolved_at,assignment_group\n\
        INC0002001,Abena Ofori cannot log in,Abena Ofori,Closed,2 - High,2026-01-05 08:00:00,2026-01-05 10:00:00,Mail\n\
        INC0002002,Mail queue stands,Kofi Mensah,Closed,2 - High,2026-01-15 08:00:00,2026-01-15 10:00:00,Mail\n";
    let way = texts(&[("incident.csv", table)]);
    assert_eq!(way.incidents().len(), 2);
    nobody(&way.pages(&["executive", "managers", "analyst", "oncall"]), &["Abena", "Ofori", "Kofi", "Mensah"]);
}
