mod alike;
mod charts;
mod endings;
mod fixes;
mod history;
mod pace;

use super::{analyse, claim, part, sentence};
use crate::support::builder::{Builder, Inc};
use crate::support::rows::{places, row};
use retroscope::analyse::recurrence::Output;
use retroscope::findings::Grade;
use retroscope::findings::recurrence::Recurrence;
use retroscope::frame::DataSet;
use retroscope::model::row::FamilyIx;

pub(super) const LOCK: &str = "Ledger-sync lock wait timeout on db-03, 97 % of slots";

pub(super) fn on(day: &str, title: &str) -> Inc {
    Inc::at(&format!("{day} 10:00")).minutes(60).title(title)
}

fn run(incidents: impl IntoIterator<Item = Inc>) -> Output {
    analyse(&Builder::quarter(2026, 3).incidents(incidents).build()).recurrence
}

/// Three occurrences, 1 April, 20 May and 10 July; the last one of two incidents within a day.
fn ledger() -> DataSet {
    Builder::quarter(2026, 3)
        .incident(on("2026-04-01", "Ledger-sync lock wait timeout on db-03, 97 % of slots"))
        .incident(on("2026-05-20", "Ledger-sync lock wait timeout on db-11, 98 % of slots"))
        .incident(on("2026-07-10", "ledger-sync lock wait timeout on db-4, 12 % of slots"))
        .incident(on("2026-07-11", "Ledger-sync lock wait timeout on db-03, 99 % of slots"))
        .incident(on("2026-07-12", "Certificate expired on the partner gateway"))
        .build()
}

/// Which problem each incident is one of.
fn problems(found: &Output) -> Vec<Option<usize>> {
    found.family_of.iter().map(|family| family.map(FamilyIx::place)).collect()
}

#[test]
fn titles_that_differ_in_numbers_are_one_famous_bug() {
    let found = analyse(&ledger()).recurrence;
    assert_eq!(found.families.len(), 1);
    let family = &found.families[row(0)];
    assert_eq!((family.family_id.as_str(), family.rows.len(), family.occurrences.len()), ("FB-01", 4, 3));
    assert!(family.famous && !family.label);
    assert_eq!((family.state, family.in_period), ("tolerated", 2));
    let quarters: Vec<_> = family.quarters.iter().map(|q| (q.label.as_str(), q.occurrences)).collect();
    assert_eq!(quarters, [("2026Q2", 2), ("2026Q3", 1)]);
    // 1 April 11:00 to 20 May 10:00 and 20 May 11:00 to 10 July 10:00: 49 and 51 days less an hour.
    assert_eq!(family.median_gap_s, Some(50.0 * 86_400.0 - 3600.0));
    assert_eq!(problems(&found), [Some(0), Some(0), Some(0), Some(0), None]);
    assert_eq!(family.name, "Ledger-sync lock wait timeout");
}

#[test]
fn members_within_a_day_are_one_occurrence() {
    let occurrences = |second: &str| {
        let first = on("2026-07-01", LOCK);
        run([first, Inc::at(second).minutes(5).title(LOCK)]).families[row(0)].occurrences.len()
    };
    // The first ends on 1 July at 11:00.
    assert_eq!(occurrences("2026-07-02 10:59"), 1);
    assert_eq!(occurrences("2026-07-02 11:00"), 2);
    assert_eq!(occurrences("2026-07-01 10:30"), 1);
}

#[test]
fn an_open_member_counts_by_its_start() {
    let found = run([Inc::at("2026-07-01 10:00").open().title(LOCK), on("2026-09-01", LOCK)]);
    assert_eq!(found.families[row(0)].occurrences.len(), 2);
}

#[test]
fn fame_needs_three_in_half_a_year_over_two_weeks_and_time_to_know() {
    let famous = |days: [&str; 3]| run(days.map(|d| on(d, LOCK))).families[row(0)].famous;
    assert!(famous(["2026-07-01", "2026-07-08", "2026-07-15"]));
    assert!(!famous(["2026-07-01", "2026-07-07", "2026-07-14"]), "13 days");
    assert!(famous(["2026-01-01", "2026-04-01", "2026-06-30"]), "180 days");
    assert!(!famous(["2026-01-01", "2026-04-01", "2026-07-01"]), "181 days");
    let open_ended = ["2026-07-01", "2026-07-10", "2026-07-20"].map(|d| Inc::at(&format!("{d} 10:00")).title(LOCK));
    assert!(!run(open_ended).families[row(0)].famous, "no earlier one is known to be over");
    assert!(!run(["2026-07-01", "2026-08-01"].map(|d| on(d, LOCK))).families[row(0)].famous, "two");
}

#[test]
fn general_titles_are_labels_and_never_famous() {
    let labels = [
        "Service degraded",
        "Investigating issues with some services",
        "HTTP 500",
        "Google Compute Engine Incident #16008",
        "Scheduled maintenance 2026-07-01",
        "checkout: elevated error rates",
        "This issue is believed to be affecting a very small number of projects and our Engineering Team is working on it. We thank you for your patience. No further updates will be provided here.",
    ];
    for title in labels {
        let days = ["2026-04-01", "2026-05-20", "2026-07-10"];
        let found = run(days.map(|d| on(d, title).service("Google Compute Engine").service("checkout")));
        assert_eq!(found.families.len(), 1, "{title}");
        assert!(found.families[row(0)].label && !found.families[row(0)].famous, "{title}");
        assert!(found.share.recurring.is_empty(), "{title}");
    }
    let real = run(["2026-04-01", "2026-05-20", "2026-07-10"].map(|d| on(d, LOCK).service("ledger-sync")));
    assert!(real.families[row(0)].famous, "an area's name in a title does not make it a label");
}

#[test]
fn a_problem_record_joins_what_words_do_not_and_a_label_joins_nothing() {
    let found = run([
        on("2026-07-01", "Service degraded").problem("PRB1"),
        on("2026-07-03", "Payments stuck in queue again").problem("PRB1"),
        on("2026-07-05", "Service degraded"),
        on("2026-07-07", "Service degraded"),
        on("2026-07-09", "").problem("PRB2"),
        on("2026-07-11", "").problem("PRB2"),
        on("2026-07-13", "").problem("PRB3"),
        on("2026-07-15", ""),
    ]);
    let shape: Vec<_> = found.families.iter().map(|f| (places(&f.rows), f.label)).collect();
    assert_eq!(shape, [(vec![0, 1], false), (vec![2, 3], true), (vec![4, 5], false)]);
    assert_eq!(found.families[row(2)].name, "Problem PRB2");
    assert_eq!(found.family_id(row(5)), Some("FB-03"));
    assert_eq!(found.family_id(row(7)), None);
}

#[test]
fn the_order_of_input_does_not_matter_and_excluded_incidents_are_in_no_family() {
    let make = |flip: bool| {
        let mut all = vec![
            on("2026-07-09", "Queue consumer lag grows").id("a"),
            on("2026-07-01", LOCK).id("b"),
            on("2026-07-05", LOCK).id("c"),
            on("2026-07-02", "Queue consumer lag grows").id("d"),
            on("2026-07-02", LOCK).id("e").excluded(),
        ];
        if flip {
            all.reverse();
        }
        run(all)
    };
    let (one, two) = (make(false), make(true));
    assert_eq!(one.families, two.families);
    assert_eq!(problems(&one), [Some(1), Some(0), Some(0), Some(1), None]);
}

#[test]
fn the_share_counts_incidents_seen_before() {
    let found = analyse(&ledger()).recurrence;
    // Both July incidents follow the one in May; the certificate is new.
    assert_eq!((found.share.incidents, found.share.comparable, found.share.recurring.len()), (3, 3, 2));
    // History begins on 1 April, 10:00: 90 whole days before the quarter.
    assert_eq!(found.share.look_back_days, 90);
    let long = run([on("2024-01-01", LOCK), on("2025-06-30", LOCK), on("2026-07-10", LOCK)]);
    assert!(long.share.recurring.is_empty(), "more than a year ago");
    assert_eq!(long.share.look_back_days, 365);
}

#[test]
fn the_sentences_on_a_famous_bug() {
    let part = part(&Recurrence, &ledger());
    assert_eq!(part.headlines, ["recurrence.famous-bug/FB-01"]);
    assert_eq!(
        sentence(&part, "recurrence.famous-bug/FB-01"),
        "“Ledger-sync lock wait timeout” occurred 3 times since 1 April 2026 (4 incidents, 2 of them in Q3 2026). Half of the quiet times in between were 50 days or shorter. Its incidents lasted 4 hours in all. At the pace of the latest year the next one comes within 7–277 days in four cases of five."
    );
    assert_eq!(claim(&part, "recurrence.famous-bug/FB-01").incident_ids.len(), 4);
    assert_eq!(
        sentence(&part, "recurrence.share"),
        "2 of 3 incidents that began in Q3 2026 were a problem seen before, looking back 90 days."
    );
    assert_eq!(
        sentence(&part, "recurrence.families"),
        "1 problem had more than one incident in all the data; it occurred in the period. 1 is a famous bug."
    );
}

/// What cannot be compared was not found to be new: it belongs to no denominator.
#[test]
fn what_cannot_be_told_is_counted_apart() {
    let titled =
        |n: usize| on(&format!("2026-07-{:02}", 11 + n), ["Disk full on the mail relay", "Tax tables outdated"][n % 2]);
    let data = Builder::quarter(2026, 3)
        .incidents([on("2026-04-01", LOCK), on("2026-05-20", LOCK), on("2026-07-10", LOCK)])
        .incidents((0..2).map(titled))
        .incident(on("2026-07-20", ""))
        .build();
    let told = part(&Recurrence, &data);
    assert_eq!(
        sentence(&told, "recurrence.share"),
        "1 of 3 incidents that began in Q3 2026 was a problem seen before, looking back 90 days; 1 more has no title or problem record that tells one problem from another and cannot be told."
    );
    let numbers = &claim(&told, "recurrence.share").numbers;
    assert_eq!((numbers["incidents"], numbers["comparable"], numbers["recurring"]), (4.0, 3.0, 1.0));
    // Where most cannot be told, the few that can are no share of anything.
    let poor = Builder::quarter(2026, 3)
        .incidents([on("2026-04-01", LOCK), on("2026-07-10", LOCK)])
        .incidents((1..=4).map(|day| on(&format!("2026-08-{day:02}"), "")))
        .build();
    let told = part(&Recurrence, &poor);
    assert_eq!(claim(&told, "recurrence.share").grade, Grade::NotAssessable);
    assert!(sentence(&told, "recurrence.share").starts_with("Only 1 of 5 incidents that began in Q3 2026 has a title"));
}

/// A title that any incident may bear tells no problem from another, whether it was used once or often; a problem record does,
/// also where no other incident shares it.
#[test]
fn labels_are_not_found_to_be_new_and_a_problem_record_of_one_s_own_is() {
    let label = |day: u32| on(&format!("2026-07-{day:02}"), "Incident with Actions");
    let data = Builder::quarter(2026, 3)
        .incidents([on("2026-04-01", LOCK), on("2026-05-20", LOCK), label(3), label(9), on("2026-07-10", LOCK)])
        .incidents([on("2026-07-12", "Elevated errors"), on("2026-07-20", ""), on("2026-07-25", "").problem("PRB001")])
        .build();
    let told = part(&Recurrence, &data);
    let claim = claim(&told, "recurrence.share");
    assert_eq!((claim.numbers["incidents"], claim.numbers["comparable"], claim.numbers["recurring"]), (6.0, 2.0, 1.0));
    assert_eq!(claim.grade, Grade::NotAssessable, "{}", claim.sentence);
    assert!(claim.sentence.starts_with("Only 2 of 6 incidents that began in Q3 2026 have a title or a problem record"));
    // The chart of quarters counts as the sentence does.
    let split = analyse(&data).recurrence.split;
    let here = split.last().expect("the quarter");
    assert_eq!((here.new, here.known + here.famous, here.untold), (1, 1, 4));
}

#[test]
fn hands_on_time_is_used_where_it_is_known() {
    let one = || {
        Builder::quarter(2026, 3)
            .person("p1", "UTC", "")
            .incidents(["2026-05-01", "2026-06-01", "2026-07-10"].map(|d| on(d, LOCK)))
            .incident(on("2026-07-12", "Certificate expired on the partner gateway"))
            .part(0, 0, "paged", "yes", Some(7200.0))
            .part(2, 0, "paged", "yes", None)
            .part(3, 0, "paged", "yes", Some(21_600.0))
    };
    let alone = sentence(&part(&Recurrence, &one().build()), "recurrence.famous-bug/FB-01").to_owned();
    assert!(!alone.contains("responder hours"), "one person's hours: {alone}");
    let data = one().and_four_more(&[0, 3]).build();
    let text = sentence(&part(&Recurrence, &data), "recurrence.famous-bug/FB-01").to_owned();
    assert!(text.contains("It took 2 of 8 modelled responder hours on record. At the pace"), "{text}");
}

#[test]
fn without_titles_and_problem_records_it_stays_silent() {
    let data = Builder::quarter(2026, 3).incidents((1..=3).map(|d| on(&format!("2026-07-{d:02}"), ""))).build();
    let part = part(&Recurrence, &data);
    let claim = claim(&part, "recurrence.share");
    assert_eq!(claim.grade, Grade::NotAssessable);
    assert_eq!(
        claim.sentence,
        "Which problems were seen before cannot be said: none of the 3 incidents that began in Q3 2026 has a title or a problem record that tells one problem from another."
    );
    let codes: Vec<&str> = part.claims.iter().map(|c| c.code.as_str()).collect();
    assert_eq!((codes, part.unknowns.len()), (vec!["recurrence.share", "recurrence.ledger"], 2));
}

#[test]
fn new_needs_a_history() {
    let twice = || ["2026-07-01", "2026-07-05"].map(|d| on(d, LOCK));
    assert_eq!(run(twice()).families[row(0)].state, "");
    let history = on("2026-04-01", "Certificate expired on the partner gateway");
    assert_eq!(run(twice().into_iter().chain([history])).families[row(0)].state, "new");
}
