//! Tools whose clocks differ by a steady amount: named, linked nonetheless, and nobody's storm.

use crate::support::run::{Run, run};
use retroscope::stats::random::stream;
use std::fmt::Write as _;
use std::path::Path;

const NOUNS: [&str; 12] = [
    "harbour", "lantern", "orchard", "pepper", "quarry", "saddle", "teapot", "violin", "walnut", "anchor", "barrel",
    "candle",
];
const VERBS: [&str; 6] = ["stalls", "drops rows", "answers slowly", "loses writes", "restarts", "runs full"];

/// One tool of an invented organisation.
struct Tool {
    name: &'static str,
    role: &'static str,
    /// Minutes by which its clock is late, and by how much more each beginning and end may be, drawn evenly.
    late: i64,
    more: [i64; 2],
    /// The column of its beginnings: `started_at` or `detected_at`.
    begins: &'static str,
    ends: bool,
}

impl Tool {
    fn new(name: &'static str, role: &'static str, late: i64) -> Self {
        Self { name, role, late, more: [0, 0], begins: "started_at", ends: true }
    }
}

/// The same 90 incidents in each tool, a day and some hours apart.
fn exported(tools: &[Tool], seed: u64) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let (mut rng, mut toml) = (stream(seed, &[1]), String::new());
    let mut texts: Vec<String> = tools.iter().map(|_| "key,what,began,over,where\n".to_owned()).collect();
    let first = 1_775_030_400_i64; // 1 April 2026, 08:00 UTC
    for number in 0..90_u64 {
        let began = first + i64::try_from(number * 86_400 + rng.below(9 * 3_600)).unwrap();
        let lasted = 600 + i64::try_from(rng.below(3 * 3_600)).unwrap();
        let mut noun = || NOUNS[usize::try_from(rng.below(NOUNS.len() as u64)).unwrap()];
        let title = format!("{} {} {} {}", noun(), noun(), noun(), VERBS[usize::try_from(number % 6).unwrap()]);
        for (tool, text) in tools.iter().zip(&mut texts) {
            let mut late = || {
                let [least, most] = tool.more;
                let span = u64::try_from(most - least).unwrap() + 1;
                60 * (tool.late + least + i64::try_from(rng.below(span)).unwrap())
            };
            let stamp =
                |at: i64| chrono::DateTime::from_timestamp(at, 0).unwrap().format("%Y-%m-%dT%H:%M:%SZ").to_string();
            let over = began + lasted + late();
            let end = if tool.ends { stamp(over) } else { String::new() };
            let key = tool.name.to_uppercase();
            let _ = writeln!(text, "{key}-{number},{title},{},{end},area {}", stamp(began + late()), number % 4);
        }
    }
    for (tool, text) in tools.iter().zip(texts) {
        std::fs::write(folder.path().join(format!("{}.csv", tool.name)), text).unwrap();
        let _ = write!(
            toml,
            "[[mapping]]\nname = \"{0}\"\nfiles = [\"{0}.csv\"]\nrole = \"{1}\"\nzone = \"UTC\"\n[mapping.fields]\nid = \"key\"\n\
             title = \"what\"\n{2} = \"began\"\nresolved_at = \"over\"\nservice = \"where\"\n",
            tool.name, tool.role, tool.begins
        );
    }
    (folder, toml)
}

fn reviewed(tools: &[Tool], seed: u64) -> Run {
    let (folder, toml) = exported(tools, seed);
    run(&[folder.path().to_owned()], &toml, "all")
}

/// What the quality page says of clocks.
fn told(run: &Run) -> Vec<String> {
    let claims = run.review.findings.claims.iter().filter(|claim| claim.code == "quality.clock-shift");
    claims.map(|claim| claim.sentence.clone()).collect()
}

#[track_caller]
fn one_incident_each(run: &Run, n: usize) {
    assert_eq!(run.table("incidents").len(), n);
    assert_eq!(run.table("storms").len(), 0, "the same incident twice is no storm");
}

#[test]
fn the_case_of_a_clock_that_is_an_hour_off() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/truth/12-one-hour-clock-shift/in");
    let toml = std::fs::read_to_string(case.join("retroscope.toml")).unwrap();
    let run = run(&[case.join("pager.csv"), case.join("tick.csv")], &toml, "2026Q2");
    one_incident_each(&run, 120);
    let of_quarter = run.table("incidents").iter().filter(|row| row["in_period"] == "true").count();
    assert_eq!(of_quarter, 60);
    let told = told(&run);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("times of tick lie 60 to 64 minutes after those of pager in 60 of 60 pairs"), "{told:?}");
}

#[test]
fn whole_and_half_hours_and_any_constant_are_named_and_taken_off() {
    let cases: [(i64, &str); 9] = [
        (60, "60 to 64 minutes after"),
        (120, "120 to 124 minutes after"),
        (30, "30 to 34 minutes after"),
        (-60, "56 to 60 minutes before"),
        (3, "3 to 7 minutes after"),
        (17, "17 to 21 minutes after"),
        (330, "330 to 334 minutes after"),
        (-480, "476 to 480 minutes before"),
        (765, "765 to 769 minutes after"),
    ];
    for (late, words) in cases {
        let desk = Tool { more: [0, 4], ..Tool::new("desk", "ticket", late) };
        let run = reviewed(&[Tool::new("bell", "pager", 0), desk], 7);
        one_incident_each(&run, 90);
        let told = told(&run);
        assert_eq!(told.len(), 1, "{late}: {told:?}");
        let sentence = format!("times of desk lie {words} those of bell in 90 of 90 pairs");
        assert!(told[0].contains(&sentence), "{late}: {told:?}");
    }
}

#[test]
fn a_tool_that_learns_a_little_later_is_not_named() {
    for more in [[0, 0], [0, 4], [-3, 3], [0, 20], [1, 45]] {
        let desk = Tool { more, ..Tool::new("desk", "ticket", 0) };
        let run = reviewed(&[Tool::new("bell", "pager", 0), desk], 11);
        assert_eq!(told(&run), Vec::<String>::new(), "{more:?}");
    }
    // Beginnings that are late by a steady amount and ends that agree are no clock.
    let noted = Tool { begins: "detected_at", ..Tool::new("bell", "pager", 0) };
    let (folder, toml) = exported(&[noted, Tool::new("desk", "manager", 0)], 5);
    let path = folder.path().join("bell.csv");
    let earlier = std::fs::read_to_string(&path).unwrap();
    let moved: Vec<String> = earlier.lines().map(|line| delayed(line, 60)).collect();
    std::fs::write(&path, moved.join("\n")).unwrap();
    let run = run(&[folder.path().to_owned()], &toml, "all");
    assert_eq!(told(&run), Vec::<String>::new());
}

/// A row whose beginning, in the third column, lies so many minutes later.
fn delayed(line: &str, minutes: i64) -> String {
    let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
    if let Ok(at) = chrono::DateTime::parse_from_rfc3339(&cells[2]) {
        cells[2] = (at + chrono::TimeDelta::minutes(minutes)).format("%Y-%m-%dT%H:%M:%SZ").to_string();
    }
    cells.join(",")
}

#[test]
fn times_of_one_incident_come_from_one_clock() {
    // The start is believed of the manager and the end of it too; the ticket alone knows nothing else.
    let late = reviewed(&[Tool::new("bell", "pager", 90), Tool::new("desk", "manager", 0)], 3);
    let right = reviewed(&[Tool::new("bell", "pager", 0), Tool::new("desk", "manager", 0)], 3);
    let durations =
        |run: &Run| -> Vec<String> { run.table("incidents").iter().map(|row| row["ttr_s"].clone()).collect() };
    assert_eq!(durations(&late), durations(&right));
    // Where only one of them states ends, start and end are of two tools.
    let open = Tool { ends: false, ..Tool::new("desk", "manager", 0) };
    let late = reviewed(&[Tool::new("bell", "pager", 90), open], 3);
    assert_eq!(durations(&late), durations(&right), "the end lies on the clock of the start");
    let remarks = late.table("remarks");
    let moved = remarks.iter().filter(|row| row["rule"] == "clock-shift").count();
    assert!(moved >= 90, "every time that was moved says so: {moved}");
}

#[test]
fn of_three_tools_the_one_that_is_off_is_named_beside_each_other() {
    let tools = [Tool::new("bell", "pager", 60), Tool::new("desk", "ticket", 0), Tool::new("log", "table", 0)];
    let run = reviewed(&tools, 19);
    one_incident_each(&run, 90);
    let told = told(&run);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().all(|sentence| sentence.contains("bell") && sentence.contains("60 minutes")), "{told:?}");
    let start = |run: &Run| run.table("incidents").iter().map(|row| row["started_at"].clone()).collect::<Vec<_>>();
    let tools = [Tool::new("bell", "pager", 0), Tool::new("desk", "ticket", 0), Tool::new("log", "table", 0)];
    assert_eq!(start(&run), start(&reviewed(&tools, 19)), "two that agree are believed against one");
}

#[test]
fn what_has_nothing_in_common_is_not_joined_by_a_clock() {
    // Two tools that tell of different things, one always an hour after the other.
    let (folder, toml) = exported(&[Tool::new("bell", "pager", 0), Tool::new("desk", "ticket", 60)], 23);
    let path = folder.path().join("desk.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut rng = stream(1, &[2]);
    let mut row = |line: &str| {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        cells[1] = format!("request {} for a chair", rng.below(1_000_000));
        cells[4] = "facilities".to_owned();
        cells.join(",")
    };
    let lines: Vec<String> =
        text.lines().enumerate().map(|(at, line)| if at == 0 { line.to_owned() } else { row(line) }).collect();
    std::fs::write(&path, lines.join("\n")).unwrap();
    let run = run(&[folder.path().to_owned()], &toml, "all");
    assert_eq!(told(&run), Vec::<String>::new());
    assert_eq!(run.table("incidents").len(), 180);
}

#[test]
fn a_zone_that_nobody_named_is_what_the_settings_can_say() {
    let (folder, toml) = exported(&[Tool::new("bell", "pager", 0), Tool::new("desk", "manager", -120)], 29);
    let path = folder.path().join("desk.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    // The desk's times state no zone, and the settings name none for it.
    std::fs::write(&path, text.replace('Z', "").replace('T', " ")).unwrap();
    let toml = toml.replace("role = \"manager\"\nzone = \"UTC\"", "role = \"manager\"");
    let run = run(&[folder.path().to_owned()], &toml, "all");
    one_incident_each(&run, 90);
    let told = told(&run);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("120 minutes before those of bell") && told[0].contains("zones.desk"), "{told:?}");
    assert!(told[0].contains("on the clock of bell"), "{told:?}");
}

#[test]
fn references_show_a_clock_too() {
    // Titles and places say nothing; the third tool names the other two.
    let tools = [Tool::new("bell", "pager", 0), Tool::new("desk", "ticket", 60), Tool::new("hall", "manager", 0)];
    let (folder, toml) = exported(&tools, 31);
    for (tool, words) in [("bell", "alarm"), ("desk", "request"), ("hall", "matter")] {
        let path = folder.path().join(format!("{tool}.csv"));
        let text = std::fs::read_to_string(&path).unwrap();
        let row = |(at, line): (usize, &str)| {
            let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
            (cells[1], cells[4]) =
                if at == 0 { ("what".to_owned(), "where".to_owned()) } else { (words.to_owned(), words.to_owned()) };
            let refs = match (at, tool) {
                (0, _) => "ref".to_owned(),
                (_, "hall") => format!("BELL-{0};DESK-{0}", at - 1),
                _ => String::new(),
            };
            cells.push(refs);
            cells.join(",")
        };
        let lines: Vec<String> = text.lines().enumerate().map(row).collect();
        std::fs::write(&path, lines.join("\n")).unwrap();
    }
    let toml = toml.replace("[mapping.fields]", "split = \";\"\n[mapping.fields]\nreference = \"ref\"");
    let run = run(&[folder.path().to_owned()], &toml, "all");
    one_incident_each(&run, 90);
    let told = told(&run);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told.iter().all(|sentence| sentence.contains("desk") && sentence.contains("in 90 of 90 pairs")),
        "{told:?}"
    );
}
