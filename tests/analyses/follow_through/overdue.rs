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
    assert_eq!(names, ["problem or team", "action", "times", "without owner", "due since", "days late", "id"]);
    let rows: Vec<[&str; 5]> = found.rows.iter().map(|r| [0, 1, 2, 3, 4].map(|at| r[at].as_str())).collect();
    let lock = "“Ledger-sync lock wait timeout”";
    let expected = [
        [lock, "“Measure how long locks are held”", "1", "1", "10 September 2026"],
        [lock, "“Redesign the posting of fees”", "2", "0", "10 August 2026"],
        ["Platform", "“List all certificates”", "1", "1", "10 March 2025"],
        ["Platform", "“Renew by machine”", "1", "0", "10 February 2025"],
        ["Parcels", "“Buy paper”", "1", "0", "10 January 2025"],
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
    assert_eq!(names, ["problem or team", "action", "due since", "days late", "id"]);
}
