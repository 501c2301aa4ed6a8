//! Calm, strained or over the line, counted by hand.

use super::{load, with};
use crate::findings::{claim, findings};
use crate::support::builder::{Builder, Inc};
use retroscope::analyse::load::params::Lines;
use retroscope::analyse::load::verdict::{LoadParts, LoadVerdict, OnCallUnit};
use retroscope::findings::Figure;
use retroscope::model::time::HOUR;

const USUAL: LoadParts = LoadParts {
    shifts: 100,
    any: 10,
    over: 0,
    red_weeks: 0,
    red_run: 0,
    red_people: 0,
    run: None,
    people: 8,
    covered: 1_000 * HOUR,
    above: 0,
    open_above: 0,
    work_known: false,
    flagged_weeks: 0,
    night_pages: 20,
    mild: 0,
};

fn state(parts: LoadParts) -> LoadVerdict {
    parts.state(&Lines::default(), 1.0)
}

#[test]
fn each_line_is_crossed_above_its_value_and_strains_from_half() {
    assert_eq!(state(USUAL), LoadVerdict::Calm);
    // 10 of 100 shifts are not more than 10 %, 11 are; more than 5 strain.
    for (over, wanted) in
        [(11, LoadVerdict::Over), (10, LoadVerdict::Strained), (6, LoadVerdict::Strained), (5, LoadVerdict::Calm)]
    {
        assert_eq!(state(LoadParts { over, ..USUAL }), wanted, "{over}");
    }
    // Two of eight people are a quarter, one is an eighth.
    for (red_people, wanted) in [(2, LoadVerdict::Over), (1, LoadVerdict::Strained), (0, LoadVerdict::Calm)] {
        assert_eq!(state(LoadParts { red_weeks: 3, red_run: 3, red_people, ..USUAL }), wanted, "{red_people}");
    }
    // 20 of 1,000 hours are 2 %.
    for (hours, wanted) in
        [(21, LoadVerdict::Over), (20, LoadVerdict::Strained), (11, LoadVerdict::Strained), (10, LoadVerdict::Calm)]
    {
        assert_eq!(state(LoadParts { above: hours * HOUR, ..USUAL }), wanted, "{hours}");
    }
    for (flagged_weeks, wanted) in [(2, LoadVerdict::Strained), (1, LoadVerdict::Calm)] {
        assert_eq!(state(LoadParts { flagged_weeks, ..USUAL }), wanted, "{flagged_weeks}");
    }
    // Half of 20 pages are 10, which is also the least; 9 of 18 are half, but too few.
    for (night_pages, mild, wanted) in [
        (20, 10, LoadVerdict::Strained),
        (20, 9, LoadVerdict::Calm),
        (18, 9, LoadVerdict::Calm),
        (21, 10, LoadVerdict::Calm),
    ] {
        assert_eq!(state(LoadParts { night_pages, mild, ..USUAL }), wanted, "{mild} of {night_pages}");
    }
}

#[test]
fn with_half_the_lines_more_and_with_double_fewer_are_over() {
    let lines = Lines::default();
    let parts = LoadParts { over: 11, ..USUAL };
    let states = [0.5, 1.0, 2.0].map(|times| parts.state(&lines, times));
    assert_eq!(states, [LoadVerdict::Over, LoadVerdict::Over, LoadVerdict::Strained]);
    assert_eq!(LoadParts { flagged_weeks: 1, ..USUAL }.state(&lines, 0.5), LoadVerdict::Strained);
    assert_eq!(USUAL.state(&lines, 0.5), LoadVerdict::Calm);
}

/// Eight people with a week each from Monday 6 July 2026, for “primary”. Person 0 is on call in the first week, and so on.
fn rota(starts: &[&str]) -> Builder {
    let weeks = ["07-06", "07-13", "07-20", "07-27", "08-03", "08-10", "08-17", "08-24", "08-31"];
    let builder = with(8, starts).incident(Inc::at("2026-07-01 12:00").minutes(5));
    (0..8_u32).fold(builder, |b, n| {
        let [from, to] = [0, 1].map(|next| format!("2026-{} 00:00", weeks[n as usize + next]));
        b.shift(n, "primary", 1, &from, &to)
    })
}

fn primary(builder: Builder) -> OnCallUnit {
    load(builder).verdicts.rotations.into_iter().find(|unit| unit.name == "primary").unwrap()
}

#[test]
fn red_weeks_in_a_row_are_those_of_the_rotation() {
    // Weeks of 6 and 13 July: two nights each, of persons 0 and 1. Week of 27 July: two nights of person 3. Week of
    // 10 August: one night, which makes no red week.
    let nights = ["07-07", "07-08", "07-14", "07-15", "07-28", "07-29", "08-11"];
    let people = [0, 0, 1, 1, 3, 3, 5];
    let starts: Vec<String> = nights.iter().map(|day| format!("2026-{day} 23:30")).collect();
    let starts: Vec<&str> = starts.iter().map(String::as_str).collect();
    let mut builder = rota(&starts);
    for (incident, (person, at)) in (0..).zip(people.into_iter().zip(&starts)) {
        builder = builder.page(incident, person, at);
    }
    // Two nights of person 6, who is not on call in these weeks: they are nobody's duty.
    let unit = primary(builder.page(0, 6, "2026-07-09 23:30").page(0, 6, "2026-07-10 23:30"));
    let p = unit.parts;
    assert_eq!((p.red_weeks, p.red_run, p.red_people, p.people), (3, 2, 2, 8));
    assert_eq!((p.night_pages, p.shifts, p.any, p.over), (7, 112, 7, 0));
    assert_eq!((unit.is_shown, state(p)), (true, LoadVerdict::Over));
}

/// Three weeks in a row of one person, and later two of three people: the longest run is not the one that crosses the line.
#[test]
fn weeks_and_people_of_a_sentence_are_of_one_run() {
    let weeks = ["07-06", "07-13", "07-20", "07-27", "08-03", "08-10", "08-17"];
    let days = |week: &str| {
        let monday = chrono::NaiveDate::parse_from_str(&format!("2026-{week}"), "%Y-%m-%d").unwrap();
        [1, 2].map(|add| (monday + chrono::Days::new(add)).format("%Y-%m-%d 23:30").to_string())
    };
    let red = [(0, vec![0]), (1, vec![0]), (2, vec![0]), (5, vec![1, 2]), (6, vec![3])];
    let mut nights: Vec<(u32, String)> = Vec::new();
    for (week, people) in red {
        for person in people {
            nights.extend(days(weeks[week]).map(|at| (person, at)));
        }
    }
    let starts: Vec<&str> = nights.iter().map(|(_, at)| at.as_str()).collect();
    let mut builder = with(8, &starts);
    for person in 0..8 {
        builder = builder.shift(person, "primary", 1, "2026-07-06 00:00", "2026-08-24 00:00");
    }
    for (incident, (person, at)) in (0..).zip(&nights) {
        builder = builder.page(incident, *person, at);
    }
    let data = builder.build();
    let unit =
        crate::analyses::analyse(&data).load.verdicts.rotations.into_iter().find(|u| u.name == "primary").unwrap();
    let run = unit.parts.run.unwrap();
    assert_eq!((unit.parts.red_run, unit.parts.red_people), (3, 3));
    assert_eq!((run.weeks, run.people), (2, 3));
    let findings = findings(&data);
    let sentence = &claim(&findings, "load.verdict").sentence;
    assert!(
        sentence.contains("for 2 weeks in a row (10 – 23 August 2026) somebody was disturbed in at least 2 nights"),
        "{sentence}"
    );
}

#[test]
fn mild_pages_have_a_low_severity_or_no_act_before_morning() {
    // Pages of five nights, each 23:30: severity 5 and acted on; severity 2 and acted on; severity 2 and taken up at
    // nine in the morning; severity unknown and never acted on; severity 1 by day, which is no night page.
    let starts = ["07-07", "07-08", "07-09", "07-10"].map(|day| format!("2026-{day} 23:30"));
    let builder = (0..8).fold(Builder::quarter(2026, 3), |b, n| b.person(&format!("P-{n:02}"), "UTC", "payments"));
    let rank = [Some(5), Some(2), Some(2), None];
    let mut builder = starts.iter().zip(rank).fold(builder, |b, (at, rank)| {
        let incident = Inc::at(at).minutes(900);
        b.incident(rank.map_or(incident.clone(), |rank| incident.sev(rank)))
    });
    builder = builder.incident(Inc::at("2026-07-06 12:00").minutes(30).sev(1)).page(4, 0, "2026-07-06 12:00");
    for (n, at) in (0..).zip(&starts) {
        builder = builder.page(n, 0, at);
    }
    for n in 0..8 {
        let day = |add: u32| format!("2026-07-{:02} 00:00", 6 + 3 * n + add);
        builder = builder.shift(n, "primary", 1, &day(0), &day(if n == 0 { 7 } else { 3 }));
    }
    let parts = primary(
        builder
            .work(0, 0, "2026-07-07 23:40", "2026-07-07 23:50")
            .work(1, 0, "2026-07-09 01:00", "2026-07-09 01:10")
            .work(2, 0, "2026-07-10 09:00", "2026-07-10 09:10"),
    )
    .parts;
    assert_eq!((parts.night_pages, parts.mild), (4, 3));
}

#[test]
fn time_above_and_weeks_with_three_flags_are_of_the_rotation() {
    // Person 0 has two incidents open from 10:00 to 14:00 on Tuesday 7 July, one person on call: four hours above.
    let starts = ["2026-07-07 10:00", "2026-07-07 10:00", "2026-07-07 23:00", "2026-07-08 23:00", "2026-07-09 23:00"];
    let mut builder = (0..8).fold(Builder::quarter(2026, 3), |b, n| b.person(&format!("P-{n:02}"), "UTC", "payments"));
    builder = builder.incident(Inc::at("2026-07-01 12:00").minutes(5));
    builder =
        builder.incidents(starts.iter().enumerate().map(|(n, at)| Inc::at(at).minutes(if n < 2 { 240 } else { 10 })));
    for (n, at) in (1..).zip(starts) {
        builder = builder.page(n, 0, at);
    }
    for n in 0..8 {
        builder = builder.shift(
            n,
            "primary",
            1,
            &format!("2026-07-{:02} 00:00", 6 + n * 3),
            &format!("2026-07-{:02} 00:00", 9 + n * 3),
        );
    }
    // Person 0 is on call from 6 to 9 July only, but worked five hours at two incidents, and had three nights in a row.
    let unit = primary(builder.work(1, 0, "2026-07-07 10:00", "2026-07-07 15:00").work(
        2,
        0,
        "2026-07-07 10:00",
        "2026-07-07 15:00",
    ));
    assert_eq!(unit.parts.open_above, 4 * HOUR);
    // Work is on record, and it went on for an hour after the end of both.
    assert_eq!((unit.parts.above, unit.parts.work_known), (5 * HOUR, true));
    // Nights (two or more), a run of three, and more than four hours at two at once are three flags.
    assert_eq!(unit.parts.flagged_weeks, 1);
    // The night of the 9th begins after the turn is over.
    assert_eq!(unit.parts.night_pages, 2);
}

#[test]
fn four_people_or_nineteen_shifts_are_not_judged() {
    let of = |people: u32, days: u32| {
        let mut builder =
            with(people as usize, &["2026-07-01 12:00", "2026-07-20 12:00"]).page(1, 0, "2026-07-20 12:00");
        for n in 0..people {
            let day = |at: u32| format!("2026-07-{:02} 00:00", 2 + at);
            builder = builder.shift(n, "primary", 1, &day(n * days), &day((n + 1) * days));
        }
        primary(builder)
    };
    // Two shifts of 12 hours a day.
    assert_eq!((of(4, 5).parts.shifts, of(4, 5).is_shown), (40, false));
    assert_eq!((of(5, 1).parts.shifts, of(5, 1).is_shown), (10, false));
    assert_eq!((of(5, 2).parts.shifts, of(5, 2).is_shown), (20, true));
}

#[test]
fn what_was_before_is_judged_by_the_same_rules() {
    let found = load(rota(&["2026-07-07 10:00"]).page(0, 0, "2026-07-07 10:00"));
    assert!(found.verdicts_before.is_none() || found.verdicts_before.unwrap().told().is_empty());
    assert_eq!(found.verdicts.counts(&Lines::default(), 1.0), [1, 0, 0]);
}

/// A rotation of eight people with a day each, from 1 July on, with so many people in it; one incident a day by day.
fn days(builder: Builder, name: &str, people: std::ops::Range<u32>) -> Builder {
    let first = people.start;
    (0..24).fold(builder, |b, day| {
        let at = |day: u32| format!("2026-07-{:02} 00:00", 1 + day);
        b.shift(first + day % (people.end - first), name, 1, &at(day), &at(day + 1))
    })
}

/// “calm” and “busy” of eight people each; on “busy” two incidents of so many minutes at once from the first morning on. The
/// second is still open where it says so, and the exports are of the evening of the 25th.
fn busy(minutes: i64, open_from: Option<&str>) -> Builder {
    let day = "2026-07-01 10:00";
    let mut builder =
        with(21, &["2026-07-01 00:00"]).incidents([Inc::at(day).minutes(minutes), Inc::at(day).minutes(minutes)]);
    builder = days(days(builder, "busy", 0..8), "quiet", 8..16);
    for n in 1..3 {
        builder = builder.page(n, 0, day);
    }
    if let Some(from) = open_from {
        builder = builder.incident(Inc::at(from).open()).page(3, 7, from);
        builder = builder.incident(Inc::at("2026-07-24 08:00").minutes(960)).page(4, 7, "2026-07-24 08:00");
    }
    builder.exported("2026-07-25 00:00")
}

/// Five people with a day each are ten shifts, which are too few to judge.
fn with_few_shifts(builder: Builder) -> Builder {
    (0..5).fold(builder, |b, n| {
        b.shift(16 + n, "small", 1, &format!("2026-07-{:02} 00:00", 2 + n), &format!("2026-07-{:02} 00:00", 3 + n))
    })
}

#[test]
fn those_not_judged_are_not_called_calm() {
    // 24 days are 576 hours; 13 hours with two incidents are 2.3 %.
    let told = claim_of(with_few_shifts(busy(780, None)));
    assert_eq!(told.lead, "One rotation is over the line; one is calm.");
    assert!(told.sentence.contains(" One more is not judged. "), "{}", told.sentence);
    assert!(told.brief.contains("One more is not judged."), "{}", told.brief);
    assert!(told.sentence.contains(" in the two rotations judged had any incident in Q3 2026."), "{}", told.sentence);
    let all = claim_of(busy(780, None));
    assert_eq!(all.lead, "One rotation is over the line; the other is calm.");
    assert!(
        !all.sentence.contains("judged") && all.sentence.contains(" in both rotations had any"),
        "{}",
        all.sentence
    );
    let calm = claim_of(with_few_shifts(busy(60, None)));
    assert!(calm.sentence.starts_with("Both rotations judged are calm. One more is not judged."), "{}", calm.sentence);
}

fn claim_of(builder: Builder) -> retroscope::findings::Claim {
    claim(&findings(&builder.build()), "load.verdict").clone()
}

#[test]
fn a_share_of_time_stands_beside_its_line_once() {
    let told = claim_of(busy(780, None));
    let words = "for 2.3 % of its time more incidents were open than people on call (the line is 2 %), and too little work on them is on record.";
    for text in [&told.sentence, &told.brief] {
        assert!(text.contains(words) && text.matches("the line is").count() == 1, "{text}");
    }
    // 11 h 27 min are 1.988 %, which is not 2 %.
    let strained = claim_of(busy(687, None));
    assert!(strained.sentence.contains("for 1.99 % of its time"), "{}", strained.sentence);
    assert!(strained.sentence.contains("(strained above 1 %)"), "{}", strained.sentence);
}

/// An incident that is open since eight in the morning of the last day lies beside one of sixteen hours: of the 29 hours
/// above (5 %) sixteen hang on it, and of 22 hours (3.8 %) with six hours before 16.
#[test]
fn a_verdict_says_what_it_would_be_without_incidents_still_open() {
    let kept = claim_of(busy(780, Some("2026-07-24 08:00")));
    let clause = "Without the one incident still open at the export that is 2.3 %.";
    assert!(kept.sentence.contains("for 5.0 % of its time") && kept.sentence.contains(clause), "{}", kept.sentence);
    assert!(kept.robustness.iter().any(|text| text.contains("without its longest incident")), "{:?}", kept.robustness);
    let data = busy(360, Some("2026-07-24 08:00")).build();
    let findings = findings(&data);
    let falls = claim(&findings, "load.verdict");
    let clause = "Without the one incident still open at the export it would be strained (1.04 %)";
    assert!(falls.sentence.contains(clause), "{}", falls.sentence);
    assert!(falls.brief.contains(clause), "{}", falls.brief);
    let point = claim(&findings, "oncall.decide/load.verdict");
    let asks = "Is the one incident of “busy” that is still open at the export really open? Without it it would be strained (1.04 %), not over the line. If so, what relieves it? It is over the line: for 3.8 %";
    assert!(point.sentence.starts_with(asks), "{}", point.sentence);
}

/// Two incidents lie open side by side for 26 hours (4.5 % of the time), and one person was at both for 40 minutes: open time
/// by itself is no load, so nothing is over the line; it is a sign of strain, and the meeting is asked what can be closed.
#[test]
fn open_time_brings_nobody_over_the_line_where_work_is_known() {
    let builder = busy(1_560, None)
        .work(1, 0, "2026-07-01 10:00", "2026-07-01 11:00")
        .work(2, 0, "2026-07-01 10:20", "2026-07-01 11:30")
        .work(2, 1, "2026-07-01 10:30", "2026-07-01 11:00");
    let data = builder.build();
    let found = crate::findings::results(&data).load.verdicts;
    let busy = found.rotations.iter().find(|unit| unit.name == "busy").unwrap();
    let parts = busy.parts;
    // The second person at the second incident is no third demand.
    assert_eq!((parts.work_known, parts.above, parts.open_above), (true, 40 * HOUR / 60, 26 * HOUR));
    assert_eq!(state(parts), LoadVerdict::Strained);
    let findings = findings(&data);
    let told = claim(&findings, "load.verdict");
    assert_eq!(told.basis, retroscope::findings::Basis::Inferred);
    let open = "“busy”: for 4.5 % of its time more incidents were open than people on call, but people worked on so many at once for 40 minutes only, so that a second person is not shown to be needed.";
    assert!(told.sentence.starts_with(open), "{}", told.sentence);
    let point = &claim(&findings, "oncall.decide/load.verdict").sentence;
    let asks = "Which open incidents of “busy” can be closed or handed over? It is strained: for 4.5 % of its time more incidents were open than people on call, but people worked on so many at once for 40 minutes only, ";
    assert!(point.starts_with(asks), "{point}");
    assert!(findings.claim("oncall.decide/overlap.rotations").is_none(), "asked once");
    // Work on two at once for 13 hours is over it, whatever the incidents did afterwards.
    let worked = self::busy(1_560, None).work(1, 0, "2026-07-01 10:00", "2026-07-02 00:00").work(
        2,
        0,
        "2026-07-01 11:00",
        "2026-07-02 00:00",
    );
    let told = claim_of(worked);
    let words =
        "“busy”: for 2.3 % of its time more incidents were worked on at once than people on call (the line is 2 %).";
    assert!(told.sentence.contains(words), "{}", told.sentence);
}

/// A secondary that nobody pages halves no verdict: the parts of teams stand in the table only where no rotation is judged.
#[test]
fn no_team_stands_calm_beside_its_rotation_over_the_line() {
    let findings = findings(&busy(780, None).build());
    let table = findings.sections.iter().flat_map(|s| &s.tables).find(|t| t.id == "load-verdict").unwrap();
    let names: Vec<&str> = table.rows.iter().skip(2).map(|row| row[0].as_str()).collect();
    assert_eq!(names, ["busy", "quiet"]);
}

/// A shift is nobody: a rotation of eight people has one over the reference, in both tables and in the chart alike.
#[test]
fn shifts_over_are_the_same_in_both_tables_and_the_chart() {
    // Three incidents in the first shift of “busy”: one of 48 shifts.
    let day = "2026-07-01 10:00";
    let mut builder = days(days(with(16, &["2026-07-01 00:00", day, day, day]), "busy", 0..8), "quiet", 8..16);
    for n in 1..4 {
        builder = builder.page(n, 0, day);
    }
    let findings = findings(&builder.build());
    for (id, column) in [("load-verdict", 3), ("load-by-rotation", 6)] {
        let table = findings.sections.iter().flat_map(|s| &s.tables).find(|t| t.id == id).unwrap();
        let row = table.rows.iter().find(|r| r[0] == "busy").unwrap();
        assert_eq!(row[column], "1 of 48", "{id}");
    }
    let Figure::Shifts(chart) = &findings.exhibit("incidents-per-shift").unwrap().figure else { panic!() };
    let busy = chart.panels.iter().find(|panel| panel.name == "busy").unwrap();
    assert_eq!((busy.shifts[3] + busy.shifts[4], busy.shifts.iter().sum::<u64>()), (1, 48));
    let shifts = &claim(&findings, "load.per-shift").sentence;
    assert!(shifts.contains(" 96 shifts of about 12 hours in both rotations had any incident in Q3 2026"), "{shifts}");
    assert!(
        shifts.contains("An incident counts in each shift in which it reached somebody: 3 times in 96 shifts."),
        "{shifts}"
    );
}
