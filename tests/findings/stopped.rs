//! A collection that stopped is never called an improvement.

use super::check;
use crate::support::run::{Run, run};
use crate::support::shared;
use retroscope::findings::{Claim, Findings, Grade};
use std::fs;
use std::path::{Path, PathBuf};

/// Two tools of the same make.
const TWO: &str = r#"
[[mapping]]
name = "pager"
files = ["pager.csv"]
[mapping.fields]
id = "id"
title = "title"
started_at = "start"
components = "service"
[[mapping]]
name = "desk"
files = ["desk.csv"]
[mapping.fields]
id = "id"
title = "title"
started_at = "start"
components = "service"
"#;

/// A row every so many days of 2026 from day `from` to day `to`, at odd minutes.
fn rows(name: &str, from: i64, to: i64, every: i64) -> String {
    let first = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let row = |day: i64| {
        let date = first + chrono::Duration::days(day);
        let (hour, minute) = ((day * 5) % 24, (day * 7) % 60);
        format!("{name}{day},{name} failure number {day},{date}T{hour:02}:{minute:02}:13Z,{name}-{}\n", day % 3)
    };
    let days = (from..to).filter(|day| day % every == 0);
    format!("id,title,start,service\n{}", days.map(row).collect::<String>())
}

/// The pager daily until day `pager`, the desk every second day from `desk` to the end of September.
fn two_tools(pager: [i64; 2], desk: [i64; 2]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let paths = [folder.path().join("pager.csv"), folder.path().join("desk.csv")];
    fs::write(&paths[0], rows("p", pager[0], pager[1], 1)).unwrap();
    fs::write(&paths[1], rows("d", desk[0], desk[1], 2)).unwrap();
    run(&paths, TWO, "2026Q3")
}

fn stops(findings: &Findings) -> Vec<&Claim> {
    findings.claims.iter().filter(|c| c.code == "volume.collection-stopped").collect()
}

/// Nothing that compares says that anything changed.
fn nothing_changed(findings: &Findings) {
    let gives_both = |c: &&Claim| c.compared_with.is_some() || c.numbers.keys().any(|k| k.starts_with("previous_"));
    let comparing = findings.claims.iter().filter(gives_both);
    for claim in comparing {
        assert!(
            matches!(claim.grade, Grade::Fact | Grade::NotAssessable | Grade::NoEvidence),
            "{} is {:?}: {}",
            claim.id,
            claim.grade,
            claim.sentence
        );
        assert!(claim.caveats.iter().any(|c| c.contains("seems to have stopped")), "{}", claim.id);
        assert!(claim.sentence.contains("not comparable"), "{}: {}", claim.id, claim.sentence);
        assert!(!findings.headlines.contains(&claim.id), "{} is a headline", claim.id);
    }
    for word in ["improv", "fewer failures than", "evidence that incidents began less"] {
        let said = findings.claims.iter().find(|c| c.sentence.contains(word));
        assert!(said.is_none_or(|c| c.sentence.contains("no evidence that incidents began")), "{word}: {said:?}");
    }
}

#[test]
fn one_of_two_tools_stops_in_the_period() {
    // Day 211 is 31 July.
    let whole = two_tools([0, 273], [0, 273]);
    check(&whole.review.findings);
    assert_eq!(stops(&whole.review.findings).len(), 0);
    let cut = two_tools([0, 212], [0, 273]);
    let findings = &cut.review.findings;
    check(findings);
    let stops = stops(findings);
    assert_eq!(stops.len(), 1);
    let sentence = &stops[0].sentence;
    assert!(
        sentence.starts_with("Collection from “pager” seems to have stopped on 31 July 2026: counts after that are not comparable. At its earlier pace about 60 incidents would have begun there"),
        "{sentence}"
    );
    assert_eq!(findings.headlines.first().map(String::as_str), Some("volume.collection-stopped/pager"));
    nothing_changed(findings);
    // What a usual week is, is told of the weeks before that: 30 of them, with ten or eleven each.
    let weeks = cut.review.results.volume.points.len();
    let chart = findings.exhibit("incidents-per-week").unwrap();
    let half = format!("half of the {weeks} complete weeks had ");
    assert!(chart.headline.contains(&half), "{} of {weeks}", chart.headline);
    let typical: u64 = chart.headline.split(&half).nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    assert!(typical >= 10, "{}", chart.headline);
}

#[test]
fn a_stop_before_both_periods_leaves_them_comparable() {
    // Day 80 is 22 March: neither quarter has the pager.
    let run = two_tools([0, 80], [0, 273]);
    let findings = &run.review.findings;
    check(findings);
    assert_eq!(stops(findings).len(), 1);
    assert!(!findings.headlines.iter().any(|id| id.starts_with("volume.collection-stopped")));
    let change = findings.claim("areas.total-change").unwrap();
    assert!(!change.sentence.contains("not comparable"), "{}", change.sentence);
}

#[test]
fn a_tool_that_joins_late_makes_no_rise() {
    // Day 190 is 10 July: the desk was connected in the period under review.
    let run = two_tools([0, 273], [190, 273]);
    let findings = &run.review.findings;
    check(findings);
    let began = findings.claim("volume.collection-began/desk").unwrap();
    assert!(
        began.sentence.starts_with("Records from “desk” begin only on 10 July 2026, while others reach back to 1 January 2026: counts before and after that are not comparable. At its later pace about 95 incidents would have begun there before; none did."),
        "{}",
        began.sentence
    );
    assert_eq!(findings.headlines.first(), Some(&began.id));
    for claim in findings.claims.iter().filter(|c| c.compared_with.is_some()) {
        let graded = matches!(claim.grade, Grade::Fact | Grade::NotAssessable | Grade::NoEvidence);
        assert!(graded && claim.sentence.contains("not comparable"), "{:?} {}", claim.grade, claim.sentence);
    }
    assert!(!findings.opening.contains("evidence that there were more"), "{}", findings.opening);
    // In the period before already (day 110 is 21 April): a fifth of it is without the desk.
    let before = two_tools([0, 273], [110, 273]);
    assert!(before.review.findings.claim("volume.collection-began/desk").is_some());
    // Before both (day 60 is 2 March), and from the beginning: nothing to say.
    for desk in [[60, 273], [0, 273]] {
        let run = two_tools([0, 273], desk);
        assert!(!run.review.findings.claims.iter().any(|c| c.code == "volume.collection-began"));
        assert!(
            run.review
                .findings
                .claims
                .iter()
                .any(|c| c.compared_with.is_some() && !c.sentence.contains("not comparable"))
        );
    }
}

#[test]
fn a_tool_that_takes_the_place_of_another_is_named() {
    let run = two_tools([0, 212], [212, 273]);
    let findings = &run.review.findings;
    check(findings);
    assert!(stops(findings)[0].sentence.contains("“desk” begins at that time"), "{}", stops(findings)[0].sentence);
    nothing_changed(findings);
}

#[test]
fn a_quiet_fortnight_of_a_slow_tool_is_no_stop() {
    // The desk delivers every tenth day; twenty quiet days come up.
    let folder = tempfile::tempdir().unwrap();
    let paths = [folder.path().join("pager.csv"), folder.path().join("desk.csv")];
    fs::write(&paths[0], rows("p", 0, 273, 1)).unwrap();
    fs::write(&paths[1], rows("d", 0, 252, 10)).unwrap();
    let run = run(&paths, TWO, "2026Q3");
    assert_eq!(stops(&run.review.findings).len(), 0);
}

#[test]
fn one_service_that_falls_silent_was_perhaps_repaired() {
    let run = {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pager.csv");
        // Ten a day of one service until July, one a day of others throughout.
        let noisy: String = (0..212)
            .flat_map(|d| (0..10).map(move |i| (d, i)))
            .map(|(d, i)| {
                let date = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Duration::days(d);
                format!("n{d}-{i},Flapping check {d} {i},{date}T{:02}:{:02}:13Z,noisy\n", i * 2, (d + i) % 60)
            })
            .collect();
        fs::write(&path, rows("p", 0, 273, 1) + &noisy).unwrap();
        run(&[path], TWO, "2026Q3")
    };
    assert_eq!(stops(&run.review.findings).len(), 0);
}

/// Copies a folder of exports without the files that `leave_out` names.
fn copy(from: &Path, to: &Path, leave_out: &dyn Fn(&str) -> bool) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        let target = to.join(&name);
        if entry.path().is_dir() {
            copy(&entry.path(), &target, leave_out);
        } else if !leave_out(&name) {
            fs::write(target, fs::read(entry.path()).unwrap()).unwrap();
        }
    }
}

#[test]
fn the_demo_without_its_last_pager_file() {
    let demo = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/demo");
    let folder = tempfile::tempdir().unwrap();
    // From 26 May 2026 on the pager is silent: its third file of incidents, and the log of that time.
    let late = ["incidents-0003.json", "log_entries-0014.json", "log_entries-0015.json", "log_entries-0016.json"];
    copy(&demo, folder.path(), &|name| late.contains(&name));
    let settings = fs::read_to_string(demo.join("retroscope.toml")).unwrap();
    let run =
        run(&["pagerduty", "servicenow", "statuspage", "reviews"].map(|p| folder.path().join(p)), &settings, "2026Q2");
    let findings = &run.review.findings;
    check(findings);
    let stop = findings.claim("volume.collection-stopped/pagerduty").expect("the pager is silent");
    assert!(
        stop.sentence.contains("Collection from PagerDuty seems to have stopped on 26 May 2026"),
        "{}",
        stop.sentence
    );
    assert_eq!(findings.headlines.first(), Some(&stop.id));
    assert!(findings.opening.ends_with("counts after that are not comparable."), "{}", findings.opening);
    nothing_changed(findings);
}

#[test]
fn the_whole_demo_has_no_stop() {
    let demo = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/demo");
    let settings = fs::read_to_string(demo.join("retroscope.toml")).unwrap();
    let run = run(&["pagerduty", "servicenow", "statuspage", "reviews"].map(|p| demo.join(p)), &settings, "2026Q2");
    assert_eq!(stops(&run.review.findings).iter().map(|c| &c.sentence).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn a_real_status_page_that_is_cut_while_another_goes_on() {
    let Some(shared) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("summary.json");
    let text = fs::read_to_string(shared.join("data/github-two-source/github_statuspage_summary_open.json")).unwrap();
    let mut export: serde_json::Value = serde_json::from_str(&text).unwrap();
    let before = |i: &serde_json::Value| {
        ["started_at", "created_at"].iter().all(|f| i[f].as_str().is_none_or(|at| at < "2024-05-15"))
    };
    for list in ["incidents", "scheduled_maintenances"] {
        let kept: Vec<_> = export[list].as_array().unwrap().iter().filter(|i| before(i)).cloned().collect();
        export[list] = kept.into();
    }
    fs::write(&page, export.to_string()).unwrap();
    let run = run(&[page, shared.join("data/cstate-jenkins")], "", "2024Q2");
    let findings = &run.review.findings;
    check(findings);
    let stop = findings.claim("volume.collection-stopped/statuspage").expect("the status page is silent");
    assert!(
        stop.sentence.contains("seems to have stopped on 1") && stop.sentence.contains("May 2024"),
        "{}",
        stop.sentence
    );
    nothing_changed(findings);
}

#[test]
fn a_cut_feed_whose_incidents_another_tells_too_changes_no_count() {
    let Some(shared) = shared() else { return };
    let base = shared.join("data/github-two-source");
    let folder = tempfile::tempdir().unwrap();
    let atom = folder.path().join("github_atom_incidents.jsonl");
    let text = fs::read_to_string(base.join("github_atom_incidents.jsonl")).unwrap();
    let early = |line: &&str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        row["downtime_start"]
            .as_str()
            .or(row["started_at"].as_str())
            .or(row["published_at"].as_str())
            .is_some_and(|at| at < "2024-08-15")
    };
    let kept: Vec<&str> = text.lines().filter(early).collect();
    fs::write(&atom, kept.join("\n")).unwrap();
    let settings = "[[mapping]]\nname = \"github-atom\"\nfiles = [\"github_atom_incidents.jsonl\"]\nrole = \"status-page\"\nreference_tail = true\n[mapping.fields]\nid = \"id\"\ntitle = \"title\"\nurl = \"url\"\nreference = \"url\"\nstarted_at = \"downtime_start\"\nresolved_at = \"downtime_end\"\n";
    let run = run(&[atom, base.join("github_statuspage_summary_open.json")], settings, "2024Q3");
    let findings = &run.review.findings;
    check(findings);
    let stops = stops(findings);
    assert_eq!(stops.len(), 1, "{stops:?}");
    assert!(stops[0].sentence.contains("August 2024"), "{}", stops[0].sentence);
}

#[test]
fn a_line_through_the_weeks_ends_where_a_tool_does_and_says_so() {
    let slope = |run: &Run| run.review.findings.claim("volume.slope").unwrap().clone();
    let says = |claim: &Claim| {
        claim
            .caveats
            .iter()
            .any(|c| c == "Weeks from 31 July 2026 on are not counted, because the records of one tool end there.")
    };
    let whole = slope(&two_tools([0, 273], [0, 273]));
    assert!(!says(&whole), "{:?}", whole.caveats);
    let cut = slope(&two_tools([0, 212], [0, 273]));
    assert!(says(&cut), "{:?}", cut.caveats);
    assert!(!matches!(cut.grade, Grade::Evidence | Grade::Strong), "{}", cut.sentence);
}

/// A tool of few incidents falls silent in the middle: its weeks stay in, and the fall is no evidence.
#[test]
fn a_small_tool_that_stops_makes_no_fall() {
    let folder = tempfile::tempdir().unwrap();
    let paths = [folder.path().join("pager.csv"), folder.path().join("desk.csv")];
    // The desk tells of one in 25 incidents.
    let many: String = (0..270)
        .flat_map(|day| (0..3).map(move |n| (day, n)))
        .map(|(day, n)| {
            let date = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Duration::days(day);
            // Fewer and fewer, so that there is a fall.
            let kept = n < 1 || (day * 7 + n * 11) % 270 > day;
            if kept {
                format!(
                    "p{day}-{n},failure {day} {n},{date}T{:02}:{:02}:13Z,s-{}\n",
                    (day * 5 + n * 7) % 24,
                    (day * 7) % 60,
                    day % 3
                )
            } else {
                String::new()
            }
        })
        .collect();
    fs::write(&paths[0], format!("id,title,start,service\n{many}")).unwrap();
    fs::write(&paths[1], rows("d", 0, 150, 10)).unwrap();
    let run = run(&paths, TWO, "2026Q3");
    let share = stops(&run.review.findings).first().map(|c| c.numbers["share_known_from_it_alone"]);
    assert!(share.is_some_and(|share| share < 0.05), "{share:?}");
    let slope = run.review.findings.claim("volume.slope").unwrap();
    assert!(!matches!(slope.grade, Grade::Strong), "{}", slope.sentence);
    assert!(
        slope.robustness.iter().any(|r| format!("{r:?}").contains("seems to have stopped")),
        "{:?}",
        slope.robustness
    );
}
