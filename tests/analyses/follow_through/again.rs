//! Which actions were agreed before, and what became of the earlier ones.

use super::{DONE, OPEN, on, quarter, table};
use crate::analyses::{analyse, claim, part, sentence};
use crate::support::rows::row;
use retroscope::findings::follow_through::FollowThrough;

#[test]
fn an_action_of_an_earlier_quarter_is_found_in_other_words() {
    let mut builder = quarter()
        .incident(on(250, "ledger"))
        .incident(on(60, "ledger"))
        .incident(on(60, "checkout"))
        .incident(on(30, "ledger"));
    for (incident, title) in [
        (0, "Commit the fee posting every 500 rows"),
        (0, "Tell the bank whom to call at night"),
        (1, "Fee posting should commit after every 500 rows"),
        (1, "Rename the column of the exports"),
        (2, "Tell the bank whom to call at night"),
        (3, "Tell the bank whom to call at night"),
        (3, "Rename the column of the exports"),
    ] {
        builder = builder.follow_up(incident, title, None);
    }
    let data = builder.build();
    let found = analyse(&data).follow_through;
    let before: Vec<(String, Option<(String, bool)>)> = found
        .items
        .iter()
        .zip(&found.before)
        .map(|(i, b)| (i.title.clone(), b.map(|b| (found.items[b.item].title.clone(), b.same_words))))
        .collect();
    let of = |nth: usize| before[nth].1.clone();
    assert_eq!(of(0), None);
    let reworded = before.iter().find(|b| b.0.starts_with("Fee posting should")).unwrap();
    assert_eq!(reworded.1, Some(("Commit the fee posting every 500 rows".to_owned(), false)));
    let same: Vec<bool> = before.iter().filter(|b| b.0.starts_with("Tell the bank")).map(|b| b.1.is_some()).collect();
    assert_eq!(same, [false, false, true], "another service is other work: {before:?}");
    // The same quarter is no earlier one.
    assert!(before.iter().filter(|b| b.0.starts_with("Rename")).all(|b| b.1.is_none()));
    let part = part(&FollowThrough, &data);
    assert_eq!(
        sentence(&part, "follow-through.repeated"),
        "Of 5 actions that were agreed in Q3 2026, 2 repeat 2 titles that were agreed twice in earlier quarters: still open twice. 1 of the 2 is in other words."
    );
    assert_eq!(
        part.budgets[0].this_quarter,
        "5 actions agreed (3 different titles), none done, overdue ones cannot be told without due days; 2 repeat 2 titles agreed before"
    );
    assert_eq!(part.budgets[0].claim, "follow-through.pace");
    assert_eq!(table(&part, "actions-agreed-before").rows.len(), 2);
}

/// The latest earlier one is not all of them: each agreement of a title counts, with what became of it.
#[test]
fn all_earlier_agreements_of_a_title_are_counted() {
    let days = [270, 260, 250, 150, 140, 60, 50, 40];
    let mut builder = quarter();
    for day in days {
        builder = builder.incident(on(day, "ledger"));
    }
    // Two in the first quarter done, one given up, two of the second one open; of the other title one is done.
    let fates = [DONE, DONE, "cancelled", OPEN, OPEN, OPEN, DONE];
    for (incident, fate) in (0..).zip(fates) {
        builder = builder.follow_up(incident, "Set a limit for the queue", None).with(|item| item.status = Some(fate));
    }
    builder = builder.follow_up(3, "Call the bank", None).with(|item| item.status = Some(DONE));
    let data = builder.follow_up(7, "Call the bank", None).build();
    let part = part(&FollowThrough, &data);
    assert_eq!(
        sentence(&part, "follow-through.repeated"),
        "Of 3 actions that were agreed in Q3 2026, 3 repeat 2 titles that were agreed 6 times in earlier quarters: done 3 times, given up once and still open twice."
    );
    let numbers = &claim(&part, "follow-through.repeated").numbers;
    assert_eq!((numbers["earlier"], numbers["earlier_done"], numbers["titles_agreed_before"]), (6.0, 3.0, 2.0));
    let agreed = sentence(&part, "follow-through.agreed");
    assert!(agreed.starts_with("3 actions (2 different titles) were agreed in Q3 2026: 1 is done"), "{agreed}");
    assert!(!agreed.contains("before"), "said once, where it is counted: {agreed}");
    let rows = &table(&part, "actions-agreed-before").rows;
    let row = rows.iter().find(|row| row[0].contains("queue")).unwrap();
    assert_eq!(row[1..7], ["2", "12 August 2026", "5", "2", "1", "2"]);
}

/// One sentence about two things is two actions; a longer way of saying one is not.
#[test]
fn what_names_another_thing_is_another_action() {
    let pairs = [
        (
            "Put the second phone number of Moss Street on the contact sheet",
            "Put the second phone number of Vela on the contact sheet",
            false,
        ),
        ("Set limits for exports of db/payments", "Set limits for exports of db/ledger", false),
        ("Review the contract with Halden before spring", "Before spring review the contract with Halden", true),
        ("Set limits for the exports of ledger", "Set the limits of exports", true),
        // One service named in both says where, not what.
        ("Split ledger into two deployments", "Second site for ledger", false),
    ];
    for (first, second, is_same) in pairs {
        let builder = quarter().incident(on(250, "ledger")).incident(on(60, "ledger"));
        let data = builder.follow_up(0, first, None).follow_up(1, second, None).build();
        let before = analyse(&data).follow_through.before;
        assert_eq!(before[row(1)].is_some(), is_same, "{first} / {second}");
    }
}

/// A tracker puts its number into the title; the promise is the same, and at one incident it is one.
#[test]
fn the_number_of_a_ticket_belongs_to_no_title() {
    let builder = quarter().incident(on(60, "ledger")).incident(on(50, "ledger"));
    let titles = ["Add pool alert", "Add pool alert (#820)", "[OPS-12] Add pool alert", "OPS-12: Add pool alert"];
    let data = titles.into_iter().fold(builder, |b, title| b.follow_up(0, title, None));
    let data = data.follow_up(1, "Add pool alert #9", None).build();
    let part = part(&FollowThrough, &data);
    let agreed = sentence(&part, "follow-through.agreed");
    assert!(agreed.starts_with("2 actions (1 different title) were agreed"), "{agreed}");
}
