//! Extracts of ticket systems, mapped as an analyst would.

use super::{case, told};

#[test]
fn an_extract_with_codes_and_levels_that_are_not_stated() {
    let way = case("itsm-columns-mapped-wrongly");
    for (fact, column) in [
        ("id", "Incident_ID"),
        ("service", "CI_Name"),
        ("component", "CI_Subcat"),
        ("severity", "Priority"),
        ("urgency", "Urgency"),
        ("kind", "Category"),
        ("status", "Status"),
        ("declared_at", "Open_Time"),
        ("reopened_at", "Reopen_Time"),
        ("resolved_at", "Resolved_Time"),
        ("closed_at", "Close_Time"),
        ("resolution", "Closure_Code"),
        ("title", ""),
        ("responder", ""),
        ("factor", ""),
    ] {
        assert_eq!(way.mapped(fact), column, "{fact}\n{}", way.settings);
    }
    let closed = way.settings.lines().find(|line| line.starts_with("closed_at")).unwrap_or("");
    assert!(closed.contains("no end of the incident"), "{closed}");
    let rows = way.incidents();
    assert_eq!(rows.len(), 5, "{}", told(&way.review));
    let row = |id: &str| rows.iter().find(|row| row["incident_id"].ends_with(id)).unwrap();
    assert_eq!((row("IM0001")["severity"].as_str(), row("IM0003")["severity"].as_str()), ("3", ""));
    assert_eq!((row("IM0003")["included"].as_str(), row("IM0003")["exclusion"].as_str()), ("false", "request"));
    assert_eq!(row("IM0004")["reopen_count"], "1");
    assert_eq!(row("IM0005")["resolved_at"], "");
    assert_eq!((row("IM0001")["service"].as_str(), row("IM0001")["ttr_s"].as_str()), ("WBA000124", "75120"));
    assert!(!way.settings.contains("\"NA\" = "), "a level that is not stated needs no decision\n{}", way.settings);
}

#[test]
fn an_extract_of_another_tool() {
    let way = case("itsm-second-input");
    for (fact, column) in [
        ("id", "Record No"),
        ("service", "CI"),
        ("component", "CI Subcategory"),
        ("severity", "Priority"),
        ("kind", "Ticket Type"),
        ("reopened_at", "Reopened On"),
        ("resolved_at", "Resolved On"),
        ("closed_at", "Closed On"),
        ("resolution", "Resolution Code"),
        ("team", ""),
        ("factor", ""),
    ] {
        assert_eq!(way.mapped(fact), column, "{fact}\n{}", way.settings);
    }
    let rows = way.incidents();
    let counted: Vec<&str> = rows
        .iter()
        .filter(|row| row["included"] == "true")
        .map(|row| row["incident_id"].rsplit(':').next().unwrap())
        .collect();
    assert_eq!(counted, ["R-900", "R-901", "R-904"]);
    let row = |id: &str| rows.iter().find(|row| row["incident_id"].ends_with(id)).unwrap();
    assert_eq!((row("R-900")["severity"].as_str(), row("R-901")["severity"].as_str()), ("1", ""));
    assert_eq!((row("R-901")["reopen_count"].as_str(), row("R-904")["resolved_at"].as_str()), ("1", ""));
}

/// Headers of further help desks: promised times are no ends, an item is no case, and whoever wrote is no service.
#[test]
fn extracts_of_help_desks_are_mapped_by_what_their_columns_say() {
    let way = super::case("helpdesk-extracts");
    let mapping = |file: &str| {
        let name = format!("files = [\"{file}\"]");
        let part = way.settings.split("[[mapping]]").find(|part| part.contains(&name));
        part.unwrap_or_else(|| panic!("{file}: {}", way.settings)).to_owned()
    };
    for (file, lines) in [
        ("requests.csv", &["rows = \"incident\"", "id = \"Request ID\"", "resolved_at = \"Resolved Time\""][..]),
        ("report.csv", &["resolved_at = \"Last Resolved Date\"", "not used: \"Estimated Resolution Date\""]),
        ("tickets.csv", &["reporter = [\"From\", \"From Email\"]", "severity = \"Priority\""]),
        ("glpi.csv", &["resolved_at = \"Resolution Date\"", "not used: \"SLA - SLA Time to Resolve\""]),
    ] {
        let text = mapping(file);
        let squeezed = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for line in lines {
            assert!(squeezed.contains(line), "{file} lacks {line}\n{text}");
        }
    }
    // Each by itself: what two desks tell of one incident is one incident.
    let ended = |file: &str, id: &str| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/field/helpdesk-extracts/");
        let text = std::fs::read_to_string(format!("{path}{file}")).unwrap();
        let rows = super::texts(&[(file, text.as_str())]).incidents();
        let row = rows.iter().find(|row| row["record_ids"].ends_with(id)).unwrap_or_else(|| panic!("no {id}")).clone();
        (row["resolved_at"].clone(), row["severity"].clone())
    };
    assert_eq!(ended("requests.csv", ":3101"), ("2026-01-12T10:44:00Z".to_owned(), "2".to_owned()));
    assert_eq!(ended("report.csv", ":INC000000101"), ("2026-01-12T10:44:00Z".to_owned(), "1".to_owned()));
    assert_eq!(ended("tickets.csv", ":482913").1, "1");
}
