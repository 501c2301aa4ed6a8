//! A quarter whose incidents were partly open, with a late export, a new annotation, a changed map and more; each with the
//! reason that was planted.

use super::world::{TOOLS, World, adds_up, counted, in_spring, nothing_moved, restated, table};
use crate::support::builder::ms;
use crate::support::run::Run;
use retroscope::findings::Grade;
use retroscope::render::{ANALYST, EXECUTIVE, MANAGERS, ReportView};
use std::collections::BTreeMap;

const PAGES: &str = "number,title,began,over,sev,service,customers,state\n";
const TICKETS: &str = "number,title,began,over,sev,service,customers,state,page\n";

fn pages_then() -> String {
    [
        "p-10001,Mirror fogs up,2026-04-03T10:00:00Z,2026-04-03T11:00:00Z,SEV1,cart,yes,resolved",
        "p-10002,Goose on the runway,2026-04-10T10:00:00Z,,SEV2,cart,no,open",
        "p-10003,Piano out of tune,2026-04-20T10:00:00Z,,SEV2,search,no,open",
        "p-10004,Lantern flickers,2026-05-02T09:00:00Z,2026-05-02T10:00:00Z,SEV3,search,no,resolved",
        "p-10006,Bridge freezes over,2026-05-05T09:00:00Z,2026-05-05T20:00:00Z,SEV3,mail,no,resolved",
        "p-10007,Candle burns low,2026-05-07T09:00:00Z,2026-05-07T10:00:00Z,sev-amber,mail,no,resolved",
        "p-10008,Saddle slips,2026-05-09T09:00:00Z,2026-05-09T10:00:00Z,SEV3,mail,no,resolved",
        "p-10009,Anchor drags,2026-05-11T09:00:00Z,2026-05-11T10:00:00Z,SEV3,checkout,no,resolved",
        "p-10010,Clock runs fast,2026-05-13T09:00:00Z,2026-05-13T11:00:00Z,SEV3,mail,no,resolved",
        "p-10011,Umbrella turns inside out,2026-05-15T09:00:00Z,2026-05-15T10:00:00Z,SEV4,mail,no,resolved",
        "p-10012,Kettle boils dry,2026-03-30T09:00:00Z,2026-03-30T10:00:00Z,SEV4,mail,no,resolved",
        "p-10013,Ladder wobbles,2026-05-20T09:00:00Z,2026-05-20T10:00:00Z,SEV3,search,no,resolved",
        "p-10014,Hinge squeaks,2026-02-20T09:00:00Z,2026-02-20T10:00:00Z,SEV3,search,no,resolved",
    ]
    .join("\n")
}

fn pages_now() -> String {
    let text = pages_then()
        // Closed late.
        .replace(
            "p-10002,Goose on the runway,2026-04-10T10:00:00Z,,SEV2,cart,no,open",
            "p-10002,Goose on the runway,2026-04-10T10:00:00Z,2026-04-10T15:00:00Z,SEV2,cart,no,resolved",
        )
        // Corrected: the end of one, the start of another, which moves it into the quarter.
        .replace("2026-05-13T11:00:00Z", "2026-05-13T12:30:00Z")
        .replace(
            "p-10012,Kettle boils dry,2026-03-30T09:00:00Z,2026-03-30T10",
            "p-10012,Kettle boils dry,2026-04-01T09:00:00Z,2026-04-01T10",
        );
    // Began after that report, and one of the quarter after it.
    format!(
        "{text}\np-10020,Whistle sticks,2026-06-28T09:00:00Z,2026-06-28T10:00:00Z,SEV3,mail,no,resolved\n\
         p-10021,Drum splits,2026-08-05T09:00:00Z,2026-08-05T10:00:00Z,SEV3,mail,no,resolved\n\
         p-10022,Violin cracks,2026-09-29T09:00:00Z,2026-09-29T10:00:00Z,SEV3,mail,no,resolved"
    )
}

const TICKETS_THEN: &str = "d-20001,Bus is empty,2026-05-05T10:00:00Z,2026-05-05T18:00:00Z,SEV2,bus,yes,resolved,\n\
                            d-20002,Rungs are loose,2026-05-23T09:00:00Z,2026-05-23T10:00:00Z,SEV3,search,yes,resolved,p-10013";
/// The first names its page now, the second no longer does.
const TICKETS_NOW: &str = "d-20001,Bus is empty,2026-05-05T10:00:00Z,2026-05-05T18:00:00Z,SEV2,bus,yes,resolved,p-10006\n\
                           d-20002,Rungs are loose,2026-05-23T09:00:00Z,2026-05-23T10:00:00Z,SEV3,search,yes,resolved,";

const MAP: &str = "[severity]\n\"sev-amber\" = 3\n";
const OTHER_MAP: &str = "[severity]\n\"sev-amber\" = 2\n[aliases.services]\ncheckout = \"payments\"\n";

fn spring(world: &World) -> Run {
    world.write("pager.csv", &(PAGES.to_owned() + &pages_then()));
    world.write("desk.csv", &format!("{TICKETS}{TICKETS_THEN}"));
    world.keep("2026Q2", &format!("{MAP}{TOOLS}"), "2026Q2", Some(ms("2026-06-25 12:00")), &[])
}

fn autumn(world: &World) -> Run {
    world.write("pager.csv", &(PAGES.to_owned() + &pages_now()));
    world.write("desk.csv", &format!("{TICKETS}{TICKETS_NOW}"));
    let late = "d-20009,Ferry turns back,2026-06-11T09:00:00Z,2026-06-11T11:00:00Z,SEV1,ferry,yes,resolved,\n\
                d-20010,Lamp oil is out,2026-05-02T09:20:00Z,2026-05-02T09:50:00Z,SEV3,search,yes,resolved,p-10004";
    world.write("desk-late.csv", &format!("{TICKETS}{late}"));
    let said = "set,p-10008,severity,SEV1,the customers were all of them\nexclude,p-10011,,,it was a rehearsal";
    world.write("annotations.csv", &format!("action,target,field,value,reason\n{said}\n"));
    world.review(&format!("{OTHER_MAP}{TOOLS}"), "2026Q3", Some(ms("2026-10-01 00:00")), &["2026Q2"])
}

fn reasons(list: &[(&str, i64)]) -> BTreeMap<String, i64> {
    list.iter().map(|(reason, change)| ((*reason).to_owned(), *change)).collect()
}

#[test]
fn every_difference_has_the_reason_that_was_planted_and_they_add_up() {
    let world = World::new();
    spring(&world);
    let run = autumn(&world);
    let then = counted(&table(&world.report("2026Q2"), "incidents"), |row| row["in_period"] == "true");
    let now = counted(&run.table("incidents"), in_spring);
    adds_up(&run, &then, &now);

    let found = restated(&run);
    let of = |figure: &str| found[figure].2.clone();
    // Twelve: eleven pages of the quarter and two tickets, one of which was joined.
    assert_eq!((found["incidents"].0, then["incidents"]), (12, 12));
    let incidents = [
        ("annotations", -1),
        ("new links", -1),
        ("links that went", 1),
        ("incidents that began after the exports of that report", 1),
        ("records that came late", 1),
        ("corrected records", 1),
    ];
    assert_eq!(of("incidents"), reasons(&incidents));
    assert_eq!(of("open"), reasons(&[("late closures", -1)]));
    assert_eq!(of("customer-facing"), reasons(&[("records that came late", 2)]));
    assert_eq!(of("severity/1"), reasons(&[("annotations", 1), ("records that came late", 1)]));
    // The map makes one worse; the ticket of severity 2 is part of a page of severity 3 now.
    assert_eq!(of("severity/2"), reasons(&[("changed map or settings", 1), ("new links", -1)]));
    assert_eq!(of("area/service:checkout"), reasons(&[("changed map or settings", -1)]));
    assert_eq!(of("area/service:payments"), reasons(&[("changed map or settings", 1)]));
    let hour = 3_600_000;
    assert_eq!(of("recovery_s")["late closures"], 5 * hour);
    // An hour and a half of one, and the hour of the one that is in the quarter now.
    assert_eq!(of("recovery_s")["corrected records"], hour * 5 / 2);
}

#[test]
fn the_analyst_has_the_lines_and_leaders_one_sentence() {
    let world = World::new();
    spring(&world);
    let run = autumn(&world);
    let findings = &run.review.findings;
    let leaders = ReportView::new(findings, &EXECUTIVE);
    let moved = leaders.moved.expect("a sentence for leaders");
    assert_eq!(
        moved.sentence,
        "Q2 2026 now has 14 incidents (12 then) and 5 that reached customers (3 then). The analyst's page says why."
    );
    assert!(ReportView::new(findings, &MANAGERS).moved.is_none());
    let analyst = ReportView::new(findings, &ANALYST);
    let section = analyst.sections.iter().find(|section| section.title == "Q2 2026 then and now").unwrap();
    let figures = section.tables.iter().find(|table| table.id == "restated-figures").unwrap();
    let row = |name: &str| figures.rows.iter().find(|row| row[0] == name).unwrap().clone();
    assert_eq!(
        row("open when the exports were made"),
        ["open when the exports were made", "2", "1", "−1", "−1 late closures"]
    );
    assert_eq!(row("of severity 1")[1..], ["1", "3", "+2", "+1 annotations and +1 records that came late"]);
    assert!(
        section
            .method
            .iter()
            .any(|text| text.contains("aliases.services.checkout") && text.contains("severity.sev-amber"))
    );
    assert!(section.method.iter().any(|text| text.contains("annotations, new links, links that went, other links")));
    // Whoever asks for the figure finds its incidents.
    let claim = findings.claim("restatement.figures").unwrap();
    assert!(claim.incident_ids.iter().any(|id| id.ends_with("p-10002")));
}

#[test]
fn a_second_run_with_nothing_new_restates_nothing() {
    let world = World::new();
    spring(&world);
    let toml = format!("{MAP}{TOOLS}");
    nothing_moved(&world.review(&toml, "2026Q2", None, &["2026Q2"]));
    // The quarter after it, made with what has happened since, restates; once more, it does not.
    let other = format!("{OTHER_MAP}{TOOLS}");
    autumn(&world);
    world.keep("2026Q2-again", &other, "2026Q2", None, &[]);
    nothing_moved(&world.review(&other, "2026Q3", None, &["2026Q2-again"]));
    // An earlier report is a reference: what was counted then does not count again.
    let alone = world.review(&other, "2026Q2", None, &[]);
    let beside = world.review(&other, "2026Q2", None, &["2026Q2"]);
    for name in ["mttx", "areas", "concurrency"] {
        assert_eq!(alone.table(name), beside.table(name), "{name}");
    }
    let facts = |run: &Run| counted(&run.table("incidents"), |_| true);
    assert_eq!(facts(&alone), facts(&beside));
}

#[test]
fn what_no_export_holds_any_more_stands_and_is_told() {
    let world = World::new();
    spring(&world);
    let toml = format!("{MAP}{TOOLS}");
    world.remove("desk.csv");
    let run = world.review(&toml, "2026Q2", None, &["2026Q2"]);
    // One ticket stands by its row; the other was a part of a page, which tells of itself alone now.
    let gone = "records that are no longer in the inputs";
    let found = restated(&run);
    assert!(found["incidents"].2.is_empty());
    assert_eq!(found["customer-facing"].2, reasons(&[(gone, -1)]));
    assert!(found.values().flat_map(|line| line.2.keys()).all(|reason| reason == gone));
    let told = run.review.findings.claim("restatement.figures").unwrap();
    assert!(
        told.caveats.iter().any(|text| text.starts_with("1 incident of that period stands in the earlier report only")),
        "{:?}",
        told.caveats
    );
}

#[test]
fn without_an_earlier_report_and_with_a_later_one_nothing_is_said() {
    let world = World::new();
    spring(&world);
    let toml = format!("{MAP}{TOOLS}");
    let is_silent =
        |run: &Run| run.review.findings.claim("restatement.figures").is_none() && run.table("restatement").is_empty();
    assert!(is_silent(&world.review(&toml, "2026Q2", None, &[])));
    assert!(is_silent(&world.review(&toml, "2026Q1", None, &["2026Q2"])));
    // A table of incidents by itself is history, and no report.
    let folder = world.report("2026Q2");
    std::fs::remove_file(folder.join("manifest.json")).unwrap();
    std::fs::copy(folder.join("data/incidents.csv"), world.exports().join("incidents.csv")).unwrap();
    assert!(is_silent(&world.review(&toml, "2026Q2", None, &[])));
}

#[test]
fn headlines_of_the_last_report_are_followed() {
    let world = World::new();
    let earlier = spring(&world).review.findings;
    let run = autumn(&world);
    let now = &run.review.findings;
    let Some(claim) = now.claim("restatement.headlines") else {
        assert!(earlier.headlines.is_empty());
        return;
    };
    assert_eq!(claim.n, Some(earlier.headlines.len() as u64));
    let table = now.sections.iter().flat_map(|s| &s.tables).find(|t| t.id == "headlines-before").unwrap();
    for (id, row) in earlier.headlines.iter().zip(&table.rows) {
        let expected = match now.claim(id) {
            Some(claim) if claim.grade == Grade::NotAssessable => "no longer said",
            Some(_) if now.headlines.contains(id) => "a headline again",
            Some(_) => "still said",
            None => "no longer said",
        };
        assert_eq!(row[1], expected, "{id}");
    }
}
