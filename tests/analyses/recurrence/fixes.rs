//! Claimed fixes and the silence after them.

use super::{LOCK, on};
use crate::analyses::{analyse, claim, part, sentence};
use crate::support::builder::{Builder, Inc, ms};
use crate::support::rows::row;
use retroscope::analyse::recurrence::Family;
use retroscope::analyse::recurrence::fixes::Verdict;
use retroscope::findings::Grade;
use retroscope::findings::recurrence::Recurrence;
use retroscope::frame::DataSet;

const FIX: &str = "Fix the lock order for good";

fn family(data: &DataSet) -> Family {
    analyse(data).recurrence.families.iter().next().cloned().expect("a family")
}

/// Three occurrences in the 90 days after the first, which is where time begins; then a fix on a day without an hour.
fn three_in_ninety_days(exported: &str) -> DataSet {
    Builder::quarter(2026, 3)
        .incident(Inc::at("2026-04-01 00:00").minutes(5).title(LOCK))
        .incidents(["2026-04-10", "2026-05-10", "2026-06-10"].map(|day| on(day, LOCK)))
        .follow_up(3, FIX, Some("2026-06-30 00:00"))
        .exported(exported)
        .build()
}

#[test]
fn three_in_ninety_days_need_154_quiet_days() {
    let found = family(&three_in_ninety_days("2026-08-29 00:00"));
    let fix = found.latest_fix().unwrap();
    assert_eq!((fix.at, fix.stated.code(), fix.returned_at), (ms("2026-06-30 00:00"), "follow-up", None));
    let hold = fix.hold;
    assert_eq!((hold.before, hold.before_s, hold.after, hold.after_s), (3, 90.0 * 86_400.0, 0, 60.0 * 86_400.0));
    // (90/150)³, and 90 (0.05^(−1/3) − 1) days.
    assert!((hold.p.unwrap() - 0.216).abs() < 1e-9);
    assert!((hold.needed_s.unwrap() / 86_400.0 - 154.297_6).abs() < 1e-3);
    assert_eq!((hold.verdict, found.state), (Verdict::Promising, "too-early"));
    assert!(found.next.is_none(), "whether the pace is still the same is the question");
}

#[test]
fn verdicts_are_worded_as_the_methods_say() {
    let told = |exported: &str| {
        let part = part(&Recurrence, &three_in_ninety_days(exported));
        let text = sentence(&part, "recurrence.fix-held/FB-01").rsplit_once("): ").unwrap().1.to_owned();
        (text, claim(&part, "recurrence.fix-held/FB-01").grade)
    };
    // 20 days: (90/110)³ = .55; 60 days: .22; 160 days: (90/250)³ = .047, but 90 days before the fix are few.
    let (text, grade) = told("2026-07-20 00:00");
    assert_eq!(
        text,
        "too early to tell; 154 quiet days are needed to tell, 134 more. Fewer would not show whether it held."
    );
    assert_eq!(grade, Grade::NoEvidence);
    let (text, grade) = told("2026-08-29 00:00");
    assert_eq!(
        (text.as_str(), grade),
        (
            "promising, too early; 154 quiet days are needed to tell. Fewer would not show whether it held.",
            Grade::NoEvidence
        )
    );
    let (text, grade) = told("2026-12-07 00:00");
    assert_eq!((text.as_str(), grade), ("a silence longer than chance would explain.", Grade::Weak));
}

#[test]
fn where_time_begins_with_the_first_occurrence_it_does_not_count() {
    let data = Builder::quarter(2026, 3)
        .incidents(["2026-05-01", "2026-05-31", "2026-06-20"].map(|day| on(day, LOCK)))
        .follow_up(2, FIX, Some("2026-06-30 10:00"))
        .exported("2026-08-29 10:00")
        .build();
    let hold = family(&data).latest_fix().unwrap().hold;
    assert_eq!((hold.before, hold.before_s / 86_400.0), (2, 60.0));
}

#[test]
fn the_time_before_a_fix_goes_back_a_year_at_most() {
    let days = ["2024-01-10", "2025-03-10", "2025-09-10", "2026-02-10", "2026-06-10"];
    let data = Builder::quarter(2026, 3)
        .incidents(days.map(|day| on(day, LOCK)))
        .follow_up(4, FIX, Some("2026-07-01 10:00"))
        .exported("2026-09-30 10:00")
        .build();
    let hold = family(&data).latest_fix().unwrap().hold;
    assert_eq!((hold.before, hold.before_s / 86_400.0, hold.short), (3, 365.0, false));
}

#[test]
fn a_long_silence_after_a_long_history_is_evidence() {
    // 13 occurrences, 15 days apart, in the 200 days after the first; 120 days of silence: (200/320)^13 = .0022.
    let first = ms("2026-01-04 00:00");
    let all = (0..13).map(|i| Inc::at_ms(first + i * 15 * 86_400_000).minutes(30).title(LOCK));
    let data = Builder::quarter(2026, 3)
        .incident(Inc::at("2026-01-01 10:00").minutes(5).title(LOCK))
        .incidents(all)
        .follow_up(13, FIX, Some("2026-07-20 10:00"))
        .exported("2026-11-17 10:00")
        .build();
    let part = part(&Recurrence, &data);
    let told = claim(&part, "recurrence.fix-held/FB-01");
    assert_eq!(told.grade, Grade::Evidence);
    assert!((told.numbers["p"] - 0.002_220).abs() < 1e-5, "{}", told.numbers["p"]);
    assert_eq!(family(&data).state, "fix-held");
}

#[test]
fn what_came_back_says_so_with_its_dates() {
    let days = ["2026-01-10", "2026-02-10", "2026-02-21", "2026-03-20", "2026-04-20", "2026-07-10"];
    let data = Builder::quarter(2026, 3)
        .incidents(days.map(|day| on(day, LOCK)))
        .follow_up(1, FIX, Some("2026-02-12 00:00"))
        .follow_up(3, "Patch the lock order", Some("2026-03-20 14:00"))
        .follow_up(3, "Add an alert before customers notice", Some("2026-05-20 14:00"))
        .build();
    let found = family(&data);
    let back: Vec<_> = found.fixes.iter().map(|fix| (fix.at, fix.returned_at, fix.hold.verdict)).collect();
    let expected = [
        (ms("2026-02-12 00:00"), Some(ms("2026-02-21 10:00")), Verdict::CameBack),
        (ms("2026-03-20 14:00"), Some(ms("2026-04-20 10:00")), Verdict::CameBack),
    ];
    assert_eq!(back, expected);
    assert_eq!(found.state, "came-back");
    let part = part(&Recurrence, &data);
    assert_eq!(part.headlines, ["recurrence.came-back/FB-01"]);
    assert_eq!(
        sentence(&part, "recurrence.came-back/FB-01"),
        "“Ledger-sync lock wait timeout” occurred once in Q3 2026 (6 times since 10 January 2026). It is taken as declared fixed twice, on 12 February 2026 and 20 March 2026, by the words “Fix the lock order for good” and “Patch the lock order”, and came back after 9 and 30 days, on 21 February 2026 and 20 April 2026. No owner is on record, and no follow-up is open."
    );
}

#[test]
fn a_fix_on_the_day_of_an_occurrence_comes_after_it() {
    let data = Builder::quarter(2026, 3)
        .incidents(["2026-05-01", "2026-06-10"].map(|day| on(day, LOCK)))
        .follow_up(1, FIX, Some("2026-06-10 00:00"))
        .build();
    assert_eq!(family(&data).latest_fix().unwrap().returned_at, None);
}

#[test]
fn promises_owners_and_overdue_fixes() {
    let with = |due: Option<&'static str>, owner: Option<u32>| {
        let days = ["2026-05-01", "2026-06-10", "2026-07-10"];
        let builder = Builder::quarter(2026, 3).person("p1", "UTC", "").incidents(days.map(|day| on(day, LOCK)));
        builder.follow_up(2, FIX, None).with(|item| (item.due, item.owner) = (due, owner)).build()
    };
    let promised = with(Some("2026-12-01 00:00"), Some(0));
    assert_eq!((family(&promised).state, family(&promised).owner), ("fix-promised", Some(row(0))));
    let told = sentence(&part(&Recurrence, &promised), "recurrence.famous-bug/FB-01").to_owned();
    assert!(told.ends_with("An open follow-up for its fix, with an owner, is on record."), "{told}");
    assert_eq!(family(&with(Some("2026-08-01 00:00"), None)).state, "tolerated");
}

#[test]
fn annotations_and_texts_claim_fixes_and_restarts_do_not() {
    let two = || ["2026-05-01", "2026-06-10"].map(|day| on(day, LOCK));
    let by_hand = Builder::quarter(2026, 3)
        .incidents(two())
        .follow_up(1, "renewal by machine", Some("2026-06-20 00:00"))
        .with(|item| item.id = "annotations:annotation:1")
        .build();
    assert_eq!(family(&by_hand).latest_fix().unwrap().stated.code(), "annotation");
    let told = |text: &str| {
        let [first, second] = two();
        family(&Builder::quarter(2026, 3).incidents([first, second.summary(text)]).build())
    };
    let fixed = told("Queues drained.\nIt was permanently fixed by a new lock order. Thanks all.");
    let fix = fixed.latest_fix().unwrap();
    assert_eq!((fix.at, fix.text.as_str()), (ms("2026-06-10 11:00"), "It was permanently fixed by a new lock order."));
    assert!(told("Fixed by restarting the service.").fixes.is_empty());
    assert!(told("A fix has been implemented and we are monitoring.").fixes.is_empty());
    let around = told("Work-around: restart the primary by hand.");
    assert_eq!(around.workaround.as_deref(), Some("Work-around: restart the primary by hand."));
    assert_eq!((around.state, told("Workaround: None at this time.").workaround), ("tolerated", None));
}
