//! A line copied from the analyst's page does what it says.

use crate::support::run::{Row, Run, run};
use crate::support::user::{self, files};
use retroscope::findings::Corrections;
use retroscope::render::{ALL, Wanted, render};
use retroscope::report::sink::Memory;
use std::collections::BTreeSet;

const HEADER: &str = "action,target,field,value,reason";

fn page(number: u32, day: &str, title: &str) -> String {
    format!(
        r#"{{"id":"QA{number}","incident_number":{number},"title":"{title}","status":"resolved","urgency":"high",
        "created_at":"{day}T10:00:00Z","resolved_at":"{day}T11:00:00Z","service":{{"id":"S","summary":"card-gateway"}},
        "html_url":"https://x.pagerduty.com/incidents/QA{number}","escalation_policy":{{"id":"E"}}}}"#
    )
}

fn pages() -> String {
    let days = [
        (1, "2026-04-05", "Lamp of the north gate burnt out"),
        (2, "2026-04-19", "Lamp of the north gate burnt out"),
        (3, "2026-05-07", "Lamp of the north gate burnt out"),
        (4, "2026-05-21", "Lamp of the north gate burnt out"),
        (5, "2026-06-01", "Scheduled maintenance of the card terminals"),
        (6, "2026-06-11", "Settlement file rejected by the clearing house"),
    ];
    let all: Vec<String> = days.iter().map(|(n, day, title)| page(*n, day, title)).collect();
    format!("{{\"incidents\":[{}]}}", all.join(","))
}

/// By reference, by likeness alone, planned work, and two that name one problem record.
const TICKETS: &str = "number,opened_at,short_description,state,resolved_at,correlation_id,problem_id,cmdb_ci,sys_updated_on\n\
    INC0000001,2026-04-05 10:05:00,north gate dark,Closed,2026-04-05 11:30:00,QA1,,card-gateway,2026-04-06 00:00:00\n\
    INC0000002,2026-06-11 10:02:00,Settlement file rejected by the clearing house,Closed,2026-06-11 11:01:00,,,card-gateway,2026-06-12 00:00:00\n\
    INC0000003,2026-05-11 09:00:00,Planned maintenance: valves of the boiler house,Closed,2026-05-11 12:00:00,,,heating,2026-05-12 00:00:00\n\
    INC0000004,2026-05-13 09:00:00,Printer of the back office jams,Closed,2026-05-13 12:00:00,,PRB0000009,printing,2026-05-14 00:00:00\n\
    INC0000005,2026-06-03 09:00:00,Labels come out blank at the docks,Closed,2026-06-03 10:00:00,,PRB0000009,printing,2026-06-04 00:00:00\n";

fn review(annotations: &str) -> Run {
    let table = format!("{HEADER}\n{annotations}\n");
    let home = files(&[("pages.json", &pages()), ("tickets.csv", TICKETS), ("annotations.csv", &table)]);
    run(&[home.path().join("in")], "", "2026Q2")
}

fn corrections(run: &Run) -> &Corrections {
    run.review.findings.corrections.as_ref().expect("something to correct")
}

fn one(run: &Run, record: &str) -> Row {
    let found = run.table("incidents").into_iter().find(|row| row["record_ids"].split(';').any(|id| id == record));
    found.unwrap_or_else(|| panic!("no incident has {record}"))
}

/// What a line promises, held against a run with it.
fn holds(line: &str) {
    let run = review(line);
    assert_eq!(run.table("rejects").len(), 0, "{line}: {:?}", run.table("rejects"));
    let cells: Vec<&str> = line.split(',').collect();
    let [action, target, field, value, ""] = cells[..] else { panic!("{line}") };
    let row = one(&run, target);
    match action {
        "split" => assert_ne!(row["incident_id"], one(&run, value)["incident_id"], "{line}"),
        "other-problem" => {
            let (own, other) = (&row["family_id"], &one(&run, value)["family_id"]);
            assert!(own.is_empty() || own != other, "{line}: {own} and {other}");
        }
        "include" => assert_eq!((row["included"].as_str(), row["exclusion"].as_str()), ("true", ""), "{line}"),
        "set" => {
            assert_eq!(row[field], value, "{line}");
            assert!(field != "started_at" || row["start_basis"] == "stated", "{line}: {}", row["start_basis"]);
            let edited = line.replace(value, "2026-05-01T08:15:00Z");
            assert_eq!(one(&review(&edited), target)[field], "2026-05-01T08:15:00Z", "{edited}");
        }
        _ => panic!("{line}"),
    }
}

#[test]
fn every_line_of_every_kind_does_what_it_says() {
    let plain = review("");
    let found = corrections(&plain);
    assert_eq!(found.header, HEADER);
    let titles: Vec<&str> = found.lists.iter().map(|list| list.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "Records that were brought together",
            "Members of problems that recur",
            "Values that are guesses",
            "Incidents that do not count"
        ]
    );
    let lines: BTreeSet<&str> =
        found.lists.iter().flat_map(|list| &list.lines).map(|line| line.line.as_str()).collect();
    for (kind, least) in [("split,", 2), ("other-problem,", 5), ("include,", 1), ("set,", 5)] {
        let of_kind = lines.iter().filter(|line| line.starts_with(kind)).count();
        assert!(of_kind >= least, "{kind} {of_kind}: {lines:#?}");
    }
    assert!(found.lists[0].lines.iter().any(|line| line.says.starts_with("scored ")), "{:?}", found.lists[0]);
    lines.into_iter().for_each(holds);
}

#[test]
fn the_page_has_every_line_with_scripts_off_and_a_button_with_scripts_on() {
    let plain = review("");
    let mut memory = Memory::default();
    render(&plain.review.findings, Wanted { editions: ALL, formats: &[] }, &mut memory).unwrap();
    let (html, markdown) = (memory.text("analyst.html").unwrap(), memory.text("analyst.md").unwrap());
    for line in corrections(&plain).lists.iter().flat_map(|list| &list.lines) {
        assert!(html.contains(&format!("<li><code>{}</code>", line.line)), "{}", line.line);
        assert!(markdown.contains(&format!("- `{}`", line.line)), "{}", line.line);
    }
    assert!(html.contains(&format!("<code id=\"header\">{HEADER}</code>")));
    assert!(html.contains("download: \"annotations.csv\""));
    for edition in ALL.iter().filter(|edition| !edition.trail) {
        assert!(!memory.text(&format!("{}.html", edition.id)).unwrap().contains(HEADER), "{}", edition.id);
    }
}

#[test]
fn what_a_person_left_out_or_joined_has_no_line_of_its_own() {
    let run = review("exclude,QA3,,,a rehearsal\nmerge,INC0000003,,QA5,one outage");
    let lines = corrections(&run).lists.iter().flat_map(|list| &list.lines);
    let odd: Vec<&str> = lines
        .map(|line| line.line.as_str())
        .filter(|line| {
            line.starts_with("include,pagerduty:incident:QA3") || line.contains("INC0000003,,pagerduty:incident:QA5")
        })
        .collect();
    assert!(odd.is_empty(), "{odd:?}");
}

#[test]
fn an_id_that_is_masked_has_no_line_because_no_export_has_it() {
    let people = "id,name,email,time_zone\nU1,Quentin Marblehall,quentin.marblehall@gate.example,UTC\n";
    let tickets = TICKETS.replace("INC0000003", "quentin.marblehall@gate.example-7");
    let home = files(&[("pages.json", &pages()), ("tickets.csv", &tickets), ("people.csv", people)]);
    let output = user::run(home.path(), &["review", "in", "--out", "out", "--period", "2026Q2"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let page = std::fs::read_to_string(home.path().join("out/analyst.html")).unwrap();
    assert!(!page.contains("include,servicenow"), "a line with a masked id");
}
