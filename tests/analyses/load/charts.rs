//! What the charts of load show, and that none of them shows too few people.

use super::{replay, with};
use crate::analyses::{analyse, part};
use crate::support::builder::{Builder, Inc};
use retroscope::findings::exhibit::figure;
use retroscope::findings::exhibit::load::Came;
use retroscope::findings::load::Load;
use retroscope::findings::{Exhibit, Figure};
use retroscope::frame::DataSet;

fn drawn(data: &DataSet, id: &str) -> Option<Exhibit> {
    part(&Load, data).exhibits.into_iter().find(|e| e.id == id)
}

/// Six people of payments and `small` of parcels, all in UTC; one incident per start.
fn teams(small: usize, starts: &[&str]) -> Builder {
    let team = |b: Builder, (name, people): (&'static str, usize)| {
        (0..people).fold(b, |b, i| b.person(&format!("{name}-{i}"), "UTC", name))
    };
    let builder = [("payments", 6), ("parcels", small)].into_iter().fold(Builder::quarter(2026, 3), team);
    builder.incidents(starts.iter().map(|s| Inc::at(s).minutes(30)))
}

fn calendars(data: &DataSet) -> Vec<(String, Vec<usize>, u64)> {
    let Some(Exhibit { figure: Figure::Nights(figure::Nights { teams, .. }), .. }) = drawn(data, "disturbed-nights")
    else {
        return Vec::new();
    };
    let days = |levels: &[u8]| levels.iter().enumerate().filter(|(_, l)| **l > 0).map(|(day, _)| day).collect();
    teams.iter().map(|t| (t.name.clone(), days(&t.levels), t.nights)).collect()
}

/// Everybody is on the roster: all were paged by day on 10 August.
fn everybody(builder: Builder, people: u32) -> Builder {
    (0..people).fold(builder, |b, person| b.page(0, person, "2026-08-10 10:00"))
}

#[test]
fn a_night_belongs_to_the_evening_on_which_it_began() {
    // 3 August, 02:00 is the night of 2 August, the 33rd day of the quarter; 23:00 on 5 August is the 36th.
    let data = everybody(teams(6, &["2026-07-01 00:30"]), 12)
        .page(0, 0, "2026-08-03 02:00")
        .page(0, 1, "2026-08-03 02:10")
        .page(0, 6, "2026-08-05 23:00")
        .build();
    let expected = [("parcels".to_owned(), vec![35], 1), ("payments".to_owned(), vec![32], 2)];
    assert_eq!(calendars(&data), expected);
    let exhibit = drawn(&data, "disturbed-nights").unwrap();
    assert_eq!(exhibit.headline, "3 disturbed nights, on 2 of 92 dates");
}

#[test]
fn how_many_people_it_was_is_told_from_five_on() {
    let four = (0..4).fold(everybody(teams(6, &["2026-07-01 00:30"]), 12), |b, p| b.page(0, p, "2026-08-03 02:00"));
    let level = |data: &DataSet| match drawn(data, "disturbed-nights").unwrap().figure {
        Figure::Nights(figure::Nights { teams, .. }) => teams[1].levels[32],
        other => panic!("{other:?}"),
    };
    assert_eq!(level(&four.build()), 1);
    let five = (0..5).fold(everybody(teams(6, &["2026-07-01 00:30"]), 12), |b, p| b.page(0, p, "2026-08-03 02:00"));
    assert_eq!(level(&five.build()), 2);
}

#[test]
fn small_teams_have_no_calendar_of_their_own() {
    // Three people: they would have to be taken together with the only large team, so nothing is shown.
    let data = |small: usize| {
        everybody(teams(small, &["2026-07-01 00:30"]), 6 + small as u32).page(0, 6, "2026-08-03 02:00").build()
    };
    assert_eq!(calendars(&data(3)), []);
    assert_eq!(calendars(&data(5)).len(), 2);
}

#[test]
fn without_a_disturbed_night_there_is_no_calendar() {
    assert!(calendars(&everybody(teams(6, &["2026-07-01 00:30"]), 12).build()).is_empty());
}

#[test]
fn shifts_are_counted_by_their_incidents() {
    // Six people with one shift of 12 hours each; the first has three incidents, the second one.
    let builder = with(6, &["2026-08-10 10:00", "2026-08-10 11:00", "2026-08-10 12:00"]);
    let builder = (0..6).fold(builder, |b, p| b.shift(p, "primary", 1, "2026-08-10 08:00", "2026-08-10 20:00"));
    let data = builder
        .page(0, 0, "2026-08-10 10:00")
        .page(1, 0, "2026-08-10 11:00")
        .page(2, 0, "2026-08-10 12:00")
        .page(2, 1, "2026-08-10 12:00")
        .build();
    let exhibit = drawn(&data, "incidents-per-shift").unwrap();
    assert_eq!(exhibit.headline, "1 of 6 shifts had more than 2 incidents");
    let Figure::Shifts(figure::Shifts { reference, panels }) = exhibit.figure else { panic!("shifts") };
    assert_eq!((reference, panels.len(), panels[0].name.as_str()), (2, 1, "primary"));
    assert_eq!(panels[0].shifts, [4, 1, 0, 1, 0]);
}

#[test]
fn firings_of_the_chart_are_those_of_the_replay() {
    // With two peaks there is nothing to tell of a rule's record.
    assert!(drawn(&replay::history(100).build(), "early-warning").is_none());
    // Four times the same hundred days.
    let more = |b: Builder, (person, day): (u32, i64)| b.page(0, person, &replay::at(day, 3));
    let again = [(0, 41), (0, 42), (0, 43), (1, 45), (2, 45), (3, 45), (4, 45), (5, 45), (6, 81), (6, 82), (6, 83)];
    let later = (1..4_i64).flat_map(|cycle| again.map(|(person, day)| (person, day + 100 * cycle)));
    let data = later.fold(replay::history(100), more).exported(&replay::at(400, 0)).build();
    let warnings = analyse(&data).load.warnings.expect("a replay");
    let figure = drawn(&data, "early-warning").map(|e| e.figure);
    let Some(Figure::Warnings(figure::Warnings { peaks_ms, rules, lead_days, .. })) = figure else {
        panic!("a chart of {warnings:?}")
    };
    assert_eq!((peaks_ms.len(), lead_days), (warnings.peaks.len(), 14));
    let run = &rules[0];
    assert!(run.name.starts_with("Somebody's 3 disturbed nights") && run.fired.len() == 8, "{run:?}");
    assert!([Came::Early, Came::Falsely].iter().all(|came| run.fired.iter().any(|f| f.came == *came)), "{run:?}");
    for (drawn, counted) in rules.iter().zip(&warnings.rules) {
        let of = |came: Came| drawn.fired.iter().filter(|f| f.came == came).count() as u64;
        let seen = (of(Came::Early), of(Came::SameDay), of(Came::Falsely), drawn.peaks);
        assert_eq!(seen, (counted.early, counted.same_day, counted.false_alarms, counted.peaks_warned));
    }
}

#[test]
fn the_band_of_chance_holds_what_chance_does() {
    // Ten people with the same time on call and forty bouts, four each: as even as can be, so above the band.
    let starts: Vec<String> = (0..40).map(|i| format!("2026-08-{:02} {:02}:00", 1 + i / 2, 9 + 4 * (i % 2))).collect();
    let starts: Vec<&str> = starts.iter().map(String::as_str).collect();
    let builder = with(10, &starts);
    let builder = (0..10).fold(builder, |b, p| b.shift(p, "primary", 1, "2026-08-01 00:00", "2026-08-29 00:00"));
    let data = (0..40_u32).fold(builder, |b, i| b.page(i, i % 10, starts[i as usize])).build();
    let spread = analyse(&data).load.spread.all.unwrap();
    assert_eq!((spread.lorenz.len(), spread.chance.len()), (11, 11));
    for tenth in 1..10 {
        let [low, high] = spread.chance[tenth];
        assert!(low < high && (spread.lorenz[tenth] - tenth as f64 / 10.0).abs() < 1e-9);
        assert!(spread.lorenz[tenth] > high, "{tenth}");
    }
    assert_eq!((spread.chance[0], spread.chance[10]), ([0.0, 0.0], [1.0, 1.0]));
}
