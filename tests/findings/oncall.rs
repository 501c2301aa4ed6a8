//! What the edition for on-call leads adds: pages left until the morning, problems that wake people, what changed.

use super::{check, claim, results, with_people};
use crate::support::builder::{Builder, Inc};
use retroscope::findings::compose::compose;
use retroscope::findings::rule::Facts;
use retroscope::findings::{Findings, Grade};
use retroscope::frame::DataSet;
use retroscope::render::{EXECUTIVE, MANAGERS, ONCALL, ReportView, Wanted, render};
use retroscope::report::sink::Memory;

fn of(data: &DataSet, names: bool) -> Findings {
    let results = results(data);
    let findings = compose(&Facts::new(data, &results, names));
    check(&findings);
    findings
}

/// Four pages in sleep hours (22–08): the first worked on at once, the second over by itself within 20 minutes, the third
/// taken up after eight in the morning, the fourth acknowledged in the night; and one page at noon.
fn nights() -> Builder {
    with_people(Builder::quarter(2026, 3), 6)
        .incidents([
            Inc::at("2026-08-10 23:30").minutes(30).title("Disk full on the replica"),
            Inc::at("2026-08-12 03:00").minutes(20).title("Queue is stuck"),
            Inc::at("2026-08-14 02:00").minutes(600).title("Certificate expires soon"),
            Inc::at("2026-08-18 02:00").minutes(600).acked_after(4).title("Backup is late"),
            Inc::at("2026-08-20 12:00").minutes(30).title("Login fails"),
        ])
        .page(0, 0, "2026-08-10 23:31")
        .page(1, 1, "2026-08-12 03:01")
        .page(2, 2, "2026-08-14 02:01")
        .page(3, 3, "2026-08-18 02:01")
        .page(4, 4, "2026-08-20 12:01")
        .work(0, 0, "2026-08-10 23:35", "2026-08-10 23:55")
        .work(2, 2, "2026-08-14 08:30", "2026-08-14 09:00")
        .work(4, 4, "2026-08-20 12:05", "2026-08-20 12:25")
}

#[test]
fn pages_that_nobody_acted_on_before_the_morning_are_counted() {
    let findings = of(&nights().build(), false);
    let left = claim(&findings, "oncall.left-until-morning");
    assert_eq!(
        left.sentence,
        "Of 4 pages in sleep hours in Q3 2026, two were acknowledged or worked on before the morning; for one of them nothing but the acknowledgement, which stops the phone, is on record. One was over by then without anybody doing anything that is on record, and one was left until the morning or later. Those two and the one that was acknowledged and no more are the first to look at when pages are to be stopped or moved to the day."
    );
    assert_eq!((left.n, left.incident_ids.len()), (Some(4), 3));
    let numbers = ["acted_on", "only_acknowledged", "over_by_themselves", "left_until_morning"];
    assert_eq!(numbers.map(|name| left.numbers[name]), [2.0, 1.0, 1.0, 1.0]);
}

/// Three taps stop the phone: one has a tap's ten minutes on record, one not even that, and one more work after it. The
/// incidents of the first two end before the morning.
#[test]
fn an_acknowledgement_alone_is_told_as_what_it_is() {
    let tapped = |at: &str, title| Inc::at(at).minutes(90).acked_after(3).title(title);
    let builder = with_people(Builder::quarter(2026, 3), 6)
        .incidents([
            tapped("2026-08-03 01:00", "Disk is filling"),
            tapped("2026-08-05 01:00", "Replica lags"),
            tapped("2026-08-07 01:00", "Login fails"),
        ])
        .page(0, 0, "2026-08-03 01:01")
        .page(1, 1, "2026-08-05 01:01")
        .page(2, 2, "2026-08-07 01:01")
        .work(0, 0, "2026-08-03 01:03", "2026-08-03 01:13")
        .work(2, 2, "2026-08-07 01:03", "2026-08-07 01:40");
    let builder = (3..6).fold(builder, |b, n| b.page(1, n, "2026-08-05 12:00"));
    let findings = of(&builder.build(), false);
    let left = claim(&findings, "oncall.left-until-morning");
    assert_eq!(left.lead, "");
    assert_eq!(
        left.sentence,
        "All 3 pages in sleep hours in Q3 2026 were acknowledged or worked on before the morning; for two of them nothing but the acknowledgement, which stops the phone, is on record, and all of these were over by the morning. Those that were acknowledged and no more are the first to look at when pages are to be stopped or moved to the day."
    );
    assert_eq!(left.incident_ids.len(), 2);
}

/// Night pages of services, each to as many people as it says: service, people, severity. Everybody paged acts at once but
/// for the last page of each service, which is acted on by day.
fn at_night(services: &[(&str, u32, u32)]) -> Builder {
    let mut builder = with_people(Builder::quarter(2026, 3), 12);
    let mut n = 0;
    for (service, people, severity) in services {
        for person in 0..*people {
            let at = |hour: &str| format!("2026-08-{:02} {hour}", 1 + n);
            builder = builder.incident(Inc::at(&at("02:00")).minutes(600).service(service).sev(*severity)).page(
                n,
                person,
                &at("02:01"),
            );
            let [from, to] = if person + 1 == *people { ["09:00", "09:20"] } else { ["02:05", "02:25"] };
            builder = builder.work(n, person, &at(from), &at(to));
            n += 1;
        }
    }
    builder
}

fn table<'a>(findings: &'a Findings, id: &str) -> Option<&'a [Vec<String>]> {
    let tables = findings.sections.iter().flat_map(|s| &s.tables);
    tables.into_iter().find(|t| t.id == id).map(|t| t.rows.as_slice())
}

#[test]
fn pages_at_night_are_listed_by_service_with_the_mild_ones() {
    let findings = of(&at_night(&[("ledger", 6, 5), ("search", 7, 2)]).build(), false);
    let rows = table(&findings, "night-pages-by-service").unwrap();
    assert_eq!(rows, [["search", "7", "0", "1"], ["ledger", "6", "6", "1"]]);
    let mild = claim(&findings, "oncall.mild-pages");
    // Seven people were paged for “search”, as the table says, so the one that nobody acted on is told with it.
    assert_eq!(
        mild.sentence,
        "7 of 13 pages in sleep hours in Q3 2026 were mild: 6 for severities 4 and 5, and one more on which nobody acted before morning. 6 of them were for “ledger” and 1 for another service."
    );
    assert_eq!((mild.numbers["mild"], mild.incident_ids.len()), (7.0, 7));
    let decide = claim(&findings, "oncall.decide/oncall.mild-pages");
    assert!(decide.sentence.starts_with("Which alerts can wait until the day? 7 of 13 pages"), "{}", decide.sentence);
    assert_eq!(decide.incident_ids, mild.incident_ids);
}

#[test]
fn services_with_most_mild_pages_are_named_where_five_people_stand_behind_each() {
    let findings = of(&at_night(&[("ledger", 7, 5), ("search", 5, 4)]).build(), false);
    let mild = claim(&findings, "oncall.mild-pages");
    assert!(
        mild.sentence.ends_with("mild: all for severities 4 and 5. 7 of them were for “ledger” and 5 for “search”."),
        "{}",
        mild.sentence
    );
    let decide = claim(&findings, "oncall.decide/oncall.mild-pages");
    assert!(decide.sentence.ends_with("7 of them were for “ledger” and 5 for “search”."), "{}", decide.sentence);
}

/// Six people were paged for one service, four of them for mild pages: the sentence names it as the table beside it does,
/// and not the next one.
#[test]
fn the_sentence_on_mild_pages_names_the_services_of_the_table() {
    let mut builder = with_people(Builder::quarter(2026, 3), 12);
    let mild = [("gateway", 9, 6), ("labels", 7, 5)];
    let mut n = 0;
    for (service, pages, people) in mild {
        for page in 0..pages {
            // The mild pages of the first service all reach four people; the serious ones the other two.
            let (person, severity) = match service {
                "gateway" if page < 7 => (page % 4, 4),
                "gateway" => (4 + page % 2, 2),
                _ => (page % people, if page < 5 { 5 } else { 2 }),
            };
            let at = |hour: &str| format!("2026-{:02}-{:02} {hour}", 7 + n / 28, 1 + n % 28);
            builder = builder
                .incident(Inc::at(&at("02:00")).minutes(600).service(service).sev(severity))
                .page(n, person, &at("02:01"))
                .work(n, person, &at("02:05"), &at("02:25"));
            n += 1;
        }
    }
    let findings = of(&builder.build(), false);
    let rows = table(&findings, "night-pages-by-service").unwrap();
    assert_eq!(rows, [["gateway", "9", "7", "0"], ["labels", "7", "5", "0"]]);
    let mild = claim(&findings, "oncall.mild-pages");
    let named = "7 of them were for “gateway” and 5 for “labels”.";
    assert!(mild.sentence.ends_with(named), "{}", mild.sentence);
    assert!(claim(&findings, "oncall.decide/oncall.mild-pages").sentence.ends_with(named));
}

/// Eight mild pages are for two services of four people each, two for one of seven. The named one has few of them, and not
/// the most.
#[test]
fn mild_pages_of_services_that_may_not_be_named_are_counted() {
    let mut builder = with_people(Builder::quarter(2026, 3), 12);
    let mut n = 0;
    for (service, from, people) in [("customs", 0, 4), ("gateway", 4, 4), ("labels", 5, 7)] {
        for person in from..from + people {
            let at = |hour: &str| format!("2026-08-{:02} {hour}", 1 + n);
            let severity = if service == "labels" && person > 6 { 2 } else { 5 };
            builder = builder
                .incident(Inc::at(&at("02:00")).minutes(60).service(service).sev(severity))
                .page(n, person, &at("02:01"))
                .work(n, person, &at("02:05"), &at("02:25"));
            n += 1;
        }
    }
    let findings = of(&builder.build(), false);
    for id in ["oncall.mild-pages", "oncall.decide/oncall.mild-pages"] {
        let sentence = &claim(&findings, id).sentence;
        assert!(
            sentence
                .ends_with(" 2 of them were for “labels”; 8 were for services that paged too few people to be named."),
            "{sentence}"
        );
        assert!(!sentence.contains("most"), "{sentence}");
    }
}

/// One person stands behind the pages of one service, three behind those of another.
#[test]
fn services_that_paged_fewer_than_five_people_stand_together() {
    let findings =
        of(&at_night(&[("bank", 1, 2), ("customs", 3, 2), ("ledger", 6, 2), ("search", 7, 2)]).build(), false);
    let rows = table(&findings, "night-pages-by-service").unwrap();
    // The one and the three are three people together, so that the next larger joins them.
    assert_eq!(rows, [["search", "7", "0", "1"], ["others (too few people to stand alone)", "10", "0", "3"]]);
    let findings = of(&at_night(&[("bank", 1, 2)]).build(), false);
    assert!(table(&findings, "night-pages-by-service").is_none());
}

#[test]
fn a_few_pages_left_are_not_made_the_lead() {
    // One of twelve is left until the morning.
    let left = of(&at_night(&[("ledger", 12, 2)]).build(), false);
    let left = claim(&left, "oncall.left-until-morning");
    assert_eq!(left.lead, "");
    assert!(
        left.sentence.starts_with(
            "Of 12 pages in sleep hours in Q3 2026, 11 were acknowledged or worked on before the morning. One was"
        ),
        "{}",
        left.sentence
    );
    let two = of(&at_night(&[("ledger", 6, 2), ("search", 6, 2)]).build(), false);
    assert_eq!(claim(&two, "oncall.left-until-morning").lead, "Not every page at night was acted on.");
}

/// A problem that comes back five times at night, each time to another person.
fn lock_waits(title: &str) -> Builder {
    let starts = ["2026-07-05 03:00", "2026-07-20 03:00", "2026-08-05 03:00", "2026-08-20 03:00", "2026-09-05 03:00"];
    let incidents = starts.map(|at| Inc::at(at).minutes(30).sev(4).title(title));
    let mut builder = with_people(Builder::quarter(2026, 3), 8).incidents(incidents);
    for (n, at) in (0..).zip(starts) {
        builder = builder.page(n, n, at).work(n, n, at, &at.replace(":00", ":20"));
    }
    builder
}

#[test]
fn points_to_decide_hang_on_claims_that_are_there() {
    let day = "2026-08-25 12:00";
    let builder = lock_waits("Ledger lock wait timeout")
        .incident(Inc::at(day).minutes(30).title("Printer out of paper in hall four"))
        .page(5, 4, day);
    let findings = of(&builder.build(), false);
    let points: Vec<_> = findings.claims.iter().filter(|c| c.code == "oncall.decide").collect();
    let ids: Vec<&str> = points.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(ids, ["oncall.decide/oncall.waking-problems", "oncall.decide/oncall.mild-pages"]);
    for point in &points {
        let on = point.id.split_once('/').unwrap().1;
        let incidents = &findings.claim(on).unwrap().incident_ids;
        assert_eq!((point.incident_ids.len(), &point.incident_ids), (5, incidents), "{on}");
    }
    assert!(
        points[0].sentence.ends_with("so that it wakes nobody? 5 of 5 pages in sleep hours were for it."),
        "{}",
        points[0].sentence
    );
    assert!(
        points[1].sentence.contains("5 of 5 pages in sleep hours were for severities 4 and 5"),
        "{}",
        points[1].sentence
    );
}

#[test]
fn a_problem_with_open_follow_ups_is_asked_which_of_them_stops_it() {
    let builder = lock_waits("Ledger lock wait timeout")
        .follow_up(0, "Fix the lock order of the ledger", None)
        .with(|item| (item.owner, item.due) = (Some(6), Some("2026-08-01 00:00")))
        .follow_up(1, "Alert on waits before they time out", None)
        .with(|item| item.owner = Some(7))
        .follow_up(2, "Look at the batch window", None)
        .follow_up(3, "fix the lock order of the ledger", None)
        .with(|item| (item.owner, item.due) = (Some(5), Some("2026-07-20 00:00")))
        .follow_up(2, "Write down what happened", Some("2026-08-09 10:00"))
        .exported("2026-10-02 00:00");
    let findings = of(&builder.build(), false);
    let point = claim(&findings, "oncall.decide/oncall.waking-problems");
    assert!(
        point.sentence.starts_with("Which follow-up is meant to stop the pages of “")
            && point.sentence.ends_with(
                "and by when? 5 of 5 pages in sleep hours were for it; 4 follow-ups are open for it, 2 past their day, 3 with an owner: “Fix the lock order of the ledger” (twice, the earliest due on 20 July 2026), “Alert on waits before they time out” (no due day) and “Look at the batch window” (no due day)."
            ),
        "{}",
        point.sentence
    );
}

/// Three people behind a problem that came back: it is named, for problems are no people, but how many were paged is not told.
#[test]
fn problems_that_woke_few_people_are_named_without_numbers() {
    let starts = ["2026-07-06 03:00", "2026-07-21 03:00", "2026-08-06 03:00"];
    let mut builder = lock_waits("Ledger lock wait timeout")
        .incidents(starts.map(|at| Inc::at(at).minutes(30).title("Customs portal certificate about to expire")));
    for (n, at) in (5..).zip(starts) {
        builder = builder.page(n, n - 5, at).work(n, n - 5, at, &at.replace(":00", ":20"));
    }
    let last = [
        "2026-07-07 03:00",
        "2026-07-22 03:00",
        "2026-08-07 03:00",
        "2026-08-22 03:00",
        "2026-09-07 03:00",
        "2026-09-22 03:00",
    ];
    builder = builder.incidents(last.map(|at| Inc::at(at).minutes(30).title("Printer queue stuck on full spool disk")));
    for (n, at) in (8..).zip(last) {
        builder = builder.page(n, n - 6, at).work(n, n - 6, at, &at.replace(":00", ":20"));
    }
    let findings = of(&builder.build(), false);
    let waking = claim(&findings, "oncall.waking-problems");
    // The three are not to be had by taking the named ones from a total.
    assert!(waking.sentence.starts_with("At least 11 of 14 pages"), "{}", waking.sentence);
    assert!(
        waking.sentence.contains("5 times. Pages for “Customs portal certificate about to expire” (FB-")
            && waking.sentence.contains(" are not counted, too few people being behind them."),
        "{}",
        waking.sentence
    );
    assert!(!waking.numbers.contains_key("for_recurring_problems"));
    let rows = table(&findings, "waking-problems").unwrap();
    assert_eq!(rows.len(), 3);
    assert!(rows[2][0].starts_with("Customs portal certificate about to expire"), "{rows:?}");
    assert_eq!(rows[2][1..5], ["not shown", "not shown", "not shown", "3"]);
}

#[test]
fn work_that_no_export_tells_of_is_not_called_missing() {
    let data = with_people(Builder::quarter(2026, 3), 6)
        .incidents([Inc::at("2026-08-10 23:30").minutes(30), Inc::at("2026-08-12 23:30").minutes(30)])
        .page(0, 0, "2026-08-10 23:31")
        .page(1, 0, "2026-08-12 23:31")
        .shift(1, "a", 1, "2026-08-01 00:00", "2026-08-02 00:00")
        .shift(2, "a", 1, "2026-08-02 00:00", "2026-08-03 00:00")
        .shift(3, "a", 1, "2026-08-03 00:00", "2026-08-04 00:00")
        .shift(4, "a", 1, "2026-08-04 00:00", "2026-08-05 00:00")
        .build();
    let findings = of(&data, false);
    assert_eq!(claim(&findings, "oncall.left-until-morning").grade, Grade::NotAssessable);
    assert!(findings.unknowns.iter().any(|u| u.contains("acted on before the morning")));
}

#[test]
fn four_people_are_too_few_to_be_spoken_of() {
    let data = with_people(Builder::quarter(2026, 3), 4)
        .incidents([Inc::at("2026-08-10 23:30").minutes(30)])
        .page(0, 0, "2026-08-10 23:31")
        .work(0, 0, "2026-08-10 23:35", "2026-08-10 23:55")
        .build();
    let findings = of(&data, false);
    let told: Vec<&str> =
        findings.claims.iter().filter(|c| c.code.starts_with("oncall.")).map(|c| c.id.as_str()).collect();
    assert_eq!(told, ["oncall.decide/nothing"]);
}

#[test]
fn problems_that_wake_people_are_named_with_their_pages() {
    let day = "2026-09-20 12:00";
    let builder = lock_waits("Ledger lock wait timeout")
        .incident(Inc::at(day).minutes(30).title("Ledger lock wait timeout"))
        .page(5, 5, day)
        .incident(Inc::at("2026-08-25 03:00").minutes(30).title("Printer out of paper in hall four"));
    let findings = of(&builder.page(6, 4, "2026-08-25 03:01").build(), false);
    let waking = claim(&findings, "oncall.waking-problems");
    assert!(
        waking
            .sentence
            .starts_with("5 of 6 pages in sleep hours in Q3 2026 were for a problem that keeps coming back: "),
        "{}",
        waking.sentence
    );
    assert!(waking.sentence.contains("(FB-01) 5 times"), "{}", waking.sentence);
    assert_eq!(waking.incident_ids.len(), 5);
    let rows = table(&findings, "waking-problems").unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0][1..5], ["5", "5", "0", "6"], "pages, nights, not acted on, occurrences");
}

/// Of 40 pages 30 come within a storm of an hour and a half; the rest are four times as many as before, not sixteen.
#[test]
fn what_changed_is_told_without_the_storms_too() {
    let quarters = vec![crate::support::builder::quarter(2026, 2), crate::support::builder::quarter(2026, 3)];
    let mut builder = with_people(Builder::quarter(2026, 3).quarters(quarters), 6);
    let mut n = 0;
    for (month, days) in [("04", 5), ("07", 20)] {
        for day in 0..days {
            let at = format!("2026-{month}-{:02} 12:00", day + 1);
            builder = builder.incident(Inc::at(&at).minutes(30)).page(n, day % 6, &at);
            n += 1;
        }
    }
    for minute in 0..30 {
        let at = format!("2026-08-18 {:02}:{:02}", 12 + minute / 20, 3 * (minute % 20));
        builder = builder.incident(Inc::at(&at).minutes(200)).page(n, minute % 6, &at);
        n += 1;
    }
    let data = builder.exported("2026-10-02 00:00").build();
    let findings = of(&data, false);
    let changed = claim(&findings, "oncall.changed/interruptions");
    let left = changed.numbers["outside_storms"];
    assert!((20.0..26.0).contains(&left), "{}", changed.sentence);
    assert!(
        changed.sentence.contains(&format!(" Outside of the one storm of Q3 2026 there were {left}, ")),
        "{}",
        changed.sentence
    );
    assert!(changed.sentence.ends_with(" times the weekly rate of all of Q2 2026."), "{}", changed.sentence);
    // 50 of 92 days and 5 of 91: the ratio of the two is of weekly rates, and says so.
    assert!(changed.sentence.contains(" times the weekly rate (plausible "), "{}", changed.sentence);
}

/// One page on each of so many days of a quarter, at noon.
fn daily(mut builder: Builder, first: u32, month: &str, days: u32) -> Builder {
    for day in 0..days {
        let at = format!("2026-{month}-{:02} 12:00", day + 1);
        builder = builder.incident(Inc::at(&at).minutes(30)).page(first + day, day % 6, &at);
    }
    builder
}

#[test]
fn interruptions_are_held_against_the_quarter_before() {
    let quarters = vec![crate::support::builder::quarter(2026, 2), crate::support::builder::quarter(2026, 3)];
    let builder = with_people(Builder::quarter(2026, 3), 6).quarters(quarters);
    let builder = daily(daily(daily(builder, 0, "04", 20), 20, "07", 28), 48, "08", 28);
    let findings = of(&builder.build(), false);
    let changed = claim(&findings, "oncall.changed/interruptions");
    assert_eq!(changed.compared_with.as_deref(), Some("Q2 2026"));
    assert_eq!((changed.numbers["now"], changed.numbers["previous_count"]), (56.0, 20.0));
    assert!(changed.sentence.contains("56 interruptions in Q3 2026 and 20 in Q2 2026"), "{}", changed.sentence);
    // The weeks of the two quarters are about as long as each other.
    assert!((changed.numbers["ratio"] / 2.8 - 1.0).abs() < 0.05, "{:?}", changed.numbers);
    assert!(findings.claim("oncall.changed/sleep-hours").is_none(), "nobody was paged in sleep hours");
}

#[test]
fn each_edition_has_its_steps_and_keeps_names_out() {
    let data = nights().build();
    let findings = of(&data, true);
    let oncall = ReportView::new(&findings, &ONCALL);
    let titles: Vec<&str> = oncall.steps.iter().map(|s| s.title.as_str()).collect();
    assert!(titles.starts_with(&["Nights"]) || titles.contains(&"Nights"), "{titles:?}");
    assert_eq!(titles.last(), Some(&"By name"));
    assert!(oncall.steps.iter().all(|s| !(s.claims.is_empty() && s.exhibits.is_empty() && s.tables.is_empty())));
    assert!(ReportView::new(&findings, &EXECUTIVE).steps.is_empty());
    let managers = serde_json::to_string(&ReportView::new(&findings, &MANAGERS)).unwrap();
    assert!(!managers.contains("Name of") && !managers.contains("P-0"));
    assert!(ReportView::new(&of(&data, false), &ONCALL).steps.iter().all(|s| s.title != "By name"));
    let mut memory = Memory::default();
    render(&findings, Wanted { editions: &[ONCALL, MANAGERS], formats: &[] }, &mut memory).unwrap();
    assert!(memory.text("oncall.html").unwrap().contains("Name of P-00"));
    for file in ["managers.html", "managers.md"] {
        assert!(!memory.text(file).unwrap().contains("Name of"));
    }
}
