//! What responders paid.

use super::{claim, findings, results, short, with_people};
use crate::support::builder::{Builder, Inc, ms};
use retroscope::analyse::load::person_weeks::PersonWeek;
use retroscope::findings::exhibit::figure;
use retroscope::findings::{Figure, Grade};
use retroscope::model::row::PersonIx;

fn weeks_of(weeks: &[PersonWeek], person: PersonIx) -> Vec<&PersonWeek> {
    weeks.iter().filter(|w| w.person == person).collect()
}

/// Six people; the first is paged four times, two of them asleep, the second once at work.
fn paged() -> Builder {
    with_people(Builder::quarter(2026, 3), 6)
        .incidents(short(&["2026-08-10 23:30", "2026-08-12 09:00", "2026-08-14 19:00"]))
        .page(0, 0, "2026-08-10 23:30")
        .page(0, 0, "2026-08-12 03:00")
        .page(1, 0, "2026-08-12 09:00")
        .page(1, 1, "2026-08-12 09:00")
        .page(2, 0, "2026-08-14 19:00")
        .shift(2, "primary", 1, "2026-08-01 00:00", "2026-08-02 00:00")
        .shift(3, "primary", 1, "2026-08-02 00:00", "2026-08-03 00:00")
        .shift(4, "primary", 1, "2026-08-03 00:00", "2026-08-04 00:00")
}

#[test]
fn interruptions_are_split_by_hour_class() {
    let data = paged().build();
    let load = results(&data).load;
    let classes = load.period.classes;
    assert_eq!((classes.business, classes.off, classes.sleep), (2, 1, 2));
    assert_eq!((load.period.people, load.period.roster), (2, 5));
    // 10 August 23:30 is the night of the 10th, 12 August 03:00 the one of the 11th.
    assert_eq!(load.period.disturbed_nights, 2);
    assert_eq!(load.cells.iter().sum::<u64>(), 5);
    assert_eq!(load.cells[2 * 24 + 9], 2, "Wednesday at nine");
    assert_eq!(load.cell_classes[2 * 24 + 9], "business");
    assert_eq!(load.quarters.iter().map(|q| q.classes.total()).sum::<u64>(), 5);
    assert_eq!(load.teams.len(), 1);
    assert_eq!(load.top_three, None, "five people are too few to speak of three");
}

#[test]
fn person_weeks_add_up_to_all_interruptions() {
    let load = results(&paged().build()).load;
    assert_eq!(load.weeks.iter().map(|w| w.interruptions).sum::<u64>(), 5);
    let [week] = weeks_of(&load.weeks, PersonIx::at(0))[..] else { panic!("one week") };
    assert_eq!(week.week, "2026-W33");
    assert_eq!((week.interruptions, week.business, week.off, week.sleep), (4, 1, 1, 2));
    assert_eq!((week.incidents, week.disturbed_nights, week.longest_run), (3, 2, 2));
    assert_eq!(week.on_call, Some(0));
}

#[test]
fn a_night_belongs_to_the_evening_on_which_it_began() {
    // Monday 17 August 03:00 is the night of Sunday 16 August: the week before the page.
    let data = with_people(Builder::quarter(2026, 3), 1)
        .incidents(short(&["2026-08-17 03:00"]))
        .page(0, 0, "2026-08-17 03:00")
        .build();
    let weeks = results(&data).load.weeks;
    let found: Vec<(&str, u64, u64)> =
        weeks.iter().map(|w| (w.week.as_str(), w.interruptions, w.disturbed_nights)).collect();
    assert_eq!(found, [("2026-W33", 0, 1), ("2026-W34", 1, 0)]);
}

#[test]
fn hours_and_weeks_are_local() {
    // 18 August 2026, 18:30 in UTC is 03:30 of the next day in Tokyo, and 11:30 in Los Angeles.
    let data = Builder::quarter(2026, 3)
        .person("P-1", "Asia/Tokyo", "a")
        .person("P-2", "America/Los_Angeles", "a")
        .incidents(short(&["2026-08-16 18:30"]))
        .page(0, 0, "2026-08-16 18:30")
        .page(0, 1, "2026-08-16 18:30")
        .build();
    let load = results(&data).load;
    assert_eq!((load.period.classes.sleep, load.period.classes.off), (1, 1), "asleep on Monday, Sunday noon");
    let weeks: Vec<(usize, &str, u64)> =
        load.weeks.iter().map(|w| (w.person.place(), w.week.as_str(), w.interruptions)).collect();
    assert_eq!(weeks, [(0, "2026-W33", 0), (0, "2026-W34", 1), (1, "2026-W33", 1)]);
}

#[test]
fn time_on_call_is_cut_at_local_weeks_and_counts_once() {
    // Berlin: the week of 26 October 2026 begins on Sunday 23:00 UTC; clocks went back the day before.
    let data = Builder::quarter(2026, 4)
        .exported("2026-12-31 00:00")
        .person("P-1", "Europe/Berlin", "a")
        .incidents(short(&["2026-10-01 10:00"]))
        .shift(0, "primary", 1, "2026-10-25 12:00", "2026-10-26 12:00")
        .shift(0, "secondary", 2, "2026-10-25 18:00", "2026-10-26 06:00")
        .build();
    let weeks = results(&data).load.weeks;
    let hours: Vec<(&str, i64)> = weeks.iter().map(|w| (w.week.as_str(), w.on_call.unwrap() / 3_600_000)).collect();
    assert_eq!(hours, [("2026-W43", 11), ("2026-W44", 13)]);
}

#[test]
fn runs_of_nights_reach_over_the_week() {
    let nights = ["2026-08-15 02:00", "2026-08-16 02:00", "2026-08-17 02:00", "2026-08-18 02:00", "2026-08-20 02:00"];
    let mut builder = with_people(Builder::quarter(2026, 3), 1).incidents(short(&nights));
    for (n, night) in nights.iter().enumerate() {
        builder = builder.page(u32::try_from(n).unwrap(), 0, night);
    }
    let weeks = results(&builder.build()).load.weeks;
    let runs: Vec<(&str, u64, u64)> =
        weeks.iter().map(|w| (w.week.as_str(), w.disturbed_nights, w.longest_run)).collect();
    // Evenings of the 14th to the 16th, then the 17th; the 19th alone.
    assert_eq!(runs, [("2026-W33", 3, 4), ("2026-W34", 2, 4)]);
}

#[test]
fn pages_of_what_is_left_out_do_not_count() {
    let data = with_people(Builder::quarter(2026, 3), 6)
        .incident(Inc::at("2026-08-10 10:00").minutes(5).excluded())
        .incident(Inc::at("2026-08-11 10:00").minutes(5))
        .page(0, 0, "2026-08-10 10:00")
        .page(1, 0, "2026-08-11 10:00")
        .build();
    let load = results(&data).load;
    assert_eq!((load.period.classes.total(), load.excluded), (1, 1));
}

#[test]
fn without_pages_load_is_silent_and_says_what_would_tell() {
    let findings = findings(&Builder::quarter(2026, 3).incidents(short(&["2026-08-10 10:00"])).build());
    for id in ["load.interruptions", "load.budget", "load.pulled-in"] {
        assert_eq!(claim(&findings, id).grade, Grade::NotAssessable, "{id}");
        assert!(claim(&findings, id).numbers.is_empty(), "{id}");
    }
    assert!(findings.claim("load.sleep-hours").is_none());
    assert!(findings.exhibit("interruptions-by-hour").is_none());
    assert!(findings.unknowns.iter().any(|u| u.contains("log entries")));
    let budget = findings.budgets.iter().find(|b| b.claim == "load.budget").unwrap();
    assert_eq!(budget.certainty, "cannot be said");
}

#[test]
fn small_groups_are_not_shown() {
    let data = with_people(Builder::quarter(2026, 3), 4)
        .incidents(short(&["2026-08-10 03:00", "2026-08-11 03:00"]))
        .page(0, 0, "2026-08-10 03:00")
        .page(1, 1, "2026-08-11 03:00")
        .build();
    let findings = findings(&data);
    let all = claim(&findings, "load.interruptions");
    assert!(
        all.sentence.starts_with("People were interrupted 2 times in Q3 2026, for 2 incidents"),
        "{}",
        all.sentence
    );
    assert!(
        !all.sentence.contains("sleep") && !all.numbers.contains_key("sleep") && !all.numbers.contains_key("people")
    );
    assert_eq!(claim(&findings, "load.sleep-hours").grade, Grade::NotAssessable);
    assert!(findings.exhibit("interruptions-by-hour").is_none());
    let load = findings.sections.iter().find(|s| s.id == "load").unwrap();
    let quarters = load.tables.iter().find(|t| t.id == "interruptions-by-quarter").unwrap();
    assert_eq!(quarters.rows[0][2..], ["not shown", "not shown", "not shown", "not shown"]);
}

#[test]
fn one_to_four_people_are_fewer_than_five() {
    let findings = findings(&paged().build());
    let all = claim(&findings, "load.interruptions");
    assert!(
        all.sentence.contains("by the clocks of the people paged.") && !all.sentence.contains("2 people"),
        "{}",
        all.sentence
    );
    assert!(!all.numbers.contains_key("people"));
    let Figure::HourWeek(figure::HourWeek { cells, classes, .. }) =
        &findings.exhibit("interruptions-by-hour").unwrap().figure
    else {
        panic!("another figure");
    };
    assert_eq!((cells.len(), classes.len(), cells.iter().sum::<f64>()), (168, 168, 5.0));
    let sleep = claim(&findings, "load.sleep-hours");
    assert!(sleep.sentence.starts_with("2 of 5 interruptions in Q3 2026 came in sleep hours"), "{}", sleep.sentence);
    // Ten of 24 hours are hours of sleep: a share says nothing without that.
    assert!(
        sleep.caveats.iter().any(|said| said.starts_with("Sleep hours are 42 % of all hours")),
        "{:?}",
        sleep.caveats
    );
    let chart = findings.exhibit("interruptions-by-hour").unwrap();
    assert!(
        chart.subtitle.ends_with("70 % of all hours lie outside working hours, 42 % are sleep hours"),
        "{}",
        chart.subtitle
    );
}

#[test]
fn small_teams_stand_together() {
    let mut builder = Builder::quarter(2026, 3).incidents(short(&["2026-08-10 10:00"]));
    for n in 0..16 {
        let team = match n {
            0..6 => "checkout",
            6..13 => "search",
            _ => "tiny",
        };
        builder = builder.person(&format!("P-{n}"), "UTC", team).page(0, n, "2026-08-10 10:00");
    }
    let findings = findings(&builder.build());
    let load = findings.sections.iter().find(|s| s.id == "load").unwrap();
    let table = load.tables.iter().find(|t| t.id == "interruptions-by-team").unwrap();
    let rows: Vec<(&str, &str)> = table.rows.iter().map(|r| (r[0].as_str(), r[1].as_str())).collect();
    // Three people alone would follow from the total, so the next smaller team joins them.
    assert_eq!(rows, [("search", "7"), ("small teams, and people without a team", "9")]);
    assert_eq!(claim(&findings, "load.interruptions").numbers.get("top_three"), Some(&3.0));
}

#[test]
fn people_pulled_in_count_once_per_incident() {
    let mut builder = with_people(Builder::quarter(2026, 3), 7)
        .incidents(short(&["2026-08-10 10:00", "2026-08-11 10:00"]))
        .part(0, 6, "paged", "yes", Some(3_600.0))
        .part(0, 6, "paged", "no", None)
        .part(1, 6, "paged", "unknown", Some(1_800.0));
    for person in 0..5 {
        builder = builder.part(0, person, "requested", "no", None);
    }
    let data = builder.part(0, 0, "requested", "no", None).build();
    let results = results(&data);
    let pulled = &results.load.pulled_in;
    let kinds = &pulled.kinds;
    assert_eq!((kinds.off.parts, kinds.for_it.parts, kinds.unknown.parts, kinds.off.people.len()), (5, 1, 1, 5));
    assert_eq!((results.load.effort_s, results.load.effort_incidents), (Some(5_400.0), 2));
    let findings = findings(&data);
    let told = claim(&findings, "load.pulled-in");
    assert!(
        told.sentence.starts_with("5 people took part in 1 incident in Q3 2026 without being on call for any rota."),
        "{}",
        told.sentence
    );
    assert!(findings.headlines.contains(&told.id));
    let budget = claim(&findings, "load.budget");
    assert!(
        budget.sentence.starts_with("In Q3 2026: 1.5 hours of modelled hands-on time on 2 incidents"),
        "{}",
        budget.sentence
    );
}

#[test]
fn unknown_zones_are_a_caveat() {
    use retroscope::model::person::Person;
    let mut builder = Builder::quarter(2026, 3).incidents(short(&["2026-08-10 10:00"]));
    for n in 0..6 {
        let zone_known = n > 0;
        builder = builder.human(Person { pseudonym: format!("P-{n}"), zone_known, ..Person::default() }).page(
            0,
            n,
            "2026-08-10 10:00",
        );
    }
    let data = builder.build();
    assert_eq!(results(&data).load.zone_unknown, 1);
    let findings = findings(&data);
    let caveats = &claim(&findings, "load.interruptions").caveats;
    assert!(
        caveats.iter().any(|c| c.starts_with("For fewer than five of 6 people no time zone is known")),
        "{caveats:?}"
    );
    assert_eq!(ms("2026-08-10 10:00"), 1_786_356_000_000);
}

#[test]
fn counts_beside_a_total_give_no_hidden_group_away() {
    use retroscope::findings::words::guarded;
    let words = |counts: &[(u64, bool)]| {
        guarded(counts).into_iter().map(|cell| cell.unwrap_or_else(|| "hidden".to_owned())).collect::<Vec<_>>()
    };
    // 7 + 2 + 5 = 14 in all would say that the hidden one had none.
    assert_eq!(words(&[(7, true), (2, true), (5, true), (0, false)]), ["7", "fewer than five", "5", "hidden"]);
    assert_eq!(words(&[(1, true), (2, true), (0, true)]), ["fewer than five", "fewer than five", "0"]);
    // Nothing veils what is left: the smallest number is no exact one.
    assert_eq!(words(&[(7, true), (9, true), (3, false)]), ["at least five", "9", "hidden"]);
    assert_eq!(words(&[(7, true), (9, true), (5, false)]), ["7", "9", "hidden"]);
    assert_eq!(words(&[(7, true), (9, true)]), ["7", "9"]);
}
