//! The analyst's words: printed where they belong, kept from run to run, and never lost.

use crate::support::run::{Run, run};
use crate::support::user::{self, files};
use retroscope::findings::{Findings, PlacedNote};
use retroscope::model::note::EDITIONS;
use retroscope::render::{ALL, EXECUTIVE, ReportView, Wanted, render};
use retroscope::report::sink::Memory;
use retroscope::trail::{FoundSubject, Report, Trail};
use std::fmt::Write as _;
use std::path::Path;

const LAMP: &str = "Lamp of the north gate burnt out";

fn page(id: &str, day: &str, title: &str, service: &str) -> String {
    let number: u64 = id.bytes().fold(0, |sum, byte| sum * 41 + u64::from(byte)) % 1_000_003;
    format!(
        r#"{{"id":"{id}","title":"{title}","status":"resolved","urgency":"high","created_at":"{day}T10:00:00Z",
        "resolved_at":"{day}T11:00:00Z","service":{{"id":"S","summary":"{service}"}},"html_url":"https://x.pagerduty.com/incidents/{id}",
        "incident_number":{number},"escalation_policy":{{"id":"E"}}}}"#
    )
}

/// A lamp that keeps burning out, other things, and from round to round more of both. From the fifth round on a problem is
/// there that began before the lamp, so that problems are numbered anew.
fn pages(round: usize) -> String {
    let mut all: Vec<String> = Vec::new();
    for n in 0..10 + round {
        all.push(page(&format!("LAMP{n}"), &format!("2026-0{}-{:02}", 1 + n % 6, 3 + n), LAMP, "gate"));
    }
    let others = ["Pump stalls", "Mail is late", "Search finds nothing", "Cart loses an item", "Door sticks"];
    for n in 0..12 + 2 * round {
        let title = format!("{} at desk {}", others[n % others.len()], ["north", "south", "east"][n % 3]);
        let day = format!("2026-0{}-{:02}", 4 + n % 3, 1 + (n * 2) % 28);
        all.push(page(&format!("OTHER{n}"), &day, &title, ["shop", "shop", "shop", "mail", "mail", "yard"][n % 6]));
    }
    if round >= 5 {
        for (n, day) in ["2025-11-02", "2025-12-09", "2026-02-11"].into_iter().enumerate() {
            all.push(page(&format!("OLD{n}"), day, "Boiler valve of house two leaks steam", "heating"));
        }
    }
    format!("{{\"incidents\":[{}]}}", all.join(","))
}

fn reviewed(pages: &str, name: &str, notes: &str) -> (tempfile::TempDir, Run) {
    let home = files(&[("pages.json", pages), (name, notes)]);
    let run = run(&[home.path().join("in")], "", "2026Q2");
    (home, run)
}

fn drawn(findings: &Findings) -> Memory {
    let mut memory = Memory::default();
    render(findings, Wanted { editions: ALL, formats: &[] }, &mut memory).unwrap();
    memory
}

fn text(memory: &Memory, name: &str) -> String {
    memory.text(name).unwrap_or_else(|| panic!("no {name}")).to_owned()
}

/// The headline about the lamp.
fn lamp(findings: &Findings) -> String {
    let found = findings.headlines.iter().find(|id| id.starts_with("recurrence."));
    found.unwrap_or_else(|| panic!("no problem leads: {:?}", findings.headlines)).clone()
}

fn refused(notes: &str) -> String {
    let (_home, run) = reviewed(&pages(0), "notes.toml", notes);
    let rejects = run.table("rejects");
    let [reject] = rejects.as_slice() else { panic!("{notes}: {rejects:?}") };
    assert!(reject["file"].ends_with("notes.toml"), "{reject:?}");
    reject["detail"].clone()
}

const KEPT: &str = r#"
[[note]]
claim = "recurrence.famous-bug"
incident = "LAMP3"
state = "disputed"
reason = "the lamp was replaced twice by another make"
text = "The electricians keep a list of their own."

[[note]]
claim = "quality.reconciliation"
state = "accepted"
reason = "counted by hand as well"

[[note]]
claim = "areas.most-incidents"
text = "The gate is counted with the yard."

[[note]]
section = "areas"
text = "Services are those of the pager."

[[note]]
incident = "LAMP2"
text = "Seen from the road as well."

[[note]]
claim = "overlap.storm/S-99"
text = "That was the fair."
"#;

#[test]
fn notes_and_states_survive_ten_runs_with_changing_data() {
    let mut numbers = std::collections::BTreeSet::new();
    for round in 0..10 {
        let (home, run) = reviewed(&pages(round), "notes.toml", KEPT);
        assert_eq!(std::fs::read_to_string(home.path().join("in/notes.toml")).unwrap(), KEPT);
        let findings = &run.review.findings;
        assert_eq!(findings.notes.len(), 6, "round {round}");
        let [problem, counted, place, section, incident, gone] = findings.notes.as_slice() else { unreachable!() };
        let [id] = problem.claims.as_slice() else { panic!("round {round}: {problem:?}") };
        numbers.insert(id.clone());
        let claim = findings.claim(id).unwrap();
        assert!(claim.sentence.contains(LAMP) || claim.lead.contains(LAMP), "round {round}: {}", claim.sentence);
        assert_eq!(problem.state, "disputed");
        assert_eq!(counted.claims, ["quality.reconciliation"]);
        assert_eq!(counted.standing, "Accepted by the analyst: counted by hand as well.");
        assert!(!place.claims.is_empty() && place.gone.is_empty(), "round {round}: {place:?}");
        assert_eq!((section.section.as_str(), incident.incident.as_str()), ("areas", "pagerduty:incident:LAMP2"));
        assert!(gone.claims.is_empty() && gone.gone == "this report makes no such claim", "{gone:?}");
        let memory = drawn(findings);
        for name in ["analyst.md", "analyst.html"] {
            let page = text(&memory, name);
            for said in [
                "Disputed by the analyst",
                "electricians",
                "Accepted by the analyst",
                "Services are those",
                "That was the fair",
            ] {
                assert!(page.contains(said), "round {round}: {name} lost {said}");
            }
        }
    }
    assert!(numbers.len() > 1, "the problem was never numbered anew, so nothing was tried: {numbers:?}");
}

#[test]
fn a_headline_is_disputed_or_taken_off_the_pages_that_are_named() {
    let (_home, plain) = reviewed(&pages(4), "notes.toml", "");
    let id = lamp(&plain.review.findings);
    let sentence = |memory: &Memory, page: &str| text(memory, page).contains(LAMP);
    let before = drawn(&plain.review.findings);
    assert!(sentence(&before, "executive.md") && sentence(&before, "executive.html"));

    let disputed = format!("[[note]]\nclaim = \"{id}\"\nstate = \"disputed\"\nreason = \"two of them were drills\"\n");
    let (_home, run) = reviewed(&pages(4), "notes.toml", &disputed);
    let memory = drawn(&run.review.findings);
    for page in ["executive.md", "executive.html", "analyst.md", "analyst.html"] {
        assert!(text(&memory, page).contains("Disputed by the analyst: two of them were drills."), "{page}");
        assert!(sentence(&memory, page), "{page}");
    }

    let off = format!(
        "[[note]]\nclaim = \"{id}\"\nstate = \"not for this edition\"\neditions = [\"executive\"]\nreason = \"told in person\"\n"
    );
    let (_home, run) = reviewed(&pages(4), "notes.toml", &off);
    let memory = drawn(&run.review.findings);
    let short = &run.review.findings.claim(&id).unwrap().brief;
    for page in ["executive.md", "executive.html"] {
        let shown = text(&memory, page);
        assert!(!shown.contains("told in person") && !shown.contains(&format!("claim-{id}")), "{page}");
        assert!(!short.is_empty() && !shown.contains(short.as_str()), "{page}");
    }
    for page in ["analyst.md", "analyst.html"] {
        let shown = text(&memory, page);
        assert!(shown.contains("Taken off the page for leaders by the analyst: told in person."), "{page}");
        assert!(sentence(&memory, page), "{page}");
    }
    // What we ask for because of it leaves the page with it, and is followed up all the same.
    let asked = |run: &Run| ReportView::new(&run.review.findings, &EXECUTIVE).asks;
    let hangs = run.review.findings.checks.iter().find(|check| check.claims == [id.clone()]).expect("an ask about it");
    assert!(asked(&plain).contains(&hangs.ask) && !asked(&run).contains(&hangs.ask), "{}", hangs.ask);
}

#[test]
fn markdown_says_the_same_as_toml() {
    let markdown = "# Notes\n\nWhat stands before the first heading is nobody's note.\n\n## claim `quality.reconciliation`\n\
                    - state: accepted\n- reason: counted by hand\n\nThe tills were\ncounted twice.\n\n## section areas\nServices only.\n\n\
                    ## incident LAMP2\nSeen from the road.\n";
    let (_home, run) = reviewed(&pages(0), "notes.md", markdown);
    let notes = &run.review.findings.notes;
    assert_eq!(run.table("rejects").len(), 0, "{:?}", run.table("rejects"));
    let [claim, section, incident] = notes.as_slice() else { panic!("{notes:?}") };
    assert_eq!((claim.place.as_str(), claim.state.as_str()), ("notes.md, line 5", "accepted"));
    assert_eq!(claim.said, "Note by the analyst: The tills were counted twice.");
    assert_eq!((section.section.as_str(), section.said.as_str()), ("areas", "Note by the analyst: Services only."));
    assert!(incident.said.starts_with("Note by the analyst on “Lamp of the north gate burnt out” of "), "{incident:?}");
    // Any other page of that name is read as what it is.
    let (_home, run) = reviewed(&pages(0), "notes.md", "# Notes of the week\n\n## Timeline\n\nNothing happened.\n");
    assert!(run.review.findings.notes.is_empty());
}

#[test]
fn a_note_that_cannot_be_used_says_why_and_on_which_line() {
    for (notes, said) in [
        ("[[note]]\ntext = \"x\"", "line 1: the note is about nothing"),
        ("\n\n[[note]]\nclaim = \"a\"\nsection = \"b\"\ntext = \"x\"", "line 3: the note is about two things"),
        ("[[note]]\nclaim = \"areas.ranks\"", "line 1: the note says nothing"),
        (
            "[[note]]\nclaim = \"a\"\nstate = \"doubted\"\nreason = \"r\"",
            "the state \"doubted\" is not known; known are accepted",
        ),
        ("[[note]]\nclaim = \"a\"\nstate = \"disputed\"", "needs a `reason`"),
        ("[[note]]\nclaim = \"a\"\nstate = \"not for this edition\"\nreason = \"r\"", "needs `editions`"),
        (
            "[[note]]\nclaim = \"a\"\nstate = \"not for this edition\"\neditions = [\"analyst\"]\nreason = \"r\"",
            "can't be taken off the edition \"analyst\"",
        ),
        ("[[note]]\nclaim = \"a\"\nauthor = \"me\"\ntext = \"x\"", "\"author\" is no key of a note"),
        ("[[note]]\nsection = \"areas\"\nstate = \"disputed\"\nreason = \"r\"", "only a claim has a state"),
    ] {
        let detail = refused(notes);
        assert!(detail.contains(said), "{notes}: {detail}");
    }
    for (notes, said) in [
        ("[[note]]\nclaim = \"a\"\ntext = oops", "notes.toml: can't be read: line 3: "),
        ("[[notes]]\nclaim = \"a\"", "notes.toml: can't be read: line 1: unknown field `notes`"),
    ] {
        let home = files(&[("pages.json", &pages(0)), ("notes.toml", notes)]);
        let output = user::run(home.path(), &["review", "in", "--out", "out", "--period", "2026Q2"]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && told.contains(said), "{notes}: {told}");
    }
}

#[test]
fn words_are_objected_to_and_printed_all_the_same_and_known_people_are_masked() {
    let people = "id,name,email,time_zone\nU1,Quentin Marblehall,quentin.marblehall@gate.example,UTC\n";
    let notes = "[[note]]\nclaim = \"quality.reconciliation\"\ntext = \"The gap was caused by Quentin Marblehall, who forgot to export.\\u001b[31m\"\n\n\
                 [[note]]\nsection = \"nowhere\"\ntext = \"Kept.\"\n\n[[note]]\nclaim = \"areas.ranks\"\n";
    let home = files(&[("pages.json", &pages(0)), ("people.csv", people), ("notes.toml", notes)]);
    let output = user::run(home.path(), &["review", "in", "--out", "out", "--period", "2026Q2"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    for said in [
        "notes.toml, line 1: “caused”",
        "notes.toml, line 1: “forgot to”",
        "notes.toml, line 5: section nowhere: no section and no storm of this report is called so",
        "line 9: the note says nothing",
    ] {
        assert!(told.contains(said), "{said} in {told}");
    }
    for page in ["analyst.md", "analyst.html", "findings.json"] {
        let text = std::fs::read_to_string(home.path().join("out").join(page)).unwrap();
        assert!(!text.contains("Marblehall") && !text.contains('\u{1b}'), "{page}");
        assert!(text.contains("The gap was caused by"), "{page}");
        assert!(
            text.contains("What to look at in the analyst's notes") || text.contains("analyst&#x27;s notes"),
            "{page}"
        );
    }
    explained(&home.path().join("out"));
}

/// `explain` has the notes from the folder alone, and drawing again gives the same bytes.
fn explained(out: &Path) {
    let report = Report::open(out).unwrap();
    let Ok(FoundSubject::Answers(answers)) = report.explain("quality.reconciliation") else { panic!("not found") };
    let [Trail::Claim(claim)] = answers.as_slice() else { panic!("{answers:?}") };
    assert_eq!(claim.notes.len(), 1);
    assert_eq!(claim.notes[0].place, "notes.toml, line 1");
    let before = std::fs::read(out.join("analyst.html")).unwrap();
    let output = user::run(out.parent().unwrap(), &["render", "out"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(std::fs::read(out.join("analyst.html")).unwrap() == before);
}

#[test]
fn every_edition_but_the_analysts_can_be_named() {
    let mut known: Vec<&str> = ALL.iter().filter(|edition| !edition.trail).map(|edition| edition.id).collect();
    known.push("storms");
    assert_eq!(known, EDITIONS);
}

#[test]
fn a_note_stands_in_the_meeting_pages_where_its_claim_does() {
    let (_home, plain) = reviewed(&pages(4), "notes.toml", "");
    let memory = drawn(&plain.review.findings);
    let managers = text(&memory, "managers.md");
    let shown = |id: &&str| managers.contains(&format!("#claim-{id})"));
    let ids: Vec<&str> = plain.review.findings.claims.iter().map(|claim| claim.id.as_str()).filter(shown).collect();
    assert!(!ids.is_empty(), "{managers}");
    let mut notes = String::new();
    for (n, id) in ids.iter().enumerate() {
        let _ = write!(notes, "[[note]]\nclaim = \"{id}\"\ntext = \"Word number {n} on it.\"\n\n");
    }
    let (_home, run) = reviewed(&pages(4), "notes.toml", &notes);
    let memory = drawn(&run.review.findings);
    for (n, id) in ids.iter().enumerate() {
        for page in ["managers.md", "managers.html"] {
            assert!(text(&memory, page).contains(&format!("Word number {n} on it.")), "{page}: {id}");
        }
    }
    let off: Vec<String> = ids
        .iter()
        .map(|id| format!("[[note]]\nclaim = \"{id}\"\nstate = \"not for this edition\"\neditions = [\"managers\"]\nreason = \"r\"\n"))
        .collect();
    let (_home, run) = reviewed(&pages(4), "notes.toml", &off.join("\n"));
    let managers = text(&drawn(&run.review.findings), "managers.md");
    assert!(ids.iter().all(|id| !managers.contains(&format!("#claim-{id})"))), "{managers}");
    let stands = |note: &PlacedNote| note.gone.is_empty();
    assert!(run.review.findings.notes.iter().all(stands));
}
