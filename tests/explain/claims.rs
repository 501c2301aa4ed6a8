//! Every claim of every report, and the records that it ends at.

use super::{answers, made};
use retroscope::findings::Findings;
use retroscope::render::view::anchor;
use retroscope::text::units;
use retroscope::trail::Trail;
use retroscope::trail::answer::{Claim, RecordLine};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

fn findings(report: &Path) -> Findings {
    serde_json::from_slice(&fs::read(report.join("findings.json")).unwrap()).unwrap()
}

#[track_caller]
fn claim(answers: Vec<Trail>) -> Claim {
    match answers.into_iter().next() {
        Some(Trail::Claim(claim)) => *claim,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_claim_of_every_report_is_explained() {
    let mut explained = BTreeSet::new();
    for (name, _) in &made().reports {
        let report = made().open(name);
        let findings = findings(&made().home.path().join(name));
        assert!(findings.claims.len() > 20, "{name}: {}", findings.claims.len());
        for wanted in &findings.claims {
            let told = claim(answers(&report, &wanted.id));
            assert_eq!((&told.id, &told.sentence, &told.method), (&wanted.id, &wanted.sentence, &wanted.method));
            assert_eq!(told.grade, wanted.grade.code());
            assert!(!told.section_title.is_empty(), "{name}: {} stands nowhere", wanted.id);
            assert!(!told.tells.is_empty() && !told.section_method.is_empty(), "{name}: {}", wanted.id);
            let numbers: BTreeMap<&String, f64> = told.numbers.iter().map(|n| (&n.name, n.value)).collect();
            assert_eq!(numbers, wanted.numbers.iter().map(|(name, value)| (name, *value)).collect());
            assert_eq!(told.adjusted.map(|a| (a.q, a.comparisons)), wanted.q.map(|q| (q, findings.comparisons_made)));
            let ids: Vec<&String> = told.incidents.iter().map(|incident| &incident.incident_id).collect();
            assert_eq!(ids, wanted.incident_ids.iter().collect::<Vec<_>>());
            for incident in &told.incidents {
                let id = &incident.incident_id;
                assert!(!incident.title.is_empty() || name != "plain", "{name}: {id} has no title");
                assert!(!incident.records.is_empty(), "{name}: {id} has no record");
                assert!(incident.records.iter().all(|r| !r.file.is_empty()), "{name}: {id}");
            }
            explained.insert(wanted.code.clone());
        }
    }
    println!("{} codes", explained.len());
    assert!(explained.len() > 60, "{} codes", explained.len());
}

/// Whether a record stands where it is said to stand, by readers that know nothing of ours.
fn stands(folder: &Path, record: &RecordLine) -> Option<bool> {
    let path = folder.join(&record.file);
    let end = path.extension()?.to_str()?;
    let text = fs::read_to_string(&path).ok()?;
    // Some tools call a thing by the place it is kept in, and a number.
    let id = record.native_id.rsplit('#').next().unwrap();
    match end {
        "json" if !record.pointer.is_empty() => {
            let whole: serde_json::Value = serde_json::from_str(&text).ok()?;
            Some(whole.pointer(&record.pointer)?.to_string().contains(id))
        }
        "jsonl" => Some(text.lines().nth(record.row.parse::<usize>().ok()? - 1)?.contains(id)),
        "csv" => {
            let row = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
            let at = record.row.parse::<usize>().ok()? - 1;
            Some(row.into_records().nth(at)?.ok()?.iter().any(|cell| cell.contains(id)))
        }
        "md" => Some(record.row == "1" && (text.contains(id) || record.file.contains(id))),
        _ => None,
    }
}

#[test]
fn the_named_row_of_the_original_file_holds_the_record() {
    let mut found: BTreeMap<String, u32> = BTreeMap::new();
    for (name, inputs) in &made().reports {
        let report = made().open(name);
        let findings = findings(&made().home.path().join(name));
        for wanted in findings.claims.iter().filter(|claim| !claim.incident_ids.is_empty()).step_by(5) {
            let told = claim(answers(&report, &wanted.id));
            for record in told.incidents.iter().flat_map(|incident| &incident.records) {
                // Rows without an id have one that is made of what they hold.
                let own = record.native_id.contains('~') || record.native_id.is_empty();
                if let (false, Some(stands)) = (own, stands(inputs, record)) {
                    assert!(stands, "{name}: {record:?}");
                    *found.entry(record.source.clone()).or_default() += 1;
                }
            }
        }
    }
    println!("{found:?}");
    assert!(found.len() >= 3 && found.values().sum::<u32>() > 500, "{found:?}");
}

#[test]
fn the_page_tells_the_figures_of_every_claim_as_explain_does() {
    let report = made().open("plain");
    let folder = made().home.path().join("plain");
    let page = fs::read_to_string(folder.join("analyst.html")).unwrap();
    let mut told = 0;
    for wanted in findings(&folder).claims.iter().filter(|claim| !claim.id.starts_with("storm.")) {
        let claim = claim(answers(&report, &wanted.id));
        let Some(first) = claim.numbers.first() else { continue };
        let figure = format!("<p>Figures: {} = {}", first.name, units::worded(first.value, first.unit));
        let article = page
            .split(&format!("id=\"{}\"", anchor("claim", &claim.id).replace('/', "&#x2f;")))
            .nth(1)
            .unwrap_or_default();
        let article = article.split("</article>").next().unwrap();
        assert!(article.contains(&figure), "{}: no {figure}", claim.id);
        told += 1;
    }
    assert!(told > 100, "{told}");
}
