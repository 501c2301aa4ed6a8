//! Disturbed nights and rest, to the minute where clocks change.

use super::{load, with};
use crate::support::builder::{Builder, Inc, ms};
use retroscope::analyse::load::nights::{disturbed, rests};
use retroscope::analyse::load::person::diaries;
use retroscope::model::time::{HOUR, MINUTE};

/// Evenings of the disturbed nights of one person, nights from 22 to 6.
fn evenings(zone: &str, work: &[(&str, &str)]) -> Vec<String> {
    let builder = Builder::quarter(2026, 1).person("P-1", zone, "a").profile("rootly");
    let builder = builder.incident(Inc::at("2026-01-05 10:00").minutes(10));
    let data = work.iter().fold(builder, |b, (start, end)| b.work(0, 0, start, end)).build();
    let list = diaries(&data);
    list.iter().flat_map(|d| disturbed(d, &data.profile, 15 * MINUTE).into_keys()).map(|d| d.to_string()).collect()
}

/// Whether 15 minutes from the stretch's start disturb the night, but not one minute less, or one minute earlier.
fn begins(zone: &str, at: &str, evening: &str) {
    let (start, minute) = (ms(at), |n: i64| {
        chrono::DateTime::from_timestamp_millis(ms(at) + n * MINUTE).unwrap().format("%Y-%m-%d %H:%M").to_string()
    });
    assert_eq!(start, ms(&minute(0)));
    assert_eq!(evenings(zone, &[(&minute(-60), &minute(15))]), [evening], "{zone} from {at}");
    assert!(evenings(zone, &[(&minute(-60), &minute(14))]).is_empty(), "{zone} from {at}");
}

fn ends(zone: &str, at: &str, evening: &str) {
    let minute = |n: i64| {
        chrono::DateTime::from_timestamp_millis(ms(at) + n * MINUTE).unwrap().format("%Y-%m-%d %H:%M").to_string()
    };
    assert_eq!(evenings(zone, &[(&minute(-15), &minute(60))]), [evening], "{zone} to {at}");
    assert!(evenings(zone, &[(&minute(-14), &minute(60))]).is_empty(), "{zone} to {at}");
}

#[test]
fn nights_begin_and_end_with_the_local_clock() {
    // New York, 7 to 8 March 2026: 22:00 is 03:00 UTC, 06:00 is 10:00 UTC (clocks go forward, seven hours).
    begins("America/New_York", "2026-03-08 03:00", "2026-03-07");
    ends("America/New_York", "2026-03-08 10:00", "2026-03-07");
    // London, 28 to 29 March 2026: 22:00 is 22:00 UTC, 06:00 is 05:00 UTC.
    begins("Europe/London", "2026-03-28 22:00", "2026-03-28");
    ends("Europe/London", "2026-03-29 05:00", "2026-03-28");
    // Lord Howe, 4 to 5 April 2026: from +11 to +10:30. 22:00 is 11:00 UTC, 06:00 is 19:30 UTC.
    begins("Australia/Lord_Howe", "2026-04-04 11:00", "2026-04-04");
    ends("Australia/Lord_Howe", "2026-04-04 19:30", "2026-04-04");
    // Kolkata never changes: 22:00 is 16:30 UTC, 06:00 is 00:30 UTC.
    begins("Asia/Kolkata", "2026-03-08 16:30", "2026-03-08");
    ends("Asia/Kolkata", "2026-03-09 00:30", "2026-03-08");
}

#[test]
fn work_of_a_night_adds_up_and_counts_once() {
    // Eight and seven minutes of one night are enough; the same minutes on two incidents are not twice as many.
    let two = [("2026-02-10 23:00", "2026-02-10 23:08"), ("2026-02-11 02:00", "2026-02-11 02:07")];
    assert_eq!(evenings("UTC", &two), ["2026-02-10"]);
    let same = [("2026-02-10 23:00", "2026-02-10 23:08"), ("2026-02-10 23:00", "2026-02-10 23:07")];
    assert!(evenings("UTC", &same).is_empty());
    // A stretch over two nights disturbs both.
    assert_eq!(evenings("UTC", &[("2026-02-11 05:00", "2026-02-11 23:00")]), ["2026-02-10", "2026-02-11"]);
}

#[test]
fn a_page_disturbs_a_night_whatever_its_work() {
    let load = load(
        with(6, &["2026-08-10 23:30"])
            .page(0, 0, "2026-08-10 23:30")
            .work(0, 0, "2026-08-10 23:31", "2026-08-10 23:50")
            .work(0, 1, "2026-08-11 03:00", "2026-08-11 03:20")
            .work(0, 2, "2026-08-11 03:00", "2026-08-11 03:10"),
    );
    let strain = load.strain;
    assert_eq!((strain.disturbed, strain.people, strain.without_page), (2, 2, 1));
    assert_eq!((load.period.disturbed_nights, load.teams[0].disturbed_nights), (2, 1), "the second is on no roster");
}

#[test]
fn rest_runs_from_the_last_engagement_of_a_night_to_the_next_or_to_a_shift() {
    let data = with(1, &["2026-08-10 10:00"])
        .profile("rootly")
        // Until 23:10, then 09:00: nine hours and fifty minutes.
        .work(0, 0, "2026-08-10 23:00", "2026-08-10 23:10")
        .page(0, 0, "2026-08-11 09:00")
        // Paged at 21:00, the shift begins at 07:30: ten hours and a half, though the next page is days away.
        .page(0, 0, "2026-08-12 21:00")
        .shift(0, "days", 1, "2026-08-13 07:30", "2026-08-13 19:30")
        .page(0, 0, "2026-08-17 10:00")
        .build();
    let diary = diaries(&data).into_iter().next().unwrap();
    let found: Vec<(String, i64)> =
        rests(&diary, &data.profile, 24 * HOUR).into_iter().map(|(d, ms)| (d.to_string(), ms / MINUTE)).collect();
    assert_eq!(found, [("2026-08-10".to_owned(), 590), ("2026-08-12".to_owned(), 630)]);
    let strain = super::analyse(&data).load.strain;
    assert_eq!((strain.short_rests, strain.rest_people), (2, 1));
}

#[test]
fn rest_is_elapsed_time_where_clocks_change() {
    // New York, 7 March 2026 22:30 to 8 March 09:00: ten and a half hours by the clock on the wall, nine and a half in
    // fact.
    let data = Builder::quarter(2026, 1)
        .person("P-1", "America/New_York", "a")
        .incident(Inc::at("2026-03-08 03:30").minutes(10))
        .page(0, 0, "2026-03-08 03:30")
        .page(0, 0, "2026-03-08 13:00")
        .build();
    let diary = diaries(&data).into_iter().next().unwrap();
    assert_eq!(rests(&diary, &data.profile, 24 * HOUR), [("2026-03-07".parse().unwrap(), 9 * HOUR + 30 * MINUTE)]);
}

#[test]
fn engagements_of_one_day_are_no_rest() {
    // The rest of the night before, and not the morning after the first page, is the one that counts.
    let data = with(1, &["2026-08-10 10:00"])
        .page(0, 0, "2026-08-10 07:50")
        .page(0, 0, "2026-08-10 14:00")
        .page(0, 0, "2026-08-10 19:00")
        .build();
    let diary = diaries(&data).into_iter().next().unwrap();
    assert!(rests(&diary, &data.profile, 24 * HOUR).is_empty());
}

#[test]
fn the_rest_of_a_broken_night_is_the_longer_part() {
    // From 20:00 to 03:00 are seven hours, five of them in the night; from 03:00 to 12:00 nine, five in the night as
    // well; the earlier part counts. A shift that begins at midnight cuts no rest of somebody who sleeps on.
    let data = with(1, &["2026-08-10 10:00"])
        .page(0, 0, "2026-08-10 20:00")
        .page(0, 0, "2026-08-11 03:00")
        .page(0, 0, "2026-08-11 12:00")
        .page(0, 0, "2026-08-15 20:00")
        .shift(0, "primary", 1, "2026-08-16 00:00", "2026-08-23 00:00")
        .build();
    let diary = diaries(&data).into_iter().next().unwrap();
    assert_eq!(rests(&diary, &data.profile, 24 * HOUR), [("2026-08-10".parse().unwrap(), 7 * HOUR)]);
}

#[test]
fn runs_of_the_period_are_counted_per_person() {
    let mut builder = with(6, &["2026-08-10 10:00"]);
    for day in ["2026-06-29", "2026-06-30", "2026-07-01", "2026-08-10", "2026-08-11"] {
        builder = builder.page(0, 0, &format!("{day} 23:00"));
    }
    for day in ["2026-08-10", "2026-08-11", "2026-08-12", "2026-08-13"] {
        builder = builder.page(0, 1, &format!("{day} 23:00"));
    }
    let strain = load(builder).strain;
    // The first person's run of three reaches into the quarter with one night; the run of two is too short.
    assert_eq!((strain.disturbed, strain.people), (7, 2));
    assert_eq!((strain.runs, strain.run_people, strain.longest), (2, 2, 4));
}

#[test]
fn what_came_before_the_first_engagement_is_no_rest() {
    // The first thing known is a page on Tuesday at 19:24, on call since Monday at 05:30: ten hours after the two days of
    // which nothing is known begin.
    let builder = with(1, &["2026-07-01 00:00", "2026-07-07 19:24"])
        .shift(0, "primary", 1, "2026-07-06 05:30", "2026-07-13 05:30")
        .page(1, 0, "2026-07-07 19:24");
    let load = load(builder);
    assert_eq!((load.strain.short_rests, load.strain.rest_people), (0, 0));
    assert!(load.weeks.iter().all(|w| w.measures.rest.is_none()), "{:?}", load.weeks);
}
