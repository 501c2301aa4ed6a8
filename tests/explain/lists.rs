//! Rows that fit, against the CSV files read by another reader.

use super::{answers, csv_rows, made, said};
use retroscope::trail::{FoundSubject, Report, Trail};
use std::path::Path;

/// Rows of a CSV file that fit conditions, by the plainest reading of them.
fn fitting(folder: &Path, subject: &str) -> usize {
    let (table, conditions) = subject.split_once(':').unwrap();
    let fits = |row: &Vec<(String, String)>| {
        conditions.split(',').all(|condition| {
            let cell = |name: &str| &row.iter().find(|(column, _)| column == name).unwrap().1;
            if let Some((column, value)) = condition.split_once("!=") {
                cell(column) != value
            } else if let Some((column, value)) = condition.split_once(">=") {
                cell(column).parse::<f64>().is_ok_and(|n| n >= value.parse().unwrap())
            } else if let Some((column, value)) = condition.split_once("<=") {
                cell(column).parse::<f64>().is_ok_and(|n| n <= value.parse().unwrap())
            } else {
                let (column, value) = condition.split_once('=').unwrap();
                cell(column).split(';').any(|one| one == value) || cell(column).is_empty() && value == "unknown"
            }
        })
    };
    csv_rows(folder, &format!("data/{table}.csv")).iter().filter(|row| fits(row)).count()
}

fn rows(report: &Report, subject: &str) -> usize {
    let found = answers(report, subject);
    let [Trail::List(list)] = found.as_slice() else { panic!("{subject}: {found:?}") };
    assert!(list.rows.iter().all(|row| row.cells.len() == list.columns.len()));
    list.rows.len()
}

#[test]
fn what_statements_offer_to_list_is_there_and_as_many() {
    let mut lists = 0;
    for (name, _) in &made().reports {
        let (report, folder) = (made().open(name), made().home.path().join(name));
        let Trail::Overview(overview) = report.overview() else { panic!("no overview") };
        for line in overview.sections.iter().flat_map(|section| &section.claims) {
            let found = answers(&report, &line.id);
            let [Trail::Claim(claim)] = found.as_slice() else { panic!("{}", line.id) };
            for list in claim.lists.iter().filter(|list| list.subject.contains(':')) {
                let counted = fitting(&folder, &list.subject);
                assert_eq!((list.rows, rows(&report, &list.subject)), (counted as u64, counted), "{}", list.subject);
                lists += 1;
            }
        }
    }
    assert!(lists > 100, "{lists}");
}

/// "45 actions are past their day", "7 of its incidents reached customers", "42 incidents reached customers": each is a list.
#[test]
fn figures_of_the_page_are_lists_of_that_length() {
    let report = made().open("plain");
    let figures = [
        ("follow-through.overdue", "overdue", "follow_ups:overdue=true"),
        ("follow-through.agreed", "overdue", "follow_ups:agreed_in_period=true,overdue=true"),
        ("follow-through.agreed", "done", "follow_ups:agreed_in_period=true,state=done"),
        ("recurrence.came-back/FB-01", "incidents_in_period", "incidents:included=true,in_period=true,family_id=FB-01"),
        ("areas.customer-facing", "customer_facing", "incidents:included=true,in_period=true,customer_facing=yes"),
    ];
    for (id, figure, subject) in figures {
        let found = answers(&report, id);
        let [Trail::Claim(claim)] = found.as_slice() else { panic!("{id}") };
        let number = claim.numbers.iter().find(|n| n.name == figure).unwrap_or_else(|| panic!("{id}: {figure}"));
        assert_eq!(rows(&report, subject) as f64, number.value, "{subject}");
        assert!(claim.lists.iter().any(|list| list.subject == subject), "{id}");
    }
}

#[test]
fn conditions_compare_times_and_numbers() {
    let report = made().open("plain");
    let all = rows(&report, "incidents:included=true");
    let (early, late) = ("incidents:included=true,started_at<=2025-12-31", "incidents:included=true,started_at>=2026");
    assert_eq!(rows(&report, early) + rows(&report, late), all);
    let (mild, severe) = ("incidents:included=true,severity>=3", "incidents:included=true,severity<=2");
    assert!(rows(&report, mild) > 0 && rows(&report, severe) > 0);
    assert_eq!(rows(&report, mild) + rows(&report, severe) + rows(&report, "incidents:included=true,severity="), all);
    // What stands on a border belongs to one side.
    let (below, above) = ("incidents:included=true,ttr_s<3600", "incidents:included=true,ttr_s>=3600");
    assert_eq!(
        rows(&report, below) + rows(&report, above) + rows(&report, "incidents:included=true,ttr_s=unknown"),
        all
    );
    // An action by its own id.
    assert!(matches!(answers(&report, "OPS-1014").as_slice(), [Trail::Rows(_)]));
    // One of a list is enough.
    assert!(rows(&report, "incidents:areas=service:ledger-sync") > 0);
}

#[test]
fn a_column_that_is_not_there_is_answered_with_those_like_it() {
    let FoundSubject::Not(why) = made().open("plain").explain("incidents:costumer_facing=yes").unwrap() else {
        panic!("found")
    };
    let told = "incidents has no column costumer_facing (most like it: customer_facing); it has incident_id, ";
    assert!(why.starts_with(told), "{why}");
    let (code, out, _) = said(&["plain", "follow_ups:created_at>=2026-04-01"]);
    assert!(code == 0 && out.contains("created_at is unknown in every row"), "{out}");
    let (code, out, _) = said(&["plain", "follow_ups:overdue=true,team=Nobody"]);
    assert!(code == 0 && out.contains("none of 123 rows of data/follow_ups"), "{out}");
    let (code, out, _) = said(&["plain", "follow_ups:overdue=true", "--all"]);
    assert!(code == 0 && out.contains("45 of 123 rows"), "{out}");
    assert_eq!(out.matches("OPS-").count(), 45);
}
