//! Tests of `ingest/review/moments`.

use retroscope::ingest::review::clock;
use retroscope::ingest::review::day::find;
use retroscope::ingest::review::lengths::Lengths;
use retroscope::ingest::review::moments::{Moments, of};
use retroscope::ingest::review::row::TimelineRow;

fn rows(lines: &[&str]) -> Vec<TimelineRow> {
    let row = |line: &&str| {
        let (clock, text) = clock::leading(line, None).unwrap();
        TimelineRow { day: find("2026-02-03").unwrap(), clock, text: text.trim().to_owned(), zero: false }
    };
    lines.iter().map(row).collect()
}

fn shown(moments: &Moments) -> String {
    let text = |stamp: &Option<retroscope::model::record::Stamp>| {
        stamp.as_ref().map_or_else(String::new, |stamp| stamp.text.replace("2026-02-03 ", ""))
    };
    let all = [&moments.started, &moments.detected, &moments.acknowledged, &moments.mitigated, &moments.resolved];
    all.map(text).join("|")
}

#[test]
fn changes_before_the_trouble_are_no_start() {
    let found = rows(&[
        "06:58 UTC release goes out",
        "07:00 UTC orders fail",
        "07:10 UTC pager rings for the team on call",
        "07:40 UTC mitigated by a rollback",
        "08:30 UTC resolved",
    ]);
    assert_eq!(shown(&of(&found, None, Lengths::default())), "07:00 UTC|07:10 UTC||07:40 UTC|08:30 UTC");
}

#[test]
fn an_end_that_did_not_hold_is_none() {
    let found = rows(&[
        "10:00 Search is down",
        "10:30 Service restored",
        "10:50 Errors again",
        "11:20 Not yet resolved, team is waiting",
        "12:00 All nodes healthy",
        "15:00 Review planned",
    ]);
    assert_eq!(shown(&of(&found, None, Lengths::default())), "10:00||||12:00");
}

#[test]
fn stated_minutes_choose_among_rows_and_stand_in_for_them() {
    let found = rows(&["10:00 Config pushed", "10:20 Errors", "10:40 Queue back to normal", "12:00 All healthy"]);
    let lengths = Lengths { detect: Some(300), recover: Some(6_000), ..Lengths::default() };
    assert_eq!(shown(&of(&found, None, lengths)), "10:20|10:20 + 300 s|||12:00");
}

#[test]
fn a_start_that_is_named_wins() {
    let found = rows(&["09:00 Alert about disks, unrelated", "10:00 Impact begins", "10:05 Team paged", "11:00 Fixed"]);
    assert_eq!(shown(&of(&found, None, Lengths::default())), "10:00|10:05|||");
}
