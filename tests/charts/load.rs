//! Tests of the figures on what responders paid.

use super::{AWKWARD, START_MS, assert_no_overlap, boxes, exhibit, tags};
use retroscope::findings::exhibit::figure;
use retroscope::findings::exhibit::load::{Came, Firing, Lorenz, ShiftLoad, TeamCalendar, WarningRule};
use retroscope::findings::{Exhibit, Figure};
use retroscope::render::chart::{csv, svg};

const DAY_MS: i64 = 86_400_000;
const TEAMS: [&str; 4] =
    ["Payments", "Parcels", "Platform engineering and developer experience, second line", "Small teams"];

fn nights(teams: usize, days: usize) -> Figure {
    let level = |team: usize, day: usize| match (day * 7 + team * 13) % 23 {
        0 | 5 | 6 => 1,
        11 if team == 1 => 2,
        _ => 0,
    };
    let team = |at: usize| {
        let levels: Vec<u8> = (0..days).map(|day| level(at, day)).collect();
        let nights = levels.iter().map(|l| u64::from(*l)).sum();
        TeamCalendar { name: TEAMS[at % TEAMS.len()].to_owned(), levels, nights }
    };
    // 1 July 2026, a Wednesday.
    Figure::Nights(figure::Nights { first_ms: START_MS + 2 * DAY_MS, least: 5, teams: (0..teams).map(team).collect() })
}

fn lorenz(count: usize) -> Figure {
    let panel = |at: usize| Lorenz {
        name: ["All hours", "Outside working hours"][at % 2].to_owned(),
        n: 83,
        curve: (0..=10).map(|t| (f64::from(t) / 10.0).powf(2.0 + at as f64)).collect(),
        chance: (0..=10).map(|t| f64::from(t) / 10.0).map(|x| [x.powf(1.9), x.powf(1.2)]).collect(),
        fifth: 0.36,
        usual: 0.28,
    };
    Figure::Lorenz(figure::Lorenz { unit: "bouts".to_owned(), panels: (0..count).map(panel).collect() })
}

fn shifts(count: usize) -> Figure {
    let panel = |at: usize| ShiftLoad {
        name: TEAMS[at % TEAMS.len()].to_owned(),
        shifts: [1388, 57, 14, 4 + at as u64, 2 * (at as u64 % 2)],
    };
    Figure::Shifts(figure::Shifts { reference: 2, panels: (0..count).map(panel).collect() })
}

fn warnings(days: i64, every: i64) -> Figure {
    let at = |day: i64| START_MS + day * DAY_MS;
    let came = |i: i64| [Came::Early, Came::Falsely, Came::SameDay][i as usize % 3];
    let rule = |name: &str, step: i64| WarningRule {
        name: name.to_owned(),
        fired: (1..days / step).map(|i| Firing { at_ms: at(i * step), came: came(i) }).collect(),
        peaks: 7,
    };
    Figure::Warnings(figure::Warnings {
        start_ms: at(0),
        end_ms: at(days),
        lead_days: 14,
        peaks_ms: (1..=days / every).map(|i| at(i * every - 3)).collect(),
        rules: vec![
            rule("Somebody's 3 disturbed nights in a row", 41),
            rule("Two people with two disturbed nights within 7 days", 67),
            rule("Twice the usual pages in sleep hours within 7 days", 19),
            rule("Three shifts over the reference line within 7 days", 90),
        ],
    })
}

fn titled(id: &str, headline: &str, figure: Figure) -> Exhibit {
    Exhibit {
        id: id.to_owned(),
        headline: headline.to_owned(),
        subtitle: "1 July – 30 September 2026".to_owned(),
        footer: format!("n = 34; numbers in charts/{id}.csv"),
        alt: headline.to_owned(),
        figure,
    }
}

fn samples() -> Vec<Exhibit> {
    let night = "22 disturbed nights, on 16 of 91 dates";
    let even =
        "The busiest fifth of the time on call had 36 % of the interruptions; chance alone makes up to 34 % plausible";
    let over = "6 of 1,455 shifts had more than 2 incidents";
    let rule = "The best rule would have spoken before 7 of 13 peaks, and falsely 12 times";
    vec![
        titled("nights-1", night, nights(1, 92)),
        titled("nights-4", night, nights(4, 92)),
        titled("nights-year", night, nights(2, 365)),
        titled("nights-month", night, nights(3, 31)),
        titled("nights-days", night, nights(2, 3)),
        titled("nights-long", night, nights(1, 1_500)),
        titled("nights-many", night, nights(33, 92)),
        titled("lorenz-1", even, lorenz(1)),
        titled("lorenz-2", even, lorenz(2)),
        titled("shifts-1", over, shifts(1)),
        titled("shifts-7", over, shifts(7)),
        titled("warnings-2y", rule, warnings(730, 56)),
        titled("warnings-q", rule, warnings(91, 30)),
        titled("warnings-3y", rule, warnings(1_100, 21)),
    ]
}

#[test]
fn every_figure_is_drawn_on_every_width() {
    // To look at them: name a folder in RETROSCOPE_SAMPLES.
    let folder = std::env::var_os("RETROSCOPE_SAMPLES").map(std::path::PathBuf::from);
    for exhibit in samples() {
        for width in [400, 480, 700, 960, 1400] {
            let (drawing, what) = (svg(&exhibit, width), format!("{} at {width}", exhibit.id));
            if let Some(folder) = &folder {
                std::fs::write(folder.join(format!("{}-{width}.svg", exhibit.id)), &drawing).unwrap();
            }
            assert!(drawing.contains("class=\"mark\""), "{what} has no marks");
            assert_no_overlap(&drawing, &what);
            for (text, [left, right, _, _]) in boxes(&drawing) {
                assert!(left >= -3.0 && right <= f64::from(width) + 3.0, "{what}: {text:?} leaves the page");
            }
        }
    }
}

/// Kinds with nothing, with figures that are none, and with words that break pages.
pub(super) fn awkward() -> Vec<Figure> {
    let calendar = |levels: Vec<u8>| TeamCalendar { name: AWKWARD.repeat(2), levels, nights: u64::MAX };
    let firing = |at_ms: i64| Firing { at_ms, came: Came::Falsely };
    let rule =
        WarningRule { name: AWKWARD.repeat(4), fired: [i64::MIN, 0, i64::MAX].map(firing).to_vec(), peaks: u64::MAX };
    let odd = Lorenz {
        name: AWKWARD.to_owned(),
        n: u64::MAX,
        curve: vec![f64::NAN, 1e300, -1.0],
        chance: vec![[f64::NAN, f64::INFINITY]; 40],
        fifth: f64::NAN,
        usual: f64::INFINITY,
    };
    let bare = Lorenz { curve: vec![0.5], chance: vec![], ..odd.clone() };
    let window = |start_ms: i64, end_ms: i64| {
        Figure::Warnings(figure::Warnings {
            start_ms,
            end_ms,
            lead_days: u64::MAX,
            peaks_ms: vec![i64::MIN, 0, i64::MAX],
            rules: vec![rule.clone(); 30],
        })
    };
    vec![
        nights(0, 0),
        nights(2, 0),
        Figure::Nights(figure::Nights { first_ms: i64::MAX, least: 0, teams: vec![calendar(vec![1, 2, 255])] }),
        Figure::Nights(figure::Nights { first_ms: i64::MIN, least: 5, teams: vec![calendar(vec![1])] }),
        Figure::Nights(figure::Nights {
            first_ms: 0,
            least: 5,
            teams: vec![calendar(vec![9; 5_000]), calendar(vec![])],
        }),
        lorenz(0),
        Figure::Lorenz(figure::Lorenz { unit: AWKWARD.to_owned(), panels: vec![odd, bare] }),
        shifts(0),
        Figure::Shifts(figure::Shifts {
            reference: u64::MAX,
            panels: vec![ShiftLoad { name: AWKWARD.to_owned(), shifts: [u64::MAX; 5] }],
        }),
        Figure::Shifts(figure::Shifts {
            reference: 0,
            panels: vec![ShiftLoad { name: String::new(), shifts: [0, 0, 0, 0, 1] }],
        }),
        window(i64::MIN, i64::MAX),
        window(i64::MAX, i64::MIN),
        window(0, 0),
    ]
}

#[test]
fn nothing_to_draw_is_said() {
    let silent =
        Figure::Warnings(figure::Warnings { start_ms: 0, end_ms: 1, lead_days: 14, peaks_ms: vec![], rules: vec![] });
    for figure in [nights(0, 0), nights(2, 0), lorenz(0), shifts(0), silent] {
        assert!(svg(&exhibit(figure), 960).contains(">No data<"));
    }
}

#[test]
fn a_calendar_starts_on_its_weekday_and_never_tells_how_few_people_it_was() {
    let team = TeamCalendar { name: "Payments".to_owned(), levels: vec![1, 1, 0, 0, 0, 2], nights: 7 };
    let drawing = svg(
        &titled(
            "x",
            "A headline",
            Figure::Nights(figure::Nights { first_ms: START_MS + 2 * DAY_MS, least: 5, teams: vec![team] }),
        ),
        960,
    );
    assert!(drawing.contains("<title>Payments, night of 2 July 2026: disturbed, fewer than 5 people</title>"));
    assert!(drawing.contains("<title>Payments, night of 6 July 2026: 5 or more people disturbed</title>"));
    // A calm night is drawn, and has nothing to tell.
    assert_eq!(drawing.matches("night of").count(), 3);
    let at = |day: &str, name: &str| {
        let cell = drawing.split("<g class=\"mark\">").find(|g| g.contains(&format!("night of {day}"))).unwrap();
        let rect = tags(&format!("<g>{}</g>", cell.split("</g>").next().unwrap()))
            .into_iter()
            .find(|(tag, _)| tag == "rect")
            .unwrap();
        rect.1.iter().find(|a| a.0 == name).unwrap().1.parse::<f64>().unwrap()
    };
    // Wednesday 1 July and Thursday 2 July are in one week, Monday 6 July begins the next.
    assert!(at("1 July", "x") == at("2 July", "x") && at("1 July", "y") < at("2 July", "y"));
    assert!(at("6 July", "x") > at("1 July", "x") && at("6 July", "y") < at("1 July", "y"));
}

#[test]
fn the_line_stands_between_two_and_three_and_quiet_shifts_are_told() {
    let panel = ShiftLoad { name: "Primary".to_owned(), shifts: [90, 16, 14, 13, 12] };
    let drawing =
        svg(&titled("x", "A headline", Figure::Shifts(figure::Shifts { reference: 2, panels: vec![panel] })), 960);
    assert!(drawing.contains(">25 of 145 over the line, 90 without any<"), "{drawing}");
    let middle = |label: &str| {
        boxes(&drawing).into_iter().filter(|b| b.0 == label).map(|b| f64::midpoint(b.1[0], b.1[1])).next_back().unwrap()
    };
    let line = drawing.split("class=\"dashed\"><path d=\"M").nth(1).unwrap();
    let line: f64 = line.split(' ').next().unwrap().parse().unwrap();
    assert!((line - f64::midpoint(middle("2"), middle("3"))).abs() < 0.5, "{line}");
}

#[test]
fn bars_of_shifts_and_their_labels_are_shares() {
    let panel = |name: &str, shifts| ShiftLoad { name: name.to_owned(), shifts };
    let figure = Figure::Shifts(figure::Shifts {
        reference: 2,
        panels: vec![
            panel("All rotations", [1691, 106, 15, 2, 6]),
            panel("Ledger primary", [126, 47, 7, 2, 0]),
            panel("Parcels secondary", [182, 0, 0, 0, 0]),
            panel("Holidays", [4, 1, 0, 1, 1]),
        ],
    });
    let drawing = svg(&titled("x", "A headline", figure), 960);
    for words in ["5.8 %", "0.3 %", "26 %", "3.8 %"] {
        assert!(boxes(&drawing).iter().any(|b| b.0 == words), "{words}");
    }
    assert_eq!(boxes(&drawing).iter().filter(|b| b.0 == "1 of 7").count(), 3, "few shifts are no per cent");
    assert!(drawing.contains("<title>All rotations: 106 shifts with 1 incident, 5.8 % of all</title>"), "{drawing}");
    assert!(drawing.contains("<title>Holidays: 1 shift with 3 incidents, 1 of 7 of all</title>"), "{drawing}");
    assert!(!drawing.contains("Parcels secondary"));
    assert!(drawing.contains(">not drawn: 1 rotation without any incident<"));
    assert!(drawing.contains(">bars: share of the shifts, by incidents in a shift<"));
}

#[test]
fn firings_differ_by_more_than_their_colour() {
    let drawing = svg(&titled("x", "A headline", warnings(730, 56)), 960);
    for words in ["fired early", "on the day", "false alarm", "peak of strain", "14 days before a peak"] {
        assert!(drawing.contains(&format!(">{words}<")), "{words}");
    }
    // Day 67 from 29 June 2026, the first firing of the second rule of the three kinds: early is the second.
    assert!(drawing.contains("within 7 days: would have fired on 4 September 2026; no peak followed in time</title>"));
    // 730 days hold 38 steps of 19: firings 1 to 37, a third of each kind, the second kind (falsely) one more.
    assert!(drawing.contains(">12 early, 12 on the day, 13 false<") && drawing.contains(">ahead of 7 of 13 peaks<"));
}

#[test]
fn the_numbers_are_the_plotted_ones() {
    let team = TeamCalendar { name: "=a".to_owned(), levels: vec![0, 1, 2], nights: 7 };
    assert_eq!(
        csv(&exhibit(Figure::Nights(figure::Nights { first_ms: START_MS, least: 5, teams: vec![team] }))),
        "team,night_of,people_disturbed\n'=a,2026-06-29,0\n'=a,2026-06-30,fewer than 5\n'=a,2026-07-01,5 or more\n"
    );
    let numbers = csv(&exhibit(lorenz(1)));
    assert_eq!(numbers.lines().next(), Some("which,share_of_time,share,random_low,random_high,n,unit"));
    assert_eq!((numbers.lines().count(), numbers.lines().last()), (12, Some("All hours,1,1,1,1,83,bouts")));
    assert_eq!(csv(&exhibit(shifts(1))).lines().nth(5), Some("Payments,4 or more,0,2"));
    let numbers = csv(&exhibit(warnings(91, 30)));
    // Peaks on days 27, 57 and 87.
    assert!(numbers.starts_with("what,rule,day,came\npeak,,2026-07-26,\npeak,,2026-08-25,\npeak,,2026-09-24,\n"));
    assert!(numbers.contains("fired,Somebody's 3 disturbed nights in a row,2026-08-09,falsely\n"), "{numbers}");
}
