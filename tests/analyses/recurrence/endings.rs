//! How incidents ended, and what followed those that ended by themselves.

use super::{LOCK, on};
use crate::analyses::{analyse, claim, part, sentence};
use crate::support::builder::{Builder, Inc};
use retroscope::findings::Grade;
use retroscope::findings::recurrence::Recurrence;
use retroscope::frame::DataSet;

fn endings(data: &DataSet) -> Vec<(&'static str, &'static str)> {
    analyse(data).recurrence.ledger.iter().map(|e| (e.ending.code(), e.basis)).collect()
}

#[test]
fn every_incident_has_one_ending_and_the_counts_add_up() {
    let titles = ["Alpha broker lost quorum", "Bravo cache evicts sessions", "Charlie disk array full"];
    let alone = |day: &str, i: usize| on(day, titles[i]);
    let data = Builder::quarter(2026, 3)
        .incident(alone("2026-07-01", 0).resolution("rolled-back"))
        .incident(alone("2026-07-02", 1).resolution("restarted"))
        .incident(alone("2026-07-03", 2).auto_resolved())
        .incident(on("2026-07-04", "Delta index rebuild loops").resolution("fixed"))
        .incident(on("2026-07-05", "Echo router drops packets").mitigated_after(10))
        .incident(on("2026-07-06", "Foxtrot printer jams again"))
        .incident(on("2026-07-07", "Golf feed stale prices").summary("The workaround is to reload by hand."))
        .incident(on("2026-07-08", LOCK).resolution("fixed"))
        .incident(on("2026-08-20", LOCK).resolution("fixed"))
        .incident(on("2026-07-09", "Hotel test").excluded())
        .build();
    let expected = [
        ("mitigated", "resolution"),
        ("worked-around", "resolution"),
        ("auto-resolved", "resolution"),
        ("closed-as-fixed", "resolution"),
        ("mitigated", "mitigated_at"),
        ("unknown", "none"),
        ("worked-around", "text"),
        ("closed-came-back", "resolution"),
        ("closed-as-fixed", "resolution"),
    ];
    assert_eq!(endings(&data), expected);
    let part = part(&Recurrence, &data);
    assert_eq!(
        sentence(&part, "recurrence.ledger"),
        "Of 9 incidents that began in Q3 2026, 2 were mitigated, 2 were worked around, 1 ended by itself, 2 were closed as fixed, 1 was closed as fixed but came back since and 1 tells nothing of what was done to end it. One problem came back in Q3 2026 after being closed as fixed: “Ledger-sync lock wait timeout” after 42 days."
    );
    let table = part.section.unwrap().tables.into_iter().find(|t| t.id == "ledger").unwrap();
    assert_eq!(table.rows.iter().map(|r| r[1].parse::<u64>().unwrap()).sum::<u64>(), 9);
}

#[test]
fn a_claimed_fix_covers_the_occurrences_before_it() {
    let data = Builder::quarter(2026, 3)
        .incidents(["2026-05-01", "2026-06-10", "2026-07-10"].map(|day| on(day, LOCK).resolution("worked-around")))
        .follow_up(1, "Fix the lock order", Some("2026-06-20 00:00"))
        .build();
    let expected = [("came-back", "follow-up"), ("came-back", "follow-up"), ("worked-around", "resolution")];
    assert_eq!(endings(&data), expected);
}

/// What a chart's title, a claim on one problem, the ledger's sentence, its table and its rows say of claimed fixes is one
/// count; incidents that were closed as fixed are another, under another name everywhere.
#[test]
fn claimed_fixes_are_counted_once_and_never_with_what_was_closed_as_fixed() {
    const LAMP: &str = "Lamp of the north gate burnt out";
    let lock = ["2026-02-10", "2026-03-10", "2026-05-01", "2026-07-10", "2026-08-20"];
    let lamp = ["2026-03-01", "2026-05-06", "2026-07-20", "2026-08-01", "2026-08-07"];
    let data = Builder::quarter(2026, 3)
        .incidents(lock.map(|day| on(day, LOCK).resolution("worked-around")))
        .incidents(lamp.map(|day| on(day, LAMP).resolution("fixed")))
        .follow_up(0, "Fix the lock order", Some("2026-02-20 00:00"))
        .follow_up(2, "Fix the lock order for good", Some("2026-06-20 00:00"))
        .follow_up(4, "Patch the lock order", Some("2026-08-25 00:00"))
        .build();
    let part = part(&Recurrence, &data);
    let chart = part.exhibits.iter().find(|e| e.id == "register").unwrap();
    assert!(chart.headline.ends_with("; 2 of 3 claimed fixes did not hold"), "{}", chart.headline);
    assert_eq!(
        sentence(&part, "recurrence.ledger"),
        "Of 5 incidents that began in Q3 2026, 2 have a claimed fix that cannot be judged yet, 1 was closed as fixed and 2 were closed as fixed but came back since. 2 of 3 claimed fixes did not hold; in Q3 2026 “Ledger-sync lock wait timeout” came back after 20 days. One problem came back in Q3 2026 after being closed as fixed: “Lamp of the north gate burnt out” after 5, 11 and 74 days."
    );
    let told = claim(&part, "recurrence.ledger");
    let counted = ["claimed_fixes", "claimed_fixes_failed", "claimed_fixes_failed_in_period"].map(|n| told.numbers[n]);
    assert_eq!((counted, told.numbers["closed_as_fixed_back_in_period"]), ([3.0, 2.0, 1.0], 3.0));
    let tables = part.section.as_ref().unwrap().tables.iter();
    let fixes = tables.clone().find(|t| t.id == "claimed-fixes").unwrap();
    assert_eq!((fixes.rows.len(), fixes.rows.iter().filter(|row| row[5] == "came back").count()), (3, 2));
    let names: Vec<&str> =
        tables.clone().find(|t| t.id == "ledger").unwrap().rows.iter().map(|r| r[0].as_str()).collect();
    assert!(
        names.contains(&"fix claimed, did not hold") && names.contains(&"closed as fixed, came back since"),
        "{names:?}"
    );
    // A row of the table holds one of the two days, never both, and never that of a closing as that of a claim.
    for entry in analyse(&data).recurrence.ledger {
        let is_closing = entry.ending.code().starts_with("closed-");
        assert_eq!((entry.claimed_at.is_some(), entry.closed_at.is_some()), (!is_closing, is_closing), "{entry:?}");
    }
    let lamp = sentence(&part, "recurrence.famous-bug/FB-02");
    assert!(lamp.contains("Three of its incidents were closed as fixed before it came back in Q3 2026."), "{lamp}");
}

#[test]
fn one_closing_as_fixed_that_did_not_last_is_told_with_its_day() {
    let days = ["2026-03-10", "2026-05-01", "2026-06-21", "2026-07-03"];
    let incident = |day: &str| on(day, LOCK).resolution(if day == "2026-06-21" { "fixed" } else { "restarted" });
    let part = part(&Recurrence, &Builder::quarter(2026, 3).incidents(days.map(incident)).build());
    let text = "An incident of it was closed as fixed on 21 June 2026, and it came back after 11 days.";
    assert!(sentence(&part, "recurrence.famous-bug/FB-01").contains(text));
    assert!(sentence(&part, "recurrence.ledger").ends_with(
        "One problem came back in Q3 2026 after being closed as fixed: “Ledger-sync lock wait timeout” after 11 days."
    ));
    assert!(part.exhibits.iter().all(|e| !e.headline.contains("claimed fix")));
}

/// Ten pairs a week apart: an auto-resolved incident of `auto`, again after three hours; and ten by people, never again.
fn pairs() -> DataSet {
    let hour = 3_600_000;
    let start = retroscope::model::time::DAY * 20_635;
    let week = 7 * 24 * hour + hour;
    let auto = (0..10).flat_map(|i| {
        let at = start + i * week;
        let first =
            Inc::at_ms(at).minutes(60).service("auto").title(&format!("Probe {i} failed quietly")).auto_resolved();
        [first, Inc::at_ms(at + 4 * hour).service("auto").title(&format!("Same {i} place twice"))]
    });
    let people = (0..10).map(|i| {
        let at = start + i * week;
        Inc::at_ms(at).minutes(60).service(&format!("own-{i}")).title("Hand made").resolved_by("person")
    });
    Builder::quarter(2026, 3).incidents(auto.chain(people)).exported("2026-12-01 00:00").build()
}

#[test]
fn what_ended_by_itself_is_followed_up() {
    let found = analyse(&pairs()).recurrence.audit;
    // The first begins on 2026-07-01; the ends are an hour later, the next of the service another three hours later.
    assert_eq!((found.auto.incidents, found.auto.again), (10, [0, 10, 10]));
    assert_eq!((found.people.incidents, found.people.again), (10, [0, 0, 0]));
    assert_eq!(found.by_service, None, "no service has both");
    let part = part(&Recurrence, &pairs());
    let told = claim(&part, "recurrence.auto-resolve");
    assert!(told.sentence.starts_with("10 incidents that began in Q3 2026 ended by themselves; they were followed by another of the same problem or service: 0 within 2 hours, 10 within 24 hours and 10 within 7 days. Of 10 that people are recorded to have ended: 0 within 2 hours, 0 within 24 hours and 0 within 7 days."), "{}", told.sentence);
    // Services were different ones, so one grade less: a weak signal at most.
    assert_eq!(told.grade, Grade::Weak);
}

#[test]
fn the_week_after_must_be_known() {
    let data = Builder::quarter(2026, 3)
        .incident(on("2026-09-29", "Probe failed quietly").auto_resolved())
        .exported("2026-10-01 00:00")
        .build();
    let found = analyse(&data).recurrence.audit;
    assert_eq!((found.auto.incidents, found.too_late), (0, 1));
}
