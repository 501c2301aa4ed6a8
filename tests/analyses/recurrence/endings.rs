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
        ("fix-claimed", "resolution"),
        ("mitigated", "mitigated_at"),
        ("unknown", "none"),
        ("worked-around", "text"),
        ("came-back", "resolution"),
        ("fix-claimed", "resolution"),
    ];
    assert_eq!(endings(&data), expected);
    let part = part(&Recurrence, &data);
    assert_eq!(
        sentence(&part, "recurrence.ledger"),
        "Of 9 incidents that began in Q3 2026, 2 were mitigated, 2 were worked around, 1 ended by itself, 2 have a claimed fix that cannot be judged yet, 1 had a fix claimed for it, after which the problem came back and 1 tells nothing of how it ended."
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
    assert!(told.sentence.starts_with("10 incidents that began in Q3 2026 ended by themselves; they were followed by another of the same problem or service: 0 within 2 hours, 10 within 24 hours and 10 within 7 days. Of 10 that people ended: 0 within 2 hours, 0 within 24 hours and 0 within 7 days."), "{}", told.sentence);
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
