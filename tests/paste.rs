//! What goes into other tools: the workbook, read by a reader of workbooks that is not its writer, and the message.

use crate::support::run::run;
use calamine::{Data, Reader, Xlsx};
use retroscope::demo::{Options, Scenario};
use retroscope::findings::Findings;
use retroscope::render::format::slides::{deck, presentation};
use retroscope::render::format::workbook::{Worth, workbook, worth};
use retroscope::render::{EXECUTIVE, ReportView, format::slack};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::Path;

fn demo() -> Findings {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/demo/findings.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn opened(findings: &Findings) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(workbook(findings).unwrap())).unwrap()
}

#[test]
fn every_statement_and_every_table_of_the_pages_is_in_the_workbook() {
    let findings = demo();
    let mut book = opened(&findings);
    let names = book.sheet_names();
    let tables: Vec<_> =
        findings.sections.iter().flat_map(|s| &s.tables).filter(|table| !table.rows.is_empty()).collect();
    assert_eq!(names.len(), tables.len() + 3);
    assert_eq!(names.iter().map(|name| name.to_lowercase()).collect::<BTreeSet<_>>().len(), names.len());
    assert!(names.iter().all(|name| name.chars().count() <= 31));
    let claims = book.worksheet_range("Statements").unwrap();
    let ids: Vec<String> = claims.rows().skip(1).map(|row| row[0].to_string()).collect();
    assert_eq!(ids, findings.claims.iter().map(|claim| claim.id.clone()).collect::<Vec<_>>());
    for (table, name) in tables.iter().zip(&names[3..]) {
        let sheet = book.worksheet_range(name).unwrap();
        assert_eq!(sheet.height(), table.rows.len() + 1, "{name}");
        for (row, cells) in table.rows.iter().zip(sheet.rows().skip(1)) {
            for (text, cell) in row.iter().zip(cells) {
                let same = match cell {
                    Data::Empty => text.is_empty(),
                    Data::Float(value) => match worth(text) {
                        Worth::Number(said) | Worth::Share(said) => (said - value).abs() < 1e-9,
                        _ => false,
                    },
                    Data::DateTime(_) => matches!(worth(text), Worth::Day(..)),
                    other => other.to_string() == *text,
                };
                assert!(same, "{name}: {text} became {cell:?}");
            }
        }
    }
}

#[test]
fn cells_are_what_they_say() {
    let read = ["45", "1,234", "3.4", "12 %", "0.5%", "-7", "2026-05-14", "0", "0.25"].map(worth);
    let right = [
        Worth::Number(45.0),
        Worth::Number(1_234.0),
        Worth::Number(3.4),
        Worth::Share(0.12),
        Worth::Share(0.005),
        Worth::Number(-7.0),
        Worth::Day(2026, 5, 14),
        Worth::Number(0.0),
        Worth::Number(0.25),
    ];
    assert_eq!(read, right);
    let texts = [
        "",
        "–",
        "fewer than five",
        "under 0.1 %",
        "3.5 (2.5–4.6)",
        "=1+1",
        "007",
        "1.2.3",
        "2026-13-01",
        "1 of 4",
        "99999999999999999999",
        "+49 30 1234",
        "1e5",
        "12 days",
    ];
    texts.iter().for_each(|text| assert_eq!(worth(text), Worth::Text, "{text}"));
}

#[test]
fn the_same_findings_give_the_same_bytes() {
    let findings = demo();
    assert!(workbook(&findings).unwrap() == workbook(&findings).unwrap());
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/demo/review.xlsx");
    assert!(workbook(&findings).unwrap() == std::fs::read(committed).unwrap());
}

#[test]
fn a_message_has_every_part_of_the_page_and_fits() {
    let findings = demo();
    let view = ReportView::new(&findings, &EXECUTIVE);
    let message = slack::message(&view);
    assert!(message.chars().count() <= slack::MOST);
    let leads = view.headlines.iter().map(|claim| &claim.lead);
    leads.for_each(|lead| assert!(message.contains(&format!("*{lead}*")), "{lead}"));
    assert!(view.asks.iter().all(|ask| message.contains(ask)), "{message}");
    // Whoever pastes it sees the name as it is written.
    assert!(message.contains("Harbour & Vale"), "{message}");
    assert!(message.ends_with("_The whole page, and the incidents behind every sentence, are in the report._\n"));
    // Whole sentences only.
    for block in message.split("\n\n") {
        assert!(block.trim_end().ends_with(['.', '*', '?', '_', 'e', ')']), "{block}");
    }
}

#[test]
fn much_text_loses_whole_parts_from_the_end() {
    let mut findings = demo();
    findings.asks =
        (0..40).map(|n| format!("Ask number {n} for something that takes a whole line of text to be said.")).collect();
    let view = ReportView::new(&findings, &EXECUTIVE);
    let message = slack::message(&view);
    assert!(message.chars().count() <= slack::MOST && message.starts_with("*Incident review"), "{message}");
}

/// Nothing to say is said, and a workbook without tables opens.
#[test]
fn one_incident_and_none_make_a_workbook_and_a_message() {
    let folder = tempfile::tempdir().unwrap();
    let demo = folder.path().join("demo");
    retroscope::demo::write(&demo, &Options { incidents: 60, seed: 5, scenario: Scenario::Typical }).unwrap();
    for period in ["2026Q2", "2024Q3", "2026-06-30..2026-06-30"] {
        let run = run(std::slice::from_ref(&demo), "", period);
        let mut book = opened(&run.review.findings);
        assert!(book.worksheet_range("Contents").unwrap().height() > 4);
        assert!(slack::message(&ReportView::new(&run.review.findings, &EXECUTIVE)).len() > 100);
    }
}

/// The parts of a package by name.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let number = archive.len();
    let part = |at: usize| {
        let mut part = archive.by_index(at).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut part, &mut text).unwrap();
        (part.name().unwrap().into_owned(), text)
    };
    (0..number).map(part).collect()
}

/// The values of an attribute, wherever it stands.
fn values<'a>(text: &'a str, attribute: &str) -> Vec<&'a str> {
    let begin = format!(" {attribute}=\"");
    text.split(begin.as_str()).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

/// Where a relation leads, from the folder of the part that has it.
fn followed(relations: &str, target: &str) -> String {
    let folder = relations.split_once("_rels/").unwrap().0;
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        if step == ".." {
            path.pop();
        } else {
            path.push(step);
        }
    }
    path.join("/")
}

#[test]
fn slides_are_one_whole_package() {
    let findings = demo();
    let view = ReportView::new(&findings, &EXECUTIVE);
    let bytes = presentation(&findings, &view).unwrap();
    assert!(presentation(&findings, &view).unwrap() == bytes);
    let parts = parts(&bytes);
    let kinds = &parts["[Content_Types].xml"];
    for (name, text) in &parts {
        let is_listed = kinds.contains(&format!("PartName=\"/{name}\""));
        assert!(is_listed || name.ends_with(".rels") || name.starts_with('['), "{name}");
        for target in values(text, "Target") {
            assert!(parts.contains_key(&followed(name, target)), "{name}: {target}");
        }
    }
    // Every relation that a slide names is one of its own.
    for (name, text) in parts.iter().filter(|(name, _)| name.starts_with("ppt/slides/slide")) {
        let own = &parts[&name.replace("slides/", "slides/_rels/").replace(".xml", ".xml.rels")];
        values(text, "r:id").iter().for_each(|id| assert!(values(own, "Id").contains(id), "{name}: {id}"));
    }
}

#[test]
fn slides_say_what_the_page_says_with_the_statements_in_the_notes() {
    let findings = demo();
    let view = ReportView::new(&findings, &EXECUTIVE);
    let slides = deck::slides(&findings, &view);
    assert_eq!(slides.len(), 9);
    let notes: Vec<&String> = slides.iter().flat_map(|slide| &slide.notes).collect();
    assert!(view.headlines.iter().all(|claim| notes.contains(&&claim.id)));
    let said =
        slides.iter().flat_map(|s| &s.paragraphs).map(|p| format!("{} {}\n", p.lead, p.text)).collect::<String>();
    assert!(view.asks.iter().all(|ask| said.contains(ask.as_str())));
    // The chart is the column of the table, oldest first.
    let table = findings.sections.iter().flat_map(|s| &s.tables).find(|t| t.id == "incidents-by-period").unwrap();
    let drawn = slides.iter().find_map(|slide| slide.columns.as_ref()).unwrap();
    let counted: Vec<f64> = table.rows.iter().rev().map(|row| row.last().unwrap().parse().unwrap()).collect();
    assert_eq!(drawn.values, counted);
    let parts = parts(&presentation(&findings, &view).unwrap());
    let chart = parts.iter().find(|(name, _)| name.starts_with("ppt/charts/")).unwrap().1;
    assert!(counted.iter().all(|value| chart.contains(&format!("<c:v>{value}</c:v>"))));
}
