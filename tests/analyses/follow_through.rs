//! What was promised and done, on small sets made by hand; the figures are worked out beside them.

mod again;
mod overdue;
mod recurring;
mod reviews;

use super::{analyse, claim, part, sentence};
use crate::support::builder::{Builder, Inc, Promise, ms};
use crate::support::shared;
use retroscope::analyse::follow_through::items::Item;
use retroscope::analyse::follow_through::size::Size;
use retroscope::analyse::promise::{State, state};
use retroscope::findings::follow_through::FollowThrough;
use retroscope::findings::{Grade, Table};
use retroscope::frame::DataSet;
use retroscope::model::time::{DAY, HOUR};
use retroscope::text::date::iso;
use serde_json::Value;

const EXPORTED: &str = "2026-10-01 00:00";

/// `2026-07-03 10:00`, as the builder takes it.
fn at(millis: i64) -> &'static str {
    let text = iso(millis).replace('T', " ");
    Box::leak(text[..16].to_owned().into_boxed_str())
}

/// So many days before the exports.
fn ago(days: i64) -> &'static str {
    at(ms(EXPORTED) - days * DAY + 9 * HOUR)
}

/// One incident of a service that began and ended so many days before the exports, in order.
fn on(days: i64, service: &str) -> Inc {
    Inc::at(ago(days)).minutes(60).service(service).title("something of its own")
}

fn quarter() -> Builder {
    Builder::quarter(2026, 3).exported(EXPORTED)
}

/// An action agreed and ended so many days before the exports.
struct Action {
    agreed: i64,
    ended: Option<i64>,
    status: &'static str,
}

const DONE: &str = "done";
const OPEN: &str = "open";

fn action(agreed: i64, ended: Option<i64>, status: &'static str) -> Action {
    Action { agreed, ended, status }
}

/// One incident on the first day of the quarter, and these actions.
fn with(actions: &[Action]) -> DataSet {
    let mut builder = quarter().incident(on(90, "ledger"));
    for Action { agreed, ended, status } in actions {
        let title: &'static str = Box::leak(format!("Action number {}", names(next())).into_boxed_str());
        builder = builder.follow_up(0, title, ended.map(ago)).with(|item| {
            item.created = Some(ago(*agreed));
            item.status = Some(status);
        });
    }
    builder.build()
}

/// A number that grows with every call, so that no two titles are one.
fn next() -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A number in letters, which masking of numbers leaves alone.
fn names(n: u64) -> String {
    n.to_string().bytes().map(|digit| char::from(b'a' + digit - b'0')).collect()
}

fn items(data: &DataSet) -> Vec<Item> {
    analyse(data).follow_through.items.into_iter().collect()
}

fn near(found: Option<[f64; 2]>, wanted: [f64; 2]) -> bool {
    found.is_some_and(|f| (f[0] - wanted[0]).abs() < 1e-9 && (f[1] - wanted[1]).abs() < 1e-9)
}

fn table<'a>(part: &'a retroscope::findings::rule::Part, id: &str) -> &'a Table {
    part.section.as_ref().unwrap().tables.iter().find(|t| t.id == id).unwrap_or_else(|| panic!("no table {id}"))
}

/// The published vector, item by item through the whole analysis: ends on their days, and open ones agreed so long ago that
/// they were followed for as long as the vector says.
#[test]
fn the_reference_vector_comes_out_of_the_whole_analysis() {
    let Some(folder) = shared() else { return };
    let text = std::fs::read_to_string(folder.join("stat_vectors.json")).unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    let vector = all["vectors"].as_array().unwrap().iter().find(|v| v["id"] == "aalen_johansen").unwrap();
    let numbers = |name: &str| vector["input"][name].as_array().unwrap().iter().map(|n| n.as_i64().unwrap());
    let actions: Vec<Action> = numbers("t")
        .zip(numbers("event"))
        .map(|(days, event)| match event {
            0 => action(days, None, OPEN),
            1 => action(100, Some(100 - days), DONE),
            _ => action(100, Some(100 - days), "cancelled"),
        })
        .collect();
    let pace = analyse(&with(&actions)).follow_through.pace;
    let rows = vector["expected"]["rows"].as_array().unwrap();
    let done_by = |mark: i64| {
        let last = rows.iter().rfind(|row| row[0].as_i64().unwrap() <= mark).unwrap();
        last[1].as_f64().unwrap()
    };
    for (found, mark) in pace.by.iter().zip([30, 60, 90]) {
        assert!(near(*found, [done_by(mark); 2]), "{found:?} by {mark}, {}", done_by(mark));
    }
    let wanted = vector["expected"]["cif_done_at_90"].as_f64().unwrap();
    assert!(near(pace.by[2], [wanted; 2]));
    assert_eq!(pace.median, [Some(75.0); 2]);
    assert_eq!((pace.items, pace.done, pace.given_up), (12, 6, 2));
}

#[test]
fn where_all_were_given_up_none_is_ever_done() {
    let actions: Vec<Action> = (0..12).map(|n| action(80, Some(70 - n), "Won't do")).collect();
    let data = with(&actions);
    let pace = analyse(&data).follow_through.pace;
    assert_eq!((pace.by[0], pace.median), (Some([0.0; 2]), [None; 2]));
    // Followed for 80 days: of 90 nothing is known.
    assert_eq!(pace.by[2], None);
    let part = part(&FollowThrough, &data);
    assert_eq!(
        sentence(&part, "follow-through.agreed"),
        "12 actions were agreed in Q3 2026: none is done and 12 were given up."
    );
    assert!(sentence(&part, "follow-through.pace").ends_with("At no time on record are half of them done."));
    assert_eq!(part.budgets[0].this_quarter, "12 actions agreed, none done, none overdue");
    assert!(part.headlines.is_empty());
}

#[test]
fn where_none_is_done_none_is_counted_as_done() {
    let actions: Vec<Action> = (0..11).map(|n| action(60 + n, None, "in progress")).collect();
    let data = with(&actions);
    let part = part(&FollowThrough, &data);
    assert_eq!(
        sentence(&part, "follow-through.agreed"),
        "11 actions were agreed in Q3 2026: none is done and 11 are open without a day. 11 of the open ones have no owner on record."
    );
    let text = sentence(&part, "follow-through.pace");
    assert!(
        text.starts_with("Of 11 actions up to the end of the period 0 % were done within 30 days and 0 % within 60"),
        "{text}"
    );
    assert!(!part.claims.iter().any(|c| c.code == "follow-through.overdue"), "no action has a day");
    assert!(part.unknowns[0].starts_with("Which promised actions are past their day: 0 of 11 actions have one."));
}

/// Four open ones were followed for 20 days, four were done on day 50, and two were given up nobody knows when. Late: six are at
/// risk on day 50, so 4/6. Early: two are gone on day 0, and of the eight tenths that are left all are done.
#[test]
fn ends_without_a_day_make_a_range_and_nothing_is_put_in_their_place() {
    let mut actions: Vec<Action> = (0..4).map(|_| action(20, None, OPEN)).collect();
    actions.extend((0..4).map(|_| action(85, Some(35), DONE)));
    actions.extend((0..2).map(|_| action(85, None, "cancelled")));
    let data = with(&actions);
    let pace = analyse(&data).follow_through.pace;
    assert!(near(pace.by[0], [0.0, 0.0]) && near(pace.by[1], [4.0 / 6.0, 0.8]), "{:?}", pace.by);
    assert_eq!(pace.median, [Some(50.0); 2]);
    let part = part(&FollowThrough, &data);
    assert!(
        sentence(&part, "follow-through.pace").contains("67–80 % within 60"),
        "{}",
        sentence(&part, "follow-through.pace")
    );
    assert!(claim(&part, "follow-through.pace").caveats.iter().any(|c| c.starts_with("2 actions ended without a day")));
    assert_eq!(
        part.budgets[0].certainty,
        "follow-ups as the tools state them; over all quarters half of them take 50 days or longer"
    );
}

#[test]
fn where_most_done_ones_have_no_day_nothing_is_said_of_how_long_they_take() {
    let mut actions: Vec<Action> = (0..7).map(|_| action(60, None, "completed")).collect();
    actions.extend((0..6).map(|_| action(60, Some(20), DONE)));
    let part = part(&FollowThrough, &with(&actions));
    let pace = claim(&part, "follow-through.pace");
    assert_eq!((pace.grade, pace.n), (Grade::NotAssessable, Some(13)));
    assert_eq!(
        pace.sentence,
        "How long actions take cannot be said: 7 of the 13 that are done have no day on which that was."
    );
    assert_eq!(claim(&part, "follow-through.agreed").numbers["done"], 13.0);
}

#[test]
fn fewer_than_ten_are_counted_and_say_nothing_of_how_long_actions_take() {
    let nine: Vec<Action> = (0..9).map(|_| action(60, Some(20), DONE)).collect();
    let part = part(&FollowThrough, &with(&nine));
    let pace = claim(&part, "follow-through.pace");
    assert_eq!(pace.grade, Grade::NotAssessable);
    assert_eq!(
        pace.sentence,
        "How long actions take cannot be said: what became of 9 actions is known, and it takes 10."
    );
    assert_eq!(part.budgets[0].this_quarter, "9 actions agreed, 9 done, none overdue");
    assert_eq!(part.budgets[0].certainty, "follow-ups as the tools state them; how long they take cannot be said");
    let ten: Vec<Action> = (0..10).map(|_| action(60, Some(20), DONE)).collect();
    assert_eq!(analyse(&with(&ten)).follow_through.pace.median, [Some(40.0); 2]);
}

/// A plain list says what was agreed and nothing of what was done.
#[test]
fn a_list_without_boxes_is_neither_open_nor_done() {
    let actions: Vec<Action> = (0..12).map(|_| action(60, None, "")).collect();
    let part = part(&FollowThrough, &with(&actions));
    assert_eq!(
        sentence(&part, "follow-through.agreed"),
        "12 actions were agreed in Q3 2026: of 12 nothing says what became of them."
    );
    assert_eq!(part.budgets[0].this_quarter, "12 actions agreed; what became of them is not recorded");
    assert_eq!(claim(&part, "follow-through.pace").grade, Grade::NotAssessable);
    assert!(
        part.unknowns[0].starts_with("What became of promised actions: for 12 of 12 actions no status is recorded.")
    );
}

#[test]
fn a_day_lasts_until_its_end_and_owners_are_counted_not_named() {
    let due = |item: &mut Promise, due, created| {
        item.due = Some(due);
        item.created = Some(created);
    };
    let data = quarter()
        .exported("2026-09-30 12:00")
        .person("P-1", "UTC", "Ledger")
        .incident(on(90, "ledger").team("Ledger"))
        // Due today, so not yet past; due yesterday.
        .follow_up(0, "Due on the day of the exports", None)
        .with(|item| due(item, "2026-09-30 00:00", "2026-07-10 00:00"))
        .follow_up(0, "Due on the day before", None)
        .with(|item| due(item, "2026-09-29 00:00", "2026-07-10 00:00"))
        // Done on its day, and a day after it; due at an hour and done an hour later.
        .follow_up(0, "Done on the day", Some("2026-08-01 18:00"))
        .with(|item| due(item, "2026-08-01 00:00", "2026-07-10 00:00"))
        .follow_up(0, "Done on the next day", Some("2026-08-02 00:00"))
        .with(|item| due(item, "2026-08-01 00:00", "2026-07-10 00:00"))
        .follow_up(0, "Done an hour late", Some("2026-08-01 18:00"))
        .with(|item| {
            due(item, "2026-08-01 17:00", "2026-07-10 00:00");
            item.owner = Some(0);
        })
        .build();
    let late: Vec<(String, bool, bool)> = items(&data).into_iter().map(|i| (i.title, i.late, i.overdue)).collect();
    let is = |title: &str| late.iter().find(|l| l.0 == title).map(|l| (l.1, l.2)).unwrap();
    assert_eq!(is("Due on the day of the exports"), (false, false));
    assert_eq!(is("Due on the day before"), (false, true));
    assert_eq!(is("Done on the day"), (false, false));
    assert_eq!(is("Done on the next day"), (true, false));
    assert_eq!(is("Done an hour late"), (true, false));
    let part = part(&FollowThrough, &data);
    assert_eq!(
        sentence(&part, "follow-through.agreed"),
        "5 actions were agreed in Q3 2026: 3 are done (2 after their day), 1 is past its day and 1 fell due on the day of the export. 2 of the open ones have no owner on record."
    );
    assert_eq!(
        sentence(&part, "follow-through.overdue"),
        "1 action is past its day: 1 in Ledger. It was due on 29 September 2026. It has no owner on record."
    );
    let rows = &table(&part, "actions-by-area").rows;
    assert_eq!(rows, &[["Ledger", "5", "5", "3", "2", "0", "1"].map(str::to_owned).to_vec()]);
    let late = &table(&part, "actions-overdue").rows;
    assert_eq!(late[0][..5], ["Ledger", "“Due on the day before”", "1", "29 September 2026", "1"]);
}

/// Three of four open actions have no day, so that none past its day is no fact; of two of four it is.
#[test]
fn none_is_past_its_day_only_where_most_have_one() {
    let of = |dated: usize| {
        let titles = ["Add an alert", "Split the queue", "Write the runbook", "Rotate the keys"];
        let builder = quarter().incident(on(90, "ledger")).follow_up(0, "Long done", Some("2026-08-01 00:00"));
        let data = (0..).zip(titles).fold(builder, |b, (n, title)| {
            b.follow_up(0, title, None).with(|item| item.due = (n < dated).then_some("2026-12-01 00:00"))
        });
        let part = part(&FollowThrough, &data.build());
        let late = claim(&part, "follow-through.overdue");
        (late.grade, late.sentence.clone())
    };
    let (grade, sentence) = of(1);
    assert_eq!(grade, Grade::NotAssessable);
    assert_eq!(sentence, "Whether an action is past its day cannot be said: 3 of 4 open actions have no due day.");
    let (grade, sentence) = of(2);
    assert_eq!((grade, sentence.as_str()), (Grade::Fact, "No open action with a due day is past it; 2 have none."));
}

/// A review and a tracker list the same item of one incident; two reviews name one ticket; an annotated fix is no action.
#[test]
fn what_several_records_say_of_one_item_is_one() {
    let data = quarter()
        .incident(on(90, "ledger"))
        .incident(on(80, "ledger"))
        .incident(on(70, "ledger").excluded())
        .follow_up(0, "Add a limit to the queue", None)
        .with(|item| item.id = "review/1")
        .follow_up(0, "Add a limit to the queue.", Some("2026-08-01 00:00"))
        .with(|item| item.id = "OPS-1")
        .follow_up(1, "Add a limit to the queue", None)
        .with(|item| item.id = "OPS-1")
        .follow_up(1, "Something else", None)
        .with(|item| item.id = "OPS-2")
        .follow_up(2, "Of an incident that does not count", None)
        .follow_up(1, "Claimed by hand", Some("2026-08-01 00:00"))
        .with(|item| item.id = "annotations:annotation:1")
        .build();
    let found = items(&data);
    let told: Vec<(&str, State)> = found.iter().map(|i| (i.title.as_str(), i.state)).collect();
    assert_eq!(told, [("Add a limit to the queue", State::Done), ("Something else", State::Open)]);
    let sizes = analyse(&data).follow_through.sizes;
    assert_eq!(sizes.iter().filter(|size| size.is_some()).count(), 4, "each row of an item has its size");
}

/// What was done before the day that stands for its agreement took no time, and never less than none.
#[test]
fn done_before_the_assumed_day_of_agreement_took_no_days() {
    let data = quarter().incident(on(60, "ledger")).follow_up(0, "Retry refused postings", Some(ago(75))).build();
    let found = &items(&data)[0];
    assert_eq!((found.is_stated, found.took, found.state), (false, Some(0), State::Done));
}

/// Days left, the last day and no day are three things, and only those that occur are named.
#[test]
fn open_actions_are_told_apart_by_what_is_left_of_their_time() {
    let due = |day: Option<&'static str>| {
        let builder = quarter().exported("2026-09-30 12:00").incident(on(60, "ledger"));
        let data = builder.follow_up(0, "Retry refused postings", None).with(|item| item.due = day).build();
        sentence(&part(&FollowThrough, &data), "follow-through.agreed").to_owned()
    };
    assert!(due(Some("2026-10-20 00:00")).contains(" and 1 is open with time left."));
    assert!(due(Some("2026-09-30 00:00")).contains(" and 1 fell due on the day of the export."));
    assert!(due(None).contains(" and 1 is open without a day."));
}

#[test]
fn sizes_follow_the_printed_rules_in_their_order() {
    let one = |title: &'static str, change: &dyn Fn(&mut Promise)| {
        let data = quarter().incident(on(200, "ledger")).follow_up(0, title, None).with(|item| {
            item.created = Some(ago(200));
            change(item);
        });
        items(&data.person("P-1", "UTC", "x").build())[0].size
    };
    let nothing: &dyn Fn(&mut Promise) = &|item| item.due = Some(ago(190));
    let of_words = |title| one(title, nothing);
    assert_eq!(of_words("Raise the threshold of the queue alert"), Size::TooSmall);
    assert_eq!(of_words("Rewrite the runbook"), Size::TooSmall);
    assert_eq!(of_words("Migrate every alert to another tool"), Size::TooBig);
    assert_eq!(of_words("Re-architect the posting of fees"), Size::TooBig);
    assert_eq!(of_words("Move the ledger to the new platform"), Size::TooBig);
    assert_eq!(of_words("Send alerts of all queues to the team"), Size::Unknowable);
    let owned = |days: i64| {
        one("Retry refused postings", &|item| {
            item.due = Some(ago(200 - days));
            item.owner = Some(0);
        })
    };
    assert_eq!([13, 14, 75, 76].map(owned), [Size::Unknowable, Size::AboutRight, Size::AboutRight, Size::TooBig]);
    // Without an owner nobody took it on.
    assert_eq!(one("Retry refused postings", &|item| item.due = Some(ago(160))), Size::Unknowable);
    // 200 days open without a day; done within a day of its stated agreement.
    assert_eq!(one("Retry refused postings", &|_| {}), Size::TooBig);
    assert_eq!(one("Retry refused postings", &|item| item.completed = Some(ago(199))), Size::TooSmall);
    assert_eq!(one("Retry refused postings", &|item| item.completed = Some(ago(198))), Size::Unknowable);
    // Where the day of agreement is put in, "at once" says nothing.
    let put_in = |item: &mut Promise| {
        item.created = None;
        item.completed = Some(ago(200));
    };
    assert_eq!(one("Retry refused postings", &put_in), Size::Unknowable);
}

#[test]
fn closing_in_bulk_before_the_review_is_said_beside_the_pace() {
    let mut actions: Vec<Action> = (0..7).map(|n| action(80, Some(20 + n), DONE)).collect();
    let said = |actions: &[Action]| {
        let part = part(&FollowThrough, &with(actions));
        claim(&part, "follow-through.pace").caveats.join(" ")
    };
    actions.extend((0..2).map(|_| action(80, Some(1), DONE)));
    actions.push(action(80, Some(10), DONE));
    assert!(!said(&actions).contains("last three days"), "2 of 10 are no bulk");
    actions.pop();
    actions.push(action(80, Some(2), DONE));
    assert!(said(&actions).contains("3 of 10 closings since the period began were closed in the last three days"));
}

/// What is closed is counted in the period in which that was, whenever it was agreed.
#[test]
fn the_factory_counts_what_is_agreed_for_each_that_is_closed() {
    let mut actions: Vec<Action> = (0..6).map(|_| action(150, Some(40), DONE)).collect();
    actions.extend((0..9).map(|_| action(50, None, OPEN)));
    let part = part(&FollowThrough, &with(&actions));
    assert_eq!(
        sentence(&part, "follow-through.factory"),
        "9 actions were agreed and 6 closed in Q3 2026, 1.5 agreed for each that was closed. 9 are open in all."
    );
}

#[test]
fn statuses_of_many_tools_are_read() {
    for done in ["Done", "closed", "RESOLVED", "completed", "erledigt"] {
        assert_eq!(state(done, false), State::Done, "{done}");
    }
    for gone in ["not_doing", "Won't do", "won’t fix", "Canceled", "deleted", "wontfix", "Abgebrochen"] {
        assert_eq!((state(gone, false), state(gone, true)), (State::GivenUp, State::GivenUp), "{gone}");
    }
    for open in ["outstanding", "to do", "in_progress", "blocked", "no"] {
        assert_eq!(state(open, false), State::Open, "{open}");
    }
    assert_eq!((state("", false), state("", true)), (State::Unstated, State::Done));
}

#[test]
fn without_follow_ups_and_reviews_the_rule_says_what_would_tell() {
    use retroscope::findings::rule::{Facts, Rule};
    let data = quarter().incident(on(60, "ledger")).build();
    let results = analyse(&data);
    let part = FollowThrough.part(&Facts::new(&data, &results, false));
    assert!(part.budgets.is_empty() && part.section.as_ref().unwrap().tables.is_empty());
    let told: Vec<&str> = part.claims.iter().map(|claim| claim.id.as_str()).collect();
    assert_eq!(told, ["follow-through.decide/nothing"]);
    assert!(part.claims[0].sentence.starts_with("Nothing can be put to the vote: no export holds follow-ups."));
    assert!(
        part.unknowns[0]
            .starts_with("What was promised after incidents, and what was done: no export holds follow-ups.")
    );
}
