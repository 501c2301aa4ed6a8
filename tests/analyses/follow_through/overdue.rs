//! The table of actions past their day.

use super::{FollowThrough, Inc, on, part, quarter, table};
use crate::support::builder::Builder;

const LOCK: &str = "Ledger-sync lock wait timeout on db-03";

fn late(builder: Builder, incident: u32, title: &'static str, due: &'static str, owner: Option<u32>) -> Builder {
    builder.follow_up(incident, title, None).with(|item| (item.due, item.owner) = (Some(due), owner))
}

/// Three incidents of one problem, and two of which nothing is known but their teams.
fn incidents() -> Builder {
    let lock = |days: i64| on(days, "ledger").title(LOCK).team("Ledger");
    let builder: Builder = quarter().person("P-1", "UTC", "Ledger");
    let own = |days: i64, team: &str, title: &str| -> Inc { on(days, "other").title(title).team(team) };
    builder
        .incidents([80, 60, 40].map(lock))
        .incident(own(30, "Parcels", "Label printer out of paper in hall nine"))
        .incident(own(20, "Platform", "Certificate of the partner gateway expired"))
}

#[test]
fn the_problem_with_most_leads_and_in_it_what_nobody_owns() {
    let mut builder = incidents();
    builder = late(builder, 3, "Buy paper", "2025-01-10 00:00", Some(0));
    builder = late(builder, 4, "Renew by machine", "2025-02-10 00:00", Some(0));
    builder = late(builder, 4, "List all certificates", "2025-03-10 00:00", None);
    builder = late(builder, 0, "Redesign the posting of fees", "2026-08-10 00:00", Some(0));
    builder = late(builder, 1, "Redesign the posting of fees", "2026-08-20 00:00", Some(0));
    builder = late(builder, 2, "Measure how long locks are held", "2026-09-10 00:00", None);
    let part = part(&FollowThrough, &builder.build());
    let found = table(&part, "actions-overdue");
    let names: Vec<&str> = found.columns.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["team", "known problem", "action", "times", "without owner", "due since", "days late", "id"]);
    let rows: Vec<[&str; 6]> = found.rows.iter().map(|r| [0, 1, 2, 3, 4, 5].map(|at| r[at].as_str())).collect();
    let lock = "“Ledger-sync lock wait timeout”";
    let expected = [
        ["Ledger", lock, "“Measure how long locks are held”", "1", "1", "10 September 2026"],
        ["Ledger", lock, "“Redesign the posting of fees”", "2", "0", "10 August 2026"],
        ["Platform", "–", "“List all certificates”", "1", "1", "10 March 2025"],
        ["Platform", "–", "“Renew by machine”", "1", "0", "10 February 2025"],
        ["Parcels", "–", "“Buy paper”", "1", "0", "10 January 2025"],
    ];
    assert_eq!(rows, expected);
}

#[test]
fn columns_that_say_the_same_in_all_rows_are_left_out() {
    let mut builder = incidents();
    builder = late(builder, 3, "Buy paper", "2025-01-10 00:00", Some(0));
    builder = late(builder, 4, "Renew by machine", "2025-02-10 00:00", Some(0));
    let part = part(&FollowThrough, &builder.build());
    let names: Vec<&str> = table(&part, "actions-overdue").columns.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["team", "action", "due since", "days late", "id"]);
}

/// What was agreed more than a year before the exports stands apart, to be closed or done, whether or not it has a day.
#[test]
fn what_is_older_than_a_year_is_closed_or_done() {
    let old = |builder: Builder, incident: u32, title: &'static str, agreed: &'static str, owner: Option<u32>| {
        builder.follow_up(incident, title, None).with(|item| (item.created, item.owner) = (Some(agreed), owner))
    };
    let mut builder = incidents();
    builder = old(builder, 0, "Redesign the posting of fees", "2024-03-01 00:00", Some(0));
    builder = old(builder, 1, "Redesign the posting of fees", "2025-04-01 00:00", None);
    builder =
        old(builder, 3, "Buy paper", "2025-05-01 00:00", Some(0)).with(|item| item.due = Some("2025-06-01 00:00"));
    builder = old(builder, 4, "Renew by machine", "2026-08-01 00:00", Some(0))
        .with(|item| item.due = Some("2026-08-10 00:00"));
    // Done, given up and younger than a year.
    builder =
        builder.follow_up(4, "List all", Some("2025-02-01 00:00")).with(|item| item.created = Some("2025-01-01 00:00"));
    let data =
        old(builder, 4, "Give up", "2025-01-01 00:00", None).with(|item| item.status = Some("cancelled")).build();
    let part = part(&FollowThrough, &data);
    let claim = part.claims.iter().find(|claim| claim.code == "follow-through.old").unwrap();
    assert_eq!(
        claim.sentence,
        "3 actions (2 different titles) agreed more than a year ago are still open, 1 without an owner on record: close them or do them. The oldest was agreed on 1 March 2024."
    );
    assert_eq!(claim.numbers["open_for_a_year"], 3.0);
    let rows = &table(&part, "actions-close-or-do").rows;
    let shown: Vec<[&str; 4]> =
        rows.iter().map(|row| [&row[1], &row[2], &row[3], &row[4]].map(String::as_str)).collect();
    assert_eq!(
        shown,
        [["“Redesign the posting of fees”", "2", "1", "1 March 2024"], ["“Buy paper”", "1", "0", "1 May 2025"]]
    );
    // What is late stands in the other table too, with how much of it is so old.
    let late = table(&part, "actions-overdue");
    let at = late.columns.iter().position(|column| column.name == "older than a year").unwrap();
    let shown: Vec<[&str; 2]> = late.rows.iter().map(|row| [row[1].as_str(), row[at].as_str()]).collect();
    assert_eq!(shown, [["“Buy paper”", "1"], ["“Renew by machine”", "0"]]);
    let points: Vec<&str> =
        part.claims.iter().filter(|c| c.code == "follow-through.decide").map(|c| c.sentence.as_str()).collect();
    assert!(
        points.len() <= 4
            && points
                .iter()
                .any(|text| text
                    .starts_with("Which of the 3 actions that were agreed more than a year ago are done now")),
        "{points:?}"
    );
}

/// A promise that was made again and again is one row with all of it, the oldest too; and no team is lost to the length of
/// another's list.
#[test]
fn all_repeats_are_one_row_and_no_team_is_cut() {
    let mut builder = incidents();
    builder = late(builder, 0, "Redesign the posting of fees", "2024-12-12 00:00", Some(0))
        .with(|item| item.created = Some("2024-10-18 00:00"));
    builder = late(builder, 1, "Redesign the posting of fees", "2026-08-20 00:00", Some(0));
    for n in 0..20 {
        let title: &'static str = Box::leak(format!("Action {}", super::names(100 + n)).into_boxed_str());
        builder = late(builder, 4, title, "2026-09-01 00:00", Some(0));
    }
    builder = late(builder, 3, "Buy paper", "2026-09-10 00:00", Some(0));
    let part = part(&FollowThrough, &builder.build());
    let rows = &table(&part, "actions-overdue").rows;
    assert_eq!(rows.len(), 22);
    let row = rows.iter().find(|row| row[2].contains("Redesign")).unwrap();
    assert_eq!(row[3..6], ["2", "1", "12 December 2024"]);
    assert!(rows.iter().any(|row| row[0] == "Parcels"));
}

/// None late of three that have no day is not known, as the sentence beside the table says.
#[test]
fn of_actions_without_a_day_no_table_says_that_none_is_late() {
    let mut builder = incidents().follow_up(0, "Redesign the posting of fees", None).follow_up(1, "Measure", None);
    builder = late(builder, 0, "Add an alert", "2027-01-10 00:00", Some(0));
    builder = late(builder, 3, "Buy paper", "2027-01-10 00:00", Some(0));
    let part = part(&FollowThrough, &builder.build());
    let rows = &table(&part, "actions-by-area").rows;
    let last = |team: &str| rows.iter().find(|row| row[0] == team).unwrap().last().unwrap().clone();
    assert_eq!([last("Ledger"), last("Parcels")], ["not known", "0"]);
}
